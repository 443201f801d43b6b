// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aval/core/environment.hpp"
#include "command.hpp"

/*  What `aval agent` is told, and by whom: an argument beats an environment variable, which beats the file of --config. The names of the
 *  variables are those of the protocol's guides. */

namespace program {

struct agent_settings {
  std::string id = {}, host = {}, peer_uri = {}, advertise_uri = {}, ca_cert = {}, my_cert = {}, my_key = {};
  std::optional<std::uint16_t> port = {};
  std::vector<std::string> capabilities = {};
  std::optional<std::string> task = {};
  std::string params = {};
  std::string to = {};       ///< the agent the task is for; empty: the peer that was dialed
  std::uint32_t timeout = 0; ///< seconds until the answer; 0: the protocol's 15 minutes
  bool once = false, json_log = false;

  // of --config; members that are not there stay as they are
  std::string config = {};
};

/** Declares the options; they fill `settings` when the command line is parsed. */
void add_agent_options(CLI::App& command, agent_settings& settings);

/** Fills what the command line left open from the environment and the file, then the defaults. Throws std::runtime_error (one line that
 *  says what is missing, and how to give it). */
void complete(agent_settings& settings, const aval::environment& variables);

}  // namespace program
