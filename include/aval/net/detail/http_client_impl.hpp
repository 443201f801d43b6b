// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/detail/on_strand.hpp"
#include "aval/net/connector.hpp"
#include "aval/net/http_client_options.hpp"
#include "aval/net/pool.hpp"
#include "aval/net/proxy.hpp"
#include "aval/net/tls_context.hpp"

/*  The inside of http_client. perform() is one call on one place: it borrows a connection, lets client_connection do the steps, waits
 *  for what they ask, and repeats when retry_fsm says so. It is the only coroutine on the way of a request on a kept connection;
 *  everything rare is in coroutines of its own, so that its frame stays small enough to be recycled. */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

template <class Lazy>
class basic_http_client_impl;
using http_client_impl = basic_http_client_impl<void>;

template <class Lazy>
class basic_http_client_impl : public std::enable_shared_from_this<basic_http_client_impl<Lazy>> {
 public:
  using clock = std::chrono::steady_clock;
  using step = client_connection::step;
  using lease = connection_pool::lease;

  basic_http_client_impl(any_io_executor executor, client_options options)
      : executor_(std::move(executor)),
        options_(std::move(options)),
        proxies_(options_.proxy, options_.variables),
        deadlines_(std::make_shared<expiry_queue>(executor_)),
        pool_(std::make_shared<connection_pool>(options_.pool, deadlines_)) {
    if (options_.retry.when.max_attempts == 0) throw error(errc::invalid_options, "retry.when.max_attempts is zero");
    if (options_.timeout.count() < 0 || options_.connect_timeout.count() < 0) throw error(errc::invalid_options, "a time-out is negative");
  }
  ~basic_http_client_impl() { deadlines_->stop_ticking(); }

  const any_io_executor& executor() const noexcept { return executor_; }
  const client_options& options() const noexcept { return options_; }
  connection_pool& pool() noexcept { return *pool_; }
  expiry_queue& deadlines() noexcept { return *deadlines_; }

  deadline deadline_of(const call_options& call, clock::time_point now) const {
    const auto limit = call.timeout.value_or(options_.timeout);
    return limit.count() > 0 ? earlier(call.until, deadline::after(limit, now)) : call.until;
  }

  // ---- requests -------------------------------------------------------------------------------------------------------------

  static std::string describe(const url& where, const http_request& request) {  // no query: it may hold what is nobody's business
    const std::string_view target = request.target == "/" ? std::string_view(where.path()) : std::string_view(request.target);
    return request.method + ' ' + where.origin() + std::string(target.substr(0, target.find('?')));
  }

  enum class framing { content_length, chunked, nothing };

  /** Writes the head of a request. @par Exceptions  errc::invalid_method, invalid_target, invalid_header */
  void compose(std::string& out, const connection_pool::origin& origin, const url& where, const http_request& request, framing length,
               bool expect_continue) const {
    if (!is_token(request.method)) throw error(errc::invalid_method, "method \"" + printable(request.method, 40) + "\"");
    out.assign(request.method).append(1, ' ');
    const proxy_server* proxy = origin.secure ? nullptr : proxies_.find(false, origin.host, origin.port);
    if (proxy != nullptr) out.append("http://").append(origin.authority);
    if (request.target == "/") {
      out.append(where.path());
      if (!where.query().empty()) out.append(1, '?').append(where.query());
    } else {
      if (request.target.empty() || request.target.front() != '/' || !all(request.target, char_target)) {
        throw error(errc::invalid_target, "target \"" + printable(request.target, 100) + "\"");
      }
      out.append(request.target);
    }
    out.append(" HTTP/1.1\r\nHost: ").append(origin.authority).append("\r\n");
    bool agent = options_.user_agent.empty();
    for (const auto field : request.headers) {
      switch (field.name.size()) {
        case 4: refuse(field.name, "host"); break;
        case 6: refuse(field.name, "expect"); break;
        case 7: refuse(field.name, "trailer"); break;
        case 10:
          refuse(field.name, "connection");
          agent = agent || equal_ignoring_case(field.name, "user-agent");
          break;
        case 14: refuse(field.name, "content-length"); break;
        case 17: refuse(field.name, "transfer-encoding"); break;
        case 19: refuse(field.name, "proxy-authorization"); break;
        default: break;
      }
    }
    out.append(request.headers.lines());
    if (!agent) out.append("User-Agent: ").append(options_.user_agent).append("\r\n");
    if (proxy != nullptr && !proxy->authorization.empty()) {
      out.append("Proxy-Authorization: ").append(proxy->authorization.reveal()).append("\r\n");
    }
    if (length == framing::chunked) {
      out.append("Transfer-Encoding: chunked\r\n");
    } else if (length == framing::content_length &&
               (!request.body.empty() || request.method == "POST" || request.method == "PUT" || request.method == "PATCH")) {
      char digits[20];
      const auto end = std::to_chars(digits, digits + sizeof digits, request.body.size()).ptr;
      out.append("Content-Length: ").append(digits, end).append("\r\n");
    }
    if (expect_continue) out.append("Expect: 100-continue\r\n");
    out.append("\r\n");
  }

