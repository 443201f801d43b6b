// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// WebSockets with other people's software, both ways: python3-websockets, npm's ws, and Chromium. The programs are in tests/peers.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "aval/net/websocket_deflate.hpp"
#include "net/websocket_fixture.hpp"
#include "peers/program.hpp"

namespace {

using namespace websocket_test;

class folder {
 public:
  folder() {
    std::string name = (std::filesystem::temp_directory_path() / "aval-interop-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("mkdtemp");
    path = name;
    std::ofstream(path / "identity.pem") << own_root().certificate_pem << own_root().private_key_pem.reveal();
  }
  ~folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path, ignored);
  }
  std::string identity() const { return (path / "identity.pem").string(); }
  std::filesystem::path path;
};

using peers::program;

std::string peer(const std::string& name) { return AVAL_SOURCE_DIR "/tests/peers/" + name; }
std::vector<std::string> python(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"/usr/bin/python3", peer("websocket_py.py")});  // Debian's, which has Debian's websockets
  return arguments;
}
std::vector<std::string> node(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"node", peer("websocket_node.cjs")});
  return arguments;
}

net::websocket_options compressed(bool on) {
  net::websocket_options o;
  if (on) o.compression = net::permessage_deflate({.smallest = 1});
  return o;
}
net::server_options with_tls() {
  net::server_options o;
  o.tls = mutual_tls();
  return o;
}

awaitable<int> exchange(net::websocket ws) {
  net::websocket_message m;
  int count = 0;
  for (const std::size_t size : {0u, 1u, 125u, 126u, 350u, 65535u, 65536u, 300000u}) {
    for (const auto kind : {net::websocket_kind::text, net::websocket_kind::binary}) {
      const std::string sent(size, kind == net::websocket_kind::text ? 't' : '\xFF');
      ws.send(kind, sent);
      co_await ws.async_receive(m, use_awaitable);
      if (m.data == sent && m.kind == kind) ++count;
    }
  }
  for (int i = 0; i < 100; ++i) ws.send(std::to_string(i));
  for (int i = 0; i < 100; ++i) {
    co_await ws.async_receive(m, use_awaitable);
    if (m.data == std::to_string(i)) ++count;
  }
  co_return count;
}

TEST(websocket_interop, other_clients_talk_to_our_server) {
  const folder f;
  for (const bool deflate : {false, true}) {
    websocket_server s(echo_messages, compressed(deflate), with_tls());
    const auto url = s.url("/x").to_string();
    EXPECT_EQ(program(python({"dial", url, f.identity()})).line(), "ok 16") << "python3-websockets, deflate " << deflate;
    EXPECT_EQ(program(node({"dial", url, f.identity()})).line(), "ok 16 4000") << "npm ws, deflate " << deflate;
  }
}

TEST(websocket_interop, our_client_talks_to_other_servers) {
  const folder f;
  for (const auto& words : {python({"serve", f.identity()}), node({"serve", f.identity()})}) {
    program server(words);
    const std::string port = server.line();
    ASSERT_FALSE(port.empty()) << words[1] << "; npm ci in tests/peers, or scripts/test, installs what it needs";
    for (const bool deflate : {false, true}) {
      dialer d;
      auto o = dialing();
      o.websocket = compressed(deflate);
      auto ws = d.dial(net::url("wss://127.0.0.1:" + port + "/"), o);
      EXPECT_EQ(aval::testing::run(d.context, exchange(ws)), 16 + 100) << words[1];
      EXPECT_FALSE(d.close(ws, 1000, "bye")) << words[1];
      EXPECT_EQ(ws.close_code(), 1000);
    }
  }
}

TEST(websocket_interop, a_close_code_of_ours_reaches_other_servers_and_a_refused_certificate_their_clients) {
  const folder f;
  const auto other = crypto::self_signed_certificate({.client = true}).value();
  std::ofstream(f.path / "stranger.pem") << other.certificate_pem << other.private_key_pem.reveal() << own_root().certificate_pem;
  websocket_server s(echo_messages, {}, with_tls());
  EXPECT_EQ(program(node({"dial", s.url().to_string(), (f.path / "stranger.pem").string()})).line().substr(0, 7), "failed:");
  program server(node({"serve", f.identity()}));
  dialer d;
  auto ws = d.dial(net::url("wss://127.0.0.1:" + server.line() + "/"));
  EXPECT_FALSE(d.close(ws, 4001, "mine"));
  EXPECT_EQ(ws.close_code(), 4001);
}

TEST(websocket_interop, a_page_in_chromium_talks_to_our_server) {
  static const std::string page = R"(<!doctype html><title>t</title><script>
    const report = (text) => fetch('/result', {method: 'POST', body: text});
    const ws = new WebSocket(`ws://${location.host}/ws`, ['chat']);
    ws.binaryType = 'arraybuffer';
    const sent = ['a', '\u20ac'.repeat(30000), new Uint8Array(100000).fill(255).buffer];
    let got = 0;
    ws.onopen = () => sent.forEach((m) => ws.send(m));
    ws.onmessage = ({data}) => {
      const want = sent[got++];
      const same = typeof want === 'string' ? data === want : data.byteLength === want.byteLength;
      if (!same) report('message ' + got);
      if (got === sent.length) ws.close(4002, 'page');
    };
    ws.onclose = (e) => report(`${got} ${e.wasClean} ${e.code} ${ws.protocol} [${ws.extensions}]`);
  </script>)";
  for (const bool deflate : {false, true}) {
    std::promise<std::string> result;
    auto options = compressed(deflate);
    options.subprotocols = {"chat"};
    http_test::running_server s([&](net::http_exchange& x) -> awaitable<void> {
      if (x.request().path() == "/ws") {
        auto ws = co_await net::accept_websocket(x, options);
        co_await echo_messages(ws);
      } else if (x.request().path() == "/result") {
        result.set_value(std::string(x.request().body()));
      } else if (x.request().path() == "/") {
        x.response().headers.add("Content-Type", "text/html");
        x.response().body = page;
      } else {
        x.response().status = 404;
      }
    });
    const folder f;
    program browser({"chromium-headless-shell", "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--user-data-dir=" + f.path.string(), "http://127.0.0.1:" + std::to_string(s.port) + "/"});
    auto said = result.get_future();
    ASSERT_EQ(said.wait_for(60s), std::future_status::ready);
    EXPECT_EQ(said.get(), std::string("3 true 4002 chat [") +
                              (deflate ? "permessage-deflate; server_no_context_takeover; client_no_context_takeover]" : "]"));
  }
}

}  // namespace
