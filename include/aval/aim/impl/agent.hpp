// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "aval/actions/describe.hpp"
#include "aval/aim/agent.hpp"
#include "aval/aim/impl/audit_pager.hpp"
#include "aval/aim/impl/client.hpp"
#include "aval/core/blocking_executor.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

template <class Lazy>
basic_agent<Lazy>::basic_agent(std::shared_ptr<detail::agent_state> s)
    : state_(std::move(s)) {}

template <class Lazy>
std::string basic_agent<Lazy>::id() const { return state_->calls.who()->agent_id; }

template <class Lazy>
const std::string& basic_agent<Lazy>::name() const noexcept { return state_->name; }

template <class Lazy>
std::string basic_agent<Lazy>::public_key() const { return state_->calls.who()->public_key; }

template <class Lazy>
bool basic_agent<Lazy>::is_verified() const { return status() == "verified"; }

template <class Lazy>
std::string basic_agent<Lazy>::status() const {
  const std::lock_guard lock(state_->mutex);
  return state_->status;
}

template <class Lazy>
const std::string& basic_agent<Lazy>::created_at() const noexcept { return state_->created_at; }

template <class Lazy>
double basic_agent<Lazy>::trust_score() const {
  const std::lock_guard lock(state_->mutex);
  return state_->trust.value_or(0.0);
}

template <class Lazy>
const client& basic_agent<Lazy>::calls() const noexcept { return state_->calls; }

template <class Lazy>
any_io_executor basic_agent<Lazy>::get_executor() const noexcept { return state_->executor; }

template <class Lazy>
any_io_executor basic_agent<Lazy>::blocking_executor() const noexcept { return state_->blocking ? state_->blocking : state_->executor; }

template <class Lazy>
const environment& basic_agent<Lazy>::variables() const noexcept { return state_->variables; }

template <class Lazy>
awaitable<crypto::keypair> basic_agent<Lazy>::mcp_server_key(std::string name, std::string url) const {
  return run_mcp_key(state_, std::move(name), std::move(url));
}

template <class Lazy>
awaitable<bool> basic_agent<Lazy>::verify_action(std::string action_name, json::value parameters, aval::risk level) const {
  verify_options options;
  options.risk = level;
  return run_verify_action(state_, std::move(action_name), std::move(parameters), std::move(options));
}

template <class Lazy>
awaitable<bool> basic_agent<Lazy>::verify_action(std::string action_name, json::value parameters, awaited<verify_options> options) const {
  return run_verify_action(state_, std::move(action_name), std::move(parameters), taken(std::move(options)));
}

template <class Lazy>
awaitable<verification> basic_agent<Lazy>::verify(std::string action_name, json::value parameters) const {
  return run_verify(state_, std::move(action_name), std::move(parameters), verify_options());
}

template <class Lazy>
awaitable<verification> basic_agent<Lazy>::verify(std::string action_name, json::value parameters, awaited<verify_options> options) const {
  return run_verify(state_, std::move(action_name), std::move(parameters), taken(std::move(options)));
}

template <class Lazy>
awaitable<bool> basic_agent<Lazy>::log_action(std::string action_name) const { return run_log(state_, std::move(action_name), action_log()); }

template <class Lazy>
awaitable<bool> basic_agent<Lazy>::log_action(std::string action_name, awaited<action_log> what) const {
  return run_log(state_, std::move(action_name), taken(std::move(what)));
}

template <class Lazy>
awaitable<double> basic_agent<Lazy>::get_trust_score() const { return run_trust(state_); }

template <class Lazy>
awaitable<trust_breakdown> basic_agent<Lazy>::get_trust_breakdown() const { return run_breakdown(state_); }

template <class Lazy>
audit_pager basic_agent<Lazy>::get_audit_logs() const { return audit_pager(state_->calls, audit_filter()); }

template <class Lazy>
audit_pager basic_agent<Lazy>::get_audit_logs(audit_filter filter) const { return audit_pager(state_->calls, std::move(filter)); }

template <class Lazy>
awaitable<void> basic_agent<Lazy>::refresh() const { return run_refresh(state_); }

template <class Lazy>
awaitable<void> basic_agent<Lazy>::rotate_key() const { return run_rotate(state_); }

