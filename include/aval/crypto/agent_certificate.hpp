// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/agent_id.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/crypto/agent_identity.hpp"
#include "aval/crypto/certificate.hpp"

/*  Certificates of agents that talk over WebSocket Secure with mutual TLS (ACPaaS specification 1.2 and 1.4): a private authority, and for
 *  each agent a key and a certificate whose subject CN is the agent's id. One certificate serves as client and as server, so none of
 *  them names an extended key usage. Two shapes: the one of the newer script (extensions, names) and, for those who follow the
 *  published commands to the letter, the older one, an X.509 version 1 certificate with an RSA key. On OpenSSL; opt-in like
 *  certificate.hpp. */

namespace aval {
inline namespace v0 {
namespace crypto {

/** Kinds of keys that agents use. */
enum class key_type { p256, p384, rsa2048, rsa3072, rsa4096, ed25519 };

enum class certificate_shape {
  with_names,  ///< X.509 version 3: no authority, key usage, host names and addresses
  plain        ///< X.509 version 1 without extensions, RSA, subject C, ST, L, O, OU, CN: what the published commands make
};

struct agent_authority_options {
  std::string common_name = "aval agents";  ///< at most 64 bytes; for people
  key_type key = key_type::p256;
  int days = 3650;
  std::optional<std::chrono::system_clock::time_point> not_before = {};  ///< empty: five minutes ago
};

struct agent_certificate_options {
  std::string id = {};                  ///< the agent's id, the subject CN; see agent_id_defect()
  std::vector<std::string> names = {};  ///< host names and addresses by which the agent is reached; localhost and 127.0.0.1 are added
  key_type key = key_type::p256;        ///< certificate_shape::plain: one of RSA
  certificate_shape shape = certificate_shape::with_names;
  int days = 365;
  std::optional<std::chrono::system_clock::time_point> not_before = {};  ///< empty: five minutes ago
};

/** What a certificate says. Its texts come from whoever made it: print them with aval::printable(). */
struct certificate_details {
  std::vector<std::string> common_names = {};  ///< every CN of the subject, in UTF-8; an agent's certificate has exactly one
  std::string subject = {}, issuer = {};       ///< RFC 2253 form
  std::vector<std::string> dns_names = {}, ip_addresses = {};
  timestamp not_before = {}, not_after = {};
  std::string fingerprint = {};                ///< SHA-256 of the whole certificate, 64 hexadecimal digits
  std::string serial = {};                     ///< hexadecimal
  std::string key = {};                        ///< "P-256", "RSA 2048", "Ed25519" ...
  int version = 0;                             ///< 1 to 3
  bool authority = false;                      ///< may issue certificates
};

namespace detail {

inline pkey_ptr make_key(key_type type) {
  switch (type) {
    case key_type::p256: return pkey_ptr(EVP_EC_gen("P-256"));
    case key_type::p384: return pkey_ptr(EVP_EC_gen("P-384"));
    case key_type::rsa2048: return pkey_ptr(EVP_RSA_gen(2048));
    case key_type::rsa3072: return pkey_ptr(EVP_RSA_gen(3072));
    case key_type::rsa4096: return pkey_ptr(EVP_RSA_gen(4096));
    case key_type::ed25519: return pkey_ptr(::EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"));
  }
  return {};
}
inline bool is_rsa(key_type type) { return type == key_type::rsa2048 || type == key_type::rsa3072 || type == key_type::rsa4096; }

/** The digest that goes with a signing key; Ed25519 brings its own. */
inline const EVP_MD* digest_of(EVP_PKEY* key) {
  if (::EVP_PKEY_is_a(key, "ED25519") == 1) return nullptr;
  return ::EVP_PKEY_is_a(key, "EC") == 1 && ::EVP_PKEY_get_bits(key) > 256 ? ::EVP_sha384() : ::EVP_sha256();
}

inline std::string text_of(const X509_NAME* name) {
  bio_ptr out(::BIO_new(::BIO_s_mem()));
  if (out) ::X509_NAME_print_ex(out.get(), name, 0, XN_FLAG_RFC2253 & ~static_cast<unsigned long>(ASN1_STRFLGS_ESC_MSB));
  return out ? bio_text(out.get()) : std::string();
}
inline timestamp time_of(const ASN1_TIME* time) {
  std::tm parts = {};
  if (::ASN1_TIME_to_tm(time, &parts) != 1) return {};
  using namespace std::chrono;
  const auto day = sys_days(year{parts.tm_year + 1900} / (parts.tm_mon + 1) / parts.tm_mday);
  if (parts.tm_year + 1900 < 1678 || parts.tm_year + 1900 > 2261) return parts.tm_year < 0 ? timestamp::min() : timestamp::max();
  return timestamp(day) + hours(parts.tm_hour) + minutes(parts.tm_min) + seconds(parts.tm_sec);
}
inline std::string name_of_key(EVP_PKEY* key) {
  if (key == nullptr) return "unknown";
  const std::string bits = std::to_string(::EVP_PKEY_get_bits(key));
  if (::EVP_PKEY_is_a(key, "ED25519") == 1) return "Ed25519";
  if (::EVP_PKEY_is_a(key, "EC") == 1) {
    char group[80] = "";
    std::size_t size = 0;
    ::EVP_PKEY_get_group_name(key, group, sizeof group, &size);
    const std::string_view name(group);
    return name == "prime256v1" ? "P-256" : name == "secp384r1" ? "P-384" : "EC " + std::string(name);
  }
  return std::string(::EVP_PKEY_get0_type_name(key)) + " " + bits;
}
inline std::string address_text(const ASN1_OCTET_STRING* address) {
  const auto* bytes = ::ASN1_STRING_get0_data(address);
  std::string out;
  char part[8];
  const int size = ::ASN1_STRING_length(address);
  for (int i = 0; i < size; i += size == 16 ? 2 : 1) {
    if (i != 0) out += size == 16 ? ':' : '.';
    ::BIO_snprintf(part, sizeof part, size == 16 ? "%x" : "%d", size == 16 ? bytes[i] << 8 | bytes[i + 1] : bytes[i]);
    out += part;
  }
  return out;
}

}  // namespace detail

/** A new key and a certificate with which it may issue certificates for agents: the one that every agent trusts, and nothing else. */
inline result<certificate_with_key> make_agent_authority(const agent_authority_options& options = {}) {
  if (options.days < 1 || options.days > 36500) return detail::fail(errc::bad_certificate, "days must be from 1 to 36500");
  if (options.common_name.empty() || options.common_name.size() > 64) return detail::fail(errc::bad_certificate, "common_name must have 1 to 64 bytes");
  ::ERR_clear_error();
  const auto key = detail::make_key(options.key);
  const detail::x509_ptr certificate(::X509_new());
  if (!key || !certificate) return detail::openssl_failure("making a key");
  X509* const c = certificate.get();
  const bool good = ::X509_set_version(c, 2) == 1 && detail::set_serial_and_times(c, options.not_before, options.days) &&
                    ::X509_set_pubkey(c, key.get()) == 1 && detail::add_to_subject(c, NID_commonName, options.common_name) &&
                    ::X509_set_issuer_name(c, ::X509_get_subject_name(c)) == 1 &&
                    detail::add_extension(c, c, NID_basic_constraints, "critical,CA:TRUE") &&
                    detail::add_extension(c, c, NID_key_usage, "critical,keyCertSign,cRLSign") &&
                    detail::add_extension(c, c, NID_subject_key_identifier, "hash") && ::X509_sign(c, key.get(), detail::digest_of(key.get())) > 0;
  if (!good) return detail::openssl_failure("making the certificate of an authority");
  return detail::to_pem(c, key.get());
}

/** A new key for an agent and a certificate for it that `authority` signs.
 *  @par Errors   bad_certificate: the id, a name or the authority cannot be used; the message says which. */
inline result<certificate_with_key> issue_agent_certificate(const certificate_with_key& authority, const agent_certificate_options& options) {
  if (const auto defect = agent_id_defect(options.id); !defect.empty()) return detail::fail(errc::bad_certificate, std::string(defect));
  if (options.days < 1 || options.days > 36500) return detail::fail(errc::bad_certificate, "days must be from 1 to 36500");
  const bool plain = options.shape == certificate_shape::plain;
  if (plain && !detail::is_rsa(options.key)) return detail::fail(errc::bad_certificate, "a certificate of the plain shape has an RSA key");
  ::ERR_clear_error();
  const auto issuer = detail::read_certificate(authority.certificate_pem);
  const auto issuer_key = detail::read_private_key(authority.private_key_pem.reveal());
  if (!issuer || !issuer_key) return detail::openssl_failure("reading the authority");
  if (::X509_check_private_key(issuer.get(), issuer_key.get()) != 1) return detail::openssl_failure("the authority's key is not that of its certificate");
  if (::X509_check_ca(issuer.get()) == 0) return detail::fail(errc::bad_certificate, "the certificate given as authority may not issue certificates");
  const auto key = detail::make_key(options.key);
  const detail::x509_ptr certificate(::X509_new());
  if (!key || !certificate) return detail::openssl_failure("making a key");
  X509* const c = certificate.get();

  bool good = ::X509_set_version(c, plain ? 0 : 2) == 1 && detail::set_serial_and_times(c, options.not_before, options.days) &&
              ::X509_set_pubkey(c, key.get()) == 1 && ::X509_set_issuer_name(c, ::X509_get_subject_name(issuer.get())) == 1;
  if (plain) {
    good = good && detail::add_to_subject(c, NID_countryName, "XX") && detail::add_to_subject(c, NID_stateOrProvinceName, "State") &&
           detail::add_to_subject(c, NID_localityName, "City") && detail::add_to_subject(c, NID_organizationName, "MyOrg") &&
           detail::add_to_subject(c, NID_organizationalUnitName, "Agents");
  }
  if (!good || !detail::add_to_subject(c, NID_commonName, options.id)) return detail::openssl_failure("making a certificate");
  if (!plain) {
    certificate_options names;
    names.dns_names = {"localhost"};
    names.ip_addresses = {"127.0.0.1"};
    for (const auto& name : options.names) {
      ASN1_OCTET_STRING* const address = ::a2i_IPADDRESS(name.c_str());
      ::ASN1_OCTET_STRING_free(address);
      auto& list = address != nullptr ? names.ip_addresses : names.dns_names;
      if (std::find(list.begin(), list.end(), name) == list.end()) list.push_back(name);
    }
    ::ERR_clear_error();
    if (!detail::add_names(c, names)) return detail::openssl_failure("a name or address of the certificate cannot be used");
    const char* const usage = detail::is_rsa(options.key) ? "digitalSignature,nonRepudiation,keyEncipherment" : "digitalSignature,nonRepudiation";
    good = detail::add_extension(c, issuer.get(), NID_basic_constraints, "CA:FALSE") && detail::add_extension(c, issuer.get(), NID_key_usage, usage) &&
           detail::add_extension(c, issuer.get(), NID_subject_key_identifier, "hash") &&
           // the authority may be of other making, and without an identifier of its own
           (::X509_get0_subject_key_id(issuer.get()) == nullptr ||
            detail::add_extension(c, issuer.get(), NID_authority_key_identifier, "keyid:always"));
  }
  if (!good || ::X509_sign(c, issuer_key.get(), detail::digest_of(issuer_key.get())) <= 0) return detail::openssl_failure("signing a certificate");
  return detail::to_pem(c, key.get());
}

/** agent_id_of() for the first certificate in a PEM text. */
inline result<std::string> agent_id_of(std::string_view certificate_pem) {
  ::ERR_clear_error();
  const auto c = detail::read_certificate(certificate_pem);
  if (!c) return detail::openssl_failure("reading a certificate");
  return agent_id_of(c.get());
}

/** What the first certificate in a PEM text says. */
inline result<certificate_details> describe_certificate(std::string_view certificate_pem) {
  ::ERR_clear_error();
  const auto certificate = detail::read_certificate(certificate_pem);
  if (!certificate) return detail::openssl_failure("reading a certificate");
  X509* const c = certificate.get();
  certificate_details out;
  out.common_names = common_names_of(c);
  out.subject = detail::text_of(::X509_get_subject_name(c));
  out.issuer = detail::text_of(::X509_get_issuer_name(c));
  out.not_before = detail::time_of(::X509_get0_notBefore(c));
  out.not_after = detail::time_of(::X509_get0_notAfter(c));
  out.version = static_cast<int>(::X509_get_version(c)) + 1;
  out.authority = ::X509_check_ca(c) == 1;
  out.key = detail::name_of_key(::X509_get0_pubkey(c));
  if (const auto print = certificate_fingerprint(certificate_pem)) {
    for (const std::byte b : *print) {
      for (const auto half : {std::to_integer<unsigned>(b) >> 4, std::to_integer<unsigned>(b) & 15}) out.fingerprint += "0123456789abcdef"[half];
    }
  }
  const detail::bn_ptr serial(::ASN1_INTEGER_to_BN(::X509_get0_serialNumber(c), nullptr));
  if (char* const digits = serial ? ::BN_bn2hex(serial.get()) : nullptr) {
    out.serial = digits;
    OPENSSL_free(digits);
  }
  const detail::openssl_handle<GENERAL_NAMES, &GENERAL_NAMES_free> names(
      static_cast<GENERAL_NAMES*>(::X509_get_ext_d2i(c, NID_subject_alt_name, nullptr, nullptr)));
  for (int i = 0; names && i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* const name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_DNS) {
      out.dns_names.emplace_back(reinterpret_cast<const char*>(::ASN1_STRING_get0_data(name->d.dNSName)),
                                 static_cast<std::size_t>(::ASN1_STRING_length(name->d.dNSName)));
    } else if (name->type == GEN_IPADD) {
      out.ip_addresses.push_back(detail::address_text(name->d.iPAddress));
    }
  }
  ::ERR_clear_error();
  return out;
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
