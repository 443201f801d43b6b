// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/condition.hpp"
#include "aval/core/printable.hpp"  // IWYU pragma: export

namespace aval {
inline namespace v0 {

/** Errors of the library that belong to no room of their own. */
enum class errc {
  timed_out = 1,     ///< the operation's deadline passed
  cancelled,         ///< the operation was cancelled
  limit_exceeded,    ///< a size, count or depth limit was exceeded
  invalid_argument,  ///< an argument or option cannot be used; the message names it
  invalid_state,     ///< the object is closed, moved from, or not ready
  no_random          ///< the system's random source failed
};

namespace detail {

static_assert(asio::error::host_not_found == asio_host_not_found && asio::error::host_not_found_try_again == asio_host_not_found_try_again &&
              asio::error::no_recovery == asio_no_recovery && asio::error::no_data == asio_no_data &&
              asio::error::service_not_found == asio_service_not_found && asio::error::eof == asio_eof);

class core_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.core"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::timed_out: return "timed out";
      case errc::cancelled: return "cancelled";
      case errc::limit_exceeded: return "limit exceeded";
      case errc::invalid_argument: return "invalid argument";
      case errc::invalid_state: return "not in a state that allows this";
      case errc::no_random: return "no random bytes from the system";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override;
};

}  // namespace detail

inline const std::error_category& core_category() noexcept {
  static const detail::core_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), core_category()}; }

inline std::error_condition detail::core_category::default_error_condition(int value) const noexcept {
  switch (static_cast<errc>(value)) {
    case errc::timed_out: return make_error_condition(condition::timed_out);
    case errc::cancelled: return make_error_condition(condition::cancelled);
    case errc::limit_exceeded: return make_error_condition(condition::not_understood);
    default: return {value, *this};
  }
}

/** What coroutines of the library throw: an error_code, the context in which it happened, and, kept apart because a stranger wrote
 *  it, what the peer said. what() is "context: message of the code", with the peer's words behind when there are any. */
class error : public std::system_error {
 public:
  explicit error(std::error_code code, std::string context = {}, std::string peer_text = {})
      : std::system_error(code), context_(std::move(context)), peer_text_(std::move(peer_text)) {
    what_ = context_.empty() ? code.message() : context_ + ": " + code.message();
    if (!peer_text_.empty()) what_ += " (peer: " + peer_text_ + ")";
  }
  const char* what() const noexcept override { return what_.c_str(); }
  /** Our own words: which call, which address, which member. */
  const std::string& context() const noexcept { return context_; }
  /** The peer's words, already cut and stripped of control characters. Never trust them. */
  const std::string& peer_text() const noexcept { return peer_text_; }

 private:
  std::string context_, peer_text_, what_;
};

/** The error_code inside an exception, for those who asked for (exception_ptr, value): empty pointer gives no error, an exception
 *  without a code gives invalid_state, bad_alloc gives not_enough_memory. */
inline std::error_code code_of(const std::exception_ptr& e) noexcept {
  if (!e) return {};
  try {
    std::rethrow_exception(e);
  } catch (const std::system_error& s) {
    return s.code();
  } catch (const std::bad_alloc&) {
    return std::make_error_code(std::errc::not_enough_memory);
  } catch (...) {
    return make_error_code(errc::invalid_state);
  }
}

}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::errc> : std::true_type {};