template <class Lazy>
awaitable<std::size_t> basic_agent<Lazy>::flush_reports(deadline limit) const { return run_flush(state_, limit); }

template <class Lazy>
std::size_t basic_agent<Lazy>::undelivered_reports() const { return state_->spool ? state_->spool->records() : 0; }

template <class Lazy>
awaitable<actions::permit> basic_agent<Lazy>::verify(actions::action_request request, deadline limit) const {
  return run_guard(state_, std::move(request), limit);
}

template <class Lazy>
awaitable<void> basic_agent<Lazy>::intent(actions::permit& allowed) const { return run_intent(state_, &allowed); }

template <class Lazy>
awaitable<void> basic_agent<Lazy>::report(actions::permit allowed, actions::outcome result, deadline limit) const {
  return run_report(state_, std::move(allowed), std::move(result), limit);
}

template <class Lazy>
std::chrono::system_clock::time_point basic_agent<Lazy>::now() const { return state_->calls.settings().clock.now(); }

template <class Lazy>
void basic_agent<Lazy>::say(const detail::agent_state& s, log_level level, const std::string& text) { s.calls.settings().log.log(level, "aim", text); }

template <class Lazy>
std::string basic_agent<Lazy>::rfc3339_now(const detail::agent_state& s) {
  return format_rfc3339(std::chrono::time_point_cast<std::chrono::nanoseconds>(s.calls.settings().clock.now() + s.calls.clock_offset()), 6);
}

template <class Lazy>
std::string basic_agent<Lazy>::cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  text.resize(most);
  return text;
}

template <class Lazy>
std::exception_ptr basic_agent<Lazy>::not_permitted(const decision& d) {
  const errc code = d.status == decision_status::expired ? errc::expired : errc::denied;
  return std::make_exception_ptr(verification_error(code, "verification " + d.verification_id, d.word, d.reason, d.verification_id));
}

template <class Lazy>
json::value basic_agent<Lazy>::context_of(aval::risk level, json::value parameters, bool requires_approval) {
  json::value c = json::object({{"risk_level", actions::to_string(level)}});
  if (!parameters.is_null() && !(parameters.is_object() && parameters.empty())) c["parameters"] = std::move(parameters);
  if (requires_approval) c["requires_approval"] = true;
  return c;
}

template <class Lazy>
awaitable<verification> basic_agent<Lazy>::run_verify(state_ptr s, std::string action, json::value parameters, verify_options options) {
  question q(action);
  if (!options.resource.empty()) q.resource = std::move(options.resource);
  actions::detail::hide_by_name(parameters);
  q.context = context_of(options.risk, std::move(parameters), options.requires_approval);
  verification_settings settings;
  settings.wait = options.wait;
  settings.patience = options.timeout;
  decision d = co_await s->calls.verify(std::move(q), settings);
  if (d.approved()) {
    const std::lock_guard lock(s->mutex);
    if (s->unreported.size() >= most_remembered) s->unreported.pop_front();
    s->unreported.push_back({std::move(action), d.verification_id, s->calls.settings().clock.steady()});
  }
  verification v;
  v.verified = d.approved();
  v.status = d.status == decision_status::approved ? "approved" : std::move(d.word);
  v.verification_id = std::move(d.verification_id);
  v.approved_by = std::move(d.approved_by);
  if (d.expires_at) v.expires_at = std::chrono::time_point_cast<std::chrono::system_clock::duration>(*d.expires_at);
  v.reason = std::move(d.reason);
  v.trust_score = d.trust_score;
  co_return v;
}

template <class Lazy>
awaitable<bool> basic_agent<Lazy>::run_verify_action(state_ptr s, std::string action, json::value parameters, verify_options options) {
  verification v = co_await run_verify(s, std::move(action), std::move(parameters), std::move(options));
  if (!v.verified && s->settings.raise_on_denied && v.status != "pending")
    throw verification_error(v.status == "expired" ? errc::expired : errc::denied, "verification " + v.verification_id, v.status, v.reason,
                             v.verification_id);
  co_return v.verified;
}

