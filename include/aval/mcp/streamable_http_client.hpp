// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "aval/core/asio.hpp"
#include "aval/core/compilation.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/mcp/client.hpp"
#include "aval/mcp/session.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/http_client_events.hpp"
#include "aval/net/tls_options.hpp"
#include "aval/net/url.hpp"

/*  The client's end of streamable HTTP (revision 2025-11-25, "Transports"): a channel whose messages are POSTs, and what comes back is given to
 *  the peer.
 *
 *      mcp::http_transport_options way;
 *      way.bearer = token;
 *      auto client = co_await mcp::connect(net::http_client(executor), net::url("https://tools.example.com/mcp"), way);
 *      auto result = co_await client.call("fetch_weather", where);
 *
 *  The session and the revision that "initialize" settles stand in the headers from then on. A stream that breaks off before the answer is
 *  taken up where it was. A session that the server has forgotten (404) is begun anew, with the "initialize" of the first one, and the request
 *  is asked again: what the server remembered of the old session, subscriptions for instance, is gone. */

namespace aval {
inline namespace v0 {
namespace mcp {

struct http_transport_options {
  net::shared_secret bearer = {};      // the token of "Authorization: Bearer"; empty: none
  net::headers headers = {};           // further fields of every request
  bool listen = true;                  // a stream stays open for what the server says by itself, where it offers one
  std::chrono::milliseconds retry = std::chrono::seconds(1);           // before a stream is taken up again, where the server does not say
  std::chrono::milliseconds longest_retry = std::chrono::seconds(30);  // whatever it says
  unsigned reconnects = 5;             // of one stream in a row without an event in between
  std::chrono::milliseconds quiet = std::chrono::milliseconds(0);      // a stream on which nothing comes for so long is broken; zero: it may be quiet
  std::size_t max_message = 4 * 1024 * 1024;  // bytes of one message
  log_hooks log = {};
};

/** Made by std::make_shared. Errors of a send(), and so of the request that is sent: those of net::http_client; errc::not_let_in (401, 403),
 *  errc::unexpected_status; errc::closed when a stream ends for good without the answer.
 *
 *  @par Threads   the strand, as the peer. */
template <class Lazy = void>
class basic_http_transport final : public basic_client_channel<Lazy>, public std::enable_shared_from_this<basic_http_transport<Lazy>> {
 public:
  /** @par Exceptions  errc::bad_option: a URL that is not http or https, a limit of zero. */
  basic_http_transport(any_io_executor strand, net::http_client client, net::url where, http_transport_options options);

  void attach(std::weak_ptr<basic_peer<Lazy>> peer) override { peer_ = std::move(peer); }

  awaitable<void> send(outgoing message) override;
  /** Ends every exchange, and tells the server (DELETE), for at most two seconds and without waiting. */
  void close() noexcept override;

  /** Empty before "initialize", and where the server has no sessions. */
  const std::string& session() const noexcept { return session_; }
  const std::string& revision() const noexcept { return revision_; }

 private:
  using self_ptr = std::shared_ptr<basic_http_transport>;
  struct exchange {  // that is open
    net::http_stream stream;
    asio::cancellation_signal stop;
    bool given_up = false, forgotten = false;
  };
  using exchange_ptr = std::shared_ptr<exchange>;
  /** What has been seen of a stream of events. */
  struct progress {
    std::string last_id;
    std::chrono::milliseconds retry{0};
    bool any = false;       // since the last connection
    bool answered = false;
  };

  net::http_request make_request(const char* method, std::string body) const;
  net::stream_options stream_options() const;
  exchange_ptr open_exchange();
  [[noreturn]] void fail(const net::http_response& r, const std::string& what) const;
  void log(log_level level, std::string_view text) const { options_.log.log(level, "mcp", text); }
  /** Gives a message to the peer; true: it is the answer to `id`. */
  bool give(const std::string& text, const std::optional<request_id>& id, bool swallow);
  void settle(const std::string& answer);

  static awaitable<void> ask(self_ptr self, outgoing m);
  static awaitable<void> ask_once(self_ptr self, exchange_ptr e, outgoing m, bool again);
  static awaitable<void> tell(self_ptr self, outgoing m);
  static awaitable<void> tell_once(self_ptr self, exchange_ptr e, outgoing m);
  static awaitable<void> begin_again(self_ptr self, exchange_ptr e);
  /** Runs a part of an exchange so that it can be stopped, by us and by nobody else. */
  static awaitable<void> stoppable(self_ptr self, exchange_ptr e, awaitable<void> part);
  static awaitable<std::string> rest_of(self_ptr self, exchange_ptr e);
  static awaitable<void> read_answer(self_ptr self, exchange_ptr e, request_id id, bool swallow);
  static awaitable<void> read_events(self_ptr self, exchange_ptr e, std::optional<request_id> id, bool swallow, std::shared_ptr<progress> p);
  static awaitable<bool> come_back(self_ptr self, exchange_ptr e, std::shared_ptr<progress> p, unsigned tries);
  static awaitable<void> renew(self_ptr self, std::string old_session);
  static awaitable<void> listen(self_ptr self, exchange_ptr e, std::string session);
  static awaitable<void> end_session(net::http_client client, net::url where, net::http_request request);

  any_io_executor strand_;
  net::http_client client_;
  net::url where_;
  http_transport_options options_;
  std::weak_ptr<basic_peer<Lazy>> peer_;
  std::string session_, revision_, beginning_, initialized_;
  std::optional<request_id> beginning_id_;
  std::map<request_id, exchange_ptr> asked_;  // requests of ours without an answer
  std::set<exchange_ptr> open_;
  asio::steady_timer renewed_;
  bool renewing_ = false, closed_ = false;
};
using http_transport = basic_http_transport<>;

/** A client of the server at that URL: a transport on a strand of the caller's executor, and "initialize".
 *  @par Errors  those of the transport and of client::over(). */
template <class Lazy = void>
awaitable<basic_client<Lazy>> connect(net::http_client http, net::url where, awaited<http_transport_options> way, awaited<client_options> options);
template <class Lazy = void>
awaitable<basic_client<Lazy>> connect(net::http_client http, net::url where, awaited<http_transport_options> way);

}  // namespace mcp
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/mcp/impl/streamable_http_client.hpp"
#endif
