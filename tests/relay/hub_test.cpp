// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/relay/hub.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "crypto/odd_certificate.hpp"
#include "relay/hub_fixture.hpp"

namespace {

using namespace relay_test;
using enum aval::acp::message_type;

TEST(Hub, ATaskGoesFromAgentToAgentOverMutualTlsAsTheBytesThatCame) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    auto a = co_await join(hub, "alice"), b = co_await join(hub, "bob");
    const message steps[] = {{.tipo = session_init, .origen = "alice", .destino = "bob", .id = 1, .sesion = 3, .ack = true},
                             {.tipo = session_accept, .origen = "bob", .destino = "alice", .sesion = 3, .respuesta = 1},
                             {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 2, .sesion = 3, .ack = true},
                             {.tipo = message_ack, .origen = "bob", .destino = "alice", .sesion = 3, .respuesta = 2},
                             {.tipo = respuesta_tarea, .origen = "bob", .destino = "alice", .sesion = 3, .respuesta = 2},
                             {.tipo = session_close, .origen = "alice", .destino = "bob", .sesion = 3}};
    for (const message& m : steps) {
      const bool from_a = m.origen == "alice";
      const bool same = co_await passes(from_a ? a : b, from_a ? b : a, m);
      EXPECT_TRUE(same) << to_string(m.tipo);
    }
    const auto metrics = co_await hub->hub.metrics();
    EXPECT_EQ(metrics.messages_relayed, 6u);
    EXPECT_EQ(metrics.agents_connected, 2u);
  });
}

TEST(Hub, ASpoofedOrigenEndsTheLiarsConnectionAndReachesNobody) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    auto a = co_await join(hub, "alice"), b = co_await join(hub, "bob"), m = co_await join(hub, "mallory");
    m.send(text_of({.tipo = session_init, .origen = "alice", .destino = "bob", .id = 9, .sesion = 3}));
    EXPECT_EQ(co_await brief_of_next(m), "ERROR AUTH_FAILED re 9 in 3");
    EXPECT_EQ(co_await brief_of_next(m), "closed 1008");
    const message init{.tipo = session_init, .origen = "alice", .destino = "bob", .sesion = 3};
    const bool same = co_await passes(a, b, init);
    EXPECT_TRUE(same) << "the first that bob hears is what alice really says";
  });
}

TEST(Hub, WithoutACertificateOfTheAuthorityNobodyGetsIn) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    const auto other = aval::crypto::make_agent_authority().value();
    aval::crypto::agent_certificate_options o;
    o.id = "alice";
    const auto foreign = aval::crypto::issue_agent_certificate(other, o).value();
    o.not_before = std::chrono::system_clock::now() - std::chrono::hours(48);
    o.days = 1;
    const auto expired = aval::crypto::issue_agent_certificate(authority(), o).value();
    auto none = tls_of(certificate("alice"));
    none.certificate_pem.clear();
    none.private_key_pem = {};
    for (const auto& tls : {none, tls_of(foreign), tls_of(expired)}) {
      bool refused = false;
      try {
        auto ws = co_await dial(hub, tls);
      } catch (const aval::error&) {
        refused = true;
      }
      EXPECT_TRUE(refused);
    }
    auto as_hub = co_await dial(hub, tls_of(certificate("hub")));
    EXPECT_EQ(co_await brief_of_next(as_hub), "closed 1008") << "nobody else is the hub";
    auto alice = co_await join(hub, "alice");
    EXPECT_TRUE(alice.is_open());
  });
}

