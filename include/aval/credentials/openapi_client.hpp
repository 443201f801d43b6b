// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "aval/core/clock.hpp"
#include "aval/core/deadline.hpp"
#include "aval/core/random.hpp"
#include "aval/credentials/detail/pause.hpp"
#include "aval/credentials/openapi_request.hpp"
#include "aval/credentials/service_answer.hpp"
#include "aval/json/read.hpp"
#include "aval/net/http_client.hpp"

/*  Calls of RPC style OpenAPI services: signed, repeated where that may help, taken apart.
 *
 *      credentials::openapi_client client(executor);
 *      credentials::openapi_request who(credentials::sts(), "GetCallerIdentity", {}, key);
 *      auto answer = co_await client.call(who);
 *      auto me = answer.read<caller_identity>();
 */

namespace aval {
inline namespace v0 {
namespace credentials {

struct openapi_options {
  net::client_options http = {};                    // its `retry` and `timeout` are not used: what is below counts
  std::optional<net::url> endpoint = {};            // one address for every product (an emulator); nothing: the product's own, or https and its host
  std::chrono::milliseconds timeout{60'000};        // a whole call with its repeats; zero: no limit
  std::chrono::milliseconds attempt_timeout{15'000};  // one attempt; zero: only `timeout` counts
  unsigned max_attempts = 4;                        // including the first; 1: never repeat
  net::backoff_policy pause = {};                   // between attempts; a wait that the service asks for counts when it is longer
  std::chrono::milliseconds longest_wait{120'000};  // of those that the service asks for
  std::uint64_t max_answer = 1024 * 1024;           // bytes
  clock_source clock = {};                          // the date of signatures
  random_source random = {};                        // nonces and jitter
  log_hooks log = {};
};

namespace detail {
inline constexpr json::read_options as_services_write{.spelling = json::spelling::loose, .duplicates = json::duplicates::last_wins, .nulls = json::nulls::as_missing};
}  // namespace detail

/** A good answer. Its text is wiped with the object, since it may hold credentials. */
class openapi_answer {
 public:
  openapi_answer() = default;
  openapi_answer(std::string body, std::string request_id, std::string action, unsigned attempts, bool uncertain)
      : attempts(attempts), earlier_attempt_uncertain(uncertain), request_id(std::move(request_id)), body(std::move(body)), action_(std::move(action)) {}
  openapi_answer(openapi_answer&&) noexcept = default;
  openapi_answer& operator=(openapi_answer&& other) noexcept {
    if (this != &other) {
      wipe(body.data(), body.size());
      attempts = other.attempts;
      earlier_attempt_uncertain = other.earlier_attempt_uncertain;
      request_id = std::move(other.request_id);
      body = std::move(other.body);
      action_ = std::move(other.action_);
    }
    return *this;
  }
  ~openapi_answer() { wipe(body.data(), body.size()); }

  /** The answer as a struct whose members are spelt like the service's, letter case and underscores aside: access_key_id is AccessKeyId.
   *  Members that the struct has not are ignored; use json::required for those that must be there.
   *  @par Exceptions  openapi_error(errc::answer_not_understood) with the path of the member, never its value. */
  template <class Answer>
  Answer read() const {
    auto out = json::read<Answer, detail::as_services_write>(body);
    if (out) return *std::move(out);
    service_failure why;
    why.status = 200;
    why.request_id = request_id;
    throw openapi_error(errc::answer_not_understood, action_ + ", request id " + request_id + ": " + out.error().message(), why, attempts);
  }

  unsigned attempts = 0;                   ///< 1: no repeat was needed
  bool earlier_attempt_uncertain = false;  ///< see openapi_error
  std::string request_id = {};
  std::string body = {};                   ///< JSON; a stranger wrote it

 private:
  std::string action_ = {};
};

template <class Lazy>
class basic_openapi_client;
using openapi_client = basic_openapi_client<void>;

/** A client of OpenAPI services. A cheap handle: copies share the kept connections.
 *
 *  Network errors, 5xx and throttling (by code, by 429, by x-acs-retry-after) are repeated, each time signed with a new nonce and the time
 *  of then; everything else the service says is final. Calls that make something are repeated too: see earlier_attempt_uncertain.
 *
 *  @par Threads  any number of calls from any threads. */
template <class Lazy>
class basic_openapi_client {
 public:
  /** @par Exceptions  net::errc::invalid_options */
  explicit basic_openapi_client(any_io_executor executor) : basic_openapi_client(std::move(executor), openapi_options{}) {}
  basic_openapi_client(any_io_executor executor, openapi_options options)
      : options_(std::make_shared<const openapi_options>(std::move(options))), http_(std::move(executor), inner(*options_)) {}

  /** Calls, and completes with a good answer. One deadline for the call with all its repeats and pauses; a pause that would not fit ends it
   *  with the failure at hand.
   *
   *  @par Errors        openapi_error when the service has answered (see credentials::errc); aval::error with errc::no_credential; those of
   *                     net::http_client::send when it has not.
   *  @par Cancellation  terminal, at any point: condition::cancelled. The service may have done what it was asked.
   *  @par Lifetime      everything is copied into the call. */
  awaitable<openapi_answer> call(openapi_request request) const { return run(http_, options_, std::move(request), deadline()); }
  /** The same within a larger operation, over at `until` at the latest. */
  awaitable<openapi_answer> call(openapi_request request, deadline until) const { return run(http_, options_, std::move(request), until); }

  const openapi_options& options() const noexcept { return *options_; }
  const net::http_client& http() const noexcept { return http_; }

 private:
  static net::client_options inner(const openapi_options& o) {
    net::client_options out = o.http;
    out.retry.when.max_attempts = 1;  // a repeat needs another signature
    out.timeout = o.attempt_timeout;
    return out;
  }

  static net::url place(const openapi_options& o, const openapi_product& product) {
    if (o.endpoint) return net::url(o.endpoint->origin());
    if (product.endpoint) return net::url(product.endpoint->origin());
    net::url out("https://" + product.host);
    if (out.path() != "/" || !out.query().empty()) throw error(errc::invalid_configuration, "host \"" + printable(product.host, 200) + "\"");
    return out;
  }

  /** Lost on the way, but another connection may do better. */
  static bool lost(std::error_code ec) {
    return ec == condition::unreachable || ec == condition::timed_out || ec == net::errc::tls_truncated || ec == net::errc::truncated_message;
  }

  /** What a response is: nothing for a good one. Secrets of the call do not survive in it. */
  static std::optional<service_failure> look(const openapi_options& o, const openapi_request& call, const net::http_response& response,
                                             const std::string& where) {
    if (response.ok()) {
      const auto failed = failed_with_success(response.body, call.expects);
      if (!failed) throw openapi_error(failed.error().code, where + ": " + failed.error().message);
      if (!*failed) return std::nullopt;
    }
    return read_service_failure(response, o.clock.now(), [&call](std::string& text) {
      call.parameters.strike_out_of(text);
      if (!call.credential) return;
      net::detail::strike_out(text, call.credential->access_key_secret.reveal());
      net::detail::strike_out(text, call.credential->security_token.reveal());
    });
  }

  static awaitable<openapi_answer> run(net::http_client http, std::shared_ptr<const openapi_options> o, openapi_request request, deadline until) {
    const net::url where = place(*o, request.product);
    const std::string what = request.action + " at " + where.authority();
    if (o->timeout.count() > 0) until = earlier(until, deadline::after(o->timeout));
    net::retry_options repeats;
    repeats.when.max_attempts = o->max_attempts;
    repeats.pause = o->pause;
    repeats.random = o->random;
    net::retry_fsm plan(repeats, true);
    net::call_options one;
    one.until = until;
    one.idempotent = false;  // never the same bytes twice
    one.redirects = 0;       // the signature is for this host
    one.max_response_body = o->max_answer;
    bool uncertain = false;
    std::chrono::milliseconds pause{0};
    for (unsigned attempt = 1;; ++attempt) {
      net::http_request message = make_openapi_message(request, where.authority(), o->clock.now(), make_nonce(o->random), attempt, pause);
      net::http_response response;
      std::exception_ptr thrown;
      try {
        co_await http.send_into(where, message, response, one);
      } catch (...) {
        thrown = std::current_exception();
      }
      wipe(message.body.data(), message.body.size());
      wipe(message.target.data(), message.target.size());
      std::optional<service_failure> failed;
      std::error_code why;
      if (thrown) {
        why = code_of(thrown);
        if (!lost(why)) std::rethrow_exception(thrown);
      } else {
        failed = look(*o, request, response, what);
        if (!failed) {
          auto id = read_request_id(response);
          co_return openapi_answer(std::move(response.body), std::move(id), std::move(request.action), attempt, uncertain);
        }
        why = make_error_code(meaning_of(*failed));
      }
      wipe(response.body.data(), response.body.size());
      const auto step = plan.answered(503, std::nullopt);  // whether there is another attempt, and how long the pause before it is
      bool again = step.again && (thrown || worth_repeating(*failed));
      pause = step.pause;
      if (failed) pause = std::max(pause, std::min(failed->wait, o->longest_wait));
      again = again && (!until.set() || until.remaining() > pause);
      if (!again) {
        if (thrown) std::rethrow_exception(thrown);
        std::string context = what + ", HTTP " + std::to_string(failed->status);
        if (!failed->request_id.empty()) context += ", request id " + failed->request_id;
        throw openapi_error(why, std::move(context), *std::move(failed), attempt, uncertain);
      }
      uncertain = uncertain || thrown || failed->status >= 500 || meaning_of(*failed) == errc::service_failed;  // the last may stand in a 200
      o->log.log(log_level::info, "credentials",
                 what + ": " + (failed && !failed->code.empty() ? failed->code : why.message()) + ", again in " + std::to_string(pause.count()) + " ms");
      co_await detail::wait_for<Lazy>(pause, what);
    }
  }

  static std::string read_request_id(const net::http_response& response) {
    struct identified {
      std::string request_id = {};
    };
    const auto read = json::read<identified, detail::as_services_write>(response.body);
    return read ? printable(read->request_id, 100) : std::string();
  }

  std::shared_ptr<const openapi_options> options_;
  net::http_client http_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
