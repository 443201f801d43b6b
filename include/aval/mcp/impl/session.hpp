// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "aval/core/compilation.hpp"
#include "aval/mcp/session.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {
namespace detail {

/** The parameters with "_meta": {"progressToken": id} in them. */
AVAL_DECL json::raw with_progress_token(const json::raw& params, const request_id& id) {
  const std::string_view text = object_or_none(params);
  if (text.find("\"_meta\"") != text.npos) {
    if (auto whole = json::parse(text); whole && whole->is_object()) {
      json::value& meta = (*whole)["_meta"];
      if (!meta.is_object()) meta = json::object();
      meta["progressToken"] = id.to_value();
      return json::raw(json::write(*whole));
    }
  }
  std::string out = "{\"_meta\":{\"progressToken\":" + id.to_json() + '}';
  const std::string_view rest = text.substr(text.find('{') + 1);
  if (const auto next = rest.find_first_not_of(" \t\r\n"); next != rest.npos && rest[next] != '}') out += ',';
  return json::raw(out.append(rest));
}

struct token_of_request {
  struct meta {
    std::optional<request_id> progress_token = {};
    static constexpr auto json_rules = json::rules(json::camel_case());
  };
  std::optional<meta> inner = {};
  static constexpr auto json_rules = json::rules(json::rename("inner", "_meta"));
};

AVAL_DECL std::optional<request_id> progress_token_of(const json::raw& params) {
  if (params.text().find("progressToken") == std::string_view::npos) return {};
  auto read = json::read<token_of_request, of_peer>(params.text());
  return read && read->inner ? std::move(read->inner->progress_token) : std::nullopt;
}

}  // namespace detail

// ---- the context -------------------------------------------------------------------------------------------------------------------

template <class Lazy>
awaitable<void> basic_request_context<Lazy>::notify(std::string method, json::raw params) const {
  const auto send = [](std::shared_ptr<basic_peer<Lazy>> peer, std::shared_ptr<detail::incoming_request> r, std::string name, json::raw what) -> awaitable<void> {
    if (r->over || r->cancelled || peer->closed()) co_return;
    outgoing m(message_kind::notification, write_notification(name, what), r->id, name);
    co_await r->back->send(std::move(m));
  };
  return send(peer_, request_, std::move(method), std::move(params));
}

template <class Lazy>
awaitable<void> basic_request_context<Lazy>::progress(double progress, std::optional<double> total, std::string text) const {
  const auto nothing = []() -> awaitable<void> { co_return; };
  if (!request_->progress_token || (request_->last_progress && progress <= *request_->last_progress)) return nothing();
  request_->last_progress = progress;
  progress_params p;
  p.progress_token = *request_->progress_token;
  p.progress = progress;
  p.total = total;
  if (!text.empty()) p.message = std::move(text);
  return notify("notifications/progress", detail::raw_of(p));
}

template <class Lazy>
awaitable<json::raw> basic_request_context<Lazy>::request(std::string method, json::raw params, awaited<request_options> options) const {
  return peer_->request_through(request_->back, std::move(method), std::move(params), taken(std::move(options)));
}
template <class Lazy>
awaitable<json::raw> basic_request_context<Lazy>::request(std::string method, json::raw params) const {
  return peer_->request_through(request_->back, std::move(method), std::move(params), request_options{});
}

// ---- requests of ours --------------------------------------------------------------------------------------------------------------

template <class Lazy>
basic_peer<Lazy>::basic_peer(any_io_executor strand, std::shared_ptr<channel> main, peer_options options)
    : strand_(std::move(strand)), main_(std::move(main)), options_(std::move(options)), idle_(strand_) {
  if (options_.max_requests == 0 || options_.max_handlers == 0) throw error(errc::bad_option, "mcp::peer: a limit is zero");
}

template <class Lazy>
awaitable<json::raw> basic_peer<Lazy>::request(std::string method, json::raw params, awaited<request_options> options) {
  return ask(this->shared_from_this(), main_, std::move(method), std::move(params), taken(std::move(options)));
}
template <class Lazy>
awaitable<json::raw> basic_peer<Lazy>::request(std::string method, json::raw params) {
  return ask(this->shared_from_this(), main_, std::move(method), std::move(params), request_options{});
}
template <class Lazy>
awaitable<json::raw> basic_peer<Lazy>::request_through(std::shared_ptr<channel> through, std::string method, json::raw params, request_options options) {
  return ask(this->shared_from_this(), std::move(through), std::move(method), std::move(params), std::move(options));
}

