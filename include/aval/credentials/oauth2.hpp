// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/core/error.hpp"
#include "aval/core/secret.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/credentials/detail/digits.hpp"
#include "aval/credentials/error.hpp"
#include "aval/credentials/parameters.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/random.hpp"
#include "aval/json/read.hpp"
#include "aval/net/url.hpp"

/*  What is said between a client and an OAuth 2.0 authorization server, without I/O: metadata (RFC 8414), answers of the token endpoint
 *  (RFC 6749 section 5), the proof key of a code (RFC 7636), the way to the browser and back (RFC 6749 section 4.1, RFC 9207), the device
 *  code (RFC 8628). oauth2_client.hpp carries it over HTTP. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** What a token endpoint gave. Never printed, wiped at its end; shared as oauth2_token_ptr. */
struct oauth2_token {
  secret access_token = {};
  std::string type = {};                        ///< as the server spells it: "Bearer", "N_A" for an exchanged token that is no access token
  secret refresh_token = {};                    ///< empty: none
  secret id_token = {};                         ///< empty: none (OpenID Connect)
  std::string scope = {};                       ///< what was granted, separated by spaces; empty: what was asked for
  std::string issued_type = {};                 ///< RFC 8693 issued_token_type
  std::optional<timestamp> expires_at = {};     ///< counted from before the question was sent; empty: the server does not say
};
using oauth2_token_ptr = std::shared_ptr<const oauth2_token>;

/** What an authorization server says of itself. Members that are missing are empty. */
struct oauth2_server {
  std::string issuer = {};
  std::string authorization_endpoint = {};
  std::string token_endpoint = {};
  std::string device_authorization_endpoint = {};
  std::string jwks_uri = {};
  bool names_itself = false;                    ///< authorization_response_iss_parameter_supported (RFC 9207)
};

/** A device code (RFC 8628 3.2): show the user verification_uri and user_code. */
struct device_code {
  secret code = {};
  std::string user_code = {};
  std::string verification_uri = {};
  std::string verification_uri_complete = {};   ///< has the user code in it; empty: the server gives none
  std::chrono::seconds lifetime{};
  std::chrono::seconds interval{5};
  std::chrono::steady_clock::time_point asked_at = {};  ///< from when the lifetime counts
};

/** The answer of a token endpoint: a token, or why there is none. */
struct token_answer {
  std::shared_ptr<oauth2_token> token = {};
  std::error_code code = {};
  std::string error = {};        ///< the server's code ("invalid_grant"), printable; empty when it gave none
  std::string description = {};  ///< its words, printable; a stranger wrote them
};

namespace detail {

/** An HTTPS URL, or any where that is allowed; of the errors only the code and our own words. */
inline result<net::url> endpoint(std::string_view text, const char* name, bool allow_plain_http) {
  if (text.empty()) return fail(errc::invalid_configuration, std::string("the server has no ") + name);
  auto parsed = net::parse_url(text);
  if (!parsed) return fail(errc::unsafe_endpoint, std::string(name) + ": " + parsed.error().message);
  if (parsed->scheme() != "https" && !(allow_plain_http && parsed->scheme() == "http"))
    return fail(errc::unsafe_endpoint, std::string(name) + " is not HTTPS");
  return parsed;
}

inline std::string text_member(const json::value& v, std::string_view name) {
  const std::string* const found = v[name].if_string();
  return found != nullptr ? *found : std::string();
}
inline secret secret_member(json::value& v, std::string_view name) {
  json::value* const found = v.find(name);
  return found != nullptr && found->if_string() != nullptr ? secret::take(found->as_string()) : secret();
}
/** Seconds as a number, or as text of digits as some servers write them; nothing when there are none, a negative one for nonsense. */
inline std::optional<std::int64_t> seconds_member(const json::value& v, std::string_view name) {
  const json::value* const found = v.find(name);
  if (found == nullptr || found->is_null()) return std::nullopt;
  constexpr std::int64_t most = 10LL * 366 * 24 * 3600;
  if (const auto number = found->if_double()) {
    if (!(*number >= 0)) return -1;
    return *number < static_cast<double>(most) ? static_cast<std::int64_t>(*number) : most;
  }
  const std::string* const text = found->if_string();
  return text != nullptr ? short_number(*text).value_or(-1) : -1;
}

inline std::error_code code_of_refusal(std::string_view error) noexcept {
  if (error == "invalid_client" || error == "invalid_grant" || error == "invalid_token") return errc::credential_refused;
  if (error == "access_denied" || error == "unauthorized_client" || error == "insufficient_scope") return errc::denied;
  if (error == "expired_token") return errc::login_expired;
  if (error == "temporarily_unavailable" || error == "server_error") return errc::service_failed;
  return errc::rejected;
}
inline std::error_code code_of_status(int status) noexcept {
  if (status == 401) return errc::credential_refused;
  if (status == 403) return errc::denied;
  if (status == 429) return errc::throttled;
  if (status >= 500) return errc::service_failed;
  return errc::answer_not_understood;
}

}  // namespace detail

