// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "aval/acp/detail/handler.hpp"
#include "aval/acp/session.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/compilation.hpp"

/*  An agent that talks to others: listens and dials at once, carries out their tasks, hands them its own.
 *
 *      acp::agent bob(executor, acp::agent_from_folder("certs", "agente_py"));
 *      bob.on_task("sumar", [](sum_request r) -> aval::awaitable<sum_answer> { co_return sum_answer{r.a + r.b}; });
 *      bob.listen("0.0.0.0:8765");
 *
 *      acp::agent alice(executor, acp::agent_from_folder("certs", "agente_cpp"));
 *      co_await alice.connect("wss://host:8765");
 *      auto session = co_await alice.open_session("agente_py");
 *      sum_request request{.a = 1, .b = 2};
 *      auto answer = co_await session.request<sum_answer>("sumar", request);
 *
 *  Registration, capabilities, acknowledgements, repetition, pings and reconnecting happen by themselves, also while handlers run. */

namespace aval {
inline namespace v0 {
namespace acp {

template <class Lazy>
class basic_wss_transport;
using wss_transport = basic_wss_transport<void>;

/** A handle: copies are the same agent. When the last copy goes, everything ends without waiting; stop() is the orderly end.
 *
 *  @par Threads   handlers are set before listen() and connect(); everything else from any thread. The agent's own work, hooks and (without
 *                 agent_options::handlers) task handlers run on one strand over the executor. */
template <class Transport>
class basic_agent {
 public:
  using session = basic_session<Transport>;
  using task_context = basic_task_context<Transport>;

  /** @par Exceptions  aval::error: aval::errc::invalid_argument without authority or certificate; net::errc::bad_certificate;
   *                   std::system_error with errc::bad_identity when neither options nor certificate give a valid name. */
  explicit basic_agent(any_io_executor executor, agent_options options = {});

  const std::string& id() const noexcept;
  any_io_executor get_executor() const noexcept;

  // ---- what it can do for others

  /** Carries out tasks of this name (descripcion_tarea). The handler takes, by value and in any order, at most one struct (parametros, by the
   *  names of its members), or json::raw, and a task_context if it wants one; it returns awaitable<A>, or A when it does not wait; A is a
   *  struct, anything with a JSON form, json::raw, or void. What track_action and require_approval make of such a function is a handler itself.
   *
   *  Handlers of different tasks run at the same time, up to options::max_running_tasks. What one throws is answered as "fallo" with the
   *  exception's text (printable, cut). One whose session or connection ends, or whose time is over, is cancelled (terminal).
   *  A request is acknowledged before a plain function is called. All the same, one that computes for long without waiting belongs on
   *  agent_options::handlers: in its place, on the agent's strand, pings and other tasks wait for it. */
  template <class F>
  void on_task(std::string name, F handler) {
    keep(std::move(name), detail::make_entry<task_context>(std::move(handler)));
  }
  /** Tasks of every other name; task_context::name() tells it. Without one they are answered with "fallo". */
  template <class F>
  void on_any_task(F handler) {
    keep_any(detail::make_entry<task_context>(std::move(handler)));
  }
  /** Announces new capabilities on every connection. */
  void set_capabilities(std::vector<std::string> list) const;

  // ---- connections

  /** Accepts connections at "address:port" (port 0: any) and returns the port. Registrations tell the address if options::uri is empty.
   *  @par Exceptions  aval::error: net::errc::invalid_address; errors of the system. */
  std::uint16_t listen(const std::string& address);

  /** Dials a wss:// URL and completes when both sides are registered, with the other agent's name. From then on the connection is kept: when it
   *  is lost it is dialed again, with growing pauses (unless terms.keep is false). Two agents may dial each other; both connections stay.
   *
   *  @par Errors        those of net::connect_websocket; wrong_peer, bad_identity, registration_refused, registration_timed_out, shut_down. After
   *                     an error nothing is kept.
   *  @par Cancellation  every type: the connection is given up. */
  awaitable<std::string> connect(std::string url) const;
  awaitable<std::string> connect(std::string url, awaited<connect_terms> terms) const;
  /** Dials in the background, for as long as it takes. */
  void keep_connected(std::string url, connect_terms terms = {}) const;

  // ---- sessions

  /** Opens a session with an agent that is connected, or that a connected hub knows.
   *
   *  @par Errors        not_connected; session_rejected (the peer's text is the reason); session_timed_out; not_acknowledged; connection_lost;
   *                     queue_full; shut_down; the codes of ERROR.
   *  @par Cancellation  every type: nobody waits any more, and the session is closed. */
  awaitable<session> open_session(std::string peer) const;
  awaitable<session> open_session(std::string peer, awaited<session_init> terms) const;

  // ---- the whole

  /** Asks an agent to stop sending new tasks and sessions, or to go on. */
  void pause(std::string peer, bool on) const;
  /** The agents known at this moment. */
  awaitable<std::vector<peer_info>> peers() const;
  awaitable<counters> counts() const;
  /** The orderly end: no new sessions and tasks, SESSION_CLOSE for all, close 1001; completes when the connections are closed, at the latest
   *  after agent_options::stop_timeout, when the rest is cut off. What is pending elsewhere ends with session_closed, connection_lost or shut_down. */
  awaitable<void> stop() const;

  Transport& transport() noexcept;

 private:
  using state = detail::agent_state<Transport>;
  using state_ptr = std::shared_ptr<state>;

  struct owner;

  void keep(std::string name, detail::task_entry<task_context> entry);
  void keep_any(detail::task_entry<task_context> entry);
  template <class F>
  void on_strand(F f) const;
  static awaitable<std::vector<peer_info>> run_peers(state_ptr s);
  static awaitable<counters> run_counts(state_ptr s);
  template <class Start>
  static awaitable<detail::outcome> ask(state_ptr s, Start start);
  static awaitable<std::string> run_connect(state_ptr s, std::string url, connect_terms terms);
  static awaitable<session> run_open(state_ptr s, std::string peer, session_init terms);

  std::shared_ptr<owner> owner_;
};

using agent = basic_agent<wss_transport>;
using session = basic_session<wss_transport>;
using task_context = basic_task_context<wss_transport>;

}  // namespace acp
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/acp/impl/agent.hpp"
#  include "aval/acp/wss_transport.hpp"
#endif
