// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <chrono>
#include <iostream>
#include <memory>

#include "aval/json/canonical.hpp"
#include "aval/json/write.hpp"
#include "aval/mcp/client.hpp"
#include "aval/mcp/discover.hpp"
#include "aval/mcp/pins.hpp"
#include "aval/mcp/stdio.hpp"
#include "serving.hpp"

namespace program {
namespace {

namespace mcp = aval::mcp;
namespace json = aval::json;
using aval::awaitable;

struct mcp_arguments {
  std::vector<std::string> command = {};
  std::string name = {}, tool = {}, arguments = "{}", pins = {};
  unsigned timeout = 60;
  bool inherit_environment = false, quiet = false;
};

aval::log_hooks to_standard_error(const mcp_arguments& a) {
  if (a.quiet) return {};
  return aval::log_hooks([](aval::log_level, std::string_view, std::string_view text) { std::cerr << text << '\n'; });
}

/** The command line of the server. Its name, which pins belong to, is --name or the command with its arguments. */
mcp::configured_server server_of(const mcp_arguments& a) {
  mcp::configured_server out;
  out.command = a.command.at(0);
  out.args.assign(a.command.begin() + 1, a.command.end());
  out.name = a.name.empty() ? out.command_line() : a.name;
  return out;
}

/** Who is told of changed tools: the person in front of the screen. */
struct screen {
  void intent(aval::actions::permit&) const {}
  awaitable<void> report(aval::actions::permit what, aval::actions::outcome how, aval::deadline) const {
    std::cerr << "aval: " << what.resource << ": " << how.error << ". It is kept back; look at it, then: aval mcp accept\n";
    co_return;
  }
};

awaitable<mcp::client> connect(const mcp_arguments* a) {
  mcp::configured_server server = server_of(*a);
  mcp::client_options options;
  options.start_limit = options.timeout = std::chrono::seconds(a->timeout);
  options.inherit_environment = a->inherit_environment;
  options.log = to_standard_error(*a);
  auto client = co_await mcp::client::start(aval::moved(server), options);
  if (!a->pins.empty()) client = mcp::pinned(std::move(client), mcp::pin_store::open(a->pins).value(), screen());
  co_return client;
}

void show_tools(const application& program, const std::vector<mcp::tool_description>& tools) {
  json::value rows = json::array();
  for (const auto& one : tools) {
    json::value row = json::object({{"name", one.name}, {"description", one.description.value_or("")}, {"hash", mcp::tool_hash(one)}});
    if (program.output == "json") row["inputSchema"] = one.input_schema;
    rows.push_back(std::move(row));
  }
  print_rows(program, rows, {{"NAME", "name"}, {"DESCRIPTION", "description"}});
}

/** Connects, does the work, and ends the server whatever comes of it. */
int with_client(const mcp_arguments& a, awaitable<int> (*work)(mcp::client, const application*, const mcp_arguments*), const application& program) {
  asio::io_context context(1);
  int status = 1;
  const auto all = [](const application* p, const mcp_arguments* given, decltype(work) does, int* out) -> awaitable<void> {
    auto client = co_await connect(given);
    std::exception_ptr failure;
    try {
      *out = co_await does(client, p, given);
    } catch (...) {
      failure = std::current_exception();
    }
    co_await client.close();
    if (failure) std::rethrow_exception(failure);
  };
  run_to_end(context, all(&program, &a, work, &status));
  return status;
}

awaitable<int> list_tools(mcp::client client, const application* program, const mcp_arguments*) {
  show_tools(*program, co_await client.tools());
  const auto kept_back = mcp::drifted(client);
  for (const auto& one : kept_back) fail(aval::printable(one.now.name) + " is not what was accepted; it reads now: " + aval::printable(one.now.description.value_or("(no description)"), 1000));
  co_return kept_back.empty() ? 0 : 1;
}

awaitable<int> call_tool(mcp::client client, const application* program, const mcp_arguments* a) {
  auto arguments = json::parse(a->arguments);
  if (!arguments || !arguments->is_object()) throw std::runtime_error("--arguments: " + (arguments ? std::string("one JSON object is expected") : arguments.error().message()));
  json::value given = std::move(*arguments);
  const mcp::tool_result result = co_await client.call(a->tool, given);
  if (program->output == "json") std::cout << json::write(result) << '\n';
  else std::cout << aval::printable(result.text(), 1024 * 1024) << '\n';
  co_return result.failed() ? 1 : 0;
}

awaitable<int> accept_tools(mcp::client client, const application*, const mcp_arguments* a) {
  const auto tools = co_await client.tools();
  auto store = mcp::pin_store::open(a->pins).value();
  int changed = 0;
  for (const auto& one : mcp::drifted(client)) {
    if (!a->tool.empty() && one.now.name != a->tool) continue;
    store.accept(client.name(), one.now).value();
    std::cout << aval::printable(one.now.name) << ' ' << one.hash << '\n';
    ++changed;
  }
  if (changed == 0) std::cerr << "nothing to accept\n";
  co_return 0;
}

awaitable<mcp::tool_result> pass_on(mcp::client client, std::string tool, json::value arguments) { co_return co_await client.call(std::move(tool), std::move(arguments)); }
awaitable<mcp::prompt_result> pass_prompt(mcp::client client, std::string name, std::map<std::string, std::string> arguments) {
  co_return co_await client.prompt(std::move(name), std::move(arguments));
}

/** A server that is the other one, as far as its tools are what they were. */
awaitable<int> serve_pinned(mcp::client client, const application*, const mcp_arguments*) {
  mcp::server_options about;
  about.name = client.server_info().name.empty() ? "aval" : client.server_info().name;
  about.version = client.server_info().version.empty() ? "0" : client.server_info().version;
  if (!client.instructions().empty()) about.instructions = client.instructions();
  mcp::server server(about);
  const auto tools = co_await client.tools();
  for (const auto& one : tools)
    server.add(one, [client, name = one.name](mcp::call_context, json::value arguments) { return pass_on(client, name, std::move(arguments)); });
  if (client.capabilities().prompts) {
    const auto prompts = co_await client.prompts();
    for (const auto& one : prompts)
      server.add(one, [client, name = one.name](mcp::call_context, std::map<std::string, std::string> arguments) { return pass_prompt(client, name, std::move(arguments)); });
  }
  if (client.capabilities().resources) {
    const auto resources = co_await client.resources();
    for (const auto& one : resources) server.add(one, [client](mcp::call_context, std::string uri) { return client.read(std::move(uri)); });
  }
  co_await mcp::serve_stdio(server);
  co_return 0;
}

int list_servers(const application& program) {
  json::value rows = json::array();
  for (const auto& one : mcp::auto_detect_mcp_servers().value()) {
    const mcp::masked_server shown = mcp::masked(one);
    rows.push_back(json::object({{"name", shown.name}, {"client", json::to_value(shown.client)}, {"server", shown.command_line.empty() ? shown.url : shown.command_line}, {"file", shown.config_path}}));
  }
  print_rows(program, rows, {{"NAME", "name"}, {"CONFIGURED IN", "client"}, {"SERVER", "server"}, {"FILE", "file"}});
  return 0;
}

void add_server_options(CLI::App& command, mcp_arguments& a) {
  command.add_option("--name", a.name, "the server's name, to which its pins belong; default: its command line");
  command.add_option("--timeout", a.timeout, "seconds for each answer")->capture_default_str();
  command.add_flag("--inherit-environment", a.inherit_environment, "let the server have all variables of this program");
  command.add_flag("--quiet", a.quiet, "do not show what the server writes to standard error");
}

}  // namespace

void add_mcp_commands(application& program) {
  auto* const group = program.app.add_subcommand("mcp", "servers of the Model Context Protocol: what they offer, and whether it is still what was accepted")->require_subcommand(1);
  const auto add = [&](const char* name, const char* help, awaitable<int> (*work)(mcp::client, const application*, const mcp_arguments*)) {
    auto* const command = group->add_subcommand(name, help);
    auto a = std::make_shared<mcp_arguments>();
    add_server_options(*command, *a);
    if (std::string_view(name) == "call") command->add_option("tool", a->tool, "the tool")->required();
    command->add_option("command", a->command, "behind --: the program that is the server, and its arguments")->required();
    set_work(program, *command, [a, work, &program] { return with_client(*a, work, program); });
    return std::pair(command, a);
  };
  const auto tools = add("tools", "list the tools of a server: aval mcp tools -- npx -y @modelcontextprotocol/server-everything", &list_tools);
  tools.first->add_option("--pins", tools.second->pins, "file of accepted definitions: new tools are added, changed ones are kept back, and the exit status is 1");
  add_output_option(program, *tools.first);
  const auto call = add("call", "call a tool of a server: aval mcp call echo --arguments '{\"message\": \"hi\"}' -- npx ...", &call_tool);
  call.first->add_option("--arguments", call.second->arguments, "one JSON object")->capture_default_str();
  call.first->add_option("--pins", call.second->pins, "file of accepted definitions: a tool that has changed is not called");
  add_output_option(program, *call.first);
  const auto accept = add("accept", "accept the tools of a server as they are now", &accept_tools);
  accept.first->add_option("--pins", accept.second->pins, "file of accepted definitions")->required();
  accept.first->add_option("--tool", accept.second->tool, "only this one");
  const auto serve = add("serve", "be a server on standard input and output that passes on to another one, without the tools that have changed", &serve_pinned);
  serve.first->add_option("--pins", serve.second->pins, "file of accepted definitions")->required();
  auto* const list = group->add_subcommand("list", "list the servers that programs of this machine are configured to use");
  add_output_option(program, *list);
  set_work(program, *list, [&program] { return list_servers(program); });
}

}  // namespace program
