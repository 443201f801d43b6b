// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Part 4 of the ACPaaS specification from tasks on, and the quirks of part 7.

#include "bench.hpp"

using namespace acp_test;
using kind = acp::output::kind;

namespace {
const std::string a_task = R"({"descripcion_tarea":"sumar","parametros":{"a":1,"b":2}})";
const std::string success = R"({"estado":"exito","resultado":{"total":3}})";
}  // namespace

// ---- 4.4 task ------------------------------------------------------------------------------------------------------------------------

TEST(Task, TheRequestAsksForAnAcknowledgementAndTheAnswerIsMatchedByItsId) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto first = b.ask(s), second = b.ask(s);
  const seen request = b.last(message_type::solicitud_tarea);
  EXPECT_TRUE(request.ack);
  EXPECT_EQ(request.number, 2U);
  EXPECT_EQ(request.datos, a_task);
  b.put(l, message_type::respuesta_tarea, {.re = second, .session = s, .number = 1, .datos = success});
  const auto done = b.take(kind::request_done);
  ASSERT_TRUE(done) << "without a MESSAGE_ACK before it";
  EXPECT_EQ(done->name, second);
  EXPECT_FALSE(done->error);
  EXPECT_EQ(done->result.text(), R"({"total":3})");
  b.put(l, message_type::respuesta_tarea, {.re = first, .session = s, .number = 2, .ack = true, .datos = R"({"estado":"fallo","error_detalle":"no"})"});
  const auto failed = b.take(kind::request_done);
  EXPECT_EQ(failed->error, acp::errc::task_failed);
  EXPECT_EQ(failed->result.text(), "\"no\"");
  EXPECT_EQ(b.last(message_type::message_ack).number, 2U);
}

TEST(Task, AnyOtherStateIsAFailure) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto r = b.ask(s);
  b.put(l, message_type::respuesta_tarea, {.re = r, .session = s, .datos = R"({"estado":"tal vez","resultado":1})"});
  EXPECT_EQ(b.take(kind::request_done)->error, acp::errc::task_failed);
}

TEST(Task, AnInvalidAnswerFailsTheRequestAndIsReported) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto r = b.ask(s);
  b.put(l, message_type::respuesta_tarea, {.re = r, .session = s, .ack = true, .datos = R"({"resultado":1})"});
  EXPECT_EQ(b.take(kind::request_done)->error, acp::errc::invalid_answer);
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA ERROR");
}

TEST(Task, TheRequesterGivesUpAfterFifteenMinutesOrItsOwnTimeWhichTheWorkerIsTold) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto slow = b.ask(s);
  b.put(l, message_type::message_ack, {.re = slow, .session = s});
  const auto quick = b.ask(s, "sumar", {.timeout = 1500ms});
  EXPECT_NE(b.last(message_type::solicitud_tarea).datos.find(R"("timeout_sugerido_seg":2)"), std::string::npos);
  b.put(l, message_type::message_ack, {.re = quick, .session = s});
  b.advance(1500ms);
  auto done = b.take(kind::request_done);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->name, quick);
  EXPECT_EQ(done->error, acp::errc::task_timed_out);
  b.advance(15min - 1501ms);
  EXPECT_FALSE(b.take(kind::request_done));
  b.advance(1ms);
  EXPECT_EQ(b.take(kind::request_done)->name, slow);
}

TEST(Task, AnUnknownAnswerIsAcknowledgedIfItAsksAndOtherwiseIgnored) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  b.put(l, message_type::respuesta_tarea, {.re = b.fresh(), .session = s, .number = 4, .ack = true, .datos = success});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK");
  b.put(l, message_type::respuesta_tarea, {.re = b.fresh(), .session = s, .datos = success});
  EXPECT_EQ(b.sent(), "");
  b.put(l, message_type::respuesta_tarea, {.re = b.fresh(), .session = b.fresh(), .datos = success});
  EXPECT_EQ(b.error_code(), "SESSION_NOT_FOUND");
}

TEST(Task, AnAnswerOfAnotherAgentIsNotTaken) {
  bench b;
  const auto l = b.ready(connection_role::dialer, "agente_py"), evil = b.ready(connection_role::listener, "agente_malo");
  const auto s = b.opened(l);
  const auto r = b.ask(s);
  b.put(evil, message_type::respuesta_tarea, {.from = "agente_malo", .re = r, .session = s, .datos = R"({"estado":"exito","resultado":"forged"})"});
  EXPECT_FALSE(b.take(kind::request_done));
  b.put(evil, message_type::error, {.from = "agente_malo", .re = r, .datos = R"({"codigo_error":"X","mensaje_error":"y"})"});
  EXPECT_FALSE(b.take(kind::request_done));
  b.put(l, message_type::respuesta_tarea, {.re = r, .session = s, .datos = success});
  EXPECT_TRUE(b.take(kind::request_done));
}

TEST(Task, TheWorkerAcknowledgesAtOnceWithNumberAndSessionCopiedAndAnswersWithItsOwnNumber) {
  bench b;
  const auto l = b.ready();
  const auto s = b.offered(l);
  const auto request = b.put(l, message_type::solicitud_tarea, {.session = s, .number = 7, .ack = true, .datos = a_task});
  const seen ack = b.last(message_type::message_ack);
  EXPECT_EQ(b.sent(), "MESSAGE_ACK");
  EXPECT_EQ(ack.number, 7U);
  EXPECT_EQ(ack.session, s);
  EXPECT_EQ(ack.re, request);
  const auto start = b.take(kind::start_task);
  const acp::incoming_task* const task = b.core->task(start->task);
  EXPECT_EQ(task->name, "sumar");
  EXPECT_EQ(task->peer, "agente_py");
  EXPECT_EQ(task->parameters.text(), R"({"a":1,"b":2})");
  b.advance(5min);
  EXPECT_EQ(b.sent(), "");
  b.core->answer(start->task, true, json::raw(R"({"total":3})"));
  b.core->answer(start->task, true, json::raw(R"({"total":4})"));
  b.pump();
  EXPECT_EQ(b.sent(), "RESPUESTA_TAREA") << "exactly one";
  const seen answer = b.last(message_type::respuesta_tarea);
  EXPECT_EQ(answer.re, request);
  EXPECT_EQ(answer.number, 1U);
  EXPECT_EQ(answer.datos, success);
  EXPECT_FALSE(answer.ack);
}

