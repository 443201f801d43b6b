// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <system_error>

#include "aval/core/error.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** What can go wrong between two ends of a connection. Compare with aval::condition to know what can be done about it. */
enum class errc {
  // what a caller handed in
  invalid_url = 1,   ///< not an absolute http, https, ws or wss URL
  invalid_header,    ///< a header name or value with characters that would split or forge a message
  invalid_method,    ///< a method that is not a token
  invalid_target,    ///< a request target with white space, control characters or a fragment
  invalid_options,   ///< an option cannot be used; the message names it
  invalid_address,   ///< not "host:port"

  // HTTP messages of a peer (RFC 9110, RFC 9112)
  bad_request_line,              ///< the first line of a request is not "method target version"
  bad_status_line,               ///< the first line of a response is not "version status reason"
  unsupported_version,           ///< HTTP, but not 1.x
  bad_header,                    ///< a header line without a valid name, or with control characters in its value
  obsolete_fold,                 ///< a header line continued by white space on the next line
  bare_line_ending,              ///< LF without CR, or CR without LF
  bad_content_length,            ///< Content-Length is not one decimal number
  conflicting_lengths,           ///< Content-Length twice, or together with Transfer-Encoding
  bad_transfer_encoding,         ///< Transfer-Encoding in HTTP/1.0, repeated, or chunked not last
  unsupported_transfer_encoding, ///< a transfer coding other than chunked
  bad_chunk,                     ///< a chunk's size or extension is malformed or too long
  bad_trailer,                   ///< a trailer that may not be one
  bad_host,                      ///< Host is missing in HTTP/1.1, repeated or malformed
  unsupported_expectation,       ///< Expect asks for something other than 100-continue
  target_too_long,               ///< the request line alone exceeds the limit
  head_too_large,                ///< start line and headers together exceed the limit
  too_many_headers,              ///< more header fields than the limit
  body_too_large,                ///< the body exceeds the limit
  truncated_message,             ///< the peer closed in the middle of a message
  bad_event_stream,              ///< a server-sent event exceeds the limit
  bad_upgrade,                   ///< an upgrade to WebSocket, asked or answered, that breaks RFC 6455 section 4
  bad_frame,                     ///< a WebSocket frame that breaks RFC 6455 section 5
  bad_text,                      ///< a WebSocket text that is not UTF-8
  bad_compression,               ///< a compressed WebSocket message that does not unpack
  message_too_large,             ///< a WebSocket message or frame exceeds the limit

  // connections
  closed,               ///< this end has been closed
  timed_out,            ///< a deadline of ours passed
  cancelled,            ///< the caller cancelled
  too_many_connections, ///< the pool's limit is reached and waiting is not allowed
  not_resolved,         ///< the host name has no address
  no_route,             ///< none of the host's addresses answered
  peer_closed,          ///< the peer closed before it answered
  proxy_refused,        ///< the proxy answered CONNECT with an error
  too_many_redirects,   ///< the limit of redirects is used up
  unsafe_redirect,      ///< a redirect from https to http, or to something that is not HTTP
  upgrade_refused,      ///< the server answered the upgrade with another status than 101
  websocket_closed,     ///< a WebSocket ended in good order, by either side's close
  queue_full,           ///< what is queued for a slow reader would exceed the limit

  // TLS
  tls_failure,              ///< the TLS library refused; the context has its words
  tls_truncated,            ///< the connection ended without close_notify
  certificate_not_trusted,  ///< no chain to a trusted root, or expired
  host_mismatch,            ///< the certificate is for another name
  pin_mismatch,             ///< the peer's public key is not the pinned one
  no_certificate,           ///< the peer presented none although one is required
  bad_certificate,          ///< a certificate or key of ours cannot be used
  certificate_refused       ///< the peer refused our certificate, or asked for one that we did not have
};

