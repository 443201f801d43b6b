// expect: destroys a temporary aggregate inside co_await twice
// compilers: g++
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#define AVAL_SEPARATE_COMPILATION
#include "aval/web/json_call.hpp"

struct city {
  std::string name;
};
aval::awaitable<void> wrong(aval::net::http_client client) {
  co_await aval::web::json_call<city>(client, "POST", aval::net::url("https://localhost"), city{"Lima"});
}
