// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// WebSockets between our own ends: messages, closing, keep-alive, back-pressure, cancellation.
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <vector>

#include "net/websocket_fixture.hpp"

namespace {

using namespace websocket_test;

net::server_options secure() {
  net::server_options o;
  o.tls = mutual_tls();
  return o;
}

awaitable<void> exchange_sizes(net::websocket ws) {
  net::websocket_message m;
  for (const std::size_t size : {0u, 1u, 125u, 126u, 350u, 16384u, 65535u, 65536u, 300000u, 1048576u}) {
    for (const auto kind : {net::websocket_kind::text, net::websocket_kind::binary}) {
      const std::string sent(size, kind == net::websocket_kind::text ? 't' : '\xFF');
      EXPECT_FALSE(ws.send(kind, sent)) << size;
      co_await ws.async_receive(m, use_awaitable);
      EXPECT_TRUE(m.data == sent && m.kind == kind) << size;
    }
  }
}

TEST(websocket, echoes_messages_of_every_size_plain_and_under_mutual_tls) {
  for (const bool tls : {false, true}) {
    websocket_server s(echo_messages, {}, tls ? secure() : net::server_options());
    dialer d;
    auto ws = d.dial(s.url("/chat?room=1"));
    EXPECT_EQ(ws.target(), "/chat?room=1");
    EXPECT_EQ(ws.next_layer().is_tls(), tls);
    aval::testing::run(d.context, exchange_sizes(ws));
    EXPECT_FALSE(d.close(ws));
    EXPECT_EQ(ws.close_code(), 1000);
    s.server.stop_and_wait(20s);  // a server that still counts the connection would not end before
    EXPECT_EQ(s.server.server.connections(), 0u);
  }
}

awaitable<void> one_of_many(net::url where, int number, int* done) {
  auto o = dialing();
  auto ws = co_await net::connect_websocket(co_await this_coro::executor, where, o);
  net::websocket_message m;
  int received = 0;
  for (int round = 0; round < 10; ++round) {
    for (int i = 0; i < 16; ++i) ws.send(std::to_string(number) + ':' + std::string(static_cast<std::size_t>(i * 40), 'x') + std::to_string(round * 16 + i));
    while (received < (round + 1) * 16) {
      co_await ws.async_receive(m, use_awaitable);
      const int i = received % 16;
      const std::string wanted = std::to_string(number) + ':' + std::string(static_cast<std::size_t>(i * 40), 'x') + std::to_string(received);
      if (m.data != wanted) throw std::runtime_error("mixed up: " + std::string(m.data.substr(0, 20)));
      ++received;
    }
  }
  co_await ws.async_close(1000, "", use_awaitable);
  ++*done;
}

TEST(websocket, sixty_four_connections_at_once_never_mix_their_messages) {
  websocket_server s(echo_messages, {}, secure());
  asio::io_context context;
  int done = 0;
  std::exception_ptr failure;
  for (int i = 0; i < 64; ++i) {
    asio::co_spawn(context, one_of_many(s.url(), i, &done), [&](std::exception_ptr e) {
      if (e) failure = e;
    });
  }
  context.run();
  EXPECT_FALSE(code_of(failure)) << code_of(failure).message();
  EXPECT_EQ(done, 64);
}

TEST(websocket, what_is_gathered_leaves_together_with_what_posted_work_sends) {
  websocket_server s([](net::websocket ws) -> awaitable<void> {
    net::websocket_message m;
    co_await ws.async_receive(m, use_awaitable);
    ws.send("at once");
    ws.gather();
    asio::post(ws.get_executor(), [ws]() mutable { ws.send("with " + std::to_string(ws.queued_messages()) + " before it"); });
    co_await dialer::receive_code(ws);
  });
  dialer d;
  auto ws = d.dial(s.url());
  ws.send("go");
  EXPECT_EQ(d.receive(ws), "at once");
  EXPECT_EQ(d.receive(ws), "with 1 before it");
}

// ---- closing ---------------------------------------------------------------------------------------------------------------------

TEST(websocket, the_peer_learns_code_and_reason_of_a_close) {
  std::promise<std::string> seen;
  websocket_server s([&seen](net::websocket ws) -> awaitable<void> {
    net::websocket_message m;
    std::error_code ec;
    co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
    seen.set_value(std::to_string(ws.close_code()) + ' ' + ws.close_reason() + (ec == net::errc::websocket_closed ? " closed" : ec.message()));
    EXPECT_EQ(ws.send("too late"), net::errc::websocket_closed);
  });
  dialer d;
  auto ws = d.dial(s.url());
  EXPECT_FALSE(d.close(ws, 4001, "done"));
  EXPECT_EQ(seen.get_future().get(), "4001 done closed");
  EXPECT_EQ(ws.close_code(), 4001) << "echoed";
  EXPECT_EQ(d.receive_fails(ws), net::errc::websocket_closed) << "and it stays closed";
  EXPECT_FALSE(d.close(ws)) << "closing twice does no harm";
}

TEST(websocket, a_server_may_close_too_and_what_it_sent_before_arrives) {
  websocket_server s([](net::websocket ws) -> awaitable<void> {
    ws.send("last words");
    co_await ws.async_close(1008, "policy", use_awaitable);
  });
  dialer d;
  auto ws = d.dial(s.url());
  EXPECT_EQ(d.receive(ws), "last words");
  EXPECT_EQ(d.receive_fails(ws), net::errc::websocket_closed);
  EXPECT_EQ(ws.close_code(), 1008);
  EXPECT_EQ(ws.close_reason(), "policy");
}

TEST(websocket, a_stopping_server_closes_with_1001_also_where_nobody_receives) {
  std::atomic<int> sessions = 0;
  websocket_server s([&sessions](net::websocket ws) -> awaitable<void> {
    if (ws.target() == "/lazy") {  // never receives
      ++sessions;
      asio::steady_timer pause(ws.get_executor());
      while (ws.close_code() == 1006) {
        pause.expires_after(1ms);
        co_await pause.async_wait(use_awaitable);
      }
      co_return;
    }
    ++sessions;
    co_await echo_messages(ws);
  });
  dialer d;
  auto eager = d.dial(s.url("/eager")), lazy = d.dial(s.url("/lazy"));
  eager.send("x");
  EXPECT_EQ(d.receive(eager), "x");
  s.server.stop(5s);
  EXPECT_EQ(d.receive_fails(eager), net::errc::websocket_closed);
  EXPECT_EQ(d.receive_fails(lazy), net::errc::websocket_closed);
  EXPECT_EQ(eager.close_code(), 1001);
  EXPECT_EQ(lazy.close_code(), 1001);
}

TEST(websocket, a_message_stays_valid_while_the_server_stops) {
  std::promise<void> received;
  std::promise<bool> intact;
  std::atomic<bool> go_on = false;
  websocket_server s([&](net::websocket ws) -> awaitable<void> {
    net::websocket_message m;
    co_await ws.async_receive(m, use_awaitable);
    received.set_value();
    asio::steady_timer timer(ws.get_executor());
    while (!go_on) {
      timer.expires_after(1ms);
      co_await timer.async_wait(use_awaitable);
    }
    intact.set_value(m.data == std::string(3000, 'm'));
  });
  dialer d;
  auto ws = d.dial(s.url());
  ws.send(std::string(3000, 'm'));
  aval::testing::run(d.context, [](net::websocket w) -> awaitable<void> { co_await w.async_drained(use_awaitable); }(ws));
  received.get_future().get();
  for (int i = 0; i < 20; ++i) ws.send(std::string(2000, 'n'));  // arrives while the server only looks for our close
  s.server.stop(5s);
  EXPECT_EQ(d.receive_fails(ws), net::errc::websocket_closed);
  go_on = true;
  EXPECT_TRUE(intact.get_future().get());
}

TEST(websocket, a_peer_that_leaves_without_a_close_is_told_apart) {
  websocket_server s([](net::websocket ws) -> awaitable<void> {
    ws.next_layer().socket().set_option(asio::socket_base::linger(true, 0));
    ws.abort();
    co_return;
  });
  dialer d;
  auto ws = d.dial(s.url());
  const auto ec = d.receive_fails(ws);
  EXPECT_TRUE(ec == net::errc::peer_closed || ec == asio::error::connection_reset) << ec.message();
  EXPECT_EQ(ws.close_code(), 1006);
  EXPECT_FALSE(ws.is_open());
  EXPECT_TRUE(ws.send("x"));
}

TEST(websocket, the_end_of_the_last_handle_says_1001) {
  websocket_server s;
  dialer d;
  std::promise<std::uint16_t> seen;
  websocket_server watching([&seen](net::websocket ws) -> awaitable<void> {
    net::websocket_message m;
    std::error_code ec;
    co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
    seen.set_value(ws.close_code());
  });
  { auto ws = d.dial(watching.url()); }
  EXPECT_EQ(seen.get_future().get(), 1001);
}

TEST(websocket, abort_ends_what_waits) {
  websocket_server s;
  dialer d;
  auto ws = d.dial(s.url());
  std::error_code received, drained;
  net::websocket_message m;
  ws.async_receive(m, [&](std::error_code ec) { received = ec; });
  asio::post(d.context, [&] { ws.abort(); });
  d.context.restart();
  d.context.run();
  EXPECT_EQ(received, net::errc::closed);
  EXPECT_EQ(d.close(ws), net::errc::closed);
}

// ---- raw peers -------------------------------------------------------------------------------------------------------------------

const std::string upgrade =
    "GET /raw HTTP/1.1\r\nHost: x\r\nConnection: keep-alive, Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";

std::string masked(unsigned first, const std::string& payload) {
  std::string out(payload.size() + 14, '\0');
  const unsigned char key[4] = {1, 2, 3, 4};
  const std::size_t n = net::detail::put_frame_head(out.data(), first, payload.size(), true);
  std::memcpy(out.data() + n, key, 4);
  std::memcpy(out.data() + n + 4, payload.data(), payload.size());
  net::detail::apply_mask(out.data() + n + 4, payload.size(), key);
  out.resize(n + 4 + payload.size());
  return out;
}
std::string until_end(raw_client& c) {
  while (c.more()) {
  }
  return c.rest();
}

TEST(websocket, answers_the_upgrade_of_the_rfc_and_takes_frames_that_came_with_it) {
  websocket_server s;
  raw_client c(s.server.port);
  c.send(upgrade + "\r\n" + masked(0x81, "early"));
  const auto a = c.receive();
  EXPECT_EQ(a.status, 101);
  EXPECT_EQ(a.headers.find("Sec-WebSocket-Accept"), "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");  // RFC 6455 1.3
  EXPECT_FALSE(a.headers.contains("Sec-WebSocket-Extensions"));
  while (c.rest().size() < 7 && c.more()) {
  }
  EXPECT_EQ(c.rest(), "\x81\x05" "early");
  c.send(masked(0x88, "\x03\xE8"));
  EXPECT_EQ(until_end(c), "\x81\x05" "early" "\x88\x02\x03\xE8");
}

TEST(websocket, a_broken_frame_is_answered_with_its_close_code_even_if_more_bytes_are_on_the_way) {
  websocket_server s;
  raw_client c(s.server.port);
  EXPECT_EQ(c.exchange(upgrade + "\r\n").status, 101);
  c.send(masked(0xC1, std::string(200000, 'x')) + std::string(100000, 'y'));  // RSV1
  c.half_close();
  const std::string rest = until_end(c);
  ASSERT_GE(rest.size(), 4u);
  EXPECT_EQ(rest.substr(0, 1) + rest.substr(2, 2), "\x88\x03\xEA");
}

TEST(websocket, a_message_beyond_the_limit_gets_1009) {
  net::websocket_options o;
  o.max_message = 1000;
  websocket_server s(echo_messages, o);
  dialer d;
  auto ws = d.dial(s.url());
  ws.send(std::string(1000, 'a'));
  EXPECT_EQ(d.receive(ws).size(), 1000u);
  ws.send(std::string(1001, 'a'));
  EXPECT_EQ(d.receive_fails(ws), net::errc::websocket_closed);
  EXPECT_EQ(ws.close_code(), 1009);
}

TEST(websocket, a_peer_that_answers_no_ping_is_dropped) {
  std::promise<std::error_code> seen;
  net::websocket_options o;
  o.ping_interval = 10ms;
  o.pong_timeout = 30ms;
  websocket_server s([&seen](net::websocket ws) -> awaitable<void> {
    net::websocket_message m;
    std::error_code ec;
    co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
    seen.set_value(ec);
  }, o);
  raw_client c(s.server.port);
  EXPECT_EQ(c.exchange(upgrade + "\r\n").status, 101);
  EXPECT_EQ(until_end(c).substr(0, 2), std::string("\x89\0", 2));
  EXPECT_EQ(seen.get_future().get(), net::errc::timed_out);
}

TEST(websocket, a_peer_that_answers_pings_stays) {
  net::websocket_options o;
  o.ping_interval = 5ms;
  o.pong_timeout = 10s;
  websocket_server s(echo_messages, o);
  raw_client c(s.server.port);
  EXPECT_EQ(c.exchange(upgrade + "\r\n").status, 101);
  std::size_t pings = 0;
  while (pings < 20 && c.more()) {
    for (; pings < c.rest().size() / 2; ++pings) c.send(masked(0x8A, ""));
  }
  c.send(masked(0x81, "alive"));
  while (c.rest().find("alive") == std::string::npos && c.more()) {
  }
  EXPECT_NE(c.rest().find("alive"), std::string::npos);
}

TEST(websocket, a_close_without_an_answer_ends_after_the_close_time) {
  std::promise<std::error_code> seen;
  net::websocket_options o;
  o.close_timeout = 20ms;
  websocket_server s([&seen](net::websocket ws) -> awaitable<void> {
    std::error_code ec;
    co_await ws.async_close(1000, "", asio::redirect_error(use_awaitable, ec));
    seen.set_value(ec);
  }, o);
  raw_client c(s.server.port);
  EXPECT_EQ(c.exchange(upgrade + "\r\n").status, 101);
  EXPECT_EQ(until_end(c), "\x88\x02\x03\xE8");
  EXPECT_EQ(seen.get_future().get(), net::errc::timed_out);
}

// ---- back-pressure and cancellation ------------------------------------------------------------------------------------------------

awaitable<void> fill_up(net::websocket ws, std::size_t* taken, std::error_code* refused, std::error_code* drained) {
  const std::string piece(100000, 'p');
  while (!(*refused = ws.send(piece))) ++*taken;
  EXPECT_GT(ws.queued_bytes(), 0u);
  EXPECT_LE(ws.queued_bytes(), 1000000u);
  EXPECT_GT(ws.queued_messages(), 0u);
  EXPECT_LE(ws.queued_messages(), 10u);
  co_await ws.async_drained(asio::redirect_error(use_awaitable, *drained));
  EXPECT_EQ(ws.queued_messages(), 0u);
}

TEST(websocket, a_slow_reader_fills_the_queue_and_no_more) {
  std::size_t taken = 0;
  std::error_code refused, drained = net::errc::closed;
  std::promise<void> full;
  net::websocket_options o;
  o.max_queued_bytes = 1000000;
  websocket_server s([&](net::websocket ws) -> awaitable<void> {
    co_await fill_up(ws, &taken, &refused, &drained);
    co_await ws.async_close(1000, "", use_awaitable);
    full.set_value();
  }, o);
  dialer d;
  auto ws = d.dial(s.url());
  std::size_t received = 0;
  for (;; ++received) {
    const auto m = d.receive(ws);
    if (m.size() != 100000) break;
  }
  full.get_future().get();
  EXPECT_EQ(refused, net::errc::queue_full);
  EXPECT_FALSE(drained);
  EXPECT_EQ(received, taken) << "what was refused was not half sent";
}

TEST(websocket, a_cancelled_receive_loses_nothing) {
  websocket_server s;
  dialer d;
  auto ws = d.dial(s.url());
  net::websocket_message m;
  for (int i = 0; i < 3; ++i) {
    asio::cancellation_signal stop;
    std::error_code outcome;
    ws.async_receive(m, asio::bind_cancellation_slot(stop.slot(), [&](std::error_code ec) { outcome = ec; }));
    std::error_code second;
    ws.async_receive(m, [&](std::error_code ec) { second = ec; });
    asio::post(d.context, [&] { stop.emit(asio::cancellation_type::terminal); });
    d.context.restart();
    while (!outcome) d.context.run_one();
    EXPECT_EQ(outcome, asio::error::operation_aborted);
    EXPECT_EQ(second, aval::errc::invalid_state) << "one at a time";
    const std::string text = "message " + std::to_string(i);
    ws.send(text);
    EXPECT_EQ(d.receive(ws), text);
  }
  EXPECT_FALSE(d.close(ws));
}

TEST(websocket, a_cancelled_close_goes_on) {
  websocket_server s;
  dialer d;
  auto ws = d.dial(s.url());
  asio::cancellation_signal stop;
  std::error_code outcome;
  ws.async_close(1000, "bye", asio::bind_cancellation_slot(stop.slot(), [&](std::error_code ec) { outcome = ec; }));
  stop.emit(asio::cancellation_type::terminal);
  d.context.restart();
  d.context.run();
  EXPECT_EQ(outcome, asio::error::operation_aborted);
  EXPECT_EQ(ws.close_code(), 1000) << "the peer has answered";
}

TEST(websocket, text_that_is_not_utf8_is_not_sent) {
  websocket_server s;
  dialer d;
  auto ws = d.dial(s.url());
  EXPECT_EQ(ws.send("\xFF"), net::errc::bad_text);
  EXPECT_EQ(ws.queued_messages(), 0u);
  ws.send("fine");
  EXPECT_EQ(d.receive(ws), "fine");
}

// ---- the upgrade -------------------------------------------------------------------------------------------------------------------

TEST(websocket, requests_that_are_no_upgrade_get_a_plain_answer_and_the_connection_stays) {
  net::websocket_options o;
  o.allowed_origins = {"https://good.example"};
  websocket_server s(echo_messages, o);
  raw_client c(s.server.port);
  EXPECT_EQ(c.exchange("GET / HTTP/1.1\r\nHost: x\r\n\r\n").status, 426);
  EXPECT_EQ(c.exchange("POST" + upgrade.substr(3) + "\r\n").status, 405);
  const auto wrong_version = c.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 8\r\n\r\n");
  EXPECT_EQ(wrong_version.status, 426);
  EXPECT_EQ(wrong_version.headers.find("Sec-WebSocket-Version"), "13");
  const std::string without_key = upgrade.substr(0, upgrade.find("Sec-WebSocket-Key"));
  EXPECT_EQ(c.exchange(without_key + "\r\n").status, 400);
  EXPECT_EQ(c.exchange(without_key + "Sec-WebSocket-Key: short\r\n\r\n").status, 400);
  EXPECT_EQ(c.exchange(upgrade + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").status, 400) << "two keys";
  EXPECT_EQ(c.exchange(upgrade + "Content-Length: 2\r\n\r\nhi").status, 400);
  EXPECT_EQ(c.exchange(upgrade + "Origin: https://evil.example\r\n\r\n").status, 403);
  EXPECT_EQ(c.exchange(upgrade + "Origin: https://good.example\r\n\r\n").status, 101);
}

TEST(websocket, a_subprotocol_is_agreed_on_or_left_out) {
  net::websocket_options o;
  o.subprotocols = {"v2.acp", "v1.acp"};
  websocket_server s(echo_messages, o);
  dialer d;
  auto mine = dialing();
  EXPECT_EQ(d.dial(s.url(), mine).subprotocol(), "");
  mine.websocket.subprotocols = {"v1.acp", "v2.acp"};
  EXPECT_EQ(d.dial(s.url(), mine).subprotocol(), "v2.acp") << "the server's taste decides";
  mine.websocket.subprotocols = {"other"};
  EXPECT_EQ(d.dial(s.url(), mine).subprotocol(), "");
}

/** A server that answers an upgrade with the given text. */
class fake_server {
 public:
  explicit fake_server(std::string answer) : acceptor_(context_, {asio::ip::address_v4::loopback(), 0}), port(acceptor_.local_endpoint().port()) {
    thread_ = std::thread([this, answer] {
      auto socket = acceptor_.accept();
      std::string head;
      std::error_code ec;
      char byte;
      while (!head.ends_with("\r\n\r\n") && asio::read(socket, asio::buffer(&byte, 1), ec) == 1) head += byte;
      std::string key = head.substr(head.find("Sec-WebSocket-Key: ") + 19, 24), text = answer;
      if (const auto at = text.find("ACCEPT"); at != std::string::npos) text.replace(at, 6, net::detail::websocket_accept_of(key));
      asio::write(socket, asio::buffer(text), ec);
      while (asio::read(socket, asio::buffer(&byte, 1), ec) == 1) {
      }
    });
  }
  ~fake_server() { thread_.join(); }
  net::url url() const { return net::url("ws://127.0.0.1:" + std::to_string(port)); }

 private:
  asio::io_context context_;
  asio::ip::tcp::acceptor acceptor_;
  std::thread thread_;

 public:
  std::uint16_t port;
};

TEST(websocket, a_dialer_checks_the_answer) {
  const std::string good = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ACCEPT\r\n";
  struct row {
    const char* what;
    std::string answer;
    std::error_code wanted;
  };
  const auto bad = make_error_code(net::errc::bad_upgrade);
  for (const auto& r : std::vector<row>{
           {"good", good + "\r\n", {}},
           {"after an interim answer", "HTTP/1.1 103 Early Hints\r\n\r\n" + good + "\r\n", {}},
           {"not found", "HTTP/1.1 404 No such thing\r\nContent-Length: 0\r\n\r\n", net::errc::upgrade_refused},
           {"a wrong Accept", "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n", bad},
           {"no Accept", "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", bad},
           {"no Upgrade", "HTTP/1.1 101 S\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ACCEPT\r\n\r\n", bad},
           {"no Connection", "HTTP/1.1 101 S\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: ACCEPT\r\n\r\n", bad},
           {"an extension nobody asked for", good + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n", bad},
           {"a subprotocol nobody asked for", good + "Sec-WebSocket-Protocol: chat\r\n\r\n", bad},
           {"no HTTP", "SSH-2.0-OpenSSH_9.2\r\n\r\n", net::errc::bad_status_line},
           {"a head too large", good + "X: " + std::string(20000, 'x') + "\r\n\r\n", net::errc::head_too_large},
       }) {
    fake_server s(r.answer);
    dialer d;
    EXPECT_EQ(d.dial_fails(s.url()), r.wanted) << r.what << ": " << d.said;
  }
}

TEST(websocket, a_server_that_says_nothing_is_given_up_in_time) {
  asio::io_context context;
  asio::ip::tcp::acceptor silent(context, {asio::ip::address_v4::loopback(), 0});
  auto o = dialing();
  o.websocket.handshake_timeout = 30ms;
  dialer d;
  const std::string port = std::to_string(silent.local_endpoint().port());
  EXPECT_EQ(d.dial_fails(net::url("ws://127.0.0.1:" + port), o), net::errc::timed_out);
  EXPECT_EQ(d.dial_fails(net::url("wss://127.0.0.1:" + port), o), net::errc::timed_out);
  EXPECT_EQ(d.dial_fails(net::url("http://127.0.0.1:" + port), o), net::errc::invalid_url);
}

TEST(websocket, a_dialer_whose_certificate_is_refused_is_told_so) {
  websocket_server s(echo_messages, {}, secure());
  dialer d;
  auto o = dialing();
  o.tls.certificate_pem.clear();
  o.tls.private_key_pem = {};
  EXPECT_EQ(d.dial_fails(s.url(), o), net::errc::certificate_refused) << d.said;
  const auto other = crypto::self_signed_certificate({.client = true}).value();
  o.tls.certificate_pem = other.certificate_pem;
  o.tls.private_key_pem = std::string(other.private_key_pem.reveal());
  EXPECT_EQ(d.dial_fails(s.url(), o), net::errc::certificate_refused) << d.said;
  EXPECT_FALSE(d.dial_fails(s.url()));
}

}  // namespace
