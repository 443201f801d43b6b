// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/acp/detail/agent_state.hpp"
#include "aval/testing/manual_clock.hpp"

/*  Agents connected in memory, under a clock moved by hand: the same agent as over WebSocket Secure, with another Transport. */

namespace acp_test {

struct text_message {
  std::string_view data;
};

/** One end of a connection. */
class pipe_end : public std::enable_shared_from_this<pipe_end> {
 public:
  struct waiting {
    virtual ~waiting() = default;
    virtual void go(std::error_code) = 0;
  };
  template <class Handler>
  struct waiting_for final : waiting {
    explicit waiting_for(Handler h) : handler(std::move(h)) {}
    void go(std::error_code ec) override {
      const auto executor = asio::get_associated_executor(handler);
      asio::post(executor, [h = std::move(handler), ec]() mutable { std::move(h)(ec); });
    }
    Handler handler;
  };

  std::deque<std::string> inbox;
  std::string current;
  std::error_code over;
  std::uint16_t close_code = 0;
  std::weak_ptr<pipe_end> other;
  std::unique_ptr<waiting> receiver;
  text_message* to = nullptr;

  bool take(text_message& m, std::error_code& ec) {
    if (!inbox.empty()) {
      current = std::move(inbox.front());
      inbox.pop_front();
      m.data = current;
      return true;
    }
    ec = over;
    return static_cast<bool>(over);
  }
  void wake() {
    std::error_code ec;
    if (!receiver || !take(*to, ec)) return;
    std::exchange(receiver, nullptr)->go(ec);
  }
  void end(std::error_code why) {
    if (!over) over = why;
    wake();
  }
};

class memory_channel {
 public:
  memory_channel() = default;
  explicit memory_channel(std::shared_ptr<pipe_end> e) : end_(std::move(e)) {}

  bool receive_now(text_message& m, std::error_code& ec) { return end_->take(m, ec); }
  template <class Token>
  auto async_receive(text_message& m, Token&& token) {
    return asio::async_initiate<Token, void(std::error_code)>(start{}, token, end_, &m);
  }
  std::error_code send(std::string_view text) {
    if (end_->over) return end_->over;
    if (const auto other = end_->other.lock()) {
      other->inbox.emplace_back(text);
      other->wake();
    }
    return {};
  }
  std::size_t queued_bytes() const { return 0; }
  std::size_t queued_messages() const { return 0; }
  template <class Token>
  auto async_drained(Token&& token) {
    return asio::async_initiate<Token, void(std::error_code)>(at_once{}, token);
  }
  template <class Token>
  auto async_close(std::uint16_t code, std::string, Token&& token) {
    const auto closed = std::make_error_code(std::errc::not_connected);
    if (const auto other = end_->other.lock()) other->close_code = code, other->end(closed);
    end_->end(closed);
    return asio::async_initiate<Token, void(std::error_code)>(at_once{}, token);
  }
  void abort() {
    const auto reset = std::make_error_code(std::errc::connection_reset);
    if (const auto other = end_->other.lock()) other->end(reset);
    end_->end(reset);
  }
  pipe_end& end() { return *end_; }

 private:
  struct start {
    template <class Handler>
    void operator()(Handler&& h, std::shared_ptr<pipe_end> e, text_message* m) const {
      e->to = m;
      e->receiver = std::make_unique<pipe_end::waiting_for<std::decay_t<Handler>>>(std::forward<Handler>(h));
      e->wake();
    }
  };
  struct at_once {
    template <class Handler>
    void operator()(Handler&& h) const {
      pipe_end::waiting_for<std::decay_t<Handler>>(std::forward<Handler>(h)).go({});
    }
  };
  std::shared_ptr<pipe_end> end_;
};

class memory_transport;

/** Who listens where, and every connection that was made. One for each test. */
struct memory_net {
  memory_net() { here() = this; }
  ~memory_net() { here() = nullptr; }
  static memory_net*& here() {
    static memory_net* net = nullptr;
    return net;
  }
  std::map<std::string, memory_transport*> listening;
  std::vector<std::pair<std::shared_ptr<pipe_end>, std::shared_ptr<pipe_end>>> connections;
  int dialed = 0;
  /** As if the network, or the process at the other end, had gone. */
  void cut(std::size_t n) {
    connections.at(n).first->end(std::make_error_code(std::errc::connection_reset));
    connections.at(n).second->end(std::make_error_code(std::errc::connection_reset));
  }
};

class memory_transport {
 public:
  using channel = memory_channel;
  using message = text_message;
  using timer = asio::basic_waitable_timer<aval::testing::manual_clock>;

  memory_transport(aval::any_io_executor strand, const aval::acp::agent_options& o) : executor_(std::move(strand)), name_(o.protocol.id) {}
  ~memory_transport() { close(); }
  static aval::testing::manual_clock::time_point at(aval::acp::time_point t) { return aval::testing::manual_clock::time_point(t.time_since_epoch()); }

  std::string own_name() const { return name_; }
  aval::awaitable<aval::acp::arrival<channel>> dial(std::string url) { return run_dial(name_, std::move(url)); }
  void serve(std::function<void(aval::acp::arrival<channel>)> f) { arrived_ = std::move(f); }
  std::uint16_t listen(const std::string& address) {
    memory_net::here()->listening[address] = this;
    return 1;
  }
  void close() {
    if (memory_net::here() != nullptr) std::erase_if(memory_net::here()->listening, [this](const auto& l) { return l.second == this; });
  }
  aval::awaitable<void> stop() {
    close();
    co_return;
  }

 private:
  static aval::awaitable<aval::acp::arrival<channel>> run_dial(std::string me, std::string url) {
    memory_net& net = *memory_net::here();
    ++net.dialed;
    const auto at = net.listening.find(url);
    if (at == net.listening.end()) throw aval::error(std::make_error_code(std::errc::connection_refused), url);
    auto a = std::make_shared<pipe_end>(), b = std::make_shared<pipe_end>();
    a->other = b, b->other = a;
    net.connections.emplace_back(a, b);
    memory_transport& there = *at->second;
    aval::acp::arrival<channel> in;
    in.channel = channel(b);
    in.peer = me;
    asio::post(there.executor_, [f = there.arrived_, in]() mutable { f(std::move(in)); });
    aval::acp::arrival<channel> out;
    out.channel = channel(a);
    out.peer = there.name_;
    co_return out;
  }

  aval::any_io_executor executor_;
  std::string name_;
  std::function<void(aval::acp::arrival<channel>)> arrived_;
};

}  // namespace acp_test
