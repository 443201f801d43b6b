// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "agent_settings.hpp"

#include <stdexcept>

#include "aval/core/detail/file_posix.hpp"
#include "aval/core/error.hpp"
#include "aval/json/raw.hpp"
#include "aval/json/read.hpp"
#include "aval/net/url.hpp"

namespace program {
namespace {

/** The file: one JSON object whose members are the options, with _ for -. An unknown member is a mistake and is refused. */
struct agent_file {
  std::optional<std::string> id = {}, host = {}, peer_uri = {}, advertise_uri = {}, ca_cert = {}, my_cert = {}, my_key = {};
  std::optional<std::uint16_t> port = {};
  std::optional<std::vector<std::string>> capabilities = {};
  std::optional<std::string> task = {};
  std::optional<aval::json::raw> params = {};
  std::optional<std::string> to = {};
  std::optional<std::uint32_t> timeout = {};
  std::optional<bool> once = {}, json_log = {};
};

agent_file read_file(const std::string& path) {
  if (path.empty()) return {};
  const auto text = aval::detail::read_file(path, 1024 * 1024);
  if (!text) throw std::runtime_error("--config " + path + ": " + text.error().message);
  auto read = aval::json::read<agent_file, aval::json::read_options{.unknown = aval::json::unknown::refuse}>(text->text);
  if (!read) throw std::runtime_error("--config " + path + ": " + read.error().message());
  return std::move(*read);
}

/** Host and port of a wss address that may name any interface. */
void take_listen_uri(agent_settings& s, const std::string& text) {
  const auto uri = aval::net::parse_url(text);
  if (!uri || uri->scheme() != "wss") throw std::runtime_error("AGENT_WSS_URI: not an address like wss://127.0.0.1:8765: " + aval::printable(text, 200));
  if (s.host.empty()) s.host = uri->host();
  if (!s.port) s.port = uri->port();
}

void fill(std::string& open, const std::optional<std::string>& value) {
  if (open.empty() && value) open = *value;
}

}  // namespace

void add_agent_options(CLI::App& command, agent_settings& s) {
  command.add_option("--id", s.id, "name of this agent, the CN of its certificate [AGENT_ID]");
  command.add_option("--host", s.host, "address to listen on; 127.0.0.1 if not given [AGENT_WSS_URI]");
  command.add_option("--port", s.port, "port to listen on, 0 for any free one; without it this agent only dials [AGENT_WSS_URI]");
  command.add_option("--advertise-uri", s.advertise_uri, "address under which peers reach this agent, told to them [AGENT_ADVERTISE_URI]");
  command.add_option("--peer-uri", s.peer_uri, "wss://HOST:PORT of the agent or hub to keep a connection with [PEER_WSS_URI]");
  command.add_option("--ca-cert", s.ca_cert, "certificate of the authority, the only one that is trusted [CA_CERT_PATH]");
  command.add_option("--my-cert", s.my_cert, "this agent's certificate [MY_CERT_PATH]");
  command.add_option("--my-key", s.my_key, "its private key [MY_KEY_PATH]");
  command.add_option("--config", s.config, "JSON file with these options, _ for -; an environment variable beats it, an argument beats both");
  command.add_option("--capability", s.capabilities, "a capability to announce; may be given again");
  command.add_option("--task", s.task, "the task to send on each new connection; empty: none");
  command.add_option("--params", s.params, "its parameters, a JSON object");
  command.add_option("--to", s.to, "the agent it is for, when the peer is a hub");
  command.add_option("--timeout", s.timeout, "seconds to wait for its answer; 900 if not given");
  command.add_flag("--once", s.once, "end after the answer: status 0 for exito, 1 for anything else");
  command.add_flag("--json-log", s.json_log, "write one line for each message, as JSON");
}

void complete(agent_settings& s, const aval::environment& variables) {
  // 1 arguments are there; 2 the environment
  fill(s.id, variables.find("AGENT_ID"));
  fill(s.advertise_uri, variables.find("AGENT_ADVERTISE_URI"));
  fill(s.peer_uri, variables.find("PEER_WSS_URI"));
  fill(s.ca_cert, variables.find("CA_CERT_PATH"));
  fill(s.my_cert, variables.find("MY_CERT_PATH"));
  fill(s.my_key, variables.find("MY_KEY_PATH"));
  if (const auto uri = variables.find("AGENT_WSS_URI"); uri && (s.host.empty() || !s.port)) take_listen_uri(s, *uri);
  // 3 the file
  const agent_file file = read_file(s.config);
  fill(s.id, file.id);
  fill(s.host, file.host);
  fill(s.peer_uri, file.peer_uri);
  fill(s.advertise_uri, file.advertise_uri);
  fill(s.ca_cert, file.ca_cert);
  fill(s.my_cert, file.my_cert);
  fill(s.my_key, file.my_key);
  fill(s.to, file.to);
  if (!s.port) s.port = file.port;
  if (s.capabilities.empty() && file.capabilities) s.capabilities = *file.capabilities;
  if (!s.task) s.task = file.task;
  if (s.params.empty() && file.params) s.params = std::string(file.params->text());
  if (s.timeout == 0) s.timeout = file.timeout.value_or(0);
  s.once = s.once || file.once.value_or(false);
  s.json_log = s.json_log || file.json_log.value_or(false);
  // 4 defaults
  if (s.host.empty()) s.host = "127.0.0.1";
  if (s.capabilities.empty()) s.capabilities = {"task_processing"};
  if (!s.task) s.task = "Process data from aval";

  const auto need = [](const std::string& value, const char* option, const char* variable) {
    if (value.empty()) throw std::runtime_error(std::string(option) + " is missing (or " + variable + ", or in the file of --config)");
  };
  need(s.id, "--id", "AGENT_ID");
  need(s.ca_cert, "--ca-cert", "CA_CERT_PATH");
  need(s.my_cert, "--my-cert", "MY_CERT_PATH");
  need(s.my_key, "--my-key", "MY_KEY_PATH");
  if (!s.port && s.peer_uri.empty()) throw std::runtime_error("--port to listen, --peer-uri to dial, or both: one is needed");
  if (s.once && (s.peer_uri.empty() || s.task->empty())) throw std::runtime_error("--once needs --peer-uri, and a task to send");
  if (!s.params.empty()) {
    aval::json::raw params;
    if (const auto read = aval::json::read_into(params, s.params); !read || !params.is_object())
      throw std::runtime_error("--params is not a JSON object: " + aval::printable(s.params, 200));
  }
  if (!s.peer_uri.empty()) {
    const auto uri = aval::net::parse_url(s.peer_uri);
    if (!uri || uri->scheme() != "wss") throw std::runtime_error("--peer-uri is not an address like wss://127.0.0.1:8765: " + aval::printable(s.peer_uri, 200));
  }
}

}  // namespace program
