// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "aval/net/headers.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** What to ask. The library alone writes Host, Connection, Content-Length and Transfer-Encoding: a message has one length and one
 *  author of it. A class with constructors, so it may stand as a temporary in an awaited call. */
class http_request {
 public:
  http_request() {}
  /** `target` is a path with an optional query ("/a?b=c"), or a whole URL where the call does not name the place otherwise. */
  explicit http_request(std::string method, std::string target = "/") : method(std::move(method)), target(std::move(target)) {}
  http_request(std::string method, std::string target, std::string body, std::string content_type = "application/json")
      : method(std::move(method)), target(std::move(target)), body(std::move(body)) {
    headers.set("Content-Type", content_type);
  }

  std::string method = "GET";
  std::string target = "/";
  net::headers headers;
  std::string body;
};

/** What was answered. clear() keeps all memory for the next answer. */
class http_response {
 public:
  http_response() {}
  explicit http_response(int status, std::string body = {}) : status(status), body(std::move(body)) {}

  /** 200 to 299. */
  bool ok() const noexcept { return status >= 200 && status < 300; }
  void clear() noexcept {
    status = 200;
    reason.clear();
    headers.clear();
    body.clear();
  }

  int status = 200;
  std::string reason;  ///< written by the peer: never trust it. On a server: empty gives the usual words
  net::headers headers;
  std::string body;
};

/** The usual words of a status (RFC 9110 15), "Unknown" for others. */
inline std::string_view reason_phrase(int status) noexcept {
  switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 203: return "Non-Authoritative Information";
    case 204: return "No Content";
    case 205: return "Reset Content";
    case 206: return "Partial Content";
    case 300: return "Multiple Choices";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 407: return "Proxy Authentication Required";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 411: return "Length Required";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 414: return "URI Too Long";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 417: return "Expectation Failed";
    case 421: return "Misdirected Request";
    case 422: return "Unprocessable Content";
    case 425: return "Too Early";
    case 426: return "Upgrade Required";
    case 428: return "Precondition Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    case 505: return "HTTP Version Not Supported";
    default: return "Unknown";
  }
}

}  // namespace net
}  // namespace v0
}  // namespace aval
