// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <csignal>
#include <iostream>
#include <map>
#include <memory>

#include <asio/signal_set.hpp>
#include <asio/thread_pool.hpp>

#include "administrator.hpp"
#ifdef AVAL_HAS_PDF
#include "aval/authority/compliance_pdf.hpp"
#endif
#include "aval/authority/server.hpp"
#include "aval/authority/store_sqlite.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/core/log_file.hpp"
#include "aval/json/write.hpp"
#include "serving.hpp"

namespace program {
namespace {

using aval::json::value;
namespace authority = aval::authority;

struct serve_arguments {
  transport_words shown = {};
  std::string listen = "127.0.0.1:8443", database = {}, public_url = {}, log_file = {};
  bool durable = false, private_addresses = false, no_dashboard = false;
  int denied_status = 403;
  authority::self_registration self_registration = authority::self_registration::loopback;
  authority::decision_profile profile = authority::decision_profile::ours;
  unsigned requests_per_minute = authority::options().requests_per_minute;
};

authority::options options_of(const serve_arguments& a, asio::thread_pool& blocking) {
  authority::options o;
  o.listen = a.listen;
  o.store = authority::sqlite_store::make(blocking.get_executor(), {.path = a.database, .sync_every_commit = a.durable});
  o.admin_file = a.database + ".admin";
  o.public_url = a.public_url;
  o.self_registration = a.self_registration;
  o.decision.profile = a.profile;
  o.denied_http_status = a.denied_status;
  o.requests_per_minute = a.requests_per_minute;
  o.requests_to_private_addresses = a.private_addresses;
  o.dashboard = !a.no_dashboard;
  o.blocking_executor = blocking.get_executor();
  o.http.strand_per_connection = false;  // one thread runs the context
  if (a.shown.http) {
    o.transport = authority::transport::plain;
  } else if (!a.shown.certificate.empty()) {
    o.transport = authority::transport::given;
    read_certificate(a.shown.certificate, a.shown.key, o.http.tls);
  }
#ifdef AVAL_HAS_PDF
  o.render_pdf = authority::pdf_renderer();
#endif
  if (!a.log_file.empty()) o.log = aval::log_to_file(a.log_file).value();
  return o;
}

aval::awaitable<void> serve(authority::server* server, const serve_arguments* a, const application* program) {
  asio::signal_set stop(co_await aval::this_coro::executor, SIGINT, SIGTERM);
  co_await server->start();
  const bool own_certificate = a->shown.self_signed;
  const std::string file = a->database + ".pem";
  if (own_certificate) aval::detail::write_file_atomic(file, server->certificate_pem(), 0644).value();
  if (program->output == "json") {
    value started = aval::json::object({{"url", server->url()}, {"admin_file", a->database + ".admin"}});
    if (own_certificate) started["certificate"] = file;
    std::cout << aval::json::write(started) << '\n';
  } else {
    std::cout << "the authority listens on " << server->url() << '\n';
    std::cout << "administrator: " << a->database << ".admin (mode 0600)\n";
    if (own_certificate) std::cout << "clients trust its certificate with: " << file << '\n';
  }
  std::cout << std::flush;
  (void)co_await stop.async_wait(aval::as_result);
  co_await server->stop();
  if (program->output != "json") std::cout << "stopped\n";
}

int run_server(const serve_arguments& a, const application& program) {
  if (!one_transport(a.shown, false)) return 2;
  asio::io_context context(1);
  asio::thread_pool blocking(2);
  {
    authority::server server(context.get_executor(), options_of(a, blocking));
    run_to_end(context, serve(&server, &a, &program));
  }
  blocking.join();
  return 0;
}

struct key_arguments {
  server_access access = {};
  std::string name = "command line", agent = {}, expires = {};
};

aval::awaitable<void> create_api_key(administrator& administrator, std::shared_ptr<key_arguments> a, application* program) {
  value body = aval::json::object({{"name", a->name}});
  if (!a->agent.empty()) body["agent_id"] = a->agent;
  if (!a->expires.empty()) body["expires_at"] = a->expires;
  const value answer = co_await administrator.post("/api/v1/api-keys", std::move(body));
  print_object(*program, answer, {{"api key", "api_key"}, {"id", "id"}, {"name", "name"}, {"expires", "expires_at"}});
}

aval::awaitable<void> print_token(administrator& who, std::string role, application* program) {
  const value me = co_await who.get("/api/v1/auth/me");
  const auto* has = me["role"].if_string();
  if (has == nullptr) has = me["user"]["role"].if_string();
  if (has == nullptr || *has != role) {
    throw std::runtime_error("the credential belongs to a user of role " + (has ? aval::printable(*has) : "unknown") + ", not " + role);
  }
  const value answer = aval::json::object({{"access_token", who.token()}, {"token_type", "Bearer"}, {"role", role}});
  if (program->output == "json") print_object(*program, answer, {});
  else std::cout << who.token() << '\n';
}

void add_serve(application& program, CLI::App& group) {
  auto* const command = group.add_subcommand("serve", "run an authority on an SQLite file until it is interrupted");
  auto a = std::make_shared<serve_arguments>();
  command->add_option("--listen", a->listen, "IP address and port; port 0 takes any free one")->capture_default_str();
  command->add_option("--db", a->database, "SQLite file; made at the first start, beside it FILE.admin and FILE.pem")->required();
  add_transport_options(*command, a->shown, "HTTPS with a certificate of its own, written to FILE.pem for clients to trust",
                        "plain HTTP: for tests, or behind something that speaks TLS");
  command->add_option("--public-url", a->public_url, "the address that agents are told");
  command->add_flag("--private-addresses", a->private_addresses, "MCP servers may be verified at addresses of this machine and its network");
  command->add_flag("--no-dashboard", a->no_dashboard, "do not serve the page for people at /");
  command->add_flag("--durable", a->durable, "synchronise every commit to the disk: survives the loss of power");
  command->add_option("--denied-status", a->denied_status, "HTTP status of a denial; 201 for the oldest clients")->check(CLI::IsMember({201, 403}))->capture_default_str();
  command->add_option("--requests-per-minute", a->requests_per_minute, "of one agent, user or API key; 0: no limit")->capture_default_str();
  command->add_option("--log-file", a->log_file, "append one line per event to this file");
  add_output_option(program, *command);
  command->add_option("--self-registration", a->self_registration, "who may register with nothing but a key: off, pending, loopback")
      ->transform(CLI::CheckedTransformer(std::map<std::string, authority::self_registration>{{"off", authority::self_registration::off},
                                                                                               {"pending", authority::self_registration::pending},
                                                                                               {"loopback", authority::self_registration::loopback}}))
      ->default_str("loopback");
  command->add_option("--decision-profile", a->profile, "whose rules decide: ours, g1, g2")
      ->transform(CLI::CheckedTransformer(std::map<std::string, authority::decision_profile>{{"ours", authority::decision_profile::ours},
                                                                                              {"g1", authority::decision_profile::g1},
                                                                                              {"g2", authority::decision_profile::g2}}))
      ->default_str("ours");
  set_work(program, *command, [&program, a] { return run_server(*a, program); });
}

void add_keys(application& program, CLI::App& group) {
  auto* const keys = group.add_subcommand("api-key", "API keys, with which agents register");
  keys->require_subcommand(1);
  auto* const command = keys->add_subcommand("create", "make an API key; it is shown this once");
  auto a = std::make_shared<key_arguments>();
  add_server_options(*command, a->access);
  add_output_option(program, *command);
  command->add_option("--name", a->name, "what people call it")->capture_default_str();
  command->add_option("--agent", a->agent, "bind it to this agent (id); without: a key of the organisation, for registration");
  command->add_option("--expires", a->expires, "when it ends (RFC 3339); without: in 90 days");
  set_work(program, *command, [&program, a] {
    administrator::run(a->access, [&program, a](administrator& who) { return create_api_key(who, a, &program); });
    return 0;
  });
}

void add_token(application& program, CLI::App& group) {
  auto* const command = group.add_subcommand("token", "a bearer token for scripts, from the admin credential");
  auto access = std::make_shared<server_access>();
  auto role = std::make_shared<std::string>("admin");
  add_server_options(*command, *access);
  add_output_option(program, *command);
  command->add_option("--role", *role, "the role the token must have")->check(CLI::IsMember({"admin", "manager", "member", "viewer"}))->capture_default_str();
  set_work(program, *command, [&program, access, role] {
    administrator::run(*access, [&program, role](administrator& who) { return print_token(who, *role, &program); });
    return 0;
  });
}

}  // namespace

void add_authority_commands(application& program) {
  auto* const group = program.app.add_subcommand("authority", "run an authority; its people, keys and tokens");
  group->require_subcommand(1);
  add_serve(program, *group);
  add_keys(program, *group);
  add_token(program, *group);
  add_account_commands(program, *group);
}

}  // namespace program
