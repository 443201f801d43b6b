// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  HTTPS POST round trips on kept connections, TLS 1.3, loopback. Server and client are processes of their own; the CPU time of each
 *  is read from outside. Three clients (ours, Boost.Beast, raw) against a raw server, a raw client against three servers. "raw" is
 *  OpenSSL on non-blocking sockets with epoll and no HTTP: it sends and expects the very bytes that our side does, so what is above
 *  it is the price of HTTP and of the event loop. Every answer is compared with what it should be.
 *
 *      benchmark_https [--json] [--smoke] [--rounds N] [--only SUBSTRING]
 *
 *  System calls per request:  strace -f -c benchmark_https --only "our server" --rounds 1 */

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
#include <array>
#include <atomic>
#include <chrono>
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
#include "aval/net/http_client.hpp"
#include "aval/net/http_server.hpp"

#if __has_include(<boost/beast/http.hpp>)
#  define HAS_BEAST 1
#  include <boost/asio/io_context.hpp>
#  include <boost/asio/ip/tcp.hpp>
#  include <boost/asio/ssl/context.hpp>
#  include <boost/beast/core.hpp>
#  include <boost/beast/http.hpp>
#  include <boost/beast/ssl.hpp>
#else
#  define HAS_BEAST 0
#endif

namespace {

struct shared_counters {  // in memory that parent and children share
  std::atomic<unsigned long> server_allocations;
};
shared_counters* shared = nullptr;
std::atomic<unsigned long>* allocations = nullptr;  // of this process

}  // namespace

void* operator new(std::size_t n) {
  if (allocations != nullptr) allocations->fetch_add(1, std::memory_order_relaxed);
  if (void* p = std::malloc(n)) return p;
  throw std::bad_alloc();
}
void* operator new(std::size_t n, std::align_val_t a) {
  if (allocations != nullptr) allocations->fetch_add(1, std::memory_order_relaxed);
  const auto align = static_cast<std::size_t>(a);
  if (void* p = std::aligned_alloc(align, (n + align - 1) / align * align)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }
void operator delete(void* p, std::align_val_t) noexcept { std::free(p); }
void operator delete(void* p, std::size_t, std::align_val_t) noexcept { std::free(p); }

namespace {

namespace net = aval::net;
using clock_type = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string& why) {
  std::fprintf(stderr, "benchmark_https: %s\n", why.c_str());
  std::_Exit(1);
}

// ---- the exchange -------------------------------------------------------------------------------------------------------------

const std::string question(350, 'q'), answer(350, 'a');
std::string certificate, key;
std::string request_bytes, response_bytes;  // what our client and our server put on the wire

net::tls_options server_options() {
  net::tls_options o;
  o.certificate_pem = certificate;
  o.private_key_pem = key;
  return o;
}
net::tls_options client_options() {
  net::tls_options o;
  o.ca_pem = certificate;
  return o;
}

// ---- raw ----------------------------------------------------------------------------------------------------------------------

int listen_on_loopback(std::uint16_t& port) {
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in a{};
  a.sin_family = AF_INET;
  a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t n = sizeof a;
  if (::bind(fd, reinterpret_cast<sockaddr*>(&a), n) != 0 || ::listen(fd, 1024) != 0) fail("listen");
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&a), &n);
  port = ntohs(a.sin_port);
  return fd;
}
void no_delay(int fd) {
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

struct raw_connection {
  int fd = -1;
  SSL* ssl = nullptr;
  bool established = false;
  std::size_t got = 0;
  char text[4096];
};

void raw_server(int listener, const net::tls_context& tls) {
  const int ep = ::epoll_create1(0);
  epoll_event e{};
  e.events = EPOLLIN;
  e.data.ptr = nullptr;
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
        e.events = EPOLLIN | EPOLLET;
        e.data.ptr = c;
        ::epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &e);
        continue;
      }
      bool open = true;
      if (!c->established) {
        const int done = SSL_do_handshake(c->ssl);
        c->established = done == 1;
        if (done != 1 && SSL_get_error(c->ssl, done) != SSL_ERROR_WANT_READ) open = false;
        if (done != 1 || SSL_has_pending(c->ssl) == 0) {
          if (open) continue;
        }
      }
      if (open) {
        const int got = SSL_read(c->ssl, c->text + c->got, static_cast<int>(sizeof c->text - c->got));
        if (got > 0) {
          c->got += static_cast<std::size_t>(got);
          if (c->got == request_bytes.size()) {
            c->got = 0;
            if (std::memcmp(c->text + request_bytes.size() - question.size(), question.data(), question.size()) != 0) fail("raw server: bad request");
            SSL_write(c->ssl, response_bytes.data(), static_cast<int>(response_bytes.size()));
          }
        } else if (SSL_get_error(c->ssl, got) != SSL_ERROR_WANT_READ) {
          open = false;
        }
      }
      if (!open) {
        SSL_free(c->ssl);
        ::close(c->fd);
        delete c;
      }
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
  return c;
}
void raw_close(raw_connection* c) {
  SSL_shutdown(c->ssl);
  SSL_free(c->ssl);
  ::close(c->fd);
  delete c;
}

