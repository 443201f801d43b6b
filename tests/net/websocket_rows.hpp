// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/net/websocket_session.hpp"

/*  The notation of the conformance tables.
 *
 *  Frames stand as "81:text": first byte in hex, then the payload, in which %HH is a byte and {N}c repeats c N times. "~" in front:
 *  masked where it should not be, or the other way round. "=" and hex digits: raw bytes, where M stands for the mask bit of the
 *  length byte and a zero mask after it is "m". */

namespace websocket_rows {

inline std::string expanded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      out += static_cast<char>(std::stoi(std::string(text.substr(i + 1, 2)), nullptr, 16));
      i += 2;
    } else if (text[i] == '{') {
      const std::size_t end = text.find('}', i);
      out.append(std::stoul(std::string(text.substr(i + 1, end - i - 1))), text[end + 1]);
      i = end + 1;
    } else {
      out += text[i];
    }
  }
  return out;
}
inline std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> out;
  while (!text.empty()) {
    const std::size_t space = text.find(' ');
    if (space != 0) out.emplace_back(text.substr(0, space));
    text = space == std::string_view::npos ? std::string_view() : text.substr(space + 1);
  }
  return out;
}
inline std::string hex(unsigned byte) {
  char text[3];
  std::snprintf(text, sizeof text, "%02X", byte & 0xFF);
  return text;
}

inline std::string frame(unsigned first, const std::string& payload, bool masked) {
  aval::net::detail::byte_queue out;
  const unsigned char key[4] = {0x37, 0xFA, 0x21, 0x3D};
  aval::net::detail::append_frame(out, first, payload, masked ? &key : nullptr);
  return {out.data(), out.size()};
}

inline std::string bytes_of(const std::string& input, aval::net::websocket_role ours) {
  const bool masks = ours == aval::net::websocket_role::server;  // what comes is a client's
  std::string out;
  for (std::string w : words(input)) {
    if (w[0] == '=') {  // raw
      for (std::size_t i = 1; i < w.size();) {
        if (w[i] == 'm') {
          if (masks) out.append(4, '\0');
          ++i;
        } else {
          bool bit = false;
          if (w[i] == 'M') bit = masks, ++i;
          out += static_cast<char>(std::stoi(w.substr(i, 2), nullptr, 16) | (bit ? 0x80 : 0));
          i += 2;
        }
      }
      continue;
    }
    const bool wrong = w[0] == '~';
    if (wrong) w.erase(0, 1);
    out += frame(static_cast<unsigned>(std::stoi(w.substr(0, 2), nullptr, 16)), expanded(w.substr(3)), masks != wrong);
  }
  return out;
}

/** The frames of an endpoint, first byte and payload; the mask is taken off. */
inline std::vector<std::pair<unsigned, std::string>> frames_of(std::string_view output, aval::net::websocket_role ours) {
  std::vector<std::pair<unsigned, std::string>> out;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(output[i]); };
  while (!output.empty()) {
    EXPECT_EQ((byte(1) & 0x80) != 0, ours == aval::net::websocket_role::client) << "a client masks, a server does not";
    std::size_t size = byte(1) & 0x7F, head = 2;
    if (const std::size_t more = size == 126 ? 2 : size == 127 ? 8 : 0; more != 0) {
      size = 0;
      for (; head < 2 + more; ++head) size = size << 8 | byte(head);
    }
    std::string key(4, '\0');
    if ((byte(1) & 0x80) != 0) key = output.substr(head, 4), head += 4;
    std::string payload(output.substr(head, size));
    for (std::size_t i = 0; i < payload.size(); ++i) payload[i] = static_cast<char>(payload[i] ^ key[i % 4]);
    out.emplace_back(byte(0), std::move(payload));
    output.remove_prefix(head + size);
  }
  return out;
}

}  // namespace websocket_rows
