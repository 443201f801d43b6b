// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/relay/router.hpp"

#include <gtest/gtest.h>

#include "relay/fake_agents.hpp"

namespace {

using namespace relay_test;
using enum aval::acp::message_type;
using list = std::vector<std::string>;

constexpr const char* pause_text = R"({"accion":"PAUSE"})";
constexpr const char* error_text = R"({"codigo_error":"X","mensaje_error":""})";

/** Alice, bob and carol are registered; alice and bob have session 3. */
struct three : world {
  explicit three(aval::relay::router_options o = {}) : world(std::move(o)) {
    join(a, "alice");
    join(b, "bob");
    join(c, "carol");
    open(a, "alice", b, "bob", 3);
  }
  fake_link a, b, c;
};

TEST(Router, RegistrationIsAcknowledgedBeforeTheHubAnnouncesThatItRelays) {
  world w;
  fake_link a;
  ASSERT_TRUE(w.router->connected(a, "alice"));
  w.say(a, {.tipo = registro, .origen = "alice", .destino = "peer", .id = 7, .datos = R"({"uri":"wss://<HOST>:1"})"});
  ASSERT_EQ(a.sent.size(), 2u);
  EXPECT_EQ(brief(a.sent[0]), "ACK_REGISTRO re 7");
  const auto announce = aval::json::read<aval::json::value>(a.sent[1]).value();
  EXPECT_EQ(*announce["tipo"].if_string(), "CAPABILITY_ANNOUNCE");
  EXPECT_EQ(*announce["origen"].if_string(), "hub");
  EXPECT_EQ(*announce["destino"].if_string(), "alice");
  EXPECT_EQ(aval::json::write(announce["datos"]["capacidades"]), R"(["relay"])");
  EXPECT_EQ(*announce["datos"]["version_protocolo"].if_string(), "1.1");
  const auto known = w.router->agents();
  ASSERT_EQ(known.size(), 1u);
  EXPECT_EQ(known[0].uri, "wss://<HOST>:1");
  EXPECT_TRUE(known[0].connected);
}

TEST(Router, ASecondRegistroChangesTheUriWithoutASecondAnnouncement) {
  world w;
  fake_link a;
  w.join(a, "alice");
  w.say(a, {.tipo = registro, .origen = "alice", .destino = "hub", .id = 8, .datos = R"({"uri":"wss://other:1"})"});
  EXPECT_EQ(w.briefs(a), list{"ACK_REGISTRO re 8"});
  EXPECT_EQ(w.router->agents()[0].uri, "wss://other:1");
}

TEST(Router, ARegistroWithoutAUriIsRefusedAndNobodyIsRegistered) {
  world w;
  fake_link a;
  w.router->connected(a, "alice");
  for (const char* datos : {"null", "{}", R"({"uri":""})", R"({"uri":5})"}) {
    w.say(a, {.tipo = registro, .origen = "alice", .destino = "hub", .id = 9, .datos = datos});
    EXPECT_EQ(w.briefs(a), list{"ERROR INVALID_MESSAGE_FORMAT re 9"}) << datos;
  }
  EXPECT_TRUE(w.router->agents().empty());
}

TEST(Router, BeforeRegistrationOnlyRegistroErrorAndHeartbeatAreHeard) {
  world w;
  fake_link a, b;
  w.join(b, "bob");
  w.router->connected(a, "alice");
  for (const auto tipo : {capability_announce, session_init, solicitud_tarea, respuesta_tarea, session_close, flow_control, ack_registro}) {
    w.say(a, {.tipo = tipo, .origen = "alice", .destino = "bob", .id = 5, .sesion = 3});
    EXPECT_EQ(w.briefs(a), list{"ERROR NOT_REGISTERED re 5 in 3"}) << to_string(tipo);
  }
  w.say(a, {.tipo = error, .origen = "alice", .destino = "bob", .datos = error_text});
  w.say(a, {.tipo = message_ack, .origen = "alice", .destino = "bob"});
  EXPECT_EQ(w.briefs(a), list{}) << "an ERROR is never answered with an ERROR";
  w.say(a, {.tipo = heartbeat, .origen = "alice", .destino = "hub", .id = 6});
  EXPECT_EQ(w.briefs(a), list{"HEARTBEAT_ACK re 6"});
  EXPECT_TRUE(b.sent.empty());
}

TEST(Router, WhoDoesNotRegisterInTimeIsClosed) {
  world w;
  fake_link a, b;
  w.router->connected(a, "alice");
  w.join(b, "bob");
  w.advance(9999ms);
  EXPECT_EQ(a.closed, 0);
  w.advance(1ms);
  EXPECT_EQ(a.closed, 1008);
  EXPECT_EQ(b.closed, 0);
  w.say(a, {.tipo = registro, .origen = "alice", .destino = "hub", .datos = R"({"uri":"x"})"});
  EXPECT_TRUE(a.sent.empty()) << "what a closed connection still says is not heard";
}

TEST(Router, TheIdentityIsTheCertificateAndNotTheText) {
  three w;
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "carol", .destino = "bob", .id = 5, .sesion = 3});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR AUTH_FAILED re 5 in 3"});
  EXPECT_EQ(w.a.closed, 1008);
  EXPECT_EQ(w.briefs(w.b), list{"SESSION_CLOSE in 3"}) << "the task did not arrive, the end of the session did";
  fake_link again;
  w.router->connected(again, "alice");
  w.say(again, {.tipo = registro, .origen = "Alice", .destino = "hub", .datos = R"({"uri":"x"})"});
  EXPECT_EQ(again.closed, 1008) << "case counts";
}

TEST(Router, ACertificateThatNamesTheHubOrNobodyIsTurnedAway) {
  world w;
  for (const std::string id : {"hub", "", "peer", "BROADCAST", "a\nb"}) {
    fake_link a;
    EXPECT_FALSE(w.router->connected(a, id));
    EXPECT_EQ(a.closed, 1008);
  }
}

TEST(Router, AMessagePassesAsTheBytesThatCame) {
  three w;
  const std::string odd =
      "{ \"nuevo\": [1.50, \"\\u00e9\\ud800\"], \"datos\":{\"descripcion_tarea\":\"x\",\"y\":null},\n\"destino\":\"b\\u006fb\", \"origen\":\"alice\","
      "\"tipo\":\"SOLICITUD_TAREA\",\"id_mensaje\":\"AAAAAAAA-0000-4000-8000-00000000000A\",\"timestamp\":\"2025-01-02T03:04:05.678901+02:00\",\"id_sesion\":\"" +
      uuid_text(3) + "\"}";
  w.router->received(w.a, odd);
  EXPECT_EQ(w.b.sent, list{odd});
  EXPECT_TRUE(w.a.sent.empty());
}

TEST(Router, AllOfATaskGoesThroughInBothDirectionsInOrder) {
  world w;
  fake_link a, b;
  w.join(a, "alice");
  w.join(b, "bob");
  list to_b, to_a;
  const auto alice = [&](message m) {
    m.origen = "alice", m.destino = "bob", m.sesion = 3;
    to_b.push_back(w.say(a, m));
  };
  const auto bob = [&](message m) {
    m.origen = "bob", m.destino = "alice", m.sesion = 3;
    to_a.push_back(w.say(b, m));
  };
  alice({.tipo = session_init, .id = 1, .ack = true});
  alice({.tipo = solicitud_tarea, .id = 2, .ack = true});  // without waiting (Q5)
  bob({.tipo = session_accept, .respuesta = 1});
  bob({.tipo = message_ack, .respuesta = 1});
  bob({.tipo = message_ack, .respuesta = 2});
  bob({.tipo = solicitud_tarea, .id = 4, .ack = true});  // asks back
  alice({.tipo = respuesta_tarea, .respuesta = 4});
  bob({.tipo = respuesta_tarea, .respuesta = 2});
  alice({.tipo = flow_control, .datos = pause_text});
  alice({.tipo = error, .datos = error_text});
  alice({.tipo = session_close, .id = 8, .ack = true});
  bob({.tipo = message_ack, .respuesta = 8});
  EXPECT_EQ(b.sent, to_b);
  EXPECT_EQ(a.sent, to_a) << "the hub acknowledges nothing that it relays";
  const auto m = w.router->metrics();
  EXPECT_EQ(m.messages_relayed, 12u);
  EXPECT_EQ(m.tasks_relayed, 2u);
  EXPECT_EQ(m.answers_relayed, 2u);
  EXPECT_EQ(m.sessions_opened, 1u);
  EXPECT_EQ(m.sessions_active, 0u);
}

TEST(Router, WhatIsHopByHopIsNeverRelayedWhateverItsDestino) {
  three w;
  struct row {
    message_type tipo;
    const char* datos;
    const char* answer;
  };
  for (const auto& r : {row{registro, R"({"uri":"x"})", "ACK_REGISTRO re 5"}, row{ack_registro, "null", ""},
                        row{capability_announce, R"({"version_protocolo":"1.1","capacidades":["sum"]})", "CAPABILITY_ACK re 5"},
                        row{capability_ack, "null", ""}, row{heartbeat, "null", "HEARTBEAT_ACK re 5"}, row{heartbeat_ack, "null", ""}}) {
    for (const char* to : {"bob", "BROADCAST", "hub", "nobody"}) {
      w.say(w.a, {.tipo = r.tipo, .origen = "alice", .destino = to, .id = 5, .datos = r.datos});
      EXPECT_EQ(w.briefs(w.a), *r.answer != '\0' ? list{r.answer} : list{}) << to_string(r.tipo) << " to " << to;
    }
  }
  EXPECT_TRUE(w.b.sent.empty());
  EXPECT_EQ(w.router->agents()[0].capabilities, list{"sum"});
  w.say(w.a, {.tipo = capability_announce, .origen = "alice", .destino = "bob", .id = 5, .ack = true, .datos = R"({"version":"1.1","capabilities":[]})"});
  EXPECT_EQ(w.briefs(w.a), (list{"MESSAGE_ACK re 5", "CAPABILITY_ACK re 5"})) << "asked for, so given, besides the answer of its own";
}

TEST(Router, TheHubItselfIsItsIdOrPeerOrWhatBeginsWithPeer) {
  three w;
  for (const char* to : {"hub", "peer", "peer_localhost", "peer_"}) {
    w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = to, .id = 5, .sesion = 9, .ack = true});
    EXPECT_EQ(w.briefs(w.a), (list{"MESSAGE_ACK re 5 in 9", "SESSION_REJECT re 5 in 9"})) << to;
    w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = to, .id = 6, .sesion = 9, .ack = true});
    EXPECT_EQ(w.briefs(w.a), list{"ERROR SESSION_NOT_FOUND re 6 in 9"}) << to;
  }
  for (const char* to : {"peers", "Peer", "HUB"}) {
    w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = to, .id = 5, .sesion = 9});
    EXPECT_EQ(w.briefs(w.a), list{"ERROR AGENT_NOT_FOUND re 5 in 9"}) << to;
  }
}

