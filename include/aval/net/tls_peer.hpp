// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <openssl/x509.h>

#include <optional>
#include <string>
#include <vector>

#include "aval/core/result.hpp"
#include "aval/crypto/agent_identity.hpp"
#include "aval/net/stream.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** Who the other end of a TLS connection is, as its certificate says. Verified or not is the business of tls_options. */
struct peer_certificate {
  std::string pem = {};
  std::string subject = {};                     ///< RFC 2253, for people
  std::vector<std::string> common_names = {};   ///< as crypto::common_names_of()
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
  out.common_names = crypto::common_names_of(certificate);
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

/** The agent at the other end, for protocols in which the certificate's CN is an identity.
 *  @par Errors  those of crypto::agent_id_of(): no TLS, no certificate, no CN, several, or one that cannot be an id. */
inline result<std::string> peer_agent_id_of(stream& s) {
  SSL* const ssl = s.native_tls();
  return crypto::agent_id_of(ssl != nullptr ? SSL_get0_peer_certificate(ssl) : nullptr);
}

}  // namespace net
}  // namespace v0
}  // namespace aval
