// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <chrono>
#include <csignal>
#include <iostream>
#include <memory>

#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include "aval/core/detail/file_posix.hpp"
#include "aval/core/log_file.hpp"
#include "aval/crypto/agent_certificate.hpp"
#include "aval/crypto/random.hpp"
#include "aval/json/core_types.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"
#include "aval/relay/hub.hpp"
#include "serving.hpp"

namespace program {
namespace {

namespace relay = aval::relay;

struct hub_arguments {
  std::string id = {}, host = "127.0.0.1", authority = {}, certificate = {}, key = {};
  std::uint16_t port = 8765;
  std::string admin_listen = {}, token_file = {}, accounts_file = {}, usage_file = {}, log_file = {};
  bool broadcast_sessions = false;
};

std::string read_text(const std::string& path) { return aval::detail::read_file(path, 16 * 1024 * 1024).value().text; }

/** The token in the file, or a new one that is written to it. */
aval::secret admin_token(const std::string& path) {
  auto file = aval::detail::read_file(path, 4096);
  if (file) {
    if ((file->mode & 077) != 0) throw std::runtime_error(path + " can be read by others than its owner; chmod 600 it");
    return only_line(std::move(file->text), path);
  }
  if (file.error().code != std::errc::no_such_file_or_directory) throw std::runtime_error(file.error().message);
  std::string token = aval::crypto::random_token(32) + '\n';
  aval::detail::write_new_file(path, token, 0600).value();
  token.pop_back();
  return aval::secret::take(token);
}

relay::hub_options options_of(const hub_arguments& a) {
  relay::hub_options o;
  o.router.id = a.id;
  o.router.broadcast_sessions = a.broadcast_sessions;
  o.tls.ca_pem = read_text(a.authority);
  read_certificate(a.certificate, a.key, o.tls);
  const auto name = aval::crypto::agent_id_of(o.tls.certificate_pem);
  if (!name) throw std::runtime_error(a.certificate + ": " + name.error().message);
  if (*name != a.id) throw std::runtime_error("--id is " + aval::printable(a.id) + ", but the certificate " + a.certificate + " belongs to " + aval::printable(*name));
  if (!a.accounts_file.empty()) {
    auto accounts = aval::json::read<relay::metering_options>(read_text(a.accounts_file));
    if (!accounts) throw std::runtime_error(a.accounts_file + ": " + accounts.error().message());
    o.router.metering = std::move(*accounts);
  }
  if (!a.admin_listen.empty()) o.admin_token = admin_token(a.token_file);
  if (!a.log_file.empty()) o.router.log = aval::log_to_file(a.log_file).value();
  return o;
}

aval::awaitable<void> save_usage(relay::hub* hub, const hub_arguments* a) {
  if (a->usage_file.empty()) co_return;
  const auto usage = co_await hub->usage();
  aval::detail::write_file_atomic(a->usage_file, aval::json::write(usage) + "\n", 0600).value();
}

aval::awaitable<void> save_regularly(relay::hub* hub, const hub_arguments* a) {
  asio::steady_timer timer(co_await aval::this_coro::executor);
  for (;;) {
    timer.expires_after(std::chrono::seconds(10));
    co_await timer.async_wait(aval::use_awaitable);
    try {
      co_await save_usage(hub, a);
    } catch (const aval::error& e) {  // a full disk may have room again the next time
      fail(e.what());
    }
  }
}

aval::awaitable<void> serve(relay::hub* hub, const hub_arguments* a) {
  const auto executor = co_await aval::this_coro::executor;
  asio::signal_set stop(executor, SIGINT, SIGTERM);
  const bool v6 = a->host.find(':') != a->host.npos;
  const std::string host = v6 ? "[" + a->host + "]" : a->host;
  const auto port = hub->listen(host + ":" + std::to_string(a->port));
  std::uint16_t admin_port = 0;
  if (!a->admin_listen.empty()) admin_port = hub->listen_admin(a->admin_listen);
  hub->start();
  std::cout << "the hub " << aval::printable(a->id) << " listens on wss://" << host << ':' << port << '\n';
  if (admin_port != 0) {
    std::cout << "HTTP interface: http://" << a->admin_listen.substr(0, a->admin_listen.rfind(':')) << ':' << admin_port << "/\n"
              << "its token: " << a->token_file << " (mode 0600)\n";
  }
  std::cout << std::flush;
  if (!a->usage_file.empty()) asio::co_spawn(executor, save_regularly(hub, a), asio::detached);
  (void)co_await stop.async_wait(aval::as_result);
  co_await hub->stop();
  co_await save_usage(hub, a);
  std::cout << "stopped\n";
}

int run_hub(const hub_arguments& a) {
  asio::io_context context(1);
  relay::hub hub(context.get_executor(), options_of(a));
  if (!a.usage_file.empty()) {
    if (const auto file = aval::detail::read_file(a.usage_file, 16 * 1024 * 1024)) {
      const auto usage = aval::json::read<std::vector<relay::account_usage>>(file->text);
      if (!usage) return fail(a.usage_file + ": " + usage.error().message());
      hub.restore_usage(*usage);
    } else if (file.error().code != std::errc::no_such_file_or_directory) {
      return fail(file.error().message);
    }
  }
  run_to_end(context, serve(&hub, &a));
  return 0;
}

}  // namespace

void add_hub_commands(application& program) {
  auto* const command = program.app.add_subcommand("hub", "run a hub, through which agents reach one another, until it is interrupted");
  auto a = std::make_shared<hub_arguments>();
  command->add_option("--id", a->id, "the hub's id, the common name of its certificate")->envname("AGENT_ID")->required();
  command->add_option("--host", a->host, "IP address to listen on")->capture_default_str();
  command->add_option("--port", a->port, "port to listen on; 0 takes any free one")->capture_default_str();
  command->add_option("--ca-cert", a->authority, "certificate of the authority that all agents have theirs from (PEM)")->envname("CA_CERT_PATH")->required();
  command->add_option("--my-cert", a->certificate, "the hub's certificate (PEM)")->envname("MY_CERT_PATH")->required();
  command->add_option("--my-key", a->key, "its private key (PEM)")->envname("MY_KEY_PATH")->required();
  command->add_option("--admin-listen", a->admin_listen, "IP address and port of the HTTP interface: directory, metrics, accounts, a live page; without: none");
  command->add_option("--admin-token-file", a->token_file, "file with the token of the HTTP interface; made when it is absent; default: the private key's name with .admin-token behind it");
  command->add_option("--accounts", a->accounts_file, "JSON file: plans, accounts, account_of, default_plan, period");
  command->add_option("--usage-file", a->usage_file, "keeps what the accounts have used over a restart");
  command->add_flag("--broadcast-sessions", a->broadcast_sessions, "let SESSION_INIT go to BROADCAST");
  command->add_option("--log-file", a->log_file, "append one line per event to this file");
  set_work(program, *command, [a] {
    if (a->token_file.empty()) a->token_file = a->key + ".admin-token";
    return run_hub(*a);
  });
}

}  // namespace program
