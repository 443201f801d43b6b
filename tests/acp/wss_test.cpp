// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Agents over WebSocket Secure with mutual TLS, and peers that do not play by the rules.

#include <gtest/gtest.h>

#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <asio/use_future.hpp>

#include <future>

#include "actions/fake_authority.hpp"
#include "aval/acp/agent.hpp"
#include "aval/actions/require_approval.hpp"
#include "aval/actions/track_action.hpp"
#include "aval/crypto/agent_certificate.hpp"
#include "aval/net/websocket_client.hpp"
#include "aval/testing/run.hpp"
#include "crypto/odd_certificate.hpp"
#include "sum_task.hpp"

using namespace std::chrono_literals;
namespace acp = aval::acp;
namespace net = aval::net;
namespace json = aval::json;
namespace crypto = aval::crypto;
using aval::awaitable;
using acp_test::sum_answer;
using acp_test::sum_request;
using aval::testing::run;

namespace {


/** A private authority and what it gives to agents. */
struct authority {
  crypto::certificate_with_key root = crypto::make_agent_authority({}).value();

  net::tls_options tls(const std::string& id, crypto::key_type key = crypto::key_type::p256, crypto::certificate_shape shape = crypto::certificate_shape::with_names) const {
    return tls(crypto::issue_agent_certificate(root, {.id = id, .key = key, .shape = shape}).value());
  }
  net::tls_options tls(crypto::certificate_with_key made) const {
    net::tls_options o;
    o.ca_pem = root.certificate_pem;
    o.certificate_pem = made.certificate_pem;
    o.private_key_pem = std::move(made.private_key_pem);
    return o;
  }
  acp::agent_options agent(const std::string& id) const {
    acp::agent_options o;
    o.tls = tls(id);
    return o;
  }
};
const authority& ca() {
  static const authority a;
  return a;
}

std::string at(std::uint16_t port) { return "wss://127.0.0.1:" + std::to_string(port) + "/any/path"; }

awaitable<void> wait_for_time(std::chrono::milliseconds time) {
  asio::steady_timer t(co_await aval::this_coro::executor, time);
  co_await t.async_wait(aval::use_awaitable);
}
awaitable<sum_answer> add(sum_request r) { co_return sum_answer{r.a + r.b}; }
struct guest {
  std::string name = {};
};
awaitable<guest> greet(guest n) { co_return guest{"hello " + n.name}; }

struct two_agents {
  two_agents() {
    bob.on_task("sumar", &add);
    port = bob.listen("127.0.0.1:0");
  }
  asio::io_context io;
  acp::agent ana{io.get_executor(), ca().agent("ana")}, bob{io.get_executor(), ca().agent("bob")};
  std::uint16_t port = 0;
};

/** A peer with a valid certificate that says what it likes. */
struct rude {
  rude(asio::io_context& io, std::uint16_t port, net::tls_options tls = ca().tls("rude")) : context(io) {
    net::websocket_client_options o;
    o.tls = std::move(tls);
    o.tls.verify_host = false;
    ws = run(io, net::connect_websocket<>(io.get_executor(), net::url(at(port)), o));
  }
  std::string text(acp::message_type type, const std::string& from, std::string_view datos = "null") {
    std::string out;
    acp::write_message(out, {.tipo = type, .id_mensaje = ids.next(), .origen = from, .destino = "peer"}, datos);
    return out;
  }
  /** Reads until the end; gives the codes of all ERROR messages, and "registered" for ACK_REGISTRO. */
  static awaitable<std::vector<std::string>> errors(net::websocket ws) {
    std::vector<std::string> out;
    net::websocket_message m;
    acp::envelope e;
    std::error_code ec;
    for (;;) {
      co_await ws.async_receive(m, asio::redirect_error(aval::use_awaitable, ec));
      if (ec) break;
      if (!e.read(m.data)) continue;
      if (e.tipo == acp::message_type::ack_registro) out.push_back("registered");
      if (e.tipo == acp::message_type::error) out.push_back(acp::read_payload<acp::error_report>(e)->codigo_error);
    }
    co_return out;
  }
  asio::io_context& context;
  net::websocket ws;
  acp::id_source ids;
};

}  // namespace

