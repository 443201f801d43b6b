// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/aim/client.hpp"
#include "aval/net/detail/strike_out.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

namespace detail {
/** What authorities of 2025 have in place of an action log (2.11). */
struct verification_event {
  std::string agentId = {};
  std::string protocol = "A2A";
  std::string verificationType = "identity";
  std::string status = {};  ///< success, failed
  std::string initiatorType = "agent";
  std::string action = {};
  std::optional<std::string> resourceId = {};
  std::optional<std::int64_t> durationMs = {};
  std::optional<std::string> errorReason = {};
  std::string startedAt = {};
};
}  // namespace detail

template <class Lazy>
basic_client<Lazy>::basic_client(net::http_client http, net::url server, client_settings settings)
    : state_(std::make_shared<state>(std::move(http), std::move(server), std::move(settings))) {}

template <class Lazy>
void basic_client<Lazy>::identify(identity who) const {
  auto next = std::make_shared<const identity>(std::move(who));
  const std::lock_guard lock(state_->mutex);
  state_->who = std::move(next);
}

template <class Lazy>
std::shared_ptr<const identity> basic_client<Lazy>::who() const {
  const std::lock_guard lock(state_->mutex);
  return state_->who;
}

template <class Lazy>
void basic_client<Lazy>::use_api_key(std::shared_ptr<const secret> key) const {
  const std::lock_guard lock(state_->mutex);
  state_->api_key = std::move(key);
}

template <class Lazy>
void basic_client<Lazy>::use_tokens(access_tokens source) const {
  const std::lock_guard lock(state_->mutex);
  state_->tokens = std::move(source);
}

template <class Lazy>
bool basic_client<Lazy>::has_tokens() const {
  const std::lock_guard lock(state_->mutex);
  return state_->tokens != nullptr;
}

template <class Lazy>
awaitable<net::http_request> basic_client<Lazy>::prepare(call_request request, std::chrono::seconds offset) const {
  return run_prepare(state_, std::move(request), offset);
}

template <class Lazy>
const net::http_client& basic_client<Lazy>::transport() const noexcept { return state_->http; }

template <class Lazy>
const net::url& basic_client<Lazy>::server() const noexcept { return state_->server; }

template <class Lazy>
const std::string& basic_client<Lazy>::base() const noexcept { return state_->base; }

template <class Lazy>
const client_settings& basic_client<Lazy>::settings() const noexcept { return state_->settings; }

template <class Lazy>
std::chrono::seconds basic_client<Lazy>::clock_offset() const {
  const std::lock_guard lock(state_->mutex);
  return state_->learned.offset;
}

template <class Lazy>
awaitable<call_answer> basic_client<Lazy>::call(call_request request) const { return run(state_, std::move(request)); }

template <class Lazy>
awaitable<decision> basic_client<Lazy>::verify(question q, verification_settings settings, deadline limit) const {
  return run_verify(state_, std::move(q), settings, limit);
}

template <class Lazy>
awaitable<delivery> basic_client<Lazy>::deliver(awaited<outcome_report> report, deadline limit) const {
  return run_deliver(state_, taken(std::move(report)), limit);
}

template <class Lazy>
awaitable<typename basic_client<Lazy>::wire> basic_client<Lazy>::send(state_ptr s, net::http_request request, deadline limit) {
  wire w;
  try {
    net::call_options options;
    options.timeout = std::chrono::milliseconds(0);  // the deadline is ours
    options.until = limit;
    options.redirects = 0;  // a signed request goes where it was signed for, or nowhere
    co_await s->http.send_into(s->server, request, w.response, options);
    const auto now = s->settings.clock.now();
    if (const auto date = w.response.headers.find("Date")) w.server_time = server_clock(*date);
    if (const auto after = w.response.headers.find("Retry-After")) w.retry_after = parse_retry_after(*after, w.server_time.value_or(now));
  } catch (const aval::error& e) {
    w.ec = e.code();
    w.detail = e.context();
  } catch (const std::system_error& e) {
    w.ec = e.code();
  }
  co_return w;
}

template <class Lazy>
awaitable<void> basic_client<Lazy>::pause(std::chrono::milliseconds delay) {
  constexpr typename lazy_token<Lazy>::type use_awaitable{};
  asio::steady_timer timer(co_await this_coro::executor, delay);
  co_await timer.async_wait(use_awaitable);
}