/** One exchange that does not know the length of the answer: until the answer's body has come. Returns the whole answer. */
std::string raw_exchange(raw_connection* c, const std::string& request) {
  SSL_write(c->ssl, request.data(), static_cast<int>(request.size()));
  std::string all;
  while (all.size() < answer.size() || all.compare(all.size() - answer.size(), answer.size(), answer) != 0) {
    char text[4096];
    const int n = SSL_read(c->ssl, text, sizeof text);
    if (n <= 0) fail("raw client: connection lost");
    all.append(text, static_cast<std::size_t>(n));
  }
  return all;
}

/** A client: calls `begin_measuring` after the warm-up and `measured` when `count` more requests are done. */
struct client_run {
  std::uint16_t port;
  unsigned connections, warm_up, count;
  std::function<void()> begin, end;
};

void raw_client(const client_run& run) {
  const auto tls = net::tls_context::client(client_options());
  const int ep = ::epoll_create1(0);
  std::vector<raw_connection*> all;
  for (unsigned i = 0; i < run.connections; ++i) {
    all.push_back(raw_connect(run.port, tls));
    ::fcntl(all.back()->fd, F_SETFL, O_NONBLOCK);
    epoll_event e{};
    e.events = EPOLLIN | EPOLLET;
    e.data.ptr = all.back();
    ::epoll_ctl(ep, EPOLL_CTL_ADD, all.back()->fd, &e);
  }
  unsigned done = 0, started = 0;
  const unsigned total = run.warm_up + run.count;
  const auto send = [&](raw_connection* c) {
    if (started == total) return;
    ++started;
    SSL_write(c->ssl, request_bytes.data(), static_cast<int>(request_bytes.size()));
  };
  for (auto* c : all) send(c);
  while (done != total) {
    epoll_event events[128];
    const int n = ::epoll_wait(ep, events, 128, -1);
    for (int i = 0; i < n; ++i) {
      auto* c = static_cast<raw_connection*>(events[i].data.ptr);
      const int got = SSL_read(c->ssl, c->text + c->got, static_cast<int>(sizeof c->text - c->got));
      if (got <= 0) {
        if (SSL_get_error(c->ssl, got) == SSL_ERROR_WANT_READ) continue;
        fail("raw client: connection lost");
      }
      c->got += static_cast<std::size_t>(got);
      if (c->got < response_bytes.size()) continue;
      c->got = 0;
      if (std::memcmp(c->text + response_bytes.size() - answer.size(), answer.data(), answer.size()) != 0) fail("raw client: bad answer");
      if (++done == run.warm_up) run.begin();
      if (done == total) run.end();
      send(c);
    }
  }
  for (auto* c : all) raw_close(c);
  ::close(ep);
}

// ---- ours ---------------------------------------------------------------------------------------------------------------------

aval::awaitable<void> answer_question(net::http_exchange& x) {
  if (x.request().body() != question) fail("our server: bad request");
  x.response().headers.add("Content-Type", "application/json");
  x.response().body = answer;
  co_return;
}

void our_server(int port_pipe) {
  asio::io_context context(1);
  net::server_options o;
  o.tls = server_options();
  o.strand_per_connection = false;
  net::http_server server(context.get_executor(), answer_question, o);
  const std::uint16_t port = server.listen("127.0.0.1:0");
  if (::write(port_pipe, &port, sizeof port) != sizeof port) fail("pipe");
  server.start();
  context.run();
}