TEST(Task, AFailureIsAnsweredWithFallo) {
  bench b;
  const auto l = b.ready();
  const auto s = b.offered(l);
  b.put(l, message_type::solicitud_tarea, {.session = s, .number = 1, .datos = a_task});
  b.core->answer(b.take(kind::start_task)->task, false, json::raw("\"division by zero\""));
  b.pump();
  EXPECT_EQ(b.last(message_type::respuesta_tarea).datos, R"({"estado":"fallo","error_detalle":"division by zero"})");
}

TEST(Task, AnAnswerThatIsTooLargeForAMessageBecomesAFailureInItsPlace) {
  bench b({.max_message = 2000});
  const auto l = b.ready();
  const auto s = b.offered(l);
  for (const bool good : {true, false}) {
    const auto request = b.put(l, message_type::solicitud_tarea, {.session = s, .ack = true, .datos = a_task});
    b.core->answer(b.take(kind::start_task)->task, good, json::raw('"' + std::string(1700, 'x') + '"'));
    b.pump();
    EXPECT_EQ(b.sent(), "MESSAGE_ACK RESPUESTA_TAREA");
    EXPECT_EQ(b.last(message_type::respuesta_tarea).re, request);
    EXPECT_EQ(b.last(message_type::respuesta_tarea).number, good ? 1U : 2U) << "no number is left out";
    EXPECT_EQ(b.last(message_type::respuesta_tarea).datos, R"({"estado":"fallo","error_detalle":"the answer is too large"})");
    b.put(l, message_type::solicitud_tarea, {.name = request, .session = s, .datos = a_task});
    EXPECT_EQ(b.sent(), "RESPUESTA_TAREA") << "and it is what a repetition gets";
  }
  EXPECT_EQ(b.core->counts().tasks_failed, 2U);
  EXPECT_EQ(b.core->counts().tasks_done, 0U);
}

TEST(Task, ARequestThatIsTooLargeForAMessageIsRefusedHereAndCostsNothingElse) {
  bench b({.max_message = 2000});
  const auto l = b.ready();
  const auto s = b.opened(l);
  std::error_code ec;
  std::size_t largest = 0;
  for (std::size_t n = 1500; n <= 2100; n += 1) {  // from what surely fits to what cannot
    const auto before = b.messages.size();
    b.core->request("agente_py", s, "x", json::raw("{\"a\":\"" + std::string(n, 'x') + "\"}"), {}, ec);
    b.pump();
    if (ec) {
      EXPECT_EQ(ec, acp::errc::message_too_large);
      EXPECT_EQ(b.messages.size(), before) << "nothing was sent";
    } else {
      largest = std::max(largest, b.last(message_type::solicitud_tarea).text.size());
    }
  }
  EXPECT_TRUE(ec);
  EXPECT_LE(largest, 2000U);
  EXPECT_GE(largest, 1980U) << "not refused before its time";
  b.core->open_session("agente_py", {.proposito = std::string(2000, 'x')}, ec);
  EXPECT_EQ(ec, acp::errc::message_too_large);
  b.ask(s);
  EXPECT_FALSE(b.last_error) << "the session goes on";
  EXPECT_EQ(b.core->size().sessions, 1U);
}

TEST(Task, PipelinedRequestsMayBeAnsweredInAnyOrderEachNumberedWhenItIsSent) {
  bench b;
  const auto l = b.ready();
  const auto s = b.offered(l);
  const auto first = b.put(l, message_type::solicitud_tarea, {.session = s, .number = 1, .datos = a_task});
  const auto second = b.put(l, message_type::solicitud_tarea, {.session = s, .number = 2, .datos = a_task});
  const auto t1 = b.take(kind::start_task)->task, t2 = b.take(kind::start_task)->task;
  b.core->answer(t2, true, json::raw("2"));
  b.pump();
  EXPECT_EQ(b.last(message_type::respuesta_tarea).re, second);
  EXPECT_EQ(b.last(message_type::respuesta_tarea).number, 1U);
  b.core->answer(t1, true, json::raw("1"));
  b.pump();
  EXPECT_EQ(b.last(message_type::respuesta_tarea).re, first);
  EXPECT_EQ(b.last(message_type::respuesta_tarea).number, 2U);
}

TEST(Task, TheSuggestedTimeIsTheWorkersDeadline) {
  bench b;
  const auto l = b.ready();
  const auto s = b.offered(l);
  b.put(l, message_type::solicitud_tarea, {.session = s, .number = 1, .datos = R"({"descripcion_tarea":"x","timeout_sugerido_seg":3})"});
  const auto task = b.take(kind::start_task)->task;
  b.advance(2999ms);
  EXPECT_EQ(b.sent(), "");
  b.advance(1ms);
  EXPECT_EQ(b.sent(), "RESPUESTA_TAREA");
  EXPECT_EQ(b.last(message_type::respuesta_tarea).datos.substr(0, 17), R"({"estado":"fallo")");
  EXPECT_EQ(b.take(kind::cancel_task)->task, task);
  b.core->answer(task, true, {});
  b.pump();
  EXPECT_EQ(b.sent(), "");
}

TEST(Task, HandlersRunUpToTheLimitAndTheOthersInOrder) {
  bench b({.max_running_tasks = 2});
  const auto l = b.ready();
  const auto s = b.offered(l);
  std::vector<acp::id> asked;
  for (int i = 0; i < 4; ++i) asked.push_back(b.put(l, message_type::solicitud_tarea, {.session = s, .ack = true, .datos = a_task}));
  EXPECT_EQ(b.sent(), "MESSAGE_ACK MESSAGE_ACK MESSAGE_ACK MESSAGE_ACK") << "acknowledged at once all the same";
  EXPECT_EQ(b.count(kind::start_task), 2U);
  const auto first = b.take(kind::start_task)->task;
  (void)b.take(kind::start_task);
  b.core->answer(first, true, {});
  b.pump();
  const auto third = b.take(kind::start_task);
  ASSERT_TRUE(third);
  b.core->answer(third->task, true, {});
  b.pump();
  EXPECT_EQ(b.last(message_type::respuesta_tarea).re, asked[2]);
}

TEST(Task, AnAbandonedRequestIsForgottenAndItsLateAnswerAcknowledged) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto r = b.ask(s);
  b.core->abandon(r);
  b.pump();
  EXPECT_EQ(b.core->size().requests + b.core->size().unacknowledged, 0U);
  (void)b.sent();
  b.put(l, message_type::respuesta_tarea, {.re = r, .session = s, .ack = true, .datos = success});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK");
  EXPECT_FALSE(b.take(kind::request_done));
}

