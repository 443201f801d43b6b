// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  WebSocket over mutual TLS 1.3, loopback: text messages of 350 bytes echoed by a server in a process of its own, whose CPU time is
 *  read from outside. One raw client (OpenSSL on non-blocking sockets with epoll, prepared frames) plays against three servers: raw,
 *  which knows frames of this one size and no HTTP, ours, and Boost.Beast. Ping-pong, windows of 64 messages, full handshakes (TCP,
 *  TLS with both certificates, upgrade), and resident memory of idle connections. Every message is compared on both sides.
 *
 *      benchmark_websocket [--json] [--smoke] [--rounds N] [--only SUBSTRING]          (raw, ours or beast) */

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <asio/io_context.hpp>

#include "allocations.hpp"
#include "aval/net/http_server.hpp"
#include "aval/net/websocket_server.hpp"
#include "measure.hpp"
#include "raw_tls.hpp"

#if __has_include(<boost/beast/websocket.hpp>)
#  define HAS_BEAST 1
#  include <boost/asio/io_context.hpp>
#  include <boost/asio/ip/tcp.hpp>
#  include <boost/asio/ssl/context.hpp>
#  include <boost/beast/core.hpp>
#  include <boost/beast/ssl.hpp>
#  include <boost/beast/websocket.hpp>
#  include <boost/beast/websocket/ssl.hpp>
#else
#  define HAS_BEAST 0
#endif

namespace {

namespace net = aval::net;
using namespace bench;

// ---- what is on the wire ------------------------------------------------------------------------------------------------------

const std::string message(350, 'm');
const std::string upgrade =
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const std::string switched =  // RFC 6455 1.3
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

std::string client_frame() {
  std::string f("\x81\xFE\x01\x5E\x37\xFA\x21\x3D", 8);
  for (std::size_t i = 0; i < message.size(); ++i) f += static_cast<char>(message[i] ^ f[4 + i % 4]);
  return f;
}
const std::string from_client = client_frame(), from_server = std::string("\x81\x7E\x01\x5E", 4) + message;

// ---- raw ----------------------------------------------------------------------------------------------------------------------

void raw_server(int pipe) {
  const auto tls = net::tls_context::server(loopback_tls());
  raw_serve(pipe, tls, [](raw_connection* c) {
    if (!c->switched) {
      if (c->got < upgrade.size()) return;
      if (std::memcmp(c->text, upgrade.data(), upgrade.size()) != 0) fail("raw server: bad upgrade");
      c->got = 0;
      c->switched = true;
      return c->send(switched);
    }
    std::size_t at = 0;
    for (; c->got - at >= from_client.size(); at += from_client.size()) {
      char* f = c->text + at;
      for (std::size_t k = 0; k < message.size(); ++k) f[8 + k] = static_cast<char>(f[8 + k] ^ f[4 + k % 4]);
      if (std::memcmp(f + 8, message.data(), message.size()) != 0) fail("raw server: bad message");
      c->out += from_server;
    }
    c->eaten(at);
    if (!c->out.empty()) c->send(c->out);
    c->out.clear();
  });
}

raw_connection* connect(std::uint16_t port, const net::tls_context& tls) {
  auto* c = raw_connect(port, tls);
  c->send(upgrade);
  std::string head;
  while (!head.ends_with("\r\n\r\n")) {
    const int n = SSL_read(c->ssl, c->text, sizeof c->text);
    if (n <= 0) fail("raw client: no answer to the upgrade");
    head.append(c->text, static_cast<std::size_t>(n));
  }
  if (!head.starts_with("HTTP/1.1 101 ") || head.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == std::string::npos) fail("raw client: no upgrade");
  return c;
}

/** `connections` at once, each with a window of `window` messages, until `count` have been echoed behind the warm-up. */
figures raw_client(const server_process& server, unsigned connections, unsigned window, unsigned count) {
  const auto tls = net::tls_context::client(loopback_tls());
  std::string burst;
  for (unsigned i = 0; i < window; ++i) burst += from_client;
  const unsigned warm_up = (count / 10 / (window * connections) + 1) * window * connections;
  unsigned started = 0, done = 0;
  const auto send = [&](raw_connection* c) {
    if (started >= warm_up + count) return;
    started += window;
    c->left = window;
    c->send(burst);
  };
  std::vector<raw_connection*> all;
  for (unsigned i = 0; i < connections; ++i) all.push_back(connect(server.port, tls));
  stopwatch watch(server);
  for (auto* c : all) send(c);
  bool measuring = false;
  raw_play(all, [&](raw_connection* c) {
    std::size_t at = 0;
    for (; c->got - at >= from_server.size(); at += from_server.size(), --c->left, ++done) {
      if (c->left == 0 || std::memcmp(c->text + at, from_server.data(), from_server.size()) != 0) fail("raw client: bad message");
    }
    c->eaten(at);
    if (!measuring && done >= warm_up) measuring = true, watch.begin();
    if (done >= warm_up + count) return watch.end(count), true;
    if (c->left == 0) send(c);
    return false;
  });
  for (auto* c : all) raw_close(c);
  return watch.result;
}

// ---- ours ---------------------------------------------------------------------------------------------------------------------

aval::awaitable<void> echo(net::http_exchange& x) {
  const net::websocket_options options;
  auto ws = co_await net::accept_websocket(x, options);
  net::websocket_message m;
  for (;;) {
    std::error_code ec;
    if (!ws.receive_now(m, ec)) co_await ws.async_receive(m, asio::redirect_error(aval::use_awaitable, ec));
    if (ec) co_return;
    if (m.kind != net::websocket_kind::text || m.data != message) fail("our server: bad message");
    if (ws.send(m.data)) fail("our server: send");
  }
}
void our_server(int pipe) {
  asio::io_context context(1);
  net::server_options o;
  o.tls = loopback_tls();
  o.strand_per_connection = false;
  net::http_server server(context.get_executor(), echo, o);
  const std::uint16_t port = server.listen("127.0.0.1:0");
  tell_port(pipe, port);
  server.start();
  context.run();
}

// ---- Boost.Beast --------------------------------------------------------------------------------------------------------------

#if HAS_BEAST
namespace beast = boost::beast;
namespace bwebsocket = beast::websocket;
using btcp = boost::asio::ip::tcp;

class beast_session : public std::enable_shared_from_this<beast_session> {  // as Beast's example websocket-server-async-ssl
 public:
  beast_session(btcp::socket socket, boost::asio::ssl::context& tls) : ws_(std::move(socket), tls) {}
  void run() {
    beast::get_lowest_layer(ws_).expires_after(std::chrono::seconds(30));
    ws_.next_layer().async_handshake(boost::asio::ssl::stream_base::server, [self = shared_from_this()](beast::error_code ec) {
      if (ec) return;
      beast::get_lowest_layer(self->ws_).expires_never();
      self->ws_.set_option(bwebsocket::stream_base::timeout::suggested(beast::role_type::server));
      self->ws_.async_accept([self](beast::error_code failure) {
        if (!failure) self->read();
      });
    });
  }

