// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Whom a TLS client and a TLS server trust.
#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "aval/crypto/encoding.hpp"
#include "net/client_fixture.hpp"

namespace {

namespace net = aval::net;
namespace crypto = aval::crypto;
using loopback::client_tls;
using loopback::server_tls;

crypto::certificate_with_key certificate(crypto::certificate_options o) { return crypto::self_signed_certificate(o).value(); }
std::string pin_of(const crypto::certificate_with_key& c) { return crypto::base64_encode(crypto::certificate_key_pin(c.certificate_pem).value()); }

/** Both handshakes, then one byte from the client, which is where TLS 1.3 tells it that its certificate was refused. */
loopback::outcomes meet(const net::tls_options& client, const net::tls_options& server, const std::string& host = "localhost") {
  asio::io_context context;
  auto p = loopback::tls_pair(context, client, server, host);
  auto o = loopback::handshake(context, p);
  if (!o.client && o.server) {
    char byte;
    p.client.async_read_some(asio::buffer(&byte, 1), [&](std::error_code ec, std::size_t) { o.client = ec; });
    context.restart();
    context.run();
  }
  return o;
}

TEST(Trust, ASelfSignedCertificateIsAcceptedWhenGivenAsRootAndRefusedOtherwise) {
  EXPECT_FALSE(meet(client_tls(), server_tls()).client);
  const auto refused = meet(net::tls_options(), server_tls());
  EXPECT_EQ(refused.client, net::errc::certificate_not_trusted);
  EXPECT_EQ(refused.client, aval::condition::not_trusted);
  EXPECT_TRUE(refused.server) << "the server is told";
}

TEST(Trust, AnotherAuthoritysCertificateIsRefused) {
  EXPECT_EQ(meet(client_tls(certificate({})), server_tls()).client, net::errc::certificate_not_trusted);
}

TEST(Trust, AnExpiredCertificateIsRefused) {
  crypto::certificate_options o;
  o.not_before = std::chrono::system_clock::now() - std::chrono::hours(24 * 10);
  o.days = 5;
  const auto expired = certificate(o);
  EXPECT_EQ(meet(client_tls(expired), server_tls(expired)).client, net::errc::certificate_not_trusted);
}

TEST(Trust, ACertificateOfTheFutureIsRefused) {
  crypto::certificate_options o;
  o.not_before = std::chrono::system_clock::now() + std::chrono::hours(24 * 10);
  const auto early = certificate(o);
  EXPECT_EQ(meet(client_tls(early), server_tls(early)).client, net::errc::certificate_not_trusted);
}

TEST(Trust, TheNameMustBeInTheCertificate) {
  crypto::certificate_options o;
  o.common_name = "other.example";
  o.dns_names = {"right.example", "*.wild.example"};
  o.ip_addresses = {"127.0.0.2"};
  const auto c = certificate(o);
  struct row {
    const char* host;
    bool good;
  };
  for (const auto& r : {row{"right.example", true}, row{"RIGHT.example", true}, row{"wrong.example", false}, row{"sub.right.example", false},
                        row{"a.wild.example", true}, row{"a.b.wild.example", false}, row{"wild.example", false}, row{"127.0.0.2", true},
                        row{"127.0.0.1", false}, row{"other.example", false}}) {  // the last one: the subject does not count
    const auto got = meet(client_tls(c), server_tls(c), r.host).client;
    EXPECT_EQ(got, r.good ? std::error_code() : make_error_code(net::errc::host_mismatch)) << r.host;
  }
}

TEST(Trust, AnIssuedCertificateIsTrustedThroughItsRoot) {
  const auto root = certificate({});
  crypto::certificate_options o;
  o.authority = false;
  const auto leaf = crypto::issue_certificate(root, o).value();
  EXPECT_FALSE(meet(client_tls(root), server_tls(leaf)).client);
  EXPECT_EQ(meet(client_tls(certificate({})), server_tls(leaf)).client, net::errc::certificate_not_trusted);
}

TEST(Trust, APinnedKeyIsDemandedBesideTheChain) {
  auto pinned = client_tls();
  pinned.pinned_public_key = "sha256//" + pin_of(loopback::localhost_certificate());
  EXPECT_FALSE(meet(pinned, server_tls()).client);
  pinned.pinned_public_key = pin_of(certificate({}));
  EXPECT_EQ(meet(pinned, server_tls()).client, net::errc::pin_mismatch);
  pinned.pinned_public_key += ';' + pin_of(loopback::localhost_certificate());
  EXPECT_FALSE(meet(pinned, server_tls()).client) << "one of several";
  auto chain_is_still_checked = net::tls_options();
  chain_is_still_checked.pinned_public_key = pin_of(loopback::localhost_certificate());
  EXPECT_EQ(meet(chain_is_still_checked, server_tls()).client, net::errc::certificate_not_trusted);
}

TEST(Trust, WithoutVerificationThePinStillCounts) {
  net::tls_options o;
  o.verify = false;
  EXPECT_FALSE(meet(o, server_tls(), "anything.example").client);
  o.pinned_public_key = pin_of(certificate({}));
  EXPECT_EQ(meet(o, server_tls()).client, net::errc::pin_mismatch);
  o.pinned_public_key = pin_of(loopback::localhost_certificate());
  EXPECT_FALSE(meet(o, server_tls()).client);
}

TEST(Trust, AServerCanDemandACertificateOfItsClients) {
  crypto::certificate_options for_clients;
  for_clients.client = true;
  const auto authority = certificate(for_clients), stranger = certificate(for_clients);
  crypto::certificate_options leaf;
  leaf.authority = false;
  leaf.client = true;
  const auto known = crypto::issue_certificate(authority, leaf).value();
  auto server = server_tls();
  server.ca_pem = authority.certificate_pem;
  server.require_client_certificate = true;
  auto client = client_tls();
  const auto none = meet(client, server);
  EXPECT_EQ(none.server, net::errc::no_certificate);
  EXPECT_EQ(none.client, net::errc::certificate_refused);
  EXPECT_EQ(none.client, aval::condition::not_trusted);
  client.certificate_pem = stranger.certificate_pem;
  client.private_key_pem = stranger.private_key_pem.reveal();
  EXPECT_EQ(meet(client, server).server, net::errc::certificate_not_trusted);
  client.certificate_pem = known.certificate_pem;
  client.private_key_pem = known.private_key_pem.reveal();
  const auto good = meet(client, server);
  EXPECT_FALSE(good.client) << good.client.message();
  EXPECT_FALSE(good.server) << good.server.message();
}

TEST(Trust, OldVersionsOfTlsAreRefused) {
  asio::io_context context;
  auto p = loopback::tls_pair(context, client_tls(), server_tls());
  SSL_set_min_proto_version(p.client.native_tls(), TLS1_VERSION);
  SSL_set_max_proto_version(p.client.native_tls(), TLS1_1_VERSION);
  const auto o = loopback::handshake(context, p);
  EXPECT_TRUE(o.client);
  EXPECT_EQ(o.server, net::errc::tls_failure);
}

TEST(Trust, BothSidesAgreeOnAProtocol) {
  asio::io_context context;
  auto p = loopback::tls_pair(context, client_tls(), server_tls());
  ASSERT_FALSE(loopback::handshake(context, p).client);
  const unsigned char* name = nullptr;
  unsigned size = 0;
  SSL_get0_alpn_selected(p.server.native_tls(), &name, &size);
  EXPECT_EQ(std::string(reinterpret_cast<const char*>(name), size), "http/1.1");
  auto other = client_tls();
  other.alpn = "h2";
  EXPECT_TRUE(meet(other, server_tls()).client) << "RFC 7301 3.2";
}

TEST(Trust, AServerIsToldTheNameThatIsAskedForAndNoNameForAnAddress) {
  for (const std::string host : {"localhost", "127.0.0.1"}) {  // RFC 6066 section 3
    asio::io_context context;
    auto p = loopback::tls_pair(context, client_tls(), server_tls(), host);
    ASSERT_FALSE(loopback::handshake(context, p).server);
    const char* told = SSL_get_servername(p.server.native_tls(), TLSEXT_NAMETYPE_host_name);
    if (host == "localhost") EXPECT_STREQ(told, "localhost");
    else EXPECT_EQ(told, nullptr) << told;
  }
}

TEST(Trust, OptionsThatCannotWorkAreRefusedAtOnceWithTheirName) {
  const auto code_of = [](auto make) {
    try {
      make();
    } catch (const aval::error& e) {
      EXPECT_NE(std::string(e.what()).find("tls_options"), std::string::npos) << e.what();
      return e.code();
    }
    return std::error_code();
  };
  net::tls_options o;
  o.ca_pem = "no certificate";
  EXPECT_EQ(code_of([&] { net::tls_context::client(o); }), net::errc::bad_certificate);
  o = {};
  EXPECT_EQ(code_of([&] { net::tls_context::server(o); }), net::errc::bad_certificate);
  o = server_tls();
  o.private_key_pem = certificate({}).private_key_pem.reveal();
  EXPECT_EQ(code_of([&] { net::tls_context::server(o); }), net::errc::bad_certificate) << "a key of another certificate";
  o = {};
  o.pinned_public_key = "abc";
  EXPECT_EQ(code_of([&] { net::tls_context::client(o); }), net::errc::invalid_options);
  o = server_tls();
  o.require_client_certificate = true;
  EXPECT_EQ(code_of([&] { net::tls_context::server(o); }), net::errc::invalid_options);
  o = {};
  o.ca_file = "/nowhere/ca.pem";
  EXPECT_EQ(code_of([&] { net::tls_context::client(o); }), net::errc::bad_certificate);
}

class HttpsTrust : public loopback::ClientTest {};

TEST_F(HttpsTrust, AnUntrustedServerNeverSeesTheRequest) {
  int requests = 0;
  struct counts {
    static aval::awaitable<void> run(loopback::peer* p, int* n) {
      co_await p->read();
      ++*n;
      co_await p->answer("");
    }
  };
  loopback::scripted_server server(context, [&requests](loopback::peer* p) { return counts::run(p, &requests); },
                                   net::tls_context::server(server_tls()));
  auto c = client();
  call(c, server.url(), net::http_request("POST", "/", "secret"));
  EXPECT_EQ(error, net::errc::certificate_not_trusted) << what;
  EXPECT_NE(what.find("self"), std::string::npos) << "OpenSSL's reason: " << what;
  EXPECT_EQ(requests, 0);
  EXPECT_EQ(c.open_connections(), 0u);
}

TEST_F(HttpsTrust, AddressesAreVerifiedAsAddresses) {
  loopback::scripted_server server(context, loopback::echo_request, net::tls_context::server(server_tls()));
  auto c = client(loopback::tls_options());
  EXPECT_EQ(call(c, net::url("https://127.0.0.1:" + std::to_string(server.port()) + "/x")).body, "GET /x ") << what;
}

}  // namespace