struct our_client_state {
  const client_run* run;
  net::http_client client;
  net::url where;
  unsigned started = 0, done = 0;
};
net::http_request our_request() {
  net::http_request r("POST", "/", question);
  r.headers.set("Accept", "application/json");
  return r;
}
aval::awaitable<void> our_loop(our_client_state* s) {
  const net::http_request request = our_request();
  net::http_response response;
  const unsigned total = s->run->warm_up + s->run->count;
  while (s->started != total) {
    ++s->started;
    co_await s->client.send_into(s->where, request, response);
    if (response.status != 200 || response.body != answer) fail("our client: bad answer");
    if (++s->done == s->run->warm_up) s->run->begin();
    if (s->done == total) s->run->end();
  }
}
net::http_client our_http_client(asio::io_context& context) {
  net::client_options o;
  o.tls = client_options();
  o.proxy.from_environment = false;
  return net::http_client(context.get_executor(), o);
}
void our_client(const client_run& run) {
  asio::io_context context(1);
  our_client_state s{&run, our_http_client(context), net::url("https://localhost:" + std::to_string(run.port) + "/api/v1/thing")};
  for (unsigned i = 0; i < run.connections; ++i) asio::co_spawn(context, our_loop(&s), [](std::exception_ptr e) {
    if (e) fail("our client: " + aval::code_of(e).message());
  });
  context.run();
}

// ---- Boost.Beast --------------------------------------------------------------------------------------------------------------

#if HAS_BEAST
namespace beast = boost::beast;
namespace bhttp = beast::http;
using btcp = boost::asio::ip::tcp;
using bstream = beast::ssl_stream<beast::tcp_stream>;

class beast_session : public std::enable_shared_from_this<beast_session> {  // as Beast's example http-server-async-ssl
 public:
  beast_session(btcp::socket socket, boost::asio::ssl::context& tls) : stream_(std::move(socket), tls) {}
  void run() {
    beast::get_lowest_layer(stream_).expires_after(std::chrono::seconds(30));
    stream_.async_handshake(boost::asio::ssl::stream_base::server, [self = shared_from_this()](beast::error_code ec) {
      if (!ec) self->read();
    });
  }

 private:
  void read() {
    request_ = {};
    beast::get_lowest_layer(stream_).expires_after(std::chrono::seconds(30));
    bhttp::async_read(stream_, buffer_, request_, [self = shared_from_this()](beast::error_code ec, std::size_t) {
      if (!ec) self->reply();
    });
  }
  void reply() {
    if (request_.body() != question) fail("beast server: bad request");
    response_ = {};
    response_.version(11);
    response_.result(bhttp::status::ok);
    response_.set(bhttp::field::date, "Sun, 06 Nov 1994 08:49:37 GMT");
    response_.set(bhttp::field::content_type, "application/json");
    response_.body() = answer;
    response_.prepare_payload();
    bhttp::async_write(stream_, response_, [self = shared_from_this()](beast::error_code ec, std::size_t) {
      if (!ec) self->read();
    });
  }
  bstream stream_;
  beast::flat_buffer buffer_;
  bhttp::request<bhttp::string_body> request_;
  bhttp::response<bhttp::string_body> response_;
};

boost::asio::ssl::context beast_tls(bool server) {
  boost::asio::ssl::context tls(server ? boost::asio::ssl::context::tls_server : boost::asio::ssl::context::tls_client);
  if (server) {
    tls.use_certificate_chain(boost::asio::buffer(certificate));
    tls.use_private_key(boost::asio::buffer(key), boost::asio::ssl::context::pem);
  } else {
    tls.add_certificate_authority(boost::asio::buffer(certificate));
    tls.set_verify_mode(boost::asio::ssl::verify_peer);
  }
  return tls;
}

