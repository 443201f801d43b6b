// expect: destroys a temporary aggregate inside co_await twice
// compilers: g++
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#define AVAL_SEPARATE_COMPILATION
#include "aval/authority/server.hpp"

aval::awaitable<void> wrong(aval::authority::server* server, aval::authority::store* store) {
  aval::authority::audit_query named;
  co_await server->audit(named);
  co_await store->audit(named);
  co_await server->audit(aval::authority::audit_query{.limit = 1});
}
