// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>

#include "aval/aim/agent.hpp"
#include "aval/aim/config.hpp"
#include "aval/aim/errors.hpp"
#include "aval/aim/options.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/compilation.hpp"

/*  secure(): from a name to an agent (AIM specification 2.3, 3.1, 3.2).
 *
 *      settings       argument > environment > loaded file > ~/.aim/config.yaml > stored URL > default
 *      credentials    stored for this server and name           -> no request
 *                     an agent's id and its key, both given      -> no registration
 *                     API key                                    -> registration
 *                     SDK refresh token                          -> refresh (stored first), registration
 *                     the key itself, given or new               -> self-registration with proof of possession
 *      the key        is in the key store before the authority hears of it
 *      MCP servers    of a new registration are looked for in the configuration files of this machine (mcp/discover.hpp): their names
 *                     go into talks_to, and a detection report follows, without environments and keys; secure_options::auto_detect
 *      evidence       the spool is opened; what an earlier process left behind is sent before anything else */

namespace aval {
inline namespace v0 {
namespace aim {

/** Registers and secures an agent, or finds it again: one line, and every decorated function asks before it runs and reports after.
 *
 *      auto agent = co_await aval::secure("weather-agent");
 *
 *      aval::secure_options options{.aim_url = "https://aim.example.com", .description = "answers customers"};
 *      auto agent = co_await aval::secure("support-agent", options);
 *
 *  Runs on the executor of the calling coroutine, on which the agent's connections live too. An empty name takes AIM_AGENT_NAME.
 *
 *  @par Errors        authentication_error: the key cannot be read ("Invalid private key"), is not the registered one, or no credential
 *                     was accepted. configuration_error: a setting, the key store or the spool cannot be used; code() tells a corrupt
 *                     file, open permissions, a missing and a wrong passphrase apart (store_errc). connection_error,
 *                     timeout_error, rate_limit_error, server_error: from registration.
 *  @par Cancellation  terminal; the agent may have been registered, and calling again finds it.
 *  @par Cost          with stored credentials no request; else one registration, and a report where MCP servers were found. Small
 *                     files are read.
 *  @par Threads       several may run at once, also for one name. */
template <class Lazy = void>
awaitable<agent> secure(std::string name);
template <class Lazy = void>
awaitable<agent> secure(std::string name, awaited<secure_options> options);
/** With what load_config() gave: `auto config = aval::load_config("~/.aim/config.yaml").value();` */
template <class Lazy = void>
awaitable<agent> secure(std::string name, awaited<config> settings);

}  // namespace aim

using aim::agent;
using aim::secure;

}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/aim/impl/secure.hpp"
#endif
