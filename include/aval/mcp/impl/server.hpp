// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "aval/core/compilation.hpp"
#include "aval/mcp/impl/call_context.hpp"
#include "aval/mcp/impl/session.hpp"
#include "aval/mcp/server.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {
namespace detail {

template <class Lazy>
struct served_tool {
  tool_description description;
  std::optional<actions::tool> function;  // or
  basic_tool_handler<Lazy> handler;
};
template <class Lazy>
struct served_prompt {
  prompt_description description;
  basic_prompt_handler<Lazy> handler;
};
template <class Lazy>
struct served_resource {
  resource_description description;
  basic_resource_handler<Lazy> handler;
};
template <class Lazy>
struct served_template {
  resource_template_description description;
  uri_template form;
  basic_template_handler<Lazy> handler;
};

/** What all sessions share. Entries do not change; the lists do, under the mutex. */
template <class Lazy>
struct server_state {
  template <class T>
  using row = std::vector<std::shared_ptr<const T>>;

  server_options options;
  mutable std::mutex mutex;
  row<served_tool<Lazy>> tools;
  row<served_prompt<Lazy>> prompts;
  row<served_resource<Lazy>> resources;
  row<served_template<Lazy>> templates;
  basic_completion_handler<Lazy> completes;
  std::vector<std::weak_ptr<basic_server_session<Lazy>>> sessions;

  template <class T>
  row<T> copy_of(const row<T>& list) const {
    const std::lock_guard lock(mutex);
    return list;
  }
  std::vector<std::shared_ptr<basic_server_session<Lazy>>> living() {
    std::vector<std::shared_ptr<basic_server_session<Lazy>>> out;
    const std::lock_guard lock(mutex);
    std::erase_if(sessions, [](const auto& one) { return one.expired(); });
    for (const auto& one : sessions)
      if (auto alive = one.lock()) out.push_back(std::move(alive));
    return out;
  }
  /** To every client that is past "initialize". */
  void tell(const char* method) {
    for (const auto& one : living())
      asio::post(one->peer()->get_executor(), [weak = std::weak_ptr(one), method] {
        if (const auto alive = weak.lock(); alive && alive->initialized()) alive->peer()->post_notification(method, json::raw());
      });
  }
};

AVAL_DECL bool is_served_name(std::string_view name) noexcept {
  if (name.empty() || name.size() > 128) return false;
  return name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.") == name.npos;
}

inline const std::string& name_in(const tool_description& d) noexcept { return d.name; }
inline const std::string& name_in(const prompt_description& d) noexcept { return d.name; }
inline const std::string& name_in(const resource_description& d) noexcept { return d.uri; }
inline const std::string& name_in(const resource_template_description& d) noexcept { return d.uri_template; }

template <class Lazy, class T>
void put(server_state<Lazy>& s, std::vector<std::shared_ptr<const T>>& to, std::shared_ptr<const T> entry, const char* changed) {
  {
    const std::lock_guard lock(s.mutex);
    for (const auto& one : to)
      if (name_in(one->description) == name_in(entry->description))
        throw error(errc::bad_option, "mcp::server: " + name_in(entry->description) + " is there already");
    to.push_back(std::move(entry));
  }
  s.tell(changed);
}
template <class Lazy, class T>
bool take_out(server_state<Lazy>& s, std::vector<std::shared_ptr<const T>>& from, std::string_view name, const char* changed) {
  {
    const std::lock_guard lock(s.mutex);
    if (std::erase_if(from, [&](const auto& one) { return name_in(one->description) == name; }) == 0) return false;
  }
  s.tell(changed);
  return true;
}
template <class T>
std::shared_ptr<const T> entry_of(const std::vector<std::shared_ptr<const T>>& list, std::string_view name) {
  for (const auto& one : list)
    if (name_in(one->description) == name) return one;
  return nullptr;
}

/** The part of a list that the cursor asks for; its cursor is the number of the first entry. */
template <class T, class D>
void page_of(const std::vector<std::shared_ptr<const T>>& list, const std::optional<std::string>& cursor, std::size_t page, std::vector<D>& out, std::optional<std::string>& next) {
  std::size_t from = 0;
  if (cursor) {
    const auto end = std::from_chars(cursor->data(), cursor->data() + cursor->size(), from);
    if (end.ec != std::errc{} || end.ptr != cursor->data() + cursor->size() || from > list.size()) throw rpc_error(rpc_code::invalid_params, "no such cursor");
  }
  const std::size_t to = std::min(list.size(), from + page);
  for (std::size_t i = from; i < to; ++i) out.push_back(list[i]->description);
  if (to < list.size()) next = std::to_string(to);
}

/** For the client's model: what went wrong with a tool. */
AVAL_DECL tool_result failure_of_tool(const std::exception& e, bool with_text) {
  return failed_result(with_text ? "The tool failed: " + printable(e.what(), 1000) : std::string("The tool failed."));
}

AVAL_DECL tool_result result_of_answer(actions::tool_answer answer, bool structured) {
  if (!answer.ok()) return failed_result(std::move(answer.text));
  tool_result out;
  if (structured)
    if (auto value = json::parse(answer.text); value && value->is_object()) out.structured_content = std::move(*value);
  out.content.push_back(text_content(std::move(answer.text)));
  return out;
}

}  // namespace detail

