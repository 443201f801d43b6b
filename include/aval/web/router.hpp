// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <exception>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "aval/core/signature_of.hpp"
#include "aval/net/detail/plain_problem.hpp"
#include "aval/net/http_exchange.hpp"
#include "aval/web/call.hpp"

/*  Routes to typed handlers.
 *
 *      struct agent_path { std::string id; };
 *      struct page { int limit = 50; std::optional<std::string> after; };
 *
 *      web::router router;
 *      router.post("/agents", [](create_agent wanted) -> awaitable<agent> { ... });               // body -> answer, status 200
 *      router.get("/agents/{id}", [](web::path<agent_path> p) -> agent { ... });                  // need not be a coroutine
 *      router.get("/agents", [](web::call& c, web::query<page> q) -> awaitable<web::reply<agents>> { ... });
 *      router.get("/events", [](web::call& c) -> awaitable<void> { ... });                        // raw: fill c.response(), or stream
 *      router.put("/files/{name}", [](web::path<file> f, web::streamed_body b) -> awaitable<web::no_content> { ... });  // piece by piece
 *      net::http_server server(executor, router);
 *
 *  Paths are compared segment by segment as they are, upper and lower case apart; text in the pattern wins over a parameter, and a
 *  last segment "{name...}" takes the rest of the path. HEAD is served by GET, OPTIONS answers with Allow, a known path with another
 *  method is 405 with Allow.
 *
 *  A router is a cheap handle on its table. Fill it before it serves: adding routes later is not safe.
 *
 *  Costs: a typed coroutine handler is one coroutine of ours and one of the user's; a handler that is a plain function is only ours. */

