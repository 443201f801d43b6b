// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <csignal>
#include <iostream>
#include <memory>

#include <asio/signal_set.hpp>

#include "aval/core/detail/file_posix.hpp"
#include "aval/core/log_file.hpp"
#include "aval/emulator/cloud_identity.hpp"
#include "serving.hpp"

namespace program {
namespace {

namespace emulator = aval::emulator;

struct emulator_arguments {
  emulator::cloud_options options = {};
  transport_words shown = {};
  std::string certificate_out = "aval-cloud-emulator.pem", consent = "ask", log_file = {};
  bool no_control = false;
};

aval::awaitable<void> serve_emulator(emulator::cloud_identity* cloud, const emulator_arguments* a) {
  asio::signal_set stop(co_await aval::this_coro::executor, SIGINT, SIGTERM);
  co_await cloud->start();
  if (a->consent != "ask") cloud->set_consent(a->consent == "approve" ? emulator::consent_answer::approve : emulator::consent_answer::deny);
  std::cout << "the cloud emulator listens on " << cloud->url() << '\n';
  std::cout << "access key id: " << a->options.access_key_id << '\n';
  std::cout << "access key secret: " << a->options.access_key_secret << '\n';
  if (a->options.transport == emulator::transport::self_signed) {
    aval::detail::write_file_atomic(a->certificate_out, cloud->certificate_pem(), 0644).value();
    std::cout << "clients trust its certificate with: " << a->certificate_out << '\n';
  }
  if (a->options.control_interface) std::cout << "control: " << cloud->url() << "/_emulator/ (this machine only)\n";
  std::cout << std::flush;
  (void)co_await stop.async_wait(aval::as_result);
  co_await cloud->stop();
  std::cout << "stopped\n";
}

int run_emulator(emulator_arguments& a) {
  if (!one_transport(a.shown, true)) return 2;
  auto& o = a.options;
  o.control_interface = !a.no_control;
  o.http.strand_per_connection = false;  // one thread runs the context
  if (a.shown.http) {
    o.transport = emulator::transport::plain;
  } else if (!a.shown.certificate.empty()) {
    o.transport = emulator::transport::given;
    read_certificate(a.shown.certificate, a.shown.key, o.http.tls);
  }
  if (!a.log_file.empty()) o.log = aval::log_to_file(a.log_file).value();
  asio::io_context context(1);
  emulator::cloud_identity cloud(context.get_executor(), o);
  run_to_end(context, serve_emulator(&cloud, &a));
  return 0;
}

}  // namespace

CLI::App& cloud_group(application& program) {
  for (auto* const group : program.app.get_subcommands([](const CLI::App* one) { return one->get_name() == "cloud"; })) return *group;
  auto* const group = program.app.add_subcommand("cloud", "Agent Identity of Alibaba Cloud");
  group->require_subcommand(1);
  return *group;
}

void add_cloud_emulator_command(application& program) {
  auto* const command = cloud_group(program).add_subcommand("emulator", "stand in for Agent Identity, RAM and STS until interrupted; everything in memory");
  auto a = std::make_shared<emulator_arguments>();
  command->add_option("--listen", a->options.listen, "IP address and port; port 0 takes any free one")->capture_default_str();
  add_transport_options(*command, a->shown, "HTTPS with a certificate of its own, the default", "plain HTTP");
  command->add_option("--certificate-out", a->certificate_out, "where the certificate of --self-signed is written for clients to trust")->capture_default_str();
  command->add_option("--access-key-id", a->options.access_key_id, "of the pair that signs calls")->capture_default_str();
  command->add_option("--access-key-secret", a->options.access_key_secret, "its secret, made up for tests and printed at the start: never a real one")->capture_default_str();
  command->add_option("--account", a->options.account, "number of the account")->capture_default_str();
  command->add_option("--region", a->options.region, "in ARNs and host names")->capture_default_str();
  command->add_option("--public-url", a->options.public_url, "where browsers find it, for authorization URLs; without: the address it listens on");
  command->add_option("--consent", a->consent, "who decides behind authorization URLs: ask (a person on the page), approve, deny")
      ->check(CLI::IsMember({"ask", "approve", "deny"}))
      ->capture_default_str();
  command->add_flag("--no-control", a->no_control, "without the control interface");
  command->add_option("--log-file", a->log_file, "append one line per call to this file");
  set_work(program, *command, [a] { return run_emulator(*a); });
}

}  // namespace program