TEST(Hub, OneThatDoesNotReadDelaysNobodyAndIsCutOff) {
  relay::hub_options o;
  o.router.queue_bytes = 256 * 1024;
  running_hub h(o);
  h.run([](running_hub* hub) -> awaitable<void> {
    auto a = co_await join(hub, "alice"), slow = co_await join(hub, "slow"), fast = co_await join(hub, "fast");
    slow.next_layer().socket().set_option(asio::socket_base::receive_buffer_size(16 * 1024));
    for (const char* to : {"slow", "fast"}) a.send(text_of({.tipo = session_init, .origen = "alice", .destino = to, .sesion = 3}));
    (void)co_await next(fast);
    const std::string bulk = R"({"descripcion_tarea":")" + std::string(30000, 'x') + "\"}";
    const message to_slow{.tipo = solicitud_tarea, .origen = "alice", .destino = "slow", .sesion = 3, .datos = bulk};
    const message to_fast{.tipo = solicitud_tarea, .origen = "alice", .destino = "fast", .sesion = 3};
    const auto heard = std::make_shared<std::vector<std::string>>();
    asio::co_spawn(hub->context, collect(a, heard), asio::detached);
    for (int i = 0; i < 2000 && heard->empty(); ++i) {  // what the system takes for the slow one depends on the system
      a.send(text_of(to_slow));
      const bool same = co_await passes(a, fast, to_fast);
      EXPECT_TRUE(same);
    }
    EXPECT_FALSE(heard->empty());
    if (heard->empty()) co_return;
    EXPECT_EQ(heard->front().substr(0, 25), "ERROR RATE_LIMIT_EXCEEDED");
    const auto agents = co_await hub->hub.agents();
    EXPECT_EQ(agents[2].id, "slow");
    EXPECT_LE(agents[2].queued_bytes, 256u * 1024);
    const message answer{.tipo = respuesta_tarea, .origen = "alice", .destino = "slow", .sesion = 3, .datos = bulk};
    const auto told = [&] { return std::find(heard->begin(), heard->end(), "SESSION_CLOSE in 3") != heard->end(); };
    for (int i = 0; i < 100 && !told(); ++i) {  // these cannot be refused
      a.send(text_of(answer));
      const bool same = co_await passes(a, fast, to_fast);
      EXPECT_TRUE(same);
    }
    EXPECT_TRUE(told());
    const auto metrics = co_await hub->hub.metrics();
    EXPECT_EQ(metrics.slow_agents_closed, 1u);
    EXPECT_EQ(metrics.agents_connected, 2u);
  });
}

TEST(Hub, AThousandStalledHandshakesDelayNoGoodOneAndEndInTime) {
  ASSERT_GE(allow_files(4096), 2100u) << "raise the hard limit of open files";
  relay::hub_options o;
  o.handshake_timeout = 8s;
  running_hub h(o);
  h.run([](running_hub* hub) -> awaitable<void> {
    std::vector<asio::ip::tcp::socket> stalled;
    for (int i = 0; i < 1000; ++i) {
      stalled.emplace_back(hub->context);
      co_await stalled.back().async_connect({asio::ip::make_address("127.0.0.1"), hub->port}, use_awaitable);
      // half of them say the beginning of a handshake and no more
      if (i % 2 == 0) co_await asio::async_write(stalled.back(), asio::buffer("\x16\x03\x01\x02", 4), use_awaitable);
    }
    EXPECT_TRUE(co_await becomes(hub, [hub] { return hub->hub.connections() >= 900; }));
    auto a = co_await join(hub, "alice"), b = co_await join(hub, "bob");
    const message init{.tipo = session_init, .origen = "alice", .destino = "bob", .sesion = 3};
    const bool same = co_await passes(a, b, init);
    EXPECT_TRUE(same);
    EXPECT_TRUE(co_await becomes(hub, [hub] { return hub->hub.connections() == 2; })) << "the others are gone, these two stay";
    EXPECT_TRUE(a.is_open() && b.is_open());
  });
}

TEST(Hub, AFloodOfMalformedMessagesEndsWithOneConnection) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    auto a = co_await join(hub, "alice"), b = co_await join(hub, "bob"), m = co_await join(hub, "mallory");
    for (int i = 0; i < 5000 && m.is_open(); ++i) m.send(i % 3 == 0 ? "{" : i % 3 == 1 ? "[]" : R"({"tipo":"X"})");
    int errors = 0;
    std::string last;
    for (int i = 0; i < 200 && last.rfind("closed", 0) != 0; ++i) {
      last = co_await brief_of_next(m);
      errors += last == "ERROR INVALID_MESSAGE_FORMAT" ? 1 : 0;
    }
    EXPECT_EQ(last, "closed 1008");
    EXPECT_EQ(errors, 101);
    const message init{.tipo = session_init, .origen = "alice", .destino = "bob", .sesion = 3};
    const bool same = co_await passes(a, b, init);
    EXPECT_TRUE(same);
  });
}

