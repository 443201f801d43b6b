// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/aim/signing.hpp"
#include "aval/authority/detail/live_streams.hpp"
#include "aval/authority/detail/request.hpp"
#include "aval/authority/detail/trail_watch.hpp"
#include "aval/authority/detail/waiting.hpp"
#include "aval/authority/events.hpp"
#include "aval/authority/options.hpp"
#include "aval/authority/registry.hpp"
#include "aval/authority/session_token.hpp"
#include "aval/crypto/certificate.hpp"

/*  The authority behind its HTTP server: authentication, rate limits, answers. A handler is a free function of a routes_ header: it reads
 *  the request, changes the registry, writes the answer's body and leaves a ticket; answer() sends it when the ticket is durable.
 *
 *  Definitions: authenticate.hpp, start.hpp, routes_accounts.hpp (tokens). The routes: route_table.hpp, routes.hpp. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** What a route wants to be done around its handler. */
enum class route_guard : std::uint8_t {
  open,    ///< the handler authenticates by itself, or nobody is asked
  signed_, ///< an authenticated caller
  once     ///< the same, and a signed request is not run twice
};

template <class Lazy = void>
class basic_service : public std::enable_shared_from_this<basic_service<Lazy>> {
 public:
  basic_service(any_io_executor executor, authority::options o)
      : executor_(executor),
        options_(std::move(o)),
        registry_(options_.store ? options_.store : std::make_shared<memory_store>(), registry_options_of(options_)),
        by_principal_(options_.requests_per_minute),
        by_address_(options_.address_requests_per_minute),
        strict_(options_.strict_per_minute) {
    registry_.on_settled = [this](const uuid& id) { waiting_.tell(id); };
    events_ = std::make_shared<event_hub>(executor, registry_.shared_store(), options_.log);
    registry_.on_event = [hub = events_.get()](event&& e, std::uint64_t ticket) { hub->publish(std::move(e), ticket); };
    if (options_.on_event) told_ = events_->subscribe({}, options_.on_event);
    if (!options_.blocking_executor) options_.blocking_executor = executor;
  }

  using handler = void (*)(basic_service&, request&);
  using waiting_handler = awaitable<void> (*)(basic_service&, request&);
  using guard = route_guard;

  /** Runs a request from authentication to a durable answer. */
  template <class Handler>
  awaitable<void> answer(request& r, guard g, Handler h);
  /** The same without a coroutine, for a store in which everything is durable at once. */
  void answer_at_once(request& r, guard g, handler h);
  bool durable_at_once() const { return registry_.store().kind() == "memory"; }

  timestamp now() const { return timestamp(options_.clock.now()); }
  const authority::options& options() const noexcept { return options_; }
  authority::registry& registry() noexcept { return registry_; }
  event_hub& events() noexcept { return *events_; }
  waiting_room& waiting() noexcept { return waiting_; }
  live_streams& streams() noexcept { return streams_; }
  trail_watch& trail() noexcept { return trail_; }
  rate_limiter& by_principal() noexcept { return by_principal_; }  // limits: of a known caller, of an address without a credential,
  rate_limiter& by_address() noexcept { return by_address_; }
  rate_limiter& strict() noexcept { return strict_; }              // and of what can be guessed or flooded
  bool broken() const noexcept { return broken_; }                 // the store failed, and was not opened again yet
  const secret& token_secret() const noexcept { return token_secret_; }
  any_io_executor executor() const { return executor_; }

  // ---- start.hpp
  /** Reads the store; makes what the first start makes. */
  awaitable<void> open();
  awaitable<std::shared_ptr<crypto::certificate_with_key>> own_certificate();
  secret admin_token(std::optional<std::chrono::seconds> lifetime) const;
  awaitable<std::string> hash_password(std::shared_ptr<secret> password);