// ---- the server --------------------------------------------------------------------------------------------------------------------

template <class Lazy>
basic_server<Lazy>::basic_server(server_options options) : state_(std::make_shared<detail::server_state<Lazy>>()) {
  if (options.name.empty() || options.version.empty()) throw error(errc::bad_option, "mcp::server: .name and .version must not be empty");
  if (options.page == 0) throw error(errc::bad_option, "mcp::server: .page is zero");
  state_->options = std::move(options);
}

template <class Lazy>
void basic_server<Lazy>::add(actions::tool tool, tool_details details) {
  auto entry = std::make_shared<detail::served_tool<Lazy>>();
  tool_description& d = entry->description;
  d.name = tool.name();
  if (!tool.description().empty()) d.description = tool.description();
  d.input_schema = tool.parameters();
  if (!d.input_schema.contains("type")) d.input_schema["type"] = "object";
  d.title = std::move(details.title);
  d.output_schema = std::move(details.output_schema);
  if (!d.output_schema && !tool.answers_text())
    if (json::value known = tool.result(); known["type"] == json::value("object")) d.output_schema = std::move(known);
  d.annotations = std::move(details.annotations);
  entry->function = std::move(tool);
  detail::put<Lazy, detail::served_tool<Lazy>>(*state_, state_->tools, std::move(entry), "notifications/tools/list_changed");
}

template <class Lazy>
void basic_server<Lazy>::add(tool_description tool, basic_tool_handler<Lazy> handler) {
  if (!detail::is_served_name(tool.name)) throw error(errc::bad_option, "mcp::server: a tool's name has 1 to 128 letters, digits, '_', '-' and '.'");
  if (!handler) throw error(errc::bad_option, "mcp::server: the tool has no handler");
  if (tool.input_schema.is_null()) tool.input_schema = json::object({{"type", "object"}});
  if (!tool.input_schema.is_object()) throw error(errc::bad_option, "mcp::server: an input_schema is an object");
  auto entry = std::make_shared<detail::served_tool<Lazy>>();
  entry->description = std::move(tool);
  entry->handler = std::move(handler);
  detail::put<Lazy, detail::served_tool<Lazy>>(*state_, state_->tools, std::move(entry), "notifications/tools/list_changed");
}

template <class Lazy>
void basic_server<Lazy>::add(prompt_description prompt, basic_prompt_handler<Lazy> handler) {
  if (prompt.name.empty() || !handler) throw error(errc::bad_option, "mcp::server: a prompt needs a name and a handler");
  auto entry = std::make_shared<detail::served_prompt<Lazy>>();
  entry->description = std::move(prompt);
  entry->handler = std::move(handler);
  detail::put<Lazy, detail::served_prompt<Lazy>>(*state_, state_->prompts, std::move(entry), "notifications/prompts/list_changed");
}

