// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/credentials/detail/digits.hpp"
#include "aval/credentials/error.hpp"
#include "aval/credentials/parameters.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/json/write.hpp"
#include "aval/net/http_message.hpp"
#include "aval/net/retry.hpp"

/*  What an OpenAPI service says when it does not do what it was asked (Agent Identity specification 2.6), and what that means: no input or
 *  output here. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** An error body, or what stands for one. All text is the service's: cut, without control characters, never to be trusted. */
struct service_failure {
  int status = 0;                       // of HTTP; may be 200
  std::string code = {};                // "EntityNotExists.WorkloadIdentity"; empty when the body has none
  std::string message = {};
  std::string request_id = {};          // for the provider's support
  std::string recommend = {};           // a page about the code
  std::string access_denied_detail = {};  // JSON: which decision denied
  bool throttled = false;
  std::chrono::milliseconds wait{0};    // how long the service asks to wait before another try
};

/** What openapi_client throws when the service has answered: code() is one of credentials::errc, the service's own words are in failure()
 *  and, cut, in peer_text(). */
class openapi_error : public aval::error {
 public:
  explicit openapi_error(std::error_code code, std::string context, service_failure why = {}, unsigned attempts = 1, bool uncertain = false)
      : aval::error(code, std::move(context), why.code + (why.code.empty() || why.message.empty() ? "" : ": ") + why.message), failure_(std::move(why)),
        attempts_(attempts), uncertain_(uncertain) {}
  const service_failure& failure() const noexcept { return failure_; }
  /** The service's own word, for example "EntityAlreadyExists.Role". */
  const std::string& service_code() const noexcept { return failure_.code; }
  const std::string& request_id() const noexcept { return failure_.request_id; }
  unsigned attempts() const noexcept { return attempts_; }
  /** An attempt before this answer was sent, and nobody knows what became of it: "already exists" may be our own doing. Ask with the
   *  matching Get. */
  bool earlier_attempt_uncertain() const noexcept { return uncertain_; }

 private:
  service_failure failure_;
  unsigned attempts_;
  bool uncertain_;
};

namespace detail {

inline bool begins(std::string_view text, std::initializer_list<std::string_view> prefixes) noexcept {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view p) { return text.starts_with(p); });
}

/** The text of the first element of that name inside a flat XML body; entities are decoded. */
inline std::string xml_text(std::string_view body, std::string_view name) {
  const std::string open = "<" + std::string(name) + ">", close = "</" + std::string(name) + ">";
  const std::size_t from = body.find(open);
  if (from == std::string_view::npos) return {};
  body.remove_prefix(from + open.size());
  const std::size_t end = body.find(close);
  if (end == std::string_view::npos) return {};
  body = body.substr(0, end);
  constexpr std::pair<std::string_view, char> entities[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}};
  std::string out;
  for (std::size_t i = 0; i < body.size();) {
    const auto* e = std::find_if(std::begin(entities), std::end(entities), [&](const auto& one) { return body.substr(i).starts_with(one.first); });
    out += e == std::end(entities) ? body[i] : e->second;
    i += e == std::end(entities) ? 1 : e->first.size();
  }
  return out;
}

inline std::optional<std::int64_t> positive_number(std::string_view text) noexcept {
  const auto n = short_number(text);
  return n && *n > 0 ? n : std::nullopt;
}

/** Milliseconds that the headers ask to wait: x-acs-retry-after, TimeLeft of older gateways, Retry-After in seconds or as a date. */
inline std::optional<std::chrono::milliseconds> asked_to_wait(const net::headers& fields, std::chrono::system_clock::time_point now) {
  if (const auto value = fields.find("x-acs-retry-after")) {
    if (const auto ms = positive_number(*value)) return std::chrono::milliseconds(*ms);
  }
  for (const char* name : {"x-ratelimit-user-api", "x-ratelimit-user"}) {
    std::optional<std::chrono::milliseconds> found;
    net::detail::for_each_element(fields.find(name).value_or(""), [&](std::string_view pair) {
      const std::size_t colon = pair.find(':');
      if (colon == std::string_view::npos || pair.substr(0, colon) != "TimeLeft") return;
      if (const auto ms = positive_number(pair.substr(colon + 1))) found = std::chrono::milliseconds(*ms);
    });
    if (found) return found;
  }
  if (const auto value = fields.find("Retry-After")) {
    if (const auto seconds = net::parse_retry_after(*value, now)) return *seconds;
  }
  return std::nullopt;
}

}  // namespace detail

/** Takes an error answer apart: JSON, XML, or neither (then there is a status and nothing else). `clean` strikes the secrets of the
 *  request out of each text; it gets them whole, before they are cut. */