  uuid home() const noexcept { return home_; }
  std::chrono::seconds uptime() const { return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - started); }
  std::string url;                     // base URL of this server
  std::chrono::steady_clock::time_point started = std::chrono::steady_clock::now();

  // ---- authenticate.hpp
  void authenticate(request& r);
  void require_role(const request& r, role least, const char* otherwise) const;
  void limit(request& r, rate_limiter& by, std::string_view key);
  /** Takes the person of the request's claims as the registry knows them now; false when they, or their session, have no access any more. */
  bool know_person(request& r) const;
  std::int64_t signed_time(std::string_view text, timestamp now) const;
  /** The agent of the path, as far as the caller may know it; refuses otherwise. */
  agent_ptr visible_agent(const request& r, std::string_view text, bool agents_only_themselves = true) const;
  /** The same for those who speak for it only. */
  agent_ptr own_agent(const request& r, std::string_view text) const;
  bool may_approve(const request& r) const {
    return r.who.is == caller::kind::user && (r.who.role == role::admin || (options_.managers_may_approve && r.who.role == role::manager));
  }
  awaitable<void> all_durable();

  // ---- routes_accounts.hpp
  /** A signed access token for a person; one that comes from an SDK token has a member's rights at most. */
  std::string access_token(const user_record& user, timestamp at, std::optional<uuid> id = {}, bool sdk = false) const;
  std::string refresh_token(const user_record& user, const refresh_record& r) const;
  /** credentials.json of a downloaded SDK (AIM specification 2.10). */
  std::string sdk_credentials(const user_record& user, const refresh_record& r) const {
    std::string text;
    object_out o(text);
    o.text("aim_url", options_.public_url.empty() ? url : options_.public_url).text("refresh_token", refresh_token(user, r)).id("sdk_token_id", r.id);
    o.id("user_id", user.id).text("email", user.email).end();
    return text;
  }
  /** Takes as long as the password of a known person would. False. */
  bool check_nobodys_password(const secret& password);

 private:
  static authority::registry_options registry_options_of(const authority::options& o) {
    authority::registry_options r;
    r.decision = o.decision;
    r.policies = o.policies;
    r.approval_holds = o.approval_holds;
    r.pending_waits = o.pending_waits;
    r.replay_window = o.signature_window;
    r.rotation_grace = o.rotation_grace;
    r.most_pending_per_agent = o.most_pending_per_agent;
    r.random = o.random;
    return r;
  }

  void by_token(request& r, std::string_view token);
  void by_session(request& r, std::string_view token);
  void by_api_key(request& r, std::string_view text);
  void by_header_signature(request& r);
  void by_poll_signature(request& r);
  bool begin(request& r, guard g);
  void finish(request& r);
  refusal problem_of(request& r, const std::exception_ptr& e);
  void send(request& r);
  void send_refusal(request& r, const refusal& why);
  void send_rate(request& r);
  awaitable<bool> recover();

  any_io_executor executor_;
  authority::options options_;
  authority::registry registry_;
  std::shared_ptr<event_hub> events_;
  event_hub::subscription told_;  // options.on_event
  waiting_room waiting_;
  live_streams streams_;
  trail_watch trail_;
  rate_limiter by_principal_, by_address_, strict_;
  secret token_secret_;
  uuid home_ = {};
  std::mutex dummy_mutex_;
  std::string dummy_hash_;  // what an unknown person's password is compared with, so that both take as long
  std::atomic<bool> broken_ = false, recovering_ = false;
};
using service = basic_service<>;

template <class Lazy>
void basic_service<Lazy>::send_rate(request& r) {
  if (!r.rate || r.rate->limit == 0) return;
  auto& headers = r.x.response().headers;
  const auto add = [&](std::string_view name, unsigned value) {
    char text[12];
    headers.add(name, std::string_view(text, static_cast<std::size_t>(std::to_chars(text, text + sizeof text, value).ptr - text)));
  };
  add("X-RateLimit-Limit", r.rate->limit);
  add("X-RateLimit-Remaining", r.rate->remaining);
  add("X-RateLimit-Reset", r.rate->reset_seconds);
  if (!r.rate->allowed) add("Retry-After", r.rate->reset_seconds);
}

template <class Lazy>
void basic_service<Lazy>::send_refusal(request& r, const refusal& why) {
  // what fails before anybody is known counts against the address
  if (r.who.is == caller::kind::nobody && (why.status == 401 || why.status == 403 || why.status == 404) && !r.rate)
    r.rate = by_address_.charge(r.x.remote_address(), options_.clock.steady());
  r.x.response().headers.clear();
  r.x.response().status = why.status;
  r.x.response().headers.add("Content-Type", "application/json");
  send_rate(r);
  r.out().clear();
  object_out(r.out()).text("error", why.message).text("code", why.name).text("message", why.message).text("request_id", r.call.request_id()).end();
  r.call.finish();
}