TEST(Task, ErrorsFailTheRequestTheyNameAndSessionNotFoundDropsTheSession) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto r1 = b.ask(s), r2 = b.ask(s);
  b.put(l, message_type::error, {.re = r1, .session = s, .datos = R"({"codigo_error":"RARE","mensaje_error":"odd"})"});
  auto done = b.take(kind::request_done);
  EXPECT_EQ(done->error, acp::errc::peer_error);
  EXPECT_EQ(done->reason, "RARE: odd");
  EXPECT_TRUE(b.core->session_active("agente_py", s));
  b.put(l, message_type::error, {.re = r2, .session = s, .datos = R"({"codigo_error":"SESSION_NOT_FOUND","mensaje_error":""})"});
  EXPECT_EQ(b.take(kind::request_done)->error, acp::errc::session_not_found);
  EXPECT_FALSE(b.core->session_active("agente_py", s));
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA SOLICITUD_TAREA") << "an ERROR is never answered";
}

TEST(Task, AnErrorInTheWordsOfAnOlderDraftFailsTheRequestItNames) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto r1 = b.ask(s), r2 = b.ask(s);
  b.put(l, message_type::error, {.datos = R"({"code":"RARE","message":"odd","original_message_id":")" + r1.to_string() + "\"}"});
  const auto done = b.take(kind::request_done);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->name, r1);
  EXPECT_EQ(done->reason, "RARE: odd");
  b.put(l, message_type::error, {.re = b.fresh(), .datos = R"({"code":"RARE","original_message_id":")" + r2.to_string() + "\"}"});
  EXPECT_FALSE(b.take(kind::request_done)) << "respuesta_a comes first";
  EXPECT_EQ(b.core->size().unacknowledged, 1U);
}

// ---- 4.5 acknowledgement, repetition, duplicates -----------------------------------------------------------------------------------------

TEST(Delivery, EveryMessageThatAsksIsAcknowledged) {
  bench b;
  const auto l = b.ready();
  const auto s = b.offered(l);
  b.put(l, message_type::capability_announce, {.ack = true, .datos = R"({"version_protocolo":"1.1","capacidades":[]})"});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK CAPABILITY_ACK");
  b.put(l, message_type::flow_control, {.session = s, .ack = true, .datos = R"({"accion":"PAUSE"})"});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK");
  b.put(l, message_type::heartbeat, {.ack = true});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK HEARTBEAT_ACK");
  b.put(l, message_type::message_ack, {.ack = true});
  EXPECT_EQ(b.sent(), "") << "never for a MESSAGE_ACK";
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"RESUME"})"});
  EXPECT_EQ(b.sent(), "") << "not asked for";
}

TEST(Delivery, AMessageIsRepeatedAfter5And15And35SecondsUnchangedAndThenFails) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto r = b.ask(s);
  const std::string text = b.last(message_type::solicitud_tarea).text;
  (void)b.sent();
  for (const auto wait : {5s, 10s, 20s}) {
    b.advance(wait - 1ms);
    EXPECT_EQ(b.sent(), "");
    b.advance(1ms);
    EXPECT_EQ(b.sent(), "SOLICITUD_TAREA");
    EXPECT_EQ(b.last(message_type::solicitud_tarea).text, text);
  }
  b.advance(39'999ms);
  EXPECT_FALSE(b.take(kind::request_done));
  b.advance(1ms);
  const auto done = b.take(kind::request_done);
  EXPECT_EQ(done->name, r);
  EXPECT_EQ(done->error, acp::errc::not_acknowledged);
  EXPECT_EQ(b.sent(), "");
  EXPECT_EQ(b.core->counts().repeated, 3U);
}

TEST(Delivery, AfterALongSleepNothingIsRepeatedThatThePeerMayHaveForgotten) {
  bench b;
  const auto l = b.ready();
  b.ask(b.opened(l));
  (void)b.sent();
  b.sleep(20min);
  EXPECT_EQ(b.sent(), "");
  b.advance(75s);
  EXPECT_EQ(b.sent(), "");
  EXPECT_TRUE(b.take(kind::request_done));
}

TEST(Delivery, AnyMessageThatNamesItStopsTheTimer) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto by_ack = b.ask(s);
  b.put(l, message_type::message_ack, {.re = by_ack, .session = s, .number = 1});
  EXPECT_EQ(b.core->size().unacknowledged, 0U);
  const auto by_error = b.ask(s);
  b.put(l, message_type::error, {.re = by_error, .datos = R"({"codigo_error":"X","mensaje_error":""})"});
  const auto by_answer = b.ask(s);
  b.put(l, message_type::respuesta_tarea, {.re = by_answer, .datos = success});
  EXPECT_EQ(b.core->size().unacknowledged, 0U);
  (void)b.sent();
  b.advance(60s);
  EXPECT_EQ(b.sent(), "");
}

TEST(Delivery, OnlyTheOldestIsRepeatedAndNotWhileOthersAreAcknowledged) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  std::vector<acp::id> asked;
  for (int i = 0; i < 4; ++i) asked.push_back(b.ask(s));
  (void)b.sent();
  for (int i = 1; i < 4; ++i) {
    b.advance(4s);
    b.put(l, message_type::message_ack, {.re = asked[static_cast<std::size_t>(i)], .session = s});
  }
  EXPECT_EQ(b.sent(), "");
  for (int i = 0; i < 2; ++i) asked.push_back(b.ask(s));
  (void)b.sent();
  b.advance(5s);
  EXPECT_EQ(b.last(message_type::solicitud_tarea).name, asked[0]);
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA");
}

TEST(Delivery, WhatWaitedAsLongAsAllRepetitionsFailsWithTheOldest) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  for (int i = 0; i < 50; ++i) b.ask(s);
  b.advance(75s);
  EXPECT_EQ(b.count(kind::request_done), 50U);
}

TEST(Delivery, AnAnswerOfOursThatWantsAnAcknowledgementIsRepeatedUntilItHasIt) {
  bench b({.answers_want_ack = true});
  const auto l = b.ready();
  const auto s = b.offered(l);
  for (const bool acknowledged : {true, false}) {
    b.put(l, message_type::solicitud_tarea, {.session = s, .datos = a_task});
    b.core->answer(b.take(kind::start_task)->task, true, json::raw("1"));
    b.pump();
    const seen answer = b.last(message_type::respuesta_tarea);
    EXPECT_TRUE(answer.ack);
    (void)b.sent();
    b.advance(5s);
    EXPECT_EQ(b.sent(), "RESPUESTA_TAREA");
    EXPECT_EQ(b.last(message_type::respuesta_tarea).text, answer.text) << "unchanged";
    if (acknowledged) b.put(l, message_type::message_ack, {.re = answer.name, .session = s, .number = answer.number});
    b.advance(2min);
    EXPECT_EQ(b.sent(), acknowledged ? "" : "RESPUESTA_TAREA RESPUESTA_TAREA");
    EXPECT_TRUE(b.core->session_active("agente_py", s)) << "the requester may be gone, or not: the answer is given up, nothing else";
    EXPECT_EQ(b.core->size().unacknowledged, 0U);
  }
}

