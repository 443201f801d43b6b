// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/core/clock.hpp"
#include "aval/core/random.hpp"
#include "aval/credentials/platform_headers.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"
#include "aval/llm/assembler.hpp"
#include "aval/llm/model.hpp"
#include "aval/net/tls_options.hpp"
#include "aval/web/bearer.hpp"
#include "aval/web/router.hpp"

/*  An agent of ours behind the API that chat programs speak: POST <prefix>/chat/completions, streamed or whole, GET <prefix>/models and
 *  GET /health (Agent Identity specification 6.1).
 *
 *      endpoint::chat_server_options o;
 *      o.authenticate = endpoint::bearer_tokens(verifier);                 // a credentials::jwt_verifier
 *      net::http_server server(executor, endpoint::chat_routes([loop](endpoint::chat_exchange x) { return answer(loop, x); }, o));
 *      server.listen("0.0.0.0:9000");
 *
 *  The agent is a function of a chat_exchange. It says text whenever it has some; a tool that waits for a human holds a copy of the
 *  exchange and says where to click, in the middle of the model's answer. */

namespace aval {
inline namespace v0 {
namespace endpoint {

using web::bearer_tokens;
using web::caller;

struct chat_server_options {
  std::string prefix = "/openai/v1";
  std::string model = "agentrun";                             // the name in <prefix>/models and of answers to requests that name none
  std::string session_header = "X-app-custom-session-id";     // where the session stands if the query has no sessionId
  web::bearer_check authenticate = {};                        // checks the bearer token; throws for a bad one. Required unless anonymous
  bool anonymous = false;                                     // true: nobody is asked for a token
  bool behind_trusted_platform = false;                       // true only where no request comes except through the platform: its headers are believed
  bool show_tool_calls = true;                                // the model's tool calls are part of what listeners are forwarded
  std::size_t max_answer = 8 * 1024 * 1024;                   // bytes of one answer
  std::size_t max_unsent = 1024 * 1024;                       // bytes that wait for a slow client
  clock_source clock = {};
  random_source random = {};
};

namespace detail {

struct sent_choice {
  int index = 0;
  llm::delta delta = {};
  json::value finish_reason = {};  // null until the last chunk
};
struct sent_chunk {
  std::string id = {};
  std::string object = "chat.completion.chunk";
  std::int64_t created = 0;
  std::string model = {};
  std::array<sent_choice, 1> choices = {};
};
struct model_entry {
  std::string id = {};
  std::string object = "model";
  std::int64_t created = 0;
  std::string owned_by = {};
};
struct model_list {
  std::string object = "list";
  std::array<model_entry, 1> data = {};
};
struct error_words {
  std::string message = {};
  std::string type = {};
};
struct error_body {
  error_words error = {};
};

inline constexpr json::write_options as_sent{.not_finite = json::not_finite::null, .bad_utf8 = json::bad_utf8::replace};

struct chat_state {
  chat_state(net::http_exchange& exchange, std::size_t most) : x(&exchange), executor(exchange.get_executor()), answer(most), quiet(executor) {
    quiet.expires_at(std::chrono::steady_clock::time_point::max());
  }
  net::http_exchange* x;  // touched on the executor only, and not once it is over
  any_io_executor executor;
  llm::chat_request request;
  std::string session;
  caller user;
  net::shared_secret user_token, workload_token;
  credentials::shared_credential platform_credential;
  sent_chunk frame;  // id, created and model of every chunk
  llm::answer_assembler answer;
  bool streamed = false, show_tool_calls = true, spoken = false, over = false, writing = false;
  std::size_t max_unsent = 0;
  std::string unsent;
  asio::steady_timer quiet;  // ends its wait when nothing is being written
  std::vector<std::pair<int, std::string>> calls;  // index and id as the model gave them; the place is the number that the client sees
};

template <class Lazy = void>
struct chat_writer {
  static constexpr typename lazy_token<Lazy>::type use_awaitable{};

  /** Calls of several rounds are numbered through: a client puts pieces of one number together. */
  static void renumber(chat_state& s, llm::delta& piece) {
    if (!piece.tool_calls) return;
    if (!s.show_tool_calls) {
      piece.tool_calls.reset();
      return;
    }
    for (llm::tool_call_piece& call : *piece.tool_calls) {
      const int index = call.index.value_or(0);
      std::size_t at = s.calls.size();
      for (std::size_t i = 0; i < s.calls.size(); ++i)
        if (s.calls[i].first == index) at = i;
      const bool has_id = call.id && !call.id->empty();
      if (at == s.calls.size() || (has_id && s.calls[at].second != *call.id)) {
        at = s.calls.size();
        s.calls.emplace_back(index, has_id ? *call.id : std::string());
      }
      call.index = static_cast<int>(at);
    }
  }

  /** The first piece says who speaks, whatever it is, and no other one does. */
  static void begin(chat_state& s, llm::delta& piece) {
    if (!s.spoken) piece.role = "assistant";
    s.spoken = true;
  }

  static bool says_something(const llm::delta& d) {
    return (d.content && !d.content->empty()) || (d.reasoning_content && !d.reasoning_content->empty()) || (d.refusal && !d.refusal->empty()) ||
           (d.tool_calls && !d.tool_calls->empty());
  }

  // on the exchange's executor
  static awaitable<void> deliver(std::shared_ptr<chat_state> s, llm::delta piece) {
    if (s->over) throw error(aval::errc::invalid_state, "chat_exchange: the answer is complete");
    renumber(*s, piece);
    piece.role.reset();
    if (!says_something(piece)) co_return;
    llm::chat_chunk chunk;
    chunk.choices.resize(1);
    chunk.choices[0].delta = piece;
    s->answer.push_chunk(std::move(chunk));
    if (!s->streamed) co_return;
    begin(*s, piece);
    s->frame.choices[0].delta = std::move(piece);
    append(*s, json::write<as_sent>(s->frame));
    if (s->unsent.size() > s->max_unsent) throw error(llm::errc::answer_too_large, "chat_exchange: the client reads too slowly");
    if (!s->writing) co_await flush(std::move(s));  // else whoever writes takes it along
  }
  static void append(chat_state& s, std::string_view data) { s.unsent.append("data: ").append(data).append("\n\n"); }

  static awaitable<void> flush(std::shared_ptr<chat_state> s) {
    s->writing = true;
    std::exception_ptr failure;
    try {
      if (!s->x->streaming()) {
        auto& h = s->x->response().headers;
        h.set("Content-Type", "text/event-stream");
        h.set("Cache-Control", "no-cache");
        h.set("X-Accel-Buffering", "no");
        co_await s->x->begin_stream();
      }
      while (!s->unsent.empty()) {
        std::string now;
        now.swap(s->unsent);
        co_await s->x->write(std::move(now));
      }
    } catch (...) {
      failure = std::current_exception();
    }
    s->writing = false;
    s->quiet.cancel();
    if (failure) std::rethrow_exception(failure);
  }

  /** From any executor. Not cancelled with its caller: half a chunk would end the whole answer. */
  static awaitable<void> give(std::shared_ptr<chat_state> s, llm::delta piece) {
    const any_io_executor there = s->executor;
    co_await asio::co_spawn(there, deliver(std::move(s), std::move(piece)), asio::bind_cancellation_slot(asio::cancellation_slot(), use_awaitable));
  }
};

}  // namespace detail

/** One question, and the way to its answer. A cheap handle: tools may keep copies, from any thread.
 *
 *  @par Lifetime  after the agent's function has completed nothing can be said any more (aval::errc::invalid_state). */
class chat_exchange {
 public:
  explicit chat_exchange(std::shared_ptr<detail::chat_state> state) noexcept : state_(std::move(state)) {}

  const llm::chat_request& request() const noexcept { return state_->request; }
  /** Whether what is said reaches the client as it is said. If not, it comes with the whole answer: nothing that the client has to do first,
   *  like following a link, can be waited for. */
  bool streamed() const noexcept { return state_->streamed; }
  /** sessionId of the query, else the header of the options; empty: none. */
  const std::string& session() const noexcept { return state_->session; }
  const caller& user() const noexcept { return state_->user; }
  /** The bearer token as it came; empty without one. */
  const net::shared_secret& user_token() const noexcept { return state_->user_token; }
  /** X-Workload-Access-Token, where the platform hands one over and chat_server_options::behind_trusted_platform says so; empty: none. */
  const net::shared_secret& workload_token() const noexcept { return state_->workload_token; }
  /** What the platform signs as, from x-fc-access-key-id, x-fc-access-key-secret and x-fc-security-token, under the same condition; null:
   *  none. It rotates, so hand it on: credential_provider::replace(). */
  const credentials::shared_credential& platform_credential() const noexcept { return state_->platform_credential; }

  /** Text of the assistant: part of the answer, or in the middle of a model's answer while a tool waits.
   *
   *  Completes when it is on its way; what several say at once is sent whole, in some order.
   *
   *  @par Errors        errors of the connection when the client has gone; llm::errc::answer_too_large.
   *  @par Cancellation  none: a text is sent whole. */
  template <class Lazy = void>
  awaitable<void> say(std::string text) const {
    llm::delta piece;
    piece.content = std::move(text);
    return detail::chat_writer<Lazy>::give(state_, std::move(piece));
  }
  /** Forwards what a model says: give it to a tool_loop as `heard`. */
  template <class Lazy = void>
  llm::listener forward() const {
    return llm::listener([state = state_](llm::delta piece) { return detail::chat_writer<Lazy>::give(state, std::move(piece)); });
  }

 private:
  std::shared_ptr<detail::chat_state> state_;
};

using chat_agent = std::function<awaitable<void>(chat_exchange)>;

namespace detail {

struct chat_service {
  chat_agent agent;
  chat_server_options options;
};

template <class Lazy = void>
struct chat_handler {
  using writer = chat_writer<Lazy>;

  static void refuse(web::call& c, int status, std::string message, std::string type) {
    error_body body;
    body.error.message = std::move(message);
    body.error.type = std::move(type);
    c.response().headers.erase("Content-Type");
    c.answer(body, status);
  }

  // empty: answered already
  static awaitable<std::optional<caller>> who(std::shared_ptr<const chat_service> service, web::call* c) {
    auto found = co_await web::admit<Lazy>(service->options.anonymous ? nullptr : &service->options.authenticate, c);
    if (!found.who) refuse(*c, found.status, std::string(found.text), found.status == 503 ? "service_unavailable" : "authentication_error");
    co_return std::move(found.who);
  }

  static std::string fresh_id(const random_source& random) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string id = "chatcmpl-";
    const std::uint64_t n = random.number();
    for (int i = 0; i < 12; ++i) id += digits[(n >> (4 * i)) & 15];
    return id;
  }

  static std::int64_t seconds(const clock_source& clock) {
    return std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
  }

  static void believe_platform(chat_state& s, const net::headers& fields) {
    if (fields.count("X-Workload-Access-Token") == 1) s.workload_token = net::shared_secret(*fields.find("X-Workload-Access-Token"));
    credentials::platform_header_options o;
    o.behind_trusted_platform = true;
    s.platform_credential = credentials::platform_credential(fields, o);
  }

  static awaitable<void> answer(std::shared_ptr<const chat_service> service, web::call* c) {
    const chat_server_options& options = service->options;
    auto user = co_await who(service, c);
    if (!user) co_return;
    auto question = json::read<llm::chat_request, llm::detail::as_answer>(c->body(), {.max_depth = 64});
    if (!question) {
      refuse(*c, 400, question.error().message(), "invalid_request_error");
      co_return;
    }
    if (question->messages.empty()) {
      refuse(*c, 400, "/messages: at least one message is required", "invalid_request_error");
      co_return;
    }
    auto s = std::make_shared<chat_state>(c->exchange(), options.max_answer);
    s->request = *std::move(question);
    s->user = *std::move(user);
    s->streamed = s->request.stream.value_or(false);
    s->show_tool_calls = options.show_tool_calls;
    s->max_unsent = options.max_unsent;
    s->session = c->query("sessionId").value_or("");
    if (s->session.empty()) s->session = c->header(options.session_header).value_or("");
    if (const auto token = c->bearer(); !token.empty()) s->user_token = net::shared_secret(token);
    if (options.behind_trusted_platform) believe_platform(*s, c->request().headers());
    s->frame.id = fresh_id(options.random);
    s->frame.created = seconds(options.clock);
    s->frame.model = s->request.model.empty() ? options.model : s->request.model;

    std::exception_ptr failure;
    try {
      c->exchange().watch();
      co_await service->agent(chat_exchange(s));
    } catch (...) {
      failure = std::current_exception();
    }
    // a text that is being written belongs to this exchange: it is waited for, whatever happened
    const bool throws = co_await this_coro::throw_if_cancelled();
    co_await this_coro::throw_if_cancelled(false);
    s->over = true;
    co_await this_coro::reset_cancellation_state(asio::disable_cancellation());
    while (s->writing) co_await s->quiet.async_wait(as_tuple(typename lazy_token<Lazy>::type{}));
    co_await this_coro::reset_cancellation_state(asio::enable_terminal_cancellation());
    co_await this_coro::throw_if_cancelled(throws);
    s->x = nullptr;
    if (failure && code_of(failure) == condition::cancelled) std::rethrow_exception(failure);
    if (failure) co_await fail(s, c, failure);
    else if (s->streamed) co_await end_stream(s, c);
    else end_whole(*s, *c);
  }

  static awaitable<void> fail(std::shared_ptr<chat_state> s, web::call* c, std::exception_ptr failure) {
    int status = 500;
    error_body body;
    body.error.message = "The agent failed.";
    body.error.type = "internal_error";
    try {
      std::rethrow_exception(failure);
    } catch (const web::http_error& e) {  // what the agent wants to be told
      status = e.status();
      body.error.message = e.text();
      if (status < 500) body.error.type = "invalid_request_error";
    } catch (...) {
      c->exchange().log_failure(failure, c->request_id());
    }
    if (!c->exchange().streaming()) {
      refuse(*c, status, std::move(body.error.message), std::move(body.error.type));
      co_return;
    }
    writer::append(*s, json::write<as_sent>(body));
    std::string last;
    last.swap(s->unsent);
    co_await c->exchange().write(std::move(last));
  }

  static const char* reason_of(const llm::chat_response& answer) {
    return !answer.choices.empty() && answer.choices.front().message.tool_calls ? "tool_calls" : "stop";
  }

  static awaitable<void> end_stream(std::shared_ptr<chat_state> s, web::call* c) {
    if (!s->spoken) {
      llm::delta silence;
      silence.content = "";
      writer::begin(*s, silence);
      s->frame.choices[0].delta = silence;
      writer::append(*s, json::write<as_sent>(s->frame));
    }
    llm::delta nothing;
    s->frame.choices[0].delta = nothing;
    s->frame.choices[0].finish_reason = reason_of(s->answer.so_far());
    writer::append(*s, json::write<as_sent>(s->frame));
    writer::append(*s, "[DONE]");
    s->x = &c->exchange();
    co_await writer::flush(s);
    s->x = nullptr;
  }

  static void end_whole(chat_state& s, web::call& c) {
    llm::chat_response answer = s.answer.take();
    if (answer.choices.empty()) {
      answer.choices.emplace_back();
      answer.choices[0].message = llm::assistant_message({});
    }
    answer.choices[0].finish_reason = reason_of(answer);
    answer.id = s.frame.id;
    answer.created = s.frame.created;
    answer.model = s.frame.model;
    c.response().body = json::write<as_sent>(answer);
    c.response().headers.set("Content-Type", "application/json");
  }

  static web::router routes(chat_agent agent, chat_server_options options) {
    if (!agent) throw error(aval::errc::invalid_argument, "chat_routes: there is no agent");
    if (!options.authenticate && !options.anonymous)
      throw error(aval::errc::invalid_argument, "chat_routes: .authenticate is empty; .anonymous lets everybody in, by name");
    auto made = std::make_shared<chat_service>();
    made->agent = std::move(agent);
    made->options = std::move(options);
    const std::shared_ptr<const chat_service> service = std::move(made);
    web::router r;
    r.post(service->options.prefix + "/chat/completions", [service](web::call& c) -> awaitable<void> { return answer(service, &c); });
    r.get(service->options.prefix + "/models", [service](web::call&) {
      model_list list;
      list.data[0].id = list.data[0].owned_by = service->options.model;
      list.data[0].created = seconds(service->options.clock);
      return list;
    });
    r.get("/health", [](web::call&) { return json::object({{"status", "ok"}}); });
    return r;
  }
};

}  // namespace detail

/** The routes of an agent, for a net::http_server; further routes may be added.
 *
 *  A bad body is 400, a missing or bad token 401 with WWW-Authenticate, one that can not be checked 503, all with
 *  {"error":{"message","type"}}. What the agent throws is told as it is when it is a web::http_error, otherwise as "The agent failed."
 *  and in the server's log; with its status before the first piece of a stream, as a last event after it. A client that leaves cancels the
 *  agent's function.
 *
 *  @par Exceptions  aval::errc::invalid_argument without an agent, or without a way to authenticate and not anonymous. */
template <class Lazy = void>
web::router chat_routes(chat_agent agent, chat_server_options options) {
  return detail::chat_handler<Lazy>::routes(std::move(agent), std::move(options));
}

}  // namespace endpoint
}  // namespace v0
}  // namespace aval
