// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Part 4 of the ACPaaS specification, rule by rule, without a socket.

#include "bench.hpp"

using namespace acp_test;
using kind = acp::output::kind;

// ---- 4.1, 4.2 connection ---------------------------------------------------------------------------------------------------------

TEST(Connection, TheDialerRegistersAtOnceAndAnnouncesAfterTheAcknowledgement) {
  bench b({.uri = "wss://here:1", .capabilities = {"sumar"}});
  const auto l = b.open(connection_role::dialer);
  const seen registro = b.last(message_type::registro);
  EXPECT_EQ(b.sent(), "REGISTRO");
  EXPECT_EQ(registro.datos, R"({"uri":"wss://here:1"})");
  EXPECT_EQ(registro.to, "agente_py");
  EXPECT_FALSE(registro.ack || registro.has_re || registro.has_session);
  b.put(l, message_type::ack_registro, {.re = registro.name});
  EXPECT_EQ(b.sent(), "CAPABILITY_ANNOUNCE");
  EXPECT_EQ(b.last(message_type::capability_announce).datos,
            R"({"version_protocolo":"1.1","capacidades":["sumar"],"max_sesiones_concurrentes":100,"formatos_payload":["json"]})");
  EXPECT_TRUE(b.take(kind::ready));
}

TEST(Connection, AnAcknowledgementOfAnotherRegistrationIsIgnored) {
  bench b;
  const auto l = b.open(connection_role::dialer);
  (void)b.sent();
  b.put(l, message_type::ack_registro, {.re = b.fresh()});
  b.put(l, message_type::ack_registro);
  EXPECT_EQ(b.sent(), "");
  EXPECT_FALSE(b.core->ready(l));
}

TEST(Connection, TheDialerAnswersAnAnnouncementThatComesFirst) {
  bench b;
  const auto l = b.open(connection_role::dialer);
  (void)b.sent();
  b.put(l, message_type::capability_announce, {.datos = R"({"version_protocolo":"1.1","capacidades":["x"]})"});
  EXPECT_EQ(b.sent(), "CAPABILITY_ACK");
  EXPECT_FALSE(b.core->ready(l));
  EXPECT_EQ(b.core->peer_capabilities("agente_py")->capacidades, std::vector<std::string>{"x"});
}

TEST(Connection, NothingButAnswersIsSentBeforeTheRegistrationIsAcknowledged) {
  bench b;
  b.open(connection_role::dialer);
  std::error_code ec;
  b.core->open_session("agente_py", {}, ec);
  EXPECT_EQ(ec, acp::errc::not_connected);
  b.core->set_capabilities({"new"});
  b.pump();
  EXPECT_EQ(b.sent(), "REGISTRO");
}

TEST(Connection, ARefusedRegistrationClosesWith1008) {
  bench b;
  const auto l = b.open(connection_role::dialer);
  b.put(l, message_type::error, {.re = b.last(message_type::registro).name, .datos = R"({"codigo_error":"AUTH_FAILED","mensaje_error":"no"})"});
  const auto close = b.take(kind::close);
  ASSERT_TRUE(close);
  EXPECT_EQ(close->close_code, 1008);
  EXPECT_EQ(close->error, acp::errc::registration_refused);
}

TEST(Connection, RegistrationHasTenSecondsOnBothSides) {
  for (const auto role : {connection_role::dialer, connection_role::listener}) {
    bench b;
    b.open(role);
    b.advance(9'999ms);
    EXPECT_FALSE(b.take(kind::close));
    b.advance(1ms);
    const auto close = b.take(kind::close);
    ASSERT_TRUE(close);
    EXPECT_EQ(close->close_code, 1008);
    EXPECT_EQ(b.core->size().links, 0U);
  }
}

TEST(Connection, APauseBeforeTheRegistrationIsAcknowledgedDoesNotPutOffItsEnd) {
  bench b;
  const auto l = b.open(connection_role::dialer);
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"PAUSE"})"});
  b.advance(10s);
  const auto close = b.take(kind::close);
  ASSERT_TRUE(close);
  EXPECT_EQ(close->error, acp::errc::registration_timed_out);
}