/** Reads the answer of a token endpoint (RFC 6749 5.1, 5.2). `asked_at`: when the question was sent; `sent`: the secrets of the question
 *  are struck out of the server's words.
 *  Of a success is refused (answer_not_understood): no access_token, a token_type that is neither Bearer nor N_A (RFC 6749 7.1: what a
 *  client does not know it must not use), an expiry that is no number, a member twice. */
template <class Lazy = void>  // compiled where it is used
token_answer read_token_answer(int status, std::string_view body, timestamp asked_at, const parameters& sent = {}) {
  const auto words = [&sent](const json::value& from, const char* name, std::size_t most) {
    std::string text = detail::text_member(from, name);
    sent.strike_out_of(text);  // before the cut
    return printable(text, most);
  };
  token_answer out;
  auto parsed = json::parse(body, json::limits{.max_size = 1024 * 1024, .max_depth = 32});
  const bool understood = parsed && parsed->is_object();
  if (status != 200) {
    if (understood) {
      out.error = words(*parsed, "error", 100);
      out.description = words(*parsed, "error_description", 300);
    }
    out.code = out.error.empty() ? detail::code_of_status(status) : detail::code_of_refusal(out.error);
    if (status == 429) out.code = errc::throttled;
    return out;
  }
  out.code = errc::answer_not_understood;
  if (!understood) return out;
  auto token = std::make_shared<oauth2_token>();
  token->access_token = detail::secret_member(*parsed, "access_token");
  token->refresh_token = detail::secret_member(*parsed, "refresh_token");
  token->id_token = detail::secret_member(*parsed, "id_token");
  token->type = detail::text_member(*parsed, "token_type");
  token->scope = detail::text_member(*parsed, "scope");
  token->issued_type = detail::text_member(*parsed, "issued_token_type");
  const auto is = [&](std::string_view word) { return net::detail::equal_ignoring_case(token->type, word); };
  if (token->access_token.empty()) {
    out.error = words(*parsed, "error", 100);  // some say 200 and mean no
    if (!out.error.empty()) out.code = detail::code_of_refusal(out.error);
    return out;
  }
  if (!is("Bearer") && !is("N_A")) return out;
  const auto lifetime = detail::seconds_member(*parsed, "expires_in");
  if (lifetime && *lifetime < 0) return out;
  if (lifetime) token->expires_at = asked_at + std::chrono::seconds(*lifetime);
  out.code = {};
  out.token = std::move(token);
  return out;
}

/** Reads metadata (RFC 8414 section 2, OpenID Connect Discovery). @par Errors  answer_not_understood; unsafe_endpoint when it is of another
 *  issuer than the one asked for (3.3), or when an endpoint is not HTTPS. */
template <class Lazy = void>  // compiled where it is used
result<oauth2_server> read_server_metadata(std::string_view body, std::string_view issuer, bool allow_plain_http = false) {
  const auto parsed = json::parse(body, json::limits{.max_size = 1024 * 1024, .max_depth = 32});
  if (!parsed || !parsed->is_object()) return detail::fail(errc::answer_not_understood, "the metadata is not a JSON object without repeated members");
  oauth2_server out;
  out.issuer = detail::text_member(*parsed, "issuer");
  if (out.issuer.empty() || out.issuer != issuer) return detail::fail(errc::unsafe_endpoint, "the metadata is of another issuer");
  for (const auto& [name, to] :
       {std::pair("authorization_endpoint", &out.authorization_endpoint), std::pair("token_endpoint", &out.token_endpoint),
        std::pair("device_authorization_endpoint", &out.device_authorization_endpoint), std::pair("jwks_uri", &out.jwks_uri)}) {
    *to = detail::text_member(*parsed, name);
    if (to->empty()) continue;
    if (const auto url = detail::endpoint(*to, name, allow_plain_http); !url) return url.error();
  }
  out.names_itself = (*parsed)["authorization_response_iss_parameter_supported"].if_bool().value_or(false);
  return out;
}

