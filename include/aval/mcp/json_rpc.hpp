// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/core/printable.hpp"
#include "aval/core/result.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"
#include "aval/mcp/errors.hpp"

/*  Messages of JSON-RPC 2.0 as MCP uses them (revision 2025-11-25, "Base protocol"): a request, a notification, an answer or an error,
 *  one at a time. Parameters and results are objects and are kept as their text until somebody knows their type.
 *
 *      auto m = mcp::read_message(line);
 *      if (m && m->kind == mcp::message_kind::request) answer(m->id, m->method, m->params);
 *
 *  Batches (revision 2025-03-26 had them) are refused. No Asio, no I/O. */

namespace aval {
inline namespace v0 {
namespace mcp {

/** What names a request: text or an integer, kept as it came. */
class request_id {
 public:
  request_id() = default;
  explicit request_id(std::int64_t number) : text_(std::to_string(number)) {}
  explicit request_id(std::string text) noexcept : text_(std::move(text)), is_text_(true) {}

  /** Text, or a number without fraction and exponent, of at most 256 bytes; nothing else names a request. */
  static std::optional<request_id> of(const json::value& v) {
    if (const std::string* const text = v.if_string(); text != nullptr && text->size() <= 256) return request_id(*text);
    if (!v.is_integer() || v.as_number_text().size() > 256) return {};
    request_id out;
    out.text_ = v.as_number_text();
    return out;
  }
  bool is_text() const noexcept { return is_text_; }
  /** The text, or the digits. */
  const std::string& text() const noexcept { return text_; }
  json::value to_value() const { return is_text_ ? json::value(text_) : json::value::number(text_); }
  /** As it stands in a message. */
  std::string to_json() const { return is_text_ ? json::write<json::write_options{.bad_utf8 = json::bad_utf8::replace}>(text_) : text_; }

  friend bool operator==(const request_id&, const request_id&) = default;
  friend auto operator<=>(const request_id&, const request_id&) = default;

 private:
  std::string text_ = "0";
  bool is_text_ = false;
};

/** Numbers of errors: JSON-RPC 2.0 section 5.1, MCP 2025-11-25. */
struct rpc_code {
  static constexpr int parse_error = -32700, invalid_request = -32600, method_not_found = -32601, invalid_params = -32602, internal_error = -32603;
  static constexpr int resource_not_found = -32002, url_elicitation_required = -32042, too_busy = -32000;
};

/** An error as it stands in a message. The peer's words: make them printable before they are shown. */
struct rpc_failure {
  int code = rpc_code::internal_error;
  std::string message = {};
  std::optional<json::value> data = {};
};

enum class message_kind {
  request,       ///< wants an answer
  notification,  ///< wants none
  answer,        ///< has a result
  error          ///< answers a request with an error
};

/** One message. */
class message {
 public:
  message() = default;

  message_kind kind = message_kind::notification;
  std::optional<request_id> id;         ///< of a request or of what is answered; may be missing in an error
  std::string method;                   ///< of requests and notifications
  json::raw params;                     ///< an object; null: none
  json::raw result;                     ///< an object
  std::optional<rpc_failure> failure;   ///< of an error
};

/** Why something is no message. */
struct message_failure {
  std::error_code code = {};
  std::string what = {};                      // in our words, printable
  std::optional<request_id> id = {};          // when it could be told
  bool answers = false;                       // it was meant as an answer, so it must not be answered
  std::string message() const { return what; }
  /** What JSON-RPC calls it. */
  int rpc() const noexcept { return code == make_error_code(json::errc::syntax) ? rpc_code::parse_error : rpc_code::invalid_request; }
};

struct message_limits {
  std::size_t max_size = 4 * 1024 * 1024;  // bytes of one message
  unsigned max_depth = 64;                 // objects and arrays inside one another
};

namespace detail {

/** Tells an id that is null from none at all. */
struct id_member {
  bool present = false;
  json::value value = {};
  id_member() = default;
  explicit id_member(json::value v) : present(true), value(std::move(v)) {}
};

struct envelope {
  std::string jsonrpc = {};
  id_member id = {};
  std::optional<std::string> method = {};
  std::optional<json::raw> params = {};
  std::optional<json::raw> result = {};
  std::optional<json::raw> error = {};
};

struct id_only {
  id_member id = {};
};

inline message_failure not_a_message(errc code, std::string what) { return {make_error_code(code), std::move(what)}; }

}  // namespace detail
}  // namespace mcp
}  // namespace v0
}  // namespace aval

template <>
struct aval::json::fields<aval::mcp::request_id> {
  static aval::json::value to_json(const aval::mcp::request_id& id) { return id.to_value(); }
  static std::optional<aval::mcp::request_id> from_json(const aval::json::value& v) { return aval::mcp::request_id::of(v); }
};
template <>
struct aval::json::fields<aval::mcp::detail::id_member> {
  static aval::json::value to_json(const aval::mcp::detail::id_member& id) { return id.value; }
  static std::optional<aval::mcp::detail::id_member> from_json(const aval::json::value& v) { return aval::mcp::detail::id_member(v); }
};

