// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/io_context.hpp>
#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "aval/net/detail/http_connection.hpp"
#include "aval/testing/scripted_stream.hpp"

/*  What a connection of the server needs of a stream, over a script. */

namespace http_test {

inline void report(const std::string& what) { ADD_FAILURE() << what; }

struct scripted : aval::testing::scripted_stream {
  using aval::testing::scripted_stream::scripted_stream;
  std::shared_ptr<std::size_t> received = std::make_shared<std::size_t>();  // bytes, by all copies
  std::size_t read_now(char* to, std::size_t size, std::error_code& ec) {
    const std::size_t n = aval::testing::scripted_stream::read_now(to, size, ec);
    *received += n;
    return n;
  }
  explicit scripted(const aval::testing::scripted_stream& s) : aval::testing::scripted_stream(s) {}
  template <class Token>
  auto async_handshake(Token&& token) {
    return async_flush(std::forward<Token>(token));
  }
  template <class Token>
  auto async_shutdown(Token&& token) {
    return async_flush(std::forward<Token>(token));
  }
};

/** What was written, without the dates. */
inline std::string undated(std::string text) {
  for (std::size_t at; (at = text.find("Date: ")) != std::string::npos;) text.erase(at, text.find("\r\n", at) + 2 - at);
  return text;
}

}  // namespace http_test
