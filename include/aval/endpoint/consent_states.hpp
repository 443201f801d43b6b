// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "aval/core/clock.hpp"
#include "aval/core/error.hpp"
#include "aval/credentials/workload_user.hpp"
#include "aval/crypto/random.hpp"

/*  Which consents are under way, and whose they are.
 *
 *      auto state = states.issue("ana", workload_user::of_token(jwt));   // becomes the custom state of the request for a token;
 *                                                                        // or a scoped_state, which goes where no consent was needed
 *      states.bind(state, session_uri);                                  // as soon as the service has named its session
 *      ... the browser comes back with both ...
 *      auto taken = states.take(state, session_uri, "ana");              // who is logged in at that browser
 *
 *  Why all three: the user of a link is not always the one who was given it. Somebody who asks for a consent and hands the link on would
 *  get a token for the account of whoever clicks (that is what `subject` is checked for), also by bringing another's session together
 *  with a state of his own (that is what bind() is for). A state ends with the first attempt to use it, good or bad. */

namespace aval {
inline namespace v0 {
namespace endpoint {

struct consent_states_options {
  std::chrono::seconds lifetime = std::chrono::minutes(10);  // from issue() to take()
  std::size_t most_of_one = 16;                              // open ones of one subject; more push his oldest out
  std::size_t most = 10000;                                  // open ones altogether
  clock_source clock = {};
};

enum class state_check {
  good,
  unknown,           ///< never issued, used already, or too old
  another_session,   ///< issued for another session, or its session was never told
  another_subject    ///< somebody else's
};

struct taken_state {
  state_check what = state_check::unknown;
  credentials::workload_user user = {};  // of a good one
};

/** The states that are under way. A cheap handle; copies are the same book.
 *
 *  @par Threads  any. */
class consent_states {
 public:
  explicit consent_states(consent_states_options options = {}) : book_(std::make_shared<book>()) { book_->options = std::move(options); }

  /** A fresh state, not to be guessed. `subject` is how the user is known at the browser, `user` how the token's issuer knows him.
   *  @par Exceptions  aval::errc::invalid_argument without one of them; aval::errc::limit_exceeded when too many are under way. */
  std::string issue(std::string subject, credentials::workload_user user) {
    if (subject.empty() || user.how() == credentials::workload_user::kind::nobody)
      throw error(aval::errc::invalid_argument, "consent_states: a consent has a subject and a user");
    std::string state = crypto::random_token(32);
    const auto now = book_->options.clock.steady();
    const std::lock_guard lock(book_->mutex);
    make_room(subject, now);
    entry e;
    e.subject = std::move(subject);
    e.user = std::move(user);
    e.until = now + book_->options.lifetime;
    e.number = ++book_->issued;
    book_->open.emplace(state, std::move(e));
    return state;
  }

  /** The session that the service has opened for this state. False: the state is not under way, or belongs to another session. */
  bool bind(std::string_view state, std::string session_uri) {
    const std::lock_guard lock(book_->mutex);
    const auto found = book_->open.find(std::string(state));
    if (found == book_->open.end() || session_uri.empty()) return false;
    std::string& bound = found->second.session_uri;
    if (bound.empty()) bound = std::move(session_uri);
    else if (bound != session_uri) return false;
    return true;
  }

  /** Ends a state: whatever comes of it, it is not good a second time. */
  taken_state take(std::string_view state, std::string_view session_uri, std::string_view subject) {
    taken_state out;
    const auto now = book_->options.clock.steady();
    const std::lock_guard lock(book_->mutex);
    auto found = book_->open.extract(std::string(state));
    if (found.empty() || found.mapped().until <= now) return out;
    entry& e = found.mapped();
    if (subject.empty() || e.subject != subject) {
      out.what = state_check::another_subject;
    } else if (session_uri.empty() || e.session_uri != session_uri) {
      out.what = state_check::another_session;
    } else {
      out.what = state_check::good;
      out.user = std::move(e.user);
    }
    return out;
  }

  /** The consent is not waited for any more. */
  void forget(std::string_view state) {
    const std::lock_guard lock(book_->mutex);
    book_->open.erase(std::string(state));
  }
  /** As forget(), unless a session was bound to it: then its link is out, and somebody may still come back with it. */
  void forget_unbound(std::string_view state) {
    const std::lock_guard lock(book_->mutex);
    const auto found = book_->open.find(std::string(state));
    if (found != book_->open.end() && found->second.session_uri.empty()) book_->open.erase(found);
  }

  std::size_t size() const {
    const std::lock_guard lock(book_->mutex);
    return book_->open.size();
  }

 private:
  using time_point = std::chrono::steady_clock::time_point;
  struct entry {
    std::string subject, session_uri;
    credentials::workload_user user;
    time_point until;
    std::size_t number = 0;
  };
  struct book {
    consent_states_options options;
    std::mutex mutex;
    std::unordered_map<std::string, entry> open;
    std::size_t issued = 0, swept_at = 0;
  };

  void make_room(const std::string& subject, time_point now) {
    auto& open = book_->open;
    if (open.size() >= book_->options.most || book_->issued - book_->swept_at >= 64) {  // the old ones go in passing
      book_->swept_at = book_->issued;
      std::erase_if(open, [&](const auto& e) { return e.second.until <= now; });
    }
    std::size_t own = 0;
    auto oldest = open.end();
    for (auto e = open.begin(); e != open.end(); ++e) {
      if (e->second.subject != subject) continue;
      ++own;
      if (oldest == open.end() || e->second.number < oldest->second.number) oldest = e;
    }
    if (own >= book_->options.most_of_one && oldest != open.end()) open.erase(oldest);
    if (open.size() >= book_->options.most) throw error(aval::errc::limit_exceeded, "consent_states: too many consents are under way");
  }

  std::shared_ptr<book> book_;
};

/** A state for one question for a token. Most of these bring the token without any consent, and nobody comes back with the state then: it
 *  is forgotten at the end of the scope, unless a session was bound to it.
 *
 *      endpoint::scoped_state state(states, "ana", workload_user::of_token(jwt));
 *      ... ask for the token with state.text() as custom state; states.bind(state.text(), session_uri) when there is a link ... */
class scoped_state {
 public:
  /** As consent_states::issue(). */
  scoped_state(consent_states states, std::string subject, credentials::workload_user user)
      : states_(std::move(states)), text_(states_.issue(std::move(subject), std::move(user))) {}
  ~scoped_state() { states_.forget_unbound(text_); }
  scoped_state(const scoped_state&) = delete;
  scoped_state& operator=(const scoped_state&) = delete;

  const std::string& text() const noexcept { return text_; }

 private:
  consent_states states_;
  std::string text_;
};

}  // namespace endpoint
}  // namespace v0
}  // namespace aval
