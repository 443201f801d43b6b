// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/core/compilation.hpp"
#include "aval/core/detail/on_strand.hpp"
#include "aval/mcp/client.hpp"
#include "aval/mcp/impl/session.hpp"
#include "aval/mcp/impl/stdio.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {
namespace detail {

template <class Lazy>
struct client_state {
  client_state(any_io_executor s, std::shared_ptr<const client_options> o) : strand(std::move(s)), options(std::move(o)) {}
  client_state(const client_state&) = delete;
  client_state& operator=(const client_state&) = delete;
  ~client_state() {
    if (peer) asio::post(strand, [p = peer] { p->close(); });
  }

  any_io_executor strand;
  std::shared_ptr<const client_options> options;
  std::string name, instructions;
  std::shared_ptr<basic_peer<Lazy>> peer;
  std::shared_ptr<basic_child<Lazy>> child;
  std::shared_ptr<tool_watch> watch;
  initialize_result server;
};

/** "NAME=value" for a child: ours as far as it gets them, then those of the configuration. */
AVAL_DECL std::vector<std::string> environment_for(const configured_server& server, bool inherit) {
  std::vector<std::string> out;
  if (inherit) {
    for (char** one = ::environ; one != nullptr && *one != nullptr; ++one) out.emplace_back(*one);
  } else {
    out = stdio_environment();
  }
  for (const auto& [name, value] : server.env) {
    std::erase_if(out, [&](const std::string& one) { return one.starts_with(name) && one.size() > name.size() && one[name.size()] == '='; });
    out.push_back(name + '=' + std::string(value.reveal()));
  }
  return out;
}

AVAL_DECL child_descriptors start_child(const configured_server& server, bool inherit) {
  process_request what;
  what.program = server.command;
  what.arguments = server.args;
  what.folder = server.working_folder;
  what.environment = environment_for(server, inherit);
  auto made = start_process(what);
  for (std::string& one : what.environment) wipe(one.data(), one.size());
  if (!made) throw error(errc::not_started, printable(server.name, 80) + ": " + printable(made.error().message, 300));
  return std::move(*made);
}

/** Members that the human left out and for which the question has a default ("Elicitation", default values). */
AVAL_DECL void fill_defaults(const json::value& schema, json::value& answer) {
  const json::value& properties = schema["properties"];
  if (!properties.is_object() || !(answer.is_object() || answer.is_null())) return;
  for (const auto& one : properties.as_object())
    if (const json::value* const usual = one.value.find("default"); usual != nullptr && !answer.contains(one.name)) answer[one.name] = *usual;
}

template <class Lazy>
awaitable<json::raw> serve_server(std::shared_ptr<const client_options> o, std::string method, json::raw params) {
  if (method == "sampling/createMessage" && o->sample) {
    auto asked = params_of<create_message_params>(params);
    const create_message_result out = co_await o->sample(std::move(asked));
    co_return raw_of(out);
  }
  if (method == "elicitation/create" && o->elicit) {
    auto asked = params_of<elicit_params>(params);
    const json::value schema = asked.requested_schema.value_or(json::value());
    elicit_result out = co_await o->elicit(std::move(asked));
    if (out.action == "accept" && schema.is_object()) {
      json::value filled = out.content.value_or(json::value());
      fill_defaults(schema, filled);
      if (filled.is_object()) out.content = std::move(filled);
    }
    co_return raw_of(out);
  }
  if (method == "roots/list" && o->roots) {
    list_roots_result out;
    out.roots = *o->roots;
    co_return raw_of(out);
  }
  throw rpc_error(rpc_code::method_not_found, "there is no method " + printable(method, 80));
}

template <class Lazy>
awaitable<json::raw> ask_server(std::shared_ptr<client_state<Lazy>> s, std::string method, json::raw params, request_options options) {
  auto asked = s->peer->request_through(s->peer->main_channel(), std::move(method), std::move(params), std::move(options));
  co_return co_await aval::detail::on_strand<json::raw>(s->strand, std::move(asked));
}
template <class Lazy>
awaitable<json::raw> ask_server(std::shared_ptr<client_state<Lazy>> s, std::string method, json::raw params) {
  request_options usual;
  usual.timeout = s->options->timeout;
  return ask_server<Lazy>(std::move(s), std::move(method), std::move(params), std::move(usual));
}

template <class Lazy, class R, class T>
awaitable<std::vector<T>> list_all(std::shared_ptr<client_state<Lazy>> s, const char* method, std::vector<T> R::*items) {
  std::vector<T> out;
  paged_params page;
  std::set<std::string> seen;
  do {
    const json::raw answer = co_await ask_server<Lazy>(s, method, raw_of(page));
    R part = result_of<R>(answer, method);
    if (out.size() + (part.*items).size() > s->options->max_listed) throw error(aval::errc::limit_exceeded, method);
    for (T& one : part.*items) out.push_back(std::move(one));
    page.cursor = std::move(part.next_cursor);
    if (page.cursor && !seen.insert(*page.cursor).second) throw error(errc::bad_message, std::string(method) + ": the list goes in circles");
    if (seen.size() > s->options->max_listed) throw error(aval::errc::limit_exceeded, method);
  } while (page.cursor);
  co_return out;
}

template <class Lazy>
awaitable<std::vector<tool_description>> list_tools(std::shared_ptr<client_state<Lazy>> s) {
  auto out = co_await list_all<Lazy, list_tools_result, tool_description>(s, "tools/list", &list_tools_result::tools);
  if (s->watch) co_await s->watch->listed(&out);
  co_return out;
}

template <class Lazy>
awaitable<tool_result> call_server_tool(std::shared_ptr<client_state<Lazy>> s, std::string tool, json::value arguments, request_options options) {
  if (arguments.is_null()) arguments = json::object();
  if (!arguments.is_object()) throw error(errc::bad_option, "mcp::client: the arguments of " + printable(tool, 80) + " are no object");
  if (s->watch) {
    if (s->watch->stale()) (void)co_await list_tools<Lazy>(s);
    s->watch->check(tool);
  }
  call_tool_params p;
  p.name = std::move(tool);
  p.arguments = raw_of(arguments);
  const json::raw answer = co_await ask_server<Lazy>(s, "tools/call", raw_of(p), std::move(options));
  co_return result_of<tool_result>(answer, "tools/call");
}

/** A request whose answer is a T, or one of its members. */
template <class T, class Lazy>
awaitable<T> ask_for(std::shared_ptr<client_state<Lazy>> s, const char* method, json::raw params) {
  const json::raw answer = co_await ask_server<Lazy>(std::move(s), method, std::move(params));
  co_return result_of<T>(answer, method);
}
template <class Lazy>
awaitable<void> tell_server(std::shared_ptr<client_state<Lazy>> s, const char* method, json::raw params) {
  (void)co_await ask_server<Lazy>(std::move(s), method, std::move(params));
}

template <class Lazy>
awaitable<void> close_client(std::shared_ptr<client_state<Lazy>> s) {
  s->peer->close();
  if (s->child) co_await s->child->reaped();
}

}  // namespace detail