TEST(Hub, ALostMemberIsReportedToTheOther) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    auto a = co_await join(hub, "alice"), b = co_await join(hub, "bob");
    const message init{.tipo = session_init, .origen = "alice", .destino = "bob", .sesion = 3};
    const bool same = co_await passes(a, b, init);
    EXPECT_TRUE(same);
    b.abort();
    EXPECT_EQ(co_await brief_of_next(a), "SESSION_CLOSE in 3");
    a.send(text_of({.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 5, .sesion = 3}));
    EXPECT_EQ(co_await brief_of_next(a), "ERROR AGENT_NOT_FOUND re 5 in 3");
  });
}

TEST(Hub, ACertificateWithNoSeveralOrAnEmptyCommonNameIsClosedWith1008AndNobodyIsRegistered) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    const std::vector<std::string> subjects[] = {{}, {""}, {"alice", "bob"}, {"bob", "bob"}, {std::string("bob\0.evil", 9)}, {"peer"}, {"BROADCAST"}};
    for (const auto& names : subjects) {
      auto ws = co_await dial(hub, tls_of(crypto_test::with_common_names(authority(), names)));
      ws.send(text_of({.tipo = registro, .origen = names.empty() ? "bob" : names.back(), .destino = "hub", .datos = R"({"uri":"wss://x.invalid/"})"}));
      EXPECT_EQ(co_await brief_of_next(ws), "closed 1008") << names.size() << " names";
    }
    const auto agents = co_await hub->hub.agents();
    EXPECT_TRUE(agents.empty());
  });
}

TEST(Hub, AnIntruderInTheSessionOfOthersIsToldThatThereIsNoneAndIsHeardByNobody) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    auto a = co_await join(hub, "alice"), b = co_await join(hub, "bob"), m = co_await join(hub, "mallory");
    const message init{.tipo = session_init, .origen = "alice", .destino = "bob", .id = 1, .sesion = 3};
    const message accept{.tipo = session_accept, .origen = "bob", .destino = "alice", .sesion = 3, .respuesta = 1};
    const bool opened = co_await passes(a, b, init), accepted = co_await passes(b, a, accept);
    EXPECT_TRUE(opened && accepted);
    unsigned id = 100;
    for (const char* victim : {"alice", "bob"}) {
      for (const auto type : {solicitud_tarea, respuesta_tarea, session_close, session_accept, session_reject, flow_control}) {
        m.send(text_of({.tipo = type, .origen = "mallory", .destino = victim, .id = ++id, .sesion = 3}));
        EXPECT_EQ(co_await brief_of_next(m), "ERROR SESSION_NOT_FOUND re " + std::to_string(id) + " in 3") << to_string(type);
      }
    }
    // the first that the members hear is what they say to each other
    const message task{.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 2, .sesion = 3};
    const message answer{.tipo = respuesta_tarea, .origen = "bob", .destino = "alice", .sesion = 3, .respuesta = 2};
    const bool asked = co_await passes(a, b, task), answered = co_await passes(b, a, answer);
    EXPECT_TRUE(asked && answered);
  });
}

TEST(Hub, AHalfClosedSocketIsTheEndOfItsConnectionInMidTask) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    auto a = co_await join(hub, "alice");
    for (int again = 0; again < 2; ++again) {  // and the agent may come back
      auto b = co_await join(hub, "bob");
      const message init{.tipo = session_init, .origen = "alice", .destino = "bob", .sesion = 3};
      const message task{.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 2, .sesion = 3};
      const bool opened = co_await passes(a, b, init), asked = co_await passes(a, b, task);
      EXPECT_TRUE(opened && asked);
      b.next_layer().socket().shutdown(asio::ip::tcp::socket::shutdown_send);
      EXPECT_EQ(co_await brief_of_next(a), "SESSION_CLOSE in 3");
      const std::string end = co_await next(b);
      EXPECT_EQ(end.rfind("closed", 0), 0u) << "the hub does not keep its half: " << end;
      EXPECT_TRUE(co_await becomes(hub, [hub] { return hub->hub.connections() == 1; }));
    }
  });
}

