// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "aval/actions/guarded_tool.hpp"
#include "aval/actions/tool.hpp"

namespace aval {
inline namespace v0 {
namespace llm {

/** The tools of a loop behind an agent: every call that the model makes is verified, run if it may, and reported, under the action
 *  `langchain_tool:` and the name of the tool (AIM specification 3.7; the same as the callback of the Python SDK). What the authority refuses is the
 *  model's to know, as all that goes wrong with a tool.
 *
 *      llm::tool_loop loop(model, llm::guard_tools(agent, {get_weather, search}), options);
 *
 *  The second form takes options; an empty prefix there is `langchain_tool:` too. See actions::guard_tool for calls, errors and what is sent. */
template <class Agent>
std::vector<actions::tool> guard_tools(Agent agent, std::vector<actions::tool> tools, actions::guarded_tool_options options) {
  if (options.prefix.empty()) options.prefix = "langchain_tool:";
  for (actions::tool& one : tools) one = actions::guard_tool(agent, one, options);
  return tools;
}
template <class Agent>
std::vector<actions::tool> guard_tools(Agent agent, std::vector<actions::tool> tools) {
  actions::guarded_tool_options defaults;
  return guard_tools(std::move(agent), std::move(tools), std::move(defaults));
}

}  // namespace llm
}  // namespace v0
}  // namespace aval
