// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/certificate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace aval::crypto;

struct verdict {
  int code = -1;
  operator bool() const { return code == X509_V_OK; }
};

// what a client does: the chain against one root, the host or address, the purpose
verdict check(const std::string& leaf_pem, const std::string& root_pem, const char* host, const char* ip, int purpose = X509_PURPOSE_SSL_SERVER) {
  auto leaf = aval::crypto::detail::read_certificate(leaf_pem), root = aval::crypto::detail::read_certificate(root_pem);
  if (!leaf || !root) return {};
  X509_STORE* store = X509_STORE_new();
  X509_STORE_add_cert(store, root.get());
  X509_STORE_CTX* context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, leaf.get(), nullptr);
  X509_VERIFY_PARAM* param = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_flags(param, X509_V_FLAG_X509_STRICT);
  X509_VERIFY_PARAM_set_purpose(param, purpose);
  if (host) X509_VERIFY_PARAM_set1_host(param, host, 0);
  if (ip) X509_VERIFY_PARAM_set1_ip_asc(param, ip);
  verdict v;
  v.code = X509_verify_cert(context) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context);
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  return v;
}

TEST(Certificate, ASelfSignedOneIsTrustedByThoseWhoNameItAsRoot) {
  certificate_options o;
  o.common_name = "aval test";
  o.dns_names = {"localhost", "authority.example"};
  o.ip_addresses = {"127.0.0.1", "::1"};
  const auto made = self_signed_certificate(o);
  ASSERT_TRUE(made) << made.error().message;
  const auto& pem = made->certificate_pem;
  EXPECT_EQ(check(pem, pem, "localhost", nullptr).code, X509_V_OK);
  EXPECT_EQ(check(pem, pem, "authority.example", nullptr).code, X509_V_OK);
  EXPECT_EQ(check(pem, pem, nullptr, "127.0.0.1").code, X509_V_OK);
  EXPECT_EQ(check(pem, pem, nullptr, "::1").code, X509_V_OK);
  EXPECT_EQ(check(pem, pem, "other.example", nullptr).code, X509_V_ERR_HOSTNAME_MISMATCH);
  EXPECT_EQ(check(pem, pem, nullptr, "127.0.0.2").code, X509_V_ERR_IP_ADDRESS_MISMATCH);
  EXPECT_FALSE(check(pem, pem, "localhost", nullptr, X509_PURPOSE_SSL_CLIENT)) << "no client purpose was asked for";
}

TEST(Certificate, DefaultsServeTheLoopback) {
  const auto made = self_signed_certificate();
  ASSERT_TRUE(made);
  EXPECT_TRUE(check(made->certificate_pem, made->certificate_pem, "localhost", nullptr));
  EXPECT_TRUE(check(made->certificate_pem, made->certificate_pem, nullptr, "127.0.0.1"));
  EXPECT_TRUE(check(made->certificate_pem, made->certificate_pem, nullptr, "::1"));
  const auto key = aval::crypto::detail::read_private_key(made->private_key_pem.reveal());
  const auto certificate = aval::crypto::detail::read_certificate(made->certificate_pem);
  ASSERT_TRUE(key && certificate);
  EXPECT_EQ(X509_check_private_key(certificate.get(), key.get()), 1);
  EXPECT_EQ(EVP_PKEY_get_bits(key.get()), 256);
}

TEST(Certificate, AnotherSelfSignedOneOfTheSameNameIsNotTrusted) {
  const auto a = self_signed_certificate(), b = self_signed_certificate();
  EXPECT_FALSE(check(a->certificate_pem, b->certificate_pem, "localhost", nullptr));
}

