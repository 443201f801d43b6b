// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "aval/net/headers.hpp"
#include "aval/net/tls_context.hpp"
#include "aval/net/websocket_options.hpp"

/*  The upgrade from HTTP (RFC 6455 section 4), both sides, without I/O. */

namespace aval {
inline namespace v0 {
namespace net {
namespace detail {

inline std::string base64_of(const unsigned char* bytes, std::size_t size) {
  std::string text(4 * ((size + 2) / 3) + 1, '\0');
  const int n = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes, static_cast<int>(size));
  text.resize(static_cast<std::size_t>(n));
  return text;
}

/** Sec-WebSocket-Accept for a Sec-WebSocket-Key. */
inline std::string websocket_accept_of(std::string_view key) {
  std::string text(key);
  text += "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[20] = {};
  unsigned size = sizeof digest;
  if (EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha1(), nullptr) != 1) throw_tls(errc::tls_failure, "SHA-1");
  return base64_of(digest, sizeof digest);
}

inline std::string websocket_key(const random_source& random) {
  unsigned char bytes[16];
  random.fill(std::as_writable_bytes(std::span(bytes)));
  return base64_of(bytes, sizeof bytes);
}

/** 16 bytes in base64. */
inline bool is_websocket_key(std::string_view key) noexcept {
  if (key.size() != 24 || !key.ends_with("==")) return false;
  for (const char c : key.substr(0, 22)) {
    if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/')) return false;
  }
  return std::string_view("AQgw").find(key[21]) != std::string_view::npos;  // no bits beyond the 128
}

/** The elements of all fields of that name in one list. */
inline std::string joined(const headers& fields, std::string_view name) {
  std::string out;
  for (const auto f : fields) {
    if (equal_ignoring_case(f.name, name)) out.append(out.empty() ? "" : ", ").append(f.value);
  }
  return out;
}

/** What a server makes of a request. status 101: go on with `answer`. */
struct upgrade_decision {
  int status = 101;
  const char* code = "";
  const char* text = "";
  headers answer = {};
  std::string subprotocol = {};
  std::unique_ptr<websocket_packer> packer = {};
};

inline upgrade_decision decide_upgrade(std::string_view method, int minor_version, bool has_body, const headers& fields, const websocket_options& o) {
  upgrade_decision d;
  const auto refuse = [&d](int status, const char* code, const char* text) {
    d.status = status;
    d.code = code;
    d.text = text;
    return std::move(d);
  };
  if (!fields.has_element("Upgrade", "websocket") || !fields.has_element("Connection", "upgrade")) {
    d.answer.add("Upgrade", "websocket");
    return refuse(426, "upgrade_required", "this address speaks WebSocket only");
  }
  if (method != "GET") return refuse(405, "method_not_allowed", "a WebSocket begins with GET");
  if (minor_version < 1) return refuse(400, "bad_upgrade", "a WebSocket needs HTTP/1.1");
  if (has_body) return refuse(400, "bad_upgrade", "the request has a body");
  if (fields.count("Sec-WebSocket-Version") != 1 || fields.find("Sec-WebSocket-Version") != std::string_view("13")) {
    d.answer.add("Sec-WebSocket-Version", "13");
    return refuse(426, "version_not_supported", "only version 13 of WebSocket is spoken here");
  }
  const auto key = fields.find("Sec-WebSocket-Key");
  if (fields.count("Sec-WebSocket-Key") != 1 || !is_websocket_key(*key)) return refuse(400, "bad_upgrade", "Sec-WebSocket-Key is not a key");
  const auto origin = fields.find("Origin");
  if (origin && !o.allowed_origins.empty() &&
      (fields.count("Origin") != 1 || std::find(o.allowed_origins.begin(), o.allowed_origins.end(), *origin) == o.allowed_origins.end())) {
    return refuse(403, "origin_refused", "pages of this origin may not connect");
  }
  d.answer.add("Upgrade", "websocket");
  d.answer.add("Sec-WebSocket-Accept", websocket_accept_of(*key));
  for (const auto& ours : o.subprotocols) {
    if (!fields.has_element("Sec-WebSocket-Protocol", ours)) continue;
    d.subprotocol = ours;
    d.answer.add("Sec-WebSocket-Protocol", ours);
    break;
  }
  if (o.compression) {
    std::string answer;
    d.packer = o.compression->choose(joined(fields, "Sec-WebSocket-Extensions"), answer);
    if (d.packer) d.answer.add("Sec-WebSocket-Extensions", answer);
  }
  return d;
}

/** A client's request. @par Exceptions  aval::error(errc::invalid_header): a header of the user's that belongs to the upgrade. */
inline std::string upgrade_request(std::string_view target, std::string_view authority, std::string_view key, const headers& more,
                                   const websocket_options& o) {
  for (const auto f : more) {
    const bool ours = f.name.size() > 14 && equal_ignoring_case(f.name.substr(0, 14), "sec-websocket-");
    if (ours || equal_ignoring_case(f.name, "upgrade") || equal_ignoring_case(f.name, "connection") || equal_ignoring_case(f.name, "host") ||
        equal_ignoring_case(f.name, "content-length") || equal_ignoring_case(f.name, "transfer-encoding")) {
      throw error(errc::invalid_header, "header " + std::string(f.name) + " is written by the library alone");
    }
  }
  std::string out = "GET ";
  out.append(target).append(" HTTP/1.1\r\nHost: ").append(authority);
  out.append("\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ").append(key).append("\r\nSec-WebSocket-Version: 13\r\n");
  if (!o.subprotocols.empty()) {
    std::string list;
    for (const auto& p : o.subprotocols) {
      if (!is_token(p)) throw error(errc::invalid_options, "websocket_options.subprotocols: not a token");
      list.append(list.empty() ? "" : ", ").append(p);
    }
    out.append("Sec-WebSocket-Protocol: ").append(list).append("\r\n");
  }
  if (o.compression) out.append("Sec-WebSocket-Extensions: ").append(o.compression->offer()).append("\r\n");
  return out.append(more.lines()).append("\r\n");
}

/** What the server's 101 agrees on. @par Exceptions  aval::error(errc::bad_upgrade) */
inline std::unique_ptr<websocket_packer> check_upgrade_answer(const headers& fields, std::string_view key, const websocket_options& o,
                                                              std::string& subprotocol, const std::string& context) {
  const auto bad = [&context](const char* why) { return error(errc::bad_upgrade, context + ": " + why); };
  if (!fields.has_element("Upgrade", "websocket")) throw bad("the answer's Upgrade is not websocket");
  if (!fields.has_element("Connection", "upgrade")) throw bad("the answer's Connection is not Upgrade");
  if (fields.count("Sec-WebSocket-Accept") != 1 || fields.find("Sec-WebSocket-Accept") != std::string_view(websocket_accept_of(key))) {
    throw bad("Sec-WebSocket-Accept does not fit");
  }
  if (const auto chosen = fields.find("Sec-WebSocket-Protocol")) {
    if (fields.count("Sec-WebSocket-Protocol") != 1 || std::find(o.subprotocols.begin(), o.subprotocols.end(), *chosen) == o.subprotocols.end()) {
      throw bad("the server chose a subprotocol that was not offered");
    }
    subprotocol = *chosen;
  }
  if (!fields.contains("Sec-WebSocket-Extensions")) return nullptr;
  auto packer = o.compression ? o.compression->accept(joined(fields, "Sec-WebSocket-Extensions")) : nullptr;
  if (!packer) throw bad("the server uses an extension that was not offered");
  return packer;
}

}  // namespace detail
}  // namespace net
}  // namespace v0
}  // namespace aval