  // ---- connections ----------------------------------------------------------------------------------------------------------

  connection_pool::origin& origin_of(const url& where) {
    bool fresh = false;
    auto& origin = pool_->find(where, fresh);
    if (fresh && !origin.secure && !is_loopback(origin.host)) {
      options_.log.log(log_level::warning, "net", "http without TLS to " + printable(origin.authority) + ": anybody on the way can read and change it");
    }
    if (fresh && origin.secure && !options_.tls.verify && options_.tls.pinned_public_key.empty()) {
      options_.log.log(log_level::warning, "net", "the certificate of " + printable(origin.authority) + " is not verified");
    }
    return origin;
  }

  /** Fills a lease that is only a permission. @par Errors  as connect(), stream::async_handshake; proxy_refused; timed_out */
  static awaitable<void> connect(std::shared_ptr<http_client_impl> self, lease* l, deadline until) {
    const auto& origin = l->where();
    if (self->options_.connect_timeout.count() > 0) until = earlier(until, deadline::after(self->options_.connect_timeout));
    const proxy_server* proxy = self->proxies_.find(origin.secure, origin.host, origin.port);
    self->options_.log.log(log_level::debug, "net", "connecting to " + printable(origin.authority) + (proxy != nullptr ? " through a proxy" : ""));
    std::string host = proxy != nullptr ? proxy->host : origin.host;
    const auto socket = co_await net::connect(self->executor_, self->options_.resolver, std::move(host),
                                              proxy != nullptr ? proxy->port : origin.port, self->options_.connect, until);
    l->connection = std::make_unique<client_connection>(net::stream(std::move(*socket)), self->options_.max_response_head);
    auto& c = *l->connection;
    const std::string where = "connecting to " + origin.authority;
    if (origin.secure && proxy != nullptr) co_await open_tunnel(self, l, proxy, until);
    if (!origin.secure) co_return;
    c.start_tls(self->tls(), origin.host);
    c.arm(*self->deadlines_, until, clock::now());
    std::error_code ec;
    co_await c.stream().async_handshake(asio::redirect_error(use_awaitable, ec));
    const bool expired = c.disarm();
    if (expired) throw error(errc::timed_out, where + " (TLS handshake)");
    if (ec == asio::error::operation_aborted) throw error(errc::cancelled, where);
    if (ec) throw error(ec, c.stream().explanation().empty() ? where : where + " (" + c.stream().explanation() + ")");
  }

  // ---- a call ---------------------------------------------------------------------------------------------------------------