template <class Lazy>
awaitable<json::raw> basic_peer<Lazy>::ask(std::shared_ptr<basic_peer> self, std::shared_ptr<channel> through, std::string method, json::raw params, request_options options) {
  const auto cancellation = co_await this_coro::cancellation_state;
  if (cancellation.cancelled() != asio::cancellation_type::none) throw error(aval::errc::cancelled, method);
  if (self->closed_) throw error(self->why_, method);
  if (self->pending_.size() >= self->options_.max_requests) throw error(errc::too_many_requests, method);

  const request_id id(++self->next_id_);
  const auto mine = std::make_shared<pending>(self->strand_, method);
  if (options.longest != options.longest.zero()) mine->longest = deadline::after(options.longest);
  if (options.timeout != options.timeout.zero()) mine->until = earlier(deadline::after(options.timeout), options.progress_extends ? mine->longest : deadline());
  if (options.progress_extends) mine->extend = options.timeout;
  if (options.on_progress || options.progress_extends) {
    mine->on_progress = std::move(options.on_progress);
    params = detail::with_progress_token(params, id);
  }
  outgoing question(message_kind::request, write_request(id, method, params), id, method);
  if (question.text.size() > self->options_.limits.max_size) throw error(errc::message_too_large, method);
  struct entry {
    basic_peer& of;
    request_id id;
    ~entry() { of.pending_.erase(id); }
  };
  self->pending_.emplace(id, mine);
  const entry remove_at_end{*self, id};

  // Sent beside this coroutine: a peer that does not read delays the time-out of nobody, and a cancellation tears no message.
  const auto send = [](std::shared_ptr<channel> to, outgoing m, std::shared_ptr<pending> waiting) -> awaitable<void> {
    std::exception_ptr failure;
    try {
      co_await to->send(std::move(m));
    } catch (...) {
      failure = std::current_exception();
    }
    if (!failure || waiting->done) co_return;
    waiting->done = true;
    waiting->failure = failure;
    waiting->wake.cancel();
  };
  asio::co_spawn(self->strand_, send(through, std::move(question), mine), asio::detached);

  constexpr auto woken = as_tuple(typename lazy_token<Lazy>::type{});
  while (!mine->done) {
    if (cancellation.cancelled() != asio::cancellation_type::none) {
      self->tell_cancelled(through, id, method, "cancelled");
      throw error(aval::errc::cancelled, method);
    }
    if (mine->until.expired()) {
      self->tell_cancelled(through, id, method, "timed out");
      throw error(aval::errc::timed_out, method);
    }
    mine->wake.expires_at(mine->until.at());
    co_await mine->wake.async_wait(woken);
  }
  if (mine->failure) std::rethrow_exception(mine->failure);
  co_return std::move(mine->result);
}

template <class Lazy>
void basic_peer<Lazy>::tell_cancelled(const std::shared_ptr<channel>& through, const request_id& id, const std::string& method, const char* reason) {
  if (method == "initialize" || closed_) return;
  cancelled_params p;
  p.request = id;
  p.reason = reason;
  const std::string name = "notifications/cancelled";
  send_later(through, outgoing(message_kind::notification, write_notification(name, detail::raw_of(p)), id, name));
}

template <class Lazy>
awaitable<void> basic_peer<Lazy>::notify(std::string method, json::raw params) {
  const auto send = [](std::shared_ptr<basic_peer> self, std::string name, json::raw what) -> awaitable<void> {
    if (self->closed_) throw error(self->why_, name);
    outgoing m(message_kind::notification, write_notification(name, what), {}, name);
    co_await self->main_->send(std::move(m));
  };
  return send(this->shared_from_this(), std::move(method), std::move(params));
}

template <class Lazy>
void basic_peer<Lazy>::post_notification(std::string method, json::raw params) {
  asio::post(strand_, [weak = this->weak_from_this(), name = std::move(method), what = std::move(params)] {
    const auto self = weak.lock();
    if (self && !self->closed_) self->send_later(self->main_, outgoing(message_kind::notification, write_notification(name, what), {}, name));
  });
}

