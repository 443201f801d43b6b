// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>

#include "aval/authority/detail/service.hpp"

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** What the authority does by itself while it runs: one coarse timer, and webhooks. Made at the start, stopped at the end. The bodies are
 *  in impl/background.hpp. */
template <class Lazy = void>
class basic_background {
 public:
  static std::shared_ptr<basic_background> start(std::shared_ptr<basic_service<Lazy>> service);
  virtual ~basic_background() = default;
  virtual void stop() = 0;
};

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/authority/impl/background.hpp"
#endif