template <class Lazy>
void basic_server<Lazy>::add(resource_description resource, basic_resource_handler<Lazy> handler) {
  if (resource.uri.empty() || resource.name.empty() || !handler) throw error(errc::bad_option, "mcp::server: a resource needs a URI, a name and a handler");
  auto entry = std::make_shared<detail::served_resource<Lazy>>();
  entry->description = std::move(resource);
  entry->handler = std::move(handler);
  detail::put<Lazy, detail::served_resource<Lazy>>(*state_, state_->resources, std::move(entry), "notifications/resources/list_changed");
}

template <class Lazy>
void basic_server<Lazy>::add(resource_template_description form, basic_template_handler<Lazy> handler) {
  if (form.name.empty() || !handler) throw error(errc::bad_option, "mcp::server: a resource template needs a name and a handler");
  auto entry = std::make_shared<detail::served_template<Lazy>>();
  entry->form = detail::uri_template::parse(form.uri_template).value();
  entry->description = std::move(form);
  entry->handler = std::move(handler);
  detail::put<Lazy, detail::served_template<Lazy>>(*state_, state_->templates, std::move(entry), "notifications/resources/list_changed");
}

template <class Lazy>
void basic_server<Lazy>::on_complete(basic_completion_handler<Lazy> handler) {
  const std::lock_guard lock(state_->mutex);
  state_->completes = std::move(handler);
}

template <class Lazy>
bool basic_server<Lazy>::remove_tool(std::string_view name) {
  return detail::take_out(*state_, state_->tools, name, "notifications/tools/list_changed");
}
template <class Lazy>
bool basic_server<Lazy>::remove_prompt(std::string_view name) {
  return detail::take_out(*state_, state_->prompts, name, "notifications/prompts/list_changed");
}
template <class Lazy>
bool basic_server<Lazy>::remove_resource(std::string_view uri) {
  return detail::take_out(*state_, state_->resources, uri, "notifications/resources/list_changed") ||
         detail::take_out(*state_, state_->templates, uri, "notifications/resources/list_changed");
}

template <class Lazy>
void basic_server<Lazy>::resource_updated(const std::string& uri) {
  for (const auto& one : state_->living())
    asio::post(one->peer()->get_executor(), [weak = std::weak_ptr(one), uri] {
      const auto alive = weak.lock();
      if (!alive || !alive->subscriptions_.contains(uri)) return;
      resource_params p;
      p.uri = uri;
      alive->peer()->post_notification("notifications/resources/updated", detail::raw_of(p));
    });
}

template <class Lazy>
const server_options& basic_server<Lazy>::options() const noexcept {
  return state_->options;
}

template <class Lazy>
std::shared_ptr<basic_server_session<Lazy>> basic_server<Lazy>::open(any_io_executor strand, std::shared_ptr<channel> main) const {
  const auto made = std::make_shared<basic_server_session<Lazy>>(state_, std::move(strand), std::move(main));
  made->peer_->on_request([weak = std::weak_ptr(made)](basic_request_context<Lazy> request, std::string method, json::raw params) {
    auto self = weak.lock();
    if (!self) throw rpc_error(rpc_code::internal_error, "the session is over");
    return basic_server_session<Lazy>::handle(std::move(self), std::move(request), std::move(method), std::move(params));
  });
  const std::lock_guard lock(state_->mutex);
  std::erase_if(state_->sessions, [](const auto& one) { return one.expired(); });
  state_->sessions.push_back(made);
  return made;
}

// ---- one session -------------------------------------------------------------------------------------------------------------------

template <class Lazy>
basic_server_session<Lazy>::basic_server_session(std::shared_ptr<state> server, any_io_executor strand, std::shared_ptr<channel> main)
    : server_(std::move(server)), peer_(std::make_shared<basic_peer<Lazy>>(std::move(strand), std::move(main), server_->options.peer)) {}

