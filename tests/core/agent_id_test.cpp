// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/core/agent_id.hpp"

#include <gtest/gtest.h>

#include <string>

namespace {

TEST(AgentId, IsShortTextWithoutControlCharactersAndNoWordThatMeansSomethingElse) {
  for (const std::string& good : {std::string("a"), std::string("agente_py"), std::string("Agent 1"), std::string("Peer"), std::string("peer_1"), std::string(64, 'x'),
                                  std::string("\xC3\xB1"), std::string("\xF0\x9F\x98\x80")})
    EXPECT_EQ(aval::agent_id_defect(good), "") << good;
  for (const std::string& bad : {std::string(), std::string(65, 'x'), std::string("BROADCAST"), std::string("peer"), std::string("a\nb"), std::string("a\0b", 3),
                                 std::string("a\x7F"), std::string("\xC2\x85"), std::string("\xFF"), std::string("\xC0\x80"), std::string("\xED\xA0\x80"),
                                 std::string("\xF4\x90\x80\x80"), std::string("a\xC3"), std::string("\xC3\xB1\n")})
    EXPECT_FALSE(aval::valid_agent_id(bad)) << bad;
}

}  // namespace