template <class Lazy>
awaitable<actions::permit> basic_agent<Lazy>::run_guard(state_ptr s, actions::action_request r, deadline limit) {
  actions::permit p;
  p.action = r.action;
  p.resource = r.resource;
  p.risk = r.risk;
  if (!s->settings.auto_verify && !r.requires_approval) {
    p.unverified = true;
    p.reason = "auto_verify is off";
    co_return p;
  }
  question q(r.action);
  if (!r.resource.empty()) q.resource = r.resource;
  q.context = context_of(r.risk, std::move(r.parameters), r.requires_approval);
  if (!r.function.empty()) q.context["function_name"] = r.function;
  if (!r.note.empty()) q.context["note"] = r.note;
  verification_settings settings;
  settings.wait = true;
  settings.patience = limit.set() ? std::chrono::milliseconds(0) : s->settings.approval_timeout;
  decision d;
  std::exception_ptr unreachable;
  try {
    d = co_await s->calls.verify(std::move(q), settings, limit);
  } catch (const connection_error& e) {
    if (e.http_status() != 0) throw;  // somebody answered: a 502 or 503 is no permission, whatever the mode
    unreachable = std::current_exception();
  } catch (const timeout_error& e) {
    if (e.kind() != timeout_kind::request || e.http_status() != 0) throw;  // as little is 408 or 504
    unreachable = std::current_exception();
  }
  if (unreachable) {
    const fail_mode mode = r.requires_approval ? fail_mode::closed : r.when_unreachable.value_or(s->settings.when_unreachable);
    if (mode == fail_mode::open && code_of(unreachable) != condition::not_trusted) {
      p.unverified = true;
      p.reason = "the authority was not reachable";
      say(*s, log_level::warning, "action \"" + printable(p.action, 100) + "\" runs without verification: the authority is not reachable");
      co_return p;
    }
    if (mode == fail_mode::cached && r.risk <= aval::risk::medium) {
      if (auto earlier = recall(*s, r)) {
        say(*s, log_level::warning, "action \"" + printable(p.action, 100) + "\" runs on an earlier permit: the authority is not reachable");
        co_return std::move(*earlier);
      }
    }
    std::rethrow_exception(unreachable);
  }
  if (!d.approved()) std::rethrow_exception(not_permitted(d));
  p.id = std::move(d.verification_id);
  p.approved_by = std::move(d.approved_by);
  p.reason = std::move(d.reason);
  p.trust_score = d.trust_score;
  if (d.expires_at) p.expires_at = std::chrono::time_point_cast<std::chrono::system_clock::duration>(*d.expires_at);
  if (p.expires_at && p.risk <= aval::risk::medium && !r.requires_approval) remember(*s, p);
  co_return p;
}

template <class Lazy>
std::string basic_agent<Lazy>::permit_key(std::string_view action, std::string_view resource) {
  std::string key(action);
  key += '\0';
  key += resource;
  return key;
}

template <class Lazy>
void basic_agent<Lazy>::remember(detail::agent_state& s, const actions::permit& p) {
  if (s.settings.when_unreachable != fail_mode::cached) return;
  const std::lock_guard lock(s.mutex);
  if (s.permits.size() >= most_remembered) s.permits.clear();
  s.permits.insert_or_assign(permit_key(p.action, p.resource), p);
}

template <class Lazy>
std::optional<actions::permit> basic_agent<Lazy>::recall(detail::agent_state& s, const actions::action_request& r) {
  const auto now = s.calls.settings().clock.now();
  const std::lock_guard lock(s.mutex);
  const auto it = s.permits.find(permit_key(r.action, r.resource));
  if (it == s.permits.end()) return {};
  if (!it->second.expires_at || *it->second.expires_at <= now) {
    s.permits.erase(it);
    return {};
  }
  if (r.risk > it->second.risk) return {};
  actions::permit p = it->second;
  p.cached = true;
  p.ticket = 0;
  return p;
}

template <class Lazy>
awaitable<void> basic_agent<Lazy>::run_intent(state_ptr s, actions::permit* p) {
  if (!s->spool) co_return;
  detail::spooled_intent i;
  if (!p->cached && !p->unverified) i.verification_id = p->id;
  i.action = p->action;
  if (!p->resource.empty()) i.resource = p->resource;
  i.risk = std::string(actions::to_string(p->risk));
  i.at = rfc3339_now(*s);
  const auto number = s->spool->append_intent(json::write(i));
  if (!number) {
    say(*s, log_level::error, number.error().message);
    if (number.error().code == evidence::errc::full) throw configuration_error(errc::spool_full, number.error().message);
    throw configuration_error(number.error().code, number.error().message);
  }
  p->ticket = *number;
  if (s->spool->durable()) co_await s->spool->commit();
}