TEST(Wss, ATaskGoesOverMutualTlsAndTheNameComesFromTheCertificate) {
  two_agents t;
  EXPECT_EQ(t.ana.id(), "ana");
  EXPECT_EQ(run(t.io, t.ana.connect(at(t.port))), "bob");
  auto s = run(t.io, t.ana.open_session("bob"));
  const sum_request r{.a = 1, .b = 2};
  EXPECT_EQ(run(t.io, s.request<sum_answer>("sumar", r)).total, 3);
  run(t.io, s.close());
  run(t.io, t.ana.stop());
  run(t.io, t.bob.stop());
}

TEST(Wss, EveryKindOfKeyAndBothShapesOfCertificateServeOnBothEnds) {
  using crypto::certificate_shape;
  using crypto::key_type;
  const std::pair<key_type, certificate_shape> rows[] = {{key_type::rsa2048, certificate_shape::plain}, {key_type::rsa2048, certificate_shape::with_names},
                                                         {key_type::p384, certificate_shape::with_names}, {key_type::ed25519, certificate_shape::with_names}};
  for (const auto& [key, shape] : rows) {
    asio::io_context io;
    acp::agent_options o, p;
    o.tls = ca().tls("ana", key, shape);
    p.tls = ca().tls("bob", key, shape);
    acp::agent ana(io.get_executor(), o), bob(io.get_executor(), p);
    EXPECT_EQ(run(io, ana.connect(at(bob.listen("127.0.0.1:0")))), "bob");
  }
}

TEST(Wss, AnotherAuthorityIsRefusedByBothEnds) {
  two_agents t;
  const authority other;
  acp::agent mallory(t.io.get_executor(), other.agent("ana"));
  try {
    run(t.io, mallory.connect(at(t.port)));
    FAIL() << "connected";
  } catch (const aval::error& e) {
    EXPECT_EQ(e.code(), aval::condition::not_trusted) << e.what();
  }
  acp::agent_options half = ca().agent("ana");  // trusts bob, but bob does not trust it
  half.tls.certificate_pem = other.tls("ana").certificate_pem;
  EXPECT_THROW(acp::agent(t.io.get_executor(), half), aval::error) << "certificate and key belong together";
  half.tls = other.tls("ana");
  half.tls.ca_pem = ca().root.certificate_pem;
  acp::agent stranger(t.io.get_executor(), half);
  EXPECT_THROW(run(t.io, stranger.connect(at(t.port))), aval::error);
  EXPECT_TRUE(run(t.io, t.bob.peers()).empty());
}

TEST(Wss, ExpiredAndSelfSignedCertificatesAreRefusedByTheAgentsOwnListener) {
  two_agents t;
  crypto::agent_certificate_options o;
  o.id = "eva";
  o.days = 1;
  o.not_before = std::chrono::system_clock::now() - 48h;
  for (const bool expired : {true, false}) {
    auto tls = ca().tls(expired ? crypto::issue_agent_certificate(ca().root, o).value()
                                : crypto::self_signed_certificate({.common_name = "eva", .dns_names = {"localhost"}, .ip_addresses = {"127.0.0.1"}, .client = true}).value());
    EXPECT_THROW(rude(t.io, t.port, tls), aval::error) << expired;
    acp::agent_options as_agent;
    as_agent.tls = tls;
    acp::agent eva(t.io.get_executor(), as_agent);
    EXPECT_THROW(run(t.io, eva.connect(at(t.port))), aval::error) << expired;
    EXPECT_THROW(run(t.io, t.ana.connect(at(eva.listen("127.0.0.1:0")))), aval::error) << "as a listener, " << expired;
  }
  EXPECT_TRUE(run(t.io, t.bob.peers()).empty());
}

TEST(Wss, TheHostsNameCountsOnlyWithVerifyHost) {
  two_agents t;
  const auto elsewhere = "wss://127.0.0.2:" + std::to_string(t.bob.listen("127.0.0.2:0"));  // an address that is not in the certificate
  EXPECT_EQ(run(t.io, t.ana.connect(elsewhere)), "bob");
  acp::agent_options o = ca().agent("strict");
  o.verify_host = true;
  acp::agent strict(t.io.get_executor(), o);
  EXPECT_EQ(run(t.io, strict.connect(at(t.port))), "bob");
  EXPECT_THROW(run(t.io, strict.connect(elsewhere)), aval::error);
}

