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

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <asio/io_context.hpp>

#include "allocations.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/http_server.hpp"
#include "measure.hpp"
#include "raw_tls.hpp"

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

namespace net = aval::net;
using namespace bench;

// ---- the exchange -------------------------------------------------------------------------------------------------------------

const std::string question(350, 'q'), answer(350, 'a');
std::string request_bytes, response_bytes;  // what our client and our server put on the wire

net::tls_options server_options() {
  auto o = loopback_tls();
  o.ca_pem.clear();
  o.require_client_certificate = false;
  return o;
}
net::tls_options client_options() {
  net::tls_options o;
  o.ca_pem = loopback_identity().certificate;
  return o;
}

// ---- raw ----------------------------------------------------------------------------------------------------------------------

void raw_server(int pipe) {
  const auto tls = net::tls_context::server(server_options());
  raw_serve(pipe, tls, [](raw_connection* c) {
    if (c->got != request_bytes.size()) return;
    c->got = 0;
    if (std::memcmp(c->text + request_bytes.size() - question.size(), question.data(), question.size()) != 0) fail("raw server: bad request");
    c->send(response_bytes);
  });
}

/** One exchange that does not know the length of the answer: until the answer's body has come. Returns the whole answer. */
std::string raw_exchange(raw_connection* c, const std::string& request) {
  c->send(request);
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
  std::vector<raw_connection*> all;
  for (unsigned i = 0; i < run.connections; ++i) all.push_back(raw_connect(run.port, tls));
  unsigned done = 0, started = 0;
  const unsigned total = run.warm_up + run.count;
  const auto send = [&](raw_connection* c) {
    if (started == total) return;
    ++started;
    c->send(request_bytes);
  };
  for (auto* c : all) send(c);
  raw_play(all, [&](raw_connection* c) {
    if (c->got < response_bytes.size()) return false;
    c->got = 0;
    if (std::memcmp(c->text + response_bytes.size() - answer.size(), answer.data(), answer.size()) != 0) fail("raw client: bad answer");
    if (++done == run.warm_up) run.begin();
    if (done == total) return run.end(), true;
    send(c);
    return false;
  });
  for (auto* c : all) raw_close(c);
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
  tell_port(port_pipe, port);
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
    tls.use_certificate_chain(boost::asio::buffer(loopback_identity().certificate));
    tls.use_private_key(boost::asio::buffer(loopback_identity().key), boost::asio::ssl::context::pem);
  } else {
    tls.add_certificate_authority(boost::asio::buffer(loopback_identity().certificate));
    tls.set_verify_mode(boost::asio::ssl::verify_peer);
  }
  return tls;
}

void beast_server(int port_pipe) {
  boost::asio::io_context context(1);
  auto tls = beast_tls(true);
  btcp::acceptor acceptor(context, btcp::endpoint(boost::asio::ip::address_v4::loopback(), 0));
  const std::uint16_t port = acceptor.local_endpoint().port();
  tell_port(port_pipe, port);
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

using client_function = void (*)(const client_run&);

figures measure(client_function client, void (*serve)(int), unsigned connections, unsigned count) {
  const auto server = start_server(serve);
  stopwatch watch(server);
  client({server.port, connections, std::max(connections * 10, count / 10), count, [&] { watch.begin(); }, [&] { watch.end(count); }});
  stop_server(server);
  return watch.result;
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
  void (*serve)(int);
  unsigned connections;
};

}  // namespace

int main(int argc, char** argv) {
  const auto a = parse_arguments(argc, argv, 15, true);
  std::signal(SIGPIPE, SIG_IGN);  // for the raw side
  loopback_identity();            // before a server is forked
  capture_bytes();

  std::vector<contest> contests;
  for (const unsigned n : {1u, 64u}) {
    const std::string suffix = ", " + std::to_string(n) + (n == 1 ? " connection" : " connections");
    contests.push_back({"raw" + suffix, raw_client, raw_server, n});
    contests.push_back({"our client" + suffix, our_client, raw_server, n});
    contests.push_back({"our server" + suffix, raw_client, our_server, n});
#if HAS_BEAST
    contests.push_back({"beast client" + suffix, beast_client, raw_server, n});
    contests.push_back({"beast server" + suffix, raw_client, beast_server, n});
#endif
  }
  if (!a.only.empty()) std::erase_if(contests, [&](const contest& c) { return c.name.find(a.only) == std::string::npos; });

  report r("https", a);
  for (unsigned round = 0; round < a.rounds; ++round) {
    for (const auto& c : contests) r.add(c.name, measure(c.client, c.serve, c.connections, a.smoke ? 300 : 5'000));
  }
  for (const unsigned n : {1u, 64u}) {
    const std::string s = ", " + std::to_string(n) + (n == 1 ? " connection" : " connections");
    const auto of_beast = at_least(n == 1 ? 1.3 : 1.45);
    r.ratio("client CPU, ours/raw" + s, "our client" + s, "raw" + s, &figures::client_cpu, at_most(1.1));
    r.ratio("server CPU, ours/raw" + s, "our server" + s, "raw" + s, &figures::server_cpu, at_most(1.1));
    r.ratio("client CPU, beast/ours" + s, "beast client" + s, "our client" + s, &figures::client_cpu, of_beast);
    r.ratio("server CPU, beast/ours" + s, "beast server" + s, "our server" + s, &figures::server_cpu, of_beast);
    r.ratio("wall, our client/raw" + s, "our client" + s, "raw" + s, &figures::wall);
    r.ratio("wall, our server/raw" + s, "our server" + s, "raw" + s, &figures::wall);
  }
  if (a.only.empty() && !a.smoke) {
    r.value("KiB resident for an idle connection of our server, after one request", idle_memory(500, 1), at_most(42));
    r.value("KiB resident for an idle connection of our server, after twenty", idle_memory(500, 20), at_most(42));
  }
#if !HAS_BEAST
  r.note("Boost.Beast is not installed: left out");
#endif
  r.print();
  return 0;
}
