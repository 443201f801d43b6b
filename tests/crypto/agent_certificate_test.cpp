// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/crypto/agent_certificate.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

using namespace aval::crypto;

const certificate_with_key& authority() {
  static const auto made = make_agent_authority().value();
  return made;
}

// what both ends of a connection do: the chain against the one authority, for either purpose
int verification_code(const std::string& leaf_pem, const std::string& root_pem, int purpose, const char* host = nullptr, unsigned long flags = X509_V_FLAG_X509_STRICT) {
  const auto leaf = aval::crypto::detail::read_certificate(leaf_pem), root = aval::crypto::detail::read_certificate(root_pem);
  if (!leaf || !root) return -1;
  X509_STORE* const store = X509_STORE_new();
  X509_STORE_add_cert(store, root.get());
  X509_STORE_CTX* const context = X509_STORE_CTX_new();
  X509_STORE_CTX_init(context, store, leaf.get(), nullptr);
  X509_VERIFY_PARAM* const param = X509_STORE_CTX_get0_param(context);
  X509_VERIFY_PARAM_set_flags(param, flags);
  X509_VERIFY_PARAM_set_purpose(param, purpose);
  if (host != nullptr) X509_VERIFY_PARAM_set1_host(param, host, 0);
  const int code = X509_verify_cert(context) == 1 ? X509_V_OK : X509_STORE_CTX_get_error(context);
  X509_STORE_CTX_free(context);
  X509_STORE_free(store);
  return code;
}

TEST(AgentCertificate, EveryKeyTypeOfAuthorityAndAgentServesAsClientAndAsServer) {
  for (const auto ca_key : {key_type::p256, key_type::p384, key_type::rsa2048, key_type::ed25519}) {
    agent_authority_options root;
    root.key = ca_key;
    const auto ca = make_agent_authority(root);
    ASSERT_TRUE(ca) << ca.error().message;
    for (const auto key : {key_type::p256, key_type::p384, key_type::rsa2048, key_type::ed25519}) {
      agent_certificate_options o;
      o.id = "agente_cpp";
      o.key = key;
      const auto made = issue_agent_certificate(*ca, o);
      ASSERT_TRUE(made) << made.error().message;
      EXPECT_EQ(verification_code(made->certificate_pem, ca->certificate_pem, X509_PURPOSE_SSL_CLIENT), X509_V_OK);
      EXPECT_EQ(verification_code(made->certificate_pem, ca->certificate_pem, X509_PURPOSE_SSL_SERVER, "localhost"), X509_V_OK);
      EXPECT_EQ(agent_id_of(made->certificate_pem).value(), "agente_cpp");
      const auto pair = aval::crypto::detail::read_private_key(made->private_key_pem.reveal());
      EXPECT_EQ(X509_check_private_key(aval::crypto::detail::read_certificate(made->certificate_pem).get(), pair.get()), 1);
    }
  }
}

TEST(AgentCertificate, ThePlainShapeIsVersionOneWithTheSubjectOfThePublishedCommands) {
  agent_certificate_options o;
  o.id = "agente_py";
  o.shape = certificate_shape::plain;
  EXPECT_FALSE(issue_agent_certificate(authority(), o)) << "the published commands make RSA keys only";
  o.key = key_type::rsa2048;
  const auto made = issue_agent_certificate(authority(), o);
  ASSERT_TRUE(made) << made.error().message;
  const auto c = describe_certificate(made->certificate_pem).value();
  EXPECT_EQ(c.version, 1);
  EXPECT_EQ(c.key, "RSA 2048");
  EXPECT_EQ(c.subject, "CN=agente_py,OU=Agents,O=MyOrg,L=City,ST=State,C=XX");
  EXPECT_TRUE(c.dns_names.empty() && c.ip_addresses.empty());
  EXPECT_EQ(verification_code(made->certificate_pem, authority().certificate_pem, X509_PURPOSE_SSL_CLIENT, nullptr, 0), X509_V_OK);
  EXPECT_EQ(verification_code(made->certificate_pem, authority().certificate_pem, X509_PURPOSE_SSL_SERVER, nullptr, 0), X509_V_OK);
}

TEST(AgentCertificate, NamesAndAddressesAreToldApartAndShown) {
  agent_certificate_options o;
  o.id = "agente \xC3\xB1";
  o.names = {"hub.example", "10.1.2.3", "fe80::1", "localhost"};
  const auto made = issue_agent_certificate(authority(), o);
  ASSERT_TRUE(made) << made.error().message;
  const auto c = describe_certificate(made->certificate_pem).value();
  EXPECT_EQ(c.common_names, std::vector<std::string>{"agente \xC3\xB1"});
  EXPECT_EQ(c.dns_names, (std::vector<std::string>{"localhost", "hub.example"}));
  EXPECT_EQ(c.ip_addresses, (std::vector<std::string>{"127.0.0.1", "10.1.2.3", "fe80:0:0:0:0:0:0:1"}));
  EXPECT_EQ(c.issuer, "CN=aval agents");
  EXPECT_EQ(c.version, 3);
  EXPECT_EQ(c.key, "P-256");
  EXPECT_FALSE(c.authority);
  EXPECT_EQ(c.fingerprint.size(), 64u);
  EXPECT_EQ(c.not_after - c.not_before, std::chrono::hours(24 * 365));
  EXPECT_TRUE(describe_certificate(authority().certificate_pem)->authority);
  for (const std::string& name : {std::string("a,DNS:evil.example"), std::string(), std::string("good.example\0.evil", 18)}) {
    o.names = {name};
    EXPECT_FALSE(issue_agent_certificate(authority(), o)) << name;
  }
}