TEST(Router, AnUnknownOrAbsentReceiverIsReportedAndNothingIsKeptForIt) {
  three w;
  w.router->disconnected(w.c);
  for (const char* to : {"nobody", "carol"}) {
    for (const auto tipo : {session_init, session_accept, session_reject, session_close, solicitud_tarea, respuesta_tarea, flow_control}) {
      w.say(w.a, {.tipo = tipo, .origen = "alice", .destino = to, .id = 5, .sesion = 9});
      EXPECT_EQ(w.briefs(w.a), list{"ERROR AGENT_NOT_FOUND re 5 in 9"}) << to_string(tipo) << " to " << to;
    }
    w.say(w.a, {.tipo = error, .origen = "alice", .destino = to, .datos = error_text});
    w.say(w.a, {.tipo = message_ack, .origen = "alice", .destino = to});
    EXPECT_EQ(w.briefs(w.a), list{}) << "an ERROR is never answered with an ERROR";
  }
  fake_link again;
  w.join(again, "carol");
  EXPECT_TRUE(again.sent.empty());
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "alice", .id = 5, .sesion = 9});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR INVALID_MESSAGE_FORMAT re 5 in 9"});
}

TEST(Router, ASessionBelongsToItsTwoMembers) {
  three w;
  for (const auto tipo : {solicitud_tarea, respuesta_tarea, session_close, session_accept, session_reject, flow_control}) {
    for (const char* to : {"alice", "bob"}) {
      w.say(w.c, {.tipo = tipo, .origen = "carol", .destino = to, .id = 5, .sesion = 3});
      EXPECT_EQ(w.briefs(w.c), list{"ERROR SESSION_NOT_FOUND re 5 in 3"}) << to_string(tipo) << " to " << to;
    }
    w.say(w.a, {.tipo = tipo, .origen = "alice", .destino = "carol", .id = 5, .sesion = 3});
    EXPECT_EQ(w.briefs(w.a), list{"ERROR SESSION_NOT_FOUND re 5 in 3"}) << to_string(tipo) << ": a member, but to somebody else";
  }
  EXPECT_TRUE(w.a.sent.empty() && w.b.sent.empty() && w.c.sent.empty());
  const auto task = w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .sesion = 3});
  EXPECT_EQ(w.b.sent, list{task}) << "the session is as it was";
  w.open(w.c, "carol", w.b, "bob", 3);  // the same id between another pair is another session
  w.say(w.c, {.tipo = session_close, .origen = "carol", .destino = "bob", .sesion = 3});
  w.b.sent.clear();
  const auto still = w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .sesion = 3});
  EXPECT_EQ(w.b.sent, list{still});
}