template <class Lazy>
std::chrono::milliseconds basic_client<Lazy>::left(const state& s, deadline limit) {
  if (!limit.set()) return std::chrono::milliseconds::max();
  return std::chrono::duration_cast<std::chrono::milliseconds>(limit.remaining(s.settings.clock.steady()));
}

template <class Lazy>
deadline basic_client<Lazy>::limit_of(const state& s, deadline limit, std::chrono::milliseconds more) {
  if (s.settings.timeout.count() <= 0) return limit;
  return earlier(limit, deadline::after(s.settings.timeout + more, s.settings.clock.steady()));
}

template <class Lazy>
void basic_client<Lazy>::learn_clock(state& s, bool corrected, std::chrono::seconds offset) {
  if (!corrected) return;
  {
    const std::lock_guard lock(s.mutex);
    s.learned.offset = offset;
  }
  s.settings.log.log(log_level::warning, "aim", "the authority's clock differs by " + std::to_string(offset.count()) + " s from ours; corrected");
}

template <class Lazy>
net::http_request basic_client<Lazy>::compose(const state& s, const std::string& method, const std::string& path, const std::string& query, std::string body) {
  net::http_request r(method, query.empty() ? s.prefix + path : s.prefix + path + "?" + query);
  r.headers.set("Accept", "application/json");
  r.headers.set("User-Agent", s.settings.user_agent);
  if (!body.empty()) r.headers.set("Content-Type", "application/json");
  r.body = std::move(body);
  return r;
}

template <class Lazy>
void basic_client<Lazy>::sign(const state& s, net::http_request& r, const identity& who, bool with_id, const std::string& method, const std::string& path,
                 std::chrono::seconds offset) {
  const std::string at = unix_seconds(s.settings.clock.now() + offset);
  if (with_id) r.headers.set(header::agent_id, who.agent_id);
  r.headers.set(header::timestamp, at);
  r.headers.set(header::public_key, who.public_key);
  r.headers.set(header::signature, who.signing_key().sign(header_message(method, s.prefix + path, at, r.body)).to_base64());
}

template <class Lazy>
void basic_client<Lazy>::pad(const state& s, std::string& body) {
  if (!s.settings.pad_short_bodies || body.size() >= 200 || body.size() < 3 || body.back() != '}') return;
  body.pop_back();
  body += ", \"_padding\": \"";
  body.append(body.size() < 198 ? 198 - body.size() : 0, '.');
  body += "\"}";
}

template <class Lazy>
awaitable<typename basic_client<Lazy>::shown> basic_client<Lazy>::settle(state_ptr s, const call_request* r) {
  shown by;
  by.how = r->credential;
  by.sdk_token = r->sdk_token;
  {
    const std::lock_guard lock(s->mutex);
    by.who = s->who;
    if (by.how == credential_kind::signature && by.who && !by.who->key) by.how = s->api_key ? credential_kind::api_key : credential_kind::bearer;
    if (by.how == credential_kind::api_key && r->credential_text.empty()) by.text = s->api_key;
    if (by.how == credential_kind::bearer && r->credential_text.empty()) by.tokens = s->tokens;
  }
  const bool signs = by.how == credential_kind::signature || by.how == credential_kind::self;
  if (signs && !by.who) throw configuration_error(errc::no_credential, "the client has no identity to sign with");
  if (!r->credential_text.empty()) by.text = std::make_shared<const secret>(r->credential_text.clone());
  if (by.tokens) {
    access_token token = co_await by.tokens(nullptr);
    by.text = std::move(token.text);
    if (by.sdk_token.empty()) by.sdk_token = std::move(token.sdk_token_id);
  }
  if (by.how == credential_kind::bearer && !by.text)
    throw authentication_error(errc::no_credential, r->method + " " + s->base + r->path +
                                                        " needs the access token of a person: put the sdk_credentials.json of the authority's dashboard into the AIM folder");
  co_return by;
}

template <class Lazy>
awaitable<bool> basic_client<Lazy>::renewed(shown* by) {
  access_tokens source = std::exchange(by->tokens, nullptr);
  if (!source) co_return false;
  access_token next = co_await source(by->text);
  if (!next.text || next.text->reveal() == by->text->reveal()) co_return false;
  by->text = std::move(next.text);
  co_return true;
}

