// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "aval/core/error.hpp"

namespace aval {
inline namespace v0 {
namespace llm {

/** What can go wrong between a program and a model. Compare with aval::condition to know what can be done about it. */
enum class errc {
  bad_options = 1,         ///< an option can not be used; the message names it
  not_authenticated,       ///< 401: no key, or not a good one
  not_permitted,           ///< 403
  no_such_model,           ///< 404: the server knows neither the model nor the address
  rate_limited,            ///< 429: too many requests, or the quota is used up
  request_refused,         ///< 400, 422 and other answers that say that the request is wrong
  server_failed,           ///< 5xx, or an error in the middle of a streamed answer
  answer_not_understood,   ///< the answer is not a chat completion
  answer_too_large,        ///< the answer exceeds the limit
  answer_cut,              ///< the stream ended before the answer did
  too_many_rounds,         ///< the model still wants tools after the last round that the limit allows
  too_many_calls,          ///< the model wants more tool calls than the limit allows
  conversation_too_large,  ///< the messages together exceed the limit
  script_ended             ///< a scripted model was asked once more than it has answers
};

namespace detail {
class llm_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.llm"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::bad_options: return "options can not be used";
      case errc::not_authenticated: return "the model server does not accept the key";
      case errc::not_permitted: return "the model server does not permit this";
      case errc::no_such_model: return "the model server knows no such model";
      case errc::rate_limited: return "the model server's rate limit or quota is reached";
      case errc::request_refused: return "the model server refuses the request";
      case errc::server_failed: return "the model server failed";
      case errc::answer_not_understood: return "the model server's answer is not a chat completion";
      case errc::answer_too_large: return "the model's answer is too large";
      case errc::answer_cut: return "the model's answer ended in the middle";
      case errc::too_many_rounds: return "the model asked for tools too many times";
      case errc::too_many_calls: return "the model asked for too many tool calls";
      case errc::conversation_too_large: return "the conversation is too large";
      case errc::script_ended: return "the scripted model has no further answer";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::not_authenticated:
      case errc::not_permitted:
      case errc::no_such_model:
      case errc::rate_limited:
      case errc::request_refused: return make_error_condition(condition::refused);
      case errc::server_failed:
      case errc::answer_cut: return make_error_condition(condition::unreachable);
      case errc::answer_not_understood:
      case errc::answer_too_large: return make_error_condition(condition::not_understood);
      default: return {value, *this};
    }
  }
};
}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::llm_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

/** An error that the server told us of, in its words: peer_text() is its message, printable, with our key blotted out. */
class chat_error : public error {
 public:
  chat_error(errc why, std::string context, std::string words, int status, std::string type, std::string server_code,
             std::optional<std::chrono::milliseconds> retry_after)
      : error(make_error_code(why), std::move(context), std::move(words)), status_(status), type_(std::move(type)), server_code_(std::move(server_code)), retry_after_(retry_after) {}

  /** Of the HTTP answer; 200 when the error came in the middle of a stream. */
  int status() const noexcept { return status_; }
  /** "invalid_request_error"; empty when the server gave none. Printable. */
  const std::string& type() const noexcept { return type_; }
  /** "insufficient_quota"; empty when the server gave none. Printable. */
  const std::string& server_code() const noexcept { return server_code_; }
  /** How long the server wants to be left alone. */
  std::optional<std::chrono::milliseconds> retry_after() const noexcept { return retry_after_; }

 private:
  int status_;
  std::string type_, server_code_;
  std::optional<std::chrono::milliseconds> retry_after_;
};

}  // namespace llm
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::llm::errc> : std::true_type {};