namespace aval {
inline namespace v0 {
namespace web {

/** Parameters that say where they come from. Used like pointers: p->id, *p. */
template <class T>
class path {
 public:
  path() {}
  explicit path(T v) : value(std::move(v)) {}
  T& operator*() noexcept { return value; }
  T* operator->() noexcept { return &value; }
  T value = {};
};
template <class T>
class query {
 public:
  query() {}
  explicit query(T v) : value(std::move(v)) {}
  T& operator*() noexcept { return value; }
  T* operator->() noexcept { return &value; }
  T value = {};
};
/** A plain struct as a parameter is a body as well; this form has room for options of the reader. */
template <class T, json::read_options O = json::read_options{}>
class body {
 public:
  body() {}
  explicit body(T v) : value(std::move(v)) {}
  T& operator*() noexcept { return value; }
  T* operator->() noexcept { return &value; }
  T value = {};
};

/** The body piece by piece. A handler that takes it is called as soon as the head of the request is there, after the hooks; see
 *  net::http_exchange::read_some(). @par Lifetime  a handle, valid until the handler has completed. */
class streamed_body {
 public:
  streamed_body() {}
  explicit streamed_body(net::http_exchange& x) : exchange_(&x) {}
  /** The next piece, valid until the next call; empty at the end. */
  awaitable<std::string_view> read_some() { return exchange_->read_some(); }
  /** Bytes that the client has announced; nothing when the body comes in chunks. */
  std::optional<std::uint64_t> size() const noexcept { return exchange_->request().body_size(); }
  /** Lowers server_options.max_streamed_body for this request; before the first read_some(). */
  void limit(std::uint64_t bytes) noexcept { exchange_->limit_body(bytes); }

 private:
  net::http_exchange* exchange_ = nullptr;
};

/** An answer with its status and headers. */
template <class T>
class reply {
 public:
  reply() {}
  reply(T v) : value(std::move(v)) {}  // NOLINT: implicit on purpose
  reply(int s, T v) : status(s), value(std::move(v)) {}
  int status = 200;
  T value = {};
  net::headers headers;
};
/** 204 No Content. */
class no_content {
 public:
  no_content() {}
};

namespace detail {

struct handler {
  std::function<void(call&)> now;               // one of the two
  std::function<awaitable<void>(call&)> later;
  bool streams = false;                         // reads the body itself
};
struct route {
  std::string pattern;
  std::vector<std::string> names;
  std::vector<std::pair<std::string, handler>> methods;

  const handler* find(std::string_view method) const {
    for (const auto& [name, h] : methods) {
      if (name == method) return &h;
    }
    return nullptr;
  }
  std::string allow() const {
    std::string out;
    for (const auto& [name, h] : methods) out += name + ", ";
    if (find("GET") != nullptr && find("HEAD") == nullptr) out += "HEAD, ";
    if (find("OPTIONS") == nullptr) out += "OPTIONS, ";
    out.resize(out.size() - 2);
    return out;
  }
};
struct node {
  std::vector<std::pair<std::string, std::unique_ptr<node>>> texts;
  std::unique_ptr<node> parameter;
  std::unique_ptr<route> here, rest;
};
struct table {
  node root;
  std::vector<handler> before;
  std::vector<std::function<void(call&)>> after;
  bool streams = false;  // some handler does
};

/** Finds the route of a path and notes the values of its parameters in the call, if there is one. */
struct route_match {
  call* c;
  std::array<std::string_view, call::most_parameters> values;

  const route* find(const node& at, std::string_view rest, std::size_t depth) {  // rest: "" or "/segment..."
    if (rest.empty()) return at.here ? taken(*at.here, depth) : nullptr;
    const std::size_t end = rest.find('/', 1);
    const std::string_view raw = rest.substr(1, end == std::string_view::npos ? end : end - 1);
    const std::string_view behind = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
    for (const auto& [text, next] : at.texts) {
      if (text != raw) continue;
      if (const route* found = find(*next, behind, depth)) return found;
    }
    if (depth < call::most_parameters && !raw.empty() && at.parameter && decodable(raw)) {
      values[depth] = raw;
      if (const route* found = find(*at.parameter, behind, depth + 1)) return found;
    }
    if (depth < call::most_parameters && at.rest && decodable(rest)) {
      values[depth] = rest.substr(1);
      return taken(*at.rest, depth + 1);
    }
    return nullptr;
  }

 private:
  static bool decodable(std::string_view text) {
    return text.find('%') == std::string_view::npos || net::percent_decode(text).has_value();
  }
  const route* taken(const route& r, std::size_t count) {
    if (c == nullptr) return &r;
    c->route_ = r.pattern;
    c->parameter_count_ = count;
    for (std::size_t i = 0; i < count; ++i) c->parameters_[i] = {r.names[i], values[i]};
    return &r;
  }
};

// ---- parameters of a typed handler ------------------------------------------------------------------------------------------------

template <class T>
struct argument {  // a plain type: the body
  static constexpr bool whole_body = true;
  static_assert(!std::is_reference_v<T> && !std::is_pointer_v<T>, "web: handlers take web::call&, and everything else by value");
  using stored = T;
  static void fill(call& c, stored& to) { c.read_body_into<T, json::read_options{}>(to); }
};
template <>
struct argument<call&> {
  using stored = call*;
  static void fill(call& c, stored& to) { to = &c; }
};
template <class T>
struct argument<path<T>> {
  using stored = path<T>;
  static void fill(call& c, stored& to) { to.value = c.read_path<T>(); }
};
template <class T>
struct argument<query<T>> {
  using stored = query<T>;
  static void fill(call& c, stored& to) { to.value = c.read_query<T>(); }
};
template <>
struct argument<streamed_body> {
  static constexpr bool streams = true;
  using stored = streamed_body;
  static void fill(call& c, stored& to) { to = streamed_body(c.exchange()); }
};
template <class T, json::read_options O>
struct argument<body<T, O>> {
  static constexpr bool whole_body = true;
  using stored = body<T, O>;
  static void fill(call& c, stored& to) { c.read_body_into<T, O>(to.value); }
};

template <class T>
T&& give(T& stored) {
  return std::move(stored);
}
inline call& give(call*& stored) { return *stored; }

template <class T>
struct arguments_of;
template <class... A>
struct arguments_of<std::tuple<A...>> {
  static constexpr bool streams = (requires { argument<A>::streams; } || ...);
  static_assert(!(streams && (requires { argument<A>::whole_body; } || ...)), "web: a handler takes its body whole or as web::streamed_body, not both");
  std::tuple<typename argument<A>::stored...> values;
  explicit arguments_of(call& c) {
    std::apply([&](auto&... v) { (argument<A>::fill(c, v), ...); }, values);
  }
  template <class F>
  decltype(auto) call_with(F& f) {
    return std::apply([&](auto&... v) -> decltype(auto) { return std::invoke(f, give(v)...); }, values);
  }
};

template <class T>
void put(call& c, T& value) {
  c.answer(value);
}
template <class T>
void put(call& c, reply<T>& r) {
  for (const auto f : r.headers) c.response().headers.set(f.name, f.value);
  if constexpr (std::is_same_v<T, no_content>) {
    c.response().status = r.status == 200 ? 204 : r.status;
    c.finish();
  } else {
    c.answer(r.value, r.status);
  }
}
inline void put(call& c, no_content&) {
  c.response().status = 204;
  c.finish();
}

template <class F, class Arguments, class Value>
awaitable<void> run_typed(const F* f, call* c) {
  arguments_of<Arguments> arguments(*c);
  auto operation = arguments.call_with(*f);
  if constexpr (std::is_void_v<Value>) {
    co_await std::move(operation);
  } else {
    Value value = co_await std::move(operation);
    put(*c, value);
  }
}

template <class F>
handler make_handler(F f) {
  static_assert(has_signature<F>, "web: a handler is a function or a function object with one, not overloaded, not generic call operator");
  using S = signature_of<F>;
  using arguments = typename S::arguments;
  handler out;
  out.streams = arguments_of<arguments>::streams;
  static_assert(S::awaits || !arguments_of<arguments>::streams, "web: a handler that takes web::streamed_body returns an awaitable");
  auto kept = std::make_shared<const F>(std::move(f));
  if constexpr (S::awaits && std::is_same_v<arguments, std::tuple<call&>> && std::is_void_v<typename S::value>) {
    out.later = [kept](call& c) { return std::invoke(*kept, c); };
  } else if constexpr (S::awaits) {
    out.later = [kept](call& c) { return run_typed<F, arguments, typename S::value>(kept.get(), &c); };
  } else {
    out.now = [kept](call& c) {
      arguments_of<arguments> values(c);
      if constexpr (std::is_void_v<typename S::result>) {
        values.call_with(*kept);
      } else {
        auto value = values.call_with(*kept);
        put(c, value);
      }
    };
  }
  return out;
}

}  // namespace detail

/** Routes to typed handlers, as above. Use it as web::router. */
template <class Lazy = void>
class basic_router {
 public:
  basic_router() : table_(std::make_shared<detail::table>()) {}

  /** Adds a handler: web::call&, web::path<T>, web::query<T>, and web::body<T>, a plain T (the body) or web::streamed_body, in any
   *  order, returning an awaitable or a plain value: void (the handler has filled the response), a value (answered as JSON), web::reply<T>,
   *  web::no_content. Exceptions: web::http_error becomes its answer, all others 500 without detail.
   *  @par Exceptions  std::invalid_argument: a pattern that is none, or the same method and path twice. */
  template <class F>
  basic_router& add(std::string_view method, std::string_view pattern, F f) {
    return insert(method, pattern, detail::make_handler(std::move(f)));
  }
  template <class F> basic_router& get(std::string_view pattern, F f) { return add("GET", pattern, std::move(f)); }
  template <class F> basic_router& post(std::string_view pattern, F f) { return add("POST", pattern, std::move(f)); }
  template <class F> basic_router& put(std::string_view pattern, F f) { return add("PUT", pattern, std::move(f)); }
  template <class F> basic_router& patch(std::string_view pattern, F f) { return add("PATCH", pattern, std::move(f)); }
  template <class F> basic_router& del(std::string_view pattern, F f) { return add("DELETE", pattern, std::move(f)); }

  /** Runs before every handler, in the order of adding, also when there is no route (call::route() is empty then): a function of
   *  web::call& that returns void or awaitable<void>. It may throw http_error, or answer and call.finish(). */
  template <class F>
  basic_router& before(F f) {
    static_assert(std::is_same_v<typename signature_of<F>::arguments, std::tuple<call&>> && std::is_void_v<typename signature_of<F>::value>,
                  "web: a hook takes web::call& and returns void or awaitable<void>");
    table_->before.push_back(detail::make_handler(std::move(f)));
    return *this;
  }
  /** Runs when the answer is ready, errors included, before it is sent; for headers and logs. What it throws is an answer 500. Not
   *  run for a stream that has begun. */
  basic_router& after(std::function<void(call&)> f) {
    table_->after.push_back(std::move(f));
    return *this;
  }

  /** As an http_handler. */
  awaitable<void> operator()(net::http_exchange& x) const { return serve(table_, &x); }
  /** Whether the handler of this request takes web::streamed_body; the server asks. */
  bool streams_body(const net::http_request_view& r) const {
    if (!table_->streams) return false;
    detail::route_match match{nullptr, {}};
    const detail::route* found = match.find(table_->root, r.path(), 0);
    const detail::handler* h = found == nullptr ? nullptr : handler_of(*found, r.method());
    return h != nullptr && h->streams;
  }

 private:
  static awaitable<void> serve(std::shared_ptr<const detail::table> t, net::http_exchange* x) {
    call c(*x);
    try {
      detail::route_match match{&c, {}};
      const detail::route* r = match.find(t->root, c.request().path(), 0);
      for (const auto& hook : t->before) {
        if (hook.now) hook.now(c);
        else co_await hook.later(c);
        if (c.answered()) break;
      }
      if (!c.answered()) {
        const detail::handler* h = choose(c, r);
        if (h != nullptr) {
          if (h->now) h->now(c);
          else co_await h->later(c);
        }
      }
    } catch (const http_error& e) {
      if (x->streaming() || x->upgraded()) throw;
      for (const auto f : e.headers()) c.response().headers.set(f.name, f.value);
      c.answer_problem(e.status(), e.code(), e.text(), e.detail());
    } catch (...) {
      if (x->streaming() || x->disconnected() || x->upgraded()) throw;
      if (const int status = x->refused() ? 0 : x->body_failure(); status != 0) {
        c.answer_problem(status, net::detail::code_of_status(status), net::reason_phrase(status));
      } else if (!x->refused()) {
        x->log_failure(std::current_exception(), c.request_id());
        c.answer_problem(500, "internal_error", "Internal server error");
      }
    }
    if (!x->streaming() && !x->upgraded()) {
      for (const auto& hook : t->after) hook(c);
    }
  }

  static const detail::handler* handler_of(const detail::route& r, std::string_view method) {
    const detail::handler* h = r.find(method);
    return h == nullptr && method == "HEAD" ? r.find("GET") : h;
  }

  static const detail::handler* choose(call& c, const detail::route* r) {
    const std::string_view method = c.method();
    if (r == nullptr) {
      c.answer_problem(404, "not_found", "Not found");
      return nullptr;
    }
    if (const detail::handler* h = handler_of(*r, method)) return h;
    c.response().headers.set("Allow", r->allow());
    if (method == "OPTIONS") c.response().status = 204;
    else c.answer_problem(405, "method_not_allowed", "Method not allowed");
    return nullptr;
  }

  basic_router& insert(std::string_view method, std::string_view pattern, detail::handler h) {
    const auto bad = [&](const char* why) { return std::invalid_argument("web::router: pattern \"" + std::string(pattern) + "\" " + why); };
    if (!net::detail::is_token(method)) throw std::invalid_argument("web::router: method \"" + std::string(method) + "\"");
    if (pattern.empty() || pattern.front() != '/' || !net::detail::all(pattern, net::detail::char_target)) throw bad("does not begin with '/'");
    detail::node* at = &table_->root;
    std::vector<std::string> names;
    std::unique_ptr<detail::route>* slot = nullptr;
    for (std::string_view rest = pattern; !rest.empty();) {
      const std::size_t end = rest.find('/', 1);
      std::string_view segment = rest.substr(1, end == std::string_view::npos ? end : end - 1);
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end);
      if (segment.empty() || segment.front() != '{') {
        if (segment.find_first_of("{}") != std::string_view::npos) throw bad("has braces inside of a segment");
        auto found = std::find_if(at->texts.begin(), at->texts.end(), [&](const auto& t) { return t.first == segment; });
        if (found == at->texts.end()) found = at->texts.emplace(found, std::string(segment), std::make_unique<detail::node>());
        at = found->second.get();
        continue;
      }
      if (segment.back() != '}') throw bad("has braces inside of a segment");
      segment = segment.substr(1, segment.size() - 2);
      const bool all = segment.ends_with("...");
      if (all) segment.remove_suffix(3);
      if (segment.empty() || segment.find_first_of("{}") != std::string_view::npos) throw bad("has a parameter without a name");
      for (const auto& n : names) {
        if (n == segment) throw bad("has a parameter twice");
      }
      if (names.size() == call::most_parameters) throw bad("has too many parameters");
      names.emplace_back(segment);
      if (all) {
        if (!rest.empty()) throw bad("has something behind {...}");
        slot = &at->rest;
        break;
      }
      if (!at->parameter) at->parameter = std::make_unique<detail::node>();
      at = at->parameter.get();
    }
    if (slot == nullptr) slot = &at->here;
    if (!*slot) {
      *slot = std::make_unique<detail::route>();
      (*slot)->pattern = pattern;
      (*slot)->names = names;
    } else if ((*slot)->names != names) {
      throw bad("names its parameters differently from the same path before");
    }
    if ((*slot)->find(method) != nullptr) throw bad("has this method already");
    table_->streams = table_->streams || h.streams;
    (*slot)->methods.emplace_back(std::string(method), std::move(h));
    return *this;
  }

  std::shared_ptr<detail::table> table_;
};
using router = basic_router<>;

}  // namespace web
}  // namespace v0
}  // namespace aval