template <class Lazy>
net::http_request basic_client<Lazy>::dress(const state& s, const call_request& r, const shown& by, std::chrono::seconds offset) {
  net::http_request message = compose(s, r.method, r.path, r.query, r.body);
  message.headers.set("Accept", r.accept);
  switch (by.how) {
    case credential_kind::none: break;
    case credential_kind::signature:
    case credential_kind::self: sign(s, message, *by.who, by.how == credential_kind::signature, r.method, r.path, offset); break;
    case credential_kind::registration_key: message.headers.set(header::registration_key, by.text->reveal()); break;
    case credential_kind::api_key: message.headers.set(header::api_key, by.text->reveal()); break;
    case credential_kind::bearer: message.headers.set("Authorization", "Bearer " + std::string(by.text->reveal())); break;
  }
  if (!by.sdk_token.empty()) message.headers.set(header::sdk_token, by.sdk_token);
  return message;
}

template <class Lazy>
awaitable<net::http_request> basic_client<Lazy>::run_prepare(state_ptr s, call_request r, std::chrono::seconds offset) {
  const shown by = co_await settle(s, &r);
  if (by.how == credential_kind::signature || by.how == credential_kind::self) pad(*s, r.body);
  co_return dress(*s, r, by, offset);
}

template <class Lazy>
awaitable<call_answer> basic_client<Lazy>::run(state_ptr s, call_request r) {
  const deadline limit = limit_of(*s, r.limit);
  shown by = co_await settle(s, &r);
  std::chrono::seconds offset{};
  {
    const std::lock_guard lock(s->mutex);
    offset = s->learned.offset;
  }
  if (by.how == credential_kind::signature || by.how == credential_kind::self) pad(*s, r.body);
  error_origin origin;
  origin.endpoint = r.method + " " + s->base + r.path;
  call_fsm fsm(s->settings.retry, r.repeatable.value_or(r.method == "GET" || r.method == "DELETE"), offset);
  for (auto step = fsm.start();;) {
    net::http_request message = dress(*s, r, by, fsm.clock_offset());
    wire w = co_await send(s, std::move(message), limit);
    if (w.ec) {
      step = fsm.on_failure(w.ec, w.nothing_sent(), left(*s, limit), s->settings.random.fraction());
      if (step.what == call_fsm::act::done) std::rethrow_exception(error_for(w.ec, s->base, std::move(origin), std::move(w.detail)));
    } else if (w.response.ok()) {
      learn_clock(*s, fsm.clock_corrected(), fsm.clock_offset());
      co_return call_answer(w.response.status, std::move(w.response.body));
    } else {
      if (w.response.status == 401 && by.tokens) {  // revoked before its time: once more with a new one
        const bool again = co_await renewed(&by);
        if (again) continue;
      }
      if (by.text) net::detail::strike_out(w.response.body, by.text->reveal());  // a server may repeat what it was sent
      const exchange e = w.view();
      step = fsm.on_answer(e, s->settings.clock.now(), left(*s, limit), s->settings.random.fraction());
      if (step.what == call_fsm::act::done) std::rethrow_exception(error_for(e, std::move(origin), r.kind));
    }
    if (step.what == call_fsm::act::pause) {
      s->settings.log.log(log_level::info, "aim", origin.endpoint + ": trying again in " + std::to_string(step.delay.count()) + " ms");
      co_await pause(step.delay);
    }
  }
}

