// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/http_parser.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace aval;
using net::http_parser;
using role = net::http_parser::role;
using outcome = net::http_parser::outcome;

struct parsed {
  std::error_code error;
  int status_for_error = 0;
  bool complete = false;
  std::string body;
  std::size_t used = 0;
};

// feeds `wire` in pieces of `step` bytes, as a connection would: what is not used stays in the buffer
parsed feed(http_parser& p, const std::string& wire, std::size_t step) {
  parsed out;
  std::string buffer;
  std::size_t given = 0;
  bool head = false;
  while (true) {
    if (!head) {
      const auto o = p.parse_head(buffer);
      if (o == outcome::failed) break;
      if (o == outcome::complete) {
        head = true;
        out.used += p.head_size();
        buffer.erase(0, p.head_size());
      }
    }
    if (head) {
      http_parser::piece piece;
      do {
        piece = p.parse_body(buffer);
        if (piece.what == outcome::failed) break;
        out.body += piece.data;
        out.used += piece.used;
        buffer.erase(0, piece.used);
      } while (piece.what == outcome::more && piece.used != 0);
      if (piece.what != outcome::more) break;
    }
    if (given == wire.size()) {
      p.finish();
      break;
    }
    const std::size_t n = std::min(step, wire.size() - given);
    buffer.append(wire, given, n);
    given += n;
  }
  out.error = p.error();
  out.status_for_error = p.status_for_error();
  out.complete = p.complete();
  return out;
}

const std::string host = "Host: a\r\n";

TEST(http_parser, a_request_is_the_same_in_pieces_of_any_size) {
  const std::string wire = "POST /v1/x?y=1 HTTP/1.1\r\nHost: example.com:8443\r\nX-One:  two words \t\r\nx-empty:\r\nContent-Length: 5\r\n\r\nhelloGET";
  for (std::size_t step = 1; step <= wire.size(); ++step) {
    http_parser p(role::request);
    const auto r = feed(p, wire, step);
    ASSERT_FALSE(r.error) << step << " " << r.error.message();
    EXPECT_TRUE(r.complete);
    EXPECT_EQ(p.method(), "POST");
    EXPECT_EQ(p.target(), "/v1/x?y=1");
    EXPECT_EQ(p.fields().size(), 4u);
    EXPECT_EQ(p.fields().find("HOST").value(), "example.com:8443");
    EXPECT_EQ(p.fields().find("X-ONE").value(), "two words");
    EXPECT_EQ(p.fields().find("x-empty").value(), "");
    EXPECT_EQ(r.body, "hello");
    EXPECT_EQ(r.used, wire.size() - 3) << "the next request's bytes are not touched";
    EXPECT_TRUE(p.keep_alive());
  }
}

TEST(http_parser, a_chunked_body_with_extensions_and_trailers_is_the_same_in_pieces_of_any_size) {
  const std::string wire =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n"
      "5\r\nhello\r\n0B;a=b; c = \"d;\\\"e\" ;f\r\n, and worlx\r\n1\r\nd\r\n000\r\nX-Sum: 9\r\n\r\nrest";
  for (std::size_t step = 1; step <= wire.size(); ++step) {
    http_parser p(role::response);
    const auto r = feed(p, wire, step);
    ASSERT_FALSE(r.error) << step << " " << r.error.message();
    EXPECT_TRUE(r.complete);
    EXPECT_EQ(r.body, "hello, and worlxd");
    EXPECT_EQ(r.used, wire.size() - 4);
    EXPECT_EQ(p.trailers().find("x-sum").value(), "9");
    EXPECT_FALSE(p.fields().contains("x-sum")) << "trailers are kept apart";
    EXPECT_TRUE(p.keep_alive());
  }
}

struct attack {
  const char* name;
  std::string wire;
  net::errc expected;
  int status = 400;
};

