// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

namespace acp_test {

/** The task that the tests give to agents. */
struct sum_request {
  int a = 0, b = 0;
};
struct sum_answer {
  int total = 0;
};

}  // namespace acp_test
