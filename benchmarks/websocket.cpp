// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  WebSocket over mutual TLS 1.3, loopback: text messages of 350 bytes echoed by a server in a process of its own, whose CPU time is
 *  read from outside. One raw client (OpenSSL on non-blocking sockets with epoll, prepared frames) plays against three servers: raw,
 *  which knows frames of this one size and no HTTP, ours, and Boost.Beast. Ping-pong, windows of 64 messages, full handshakes (TCP,
 *  TLS with both certificates, upgrade), and resident memory of idle connections. Every message is compared on both sides.
 *
 *      benchmark_websocket [--json] [--smoke] [--rounds N] [--only SUBSTRING]          (raw, ours or beast) */

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include <asio/io_context.hpp>

#include "aval/crypto/certificate.hpp"
#include "aval/net/http_server.hpp"
#include "aval/net/websocket_server.hpp"

#if __has_include(<boost/beast/websocket.hpp>)
#  define HAS_BEAST 1
#  include <boost/asio/io_context.hpp>
#  include <boost/asio/ip/tcp.hpp>
#  include <boost/asio/ssl/context.hpp>
#  include <boost/beast/core.hpp>
#  include <boost/beast/ssl.hpp>
#  include <boost/beast/websocket.hpp>
#  include <boost/beast/websocket/ssl.hpp>
#else
#  define HAS_BEAST 0
#endif

namespace {
std::atomic<unsigned long>* allocations = nullptr;  // of a server; in memory that it shares with its parent
}
void* operator new(std::size_t n) {
  if (allocations != nullptr) allocations->fetch_add(1, std::memory_order_relaxed);
  if (void* p = std::malloc(n)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace {

namespace net = aval::net;

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "benchmark_websocket: %s\n", why.c_str());
  std::_Exit(1);
}

// ---- what is on the wire ------------------------------------------------------------------------------------------------------

const std::string message(350, 'm');
const std::string upgrade =
    "GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
const std::string switched =  // RFC 6455 1.3
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

std::string client_frame() {
  std::string f("\x81\xFE\x01\x5E\x37\xFA\x21\x3D", 8);
  for (std::size_t i = 0; i < message.size(); ++i) f += static_cast<char>(message[i] ^ f[4 + i % 4]);
  return f;
}
const std::string from_client = client_frame(), from_server = std::string("\x81\x7E\x01\x5E", 4) + message;

std::string certificate, key;
net::tls_options mutual_tls() {
  net::tls_options o;
  o.certificate_pem = certificate;
  o.private_key_pem = key;
  o.ca_pem = certificate;
  o.require_client_certificate = true;
  return o;
}

// ---- raw ----------------------------------------------------------------------------------------------------------------------

void no_delay(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}
struct raw_connection {
  int fd = -1;
  SSL* ssl = nullptr;
  bool established = false, switched = false;
  std::size_t got = 0;
  unsigned left = 0;  // answers of this window that have not come
  std::string out;
  char text[32 * 1024];
};
void raw_close(raw_connection* c) {
  SSL_shutdown(c->ssl);
  SSL_free(c->ssl);
  ::close(c->fd);
  delete c;
}

/** What is there; false: the connection has ended. */
bool raw_receive(raw_connection* c) {
  do {
    const int n = SSL_read(c->ssl, c->text + c->got, static_cast<int>(sizeof c->text - c->got));
    if (n <= 0) return SSL_get_error(c->ssl, n) == SSL_ERROR_WANT_READ;
    c->got += static_cast<std::size_t>(n);
  } while (SSL_has_pending(c->ssl) != 0 && c->got != sizeof c->text);
  return true;
}

void raw_server(int pipe) {
  const int listener = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof a;
  if (::bind(listener, reinterpret_cast<sockaddr*>(&a), size) != 0 || ::listen(listener, 1024) != 0) fail("listen");
  ::getsockname(listener, reinterpret_cast<sockaddr*>(&a), &size);
  const std::uint16_t port = ntohs(a.sin_port);
  const auto tls = net::tls_context::server(mutual_tls());
  if (::write(pipe, &port, sizeof port) != sizeof port) fail("pipe");
  const int ep = ::epoll_create1(0);
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
      if (open) open = raw_receive(c);
      if (!open) {
        raw_close(c);
        continue;
      }
      if (!c->switched) {
        if (c->got < upgrade.size()) continue;
        if (std::memcmp(c->text, upgrade.data(), upgrade.size()) != 0) fail("raw server: bad upgrade");
        c->got = 0;
        c->switched = true;
        SSL_write(c->ssl, switched.data(), static_cast<int>(switched.size()));
        continue;
      }
      std::size_t at = 0;
      for (; c->got - at >= from_client.size(); at += from_client.size()) {
        char* f = c->text + at;
        for (std::size_t k = 0; k < message.size(); ++k) f[8 + k] = static_cast<char>(f[8 + k] ^ f[4 + k % 4]);
        if (std::memcmp(f + 8, message.data(), message.size()) != 0) fail("raw server: bad message");
        c->out += from_server;
      }
      c->got -= at;
      std::memmove(c->text, c->text + at, c->got);
      if (!c->out.empty()) SSL_write(c->ssl, c->out.data(), static_cast<int>(c->out.size()));
      c->out.clear();
    }
  }
}

