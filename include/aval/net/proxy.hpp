// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/ip/address.hpp>
#include <asio/ip/network_v4.hpp>
#include <asio/ip/network_v6.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/environment.hpp"
#include "aval/net/connection_options.hpp"
#include "aval/net/detail/http_chars.hpp"
#include "aval/net/tls_context.hpp"
#include "aval/net/url.hpp"

namespace aval {
inline namespace v0 {
namespace net {

struct proxy_server {
  std::string host = {};
  std::uint16_t port = 0;
  shared_secret authorization = {};  // "Basic ...", empty without credentials
};

/** An address of this machine, in the text of an address; no name. */
inline bool is_loopback_address(std::string_view host) {
  std::error_code ec;
  const auto address = asio::ip::make_address(std::string(host), ec);
  return !ec && address.is_loopback();
}

/** "localhost", names below it, and loopback addresses. */
inline bool is_loopback(std::string_view host) { return host == "localhost" || host.ends_with(".localhost") || is_loopback_address(host); }

/** Reads "http://user:password@host:port", "host:port" too. The message of the failure never contains the password. */
inline result<proxy_server> parse_proxy(std::string_view text) {
  std::string rest(text);
  if (rest.find("://") == std::string::npos) rest.insert(0, "http://");
  std::optional<std::string> credentials;
  const std::size_t begin = rest.find("://") + 3;
  const std::size_t at = rest.rfind('@', rest.find('/', begin));
  if (at != std::string::npos && at >= begin) {
    credentials = percent_decode(rest.substr(begin, at - begin));
    if (!credentials) return failure{errc::invalid_options, "proxy: user name or password is not percent-encoded correctly"};
    rest.erase(begin, at - begin + 1);
  }
  const auto where = parse_url(rest);
  if (!where) return failure{errc::invalid_options, "proxy: " + where.error().message};
  if (where->scheme() != "http") return failure{errc::invalid_options, "proxy: only http:// proxies are understood"};
  proxy_server server{where->host(), where->port(), {}};
  if (credentials) {
    std::string encoded(4 * ((credentials->size() + 2) / 3) + 1, '\0');
    const int n = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(encoded.data()),
                                  reinterpret_cast<const unsigned char*>(credentials->data()), static_cast<int>(credentials->size()));
    encoded.resize(static_cast<std::size_t>(n));
    std::string header = "Basic " + encoded;
    server.authorization = shared_secret(secret::take(header));
    wipe(encoded.data(), encoded.size());
    wipe(credentials->data(), credentials->size());
  }
  return server;
}

/** Which proxy serves which address. Constant once made. */
class proxy_rules {
 public:
  proxy_rules() = default;
  /** @par Exceptions  aval::error(errc::invalid_options) when a proxy cannot be understood. */
  explicit proxy_rules(const proxy_options& options, const environment& env = {}) {
    auto http = options.http, https = options.https, except = options.no_proxy;
    if (options.from_environment) {
      const auto look = [&env](const char* lower, const char* upper) {
        auto found = env.find(lower);
        // a CGI program's HTTP_PROXY is a header of the client ("httpoxy")
        if (!found && !(std::string_view(upper) == "HTTP_PROXY" && env.find("REQUEST_METHOD"))) found = env.find(upper);
        return found.value_or(std::string());
      };
      environment_ = http.empty() || https.empty();
      if (http.empty()) http = look("http_proxy", "HTTP_PROXY");
      if (https.empty()) https = look("https_proxy", "HTTPS_PROXY");
      if (except.empty()) except = look("no_proxy", "NO_PROXY");
    }
    http_ = read(http);
    https_ = read(https);
    detail::for_each_element(except, [this](std::string_view e) { except_.emplace_back(e); });
  }

  /** The proxy for a connection, or null: directly. */
  const proxy_server* find(bool secure, std::string_view host, std::uint16_t port) const {
    const auto& server = secure ? https_ : http_;
    if (!server || (environment_ && is_loopback(host))) return nullptr;
    for (const auto& rule : except_) {
      if (matches(rule, host, port)) return nullptr;
    }
    return &*server;
  }

 private:
  static std::optional<proxy_server> read(const std::string& text) {
    if (text.empty()) return {};
    auto server = parse_proxy(text);
    if (!server) throw error(server.error().code, server.error().message);
    return *std::move(server);
  }

  static bool matches(std::string_view rule, std::string_view host, std::uint16_t port) {
    if (rule == "*") return true;
    std::error_code ec;
    const auto address = asio::ip::make_address(std::string(host), ec);
    const bool literal = !ec;
    if (literal && rule.find('/') != std::string_view::npos) {
      if (address.is_v4()) {
        const auto net = asio::ip::make_network_v4(std::string(rule), ec);
        return !ec && (address.to_v4().to_uint() & net.netmask().to_uint()) == net.network().to_uint();
      }
      const auto net = asio::ip::make_network_v6(std::string(rule), ec);
      return !ec && asio::ip::network_v6(address.to_v6(), net.prefix_length()).network() == net.network();
    }
    std::string_view name = rule;
    const std::size_t colon = name.rfind(':');
    if (colon != std::string_view::npos && name.find(':') == colon) {  // host:port
      if (name.substr(colon + 1) != std::to_string(port)) return false;
      name = name.substr(0, colon);
    }
    if (name.starts_with("*.")) name.remove_prefix(1);
    if (literal) return detail::equal_ignoring_case(name, host);
    if (name.starts_with('.')) name.remove_prefix(1);
    if (name.empty() || host.size() < name.size()) return false;
    if (!detail::equal_ignoring_case(host.substr(host.size() - name.size()), name)) return false;
    return host.size() == name.size() || host[host.size() - name.size() - 1] == '.';
  }

  std::optional<proxy_server> http_, https_;
  std::vector<std::string> except_;
  bool environment_ = false;
};

}  // namespace net
}  // namespace v0
}  // namespace aval