template <class Lazy>
void basic_peer<Lazy>::send_later(std::shared_ptr<channel> through, outgoing m) {
  asio::co_spawn(strand_, send_quietly(this->shared_from_this(), std::move(through), std::move(m)), asio::detached);
}

template <class Lazy>
awaitable<void> basic_peer<Lazy>::send_quietly(std::shared_ptr<basic_peer> self, std::shared_ptr<channel> through, outgoing m) {
  const bool last = (m.kind == message_kind::answer || m.kind == message_kind::error) && through != self->main_;
  try {
    co_await through->send(std::move(m));
  } catch (const std::exception& e) {
    self->log(log_level::info, std::string("a message could not be sent: ") + printable(e.what(), 300));
  }
  if (last) through->done();
}

// ---- what arrives ------------------------------------------------------------------------------------------------------------------

template <class Lazy>
void basic_peer<Lazy>::receive_text(std::string_view text, std::shared_ptr<channel> back) {
  if (closed_) return;
  auto read = read_message(text, options_.limits);
  if (read) return receive(std::move(*read), std::move(back));
  const message_failure& why = read.error();
  log(log_level::warning, "what arrived is no message: " + why.what);
  if (!why.answers && !options_.answer_garbage) return;
  if (!why.answers) return send_later(back ? back : main_, outgoing(message_kind::error, write_error(why.id, why.rpc(), why.what), why.id));
  if (back) back->done();
  if (!why.id) return;
  const auto found = pending_.find(*why.id);
  if (found == pending_.end() || found->second->done) return;
  found->second->done = true;
  found->second->failure = std::make_exception_ptr(error(why.code, found->second->method, why.what));
  found->second->wake.cancel();
}

template <class Lazy>
void basic_peer<Lazy>::receive(message m, std::shared_ptr<channel> back) {
  if (closed_) return;
  switch (m.kind) {
    case message_kind::request: return begin(std::move(m), std::move(back));
    case message_kind::answer:
    case message_kind::error: answered(std::move(m)); break;
    case message_kind::notification:
      if (m.method == "notifications/cancelled") {
        cancelled_by_peer(m.params);
      } else if (m.method == "notifications/progress") {
        progressed(m.params);
      } else if (on_notification_) {
        try {
          on_notification_(std::move(m.method), std::move(m.params));
        } catch (const std::exception& e) {
          log(log_level::warning, std::string("a notification was not taken: ") + printable(e.what(), 300));
        }
      }
  }
  if (back) back->done();
}

template <class Lazy>
void basic_peer<Lazy>::answered(message m) {
  const auto found = m.id ? pending_.find(*m.id) : pending_.end();
  if (found == pending_.end() || found->second->done) {
    std::string words = m.failure ? "an error without a request of ours: " + printable(m.failure->message, 300) : "an answer to a request that does not wait";
    return log(log_level::warning, words);
  }
  const auto mine = found->second;
  mine->done = true;
  if (m.failure) mine->failure = std::make_exception_ptr(rpc_error(mine->method, std::move(*m.failure)));
  else mine->result = std::move(m.result);
  mine->wake.cancel();
}

template <class Lazy>
void basic_peer<Lazy>::progressed(const json::raw& params) {
  const auto read = json::read<progress_params, detail::of_peer>(detail::object_or_none(params));
  const auto found = read ? pending_.find(read->progress_token) : pending_.end();
  if (found == pending_.end() || found->second->done) return;
  const auto mine = found->second;
  if (mine->extend != mine->extend.zero()) {
    mine->until = earlier(deadline::after(mine->extend), mine->longest);
    mine->wake.cancel();
  }
  if (!mine->on_progress) return;
  try {
    mine->on_progress(*read);
  } catch (...) {  // a listener is never worth the request
  }
}

template <class Lazy>
void basic_peer<Lazy>::cancelled_by_peer(const json::raw& params) {
  const auto read = json::read<cancelled_params, detail::of_peer>(detail::object_or_none(params));
  if (!read || !read->request) return;
  const auto found = running_.find(*read->request);
  if (found == running_.end() || found->second->method == "initialize") return;
  const auto r = found->second;
  log(log_level::info, printable(r->method, 80) + " is cancelled by the peer: " + printable(read->reason.value_or(""), 200));
  r->cancelled = true;
  r->stop.emit(asio::cancellation_type::terminal);
}