TEST(Delivery, AnAnswerThatIsTakenIsAcknowledgedIfItAsks) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto r = b.ask(s);
  (void)b.sent();
  const auto answer = b.put(l, message_type::respuesta_tarea, {.re = r, .session = s, .number = 9, .ack = true, .datos = success});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK");
  EXPECT_EQ(b.last(message_type::message_ack).re, answer);
  EXPECT_EQ(b.last(message_type::message_ack).number, 9U);
  EXPECT_FALSE(b.take(kind::request_done)->error);
  b.put(l, message_type::respuesta_tarea, {.name = answer, .re = r, .session = s, .number = 9, .ack = true, .datos = success});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK") << "and each repetition";
  EXPECT_FALSE(b.take(kind::request_done));
}

TEST(Delivery, NothingIsRepeatedOnANewConnection) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  b.ask(s);
  b.core->lost(l);
  b.ready();
  (void)b.sent();
  b.advance(60s);
  EXPECT_EQ(b.sent(), "");
}

TEST(Delivery, ARepeatedRequestIsAcknowledgedAndAnsweredFromMemoryNotRunAgain) {
  bench b;
  const auto l = b.ready();
  const auto s = b.offered(l);
  const auto name = b.put(l, message_type::solicitud_tarea, {.session = s, .number = 1, .ack = true, .datos = a_task});
  const auto task = b.take(kind::start_task)->task;
  b.put(l, message_type::solicitud_tarea, {.name = name, .session = s, .number = 1, .ack = true, .datos = a_task});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK MESSAGE_ACK") << "the answer is not ready yet: only acknowledged";
  EXPECT_FALSE(b.take(kind::start_task));
  b.core->answer(task, true, json::raw("3"));
  b.pump();
  const std::string answer = b.last(message_type::respuesta_tarea).text;
  (void)b.sent();
  b.put(l, message_type::solicitud_tarea, {.name = name, .session = s, .number = 1, .ack = true, .datos = a_task});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK RESPUESTA_TAREA");
  EXPECT_EQ(b.last(message_type::respuesta_tarea).text, answer) << "the same message";
  EXPECT_FALSE(b.take(kind::start_task));
}

TEST(Hub, ItsSessionCloseEndsASessionWithAnAgentBehindItAndTheRequestsInIt) {
  bench b;
  const auto l = b.ready(connection_role::dialer, "hub", true);
  std::error_code ec;
  const auto s = b.core->open_session("agente_py", {}, ec);
  b.pump();
  b.put(l, message_type::session_accept, {.from = "agente_py", .re = b.last(message_type::session_init).name, .session = s});
  const auto r = b.ask(s);
  (void)b.sent();
  b.put(l, message_type::session_close, {.from = "hub", .session = s, .datos = R"({"motivo":"the other agent is gone"})"});
  const auto done = b.take(kind::request_done);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->name, r);
  EXPECT_EQ(done->error, acp::errc::session_closed);
  EXPECT_FALSE(b.core->session_active("agente_py", s));
  EXPECT_EQ(b.sent(), "") << "no ERROR in return";
}

TEST(Hub, AnAgentCannotCloseTheSessionOfAnother) {
  bench b;
  const auto theirs = b.ready(connection_role::listener, "agente_py");
  const auto s = b.offered(theirs);
  const auto l = b.ready(connection_role::listener, "mala");
  b.put(l, message_type::session_close, {.from = "mala", .session = s});
  EXPECT_EQ(b.error_code(), "SESSION_NOT_FOUND");
  EXPECT_TRUE(b.core->session_active("agente_py", s));
}

TEST(Delivery, ARequestThatWasCancelledIsAnsweredWithFalloWhenItIsRepeatedOnTheNextConnection) {
  bench b;
  auto l = b.ready();
  auto s = b.offered(l);
  const auto name = b.put(l, message_type::solicitud_tarea, {.session = s, .number = 1, .ack = true, .datos = a_task});
  ASSERT_TRUE(b.take(kind::start_task));
  b.core->lost(l);
  b.pump();
  EXPECT_TRUE(b.take(kind::cancel_task));
  l = b.ready();
  (void)b.sent();
  b.put(l, message_type::solicitud_tarea, {.name = name, .session = s, .number = 1, .ack = true, .datos = a_task});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK RESPUESTA_TAREA");
  EXPECT_EQ(b.last(message_type::respuesta_tarea).re, name);
  EXPECT_EQ(json::read<acp::respuesta_tarea>(b.last(message_type::respuesta_tarea).datos)->estado, "fallo");
  EXPECT_FALSE(b.take(kind::start_task));
}

TEST(Delivery, TheAnswerGoesToTheNewestConnectionOnWhichTheRequestCameIn) {
  bench b;
  const auto older = b.ready(connection_role::listener);
  const auto s = b.offered(older);
  const auto name = b.put(older, message_type::solicitud_tarea, {.session = s, .number = 1, .ack = true, .datos = a_task});
  const auto task = b.take(kind::start_task)->task;
  const auto newer = b.ready(connection_role::listener);
  b.put(newer, message_type::solicitud_tarea, {.name = name, .session = s, .number = 1, .ack = true, .datos = a_task});
  b.put(older, message_type::solicitud_tarea, {.name = name, .session = s, .number = 1, .ack = true, .datos = a_task});  // read late
  b.core->answer(task, true, json::raw("3"));
  b.pump();
  EXPECT_EQ(b.last(message_type::respuesta_tarea).link, newer);
  EXPECT_EQ(b.core->size().tasks, 0u);
}

TEST(Delivery, ATaskCancelledWithItsOldConnectionIsAnsweredOnTheNewerThatRepeatedIt) {
  bench b;
  const auto older = b.ready(connection_role::listener);
  const auto s = b.offered(older);
  const auto name = b.put(older, message_type::solicitud_tarea, {.session = s, .number = 1, .ack = true, .datos = a_task});
  const auto newer = b.ready(connection_role::listener);
  b.put(newer, message_type::solicitud_tarea, {.name = name, .session = s, .number = 1, .ack = true, .datos = a_task});
  (void)b.sent();
  b.core->lost(older);
  b.pump();
  EXPECT_EQ(b.sent(), "RESPUESTA_TAREA");
  EXPECT_EQ(b.last(message_type::respuesta_tarea).link, newer);
  EXPECT_EQ(json::read<acp::respuesta_tarea>(b.last(message_type::respuesta_tarea).datos)->estado, "fallo");
  EXPECT_EQ(b.core->size().tasks, 0u);
}