/** Where an issuer's metadata may be: the place of OpenID Connect Discovery, then that of RFC 8414 3.1. */
inline std::vector<std::string> metadata_places(const net::url& issuer) {
  std::string path = issuer.path();
  if (path.ends_with('/')) path.pop_back();
  return {issuer.origin() + path + "/.well-known/openid-configuration", issuer.origin() + "/.well-known/oauth-authorization-server" + path};
}

/** A proof key (RFC 7636): the challenge goes with the user, the verifier with the code. Method S256, the only one worth having. */
struct proof_key {
  secret verifier = {};
  std::string challenge = {};

  static proof_key from(secret verifier) {
    proof_key k;
    k.challenge = crypto::base64url_encode(crypto::sha256(verifier.reveal()));
    k.verifier = std::move(verifier);
    return k;
  }
  static proof_key make() {
    std::string text = crypto::random_token(32);
    return from(secret::take(text));
  }
};

/** What the user's browser is sent away with. */
struct authorization_request {
  std::string client_id = {};
  std::string redirect_uri = {};
  std::string scope = {};      // separated by spaces; empty: the server's own choice
  std::string state = {};      // unguessable, remembered, and compared when the user comes back
  std::string challenge = {};  // of a proof_key
  parameters further = {};     // "prompt", "nonce", "resource", ...
};

/** The URL for the browser. @par Errors  unsafe_endpoint, invalid_configuration: no endpoint, no state, no challenge. */
template <class Lazy = void>  // compiled where it is used
result<std::string> authorization_url(const oauth2_server& server, const authorization_request& r, bool allow_plain_http = false) {
  if (r.state.empty() || r.challenge.empty() || r.client_id.empty() || r.redirect_uri.empty())
    return detail::fail(errc::invalid_configuration, "client_id, redirect_uri, state and challenge must not be empty");
  const auto where = detail::endpoint(server.authorization_endpoint, "authorization_endpoint", allow_plain_http);
  if (!where) return where.error();
  parameters p = r.further;
  p.add("response_type", "code").add("client_id", r.client_id).add("redirect_uri", r.redirect_uri).add("state", r.state);
  p.add("code_challenge", r.challenge).add("code_challenge_method", "S256");
  if (!r.scope.empty()) p.add("scope", r.scope);
  const std::string text = where->to_string();
  return text + (where->query().empty() ? "?" : "&") + p.query();
}

/** Reads the query with which the user's browser comes back; the code. `issuer`: compared with "iss" if the callback has one; a server that
 *  `names_itself` must send it (RFC 9207).
 *  @par Errors  state_mismatch: not our state, or not exactly one; then nothing else in the query is looked at. unsafe_endpoint: of another
 *               issuer. denied, rejected, service_failed: the server's own error. answer_not_understood: no code, or two. */
template <class Lazy = void>  // compiled where it is used
result<secret> read_callback(std::string_view query, std::string_view state, const oauth2_server& server) {
  if (query.size() > 16 * 1024) return detail::fail(errc::answer_not_understood, "the callback is too long");
  const auto all = parse_parameters(query);
  if (!all) return detail::fail(errc::answer_not_understood, "the callback's query is not percent-encoded properly");
  const auto only = [&](std::string_view name) -> const std::string* {
    const std::string* found = nullptr;
    for (const auto& item : all->items()) {
      if (item.name != name) continue;
      if (found != nullptr) return nullptr;  // RFC 6749 3.1: not more than once
      found = &item.value;
    }
    return found;
  };
  const std::string* const theirs = only("state");
  if (state.empty() || theirs == nullptr || !equal_constant_time(std::string_view(*theirs), state))
    return detail::fail(errc::state_mismatch, "the callback's state is not ours");
  const std::string* const issuer = only("iss");
  if (issuer != nullptr ? *issuer != server.issuer : (server.names_itself || all->find("iss") != nullptr))
    return detail::fail(errc::unsafe_endpoint, "the callback is of another issuer");
  if (const std::string* const e = all->find("error")) {
    const std::string* const words = all->find("error_description");
    return failure{detail::code_of_refusal(*e),
                   "the authorization server answered " + printable(*e, 100) + (words != nullptr ? ": " + printable(*words, 300) : "")};
  }
  const std::string* const code = only("code");
  if (code == nullptr || code->empty()) return detail::fail(errc::answer_not_understood, "the callback has no code, or several");
  return secret(*code);
}

