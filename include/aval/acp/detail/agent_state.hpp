// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <atomic>
#include <chrono>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aval/acp/agent_options.hpp"
#include "aval/acp/detail/handler.hpp"
#include "aval/acp/detail/waiter.hpp"
#include "aval/acp/peer_core.hpp"
#include "aval/acp/session.hpp"

/*  The agent around the protocol core: channels, handlers, one timer, and the coroutines that wait for outcomes. Everything on one strand.
 *
 *  A Transport has
 *      channel                  async_receive, receive_now, send, queued_bytes, queued_messages, async_drained, async_close, abort (as net::websocket);
 *                               gather and flush where it has them
 *      timer, at(time_point)    a waitable timer, and the core's time on its clock
 *      dial(url)                awaitable<arrival>: a channel and the proven name of its other end
 *      listen(address), serve(function), stop()
 *  wss_transport.hpp is the real one; tests have one in memory under a clock moved by hand. */

namespace aval {
inline namespace v0 {
namespace acp {

/** A new connection. */
template <class Channel>
struct arrival {
  Channel channel = {};
  std::string peer = {};  ///< the only CN of its certificate; empty: it names no agent
  std::string why = {};   ///< then: what is wrong with it
};

namespace detail {

template <class Transport>
class agent_state : public std::enable_shared_from_this<agent_state<Transport>> {
 public:
  using channel = typename Transport::channel;
  using context = basic_task_context<Transport>;
  using pointer = std::shared_ptr<agent_state>;

  /** One address that is dialed, again and again. */
  struct dialer : std::enable_shared_from_this<dialer> {
    dialer(const pointer& s, std::string u, connect_terms t)
        : state(s), url(std::move(u)), terms(std::move(t)), pause(s->strand_),
          again(s->settings().protocol.reconnect_first, s->settings().protocol.reconnect_longest, s->settings().protocol.reconnect_stable,
                s->settings().protocol.reconnect_jitter, s->settings().protocol.reconnect_least) {}
    std::weak_ptr<agent_state> state;
    std::string url;
    connect_terms terms;
    typename Transport::timer pause;
    reconnect_fsm again;
    asio::cancellation_signal give_up;
    std::unique_ptr<waiter> first;  // who waits for the first success
    link_id link = 0;
    bool stopping = false;
  };

  agent_state(any_io_executor e, agent_options o)
      : executor_(e), strand_(asio::make_strand(e)), options_(std::move(o)), transport_(strand_, options_), core_(with_name(options_, transport_)),
        timer_(strand_), stopped_(strand_) {
    options_.protocol = core_.settings();
  }

  const any_io_executor& executor() const noexcept { return executor_; }
  asio::strand<any_io_executor>& strand() noexcept { return strand_; }
  std::uint64_t next_ticket() noexcept { return ++tickets_; }
  const agent_options& settings() const noexcept { return options_; }
  peer_core& core() noexcept { return core_; }
  Transport& transport() noexcept { return transport_; }
  bool stopping() const noexcept { return stopping_; }

  std::map<std::string, task_entry<context>, std::less<>> handlers;
  task_entry<context> any_handler;

  // ---- operations, on the strand

  void request(const std::string& peer, const id& session, const std::string& task, json::raw parameters, request_terms terms, std::unique_ptr<waiter> who) {
    const auto at = channels_.find(core_.link_of(peer, session));
    if (at != channels_.end() && (at->second.queued_bytes() > options_.websocket.max_queued_bytes / 2 || at->second.queued_messages() > options_.max_queued_messages))
      return fail(std::move(who), make_error_code(errc::queue_full));
    std::error_code ec;
    const id name = core_.request(peer, session, task, std::move(parameters), terms, ec);
    if (ec) return fail(std::move(who), ec);
    wait_for(name, wait_kind::request, peer, std::move(who));
  }
  void open_session(const std::string& peer, const session_init& terms, std::unique_ptr<waiter> who) {
    std::error_code ec;
    const id name = core_.open_session(peer, terms, ec);
    if (ec) return fail(std::move(who), ec);
    wait_for(name, wait_kind::session, peer, std::move(who));
  }
  void close_session(const std::string& peer, const id& name, const std::string& why, std::unique_ptr<waiter> who) {
    if (!core_.close_session(peer, name, why)) {
      who->complete({}, true);
      return pump();
    }
    wait_for(name, wait_kind::close, peer, std::move(who));
  }
  /** Cancellation of whoever waits under this ticket. */
  void give_up(std::uint64_t ticket) {
    for (auto it = waiting_.begin(); it != waiting_.end(); ++it) {
      if (it->second.who->ticket != ticket) continue;
      const id name = it->first;
      waits w = std::move(it->second);
      waiting_.erase(it);
      if (w.kind == wait_kind::request) core_.abandon(name);
      if (w.kind == wait_kind::session) core_.close_session(w.peer, name, "given up");
      outcome o;
      o.error = make_error_code(errc::cancelled);
      w.who->complete(std::move(o), true);
      return pump();
    }
    for (const auto& known : dialers_) {
      if (!known->first || known->first->ticket != ticket) continue;
      const auto d = known;
      outcome o;
      o.error = make_error_code(errc::cancelled);
      std::exchange(d->first, nullptr)->complete(std::move(o), true);
      stop_dialing(*d);
      if (d->link != 0) drop(d->link, "given up");  // it stands, and is not registered yet
      return pump();
    }
  }

  void pump_now() { pump(); }

  // ---- connections, on the strand

  void dial(std::string url, connect_terms terms, std::unique_ptr<waiter> first) {
    if (stopping_) {
      if (first) fail(std::move(first), make_error_code(errc::shut_down));
      return;
    }
    auto d = std::make_shared<dialer>(this->shared_from_this(), std::move(url), std::move(terms));
    d->first = std::move(first);
    dialers_.push_back(d);
    asio::co_spawn(strand_, run_dialer(this->shared_from_this(), d), asio::bind_cancellation_slot(d->give_up.slot(), forget_dialer{this->shared_from_this(), d}));
  }
  /** A connection came in. */
  void accept(arrival<channel> a) {
    const link_id l = a.peer.empty() || stopping_ ? 0 : core_.opened(connection_role::listener, a.peer);
    if (l == 0) {
      say(log_level::warning, "a connection is refused: " + (a.why.empty() ? std::string("its name cannot be used") : a.why));
      return spawn_close(std::move(a.channel), 1008, a.why.empty() ? "not a name for an agent" : a.why);
    }
    asio::co_spawn(strand_, run_link(this->shared_from_this(), std::move(a.channel), l), asio::detached);
    pump();
  }

  /** Ends everything at once; for the handle's destructor. */
  void abandon_all() {
    stopping_ = true;
    core_.shut_down();
    pump();
    for (const auto& d : std::vector(dialers_)) stop_dialing(*d);
    for (const auto& c : std::vector(channels_.begin(), channels_.end())) channel(c.second).abort();
    for (const auto& t : tasks_) asio::post(t.second->where, [signal = t.second] { signal->emit(asio::cancellation_type::terminal); });
    timer_.cancel();
    transport_.close();
  }

  static awaitable<void> run_stop(pointer self) {
    self->stopping_ = true;
    self->core_.shut_down();
    self->pump();
    for (const auto& d : std::vector(self->dialers_))
      if (d->link == 0) self->stop_dialing(*d);
    self->stopped_.expires_after(self->options_.stop_timeout);
    std::error_code ec;
    while (!self->idle() && !ec) {
      co_await self->stopped_.async_wait(asio::redirect_error(use_awaitable, ec));
      if (ec == asio::error::operation_aborted) ec.clear();  // something has ended: look again
      else break;
    }
    self->abandon_all();
    co_await self->transport_.stop();
  }

 private:
  enum class wait_kind : unsigned char { request, session, close };
  struct waits {
    wait_kind kind;
    std::unique_ptr<waiter> who;
    std::string peer;
  };
  struct forget_dialer {
    pointer self;
    std::shared_ptr<dialer> d;
    void operator()(std::exception_ptr e) {
      if (d->first) {
        outcome o;
        o.error = e ? code_of(e) : make_error_code(errc::shut_down);
        std::exchange(d->first, nullptr)->complete(std::move(o), true);
      }
      std::erase(self->dialers_, d);
      self->wake_stop();
    }
  };

  static options with_name(const agent_options& o, Transport& t) {
    options p = o.protocol;
    if (p.id.empty()) p.id = t.own_name();
    return p;
  }
  void say(log_level level, const std::string& text) const { options_.protocol.log.log(level, "acp", text); }
  static void fail(std::unique_ptr<waiter> who, std::error_code ec) {
    outcome o;
    o.error = ec;
    who->complete(std::move(o), true);
  }
  void wait_for(const id& name, wait_kind kind, const std::string& peer, std::unique_ptr<waiter> who) {
    waiting_.insert_or_assign(name, waits{kind, std::move(who), peer});
    const bool before = std::exchange(beginning_, true);
    pump();
    beginning_ = before;
  }
  void complete(const id& name, wait_kind kind, output& o) {
    const auto it = waiting_.find(name);
    if (it == waiting_.end() || it->second.kind != kind) return;
    const auto who = std::move(it->second.who);
    waiting_.erase(it);
    outcome out;
    out.error = kind == wait_kind::close ? std::error_code() : o.error;
    out.reason = std::move(o.reason);
    out.peer = std::move(o.peer);
    out.result = std::move(o.result);
    out.name = name;
    who->complete(std::move(out), beginning_);
  }

  // ---- outputs of the core

  void pump() {
    const pointer keep = this->shared_from_this();
    core_.drain([this](output& o) { on(o); });
    arm();
  }
  void on(output& o) {
    switch (o.what) {
      case output::kind::send: {
        const auto c = channels_.find(o.link);
        if (c == channels_.end()) return;
        if (const auto ec = c->second.send(o.text)) {
          say(log_level::warning, "a connection cannot take more: " + ec.message());
          drop(o.link, ec.message());
        }
        return;
      }
      case output::kind::close: {
        const auto c = channels_.find(o.link);
        if (c == channels_.end()) return;
        channel ch = std::move(c->second);
        channels_.erase(c);
        return spawn_close(std::move(ch), o.close_code, std::move(o.reason));
      }
      case output::kind::ready: return on_ready(o);
      case output::kind::start_task: return start(o.task);
      case output::kind::cancel_task:
        if (const auto t = tasks_.find(o.task); t != tasks_.end()) {
          const auto signal = t->second;
          asio::dispatch(signal->where, [signal] { signal->emit(asio::cancellation_type::terminal); });
        }
        return;
      case output::kind::request_done: return complete(o.name, wait_kind::request, o);
      case output::kind::session_opened:
        if (!o.error && options_.on_session) options_.on_session(o.peer, o.name, true);
        return complete(o.name, wait_kind::session, o);
      case output::kind::session_offered:
        if (options_.on_session) options_.on_session(o.peer, o.name, true);
        return;
      case output::kind::session_ended:
        if (options_.on_session) options_.on_session(o.peer, o.name, false);
        return complete(o.name, wait_kind::close, o);
      case output::kind::capabilities: return;
    }
  }
  void on_ready(output& o) {
    ready_.insert_or_assign(o.link, o.peer);
    for (const auto& d : dialers_) {
      if (d->link != o.link) continue;
      d->again.on_ready(core_.settings().clock.steady());
      if (d->first) {
        outcome out;
        out.peer = o.peer;
        std::exchange(d->first, nullptr)->complete(std::move(out), beginning_);
      }
      break;
    }
    if (options_.on_connection) options_.on_connection(o.peer, true);
  }

  // ---- time

  void arm() {
    const auto next = core_.next_wakeup();
    if (!next || (armed_ && *armed_ <= *next)) return;
    armed_ = next;
    timer_.expires_at(Transport::at(*next));
    timer_.async_wait(wake{this->weak_from_this()});
  }
  struct wake {
    std::weak_ptr<agent_state> weak;
    void operator()(std::error_code ec) const {
      const auto self = weak.lock();
      if (ec || !self) return;
      self->armed_.reset();
      self->core_.tick();
      self->pump();
    }
  };

  // ---- tasks

  struct running : asio::cancellation_signal {
    any_io_executor where;
  };
  void start(task_id number) {
    incoming_task* const t = core_.task(number);
    if (t == nullptr) return;
    const auto found = handlers.find(t->name);
    task_entry<context>& h = found != handlers.end() ? found->second : any_handler;
    if (h.now && !options_.handlers && later_ != nullptr) return later_->push_back(number);
    context c(this->shared_from_this(), *t);
    json::raw parameters = std::move(t->parameters);
    if (h.now && !options_.handlers) {
      json::raw result;
      try {
        result = h.now(std::move(c), std::move(parameters));
      } catch (...) {
        return core_.answer(number, false, describe(std::current_exception()));
      }
      return core_.answer(number, true, std::move(result));
    }
    if (!h.now && !h.run) return core_.answer(number, false, json::raw(json::write("no such task: " + printable(t->name, 100))));
    auto signal = std::make_shared<running>();
    signal->where = options_.handlers ? any_io_executor(asio::make_strand(*options_.handlers)) : any_io_executor(strand_);
    tasks_.emplace(number, signal);
    if (!options_.handlers) ++started_;
    auto operation = run_handler(h, std::move(c), std::move(parameters));
    asio::co_spawn(signal->where, std::move(operation), asio::bind_cancellation_slot(signal->slot(), asio::bind_executor(strand_, finish{this->shared_from_this(), number, signal})));
  }
  /** The plain functions that were asked for by what has just been read: behind the acknowledgements, which leave first. */
  void start_all(std::vector<task_id>& tasks, channel& ch) {
    if (tasks.empty()) return;
    if constexpr (requires { ch.flush(); }) ch.flush();
    for (const task_id t : tasks) {
      start(t);
      pump();
    }
    tasks.clear();
  }
  static awaitable<json::raw> run_handler(task_entry<context> h, context c, json::raw parameters) {
    if (h.now) co_return h.now(std::move(c), std::move(parameters));
    auto operation = h.run(std::move(c), std::move(parameters));
    co_return co_await std::move(operation);
  }
  struct finish {
    pointer self;
    task_id number;
    std::shared_ptr<running> signal;
    void operator()(std::exception_ptr e, json::raw result) {
      self->tasks_.erase(number);
      if (e) self->core_.answer(number, false, describe(e));
      else self->core_.answer(number, true, std::move(result));
      self->pump();
      self->wake_stop();
    }
  };
  /** The reason as a JSON string, fit for logs. */
  static json::raw describe(const std::exception_ptr& e) {
    std::string text = "unknown failure";
    try {
      std::rethrow_exception(e);
    } catch (const std::exception& x) {
      text = printable(x.what());
    } catch (...) {  // something that is no std::exception: nothing to say about it
    }
    return json::raw(json::write(text));
  }

  // ---- channels

  static awaitable<void> run_link(pointer self, channel ch, link_id l) {
    self->channels_.insert_or_assign(l, ch);
    self->pump();
    typename Transport::message m;
    std::error_code ec;
    std::vector<task_id> plain;
    for (unsigned at_once = 0; !ec;) {
      if (++at_once > 16 || !ch.receive_now(m, ec)) {
        self->start_all(plain, ch);
        at_once = 0;
        co_await ch.async_receive(m, asio::redirect_error(use_awaitable, ec));
      }
      if (ec) break;
      const auto started = self->started_;
      self->later_ = &plain;
      self->core_.received(l, m.data);
      self->pump();
      self->later_ = nullptr;
      if constexpr (requires { ch.gather(); }) {  // an answer that is there at once shares a record and a system call with the acknowledgement
        if (started != self->started_) ch.gather();
      }
      if (ch.queued_bytes() <= self->options_.read_pause) continue;
      self->start_all(plain, ch);
      co_await ch.async_drained(asio::redirect_error(use_awaitable, ec));
    }
    self->drop(l, ec.message());
    self->pump();
  }
  /** The connection is gone, for whatever reason. */
  void drop(link_id l, const std::string& why) {
    if (const auto c = channels_.find(l); c != channels_.end()) {
      c->second.abort();
      channels_.erase(c);
    }
    core_.lost(l, why);
    if (const auto r = ready_.find(l); r != ready_.end()) {
      const std::string peer = std::move(r->second);
      ready_.erase(r);
      if (options_.on_connection) options_.on_connection(peer, false);
    }
    wake_stop();
  }
  void spawn_close(channel ch, std::uint16_t code, std::string reason) {
    ++closing_;
    asio::co_spawn(strand_, run_close(std::move(ch), code, std::move(reason)), closed{this->shared_from_this()});
  }
  struct closed {
    pointer self;
    void operator()(std::exception_ptr) {
      --self->closing_;
      self->wake_stop();
    }
  };
  static awaitable<void> run_close(channel ch, std::uint16_t code, std::string reason) {
    std::error_code ec;
    co_await ch.async_close(code, std::move(reason), asio::redirect_error(use_awaitable, ec));
  }

  static awaitable<void> run_dialer(pointer self, std::shared_ptr<dialer> d) {
    while (!self->stopping_ && !d->stopping) {
      std::exception_ptr failed;
      try {
        arrival<channel> a = co_await self->transport_.dial(d->url);
        std::string wrong = a.why;
        errc code = errc::bad_identity;
        if (wrong.empty() && !d->terms.peer.empty() && a.peer != d->terms.peer) wrong = "the certificate names another agent", code = errc::wrong_peer;
        if (wrong.empty()) d->link = self->core_.opened(connection_role::dialer, a.peer, d->terms.hub);
        if (wrong.empty() && d->link == 0) wrong = "the certificate's name cannot be used";
        if (!wrong.empty()) {
          self->spawn_close(std::move(a.channel), 1008, wrong);
          throw aval::error(make_error_code(self->stopping_ ? errc::shut_down : code), d->url + ": " + wrong);
        }
        co_await run_link(self, std::move(a.channel), d->link);
        if (d->first) throw aval::error(make_error_code(errc::registration_refused), d->url);
      } catch (...) {
        failed = std::current_exception();
      }
      d->link = 0;
      if (failed) {
        const auto ec = code_of(failed);
        self->say(log_level::warning, "dialing " + d->url + ": " + ec.message());
        if (d->first || ec == condition::cancelled) std::rethrow_exception(failed);
      }
      if (!d->terms.keep || self->stopping_ || d->stopping) co_return;
      const auto& o = self->options_.protocol;
      d->pause.expires_at(Transport::at(o.clock.steady() + d->again.on_lost(o.clock.steady(), o.random.fraction())));
      std::error_code ec;
      co_await d->pause.async_wait(asio::redirect_error(use_awaitable, ec));
    }
  }
  void stop_dialing(dialer& d) {
    d.stopping = true;
    d.pause.cancel();
    if (d.link == 0) d.give_up.emit(asio::cancellation_type::terminal);
  }
  bool idle() const noexcept { return closing_ == 0 && channels_.empty() && dialers_.empty() && tasks_.empty(); }
  void wake_stop() {
    if (stopping_ && idle()) stopped_.cancel();
  }

  any_io_executor executor_;
  asio::strand<any_io_executor> strand_;
  agent_options options_;
  Transport transport_;
  peer_core core_;
  typename Transport::timer timer_;
  typename Transport::timer stopped_;
  std::optional<time_point> armed_;
  std::atomic<std::uint64_t> tickets_{0};
  bool stopping_ = false, beginning_ = false;
  std::size_t closing_ = 0;
  std::uint64_t started_ = 0;  // handlers that run behind the present turn
  std::vector<task_id>* later_ = nullptr;  // while a message is processed: plain functions to be called when their acknowledgements have left
  std::unordered_map<link_id, channel> channels_;
  std::unordered_map<link_id, std::string> ready_;
  std::unordered_map<id, waits> waiting_;
  std::unordered_map<task_id, std::shared_ptr<running>> tasks_;
  std::vector<std::shared_ptr<dialer>> dialers_;
};

}  // namespace detail
}  // namespace acp
}  // namespace v0
}  // namespace aval
