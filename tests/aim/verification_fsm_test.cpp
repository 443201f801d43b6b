// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/verification_fsm.hpp"

#include <gtest/gtest.h>

namespace {

namespace aim = aval::aim;
using namespace std::chrono_literals;
using fsm = aim::verification_fsm;
using step = fsm::act;
using ms = std::chrono::milliseconds;

const std::chrono::steady_clock::time_point t0{1000s};
const std::chrono::system_clock::time_point wall0{1761321600s};
constexpr const char* authority_url = "https://aim.example.com";
constexpr const char* id = "99999999-aaaa-4bbb-8ccc-dddddddddddd";

std::string body(const std::string& status, const std::string& more = {}) {
  return R"({"id":")" + std::string(id) + R"(","status":")" + status + "\"" + more + "}";
}
std::string words(const std::string& text, const std::string& code = {}) {
  return R"({"error":")" + text + R"(","code":")" + code + R"(","request_id":"r-7"})";
}

fsm make(bool wait = false, ms patience = 300s) {
  aim::verification_settings s;
  s.wait = wait;
  s.patience = patience;
  return fsm(s, aim::signature_form::p, false, 0s, "POST https://aim.example.com/api/v1/sdk-api/verifications", "GET https://aim.example.com/api/v1/sdk-api/verifications/");
}

fsm::step answer(fsm& f, int status, std::string_view text, std::chrono::steady_clock::time_point now = t0, double random = 0.5) {
  aim::exchange e;
  e.status = status;
  e.body = text;
  return f.on_answer(e, now, wall0, 30s, random);
}

template <class E>
E thrown(const std::exception_ptr& p) {
  if (!p) throw std::logic_error("there is no failure");
  try {
    std::rethrow_exception(p);
  } catch (const E& e) {
    return e;
  }
}

TEST(VerificationFsm, ApprovedIsDoneWithEverythingTheAuthoritySaid) {
  auto f = make();
  ASSERT_EQ(f.start(t0).what, step::ask);
  const auto s = answer(f, 201, body("approved", R"(,"approved_by":"system","expires_at":"2025-10-25T16:00:00Z","denial_reason":null,"trust_score":0.907)"));
  EXPECT_EQ(s.what, step::done);
  EXPECT_FALSE(f.failure());
  EXPECT_TRUE(f.result().approved());
  EXPECT_EQ(f.result().verification_id, id);
  EXPECT_EQ(f.result().approved_by, "system");
  EXPECT_EQ(f.result().trust_score, 0.907);
  EXPECT_EQ(f.result().expires_at, aval::parse_rfc3339("2025-10-25T16:00:00Z"));
}

TEST(VerificationFsm, AutoApprovedAndCamelCaseOfNewerServersMeanTheSame) {
  auto f = make();
  f.start(t0);
  EXPECT_EQ(answer(f, 200, body("auto-approved", R"(,"approvedBy":"ana","expiresAt":"0001-01-01T00:00:00Z","enforcementMode":"strict")")).what, step::done);
  EXPECT_TRUE(f.result().approved());
  EXPECT_EQ(f.result().approved_by, "ana");
  EXPECT_FALSE(f.result().expires_at) << "the zero time means absent";
  EXPECT_EQ(f.result().enforcement_mode, "strict");
}

