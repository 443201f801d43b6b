// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/ip/tcp.hpp>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <utility>

#include "aval/net/detail/block.hpp"
#include "aval/net/tls_context.hpp"

/*  Everything about a connection that does not wait: OpenSSL between two byte queues, the socket tried without blocking. What has
 *  to wait is in stream.hpp, one template for all operations.
 *
 *  Input: when the socket is ready, what is there is received into `in_`; OpenSSL reads from there through a BIO of ours (with
 *  read-ahead it takes all of it at once). Output: OpenSSL writes into `out_`, which goes out in one send. Both borrow memory only
 *  while bytes are in it. Waiting for readiness costs less than Asio's receive, which always tries at once and finds nothing. */

namespace aval {
inline namespace v0 {
namespace net {

enum class tls_role { client, server };

namespace detail {

/** What a step of an operation waits for. */
enum class want { nothing, input, output };

class stream_core {
 public:
  using socket_type = asio::ip::tcp::socket;

  explicit stream_core(socket_type socket) : socket_(std::move(socket)) {}

  stream_core(socket_type socket, tls_context context, tls_role role, const std::string& host)
      : socket_(std::move(socket)), context_(std::move(context)) {
    ERR_clear_error();
    ssl_.reset(SSL_new(context_.shared().context.get()));
    if (!ssl_) throw_tls(errc::tls_failure, "SSL_new");
    BIO* bio = BIO_new(bio_method());
    if (bio == nullptr) throw_tls(errc::tls_failure, "BIO_new");
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl_.get(), bio, bio);
    if (role == tls_role::server) {
      SSL_set_accept_state(ssl_.get());
      return;
    }
    SSL_set_connect_state(ssl_.get());
    const std::string& name = context_.shared().host_name.empty() ? host : context_.shared().host_name;
    set_expected_name(name);
  }
  stream_core(const stream_core&) = delete;
  stream_core& operator=(const stream_core&) = delete;

  socket_type& socket() noexcept { return socket_; }
  const tls_context& context() const noexcept { return context_; }
  SSL* ssl() noexcept { return ssl_.get(); }
  const std::string& explanation() const noexcept { return explanation_; }

  // ---- handshake ------------------------------------------------------------------------------------------------------------

  want handshake(std::error_code& ec) {
    ec = {};
    if (!ssl_) return want::nothing;
    if (!flush(ec)) return ec ? want::nothing : want::output;
    if (established_) return want::nothing;
    ERR_clear_error();
    const int done = SSL_do_handshake(ssl_.get());
    const int why = done == 1 ? SSL_ERROR_NONE : SSL_get_error(ssl_.get(), done);
    std::error_code problem = why == SSL_ERROR_NONE || why == SSL_ERROR_WANT_READ ? std::error_code() : handshake_failure();
    if (done == 1) {
      problem = check_pin();
      established_ = !problem;
    }
    drained_ = true;
    const bool sent = flush(ec);  // also the alert that tells the peer why
    if (problem) return ec = problem, want::nothing;
    if (ec) return want::nothing;
    if (!sent) return want::output;
    if (done == 1) return drained_ = in_.empty() && SSL_has_pending(ssl_.get()) == 0, want::nothing;
    if (eof_) return ec = errc::peer_closed, want::nothing;
    return want::input;
  }

  // ---- input ----------------------------------------------------------------------------------------------------------------

  /** Text at hand. would_block: there is none, wait. eof: the peer has closed in good order. */
  std::size_t read(char* to, std::size_t size, std::error_code& ec) {
    ec = {};
    if (size == 0) return 0;
    if (drained()) {  // nothing has come since the last time, but the system may have more than had room then
      if (std::exchange(more_, false)) {
        receive(ec);
        more_ = false;
      }
      if (ec) return 0;
      if (drained()) return ec = asio::error::would_block, 0;
    }
    return ssl_ ? read_tls(to, size, ec) : read_plain(to, size, ec);
  }
  /** true: read() has been told that there is nothing more at hand. */
  bool drained() const noexcept { return drained_ && !eof_; }

  void received(std::size_t n) noexcept {
    in_.filled(n);
    drained_ = drained_ && n == 0;
  }
  /** After readiness: takes what is there. */
  void receive(std::error_code& ec) {
    const auto [to, room] = in_.space();
    const ::ssize_t n = retry([&, to = to, room = room] { return ::recv(socket_.native_handle(), to, room, MSG_DONTWAIT); });
    more_ = n > 0 && static_cast<std::size_t>(n) == room;
    if (n > 0) received(static_cast<std::size_t>(n));
    else if (n == 0) eof_ = true;
    else if (errno != EAGAIN && errno != EWOULDBLOCK) ec = last_error();
    if (in_.empty()) in_.release();
  }
  /** Before a wait: nobody needs the block while nothing is in it. */
  void give_back_idle_memory() noexcept {
    if (in_.empty()) in_.release();
  }

  // ---- output ---------------------------------------------------------------------------------------------------------------

  bool output_pending() const noexcept { return !out_.empty() || blocked_; }

  /** Sends what is kept. true: all of it has left. */
  bool flush(std::error_code& ec) {
    ec = {};
    blocked_ = false;
    while (!out_.empty()) {
      const ::ssize_t n = retry([&] { return ::send(socket_.native_handle(), out_.data(), out_.size(), MSG_DONTWAIT | MSG_NOSIGNAL); });
      if (n < 0) {
        if (errno != EAGAIN && errno != EWOULDBLOCK) {
          ec = last_error();
          out_.release();
        }
        return false;
      }
      out_.eaten(static_cast<std::size_t>(n));
    }
    out_.release();
    return true;
  }

  /** Takes bytes of the list until the socket is full. */
  std::size_t write(const asio::const_buffer* list, std::size_t count, std::error_code& ec) {
    if (!flush(ec)) return 0;
    return ssl_ ? write_tls(list, count, ec) : write_plain(list, count, ec);
  }

  // ---- end ------------------------------------------------------------------------------------------------------------------

  want shutdown(std::error_code& ec) {
    ec = {};
    say_goodbye();
    if (!flush(ec)) return ec ? want::nothing : want::output;
    socket_.shutdown(socket_type::shutdown_send, ec);
    return want::nothing;
  }
  void close() noexcept {
    if (!socket_.is_open()) return;
    std::error_code ignored;
    if (out_.empty()) {
      say_goodbye();
      flush(ignored);
    }
    socket_.close(ignored);
  }

  /** SHA-256 of the peer's SubjectPublicKeyInfo in base64; empty without a certificate. */
  std::string peer_public_key_hash() const {
    if (!ssl_) return {};
    X509* peer = SSL_get0_peer_certificate(ssl_.get());
    if (peer == nullptr) return {};
    unsigned char* der = nullptr;
    const int size = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(peer), &der);
    if (size <= 0) return {};
    unsigned char digest[32];
    const bool ok = EVP_Digest(der, static_cast<std::size_t>(size), digest, nullptr, EVP_sha256(), nullptr) == 1;
    OPENSSL_free(der);
    if (!ok) return {};
    char text[45] = {};
    EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text), digest, sizeof digest);
    return text;
  }