namespace aval {
inline namespace v0 {
namespace mcp {

/** Reads one message.
 *
 *  @par Errors  errc::batch_refused, errc::message_too_large; errc::bad_message: not what JSON-RPC and MCP allow (a null id, an id that is
 *               neither text nor an integer, parameters or a result that is no object, both a result and an error); json::errc::syntax: no
 *               JSON at all. */
inline result<message, message_failure> read_message(std::string_view text, const message_limits& most = {}) {
  using detail::not_a_message;
  if (text.size() > most.max_size) return not_a_message(errc::message_too_large, "the message has more than " + std::to_string(most.max_size) + " bytes");
  if (const auto first = text.find_first_not_of(" \t\r\n"); first != text.npos && text[first] == '[') return not_a_message(errc::batch_refused, "batches are not accepted: send one message at a time");
  constexpr json::read_options lenient{.nulls = json::nulls::as_missing};
  auto read = json::read<detail::envelope, lenient>(text, json::limits{most.max_size, most.max_depth});
  if (!read) {
    message_failure out = not_a_message(errc::bad_message, printable(read.error().message(), 300));
    const auto no_json = [](std::error_code why) {
      return why == make_error_code(json::errc::syntax) || why == make_error_code(json::errc::unexpected_end) || why == make_error_code(json::errc::trailing_text) ||
             why == make_error_code(json::errc::invalid_utf8);
    };
    bool broken = no_json(read.error().code);
    if (!broken) {  // it may be broken behind the place where it was refused
      const auto any = json::read<json::raw>(text, json::limits{most.max_size, most.max_depth});
      broken = !any && any.error().code != make_error_code(json::errc::limit_exceeded);
    }
    if (broken) out.code = make_error_code(json::errc::syntax);
    else if (const auto named = json::read<detail::id_only, lenient>(text, json::limits{most.max_size, most.max_depth}))
      out.id = request_id::of(named->id.value);
    return out;
  }
  detail::envelope& e = *read;
  message out;
  out.id = request_id::of(e.id.value);
  const auto refuse = [&](std::string what) {
    message_failure f = not_a_message(errc::bad_message, std::move(what));
    f.id = out.id;
    f.answers = !e.method;
    return f;
  };
  if (e.jsonrpc != "2.0") return refuse("\"jsonrpc\" must be \"2.0\"");
  if (e.id.present && !e.id.value.is_null() && !out.id) return refuse("\"id\" must be text or an integer");
  if (e.method) {
    if (e.result || e.error) return refuse("a message with a method has neither result nor error");
    if (e.method->empty() || e.method->size() > 256) return refuse("\"method\" must have 1 to 256 bytes");
    if (e.id.present && !out.id) return refuse("\"id\" must not be null");
    if (e.params && !e.params->is_object()) return refuse("\"params\" must be an object");
    out.kind = out.id ? message_kind::request : message_kind::notification;
    out.method = std::move(*e.method);
    if (e.params) out.params = std::move(*e.params);
    return out;
  }
  if (e.result.has_value() == e.error.has_value()) return refuse(e.result ? "an answer has a result or an error, not both" : "neither a method, a result nor an error");
  if (e.result) {
    if (!out.id) return refuse("an answer needs the \"id\" of its request");
    if (!e.result->is_object()) return refuse("\"result\" must be an object");
    out.kind = message_kind::answer;
    out.result = std::move(*e.result);
    return out;
  }
  auto failure = json::read<rpc_failure, lenient>(e.error->text(), json::limits{most.max_size, most.max_depth});
  if (!failure) return refuse("the error is not understood: " + printable(failure.error().message(), 300));
  out.kind = message_kind::error;
  out.failure = std::move(*failure);
  return out;
}

/** Texts of messages, without a line break as long as `params` and `result` have none. */
inline std::string write_request(const request_id& id, std::string_view method, const json::raw& params) {
  std::string out = R"({"jsonrpc":"2.0","id":)" + id.to_json() + R"(,"method":)" + json::write(method);
  if (!params.is_null()) (out += R"(,"params":)") += params.text();
  return out += '}';
}
inline std::string write_notification(std::string_view method, const json::raw& params) {
  std::string out = R"({"jsonrpc":"2.0","method":)" + json::write(method);
  if (!params.is_null()) (out += R"(,"params":)") += params.text();
  return out += '}';
}
inline std::string write_answer(const request_id& id, const json::raw& result) {
  std::string out = R"({"jsonrpc":"2.0","id":)" + id.to_json() + R"(,"result":)";
  return (out += result.is_null() ? std::string_view("{}") : result.text()) += '}';
}
/** Without an id where the request could not be told. */
inline std::string write_error(const std::optional<request_id>& id, int code, std::string_view words, const std::optional<json::value>& data = {}) {
  constexpr json::write_options replaced{.bad_utf8 = json::bad_utf8::replace};
  std::string out = R"({"jsonrpc":"2.0",)";
  if (id) out += R"("id":)" + id->to_json() + ',';
  out += R"("error":{"code":)" + std::to_string(code) + R"(,"message":)" + json::write<replaced>(words);
  if (data) out += R"(,"data":)" + json::write<replaced>(*data);
  return out += "}}";
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