template <class Lazy>
awaitable<void> basic_agent<Lazy>::run_report(state_ptr s, actions::permit p, actions::outcome o, deadline limit) {
  outcome_report r;
  if (!p.cached && !p.unverified) r.verification_id = p.id;
  r.action = p.action;
  if (!p.resource.empty()) r.resource = p.resource;
  r.risk = std::string(actions::to_string(p.risk));
  r.success = o.success;
  if (!o.error.empty()) r.error = printable(o.error);
  if (p.unverified) r.reason = p.reason;
  r.duration_ms = std::chrono::duration_cast<std::chrono::milliseconds>(o.duration).count();
  if (o.result_text && o.detail == actions::result_detail::hash) r.result_hash = crypto::hex_encode(crypto::sha256(*o.result_text));
  if (o.result_text && o.detail == actions::result_detail::summary) r.result_summary = cut(*o.result_text, 500);
  r.at = rfc3339_now(*s);
  co_await keep_and_send(s, p.ticket, std::move(r), limit);
}

template <class Lazy>
awaitable<bool> basic_agent<Lazy>::keep_and_send(state_ptr s, std::uint64_t number, outcome_report r, deadline limit) {
  const bool kept = s->spool && number != 0;
  delivery d = delivery::later;
  std::exception_ptr cancelled;
  if (kept) {
    const std::lock_guard lock(s->mutex);
    s->sending.insert(number);
  }
  try {
    if (kept) {
      if (const auto written = s->spool->append_outcome(number, json::write(r)); !written) say(*s, log_level::error, written.error().message);
      else if (s->spool->durable()) co_await s->spool->commit();
    }
    d = co_await s->calls.deliver(r, limit);
  } catch (...) {
    cancelled = std::current_exception();
  }
  if (kept) {
    if (d != delivery::later && d != delivery::kept) {
      if (const auto done = s->spool->acknowledge(number); !done) say(*s, log_level::error, done.error().message);
    }
    const std::lock_guard lock(s->mutex);
    s->sending.erase(number);
  }
  if (d == delivery::later) {
    say(*s, log_level::warning, "the report of action \"" + printable(r.action, 100) + "\" is not delivered yet" + (kept ? "; it is kept" : ""));
    const std::lock_guard lock(s->mutex);
    s->backlog = kept || s->backlog;
  }
  if (cancelled) std::rethrow_exception(cancelled);
  if (d == delivery::delivered) flush_in_background(s);
  co_return d == delivery::delivered;
}

template <class Lazy>
void basic_agent<Lazy>::flush_in_background(const state_ptr& s) {
  {
    const std::lock_guard lock(s->mutex);
    if (!s->backlog || s->flushing) return;
    s->backlog = false;
  }
  asio::co_spawn(s->executor, run_flush(s, {}), [](std::exception_ptr, std::size_t) {});
}

template <class Lazy>
awaitable<std::size_t> basic_agent<Lazy>::run_flush(state_ptr s, deadline limit) {
  if (!s->spool) co_return 0;
  {
    const std::lock_guard lock(s->mutex);
    if (s->flushing) co_return s->spool->records();
    s->flushing = true;
  }
  const auto leave = [](detail::agent_state* state) {
    const std::lock_guard lock(state->mutex);
    state->flushing = false;
  };
  const std::unique_ptr<detail::agent_state, decltype(leave)> leaving(s.get(), leave);
  bool no_log = false;  // the authority has no action log
  for (auto& entry : s->spool->pending()) {
    if (!entry.outcome && !entry.recovered) continue;  // a call that is running now
    {
      const std::lock_guard lock(s->mutex);
      if (!s->sending.insert(entry.number).second) continue;
    }
    const std::uint64_t number = entry.number;
    const auto sent = [&s](const std::uint64_t* n) {
      const std::lock_guard lock(s->mutex);
      s->sending.erase(*n);
    };
    const std::unique_ptr<const std::uint64_t, decltype(sent)> sending(&number, sent);
    auto report = read_entry(*s, entry);
    if (report && no_log && report->verification_id.empty()) continue;
    delivery d = delivery::refused;
    if (report) d = co_await s->calls.deliver(*report, limit);
    else say(*s, log_level::error, "a record in the spool cannot be read and is dropped: " + report.error().message());
    if (d == delivery::kept) {  // it does not stand in the way of the others
      no_log = true;
      continue;
    }
    if (d == delivery::later) {
      const std::lock_guard lock(s->mutex);
      s->backlog = true;
      break;
    }
    if (const auto done = s->spool->acknowledge(number); !done) say(*s, log_level::error, done.error().message);
  }
  co_return s->spool->records();
}

