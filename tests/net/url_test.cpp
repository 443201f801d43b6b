// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/url.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace {

using namespace aval;

TEST(url, is_taken_apart) {
  struct row {
    const char *text, *scheme, *host;
    int port;
    const char *path, *query, *authority;
  };
  for (const row& r : std::vector<row>{
           {"http://example.com", "http", "example.com", 80, "/", "", "example.com"},
           {"HTTPS://Example.COM:8443/A/b?c=d&e#frag", "https", "example.com", 8443, "/A/b", "c=d&e", "example.com:8443"},
           {"https://127.0.0.1:443/", "https", "127.0.0.1", 443, "/", "", "127.0.0.1"},
           {"http://[::1]:80/x", "http", "::1", 80, "/x", "", "[::1]"},
           {"ws://[2001:db8::1]:9000", "ws", "2001:db8::1", 9000, "/", "", "[2001:db8::1]:9000"},
           {"wss://a_b.example?x", "wss", "a_b.example", 443, "/", "x", "a_b.example"},
           {"http://a:/x", "http", "a", 80, "/x", "", "a"}}) {
    const auto u = net::parse_url(r.text);
    ASSERT_TRUE(u) << r.text << ": " << u.error().message;
    EXPECT_EQ(u->scheme(), r.scheme);
    EXPECT_EQ(u->host(), r.host);
    EXPECT_EQ(u->port(), r.port);
    EXPECT_EQ(u->path(), r.path);
    EXPECT_EQ(u->query(), r.query);
    EXPECT_EQ(u->authority(), r.authority);
  }
  EXPECT_EQ(net::url("https://a:444/b?c").origin(), "https://a:444");
  EXPECT_EQ(net::url("https://a:444/b?c").target(), "/b?c");
}

TEST(url, that_could_mislead_is_refused) {
  for (const char* text : {"", "example.com", "/path", "ftp://a/", "javascript://a", "http:///x", "http://", "http://user@host/", "http://user:pw@host/",
                           "http://a b/", "http://a/b c", "http://a/\r\nX: y", "http://a/\t", "http://a/\x01", "http://caf\xc3\xa9/", "http://a/%", "http://a/%4",
                           "http://a/%zz", "http://a/?%g1", "http://a:0/", "http://a:65536/", "http://a:-1/", "http://a:8o/", "http://[::1/", "http://[1.2.3.4]/",
                           "http://[::1]x/", "http://a/b\\c", "http://a%41/", "http://[fe80::1%25eth0]/", "http ://a/"}) {
    const auto u = net::parse_url(text);
    ASSERT_FALSE(u) << text;
    EXPECT_EQ(u.error().code, make_error_code(net::errc::invalid_url));
  }
  EXPECT_EQ(net::parse_url("http://me:hunter2@host/").error().message.find("hunter2"), std::string::npos) << "a password is not quoted";
}

TEST(url, references_are_resolved_as_rfc_3986_says) {
  const net::url base("http://a/b/c/d?q");
  struct row {
    const char *reference, *expected;
  };
  for (const row& r : std::vector<row>{{"g", "http://a/b/c/g"}, {"./g", "http://a/b/c/g"}, {"g/", "http://a/b/c/g/"}, {"/g", "http://a/g"},
                                       {"//g", "http://g/"}, {"?y", "http://a/b/c/d?y"}, {"g?y", "http://a/b/c/g?y"}, {"", "http://a/b/c/d?q"},
                                       {".", "http://a/b/c/"}, {"..", "http://a/b/"}, {"../g", "http://a/b/g"}, {"../../g", "http://a/g"},
                                       {"../../../g", "http://a/g"}, {"/./g", "http://a/g"}, {"/../g", "http://a/g"}, {"g;x=1/../y", "http://a/b/c/y"},
                                       {"https://x/y", "https://x/y"}, {"//g/a/../b", "http://g/b"}, {"https://x/./y/..", "https://x/"}, {"#s", "http://a/b/c/d?q"}}) {
    const auto u = base.resolve(r.reference);
    ASSERT_TRUE(u) << r.reference;
    EXPECT_EQ(u->to_string(), r.expected) << r.reference;
  }
  EXPECT_FALSE(base.resolve("javascript://x"));
}

TEST(url, percent_encoding_goes_both_ways_and_broken_or_nul_is_refused) {
  EXPECT_EQ(net::percent_encode("a b/\xc3\xa9~"), "a%20b%2F%C3%A9~");
  EXPECT_EQ(net::percent_decode("a%20b%2F%C3%a9~").value(), "a b/\xc3\xa9~");
  EXPECT_EQ(net::percent_decode("a+b").value(), "a+b");
  EXPECT_EQ(net::percent_decode("a+b", true).value(), "a b");
  for (const char* bad : {"%", "%1", "%g0", "%00", "a%2"}) EXPECT_FALSE(net::percent_decode(bad)) << bad;
}

}  // namespace
