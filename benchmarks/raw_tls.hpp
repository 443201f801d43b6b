// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "aval/crypto/certificate.hpp"
#include "aval/net/tls_context.hpp"
#include "measure.hpp"

// The least that an exchange over TLS can cost: OpenSSL on non-blocking sockets with epoll, and what plays against every server.

namespace bench {

struct identity {
  std::string certificate, key;
};
/** One certificate for the loopback, its own authority, for both sides. */
inline const identity& loopback_identity() {
  static const identity made = [] {
    aval::crypto::certificate_options both;
    both.client = true;
    const auto c = aval::crypto::self_signed_certificate(both).value();
    return identity{c.certificate_pem, std::string(c.private_key_pem.reveal())};
  }();
  return made;
}
inline aval::net::tls_options loopback_tls() {
  aval::net::tls_options o;
  o.certificate_pem = loopback_identity().certificate;
  o.private_key_pem = loopback_identity().key;
  o.ca_pem = loopback_identity().certificate;
  o.require_client_certificate = true;
  return o;
}

inline void no_delay(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}
inline int listen_on_loopback(std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t n = sizeof a;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&a), n) != 0 || ::listen(fd, 1024) != 0) fail("listen");
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&a), &n);
  port = ntohs(a.sin_port);
  return fd;
}

struct raw_connection {
  int fd = -1;
  SSL* ssl = nullptr;
  bool established = false, switched = false;
  unsigned left = 0;     // answers that have not come
  void* user = nullptr;  // whose connection it is
  std::size_t got = 0;
  std::string out;
  char text[32 * 1024];

  void send(std::string_view bytes) { SSL_write(ssl, bytes.data(), static_cast<int>(bytes.size())); }
  /** Drops what stands at the front of `text`. */
  void eaten(std::size_t n) {
    got -= n;
    std::memmove(text, text + n, got);
  }
};

inline void raw_close(raw_connection* c) {
  SSL_shutdown(c->ssl);
  SSL_free(c->ssl);
  ::close(c->fd);
  delete c;
}
/** What is there; false: the connection has ended. */
inline bool raw_receive(raw_connection* c) {
  do {
    const int n = SSL_read(c->ssl, c->text + c->got, static_cast<int>(sizeof c->text - c->got));
    if (n <= 0) return SSL_get_error(c->ssl, n) == SSL_ERROR_WANT_READ;
    c->got += static_cast<std::size_t>(n);
  } while (SSL_has_pending(c->ssl) != 0 && c->got != sizeof c->text);
  return true;
}
/** Connected, through the handshake; still blocking. */
inline raw_connection* raw_connect(std::uint16_t port, const aval::net::tls_context& tls, bool verify_host = true) {
  auto* c = new raw_connection;
  c->fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  a.sin_port = htons(port);
  if (::connect(c->fd, reinterpret_cast<sockaddr*>(&a), sizeof a) != 0) fail("connect");
  no_delay(c->fd);
  c->ssl = SSL_new(tls.shared().context.get());
  if (verify_host) SSL_set1_host(c->ssl, "localhost");
  SSL_set_fd(c->ssl, c->fd);
  SSL_set_connect_state(c->ssl);
  if (SSL_do_handshake(c->ssl) != 1) fail("raw client: handshake");
  return c;
}

/** Serves for ever; `on_input(connection)` looks at what has come into its `text`. */
template <class F>
void raw_serve(int pipe, const aval::net::tls_context& tls, F on_input) {
  std::uint16_t port = 0;
  const int listener = listen_on_loopback(port), ep = ::epoll_create1(0);
  tell_port(pipe, port);
  epoll_event e{};
  e.events = EPOLLIN;
  ::epoll_ctl(ep, EPOLL_CTL_ADD, listener, &e);
  for (;;) {
    epoll_event events[128];
    const int n = ::epoll_wait(ep, events, 128, -1);
    for (int i = 0; i < n; ++i) {
      auto* c = static_cast<raw_connection*>(events[i].data.ptr);
      if (c == nullptr) {
        c = new raw_connection;
        c->fd = ::accept4(listener, nullptr, nullptr, SOCK_NONBLOCK);
        no_delay(c->fd);
        c->ssl = SSL_new(tls.shared().context.get());
        SSL_set_fd(c->ssl, c->fd);
        SSL_set_accept_state(c->ssl);
        e.data.ptr = c;
        ::epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
        continue;
      }
      bool open = true;
      if (!c->established) {
        const int done = SSL_do_handshake(c->ssl);
        c->established = done == 1;
        open = done == 1 || SSL_get_error(c->ssl, done) == SSL_ERROR_WANT_READ;
        if (open && (done != 1 || SSL_has_pending(c->ssl) == 0)) continue;
      }
      for (bool full = true; open && full;) {
        open = raw_receive(c);
        full = c->got == sizeof c->text;
        if (open) on_input(c);
      }
      if (!open) raw_close(c);
    }
  }
}

/** Many connections of a client: `on_input(connection)` until it has returned true once. */
template <class F>
void raw_play(const std::vector<raw_connection*>& all, F on_input) {
  const int ep = ::epoll_create1(0);
  for (auto* c : all) {
    ::fcntl(c->fd, F_SETFL, O_NONBLOCK);
    epoll_event e{};
    e.events = EPOLLIN;
    e.data.ptr = c;
    ::epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
  }
  for (bool over = false; !over;) {
    epoll_event events[128];
    const int n = ::epoll_wait(ep, events, 128, -1);
    for (int i = 0; i < n && !over; ++i) {
      auto* c = static_cast<raw_connection*>(events[i].data.ptr);
      for (bool full = true; full && !over;) {
        if (!raw_receive(c)) fail("raw client: connection lost");
        full = c->got == sizeof c->text;
        over = on_input(c);
      }
    }
  }
  ::close(ep);
}

}  // namespace bench