TEST(Router, AMessageThatBelongsToASessionNamesIt) {
  three w;
  for (const auto tipo : {session_init, session_accept, session_reject, session_close, solicitud_tarea, respuesta_tarea}) {
    w.say(w.a, {.tipo = tipo, .origen = "alice", .destino = "bob", .id = 5});
    EXPECT_EQ(w.briefs(w.a), list{"ERROR INVALID_MESSAGE_FORMAT re 5"}) << to_string(tipo);
  }
  EXPECT_TRUE(w.b.sent.empty());
}

TEST(Router, OnlyWhoWasAskedAcceptsOrRejects) {
  three w;
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "carol", .id = 1, .sesion = 4});
  w.say(w.a, {.tipo = session_accept, .origen = "alice", .destino = "carol", .id = 5, .sesion = 4});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR SESSION_NOT_FOUND re 5 in 4"});
  w.say(w.c, {.tipo = session_reject, .origen = "carol", .destino = "alice", .sesion = 4, .respuesta = 1, .datos = R"({"motivo":"no"})"});
  EXPECT_EQ(w.briefs(w.a), list{"SESSION_REJECT re 1 in 4"});
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "carol", .id = 6, .sesion = 4});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR SESSION_NOT_FOUND re 6 in 4"}) << "a rejected session does not exist";
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "carol", .id = 2, .sesion = 5});
  w.say(w.c, {.tipo = error, .origen = "carol", .destino = "alice", .sesion = 5, .respuesta = 2, .datos = error_text});
  EXPECT_EQ(w.router->metrics().sessions_active, 1u) << "an ERROR that names the request refuses it just as well";
}

TEST(Router, ASecondRequestWithTheIdOfARunningSessionLeavesThatOneAlone) {
  three w;
  const auto second = w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "bob", .id = 77, .sesion = 3});
  EXPECT_EQ(w.b.sent, list{second});
  w.say(w.b, {.tipo = session_reject, .origen = "bob", .destino = "alice", .sesion = 3, .respuesta = 77, .datos = R"({"motivo":"in use","codigo_error":409})"});
  EXPECT_EQ(w.briefs(w.a), list{"SESSION_REJECT re 77 in 3"});
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .sesion = 3});
  EXPECT_TRUE(w.a.sent.empty());
}

