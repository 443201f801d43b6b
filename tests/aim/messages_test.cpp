// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/messages.hpp"

#include <gtest/gtest.h>

namespace {

namespace aim = aval::aim;

TEST(Messages, AnyDialectIsRead) {
  for (const char* text : {R"({"agent_id":"a","agent_name":"n","score":0.9,"factors":{"success_rate":0.5},"calculated_at":"2025-10-24T16:00:00Z"})",
                           R"({"agentId":"a","agentName":"n","score":0.9,"factors":{"success_rate":0.5},"calculatedAt":"2025-10-24T16:00:00Z","x":[1]})",
                           R"({"agent_id":"a","agentId":"a","agent_name":"n","agentName":"n","score":0.9,"factors":{"success_rate":0.5},"calculatedAt":"2025-10-24T16:00:00Z"})"}) {
    const auto t = aim::read<aim::trust_answer>(text);
    ASSERT_TRUE(t) << t.error().message();
    EXPECT_EQ(t->agent_id, "a");
    EXPECT_EQ(t->agent_name, "n");
    EXPECT_EQ(t->factors.at("success_rate"), 0.5);
    EXPECT_EQ(t->calculated_at, "2025-10-24T16:00:00Z");
  }
}

TEST(Messages, BothSpellingsAreWrittenAndNestedObjectsAreLeftAlone) {
  aim::verification_answer a;
  a.id = "v\"1,{";
  a.status = "approved";
  a.approved_by = "system";
  a.trust_score = 0.5;
  EXPECT_EQ(aim::write_both(a), R"({"id":"v\"1,{","status":"approved","approved_by":"system","approvedBy":"system","trust_score":0.5,"trustScore":0.5})");
  aim::trust_answer t;
  t.agent_id = "a";
  t.factors = {{"success_rate", 1.0}};
  const auto tree = aval::json::parse(aim::write_both(t)).value();
  EXPECT_EQ(tree["agentId"].as_string(), "a");
  EXPECT_TRUE(tree["factors"].find("success_rate"));
  EXPECT_FALSE(tree["factors"].find("successRate"));
  struct nothing_said {
    std::optional<std::string> some_thing = {};
  };
  EXPECT_EQ(aim::write_both(nothing_said{}), "{}");
}

TEST(Messages, ARequestInTwoSpellingsMustAgreeWithItself) {
  const auto same = aim::read_request<aim::verification_request>(R"({"agent_id":"a","agentId":"a","action_type":"x"})");
  ASSERT_TRUE(same) << same.error().message();
  EXPECT_EQ(same->agent_id, "a");
  EXPECT_FALSE(aim::read_request<aim::verification_request>(R"({"agent_id":"a","agentId":"b","action_type":"x"})"));
  EXPECT_FALSE(aim::read_request<aim::verification_request>(R"({"agent_id":"a","agent_id":"a"})")) << "twice in one spelling";
  EXPECT_FALSE(aim::read_request<aim::verification_request>(R"({"agent_id":"a","context":{"k":1,"k":2}})")) << "the signature covers it";
  EXPECT_FALSE(aim::read_request<aim::verification_request>("[]"));
}

TEST(Messages, NamesAreTurnedBothWays) {
  EXPECT_EQ(aim::camel_case("trust_score"), "trustScore");
  EXPECT_EQ(aim::camel_case("id"), "id");
  EXPECT_EQ(aim::camel_case("_x"), "_x");
  EXPECT_EQ(aim::snake_case("driftDetection"), "drift_detection");
  EXPECT_EQ(aim::snake_case("drift_detection"), "drift_detection");
  EXPECT_EQ(aim::normalised("Trust_Score"), "trustscore");
}

TEST(Messages, AllFourFormsOfAnErrorBodyAreUnderstood) {
  EXPECT_EQ(aim::read_error(R"({"error":"Agent not found"})").text, "Agent not found");
  EXPECT_EQ(aim::read_error(R"({"error":true,"message":"Cannot GET /x","timestamp":"t"})").text, "Cannot GET /x");
  const auto third = aim::read_error(R"({"error":{"code":"E1","message":"no"}})");
  EXPECT_EQ(third.text, "no");
  EXPECT_EQ(third.code, "E1");
  const auto fourth = aim::read_error(R"({"error":"no","code":"E2","requestId":"r"})");
  EXPECT_EQ(fourth.code, "E2");
  EXPECT_EQ(fourth.request_id, "r");
  EXPECT_EQ(aim::read_error("<h1>\x1b[2J</h1>").text, "<h1>?[2J</h1>");
  EXPECT_EQ(aim::read_error("").text, "");
  EXPECT_EQ(aim::read_error("[1,2").text, "[1,2");
}

TEST(Messages, TimesOfEveryGenerationAreReadAndTheZeroTimeIsAbsent) {
  EXPECT_TRUE(aim::parse_time("2026-11-20T19:36:44.038163123+00:00"));
  EXPECT_EQ(aim::parse_time("2026-11-20T19:36:44Z"), aim::parse_time("2026-11-20T21:36:44+02:00"));
  EXPECT_FALSE(aim::parse_time("0001-01-01T00:00:00Z"));
  EXPECT_FALSE(aim::parse_time("yesterday"));
  EXPECT_FALSE(aim::parse_time(std::optional<std::string>()));
}

TEST(Messages, TheWeightsOfTheTrustFactorsSumUpToOne) {
  double sum = 0;
  for (const auto& f : aim::trust_factors) sum += f.weight;
  EXPECT_DOUBLE_EQ(sum, 1.0);
}

}  // namespace
