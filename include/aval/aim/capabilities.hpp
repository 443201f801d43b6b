// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "aval/aim/agent.hpp"
#include "aval/aim/messages_capabilities.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/compilation.hpp"

/*  What an agent can do, and asking for more (AIM specification 2.9, 3.5). Opt-in.
 *
 *      declared     the agent says so itself: declare_capability()
 *      granted      a person has said yes: request_capability(), then the authority's dashboard
 *      reported     what was found in the process: report_capabilities(); a statement, never a permission */

namespace aval {
inline namespace v0 {
namespace aim {

/** Asks the people of the organisation for a capability; gives the request, which is pending until one of them decides.
 *
 *  @par Errors   configuration_error: no type, or a reason of fewer than ten characters, before anything is sent; server_error with
 *                http_status 409: it is granted, or asked for, already. Those of a call.
 *  @par Cancellation  terminal; the request may have been made. */
template <class Lazy = void>
awaitable<capability_request> request_capability(agent who, std::string type, std::string reason);

/** Declares a capability. Authorities that trust declarations grant it; others answer with the status "pending". */
template <class Lazy = void>
awaitable<capability_grant> declare_capability(agent who, std::string type);
template <class Lazy = void>
awaitable<capability_grant> declare_capability(agent who, std::string type, json::value scope);

/** What the agent has: with active_only without what was revoked. */
template <class Lazy = void>
awaitable<std::vector<capability_grant>> list_capabilities(agent who, bool active_only = true);

/** Reports what was found in this process. An empty detected_at is set to now, and an empty risk to assess_risk(). */
template <class Lazy = void>
awaitable<capability_report_answer> report_capabilities(agent who, awaited<capability_report> what);

/** The risk of what a process can do: 0 to 100 with a level (25, 50, 75), and an alert for each finding that a person should see.
 *  Running code weighs 35, reading credentials 20, changing files 15 and deleting them 10 more, data bases 10, driving a browser 10,
 *  the network 5. */
template <class Lazy = void>
capability_risk assess_risk(const process_capabilities& what);

/** A report about this process: platform, and what its loaded shared libraries are for (libpq, libsqlite3, libcurl, libpython, ...).
 *  Linux; elsewhere the platform alone. Reads the list of loaded objects, nothing else. */
template <class Lazy = void>
capability_report inspect_process();

/** The names of capabilities that loaded libraries stand for: access_database, make_api_calls, execute_code, access_cloud_services,
 *  ai_model_access; sorted. For secure_options::capabilities, where somebody wants to declare them: nothing is declared unasked. */
template <class Lazy = void>
std::vector<std::string> loaded_capabilities();

}  // namespace aim
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/aim/impl/capabilities.hpp"
#endif