TEST(Connection, TheListenerAcknowledgesThenAnnounces) {
  bench b;
  const auto l = b.open(connection_role::listener);
  EXPECT_EQ(b.sent(), "");
  const auto name = b.put(l, message_type::registro, {.datos = R"({"uri":"wss://<HOST>:1"})"});
  EXPECT_EQ(b.last(message_type::ack_registro).re, name);
  EXPECT_EQ(b.last(message_type::ack_registro).to, "agente_py");
  EXPECT_EQ(b.sent(), "ACK_REGISTRO CAPABILITY_ANNOUNCE");
  EXPECT_EQ(b.core->peers().at(0).uri, "wss://<HOST>:1");
  b.put(l, message_type::registro, {.datos = R"({"uri":"wss://other"})"});
  EXPECT_EQ(b.sent(), "ACK_REGISTRO") << "again: idempotent, no second announcement";
  EXPECT_EQ(b.core->peers().at(0).uri, "wss://other");
}

TEST(Connection, BeforeRegistrationOnlyRegistrationErrorsAndHeartbeatsPass) {
  bench b;
  const auto l = b.open(connection_role::listener);
  const auto early = b.put(l, message_type::session_init, {.session = b.fresh(), .ack = true});
  EXPECT_EQ(b.sent(), "ERROR") << "in place of the MESSAGE_ACK";
  EXPECT_EQ(b.error_code(), "NOT_REGISTERED");
  EXPECT_EQ(b.last(message_type::error).re, early);
  b.put(l, message_type::heartbeat);
  EXPECT_EQ(b.sent(), "HEARTBEAT_ACK");
  b.put(l, message_type::error, {.datos = R"({"codigo_error":"X"})"});
  b.put(l, message_type::message_ack);
  EXPECT_EQ(b.sent(), "");
  b.put(l, message_type::registro, {.datos = R"({"uri":"x"})"});
  EXPECT_TRUE(b.core->ready(l));
}

TEST(Connection, ARegistrationWithoutUriIsRefusedAndMayBeTriedAgain) {
  bench b;
  const auto l = b.open(connection_role::listener);
  for (const char* datos : {"null", "{}", R"({"uri":""})"}) {
    b.put(l, message_type::registro, {.datos = datos});
    EXPECT_EQ(b.sent(), "ERROR");
    EXPECT_EQ(b.error_code(), "INVALID_MESSAGE_FORMAT");
  }
  EXPECT_FALSE(b.core->ready(l));
  b.put(l, message_type::registro, {.datos = R"({"uri":"x"})"});
  EXPECT_TRUE(b.core->ready(l));
}

TEST(Connection, ANewerIncomingConnectionReplacesTheOlderWhichStaysFiveSecondsForAnswers) {
  bench b;
  const auto old = b.ready(connection_role::listener);
  const auto s = b.offered(old);
  b.put(old, message_type::solicitud_tarea, {.session = s, .number = 1, .ack = true, .datos = R"({"descripcion_tarea":"x"})"});
  const auto task = b.take(kind::start_task)->task;
  const auto young = b.ready(connection_role::listener);
  (void)b.sent();
  b.core->answer(task, true, json::raw("1"));
  b.pump();
  EXPECT_EQ(b.last(message_type::respuesta_tarea).link, old);
  std::error_code ec;
  b.core->open_session("agente_py", {}, ec);
  b.pump();
  EXPECT_EQ(b.last(message_type::session_init).link, young);
  b.advance(4'999ms);
  EXPECT_FALSE(b.take(kind::close));
  b.advance(1ms);
  const auto close = b.take(kind::close);
  ASSERT_TRUE(close);
  EXPECT_EQ(close->link, old);
  EXPECT_EQ(close->close_code, 1008);
}

TEST(Connection, TwoAgentsThatDialEachOtherKeepBothConnectionsAndAnswerWhereTheyWereAsked) {
  bench b;
  const auto out = b.ready(connection_role::dialer), in = b.ready(connection_role::listener);
  b.advance(60s);
  EXPECT_FALSE(b.take(kind::close));
  for (const auto l : {out, in}) {
    b.put(l, message_type::session_init, {.session = b.fresh(), .ack = true});
    EXPECT_EQ(b.last(message_type::session_accept).link, l);
  }
}

TEST(Connection, EverythingOnALostConnectionFailsAndNothingIsKeptButTheMemoryOfDuplicates) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l), theirs = b.offered(l);
  const auto r = b.ask(s);
  b.put(l, message_type::solicitud_tarea, {.session = theirs, .number = 1, .datos = R"({"descripcion_tarea":"x"})"});
  const auto task = b.take(kind::start_task)->task;
  b.core->lost(l, "gone");
  b.pump();
  const auto done = b.take(kind::request_done);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->name, r);
  EXPECT_EQ(done->error, acp::errc::connection_lost);
  EXPECT_EQ(b.take(kind::cancel_task)->task, task);
  EXPECT_EQ(b.count(kind::session_ended), 2U);
  const auto left = b.core->size();
  EXPECT_EQ(left.links + left.sessions + left.requests + left.tasks, 0U);
  b.core->answer(task, true, json::raw("1"));  // too late
  b.pump();
  b.ready();
  EXPECT_FALSE(b.core->session_active("agente_py", s)) << "no resumption";
}

TEST(Connection, AMissingCapabilityAckIsLoggedAndAnotherMajorVersionToo) {
  bench b;
  const auto l = b.ready();
  b.advance(30s);
  EXPECT_NE(b.log.find("has not acknowledged our capabilities"), std::string::npos);
  b.put(l, message_type::capability_announce, {.datos = R"({"version_protocolo":"2.0","capacidades":[]})"});
  EXPECT_NE(b.log.find("version 2.0"), std::string::npos);
  EXPECT_TRUE(b.core->ready(l));
}

TEST(Connection, AnAgentThatListensRegistersWithItsAddressUnlessItWasGivenAnother) {
  for (const std::string given : {"", "wss://given:1"}) {
    bench b({.uri = given});
    b.open(connection_role::dialer);
    EXPECT_EQ(b.last(message_type::registro).datos, given.empty() ? R"({"uri":"wss://agente_cpp.invalid/"})" : R"({"uri":"wss://given:1"})");
    b.core->listening("wss://127.0.0.1:8765");
    b.core->listening("wss://127.0.0.1:8766");
    b.open(connection_role::dialer);
    EXPECT_EQ(b.last(message_type::registro).datos, given.empty() ? R"({"uri":"wss://127.0.0.1:8765"})" : R"({"uri":"wss://given:1"})");
  }
}

TEST(Connection, TheDirectoryKeepsWhoRegisteredAndNothingOfWhatItAnnounced) {
  bench b;
  const auto l = b.open(connection_role::listener), out = b.ready(connection_role::dialer, "agente_otro");
  EXPECT_FALSE(b.core->peers().empty());
  b.advance(5s);
  b.put(l, message_type::registro, {.datos = R"({"uri":"wss://there:1"})"});
  for (const auto at : {l, out}) {
    const char* const name = at == l ? "agente_py" : "agente_otro";
    b.put(at, message_type::capability_announce, {.from = name, .datos = R"({"version_protocolo":"1.1","capacidades":["x"]})"});
    ASSERT_TRUE(b.core->peer_capabilities(name));
  }
  const auto of = [&](std::string_view name) {
    for (auto& p : b.core->peers())
      if (p.name == name) return std::optional(p);
    return std::optional<acp::peer_info>();
  };
  const auto before = *of("agente_py");
  EXPECT_TRUE(before.connected && before.registered_at && !before.last_seen);
  b.advance(60s);
  b.core->lost(l);
  b.core->lost(out);
  b.pump();
  const auto after = of("agente_py");
  ASSERT_TRUE(after);
  EXPECT_FALSE(after->connected || after->through_hub);
  EXPECT_EQ(after->uri, "wss://there:1");
  EXPECT_EQ(after->registered_at, before.registered_at);
  ASSERT_TRUE(after->last_seen);
  EXPECT_EQ(*after->last_seen - *after->registered_at, 60s);
  EXPECT_FALSE(after->capabilities);
  EXPECT_FALSE(b.core->peer_capabilities("agente_py") || b.core->peer_capabilities("agente_otro"));
  EXPECT_FALSE(of("agente_otro")) << "it never registered here";
  b.ready(connection_role::listener);
  EXPECT_FALSE(of("agente_py")->last_seen);
}

TEST(Connection, AClockThatDiffersIsLoggedOnceAndNeverAReasonToReject) {
  const auto lines = [](const bench& b) {
    std::size_t n = 0;
    for (auto at = b.log.find("the clock of"); at != std::string::npos; at = b.log.find("the clock of", at + 1)) ++n;
    return n;
  };
  const aval::timestamp start = std::chrono::sys_days(std::chrono::year{2026} / 1 / 1) + 1h;  // of the bench's clock
  struct row {
    std::chrono::milliseconds difference;
    std::size_t lines;
    const char* text;
  };
  for (const row r : {row{0s, 0, ""}, row{60s, 0, ""}, row{-59s, 0, ""}, row{61s, 1, "is 61 s ahead of ours"}, row{-24h, 1, "is 86400 s behind ours"}}) {
    for (const auto role : {connection_role::listener, connection_role::dialer}) {
      bench b;
      const auto l = b.open(role);
      for (int i = 0; i < 2; ++i) {
        if (role == connection_role::listener) b.put(l, message_type::registro, {.datos = R"({"uri":"x"})", .at = start + r.difference});
        else b.put(l, message_type::ack_registro, {.re = b.last(message_type::registro).name, .at = start + r.difference});
      }
      EXPECT_TRUE(b.core->ready(l));
      EXPECT_EQ(lines(b), r.lines) << b.log;
      EXPECT_NE(b.log.find(r.text), std::string::npos) << b.log;
    }
  }
  bench off({.clock_warning = 0s});
  off.ready(connection_role::listener);
  EXPECT_EQ(lines(off), 0U);
}

TEST(Connection, HeartbeatsThatNobodyAnswersCostNothing) {
  bench b;
  const auto l = b.ready();
  const auto r = b.ask(b.opened(l));
  b.put(l, message_type::message_ack, {.re = r});
  (void)b.sent();
  for (int i = 0; i < 10; ++i) {
    EXPECT_TRUE(b.core->heartbeat("agente_py"));
    b.pump();
    b.advance(1min);
  }
  EXPECT_EQ(b.core->counts().repeated, 0U);
  EXPECT_EQ(b.sent().find("SESSION"), std::string::npos);
  EXPECT_TRUE(b.core->ready(l));
  EXPECT_FALSE(b.take(kind::close) || b.take(kind::request_done));
}

TEST(Connection, ChangedCapabilitiesAreAnnouncedAgain) {
  bench b;
  b.ready();
  b.core->set_capabilities({"a", "b"});
  b.pump();
  EXPECT_EQ(b.sent(), "CAPABILITY_ANNOUNCE");
}

// ---- 1.4 identity, 2.4 refusals ----------------------------------------------------------------------------------------------------

TEST(Identity, ASpoofedOriginIsAnsweredWithAuthFailedAndClosedWith1008) {
  for (const bool registered : {true, false}) {
    bench b;
    const auto l = registered ? b.ready(connection_role::listener) : b.open(connection_role::listener);
    const auto bad = b.put(l, message_type::registro, {.from = "Agente_py", .datos = R"({"uri":"x"})"});
    EXPECT_EQ(b.sent(), "ERROR");
    EXPECT_EQ(b.error_code(), "AUTH_FAILED");
    EXPECT_EQ(b.last(message_type::error).re, bad);
    const auto close = b.take(kind::close);
    ASSERT_TRUE(close);
    EXPECT_EQ(close->close_code, 1008);
    b.put(l, message_type::heartbeat);
    EXPECT_EQ(b.sent(), "") << "nothing is processed afterwards";
  }
}

TEST(Identity, ForeignOriginsAreAcceptedOnlyFromAHub) {
  bench b;
  const auto hub = b.ready(connection_role::dialer, "acpaas_server", true);
  const auto s = b.fresh();
  b.put(hub, message_type::session_init, {.from = "agente_ruby", .to = "agente_cpp", .session = s, .ack = true});
  EXPECT_EQ(b.last(message_type::session_accept).to, "agente_ruby");
  EXPECT_EQ(b.sent(), "MESSAGE_ACK SESSION_ACCEPT");
  b.put(hub, message_type::solicitud_tarea, {.from = "agente_otro", .session = s, .number = 1, .ack = true, .datos = R"({"descripcion_tarea":"x"})"});
  EXPECT_EQ(b.error_code(), "SESSION_NOT_FOUND") << "the session of somebody else";
  b.put(hub, message_type::registro, {.from = "agente_otro", .datos = R"({"uri":"x"})"});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK ERROR") << "registration is hop by hop";
  b.put(hub, message_type::heartbeat, {.from = "agente_cpp"});
  EXPECT_EQ(b.error_code(), "AUTH_FAILED") << "our own name";
}

TEST(Identity, ThePeerBecomesAHubByAnnouncingRelay) {
  bench b;
  const auto l = b.ready(connection_role::dialer, "acpaas_server");
  b.put(l, message_type::capability_announce, {.from = "acpaas_server", .datos = R"({"version_protocolo":"1.1","capacidades":["relay"]})"});
  std::error_code ec;
  b.core->open_session("agente_ruby", {}, ec);
  b.pump();
  EXPECT_FALSE(ec);
  EXPECT_EQ(b.last(message_type::session_init).to, "agente_ruby");
  EXPECT_EQ(b.last(message_type::session_init).link, l);
}

TEST(Identity, WhoeverAnnouncesRelayDoesNotSpeakForAnAgentThatIsConnectedItself) {
  bench b;
  const auto mala = b.ready(connection_role::listener, "mala"), own = b.ready(connection_role::listener);
  b.put(mala, message_type::capability_announce, {.from = "mala", .datos = R"({"version_protocolo":"1.1","capacidades":["relay"]})"});
  (void)b.sent();
  const auto s = b.fresh(), theirs = b.offered(own);
  const auto forged = b.put(mala, message_type::session_init, {.from = "agente_py", .session = s, .ack = true});
  EXPECT_EQ(b.sent(), "ERROR");
  EXPECT_EQ(b.error_code(), "AUTH_FAILED");
  EXPECT_EQ(b.last(message_type::error).re, forged);
  EXPECT_FALSE(b.core->session_active("agente_py", s));
  b.put(mala, message_type::session_close, {.from = "agente_py", .session = theirs});
  b.put(mala, message_type::flow_control, {.from = "agente_py", .datos = R"({"accion":"PAUSE"})"});
  EXPECT_TRUE(b.core->session_active("agente_py", theirs));
  b.messages.clear();
  b.put(mala, message_type::error, {.from = "agente_py", .session = theirs, .datos = R"({"codigo_error":"SESSION_NOT_FOUND"})"});
  EXPECT_EQ(b.sent(), "") << "an ERROR is never answered";
  EXPECT_TRUE(b.core->session_active("agente_py", theirs));
  EXPECT_FALSE(b.take(kind::close)) << "an agent behind a relay could have it closed for everybody";
  b.put(mala, message_type::session_init, {.from = "agente_lejos", .session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_ACCEPT") << "for those who are not here it vouches";
}

TEST(Identity, AHubThatWasDialedAsOneSpeaksAlsoForAnAgentThatIsConnectedItself) {
  bench b;
  const auto hub = b.ready(connection_role::dialer, "hub", true);
  b.ready(connection_role::listener);
  b.put(hub, message_type::session_init, {.session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_ACCEPT");
}

TEST(Identity, AFloodOfRelayedNamesDoesNotKeepAnAgentWithAConnectionOut) {
  bench b({.max_parties = 3});
  const auto hub = b.ready(connection_role::dialer, "hub", true);
  for (int i = 0; i < 3; ++i) b.put(hub, message_type::session_init, {.from = "a" + std::to_string(i), .session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_ACCEPT SESSION_ACCEPT SESSION_ACCEPT");
  b.put(hub, message_type::session_init, {.from = "one too many", .session = b.fresh()});
  EXPECT_EQ(b.error_code(), "RATE_LIMIT_EXCEEDED");
  b.offered(b.ready(connection_role::listener));
}

const char* const relays = R"({"version_protocolo":"1.1","capacidades":["relay"]})";

TEST(Identity, ARelayThatInventsNamesIsBoundedAndNobodyElseIs) {
  bench b({.relayed_agents = 3});
  auto mala = b.ready(connection_role::listener, "mala");
  const auto hub = b.ready(connection_role::dialer, "hub", true), own = b.ready(connection_role::listener);
  const auto call = [&](const std::string& from) { return b.put(mala, message_type::session_init, {.from = from, .session = b.fresh(), .ack = true}); };
  b.put(mala, message_type::capability_announce, {.from = "mala", .datos = relays});
  (void)b.sent();
  for (const char* name : {"n0", "n1", "n2"}) call(name);
  EXPECT_EQ(b.sent(), "MESSAGE_ACK SESSION_ACCEPT MESSAGE_ACK SESSION_ACCEPT MESSAGE_ACK SESSION_ACCEPT");
  for (int i = 3; i < 300; ++i) call("n" + std::to_string(i));
  const auto refused = call("one too many");
  EXPECT_EQ(b.messages.size(), 298U) << "one answer to each";
  EXPECT_EQ(b.error_code(), "RATE_LIMIT_EXCEEDED");
  EXPECT_EQ(b.last(message_type::error).re, refused);
  EXPECT_EQ(b.last(message_type::error).to, "one too many") << "so that a hub can pass it on";
  EXPECT_NE(b.last(message_type::error).datos.find("too many agents behind this connection"), std::string::npos);
  b.messages.clear();
  b.put(mala, message_type::error, {.from = "n9", .datos = R"({"codigo_error":"X"})"});
  b.put(mala, message_type::message_ack, {.from = "n9", .re = b.fresh()});
  EXPECT_EQ(b.sent(), "") << "an ERROR is never answered";
  EXPECT_EQ(b.core->size().parties, 6U);
  call("n1");
  call("mala");
  EXPECT_EQ(b.sent(), "MESSAGE_ACK SESSION_ACCEPT MESSAGE_ACK SESSION_ACCEPT") << "who is known, and the relay itself, go on";
  b.offered(own);
  for (int i = 0; i < 5; ++i) b.put(hub, message_type::session_init, {.from = "h" + std::to_string(i), .session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_ACCEPT SESSION_ACCEPT SESSION_ACCEPT SESSION_ACCEPT SESSION_ACCEPT") << "a hub that was dialed as one is not meant";
  EXPECT_FALSE(b.take(kind::close));

  b.core->lost(mala);
  mala = b.ready(connection_role::listener, "mala");
  b.put(mala, message_type::capability_announce, {.from = "mala", .datos = relays});
  call("after a new connection");
  EXPECT_EQ(b.error_code(), "RATE_LIMIT_EXCEEDED") << "what is remembered of the names goes on counting";
  b.ready(connection_role::listener, "n0");
  (void)b.sent();
  call("in the place of n0");
  EXPECT_EQ(b.sent(), "MESSAGE_ACK SESSION_ACCEPT") << "who is here itself is not counted";
  b.core->lost(mala);
  b.advance(11min);
  mala = b.ready(connection_role::listener, "mala");
  b.put(mala, message_type::capability_announce, {.from = "mala", .datos = relays});
  (void)b.sent();
  for (const char* name : {"m0", "m1", "m2"}) call(name);
  EXPECT_EQ(b.sent(), "MESSAGE_ACK SESSION_ACCEPT MESSAGE_ACK SESSION_ACCEPT MESSAGE_ACK SESSION_ACCEPT") << "names of which nothing is kept are forgotten";
}

TEST(Identity, SessionsAndTasksSpreadOverInventedNamesAreBoundedForTheirRelayAlone) {
  bench b({.relayed_sessions = 4, .relayed_tasks = 3});
  auto mala = b.ready(connection_role::listener, "mala");
  const auto hub = b.ready(connection_role::dialer, "hub", true), own = b.ready(connection_role::listener);
  const char* const task = R"({"descripcion_tarea":"x"})";
  for (int round = 0; round < 2; ++round) {
    b.put(mala, message_type::capability_announce, {.from = "mala", .datos = relays});
    std::vector<acp::id> sessions;
    for (int i = 0; i < 4; ++i) sessions.push_back(b.offered(mala, "n" + std::to_string(i)));
    b.put(mala, message_type::session_init, {.from = "n4", .session = b.fresh()});
    EXPECT_EQ(b.sent(), "SESSION_REJECT");
    EXPECT_EQ(b.last(message_type::session_reject).datos, R"({"motivo":"too many sessions behind this connection","codigo_error":503})");
    b.put(mala, message_type::session_close, {.from = "n3", .session = sessions[3]});
    b.put(mala, message_type::session_init, {.from = "n4", .session = b.fresh()});
    EXPECT_EQ(b.sent(), "SESSION_ACCEPT") << "the place of one that was closed";

    const auto ask = [&](int i) { return b.put(mala, message_type::solicitud_tarea, {.from = "n" + std::to_string(i), .session = sessions[static_cast<std::size_t>(i)], .datos = task}); };
    for (int i = 0; i < 3; ++i) ask(i);
    EXPECT_EQ(b.sent(), "");
    const auto refused = ask(0);
    EXPECT_EQ(b.sent(), "ERROR");
    EXPECT_EQ(b.error_code(), "RATE_LIMIT_EXCEEDED");
    EXPECT_EQ(b.last(message_type::error).re, refused);
    EXPECT_EQ(b.last(message_type::error).to, "n0");
    EXPECT_NE(b.last(message_type::error).datos.find("too many tasks behind this connection"), std::string::npos);
    b.core->answer(b.take(kind::start_task)->task, true, {});
    b.pump();
    ask(1);
    EXPECT_EQ(b.sent(), "RESPUESTA_TAREA") << "there is room for one more again";

    const auto theirs = b.offered(own), vouched = b.offered(hub, "h0");
    for (int i = 0; i < 5; ++i) {
      b.put(own, message_type::solicitud_tarea, {.session = theirs, .ack = true, .datos = task});
      b.put(hub, message_type::solicitud_tarea, {.from = "h0", .session = vouched, .ack = true, .datos = task});
      EXPECT_EQ(b.sent(), "MESSAGE_ACK MESSAGE_ACK") << "nobody else is bounded by it";
    }
    EXPECT_FALSE(b.take(kind::close));
    b.core->lost(mala);  // with all that it had brought: the next connection begins with nothing
    b.put(own, message_type::session_close, {.session = theirs});
    b.put(hub, message_type::session_close, {.from = "h0", .session = vouched});
    EXPECT_EQ(b.core->size().tasks, 0U);
    mala = b.ready(connection_role::listener, "mala");
  }
}

TEST(Identity, ATaskThatMovesToANewerConnectionIsCountedThereAndNowhereElse) {
  bench b({.relayed_tasks = 1});
  const char* const task = R"({"descripcion_tarea":"x"})";
  const auto first = b.ready(connection_role::listener, "mala"), second = b.ready(connection_role::dialer, "mala");
  for (const auto l : {first, second}) b.put(l, message_type::capability_announce, {.from = "mala", .datos = relays});
  const auto s = b.offered(first, "n0");
  const acp::id message = b.fresh();
  b.put(first, message_type::solicitud_tarea, {.from = "n0", .name = message, .session = s, .datos = task});
  b.put(second, message_type::solicitud_tarea, {.from = "n0", .name = message, .session = s, .datos = task});
  EXPECT_EQ(b.sent(), "");
  b.put(second, message_type::solicitud_tarea, {.from = "n0", .session = s, .datos = task});
  EXPECT_EQ(b.error_code(), "RATE_LIMIT_EXCEEDED");
  (void)b.sent();
  b.put(first, message_type::solicitud_tarea, {.from = "n0", .session = s, .datos = task});
  EXPECT_EQ(b.sent(), "") << "on the first there is room";
  EXPECT_EQ(b.core->size().tasks, 2U);
}

TEST(Identity, APauseOfAnAgentBehindAHubIsNotForgottenWithTheAgent) {
  bench b({.max_parties = 2});
  const auto hub = b.ready(connection_role::dialer, "hub", true);
  b.put(hub, message_type::flow_control, {.from = "agente_py", .datos = R"({"accion":"PAUSE"})"});
  b.advance(11min);
  b.put(hub, message_type::session_init, {.from = "a", .session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_ACCEPT");
  b.put(hub, message_type::session_init, {.from = "b", .session = b.fresh()});
  EXPECT_EQ(b.sent(), "ERROR") << "the one that has paused us has its place";
  b.put(hub, message_type::flow_control, {.from = "agente_py", .datos = R"({"accion":"RESUME"})"});
  b.advance(11min);
  b.put(hub, message_type::session_init, {.from = "b", .session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_ACCEPT");
}

TEST(Identity, AnAgentThatHasLeftCountsForAsLongAsItIsRemembered) {
  bench b({.max_parties = 2});
  const auto hub = b.ready(connection_role::dialer, "hub", true), own = b.ready(connection_role::listener);
  b.offered(own);
  b.core->lost(own);
  b.put(hub, message_type::session_init, {.from = "a", .session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_ACCEPT");
  b.put(hub, message_type::session_init, {.from = "b", .session = b.fresh()});
  EXPECT_EQ(b.sent(), "ERROR");
  b.advance(11min);
  b.put(hub, message_type::session_init, {.from = "b", .session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_ACCEPT");
}

TEST(Identity, NamesThatNoAgentCanHaveGetNoConnection) {
  bench b;
  for (const std::string name : {"", "BROADCAST", "peer", "a\nb", "agente_cpp"}) EXPECT_EQ(b.core->opened(connection_role::listener, name), 0U) << name;
  EXPECT_THROW(bench({.id = "peer"}), std::system_error);
}

TEST(Refusals, AFloodOfDefectsEndsTheConnection) {
  bench b;
  const auto l = b.ready();
  for (int i = 0; i < 100; ++i) b.raw(l, "{");
  EXPECT_FALSE(b.take(kind::close));
  EXPECT_EQ(b.messages.size(), 100U);
  b.advance(11s);
  for (int i = 0; i < 101; ++i) b.raw(l, "nonsense");
  EXPECT_EQ(b.take(kind::close)->close_code, 1008);
}

TEST(Refusals, AFloodOfDefectsOfAnAgentBehindAHubEndsOnlyTheAnswersToIt) {
  bench b;
  const auto l = b.ready(connection_role::dialer, "hub", true);
  for (int i = 0; i < 300; ++i) b.put(l, message_type::session_init, {.from = "mala"});
  EXPECT_EQ(b.messages.size(), 100U);
  EXPECT_FALSE(b.take(kind::close)) << "the hub, and everybody else behind it, did nothing wrong";
  (void)b.sent();
  b.put(l, message_type::session_init, {.from = "agente_py"});
  EXPECT_EQ(b.sent(), "ERROR");
  b.put(l, message_type::session_init, {.from = "mala", .session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_ACCEPT") << "what is valid is served";
  b.advance(11s);
  b.put(l, message_type::session_init, {.from = "mala"});
  EXPECT_EQ(b.sent(), "ERROR");
}

TEST(Refusals, AnInvalidErrorIsNeverAnswered) {
  bench b;
  const auto l = b.ready();
  b.put(l, message_type::error, {.datos = R"({"codigo_error":7})"});
  b.put(l, message_type::error);
  EXPECT_EQ(b.sent(), "");
}

TEST(Refusals, ATooLargeMessageIsAnsweredAndClosedWith1009) {
  bench b({.max_message = 2000});
  const auto l = b.ready();
  b.raw(l, std::string(2001, ' '));
  EXPECT_EQ(b.error_code(), "MESSAGE_TOO_LARGE");
  EXPECT_EQ(b.take(kind::close)->close_code, 1009);
}

// ---- 4.3 session -------------------------------------------------------------------------------------------------------------------

TEST(Session, TheInitiatorWaitsForTheAcceptance) {
  bench b;
  const auto l = b.ready();
  std::error_code ec;
  const auto s = b.core->open_session("agente_py", {.proposito = "test"}, ec);
  b.pump();
  const seen init = b.last(message_type::session_init);
  EXPECT_TRUE(init.ack);
  EXPECT_EQ(init.session, s);
  EXPECT_FALSE(init.number);
  EXPECT_EQ(init.datos, R"({"proposito":"test"})");
  b.ask(s);
  EXPECT_EQ(b.last_error, acp::errc::session_closed) << "no task before SESSION_ACCEPT";
  b.put(l, message_type::message_ack, {.re = init.name, .session = s});
  EXPECT_FALSE(b.core->session_active("agente_py", s));
  b.put(l, message_type::session_accept, {.re = b.fresh(), .session = s});
  EXPECT_FALSE(b.core->session_active("agente_py", s)) << "names another message";
  b.put(l, message_type::session_accept, {.re = init.name, .session = s});
  EXPECT_TRUE(b.core->session_active("agente_py", s));
  EXPECT_EQ(b.take(kind::session_opened)->name, s);
}

TEST(Session, ARejectionEndsItWithTheReason) {
  bench b;
  const auto l = b.ready();
  std::error_code ec;
  const auto s = b.core->open_session("agente_py", {}, ec);
  b.pump();
  b.put(l, message_type::session_reject, {.re = b.last(message_type::session_init).name, .session = s, .datos = R"({"motivo":"full","codigo_error":503})"});
  const auto opened = b.take(kind::session_opened);
  ASSERT_TRUE(opened);
  EXPECT_EQ(opened->error, acp::errc::session_rejected);
  EXPECT_EQ(opened->reason, "full (503)");
}

TEST(Session, AnErrorThatNamesTheInitIsLikeARejection) {
  bench b;
  const auto l = b.ready();
  std::error_code ec;
  const auto s = b.core->open_session("agente_py", {}, ec);
  b.pump();
  b.put(l, message_type::error, {.re = b.last(message_type::session_init).name, .session = s, .datos = R"({"codigo_error":"RATE_LIMIT_EXCEEDED","mensaje_error":"plan"})"});
  EXPECT_EQ(b.take(kind::session_opened)->error, acp::errc::rate_limit_exceeded);
}

TEST(Session, NoAnswerForThirtySecondsGivesUpWithASessionClose) {
  bench b;
  const auto l = b.ready();
  std::error_code ec;
  const auto s = b.core->open_session("agente_py", {}, ec);
  b.pump();
  b.put(l, message_type::message_ack, {.re = b.last(message_type::session_init).name, .session = s});
  (void)b.sent();
  b.advance(29'999ms);
  EXPECT_EQ(b.sent(), "");
  b.advance(1ms);
  EXPECT_EQ(b.sent(), "SESSION_CLOSE");
  EXPECT_EQ(b.take(kind::session_opened)->error, acp::errc::session_timed_out);
  b.put(l, message_type::session_accept, {.session = s});
  EXPECT_FALSE(b.core->session_active("agente_py", s));
}

TEST(Session, TheAcceptorAcknowledgesThenAccepts) {
  bench b;
  const auto l = b.ready(connection_role::listener);
  const auto s = b.fresh();
  const auto init = b.put(l, message_type::session_init, {.session = s, .ack = true});
  EXPECT_EQ(b.last(message_type::message_ack).re, init);
  EXPECT_EQ(b.last(message_type::message_ack).session, s);
  EXPECT_EQ(b.last(message_type::session_accept).re, init);
  EXPECT_EQ(b.sent(), "MESSAGE_ACK SESSION_ACCEPT");
  b.put(l, message_type::session_init, {.session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_ACCEPT") << "not asked for, not acknowledged";
  EXPECT_EQ(b.count(kind::session_offered), 2U);
}

TEST(Session, TheRulesOfRejection) {
  acp::options o{.capabilities = {"sumar"}, .announced_sessions = 2, .sessions_per_minute = 3};
  o.accept_session = [](std::string_view, const acp::session_init& i) {
    return i.proposito == "evil" ? std::optional(acp::session_reject{.motivo = "not allowed", .codigo_error = 403}) : std::nullopt;
  };
  bench b(o);
  const auto l = b.ready();
  const auto code = [&] { return json::read<acp::session_reject>(b.last(message_type::session_reject).datos)->codigo_error.value_or(0); };
  b.put(l, message_type::session_init, {.session = b.fresh(), .datos = R"({"requisitos":{"required_capability":"volar"}})"});
  EXPECT_EQ(code(), 501);
  b.put(l, message_type::session_init, {.session = b.fresh(), .datos = R"({"proposito":"evil"})"});
  EXPECT_EQ(code(), 403);
  const auto used = b.fresh();
  b.put(l, message_type::session_init, {.session = used, .datos = R"({"requisitos":{"required_capability":"sumar"}})"});
  EXPECT_TRUE(b.core->session_active("agente_py", used));
  b.put(l, message_type::session_init, {.session = used});
  EXPECT_EQ(code(), 409);
  EXPECT_TRUE(b.core->session_active("agente_py", used)) << "the running session is untouched";
  b.put(l, message_type::session_init, {.session = b.fresh()});
  EXPECT_EQ(code(), 429) << "the fourth in a minute";
  b.advance(61s);
  b.put(l, message_type::session_init, {.session = b.fresh()});
  b.put(l, message_type::session_init, {.session = b.fresh()});
  EXPECT_EQ(code(), 503) << "the third at the same time";
  b.put(l, message_type::session_init, {.session = std::nullopt});
  EXPECT_EQ(b.error_code(), "INVALID_MESSAGE_FORMAT") << "never a null session";
}

TEST(Session, ServesBothDirections) {
  bench b;
  const auto l = b.ready();
  const auto s = b.offered(l);
  b.ask(s);
  EXPECT_EQ(b.last(message_type::solicitud_tarea).session, s);
  const auto ours = b.opened(l);
  b.put(l, message_type::solicitud_tarea, {.session = ours, .number = 1, .ack = true, .datos = R"({"descripcion_tarea":"back"})"});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK");
  EXPECT_TRUE(b.take(kind::start_task));
}

TEST(Session, ClosingWaitsForTheAcknowledgementOrTenSeconds) {
  for (const bool answered : {true, false}) {
    bench b;
    const auto l = b.ready();
    const auto s = b.opened(l);
    const auto r = b.ask(s);
    (void)b.sent();
    EXPECT_TRUE(b.core->close_session("agente_py", s, "done"));
    b.pump();
    EXPECT_TRUE(b.last(message_type::session_close).ack);
    EXPECT_EQ(b.sent(), "SESSION_CLOSE");
    EXPECT_EQ(b.take(kind::request_done)->error, acp::errc::session_closed);
    EXPECT_FALSE(b.take(kind::session_ended));
    b.put(l, message_type::respuesta_tarea, {.re = r, .session = s, .number = 1, .datos = R"({"estado":"exito"})"});
    EXPECT_EQ(b.sent(), "") << "an answer that crosses the close is ignored";
    if (answered) b.put(l, message_type::message_ack, {.re = b.last(message_type::session_close).name, .session = s});
    else b.advance(10s);
    EXPECT_TRUE(b.take(kind::session_ended));
    EXPECT_EQ(b.core->size().sessions, 0U);
    EXPECT_FALSE(b.core->close_session("agente_py", s));
  }
}

TEST(Session, ACloseOfThePeerCancelsWhatRunsAndIsAcknowledged) {
  bench b;
  const auto l = b.ready();
  const auto s = b.offered(l);
  b.put(l, message_type::solicitud_tarea, {.session = s, .number = 1, .datos = R"({"descripcion_tarea":"x"})"});
  const auto task = b.take(kind::start_task)->task;
  const auto r = b.ask(s);
  (void)b.sent();
  b.put(l, message_type::session_close, {.session = s, .ack = true, .datos = R"({"motivo":"bored"})"});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK");
  EXPECT_EQ(b.take(kind::cancel_task)->task, task);
  const auto done = b.take(kind::request_done);
  EXPECT_EQ(done->name, r);
  EXPECT_EQ(done->error, acp::errc::session_closed);
  EXPECT_EQ(b.take(kind::session_ended)->reason, "bored");
  b.core->answer(task, true, json::raw("1"));
  b.pump();
  EXPECT_EQ(b.sent(), "") << "no answer after the close";
}

TEST(Session, CloseOfAnUnknownSessionIsSessionNotFound) {
  bench b;
  const auto l = b.ready();
  b.put(l, message_type::session_close, {.session = b.fresh()});
  EXPECT_EQ(b.error_code(), "SESSION_NOT_FOUND");
  b.put(l, message_type::session_close);
  EXPECT_EQ(b.error_code(), "INVALID_MESSAGE_FORMAT");
}

TEST(Session, WhatCrossesACloseIsIgnoredButAfterAReconnectTheSessionIsUnknown) {
  for (const bool through_hub : {false, true}) {
    bench b;
    const std::string hub = through_hub ? "hub" : "agente_py";
    const auto l = b.ready(connection_role::dialer, hub, through_hub);
    const auto s = b.offered(l);
    b.put(l, message_type::session_close, {.session = s});
    b.put(l, message_type::session_close, {.session = s, .ack = true});
    EXPECT_EQ(b.sent(), "MESSAGE_ACK") << "two closes that cross are no error";
    const auto other = b.offered(l);
    b.core->lost(l);
    b.pump();
    const auto again = b.ready(connection_role::dialer, hub, through_hub);
    for (const auto& old : {s, other}) {
      b.put(again, message_type::session_close, {.session = old});
      EXPECT_EQ(b.sent(), "ERROR");
      EXPECT_EQ(b.error_code(), "SESSION_NOT_FOUND");
    }
  }
}

TEST(Session, AnExceptionOfTheApplicationsDecisionIsAnInternalError) {
  acp::options o;
  o.accept_session = [](std::string_view, const acp::session_init&) -> std::optional<acp::session_reject> { throw std::runtime_error("oops"); };
  bench b(o);
  const auto l = b.ready();
  const auto s = b.fresh();
  const auto init = b.put(l, message_type::session_init, {.session = s, .ack = true});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK ERROR");
  EXPECT_EQ(b.error_code(), "INTERNAL_ERROR");
  EXPECT_EQ(b.last(message_type::error).re, init);
  EXPECT_EQ(b.last(message_type::error).session, s);
  EXPECT_EQ(b.last(message_type::error).text.find("oops"), std::string::npos) << "the words are for our log";
  EXPECT_NE(b.log.find("oops"), std::string::npos);
  EXPECT_FALSE(b.core->session_active("agente_py", s));
}

TEST(Session, IdleSessionsAreClosedButNotWhileATaskRuns) {
  bench b;
  const auto l = b.ready();
  const auto s = b.offered(l);
  b.put(l, message_type::solicitud_tarea, {.session = s, .number = 1, .datos = R"({"descripcion_tarea":"x"})"});
  const auto task = b.take(kind::start_task)->task;
  b.advance(45min);
  EXPECT_EQ(b.sent(), "");
  b.core->answer(task, true, {});
  b.pump();
  (void)b.sent();
  b.advance(29min);
  EXPECT_EQ(b.sent(), "");
  b.advance(2min);
  EXPECT_EQ(b.sent().substr(0, 13), "SESSION_CLOSE");
}

TEST(Session, TheIdleTimeOfTheRequirementsCounts) {
  bench b;
  const auto l = b.ready();
  b.put(l, message_type::session_init, {.session = b.fresh(), .datos = R"({"requisitos":{"timeout_min":2}})"});
  (void)b.sent();
  b.advance(119s);
  EXPECT_EQ(b.sent(), "");
  b.advance(1s);
  EXPECT_EQ(b.sent(), "SESSION_CLOSE");
}

TEST(Session, TheSameIdOfAnotherAgentIsNotFound) {
  bench b;
  const auto l = b.ready(connection_role::listener, "agente_py"), other = b.ready(connection_role::listener, "agente_otro");
  const auto s = b.offered(l);
  b.put(other, message_type::solicitud_tarea, {.from = "agente_otro", .session = s, .number = 1, .datos = R"({"descripcion_tarea":"x"})"});
  EXPECT_EQ(b.error_code(), "SESSION_NOT_FOUND");
  b.put(other, message_type::session_close, {.from = "agente_otro", .session = s});
  EXPECT_EQ(b.error_code(), "SESSION_NOT_FOUND");
  EXPECT_TRUE(b.core->session_active("agente_py", s));
  EXPECT_FALSE(b.take(kind::start_task));
}
