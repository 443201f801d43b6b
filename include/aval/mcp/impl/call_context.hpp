// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "aval/mcp/impl/session.hpp"
#include "aval/mcp/server.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

template <class Lazy>
awaitable<void> basic_call_context<Lazy>::log(logging_level level, json::value data, std::string logger) const {
  const auto nothing = []() -> awaitable<void> { co_return; };
  if (level < session_->level()) return nothing();
  log_message m;
  m.level = level;
  if (!logger.empty()) m.logger = std::move(logger);
  m.data = std::move(data);
  return request_.notify("notifications/message", detail::raw_of(m));
}

namespace detail {

template <class T, class Lazy>
awaitable<T> ask_client(basic_request_context<Lazy> request, const char* method, json::raw params, bool offered) {
  if (!offered) throw error(errc::not_offered, method);
  request_options patient;
  patient.timeout = std::chrono::minutes(10);  // a human may be asked
  const json::raw answer = co_await request.request(method, std::move(params), patient);
  co_return result_of<T>(answer, method);
}

}  // namespace detail

template <class Lazy>
awaitable<create_message_result> basic_call_context<Lazy>::sample(awaited<create_message_params> params) const {
  const create_message_params asked = taken(std::move(params));
  return detail::ask_client<create_message_result>(request_, "sampling/createMessage", detail::raw_of(asked), session_->capabilities().sampling.has_value());
}

template <class Lazy>
awaitable<elicit_result> basic_call_context<Lazy>::elicit(awaited<elicit_params> params) const {
  const elicit_params asked = taken(std::move(params));
  const auto& can = session_->capabilities().elicitation;
  const bool by_url = asked.mode && *asked.mode == "url";
  const bool offered = can && (by_url ? can->url.has_value() : can->form || !can->url);
  return detail::ask_client<elicit_result>(request_, "elicitation/create", detail::raw_of(asked), offered);
}
template <class Lazy>
awaitable<elicit_result> basic_call_context<Lazy>::elicit(std::string message, json::value requested_schema) const {
  elicit_params p;
  p.message = std::move(message);
  p.requested_schema = std::move(requested_schema);
  return elicit(moved(p));
}

template <class Lazy>
awaitable<std::vector<root>> basic_call_context<Lazy>::roots() const {
  const auto ask = [](basic_request_context<Lazy> request, bool offered) -> awaitable<std::vector<root>> {
    list_roots_result out = co_await detail::ask_client<list_roots_result>(std::move(request), "roots/list", json::raw(), offered);
    co_return std::move(out.roots);
  };
  return ask(request_, session_->capabilities().roots.has_value());
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
