// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "aval/core/asio.hpp"
#include "aval/json/value.hpp"
#include "command.hpp"

/*  How the commands for people reach an authority: its address, how its certificate is trusted, and who asks. */

namespace program {

struct server_access {
  std::string url = {};         ///< --url; else AIM_URL, ~/.aim/config.yaml, http://localhost:8080
  std::string ca_file = {};     ///< --ca: trusts this certificate only
  std::string token_file = {};  ///< --token-file; else AVAL_TOKEN: never on the command line, where other users see it
  std::string admin_file = {};  ///< --admin-file: FILE.admin of the authority; logs in with it
};

void add_server_options(CLI::App& command, server_access& access);

/** One connection to an authority, logged in. Throws what the HTTP client throws; a refusal is a std::runtime_error with the authority's words. */
class administrator {
 public:
  using work = std::function<aval::awaitable<void>(administrator&)>;

  /** Logs in, runs the work to its end on a context of its own, and returns. */
  static void run(const server_access& access, work job);

  aval::awaitable<aval::json::value> get(std::string path);
  aval::awaitable<aval::json::value> post(std::string path, aval::json::value body);
  aval::awaitable<aval::json::value> put(std::string path, aval::json::value body);
  /** Reads an answer of any length in pieces. `head` is told of the answer's X-Total-Count before the first piece, 0 without one. */
  aval::awaitable<void> read(std::string path, std::function<void(std::uint64_t total)> head, std::function<void(std::string_view piece)> take);
  /** The bearer token of this log-in. Whoever prints it has been asked to. */
  std::string token() const;

 private:
  struct state;
  explicit administrator(state& s) : state_(s) {}
  static aval::awaitable<void> log_in(administrator& self, server_access access);
  aval::awaitable<aval::json::value> call(std::string method, std::string path, std::string body);
  state& state_;
};

}  // namespace program
