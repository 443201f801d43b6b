// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/ip/address.hpp>

#include <chrono>
#include <cstdint>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/authority/errors.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/error.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/resolver.hpp"

/*  Requests of the authority to addresses that somebody else named (AIM specification 4.7): never to this machine, its network or a
 *  special address, unless that was allowed. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** Whether an address is one of the Internet at large: neither private, shared, loopback, link-local, multicast, unspecified, for
 *  documents or tests, nor one that carries an IPv4 address inside (IANA special-purpose registries, RFC 6890). */
inline bool is_public(const asio::ip::address& address) {
  if (address.is_v6()) {
    const auto b = address.to_v6().to_bytes();
    if (address.to_v6().is_v4_mapped()) return is_public(asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()));
    const auto starts = [&b](unsigned first, unsigned second) { return (unsigned{b[0]} << 8 | b[1]) == first && (unsigned{b[2]} << 8 | b[3]) == second; };
    if ((b[0] & 0xE0) != 0x20) return false;                                             // 2000::/3 is what is given out
    if (b[0] == 0x20 && b[1] == 0x01 && (b[2] & 0xFE) == 0) return false;                // 2001::/23 protocols, Teredo among them
    if (starts(0x2001, 0x0DB8) || (b[0] == 0x20 && b[1] == 0x02)) return false;          // documents; 6to4
    return !(b[0] == 0x3F && b[1] == 0xFF && (b[2] & 0xF0) == 0);                        // 3fff::/20 documents
  }
  const std::uint32_t a = address.to_v4().to_uint();
  struct range {
    std::uint32_t from;
    unsigned bits;
  };
  constexpr range special[] = {{0x00000000, 8},  {0x0A000000, 8},  {0x64400000, 10}, {0x7F000000, 8},  {0xA9FE0000, 16}, {0xAC100000, 12}, {0xC0000000, 24},
                               {0xC0000200, 24}, {0xC0586300, 24}, {0xC0A80000, 16}, {0xC6120000, 15}, {0xC6336400, 24}, {0xCB007100, 24}, {0xE0000000, 3}};
  for (const range& r : special)
    if (a >> (32 - r.bits) == r.from >> (32 - r.bits)) return false;
  return true;
}

/** An HTTP client for such requests. The connection goes to an address that was looked up and checked, so a name that changes its
 *  address in between gains nothing; redirects are answers, proxies are not used, an answer has 5 seconds and 64 KiB. Use it as
 *  outward_client.
 *
 *  @par Errors  of send(): errc::forbidden for an address that is not allowed and for what is neither http nor https; else those of
 *               net::http_client.
 *  @par Cancellation, Threads  as net::http_client. */
template <class Lazy = void>
class basic_outward_client {
 public:
  /** `options` gives TLS, look-up and log; limits and redirects are those above. */
  basic_outward_client(any_io_executor executor, net::client_options options, bool allow_private)
      : allow_private_(allow_private), client_(std::move(executor), guarded(std::move(options), allow_private)) {}

  awaitable<net::http_response> send(net::url where, net::http_request request) const {
    return send(client_, allow_private_, std::move(where), std::move(request));
  }

 private:
  static error not_allowed(const std::string& host) { return error(make_error_code(errc::forbidden), "requests to " + host + " are not allowed"); }

  static net::client_options guarded(net::client_options o, bool allow_private) {
    o.redirects = 0;
    o.proxy = {};
    o.proxy.from_environment = false;
    o.connect_timeout = o.timeout = std::chrono::seconds(5);
    o.max_response_body = 64 * 1024;
    o.retry.when.max_attempts = 1;
    if (!allow_private) o.resolver.look_up = [asked = o.resolver](std::string host, std::uint16_t port) { return checked(asked, std::move(host), port); };
    return o;
  }
  static awaitable<net::endpoints> checked(net::resolver asked, std::string host, std::uint16_t port) {
    net::endpoints all = co_await asked.resolve(host, port);
    std::erase_if(all, [](const auto& e) { return !is_public(e.address()); });
    if (all.empty()) throw not_allowed(host);
    co_return all;
  }
  static awaitable<net::http_response> send(net::http_client client, bool allow_private, net::url where, net::http_request request) {
    if (where.scheme() != "http" && where.scheme() != "https") throw not_allowed(where.to_string());
    std::error_code a_name;  // what is an address already is not looked up
    const auto address = asio::ip::make_address(where.host(), a_name);
    if (!allow_private && !a_name && !is_public(address)) throw not_allowed(where.host());
    co_return co_await client.send(std::move(where), std::move(request));
  }

  bool allow_private_;
  net::http_client client_;
};
using outward_client = basic_outward_client<>;

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
