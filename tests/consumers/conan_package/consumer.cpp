// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <aval/core/error.hpp>

#include <cstdio>

int main() {
  std::printf("aval %s: %s\n", AVAL_VERSION_STRING, make_error_code(aval::errc::timed_out).message().c_str());
  return 0;
}