template <class Lazy>
void basic_peer<Lazy>::begin(message m, std::shared_ptr<channel> back) {
  const auto r = std::make_shared<incoming>();
  r->own_channel = back != nullptr && back != main_;
  r->back = back ? std::move(back) : main_;
  r->id = std::move(*m.id);
  r->method = std::move(m.method);
  const auto refuse = [&](int code, const char* words) { send_later(r->back, outgoing(message_kind::error, write_error(r->id, code, words), r->id)); };
  if (running_.contains(r->id)) return refuse(rpc_code::invalid_request, "a request with this id is being handled");
  if (running_.size() >= options_.max_handlers) return refuse(rpc_code::too_busy, "too many requests at a time");
  r->progress_token = detail::progress_token_of(m.params);
  running_.emplace(r->id, r);
  asio::co_spawn(strand_, serve(this->shared_from_this(), r, std::move(m.params)),
                 asio::bind_cancellation_slot(r->stop.slot(), [r](const std::exception_ptr&) {}));
}

template <class Lazy>
awaitable<void> basic_peer<Lazy>::serve(std::shared_ptr<basic_peer> self, std::shared_ptr<incoming> r, json::raw params) {
  outgoing answer(message_kind::answer, {}, r->id);
  const auto fail = [&](int code, std::string_view words, const std::optional<json::value>& data = {}) {
    answer.kind = message_kind::error;
    answer.text = write_error(r->id, code, words, data);
  };
  try {
    json::raw result;
    if (r->method != "ping") {
      if (!self->on_request_) throw rpc_error(rpc_code::method_not_found, "there is no method " + printable(r->method, 80));
      basic_request_context<Lazy> context(self, r);
      result = co_await self->on_request_(std::move(context), r->method, std::move(params));
    }
    answer.text = write_answer(r->id, result);
    if (answer.text.size() > self->options_.limits.max_size) fail(rpc_code::internal_error, "the answer is too large");
  } catch (const rpc_error& e) {
    fail(e.failure().code, e.failure().message, e.failure().data);
  } catch (const std::exception& e) {
    if (!r->cancelled) self->log(log_level::warning, printable(r->method, 80) + " failed: " + printable(e.what(), 300));
    fail(rpc_code::internal_error, self->options_.send_error_text ? printable(e.what()) : std::string("internal error"));
  } catch (...) {
    fail(rpc_code::internal_error, "internal error");
  }
  if (!r->cancelled && !self->closed_) {
    try {
      co_await r->back->send(std::move(answer));
    } catch (const std::exception& e) {
      self->log(log_level::info, "the answer of " + printable(r->method, 80) + " could not be sent: " + printable(e.what(), 300));
    }
  }
  self->finish(r);
}

template <class Lazy>
void basic_peer<Lazy>::finish(const std::shared_ptr<incoming>& r) {
  r->over = true;
  if (const auto found = running_.find(r->id); found != running_.end() && found->second == r) running_.erase(found);
  if (r->own_channel) r->back->done();
  if (running_.empty()) idle_.cancel();
}

template <class Lazy>
awaitable<void> basic_peer<Lazy>::drained(deadline limit) {
  return drain(this->shared_from_this(), limit);
}
template <class Lazy>
awaitable<void> basic_peer<Lazy>::drain(std::shared_ptr<basic_peer> self, deadline limit) {
  constexpr auto woken = as_tuple(typename lazy_token<Lazy>::type{});
  while (!self->running_.empty() && !limit.expired()) {
    self->idle_.expires_at(limit.at());
    co_await self->idle_.async_wait(woken);
  }
}

template <class Lazy>
void basic_peer<Lazy>::close(std::error_code why) {
  if (closed_) return;
  closed_ = true;
  why_ = why ? why : make_error_code(errc::closed);
  const auto waiting = pending_;
  for (const auto& one : waiting) {
    if (one.second->done) continue;
    one.second->done = true;
    one.second->failure = std::make_exception_ptr(error(why_, one.second->method));
    one.second->wake.cancel();
  }
  const auto running = running_;
  for (const auto& one : running) {
    one.second->cancelled = true;
    one.second->stop.emit(asio::cancellation_type::terminal);
  }
  main_->close();
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