 private:
  template <class F>
  static ::ssize_t retry(F call) {
    for (;;) {
      const ::ssize_t n = call();
      if (n >= 0 || errno != EINTR) return n;
    }
  }
  static std::error_code last_error() noexcept { return {errno, asio::error::get_system_category()}; }

  void set_expected_name(const std::string& name) {
    X509_VERIFY_PARAM* rules = SSL_get0_param(ssl_.get());
    std::error_code not_a_literal;
    asio::ip::make_address(name, not_a_literal);
    // names in the subject are ignored, subjectAltName counts alone (RFC 9525 section 6.3); wildcards cover one whole label
    X509_VERIFY_PARAM_set_hostflags(rules, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS | X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
    const bool demanded = context_.shared().verify && context_.shared().verify_host;
    if (name.empty()) {
      if (demanded) throw error(errc::invalid_options, "a verifying TLS client needs the name of its peer");
    } else if (!not_a_literal) {
      if (demanded) X509_VERIFY_PARAM_set1_ip_asc(rules, name.c_str());
    } else {
      SSL_set_tlsext_host_name(ssl_.get(), name.c_str());  // no SNI for addresses (RFC 6066 section 3)
      if (demanded && SSL_set1_host(ssl_.get(), name.c_str()) != 1) throw_tls(errc::tls_failure, "SSL_set1_host");
    }
  }

  std::error_code handshake_failure() {
    const long verdict = SSL_get_verify_result(ssl_.get());
    const int reason = ERR_GET_REASON(ERR_peek_error());
    if (verdict != X509_V_OK && reason == SSL_R_CERTIFICATE_VERIFY_FAILED) {
      explanation_ = X509_verify_cert_error_string(verdict);
      ERR_clear_error();
      const bool name = verdict == X509_V_ERR_HOSTNAME_MISMATCH || verdict == X509_V_ERR_IP_ADDRESS_MISMATCH;
      return name ? errc::host_mismatch : errc::certificate_not_trusted;
    }
    explanation_ = openssl_message();
    return reason == SSL_R_PEER_DID_NOT_RETURN_A_CERTIFICATE ? errc::no_certificate : failure_of(reason);
  }

  /** The alerts by which a peer refuses our certificate (RFC 8446 6.2); with TLS 1.3 a client meets them at its first read. */
  static errc failure_of(int reason) noexcept {
    switch (reason) {
      case SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED:
      case SSL_R_SSLV3_ALERT_NO_CERTIFICATE:
      case SSL_R_SSLV3_ALERT_BAD_CERTIFICATE:
      case SSL_R_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE:
      case SSL_R_SSLV3_ALERT_CERTIFICATE_REVOKED:
      case SSL_R_SSLV3_ALERT_CERTIFICATE_EXPIRED:
      case SSL_R_SSLV3_ALERT_CERTIFICATE_UNKNOWN:
      case SSL_R_TLSV1_ALERT_UNKNOWN_CA: return errc::certificate_refused;
      default: return errc::tls_failure;
    }
  }

  std::error_code check_pin() {
    const auto& pins = context_.shared().pins;
    if (pins.empty()) return {};
    const std::string hash = peer_public_key_hash();
    if (hash.empty()) return errc::no_certificate;
    return std::find(pins.begin(), pins.end(), hash) != pins.end() ? std::error_code() : errc::pin_mismatch;
  }

  std::size_t read_plain(char* to, std::size_t size, std::error_code& ec) {
    if (in_.empty()) {
      drained_ = true;
      ec = eof_ ? std::error_code(asio::error::eof) : std::error_code(asio::error::would_block);
      return 0;
    }
    const std::size_t n = std::min(size, in_.size());
    std::memcpy(to, in_.data(), n);
    in_.eaten(n);
    drained_ = in_.empty();
    return n;
  }

  // SSL_get_error() looks at what is left in the thread's queue; it is nearly always empty, and clearing it costs a thousand instructions
  static void forget_errors() noexcept {
    if (ERR_peek_error() != 0) ERR_clear_error();
  }

  std::size_t read_tls(char* to, std::size_t size, std::error_code& ec) {
    std::size_t got = 0;
    while (got != size) {
      forget_errors();
      std::size_t n = 0;
      if (SSL_read_ex(ssl_.get(), to + got, size - got, &n) == 1) {
        got += n;
        if (in_.empty() && SSL_has_pending(ssl_.get()) == 0) {
          drained_ = true;
          break;
        }
        continue;
      }
      const int why = SSL_get_error(ssl_.get(), 0);
      if (why == SSL_ERROR_WANT_READ) {
        drained_ = true;
        if (got == 0) ec = eof_ ? std::error_code(errc::tls_truncated) : std::error_code(asio::error::would_block);
      } else if (why == SSL_ERROR_ZERO_RETURN) {
        if (got == 0) ec = asio::error::eof;
      } else if (got == 0) {
        ec = failure_of(ERR_GET_REASON(ERR_peek_error()));
        explanation_ = openssl_message();
      }
      break;
    }
    if (!out_.empty()) {  // an answer to a key update, or an alert
      std::error_code later;
      flush(later);
    }
    return got;
  }

  std::size_t write_plain(const asio::const_buffer* list, std::size_t count, std::error_code& ec) {
    std::array<::iovec, 16> parts;
    std::size_t taken = 0, first = 0, skip = 0;
    while (first != count) {
      std::size_t used = 0, wanted = 0;
      for (std::size_t i = first; i != count && used != parts.size(); ++i) {
        const std::size_t offset = i == first ? skip : 0;
        if (list[i].size() == offset) continue;
        parts[used++] = {const_cast<char*>(static_cast<const char*>(list[i].data())) + offset, list[i].size() - offset};
        wanted += list[i].size() - offset;
      }
      if (used == 0) break;
      ::msghdr message{};
      message.msg_iov = parts.data();
      message.msg_iovlen = used;
      const ::ssize_t n = retry([&] { return ::sendmsg(socket_.native_handle(), &message, MSG_DONTWAIT | MSG_NOSIGNAL); });
      if (n < 0) {
        if (errno == EAGAIN || errno == EWOULDBLOCK) blocked_ = true;
        else ec = last_error();
        return taken;
      }
      taken += static_cast<std::size_t>(n);
      if (static_cast<std::size_t>(n) < wanted) {
        blocked_ = true;
        return taken;
      }
      std::size_t left = static_cast<std::size_t>(n);
      while (first != count && left >= list[first].size() - skip) left -= list[first].size() - skip, skip = 0, ++first;
      skip += left;
    }
    return taken;
  }

  std::size_t write_tls(const asio::const_buffer* list, std::size_t count, std::error_code& ec) {
    constexpr std::size_t record = 16 * 1024;
    std::size_t taken = 0, first = 0, skip = 0;
    for (;;) {
      while (first != count && list[first].size() == skip) ++first, skip = 0;
      if (first == count) return taken;
      // one record: a large piece as it stands, small pieces gathered
      const char* text = static_cast<const char*>(list[first].data()) + skip;
      std::size_t size = std::min(list[first].size() - skip, record);
      skip += size;
      char* scratch = nullptr;
      if (size < record && first + 1 != count) {
        scratch = block_cache::here().take();
        std::memcpy(scratch, text, size);
        text = scratch;
        for (++first, skip = 0; first != count; ++first, skip = 0) {
          skip = std::min(list[first].size(), record - size);
          if (skip != 0) std::memcpy(scratch + size, list[first].data(), skip);
          size += skip;
          if (skip != list[first].size()) break;
        }
      }
      forget_errors();
      std::size_t n = 0;
      const int ok = SSL_write_ex(ssl_.get(), text, size, &n);
      if (scratch != nullptr) block_cache::here().give(scratch);
      if (ok != 1) {
        explanation_ = openssl_message();
        ec = (SSL_get_shutdown(ssl_.get()) & SSL_SENT_SHUTDOWN) != 0 ? errc::closed : errc::tls_failure;
        return taken;
      }
      taken += n;
      if (!flush(ec)) return taken;
    }
  }

  void say_goodbye() noexcept {
    if (!ssl_ || !established_ || (SSL_get_shutdown(ssl_.get()) & SSL_SENT_SHUTDOWN) != 0) return;
    ERR_clear_error();
    SSL_shutdown(ssl_.get());
    ERR_clear_error();
  }

  static int bio_read(BIO* bio, char* to, std::size_t size, std::size_t* got) {
    auto& queue = static_cast<stream_core*>(BIO_get_data(bio))->in_;
    BIO_clear_retry_flags(bio);
    *got = std::min(size, queue.size());
    if (*got == 0) {
      BIO_set_retry_read(bio);
      return 0;
    }
    std::memcpy(to, queue.data(), *got);
    queue.eaten(*got);
    return 1;
  }
  static int bio_write(BIO* bio, const char* bytes, std::size_t size, std::size_t* written) {
    BIO_clear_retry_flags(bio);
    try {
      static_cast<stream_core*>(BIO_get_data(bio))->out_.append(bytes, size);
    } catch (...) {  // bad_alloc does not travel through OpenSSL
      return 0;
    }
    *written = size;
    return 1;
  }
  static long bio_ctrl(BIO*, int command, long, void*) { return command == BIO_CTRL_FLUSH ? 1 : 0; }

  static BIO_METHOD* bio_method() {
    static BIO_METHOD* const method = [] {
      BIO_METHOD* m = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "aval stream");
      if (m == nullptr) throw_tls(errc::tls_failure, "BIO_meth_new");
      BIO_meth_set_read_ex(m, bio_read);
      BIO_meth_set_write_ex(m, bio_write);
      BIO_meth_set_ctrl(m, bio_ctrl);
      return m;
    }();
    return method;
  }

  socket_type socket_;
  tls_context context_;
  byte_queue in_, out_;
  openssl_ptr<SSL> ssl_;
  std::string explanation_;
  bool established_ = false, drained_ = true, eof_ = false, blocked_ = false;
  bool more_ = false;  // the last receive has filled all the room there was
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