template <class Lazy>
result<outcome_report, json::failure> basic_agent<Lazy>::read_entry(detail::agent_state& s, const evidence::spool_entry& entry) {
  if (entry.outcome) return json::read<outcome_report>(*entry.outcome);
  auto intent = json::read<detail::spooled_intent>(entry.intent);
  if (!intent) return intent.error();
  outcome_report r;
  r.verification_id = std::move(intent->verification_id);
  r.action = std::move(intent->action);
  r.resource = std::move(intent->resource);
  r.risk = std::move(intent->risk);
  r.success = false;
  r.reason = "outcome unknown";
  r.error = "outcome unknown";
  r.at = std::move(intent->at);
  if (const auto kept = s.spool->append_outcome(entry.number, json::write(r)); !kept) say(s, log_level::error, kept.error().message);
  return r;
}

template <class Lazy>
awaitable<bool> basic_agent<Lazy>::run_log(state_ptr s, std::string action, action_log what) {
  outcome_report r;
  r.action = std::move(action);
  {
    const auto now = s->calls.settings().clock.steady();
    const std::lock_guard lock(s->mutex);
    std::erase_if(s->unreported, [&](const auto& u) { return now - u.at > std::chrono::minutes(10); });
    for (auto it = s->unreported.rbegin(); it != s->unreported.rend(); ++it) {
      if (it->action != r.action) continue;
      r.verification_id = it->id;
      s->unreported.erase(std::next(it).base());
      break;
    }
  }
  r.success = what.success && what.error.empty();
  if (!what.error.empty()) r.error = printable(what.error);
  if (what.duration) r.duration_ms = what.duration->count();
  actions::detail::hide_by_name(what.result);
  actions::detail::hide_by_name(what.parameters);
  if (!what.result.is_null()) r.result_summary = cut(json::write(what.result), 500);
  if (!what.parameters.is_null()) {
    if (json::write(what.parameters).size() <= 8 * 1024) r.parameters = std::move(what.parameters);
    else r.parameters = json::object({{"omitted", "larger than 8 KiB"}});
  }
  r.at = rfc3339_now(*s);
  std::uint64_t number = 0;
  if (s->spool) {
    detail::spooled_intent i;
    i.verification_id = r.verification_id;
    i.action = r.action;
    i.at = r.at;
    const auto kept = s->spool->append_intent(json::write(i));
    if (kept) number = *kept;
    else say(*s, log_level::error, kept.error().message);  // the action has happened: it is sent all the same
  }
  co_return co_await keep_and_send(s, number, std::move(r), {});
}

template <class Lazy>
std::string basic_agent<Lazy>::own_path(const detail::agent_state& s, std::string_view rest) {
  return "/api/v1/agents/" + s.calls.who()->agent_id + std::string(rest);
}

template <class Lazy>
double basic_agent<Lazy>::checked_score(double score) {
  if (!(score >= 0.0 && score <= 1.0)) throw server_error(errc::invalid_answer, "a trust score outside of 0 to 1");
  return score;
}

template <class Lazy>
void basic_agent<Lazy>::keep_score(detail::agent_state& s, double score) {
  const std::lock_guard lock(s.mutex);
  s.trust = score;
}

template <class Lazy>
awaitable<double> basic_agent<Lazy>::run_trust(state_ptr s) {
  const trust_answer a = co_await s->calls.call_for<trust_answer>(call_request("GET", own_path(*s, "/trust-score")));
  keep_score(*s, checked_score(a.score));
  co_return a.score;
}