TEST(Delivery, DuplicatesAreKnownAcrossConnectionsForTenMinutes) {
  bench b;
  auto l = b.ready();
  const auto s = b.fresh();
  const auto name = b.put(l, message_type::session_init, {.session = s});
  b.core->lost(l);
  l = b.ready();
  b.put(l, message_type::session_init, {.name = name, .session = s});
  EXPECT_FALSE(b.core->session_active("agente_py", s)) << "answered from memory, not opened again";
  b.advance(10min + 1s);
  b.put(l, message_type::session_init, {.name = name, .session = s});
  EXPECT_TRUE(b.core->session_active("agente_py", s));
}

TEST(Delivery, ADuplicateOfOneAgentIsNoneOfAnother) {
  bench b;
  const auto l = b.ready(connection_role::listener, "a"), other = b.ready(connection_role::listener, "b");
  const auto name = b.put(l, message_type::session_init, {.from = "a", .session = b.fresh()});
  b.put(other, message_type::session_init, {.from = "b", .name = name, .session = b.fresh()});
  EXPECT_EQ(b.count(kind::session_offered), 2U);
}

TEST(Delivery, TheMemoryIsBoundedInNumberAndBytes) {
  acp::duplicate_memory m(100, 10min, 1000, 1);
  std::vector<acp::id> ids;
  acp::id_source source;
  const acp::time_point t{};
  for (int i = 0; i < 300; ++i) {
    ids.push_back(source.next());
    EXPECT_TRUE(m.remember(ids.back(), t));
    m.answered(ids.back(), std::string(90, 'x'));
    EXPECT_LE(m.stored_bytes(), 1000U);
  }
  EXPECT_EQ(m.size(), 100U);
  EXPECT_FALSE(m.knows(ids[199], t));
  EXPECT_TRUE(m.knows(ids[200], t));
  EXPECT_EQ(m.answer(ids[200]), nullptr) << "the answer is forgotten, not that it was processed";
  EXPECT_NE(m.answer(ids[299]), nullptr);
  EXPECT_FALSE(m.remember(ids[299], t));
  EXPECT_FALSE(m.remember(ids[200], t)) << "the oldest of a full memory is known too";
  EXPECT_TRUE(m.knows(ids[200], t));
}

TEST(Delivery, AcknowledgementsOfNothingAreIgnored) {
  bench b;
  const auto l = b.ready();
  for (const auto type : {message_type::message_ack, message_type::session_accept, message_type::capability_ack, message_type::heartbeat_ack})
    b.put(l, type, {.re = b.fresh(), .session = b.fresh()});
  EXPECT_EQ(b.sent(), "");
  EXPECT_TRUE(b.events.empty());
}

// ---- 4.6 numbers -------------------------------------------------------------------------------------------------------------------------

TEST(Numbers, CountPerSessionAndSenderOverRequestsAndAnswers) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l), other = b.opened(l);
  b.ask(s);
  b.put(l, message_type::solicitud_tarea, {.session = s, .number = 1, .datos = a_task});
  b.core->answer(b.take(kind::start_task)->task, true, {});
  b.pump();
  EXPECT_EQ(b.last(message_type::respuesta_tarea).number, 2U);
  b.ask(s);
  EXPECT_EQ(b.last(message_type::solicitud_tarea).number, 3U);
  b.ask(other);
  EXPECT_EQ(b.last(message_type::solicitud_tarea).number, 1U);
}

TEST(Numbers, GapsAndRegressionsAreCountedAndTheMessagesProcessed) {
  bench b;
  const auto l = b.ready();
  const auto s = b.offered(l);
  for (const std::uint64_t n : {5, 6, 9, 10, 3, 10, 11}) b.put(l, message_type::solicitud_tarea, {.session = s, .number = n, .datos = a_task});
  EXPECT_EQ(b.core->counts().gaps, 1U);
  EXPECT_EQ(b.core->counts().regressions, 2U);
  EXPECT_EQ(b.count(kind::start_task), 7U);
  b.put(l, message_type::session_close, {.session = s, .number = 99});
  EXPECT_EQ(b.core->counts().gaps, 1U) << "a number on SESSION_* is not counted";
}

// ---- 4.7 flow control ----------------------------------------------------------------------------------------------------------------------

TEST(Flow, APausedPeerGetsNoNewSessionsAndTasksButEverythingElse) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l), theirs = b.offered(l);
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"PAUSE","valor":null})"});
  const auto r = b.ask(s);
  std::error_code ec;
  b.core->open_session("agente_py", {}, ec);
  b.pump();
  EXPECT_FALSE(ec || b.last_error);
  EXPECT_EQ(b.sent(), "");
  b.put(l, message_type::solicitud_tarea, {.session = theirs, .number = 1, .ack = true, .datos = a_task});
  b.core->answer(b.take(kind::start_task)->task, true, {});
  b.core->close_session("agente_py", theirs);
  b.core->heartbeat("agente_py");
  b.pump();
  EXPECT_EQ(b.sent(), "MESSAGE_ACK RESPUESTA_TAREA SESSION_CLOSE HEARTBEAT");
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"PAUSE"})"});
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"RESUME"})"});
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA SESSION_INIT");
  EXPECT_EQ(b.last(message_type::solicitud_tarea).name, r);
  EXPECT_EQ(b.last(message_type::solicitud_tarea).number, 1U) << "numbered when it is sent";
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"RESUME"})"});
  EXPECT_EQ(b.sent(), "");
}

TEST(Flow, WhoPausesGoesOnSendingItself) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  EXPECT_TRUE(b.core->pause("agente_py", std::nullopt, true));
  EXPECT_TRUE(b.core->pause("agente_py", s, true));
  b.pump();
  (void)b.sent();
  b.ask(s);
  std::error_code ec;
  b.core->open_session("agente_py", {}, ec);
  b.pump();
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA SESSION_INIT");
}

TEST(Flow, BothScopesMustBeClear) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l), other = b.opened(l);
  b.put(l, message_type::flow_control, {.session = s, .datos = R"({"accion":"PAUSE"})"});
  b.ask(s);
  EXPECT_EQ(b.sent(), "");
  b.ask(other);
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA");
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"PAUSE"})"});
  b.put(l, message_type::flow_control, {.session = s, .datos = R"({"accion":"RESUME"})"});
  EXPECT_EQ(b.sent(), "");
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"RESUME"})"});
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA");
  b.put(l, message_type::flow_control, {.session = b.fresh(), .datos = R"({"accion":"PAUSE"})"});
  EXPECT_EQ(b.error_code(), "SESSION_NOT_FOUND");
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"STOP"})"});
  EXPECT_EQ(b.error_code(), "INVALID_MESSAGE_FORMAT");
}

