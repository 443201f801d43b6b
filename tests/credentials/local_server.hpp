// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>

#include "aval/core/clock.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/http_server.hpp"
#include "credentials/one_thread.hpp"

// A server, a client and a clock that stands still, all on one thread.

namespace credentials_test {

using namespace aval;

class local_server : public one_thread {
 public:
  explicit local_server(net::http_handler handler)
      : server(context.get_executor(), std::move(handler), server_options()), client(context.get_executor(), client_options()) {
    port = server.listen("127.0.0.1:0");
    server.start();
  }
  ~local_server() {
    client.close_idle();
    aval::testing::run(context, server.stop(std::chrono::milliseconds(0)));
  }
  std::string at(const std::string& path) const { return "http://127.0.0.1:" + std::to_string(port) + path; }
  clock_source clock() {
    clock_source c;
    c.wall = [this] { return std::chrono::system_clock::time_point(std::chrono::seconds(1795203158)) + elapsed; };
    c.monotonic = [this] { return std::chrono::steady_clock::time_point(std::chrono::hours(100)) + elapsed; };
    return c;
  }

  std::chrono::seconds elapsed{0};
  net::http_server server;
  net::http_client client;
  std::uint16_t port = 0;

 private:
  static net::server_options server_options() {
    net::server_options o;
    o.strand_per_connection = false;
    return o;
  }
  static net::client_options client_options() {
    net::client_options o;
    o.proxy.from_environment = false;
    o.retry.when.max_attempts = 1;
    return o;
  }
};

}  // namespace credentials_test