 private:
  void read() {
    ws_.async_read(buffer_, [self = shared_from_this()](beast::error_code ec, std::size_t) {
      if (!ec) self->reply();
    });
  }
  void reply() {
    const auto data = buffer_.cdata();
    if (data.size() != message.size() || std::memcmp(data.data(), message.data(), data.size()) != 0) fail("beast server: bad message");
    ws_.text(ws_.got_text());
    ws_.async_write(data, [self = shared_from_this()](beast::error_code ec, std::size_t) {
      self->buffer_.clear();
      if (!ec) self->read();
    });
  }
  bwebsocket::stream<beast::ssl_stream<beast::tcp_stream>> ws_;
  beast::flat_buffer buffer_;
};

void beast_server(int pipe) {
  boost::asio::io_context context(1);
  boost::asio::ssl::context tls(boost::asio::ssl::context::tls_server);
  tls.use_certificate_chain(boost::asio::buffer(loopback_identity().certificate));
  tls.use_private_key(boost::asio::buffer(loopback_identity().key), boost::asio::ssl::context::pem);
  tls.add_certificate_authority(boost::asio::buffer(loopback_identity().certificate));
  tls.set_verify_mode(boost::asio::ssl::verify_peer | boost::asio::ssl::verify_fail_if_no_peer_cert);
  btcp::acceptor acceptor(context, btcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  const std::uint16_t port = acceptor.local_endpoint().port();
  tell_port(pipe, port);
  std::function<void()> accept = [&] {
    acceptor.async_accept([&](beast::error_code ec, btcp::socket socket) {
      if (!ec) {
        socket.set_option(btcp::no_delay(true));
        std::make_shared<beast_session>(std::move(socket), tls)->run();
      }
      accept();
    });
  };
  accept();
  context.run();
}
#endif

// ---- measuring ----------------------------------------------------------------------------------------------------------------

struct peer {
  const char* name;
  void (*serve)(int);
};
struct exercise {
  const char* name;
  unsigned connections, window, count;  // window 0: handshakes
};

figures measure(const peer& p, const exercise& x, unsigned count) {
  const auto server = start_server(p.serve);
  figures f;
  if (x.window == 0) {
    const auto tls = net::tls_context::client(loopback_tls());
    raw_close(connect(server.port, tls));
    stopwatch watch(server);
    watch.begin();
    for (unsigned i = 0; i < count; ++i) raw_close(connect(server.port, tls));
    watch.end(count);
    f = watch.result;
  } else {
    f = raw_client(server, x.connections, x.window, count);
  }
  stop_server(server);
  return f;
}

/** Resident memory for each connection that has echoed a few messages and is idle. */
double idle_memory(const peer& p, unsigned connections) {
  const auto server = start_server(p.serve);
  const auto tls = net::tls_context::client(loopback_tls());
  const auto exchange = [](raw_connection* c) {
    c->send(from_client);
    for (std::size_t got = 0; got < from_server.size();) {
      const int n = SSL_read(c->ssl, c->text, sizeof c->text);
      if (n <= 0) fail("idle connection lost");
      got += static_cast<std::size_t>(n);
    }
  };
  raw_connection* first = connect(server.port, tls);
  for (int i = 0; i < 10; ++i) exchange(first);
  const double before = resident_kib(server.pid);
  std::vector<raw_connection*> all;
  for (unsigned i = 0; i < connections; ++i) all.push_back(connect(server.port, tls));
  for (int k = 0; k < 3; ++k) {
    for (auto* c : all) exchange(c);
  }
  ::usleep(3'500'000);  // ticks notice that they are idle
  const double after = resident_kib(server.pid);
  for (auto* c : all) exchange(c);  // still alive
  for (auto* c : all) raw_close(c);
  raw_close(first);
  stop_server(server);
  return (after - before) / connections;
}

}  // namespace

int main(int argc, char** argv) {
  const auto a = parse_arguments(argc, argv, 9, true);
  std::signal(SIGPIPE, SIG_IGN);  // for the raw side
  loopback_identity();            // before a server is forked
  std::vector<peer> peers{{"raw", raw_server}, {"ours", our_server}};
#if HAS_BEAST
  peers.push_back({"beast", beast_server});
#endif
  if (!a.only.empty()) std::erase_if(peers, [&](const peer& p) { return std::string(p.name).find(a.only) == std::string::npos; });
  const std::vector<exercise> exercises{{"ping-pong, 1 connection", 1, 1, 5'000},
                                        {"ping-pong, 64 connections", 64, 1, 20'000},
                                        {"window of 64, 1 connection", 1, 64, 64'000},
                                        {"window of 64, 64 connections", 64, 64, 64 * 2048},
                                        {"handshake", 1, 0, 100}};

  report r("websocket", a);
  for (unsigned round = 0; round < a.rounds; ++round) {
    for (const auto& x : exercises) {
      for (const auto& p : peers) r.add(std::string(p.name) + ", " + x.name, measure(p, x, a.smoke ? std::max(5u, x.count / 100 / 64 * 64) : x.count));
    }
  }
  const double to_raw[] = {1.05, 1.08, 1.25, 1.25, 1 / 0.9}, of_beast[] = {1.15, 1.3, 10, 10, 0.95};
  for (std::size_t i = 0; i < exercises.size(); ++i) {
    const std::string x = std::string(", ") + exercises[i].name;
    r.ratio("server CPU, ours/raw" + x, "ours" + x, "raw" + x, &figures::server_cpu, at_most(to_raw[i]));
    r.ratio("server CPU, beast/ours" + x, "beast" + x, "ours" + x, &figures::server_cpu, at_least(of_beast[i]));
    r.ratio("wall, ours/raw" + x, "ours" + x, "raw" + x, &figures::wall);
  }
  if (!a.smoke) {
    for (const auto& p : peers) {
      const double kib = idle_memory(p, 500);
      r.value(std::string("KiB resident for an idle connection of ") + p.name, kib, std::string(p.name) == "ours" ? at_most(48) : goal{});
    }
  }
#if !HAS_BEAST
  r.note("Boost.Beast is not installed: left out");
#endif
  r.print();
  return 0;
}
