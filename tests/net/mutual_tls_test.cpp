// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Both ends show a certificate of one private root, whatever its shape, and the name in it can be read.
#include <gtest/gtest.h>
#include <openssl/rsa.h>

#include <string>
#include <utility>
#include <vector>

#include "aval/net/tls_peer.hpp"
#include "net/loopback.hpp"

namespace {

namespace net = aval::net;
namespace crypto = aval::crypto;
using net::detail::openssl_ptr;

const crypto::certificate_with_key& root() {
  static const auto made = crypto::self_signed_certificate({.common_name = "root", .client = true}).value();
  return made;
}

struct leaf {
  openssl_ptr<X509> certificate;
  openssl_ptr<EVP_PKEY> key;
  std::string pem() const { return text(PEM_write_bio_X509, certificate.get()); }
  std::string key_pem() const {
    const openssl_ptr<BIO> bio{BIO_new(BIO_s_mem())};
    PEM_write_bio_PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
    return taken(bio.get());
  }
  template <class Write, class T>
  static std::string text(Write write, T* what) {
    const openssl_ptr<BIO> bio{BIO_new(BIO_s_mem())};
    write(bio.get(), what);
    return taken(bio.get());
  }
  static std::string taken(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
  }
};

// As `openssl x509 -req` makes it without a file of extensions: version 1, no name but the subject's, no usage.
leaf version_1_leaf(const std::vector<std::string>& common_names, const char* key_type = "RSA") {
  leaf out;
  out.key.reset(std::string(key_type) == "RSA" ? EVP_RSA_gen(2048) : EVP_PKEY_Q_keygen(nullptr, nullptr, key_type));
  out.certificate.reset(X509_new());
  X509* c = out.certificate.get();
  X509_set_version(c, X509_VERSION_1);
  ASN1_INTEGER_set(X509_get_serialNumber(c), 7);
  X509_gmtime_adj(X509_getm_notBefore(c), -300);
  X509_gmtime_adj(X509_getm_notAfter(c), 86400);
  X509_set_pubkey(c, out.key.get());
  X509_NAME* subject = X509_get_subject_name(c);
  X509_NAME_add_entry_by_txt(subject, "O", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("MyOrg"), -1, -1, 0);
  for (const auto& n : common_names)
    X509_NAME_add_entry_by_NID(subject, NID_commonName, V_ASN1_UTF8STRING, reinterpret_cast<const unsigned char*>(n.data()), static_cast<int>(n.size()), -1, 0);
  const auto issuer = crypto::detail::read_certificate(root().certificate_pem);
  const auto issuer_key = crypto::detail::read_private_key(root().private_key_pem.reveal());
  X509_set_issuer_name(c, X509_get_subject_name(issuer.get()));
  X509_sign(c, issuer_key.get(), EVP_sha256());
  return out;
}

net::tls_options with(const leaf& l) {
  net::tls_options o;
  o.ca_pem = root().certificate_pem;
  o.certificate_pem = l.pem();
  o.private_key_pem = l.key_pem();
  o.require_client_certificate = true;
  o.verify_host = false;
  return o;
}

struct meeting {
  loopback::outcomes how;
  std::string client_sees, server_sees, explanation;
};
/** Handshakes, one byte each way, and whom each side has met. */
meeting meet_mutually(const net::tls_options& client, const net::tls_options& server) {
  asio::io_context context;
  auto p = loopback::tls_pair(context, client, server, "not.in.any.certificate");
  meeting m{loopback::handshake(context, p), {}, {}, {}};
  const auto name = [](net::stream& s) {
    return net::peer_certificate_of(s) ? net::peer_agent_id_of(s).value_or("?") : std::string("nobody");
  };
  if (!m.how.client) m.client_sees = name(p.client);
  if (!m.how.server) m.server_sees = name(p.server);
  if (!m.how.client && m.how.server) {
    char byte;
    p.client.async_read_some(asio::buffer(&byte, 1), [&](std::error_code ec, std::size_t) { m.how.client = ec; });
    context.restart();
    context.run();
  }
  m.explanation = p.client.explanation();
  return m;
}

TEST(MutualTls, VersionOneLeavesWithoutAnyExtensionServeAsClientAndServer) {
  for (const char* key : {"RSA", "ED25519"}) {
    const auto alice = version_1_leaf({"agente_py"}, key), bob = version_1_leaf({"agente_ruby"}, key);
    const auto m = meet_mutually(with(alice), with(bob));
    EXPECT_FALSE(m.how.client) << key << ' ' << m.how.client.message() << ' ' << m.explanation;
    EXPECT_FALSE(m.how.server) << key << ' ' << m.how.server.message();
    EXPECT_EQ(m.client_sees, "agente_ruby");
    EXPECT_EQ(m.server_sees, "agente_py");
  }
}

TEST(MutualTls, TheNameOfTheHostIsDemandedUnlessSwitchedOff) {
  const auto alice = version_1_leaf({"a"}), bob = version_1_leaf({"b"});
  auto strict = with(alice);
  strict.verify_host = true;
  EXPECT_EQ(meet_mutually(strict, with(bob)).how.client, net::errc::host_mismatch);
  EXPECT_FALSE(meet_mutually(with(alice), with(bob)).how.client);
}

TEST(MutualTls, ADialerIsToldThatItsCertificateWasRefused) {
  const auto alice = version_1_leaf({"a"}), bob = version_1_leaf({"b"});
  const auto other = crypto::self_signed_certificate({.client = true}).value();
  for (const auto lowest : {net::tls_version::tls_1_2, net::tls_version::tls_1_3}) {
    auto server = with(bob);
    server.lowest = lowest;
    auto without = with(alice);
    without.certificate_pem.clear();
    without.private_key_pem = {};
    const auto none = meet_mutually(without, server);
    EXPECT_EQ(none.how.server, net::errc::no_certificate);
    EXPECT_EQ(none.how.client, net::errc::certificate_refused) << none.explanation;
    auto stranger = with(alice);
    stranger.certificate_pem = other.certificate_pem;
    stranger.private_key_pem = std::string(other.private_key_pem.reveal());
    const auto wrong = meet_mutually(stranger, server);
    EXPECT_EQ(wrong.how.server, net::errc::certificate_not_trusted);
    EXPECT_EQ(wrong.how.client, net::errc::certificate_refused) << wrong.explanation;
    EXPECT_EQ(wrong.how.client, aval::condition::not_trusted);
  }
}

TEST(MutualTls, AResumedSessionDoesNotSkipTheCertificate) {
  const auto bob = version_1_leaf({"b"});
  auto o = with(bob);
  o.session_tickets = 1;
  EXPECT_THROW(net::tls_context::server(o), aval::error);
  o.session_tickets = 0;
  // a client that offers an earlier session gets a full handshake
  const auto context = net::tls_context::server(o);
  const auto alice = net::tls_context::client(with(version_1_leaf({"a"})));
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    SSL_SESSION* session = nullptr;
    for (int round = 0; round < 2; ++round) {
      asio::io_context io;
      auto s = loopback::sockets(io);
      loopback::pair p{net::stream(std::move(s.first), alice, net::tls_role::client), net::stream(std::move(s.second), context, net::tls_role::server)};
      SSL_set_max_proto_version(p.client.native_tls(), version);
      if (session != nullptr) SSL_set_session(p.client.native_tls(), session);
      const auto how = loopback::handshake(io, p);
      ASSERT_FALSE(how.client) << how.client.message();
      ASSERT_FALSE(how.server) << how.server.message();
      EXPECT_EQ(SSL_session_reused(p.server.native_tls()), 0);
      EXPECT_TRUE(net::peer_certificate_of(p.server));
      if (session == nullptr) session = SSL_get1_session(p.client.native_tls());
    }
    SSL_SESSION_free(session);
  }
}

TEST(MutualTls, TheCertificateOfTheOtherEndIsDescribed) {
  const auto two = version_1_leaf({"a", "b"}, "ED25519");
  const auto seen = net::detail::describe_certificate(two.certificate.get());
  EXPECT_EQ(seen.common_names, (std::vector<std::string>{"a", "b"}));
  EXPECT_NE(seen.pem.find("BEGIN CERTIFICATE"), std::string::npos);
  EXPECT_NE(seen.subject.find("MyOrg"), std::string::npos);
  EXPECT_EQ(meet_mutually(with(two), with(version_1_leaf({"c"}, "ED25519"))).server_sees, "?") << "trusted, but nobody";
}

}  // namespace