TEST(Flow, TheQueueOfHeldRequestsIsBoundedAndTimesOutLikeAnyOther) {
  bench b({.task_timeout = 60s, .max_held = 3});
  const auto l = b.ready();
  const auto s = b.opened(l);
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"PAUSE"})"});
  for (int i = 0; i < 3; ++i) {
    b.ask(s);
    EXPECT_FALSE(b.last_error);
  }
  b.ask(s);
  EXPECT_EQ(b.last_error, acp::errc::queue_full);
  b.advance(60s);
  EXPECT_EQ(b.count(kind::request_done), 3U);
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"RESUME"})"});
  EXPECT_EQ(b.sent(), "");
}

TEST(Flow, AfterHeldRequestsHaveTimedOutTheQueueTakesNewOnes) {
  bench b({.task_timeout = 60s, .max_held = 2});
  const auto l = b.ready();
  const auto s = b.opened(l);
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"PAUSE"})"});
  for (int round = 0; round < 3; ++round) {
    for (int i = 0; i < 2; ++i) {
      b.ask(s);
      EXPECT_FALSE(b.last_error) << round;
    }
    b.advance(60s);
    EXPECT_EQ(b.core->size().held, 0U);
  }
  const auto given_up = b.ask(s), last = b.ask(s);
  b.core->abandon(given_up);
  EXPECT_EQ(b.core->size().held, 1U);
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"RESUME"})"});
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA");
  EXPECT_EQ(b.last(message_type::solicitud_tarea).name, last);
}

TEST(Flow, AHeldSessionThatIsDroppedLeavesNothingBehindForTheResume) {
  bench b({.max_parties = 2});
  const auto l = b.ready(connection_role::dialer, "hub", true);
  b.put(l, message_type::flow_control, {.from = "hub", .datos = R"({"accion":"PAUSE"})"});
  std::error_code ec;
  b.core->open_session("agente_py", {}, ec);
  EXPECT_EQ(b.core->size().held, 1U);
  b.advance(30s);
  EXPECT_EQ(b.take(kind::session_opened)->error, acp::errc::session_timed_out);
  EXPECT_EQ(b.core->size().held, 0U);
  b.put(l, message_type::heartbeat_ack, {.from = "hub"});
  b.put(l, message_type::session_init, {.from = "agente_otro", .session = b.fresh()});  // takes the place of agente_py, who is forgotten
  (void)b.sent();
  b.put(l, message_type::flow_control, {.from = "hub", .datos = R"({"accion":"RESUME"})"});
  EXPECT_EQ(b.sent(), "");
  const auto closed = b.core->open_session("agente_otro", {}, ec);
  EXPECT_TRUE(b.core->close_session("agente_otro", closed));
}

TEST(Flow, ALongPauseIsLoggedAndThePauseGoesWithTheConnection) {
  bench b;
  const auto l = b.ready();
  b.put(l, message_type::capability_ack, {.re = b.last(message_type::capability_announce).name});
  b.put(l, message_type::flow_control, {.datos = R"({"accion":"PAUSE"})"});
  b.advance(10min);
  EXPECT_NE(b.log.find("has paused us"), std::string::npos);
  b.core->lost(l);
  const auto s = b.opened(b.ready());
  b.ask(s);
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA");
}

TEST(Flow, PauseIsSentAboveTheHighMarkAndResumeAtAQuarterOfIt) {
  bench b({.max_running_tasks = 4, .pause_above = 8, .resume_at = 2, .max_tasks_per_connection = 12});
  const auto l = b.ready();
  const auto s = b.offered(l);
  for (int i = 0; i < 8; ++i) b.put(l, message_type::solicitud_tarea, {.session = s, .datos = a_task});
  EXPECT_EQ(b.sent(), "");
  b.put(l, message_type::solicitud_tarea, {.session = s, .datos = a_task});
  EXPECT_EQ(b.sent(), "FLOW_CONTROL");
  EXPECT_EQ(b.last(message_type::flow_control).datos, R"({"accion":"PAUSE"})");
  for (int i = 0; i < 3; ++i) b.put(l, message_type::solicitud_tarea, {.session = s, .datos = a_task});
  EXPECT_EQ(b.sent(), "");
  b.put(l, message_type::solicitud_tarea, {.session = s, .datos = a_task});
  EXPECT_EQ(b.error_code(), "RATE_LIMIT_EXCEEDED") << "for a peer that does not know PAUSE";
  (void)b.sent();
  for (int i = 0; i < 10; ++i) {
    b.core->answer(b.take(kind::start_task)->task, true, {});
    b.pump();
  }
  EXPECT_EQ(b.last(message_type::flow_control).datos, R"({"accion":"RESUME"})");
}

TEST(Flow, AnAgentBehindAHubIsPausedItselfAndNoOtherPaysForItsTasks) {
  bench b({.max_running_tasks = 1, .pause_above = 4, .resume_at = 1, .max_tasks_per_connection = 6});
  const auto l = b.ready(connection_role::dialer, "hub", true);
  const auto s = b.offered(l, "mala"), other = b.offered(l, "agente_py");
  for (int i = 0; i < 7; ++i) b.put(l, message_type::solicitud_tarea, {.from = "mala", .session = s, .datos = a_task});
  EXPECT_EQ(b.sent(), "FLOW_CONTROL ERROR");
  EXPECT_EQ(b.last(message_type::flow_control).to, "mala");
  EXPECT_EQ(b.last(message_type::error).to, "mala");
  b.put(l, message_type::solicitud_tarea, {.from = "agente_py", .session = other, .ack = true, .datos = a_task});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK");
  b.put(l, message_type::session_close, {.from = "mala", .session = s});
  EXPECT_EQ(b.last(message_type::flow_control).to, "mala");
  EXPECT_EQ(b.last(message_type::flow_control).datos, R"({"accion":"RESUME"})");
  EXPECT_EQ(b.core->size().tasks, 1U);
}

