// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <unistd.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "aval/acp/agent.hpp"
#include "aval/acp/detail/agent_state.hpp"
#include "aval/core/detail/on_strand.hpp"

/*  The bodies of acp::basic_agent and acp::basic_session. */

namespace aval {
inline namespace v0 {
namespace acp {

namespace detail {

/** What a registration says of an agent that listens there: its address, or the machine's name where it is every address. */
inline std::string reachable_at(const std::string& address, std::uint16_t port) {
  std::string host = address.substr(0, address.rfind(':'));
  if (host == "0.0.0.0" || host == "[::]") {
    char name[256] = {};
    if (::gethostname(name, sizeof name - 1) == 0 && *name != '\0') host = name;
  }
  return "wss://" + host + ":" + std::to_string(port);
}

class start_session {
 public:
  start_session(std::string peer, session_init terms) : peer_(std::move(peer)), terms_(std::move(terms)) {}
  template <class State>
  void operator()(State& s, std::unique_ptr<waiter> who) {
    s.open_session(peer_, terms_, std::move(who));
  }

 private:
  std::string peer_;
  session_init terms_;
};

class start_dialing {
 public:
  start_dialing(std::string url, connect_terms terms) : url_(std::move(url)), terms_(std::move(terms)) {}
  template <class State>
  void operator()(State& s, std::unique_ptr<waiter> who) {
    s.dial(std::move(url_), std::move(terms_), std::move(who));
  }

 private:
  std::string url_;
  connect_terms terms_;
};

class start_close {
 public:
  start_close(std::string peer, const id& session, std::string why) : peer_(std::move(peer)), why_(std::move(why)), session_(session) {}
  template <class State>
  void operator()(State& s, std::unique_ptr<waiter> who) {
    s.close_session(peer_, session_, why_, std::move(who));
  }

 private:
  std::string peer_, why_;
  id session_;
};

}  // namespace detail

template <class Transport>
awaitable<detail::outcome> basic_session<Transport>::ask(state_ptr state, detail::start_request start) {
  return asio::async_initiate<const asio::use_awaitable_t<any_io_executor>, void(detail::outcome)>(
      detail::begin_on_strand<detail::agent_state<Transport>>{}, use_awaitable, std::move(state), std::move(start));
}

template <class Transport>
awaitable<void> basic_session<Transport>::close(std::string why) const {
  return run_close(state_, peer_, name_, std::move(why));
}

template <class Transport>
awaitable<void> basic_session<Transport>::run_close(state_ptr state, std::string peer, acp::id name, std::string why) {
  detail::start_close start(std::move(peer), name, std::move(why));
  co_await asio::async_initiate<const asio::use_awaitable_t<any_io_executor>, void(detail::outcome)>(
      detail::begin_on_strand<detail::agent_state<Transport>>{}, use_awaitable, std::move(state), std::move(start));
}

template <class Transport>
struct basic_agent<Transport>::owner {
  explicit owner(state_ptr p) : s(std::move(p)) {}
  ~owner() {
    auto& strand = s->strand();
    asio::post(strand, [s = std::move(s)] { s->abandon_all(); });
  }
  state_ptr s;
};

template <class Transport>
basic_agent<Transport>::basic_agent(any_io_executor executor, agent_options options)
    : owner_(std::make_shared<owner>(std::make_shared<state>(std::move(executor), std::move(options)))) {
  std::weak_ptr<state> weak = owner_->s;
  owner_->s->transport().serve([weak](arrival<typename Transport::channel> a) {
    if (const auto s = weak.lock()) s->accept(std::move(a));
  });
}

template <class Transport>
const std::string& basic_agent<Transport>::id() const noexcept { return owner_->s->settings().protocol.id; }

template <class Transport>
any_io_executor basic_agent<Transport>::get_executor() const noexcept { return owner_->s->executor(); }

template <class Transport>
void basic_agent<Transport>::keep(std::string name, detail::task_entry<task_context> entry) { owner_->s->handlers.insert_or_assign(std::move(name), std::move(entry)); }

template <class Transport>
void basic_agent<Transport>::keep_any(detail::task_entry<task_context> entry) { owner_->s->any_handler = std::move(entry); }

template <class Transport>
template <class F>
void basic_agent<Transport>::on_strand(F f) const {
  const auto s = owner_->s;
  asio::dispatch(s->strand(), [s, f = std::move(f)] {
    f(*s);
    s->pump_now();
  });
}

template <class Transport>
void basic_agent<Transport>::set_capabilities(std::vector<std::string> list) const {
  on_strand([list = std::move(list)](state& s) { s.core().set_capabilities(list); });
}

template <class Transport>
void basic_agent<Transport>::pause(std::string peer, bool on) const {
  on_strand([peer = std::move(peer), on](state& s) { s.core().pause(peer, std::nullopt, on); });
}

template <class Transport>
std::uint16_t basic_agent<Transport>::listen(const std::string& address) {
  const std::uint16_t port = owner_->s->transport().listen(address);
  on_strand([uri = detail::reachable_at(address, port)](state& s) { s.core().listening(uri); });
  return port;
}

template <class Transport>
awaitable<std::string> basic_agent<Transport>::connect(std::string url) const { return run_connect(owner_->s, std::move(url), connect_terms{}); }

template <class Transport>
awaitable<std::string> basic_agent<Transport>::connect(std::string url, awaited<connect_terms> terms) const {
  return run_connect(owner_->s, std::move(url), taken(std::move(terms)));
}

template <class Transport>
void basic_agent<Transport>::keep_connected(std::string url, connect_terms terms) const {
  const auto s = owner_->s;
  asio::dispatch(s->strand(), [s, url = std::move(url), terms = std::move(terms)] { s->dial(url, terms, nullptr); });
}

template <class Transport>
auto basic_agent<Transport>::open_session(std::string peer) const -> awaitable<session> { return run_open(owner_->s, std::move(peer), session_init{}); }

template <class Transport>
auto basic_agent<Transport>::open_session(std::string peer, awaited<session_init> terms) const -> awaitable<session> {
  return run_open(owner_->s, std::move(peer), taken(std::move(terms)));
}

template <class Transport>
awaitable<std::vector<peer_info>> basic_agent<Transport>::peers() const { return aval::detail::on_strand(owner_->s->strand(), run_peers(owner_->s)); }

template <class Transport>
awaitable<counters> basic_agent<Transport>::counts() const { return aval::detail::on_strand(owner_->s->strand(), run_counts(owner_->s)); }

template <class Transport>
awaitable<void> basic_agent<Transport>::stop() const { return aval::detail::on_strand(owner_->s->strand(), state::run_stop(owner_->s)); }

template <class Transport>
Transport& basic_agent<Transport>::transport() noexcept { return owner_->s->transport(); }

template <class Transport>
awaitable<std::vector<peer_info>> basic_agent<Transport>::run_peers(state_ptr s) { co_return s->core().peers(); }

template <class Transport>
awaitable<counters> basic_agent<Transport>::run_counts(state_ptr s) { co_return s->core().counts(); }

template <class Transport>
template <class Start>
awaitable<detail::outcome> basic_agent<Transport>::ask(state_ptr s, Start start) {
  return asio::async_initiate<const asio::use_awaitable_t<any_io_executor>, void(detail::outcome)>(detail::begin_on_strand<state>{}, use_awaitable, std::move(s),
                                                                                                std::move(start));
}

template <class Transport>
awaitable<std::string> basic_agent<Transport>::run_connect(state_ptr s, std::string url, connect_terms terms) {
  const std::string context = "connecting to " + url;
  detail::start_dialing start(std::move(url), std::move(terms));
  detail::outcome o = co_await ask(std::move(s), std::move(start));
  if (o.error) detail::throw_outcome(o, context);
  co_return std::move(o.peer);
}

template <class Transport>
auto basic_agent<Transport>::run_open(state_ptr s, std::string peer, session_init terms) -> awaitable<session> {
  const std::string context = "session with " + peer;
  detail::start_session start(peer, std::move(terms));
  detail::outcome o = co_await ask(s, std::move(start));
  if (o.error) detail::throw_outcome(o, context);
  co_return session(std::move(s), std::move(peer), o.name);
}

}  // namespace acp
}  // namespace v0
}  // namespace aval
