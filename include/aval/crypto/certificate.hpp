// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <openssl/bn.h>
#include <openssl/evp.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/core/secret.hpp"
#include "aval/crypto/detail/openssl_handle.hpp"
#include "aval/crypto/errors.hpp"

/*  X.509 certificates for servers that have none from a public authority: a self-signed one which a client names as its only trusted
 *  root or pins, and leaf certificates signed by such a root (client certificates, tests). Keys are P-256. On OpenSSL; no header of
 *  the library that includes libsodium includes this one. Certificates of agents that talk to each other: agent_certificate.hpp. */

namespace aval {
inline namespace v0 {
namespace crypto {

/** What goes into a certificate. */
struct certificate_options {
  std::string common_name = "localhost";       ///< at most 64 bytes; for people, clients look at the two lists below
  std::vector<std::string> dns_names = {};     ///< subjectAltName dNSName; both lists empty: localhost, 127.0.0.1 and ::1
  std::vector<std::string> ip_addresses = {};  ///< subjectAltName iPAddress, IPv4 or IPv6 in text
  int days = 365;                              ///< life time, at least 1
  bool authority = true;                       ///< basicConstraints CA:TRUE, so that a client can name it as root; false: leaf only
  bool server = true;                          ///< extendedKeyUsage serverAuth
  bool client = false;                         ///< extendedKeyUsage clientAuth
  std::optional<std::chrono::system_clock::time_point> not_before = {};  ///< empty: five minutes ago, for clocks that lag
};

/** A certificate and its private key, both PEM. */
struct certificate_with_key {
  std::string certificate_pem = {};
  secret private_key_pem = {};  ///< PKCS#8
};

namespace detail {

using x509_ptr = openssl_handle<X509, &X509_free>;
using pkey_ptr = openssl_handle<EVP_PKEY, &EVP_PKEY_free>;
using bio_ptr = openssl_handle<BIO, &BIO_free_all>;
using bn_ptr = openssl_handle<BIGNUM, &BN_free>;
using name_ptr = openssl_handle<X509_NAME, &X509_NAME_free>;
using extension_ptr = openssl_handle<X509_EXTENSION, &X509_EXTENSION_free>;

/** Takes the oldest error of this thread's queue, so that it does not surface in somebody else's call. */
inline failure openssl_failure(std::string what) {
  const unsigned long code = ::ERR_get_error();
  ::ERR_clear_error();
  if (code != 0) {
    char text[256];
    ::ERR_error_string_n(code, text, sizeof text);
    what.append(": ").append(text);
  }
  return failure{make_error_code(errc::bad_certificate), std::move(what)};
}

inline std::string bio_text(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return size > 0 ? std::string(data, static_cast<std::size_t>(size)) : std::string();
}

inline x509_ptr read_certificate(std::string_view pem) {
  bio_ptr bio(::BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  return x509_ptr(bio ? ::PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr) : nullptr);
}
inline pkey_ptr read_private_key(std::string_view pem) {
  bio_ptr bio(::BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // the callback keeps OpenSSL from asking at the terminal for the passphrase of an encrypted key
  const auto no_passphrase = [](char*, int, int, void*) -> int { return 0; };
  return pkey_ptr(bio ? ::PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr) : nullptr);
}

inline bool add_extension(X509* certificate, X509* issuer, int nid, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  extension_ptr extension(::X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str()));
  return extension && ::X509_add_ext(certificate, extension.get(), -1) == 1;
}

/** subjectAltName built from objects, never from text, so that a comma in a name cannot smuggle in another one. */
inline bool add_names(X509* certificate, const certificate_options& options) {
  openssl_handle<GENERAL_NAMES, &GENERAL_NAMES_free> names(::GENERAL_NAMES_new());
  const auto add = [&](int type, ASN1_STRING* value) {
    if (!value) return false;
    GENERAL_NAME* name = ::GENERAL_NAME_new();
    if (!name) return ::ASN1_STRING_free(value), false;
    ::GENERAL_NAME_set0_value(name, type, value);
    if (sk_GENERAL_NAME_push(names.get(), name) == 0) return ::GENERAL_NAME_free(name), false;
    return true;
  };
  const auto dns = [&](const std::string& text) {
    for (const char c : text)
      if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '*' || c == '_')) return false;
    if (text.empty() || text.size() > 253) return false;
    ASN1_IA5STRING* s = ::ASN1_IA5STRING_new();
    if (!s || ::ASN1_STRING_set(s, text.data(), static_cast<int>(text.size())) != 1) return ::ASN1_IA5STRING_free(s), false;
    return add(GEN_DNS, s);
  };
  const auto ip = [&](const std::string& text) { return add(GEN_IPADD, ::a2i_IPADDRESS(text.c_str())); };
  bool good = names != nullptr;
  if (options.dns_names.empty() && options.ip_addresses.empty()) {
    good = good && dns("localhost") && ip("127.0.0.1") && ip("::1");
  } else {
    for (const auto& name : options.dns_names) good = good && dns(name);
    for (const auto& address : options.ip_addresses) good = good && ip(address);
  }
  return good && ::X509_add1_ext_i2d(certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1;
}

inline bool set_serial_and_times(X509* c, const std::optional<std::chrono::system_clock::time_point>& not_before, int days) {
  bn_ptr serial(::BN_new());
  const auto start = std::chrono::system_clock::to_time_t(not_before ? *not_before : std::chrono::system_clock::now() - std::chrono::minutes(5));
  const std::time_t end = start + static_cast<std::time_t>(days) * 24 * 60 * 60;
  return serial && ::BN_rand(serial.get(), 127, BN_RAND_TOP_ONE, BN_RAND_BOTTOM_ANY) == 1 &&
         ::BN_to_ASN1_INTEGER(serial.get(), ::X509_get_serialNumber(c)) != nullptr &&
         ::ASN1_TIME_adj(::X509_getm_notBefore(c), start, 0, 0) != nullptr && ::ASN1_TIME_adj(::X509_getm_notAfter(c), end, 0, 0) != nullptr;
}
inline bool add_to_subject(X509* c, int nid, std::string_view text) {
  return ::X509_NAME_add_entry_by_NID(::X509_get_subject_name(c), nid, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(text.data()),
                                      static_cast<int>(text.size()), -1, 0) == 1;
}

inline result<certificate_with_key> to_pem(X509* c, EVP_PKEY* key) {
  bio_ptr certificate_out(::BIO_new(::BIO_s_mem())), key_out(::BIO_new(::BIO_s_secmem()));
  if (!certificate_out || !key_out || ::PEM_write_bio_X509(certificate_out.get(), c) != 1 ||
      ::PEM_write_bio_PrivateKey(key_out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) != 1)
    return openssl_failure("writing a certificate");
  certificate_with_key made;
  made.certificate_pem = bio_text(certificate_out.get());
  std::string text = bio_text(key_out.get());
  made.private_key_pem = secret::take(text);
  return made;
}

/** Makes a certificate for a new key; signed by `issuer`, or by itself when there is none. */
inline result<certificate_with_key> make_certificate(const certificate_options& options, X509* issuer, EVP_PKEY* issuer_key) {
  if (options.days < 1 || options.days > 36500) return fail(errc::bad_certificate, "days must be from 1 to 36500");
  if (options.common_name.empty() || options.common_name.size() > 64) return fail(errc::bad_certificate, "common_name must have 1 to 64 bytes");
  ::ERR_clear_error();
  pkey_ptr key(EVP_EC_gen("P-256"));
  x509_ptr certificate(::X509_new());
  if (!key || !certificate) return openssl_failure("making a P-256 key");
  X509* const c = certificate.get();
  X509* const by = issuer ? issuer : c;

  bool good = ::X509_set_version(c, 2) == 1 && set_serial_and_times(c, options.not_before, options.days) &&
              ::X509_set_pubkey(c, key.get()) == 1 && add_to_subject(c, NID_commonName, options.common_name) &&
              ::X509_set_issuer_name(c, ::X509_get_subject_name(by)) == 1;
  if (!good) return openssl_failure("making a certificate");
  if (!add_names(c, options)) return openssl_failure("a name or address of the certificate cannot be used");
  std::string purposes = options.server ? "serverAuth" : "";
  if (options.client) purposes += purposes.empty() ? "clientAuth" : ",clientAuth";
  good = add_extension(c, by, NID_basic_constraints, options.authority ? "critical,CA:TRUE" : "critical,CA:FALSE") &&
         add_extension(c, by, NID_key_usage, options.authority ? "critical,digitalSignature,keyCertSign,cRLSign" : "critical,digitalSignature") &&
         (purposes.empty() || add_extension(c, by, NID_ext_key_usage, purposes)) &&
         add_extension(c, by, NID_subject_key_identifier, "hash") && add_extension(c, by, NID_authority_key_identifier, "keyid:always") &&
         ::X509_sign(c, issuer_key ? issuer_key : key.get(), ::EVP_sha256()) > 0;
  if (!good) return openssl_failure("signing a certificate");
  return to_pem(c, key.get());
}

}  // namespace detail

/** A new P-256 key and a certificate for it that it signs itself. A client trusts it by naming the PEM as its only root, or by pinning
 *  its key. Takes a few hundred microseconds.
 *  @par Errors   bad_certificate: an option cannot be used; the message names it. */
inline result<certificate_with_key> self_signed_certificate(const certificate_options& options = {}) {
  return detail::make_certificate(options, nullptr, nullptr);
}

/** A new P-256 key and a certificate for it, signed by `issuer` (made with `.authority = true`). Set `.authority = false` for a server
 *  or client of that issuer; the issuer's own purposes must contain those asked for here. */
inline result<certificate_with_key> issue_certificate(const certificate_with_key& issuer, const certificate_options& options) {
  ::ERR_clear_error();
  const auto certificate = detail::read_certificate(issuer.certificate_pem);
  const auto key = detail::read_private_key(issuer.private_key_pem.reveal());
  if (!certificate || !key) return detail::openssl_failure("reading the issuer");
  return detail::make_certificate(options, certificate.get(), key.get());
}

/** SHA-256 of the whole certificate (DER), 32 bytes: what browsers call its fingerprint. */
inline result<std::array<std::byte, 32>> certificate_fingerprint(std::string_view certificate_pem) {
  ::ERR_clear_error();
  const auto c = detail::read_certificate(certificate_pem);
  std::array<std::byte, 32> out = {};
  unsigned int size = 32;
  if (!c || ::X509_digest(c.get(), ::EVP_sha256(), reinterpret_cast<unsigned char*>(out.data()), &size) != 1)
    return detail::openssl_failure("reading a certificate");
  return out;
}

/** SHA-256 of the certificate's SubjectPublicKeyInfo: what public key pinning compares (RFC 7469 section 2.4). It stays the same when
 *  the certificate is renewed for the same key. */
inline result<std::array<std::byte, 32>> certificate_key_pin(std::string_view certificate_pem) {
  ::ERR_clear_error();
  const auto c = detail::read_certificate(certificate_pem);
  if (!c) return detail::openssl_failure("reading a certificate");
  unsigned char* der = nullptr;
  const int size = ::i2d_X509_PUBKEY(::X509_get_X509_PUBKEY(c.get()), &der);
  if (size <= 0) return detail::openssl_failure("reading a certificate");
  std::array<std::byte, 32> out = {};
  const bool good = ::EVP_Digest(der, static_cast<std::size_t>(size), reinterpret_cast<unsigned char*>(out.data()), nullptr, ::EVP_sha256(), nullptr) == 1;
  OPENSSL_free(der);
  if (!good) return detail::openssl_failure("hashing a public key");
  return out;
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
