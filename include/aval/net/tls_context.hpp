// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/net/errors.hpp"
#include "aval/net/tls_options.hpp"

/*  One SSL_CTX for many connections: certificates and keys are decoded once, algorithms fetched once. TLS 1.2 and 1.3 only,
 *  forward-secret authenticated ciphers only, no renegotiation, no compression. The peer's chain and name are verified unless the
 *  options say otherwise. */

namespace aval {
inline namespace v0 {
namespace net {

namespace detail {

struct openssl_delete {
  void operator()(SSL_CTX* p) const noexcept { SSL_CTX_free(p); }
  void operator()(SSL* p) const noexcept { SSL_free(p); }
  void operator()(BIO* p) const noexcept { BIO_free(p); }
  void operator()(X509* p) const noexcept { X509_free(p); }
  void operator()(EVP_PKEY* p) const noexcept { EVP_PKEY_free(p); }
};
template <class T>
using openssl_ptr = std::unique_ptr<T, openssl_delete>;

/** The oldest message of this thread's OpenSSL error queue, which is emptied. */
inline std::string openssl_message() {
  const unsigned long first = ERR_get_error();
  ERR_clear_error();
  if (first == 0) return "no reason given";
  const char* reason = ERR_reason_error_string(first);
  if (reason != nullptr) return reason;
  char text[160];
  ERR_error_string_n(first, text, sizeof text);
  return text;
}

struct tls_shared {
  openssl_ptr<SSL_CTX> context;
  std::vector<std::string> pins = {};  // base64, 44 characters each
  std::string alpn = {};               // wire format
  std::string host_name = {};
  bool verify = true;
  bool verify_host = true;
};

[[noreturn]] inline void throw_tls(errc code, std::string what) {
  what += " (" + openssl_message() + ")";
  throw error(code, std::move(what));
}

inline openssl_ptr<BIO> memory_bio(std::string_view text) {
  return openssl_ptr<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

inline void trust_pem(X509_STORE* store, std::string_view pem) {
  const auto bio = memory_bio(pem);
  std::size_t count = 0;
  while (openssl_ptr<X509> certificate{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)}) {
    if (X509_STORE_add_cert(store, certificate.get()) != 1) throw_tls(errc::bad_certificate, "trusted certificate");
    ++count;
  }
  ERR_clear_error();  // the end of the text is an error to OpenSSL
  if (count == 0) throw error(errc::bad_certificate, "tls_options.ca_pem contains no certificate");
}

inline void use_chain(SSL_CTX* context, std::string_view pem) {
  const auto bio = memory_bio(pem);
  openssl_ptr<X509> leaf{PEM_read_bio_X509_AUX(bio.get(), nullptr, nullptr, nullptr)};
  if (!leaf || SSL_CTX_use_certificate(context, leaf.get()) != 1) throw_tls(errc::bad_certificate, "tls_options.certificate_pem");
  while (X509* next = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    if (SSL_CTX_add0_chain_cert(context, next) != 1) {
      X509_free(next);
      throw_tls(errc::bad_certificate, "chain in tls_options.certificate_pem");
    }
  }
  ERR_clear_error();
}

inline std::string alpn_wire_format(std::string_view names) {
  std::string wire;
  while (!names.empty()) {
    const std::size_t comma = names.find(',');
    const std::string_view one = names.substr(0, comma);
    if (one.empty() || one.size() > 255) throw error(errc::invalid_options, "tls_options.alpn: a protocol name has 1 to 255 bytes");
    wire += static_cast<char>(one.size());
    wire += one;
    names = comma == std::string_view::npos ? std::string_view() : names.substr(comma + 1);
  }
  return wire;
}

inline int select_alpn(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in, unsigned in_size, void* arg) {
  const auto& ours = static_cast<const tls_shared*>(arg)->alpn;
  unsigned char* chosen = nullptr;
  const int answer = SSL_select_next_proto(&chosen, out_size, reinterpret_cast<const unsigned char*>(ours.data()),
                                           static_cast<unsigned>(ours.size()), in, in_size);
  if (answer != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_ALERT_FATAL;  // RFC 7301 3.2
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

inline std::vector<std::string> parse_pins(std::string_view text) {
  std::vector<std::string> pins;
  while (!text.empty()) {
    const std::size_t end = text.find(';');
    std::string_view one = text.substr(0, end);
    if (one.substr(0, 8) == "sha256//") one.remove_prefix(8);
    if (one.size() != 44 || one.back() != '=')
      throw error(errc::invalid_options, "tls_options.pinned_public_key: expected 44 characters of base64 (SHA-256 of the public key)");
    pins.emplace_back(one);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  }
  return pins;
}

}  // namespace detail

/** The shared part of many TLS connections. A cheap handle; copies share one SSL_CTX.
 *
 *  @par Errors   client() and server() throw aval::error: bad_certificate (a certificate or key does not parse or does not fit),
 *                invalid_options.
 *  @par Threads  a context is constant once made; any number of threads may start connections with it. */
class tls_context {
 public:
  /** No context: a stream with it is plain TCP. */
  tls_context() = default;

  static tls_context client(const tls_options& options = {}) { return tls_context(options, false); }
  static tls_context server(const tls_options& options) { return tls_context(options, true); }

  explicit operator bool() const noexcept { return shared_ != nullptr; }
  bool verifies() const noexcept { return shared_ && (shared_->verify || !shared_->pins.empty()); }
  const detail::tls_shared& shared() const noexcept { return *shared_; }

 private:
  tls_context(const tls_options& options, bool server) {
    ERR_clear_error();
    auto shared = std::make_shared<detail::tls_shared>();
    shared->context.reset(SSL_CTX_new(server ? TLS_server_method() : TLS_client_method()));
    SSL_CTX* c = shared->context.get();
    if (c == nullptr) detail::throw_tls(errc::tls_failure, "SSL_CTX_new");
    SSL_CTX_set_min_proto_version(c, options.lowest == tls_version::tls_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION);
    SSL_CTX_set_options(c, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_mode(c, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(c, 1);
    SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF);
    if (server) {
      SSL_CTX_set_num_tickets(c, options.session_tickets);
      if (options.session_tickets == 0) SSL_CTX_set_options(c, SSL_OP_NO_TICKET);
    }
    if (SSL_CTX_set_cipher_list(c, "ECDHE+AESGCM:ECDHE+CHACHA20") != 1) detail::throw_tls(errc::tls_failure, "cipher list");

    X509_STORE* store = SSL_CTX_get_cert_store(c);
    if (!options.ca_pem.empty()) detail::trust_pem(store, options.ca_pem);
    if (!options.ca_file.empty() && SSL_CTX_load_verify_file(c, options.ca_file.c_str()) != 1)
      detail::throw_tls(errc::bad_certificate, "tls_options.ca_file " + options.ca_file);
    const bool own_roots = !options.ca_pem.empty() || !options.ca_file.empty();
    if (own_roots) X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);  // what was named as trusted is trusted
    else if (!server && options.verify) SSL_CTX_set_default_verify_paths(c);

    if (!options.certificate_pem.empty()) {
      detail::use_chain(c, options.certificate_pem);
    } else if (!options.certificate_file.empty()) {
      if (SSL_CTX_use_certificate_chain_file(c, options.certificate_file.c_str()) != 1)
        detail::throw_tls(errc::bad_certificate, "tls_options.certificate_file " + options.certificate_file);
    } else if (server) {
      throw error(errc::bad_certificate, "a TLS server needs tls_options.certificate_pem or certificate_file");
    }
    if (!options.private_key_pem.empty()) {
      const auto bio = detail::memory_bio(options.private_key_pem.reveal());
      const auto no_passphrase = [](char*, int, int, void*) { return 0; };  // never asks on the terminal
      const detail::openssl_ptr<EVP_PKEY> key{PEM_read_bio_PrivateKey(bio.get(), nullptr, no_passphrase, nullptr)};
      if (!key || SSL_CTX_use_PrivateKey(c, key.get()) != 1) detail::throw_tls(errc::bad_certificate, "tls_options.private_key_pem");
    } else if (!options.private_key_file.empty()) {
      if (SSL_CTX_use_PrivateKey_file(c, options.private_key_file.c_str(), SSL_FILETYPE_PEM) != 1)
        detail::throw_tls(errc::bad_certificate, "tls_options.private_key_file " + options.private_key_file);
    } else if (!options.certificate_pem.empty() || !options.certificate_file.empty()) {
      throw error(errc::bad_certificate, "tls_options: a certificate without its private key");
    }

    if (server) {
      if (options.require_client_certificate && options.session_tickets != 0)
        throw error(errc::invalid_options, "tls_options.session_tickets with require_client_certificate: a resumed session would skip the certificate");
      if (options.require_client_certificate && !own_roots)
        throw error(errc::invalid_options, "tls_options.require_client_certificate needs ca_pem or ca_file");
      SSL_CTX_set_verify(c, options.require_client_certificate ? SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT : SSL_VERIFY_NONE,
                         nullptr);
    } else {
      SSL_CTX_set_verify(c, options.verify ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, nullptr);
    }
    shared->verify = server ? options.require_client_certificate : options.verify;
    shared->verify_host = options.verify_host;
    shared->pins = detail::parse_pins(options.pinned_public_key);
    shared->alpn = detail::alpn_wire_format(options.alpn);
    shared->host_name = options.host_name;
    if (!shared->alpn.empty()) {
      if (server) SSL_CTX_set_alpn_select_cb(c, detail::select_alpn, shared.get());
      else SSL_CTX_set_alpn_protos(c, reinterpret_cast<const unsigned char*>(shared->alpn.data()), static_cast<unsigned>(shared->alpn.size()));
    }
    ERR_clear_error();
    shared_ = std::move(shared);
  }
  std::shared_ptr<const detail::tls_shared> shared_;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
