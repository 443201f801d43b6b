// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/net/headers.hpp"

#include <gtest/gtest.h>

#include <string>

#include "aval/net/http_message.hpp"

namespace {

using namespace aval;

TEST(headers, keep_their_order_and_are_found_without_case) {
  net::headers h{{"Accept", "a"}, {"X-Thing", " 1 "}, {"accept", "b"}};
  EXPECT_EQ(h.size(), 3u);
  EXPECT_EQ(h.find("ACCEPT").value(), "a");
  EXPECT_EQ(h.find("x-thing").value(), "1") << "white space around a value is cut";
  EXPECT_FALSE(h.find("other"));
  EXPECT_EQ(h.count("Accept"), 2u);
  EXPECT_EQ(h.lines(), "Accept: a\r\nX-Thing: 1\r\naccept: b\r\n");
  std::string names;
  for (const auto f : h) names += f.name;
  EXPECT_EQ(names, "AcceptX-Thingaccept");
}

TEST(headers, set_replaces_all_of_a_name_and_erase_counts) {
  net::headers h{{"A", "1"}, {"B", "2"}, {"a", "3"}};
  h.set("A", *h.find("B"));  // a view into the object itself
  EXPECT_EQ(h.lines(), "B: 2\r\nA: 2\r\n");
  EXPECT_EQ(h.erase("b"), 1u);
  EXPECT_EQ(h.erase("b"), 0u);
  EXPECT_EQ(h.lines(), "A: 2\r\n");
  h.clear();
  EXPECT_TRUE(h.empty());
}

TEST(headers, response_splitting_is_refused) {
  net::headers h{{"A", "1"}};
  for (const char* name : {"", "a b", "a:", "a\r\nb", "a\n", "\xc3\xa9", "a(b)"}) EXPECT_THROW(h.add(name, "v"), error) << name;
  for (const std::string& value : {std::string("a\r\nSet-Cookie: b"), std::string("a\nb"), std::string("a\rb"), std::string("a\0b", 3), std::string("a\x7f"), std::string("\x1b[1m")}) {
    EXPECT_THROW(h.add("X", value), error) << value;
    EXPECT_THROW(h.set("A", value), error) << value;
  }
  EXPECT_EQ(h.lines(), "A: 1\r\n") << "a refused field leaves nothing behind";
  try {
    h.add("Authorization", "Bearer hunter2\n");
    FAIL();
  } catch (const error& e) {
    EXPECT_EQ(e.code(), make_error_code(net::errc::invalid_header));
    EXPECT_EQ(std::string(e.what()).find("hunter2"), std::string::npos) << "a value may be a secret";
  }
}

TEST(headers, elements_of_lists_are_found_over_several_lines) {
  net::headers h{{"Connection", "keep-alive , Upgrade"}, {"Connection", "x"}};
  EXPECT_TRUE(h.has_element("connection", "upgrade"));
  EXPECT_TRUE(h.has_element("connection", "X"));
  EXPECT_FALSE(h.has_element("connection", "keep"));
}

TEST(http_message, clear_keeps_memory) {
  net::http_response r(404, std::string(1000, 'x'));
  const auto* memory = r.body.data();
  r.clear();
  EXPECT_EQ(r.status, 200);
  r.body.assign(1000, 'y');
  EXPECT_EQ(r.body.data(), memory);
}

}  // namespace
