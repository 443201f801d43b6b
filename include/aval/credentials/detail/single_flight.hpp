// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/core/detail/single_flight.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {
namespace detail {
using aval::detail::single_flight;
}  // namespace detail
}  // namespace credentials
}  // namespace v0
}  // namespace aval
