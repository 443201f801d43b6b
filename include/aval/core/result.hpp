// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <system_error>
#include <type_traits>
#include <utility>
#include <variant>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {

/** Why a synchronous function did not succeed: a code to compare with, and a sentence that says what, where and what to do. */
struct failure {
  std::error_code code = {};
  std::string message = {};
};

namespace detail {
template <class E>
std::string failure_text(const E& e) {
  if constexpr (requires { e.message(); }) return e.message();
  else return e.message;
}
}  // namespace detail

/** The value of a synchronous function, or the reason why there is none. One type in every build (never an alias of std::expected).
 *
 *  value() of a result without a value throws std::system_error with the failure's code and message. */
template <class T, class E = failure>
class [[nodiscard]] result {
 public:
  using value_type = T;
  using error_type = E;

  template <class U = T>
    requires(std::is_constructible_v<T, U &&> && !std::is_same_v<std::remove_cvref_t<U>, result> &&
             !std::is_same_v<std::remove_cvref_t<U>, E>)
  result(U&& value) : state_(std::in_place_index<0>, std::forward<U>(value)) {}  // NOLINT: implicit on purpose
  result(E error) : state_(std::in_place_index<1>, std::move(error)) {}          // NOLINT: implicit on purpose

  /** A default-made value, without moving one in. */
  explicit result(std::in_place_t) : state_(std::in_place_index<0>) {}
  /** The value gives way to the reason why there is none. */
  void fail(E error) { state_.template emplace<1>(std::move(error)); }

  explicit operator bool() const noexcept { return state_.index() == 0; }
  bool has_value() const noexcept { return state_.index() == 0; }

  T& operator*() & noexcept { return *std::get_if<0>(&state_); }
  const T& operator*() const& noexcept { return *std::get_if<0>(&state_); }
  T&& operator*() && noexcept { return std::move(*std::get_if<0>(&state_)); }
  T* operator->() noexcept { return std::get_if<0>(&state_); }
  const T* operator->() const noexcept { return std::get_if<0>(&state_); }

  /** Precondition: there is no value. */
  const E& error() const noexcept { return *std::get_if<1>(&state_); }

  T& value() & { return check(), **this; }
  const T& value() const& { return check(), **this; }
  T&& value() && { return check(), std::move(**this); }

  template <class U>
  T value_or(U&& other) const& {
    return has_value() ? **this : static_cast<T>(std::forward<U>(other));
  }

 private:
  void check() const {
    if (!has_value()) throw std::system_error(error().code, detail::failure_text(error()));
  }
  std::variant<T, E> state_;
};

/** The same for a function that only succeeds or fails. */
template <class E>
class [[nodiscard]] result<void, E> {
 public:
  using value_type = void;
  using error_type = E;

  result() = default;
  result(E error) : error_(std::move(error)), ok_(false) {}  // NOLINT: implicit on purpose

  explicit operator bool() const noexcept { return ok_; }
  bool has_value() const noexcept { return ok_; }
  const E& error() const noexcept { return error_; }
  void value() const {
    if (!ok_) throw std::system_error(error_.code, detail::failure_text(error_));
  }

 private:
  E error_ = {};
  bool ok_ = true;
};

}  // namespace v0
}  // namespace aval