template <class Lazy>
awaitable<json::raw> basic_server_session<Lazy>::handle(self_ptr self, basic_request_context<Lazy> request, std::string method, json::raw params) {
  if (method == "initialize") co_return self->initialize(params);
  if (!self->initialized_) throw rpc_error(rpc_code::invalid_request, "the session begins with initialize");
  context call(std::move(request), self);
  if (method == "tools/call") co_return co_await call_tool(self, std::move(call), std::move(params));
  if (method == "prompts/get") co_return co_await get_prompt(self, std::move(call), std::move(params));
  if (method == "resources/read") co_return co_await read_resource(self, std::move(call), std::move(params));
  if (method == "completion/complete") co_return co_await complete(self, std::move(call), std::move(params));
  if (method == "resources/subscribe") co_return self->subscribe(params, true);
  if (method == "resources/unsubscribe") co_return self->subscribe(params, false);
  if (method == "logging/setLevel") {
    self->level_ = detail::params_of<set_level_params>(params).level;
    co_return json::raw();
  }
  co_return self->list(method, params);
}

template <class Lazy>
json::raw basic_server_session<Lazy>::initialize(const json::raw& params) {
  if (initialized_) throw rpc_error(rpc_code::invalid_request, "the session is initialized already");
  auto asked = detail::params_of<initialize_params>(params);
  const server_options& o = server_->options;
  initialize_result out;
  out.protocol_version = negotiated_revision(asked.protocol_version);
  out.server_info.name = o.name;
  out.server_info.version = o.version;
  out.server_info.title = o.title;
  out.instructions = o.instructions;
  out.capabilities.logging = json::object();
  list_capability changes;
  changes.list_changed = true;
  {
    const std::lock_guard lock(server_->mutex);
    if (!server_->tools.empty()) out.capabilities.tools = changes;
    if (!server_->prompts.empty()) out.capabilities.prompts = changes;
    if (!server_->resources.empty() || !server_->templates.empty()) {
      resources_capability r;
      r.list_changed = true;
      r.subscribe = true;
      out.capabilities.resources = r;
    }
    if (server_->completes) out.capabilities.completions = json::object();
  }
  initialized_ = true;
  revision_ = out.protocol_version;
  client_ = std::move(asked.client_info);
  capabilities_ = std::move(asked.capabilities);
  return detail::raw_of(out);
}

template <class Lazy>
json::raw basic_server_session<Lazy>::list(std::string_view method, const json::raw& params) const {
  const state& s = *server_;
  const std::size_t page = s.options.page;
  const auto cursor = [&] { return detail::params_of<paged_params>(params).cursor; };
  if (method == "tools/list") {
    list_tools_result out;
    detail::page_of(s.copy_of(s.tools), cursor(), page, out.tools, out.next_cursor);
    return detail::raw_of(out);
  }
  if (method == "prompts/list") {
    list_prompts_result out;
    detail::page_of(s.copy_of(s.prompts), cursor(), page, out.prompts, out.next_cursor);
    return detail::raw_of(out);
  }
  if (method == "resources/list") {
    list_resources_result out;
    detail::page_of(s.copy_of(s.resources), cursor(), page, out.resources, out.next_cursor);
    return detail::raw_of(out);
  }
  if (method == "resources/templates/list") {
    list_resource_templates_result out;
    detail::page_of(s.copy_of(s.templates), cursor(), page, out.resource_templates, out.next_cursor);
    return detail::raw_of(out);
  }
  throw rpc_error(rpc_code::method_not_found, "there is no method " + printable(method, 80));
}

template <class Lazy>
json::raw basic_server_session<Lazy>::subscribe(const json::raw& params, bool on) {
  auto asked = detail::params_of<resource_params>(params);
  if (!on) {
    subscriptions_.erase(asked.uri);
  } else if (!subscriptions_.contains(asked.uri)) {
    if (subscriptions_.size() >= server_->options.max_subscriptions) throw rpc_error(rpc_code::invalid_request, "too many subscriptions");
    subscriptions_.insert(std::move(asked.uri));
  }
  return {};
}

