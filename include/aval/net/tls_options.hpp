// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/secret.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** A secret that options can be copied with; all copies share one piece of wiped memory. */
class shared_secret {
 public:
  shared_secret() = default;
  shared_secret(secret text) : text_(std::make_shared<const secret>(std::move(text))) {}           // NOLINT: implicit on purpose
  shared_secret(std::string_view text) : text_(std::make_shared<const secret>(text)) {}            // NOLINT: implicit on purpose
  shared_secret(const char* text) : shared_secret(std::string_view(text)) {}                       // NOLINT: implicit on purpose
  shared_secret(const std::string& text) : shared_secret(std::string_view(text)) {}                // NOLINT: implicit on purpose
  bool empty() const noexcept { return text_ == nullptr || text_->empty(); }
  std::string_view reveal() const noexcept { return text_ ? text_->reveal() : std::string_view(); }

 private:
  std::shared_ptr<const secret> text_;
};

enum class tls_version { tls_1_2, tls_1_3 };

/** What one end of TLS connections knows and demands. A member that is empty is not used. */
struct tls_options {
  std::string ca_pem = {};             // roots that are trusted, PEM; a self-signed certificate may stand here itself
  std::string ca_file = {};            // the same from a file; when both are empty a client trusts the system's roots
  std::string certificate_pem = {};    // our certificate and its chain, leaf first. A server needs one
  std::string certificate_file = {};   // the same from a file
  shared_secret private_key_pem = {};  // the key of the certificate
  std::string private_key_file = {};   // the same from a file
  std::string pinned_public_key = {};  // base64 SHA-256 of the peer's SubjectPublicKeyInfo, "sha256//" in front or not, several
                                       // separated by ';'. Demanded in addition to what `verify` demands
  bool verify = true;                  // client: chain, dates and host name. false: anybody may be the peer, except for the pin
  bool verify_host = true;             // client: false leaves the name out, for private roots under which names are no hosts
  bool require_client_certificate = false;  // server: a client without a certificate of ca_pem / ca_file is refused
  std::string host_name = {};          // client: the name to demand instead of the URL's host
  tls_version lowest = tls_version::tls_1_2;
  std::string alpn = "http/1.1";       // protocols, separated by ','; empty: no ALPN (RFC 7301)
  unsigned session_tickets = 0;        // server: tickets sent after a handshake; each costs about a tenth of one. None together
                                       // with require_client_certificate: a session that is taken up again shows no certificate
};

}  // namespace net
}  // namespace v0
}  // namespace aval
