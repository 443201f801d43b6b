// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/authority/events.hpp"
#include "aval/authority/options.hpp"
#include "aval/authority/registry.hpp"
#include "aval/crypto/hmac.hpp"
#include "aval/crypto/random.hpp"
#include "aval/net/url.hpp"

/*  Webhooks: where an organization wants to be told what happens (AIM specification 2.11). An event is a POST of JSON with the headers
 *  X-Webhook-Event and X-Webhook-Signature, the HMAC-SHA-256 of the body in hexadecimal. Who receives one checks
 *  equal_constant_time(webhook_signature(secret, body), header). Sending: detail/webhook_sender.hpp. */

namespace aval {
inline namespace v0 {
namespace authority {

inline constexpr std::size_t most_webhooks = 50;  ///< of one organization

/** Lower-case hexadecimal HMAC-SHA-256 of the body. */
inline std::string webhook_signature(std::string_view secret, std::string_view body) {
  constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (const std::byte b : crypto::hmac_sha256(secret, body)) {
    out += digits[std::to_integer<unsigned>(b) >> 4];
    out += digits[std::to_integer<unsigned>(b) & 15];
  }
  return out;
}

/** How long to wait behind the attempt of this number, from 1: 1 s, 5 s, 25 s ... */
inline std::chrono::milliseconds webhook_delay(const webhook_options& o, unsigned attempt) noexcept {
  auto delay = o.first_delay;
  for (unsigned i = 1; i < attempt && delay < o.longest_delay; ++i) delay *= 5;
  return std::min(delay, o.longest_delay);
}

inline bool is_webhook_event(std::string_view name) noexcept {
  return name == "*" || name == "compliance.violation" || std::find(detail::event_words.begin(), detail::event_words.end(), name) != detail::event_words.end();
}
inline bool wants(const webhook_record& w, std::string_view event) noexcept {
  return w.is_active && std::any_of(w.events.begin(), w.events.end(), [&](const std::string& e) { return e == event || e == "*"; });
}

namespace detail {
inline refusal missing_webhook() { return {404, "not_found", "Webhook not found", make_error_code(errc::not_found)}; }
inline std::optional<refusal> check_webhook(const webhook_record& w) {
  if (w.name.empty() || w.name.size() > 200) return bad("name must have 1 to 200 characters");
  const auto url = net::parse_url(w.url);
  if (!is_web_address(w.url) || w.url.empty() || !url || url->host().empty()) return bad("url must be an http or https address of at most 2048 characters");
  const auto from = w.url.find("://") + 3;
  if (w.url.substr(from, w.url.find_first_of("/?#", from) - from).find('@') != std::string::npos) return bad("url must not carry a password");
  if (w.events.empty() || w.events.size() > 50) return bad("events must name 1 to 50 events");
  for (const std::string& e : w.events)
    if (!is_webhook_event(e)) return bad("events: there is none named " + e.substr(0, 100));
  return std::nullopt;
}
inline void audit_webhook(registry::transaction& t, std::string_view what, const webhook_record& w, const caller& who) {
  t.audit(what, "webhook", w.id, {}, w.organization, who, "success", metadata({{"name", w.name}, {"url", w.url}}));
}
inline std::string new_webhook_secret() { return "whsec_" + crypto::random_token(32); }
}  // namespace detail

/** `secret` of the record is made here; it is shown to who asks this once. */
inline answer<webhook_record> create_webhook(registry::transaction& t, webhook_record wanted, const caller& who) {
  if (auto wrong = detail::check_webhook(wanted)) return *std::move(wrong);
  std::size_t n = 0;
  t.each<webhook_record>(who.organization, [&](const auto&) { ++n; });
  if (n >= most_webhooks) return refusal{409, "conflict", "Organization has " + std::to_string(most_webhooks) + " webhooks already", make_error_code(errc::conflict)};
  wanted.id = t.new_id();
  wanted.organization = who.organization;
  wanted.secret = detail::new_webhook_secret();
  wanted.created_by = who.name;
  wanted.created_at = wanted.updated_at = t.now();
  detail::audit_webhook(t, "create_webhook", wanted, who);
  return *t.put(std::move(wanted));
}
/** `edit(webhook_record&)` changes a copy. One that was disabled and is switched on again begins anew. */
template <class F>
answer<webhook_record> change_webhook(registry::transaction& t, uuid id, const caller& who, bool new_secret, F edit) {
  const auto known = t.find<webhook_record>(who.organization, id);
  if (!known) return detail::missing_webhook();
  webhook_record next = *known;
  edit(next);
  if (auto wrong = detail::check_webhook(next)) return *std::move(wrong);
  if (new_secret) next.secret = detail::new_webhook_secret();
  if (next.is_active && !known->is_active) {
    next.failures = 0;
    next.disabled_at.reset();
  }
  next.updated_at = t.now();
  detail::audit_webhook(t, "update_webhook", next, who);
  return *t.put(std::move(next));
}
inline answer<bool> remove_webhook(registry::transaction& t, uuid id, const caller& who) {
  const auto known = t.find<webhook_record>(who.organization, id);
  if (!known) return detail::missing_webhook();
  detail::audit_webhook(t, "delete_webhook", *known, who);
  t.remove<webhook_record>(who.organization, id);
  return true;
}

/** How a delivery ended: an HTTP status, or what hindered it. */
struct webhook_outcome {
  int status = 0;
  std::string problem = {};
  bool delivered() const noexcept { return status >= 200 && status < 300; }
};
/** Notes the end of a delivery. After too many failures in a row, or a 410 (Gone), the webhook is disabled and an alert raised. */
inline void note_delivery(registry::transaction& t, uuid organization, uuid id, const webhook_outcome& how, unsigned most_failures) {
  const auto known = t.find<webhook_record>(organization, id);
  if (!known || !known->is_active) return;
  webhook_record next = *known;
  next.last_triggered_at = t.now();
  next.last_status = how.status;
  next.last_error = how.delivered() ? std::string() : how.problem.substr(0, 200);
  if (how.delivered()) {
    ++next.deliveries;
    next.failures = 0;
  } else if (++next.failures >= static_cast<std::int64_t>(most_failures) || how.status == 410) {
    next.is_active = false;
    next.disabled_at = t.now();
    t.raise(organization, {}, "webhook_disabled", severity::warning, "Webhook '" + next.name + "' was disabled",
            how.status == 410 ? "Its address says that it is gone" : std::to_string(next.failures) + " deliveries in a row failed, the last one with: " + next.last_error,
            false);
  }
  t.put(std::move(next));
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