TEST(Router, TheLossOfAMemberClosesItsSessionsForTheOthers) {
  three w;
  w.open(w.c, "carol", w.a, "alice", 4);
  w.open(w.b, "bob", w.c, "carol", 5);
  w.router->disconnected(w.a);
  ASSERT_EQ(w.b.sent.size(), 1u);
  const auto close = aval::json::read<aval::json::value>(w.b.sent[0]).value();
  EXPECT_EQ(*close["origen"].if_string(), "hub");
  EXPECT_NE(close["datos"]["motivo"].if_string()->find("alice"), std::string::npos);
  EXPECT_EQ(w.briefs(w.b), list{"SESSION_CLOSE in 3"});
  EXPECT_EQ(w.briefs(w.c), list{"SESSION_CLOSE in 4"});
  w.say(w.b, {.tipo = respuesta_tarea, .origen = "bob", .destino = "alice", .id = 6, .sesion = 3});
  EXPECT_EQ(w.briefs(w.b), list{"ERROR AGENT_NOT_FOUND re 6 in 3"});
  EXPECT_EQ(w.router->metrics().sessions_active, 1u);
  const auto known = w.router->agents();
  EXPECT_FALSE(known[0].connected);
  EXPECT_TRUE(known[0].last_seen.has_value());
  fake_link back;
  w.join(back, "alice");
  w.say(w.b, {.tipo = solicitud_tarea, .origen = "bob", .destino = "alice", .id = 7, .sesion = 3});
  EXPECT_EQ(w.briefs(w.b), list{"ERROR SESSION_NOT_FOUND re 7 in 3"}) << "no session outlives its connection";
}

TEST(Router, ANewerConnectionReplacesTheOlderWhichMayStillAnswer) {
  three w;
  fake_link fresh;
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 5, .sesion = 3});
  w.router->connected(fresh, "bob");
  EXPECT_EQ(w.router->agents()[1].sessions, 1u) << "a connection that has not registered replaces nothing";
  w.router->disconnected(fresh);
  w.join(fresh, "bob");
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "bob", .sesion = 4});
  EXPECT_EQ(w.briefs(fresh), list{"SESSION_INIT in 4"}) << "new traffic takes the new connection";
  const auto answer = w.say(w.b, {.tipo = respuesta_tarea, .origen = "bob", .destino = "alice", .sesion = 3, .respuesta = 5});
  EXPECT_EQ(w.a.sent, list{answer});
  w.say(w.a, {.tipo = message_ack, .origen = "alice", .destino = "bob", .sesion = 3, .respuesta = 6});
  EXPECT_EQ(w.briefs(w.b).back(), "MESSAGE_ACK re 6 in 3") << "what belongs to a session goes where the session is";
  w.a.sent.clear();
  w.advance(4999ms);
  EXPECT_EQ(w.b.closed, 0);
  w.advance(1ms);
  EXPECT_EQ(w.b.closed, 1008);
  EXPECT_EQ(w.briefs(w.a), list{"SESSION_CLOSE in 3"});
  EXPECT_TRUE(w.router->agents()[1].connected);
  EXPECT_EQ(fresh.closed, 0);
}

TEST(Router, ABroadcastReachesAllButItsSenderAndTheHubAnswersForAll) {
  three w;
  fake_link unregistered;
  w.router->connected(unregistered, "dave");
  const auto text = w.say(w.a, {.tipo = flow_control, .origen = "alice", .destino = "BROADCAST", .id = 5, .ack = true, .datos = pause_text});
  EXPECT_EQ(w.b.sent, list{text});
  EXPECT_EQ(w.c.sent, list{text});
  EXPECT_TRUE(unregistered.sent.empty());
  EXPECT_EQ(w.briefs(w.a), list{"MESSAGE_ACK re 5"});
  w.say(w.b, {.tipo = message_ack, .origen = "bob", .destino = "alice", .respuesta = 5});
  w.say(w.c, {.tipo = message_ack, .origen = "carol", .destino = "alice", .respuesta = 5});
  EXPECT_TRUE(w.a.sent.empty()) << "the receivers' own acknowledgements end at the hub";
  w.say(w.b, {.tipo = message_ack, .origen = "bob", .destino = "alice", .respuesta = 6});
  EXPECT_EQ(w.briefs(w.a), list{"MESSAGE_ACK re 6"}) << "those of other messages do not";
  for (const auto tipo : {session_init, session_accept, session_reject, session_close, solicitud_tarea, respuesta_tarea}) {
    w.say(w.a, {.tipo = tipo, .origen = "alice", .destino = "BROADCAST", .id = 5, .sesion = 9});
    EXPECT_EQ(w.briefs(w.a), list{"ERROR INVALID_MESSAGE_FORMAT re 5 in 9"}) << to_string(tipo);
  }
}

TEST(Router, SessionsByBroadcastAreASwitch) {
  aval::relay::router_options o;
  o.broadcast_sessions = true;
  three w(o);
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "BROADCAST", .id = 1, .sesion = 4});
  EXPECT_EQ(w.briefs(w.b), list{"SESSION_INIT in 4"});
  EXPECT_EQ(w.briefs(w.c), list{"SESSION_INIT in 4"});
  w.say(w.b, {.tipo = session_accept, .origen = "bob", .destino = "alice", .sesion = 4, .respuesta = 1});
  w.say(w.c, {.tipo = session_reject, .origen = "carol", .destino = "alice", .sesion = 4, .respuesta = 1, .datos = R"({"motivo":"no"})"});
  EXPECT_EQ(w.briefs(w.a), (list{"SESSION_ACCEPT re 1 in 4", "SESSION_REJECT re 1 in 4"}));
  EXPECT_EQ(w.router->metrics().sessions_active, 2u);
}

