// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/credentials/parameters.hpp"
#include "aval/credentials/signer_v1.hpp"
#include "aval/credentials/signer_v3.hpp"
#include "aval/net/http_message.hpp"
#include "aval/net/url.hpp"

/*  One call of an RPC style OpenAPI, and how it becomes an HTTP request (Agent Identity specification 2.1 to 2.5). No input or output. */

namespace aval {
inline namespace v0 {
namespace credentials {

/** A product of the cloud: where it answers, and where it wants its parameters. */
class openapi_product {
 public:
  openapi_product() = default;
  openapi_product(std::string host, std::string version, bool parameters_in_query)
      : host(std::move(host)), version(std::move(version)), parameters_in_query(parameters_in_query) {}
  std::string host = {};             ///< "ram.aliyuncs.com"
  std::string version = {};          ///< of its API: "2015-05-01"
  bool parameters_in_query = false;  ///< else they are a form in the body
  std::optional<net::url> endpoint = {};  ///< where it answers instead of https and `host`; openapi_options::endpoint comes before it
};

/** The same product at another address: "http://127.0.0.1:8080", or a host, then with https. A path is not allowed.
 *  @par Exceptions  aval::error(errc::invalid_configuration) */
inline openapi_product at_endpoint(openapi_product product, std::string_view address) {
  const auto place = net::parse_url(address.find("://") == std::string_view::npos ? "https://" + std::string(address) : std::string(address));
  if (!place || place->path() != "/" || !place->query().empty() || (place->scheme() != "http" && place->scheme() != "https"))
    throw error(errc::invalid_configuration, "endpoint \"" + printable(address, 200) + "\"");
  product.endpoint = *place;
  return product;
}

namespace detail {
inline std::string_view host_label(std::string_view text, const char* what) {  // it becomes a part of the host name, and must stay one
  const bool good = !text.empty() && text.size() <= 63 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (!good) throw error(errc::invalid_configuration, std::string(what) + " \"" + printable(text, 80) + "\"");
  return text;
}
inline std::string regional_host(std::string_view product, std::string_view region, std::string_view network) {
  std::string out(product);
  if (!network.empty()) out.append("-").append(host_label(network, "network"));
  return out.append(".").append(host_label(region, "region")).append(".aliyuncs.com");
}
}  // namespace detail

/** The products that agents use. `network`: "vpc" and the like, empty for the public one.
 *  @par Exceptions  aval::error(errc::invalid_configuration) when a region or network can not be part of a host name. */
inline openapi_product agent_identity(std::string_view region = "cn-beijing", std::string_view network = {}) {
  return {detail::regional_host("agentidentity", region, network), "2025-09-01", false};
}
inline openapi_product agent_identity_data(std::string_view region = "cn-beijing", std::string_view network = {}) {
  return {detail::regional_host("agentidentitydata", region, network), "2025-11-27", false};
}
inline openapi_product ram() { return {"ram.aliyuncs.com", "2015-05-01", true}; }
inline openapi_product ims() { return {"ims.aliyuncs.com", "2019-08-15", true}; }
/** Without a region the central one. */
inline openapi_product sts(std::string_view region = {}, std::string_view network = {}) {
  return {region.empty() ? std::string("sts.aliyuncs.com") : detail::regional_host("sts", region, network), "2015-04-01", true};
}

enum class openapi_signature {
  v3,    ///< ACS3-HMAC-SHA256 in headers
  v1,    ///< HMAC-SHA1 in the query
  none   ///< anonymous: a token among the parameters says who asks
};

/** One call. A class with a constructor, so it may stand as a temporary in an awaited call. */
class openapi_request {
 public:
  openapi_request() = default;
  openapi_request(openapi_product product, std::string action, credentials::parameters parameters, shared_credential credential)
      : product(std::move(product)), action(std::move(action)), parameters(std::move(parameters)), credential(std::move(credential)) {}
  /** Anonymous. */
  openapi_request(openapi_product product, std::string action, credentials::parameters parameters)
      : product(std::move(product)), action(std::move(action)), parameters(std::move(parameters)), signature(openapi_signature::none) {}

  openapi_product product = {};
  std::string action = {};
  credentials::parameters parameters = {};
  shared_credential credential = {};                     ///< who signs
  openapi_signature signature = openapi_signature::v3;
  std::string method = "POST";                           ///< GET: all parameters in the query, no body
  /** Members of which a good answer has at least one. An answer 200 with a `Code` and none of them is an error. */
  std::vector<std::string> expects = {};
};

/** The HTTP request of one attempt.
 *  @par Exceptions  aval::error: errc::no_credential when it is to be signed and there is none; as sign_v3. */
inline net::http_request make_openapi_message(const openapi_request& call, std::string_view host, std::chrono::system_clock::time_point now,
                                              std::string_view nonce, unsigned attempt = 1, std::chrono::milliseconds waited = {}) {
  if (call.signature != openapi_signature::none && (!call.credential || call.credential->access_key_id.empty() || call.credential->access_key_secret.empty()))
    throw error(errc::no_credential, call.action);
  const bool in_query = call.method == "GET" || call.product.parameters_in_query;
  net::http_request out(call.method);
  const parameters none;
  const parameters& query = in_query ? call.parameters : none;
  const parameters& form = in_query ? none : call.parameters;
  if (call.method != "GET" && !in_query) {
    out.body = form.form();
    out.headers.add("Content-Type", "application/x-www-form-urlencoded");
  }
  std::string text;
  if (call.signature == openapi_signature::v3) text = query.query();
  else if (call.signature == openapi_signature::v1)
    text = v1_query(call.method, call.action, call.product.version, query, form, *call.credential, now, nonce);
  else text = unsigned_query(call.action, call.product.version, query, now, nonce);
  out.target = text.empty() ? "/" : "/?" + text;
  wipe(text.data(), text.size());
  if (call.signature == openapi_signature::none) {
    out.headers.add("x-acs-version", call.product.version);
    out.headers.add("x-acs-action", call.action);
  } else {
    out.headers.add("Accept", "application/json");
  }
  if (attempt > 1) {
    out.headers.add("x-acs-retry-attempts", std::to_string(attempt - 1));
    out.headers.add("x-acs-retry-delay", std::to_string(waited.count()));
  }
  if (call.signature == openapi_signature::v3) {
    const acs_action what{.host = host, .action = call.action, .version = call.product.version};
    sign_v3(out, what, *call.credential, now, nonce);
  }
  return out;
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