TEST(Flow, ASecondConnectionOfAnAgentGivesItNoMoreTasks) {
  bench b({.pause_above = 2, .resume_at = 0, .max_tasks_per_connection = 4});
  const auto in = b.ready(connection_role::listener), out = b.ready(connection_role::dialer);
  const auto first = b.offered(in), second = b.offered(out);
  for (int i = 0; i < 3; ++i) b.put(in, message_type::solicitud_tarea, {.session = first, .datos = a_task});
  EXPECT_EQ(b.sent(), "FLOW_CONTROL");
  b.put(out, message_type::solicitud_tarea, {.session = second, .datos = a_task});
  EXPECT_EQ(b.sent(), "FLOW_CONTROL");
  EXPECT_EQ(b.last(message_type::flow_control).link, out) << "each connection is paused for itself";
  b.put(out, message_type::solicitud_tarea, {.session = second, .datos = a_task});
  EXPECT_EQ(b.error_code(), "RATE_LIMIT_EXCEEDED");
  (void)b.sent();
  b.core->lost(in);
  b.pump();
  EXPECT_EQ(b.core->size().tasks, 1U);
  while (const auto started = b.take(kind::start_task)) b.core->answer(started->task, true, {});
  b.pump();
  EXPECT_EQ(b.sent(), "RESPUESTA_TAREA FLOW_CONTROL");
  EXPECT_EQ(b.last(message_type::flow_control).link, out);
}

TEST(Task, OpeningAndClosingSessionsWithTasksThatNeverStartLeavesNoneInTheQueue) {
  bench b({.max_running_tasks = 1});
  const auto l = b.ready();
  b.put(l, message_type::solicitud_tarea, {.session = b.offered(l), .datos = a_task});
  for (int i = 0; i < 50; ++i) {
    const auto s = b.offered(l);
    b.put(l, message_type::solicitud_tarea, {.session = s, .datos = a_task});
    b.put(l, message_type::solicitud_tarea, {.session = s, .datos = R"({"descripcion_tarea":"x","timeout_sugerido_seg":1})"});
    b.advance(1s);
    b.put(l, message_type::session_close, {.session = s});
  }
  EXPECT_EQ(b.core->size().tasks, 1U);
  EXPECT_EQ(b.core->size().queued, 0U);
}

// ---- 4.8 reconnect, shutdown -----------------------------------------------------------------------------------------------------------------

TEST(Reconnect, DoublesFromOneSecondToThirtyWithJitterAndStartsAgainAfterAStableConnection) {
  acp::reconnect_fsm f(1s, 30s, 30s);
  acp::time_point t{};
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 7; ++i) waits.push_back(f.on_lost(t, 0.5).count());
  EXPECT_EQ(waits, (std::vector<std::int64_t>{1000, 2000, 4000, 8000, 16000, 30000, 30000}));
  f.on_ready(t);
  EXPECT_EQ(f.on_lost(t + 29s, 0.0).count(), 24'000);
  f.on_ready(t);
  EXPECT_EQ(f.on_lost(t + 30s, 0.0).count(), 800);
  acp::reconnect_fsm tiny(10ms, 20ms, 1s);
  EXPECT_EQ(tiny.on_lost(t, 0.5), 200ms) << "never below 0.2 s";
}

TEST(Reconnect, JitterAndTheShortestPauseAreOptions) {
  acp::reconnect_fsm exact(100ms, 400ms, 30s, 0, 150ms);
  for (const auto expected : {150ms, 200ms, 400ms, 400ms}) EXPECT_EQ(exact.on_lost({}, 0.9), expected);
  acp::reconnect_fsm wide(1s, 1s, 30s, 0.5, 0ms);
  EXPECT_EQ(wide.on_lost({}, 0), 500ms);
  EXPECT_EQ(wide.on_lost({}, 0.5), 1s);
}

TEST(Shutdown, ClosesSessionsThenConnectionsWith1001AndAcceptsNothingNew) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  b.ask(s);
  (void)b.sent();
  b.core->shut_down();
  b.pump();
  EXPECT_EQ(b.sent(), "SESSION_CLOSE");
  EXPECT_EQ(b.take(kind::close)->close_code, 1001);
  EXPECT_TRUE(b.take(kind::request_done));
  std::error_code ec;
  b.core->open_session("agente_py", {}, ec);
  EXPECT_EQ(ec, acp::errc::shut_down);
  EXPECT_EQ(b.core->opened(connection_role::listener, "x"), 0U);
}

// ---- 7 quirks of the published agents ----------------------------------------------------------------------------------------------------------

TEST(Quirks, Q1TheLiteralPeerAsReceiverIsAccepted) {
  bench b;
  const auto l = b.ready();
  for (const char* to : {"peer", "peer_localhost", "somebody else"}) {
    b.put(l, message_type::session_init, {.to = to, .session = b.fresh()});
    EXPECT_EQ(b.sent(), "SESSION_ACCEPT") << to;
  }
}

TEST(Quirks, Q2TheAdvertisedUriIsOpaque) {
  bench b;
  const auto l = b.open(connection_role::listener);
  b.put(l, message_type::registro, {.datos = R"({"uri":"wss://<YOUR_AGENT_HOSTNAME_OR_IP>:8765"})"});
  EXPECT_TRUE(b.core->ready(l));
}

TEST(Quirks, Q3APeerThatDoesNotReadForFourSecondsCausesNoRepetition) {
  bench b;
  const auto l = b.ready(connection_role::listener);
  std::error_code ec;
  b.core->open_session("agente_py", {}, ec);
  b.pump();
  (void)b.sent();
  b.advance(4s);
  EXPECT_EQ(b.sent(), "");
  b.put(l, message_type::session_accept, {.re = b.last(message_type::session_init).name, .session = b.last(message_type::session_init).session});
  EXPECT_TRUE(b.take(kind::session_opened));
}

TEST(Quirks, Q4APeerThatNeverAnnouncesIsServedAndAsked) {
  bench b;
  const auto l = b.ready(connection_role::listener);
  b.advance(60s);
  const auto s = b.opened(l);
  b.ask(s);
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA");
}

TEST(Quirks, Q5ATaskRightBehindTheInitFindsItsSessionAndOneAfterARejectionDoesNot) {
  bench b({.announced_sessions = 1});
  const auto l = b.ready(connection_role::listener);
  const auto s = b.fresh(), rejected = b.fresh();
  b.put(l, message_type::session_init, {.session = s, .ack = true});
  b.put(l, message_type::solicitud_tarea, {.session = s, .number = 1, .ack = true, .datos = a_task});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK SESSION_ACCEPT MESSAGE_ACK");
  b.put(l, message_type::session_init, {.session = rejected, .ack = true});
  b.put(l, message_type::solicitud_tarea, {.session = rejected, .number = 1, .ack = true, .datos = a_task});
  EXPECT_EQ(b.sent(), "MESSAGE_ACK SESSION_REJECT MESSAGE_ACK ERROR");
  EXPECT_EQ(b.error_code(), "SESSION_NOT_FOUND");
}

TEST(Quirks, Q6AcceptBeforeAcknowledgementIsFine) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  b.put(l, message_type::message_ack, {.re = b.last(message_type::session_init).name, .session = s});
  EXPECT_TRUE(b.core->session_active("agente_py", s));
  (void)b.sent();
  b.advance(60s);
  EXPECT_EQ(b.sent(), "");
}

TEST(Quirks, Q7EveryAnswerMayHaveNumberOne) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  for (int i = 0; i < 3; ++i) b.put(l, message_type::respuesta_tarea, {.re = b.ask(s), .session = s, .number = 1, .datos = success});
  EXPECT_EQ(b.count(kind::request_done), 3U);
}