template <class Lazy>
awaitable<decision> basic_client<Lazy>::run_verify(state_ptr s, question q, verification_settings vs, deadline limit) {
  std::shared_ptr<const identity> who;
  lessons known;
  {
    const std::lock_guard lock(s->mutex);
    who = s->who;
    known = s->learned;
  }
  if (!who) throw configuration_error(errc::no_credential, "the client has no identity to sign with");
  const crypto::keypair& key = who->signing_key();
  if (s->settings.unique_requests && (q.context.is_null() || q.context.is_object())) {
    std::array<std::byte, 16> nonce;
    s->settings.random.fill(nonce);
    q.context["_nonce"] = crypto::hex_encode(nonce);
  }
  const std::string path(verifications_path);
  vs.retry = s->settings.retry;
  if (limit.set()) {
    const auto rest = std::max(left(*s, limit), std::chrono::milliseconds(1));
    vs.patience = vs.patience.count() > 0 ? std::min(vs.patience, rest) : rest;
  }
  verification_fsm fsm(vs, known.form, known.headers, known.offset, "POST " + s->base + path, "GET " + s->base + path + "/");
  const deadline ask_limit = limit_of(*s, limit);
  const deadline out_of_patience = vs.patience.count() > 0 ? deadline::after(vs.patience, s->settings.clock.steady()) : deadline();

  std::string body;  // kept for repeats; made anew only when the form or the clock has changed
  signature_form made_in = known.form;
  std::chrono::seconds made_at_offset = known.offset;
  std::string signed_time;
  const auto signed_part = [&q, &who, &signed_time] {
    signed_question sq;
    sq.agent_id = who->agent_id;
    sq.action_type = q.action;
    if (q.resource) sq.resource = *q.resource;
    sq.context = &q.context;
    sq.timestamp = signed_time;
    return sq;
  };

  for (auto step = fsm.start(s->settings.clock.steady()); step.what != verification_fsm::act::done;) {
    if (step.what == verification_fsm::act::pause) {
      co_await pause(step.delay);
      step = fsm.after_pause(s->settings.clock.steady());
      continue;
    }
    const bool asks = step.what == verification_fsm::act::ask;
    net::http_request message;
    if (asks) {
      if (body.empty() || made_in != fsm.form() || made_at_offset != fsm.clock_offset()) {
        made_in = fsm.form();
        made_at_offset = fsm.clock_offset();
        signed_time = signing_time(s->settings.clock.now() + made_at_offset);
        const std::string p = canonical_p(signed_part());
        const auto signature = key.sign(made_in == signature_form::p ? p : canonical_g(signed_part()));
        body = verification_body(p, who->public_key, signature.to_base64());
      }
      message = compose(*s, "POST", path, {}, body);
      if (fsm.with_headers()) sign(*s, message, *who, true, "POST", path, fsm.clock_offset());
    } else {
      const std::string one = path + "/" + fsm.verification_id();
      message = compose(*s, "GET", one, step.wait.count() > 0 ? "wait=" + std::to_string(step.wait.count()) : std::string(), {});
      sign(*s, message, *who, true, "GET", one, fsm.clock_offset());
      const std::string at(*message.headers.find(header::timestamp));
      message.headers.set(header::poll_agent_id, who->agent_id);
      message.headers.set(header::poll_timestamp, at);
      message.headers.set(header::poll_signature, key.sign(poll_message(fsm.verification_id(), who->agent_id, at)).to_base64());
    }
    const deadline until = asks ? ask_limit : limit_of(*s, out_of_patience, step.wait);
    wire w = co_await send(s, std::move(message), until);
    const double random = s->settings.random.fraction();
    const auto now = s->settings.clock.steady();
    if (w.ec) {
      step = fsm.on_failure(w.ec, w.nothing_sent(), s->base, now, left(*s, until), random, std::move(w.detail));
    } else {
      if (asks && w.response.status == 401) {
        try {
          fsm.forms_differ(canonical_p(signed_part()) != canonical_g(signed_part()));
        } catch (const std::system_error&) {  // a number that form G cannot express: there is no second form
        }
      }
      step = fsm.on_answer(w.view(), now, s->settings.clock.now(), left(*s, until), random);
    }
  }
  if (fsm.failure()) std::rethrow_exception(fsm.failure());
  if (fsm.form() != known.form || fsm.with_headers() != known.headers || fsm.clock_corrected()) {
    learn_clock(*s, fsm.clock_corrected(), fsm.clock_offset());
    const std::lock_guard lock(s->mutex);
    s->learned.form = fsm.form();
    s->learned.headers = fsm.with_headers();
  }
  decision d = fsm.result();
  if (d.expires_at) *d.expires_at -= fsm.clock_offset();  // to our clock
  co_return d;
}