/** After a failed commit the registry may be ahead of the store: it is read again before anything else is answered. */
template <class Lazy>
awaitable<bool> basic_service<Lazy>::recover() {
  if (recovering_.exchange(true)) co_return false;
  bool well = false;
  try {
    const timestamp at = now();
    auto contents = co_await registry_.store().open(at, at - 2 * options_.signature_window);
    registry_.load(std::move(contents), at);
    broken_ = false;
    well = true;
    options_.log.log(log_level::warning, "authority", "the store was opened again after a failure");
  } catch (const std::exception& e) {
    options_.log.log(log_level::error, "authority", std::string("the store can not be opened again: ") + e.what());
  }
  recovering_ = false;
  co_return well;
}

template <class Lazy>
bool basic_service<Lazy>::begin(request& r, guard g) {
  r.now = now();
  r.who.address = r.x.remote_address();
  if (const auto agent = r.header("User-Agent")) r.who.user_agent = printable(*agent, 200);
  if (g != guard::open) {
    authenticate(r);
    if (const auto token = r.header("X-SDK-Token"))  // for statistics
      if (const auto id = parse_uuid(*token)) registry_.count_sdk_use(*id, r.who, r.now);
  }
  if (g != guard::once || !r.signature || !r.who.agent) return true;
  if (const auto known = registry_.reserve(*r.who.agent, *r.signature, r.now)) {
    if (known->status == 0) throw refused(409, "duplicate_request", "Duplicate request");
    r.status = known->status;
    r.out() = known->body;
    r.ticket = registry_.last_ticket();
    return false;
  }
  r.reserved = true;
  return true;
}

template <class Lazy>
void basic_service<Lazy>::finish(request& r) {
  if (!r.reserved) return;
  registry_.remember(*r.who.agent, *r.signature, r.status, r.out(), r.now, r.ticket);
  r.reserved = false;
}

// What went wrong, as an answer. Errors of the store mark it as broken; everything else is the router's.
template <class Lazy>
refusal basic_service<Lazy>::problem_of(request& r, const std::exception_ptr& e) {
  const bool had = std::exchange(r.reserved, false);
  const auto give_back = [&] {
    if (had) registry_.forget(*r.who.agent, *r.signature);
  };
  try {
    std::rethrow_exception(e);
  } catch (const refused& why) {
    give_back();
    return why.why();
  } catch (const error& failed) {
    give_back();
    if (failed.code().category() != category() || failed.code().value() > static_cast<int>(errc::store_too_new)) throw;
    if (!broken_.exchange(true)) options_.log.log(log_level::error, "authority", failed.what());
    return {503, "storage_unavailable", "Storage unavailable", failed.code()};
  } catch (...) {
    give_back();
    throw;
  }
}

template <class Lazy>
void basic_service<Lazy>::send(request& r) {
  r.x.response().status = r.status;
  if (!r.out().empty()) r.x.response().headers.add("Content-Type", r.content_type);
  send_rate(r);
  r.call.finish();
}

template <class Lazy>
void basic_service<Lazy>::answer_at_once(request& r, guard g, handler h) {
  try {
    if (begin(r, g)) h(*this, r);
    finish(r);
    send(r);
  } catch (...) {
    const refusal why = problem_of(r, std::current_exception());
    send_refusal(r, why);
  }
}

template <class Lazy>
template <class Handler>
awaitable<void> basic_service<Lazy>::answer(request& r, guard g, Handler h) {
  const auto keep = this->shared_from_this();
  std::exception_ptr failed;
  try {
    if (broken_ && !co_await recover()) throw refused(503, "storage_unavailable", "Storage unavailable");
    if (begin(r, g)) {
      if constexpr (std::is_same_v<Handler, handler>) h(*this, r);
      else co_await h(*this, r);
    }
    finish(r);
    if (!registry_.store().is_durable(r.ticket)) co_await registry_.store().durable(r.ticket);
    if (!r.x.streaming()) send(r);
  } catch (...) {
    failed = std::current_exception();
  }
  if (failed && r.x.streaming()) std::rethrow_exception(failed);
  if (failed) {
    const refusal why = problem_of(r, failed);
    send_refusal(r, why);
  }
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