namespace detail {

class net_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.net"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::invalid_url: return "not a valid URL";
      case errc::invalid_header: return "not a valid header name or value";
      case errc::invalid_method: return "not a valid method";
      case errc::invalid_target: return "not a valid request target";
      case errc::invalid_options: return "options cannot be used";
      case errc::invalid_address: return "not a valid address";
      case errc::bad_request_line: return "malformed request line";
      case errc::bad_status_line: return "malformed status line";
      case errc::unsupported_version: return "HTTP version not supported";
      case errc::bad_header: return "malformed header";
      case errc::obsolete_fold: return "header continued on the next line";
      case errc::bare_line_ending: return "line ending is not CR LF";
      case errc::bad_content_length: return "malformed Content-Length";
      case errc::conflicting_lengths: return "contradictory message length";
      case errc::bad_transfer_encoding: return "malformed Transfer-Encoding";
      case errc::unsupported_transfer_encoding: return "transfer coding not supported";
      case errc::bad_chunk: return "malformed chunk";
      case errc::bad_trailer: return "forbidden trailer";
      case errc::bad_host: return "Host missing, repeated or malformed";
      case errc::unsupported_expectation: return "expectation not supported";
      case errc::target_too_long: return "request target too long";
      case errc::head_too_large: return "message head too large";
      case errc::too_many_headers: return "too many headers";
      case errc::body_too_large: return "message body too large";
      case errc::truncated_message: return "connection closed in the middle of a message";
      case errc::bad_event_stream: return "server-sent event too large";
      case errc::bad_upgrade: return "not a correct WebSocket upgrade";
      case errc::bad_frame: return "malformed WebSocket frame";
      case errc::bad_text: return "WebSocket text is not UTF-8";
      case errc::bad_compression: return "compressed WebSocket message cannot be unpacked";
      case errc::message_too_large: return "WebSocket message too large";
      case errc::closed: return "connection closed by this side";
      case errc::timed_out: return "timed out";
      case errc::cancelled: return "cancelled";
      case errc::too_many_connections: return "too many connections";
      case errc::not_resolved: return "host name not found";
      case errc::no_route: return "no address of the host answered";
      case errc::peer_closed: return "connection closed by the peer";
      case errc::proxy_refused: return "refused by the proxy";
      case errc::too_many_redirects: return "too many redirects";
      case errc::unsafe_redirect: return "redirect to a less safe address";
      case errc::upgrade_refused: return "upgrade to WebSocket refused";
      case errc::websocket_closed: return "WebSocket closed";
      case errc::queue_full: return "too much is queued for a slow reader";
      case errc::tls_failure: return "TLS failure";
      case errc::tls_truncated: return "TLS connection ended without a close";
      case errc::certificate_not_trusted: return "certificate not trusted";
      case errc::host_mismatch: return "certificate is for another host";
      case errc::pin_mismatch: return "public key is not the pinned one";
      case errc::no_certificate: return "peer has no certificate";
      case errc::bad_certificate: return "certificate or key cannot be used";
      case errc::certificate_refused: return "our certificate was refused by the peer";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    const auto e = static_cast<errc>(value);
    if (e >= errc::bad_request_line && e <= errc::message_too_large) return make_error_condition(condition::not_understood);
    switch (e) {
      case errc::timed_out: return make_error_condition(condition::timed_out);
      case errc::cancelled: return make_error_condition(condition::cancelled);
      case errc::too_many_redirects:
      case errc::unsafe_redirect: return make_error_condition(condition::not_understood);
      case errc::not_resolved:
      case errc::no_route:
      case errc::peer_closed: return make_error_condition(condition::unreachable);
      case errc::upgrade_refused:
      case errc::proxy_refused: return make_error_condition(condition::refused);
      case errc::tls_failure:
      case errc::tls_truncated:
      case errc::certificate_not_trusted:
      case errc::host_mismatch:
      case errc::pin_mismatch:
      case errc::no_certificate:
      case errc::certificate_refused: return make_error_condition(condition::not_trusted);
      default: return {value, *this};
    }
  }
};

}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::net_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

}  // namespace net
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::net::errc> : std::true_type {};
