// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "aval/core/deadline.hpp"
#include "aval/core/detail/on_strand.hpp"
#include "aval/net/connection_options.hpp"
#include "aval/net/resolver.hpp"

/*  From a host name to a connected socket, RFC 8305 (Happy Eyeballs): addresses of both families take turns, a new attempt starts
 *  when the one before has failed or has not answered within a short delay, the first connection wins and the others are closed.
 *  Everything of one race runs on a strand of its own. */

namespace aval {
inline namespace v0 {
namespace net {

namespace detail {

/** Families take turns; the order within a family stays (RFC 8305 section 4). */
inline endpoints interleaved(const endpoints& found, bool ipv6_first) {
  endpoints six, four, out;
  for (const auto& e : found) (e.address().is_v6() ? six : four).push_back(e);
  auto& first = ipv6_first ? six : four;
  auto& second = ipv6_first ? four : six;
  for (std::size_t i = 0; i < std::max(first.size(), second.size()); ++i) {
    if (i < first.size()) out.push_back(first[i]);
    if (i < second.size()) out.push_back(second[i]);
  }
  return out;
}

template <class Lazy>
class basic_connect_race;
using connect_race = basic_connect_race<void>;

template <class Lazy>
class basic_connect_race : public std::enable_shared_from_this<basic_connect_race<Lazy>> {
 public:
  using tcp = asio::ip::tcp;

  basic_connect_race(any_io_executor strand, any_io_executor io, connect_options options, deadline until)
      : strand_(std::move(strand)), io_(std::move(io)), options_(options), finished_(strand_, until.at()), next_attempt_(strand_) {}

  static awaitable<std::shared_ptr<tcp::socket>> run(any_io_executor io, resolver names, std::string host, std::uint16_t port,
                                                     connect_options options, deadline until) {
    const auto race = std::make_shared<connect_race>(co_await this_coro::executor, std::move(io), options, until);
    struct stop_at_exit {
      connect_race* race;
      ~stop_at_exit() { race->stop(); }
    } const guard{race.get()};
    const std::string where = host + ':' + std::to_string(port);
    race->start(names.resolve(std::move(host), port));
    std::error_code ec;
    if (!race->over_) co_await race->finished_.async_wait(asio::redirect_error(use_awaitable, ec));  // the deadline, the end, or a cancellation
    if (race->winner_) co_return race->winner_;
    if (!race->over_ && !ec) throw error(errc::timed_out, (race->targets_.empty() ? "looking up " : "connecting to ") + where);
    if (!race->over_) throw error(errc::cancelled, "connecting to " + where);
    if (race->lookup_failure_) {
      const std::error_code code = code_of(race->lookup_failure_);
      throw error(code == condition::unreachable ? make_error_code(errc::not_resolved) : code, "looking up " + where);
    }
    throw error(race->last_error_ ? race->last_error_ : make_error_code(errc::no_route), "connecting to " + where);
  }

 private:
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};

  void start(awaitable<endpoints> lookup) {
    auto self = this->shared_from_this();
    asio::co_spawn(strand_, std::move(lookup),
                   asio::bind_cancellation_slot(abandon_.slot(), asio::bind_executor(strand_, [self](std::exception_ptr failure, endpoints found) {
                     if (self->over_) return;
                     if (failure) return self->lookup_failure_ = failure, self->finish();
                     self->targets_ = interleaved(found, self->options_.ipv6_first);
                     self->attempt();
                   })));
  }

  void attempt() {
    if (over_ || next_ == targets_.size()) return;
    const tcp::endpoint target = targets_[next_++];
    auto socket = std::make_shared<tcp::socket>(io_);
    attempts_.push_back(socket);
    ++running_;
    auto self = this->shared_from_this();
    std::error_code ec;
    socket->open(target.protocol(), ec);
    if (ec) {
      asio::post(strand_, [self, socket, ec] { self->attempted(socket, ec); });
    } else {
      socket->async_connect(target, asio::bind_executor(strand_, [self, socket](std::error_code e) { self->attempted(socket, e); }));
    }
    if (next_ == targets_.size()) return;
    if (options_.attempt_delay <= std::chrono::milliseconds::zero()) return attempt();
    next_attempt_.expires_after(options_.attempt_delay);
    next_attempt_.async_wait(asio::bind_executor(strand_, [self, number = next_](std::error_code e) {
      if (!e && number == self->next_) self->attempt();
    }));
  }

  void attempted(const std::shared_ptr<tcp::socket>& socket, std::error_code ec) {
    --running_;
    if (over_) return;
    if (!ec) {
      socket->set_option(tcp::no_delay(true), ec);
      winner_ = socket;
      return finish();
    }
    last_error_ = ec;
    socket->close(ec);
    if (next_ < targets_.size()) attempt();
    else if (running_ == 0) finish();
  }

  void finish() {
    over_ = true;
    finished_.cancel();
  }
  void stop() {
    over_ = true;
    next_attempt_.cancel();
    std::error_code ignored;
    for (const auto& socket : attempts_) {
      if (socket != winner_) socket->close(ignored);
    }
    attempts_.clear();
    abandon_.emit(asio::cancellation_type::terminal);
  }

  any_io_executor strand_, io_;
  connect_options options_;
  asio::steady_timer finished_, next_attempt_;
  asio::cancellation_signal abandon_;
  endpoints targets_;
  std::size_t next_ = 0, running_ = 0;
  std::vector<std::shared_ptr<tcp::socket>> attempts_;
  std::shared_ptr<tcp::socket> winner_;
  std::exception_ptr lookup_failure_;
  std::error_code last_error_;
  bool over_ = false;
};

}  // namespace detail

/** Looks the name up and connects; TCP_NODELAY is set. The socket belongs to `io`.
 *
 *  @par Errors        not_resolved, timed_out (the context says whether the look-up or the connection), no_route or the system's error
 *                     of the last address.
 *  @par Cancellation  terminal: at once, with cancelled; attempts are closed, a look-up is abandoned.
 *  @par Threads       any; the completion runs on the caller's executor. */
template <class Lazy = void>
awaitable<std::shared_ptr<asio::ip::tcp::socket>> connect(any_io_executor io, resolver names, std::string host, std::uint16_t port,
                                                                 connect_options options, deadline until) {
  auto race = detail::connect_race::run(io, std::move(names), std::move(host), port, options, until);
  return aval::detail::on_strand(asio::make_strand(io), std::move(race));
}

}  // namespace net
}  // namespace v0
}  // namespace aval