// ---- the beginning -----------------------------------------------------------------------------------------------------------------

template <class Lazy>
awaitable<basic_client<Lazy>> basic_client<Lazy>::start(awaited<configured_server> server, awaited<client_options> options) {
  const auto run = [](configured_server which, client_options how) -> awaitable<basic_client> {
    if (which.transport != transport_kind::stdio || which.command.empty()) throw error(errc::bad_option, "mcp::client: " + printable(which.name, 80) + " is no server to be started");
    const any_io_executor here = co_await this_coro::executor;
    const any_io_executor strand = asio::make_strand(here);
    auto connected = connect(strand, std::move(which), std::move(how), nullptr);
    co_return co_await aval::detail::on_strand<basic_client>(strand, std::move(connected));
  };
  return run(taken(std::move(server)), taken(std::move(options)));
}
template <class Lazy>
awaitable<basic_client<Lazy>> basic_client<Lazy>::start(awaited<configured_server> server) {
  client_options usual;
  return start(std::move(server), moved(usual));
}
template <class Lazy>
awaitable<basic_client<Lazy>> basic_client<Lazy>::over(any_io_executor strand, std::shared_ptr<basic_client_channel<Lazy>> way, awaited<client_options> options) {
  auto connected = connect(strand, configured_server{}, taken(std::move(options)), std::move(way));
  return aval::detail::on_strand<basic_client>(std::move(strand), std::move(connected));
}