TEST(VerificationFsm, DeniedIsAResultWhetherItComesWith403Or201) {
  for (const int status : {403, 201, 200}) {
    auto f = make();
    f.start(t0);
    EXPECT_EQ(answer(f, status, body("denied", R"(,"denial_reason":"trust too \u001b[31mlow","trust_score":0.2)")).what, step::done);
    EXPECT_FALSE(f.failure());
    EXPECT_EQ(f.result().status, aim::decision_status::denied);
    EXPECT_EQ(f.result().reason, "trust too ?[31mlow") << "control characters of a server never reach a terminal";
  }
}

TEST(VerificationFsm, PendingWithoutWaitingIsAResult) {
  auto f = make(false);
  f.start(t0);
  EXPECT_EQ(answer(f, 201, body("pending")).what, step::done);
  EXPECT_EQ(f.result().status, aim::decision_status::pending);
  EXPECT_FALSE(f.failure());
}

TEST(VerificationFsm, PendingThenApprovedRunsAndThenDeniedDoesNot) {
  for (const bool approved : {true, false}) {
    auto f = make(true);
    f.start(t0);
    auto s = answer(f, 201, body("pending"));
    ASSERT_EQ(s.what, step::look);
    EXPECT_EQ(s.wait, 25s);
    s = answer(f, 200, body(approved ? "approved" : "denied", approved ? R"(,"approved_by":"ana")" : R"(,"denial_reason":"no")"), t0 + 12s);
    EXPECT_EQ(s.what, step::done);
    EXPECT_EQ(f.result().approved(), approved);
    EXPECT_EQ(f.result().verification_id, id);
  }
}

TEST(VerificationFsm, AServerThatHoldsItsAnswersIsAskedAgainAtOnce) {
  auto f = make(true);
  f.start(t0);
  answer(f, 201, body("pending"));
  auto now = t0;
  for (int i = 0; i < 8; ++i) {
    now += 25s;
    const auto s = answer(f, 200, body("pending"), now);
    EXPECT_EQ(s.what, step::look) << i;
  }
}

TEST(VerificationFsm, AServerThatDoesNotHoldIsAskedAfter2s3sAndSoOnUpTo10s) {
  auto f = make(true, 3600s);
  f.start(t0);
  ASSERT_EQ(answer(f, 201, body("pending")).what, step::look);
  auto now = t0;
  for (const ms expected : {2000ms, 3000ms, 4500ms, 6750ms, 10000ms, 10000ms}) {
    auto s = answer(f, 200, body("pending"), now, 0.5);
    ASSERT_EQ(s.what, step::pause);
    EXPECT_EQ(s.delay, expected);
    now += s.delay;
    ASSERT_EQ(f.after_pause(now).what, step::look);
  }
}

TEST(VerificationFsm, TheJitterIsAtMostAFifthInBothDirections) {
  for (const auto& [random, expected] : {std::pair{0.0, 1600ms}, std::pair{0.999999, 2399ms}}) {
    auto f = make(true);
    f.start(t0);
    answer(f, 201, body("pending"));
    EXPECT_EQ(answer(f, 200, body("pending"), t0, random).delay, expected);
  }
}

TEST(VerificationFsm, APauseNeverOutlastsThePatienceAndThenItIsATimeOutOfTheApproval) {
  auto f = make(true, 3s);
  f.start(t0);
  auto s = answer(f, 201, body("pending"));
  EXPECT_EQ(s.wait, 3s) << "nor does a held answer";
  s = answer(f, 200, body("pending"), t0);
  EXPECT_EQ(s.delay, 2000ms);
  s = f.after_pause(t0 + 2s);
  ASSERT_EQ(s.what, step::look);
  EXPECT_EQ(s.wait, 1s);
  s = answer(f, 200, body("pending"), t0 + 2s);
  ASSERT_EQ(s.what, step::pause);
  EXPECT_EQ(s.delay, 1000ms) << "the series says 3 s, the patience has 1 s left";
  EXPECT_EQ(f.after_pause(t0 + 3s).what, step::done);
  const auto e = thrown<aim::timeout_error>(f.failure());
  EXPECT_EQ(e.kind(), aim::timeout_kind::approval);
  EXPECT_EQ(e.verification_id(), id);
  EXPECT_EQ(e.code(), aval::condition::timed_out);
}

TEST(VerificationFsm, NoPatienceLimitMeansForEver) {
  auto f = make(true, 0s);
  f.start(t0);
  answer(f, 201, body("pending"));
  EXPECT_EQ(answer(f, 200, body("pending"), t0 + 100h).what, step::look);
}

TEST(VerificationFsm, ExpiredWhileWaitingIsADenialWithThatReason) {
  auto f = make(true);
  f.start(t0);
  answer(f, 201, body("pending"));
  EXPECT_EQ(answer(f, 200, body("expired"), t0 + 5s).what, step::done);
  EXPECT_EQ(f.result().status, aim::decision_status::expired);
  EXPECT_EQ(f.result().reason, "approval expired");
}

TEST(VerificationFsm, TransientTroubleWhileWaitingOnlyDelays) {
  auto f = make(true);
  f.start(t0);
  answer(f, 201, body("pending"));
  for (const int status : {500, 502, 503, 504, 429, 408}) EXPECT_EQ(answer(f, status, words("busy")).what, step::pause) << status;
  EXPECT_EQ(f.on_failure(asio::error::connection_refused, true, authority_url, t0, 30s, 0.5).what, step::pause);
  EXPECT_EQ(f.on_failure(asio::error::timed_out, false, authority_url, t0, 30s, 0.5).what, step::pause);
  f.after_pause(t0 + 20s);
  EXPECT_EQ(answer(f, 200, body("approved"), t0 + 21s).what, step::done);
  EXPECT_TRUE(f.result().approved());
}

TEST(VerificationFsm, RefusalsWhileWaitingEndTheWait) {
  for (const int status : {401, 403, 404}) {
    auto f = make(true);
    f.start(t0);
    answer(f, 201, body("pending"));
    EXPECT_EQ(answer(f, status, words("no")).what, step::done) << status;
    EXPECT_TRUE(f.failure()) << status;
    EXPECT_FALSE(f.result().approved());
  }
}

TEST(VerificationFsm, FormGIsTriedOnceWhenTheServerCannotVerifyFormP) {
  auto f = make();
  f.start(t0);
  f.forms_differ(true);
  ASSERT_EQ(answer(f, 401, words("Signature verification failed: invalid signature")).what, step::ask);
  EXPECT_EQ(f.form(), aim::signature_form::g);
  ASSERT_EQ(answer(f, 401, words("Signature verification failed: invalid signature")).what, step::done);
  thrown<aim::authentication_error>(f.failure());
}

TEST(VerificationFsm, FormGIsNotTriedWhenItIsTheSameTextOrAnotherReason) {
  auto same = make();
  same.start(t0);
  same.forms_differ(false);
  EXPECT_EQ(answer(same, 401, words("Signature verification failed: x")).what, step::done);
  auto other = make();
  other.start(t0);
  other.forms_differ(true);
  EXPECT_EQ(answer(other, 401, words("Public key mismatch")).what, step::done);
  EXPECT_EQ(other.form(), aim::signature_form::p);
}

TEST(VerificationFsm, AServerThatWantsTheHeadersTooGetsThemOnce) {
  auto f = make();
  f.start(t0);
  EXPECT_FALSE(f.with_headers());
  ASSERT_EQ(answer(f, 401, words("No authentication token provided")).what, step::ask);
  EXPECT_TRUE(f.with_headers());
  ASSERT_EQ(answer(f, 401, words("No authentication token provided")).what, step::done);
  thrown<aim::authentication_error>(f.failure());
}

TEST(VerificationFsm, TheServersClockIsLearnedOnceFromItsDate) {
  auto f = make();
  f.start(t0);
  aim::exchange e;
  e.status = 401;
  const std::string text = words("Request timestamp expired or invalid");
  e.body = text;
  e.server_time = wall0 + 3601s;
  ASSERT_EQ(f.on_answer(e, t0, wall0, 30s, 0.5).what, step::ask);
  EXPECT_EQ(f.clock_offset(), 3601s);
  ASSERT_EQ(f.on_answer(e, t0, wall0, 30s, 0.5).what, step::done) << "a second complaint is believed";
  thrown<aim::authentication_error>(f.failure());
}

TEST(VerificationFsm, WithoutADateTheClockStays) {
  auto f = make();
  f.start(t0);
  EXPECT_EQ(answer(f, 401, words("Request timestamp expired or invalid")).what, step::done);
  EXPECT_EQ(f.clock_offset(), 0s);
}

// every row of part 5 that an authority can cause
TEST(VerificationFsm, EachAnswerThatIsNoDecisionBecomesItsErrorAndNeverAnApproval) {
  struct row {
    int status;
    std::string text;
    enum kind { authentication, verification, connection, timeout, rate, server_kind } expected;
    int retries;
  };
  const row rows[] = {
      {401, words("Invalid signature", "bad_signature"), row::authentication, 0},
      {403, words("Access denied"), row::authentication, 0},
      {403, words("Agent status is suspended, cannot perform actions"), row::verification, 0},
      {404, words("Agent not found"), row::authentication, 0},
      {404, words("No such route"), row::server_kind, 0},
      {400, words("Invalid request body"), row::server_kind, 0},
      {409, words("Duplicate request"), row::server_kind, 0},
      {413, words("too large"), row::server_kind, 0},
      {422, words("?"), row::server_kind, 0},
      {408, words("slow"), row::timeout, 0},
      {429, words("Rate limit exceeded. Please try again later."), row::rate, 2},
      {500, words("oops"), row::server_kind, 3},
      {502, "<html>bad gateway</html>", row::connection, 3},
      {503, words("down"), row::connection, 3},
      {504, words("late"), row::timeout, 3},
      {200, "this is not JSON", row::server_kind, 0},
      {200, R"(["approved"])", row::server_kind, 0},
      {200, R"({"id":7,"status":"approved"})", row::server_kind, 0},
      {200, R"({"status":"approved"})", row::server_kind, 0},
      {200, R"({"id":"../../admin","status":"approved"})", row::server_kind, 0},
      {200, R"({"id":"x"})", row::server_kind, 0},
      {200, "", row::server_kind, 0},
      {302, "", row::server_kind, 0},
      {201, body("perhaps"), row::verification, 0},
      {403, body("approved"), row::authentication, 0},
  };
  for (const auto& r : rows) {
    auto f = make(true);
    f.start(t0);
    fsm::step s = answer(f, r.status, r.text);
    int retries = 0;
    for (; s.what == step::pause; ++retries) {
      ASSERT_EQ(f.after_pause(t0).what, step::ask) << r.status;
      s = answer(f, r.status, r.text);
    }
    SCOPED_TRACE(std::to_string(r.status) + " " + r.text);
    EXPECT_EQ(retries, r.retries);
    ASSERT_EQ(s.what, step::done);
    ASSERT_TRUE(f.failure());
    EXPECT_FALSE(f.failure() == nullptr && f.result().approved());
    try {
      std::rethrow_exception(f.failure());
    } catch (const aim::authentication_error&) {
      EXPECT_EQ(r.expected, row::authentication);
    } catch (const aim::verification_error&) {
      EXPECT_EQ(r.expected, row::verification);
    } catch (const aim::connection_error&) {
      EXPECT_EQ(r.expected, row::connection);
    } catch (const aim::timeout_error&) {
      EXPECT_EQ(r.expected, row::timeout);
    } catch (const aim::rate_limit_error&) {
      EXPECT_EQ(r.expected, row::rate);
    } catch (const aim::server_error&) {
      EXPECT_EQ(r.expected, row::server_kind);
    }
  }
}

TEST(VerificationFsm, AnAnswerAboutAnotherVerificationIsNotBelieved) {
  auto f = make(true);
  f.start(t0);
  answer(f, 201, body("pending"));
  EXPECT_EQ(answer(f, 200, R"({"id":"11111111-aaaa-4bbb-8ccc-dddddddddddd","status":"approved"})").what, step::done);
  thrown<aim::server_error>(f.failure());
}

TEST(VerificationFsm, NoConnectionIsTriedThreeTimesMoreAndThenNamed) {
  struct row {
    std::error_code code;
    int retries;
    bool timeout;
  };
  const row rows[] = {{asio::error::connection_refused, 3, false}, {asio::error::host_not_found, 3, false}, {asio::error::timed_out, 3, true}};
  for (const auto& r : rows) {
    auto f = make();
    f.start(t0);
    auto s = f.on_failure(r.code, false, authority_url, t0, 30s, 0.5);
    int retries = 0;
    for (; s.what == step::pause; ++retries) {
      f.after_pause(t0);
      s = f.on_failure(r.code, false, authority_url, t0, 30s, 0.5);
    }
    EXPECT_EQ(retries, r.retries);
    if (r.timeout) {
      EXPECT_EQ(thrown<aim::timeout_error>(f.failure()).kind(), aim::timeout_kind::request);
    } else {
      const auto e = thrown<aim::connection_error>(f.failure());
      EXPECT_EQ(e.code(), aval::condition::unreachable);
      EXPECT_NE(std::string(e.what()).find(authority_url), std::string::npos) << e.what();
    }
  }
  auto refused = make();
  refused.start(t0);
  for (int i = 0; i < 4; ++i) refused.on_failure(asio::error::connection_refused, true, authority_url, t0, 30s, 0.5);
  EXPECT_NE(std::string(thrown<aim::connection_error>(refused.failure()).what()).find("Connection refused to https://aim.example.com"), std::string::npos);
}

TEST(VerificationFsm, CancellationIsNotRetriedAndStaysCancellation) {
  auto f = make();
  f.start(t0);
  EXPECT_EQ(f.on_failure(asio::error::operation_aborted, false, authority_url, t0, 30s, 0.5).what, step::done);
  EXPECT_EQ(aval::code_of(f.failure()), aval::condition::cancelled);
}

TEST(VerificationFsm, ARetryThatWouldOutlastTheDeadlineIsNotBegun) {
  auto f = make();
  f.start(t0);
  aim::exchange e;
  e.status = 429;
  e.retry_after = 10s;
  EXPECT_EQ(f.on_answer(e, t0, wall0, 9s, 0.5).what, step::done);
  EXPECT_EQ(thrown<aim::rate_limit_error>(f.failure()).retry_after(), 10s);
}

TEST(VerificationFsm, RetryAfterIsHonouredAndCut) {
  auto f = make();
  f.start(t0);
  aim::exchange e;
  e.status = 429;
  e.retry_after = 7s;
  EXPECT_EQ(f.on_answer(e, t0, wall0, 3600s, 0.5).delay, 7000ms);
  f.after_pause(t0);
  e.retry_after = 86400s;
  EXPECT_EQ(f.on_answer(e, t0, wall0, 3600s, 0.5).delay, 30'000ms);
}

// ---- reports ------------------------------------------------------------------------------------------------------------------

aim::report_fsm::act report(aim::report_fsm& f, int status, std::string_view text = "{}") {
  aim::exchange e;
  e.status = status;
  e.body = text;
  return f.on_answer(e);
}

TEST(ReportFsm, TheFallBackRouteIsTakenWhereTheResultIsNotAccepted) {
  using r = aim::report_fsm;
  r f;
  EXPECT_EQ(f.current(), r::route::result);
  EXPECT_EQ(report(f, 403, words("moved", "executionOutcomeNotAccepted")), r::act::send);
  EXPECT_EQ(f.current(), r::route::execution_status);
  EXPECT_EQ(report(f, 200), r::act::done);
}

TEST(ReportFsm, AVerificationThatTheServerForgotIsStillWrittenToTheActionLog) {
  using r = aim::report_fsm;
  r f;
  EXPECT_EQ(report(f, 404, words("Verification not found or update failed")), r::act::send);
  EXPECT_EQ(f.current(), r::route::execution_status);
  EXPECT_EQ(report(f, 404, words("not found")), r::act::send);
  EXPECT_EQ(f.current(), r::route::action_log);
  EXPECT_EQ(report(f, 201), r::act::done);
}

TEST(ReportFsm, EachAnswerKeepsDeliversOrGivesUp) {
  using r = aim::report_fsm;
  const std::pair<int, r::act> rows[] = {{200, r::act::done},  {201, r::act::done},  {409, r::act::done},  {401, r::act::later},  {429, r::act::later},
                                         {500, r::act::later}, {503, r::act::later}, {408, r::act::later}, {400, r::act::refused}};
  for (const auto& [status, expected] : rows) {
    r f;
    EXPECT_EQ(report(f, status, words("x")), expected) << status;
  }
  EXPECT_EQ(r().on_failure(), r::act::later);
}

TEST(ReportFsm, TheReportOfASuspendedAgentIsKeptAndOnlyAFinalRefusalGivesItUp) {
  using r = aim::report_fsm;
  const std::pair<std::string, r::act> rows[] = {{words("Agent status is suspended, cannot perform actions"), r::act::later},
                                                 {words("Agent status is suspended, cannot perform actions", "agent_suspended"), r::act::later},
                                                 {words("not now", "agent_suspended"), r::act::later},
                                                 {words("Agent status is revoked, cannot perform actions", "agent_revoked"), r::act::refused},
                                                 {words("Access denied", "forbidden"), r::act::refused},
                                                 {"<html>", r::act::refused}};
  for (const auto& [body, expected] : rows) {
    r result, log(false);
    EXPECT_EQ(report(result, 403, body), expected) << body;
    EXPECT_EQ(report(log, 403, body), expected) << body;
  }
}

// ---- the parts ----------------------------------------------------------------------------------------------------------------

TEST(CallFsm, OnlyARepeatableCallIsRepeatedUnlessNothingWasSent) {
  aim::call_fsm once({}, false);
  aim::exchange e;
  e.status = 500;
  EXPECT_EQ(once.on_answer(e, wall0, 30s, 0.5).what, aim::call_fsm::act::done);
  EXPECT_EQ(once.on_failure(asio::error::connection_reset, false, 30s, 0.5).what, aim::call_fsm::act::done);
  EXPECT_EQ(once.on_failure(asio::error::connection_refused, true, 30s, 0.5).what, aim::call_fsm::act::pause);
}

TEST(CallFsm, ThePausesDoubleUpToTheirCapAndAreRandomBelowIt) {
  const aim::retry_policy p;
  EXPECT_EQ(aim::backoff(p, 0, 0.0), 0ms);
  EXPECT_EQ(aim::backoff(p, 0, 0.5), 250ms);
  EXPECT_EQ(aim::backoff(p, 2, 0.5), 1000ms);
  EXPECT_EQ(aim::backoff(p, 60, 0.5), 4000ms);
}

TEST(CallFsm, RetryAfterIsReadAsSecondsAndAsADate) {
  const auto when = aim::server_clock("Sun, 06 Nov 1994 08:49:37 GMT");
  EXPECT_FALSE(aim::server_clock("Sun, 06 Nov 4891 08:49:37 GMT")) << "beyond the clock";
  ASSERT_TRUE(when);
  EXPECT_EQ(when->time_since_epoch(), 784111777s);
  EXPECT_EQ(aim::parse_retry_after("120", wall0), 120s);
  EXPECT_EQ(aim::parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", *when - 30s), 30s);
  EXPECT_EQ(aim::parse_retry_after("Sun, 06 Nov 1994 08:49:37 GMT", *when + 30s), 0s);
  for (const char* bad : {"", "-1", "1.5", "soon", "99999999999", "Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT"})
    EXPECT_FALSE(aim::parse_retry_after(bad, wall0)) << bad;
}

TEST(CallFsm, ARegistrationWithAnotherKeyIsAMatterOfAuthentication) {
  aim::exchange e;
  e.status = 409;
  const std::string text = words("Agent with this name already exists");
  e.body = text;
  const auto x = thrown<aim::authentication_error>(aim::error_for(e, aim::error_origin{}, aim::call_kind::registration));
  EXPECT_EQ(x.http_status(), 409);
  EXPECT_EQ(x.request_id(), "r-7");
  EXPECT_EQ(x.peer_text(), "Agent with this name already exists");
  thrown<aim::server_error>(aim::error_for(e, aim::error_origin{}));
}

TEST(Errors, TheGuidesNamesCatchTheirKind) {
  try {
    throw aim::rate_limit_error(aim::errc::rate_limited, "x", {}, {}, 5s);
  } catch (const aval::AIMRateLimitError& e) {
    EXPECT_EQ(e.retry_after(), 5s);
    EXPECT_EQ(e.code(), aval::condition::refused);
  }
  EXPECT_THROW(throw aim::timeout_error(aim::errc::request_timed_out), aval::AIMTimeoutError);
  EXPECT_THROW(throw aim::authentication_error(aim::errc::invalid_key), aval::AIMError);
  EXPECT_THROW(throw aim::connection_error(aim::errc::unavailable), aval::error);
  EXPECT_THROW(throw aim::server_error(aim::errc::rejected), std::system_error);
}

}  // namespace
