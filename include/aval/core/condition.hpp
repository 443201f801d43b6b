// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <system_error>

#include "aval/version.hpp"

/*  The conditions across rooms, apart from error.hpp so that rooms without I/O (json, usable alone) do not parse Asio. The codes of
 *  Asio are known here by the name of their category and their number; error.hpp asserts that the numbers are Asio's. */

namespace aval {
inline namespace v0 {

/** What can be done about an error, across all rooms. Compare any error_code of the library, of Asio or of the system with these:
 *  `if (e.code() == aval::condition::unreachable) ...` */
enum class condition {
  unreachable = 1,  ///< nobody answered: name not found, connection refused or lost. Trying again later may help
  timed_out,        ///< a deadline of ours passed
  cancelled,        ///< the caller cancelled
  not_trusted,      ///< the peer could not prove who it is: certificate, host name, signature
  refused,          ///< the peer understood and said no: not authenticated, not permitted, denied, rate limited
  not_understood    ///< the peer's bytes made no sense, or a limit on them was exceeded
};

namespace detail {

// numbers of Asio's own categories (see the assertions in error.hpp)
inline constexpr int asio_host_not_found = 1, asio_host_not_found_try_again = 2, asio_no_recovery = 3, asio_no_data = 4;
inline constexpr int asio_service_not_found = -8, asio_eof = 2;

class condition_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval"; }
  std::string message(int value) const override {
    switch (static_cast<condition>(value)) {
      case condition::unreachable: return "peer unreachable";
      case condition::timed_out: return "timed out";
      case condition::cancelled: return "cancelled";
      case condition::not_trusted: return "peer not trusted";
      case condition::refused: return "refused by the peer";
      case condition::not_understood: return "answer not understood";
    }
    return "unknown condition";
  }
  // codes of Asio and of the system, which know nothing of our conditions
  bool equivalent(const std::error_code& code, int value) const noexcept override {
    const std::string_view category = code.category().name();
    const int n = code.value();
    const bool of_asio = category == "asio.system";  // errno values in a category that maps none of them
    const auto is = [&](std::errc e) { return of_asio ? n == static_cast<int>(e) : code == std::make_error_condition(e); };
    switch (static_cast<condition>(value)) {
      case condition::unreachable:
        if (category == "asio.netdb")
          return n == asio_host_not_found || n == asio_host_not_found_try_again || n == asio_no_data || n == asio_no_recovery;
        if (category == "asio.addrinfo") return n == asio_service_not_found;
        if (category == "asio.misc") return n == asio_eof;
        return is(std::errc::connection_refused) || is(std::errc::connection_reset) || is(std::errc::connection_aborted) ||
               is(std::errc::network_unreachable) || is(std::errc::host_unreachable) || is(std::errc::network_down) ||
               is(std::errc::broken_pipe) || is(std::errc::not_connected);
      case condition::timed_out: return is(std::errc::timed_out);
      case condition::cancelled: return is(std::errc::operation_canceled);
      default: return false;
    }
  }
};

}  // namespace detail

inline const std::error_category& condition_category() noexcept {
  static const detail::condition_category instance;
  return instance;
}
inline std::error_condition make_error_condition(condition c) noexcept { return {static_cast<int>(c), condition_category()}; }

}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_condition_enum<aval::condition> : std::true_type {};
