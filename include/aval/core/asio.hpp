// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The one place that knows Asio's versions. From 1.22.1 (Debian 12) to 1.38 and later: every other header of the library
 *  includes this one and uses the names it brings into namespace aval; none of them names asio::experimental.
 *
 *  Asio 1.22 does not recognise C++20 coroutines under clang until ASIO_HAS_CO_AWAIT and ASIO_HAS_STD_COROUTINE are defined. The
 *  CMake target defines them where they are needed; a program that includes Asio before aval without them gets the #error below. */

#if defined(__clang__) && !defined(ASIO_VERSION)
#  if !defined(ASIO_HAS_CO_AWAIT)
#    define ASIO_HAS_CO_AWAIT 1
#  endif
#  if !defined(ASIO_HAS_STD_COROUTINE)
#    define ASIO_HAS_STD_COROUTINE 1
#  endif
#endif

#include <asio/version.hpp>
#if ASIO_VERSION < 102200
#  error "aval needs standalone Asio 1.22 or newer. Debian 12: apt-get install libasio-dev. CMake: -DAVAL_ASIO_ROOT=PATH."
#endif

#include <asio/any_io_executor.hpp>
#include <asio/associated_cancellation_slot.hpp>
#include <asio/associated_executor.hpp>
#include <asio/async_result.hpp>
#include <asio/awaitable.hpp>
#include <asio/basic_waitable_timer.hpp>
#include <asio/bind_cancellation_slot.hpp>
#include <asio/bind_executor.hpp>
#include <asio/buffer.hpp>
#include <asio/cancellation_signal.hpp>
#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/dispatch.hpp>
#include <asio/error.hpp>
#include <asio/post.hpp>
#include <asio/redirect_error.hpp>
#include <asio/steady_timer.hpp>
#include <asio/strand.hpp>
#include <asio/this_coro.hpp>
#include <asio/use_awaitable.hpp>
#if ASIO_VERSION >= 102400
#  include <asio/as_tuple.hpp>
#  include <asio/deferred.hpp>
#else
#  include <asio/experimental/as_tuple.hpp>
#  include <asio/experimental/deferred.hpp>
#endif

#if !defined(ASIO_HAS_CO_AWAIT)
#  error "Asio was included before aval without coroutine support. Define ASIO_HAS_CO_AWAIT and ASIO_HAS_STD_COROUTINE for the whole program (the CMake target aval::aval does), or include an aval header first."
#endif

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {

using asio::any_io_executor;

/** What every operation of the library returns. Lazy: nothing starts before it is awaited or spawned. */
template <class T = void>
using awaitable = asio::awaitable<T, any_io_executor>;

using asio::use_awaitable;
using asio::use_awaitable_t;
#if ASIO_VERSION >= 102400
using asio::as_tuple;
using asio::deferred;
#else
using asio::experimental::as_tuple;
using asio::experimental::deferred;
#endif

/** use_awaitable for the coroutines of templates over `class Lazy`. Its type depends on Lazy: with the plain token g++ would instantiate
 *  each operation of such a body in every translation unit, because their return types are deduced. A class template hides the plain
 *  one:    static constexpr typename lazy_token<Lazy>::type use_awaitable{}; */
template <class Lazy>
struct lazy_token {
  using type = use_awaitable_t<any_io_executor>;
};

namespace this_coro = asio::this_coro;

/** co_await op(..., as_result) gives std::tuple<error_code, values...> in place of an exception. */
inline constexpr auto as_result = as_tuple(asio::use_awaitable_t<any_io_executor>{});

}  // namespace v0
}  // namespace aval