void beast_server(int port_pipe) {
  boost::asio::io_context context(1);
  auto tls = beast_tls(true);
  btcp::acceptor acceptor(context, btcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  const std::uint16_t port = acceptor.local_endpoint().port();
  if (::write(port_pipe, &port, sizeof port) != sizeof port) fail("pipe");
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

class beast_client_session : public std::enable_shared_from_this<beast_client_session> {
 public:
  beast_client_session(boost::asio::io_context& context, boost::asio::ssl::context& tls, const client_run& run, unsigned& started, unsigned& done)
      : stream_(context, tls), run_(run), started_(started), done_(done) {}
  void begin() {
    beast::get_lowest_layer(stream_).connect(btcp::endpoint(boost::asio::ip::address_v4::loopback(), run_.port));
    beast::get_lowest_layer(stream_).socket().set_option(btcp::no_delay(true));
    SSL_set1_host(stream_.native_handle(), "localhost");
    stream_.handshake(boost::asio::ssl::stream_base::client);
    write();
  }

 private:
  void write() {
    if (started_ == run_.warm_up + run_.count) return;
    ++started_;
    request_ = {};
    request_.version(11);
    request_.method(bhttp::verb::post);
    request_.target("/api/v1/thing");
    request_.set(bhttp::field::host, "localhost:" + std::to_string(run_.port));
    request_.set(bhttp::field::content_type, "application/json");
    request_.set(bhttp::field::accept, "application/json");
    request_.set(bhttp::field::user_agent, "aval/0.1.0");
    request_.body() = question;
    request_.prepare_payload();
    beast::get_lowest_layer(stream_).expires_after(std::chrono::seconds(30));
    bhttp::async_write(stream_, request_, [self = shared_from_this()](beast::error_code ec, std::size_t) {
      if (ec) fail("beast client: write");
      self->read();
    });
  }
  void read() {
    response_ = {};
    bhttp::async_read(stream_, buffer_, response_, [self = shared_from_this()](beast::error_code ec, std::size_t) {
      if (ec) fail("beast client: read");
      if (self->response_.result_int() != 200 || self->response_.body() != answer) fail("beast client: bad answer");
      if (++self->done_ == self->run_.warm_up) self->run_.begin();
      if (self->done_ == self->run_.warm_up + self->run_.count) self->run_.end();
      self->write();
    });
  }
  bstream stream_;
  beast::flat_buffer buffer_;
  bhttp::request<bhttp::string_body> request_;
  bhttp::response<bhttp::string_body> response_;
  const client_run& run_;
  unsigned &started_, &done_;
};

void beast_client(const client_run& run) {
  boost::asio::io_context context(1);
  auto tls = beast_tls(false);
  unsigned started = 0, done = 0;
  for (unsigned i = 0; i < run.connections; ++i) std::make_shared<beast_client_session>(context, tls, run, started, done)->begin();
  context.run();
}
#endif

// ---- measuring ----------------------------------------------------------------------------------------------------------------

struct server_process {
  pid_t pid = 0;
  std::uint16_t port = 0;
  clockid_t cpu_clock = 0;
};

/** A child that serves until it is killed; `serve` writes its port into the pipe it is given. */
server_process start_server(const std::function<void(int)>& serve) {
  int ends[2];
  if (::pipe(ends) != 0) fail("pipe");
  server_process s;
  s.pid = ::fork();
  if (s.pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::close(ends[0]);
    allocations = &shared->server_allocations;
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

struct figures {  // per request
  double client_cpu = 0, server_cpu = 0, wall = 0, client_allocations = 0, server_allocations = 0;
};

using client_function = void (*)(const client_run&);

figures measure(client_function client, const server_process& server, unsigned connections, unsigned count) {
  static std::atomic<unsigned long> own{0};
  figures before, f;
  const auto now = [&] {
    figures x;
    x.client_cpu = microseconds(CLOCK_PROCESS_CPUTIME_ID);
    x.server_cpu = microseconds(server.cpu_clock);
    x.wall = microseconds(CLOCK_MONOTONIC);
    x.client_allocations = static_cast<double>(own.load());
    x.server_allocations = static_cast<double>(shared->server_allocations.load());
    return x;
  };
  allocations = &own;
  client_run run{server.port, connections, std::max(connections * 10, count / 10), count, [&] { before = now(); }, [&] {
                   const auto after = now();
                   const double n = count;
                   f = {(after.client_cpu - before.client_cpu) / n, (after.server_cpu - before.server_cpu) / n, (after.wall - before.wall) / n,
                        (after.client_allocations - before.client_allocations) / n, (after.server_allocations - before.server_allocations) / n};
                 }};
  client(run);
  allocations = nullptr;
  return f;
}

double resident_kib(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/statm");
  double total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

/** Resident memory of our server for each idle connection: after the handshake and a few requests, and after the coarse tick. */
double idle_memory(unsigned connections, unsigned requests) {
  const auto server = start_server(our_server);
  const auto tls = net::tls_context::client(client_options());
  raw_connection* first = raw_connect(server.port, tls);
  for (unsigned i = 0; i < 10; ++i) raw_exchange(first, request_bytes);
  const double before = resident_kib(server.pid);
  std::vector<raw_connection*> all;
  for (unsigned i = 0; i < connections; ++i) all.push_back(raw_connect(server.port, tls));
  for (unsigned k = 0; k < requests; ++k) {
    for (auto* c : all) raw_exchange(c, request_bytes);
  }
  ::usleep(3'500'000);  // the server's tick notices that they are idle
  const double after = resident_kib(server.pid);
  for (auto* c : all) raw_exchange(c, request_bytes);  // still alive
  for (auto* c : all) raw_close(c);
  raw_close(first);
  stop_server(server);
  return (after - before) / connections;
}

/** What a wire image of one exchange looks like: our client's request is caught by a server of a few lines, then sent to our server. */
void capture_bytes() {
  asio::io_context context(1);
  asio::ip::tcp::acceptor acceptor(context, asio::ip::tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  net::client_options o;
  o.proxy.from_environment = false;
  net::http_client client(context.get_executor(), o);
  // the port has as many digits as the ones measured later: all ephemeral ports have five
  const net::url where("http://localhost:" + std::to_string(acceptor.local_endpoint().port()) + "/api/v1/thing");
  auto ask = [](net::http_client* c, net::url where) -> aval::awaitable<void> {
    const auto request = our_request();
    net::http_response r;
    net::call_options once;
    once.idempotent = false;
    try {
      co_await c->send_into(where, request, r, once);
    } catch (const std::exception&) {
    }
  };
  asio::co_spawn(context, ask(&client, where), asio::detached);
  asio::ip::tcp::socket socket(context);
  acceptor.async_accept(socket, [&](std::error_code) {
    socket.async_wait(asio::socket_base::wait_read, [&](std::error_code) {
      char text[4096];
      std::error_code ec;
      while (request_bytes.size() < question.size() || !std::string_view(request_bytes).ends_with(question)) {
        request_bytes.append(text, socket.read_some(asio::buffer(text), ec));
        if (ec) fail("capturing the request");
      }
      socket.close();
    });
  });
  context.run();
  const auto server = start_server(our_server);
  auto* c = raw_connect(server.port, net::tls_context::client(client_options()));
  response_bytes = raw_exchange(c, request_bytes);
  raw_close(c);
  stop_server(server);
}

struct contest {
  std::string name;
  client_function client;
  std::function<void(int)> server;
  unsigned connections;
};

double median(std::vector<double> v) {
  std::sort(v.begin(), v.end());
  return v.empty() ? 0 : v[v.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  bool json = false, smoke = false;
  unsigned rounds = 15;
  std::string only;
  for (int i = 1; i < argc; ++i) {
    const std::string a = argv[i];
    if (a == "--json") json = true;
    else if (a == "--smoke") smoke = true, rounds = 1;
    else if (a == "--rounds" && i + 1 < argc) rounds = static_cast<unsigned>(std::atoi(argv[++i]));
    else if (a == "--only" && i + 1 < argc) only = argv[++i];
    else return std::fprintf(stderr, "usage: %s [--json] [--smoke] [--rounds N] [--only SUBSTRING]\n", argv[0]), 2;
  }
  std::signal(SIGPIPE, SIG_IGN);  // for the raw side
  shared = new (::mmap(nullptr, sizeof(shared_counters), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) shared_counters{};
  const auto made = aval::crypto::self_signed_certificate();
  certificate = made.value().certificate_pem;
  key = std::string(made.value().private_key_pem.reveal());
  capture_bytes();

  const auto raw = [](int pipe) {
    std::uint16_t port = 0;
    const int listener = listen_on_loopback(port);
    const auto tls = net::tls_context::server(server_options());
    if (::write(pipe, &port, sizeof port) != sizeof port) fail("pipe");
    raw_server(listener, tls);
  };
  std::vector<contest> contests;
  for (const unsigned n : {1u, 64u}) {
    const std::string suffix = ", " + std::to_string(n) + (n == 1 ? " connection" : " connections");
    contests.push_back({"raw" + suffix, raw_client, raw, n});
    contests.push_back({"our client" + suffix, our_client, raw, n});
    contests.push_back({"our server" + suffix, raw_client, our_server, n});
#if HAS_BEAST
    contests.push_back({"beast client" + suffix, beast_client, raw, n});
    contests.push_back({"beast server" + suffix, raw_client, beast_server, n});
#endif
  }
  if (!only.empty()) std::erase_if(contests, [&](const contest& c) { return c.name.find(only) == std::string::npos; });

  const unsigned count = smoke ? 300 : 5'000;
  std::map<std::string, std::vector<figures>> all;
  for (unsigned r = 0; r < rounds; ++r) {  // the rounds of all contests take turns, so that a noisy minute hits everybody
    for (const auto& c : contests) {
      const auto server = start_server(c.server);
      all[c.name].push_back(measure(c.client, server, c.connections, count));
      stop_server(server);
    }
  }
  std::map<std::string, figures> result;
  for (const auto& [name, list] : all) {
    const auto of = [&](double figures::*m) {
      std::vector<double> v;
      for (const auto& f : list) v.push_back(f.*m);
      return median(v);
    };
    result[name] = {of(&figures::client_cpu), of(&figures::server_cpu), of(&figures::wall), of(&figures::client_allocations),
                    of(&figures::server_allocations)};
  }
  constexpr unsigned idle = 500;
  const bool memory = only.empty() && !smoke;
  const double kib_fresh = memory ? idle_memory(idle, 1) : 0, kib_used = memory ? idle_memory(idle, 20) : 0;

  std::vector<std::pair<std::string, double>> ratios;
  const auto ratio = [&](const std::string& name, const std::string& a, const std::string& b, double figures::*m) {
    // round by round, then the median: neighbours in time share what else the machine is doing
    std::vector<double> of_rounds;
    for (std::size_t r = 0; r < std::min(all[a].size(), all[b].size()); ++r) {
      if (all[b][r].*m > 0) of_rounds.push_back(all[a][r].*m / (all[b][r].*m));
    }
    if (!of_rounds.empty()) ratios.emplace_back(name, median(of_rounds));
  };
  for (const char* n : {", 1 connection", ", 64 connections"}) {
    const std::string s = n;
    ratio("client CPU ours/raw" + s, "our client" + s, "raw" + s, &figures::client_cpu);
    ratio("server CPU ours/raw" + s, "our server" + s, "raw" + s, &figures::server_cpu);
    ratio("client CPU beast/ours" + s, "beast client" + s, "our client" + s, &figures::client_cpu);
    ratio("server CPU beast/ours" + s, "beast server" + s, "our server" + s, &figures::server_cpu);
    ratio("client wall ours/raw" + s, "our client" + s, "raw" + s, &figures::wall);
    ratio("server wall ours/raw" + s, "our server" + s, "raw" + s, &figures::wall);
  }
  if (json) {
    std::printf("{\"benchmark\":\"https\",\"compiler\":\"%s\",\"openssl\":\"%s\",\"requests\":%u,\"rounds\":%u,\"contests\":{", __VERSION__,
                OPENSSL_VERSION_TEXT, count, rounds);
    const char* comma = "";
    for (const auto& [name, f] : result) {
      std::printf("%s\"%s\":{\"client_cpu_us\":%.2f,\"server_cpu_us\":%.2f,\"wall_us\":%.2f,\"client_allocations\":%.3f,\"server_allocations\":%.3f}",
                  comma, name.c_str(), f.client_cpu, f.server_cpu, f.wall, f.client_allocations, f.server_allocations);
      comma = ",";
    }
    std::printf("},\"ratios\":{");
    comma = "";
    for (const auto& [name, value] : ratios) std::printf("%s\"%s\":%.3f", comma, name.c_str(), value), comma = ",";
    std::printf("},\"idle_kib_per_connection\":%.1f,\"idle_kib_per_connection_after_traffic\":%.1f}\n", kib_fresh, kib_used);
    return 0;
  }
  std::printf("%-32s %10s %10s %10s %10s %10s\n", "microseconds per request", "client", "server", "wall", "allocs(c)", "allocs(s)");
  for (const auto& [name, f] : result) {
    std::printf("%-32s %10.2f %10.2f %10.2f %10.3f %10.3f\n", name.c_str(), f.client_cpu, f.server_cpu, f.wall, f.client_allocations, f.server_allocations);
  }
  for (const auto& [name, value] : ratios) std::printf("%-44s %6.3f\n", name.c_str(), value);
  if (memory) {
    std::printf("idle connection of our server, resident: %.1f KiB after one request, %.1f KiB after twenty (%u connections)\n", kib_fresh, kib_used, idle);
  }
#if !HAS_BEAST
  std::printf("Boost.Beast is not installed: left out\n");
#endif
  return 0;
}
