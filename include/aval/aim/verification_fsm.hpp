// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/aim/call_fsm.hpp"
#include "aval/aim/errors.hpp"
#include "aval/aim/messages.hpp"
#include "aval/aim/signing.hpp"
#include "aval/core/deadline.hpp"

/*  The conversation "may I?" without I/O (AIM specification 1.6, 2.4, 3.4): ask, ask again in the other canonical form where a server
 *  needs it, understand the answer, wait for a human when it is pending.
 *
 *            +-------- pause <------+  5xx, 429, no connection (limited)
 *            v                      |
 *   start -> ask --> approved, denied, expired, failed -> done
 *            ^  |
 *            |  +--> 401 "Signature verification failed": once in form G
 *            |
 *            +- pending -> look <-> pause  until decided or out of patience
 *
 *  Looks carry ?wait=: a server that knows it holds the answer back until there is a decision; one that does not answers at once, and
 *  then the pauses of 2 s, 3 s, ... 10 s (plus or minus 20 %) apply. So no server needs to announce what it can. */

namespace aval {
inline namespace v0 {
namespace aim {

enum class decision_status { unknown, approved, denied, pending, expired };

/** What the authority decided. */
struct decision {
  decision_status status = decision_status::unknown;
  std::string word = {};             ///< the status as the authority wrote it
  std::string verification_id = {};  ///< under which the outcome is reported
  std::string approved_by = {};      ///< "system", or the human who approved
  std::optional<timestamp> expires_at = {};
  std::string reason = {};           ///< of a denial; made printable
  std::optional<double> trust_score = {};
  std::string enforcement_mode = {};

  bool approved() const noexcept { return status == decision_status::approved; }
};

inline decision_status parse_decision_status(std::string_view word) noexcept {
  if (word == "approved" || word == "auto-approved" || word == "auto_approved") return decision_status::approved;
  if (word == "denied") return decision_status::denied;
  if (word == "pending") return decision_status::pending;
  if (word == "expired") return decision_status::expired;
  return decision_status::unknown;
}

/** An id from the authority goes into the path of later requests, so it must not be able to leave its place there. */
inline bool usable_id(std::string_view id) noexcept {
  if (id.empty() || id.size() > 100 || id == "." || id == "..") return false;
  for (char c : id)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.')) return false;
  return true;
}

struct verification_settings {
  bool wait = false;                                  ///< stay with a pending question until somebody decides
  std::chrono::milliseconds patience{300'000};        ///< how long, from the first question on; zero: for ever
  std::chrono::milliseconds first_pause{2000};        ///< between looks at a server that does not hold its answers
  std::chrono::milliseconds longest_pause{10'000};
  double growth = 1.5;
  double jitter = 0.2;                                ///< each pause is off by up to this part, in both directions
  std::chrono::seconds long_poll{25};                 ///< ?wait= of a look; zero: ask without
  retry_policy retry = {};
};

class verification_fsm {
 public:
  using steady = std::chrono::steady_clock::time_point;
  using wall = std::chrono::system_clock::time_point;

  enum class act {
    ask,    // POST the question, signed in form(), with the time now + clock_offset(); then on_answer or on_failure
    look,   // GET the verification with ?wait=<wait>; then on_answer or on_failure
    pause,  // wait `delay`, then after_pause
    done    // failure() or result()
  };
  struct step {
    act what;
    std::chrono::milliseconds delay{};
    std::chrono::seconds wait{};
  };

  /** `form` and `with_headers` are what worked with this server before. The endpoints are for error messages. */
  explicit verification_fsm(verification_settings settings, signature_form form = signature_form::p, bool with_headers = false,
                            std::chrono::seconds clock_offset = {}, std::string ask_endpoint = {}, std::string look_endpoint = {})
      : settings_(settings), call_(settings.retry, true, clock_offset), form_(form), with_headers_(with_headers), ask_endpoint_(std::move(ask_endpoint)),
        look_endpoint_(std::move(look_endpoint)) {}

  /** Whether the two forms of this question are different texts; without that there is no second try. To be said before on_answer, when
   *  the answer is 401 (it costs a rendering). */
  void forms_differ(bool yes) noexcept { forms_differ_ = yes; }

  step start(steady now) {
    patience_ = settings_.patience.count() > 0 ? deadline::after(settings_.patience, now) : deadline();
    pause_ = settings_.first_pause;
    return ask(now);
  }

  template <class Lazy = void>
  step on_answer(const exchange& e, steady now, wall wall_now, std::chrono::milliseconds left, double random) {
    return looking_ ? looked(e, now, wall_now, random) : asked(e, now, wall_now, left, random);
  }

  /** No answer: see call_fsm::on_failure. `what` is for the message. */
  template <class Lazy = void>
  step on_failure(std::error_code ec, bool nothing_sent, const std::string& server, steady now, std::chrono::milliseconds left, double random,
                  std::string what = {}) {
    if (looking_) {
      // the question is asked; a connection that comes and goes only delays the answer. Anything that will not heal ends the wait
      if (ec == condition::unreachable || ec == condition::timed_out) return pause_before_look(now, random);
      return fail(error_for(ec, server, origin(), std::move(what)));
    }
    const auto s = call_.on_failure(ec, nothing_sent, left, random);
    if (s.what == call_fsm::act::pause) return {act::pause, s.delay};
    return fail(error_for(ec, server, origin(), std::move(what)));
  }

  template <class Lazy = void>
  step after_pause(steady now) { return looking_ ? look(now) : ask(now); }

  signature_form form() const noexcept { return form_; }
  /** Whether the question needs the headers of mode A too (the oldest servers); learned from their answer. */
  bool with_headers() const noexcept { return with_headers_; }
  std::chrono::seconds clock_offset() const noexcept { return call_.clock_offset(); }
  bool clock_corrected() const noexcept { return call_.clock_corrected(); }

  /** When done: the decision (approved, denied, expired; pending when not waiting). A denial is a result, not a failure. */
  const decision& result() const noexcept { return decision_; }
  /** When done: why there is no decision, or null. */
  const std::exception_ptr& failure() const noexcept { return failure_; }
  /** The id of the open question while looking. */
  const std::string& verification_id() const noexcept { return decision_.verification_id; }

 private:
  step ask(steady now) {
    began_ = now;
    return {act::ask};
  }

  template <class Lazy = void>
  step asked(const exchange& e, steady now, wall wall_now, std::chrono::milliseconds left, double random) {
    if (e.success() || e.status == 403) {
      if (auto s = decided(e, now, random)) return *s;
    }
    if (e.status == 401 && forms_differ_ && !form_changed_ && read_error(e.body).text.starts_with("Signature verification failed")) {
      form_changed_ = true;
      form_ = form_ == signature_form::p ? signature_form::g : signature_form::p;
      return ask(now);
    }
    if (e.status == 401 && !with_headers_ && asks_for_credentials(e.body)) {
      with_headers_ = true;
      return ask(now);
    }
    const auto s = call_.on_answer(e, wall_now, left, random);
    if (s.what == call_fsm::act::send) return ask(now);
    if (s.what == call_fsm::act::pause) return {act::pause, s.delay};
    return fail(error_for(e, origin(), call_kind::verification));
  }

  template <class Lazy = void>
  step looked(const exchange& e, steady now, wall wall_now, double random) {
    if (e.success() || e.status == 403) {
      if (auto s = decided(e, now, random)) return *s;
    }
    if (e.status == 429 || e.status == 408 || e.status >= 500) {
      if (e.retry_after) pause_ = std::max(pause_, std::min(*e.retry_after, settings_.retry.longest_retry_after));
      return pause_before_look(now, random);
    }
    const auto s = call_.on_answer(e, wall_now, std::chrono::milliseconds::max(), random);  // only the clock can still be corrected
    if (s.what == call_fsm::act::send) return look(now);
    return fail(error_for(e, origin(), call_kind::verification));
  }

  /** Understands a body with a decision; nothing for a 403 that is none. */
  template <class Lazy = void>
  std::optional<step> decided(const exchange& e, steady now, double random) {
    auto answer = read<verification_answer>(e.body);
    if (!answer) {
      if (!e.success()) return std::nullopt;
      return fail(error_for_shape("not understood: " + answer.error().message(), e, origin()));
    }
    if (answer->status.empty()) {
      if (!e.success()) return std::nullopt;
      return fail(error_for_shape("the answer has no status", e, origin()));
    }
    const auto status = parse_decision_status(answer->status);
    if (!e.success() && status != decision_status::denied && status != decision_status::expired) return std::nullopt;
    const bool must_have_id = status == decision_status::approved || status == decision_status::pending;
    if ((must_have_id || !answer->id.empty()) && !usable_id(answer->id)) return fail(error_for_shape("the answer has no usable id", e, origin()));
    if (looking_ && !answer->id.empty() && answer->id != decision_.verification_id)
      return fail(error_for_shape("the answer is about another verification", e, origin()));
    decision d;
    d.status = status;
    d.word = printable(answer->status, 60);
    d.verification_id = answer->id.empty() ? decision_.verification_id : std::move(answer->id);
    d.approved_by = printable(answer->approved_by.value_or(""), 200);
    d.expires_at = parse_time(answer->expires_at);
    d.reason = printable(answer->denial_reason.value_or(""));
    d.trust_score = answer->trust_score;
    d.enforcement_mode = printable(answer->enforcement_mode.value_or(""), 60);
    if (status == decision_status::expired && d.reason.empty()) d.reason = "approval expired";
    decision_ = std::move(d);
    switch (status) {
      case decision_status::unknown: {
        error_origin o = origin();
        o.http_status = e.status;
        return fail(std::make_exception_ptr(verification_error(errc::unknown_status, o.endpoint + ": status \"" + decision_.word + "\"",
                                                               decision_.word, decision_.reason, decision_.verification_id, o)));
      }
      case decision_status::pending:
        if (!settings_.wait) return step{act::done};
        if (!looking_) {
          looking_ = true;
          return look(now);
        }
        return pause_before_look(now, random);
      default: return step{act::done};
    }
  }

  template <class Lazy = void>
  step look(steady now) {
    if (patience_.expired(now)) return out_of_patience();
    began_ = now;
    const auto left = std::chrono::floor<std::chrono::seconds>(patience_.remaining(now));
    return {act::look, {}, std::min(settings_.long_poll, left)};
  }

  /** The time between the beginnings of two looks is at least the pause of the series: an answer that was held back counts. */
  template <class Lazy = void>
  step pause_before_look(steady now, double random) {
    if (patience_.expired(now)) return out_of_patience();
    using std::chrono::milliseconds;
    const double off = 1.0 + settings_.jitter * (2.0 * random - 1.0);
    auto delay = milliseconds(static_cast<std::int64_t>(static_cast<double>(pause_.count()) * off));
    delay -= std::min(delay, std::chrono::duration_cast<milliseconds>(now - began_));
    pause_ = std::min(milliseconds(static_cast<std::int64_t>(static_cast<double>(pause_.count()) * settings_.growth)), settings_.longest_pause);
    if (delay.count() == 0) return look(now);
    if (patience_.set()) delay = std::min(delay, std::chrono::ceil<milliseconds>(patience_.remaining(now)));
    return {act::pause, delay};
  }

  template <class Lazy = void>
  step out_of_patience() {
    error_origin o = origin();
    return fail(std::make_exception_ptr(timeout_error(errc::approval_timed_out, "verification " + decision_.verification_id, {}, std::move(o),
                                                      timeout_kind::approval, decision_.verification_id)));
  }

  template <class Lazy = void>
  static bool asks_for_credentials(std::string_view body) {
    const std::string text = read_error(body).text;
    return text.starts_with("No authentication token") || text.starts_with("No API key") || text == "Authentication required";
  }
  error_origin origin() const {
    error_origin o;
    o.endpoint = looking_ ? look_endpoint_ + decision_.verification_id : ask_endpoint_;
    return o;
  }
  step fail(std::exception_ptr e) {
    failure_ = std::move(e);
    return {act::done};
  }

  verification_settings settings_;
  call_fsm call_;
  signature_form form_;
  bool with_headers_;
  bool forms_differ_ = false, form_changed_ = false;
  bool looking_ = false;
  std::string ask_endpoint_, look_endpoint_;
  deadline patience_;
  steady began_{};
  std::chrono::milliseconds pause_{};
  decision decision_;
  std::exception_ptr failure_;
};

/** Where the outcome of an approved call goes, and whether it has arrived (AIM specification 2.4): /result, where a newer server refuses
 *  that /execution-status, and where the authority does not know the verification any more, the plain action log. Authorities of 2025
 *  have no action log. */
class report_fsm {
 public:
  enum class route { result, execution_status, action_log };
  enum class act {
    send,     // to current()
    done,     // the authority has it
    later,    // not now: keep it and try again
    nowhere,  // there is no action log here
    refused   // the authority will never take it; say so loudly and give up
  };

  /** `verified` false: there is no verification to report to, only the action log. */
  explicit report_fsm(bool verified = true) : route_(verified ? route::result : route::action_log) {}

  act start() const noexcept { return act::send; }
  route current() const noexcept { return route_; }

  template <class Lazy = void>
  act on_answer(const exchange& e) {
    if (e.success()) return act::done;
    // 409: reported before, or decided otherwise; the first report stands
    if (e.status == 409) return act::done;
    if (e.status == 401 || e.status == 408 || e.status == 429 || e.status >= 500) return act::later;
    if (e.status == 403 && suspended(e.body)) return act::later;
    if (route_ == route::result && (e.status == 404 || e.status == 410 || (e.status == 403 && read_error(e.body).code == "executionOutcomeNotAccepted"))) {
      route_ = route::execution_status;
      return act::send;
    }
    if (route_ == route::execution_status && (e.status == 404 || e.status == 410)) {
      route_ = route::action_log;
      return act::send;
    }
    if (route_ == route::action_log && (e.status == 404 || e.status == 405) && read_error(e.body).text != "Agent not found") return act::nowhere;
    return act::refused;
  }
  act on_failure() const noexcept { return act::later; }

 private:
  /** A person has stopped the agent and may let it go on. "revoked" is for ever. */
  template <class Lazy = void>
  static bool suspended(std::string_view body) {
    const server_words words = read_error(body);
    return words.code == "agent_suspended" || (words.text.starts_with("Agent status is") && !words.text.starts_with("Agent status is revoked"));
  }

  route route_;
};

}  // namespace aim
}  // namespace v0
}  // namespace aval