TEST(Router, AFullQueueRefusesRequestsButKeepsRoomForAnswers) {
  aval::relay::router_options o;
  o.queue_messages = 80;
  three w(o);
  w.open(w.a, "alice", w.c, "carol", 4);
  w.b.stuck = true;
  for (unsigned i = 0; i < 70; ++i) w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .sesion = 3});
  EXPECT_TRUE(w.a.sent.empty());
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 5, .sesion = 3});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR RATE_LIMIT_EXCEEDED re 5 in 3"});
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "bob", .id = 6, .sesion = 9});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR RATE_LIMIT_EXCEEDED re 6 in 9"});
  for (unsigned i = 0; i < 10; ++i) w.say(w.a, {.tipo = message_ack, .origen = "alice", .destino = "bob", .sesion = 3, .respuesta = 1});
  EXPECT_EQ(w.b.closed, 0);
  EXPECT_EQ(w.b.messages, 80u);
  w.say(w.a, {.tipo = respuesta_tarea, .origen = "alice", .destino = "bob", .id = 7, .sesion = 3});
  EXPECT_EQ(w.b.closed, 1013) << "what cannot be refused and does not fit ends the slow one";
  EXPECT_EQ(w.briefs(w.a), (list{"SESSION_CLOSE in 3", "ERROR AGENT_NOT_FOUND re 7 in 3"}));
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "carol", .sesion = 4});
  EXPECT_EQ(w.briefs(w.c), list{"SOLICITUD_TAREA in 4"}) << "others hear nothing of it";
}

TEST(Router, TheLimitInBytesCountsTheMessageItself) {
  aval::relay::router_options o;
  o.queue_bytes = 8000;
  three w(o);
  const auto big = [](std::size_t n) { return R"({"descripcion_tarea":")" + std::string(n, 'x') + "\"}"; };
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 5, .sesion = 3, .datos = big(7000)});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR RATE_LIMIT_EXCEEDED re 5 in 3"});
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 6, .sesion = 3, .datos = big(6000)});
  EXPECT_EQ(w.briefs(w.b), list{"SOLICITUD_TAREA in 3"});
}

TEST(Router, ATransportThatTakesNothingIsASlowReceiver) {
  three w;
  w.c.broken = true;
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "carol", .id = 5, .sesion = 4});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR RATE_LIMIT_EXCEEDED re 5 in 4"});
  EXPECT_EQ(w.router->metrics().sessions_active, 1u);
  w.say(w.a, {.tipo = error, .origen = "alice", .destino = "carol", .datos = error_text});
  EXPECT_EQ(w.c.closed, 1013);
}

TEST(Router, WhoDoesNotReadTheHubsOwnErrorsIsClosed) {
  aval::relay::router_options o;
  o.queue_messages = 16;
  three w(o);
  w.a.stuck = w.b.stuck = true;
  for (unsigned i = 0; i < 20; ++i) w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "nobody", .sesion = 9});
  EXPECT_EQ(w.a.closed, 1013);
  EXPECT_EQ(w.b.closed, 0);
  EXPECT_EQ(w.briefs(w.b), list{"SESSION_CLOSE in 3"});
}

TEST(Router, TheEndOfASlowOneMayEndTheNextSlowOne) {
  aval::relay::router_options o;
  o.queue_messages = 16;
  three w(o);
  w.open(w.b, "bob", w.c, "carol", 4);
  w.b.broken = w.c.broken = true;
  w.router->disconnected(w.a);  // bob cannot even be told, and then carol cannot be told about bob
  EXPECT_EQ(w.b.closed, 1013);
  EXPECT_EQ(w.c.closed, 1013);
  EXPECT_EQ(w.router->connections(), 0u);
  EXPECT_EQ(w.router->metrics().sessions_active, 0u);
}

TEST(Router, TwoBrokenPartnersOfSeveralSessionsLeaveOnceEach) {
  three w;
  for (const unsigned i : {4, 5}) w.open(w.a, "alice", w.b, "bob", i);
  w.a.broken = w.b.broken = true;
  w.router->disconnected(w.a);  // bob cannot be told, and his end cannot be told to alice, who is on her way out
  EXPECT_EQ(w.b.closed, 1013);
  EXPECT_EQ(w.router->connections(), 1u);
  EXPECT_EQ(w.router->metrics().sessions_active, 0u);
  w.say(w.c, {.tipo = heartbeat, .origen = "carol", .destino = "hub", .id = 9});
  EXPECT_EQ(w.briefs(w.c), list{"HEARTBEAT_ACK re 9"});
  w.router->disconnected(w.b);
  w.router->disconnected(w.c);
  EXPECT_EQ(w.router->connections(), 0u);
}

TEST(Router, IdleSessionsOfOneThatTakesNothingEndTogether) {
  three w;
  for (const unsigned i : {4, 5, 6}) w.open(w.a, "alice", w.b, "bob", i);
  w.b.broken = true;
  w.advance(31min);  // the first that ends takes bob and all the others with it
  EXPECT_EQ(w.b.closed, 1013);
  auto told = w.briefs(w.a);
  std::sort(told.begin(), told.end());
  EXPECT_EQ(told, (list{"SESSION_CLOSE in 3", "SESSION_CLOSE in 4", "SESSION_CLOSE in 5", "SESSION_CLOSE in 6"}));
  EXPECT_EQ(w.router->metrics().sessions_active, 0u);
  EXPECT_EQ(w.router->connections(), 2u);
}

