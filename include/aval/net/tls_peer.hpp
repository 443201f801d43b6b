// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <openssl/x509.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/result.hpp"
#include "aval/net/stream.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** Who the other end of a TLS connection is, as its certificate says. Verified or not is the business of tls_options. */
struct peer_certificate {
  std::string pem = {};
  std::string subject = {};                     ///< RFC 2253, for people
  std::vector<std::string> common_names = {};   ///< every CN of the subject, as UTF-8, in order; may hold any character, NUL too
  bool readable = true;                         ///< false: a CN is not valid in its own encoding and stands as an empty string
  std::string public_key_hash = {};             ///< base64 SHA-256 of the SubjectPublicKeyInfo
};

namespace detail {
inline peer_certificate describe_certificate(X509* certificate) {
  peer_certificate out;
  const openssl_ptr<BIO> bio{BIO_new(BIO_s_mem())};
  if (!bio) throw_tls(errc::tls_failure, "BIO_new");
  const auto text = [&] {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &data);
    std::string s(data, size > 0 ? static_cast<std::size_t>(size) : 0);
    (void)BIO_reset(bio.get());
    return s;
  };
  PEM_write_bio_X509(bio.get(), certificate);
  out.pem = text();
  const X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_print_ex(bio.get(), subject, 0, XN_FLAG_RFC2253);
  out.subject = printable(text());
  for (int at = -1; (at = X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0;) {
    unsigned char* utf8 = nullptr;
    const int size = ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    out.readable = out.readable && size >= 0;
    out.common_names.emplace_back();
    if (size > 0) out.common_names.back().assign(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
    OPENSSL_free(utf8);
  }
  ERR_clear_error();
  return out;
}
}  // namespace detail

/** The certificate that the peer has shown in the handshake; nothing on a plain connection or without one. */
inline std::optional<peer_certificate> peer_certificate_of(stream& s) {
  SSL* const ssl = s.native_tls();
  X509* const certificate = ssl != nullptr ? SSL_get0_peer_certificate(ssl) : nullptr;
  if (certificate == nullptr) return {};
  auto out = detail::describe_certificate(certificate);
  out.public_key_hash = s.peer_public_key_hash();
  return out;
}

/** The one CN of a certificate, for protocols in which it is an identity: exactly one, 1 to 64 bytes of UTF-8 without control
 *  characters (NUL among them, by which a name could end early in other software).
 *  @par Errors  errc::bad_certificate; the message says what is wrong. */
inline result<std::string> only_common_name(const peer_certificate& c) {
  const auto bad = [](const char* why) { return failure{make_error_code(errc::bad_certificate), std::string("the certificate's CN: ") + why}; };
  if (c.common_names.empty()) return bad("there is none");
  if (c.common_names.size() > 1) return bad("there are several");
  const std::string& name = c.common_names.front();
  if (!c.readable) return bad("not valid text");
  if (name.empty() || name.size() > 64) return bad("not 1 to 64 bytes long");
  if (printable(name, name.size()) != name) return bad("control characters");
  return name;
}

}  // namespace net
}  // namespace v0
}  // namespace aval
