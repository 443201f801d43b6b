// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// A stranger's program: two translation units that include every header, so that a definition which is not inline does not link.
#include "everything.hpp"
#include "libraries.hpp"

#include <cstring>

std::error_code from_the_other_file();
const void* category_in_the_other_file();

int main() {
  const bool same_category = category_in_the_other_file() == &aval::core_category();
  const bool same_error = from_the_other_file() == aval::make_error_code(aval::errc::timed_out);
  return same_category && same_error && libraries_are_linked() && std::strlen(AVAL_VERSION_STRING) >= 5 ? 0 : 1;
}
