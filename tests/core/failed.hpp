// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <system_error>

/** The code of a failure; none for a value. */
template <class R>
std::error_code failed(const R& r) {
  return r ? std::error_code() : r.error().code;
}
