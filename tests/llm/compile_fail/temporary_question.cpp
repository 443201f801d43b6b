// expect: destroys a temporary aggregate inside co_await twice
// compilers: g++
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/llm/chat_client.hpp"

aval::awaitable<void> wrong(aval::llm::chat_client client) { co_await client.complete(aval::llm::chat_request{.model = "m"}); }
