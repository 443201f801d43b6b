// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "administrator.hpp"

#include <charconv>
#include <iostream>

#include "aval/aim/config.hpp"
#ifdef AVAL_HAS_YAML
#include "aval/aim/config_yaml.hpp"  // makes a configuration file readable by resolve_config()
#endif
#include "aval/core/detail/file_posix.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"
#include "aval/net/http_client.hpp"
#include "aval/net/http_client_stream.hpp"
#include "serving.hpp"

namespace program {

using aval::json::value;

struct administrator::state {
  aval::net::http_client client;
  aval::net::url base;
  aval::secret token = {};
};

void add_server_options(CLI::App& command, server_access& access) {
  command.add_option("--url", access.url, "address of the authority (default: AIM_URL, then ~/.aim/config.yaml, then http://localhost:8080)");
  command.add_option("--ca", access.ca_file, "trust this certificate (PEM file) and no other")->check(CLI::ExistingFile);
  command.add_option("--token-file", access.token_file, "file with a bearer token (or set AVAL_TOKEN)")->check(CLI::ExistingFile);
  command.add_option("--admin-file", access.admin_file, "log in with the admin credential that the authority wrote (FILE.admin)")->check(CLI::ExistingFile);
}

namespace {

// What ~/.aim/config.yaml and the environment say, under --url; warnings go to standard error.
aval::aim::config settings_of(const server_access& access) {
  aval::aim::config given;
  if (!access.url.empty()) given.aim_url = access.url;
  aval::aim::resolve_options how;
  how.log = aval::log_hooks([](aval::log_level, std::string_view, std::string_view text) { std::cerr << "aval: warning: " << aval::printable(text, 2000) << '\n'; },
                            aval::log_level::warning);
  return aval::aim::resolve_config(given, how).value();
}

std::string read_small(const std::string& path) { return aval::detail::read_file(path, 64 * 1024).value().text; }

}  // namespace

aval::awaitable<value> administrator::call(std::string method, std::string path, std::string body) {
  aval::net::http_request request(std::move(method), std::move(path));
  request.headers.add("Accept", "application/json");
  if (!state_.token.empty()) request.headers.add("Authorization", "Bearer " + std::string(state_.token.reveal()));
  if (request.method != "GET") request.headers.add("Content-Type", "application/json");
  request.body = std::move(body);
  const std::string what = request.method + " " + request.target;
  const auto response = co_await state_.client.send(state_.base, std::move(request));
  auto answer = aval::json::parse(response.body);
  if (response.status < 200 || response.status > 299) {
    std::string words = "HTTP status " + std::to_string(response.status);
    if (answer && (*answer)["error"].if_string()) words = *(*answer)["error"].if_string();
    throw std::runtime_error(what + " was refused (" + std::to_string(response.status) + "): " + aval::printable(words));
  }
  if (response.body.empty()) co_return value{};
  if (!answer) throw std::runtime_error(what + ": the answer is not JSON: " + answer.error().message());
  co_return std::move(*answer);
}

aval::awaitable<value> administrator::get(std::string path) { return call("GET", std::move(path), {}); }
aval::awaitable<value> administrator::post(std::string path, value body) { return call("POST", std::move(path), aval::json::write(body)); }
aval::awaitable<value> administrator::put(std::string path, value body) { return call("PUT", std::move(path), aval::json::write(body)); }

aval::awaitable<void> administrator::read(std::string path, std::function<void(std::uint64_t)> head, std::function<void(std::string_view)> take) {
  aval::net::http_request request("GET", path);
  if (!state_.token.empty()) request.headers.add("Authorization", "Bearer " + std::string(state_.token.reveal()));
  auto stream = co_await aval::net::http_stream::open(state_.client, state_.base, std::move(request));
  const auto& response = stream.response();
  if (response.status != 200) {
    std::string body;
    for (std::string piece = co_await stream.read(); !piece.empty() && body.size() < 64 * 1024; piece = co_await stream.read()) body += piece;
    const auto answer = aval::json::parse(body);
    const auto* words = answer ? (*answer)["error"].if_string() : nullptr;
    throw std::runtime_error("GET " + path + " was refused (" + std::to_string(response.status) + ")" + (words ? ": " + aval::printable(*words) : std::string()));
  }
  std::uint64_t total = 0;
  if (const auto text = response.headers.find("X-Total-Count")) std::from_chars(text->data(), text->data() + text->size(), total);
  head(total);
  for (std::string piece = co_await stream.read(); !piece.empty(); piece = co_await stream.read()) take(piece);
}

std::string administrator::token() const { return std::string(state_.token.reveal()); }

aval::awaitable<void> administrator::log_in(administrator& self, server_access access) {
  if (const auto token = aval::environment{}.find("AVAL_TOKEN"); token && access.token_file.empty() && access.admin_file.empty()) {
    self.state_.token = aval::secret(*token);
    co_return;
  }
  if (!access.token_file.empty()) {
    self.state_.token = only_line(read_small(access.token_file), access.token_file);
    co_return;
  }
  if (access.admin_file.empty()) {
    throw std::runtime_error("who asks? Pass --admin-file FILE.admin (written by the authority at its first start), --token-file, or set AVAL_TOKEN");
  }
  const auto file = aval::json::parse(read_small(access.admin_file));
  if (!file) throw std::runtime_error(access.admin_file + ": " + file.error().message());
  value login;
  login["email"] = (*file)["email"];
  login["password"] = (*file)["password"];
  const value answer = co_await self.post("/api/v1/auth/login/local", std::move(login));
  const auto* token = answer["access_token"].if_string();
  if (token == nullptr) throw std::runtime_error("the authority's answer to the login has no access_token");
  self.state_.token = aval::secret(*token);
}

void administrator::run(const server_access& access, work job) {
  asio::io_context context(1);
  const aval::aim::config settings = settings_of(access);
  aval::net::client_options options;
  options.timeout = *settings.timeout;
  options.tls.verify = *settings.verify_ssl || !access.ca_file.empty();
  if (!access.ca_file.empty()) options.tls.ca_file = access.ca_file;
  state s{aval::net::http_client(context.get_executor(), std::move(options)), aval::net::parse_url(*settings.aim_url).value()};
  administrator self(s);
  const auto all = [](administrator* a, server_access how, work w) -> aval::awaitable<void> {
    co_await log_in(*a, std::move(how));
    co_await w(*a);
  };
  try {
    run_to_end(context, all(&self, access, std::move(job)));
  } catch (const std::exception& e) {
    if (aval::code_of(std::current_exception()) != aval::condition::not_trusted || !access.ca_file.empty()) throw;
    throw std::runtime_error(std::string(e.what()) + "; if it is the authority that you mean, pass --ca FILE.pem, which it wrote when it started");
  }
}

}  // namespace program