TEST(Router, APauseToTheHubStopsNewRequestsFromEveryone) {
  three w;
  const auto flow = [&](const char* action, unsigned sesion = 0) {
    w.say(w.b, {.tipo = flow_control, .origen = "bob", .destino = "hub", .id = 5, .sesion = sesion, .ack = true, .datos = std::string(R"({"accion":")") + action + "\"}"});
    return w.briefs(w.b);
  };
  EXPECT_EQ(flow("PAUSE"), list{"MESSAGE_ACK re 5"});
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 6, .sesion = 3});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR RATE_LIMIT_EXCEEDED re 6 in 3"});
  w.say(w.c, {.tipo = session_init, .origen = "carol", .destino = "bob", .id = 6, .sesion = 4});
  EXPECT_EQ(w.briefs(w.c), list{"ERROR RATE_LIMIT_EXCEEDED re 6 in 4"});
  w.say(w.a, {.tipo = respuesta_tarea, .origen = "alice", .destino = "bob", .sesion = 3});
  EXPECT_EQ(w.briefs(w.b), list{"RESPUESTA_TAREA in 3"}) << "answers are never held back";
  flow("RESUME");
  EXPECT_EQ(flow("PAUSE", 3), list{"MESSAGE_ACK re 5 in 3"});
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 6, .sesion = 3});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR RATE_LIMIT_EXCEEDED re 6 in 3"});
  w.open(w.c, "carol", w.b, "bob", 4);
  w.say(w.b, {.tipo = solicitud_tarea, .origen = "bob", .destino = "alice", .sesion = 3});
  EXPECT_EQ(w.briefs(w.a), list{"SOLICITUD_TAREA in 3"}) << "who pauses may still ask";
  flow("RESUME", 3);
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .sesion = 3});
  EXPECT_EQ(w.briefs(w.b), list{"SOLICITUD_TAREA in 3"});
  EXPECT_EQ(flow("PAUSE", 99), list{"ERROR SESSION_NOT_FOUND re 5 in 99"});
  EXPECT_EQ(flow("HALT"), list{"ERROR INVALID_MESSAGE_FORMAT re 5"});
}

TEST(Router, ThePauseOfAnAgentVanishesWithItsConnection) {
  three w;
  fake_link again;
  w.say(w.b, {.tipo = flow_control, .origen = "bob", .destino = "hub", .datos = pause_text});
  w.router->disconnected(w.b);
  w.join(again, "bob");
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "bob", .sesion = 4});
  EXPECT_EQ(w.briefs(again), list{"SESSION_INIT in 4"});
}

TEST(Router, AFloodOfDefectiveMessagesEndsTheConnectionAndNoOther) {
  three w;
  for (unsigned i = 0; i < 100; ++i) w.router->received(w.a, i % 2 == 0 ? "nonsense" : "{}");
  EXPECT_EQ(w.a.closed, 0);
  EXPECT_EQ(w.a.sent.size(), 100u);
  w.advance(11s);
  for (unsigned i = 0; i < 100; ++i) w.router->received(w.a, "[1]");
  EXPECT_EQ(w.a.closed, 0) << "slowly is not a flood";
  w.router->received(w.a, "\xFF\xFE");
  EXPECT_EQ(w.a.closed, 1008);
  EXPECT_EQ(w.b.closed, 0);
  EXPECT_EQ(w.briefs(w.b), list{"SESSION_CLOSE in 3"});
}

TEST(Router, SessionsNobodyUsesAreClosedForBoth) {
  three w;
  w.open(w.a, "alice", w.b, "bob", 4);
  w.advance(20min);
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .sesion = 4});
  w.b.sent.clear();
  w.advance(15min);
  EXPECT_EQ(w.briefs(w.a), list{"SESSION_CLOSE in 3"});
  EXPECT_EQ(w.briefs(w.b), list{"SESSION_CLOSE in 3"});
  EXPECT_EQ(w.router->metrics().sessions_active, 1u);
}

TEST(Router, ASessionThatIsNeverAnsweredEndsAfterThirtySecondsForBoth) {
  three w;
  const message init{.tipo = session_init, .origen = "alice", .destino = "carol", .id = 5, .sesion = 7};
  w.say(w.a, init);
  w.advance(20s);
  w.say(w.c, {.tipo = message_ack, .origen = "carol", .destino = "alice", .sesion = 7, .respuesta = 5});
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "carol", .sesion = 7});
  w.say(w.a, init);
  w.a.sent.clear(), w.c.sent.clear();
  w.advance(9999ms);
  EXPECT_EQ(w.router->metrics().sessions_active, 2u);
  w.advance(1ms);
  EXPECT_EQ(w.briefs(w.a), list{"ERROR SESSION_NOT_FOUND re 5 in 7"}) << "neither repetitions nor tasks of who asks put it off";
  EXPECT_EQ(w.briefs(w.c), list{"SESSION_CLOSE in 7"});
  EXPECT_EQ(w.briefs(w.b), list{});
  EXPECT_EQ(w.router->metrics().sessions_active, 1u);
  w.say(w.c, {.tipo = session_accept, .origen = "carol", .destino = "alice", .id = 9, .sesion = 7, .respuesta = 5});
  EXPECT_EQ(w.briefs(w.c), list{"ERROR SESSION_NOT_FOUND re 9 in 7"}) << "too late";
  EXPECT_EQ(w.briefs(w.a), list{});
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .sesion = 3});
  EXPECT_EQ(w.briefs(w.b), list{"SOLICITUD_TAREA in 3"}) << "one that was accepted stays";
}