  /** One call without redirects. Everything passed by pointer outlives it. */
  static awaitable<void> perform(std::shared_ptr<http_client_impl> self, const url* where, const http_request* request,
                                 http_response* response, call_options options, deadline until, clock::time_point now) {
    auto& origin = self->origin_of(*where);
    retry_fsm repeats(self->options_.retry, options.idempotent ? *options.idempotent : is_idempotent(self->options_.retry.safe, *request));
    for (;;) {
      std::exception_ptr thrown;
      std::error_code ec;
      step what = step::failed;
      bool reused = false;
      lease l = self->pool_->take_now(origin, now);
      try {
        if (!l) l = co_await connection_pool::take(self->pool_, &origin, self->executor_, until);
        reused = l.connection != nullptr;
        if (!reused) co_await connect(self, &l, until);
        self->start_exchange(*l.connection, origin, *where, *request, response, options, until, now);
        if (options.expect_continue) co_await await_permission(&*l.connection, until);
        while (!ec) {
          what = l.connection->advance(ec);
          if (what == step::input) co_await l.connection->stream().async_wait_input(asio::redirect_error(use_awaitable, ec));
          else if (what == step::flush) co_await l.connection->stream().async_flush(asio::redirect_error(use_awaitable, ec));
          else break;
        }
      } catch (...) {
        thrown = std::current_exception();
      }
      const auto pause = self->conclude(l, repeats, ec, thrown, reused, what == step::done && !ec, *where, *request, *response, until, now);
      const bool answered = what == step::done && !ec && !thrown;
      if (!pause.again || (answered && !options.repeat_answers)) co_return;
      if (pause.pause.count() > 0) co_await sleep(pause.pause);
      now = clock::now();
    }
  }

  static awaitable<void> sleep(std::chrono::milliseconds pause) {
    asio::steady_timer timer(co_await this_coro::executor, pause);
    std::error_code ec;
    co_await timer.async_wait(asio::redirect_error(use_awaitable, ec));
    if (ec) throw error(errc::cancelled, "pausing before another try");
  }

  const tls_context& tls() {
    std::call_once(tls_once_, [this] { tls_ = tls_context::client(options_.tls); });
    return tls_;
  }

  /** Until the peer agrees to receive the body, has answered without it, or a second has passed. */
  static awaitable<void> await_permission(client_connection* c, deadline until) {
    std::error_code ec;
    const auto limit = earlier(until, deadline::after(std::chrono::seconds(1)));
    while (c->holding_body() && !limit.expired()) {
      const auto what = c->advance(ec);
      if (what == step::failed) throw error(ec, "waiting for 100 Continue");
      if (what == step::done) co_return;
      auto waiting = wait_for(c, what, limit);
      co_await aval::detail::on_strand(asio::make_strand(co_await this_coro::executor), std::move(waiting));
    }
    c->release_body();
  }

