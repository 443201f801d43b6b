// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "aval/version.hpp"

/*  The enumerations of the authority and their spelling on the wire (AIM specification 1.1, 2.4, 2.11). */

namespace aval {
inline namespace v0 {
namespace authority {

/** How much harm an action can do. */
enum class risk_level : std::uint8_t { low, medium, high, critical };
/** Life cycle of an agent: pending -> verified -> suspended <-> verified; revoked is final (specification 4.1). */
enum class agent_status : std::uint8_t { pending, verified, suspended, revoked };
/** What became of a verification. Only a pending one can still change. */
enum class verification_status : std::uint8_t { approved, denied, pending, expired };
/** A person's rights, each level with those below it. */
enum class role : std::uint8_t { viewer, member, manager, admin };
/** How loud an alert is. */
enum class severity : std::uint8_t { info, warning, high, critical };

namespace detail {
template <class E, std::size_t N>
constexpr std::optional<E> find_word(const std::array<std::string_view, N>& words, std::string_view text) noexcept {
  for (std::size_t i = 0; i < N; ++i)
    if (words[i] == text) return static_cast<E>(i);
  return std::nullopt;
}
inline constexpr std::array<std::string_view, 4> risk_words{"low", "medium", "high", "critical"};
inline constexpr std::array<std::string_view, 4> agent_status_words{"pending", "verified", "suspended", "revoked"};
inline constexpr std::array<std::string_view, 4> verification_status_words{"approved", "denied", "pending", "expired"};
inline constexpr std::array<std::string_view, 4> role_words{"viewer", "member", "manager", "admin"};
inline constexpr std::array<std::string_view, 4> severity_words{"info", "warning", "high", "critical"};
}  // namespace detail

constexpr std::string_view to_text(risk_level v) noexcept { return detail::risk_words[static_cast<std::size_t>(v)]; }
constexpr std::string_view to_text(agent_status v) noexcept { return detail::agent_status_words[static_cast<std::size_t>(v)]; }
constexpr std::string_view to_text(verification_status v) noexcept { return detail::verification_status_words[static_cast<std::size_t>(v)]; }
constexpr std::string_view to_text(role v) noexcept { return detail::role_words[static_cast<std::size_t>(v)]; }
constexpr std::string_view to_text(severity v) noexcept { return detail::severity_words[static_cast<std::size_t>(v)]; }

/** Risk from its spelling; the severities of the reference software, info and warning, mean low and medium (specification 4.4). */
constexpr std::optional<risk_level> parse_risk(std::string_view text) noexcept {
  if (text == "info") return risk_level::low;
  if (text == "warning") return risk_level::medium;
  return detail::find_word<risk_level>(detail::risk_words, text);
}
constexpr std::optional<agent_status> parse_agent_status(std::string_view text) noexcept {
  return detail::find_word<agent_status>(detail::agent_status_words, text);
}
constexpr std::optional<verification_status> parse_verification_status(std::string_view text) noexcept {
  return detail::find_word<verification_status>(detail::verification_status_words, text);
}
constexpr std::optional<role> parse_role(std::string_view text) noexcept { return detail::find_word<role>(detail::role_words, text); }
constexpr std::optional<severity> parse_severity(std::string_view text) noexcept {
  return detail::find_word<severity>(detail::severity_words, text);
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