TEST(AgentCertificate, AnIdThatCannotBeOneGetsNoCertificate) {
  for (const std::string& id : {std::string(), std::string("peer"), std::string("a\nb"), std::string("\xC0\x80")}) {
    agent_certificate_options o;
    o.id = id;
    EXPECT_FALSE(issue_agent_certificate(authority(), o)) << id;
  }
}

struct name_entry {
  int type;
  std::string value;
};
// a certificate whose subject has the common names that are given, as somebody else's software would make it
aval::crypto::detail::x509_ptr with_common_names(const std::vector<name_entry>& names) {
  aval::crypto::detail::x509_ptr c(X509_new());
  X509_NAME* const subject = X509_get_subject_name(c.get());
  for (const auto& n : names) {  // changed when it is in its place: nobody looks at the bytes
    X509_NAME_add_entry_by_NID(subject, NID_commonName, V_ASN1_UTF8STRING, reinterpret_cast<const unsigned char*>("?"), 1, -1, 0);
    ASN1_STRING* const value = X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, X509_NAME_entry_count(subject) - 1));
    ASN1_STRING_set(value, n.value.data(), static_cast<int>(n.value.size()));
    value->type = n.type;
  }
  return c;
}

TEST(AgentCertificate, NoCommonNameSeveralOrABadOneIsNoIdentity) {
  struct row {
    const char* what;
    std::vector<name_entry> names;
    std::string identity;  // empty: refused
  };
  for (const auto& r : std::vector<row>{
           {"one", {{V_ASN1_UTF8STRING, "agente_py"}}, "agente_py"},
           {"printable string", {{V_ASN1_PRINTABLESTRING, "agente"}}, "agente"},
           {"two bytes to a character", {{V_ASN1_BMPSTRING, std::string("\0a\0\xF1", 4)}}, "a\xC3\xB1"},
           {"half a character of two bytes", {{V_ASN1_BMPSTRING, std::string("\0a\0", 3)}}, ""},
           {"as long as may be", {{V_ASN1_UTF8STRING, std::string(64, 'a')}}, std::string(64, 'a')},
           {"none", {}, ""},
           {"several", {{V_ASN1_UTF8STRING, "a"}, {V_ASN1_UTF8STRING, "b"}}, ""},
           {"the same twice", {{V_ASN1_UTF8STRING, "a"}, {V_ASN1_UTF8STRING, "a"}}, ""},
           {"a NUL that hides the rest", {{V_ASN1_UTF8STRING, std::string("alice\0.evil", 11)}}, ""},
           {"a line break", {{V_ASN1_UTF8STRING, "a\nb"}}, ""},
           {"a control character of C1", {{V_ASN1_UTF8STRING, "a\xC2\x85"}}, ""},
           {"no UTF-8", {{V_ASN1_UTF8STRING, "a\xFF"}}, ""},
           {"too long", {{V_ASN1_UTF8STRING, std::string(65, 'a')}}, ""},
           {"empty", {{V_ASN1_UTF8STRING, ""}}, ""},
           {"a word with another meaning", {{V_ASN1_UTF8STRING, "BROADCAST"}}, ""},
       }) {
    const auto certificate = with_common_names(r.names);
    const auto identity = agent_id_of(certificate.get());
    EXPECT_EQ(identity.has_value(), !r.identity.empty()) << r.what;
    EXPECT_EQ(identity.value_or(""), r.identity) << r.what;
    EXPECT_EQ(aval::crypto::common_names_of(certificate.get()).size(), r.names.size()) << r.what;
  }
  EXPECT_FALSE(agent_id_of(std::string_view("nonsense")));
  EXPECT_FALSE(agent_id_of(static_cast<const X509*>(nullptr)));
  EXPECT_EQ(ERR_peek_error(), 0u) << "nothing is left in the error queue for somebody else's call";
}

TEST(AgentCertificate, ALeafIsNoAuthorityAndAForeignKeyDoesNotSign) {
  agent_certificate_options o;
  o.id = "mallory";
  auto leaf = issue_agent_certificate(authority(), o);
  ASSERT_TRUE(leaf);
  EXPECT_NE(issue_agent_certificate(*leaf, o).error().message.find("may not issue"), std::string::npos);
  leaf->certificate_pem = authority().certificate_pem;
  EXPECT_FALSE(issue_agent_certificate(*leaf, o)) << "the key of the agent is not that of the authority";
  o.days = 0;
  EXPECT_FALSE(issue_agent_certificate(authority(), o));
}

}  // namespace
