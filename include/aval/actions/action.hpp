// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/core/error.hpp"
#include "aval/json/value.hpp"

/*  The words that the decorators and whoever decides about actions share. Plain data, no protocol: an AIM agent, an authority inside
 *  the process or a test fulfil the concepts of concepts.hpp with them.
 *
 *      describe          verify             intent         run        report
 *      action_request -> permit (or throw) -> on disk  -> function -> outcome
 *
 *  The three classes have constructors on purpose: a temporary of them may stand inside a co_await on every compiler. */

namespace aval {
inline namespace v0 {
namespace actions {

/** How much harm an action can do. Ordered: high and critical may need a human. */
enum class risk : unsigned char { low, medium, high, critical };

inline std::string_view to_string(risk level) noexcept {
  constexpr std::array<std::string_view, 4> names{"low", "medium", "high", "critical"};
  const auto at = static_cast<std::size_t>(level);
  return at < names.size() ? names[at] : std::string_view("unknown");
}
/** Exactly "low", "medium", "high" or "critical". */
inline std::optional<risk> parse_risk(std::string_view text) noexcept {
  for (const risk level : {risk::low, risk::medium, risk::high, risk::critical})
    if (text == to_string(level)) return level;
  return std::nullopt;
}

/** What happens when nobody can be asked. */
enum class fail_mode : unsigned char {
  closed,  ///< the function does not run (default everywhere)
  open,    ///< the function runs, with a warning and a record; never under require_approval
  cached   ///< low and medium risk may run on an unexpired permit for the same action and resource; otherwise closed
};

/** How much about a function's value goes into the report. */
enum class result_detail : unsigned char {
  nothing,  ///< only success or failure (default)
  hash,     ///< SHA-256 of the value's JSON text. A value with few possibilities can be guessed from its hash
  summary   ///< the first 500 characters of the value's JSON text
};

enum class errc {
  refused = 1,     ///< the one who decides said no
  permit_expired,  ///< the permission had run out before the function could start
  unverified,      ///< nobody was asked, and this action must not run without
  no_action_name,  ///< a decorator on a run-time function pointer or object needs .action
  bad_option,      ///< an option of a decorator can not be used; the message names it
  bad_arguments    ///< the arguments of a tool's call are not what its schema asks for
};

namespace detail {
class category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.actions"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::refused: return "the action was refused";
      case errc::permit_expired: return "the permission expired before the action started";
      case errc::unverified: return "the action must not run without a verification";
      case errc::no_action_name: return "the action has no name: set .action, or give the function as a template argument";
      case errc::bad_option: return "an option of the decorator can not be used";
      case errc::bad_arguments: return "the arguments do not fit the tool";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::refused:
      case errc::permit_expired:
      case errc::unverified: return make_error_condition(condition::refused);
      case errc::bad_arguments: return make_error_condition(condition::not_understood);
      default: return {value, *this};
    }
  }
};
}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

/** The question: may this call run? */
class action_request {
 public:
  action_request() = default;
  explicit action_request(std::string action_name, actions::risk level = actions::risk::low)
      : action(std::move(action_name)), risk(level) {}

  std::string action;                         ///< what the call does, "read_database"
  std::string resource;                       ///< on what; empty: not said
  actions::risk risk = actions::risk::low;
  bool requires_approval = false;             ///< a human has to decide
  std::string note;                           ///< for the human who decides; empty: none
  std::string function;                       ///< unqualified name of the wrapped function; empty: not known
  json::value parameters;                     ///< an object, already described and redacted; null: none
  std::optional<fail_mode> when_unreachable;  ///< empty: what the verifier does by default
};

/** The answer yes. A refusal is an exception, never a permit. */
class permit {
 public:
  permit() = default;
  explicit permit(std::string identifier) : id(std::move(identifier)) {}

  std::string id;                                                   ///< of the verification; empty when unverified
  std::string action;                                               ///< as asked; the decorator fills these three when empty
  std::string resource;
  actions::risk risk = actions::risk::low;
  std::string approved_by;                                          ///< "system", or the human's name
  std::string reason;
  std::optional<std::chrono::system_clock::time_point> expires_at;  ///< by this machine's clock; empty: does not expire
  std::optional<double> trust_score;
  bool unverified = false;                                          ///< nobody was asked: fail_mode::open
  bool cached = false;                                              ///< an earlier permit: fail_mode::cached
  std::uint64_t ticket = 0;                                         ///< for the verifier's own use between intent and report
};

/** What came of it. */
class outcome {
 public:
  outcome() = default;

  bool success = false;
  std::string error;                          ///< text of the exception, printable, at most 500 bytes; empty on success
  std::chrono::nanoseconds duration{};        ///< of the function alone
  std::optional<std::string> result_text;     ///< JSON text of the value, only when detail asks for it
  result_detail detail = result_detail::nothing;
};

}  // namespace actions

using actions::fail_mode;
using actions::risk;

}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::actions::errc> : std::true_type {};