template <class Lazy>
awaitable<delivery> basic_client<Lazy>::run_deliver(state_ptr s, outcome_report report, deadline limit) {
  report_fsm fsm(!report.verification_id.empty());
  for (auto act = fsm.start();;) {
    std::string path, body;
    switch (fsm.current()) {
      case report_fsm::route::result: {
        result_request m;
        m.result = report.success ? "success" : "failure";
        m.reason = report.reason;
        m.result_summary = report.result_summary;
        m.error_message = report.error;
        m.duration_ms = report.duration_ms;
        m.result_hash = report.result_hash;
        m.timestamp = report.at;
        path = std::string(verifications_path) + "/" + report.verification_id + "/result";
        body = json::write(m);
        break;
      }
      case report_fsm::route::execution_status: {
        execution_status_request m;
        m.executed = report.success;
        m.executedAt = report.at;
        m.executionError = report.error ? report.error : report.reason;
        path = std::string(verifications_path) + "/" + report.verification_id + "/execution-status";
        body = json::write(m);
        break;
      }
      case report_fsm::route::action_log: {
        action_log_request m;
        m.action_name = report.action;
        m.parameters = report.parameters;
        m.success = report.success;
        m.result_summary = report.result_summary;
        m.error = report.error ? report.error : report.reason;
        m.duration_ms = report.duration_ms;
        if (!report.verification_id.empty()) m.verification_id = report.verification_id;
        m.timestamp = report.at;
        const auto who = client(s).who();
        path = "/api/v1/agents/" + (who ? who->agent_id : std::string("-")) + "/actions/log";
        body = json::write(m);
        break;
      }
    }
    call_request r("POST", std::move(path), std::move(body));
    r.repeatable = fsm.current() != report_fsm::route::action_log;  // the first report of a verification stands; a log line would stand twice
    r.limit = limit;
    exchange seen;
    std::string text;
    bool answered = true;
    std::exception_ptr cancelled;
    try {
      const call_answer a = co_await run(s, std::move(r));
      seen.status = a.status;
    } catch (const aim::error& e) {
      seen.status = e.http_status();
      answered = seen.status != 0;
      if (answered) text = json::write(json::object({{"error", e.peer_text()}, {"code", e.server_code()}}));  // what the machine looks at
      if (answered) s->settings.log.log(log_level::info, "aim", e.what());
    } catch (const std::exception& e) {
      answered = false;
      if (code_of(std::current_exception()) == condition::cancelled) cancelled = std::current_exception();
    }
    if (cancelled) std::rethrow_exception(cancelled);
    seen.body = text;
    act = answered ? fsm.on_answer(seen) : fsm.on_failure();
    if (act == report_fsm::act::nowhere) {
      const delivery told = co_await run_tell(s, &report, limit);
      co_return told;
    }
    if (act == report_fsm::act::done) co_return delivery::delivered;
    if (act == report_fsm::act::later) co_return delivery::later;
    if (act == report_fsm::act::refused) {
      s->settings.log.log(log_level::error, "aim", "the authority refuses the report of action \"" + printable(report.action, 100) + "\" for good");
      co_return delivery::refused;
    }
  }
}

template <class Lazy>
awaitable<delivery> basic_client<Lazy>::run_tell(state_ptr s, const outcome_report* report, deadline limit) {
  const client self(s);
  delivery d = delivery::kept;
  if (self.has_tokens()) {
    detail::verification_event m;
    m.agentId = self.who()->agent_id;
    m.status = report->success ? "success" : "failed";
    m.action = report->action;
    m.resourceId = report->resource;
    m.durationMs = report->duration_ms;
    m.errorReason = report->error ? report->error : report->reason;
    m.startedAt = report->at;
    call_request r("POST", "/api/v1/verification-events", json::write(m));
    r.credential = credential_kind::bearer;
    r.repeatable = false;
    r.limit = limit;
    std::exception_ptr cancelled;
    try {
      (void)co_await run(s, std::move(r));
      d = delivery::delivered;
    } catch (const connection_error&) {
      d = delivery::later;
    } catch (const timeout_error&) {
      d = delivery::later;
    } catch (const std::exception& e) {
      if (code_of(std::current_exception()) == condition::cancelled) cancelled = std::current_exception();
      else s->settings.log.log(log_level::info, "aim", e.what());
    }
    if (cancelled) std::rethrow_exception(cancelled);
  }
  if (d == delivery::kept)
    s->settings.log.log(log_level::warning, "aim", "the authority has no action log; the report of action \"" + printable(report->action, 100) + "\" stays in the spool");
  co_return d;
}

template <class Lazy>
basic_client<Lazy>::basic_client(state_ptr s)
    : state_(std::move(s)) {}

}  // namespace aim
}  // namespace v0
}  // namespace aval