 private:
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};

  static void refuse(std::string_view name, std::string_view reserved) {
    if (equal_ignoring_case(name, reserved)) throw error(errc::invalid_header, "header " + std::string(name) + " is written by the library alone");
  }

  void start_exchange(client_connection& c, const connection_pool::origin& origin, const url& where, const http_request& request,
                      http_response* response, const call_options& options, deadline until, clock::time_point now) {
    response->clear();
    const bool ask = options.expect_continue && !request.body.empty();
    compose(c.head(), origin, where, request, framing::content_length, ask);
    c.begin(request.method, request.body, response, options.max_response_body.value_or(options_.max_response_body), ask);
    ++c.exchanges;
    c.arm(*deadlines_, until, now);
  }

  /** After an attempt: gives the connection back or closes it; says whether to repeat; throws what the call ends with. */
  retry_fsm::step conclude(lease& l, retry_fsm& repeats, std::error_code ec, const std::exception_ptr& thrown, bool reused, bool done,
                           const url& where, const http_request& request, const http_response& response, deadline until,
                           clock::time_point began) {
    const auto now = clock::now();
    client_connection* const c = l ? l.connection.get() : nullptr;
    const bool expired = c != nullptr && c->disarm(done && now - began < std::chrono::milliseconds(1));
    if (done && !thrown) {
      if (!expired && c->reusable()) l.give_back(now);
      else l.drop();
      if (response.status < 400) return {};
      const auto retry_after = response.headers.find("Retry-After");
      const auto next = repeats.answered(
          response.status, retry_after ? parse_retry_after(*retry_after, options_.clock.now()) : std::optional<std::chrono::seconds>());
      return fits(next, until, now) ? next : retry_fsm::step{};
    }
    const bool sent = c != nullptr && c->in_exchange() && !c->nothing_sent();
    const bool stale = reused && c != nullptr && !c->heard();
    l.drop();
    if (thrown) ec = code_of(thrown);
    if (expired || (until.expired(now) && ec != condition::cancelled)) {
      if (ec == errc::timed_out && thrown) std::rethrow_exception(thrown);
      throw error(errc::timed_out, describe(where, request));
    }
    if (ec == condition::cancelled) throw error(errc::cancelled, describe(where, request));
    using progress = retry_fsm::progress;
    // a connection that was not made within connect_timeout is one that was not reached
    const auto seen = !sent && ec == condition::timed_out ? std::error_code(asio::error::host_unreachable) : ec;
    const auto next = repeats.failed(seen, stale ? progress::stale_connection : sent ? progress::maybe_received : progress::nothing_sent);
    if (fits(next, until, now)) {
      options_.log.log(log_level::info, "net", describe(where, request) + ": " + ec.message() + ", trying again");
      return next;
    }
    if (thrown) std::rethrow_exception(thrown);
    throw error(ec == asio::error::eof ? make_error_code(errc::peer_closed) : ec, describe(where, request));
  }

  static bool fits(const retry_fsm::step& next, deadline until, clock::time_point now) {
    return next.again && (!until.set() || now + next.pause < until.at());
  }

  static awaitable<void> open_tunnel(std::shared_ptr<http_client_impl> self, lease* l, const proxy_server* proxy, deadline until) {
    auto& c = *l->connection;
    const auto& origin = l->where();
    const std::string bracketed = origin.host.find(':') == std::string::npos ? origin.host : '[' + origin.host + ']';
    const std::string target = bracketed + ':' + std::to_string(origin.port);
    c.head().assign("CONNECT ").append(target).append(" HTTP/1.1\r\nHost: ").append(target).append("\r\n");
    if (!proxy->authorization.empty()) c.head().append("Proxy-Authorization: ").append(proxy->authorization.reveal()).append("\r\n");
    c.head().append("\r\n");
    http_response answer;
    c.begin("CONNECT", {}, &answer, self->options_.max_response_body);
    c.arm(*self->deadlines_, until, clock::now());
    std::error_code ec;
    step what = step::input;
    while (!ec) {
      what = c.advance(ec, true);
      if (what == step::input) co_await c.stream().async_wait_input(asio::redirect_error(use_awaitable, ec));
      else if (what == step::flush) co_await c.stream().async_flush(asio::redirect_error(use_awaitable, ec));
      else break;
    }
    const bool expired = c.disarm();
    const std::string context = "proxy " + proxy->host + ':' + std::to_string(proxy->port);
    wipe(c.head().data(), c.head().size());
    if (expired) throw error(errc::timed_out, context);
    if (ec == asio::error::operation_aborted) throw error(errc::cancelled, context);
    if (ec) throw error(ec, context);
    if (answer.status < 200 || answer.status > 299) {
      throw error(errc::proxy_refused, context + " answered " + std::to_string(answer.status), printable(answer.reason, 100));
    }
    if (!c.leftover().empty()) throw error(errc::proxy_refused, context + " sent bytes before the tunnel was used");
    c.forget_exchange();
  }

  /** On a strand: waits for what a step asks, at most until `limit`. */
  static awaitable<void> wait_for(client_connection* c, step what, deadline limit) {
    auto timer = std::make_shared<asio::steady_timer>(co_await this_coro::executor, limit.at());
    auto late = std::make_shared<bool>(false);
    timer->async_wait([timer, late, c](std::error_code e) {
      if (e || *late) return;
      *late = true;
      c->stream().cancel();
    });
    std::error_code ec;
    if (what == step::input) co_await c->stream().async_wait_input(asio::redirect_error(use_awaitable, ec));
    else co_await c->stream().async_flush(asio::redirect_error(use_awaitable, ec));
    const bool in_time = !std::exchange(*late, true);
    timer->cancel();
    if (ec && (in_time || ec != asio::error::operation_aborted)) throw error(ec, "waiting for the peer");
  }

  any_io_executor executor_;
  client_options options_;
  proxy_rules proxies_;
  std::once_flag tls_once_;
  tls_context tls_;
  std::shared_ptr<expiry_queue> deadlines_;
  std::shared_ptr<connection_pool> pool_;
};

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