TEST(Wss, WithoutCertificateOrAuthorityThereIsNoAgentAndNoConnection) {
  two_agents t;
  EXPECT_THROW(acp::agent(t.io.get_executor(), {}), aval::error);
  net::websocket_client_options o;
  o.tls.ca_pem = ca().root.certificate_pem;
  o.tls.verify_host = false;
  EXPECT_THROW(run(t.io, net::connect_websocket<>(t.io.get_executor(), net::url(at(t.port)), o)), aval::error);
  EXPECT_THROW(run(t.io, t.ana.connect("ws://127.0.0.1:" + std::to_string(t.port))), aval::error);
}

TEST(Wss, AskingBackCancellingAndASlowHandlerOnOneConnection) {
  two_agents t;
  t.ana.on_task("eco", [](json::raw r) { return r; });
  t.bob.on_task("ask", [](acp::task_context c) -> awaitable<int> {
    const sum_request q{.a = 20, .b = 22};
    sum_request back = co_await c.session().request<sum_request>("eco", q);
    co_return back.a + back.b;
  });
  t.bob.on_task("slow", [] { return wait_for_time(1h); });
  run(t.io, t.ana.connect(at(t.port)));
  auto s = run(t.io, t.ana.open_session("bob"));
  asio::cancellation_signal stop;
  std::optional<std::error_code> slow;
  asio::co_spawn(t.io, s.request<void>("slow"), asio::bind_cancellation_slot(stop.slot(), [&](std::exception_ptr e) { slow = aval::code_of(e); }));
  EXPECT_EQ(run(t.io, s.request<int>("ask")), 42);
  EXPECT_FALSE(slow);
  stop.emit(asio::cancellation_type::terminal);
  EXPECT_EQ(run(t.io, s.request<int>("ask")), 42);
  ASSERT_TRUE(slow);
  EXPECT_EQ(*slow, aval::condition::cancelled);
}

TEST(Wss, AHandlerThatBlocksOnAThreadOfItsOwnDelaysNeitherItsAcknowledgementNorPingsNorOtherTasks) {
  asio::thread_pool workers(2);
  std::promise<void> release;
  {
    asio::io_context io;
    acp::agent_options o = ca().agent("bob"), p = ca().agent("ana");
    o.handlers = workers.get_executor();
    o.websocket.ping_interval = 100ms;
    int acks = 0;
    p.protocol.on_message = [&acks](bool out, std::string_view, std::string_view text) {
      if (!out && text.find("MESSAGE_ACK") != std::string_view::npos && text.find("\"numero_secuencia\":1,") != std::string_view::npos) ++acks;
    };
    acp::agent bob(io.get_executor(), o), ana(io.get_executor(), p);
    bob.on_task("block", [gate = release.get_future().share()] { gate.wait(); });
    bob.on_task("sumar", &add);
    run(io, ana.connect(at(bob.listen("127.0.0.1:0"))));
    auto s = run(io, ana.open_session("bob"));
    std::optional<std::error_code> blocked;
    asio::co_spawn(io, s.request<void>("block"), [&](std::exception_ptr e) { blocked = aval::code_of(e); });
    const sum_request q{.a = 1, .b = 2};
    for (int i = 0; i < 3; ++i) EXPECT_EQ(run(io, s.request<sum_answer>("sumar", q)).total, 3);
    EXPECT_EQ(acks, 1);
    EXPECT_FALSE(blocked);
    release.set_value();
    run(io, ana.stop());
    run(io, bob.stop());
  }
  workers.join();
}

TEST(Wss, APlainFunctionIsCalledWhenItsAcknowledgementHasLeft) {
  std::promise<void> acknowledged;
  int acks = 0;
  acp::agent_options p = ca().agent("ana");
  p.protocol.on_message = [&](bool out, std::string_view, std::string_view text) {
    if (out || text.find("MESSAGE_ACK") == std::string_view::npos || text.find("\"numero_secuencia\":null") != std::string_view::npos) return;
    if (++acks == 1) acknowledged.set_value();
  };
  asio::thread_pool bobs(1);
  {
    acp::agent bob(bobs.get_executor(), ca().agent("bob"));
    bob.on_task("plain", [gate = acknowledged.get_future().share()] { return gate.wait_for(20s) == std::future_status::ready; });
    asio::io_context io;
    acp::agent ana(io.get_executor(), p);
    run(io, ana.connect(at(bob.listen("127.0.0.1:0"))));
    auto s = run(io, ana.open_session("bob"));
    EXPECT_TRUE(run(io, s.request<bool>("plain"), 30s));
    run(io, ana.stop());
  }
  bobs.join();
}