template <class Lazy>
awaitable<basic_client<Lazy>> basic_client<Lazy>::connect(any_io_executor strand, configured_server server, client_options options, std::shared_ptr<basic_client_channel<Lazy>> way) {
  const auto shared = std::make_shared<const client_options>(std::move(options));
  const auto s = std::make_shared<detail::client_state<Lazy>>(strand, shared);
  s->name = shared->name.empty() ? server.name : shared->name;
  std::shared_ptr<channel> out = way;
  if (!way) {
    detail::child_options how;
    how.name = server.name;
    how.longest_line = shared->peer.limits.max_size;
    how.most_queued = 4 * shared->peer.limits.max_size;
    how.patience = shared->patience;
    how.log = shared->log;
    s->child = std::make_shared<detail::basic_child<Lazy>>(strand, detail::start_child(server, shared->inherit_environment), std::move(how));
    out = s->child->out();
  }
  peer_options peer_how = shared->peer;
  peer_how.answer_garbage = false;  // what a program prints beside its messages
  peer_how.log = shared->log;
  s->peer = std::make_shared<basic_peer<Lazy>>(strand, out, peer_how);
  s->peer->on_request([shared](basic_request_context<Lazy>, std::string method, json::raw params) { return detail::serve_server<Lazy>(shared, std::move(method), std::move(params)); });
  s->peer->on_notification([shared, weak = std::weak_ptr(s)](std::string method, json::raw params) {
    if (method == "notifications/tools/list_changed")
      if (const auto alive = weak.lock(); alive && alive->watch) alive->watch->outdated();
    if (method == "notifications/message" && shared->on_log) {
      if (const auto read = json::read<log_message, detail::of_peer>(detail::object_or_none(params))) shared->on_log(*read);
    } else if (shared->on_notification) {
      shared->on_notification(method, params);
    }
  });
  const auto weak = std::weak_ptr(s->peer);
  if (way) {
    way->attach(weak);
  } else {
    s->child->out()->on_close = [child = std::weak_ptr(s->child)] {
      if (const auto alive = child.lock()) alive->stop();
    };
    s->child->begin(
        [weak](std::string_view line) {
          if (const auto alive = weak.lock()) alive->receive_text(line);
        },
        [weak](std::error_code why) {
          if (const auto alive = weak.lock()) alive->close(why);
        });
  }

  initialize_params hello;
  hello.protocol_version = latest_revision;
  hello.client_info = shared->info;
  if (hello.client_info.name.empty()) {
    hello.client_info.name = "aval";
    hello.client_info.version = AVAL_VERSION_STRING;
  }
  if (shared->sample) hello.capabilities.sampling.emplace();
  if (shared->elicit) hello.capabilities.elicitation.emplace().form = json::object();
  if (shared->roots) hello.capabilities.roots.emplace();
  request_options first;
  first.timeout = shared->start_limit;
  const json::raw answer = co_await s->peer->request_through(s->peer->main_channel(), "initialize", detail::raw_of(hello), first);
  s->server = detail::result_of<initialize_result>(answer, "initialize");
  if (!is_supported_revision(s->server.protocol_version))
    throw error(errc::unsupported_revision, printable(s->name, 80), printable(s->server.protocol_version, 40));
  s->instructions = s->server.instructions.value_or("");
  if (way) way->negotiated(s->server.protocol_version);
  co_await s->peer->notify("notifications/initialized", json::raw());
  co_return basic_client(s);
}

// ---- what is asked -----------------------------------------------------------------------------------------------------------------

