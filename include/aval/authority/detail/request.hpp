// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <charconv>
#include <cstdint>
#include <exception>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/authority/detail/json_out.hpp"
#include "aval/authority/rate_limiter.hpp"
#include "aval/authority/registry.hpp"
#include "aval/authority/session_token.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/net/http_exchange.hpp"
#include "aval/net/url.hpp"
#include "aval/web/call.hpp"

/*  One request on its way through the authority: who asks, what the path and the body say, what is answered. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** Thrown by handlers; becomes an error body. */
class refused : public std::exception {
 public:
  explicit refused(refusal why) : why_(std::move(why)) {}
  refused(int status, std::string_view name, std::string message) : why_{status, name, std::move(message)} {}
  const refusal& why() const noexcept { return why_; }
  const char* what() const noexcept override { return why_.message.c_str(); }

 private:
  refusal why_;
};

template <class T>
T value_or_refuse(answer<T>&& a) {
  if (!a) throw refused(a.error());
  return std::move(*a);
}

struct request {
  explicit request(web::call& c) : call(c), x(c.exchange()) {}

  web::call& call;
  net::http_exchange& x;
  timestamp now = {};
  caller who = {};
  std::string id = {};           // the path's first and second parameter
  std::string second = {};
  std::optional<signature_bytes> signature = {};  // of mode A or E
  std::optional<token_claims> claims = {};        // of a person's token
  bool by_current_key = false;   // and not by the one that a rotation replaced
  std::optional<rate_verdict> rate = {};
  bool reserved = false;         // signed, and not to be run twice: the answer will be remembered
  std::uint64_t ticket = 0;      // the answer waits until it is durable
  int status = 200;
  std::string_view content_type = "application/json";

  std::string& out() { return x.response().body; }
  std::optional<std::string_view> header(std::string_view name) const { return x.request().headers().find(name); }

  /** The path's identifier; `what` is the error's text otherwise. */
  uuid id_or(std::string_view text, const char* what) const {
    const auto parsed = parse_uuid(text);
    if (!parsed) throw refused(400, "bad_request", what);
    return *parsed;
  }

  /** A parameter of the query, decoded; the first one of that name. */
  std::optional<std::string> query(std::string_view name) const {
    std::string_view rest = x.request().query();
    while (!rest.empty()) {
      const auto end = rest.find('&');
      const std::string_view pair = rest.substr(0, end);
      rest.remove_prefix(end == rest.npos ? rest.size() : end + 1);
      const auto equals = pair.find('=');
      if (pair.substr(0, equals) != name) continue;
      if (equals == pair.npos) return std::string();
      auto decoded = net::percent_decode(pair.substr(equals + 1), true);
      if (!decoded) throw refused(400, "bad_request", std::string(name) + " is not percent-encoded correctly");
      return decoded;
    }
    return std::nullopt;
  }
  /** A number of the query, cut to a range; 400 when it is none. */
  std::size_t number(std::string_view name, std::size_t otherwise, std::size_t least, std::size_t most) const {
    const auto text = query(name);
    if (!text || text->empty()) return otherwise;
    std::uint64_t n = 0;
    const auto [end, ec] = std::from_chars(text->data(), text->data() + text->size(), n);
    if (ec != std::errc() || end != text->data() + text->size()) throw refused(400, "bad_request", std::string(name) + " must be a number");
    return static_cast<std::size_t>(std::clamp<std::uint64_t>(n, least, most));
  }
  /** A moment of the query; 400 when it is not RFC 3339. */
  std::optional<timestamp> moment(std::string_view name) const {
    const auto text = query(name);
    if (!text || text->empty()) return std::nullopt;
    const auto parsed = parse_rfc3339(*text);
    if (!parsed) throw refused(400, "bad_request", std::string(name) + " must be an RFC 3339 time");
    return parsed;
  }
};

/** The members of a request's body, in either spelling. A member that stands there in two spellings with two values is refused: what
 *  one side signed and the other read could differ (AIM specification 1.2). */
class body_members {
 public:
  /** `optional`: an empty body is an empty object. */
  explicit body_members(std::string_view text, bool optional = false) {
    if (text.empty() && optional) {
      tree_ = json::value(json::value::object_type{});
      return;
    }
    json::limits most;
    most.max_depth = 64;
    auto parsed = json::parse(text, most);
    if (!parsed || !parsed->is_object()) throw refused(400, "bad_request", "Invalid request body");
    tree_ = std::move(*parsed);
  }

  /** Null when absent or null. */
  const json::value* find(std::string_view snake) const {
    const json::value* a = tree_.find(snake);
    const json::value* b = nullptr;
    if (snake.find('_') != snake.npos) {
      std::string camel;
      for (std::size_t i = 0; i < snake.size(); ++i) {
        if (snake[i] == '_' && i + 1 < snake.size()) camel += static_cast<char>(snake[++i] - ('a' - 'A'));
        else camel += snake[i];
      }
      b = tree_.find(camel);
    }
    if (a && b && !(*a == *b)) throw refused(400, "bad_request", std::string(snake) + " is given in two spellings with different values");
    const json::value* v = a ? a : b;
    return v && !v->is_null() ? v : nullptr;
  }
  std::optional<std::string> text(std::string_view snake) const {
    const json::value* v = find(snake);
    if (!v) return std::nullopt;
    if (!v->is_string()) throw wrong(snake, "a string");
    return v->as_string();
  }
  /** The same without a copy, for as long as this object lives. */
  std::optional<std::string_view> view(std::string_view snake) const {
    const json::value* v = find(snake);
    if (!v) return std::nullopt;
    if (!v->is_string()) throw wrong(snake, "a string");
    return v->as_string();
  }
  std::string text_or(std::string_view snake, std::string otherwise) const { return text(snake).value_or(std::move(otherwise)); }
  std::optional<bool> boolean(std::string_view snake) const {
    const json::value* v = find(snake);
    if (!v) return std::nullopt;
    if (!v->is_bool()) throw wrong(snake, "true or false");
    return v->as_bool();
  }
  std::optional<std::int64_t> number(std::string_view snake) const {
    const json::value* v = find(snake);
    if (!v) return std::nullopt;
    const auto n = v->if_int64();
    if (!n) throw wrong(snake, "an integer");
    return n;
  }
  std::vector<std::string> texts(std::string_view snake) const {
    std::vector<std::string> out;
    const json::value* v = find(snake);
    if (!v) return out;
    const auto* list = v->if_array();
    if (!list || list->size() > 1000) throw wrong(snake, "a list of strings");
    for (const auto& item : *list) {
      if (!item.is_string()) throw wrong(snake, "a list of strings");
      out.push_back(item.as_string());
    }
    return out;
  }
  bool has(std::string_view snake) const { return find(snake) != nullptr; }

 private:
  static refused wrong(std::string_view name, const char* what) { return refused(400, "bad_request", std::string(name) + " must be " + what); }
  json::value tree_;
};

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
