// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "aval/acp/agent_options.hpp"
#include "aval/acp/detail/core_records.hpp"
#include "aval/acp/detail/waiter.hpp"
#include "aval/acp/peer_core.hpp"
#include "aval/core/awaited.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

namespace aval {
inline namespace v0 {
namespace acp {

namespace detail {

template <class Transport>
class agent_state;

class start_request {
 public:
  start_request(std::string peer, const id& session, std::string task, json::raw parameters, request_terms terms)
      : peer_(std::move(peer)), task_(std::move(task)), session_(session), parameters_(std::move(parameters)), terms_(terms) {}
  template <class State>
  void operator()(State& s, std::unique_ptr<waiter> who) {
    s.request(peer_, session_, task_, std::move(parameters_), terms_, std::move(who));
  }

 private:
  std::string peer_, task_;
  id session_;
  json::raw parameters_;
  request_terms terms_;
};

[[noreturn]] inline void throw_outcome(outcome& o, std::string context) {
  if (o.error == errc::task_failed || !o.result.is_null()) throw task_error(o.error, std::move(context), std::move(o.reason), std::move(o.result));
  throw aval::error(o.error, std::move(context), std::move(o.reason));
}

}  // namespace detail

/** One session with one agent, seen from this side. A handle: copies are the same session, and dropping them does not close it.
 *
 *      auto session = co_await alice.open_session("agente_py");
 *      sum_request request{.a = 1, .b = 2};                              // named: see the box on temporaries in the README
 *      auto answer = co_await session.request<sum_answer>("sumar", request);
 *
 *  @par Threads  from any thread; completions run on the caller's executor. */
template <class Transport>
class basic_session {
 public:
  /** No session; only assignment makes sense. */
  basic_session() = default;
  basic_session(std::shared_ptr<detail::agent_state<Transport>> state, std::string peer, const id& name)
      : state_(std::move(state)), peer_(std::move(peer)), name_(name) {}

  const std::string& peer() const noexcept { return peer_; }
  const acp::id& id() const noexcept { return name_; }

  /** Hands a task to the other agent and waits for its answer, read as a T (void: whatever it is; json::raw: as its text).
   *
   *  Completes when the answer, an ERROR, the end of the session or of the connection has come, or the time is over (terms.timeout, else
   *  options::task_timeout). Requests may overlap; answers come in any order.
   *
   *  @par Errors        task_failed (task_error has error_detalle); invalid_answer; task_timed_out; not_acknowledged; session_closed;
   *                     connection_lost: it may or may not have been carried out; queue_full; the codes of ERROR.
   *  @par Cancellation  terminal, partial and total alike: the caller stops waiting and the request is not repeated any more. There is no message
   *                     that takes a task back: the other agent may carry it out, and its answer is then acknowledged and dropped.
   *  @par Lifetime      parameters are written as JSON before the call returns.
   *  @par Precondition  P is a struct, a json::value object, or json::raw holding an object. */
  template <class T, class P>
  awaitable<T> request(std::string task, P&& parameters, request_terms terms = {}) const {
    using plain = std::remove_cvref_t<P>;
#if AVAL_TEMPORARIES_IN_CO_AWAIT_ARE_UNSAFE
    static_assert(std::is_lvalue_reference_v<P> || !aval::detail::owning_aggregate<plain>,
                  "aval: this compiler destroys a temporary aggregate inside co_await twice. Name it first: `T object{...}; co_await session.request<A>(\"task\", object);`");
#endif
    if constexpr (std::is_same_v<plain, json::raw>) return run<T>(state_, peer_, name_, std::move(task), json::raw(std::forward<P>(parameters)), terms);
    else return run<T>(state_, peer_, name_, std::move(task), json::raw(json::write(parameters)), terms);
  }
  /** A task without parameters. */
  template <class T = void>
  awaitable<T> request(std::string task) const {
    return run<T>(state_, peer_, name_, std::move(task), json::raw(), request_terms{});
  }

  /** Ends the session: SESSION_CLOSE, then until the peer has acknowledged or options::session_closing is over. Requests and tasks that are
   *  going on in it end with session_closed. Closing what is closed already does nothing. Throws nothing but bad_alloc.
   *  @par Cancellation  every type: nobody waits any more, the closing goes on. */
  awaitable<void> close(std::string why = {}) const;

 private:
  using state_ptr = std::shared_ptr<detail::agent_state<Transport>>;

  static awaitable<detail::outcome> ask(state_ptr state, detail::start_request start);
  template <class T>
  static awaitable<T> run(state_ptr state, std::string peer, acp::id name, std::string task, json::raw parameters, request_terms terms) {
    const std::string context = "task \"" + task + "\" of " + peer;
    detail::start_request start(std::move(peer), name, std::move(task), std::move(parameters), terms);
    detail::outcome o = co_await ask(state, std::move(start));
    if (o.error) detail::throw_outcome(o, context);
    if constexpr (std::is_same_v<T, json::raw>) {
      co_return std::move(o.result);
    } else if constexpr (!std::is_void_v<T>) {
      auto read = json::read<T>(o.result.text());
      if (!read) throw aval::error(make_error_code(errc::invalid_answer), context + ": resultado" + read.error().path + ": " + read.error().what);
      co_return std::move(*read);
    }
  }
  static awaitable<void> run_close(state_ptr state, std::string peer, acp::id name, std::string why);

  state_ptr state_;
  std::string peer_;
  acp::id name_;
};

/** What a task handler may want to know, and its way to ask back. */
template <class Transport>
class basic_task_context {
 public:
  basic_task_context(std::shared_ptr<detail::agent_state<Transport>> state, const incoming_task& t)
      : state_(std::move(state)), peer_(t.peer), name_(t.name), session_(t.session), deadline_(t.deadline) {}

  /** The agent that asks: the name in its certificate (through a hub: that the hub vouches for). */
  const std::string& peer() const noexcept { return peer_; }
  /** What it asks for. */
  const std::string& name() const noexcept { return name_; }
  const acp::id& session_id() const noexcept { return session_; }
  /** The session of the task; requests in it go back to the agent that asks. */
  basic_session<Transport> session() const { return {state_, peer_, session_}; }
  /** When the asking agent stops waiting, if it said so; the handler is then cancelled, and "fallo" is answered. */
  std::optional<time_point> deadline() const noexcept { return deadline_; }

 private:
  std::shared_ptr<detail::agent_state<Transport>> state_;
  std::string peer_, name_;
  acp::id session_;
  std::optional<time_point> deadline_;
};

}  // namespace acp
}  // namespace v0
}  // namespace aval