TEST(Hub, AnOversizedMessageEndsItsSenderOnly) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    auto a = co_await join(hub, "alice"), b = co_await join(hub, "bob");
    a.send(std::string(1024 * 1024 + 1, ' '));
    EXPECT_EQ(co_await brief_of_next(a), "closed 1009");
    EXPECT_TRUE(b.is_open());
    const std::string half(512 * 1024, 'x');
    auto again = co_await join(hub, "alice");
    const message large{.tipo = session_init, .origen = "alice", .destino = "bob", .sesion = 3, .datos = "{\"proposito\":\"" + half + "\"}"};
    const bool same = co_await passes(again, b, large);
    EXPECT_TRUE(same) << "half a MiB must work";
  });
}

TEST(Hub, StopTellsEveryAgent) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    auto a = co_await join(hub, "alice"), b = co_await join(hub, "bob");
    const message init{.tipo = session_init, .origen = "alice", .destino = "bob", .sesion = 3};
    const bool same = co_await passes(a, b, init);
    EXPECT_TRUE(same);
    asio::co_spawn(hub->context, hub->hub.stop(), asio::detached);
    for (auto& ws : {a, b}) {
      EXPECT_EQ(co_await brief_of_next(ws), "SESSION_CLOSE in 3");
      EXPECT_EQ(co_await brief_of_next(ws), "closed 1001");
    }
    EXPECT_TRUE(co_await becomes(hub, [hub] { return hub->hub.connections() == 0; }));
  });
}

TEST(HubAdmin, TheDirectoryIsForThoseWithTheToken) {
  running_hub h;
  h.run([](running_hub* hub) -> awaitable<void> {
    auto a = co_await join(hub, "<b>alice</b>");
    const std::string agents = co_await http(hub, "GET /api/v1/agents");
    EXPECT_NE(agents.find("200 OK"), agents.npos) << agents;
    EXPECT_NE(agents.find(R"("id":"<b>alice</b>","uri":"wss://x.invalid/","account":"default","connected":true)"), agents.npos) << agents;
    const std::string metrics = co_await http(hub, "GET /api/v1/metrics");
    EXPECT_NE(metrics.find(R"("messages_processed":1)"), metrics.npos) << metrics;
    EXPECT_NE(metrics.find(R"("uptime_seconds":)"), metrics.npos) << metrics;
    const std::string plans = co_await http(hub, "GET /api/v1/subscription");
    EXPECT_NE(plans.find(R"({"account":"default","plan":"unlimited","used":0)"), plans.npos) << plans;
    for (const char* path : {"/api/v1/agents", "/api/v1/metrics", "/api/v1/subscription", "/api/v1/nothing", "/nothing"}) {
      const std::string refused = co_await http(hub, std::string("GET ") + path, "a-token-of-the-tesT");
      EXPECT_NE(refused.find("401 Unauthorized"), refused.npos) << path;
      EXPECT_EQ(refused.find("alice"), refused.npos);
    }
    const std::string health = co_await http(hub, "GET /health");
    EXPECT_NE(health.find(R"({"status":"ok"})"), health.npos);
    const std::string page = co_await http(hub, "GET /");
    EXPECT_NE(page.find("script-src 'self'"), page.npos);
    EXPECT_EQ(page.find("alice"), page.npos) << "the page itself has no data";
  });
}

TEST(HubOptions, WhatCannotBeUsedIsRefusedAtOnce) {
  asio::io_context context;
  const auto code = [&](auto change) {
    const relay::hub_options given;
    auto o = running_hub::filled(given);
    change(o);
    try {
      relay::hub hub(context.get_executor(), std::move(o));
      hub.listen_admin("127.0.0.1:0");
    } catch (const aval::error& e) {
      return e.code();
    }
    return std::error_code();
  };
  EXPECT_FALSE(code([](relay::hub_options&) {}));
  EXPECT_EQ(code([](relay::hub_options& o) { o.router.id = "peer"; }), aval::errc::invalid_argument);
  EXPECT_EQ(code([](relay::hub_options& o) { o.tls.ca_pem.clear(); }), net::errc::invalid_options) << "the system's roots are never asked";
  EXPECT_EQ(code([](relay::hub_options& o) { o.tls.certificate_pem.clear(); }), net::errc::invalid_options);
  EXPECT_EQ(code([](relay::hub_options& o) { o.admin_token = "short"; }), aval::errc::invalid_argument);
}

}  // namespace