TEST(Router, AnswersAndEndsStopTheTimeOfASession) {
  three w;
  for (const unsigned s : {4, 5, 6}) w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "bob", .id = s + 1000, .sesion = s});
  w.say(w.b, {.tipo = session_reject, .origen = "bob", .destino = "alice", .sesion = 4, .respuesta = 1004, .datos = R"({"motivo":"no"})"});
  w.say(w.b, {.tipo = session_accept, .origen = "bob", .destino = "alice", .sesion = 5, .respuesta = 1005});
  w.say(w.a, {.tipo = session_close, .origen = "alice", .destino = "bob", .sesion = 6});
  w.advance(20s);
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "bob", .id = 2006, .sesion = 6});  // the same name again: a time of its own
  w.a.sent.clear(), w.b.sent.clear();
  w.advance(10s);
  EXPECT_EQ(w.briefs(w.a), list{});
  EXPECT_EQ(w.briefs(w.b), list{});
  w.advance(20s);
  EXPECT_EQ(w.briefs(w.a), list{"ERROR SESSION_NOT_FOUND re 2006 in 6"});
  EXPECT_EQ(w.router->metrics().sessions_active, 2u);
}

TEST(Router, TheTimeForAnAnswerIsAnOption) {
  for (const auto patience : {0s, 5s}) {
    aval::relay::router_options o;
    o.session_answer = patience;
    three w(o);
    w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "carol", .id = 5, .sesion = 7});
    w.advance(5s);
    EXPECT_EQ(w.router->metrics().sessions_active, patience == 0s ? 2u : 1u);
  }
}

TEST(Router, OfABroadcastTheSilentOnesAreDroppedAndTheOthersStay) {
  aval::relay::router_options o;
  o.broadcast_sessions = true;
  three w(o);
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "BROADCAST", .id = 1, .sesion = 4});
  w.say(w.b, {.tipo = session_accept, .origen = "bob", .destino = "alice", .sesion = 4, .respuesta = 1});
  w.a.sent.clear(), w.c.sent.clear();
  w.advance(30s);
  EXPECT_EQ(w.briefs(w.c), list{"SESSION_CLOSE in 4"});
  EXPECT_EQ(w.briefs(w.a), list{}) << "an ERROR would end the session with bob for it";
  EXPECT_EQ(w.router->metrics().sessions_active, 2u);
}

TEST(Router, UnansweredSessionsOfOneThatTakesNothingEndTogether) {
  three w;
  for (const unsigned s : {4, 5, 6}) w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "carol", .sesion = s});
  w.a.sent.clear();
  w.c.broken = true;
  w.advance(30s);
  EXPECT_EQ(w.c.closed, 1013);
  EXPECT_EQ(w.briefs(w.a).size(), 3u) << "each of its sessions ends once";
  EXPECT_EQ(w.router->metrics().sessions_active, 1u);
}

TEST(Router, AnAgentThatAnnouncesRelayStillSpeaksForItselfOnly) {
  three w;
  w.say(w.c, {.tipo = capability_announce, .origen = "carol", .destino = "hub", .datos = R"({"version_protocolo":"1.1","capacidades":["relay"]})"});
  w.say(w.c, {.tipo = session_init, .origen = "invented", .destino = "bob", .sesion = 8});
  EXPECT_EQ(w.c.closed, 1008);
  EXPECT_EQ(w.briefs(w.b), list{});
  EXPECT_EQ(w.router->metrics().agents_known, 3u);
}

TEST(Router, ALimitOfZeroDefectsIsNone) {
  aval::relay::router_options o;
  o.defects = 0;
  three w(o);
  for (unsigned i = 0; i < 1000; ++i) w.router->received(w.a, "nonsense");
  EXPECT_EQ(w.a.closed, 0);
}

TEST(Router, SessionsOfOneConnectionAreBounded) {
  aval::relay::router_options o;
  o.sessions_per_agent = 3;
  three w(o);
  for (const unsigned i : {4, 5}) w.open(w.a, "alice", w.b, "bob", i);
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "carol", .id = 5, .sesion = 6});
  EXPECT_EQ(w.briefs(w.a), list{"ERROR RATE_LIMIT_EXCEEDED re 5 in 6"});
  EXPECT_TRUE(w.c.sent.empty());
}

TEST(Router, TheDirectoryForgetsTheLongestAbsentFirst) {
  aval::relay::router_options o;
  o.agents = 2;
  world w(o);
  fake_link a, b, c, d;
  w.join(a, "alice");
  w.join(b, "bob");
  EXPECT_FALSE(w.router->connected(c, "carol"));
  EXPECT_EQ(c.closed, 1013);
  w.router->disconnected(b);
  w.join(d, "dave");
  const auto known = w.router->agents();
  ASSERT_EQ(known.size(), 2u);
  EXPECT_EQ(known[1].id, "dave");
}

