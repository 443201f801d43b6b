// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/awaited.hpp"
#include "aval/json/write.hpp"
#include "aval/llm/assembler.hpp"
#include "aval/llm/model.hpp"
#include "aval/net/http_client_events.hpp"
#include "aval/net/proxy.hpp"
#include "aval/net/retry.hpp"

/*  A client for any server that speaks the chat completions of OpenAI (the real one, Alibaba Cloud's compatible mode, vLLM, llama.cpp,
 *  Ollama ...).
 *
 *      llm::chat_options o;
 *      o.base_url = "https://dashscope.aliyuncs.com/compatible-mode/v1";
 *      o.key = std::move(key);                                       // an aval::secret
 *      o.model = "qwen-plus";
 *      llm::chat_client client(net::http_client(executor), o);
 *      llm::chat_request question;
 *      question.messages = {llm::user_message("Where is Lima?")};
 *      auto answer = co_await client.complete(question);             // whole
 *      auto stream = co_await client.stream(question);               // or piece by piece
 *      while (auto piece = co_await stream.next()) use(piece->content);
 *
 *  Both ways go through one exchange: a repeat happens before anything of an answer was handed on, never after. */

namespace aval {
inline namespace v0 {
namespace llm {

/** Repeats as model servers want them: 429 and what may pass by itself, thrice in all. */
inline net::retry_options repeats_for_models() {
  net::retry_options o;
  o.when.statuses = {408, 429, 500, 502, 503, 504, 529};
  o.pause.first = std::chrono::milliseconds(500);
  return o;
}

struct chat_options {
  std::string base_url = {};       // up to and without "/chat/completions"; a query is kept ("?api-version=..."). Required
  net::shared_secret key = {};     // sent as "Authorization: Bearer ..."; empty: none
  std::string key_header = {};     // another header that takes the bare key, "api-key"; empty: Authorization
  net::headers headers = {};       // further ones, for every request
  std::string model = {};          // for requests that name none
  std::chrono::milliseconds timeout = std::chrono::minutes(10);      // one answer, repeats and all of a stream included; zero: no limit
  std::chrono::milliseconds idle_timeout = std::chrono::minutes(2);  // silence in the middle of an answer; zero: no limit
  std::size_t max_answer = 8 * 1024 * 1024;                          // bytes of one answer
  net::retry_options retry = repeats_for_models();
  bool key_over_plain_http = false;  // send the key without TLS to other machines, too
};

template <class Lazy>
class basic_chat_client;

/** An answer that is being made. A handle; the exchange ends when the last copy is gone.
 *
 *  @par Cancellation  terminal: closes the exchange.
 *  @par Threads       one operation at a time. */
template <class Lazy = void>
class basic_chat_stream {
 public:
  basic_chat_stream() = default;

  /** What the next piece adds to the first choice; nothing at the end of the answer.
   *
   *  @par Errors  chat_error when the server says in the middle that it failed; errc::answer_cut when the stream ends before the answer;
   *               answer_not_understood, answer_too_large; those of net::http_stream. */
  awaitable<std::optional<delta>> next() const { return next(state_); }
  /** What has come so far. @par Precondition  the stream is open. */
  const chat_response& so_far() const noexcept { return state_->answer.so_far(); }
  /** The whole answer. @par Precondition  next() has told the end. */
  chat_response take() { return state_->answer.take(); }
  void close() {
    if (state_) state_->events.close();
  }

 private:
  friend class basic_chat_client<Lazy>;
  struct state {
    state(std::size_t most, net::shared_secret k) : answer(most), key(std::move(k)) {}
    net::event_reader events;
    basic_answer_assembler<Lazy> answer;
    net::shared_secret key;
    std::string where;
    bool in_one_piece = false, over = false;
  };

  static awaitable<std::optional<delta>> next(std::shared_ptr<state> s) {
    if (!s) throw error(aval::errc::invalid_state, "chat_stream is closed");
    if (s->in_one_piece) {
      s->in_one_piece = false;
      s->over = true;
      co_return s->answer.last();
    }
    while (!s->over) {
      auto event = co_await s->events.next();
      if (!event) {
        if (!s->answer.complete()) throw error(errc::answer_cut, s->where);
        s->over = true;
        break;
      }
      const auto what = s->answer.push(event->data, s->key.reveal());
      if (what == basic_answer_assembler<Lazy>::outcome::piece) co_return s->answer.last();
      if (what == basic_answer_assembler<Lazy>::outcome::done) {
        if (!s->answer.complete()) throw error(errc::answer_cut, s->where);
        s->over = true;
        s->events.close();
      }
    }
    co_return std::nullopt;
  }

  std::shared_ptr<state> state_;
};
using chat_stream = basic_chat_stream<>;

/** Talks to a model server. A cheap handle; the connections are those of the HTTP client that it is given.
 *
 *  @par Errors        chat_error with the server's words (errc::not_authenticated, not_permitted, no_such_model, rate_limited, request_refused,
 *                     server_failed); errc::answer_not_understood with the path of what is wrong; those of net::http_stream (unreachable, timed_out,
 *                     not_trusted). The key is in none of them, not even where the server repeats it.
 *  @par Cancellation  terminal, at any point: the connection is closed. The server may go on by itself, and charge for it.
 *  @par Lifetime      the request is copied.
 *  @par Threads       any number of calls from any threads. */
template <class Lazy = void>
class basic_chat_client {
 public:
  /** @par Exceptions  errc::bad_options: no base URL, or a key that would travel without TLS; net::errc::invalid_url. */
  basic_chat_client(net::http_client client, chat_options options)
      : state_(std::make_shared<state>(std::move(client), check(options), std::move(options))) {}

  /** Asks, and waits for the whole answer. */
  awaitable<chat_response> complete(awaited<chat_request> question) const { return ask(state_, taken(std::move(question)), {}); }
  awaitable<chat_response> complete(awaited<chat_request> question, deadline until) const { return ask(state_, taken(std::move(question)), until); }
  /** The same; a listener that is not empty hears the answer while it is made (streamed). */
  awaitable<chat_response> complete(awaited<chat_request> question, listener heard, deadline until) const {
    if (!heard) return ask(state_, taken(std::move(question)), until);
    return tell(state_, taken(std::move(question)), std::move(heard), until);
  }
  /** Asks, and completes when the answer begins. */
  awaitable<basic_chat_stream<Lazy>> stream(awaited<chat_request> question) const { return begin(state_, taken(std::move(question)), {}); }
  awaitable<basic_chat_stream<Lazy>> stream(awaited<chat_request> question, deadline until) const {
    return begin(state_, taken(std::move(question)), until);
  }

  const chat_options& options() const noexcept { return state_->options; }

 private:
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};

  struct state {
    state(net::http_client c, net::url u, chat_options o) : client(std::move(c)), where(std::move(u)), options(std::move(o)) {
      name = "POST " + where.origin() + where.path();  // the query may hold secrets
    }
    net::http_client client;
    net::url where;
    chat_options options;
    std::string name;
  };

  // names below localhost are the resolver's to answer, so the key does not go there
  static bool on_this_machine(std::string_view host) { return host == "localhost" || net::is_loopback_address(host); }
  static net::url check(const chat_options& o) {
    if (o.base_url.empty()) throw error(errc::bad_options, "chat_client: .base_url is empty");
    const net::url base(o.base_url);
    std::string path(base.path());
    while (!path.empty() && path.back() == '/') path.pop_back();
    path += "/chat/completions";
    if (!base.query().empty()) path.append("?").append(base.query());
    if (!o.key.reveal().empty() && !base.secure() && !on_this_machine(base.host()) && !o.key_over_plain_http)
      throw error(errc::bad_options, "chat_client: the key would travel to " + base.origin() + " without TLS; .key_over_plain_http allows it");
    return net::url(base.origin() + path);
  }

  static net::http_request request_for(const state& s, chat_request& question, bool streamed) {
    if (question.model.empty()) question.model = s.options.model;
    if (question.model.empty()) throw error(errc::bad_options, "chat_client: neither the request nor the options name a model");
    question.stream.reset();
    question.stream_options.reset();
    if (streamed) {
      question.stream = true;
      question.stream_options.emplace();
    }
    net::http_request r("POST");
    r.headers = s.options.headers;
    r.headers.set("Content-Type", "application/json");
    r.headers.set("Accept", streamed ? "text/event-stream, application/json" : "application/json");
    if (const std::string_view key = s.options.key.reveal(); !key.empty()) {
      if (!s.options.key_header.empty()) r.headers.set(s.options.key_header, key);
      else r.headers.set("Authorization", "Bearer " + std::string(key));
    }
    r.body = json::write<json::write_options{.bad_utf8 = json::bad_utf8::replace}>(question);
    return r;
  }

  static awaitable<std::string> rest_of(net::http_stream from, std::size_t most, bool cut) {
    std::string body;
    for (;;) {
      const std::string piece = co_await from.read();
      if (piece.empty()) break;
      if (body.size() + piece.size() > most) {
        if (!cut) throw error(errc::answer_too_large, "more than " + std::to_string(most) + " bytes");
        break;
      }
      body += piece;
    }
    co_return body;
  }

  static std::exception_ptr refusal(const state& s, const net::http_response& head, std::string_view body,
                                    std::optional<std::chrono::seconds> wait, bool& final) {
    auto words = detail::words_of(body, true);
    final = words.code == "insufficient_quota" || words.type == "insufficient_quota";  // waiting does not fill an account
    if (words.message.empty()) words.message = body.empty() ? std::string(net::reason_phrase(head.status)) : std::string(body);  // error_from cuts, when the key is out of it
    return std::make_exception_ptr(detail::error_from(std::move(words), head.status, s.name, s.options.key.reveal(), wait));
  }

  // One exchange up to the head of a good answer, repeated as the options say. Nothing of an answer has been handed on before.
  static awaitable<net::http_stream> exchange(std::shared_ptr<state> s, net::http_request request, deadline until) {
    net::retry_fsm retry(s->options.retry, true);
    for (;;) {
      std::exception_ptr failure;
      net::retry_fsm::step next;
      try {
        net::stream_options o;
        o.timeout = std::chrono::milliseconds::zero();  // a model may think for minutes before the head: `until` is the limit
        o.idle_timeout = s->options.idle_timeout;
        o.until = until;
        auto answer = co_await net::http_stream::open(s->client, s->where, request, o);
        const net::http_response& head = answer.response();
        if (head.ok()) co_return answer;
        const std::string body = co_await rest_of(answer, 64 * 1024, true);
        const auto told = head.headers.find("Retry-After");
        const auto wait = told ? net::parse_retry_after(*told, std::chrono::system_clock::now()) : std::nullopt;
        bool final = false;
        failure = refusal(*s, head, body, wait, final);
        if (!final) next = retry.answered(head.status, wait);
      } catch (const std::system_error& e) {
        failure = std::current_exception();
        next = retry.failed(e.code(), net::retry_fsm::progress::maybe_received);
      }
      if (!next.again || until.remaining() <= next.pause) std::rethrow_exception(failure);
      asio::steady_timer timer(co_await this_coro::executor, next.pause);
      co_await timer.async_wait(use_awaitable);
    }
  }

  static deadline limit(const state& s, deadline until) {
    return s.options.timeout == s.options.timeout.zero() ? until : earlier(until, deadline::after(s.options.timeout));
  }

  static chat_response read_whole(const state& s, const std::string& body) {
    auto answer = json::read<chat_response, detail::as_answer>(body, {.max_size = s.options.max_answer, .max_depth = 64});
    if (!answer || answer->choices.empty()) {
      if (auto words = detail::words_of(body, false); words.found) throw detail::error_from(std::move(words), 200, s.name, s.options.key.reveal());
    }
    if (!answer) throw error(errc::answer_not_understood, s.name + ": " + printable(answer.error().message(), 300));
    if (answer->choices.empty()) throw error(errc::answer_not_understood, s.name + ": no choices");
    for (choice& c : answer->choices) basic_answer_assembler<Lazy>::finish(c);
    return *std::move(answer);
  }

  static awaitable<chat_response> ask(std::shared_ptr<state> s, chat_request question, deadline until) {
    net::http_request request = request_for(*s, question, false);
    auto answer = co_await exchange(s, std::move(request), limit(*s, until));
    const std::string body = co_await rest_of(std::move(answer), s->options.max_answer, false);
    co_return read_whole(*s, body);
  }

  static awaitable<basic_chat_stream<Lazy>> begin(std::shared_ptr<state> s, chat_request question, deadline until) {
    net::http_request request = request_for(*s, question, true);
    auto answer = co_await exchange(s, std::move(request), limit(*s, until));
    basic_chat_stream<Lazy> out;
    out.state_ = std::make_shared<typename basic_chat_stream<Lazy>::state>(s->options.max_answer, s->options.key);
    out.state_->where = s->name;
    if (answer.response().headers.find("Content-Type").value_or("").starts_with("text/event-stream")) {
      out.state_->events = net::event_reader(std::move(answer), s->options.max_answer);
    } else {  // a server that does not stream
      const std::string body = co_await rest_of(std::move(answer), s->options.max_answer, false);
      out.state_->answer.whole(read_whole(*s, body));
      out.state_->in_one_piece = true;
    }
    co_return out;
  }

  static awaitable<chat_response> tell(std::shared_ptr<state> s, chat_request question, listener heard, deadline until) {
    auto answer = co_await begin(std::move(s), std::move(question), until);
    for (;;) {
      const auto piece = co_await answer.next();
      if (!piece) break;
      co_await heard(*piece);
    }
    co_return answer.take();
  }

  std::shared_ptr<state> state_;
};
using chat_client = basic_chat_client<>;

}  // namespace llm
}  // namespace v0
}  // namespace aval