raw_connection* raw_connect(std::uint16_t port, const net::tls_context& tls) {
  auto* c = new raw_connection;
  c->fd = ::socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  a.sin_port = htons(port);
  if (::connect(c->fd, reinterpret_cast<sockaddr*>(&a), sizeof a) != 0) fail("connect");
  no_delay(c->fd);
  c->ssl = SSL_new(tls.shared().context.get());
  SSL_set1_host(c->ssl, "localhost");
  SSL_set_fd(c->ssl, c->fd);
  SSL_set_connect_state(c->ssl);
  if (SSL_do_handshake(c->ssl) != 1) fail("raw client: handshake");
  SSL_write(c->ssl, upgrade.data(), static_cast<int>(upgrade.size()));
  std::string head;
  while (!head.ends_with("\r\n\r\n")) {
    const int n = SSL_read(c->ssl, c->text, sizeof c->text);
    if (n <= 0) fail("raw client: no answer to the upgrade");
    head.append(c->text, static_cast<std::size_t>(n));
  }
  if (!head.starts_with("HTTP/1.1 101 ") || head.find("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=") == std::string::npos) fail("raw client: no upgrade");
  return c;
}

/** `connections` at once, each with a window of `window` messages, until `count` have been echoed behind the warm-up. */
void raw_client(std::uint16_t port, unsigned connections, unsigned window, unsigned count, const std::function<void()>& begin,
                const std::function<void()>& end) {
  const auto tls = net::tls_context::client(mutual_tls());
  const int ep = ::epoll_create1(0);
  std::string burst;
  for (unsigned i = 0; i < window; ++i) burst += from_client;
  std::vector<raw_connection*> all;
  const unsigned warm_up = (count / 10 / (window * connections) + 1) * window * connections;
  unsigned started = 0, done = 0;
  const auto send = [&](raw_connection* c) {
    if (started >= warm_up + count) return;
    started += window;
    c->left = window;
    SSL_write(c->ssl, burst.data(), static_cast<int>(burst.size()));
  };
  for (unsigned i = 0; i < connections; ++i) {
    all.push_back(raw_connect(port, tls));
    ::fcntl(all.back()->fd, F_SETFL, O_NONBLOCK);
    epoll_event e{};
    e.events = EPOLLIN;
    e.data.ptr = all.back();
    ::epoll_ctl(ep, EPOLL_CTL_ADD, all.back()->fd, &e);
  }
  for (auto* c : all) send(c);
  bool measuring = false, measured = false;
  while (!measured) {
    epoll_event events[128];
    const int n = ::epoll_wait(ep, events, 128, -1);
    for (int i = 0; i < n; ++i) {
      auto* c = static_cast<raw_connection*>(events[i].data.ptr);
      if (!raw_receive(c)) fail("raw client: connection lost");
      std::size_t at = 0;
      for (; c->got - at >= from_server.size(); at += from_server.size(), --c->left, ++done) {
        if (c->left == 0 || std::memcmp(c->text + at, from_server.data(), from_server.size()) != 0) fail("raw client: bad message");
      }
      c->got -= at;
      std::memmove(c->text, c->text + at, c->got);
      if (!measuring && done >= warm_up) measuring = true, begin();
      if (!measured && done >= warm_up + count) measured = true, end();
      if (c->left == 0) send(c);
    }
  }
  for (auto* c : all) raw_close(c);
  ::close(ep);
}