TEST(Certificate, ARootSignsServersAndClients) {
  certificate_options root_options;
  root_options.common_name = "root";
  root_options.client = true;
  const auto root = self_signed_certificate(root_options);
  ASSERT_TRUE(root);
  certificate_options o;
  o.common_name = "server";
  o.dns_names = {"server.example"};
  o.authority = false;
  const auto server = issue_certificate(*root, o);
  ASSERT_TRUE(server) << server.error().message;
  EXPECT_EQ(check(server->certificate_pem, root->certificate_pem, "server.example", nullptr).code, X509_V_OK);
  EXPECT_FALSE(check(root->certificate_pem, server->certificate_pem, "localhost", nullptr));
  o.server = false;
  o.client = true;
  const auto client = issue_certificate(*root, o);
  ASSERT_TRUE(client);
  EXPECT_EQ(check(client->certificate_pem, root->certificate_pem, nullptr, nullptr, X509_PURPOSE_SSL_CLIENT).code, X509_V_OK);
  EXPECT_FALSE(check(client->certificate_pem, root->certificate_pem, nullptr, nullptr, X509_PURPOSE_SSL_SERVER));
  // a leaf is not an authority
  EXPECT_EQ(X509_get_extension_flags(aval::crypto::detail::read_certificate(server->certificate_pem).get()) & EXFLAG_CA, 0u);
  EXPECT_NE(X509_get_extension_flags(aval::crypto::detail::read_certificate(root->certificate_pem).get()) & EXFLAG_CA, 0u);
  const auto forged = issue_certificate(*server, o);
  ASSERT_TRUE(forged);
  EXPECT_FALSE(check(forged->certificate_pem, server->certificate_pem, nullptr, nullptr));
}

TEST(Certificate, ValidityStandsWhereItWasAskedFor) {
  certificate_options o;
  o.not_before = std::chrono::system_clock::now() - std::chrono::hours(24 * 10);
  o.days = 5;
  const auto expired = self_signed_certificate(o);
  EXPECT_EQ(check(expired->certificate_pem, expired->certificate_pem, "localhost", nullptr).code, X509_V_ERR_CERT_HAS_EXPIRED);
  o.not_before = std::chrono::system_clock::now() + std::chrono::hours(24);
  const auto future = self_signed_certificate(o);
  EXPECT_EQ(check(future->certificate_pem, future->certificate_pem, "localhost", nullptr).code, X509_V_ERR_CERT_NOT_YET_VALID);
}

TEST(Certificate, OptionsThatCannotBeUsedAreNamed) {
  certificate_options o;
  o.days = 0;
  EXPECT_NE(self_signed_certificate(o).error().message.find("days"), std::string::npos);
  o = {};
  o.common_name = std::string(65, 'x');
  EXPECT_NE(self_signed_certificate(o).error().message.find("common_name"), std::string::npos);
  o = {};
  o.ip_addresses = {"300.1.1.1"};
  EXPECT_FALSE(self_signed_certificate(o));
  o = {};
  o.dns_names = {"a,DNS:evil.example"};
  EXPECT_FALSE(self_signed_certificate(o)) << "a comma smuggles in no second name";
  o.dns_names = {std::string("good.example\0.evil", 18)};
  EXPECT_FALSE(self_signed_certificate(o)) << "nor does a zero byte";
}

TEST(Certificate, FingerprintAndPinAreStableAndDiffer) {
  const auto a = self_signed_certificate(), b = self_signed_certificate();
  EXPECT_EQ(certificate_fingerprint(a->certificate_pem).value(), certificate_fingerprint(a->certificate_pem).value());
  EXPECT_NE(certificate_fingerprint(a->certificate_pem).value(), certificate_fingerprint(b->certificate_pem).value());
  EXPECT_NE(certificate_key_pin(a->certificate_pem).value(), certificate_key_pin(b->certificate_pem).value());
  EXPECT_NE(certificate_key_pin(a->certificate_pem).value(), certificate_fingerprint(a->certificate_pem).value());
  EXPECT_FALSE(certificate_fingerprint("nonsense"));
  EXPECT_FALSE(certificate_key_pin(""));
  EXPECT_EQ(ERR_peek_error(), 0u) << "nothing is left in the error queue for somebody else's call";
}

}  // namespace
