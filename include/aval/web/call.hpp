// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <any>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/uuid.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"
#include "aval/net/http_exchange.hpp"
#include "aval/web/detail/text_fields.hpp"
#include "aval/web/problem.hpp"

namespace aval {
inline namespace v0 {
namespace web {

namespace detail {
struct route_match;
}

/** One request at its route: what the raw exchange gives, and the typed parts of it. Lives until the answer is complete. */
class call {
 public:
  explicit call(net::http_exchange& x) : exchange_(x) {}
  call(const call&) = delete;
  call& operator=(const call&) = delete;

  net::http_exchange& exchange() noexcept { return exchange_; }
  const net::http_request_view& request() const noexcept { return exchange_.request(); }
  net::http_response& response() noexcept { return exchange_.response(); }
  std::string_view method() const noexcept { return request().method(); }
  std::string_view body() const noexcept { return request().body(); }
  std::optional<std::string_view> header(std::string_view name) const noexcept { return request().headers().find(name); }
  /** The pattern of the route, "/agents/{id}"; empty when there is none (in hooks). */
  std::string_view route() const noexcept { return route_; }

  /** A parameter of the path, decoded; empty when the pattern has none of that name. */
  std::string parameter(std::string_view name) const {
    for (std::size_t i = 0; i < parameter_count_; ++i) {
      if (parameters_[i].first == name) return *net::percent_decode(parameters_[i].second);  // checked when the route was chosen
    }
    return {};
  }
  /** The first value of that name in the query, decoded; a name without '=' has an empty value.
   *  @par Exceptions  http_error 400 when a percent sign in it is broken. */
  std::optional<std::string> query(std::string_view name) const {
    std::optional<std::string> found;
    detail::for_each_query_value(request().query(), [&](std::string key, std::string value) {
      if (!found && key == name) found = std::move(value);
    });
    return found;
  }
  /** The token of "Authorization: Bearer ..."; empty without one. */
  std::string_view bearer() const noexcept {
    const auto value = header("Authorization").value_or(std::string_view{});
    if (value.size() < 7 || !net::detail::equal_ignoring_case(value.substr(0, 7), "bearer ")) return {};
    return net::detail::trimmed(value.substr(7));
  }

  /** Whether the client says that the body is JSON, or does not say what it is. */
  bool may_be_json() const noexcept {
    const auto type = header("Content-Type");
    return !type || type->empty() || is_json(*type);
  }
  /** The body as a T. @par Exceptions  http_error: 415 when the client says that it is something else than JSON, 400 "Invalid
   *  request body" with the path of the offending member. */
  template <class T, json::read_options O = json::read_options{}>
  T read_body(json::limits most = {}) const {
    T out{};
    read_body_into<T, O>(out, most);
    return out;
  }
  template <class T, json::read_options O = json::read_options{}>
  void read_body_into(T& out, json::limits most = {}) const {
    if (!may_be_json()) {
      throw http_error(415, "unsupported_media_type", "Content-Type must be application/json");
    }
    auto read = json::read_into<T, O>(out, body(), most);
    if (!read) throw http_error(400, "invalid_body", "Invalid request body", read.error().message());
  }
  /** The query as a struct: a member for each name. Numbers, booleans, enumerations, text, whatever has a JSON form as text, optional
   *  ones of these, and vectors for names that repeat. Unknown names are ignored.
   *  @par Exceptions  http_error 400 that names the parameter. */
  template <class T>
  T read_query() const {
    T out{};
    detail::for_each_query_value(request().query(), [&](std::string key, std::string value) { detail::set_field(out, key, std::move(value), "query"); });
    detail::check_required(out, [&](std::string_view name) { return query(name).has_value(); });
    return out;
  }
  /** The path's parameters as a struct, or the only one as a scalar. @par Exceptions  http_error 400. */
  template <class T>
  T read_path() const {
    T out{};
    if constexpr (detail::is_record<T>) {
      for (std::size_t i = 0; i < parameter_count_; ++i) {
        detail::set_field(out, parameters_[i].first, *net::percent_decode(parameters_[i].second), "path");
      }
    } else {
      const auto& [name, text] = parameters_[0];
      if (!detail::read_text(out, *net::percent_decode(text))) detail::refuse_parameter("path", name);
    }
    return out;
  }

  /** Answers with a value as JSON. */
  template <class T>
  void answer(const T& value, int status = 200) {
    auto& r = response();
    r.status = status;
    r.body.clear();
    json::write_to(r.body, value);
    if (!r.headers.contains("Content-Type")) r.headers.add("Content-Type", "application/json");
    answered_ = true;
  }
  /** Answers with an error; what was prepared is dropped, headers set by hooks stay. */
  template <class Lazy = void>  // compiled where it is used
  void answer_problem(int status, std::string_view code, std::string_view text, std::string_view detail = {}) {
    problem p;
    p.error = text;
    p.code = code;
    p.message = detail.empty() ? text : detail;
    p.request_id = request_id();
    response().reason.clear();
    exchange_.share_body(nullptr);
    response().headers.erase("Content-Type");
    answer<problem>(p, status);
  }
  /** For hooks: the answer is ready, the handler is not run. */
  void finish() noexcept { answered_ = true; }
  bool answered() const noexcept { return answered_; }

  /** Names the request in logs and error bodies: X-Request-Id of the client when it is short and plain, else made up. */
  template <class Lazy = void>
  const std::string& request_id() {
    if (!request_id_.empty()) return request_id_;
    const auto given = header("X-Request-Id").value_or(std::string_view{});
    if (!given.empty() && given.size() <= 64 && net::detail::is_token(given)) request_id_ = given;
    else request_id_ = uuid::random().to_string();
    return request_id_;
  }

  /** A place for hooks to leave what handlers need: who asks, say. */
  template <class T>
  void attach(T value) {
    for (auto& a : attached_) {
      if (a.type() == typeid(T)) return void(a = std::move(value));
    }
    attached_.emplace_back(std::move(value));
  }
  /** What a hook has attached, or null. */
  template <class T>
  T* attached() noexcept {
    for (auto& a : attached_) {
      if (auto* found = std::any_cast<T>(&a)) return found;
    }
    return nullptr;
  }

  static constexpr std::size_t most_parameters = 8;

 private:
  friend struct detail::route_match;

  static bool is_json(std::string_view type) noexcept {
    type = net::detail::trimmed(type.substr(0, type.find(';')));
    const auto ends_with = [&](std::string_view end) {
      return type.size() > end.size() && net::detail::equal_ignoring_case(type.substr(type.size() - end.size()), end);
    };
    return net::detail::equal_ignoring_case(type, "application/json") || ends_with("+json");
  }

  net::http_exchange& exchange_;
  std::string_view route_;
  std::array<std::pair<std::string_view, std::string_view>, most_parameters> parameters_;
  std::size_t parameter_count_ = 0;
  bool answered_ = false;
  std::string request_id_;
  std::vector<std::any> attached_;
};

}  // namespace web
}  // namespace v0
}  // namespace aval