// ---- ours ---------------------------------------------------------------------------------------------------------------------

aval::awaitable<void> echo(net::http_exchange& x) {
  const net::websocket_options options;
  auto ws = co_await net::accept_websocket(x, options);
  net::websocket_message m;
  for (;;) {
    std::error_code ec;
    if (!ws.receive_now(m, ec)) co_await ws.async_receive(m, asio::redirect_error(aval::use_awaitable, ec));
    if (ec) co_return;
    if (m.kind != net::websocket_kind::text || m.data != message) fail("our server: bad message");
    if (ws.send(m.data)) fail("our server: send");
  }
}
void our_server(int pipe) {
  asio::io_context context(1);
  net::server_options o;
  o.tls = mutual_tls();
  o.strand_per_connection = false;
  net::http_server server(context.get_executor(), echo, o);
  const std::uint16_t port = server.listen("127.0.0.1:0");
  if (::write(pipe, &port, sizeof port) != sizeof port) fail("pipe");
  server.start();
  context.run();
}

// ---- Boost.Beast --------------------------------------------------------------------------------------------------------------

#if HAS_BEAST
namespace beast = boost::beast;
namespace bwebsocket = beast::websocket;
using btcp = boost::asio::ip::tcp;

class beast_session : public std::enable_shared_from_this<beast_session> {  // as Beast's example websocket-server-async-ssl
 public:
  beast_session(btcp::socket socket, boost::asio::ssl::context& tls) : ws_(std::move(socket), tls) {}
  void run() {
    beast::get_lowest_layer(ws_).expires_after(std::chrono::seconds(30));
    ws_.next_layer().async_handshake(boost::asio::ssl::stream_base::server, [self = shared_from_this()](beast::error_code ec) {
      if (ec) return;
      beast::get_lowest_layer(self->ws_).expires_never();
      self->ws_.set_option(bwebsocket::stream_base::timeout::suggested(beast::role_type::server));
      self->ws_.async_accept([self](beast::error_code failure) {
        if (!failure) self->read();
      });
    });
  }

 private:
  void read() {
    ws_.async_read(buffer_, [self = shared_from_this()](beast::error_code ec, std::size_t) {
      if (!ec) self->reply();
    });
  }
  void reply() {
    const auto data = buffer_.cdata();
    if (data.size() != message.size() || std::memcmp(data.data(), message.data(), data.size()) != 0) fail("beast server: bad message");
    ws_.text(ws_.got_text());
    ws_.async_write(data, [self = shared_from_this()](beast::error_code ec, std::size_t) {
      self->buffer_.clear();
      if (!ec) self->read();
    });
  }
  bwebsocket::stream<beast::ssl_stream<beast::tcp_stream>> ws_;
  beast::flat_buffer buffer_;
};

