// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "everything.hpp"

std::error_code from_the_other_file();
const void* category_in_the_other_file();

std::error_code from_the_other_file() { return aval::make_error_code(aval::errc::timed_out); }
const void* category_in_the_other_file() { return &aval::core_category(); }