template <class Lazy>
const typename basic_client<Lazy>::state_ptr& basic_client<Lazy>::open() const {
  if (!state_) throw error(errc::closed, "mcp::client: not connected");
  return state_;
}
template <class Lazy>
const std::string& basic_client<Lazy>::name() const {
  return open()->name;
}
template <class Lazy>
const implementation& basic_client<Lazy>::server_info() const {
  return open()->server.server_info;
}
template <class Lazy>
const server_capabilities& basic_client<Lazy>::capabilities() const {
  return open()->server.capabilities;
}
template <class Lazy>
const std::string& basic_client<Lazy>::revision() const {
  return open()->server.protocol_version;
}
template <class Lazy>
const std::string& basic_client<Lazy>::instructions() const {
  return open()->instructions;
}
template <class Lazy>
void basic_client<Lazy>::watch_tools(std::shared_ptr<detail::tool_watch> watch) const {
  open()->watch = std::move(watch);
}

namespace detail {
AVAL_DECL void need(bool offered, const char* what) {
  if (!offered) throw error(errc::not_offered, what);
}
}  // namespace detail

template <class Lazy>
awaitable<std::vector<tool_description>> basic_client<Lazy>::tools() const {
  detail::need(capabilities().tools.has_value(), "tools");
  return detail::list_tools<Lazy>(state_);
}
template <class Lazy>
awaitable<tool_result> basic_client<Lazy>::call(std::string tool, json::value arguments, awaited<request_options> options) const {
  return detail::call_server_tool<Lazy>(open(), std::move(tool), std::move(arguments), taken(std::move(options)));
}
template <class Lazy>
awaitable<tool_result> basic_client<Lazy>::call(std::string tool, json::value arguments) const {
  request_options usual;
  usual.timeout = open()->options->timeout;
  return detail::call_server_tool<Lazy>(state_, std::move(tool), std::move(arguments), std::move(usual));
}
template <class Lazy>
awaitable<std::vector<prompt_description>> basic_client<Lazy>::prompts() const {
  detail::need(capabilities().prompts.has_value(), "prompts");
  return detail::list_all<Lazy, list_prompts_result, prompt_description>(state_, "prompts/list", &list_prompts_result::prompts);
}
template <class Lazy>
awaitable<prompt_result> basic_client<Lazy>::prompt(std::string name, std::map<std::string, std::string> arguments) const {
  get_prompt_params p;
  p.name = std::move(name);
  if (!arguments.empty()) p.arguments = std::move(arguments);
  return detail::ask_for<prompt_result, Lazy>(open(), "prompts/get", detail::raw_of(p));
}
template <class Lazy>
awaitable<std::vector<resource_description>> basic_client<Lazy>::resources() const {
  detail::need(capabilities().resources.has_value(), "resources");
  return detail::list_all<Lazy, list_resources_result, resource_description>(state_, "resources/list", &list_resources_result::resources);
}
template <class Lazy>
awaitable<std::vector<resource_template_description>> basic_client<Lazy>::resource_templates() const {
  detail::need(capabilities().resources.has_value(), "resources");
  return detail::list_all<Lazy, list_resource_templates_result, resource_template_description>(state_, "resources/templates/list",
                                                                                               &list_resource_templates_result::resource_templates);
}
template <class Lazy>
awaitable<std::vector<resource_contents>> basic_client<Lazy>::read(std::string uri) const {
  const auto run = [](state_ptr s, resource_params p) -> awaitable<std::vector<resource_contents>> {
    read_resource_result out = co_await detail::ask_for<read_resource_result, Lazy>(std::move(s), "resources/read", detail::raw_of(p));
    co_return std::move(out.contents);
  };
  resource_params p;
  p.uri = std::move(uri);
  return run(open(), std::move(p));
}
template <class Lazy>
awaitable<void> basic_client<Lazy>::subscribe(std::string uri) const {
  const auto& can = capabilities().resources;
  detail::need(can && can->subscribe.value_or(false), "resources/subscribe");
  resource_params p;
  p.uri = std::move(uri);
  return detail::tell_server<Lazy>(state_, "resources/subscribe", detail::raw_of(p));
}
template <class Lazy>
awaitable<void> basic_client<Lazy>::unsubscribe(std::string uri) const {
  resource_params p;
  p.uri = std::move(uri);
  return detail::tell_server<Lazy>(open(), "resources/unsubscribe", detail::raw_of(p));
}
template <class Lazy>
awaitable<completion> basic_client<Lazy>::complete(awaited<complete_params> what) const {
  const auto run = [](state_ptr s, complete_params p) -> awaitable<mcp::completion> {
    complete_result out = co_await detail::ask_for<complete_result, Lazy>(std::move(s), "completion/complete", detail::raw_of(p));
    co_return std::move(out.completion);
  };
  detail::need(capabilities().completions.has_value(), "completions");
  return run(state_, taken(std::move(what)));
}
template <class Lazy>
awaitable<void> basic_client<Lazy>::set_level(logging_level level) const {
  detail::need(capabilities().logging.has_value(), "logging");
  set_level_params p;
  p.level = level;
  return detail::tell_server<Lazy>(state_, "logging/setLevel", detail::raw_of(p));
}
template <class Lazy>
awaitable<void> basic_client<Lazy>::ping() const {
  return detail::tell_server<Lazy>(open(), "ping", json::raw());
}
template <class Lazy>
awaitable<json::raw> basic_client<Lazy>::request(std::string method, json::raw params) const {
  return detail::ask_server<Lazy>(open(), std::move(method), std::move(params));
}
template <class Lazy>
awaitable<void> basic_client<Lazy>::close() const {
  return aval::detail::on_strand<void>(open()->strand, detail::close_client<Lazy>(state_));
}