void beast_server(int pipe) {
  boost::asio::io_context context(1);
  boost::asio::ssl::context tls(boost::asio::ssl::context::tls_server);
  tls.use_certificate_chain(boost::asio::buffer(certificate));
  tls.use_private_key(boost::asio::buffer(key), boost::asio::ssl::context::pem);
  tls.add_certificate_authority(boost::asio::buffer(certificate));
  tls.set_verify_mode(boost::asio::ssl::verify_peer | boost::asio::ssl::verify_fail_if_no_peer_cert);
  btcp::acceptor acceptor(context, btcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  const std::uint16_t port = acceptor.local_endpoint().port();
  if (::write(pipe, &port, sizeof port) != sizeof port) fail("pipe");
  std::function<void()> accept = [&] {
    acceptor.async_accept([&](beast::error_code ec, btcp::socket socket) {
      if (!ec) {
        socket.set_option(btcp::no_delay(true));
        std::make_shared<beast_session>(std::move(socket), tls)->run();
      }
      accept();
    });
  };
  accept();
  context.run();
}
#endif

// ---- measuring ----------------------------------------------------------------------------------------------------------------

struct server_process {
  pid_t pid = 0;
  std::uint16_t port = 0;
  clockid_t cpu_clock{};
};
std::atomic<unsigned long>* of_servers = nullptr;

server_process start_server(void (*serve)(int)) {
  int ends[2];
  if (::pipe(ends) != 0) fail("pipe");
  server_process s;
  s.pid = ::fork();
  if (s.pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::close(ends[0]);
    allocations = of_servers;
    serve(ends[1]);
    std::_Exit(0);
  }
  ::close(ends[1]);
  if (::read(ends[0], &s.port, sizeof s.port) != sizeof s.port) fail("a server did not start");
  ::close(ends[0]);
  if (::clock_getcpuclockid(s.pid, &s.cpu_clock) != 0) fail("clock_getcpuclockid");
  return s;
}
void stop_server(const server_process& s) {
  ::kill(s.pid, SIGKILL);
  ::waitpid(s.pid, nullptr, 0);
}
double microseconds(clockid_t id) {
  timespec t{};
  ::clock_gettime(id, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}
double resident_kib(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/statm");
  double total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

struct figures {  // of the server, for each message (or handshake)
  double cpu = 0, wall = 0, allocated = 0;
};
figures now(const server_process& s) {
  return {microseconds(s.cpu_clock), microseconds(CLOCK_MONOTONIC), static_cast<double>(of_servers->load())};
}
figures apart(const figures& before, const figures& after, double n) {
  return {(after.cpu - before.cpu) / n, (after.wall - before.wall) / n, (after.allocated - before.allocated) / n};
}

struct peer {
  const char* name;
  void (*serve)(int);
};
struct exercise {
  const char* name;
  unsigned connections, window, count;  // window 0: handshakes
};

figures measure(const peer& p, const exercise& x, unsigned count) {
  const auto server = start_server(p.serve);
  figures before, f;
  if (x.window == 0) {
    const auto tls = net::tls_context::client(mutual_tls());
    raw_close(raw_connect(server.port, tls));
    before = now(server);
    for (unsigned i = 0; i < count; ++i) raw_close(raw_connect(server.port, tls));
    f = apart(before, now(server), count);
  } else {
    raw_client(server.port, x.connections, x.window, count, [&] { before = now(server); }, [&] { f = apart(before, now(server), count); });
  }
  stop_server(server);
  return f;
}

/** Resident memory for each connection that has echoed a few messages and is idle. */
double idle_memory(const peer& p, unsigned connections) {
  const auto server = start_server(p.serve);
  const auto tls = net::tls_context::client(mutual_tls());
  const auto exchange = [](raw_connection* c) {
    SSL_write(c->ssl, from_client.data(), static_cast<int>(from_client.size()));
    for (std::size_t got = 0; got < from_server.size();) {
      const int n = SSL_read(c->ssl, c->text, sizeof c->text);
      if (n <= 0) fail("idle connection lost");
      got += static_cast<std::size_t>(n);
    }
  };
  raw_connection* first = raw_connect(server.port, tls);
  for (int i = 0; i < 10; ++i) exchange(first);
  const double before = resident_kib(server.pid);
  std::vector<raw_connection*> all;
  for (unsigned i = 0; i < connections; ++i) all.push_back(raw_connect(server.port, tls));
  for (int k = 0; k < 3; ++k) {
    for (auto* c : all) exchange(c);
  }
  ::usleep(3'500'000);  // ticks notice that they are idle
  const double after = resident_kib(server.pid);
  for (auto* c : all) exchange(c);  // still alive
  for (auto* c : all) raw_close(c);
  raw_close(first);
  stop_server(server);
  return (after - before) / connections;
}

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v.empty() ? 0 : v[v.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  bool json = false, smoke = false;
  unsigned rounds = 9;
  std::string only;
  for (int i = 1; i < argc; ++i) {
    const std::string a = argv[i];
    if (a == "--json") json = true;
    else if (a == "--smoke") smoke = true, rounds = 1;
    else if (a == "--rounds" && i + 1 < argc) rounds = static_cast<unsigned>(std::max(1, std::atoi(argv[++i])));
    else if (a == "--only" && i + 1 < argc) only = argv[++i];
    else return std::fprintf(stderr, "usage: %s [--json] [--smoke] [--rounds N] [--only SUBSTRING]\n", argv[0]), 2;
  }
  std::signal(SIGPIPE, SIG_IGN);  // for the raw side
  of_servers = new (::mmap(nullptr, sizeof(std::atomic<unsigned long>), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))
      std::atomic<unsigned long>{};
  aval::crypto::certificate_options both;
  both.client = true;
  const auto made = aval::crypto::self_signed_certificate(both);
  certificate = made.value().certificate_pem;
  key = std::string(made.value().private_key_pem.reveal());

  std::vector<peer> peers{{"raw", raw_server}, {"ours", our_server}};
#if HAS_BEAST
  peers.push_back({"beast", beast_server});
#endif
  if (!only.empty()) std::erase_if(peers, [&](const peer& p) { return std::string(p.name).find(only) == std::string::npos; });
  const std::vector<exercise> exercises{{"ping-pong, 1 connection", 1, 1, 5'000},
                                        {"ping-pong, 64 connections", 64, 1, 20'000},
                                        {"window of 64, 1 connection", 1, 64, 64'000},
                                        {"window of 64, 64 connections", 64, 64, 64 * 2048},
                                        {"handshake", 1, 0, 100}};

  std::map<std::string, std::map<std::string, std::vector<figures>>> all;  // exercise, peer
  for (unsigned r = 0; r < rounds; ++r) {  // peers take turns, so that a noisy minute hits everybody
    for (const auto& x : exercises) {
      for (const auto& p : peers) all[x.name][p.name].push_back(measure(p, x, smoke ? std::max(5u, x.count / 100 / 64 * 64) : x.count));
    }
  }
  std::map<std::string, double> idle;
  if (!smoke) {
    for (const auto& p : peers) idle[p.name] = idle_memory(p, 500);
  }

  std::vector<std::pair<std::string, double>> ratios;
  const auto ratio = [&](const std::string& what, const char* a, const char* b, double figures::*m, const std::string& exercise) {
    std::vector<double> of_rounds;  // round by round, then the median
    const auto &first = all[exercise][a], &second = all[exercise][b];
    for (std::size_t r = 0; r < std::min(first.size(), second.size()); ++r) {
      if (second[r].*m > 0) of_rounds.push_back(first[r].*m / (second[r].*m));
    }
    if (!of_rounds.empty()) ratios.emplace_back(what + ", " + exercise, median(of_rounds));
  };
  for (const auto& x : exercises) {
    ratio("CPU ours/raw", "ours", "raw", &figures::cpu, x.name);
    ratio("CPU beast/ours", "beast", "ours", &figures::cpu, x.name);
    ratio("wall ours/raw", "ours", "raw", &figures::wall, x.name);
  }
  const auto of = [&](const std::string& x, const std::string& p, double figures::*m) {
    std::vector<double> v;
    for (const auto& f : all[x][p]) v.push_back(f.*m);
    return median(v);
  };
  if (json) {
    std::printf("{\"benchmark\":\"websocket\",\"compiler\":\"%s\",\"openssl\":\"%s\",\"rounds\":%u,\"contests\":{", __VERSION__, OPENSSL_VERSION_TEXT, rounds);
    const char* comma = "";
    for (const auto& x : exercises) {
      for (const auto& p : peers) {
        std::printf("%s\"%s, %s\":{\"server_cpu_us\":%.3f,\"wall_us\":%.3f,\"server_allocations\":%.3f}", comma, p.name, x.name,
                    of(x.name, p.name, &figures::cpu), of(x.name, p.name, &figures::wall), of(x.name, p.name, &figures::allocated));
        comma = ",";
      }
    }
    std::printf("},\"ratios\":{");
    comma = "";
    for (const auto& [name, value] : ratios) std::printf("%s\"%s\":%.3f", comma, name.c_str(), value), comma = ",";
    std::printf("},\"idle_kib_per_connection\":{");
    comma = "";
    for (const auto& [name, value] : idle) std::printf("%s\"%s\":%.1f", comma, name.c_str(), value), comma = ",";
    std::printf("}}\n");
    return 0;
  }
  std::printf("%-44s %12s %12s %12s\n", "microseconds per message or handshake", "server CPU", "wall", "allocations");
  for (const auto& x : exercises) {
    for (const auto& p : peers) {
      std::printf("%-10s %-33s %12.2f %12.2f %12.3f\n", p.name, x.name, of(x.name, p.name, &figures::cpu), of(x.name, p.name, &figures::wall),
                  of(x.name, p.name, &figures::allocated));
    }
  }
  for (const auto& [name, value] : ratios) std::printf("%-48s %6.3f\n", name.c_str(), value);
  for (const auto& [name, value] : idle) std::printf("idle connection of %-8s %6.1f KiB resident (500 connections)\n", name.c_str(), value);
#if !HAS_BEAST
  std::printf("Boost.Beast is not installed: left out\n");
#endif
  return 0;
}
