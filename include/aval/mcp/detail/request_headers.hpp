// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

/*  What streamable HTTP reads in the headers of a request, without I/O: whether a page of a stranger has sent it (DNS rebinding: its name
 *  leads to this machine, so the browser takes our answers for its own), and which types of answers it takes. */

namespace aval {
inline namespace v0 {
namespace mcp {
namespace detail {

inline std::string lower_case(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/** "LOCALHOST:80" -> "localhost", "[::1]:80" -> "[::1]"; empty for what is no host with or without a port. */
inline std::string host_without_port(std::string_view host) {
  const std::size_t end = host.starts_with('[') ? host.find(']') : host.find(':');
  if (end == std::string_view::npos) return host.starts_with('[') ? std::string() : lower_case(host);
  const std::size_t size = host[end] == ']' ? end + 1 : end;
  std::string_view port = host.substr(size);
  if (!port.empty() && port.front() != ':') return {};
  if (!port.empty()) port.remove_prefix(1);
  if (port.size() > 5 || port.find_first_not_of("0123456789") != std::string_view::npos) return {};
  return lower_case(host.substr(0, size));
}
inline bool is_loopback_name(std::string_view host) { return host == "localhost" || host == "127.0.0.1" || host == "[::1]"; }

struct known_places {
  std::span<const std::string> hosts;    // beside the names of this machine
  std::span<const std::string> origins;  // beside the host's own
  bool any_host = false;
};

/** Whether a request with that Host and Origin may come in. */
inline bool from_known_place(const known_places& known, std::optional<std::string_view> host_header, std::optional<std::string_view> origin_header) {
  const std::string host = host_without_port(host_header.value_or(""));
  bool good = known.any_host || is_loopback_name(host);
  for (const std::string& one : known.hosts) good = good || (!host.empty() && lower_case(one) == host);
  if (!good || !origin_header) return good;
  const std::string origin = lower_case(*origin_header);
  for (const std::string& one : known.origins)
    if (lower_case(one) == origin) return true;
  const std::size_t scheme = origin.find("://");
  if (scheme == std::string::npos || (origin.substr(0, scheme) != "http" && origin.substr(0, scheme) != "https")) return false;
  const std::string from = origin.substr(scheme + 3);
  if (!known.any_host && !from.empty() && from == lower_case(host_header.value_or(""))) return true;
  return is_loopback_name(host) && is_loopback_name(host_without_port(from));
}

/** Whether an Accept header, or none, takes that type. Weights are not looked at: no client names a type that it refuses. */
inline bool accepts(std::optional<std::string_view> header, std::string_view type) {
  if (!header) return true;
  const std::string any = std::string(type.substr(0, type.find('/'))) + "/*";
  for (std::string_view rest = *header; !rest.empty();) {
    const std::size_t end = rest.find(',');
    std::string_view one = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    one = one.substr(0, one.find(';'));
    while (!one.empty() && (one.front() == ' ' || one.front() == '\t')) one.remove_prefix(1);
    while (!one.empty() && (one.back() == ' ' || one.back() == '\t')) one.remove_suffix(1);
    const std::string name = lower_case(one);
    if (name == type || name == any || name == "*/*") return true;
  }
  return false;
}

}  // namespace detail
}  // namespace mcp
}  // namespace v0
}  // namespace aval