TEST(Quirks, Q8APeerThatHandlesOneMessageAtATimeIsNotPressed) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  std::vector<acp::id> asked;
  for (int i = 0; i < 20; ++i) asked.push_back(b.ask(s));
  (void)b.sent();
  for (const auto& r : asked) {  // one a second: acknowledgement, work, answer
    b.put(l, message_type::message_ack, {.re = r, .session = s});
    b.advance(1s);
    b.put(l, message_type::respuesta_tarea, {.re = r, .session = s, .number = 1, .datos = success});
  }
  EXPECT_EQ(b.sent(), "");
  EXPECT_EQ(b.count(kind::request_done), 20U);
}

TEST(Quirks, Q9TheSecondAnswerToARepeatedRequestIsIgnored) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  const auto r = b.ask(s);
  b.advance(5s);
  for (int i = 0; i < 2; ++i) b.put(l, message_type::respuesta_tarea, {.re = r, .session = s, .number = 1, .datos = success});
  EXPECT_EQ(b.count(kind::request_done), 1U);
  EXPECT_EQ(b.sent(), "SOLICITUD_TAREA SOLICITUD_TAREA");
}

TEST(Quirks, Q10OnlyWhatThePublishedAgentsAcknowledgeAsksForIt) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  b.ask(s);
  b.put(l, message_type::solicitud_tarea, {.session = s, .number = 1, .datos = a_task});
  b.core->answer(b.take(kind::start_task)->task, true, {});
  b.core->pause("agente_py", std::nullopt, true);
  b.core->heartbeat("agente_py");
  b.core->set_capabilities({"x"});
  b.core->close_session("agente_py", s);
  b.pump();
  for (const auto& m : b.messages)
    EXPECT_EQ(m.ack, m.tipo == message_type::solicitud_tarea || m.tipo == message_type::session_close || m.tipo == message_type::session_init) << m.text;
}

TEST(Quirks, Q11SilenceAboutAnUnknownSessionEndsWithAnError) {
  bench b;
  const auto l = b.ready();
  const auto s = b.opened(l);
  b.ask(s);
  b.advance(15min);
  EXPECT_EQ(b.take(kind::request_done)->error, acp::errc::not_acknowledged);
}

TEST(Quirks, Q12RequestsAndRegistrationsAlwaysHaveAPayload) {
  bench b;
  const auto l = b.ready();
  EXPECT_EQ(b.last(message_type::registro).datos, R"({"uri":"wss://agente_cpp.invalid/"})");
  const auto s = b.opened(l);
  std::error_code ec;
  b.core->request("agente_py", s, "nada", {}, {}, ec);
  b.pump();
  EXPECT_EQ(b.last(message_type::solicitud_tarea).datos, R"({"descripcion_tarea":"nada"})");
}

TEST(Quirks, Q13SessionsThatThePeerNeverClosesExpire) {
  bench b;
  const auto l = b.ready(connection_role::listener);
  for (int i = 0; i < 100; ++i) b.offered(l);
  b.put(l, message_type::session_init, {.session = b.fresh()});
  EXPECT_EQ(b.sent(), "SESSION_REJECT");
  b.advance(31min);
  EXPECT_EQ(b.core->size().sessions, 0U);
  b.put(l, message_type::session_init, {.session = b.fresh()});
  EXPECT_NE(b.sent().find("SESSION_ACCEPT"), std::string::npos);
}

TEST(Quirks, Q14APeerIsTurnedAwayWithCodesThatMakeItWait) {
  bench b;
  const auto l = b.ready();
  b.put(l, message_type::heartbeat, {.from = "somebody"});
  const auto close = b.take(kind::close);
  EXPECT_NE(close->close_code, 1000);
  EXPECT_NE(close->close_code, 1001);
}

TEST(Quirks, Q15ATaskSentBackIntoThePeersOwnSessionTimesOut) {
  bench b;
  const auto l = b.ready(connection_role::listener);
  const auto s = b.offered(l);
  b.ask(s, "question", {.timeout = 10s});
  b.advance(10s);
  EXPECT_EQ(b.take(kind::request_done)->error, acp::errc::task_timed_out);
}

TEST(Quirks, Q16OurOwnMessagesAlwaysCarryOurNameAndASession) {
  bench b;
  const auto l = b.ready();
  b.ask(b.opened(l));
  for (const auto& m : b.messages) EXPECT_EQ(m.from, "agente_cpp");
  EXPECT_TRUE(b.last(message_type::solicitud_tarea).has_session && b.last(message_type::session_init).has_session);
}

TEST(Quirks, Q17MisplacedHeaderValuesAreToleratedWhenAskedFor) {
  for (const bool tolerant : {false, true}) {
    bench b({.lift_misplaced = tolerant});
    const auto l = b.open(connection_role::dialer, "agente_ruby");
    b.put(l, message_type::ack_registro, {.from = "agente_ruby", .datos = R"({"respuesta_a":")" + b.last(message_type::registro).name.to_string() + "\"}"});
    EXPECT_EQ(b.core->ready(l), tolerant);
    const auto in = b.open(connection_role::listener, "agente_ruby");
    b.put(in, message_type::registro, {.from = "agente_ruby", .datos = R"({"payload":{"uri":"wss://ruby"}})"});
    EXPECT_EQ(b.core->ready(in), tolerant);
    const auto s = b.fresh();
    b.put(in, message_type::session_init, {.from = "agente_ruby", .datos = R"({"id_sesion":")" + s.to_string() + R"(","requiere_ack":true})"});
    EXPECT_EQ(b.core->session_active("agente_ruby", s), tolerant);
  }
}

TEST(Quirks, Q18EmptyPayloadsOfEitherFormAreTheSame) {
  bench b;
  const auto l = b.ready();
  for (const char* datos : {"null", "{}"}) {
    b.put(l, message_type::session_init, {.session = b.fresh(), .datos = datos});
    EXPECT_EQ(b.sent(), "SESSION_ACCEPT");
  }
}
