// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <string>
#include <system_error>

#include "aval/core/asio.hpp"
#include "aval/core/error.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {
namespace detail {

/** @par Cancellation  aval::errc::cancelled, in the words of `what`. */
template <class Lazy>
awaitable<void> wait_for(std::chrono::milliseconds pause, std::string what) {
  constexpr typename lazy_token<Lazy>::type token{};
  asio::steady_timer timer(co_await this_coro::executor, pause);
  std::error_code ec;
  co_await timer.async_wait(asio::redirect_error(token, ec));
  if (ec) throw error(aval::errc::cancelled, what);
}

}  // namespace detail
}  // namespace credentials
}  // namespace v0
}  // namespace aval