template <class Lazy>
awaitable<json::raw> basic_server_session<Lazy>::call_tool(self_ptr self, context call, json::raw params) {
  auto asked = detail::params_of<call_tool_params>(params);
  const auto found = detail::entry_of(self->server_->copy_of(self->server_->tools), asked.name);
  if (!found) throw rpc_error(rpc_code::invalid_params, "Unknown tool: " + printable(asked.name, 128));
  if (asked.arguments && !asked.arguments->is_object()) throw rpc_error(rpc_code::invalid_params, "the arguments of a tool are an object");
  std::string arguments(asked.arguments ? asked.arguments->text() : std::string_view("{}"));
  tool_result out;
  try {
    if (found->function) {
      actions::tool_answer answer = co_await found->function->call(std::move(arguments));
      out = detail::result_of_answer(std::move(answer), found->description.output_schema.has_value());
    } else {
      auto value = json::parse(arguments);
      if (!value) throw rpc_error(rpc_code::invalid_params, printable(value.error().message(), 300));
      json::value object = std::move(*value);
      out = co_await found->handler(std::move(call), std::move(object));
    }
  } catch (const rpc_error&) {
    throw;
  } catch (const std::exception& e) {
    out = detail::failure_of_tool(e, self->server_->options.send_error_text);
  }
  co_return detail::raw_of(out);
}

template <class Lazy>
awaitable<json::raw> basic_server_session<Lazy>::get_prompt(self_ptr self, context call, json::raw params) {
  auto asked = detail::params_of<get_prompt_params>(params);
  const auto found = detail::entry_of(self->server_->copy_of(self->server_->prompts), asked.name);
  if (!found) throw rpc_error(rpc_code::invalid_params, "Unknown prompt: " + printable(asked.name, 128));
  std::map<std::string, std::string> arguments;
  if (asked.arguments) arguments = std::move(*asked.arguments);
  if (found->description.arguments)
    for (const prompt_argument& one : *found->description.arguments)
      if (one.required.value_or(false) && !arguments.contains(one.name)) throw rpc_error(rpc_code::invalid_params, "Missing argument: " + one.name);
  const prompt_result out = co_await found->handler(std::move(call), std::move(arguments));
  co_return detail::raw_of(out);
}

template <class Lazy>
awaitable<json::raw> basic_server_session<Lazy>::read_resource(self_ptr self, context call, json::raw params) {
  auto asked = detail::params_of<resource_params>(params);
  read_resource_result out;
  if (const auto found = detail::entry_of(self->server_->copy_of(self->server_->resources), asked.uri)) {
    out.contents = co_await found->handler(std::move(call), std::move(asked.uri));
    co_return detail::raw_of(out);
  }
  const auto templates = self->server_->copy_of(self->server_->templates);
  for (const auto& one : templates) {
    auto variables = one->form.match(asked.uri);
    if (!variables) continue;
    std::map<std::string, std::string> values = std::move(*variables);
    out.contents = co_await one->handler(std::move(call), std::move(asked.uri), std::move(values));
    co_return detail::raw_of(out);
  }
  throw rpc_error(rpc_code::resource_not_found, "Resource not found", json::object({{"uri", printable(asked.uri, 1000)}}));
}

template <class Lazy>
awaitable<json::raw> basic_server_session<Lazy>::complete(self_ptr self, context call, json::raw params) {
  basic_completion_handler<Lazy> handler;
  {
    const std::lock_guard lock(self->server_->mutex);
    handler = self->server_->completes;
  }
  if (!handler) throw rpc_error(rpc_code::method_not_found, "there are no completions");
  auto asked = detail::params_of<complete_params>(params);
  if (asked.ref.type == "ref/prompt") {
    if (!asked.ref.name || !detail::entry_of(self->server_->copy_of(self->server_->prompts), *asked.ref.name)) throw rpc_error(rpc_code::invalid_params, "Unknown prompt");
  } else if (asked.ref.type != "ref/resource" || !asked.ref.uri) {
    throw rpc_error(rpc_code::invalid_params, "the reference is not understood");
  }
  complete_result out;
  out.completion = co_await handler(std::move(call), std::move(asked));
  if (out.completion.values.size() > 100) {
    if (!out.completion.total) out.completion.total = out.completion.values.size();
    out.completion.values.resize(100);
    out.completion.has_more = true;
  }
  co_return detail::raw_of(out);
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