TEST(http_parser, hostile_requests_are_refused) {
  const std::string post = "POST / HTTP/1.1\r\n" + host;
  const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";
  const std::vector<attack> attacks = {
      // request smuggling
      {"CL.TE", post + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nG", net::errc::conflicting_lengths},
      {"TE.CL", post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\n", net::errc::conflicting_lengths},
      {"CL.CL different", post + "Content-Length: 6\r\nContent-Length: 5\r\n\r\nhello!", net::errc::conflicting_lengths},
      {"CL.CL the same", post + "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello", net::errc::conflicting_lengths},
      {"CL list", post + "Content-Length: 5, 5\r\n\r\nhello", net::errc::conflicting_lengths},
      {"TE.TE obfuscated", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n", net::errc::bad_transfer_encoding},
      {"TE.TE twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n", net::errc::bad_transfer_encoding},
      {"TE twice in one line", post + "Transfer-Encoding: chunked, chunked\r\n\r\n", net::errc::bad_transfer_encoding},
      {"TE unknown", post + "Transfer-Encoding: xchunked\r\n\r\n", net::errc::unsupported_transfer_encoding, 501},
      {"TE gzip before chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n", net::errc::unsupported_transfer_encoding, 501},
      {"TE identity", post + "Transfer-Encoding: identity\r\n\r\n", net::errc::unsupported_transfer_encoding, 501},
      {"TE with a parameter", post + "Transfer-Encoding: chunked;q=1\r\n\r\n", net::errc::unsupported_transfer_encoding, 501},
      {"TE empty", post + "Transfer-Encoding:\r\n\r\n", net::errc::bad_transfer_encoding},
      {"TE with a vertical tab", post + "Transfer-Encoding: \x0b" "chunked\r\n\r\n", net::errc::bad_header},
      {"TE with a space before the colon", post + "Transfer-Encoding : chunked\r\n\r\n", net::errc::bad_header},
      {"TE in HTTP/1.0", "POST / HTTP/1.0\r\n" + host + "Transfer-Encoding: chunked\r\n\r\n", net::errc::bad_transfer_encoding},
      {"TE folded", post + "X: y\r\n Transfer-Encoding: chunked\r\n\r\n", net::errc::obsolete_fold},
      {"fold with a tab", post + "X: y\r\n\tz\r\n\r\n", net::errc::obsolete_fold},
      {"fold before the first header", "GET / HTTP/1.1\r\n X: y\r\n" + host + "\r\n", net::errc::obsolete_fold},
      // lengths
      {"CL negative", post + "Content-Length: -1\r\n\r\n", net::errc::bad_content_length},
      {"CL with a sign", post + "Content-Length: +5\r\n\r\nhello", net::errc::bad_content_length},
      {"CL hexadecimal", post + "Content-Length: 0x5\r\n\r\nhello", net::errc::bad_content_length},
      {"CL with a space inside", post + "Content-Length: 1 0\r\n\r\nhello", net::errc::bad_content_length},
      {"CL empty", post + "Content-Length:\r\n\r\n", net::errc::bad_content_length},
      {"CL overflow of 64 bits", post + "Content-Length: 18446744073709551617\r\n\r\n", net::errc::bad_content_length},
      {"CL over the limit", post + "Content-Length: 8388609\r\n\r\n", net::errc::body_too_large, 413},
      // chunks
      {"chunk size overflow", chunked + "10000000000000005\r\nhello", net::errc::bad_chunk},
      {"chunk size of 16 digits", chunked + "0000000000000005\r\nhello", net::errc::bad_chunk},
      {"chunk size over the limit", chunked + "fffffffffffffff\r\nhello", net::errc::body_too_large, 413},
      {"chunk size with a sign", chunked + "+5\r\nhello", net::errc::bad_chunk},
      {"chunk size with 0x", chunked + "0x5\r\nhello", net::errc::bad_chunk},
      {"chunk size with a space before", chunked + " 5\r\nhello", net::errc::bad_chunk},
      {"chunk size with a space behind", chunked + "5 \r\nhello", net::errc::bad_chunk},
      {"chunk size empty", chunked + "\r\nhello", net::errc::bad_chunk},
      {"chunk size negative", chunked + "-5\r\nhello", net::errc::bad_chunk},
      {"chunk size with a bare LF", chunked + "5\nhello\r\n0\r\n\r\n", net::errc::bare_line_ending},
      {"chunk size with a bare CR", chunked + "5\rX\r\nhello", net::errc::bad_chunk},
      {"chunk data longer than its size", chunked + "5\r\nhello!\r\n0\r\n\r\n", net::errc::bad_chunk},
      {"chunk data ended by a bare LF", chunked + "5\r\nhello\n0\r\n\r\n", net::errc::bare_line_ending},
      {"chunk data ended by CR and something", chunked + "5\r\nhello\r0\r\n\r\n", net::errc::bad_chunk},
      {"chunk extension without a name", chunked + "5;\r\nhello\r\n0\r\n\r\n", net::errc::bad_chunk},
      {"chunk extension with a NUL", chunked + std::string("5;a=\0\r\nhello", 13), net::errc::bad_chunk},
      {"chunk extension with an open quote", chunked + "5;a=\"b\r\nhello\r\n", net::errc::bad_chunk},
      {"chunk extension with an escaped line end", chunked + "5;a=\"b\\\r\nhello\r\n", net::errc::bad_chunk},
      {"chunk extension too long", chunked + "5;a=" + std::string(300, 'x') + "\r\nhello\r\n", net::errc::bad_chunk},
      {"chunk extension without an end", chunked + "5;" + std::string(400, 'x'), net::errc::bad_chunk},
      {"trailer that sets the length", chunked + "0\r\nContent-Length: 3\r\n\r\n", net::errc::bad_trailer},
      {"trailer that sets the host", chunked + "0\r\nHost: b\r\n\r\n", net::errc::bad_trailer},
      {"trailer that authenticates", chunked + "0\r\nauthorization: x\r\n\r\n", net::errc::bad_trailer},
      {"trailer with a space before the colon", chunked + "0\r\nX : b\r\n\r\n", net::errc::bad_header},
      {"trailer with a bare LF", chunked + "0\r\nX: b\n\r\n", net::errc::bare_line_ending},
      {"trailers without an end", chunked + "0\r\nX: " + std::string(17000, 'x'), net::errc::head_too_large, 431},
      // line endings and control characters
      {"bare LF after the request line", "GET / HTTP/1.1\nHost: a\r\n\r\n", net::errc::bare_line_ending},
      {"bare LF after a header", "GET / HTTP/1.1\r\nHost: a\n\r\n", net::errc::bare_line_ending},
      {"bare LF as the end of the head", "GET / HTTP/1.1\r\nHost: a\r\n\n", net::errc::bare_line_ending},
      {"bare CR in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: a\rY: b\r\n\r\n", net::errc::bare_line_ending},
      {"bare CR in the request line", "GET /\rHTTP/1.1 HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bare_line_ending},
      {"two CR before LF", "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n", net::errc::bare_line_ending},
      {"NUL in a value", std::string("GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n", 36), net::errc::bad_header},
      {"NUL in a name", std::string("GET / HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n", 35), net::errc::bad_header},
      {"NUL in the target", std::string("GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n", 29), net::errc::bad_request_line},
      {"escape sequence in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \x1b[2J\r\n\r\n", net::errc::bad_header},
      {"DEL in a value", "GET / HTTP/1.1\r\nHost: a\r\nX: \x7f\r\n\r\n", net::errc::bad_header},
      {"two empty lines before the request", "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      // header lines
      {"space before the colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", net::errc::bad_header},
      {"header without a name", "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n", net::errc::bad_header},
      {"header without a colon", "GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", net::errc::bad_header},
      {"non-ASCII header name", "GET / HTTP/1.1\r\nHost: a\r\nX\xc3\xa9: b\r\n\r\n", net::errc::bad_header},
      {"header name in brackets", "GET / HTTP/1.1\r\nHost: a\r\n(X): b\r\n\r\n", net::errc::bad_header},
      {"Host missing", "GET / HTTP/1.1\r\nX: a\r\n\r\n", net::errc::bad_host},
      {"Host twice", "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", net::errc::bad_host},
      {"Host empty", "GET / HTTP/1.1\r\nHost:\r\n\r\n", net::errc::bad_host},
      {"Host with a user", "GET / HTTP/1.1\r\nHost: a@b\r\n\r\n", net::errc::bad_host},
      {"Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", net::errc::bad_host},
      {"Host list", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", net::errc::bad_host},
      {"Host with a port too large", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", net::errc::bad_host},
      {"Expect unknown", "GET / HTTP/1.1\r\nHost: a\r\nExpect: the-unexpected\r\n\r\n", net::errc::unsupported_expectation, 417},
      // request lines
      {"no version", "GET /\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"two spaces before the target", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"two spaces behind the target", "GET /  HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"space at the end", "GET / HTTP/1.1 \r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"tab between", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"space in the target", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"fragment in the target", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"relative target", "GET a/b HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"non-ASCII target", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"asterisk for GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"CONNECT to a path", "CONNECT /a HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"absolute form with a user", "GET http://a@b/ HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"absolute form of another scheme", "GET file:///etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"method in brackets", "G(T / HTTP/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"HTTP/0.9", "GET / HTTP/0.9\r\n\r\n", net::errc::unsupported_version, 505},
      {"HTTP/2 preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", net::errc::unsupported_version, 505},
      {"lower case version", "GET / http/1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"version with three parts", "GET / HTTP/1.1.1\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"version with two digits", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", net::errc::bad_request_line},
      {"TLS greeting", std::string("\x16\x03\x01\x02\x00\x01", 6), net::errc::bad_request_line},
      {"end in the middle of the head", "GET / HTTP/1.1\r\nHost", net::errc::truncated_message},
      {"end in the middle of the body", post + "Content-Length: 5\r\n\r\nhell", net::errc::truncated_message},
      {"end before the last chunk", chunked + "5\r\nhello\r\n", net::errc::truncated_message},
  };
  for (const auto& a : attacks) {
    for (std::size_t step : {std::size_t{1}, std::size_t{7}, a.wire.size()}) {
      http_parser p(role::request);
      const auto r = feed(p, a.wire, step);
      EXPECT_EQ(r.error, make_error_code(a.expected)) << a.name << " in steps of " << step << ": " << r.error.message();
      EXPECT_FALSE(r.complete) << a.name;
      if (a.expected != net::errc::truncated_message) {
        EXPECT_EQ(r.status_for_error, a.status) << a.name;
      }
      EXPECT_EQ(r.error, condition::not_understood) << a.name;
      EXPECT_EQ(p.parse_head(a.wire), outcome::failed) << a.name << ": an error is final";
      EXPECT_EQ(p.parse_body(a.wire).what, outcome::failed) << a.name;
    }
  }
}

TEST(http_parser, hostile_responses_are_refused) {
  const std::string ok = "HTTP/1.1 200 OK\r\n";
  const std::vector<attack> attacks = {
      {"CL.TE", ok + "Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n", net::errc::conflicting_lengths},
      {"CL.CL", ok + "Content-Length: 6\r\nContent-Length: 7\r\n\r\n", net::errc::conflicting_lengths},
      {"obsolete fold", ok + "X: y\r\n z\r\n\r\n", net::errc::obsolete_fold},
      {"bare LF", "HTTP/1.1 200 OK\nX: y\r\n\r\n", net::errc::bare_line_ending},
      {"response splitting through the reason", "HTTP/1.1 200 a\rSet-Cookie: b\r\n\r\n", net::errc::bare_line_ending},
      {"no status", "HTTP/1.1 OK\r\n\r\n", net::errc::bad_status_line},
      {"status of two digits", "HTTP/1.1 20 OK\r\n\r\n", net::errc::bad_status_line},
      {"status of four digits", "HTTP/1.1 2000 OK\r\n\r\n", net::errc::bad_status_line},
      {"status below 100", "HTTP/1.1 099 OK\r\n\r\n", net::errc::bad_status_line},
      {"HTTP/2", "HTTP/2.0 200 OK\r\n\r\n", net::errc::unsupported_version},
      {"not HTTP", "SSH-2.0-OpenSSH_9\r\n", net::errc::bad_status_line},
      {"chunked over the limit", ok + "Transfer-Encoding: chunked\r\n\r\n800001\r\n", net::errc::body_too_large},
      {"transfer coding unknown", ok + "Transfer-Encoding: gzip\r\n\r\n", net::errc::unsupported_transfer_encoding},
      {"escape in the reason", "HTTP/1.1 200 \x1b[2J\r\n\r\n", net::errc::bad_status_line},
  };
  for (const auto& a : attacks) {
    http_parser p(role::response);
    const auto r = feed(p, a.wire, 3);
    EXPECT_EQ(r.error, make_error_code(a.expected)) << a.name << ": " << r.error.message();
  }
}

TEST(http_parser, limits_are_exact) {
  net::http_limits limits;
  limits.max_head = 200;
  limits.max_target = 60;
  limits.max_headers = 4;
  limits.max_body = 10;
  const auto run = [&](const std::string& wire, std::size_t step) {
    http_parser p(role::request, limits);
    return feed(p, wire, step).error;
  };
  for (std::size_t step : {1u, 13u, 1000u}) {
    const std::string start = "GET / HTTP/1.1\r\n" + host;
    const std::string head = start + "X: " + std::string(200 - start.size() - 7, 'x') + "\r\n\r\n";
    ASSERT_EQ(head.size(), 200u);
    EXPECT_FALSE(run(head, step));
    EXPECT_EQ(run(start + "X: " + std::string(200 - start.size() - 6, 'x') + "\r\n\r\n", step), make_error_code(net::errc::head_too_large));
    EXPECT_EQ(run(start + "X: " + std::string(1000, 'x'), step), make_error_code(net::errc::head_too_large)) << "without waiting for its end";

    const std::string line = "GET /" + std::string(60 - 14, 'x') + " HTTP/1.1";
    ASSERT_EQ(line.size(), 60u);
    EXPECT_FALSE(run(line + "\r\n" + host + "\r\n", step));
    EXPECT_EQ(run("GET /" + std::string(60 - 13, 'x') + " HTTP/1.1\r\n" + host + "\r\n", step), make_error_code(net::errc::target_too_long));
    EXPECT_EQ(run("GET /" + std::string(150, 'x'), step), make_error_code(net::errc::target_too_long)) << "without waiting for its end";

    EXPECT_FALSE(run(start + "A: 1\r\nB: 2\r\nC: 3\r\n\r\n", step));
    EXPECT_EQ(run(start + "A: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n", step), make_error_code(net::errc::too_many_headers));

    EXPECT_FALSE(run(start + "Content-Length: 10\r\n\r\n0123456789", step));
    EXPECT_EQ(run(start + "Content-Length: 11\r\n\r\n0123456789", step), make_error_code(net::errc::body_too_large));
    EXPECT_FALSE(run(start + "Transfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n4\r\nghij\r\n0\r\n\r\n", step));
    EXPECT_EQ(run(start + "Transfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\nghijk\r\n0\r\n\r\n", step), make_error_code(net::errc::body_too_large));
  }
}

TEST(http_parser, chunk_extensions_in_total_are_bound_by_the_head_limit) {
  http_parser p(role::request);
  std::string wire = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 100; ++i) wire += "1;x=" + std::string(200, 'y') + "\r\na\r\n";
  EXPECT_EQ(feed(p, wire, wire.size()).error, make_error_code(net::errc::bad_chunk));
}

TEST(http_parser, a_response_without_a_body_ends_with_its_head) {
  struct row {
    const char *name, *method, *wire;
  };
  for (const row& r : std::vector<row>{
           {"204", "GET", "HTTP/1.1 204 No Content\r\n\r\n"},
           {"304 with the length of what was not sent", "GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"},
           {"HEAD", "HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"},
           {"HEAD chunked", "HEAD", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"},
           {"CONNECT", "CONNECT", "HTTP/1.1 200 OK\r\n\r\n"},
           {"100", "GET", "HTTP/1.1 100 Continue\r\n\r\n"}}) {
    http_parser p(role::response);
    p.start_response_to(r.method);
    const std::string wire = r.wire;
    EXPECT_EQ(p.parse_head(wire + "HTTP/1.1"), outcome::complete) << r.name;
    EXPECT_EQ(p.head_size(), wire.size()) << r.name;
    EXPECT_TRUE(p.complete()) << r.name;
    EXPECT_TRUE(p.keep_alive()) << r.name;
  }
}

TEST(http_parser, a_response_without_a_length_ends_when_the_peer_closes) {
  http_parser p(role::response);
  const auto r = feed(p, "HTTP/1.1 200\r\nX: y\r\n\r\nall of it", 4);
  EXPECT_FALSE(r.error);
  EXPECT_TRUE(r.complete);
  EXPECT_EQ(r.body, "all of it");
  EXPECT_TRUE(p.delimited_by_close());
  EXPECT_FALSE(p.keep_alive());
}

TEST(http_parser, interim_responses_are_told_from_the_real_one) {
  http_parser p(role::response);
  ASSERT_EQ(p.parse_head("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"), outcome::complete);
  EXPECT_TRUE(p.interim());
  p.start();
  ASSERT_EQ(p.parse_head("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n\r\n"), outcome::complete);
  EXPECT_FALSE(p.interim());
  EXPECT_TRUE(p.asks_upgrade());
}

TEST(http_parser, whether_the_connection_persists_follows_version_and_connection_header) {
  struct row {
    const char* head;
    bool expected;
  };
  for (const row& r : std::vector<row>{{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", true},
                                       {"GET / HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n", false},
                                       {"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\nConnection: close\r\n\r\n", false},
                                       {"GET / HTTP/1.0\r\n\r\n", false},
                                       {"GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true},
                                       {"GET / HTTP/1.9\r\nHost: a\r\n\r\n", true}}) {
    http_parser p(role::request);
    ASSERT_EQ(p.parse_head(r.head), outcome::complete) << r.head;
    EXPECT_EQ(p.keep_alive(), r.expected) << r.head;
  }
}

TEST(http_parser, every_form_of_target_that_the_standard_allows_is_taken) {
  for (const char* line : {"GET / HTTP/1.1", "OPTIONS * HTTP/1.1", "CONNECT a.example:443 HTTP/1.1", "GET http://a.example:81/x?y HTTP/1.1",
                           "GET //x/../y HTTP/1.1", "M-SEARCH /a%20b?c=d&e=%C3%A9 HTTP/1.1", "GET /[]{}|^`\"<>\\ HTTP/1.1"}) {
    http_parser p(role::request);
    EXPECT_EQ(p.parse_head(std::string(line) + "\r\n" + host + "\r\n"), outcome::complete) << line;
  }
}

TEST(http_parser, one_empty_line_before_a_request_is_ignored) {
  http_parser p(role::request);
  const std::string wire = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n";
  const auto r = feed(p, wire, 1);
  EXPECT_FALSE(r.error);
  EXPECT_EQ(r.used, wire.size());
  EXPECT_EQ(p.method(), "GET");
}

TEST(http_parser, expect_100_continue_is_noticed_but_not_from_http_1_0) {
  http_parser p(role::request);
  ASSERT_EQ(p.parse_head("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n"), outcome::complete);
  EXPECT_TRUE(p.expects_continue());
  p.start();
  ASSERT_EQ(p.parse_head("POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n"), outcome::complete);
  EXPECT_FALSE(p.expects_continue());
}

TEST(http_parser, a_parsed_head_does_not_depend_on_the_buffer_it_came_from) {
  http_parser p(role::request);
  {
    std::string wire = "GET /abc HTTP/1.1\r\nHost: somewhere\r\n\r\n";
    ASSERT_EQ(p.parse_head(wire), outcome::complete);
    wire.assign(wire.size(), 'x');
  }
  EXPECT_EQ(p.target(), "/abc");
  EXPECT_EQ(p.fields().find("host").value(), "somewhere");
  EXPECT_EQ(p.fields().lines(), "Host: somewhere\r\n");
}

TEST(http_parser, a_value_is_judged_the_same_wherever_its_bytes_stand) {
  for (int c = 0; c < 256; ++c) {
    for (std::size_t size = 1; size < 20; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'v');
        text[at] = static_cast<char>(c);
        ASSERT_EQ(net::detail::all_value(text), (c >= 0x20 && c != 0x7F) || c == '\t') << c << " " << at << " of " << size;
        text[size - 1] = static_cast<char>(0xFF);
        text[at] = static_cast<char>(c);
        ASSERT_EQ(net::detail::all_value(text), (c >= 0x20 && c != 0x7F) || c == '\t') << c << " " << at << " of " << size;
      }
    }
  }
}

}  // namespace