/** Reads the answer of a device authorization endpoint (RFC 8628 3.2). */
template <class Lazy = void>  // compiled where it is used
result<device_code> read_device_code(std::string_view body) {
  auto parsed = json::parse(body, json::limits{.max_size = 1024 * 1024, .max_depth = 32});
  const auto bad = [](const char* why) { return detail::fail(errc::answer_not_understood, why); };
  if (!parsed || !parsed->is_object()) return bad("the answer is not a JSON object without repeated members");
  device_code out;
  out.code = detail::secret_member(*parsed, "device_code");
  out.user_code = detail::text_member(*parsed, "user_code");
  out.verification_uri = detail::text_member(*parsed, "verification_uri");
  if (out.verification_uri.empty()) out.verification_uri = detail::text_member(*parsed, "verification_url");  // as some spelled it before the RFC
  out.verification_uri_complete = detail::text_member(*parsed, "verification_uri_complete");
  const auto lifetime = detail::seconds_member(*parsed, "expires_in"), interval = detail::seconds_member(*parsed, "interval");
  if (out.code.empty() || out.user_code.empty() || out.verification_uri.empty()) return bad("device_code, user_code or verification_uri is missing");
  if (!lifetime || *lifetime <= 0 || (interval && *interval < 0)) return bad("expires_in or interval is not a time");
  if (!net::parse_url(out.verification_uri)) return bad("verification_uri is not a URL");  // it is shown to people
  if (!out.verification_uri_complete.empty() && !net::parse_url(out.verification_uri_complete)) return bad("verification_uri_complete is not a URL");
  out.user_code = printable(out.user_code, 100);
  out.lifetime = std::chrono::seconds(*lifetime);
  if (interval) out.interval = std::chrono::seconds(*interval);
  return out;
}

/** When to ask again whether the user has entered the device code (RFC 8628 3.5). No I/O, no clock. */
class device_fsm {
 public:
  enum class act {
    pause,  ///< wait for `delay`, then ask
    done,   ///< the answer has the token
    failed  ///< over, with `code`
  };
  struct step {
    act what = act::failed;
    std::chrono::milliseconds delay{};
    std::error_code code = {};
  };

  /** @param least  never shorter than this between two questions, whatever the server says. */
  device_fsm(std::chrono::milliseconds lifetime, std::chrono::milliseconds interval, std::chrono::milliseconds least) noexcept
      : lifetime_(lifetime), interval_(interval < least ? least : interval) {}

  /** @param elapsed  since the device code was given, here and below. */
  step start(std::chrono::milliseconds elapsed = {}) const noexcept { return pause(elapsed); }
  step next(const token_answer& answer, std::chrono::milliseconds elapsed) noexcept {
    if (answer.token) return {act::done};
    if (answer.error == "slow_down") interval_ += std::chrono::seconds(5);
    else if (answer.error != "authorization_pending") {
      // 3.5: a server that can not be reached is asked again, and not so often
      if (answer.code != errc::service_failed && answer.code != errc::throttled) return {act::failed, {}, answer.code};
      interval_ *= 2;
    }
    return pause(elapsed);
  }
  /** The question had no answer at all. */
  step unanswered(std::chrono::milliseconds elapsed) noexcept {
    interval_ *= 2;
    return pause(elapsed);
  }

 private:
  step pause(std::chrono::milliseconds elapsed) const noexcept {
    if (elapsed + interval_ >= lifetime_) return {act::failed, {}, errc::login_expired};
    return {act::pause, interval_};
  }
  std::chrono::milliseconds lifetime_, interval_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