inline service_failure read_service_failure(const net::http_response& response, std::chrono::system_clock::time_point now,
                                            const std::function<void(std::string&)>& clean = {}) {
  const auto harmless = [&](std::string text, std::size_t most) {
    if (clean) clean(text);
    return printable(text, most);
  };
  service_failure out;
  out.status = response.status;
  const std::size_t start = response.body.find_first_not_of(" \t\r\n");
  if (start != std::string::npos && response.body[start] == '<') {
    const std::string_view body(response.body);
    out.code = harmless(detail::xml_text(body, "Code"), 200);
    out.message = harmless(detail::xml_text(body, "Message"), 500);
    out.request_id = harmless(detail::xml_text(body, "RequestId"), 100);
    out.recommend = harmless(detail::xml_text(body, "Recommend"), 300);
  } else if (const auto parsed = json::parse(response.body, {.max_size = 1 << 20, .max_depth = 32}); parsed && parsed->is_object()) {
    const auto text = [&](const char* name, const char* other, std::size_t most) -> std::string {
      for (const char* n : {name, other}) {
        const json::value* v = parsed->find(n);
        if (v != nullptr && v->if_string() != nullptr) return harmless(*v->if_string(), most);
      }
      return {};
    };
    out.code = text("Code", "code", 200);
    out.message = text("Message", "message", 500);
    out.request_id = text("RequestId", "requestId", 100);
    out.recommend = text("Recommend", "recommend", 300);
    for (const char* name : {"AccessDeniedDetail", "accessDeniedDetail"}) {
      const json::value* v = parsed->find(name);
      if (v != nullptr && v->is_object()) out.access_denied_detail = harmless(json::write(*v), 2000);
    }
  }
  if (out.request_id.empty()) out.request_id = harmless(std::string(response.headers.find("x-acs-request-id").value_or("")), 100);
  const auto wait = detail::asked_to_wait(response.headers, now);
  out.throttled = out.code.find("Throttling") != std::string::npos || out.status == 429 || detail::positive_number(response.headers.find("x-acs-retry-after").value_or(""));
  if (wait) out.wait = *wait;
  return out;
}

/** What a failure means to us. */
inline errc meaning_of(const service_failure& f) noexcept {
  const std::string_view code = f.code;
  if (f.throttled) return errc::throttled;
  if (detail::begins(code, {"InvalidAccessKey", "SignatureDoesNotMatch", "IncompleteSignature", "InvalidSecurityToken", "SignatureNonceUsed", "MissingSecurityToken"}))
    return errc::credential_refused;
  if (detail::begins(code, {"InvalidTimeStamp"})) return errc::time_refused;
  if (detail::begins(code, {"EntityNotExist"})) return errc::not_found;
  if (detail::begins(code, {"EntityAlreadyExist"})) return errc::already_exists;
  if (detail::begins(code, {"Forbidden", "NoPermission"}) || f.status == 401 || f.status == 403) return errc::denied;
  if (detail::begins(code, {"ServiceUnavailable", "InternalError"}) || f.status >= 500) return errc::service_failed;
  if (f.status == 404) return errc::not_found;
  return errc::rejected;
}

/** Whether another try may end otherwise: throttling and failures of the service itself. */
inline bool worth_repeating(const service_failure& f) noexcept {
  const errc e = meaning_of(f);
  return e == errc::throttled || (e == errc::service_failed && !detail::begins(f.code, {"InvalidParameter", "MissingParameter"}));
}

/** Whether an answer with a status of success is none: it has a `Code`, and none of the members that were expected, or they are null or
 *  an empty text. "Success" and "OK" are no errors. @par Errors  errc::answer_not_understood when the body is no JSON object. */
inline result<bool> failed_with_success(std::string_view body, const std::vector<std::string>& expected) {
  const auto parsed = json::parse<json::read_options{.duplicates = json::duplicates::last_wins}>(body, {.max_size = 16 << 20, .max_depth = 64});
  if (!parsed || !parsed->is_object())
    return failure{make_error_code(errc::answer_not_understood), parsed ? std::string("not a JSON object") : parsed.error().message()};
  const json::value* code = parsed->find("Code");
  if (code == nullptr) code = parsed->find("code");
  if (code == nullptr || code->if_string() == nullptr || code->if_string()->empty() || *code->if_string() == "Success" || *code->if_string() == "OK") return false;
  return std::none_of(expected.begin(), expected.end(), [&](const std::string& name) {
    const json::value* found = parsed->find(name);
    return found != nullptr && !found->is_null() && (found->if_string() == nullptr || !found->if_string()->empty());
  });
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