TEST(Router, AnAccountThatIsUsedUpIsToldWhatAndNobodyElseSuffers) {
  aval::relay::router_options o;
  o.metering.accounts = {{"small", "Free"}};
  o.metering.account_of = {{"alice", "small"}, {"bob", "small"}, {"carol", "other"}, {"dave", "other"}};
  three w(o);  // one action: the session
  fake_link d;
  w.join(d, "dave");
  for (unsigned i = 0; i < 3; ++i) w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .sesion = 3});
  w.say(w.b, {.tipo = solicitud_tarea, .origen = "bob", .destino = "alice", .id = 70, .sesion = 3});
  w.say(w.b, {.tipo = solicitud_tarea, .origen = "bob", .destino = "alice", .id = 70, .sesion = 3});
  EXPECT_EQ(w.briefs(w.a).size(), 2u) << "a repetition is relayed and not charged";
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 5, .sesion = 3});
  ASSERT_EQ(w.a.sent.size(), 1u);
  const auto error = aval::json::read<aval::json::value>(w.a.sent[0]).value();
  EXPECT_EQ(aval::json::write(error["datos"]["detalles_adicionales"]), R"({"limite":5,"usado":5,"plan":"Free"})");
  EXPECT_EQ(w.briefs(w.a), list{"ERROR RATE_LIMIT_EXCEEDED re 5 in 3"});
  w.say(w.a, {.tipo = respuesta_tarea, .origen = "alice", .destino = "bob", .sesion = 3});
  EXPECT_TRUE(w.a.sent.empty()) << "only new actions are counted";
  w.open(w.c, "carol", d, "dave", 3);
  EXPECT_EQ(w.router->metrics().sessions_active, 2u);
  const auto usage = w.router->usage();
  ASSERT_EQ(usage.size(), 3u);
  EXPECT_EQ(usage[2].account, "small");
  EXPECT_EQ(usage[2].used, 5u);
  w.elapsed += std::chrono::hours(24 * 32);
  w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .sesion = 3});
  EXPECT_TRUE(w.a.sent.empty()) << "a new month";
}

TEST(Router, OneIdForManyTasksIsNotFree) {
  aval::relay::router_options o;
  o.metering.accounts = {{"small", "Free"}};
  o.metering.account_of = {{"alice", "small"}, {"bob", "small"}, {"carol", "small"}};
  three w(o);
  const auto used = [&w] { return w.router->usage().back().used; };
  const auto before = used();
  const auto ask = [&w](unsigned sesion) { w.say(w.a, {.tipo = solicitud_tarea, .origen = "alice", .destino = "bob", .id = 70, .sesion = sesion}); };
  for (int i = 0; i < 4; ++i) ask(3);
  EXPECT_EQ(used(), before + 1) << "three repetitions are what an agent sends by itself";
  ask(3);
  EXPECT_EQ(used(), before + 2);
  w.open(w.a, "alice", w.b, "bob", 4);
  const auto opened = used();
  ask(4);
  EXPECT_EQ(used(), opened + 1) << "another session, another task";
}

TEST(Router, AccountsDoNotSeeEachOther) {
  aval::relay::router_options o;
  o.metering.account_of = {{"carol", "two"}};
  three w(o);
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "carol", .id = 5, .sesion = 9});
  w.say(w.a, {.tipo = session_init, .origen = "alice", .destino = "nobody", .id = 5, .sesion = 9});
  ASSERT_EQ(w.a.sent.size(), 2u);
  const auto payload = [](const std::string& text) { return aval::json::write(aval::json::read<aval::json::value>(text).value()["datos"]); };
  EXPECT_EQ(payload(w.a.sent[0]), payload(w.a.sent[1])) << "an agent of another account looks like one that does not exist";
  w.say(w.a, {.tipo = flow_control, .origen = "alice", .destino = "BROADCAST", .datos = pause_text});
  EXPECT_TRUE(w.c.sent.empty());
  EXPECT_EQ(w.b.sent.size(), 1u);
}

TEST(Router, ShuttingDownClosesSessionsAndThenConnections) {
  three w;
  w.router->shut_down();
  EXPECT_EQ(w.briefs(w.a), list{"SESSION_CLOSE in 3"});
  EXPECT_EQ(w.a.closed, 1001);
  EXPECT_EQ(w.b.closed, 1001);
  EXPECT_EQ(w.router->connections(), 0u);
}

TEST(Metering, ThePeriodIsAsConfigured) {
  using aval::relay::metering, aval::relay::metering_options, aval::relay::metering_period;
  const auto at = [](const char* text) { return *aval::parse_rfc3339(text); };
  metering_options o;
  o.default_plan = "Free";
  const auto last = at("2026-02-28T23:59:59Z"), next = at("2026-03-01T00:00:00Z");
  for (const auto period : {metering_period::day, metering_period::month}) {
    o.period = period;
    metering m(o);
    auto& account = m.of("anybody");
    for (int i = 0; i < 5; ++i) m.charge(account, last);
    EXPECT_FALSE(m.allows(account, last));
    EXPECT_EQ(*m.usage(last)[0].period_end, next);
    const auto saved = m.usage(last);
    EXPECT_TRUE(m.allows(account, next));
    metering restarted(o);
    restarted.restore(saved, last);
    EXPECT_FALSE(restarted.allows(restarted.of("anybody"), last));
    metering later(o);
    later.restore(saved, next);
    EXPECT_TRUE(later.allows(later.of("anybody"), next));
  }
  o.default_plan = "Gold";
  EXPECT_THROW(metering{o}, aval::error);
}

}  // namespace
