// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "aval/actions/action.hpp"
#include "aval/aim/config.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/clock.hpp"
#include "aval/core/environment.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/random.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/json/value.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

/** Arguments of secure(). The first six are the guide's; a member left empty is looked for in the environment (AIM_URL, AIM_PRIVATE_KEY,
 *  AIM_API_KEY ...), then in `config`, then in ~/.aim, and then has the default named here. Name the object before you await:
 *
 *      aval::secure_options options{.aim_url = "https://aim.example.com", .description = "answers customers"};
 *      auto agent = co_await aval::secure("support-agent", options); */
struct secure_options {
  std::string aim_url = {};               ///< empty: http://localhost:8080 at last
  std::string private_key = {};           ///< any form of Ed25519 key, or @path; empty: stored, or a new one
  std::string agent_type = "ai_agent";    ///< ai_agent, mcp_server, multi_agent_team, ...
  std::string description = {};           ///< empty: "Agent <name> registered via AIM SDK"
  bool auto_verify = true;                ///< false: track_action runs without asking and only reports; require_approval still asks

  // ---- registration
  std::string api_key = {};
  std::string display_name = {};
  std::string version = {};
  std::string repository_url = {};
  std::string documentation_url = {};
  std::string organization_domain = {};
  std::vector<std::string> talks_to = {};
  std::vector<std::string> capabilities = {};
  bool auto_detect = true;                ///< a new registration names the MCP servers of this machine's configuration files, and reports them
  std::string sdk_token_id = {};          ///< sent as X-SDK-Token for usage tracking; no credential
  bool force_new = false;                 ///< do not use stored credentials; register again
  bool store_credentials = true;          ///< false: nothing about the key is read from or written to disk
  std::optional<shared_secret> passphrase = {};  ///< stored keys and tokens are under it; a key in plain text is put under it. Empty: AIM_PASSPHRASE

  // ---- what load_config() gives: secure("my-agent", {.config = load_config("config.yaml").value()}) in two statements
  aim::config config = {};                ///< each value keeps its rank: a member above wins, then the environment, then this file

  // ---- decisions
  fail_mode when_unreachable = fail_mode::closed;         ///< for track_action; require_approval is always closed
  bool raise_on_denied = false;                           ///< verify_action throws verification_error in place of returning false
  std::chrono::milliseconds approval_timeout{300'000};    ///< how long a guarded call waits for a human when nothing else limits it

  // ---- transport; empty: AIM_TIMEOUT, AIM_RETRY_ATTEMPTS, AIM_VERIFY_SSL or the configuration, then 30 s, 3, true
  std::optional<std::chrono::milliseconds> timeout = {};  ///< one call, repeats included
  std::optional<int> retry_attempts = {};
  std::optional<bool> verify_ssl = {};
  std::string ca_file = {};                               ///< PEM file trusted in place of the system's roots
  std::string ca_pem = {};                                ///< the same as text
  std::string client_certificate_pem = {};                ///< for servers that ask for one
  std::string client_private_key_pem = {};
  bool pad_short_bodies = false;                          ///< for servers of 2025 that fail on signed bodies below 200 bytes
  bool unique_requests = false;                           ///< context._nonce, 16 random bytes in hex, in each verification: for servers that count time in seconds

  // ---- evidence
  std::string spool_directory = {};                       ///< undelivered reports; empty: AIM_HOME/spool/AGENT_ID
  bool durable = false;                                   ///< true: an intent survives a power loss (one fsync per guarded call)
  std::size_t spool_bytes = 16 * 1024 * 1024;             ///< beyond, guarded calls are refused

  // ---- surroundings
  any_io_executor blocking_executor = {};                 ///< for file work; empty: the executor of the coroutine that calls secure()
  log_hooks log = {};
  clock_source clock = {};
  random_source random = {};
  aval::environment environment = {};
};

/** How verify() and verify_action() ask. */
struct verify_options {
  aval::risk risk = aval::risk::low;
  std::string resource = {};                              ///< empty: none
  bool wait = false;                                      ///< wait for a human when the answer is "pending"
  std::chrono::milliseconds timeout{300'000};             ///< how long to wait
  bool requires_approval = false;                         ///< tell the authority that a human has to decide
};

/** What verify() gives. */
struct verification {
  bool verified = false;
  std::string status = {};                                ///< approved, denied, pending, expired
  std::string verification_id = {};
  std::string approved_by = {};
  std::optional<std::chrono::system_clock::time_point> expires_at = {};  ///< by our clock
  std::string reason = {};                                ///< of a denial, made printable
  std::optional<double> trust_score = {};
};

/** What log_action() reports. */
struct action_log {
  json::value parameters = {};                            ///< an object; null: none
  json::value result = {};                                ///< its first 500 characters of JSON are sent; null: none
  bool success = true;
  std::string error = {};
  std::optional<std::chrono::milliseconds> duration = {};
};

/** The trust score and where it comes from. Factor names are spelled as in the guide. */
struct trust_breakdown {
  double overall = 0;                                     ///< 0 to 1
  std::map<std::string, double> factors = {};
  std::map<std::string, double> weights = {};
  std::map<std::string, double> contributions = {};       ///< weight times factor
  std::optional<double> confidence = {};
  std::optional<timestamp> calculated_at = {};
};

}  // namespace aim

using aim::secure_options;

}  // namespace v0
}  // namespace aval
