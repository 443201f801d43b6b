// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "aval/core/awaited.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/json/write.hpp"
#include "aval/net/http_client.hpp"

/*  One typed JSON call for every client of an HTTP API:
 *
 *      create_agent wanted{.name = "a"};
 *      auto made = co_await web::json_call<agent>(client, "POST", net::url("https://host/agents"), wanted);
 *      if (!made.ok()) use(made.status, made.error());
 *      use(made.value.id);
 */

namespace aval {
inline namespace v0 {
namespace web {

namespace detail {
template <class Lazy = void>  // compiled where it is used
std::string error_text(std::string_view body);
}

/** What came back. `value` is filled when the status is 2xx and there is a body. */
template <class Answer>
class json_answer {
 public:
  bool ok() const noexcept { return status >= 200 && status < 300; }
  /** What the server says about a failure, fit for messages: the usual places in JSON bodies ("error" or "message" as text, "error"
   *  as an object with a "message"), else the reason phrase of the status. */
  std::string error() const {
    const std::string text = detail::error_text(body);
    return text.empty() ? std::string(net::reason_phrase(status)) : printable(text);
  }

  int status = 0;
  Answer value = {};
  net::headers headers;
  std::string body;  ///< as it came; a stranger wrote it
};

namespace detail {

template <class Lazy>
std::string error_text(std::string_view body) {
  const auto parsed = json::parse(body);
  if (!parsed || !parsed->is_object()) return {};
  const auto text_of = [](const json::value* v) -> std::string { return v != nullptr && v->if_string() != nullptr ? *v->if_string() : std::string(); };
  const json::value* e = parsed->find("error");
  if (e != nullptr && e->is_object()) return text_of(e->find("message"));
  std::string text = text_of(e);
  return text.empty() ? text_of(parsed->find("message")) : text;
}

template <class Answer, json::read_options O>
awaitable<json_answer<Answer>> json_call(net::http_client client, net::url where, net::http_request request, net::call_options options) {
  if (!request.headers.contains("Accept")) request.headers.add("Accept", "application/json");
  const std::string what = request.method + " " + where.origin() + where.path();  // the query may hold secrets
  json_answer<Answer> out;
  net::http_response response = co_await client.send(std::move(where), std::move(request), options);
  out.status = response.status;
  out.headers = std::move(response.headers);
  out.body = std::move(response.body);
  if (out.ok() && !out.body.empty()) {
    auto read = json::read_into<Answer, O>(out.value, out.body);
    if (!read) throw error(read.error().code, what + ": " + read.error().message());
  }
  co_return out;
}

template <class Body>
inline constexpr bool is_json_body = !std::is_same_v<std::remove_cvref_t<Body>, net::headers> && !std::is_same_v<std::remove_cvref_t<Body>, net::call_options>;

template <class Body>
net::http_request json_request(std::string method, Body&& body, net::headers headers) {
#if AVAL_TEMPORARIES_IN_CO_AWAIT_ARE_UNSAFE
  static_assert(std::is_lvalue_reference_v<Body> || !aval::detail::owning_aggregate<std::remove_cvref_t<Body>>,
                "aval: this compiler destroys a temporary aggregate inside co_await twice. Name it first: `T object{...}; co_await "
                "json_call<Answer>(client, method, url, object);`");
#endif
  net::http_request request(std::move(method));
  request.headers = std::move(headers);
  request.headers.set("Content-Type", "application/json");
  json::write_to(request.body, body);
  return request;
}

}  // namespace detail

/** A request without a body.
 *
 *  @par Errors        those of net::http_client::send; the category of json (condition not_understood) with method, URL and the path of the
 *                     offending member when a 2xx body is not an Answer. Other statuses are answers: see json_answer.
 *  @par Cancellation  as net::http_client::send. */
template <class Answer, json::read_options O = json::read_options{}>
awaitable<json_answer<Answer>> json_call(net::http_client client, std::string method, net::url where) {
  return detail::json_call<Answer, O>(std::move(client), std::move(where), net::http_request(std::move(method)), net::call_options{});
}
template <class Answer, json::read_options O = json::read_options{}>
awaitable<json_answer<Answer>> json_call(net::http_client client, std::string method, net::url where, net::headers headers) {
  net::http_request request(std::move(method));
  request.headers = std::move(headers);
  return detail::json_call<Answer, O>(std::move(client), std::move(where), std::move(request), net::call_options{});
}
template <class Answer, json::read_options O = json::read_options{}>
awaitable<json_answer<Answer>> json_call(net::http_client client, std::string method, net::url where, net::headers headers, net::call_options options) {
  net::http_request request(std::move(method));
  request.headers = std::move(headers);
  return detail::json_call<Answer, O>(std::move(client), std::move(where), std::move(request), options);
}

/** A request with a body, written before the call starts: the object need not outlive it. Errors of writing (a secret, not a number)
 *  are thrown at once. */
template <class Answer, json::read_options O = json::read_options{}, class Body>
  requires detail::is_json_body<Body>
awaitable<json_answer<Answer>> json_call(net::http_client client, std::string method, net::url where, Body&& body) {
  return detail::json_call<Answer, O>(std::move(client), std::move(where), detail::json_request(std::move(method), std::forward<Body>(body), {}),
                                      net::call_options{});
}
template <class Answer, json::read_options O = json::read_options{}, class Body>
  requires detail::is_json_body<Body>
awaitable<json_answer<Answer>> json_call(net::http_client client, std::string method, net::url where, Body&& body, net::headers headers) {
  return detail::json_call<Answer, O>(std::move(client), std::move(where),
                                      detail::json_request(std::move(method), std::forward<Body>(body), std::move(headers)), net::call_options{});
}
template <class Answer, json::read_options O = json::read_options{}, class Body>
  requires detail::is_json_body<Body>
awaitable<json_answer<Answer>> json_call(net::http_client client, std::string method, net::url where, Body&& body, net::headers headers,
                                         net::call_options options) {
  return detail::json_call<Answer, O>(std::move(client), std::move(where),
                                      detail::json_request(std::move(method), std::forward<Body>(body), std::move(headers)), options);
}

}  // namespace web
}  // namespace v0
}  // namespace aval
