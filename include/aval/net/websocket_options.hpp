// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aval/core/log_hooks.hpp"
#include "aval/core/random.hpp"
#include "aval/net/websocket_session.hpp"

namespace aval {
inline namespace v0 {
namespace net {

/** Agrees with the peer on compression during the upgrade. net::permessage_deflate() of aval/net/websocket_deflate.hpp makes one. */
class websocket_compression {
 public:
  virtual ~websocket_compression() = default;
  /** A client's Sec-WebSocket-Extensions. */
  virtual std::string offer() const = 0;
  /** A server's choice among the offers of all such headers; `answer` becomes its own header. Null: none of them suits. */
  virtual std::unique_ptr<websocket_packer> choose(std::string_view offers, std::string& answer) const = 0;
  /** What a client makes of the server's answer. Null: an answer to something that was not offered. */
  virtual std::unique_ptr<websocket_packer> accept(std::string_view answer) const = 0;
};

/** How a WebSocket treats its peer. Time-outs: zero switches one off. */
struct websocket_options {
  std::size_t max_message = 1024 * 1024;                            // bytes of a received message; more: close 1009
  std::size_t max_frame = std::numeric_limits<std::size_t>::max();  // bytes of one frame of it
  std::size_t max_queued_bytes = 4 * 1024 * 1024;                   // unsent; a message that would exceed it is not taken
  std::chrono::milliseconds ping_interval = std::chrono::seconds(20);
  std::chrono::milliseconds pong_timeout = std::chrono::seconds(20);       // a peer that is silent for so long after a ping is gone
  std::chrono::milliseconds handshake_timeout = std::chrono::seconds(10);  // client: look-up, TCP, proxy, TLS and upgrade together
  std::chrono::milliseconds close_timeout = std::chrono::seconds(10);      // for the peer's answer to our close
  std::vector<std::string> subprotocols = {};     // client: offered; server: understood, the best first. Empty: none
  std::vector<std::string> allowed_origins = {};  // server: what browsers may call from ("https://a.example"); empty: anything
  std::shared_ptr<const websocket_compression> compression = {};  // empty: none, whatever the peer offers
  random_source random = {};                      // for keys and masks
  log_hooks log = {};
};

}  // namespace net
}  // namespace v0
}  // namespace aval
