// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/detail/file_posix.hpp"
#include "aval/credentials/credential_provider.hpp"
#include "aval/credentials/detail/sts_answer.hpp"
#include "aval/credentials/openapi_client.hpp"
#include "aval/json/fields.hpp"
#include "aval/net/http_client.hpp"

/*  Where temporary credentials come from (Agent Identity specification 3.4 and 4.7). Each function makes what a credential_provider takes:
 *
 *      credentials::role_options role{.role_arn = "acs:ram::123456789012:role/agent"};
 *      credentials::credential_provider caller(executor, credentials::from_assumed_role(client, key, role));
 */

namespace aval {
inline namespace v0 {
namespace credentials {

/** A RAM role, taken on with an access key (AssumeRole) or with the token of an OIDC provider. */
struct role_options {
  std::string role_arn = {};
  std::string session_name = "aval-session";
  std::chrono::seconds duration{3600};  // 900 up to what the role allows
  std::string policy = {};              // JSON that narrows the role; empty: all it may
  std::string external_id = {};         // AssumeRole only
  std::string sts_region = {};          // empty: the central service
  std::string network = {};             // "vpc"; only with a region
  std::string oidc_provider_arn = {};   // OIDC only
  std::string oidc_token_file = {};     // OIDC only: read again for each token
};

/** The instance metadata service of ECS. */
struct instance_role_options {
  std::string role_name = {};                                   // empty: asked for
  bool require_token = false;                                   // no way back to unprotected requests (version 1)
  net::url service = net::url("http://100.100.100.200");
  std::chrono::milliseconds timeout{1'000};                     // of each request
};

namespace detail {

struct metadata_answer {  // of the metadata service, and of credentials URIs
  std::string code = {};
  sts_triple credential = {};
  static constexpr auto json_rules = json::rules(json::flatten("credential"));
};

inline void add_role(parameters& p, const role_options& o) {
  p.add("RoleArn", o.role_arn).add("RoleSessionName", o.session_name).add("DurationSeconds", o.duration.count());
  if (!o.policy.empty()) p.add("Policy", o.policy);
}

template <class Lazy>
awaitable<shared_credential> ask_sts(openapi_client client, openapi_request request, std::string source) {
  request.method = "GET";
  request.expects = {"Credentials"};
  const openapi_answer answer = co_await client.call(std::move(request));
  auto read = answer.read<sts_answer>();
  co_return made_credential(std::move(read.credentials), std::move(source));
}

template <class Lazy>
awaitable<shared_credential> assume_role(openapi_client client, credential_provider by, std::shared_ptr<const role_options> o) {
  shared_credential key = co_await by.credential();
  parameters p;
  add_role(p, *o);
  if (!o->external_id.empty()) p.add("ExternalId", o->external_id);
  openapi_request request(sts(o->sts_region, o->network), "AssumeRole", std::move(p), std::move(key));
  request.signature = openapi_signature::v1;
  co_return co_await ask_sts<Lazy>(std::move(client), std::move(request), "role " + o->role_arn);
}

template <class Lazy>
awaitable<shared_credential> assume_role_with_oidc(openapi_client client, std::shared_ptr<const role_options> o) {
  auto file = aval::detail::read_file(o->oidc_token_file, 64 * 1024);
  if (!file) throw error(errc::invalid_configuration, "OIDC token file: " + file.error().message);
  secret token = secret::take(file->text);
  std::string_view trimmed = token.reveal();
  while (!trimmed.empty() && (trimmed.back() == '\n' || trimmed.back() == '\r' || trimmed.back() == ' ')) trimmed.remove_suffix(1);
  if (trimmed.empty()) throw error(errc::invalid_configuration, "the OIDC token file " + o->oidc_token_file + " is empty");
  parameters p;
  add_role(p, *o);
  p.add("OIDCProviderArn", o->oidc_provider_arn).add_secret("OIDCToken", trimmed);
  openapi_request request(sts(o->sts_region, o->network), "AssumeRoleWithOIDC", std::move(p));
  co_return co_await ask_sts<Lazy>(std::move(client), std::move(request), "oidc role " + o->role_arn);
}

inline shared_credential read_metadata_answer(net::http_response& response, std::string source) {
  if (!response.ok()) throw error(errc::service_failed, source + ", HTTP " + std::to_string(response.status));
  constexpr json::read_options loose{.spelling = json::spelling::loose, .nulls = json::nulls::as_missing};
  auto read = json::read<metadata_answer, loose>(response.body, {.max_size = 64 * 1024, .max_depth = 16});
  wipe(response.body.data(), response.body.size());
  if (!read) throw error(errc::answer_not_understood, source + ": " + read.error().message());
  if (read->code != "Success") throw error(errc::rejected, source, printable(read->code, 100));
  return made_credential(std::move(read->credential), std::move(source));
}

template <class Lazy>
awaitable<shared_credential> ask_instance(net::http_client client, std::shared_ptr<const instance_role_options> o) {
  net::call_options limit;
  limit.timeout = o->timeout;
  limit.max_response_body = 64 * 1024;
  secret token;
  try {
    net::http_request ask("PUT", "/latest/api/token");
    ask.headers.add("X-aliyun-ecs-metadata-token-ttl-seconds", "21600");
    net::http_response answer = co_await client.send(o->service, ask, limit);
    if (answer.ok()) token = secret::take(answer.body);
  } catch (const std::system_error& e) {
    if (o->require_token || e.code() == condition::cancelled || e.code() == condition::unreachable) throw;  // nobody there: nothing to ask
  }
  if (token.empty() && o->require_token) throw error(errc::service_failed, "instance metadata: no token");
  const std::string path = "/latest/meta-data/ram/security-credentials/";
  const auto request = [&](const std::string& target) {
    net::http_request out("GET", target);
    if (!token.empty()) out.headers.add("X-aliyun-ecs-metadata-token", token.reveal());
    return out;
  };
  std::string role = o->role_name;
  if (role.empty()) {
    const net::http_request ask = request(path);
    const net::http_response answer = co_await client.send(o->service, ask, limit);
    if (answer.status == 404) throw error(errc::no_credential, "instance metadata: the instance has no role");
    if (!answer.ok()) throw error(errc::service_failed, "instance metadata, HTTP " + std::to_string(answer.status));
    role = answer.body.substr(0, answer.body.find_first_of("\r\n"));
  }
  if (role.empty() || role.size() > 128) throw error(errc::answer_not_understood, "instance metadata: no name of a role");
  const net::http_request ask = request(path + net::percent_encode(role));
  net::http_response answer = co_await client.send(o->service, ask, limit);
  co_return read_metadata_answer(answer, "instance role " + printable(role, 100));
}

template <class Lazy>
awaitable<shared_credential> ask_uri(net::http_client client, net::url where) {
  net::call_options limit;
  limit.max_response_body = 64 * 1024;
  const net::http_request ask("GET");
  net::http_response answer = co_await client.send(where, ask, limit);
  co_return read_metadata_answer(answer, "credentials URI " + where.origin());
}

}  // namespace detail

/** AssumeRole, signed by whoever `by` gives. @par Errors  of the fetch: those of openapi_client::call, of `by`. */
template <class Lazy = void>
credential_fetch from_assumed_role(openapi_client client, credential_provider by, role_options options) {
  auto shared = std::make_shared<const role_options>(std::move(options));
  return [client = std::move(client), by = std::move(by), shared] { return detail::assume_role<Lazy>(client, by, shared); };
}

/** AssumeRoleWithOIDC: the token in the file says who asks. @par Errors  of the fetch: as above; invalid_configuration without the file. */
template <class Lazy = void>
credential_fetch from_oidc_role(openapi_client client, role_options options) {
  auto shared = std::make_shared<const role_options>(std::move(options));
  return [client = std::move(client), shared] { return detail::assume_role_with_oidc<Lazy>(client, shared); };
}

/** The role of the ECS instance, from its metadata service: with a token (PUT first), without one where that is not offered and not
 *  required. `client` must not go through a proxy. @par Errors  of the fetch: of the network; no_credential when the instance has no role. */
template <class Lazy = void>
credential_fetch from_instance_role(net::http_client client, instance_role_options options = {}) {
  auto shared = std::make_shared<const instance_role_options>(std::move(options));
  return [client = std::move(client), shared] { return detail::ask_instance<Lazy>(client, shared); };
}

/** A service of one's own that answers GET as the metadata service does. */
template <class Lazy = void>
credential_fetch from_uri(net::http_client client, net::url where) {
  return [client = std::move(client), where = std::move(where)] { return detail::ask_uri<Lazy>(client, where); };
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
