// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/connect.hpp>
#include <asio/io_context.hpp>
#include <asio/ip/tcp.hpp>
#include <asio/read.hpp>
#include <asio/write.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <thread>
#include <utility>

#include "aval/net/http_server.hpp"

/*  A server on a thread of its own, and a client that sends exactly the bytes it is told and blocks until the answer is there. */

namespace http_test {

using namespace aval;
using namespace std::chrono_literals;
using asio::ip::tcp;

class running_server {
 public:
  explicit running_server(net::http_handler handler, net::server_options options = {})
      : server(context_.get_executor(), std::move(handler), std::move(options)) {
    port = server.listen("127.0.0.1:0");
    server.start();
    thread_ = std::thread([this] { context_.run(); });
  }
  ~running_server() {
    if (!stopped_) stop(0ms);
    thread_.join();
  }
  void stop(std::chrono::milliseconds grace) {
    stopped_ = true;
    asio::co_spawn(context_, server.stop(grace), asio::detached);
  }
  void stop_and_wait(std::chrono::milliseconds grace) {
    stop(grace);
    thread_.join();  // returns when nothing of the server is left to run
    thread_ = std::thread([] {});
  }
  asio::io_context& context() { return context_; }

 private:
  asio::io_context context_;
  std::thread thread_;
  bool stopped_ = false;

 public:
  net::http_server server;
  std::uint16_t port = 0;
};

struct answer {
  int status = 0;  // 0: the server closed without one
  std::string body;
  net::headers headers;
  bool keep_alive = false;
  std::error_code error;
};

class raw_client {
 public:
  explicit raw_client(std::uint16_t port) : socket_(context_) { socket_.connect({asio::ip::address_v4::loopback(), port}); }

  void send(const std::string& bytes) {
    std::error_code ignored;  // a server may have answered and closed before everything was sent
    asio::write(socket_, asio::buffer(bytes), ignored);
  }
  answer receive(const std::string& method = "GET") {
    net::http_parser p(net::http_parser::role::response);
    answer out;
    do {
      p.start_response_to(method);
      while (p.parse_head(buffer_) == net::http_parser::outcome::more) {
        if (!more()) return out;
      }
      if ((out.error = p.error())) return out;
      buffer_.erase(0, p.head_size());
      interim += p.interim() ? 1 : 0;
    } while (p.interim());
    while (true) {
      const auto piece = p.parse_body(buffer_);
      out.body += piece.data;
      buffer_.erase(0, piece.used);
      if (piece.what == net::http_parser::outcome::complete) break;
      if (piece.what == net::http_parser::outcome::failed) break;
      if (piece.used == 0 && !more()) {
        p.finish();
        break;
      }
    }
    out.error = p.error();
    out.status = p.status();
    out.keep_alive = p.keep_alive();
    std::swap(out.headers, p.fields());
    return out;
  }
  answer exchange(const std::string& bytes, const std::string& method = "GET") {
    send(bytes);
    return receive(method);
  }
  /** Whether the server closes, and nothing comes before that. */
  bool closed() {
    while (more()) {
    }
    return buffer_.empty();
  }
  /** Receives at least one more byte into what rest() gives; false at the end. */
  bool more() {
    char chunk[4096];
    std::error_code ec;
    const std::size_t n = socket_.read_some(asio::buffer(chunk), ec);
    buffer_.append(chunk, n);
    return !ec;
  }
  const std::string& rest() const { return buffer_; }
  void close() { socket_.close(); }
  void reset() {
    socket_.set_option(asio::socket_base::linger(true, 0));
    socket_.close();
  }
  void half_close() { socket_.shutdown(tcp::socket::shutdown_send); }
  tcp::socket& socket() { return socket_; }
  int interim = 0;

 private:
  asio::io_context context_;
  tcp::socket socket_;
  std::string buffer_;
};

inline awaitable<void> echo(net::http_exchange& x) {
  const auto& r = x.request();
  x.response().headers.add("Content-Type", "text/plain");
  x.response().body.append(r.method()).append(" ").append(r.path());
  if (!r.query().empty()) x.response().body.append(" ?").append(r.query());
  if (!r.body().empty()) x.response().body.append(" ").append(r.body());
  co_return;
}

}  // namespace http_test