TEST(Wss, APeerThatAnswersNoPingIsDroppedAndItsRequestsFail) {
  asio::io_context io;
  acp::agent_options o = ca().agent("bob");
  o.websocket.ping_interval = o.websocket.pong_timeout = 300ms;
  acp::agent bob(io.get_executor(), o);
  rude r(io, bob.listen("127.0.0.1:0"));
  r.ws.send(r.text(acp::message_type::registro, "rude", R"({"uri":"wss://x"})"));
  std::optional<std::error_code> over;
  net::websocket_message m;
  acp::envelope e;
  const auto next = [&](acp::message_type wanted) {
    for (int i = 0; i < 10 && (i == 0 || e.tipo != wanted); ++i) {
      run(io, r.ws.async_receive(m, aval::use_awaitable));
      EXPECT_TRUE(e.read(m.data));
    }
  };
  next(acp::message_type::capability_announce);
  asio::co_spawn(io, bob.open_session("rude"), [&](std::exception_ptr failed, acp::session s) {
    if (failed) over = aval::code_of(failed);
    else asio::co_spawn(io, s.request<void>("anything"), [&](std::exception_ptr f) { over = aval::code_of(f); });
  });
  next(acp::message_type::session_init);
  std::string accept;
  acp::write_message(accept, {.tipo = acp::message_type::session_accept, .id_mensaje = r.ids.next(), .origen = "rude", .destino = "bob", .respuesta_a = e.id_mensaje, .id_sesion = e.id_sesion});
  r.ws.send(accept);
  next(acp::message_type::solicitud_tarea);
  while (!over && io.run_one_for(30s) != 0) {}  // from here on it reads nothing
  ASSERT_TRUE(over);
  EXPECT_EQ(*over, acp::errc::connection_lost) << over->message();
}

TEST(Wss, APeerThatDiesInMidTaskFailsTheRequest) {
  two_agents t;
  auto victim = std::make_unique<acp::agent>(t.io.get_executor(), ca().agent("victim"));
  victim->on_task("die", [&victim] {
    asio::post(victim->get_executor(), [&victim] { victim.reset(); });
    return wait_for_time(1h);
  });
  const auto port = victim->listen("127.0.0.1:0");
  run(t.io, t.ana.connect(at(port)));
  auto s = run(t.io, t.ana.open_session("victim"));
  try {
    run(t.io, s.request<void>("die"));
    FAIL() << "answered";
  } catch (const aval::error& e) {
    EXPECT_TRUE(e.code() == acp::errc::connection_lost || e.code() == acp::errc::session_closed) << e.what();
  }
}

TEST(Wss, ASpoofedOriginIsAnsweredWithAuthFailedAndClosedWith1008) {
  two_agents t;
  rude r(t.io, t.port);
  r.ws.send(r.text(acp::message_type::registro, "ana", R"({"uri":"wss://x"})"));
  EXPECT_EQ(run(t.io, rude::errors(r.ws)), std::vector<std::string>{"AUTH_FAILED"});
  EXPECT_EQ(r.ws.close_code(), 1008);
}

TEST(Wss, ACertificateWithNoSeveralOrAForbiddenCommonNameIsClosedWith1008AndDisturbsNobodyElse) {
  asio::io_context io;
  std::string log, met;
  acp::agent_options o = ca().agent("bob");
  o.protocol.log = aval::log_hooks([&log](aval::log_level, std::string_view, std::string_view line) { log.append(line).append("\n"); }, aval::log_level::warning);
  o.on_connection = [&met](std::string_view peer, bool) { met += peer; };
  acp::agent ana(io.get_executor(), ca().agent("ana")), bob(io.get_executor(), o);
  bob.on_task("sumar", &add);
  const auto port = bob.listen("127.0.0.1:0");
  run(io, ana.connect(at(port)));
  auto s = run(io, ana.open_session("bob"));
  const std::pair<std::vector<std::string>, const char*> rows[] = {
      {{}, "0 common names instead of one"},
      {{"eva", "ana"}, "2 common names instead of one"},
      {{"eva", "eva"}, "2 common names instead of one"},
      {{""}, "1 to 64 bytes"},
      {{std::string(65, 'x')}, "1 to 64 bytes"},
      {{"peer"}, "BROADCAST and peer cannot be the id of an agent"},
      {{"BROADCAST"}, "BROADCAST and peer cannot be the id of an agent"},
      {{"a\nb"}, "control character"},
      {{std::string("eva\0.evil", 9)}, "control character"},
      {{"bob"}, "its name cannot be used"},
  };
  for (const auto& [names, reason] : rows) {
    log.clear();
    rude r(io, port, ca().tls(crypto_test::with_common_names(ca().root, names)));
    r.ws.send(r.text(acp::message_type::registro, "eva", R"({"uri":"wss://x"})"));
    EXPECT_EQ(run(io, rude::errors(r.ws)), std::vector<std::string>{}) << reason;
    EXPECT_EQ(r.ws.close_code(), 1008) << reason;
    EXPECT_NE(log.find(reason), std::string::npos) << reason << " is not in the log: " << log;
    const sum_request q{.a = 1, .b = 1};
    EXPECT_EQ(run(io, s.request<sum_answer>("sumar", q)).total, 2) << "the others go on";
  }
  EXPECT_EQ(met, "ana");
  EXPECT_EQ(run(io, bob.peers()).size(), 1U);
  for (const auto& [names, reason] : {rows[0], rows[1], rows[6]}) {  // and as a listener
    acp::agent_options odd;
    odd.protocol.id = "eva";
    odd.tls = ca().tls(crypto_test::with_common_names(ca().root, names));
    acp::agent eva(io.get_executor(), odd);
    try {
      run(io, ana.connect(at(eva.listen("127.0.0.1:0"))));
      ADD_FAILURE() << "connected: " << reason;
    } catch (const aval::error& e) {
      EXPECT_EQ(e.code(), acp::errc::bad_identity) << e.what();
    }
  }
}

TEST(Wss, AGuardedFunctionIsAHandlerItself) {
  two_agents t;
  fake_agent human;
  human->answer = fake_agent::answer::pending_then_approved;
  t.bob.on_task("greet", aval::require_approval<&greet>(human));
  const auto tracked = aval::track_action<&add>(human);
  t.bob.on_task("tracked", tracked);
  run(t.io, t.ana.connect(at(t.port)));
  auto s = run(t.io, t.ana.open_session("bob"));
  const guest ana{.name = "ana"};
  EXPECT_EQ(run(t.io, s.request<guest>("greet", ana)).name, "hello ana");
  const sum_request q{.a = 2, .b = 3};
  EXPECT_EQ(run(t.io, s.request<sum_answer>("tracked", q)).total, 5);
  EXPECT_EQ(human->intents.size(), 2U);
  human->answer = fake_agent::answer::pending_then_denied;
  try {
    run(t.io, s.request<guest>("greet", ana));
    FAIL() << "nobody has allowed it";
  } catch (const acp::task_error& e) {
    EXPECT_EQ(e.code(), acp::errc::task_failed);
  }
  EXPECT_EQ(human->intents.size(), 2U) << "what was refused has not run";
}

TEST(Wss, AFloodOfMalformedJsonIsAnsweredThenClosedAndDisturbsNobodyElse) {
  two_agents t;
  run(t.io, t.ana.connect(at(t.port)));
  auto s = run(t.io, t.ana.open_session("bob"));
  rude r(t.io, t.port);
  r.ws.send(r.text(acp::message_type::registro, "rude", R"({"uri":"wss://x"})"));
  for (int i = 0; i < 150; ++i) r.ws.send(i % 2 == 0 ? "{\"tipo\":" : "[[[[");
  const sum_request q{.a = 1, .b = 1};
  EXPECT_EQ(run(t.io, s.request<sum_answer>("sumar", q)).total, 2);
  const auto errors = run(t.io, rude::errors(r.ws));
  EXPECT_EQ(errors.size(), 102U);
  EXPECT_EQ(r.ws.close_code(), 1008);
  EXPECT_EQ(run(t.io, s.request<sum_answer>("sumar", q)).total, 2);
}

TEST(Wss, SessionsOfAnotherAgentAreNotFound) {
  two_agents t;
  run(t.io, t.ana.connect(at(t.port)));
  auto s = run(t.io, t.ana.open_session("bob"));
  rude r(t.io, t.port);
  r.ws.send(r.text(acp::message_type::registro, "rude", R"({"uri":"wss://x"})"));
  std::string steal;
  acp::write_message(steal, {.tipo = acp::message_type::solicitud_tarea, .id_mensaje = r.ids.next(), .origen = "rude", .destino = "bob", .id_sesion = s.id(), .numero_secuencia = 1},
                     std::string_view(R"({"descripcion_tarea":"sumar"})"));
  r.ws.send(steal);
  r.ws.send("x");
  r.ws.send(r.text(acp::message_type::heartbeat, "ana"));
  EXPECT_EQ(run(t.io, rude::errors(r.ws)), (std::vector<std::string>{"registered", "SESSION_NOT_FOUND", "INVALID_MESSAGE_FORMAT", "AUTH_FAILED"}));
}

TEST(Wss, AMessageOverTheLimitEndsItsConnectionWith1009AndHalfAMegabyteIsServed) {
  two_agents t;
  t.bob.on_task("length", [](json::raw r) { return r.text().size(); });
  run(t.io, t.ana.connect(at(t.port)));
  auto s = run(t.io, t.ana.open_session("bob"));
  EXPECT_GT(run(t.io, s.request<std::size_t>("length", json::raw("{\"x\":\"" + std::string(512 * 1024, 'x') + "\"}"))), 512U * 1024);
  rude r(t.io, t.port);
  r.ws.send(std::string(1024 * 1024 + 1, ' '));
  run(t.io, rude::errors(r.ws));
  EXPECT_EQ(r.ws.close_code(), 1009);
}

TEST(Wss, BinaryFramesWithJsonAreTreatedLikeText) {
  two_agents t;
  rude r(t.io, t.port);
  r.ws.send(net::websocket_kind::binary, r.text(acp::message_type::registro, "rude", R"({"uri":"wss://x"})"));
  r.ws.send(net::websocket_kind::binary, "\xFF\xFE");
  r.ws.send(r.text(acp::message_type::heartbeat, "ana"));
  EXPECT_EQ(run(t.io, rude::errors(r.ws)), (std::vector<std::string>{"registered", "INVALID_MESSAGE_FORMAT", "AUTH_FAILED"}));
}

TEST(Wss, ManyTasksFromManyThreadsWithHandlersOnTheirOwnThreads) {
  asio::thread_pool pool(2), workers(2);
  {
    acp::agent_options o = ca().agent("bob");
    o.handlers = workers.get_executor();
    acp::agent ana(pool.get_executor(), ca().agent("ana")), bob(pool.get_executor(), o);
    bob.on_task("sumar", &add);
    bob.on_task("plain", [](sum_request r) { return sum_answer{r.a * r.b}; });
    const auto port = bob.listen("127.0.0.1:0");
    asio::co_spawn(pool, ana.connect(at(port)), asio::use_future).get();
    auto s = asio::co_spawn(pool, ana.open_session("bob"), asio::use_future).get();
    std::vector<std::future<sum_answer>> answers;
    for (int i = 0; i < 100; ++i) {
      const sum_request r{.a = i, .b = 1};
      answers.push_back(asio::co_spawn(pool, s.request<sum_answer>(i % 2 == 0 ? "sumar" : "plain", r), asio::use_future));
    }
    for (int i = 0; i < 100; ++i) EXPECT_EQ(answers[static_cast<std::size_t>(i)].get().total, i % 2 == 0 ? i + 1 : i);
    asio::co_spawn(pool, ana.stop(), asio::use_future).get();
    asio::co_spawn(pool, bob.stop(), asio::use_future).get();
  }
  pool.join();
  workers.join();
}
