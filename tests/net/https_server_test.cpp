// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <asio/use_future.hpp>
#include <gtest/gtest.h>

#include <string>

#include "aval/crypto/certificate.hpp"
#include "aval/net/http_client.hpp"
#include "net/http_client_for_tests.hpp"

namespace {

using namespace http_test;

struct certificate {
  std::string pem, key;
};
const certificate& self_signed() {
  static const certificate one = [] {
    auto made = crypto::self_signed_certificate({.common_name = "localhost", .dns_names = {"localhost"}, .ip_addresses = {"127.0.0.1"}, .client = true});
    return certificate{made->certificate_pem, std::string(made->private_key_pem.reveal())};
  }();
  return one;
}
net::server_options secure_options() {
  net::server_options o;
  o.tls.certificate_pem = self_signed().pem;
  o.tls.private_key_pem = self_signed().key;
  return o;
}
net::http_client client_for(running_server& s, net::client_options o = {}) {
  o.tls.ca_pem = self_signed().pem;
  o.proxy.from_environment = false;
  o.retry.when.max_attempts = 1;
  return net::http_client(s.context().get_executor(), o);
}
net::http_response post(running_server& s, net::http_client& c, const std::string& body) {
  return asio::co_spawn(s.context(), c.send(net::url("https://127.0.0.1:" + std::to_string(s.port) + "/x"), net::http_request("POST", "/x", body)),
                        asio::use_future).get();
}

TEST(https_server, answers_over_tls_and_keeps_the_connection) {
  const auto handler = [](net::http_exchange& x) -> awaitable<void> {
    x.response().body = std::string(x.request().body()) + (x.secure() ? " secure" : " plain");
    co_return;
  };
  running_server s(handler, secure_options());
  auto c = client_for(s);
  for (const std::size_t size : {0u, 10u, 20000u, 300000u}) {
    const std::string body(size, 'b');
    EXPECT_TRUE(post(s, c, body).body == body + " secure") << size;
  }
  EXPECT_EQ(s.server.connections(), 1u);
  c.close_idle();
}

TEST(https_server, knows_the_key_of_a_client_with_a_certificate_and_refuses_one_without) {
  const auto handler = [](net::http_exchange& x) -> awaitable<void> {
    x.response().body = x.peer_public_key_hash();
    co_return;
  };
  auto options = secure_options();
  options.tls.ca_pem = self_signed().pem;
  options.tls.require_client_certificate = true;
  running_server s(handler, options);
  net::client_options mine;
  mine.tls.certificate_pem = self_signed().pem;
  mine.tls.private_key_pem = self_signed().key;
  auto known = client_for(s, mine);
  EXPECT_EQ(post(s, known, "x").body.size(), 44u);
  auto stranger = client_for(s);
  EXPECT_THROW(post(s, stranger, "x"), error);
  known.close_idle();
}

TEST(https_server, a_handshake_that_does_not_come_to_an_end_is_cut_off) {
  auto options = secure_options();
  options.handshake_timeout = 40ms;
  running_server s(echo, options);
  raw_client silent(s.port), wrong(s.port);
  wrong.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_TRUE(silent.closed());
  while (wrong.more()) {
  }
  EXPECT_EQ(wrong.rest().find("HTTP"), std::string::npos) << "plain HTTP is not answered";
}

TEST(https_server, needs_a_certificate_and_key_that_belong_together) {
  asio::io_context context;
  auto options = secure_options();
  options.tls.private_key_pem = "nonsense";
  EXPECT_THROW(net::http_server(context.get_executor(), echo, options), error);
}

}  // namespace
