// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <utility>
#include <vector>

#include "aval/actions/guarded_tool.hpp"
#include "aval/mcp/server.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

/** Tools like the given ones, whose calls go through the agent: verified, run if they may, reported. The action of each is "mcp_tool:" and
 *  its name. For the tools of a server of ours as well as for those of a server that a program uses; see actions::guard_tool for all else.
 *
 *      for (auto& one : mcp::guard_tools(agent, {get_weather, delete_record})) server.add(one); */
template <class Agent>
std::vector<actions::tool> guard_tools(const Agent& agent, const std::vector<actions::tool>& tools, actions::guarded_tool_options options) {
  if (options.prefix.empty()) options.prefix = "mcp_tool:";
  std::vector<actions::tool> out;
  out.reserve(tools.size());
  for (const actions::tool& one : tools) out.push_back(actions::guard_tool(agent, one, options));
  return out;
}
template <class Agent>
std::vector<actions::tool> guard_tools(const Agent& agent, const std::vector<actions::tool>& tools) {
  return guard_tools(agent, tools, actions::guarded_tool_options{});
}

/** A server whose tools are guarded: each call is verified by the agent as "mcp_tool:<name>", run if it may, and reported. */
template <class Agent>
server guarded_server(server_options options, const Agent& agent, const std::vector<actions::tool>& tools) {
  server out(std::move(options));
  for (actions::tool& one : guard_tools(agent, tools)) out.add(std::move(one));
  return out;
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