// ---- tools for a model -------------------------------------------------------------------------------------------------------------

namespace detail {

AVAL_DECL std::string model_name(const std::string& prefix, const std::string& name) {
  std::string out = prefix + name;
  for (char& c : out)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-')) c = '_';
  if (out.size() > 64) out.resize(64);
  return out;
}

AVAL_DECL std::string text_for_model(const tool_result& result) {
  std::string out;
  for (const content& one : result.content) {
    if (!out.empty()) out += '\n';
    if (one.text) out += *one.text;
    else if (one.resource && one.resource->text) out += *one.resource->text;
    else if (one.type == "resource_link") out += "[" + printable(one.name.value_or(""), 200) + ": " + printable(one.uri.value_or(""), 1000) + "]";
    else out += "[" + printable(one.type, 40) + (one.mime_type ? " " + printable(*one.mime_type, 80) : std::string()) + ", not shown]";
  }
  if (out.empty() && result.structured_content) out = json::write(*result.structured_content);
  return out;
}

template <class Lazy>
awaitable<actions::tool_answer> call_for_model(basic_client<Lazy> client, std::string tool, std::chrono::milliseconds timeout, std::string arguments) {
  auto read = json::parse(arguments);
  json::value given = read ? std::move(*read) : json::value();
  request_options how;
  how.timeout = timeout;
  how.progress_extends = true;
  const tool_result out = co_await client.call(tool, std::move(given), how);
  if (out.failed()) throw error(errc::tool_failed, printable(tool, 80), printable(out.text(), 2000));
  co_return actions::tool_answer(text_for_model(out));
}

}  // namespace detail

template <class Lazy>
awaitable<std::vector<actions::tool>> tools_of(basic_client<Lazy> client, awaited<tools_of_options> options) {
  const auto run = [](basic_client<Lazy> from, tools_of_options how) -> awaitable<std::vector<actions::tool>> {
    const auto listed = co_await from.tools();
    std::vector<actions::tool> out;
    std::set<std::string> names;
    for (const tool_description& one : listed) {
      if (!how.only.empty() && std::find(how.only.begin(), how.only.end(), one.name) == how.only.end()) continue;
      actions::tool_options made;
      made.name = detail::model_name(how.prefix, one.name);
      made.description = one.description.value_or(one.title.value_or(""));
      if (!names.insert(made.name).second) throw error(errc::bad_option, "mcp::tools_of: two tools are called " + made.name);
      out.push_back(actions::make_tool(std::move(made), one.input_schema, [from, name = one.name, timeout = how.timeout](std::string arguments) {
        return detail::call_for_model<Lazy>(from, name, timeout, std::move(arguments));
      }));
    }
    co_return out;
  };
  return run(std::move(client), taken(std::move(options)));
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