template <class Lazy>
std::map<std::string, double> basic_agent<Lazy>::in_snake_case(const std::map<std::string, double>& from) {
  std::map<std::string, double> out;
  for (const auto& [name, value] : from) out[snake_case(printable(name, 60))] = value;
  return out;
}

template <class Lazy>
awaitable<trust_breakdown> basic_agent<Lazy>::run_breakdown(state_ptr s) {
  trust_breakdown b;
  bool known = false;
  try {
    const trust_breakdown_answer a = co_await s->calls.call_for<trust_breakdown_answer>(call_request("GET", own_path(*s, "/trust-score/breakdown")));
    b.overall = a.overall;
    b.factors = in_snake_case(a.factors);
    b.weights = in_snake_case(a.weights);
    b.contributions = in_snake_case(a.contributions);
    b.confidence = a.confidence;
    b.calculated_at = parse_time(a.calculated_at);
    known = true;
  } catch (const aim::error& e) {  // only our own authority has this route for agents
    const int status = e.http_status();
    if (status != 401 && status != 403 && status != 404 && status != 405) throw;
  }
  if (!known) {
    const trust_answer a = co_await s->calls.call_for<trust_answer>(call_request("GET", own_path(*s, "/trust-score")));
    b.overall = a.score;
    b.factors = in_snake_case(a.factors);
    b.calculated_at = parse_time(a.calculated_at);
  }
  keep_score(*s, checked_score(b.overall));
  if (b.weights.empty())
    for (const auto& f : trust_factors) b.weights.emplace(f.name, f.weight);
  if (b.contributions.empty())
    for (const auto& [name, value] : b.factors)
      if (const auto w = b.weights.find(name); w != b.weights.end()) b.contributions[name] = w->second * value;
  co_return b;
}

template <class Lazy>
awaitable<void> basic_agent<Lazy>::run_refresh(state_ptr s) {
  agent_object a = co_await s->calls.call_for<agent_object>(call_request("GET", own_path(*s)));
  const std::lock_guard lock(s->mutex);
  s->status = printable(a.status, 60);
  if (a.trust_score && *a.trust_score >= 0.0 && *a.trust_score <= 1.0) s->trust = *a.trust_score;
}

template <class Lazy>
awaitable<crypto::keypair> basic_agent<Lazy>::run_mcp_key(state_ptr s, std::string name, std::string url) {
  if (!s->mcp_key) co_return crypto::keypair::generate();  // secure_options::store_credentials is off
  crypto::keypair key = co_await s->mcp_key(std::move(name), std::move(url));
  co_return key;
}

template <class Lazy>
awaitable<void> basic_agent<Lazy>::run_rotate(state_ptr s) {
  {
    const std::lock_guard lock(s->mutex);
    if (s->rotating) throw configuration_error(aval::errc::invalid_state, "a key rotation is running already");
    s->rotating = true;
  }
  const auto leave = [](detail::agent_state* state) {
    const std::lock_guard lock(state->mutex);
    state->rotating = false;
  };
  const std::unique_ptr<detail::agent_state, decltype(leave)> leaving(s.get(), leave);
  const auto who = s->calls.who();
  (void)who->signing_key();
  crypto::keypair next = crypto::keypair::generate();
  if (s->keep_key) co_await s->keep_key(next, false);
  rotation_request m;
  m.public_key = next.public_key().to_base64();
  const auto at = std::chrono::floor<std::chrono::seconds>(s->calls.settings().clock.now() + s->calls.clock_offset());
  m.timestamp = at.time_since_epoch().count();
  m.proof = next.sign(rotation_message(who->agent_id, m.public_key, std::to_string(m.timestamp))).to_base64();
  call_request r("POST", own_path(*s, "/rotate-credentials"), json::write(m));
  const rotation_answer a = co_await s->calls.call_for<rotation_answer>(std::move(r));
  if (a.public_key != m.public_key) throw server_error(errc::invalid_answer, "the authority confirmed another key than the one it was sent");
  s->calls.identify(identity(who->agent_id, next));
  if (s->keep_key) co_await s->keep_key(next, true);
  say(*s, log_level::info, "the signing key was replaced");
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
