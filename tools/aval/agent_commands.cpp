// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <csignal>
#include <functional>
#include <iostream>
#include <map>
#include <memory>

#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>

#include "agent_settings.hpp"
#include "aval/acp/agent.hpp"
#include "aval/acp/envelope.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/core/error.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/crypto/agent_certificate.hpp"
#include "aval/json/write.hpp"
#include "serving.hpp"

/*  aval agent: an agent as the protocol's guides have it, in both roles. It listens, keeps a connection with its peer if it has one, sends
 *  one task on each new connection that it dialed, and serves echo, sumar, sleep and anything else. */

namespace program {
namespace {

namespace acp = aval::acp;
using aval::json::raw;
using aval::json::value;

// ---- what it can do

struct sum_request { double a = 0, b = 0; };
struct sum_answer { double suma = 0; };
struct pause_request { double segundos = 1; };

raw echo(raw parameters) { return parameters; }
sum_answer add(sum_request r) { return {r.a + r.b}; }
aval::awaitable<pause_request> rest(pause_request p) {
  if (!(p.segundos >= 0 && p.segundos <= 86'400)) throw aval::error(aval::errc::invalid_argument, "segundos: 0 to 86400");
  asio::steady_timer timer(co_await aval::this_coro::executor);
  timer.expires_after(std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::duration<double>(p.segundos)));
  co_await timer.async_wait(aval::use_awaitable);
  co_return p;
}
std::string anything(raw) { return "aval task done!"; }

// ---- the program

struct running {
  agent_settings settings;
  asio::io_context context{1};
  std::unique_ptr<asio::signal_set> signals = {};
  std::map<std::string, acp::id, std::less<>> registering = {};  // peer -> our REGISTRO that it has not answered
  std::unique_ptr<acp::agent> agent = {};                        // calls back, so it goes first
  int status = 0;
  bool over = false;

  /** People's lines; out of the way of the messages where those are asked for. */
  std::ostream& out() const { return settings.json_log ? std::cerr : std::cout; }
  void end(int with) {
    if (over) return;
    over = true;
    status = with;
    signals->cancel();
  }
};

/** Lines of JSON, whatever the peer sends: text that is not JSON stands as a string. */
void log_message(bool outgoing, std::string_view peer, std::string_view text) {
  value line = aval::json::object({{"time", aval::format_rfc3339(std::chrono::time_point_cast<aval::timestamp::duration>(std::chrono::system_clock::now()), 3)},
                                   {"direction", outgoing ? "out" : "in"},
                                   {"peer", aval::printable(peer, 64)}});
  if (auto message = aval::json::read<value>(text)) line["message"] = std::move(*message);
  else line["text"] = aval::printable(text, 2000);
  std::cout << aval::json::write(line) << std::endl;
}

/** One session, one task. Nothing is repeated on another connection: the next one brings a task of its own. */
aval::awaitable<void> send_task(running* r, std::string peer) {
  const agent_settings& s = r->settings;
  const std::string to = s.to.empty() ? peer : s.to;
  const std::string what = "task \"" + aval::printable(*s.task, 100) + "\" of " + aval::printable(to, 64);
  std::error_code code;
  std::string report;
  try {
    auto session = co_await r->agent->open_session(to);
    acp::request_terms terms;
    terms.timeout = std::chrono::seconds(s.timeout);
    raw parameters(s.params.empty() ? std::string("null") : s.params);
    const raw result = co_await session.request<raw>(*s.task, parameters, terms);
    report = what + ": exito: " + aval::printable(result.text(), 500);
    if (s.once) co_await session.close("done");
  } catch (const aval::error& e) {
    code = e.code();
    report = what + " failed: " + e.what() + (e.peer_text().empty() ? "" : " (" + e.peer_text() + ")");
  }
  r->out() << report << std::endl;
  if (!s.once) co_return;
  if (!code) r->end(0);
  else if (code != acp::errc::connection_lost && code != acp::errc::not_connected) r->end(1);
}

void report_failure(std::exception_ptr e) {
  if (!e) return;
  try {
    std::rethrow_exception(e);
  } catch (const std::exception& x) {
    fail(aval::printable(x.what(), 500));
  }
}

aval::awaitable<void> live(running* r) {
  const agent_settings& s = r->settings;
  if (s.port) {
    const std::string host = (s.host.find(':') == std::string::npos || s.host.front() == '[' ? s.host : "[" + s.host + "]") + ":";
    const std::uint16_t port = r->agent->listen(host + std::to_string(*s.port));
    r->out() << aval::printable(s.id, 64) << " listens on wss://" << host << port << std::endl;
  }
  if (!s.peer_uri.empty()) {
    acp::connect_terms terms;
    terms.keep = true;
    r->agent->keep_connected(s.peer_uri, terms);
  }
  if (!r->over) (void)co_await r->signals->async_wait(aval::as_result);
  r->over = true;
  co_await r->agent->stop();
}

acp::agent_options options_of(running& r) {
  const agent_settings& s = r.settings;
  acp::agent_options o;
  o.protocol.id = s.id;
  o.protocol.uri = s.advertise_uri;
  o.protocol.capabilities = s.capabilities;
  o.tls.ca_file = s.ca_cert;
  o.tls.certificate_file = s.my_cert;
  o.tls.private_key_file = s.my_key;
  o.protocol.log = aval::log_hooks([](aval::log_level, std::string_view, std::string_view text) { std::cerr << "aval: " << aval::printable(text, 1000) << std::endl; },
                                   aval::log_level::warning);
  o.protocol.on_message = [&r](bool outgoing, std::string_view peer, std::string_view text) {
    if (r.settings.json_log) log_message(outgoing, peer, text);
    // the answer to a REGISTRO of ours: here is a new connection, ready once this message is processed
    if (r.settings.task->empty() || text.find("REGISTRO\"") == std::string_view::npos) return;
    acp::envelope e;
    if (!e.read(text)) return;
    if (outgoing) {
      if (e.tipo == acp::message_type::registro) r.registering.insert_or_assign(std::string(peer), e.id_mensaje);
      return;
    }
    const auto asked = r.registering.find(peer);
    if (e.tipo != acp::message_type::ack_registro || asked == r.registering.end() || e.origen != peer || e.respuesta_a != asked->second) return;
    r.registering.erase(asked);
    asio::post(r.context, [&r, peer = std::string(peer)] { asio::co_spawn(r.context, send_task(&r, peer), report_failure); });
  };
  return o;
}

/** Throws std::runtime_error when the certificate is not of the agent that --id names: nobody would take a message of it. */
void check_name(const agent_settings& s) {
  const auto file = aval::detail::read_file(s.my_cert, 1024 * 1024);
  if (!file) throw std::runtime_error("--my-cert " + s.my_cert + ": " + file.error().message);
  const auto name = aval::crypto::agent_id_of(file->text);
  if (!name) throw std::runtime_error("--my-cert " + s.my_cert + ": " + name.error().message);
  if (*name != s.id) throw std::runtime_error("--id is " + aval::printable(s.id) + ", but the certificate " + s.my_cert + " belongs to " + aval::printable(*name));
}

int run(agent_settings given) {
  auto r = std::make_unique<running>();
  r->settings = std::move(given);
  r->agent = std::make_unique<acp::agent>(r->context.get_executor(), options_of(*r));
  r->agent->on_task("echo", echo);
  r->agent->on_task("sumar", add);
  r->agent->on_task("sleep", rest);
  r->agent->on_any_task(anything);
  r->signals = std::make_unique<asio::signal_set>(r->context, SIGINT, SIGTERM);
  run_to_end(r->context, live(r.get()));
  return r->status;
}

}  // namespace

void add_agent_commands(application& program) {
  auto* const command = program.app.add_subcommand("agent", "an agent that listens, keeps dialing its peer, sends it a task and serves tasks");
  auto settings = std::make_shared<agent_settings>();
  add_agent_options(*command, *settings);
  set_work(program, *command, [settings] {
    try {
      complete(*settings, aval::environment());
      check_name(*settings);
    } catch (const std::runtime_error& e) {
      return fail(e.what()), 2;
    }
    return run(*settings);
  });
}

}  // namespace program
