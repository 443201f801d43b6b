// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/key_store.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "aval/aim/key_store_legacy.hpp"
#include "data/aim_vectors.hpp"
#include "core/failed.hpp"

namespace {

using namespace aval::aim;
using aval::environment;
using aval::secret;
namespace crypto = aval::crypto;
namespace json = aval::json;

constexpr const char* server = "https://aim.example";
constexpr crypto::seal_options cheap{1, 64};

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}
mode_t mode_of(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mode & 07777 : 0;
}

class KeyStore : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "aval-store-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder = pattern;
    home = folder + "/.aim";
    options.variables = environment(std::map<std::string, std::string>{{"HOME", folder}});
    options.clock.wall = [] { return std::chrono::system_clock::from_time_t(4'000'000'000); };
  }
  void TearDown() override { std::filesystem::remove_all(folder); }

  key_store store() const { return key_store::open(options).value(); }
  std::string put(const std::string& name, const std::string& text, mode_t mode = 0600) const {
    const std::string path = home + "/" + name;
    std::filesystem::create_directories(std::filesystem::path(path).parent_path());
    std::ofstream(path, std::ios::binary | std::ios::trunc) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  std::vector<std::string> listing(const std::string& under = "") const {
    std::vector<std::string> out;
    if (!std::filesystem::exists(home + under)) return out;
    for (const auto& entry : std::filesystem::directory_iterator(home + under))
      if (entry.is_regular_file()) out.push_back(entry.path().filename().string());
    std::sort(out.begin(), out.end());
    return out;
  }
  static agent_credentials agent(const std::string& name, const char* url = server) {
    agent_credentials a;
    a.name = name;
    a.agent_id = "11111111-2222-4333-8444-555555555555";
    a.aim_url = url;
    a.key = crypto::parse_private_key(aim_vectors::k0_private).value();
    a.status = "verified";
    a.trust_score = 0.907;
    a.registered_at = "2025-10-24T16:00:00Z";
    return a;
  }

  std::string folder, home;
  key_store_options options;
};

TEST_F(KeyStore, WhatIsSavedIsFoundAgain) {
  ASSERT_FALSE(*store().find_agent("weather", server));
  EXPECT_FALSE(std::filesystem::exists(home)) << "looking makes nothing";
  agent_credentials a = agent("weather");
  a.next_key = crypto::parse_private_key(aim_vectors::k1_private).value();
  ASSERT_TRUE(store().save_agent(a));
  const auto found = store().find_agent("weather", "HTTPS://AIM.example:443/");
  ASSERT_TRUE(found && *found) << (found ? "nothing" : found.error().message);
  EXPECT_EQ((*found)->name, "weather");
  EXPECT_EQ((*found)->agent_id, a.agent_id);
  EXPECT_EQ((*found)->aim_url, server);
  EXPECT_EQ((*found)->key->public_key().to_base64(), aim_vectors::k0_public);
  EXPECT_EQ((*found)->public_key->to_base64(), aim_vectors::k0_public);
  EXPECT_EQ((*found)->next_key->public_key().to_base64(), aim_vectors::k1_public);
  EXPECT_EQ((*found)->status, "verified");
  EXPECT_EQ((*found)->trust_score, 0.907);
  EXPECT_EQ((*found)->registered_at, "2025-10-24T16:00:00Z");
  EXPECT_FALSE(*store().find_agent("Weather", server));
}

TEST_F(KeyStore, TheFileIsTheOneOtherSoftwareReads) {
  ASSERT_TRUE(store().save_agent(agent("weather")));
  const auto v = json::parse(slurp(home + "/agents/weather.json")).value();
  EXPECT_EQ(v["agent_id"].as_string(), "11111111-2222-4333-8444-555555555555");
  EXPECT_EQ(v["public_key"].as_string(), aim_vectors::k0_public);
  EXPECT_EQ(v["private_key"].as_string(), aim_vectors::k0_private);
  EXPECT_EQ(v["aim_url"].as_string(), server);
  EXPECT_EQ(v["status"].as_string(), "verified");
  EXPECT_EQ(v["trust_score"].as_double(), 0.907);
  EXPECT_EQ(v["registered_at"].as_string(), "2025-10-24T16:00:00Z");
}

TEST_F(KeyStore, FoldersAndFilesBelongToTheirOwnerFromCreation) {
  const mode_t before = ::umask(0);
  ASSERT_TRUE(store().save_agent(agent("a")));
  sdk_credentials sdk;
  sdk.aim_url = server;
  sdk.refresh_token = secret("token");
  ASSERT_TRUE(store().save_sdk(std::move(sdk)));
  ::umask(before);
  EXPECT_EQ(mode_of(home), 0700u);
  EXPECT_EQ(mode_of(home + "/agents"), 0700u);
  EXPECT_EQ(mode_of(home + "/agents/a.json"), 0600u);
  EXPECT_EQ(mode_of(home + "/sdk_credentials.json"), 0600u);
  EXPECT_EQ(mode_of(home + "/.lock"), 0600u);
}

TEST_F(KeyStore, AnEntryIsUsedOnlyForItsAuthority) {
  agent_credentials here = agent("a"), there = agent("a", "http://localhost:8080"), third = agent("a", "https://aim.example/tenant");
  there.key = crypto::parse_private_key(aim_vectors::k1_private).value();
  ASSERT_TRUE(store().save_agent(here));
  EXPECT_FALSE(*store().find_agent("a", "http://localhost:8080"));
  EXPECT_FALSE(*store().find_agent("a", "http://aim.example"));
  ASSERT_TRUE(store().save_agent(there));
  ASSERT_TRUE(store().save_agent(third));
  EXPECT_EQ(store().find_agent("a", server).value()->public_key->to_base64(), aim_vectors::k0_public);
  EXPECT_EQ(store().find_agent("a", "http://localhost:8080").value()->public_key->to_base64(), aim_vectors::k1_public);
  EXPECT_TRUE(store().find_agent("a", "https://aim.example/tenant/").value());
  EXPECT_EQ(listing("/agents").size(), 3u);
  EXPECT_EQ(store().agents().agents.size(), 3u);
  EXPECT_EQ(*store().stored_url("a").value(), server);
  EXPECT_TRUE(store().forget_agent("a", "http://localhost:8080").value());
  EXPECT_FALSE(store().forget_agent("a", "http://localhost:8080").value());
  EXPECT_TRUE(*store().find_agent("a", server));
}

TEST_F(KeyStore, NamesCannotLeaveTheFolderAndDoNotCollide) {
  const std::vector<std::string> names = {"../evil", "/etc/passwd", "..", ".", ".hidden", "a/b", "a%2Fb", "a b", "a@b", "\xC3\xA9t\xC3\xA9", "con:aux", std::string("a\0b", 3),
                                          std::string(400, 'x'), std::string(400, 'x') + "y", "A", "x.json", "-rf"};
  int number = 0;
  for (const auto& name : names) {
    agent_credentials a = agent(name);
    a.status = std::to_string(number++);
    ASSERT_TRUE(store().save_agent(a)) << name;
  }
  number = 0;
  for (const auto& name : names) {
    const auto found = store().find_agent(name, server);
    ASSERT_TRUE(found && *found) << name;
    EXPECT_EQ((*found)->status, std::to_string(number++));
  }
  EXPECT_EQ(listing("/agents").size(), names.size());
  EXPECT_FALSE(std::filesystem::exists(home + "/evil.json"));
  for (const auto& file : listing("/agents")) {
    EXPECT_EQ(file.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-%"), std::string::npos) << file;
    EXPECT_NE(file[0], '.');
  }
  EXPECT_FALSE(store().save_agent(agent("")));
  EXPECT_FALSE(store().find_agent(std::string(2000, 'x'), server));
  agent_credentials no_id = agent("a");
  no_id.agent_id.clear();
  EXPECT_EQ(failed(store().save_agent(no_id)), make_error_code(store_errc::bad_entry));
  EXPECT_FALSE(store().save_agent(agent("a", "not a url")));
}

TEST_F(KeyStore, MembersThatNobodyKnowsSurviveASave) {
  put("agents/a.json", R"({"agent_id": "old", "aim_url": "https://aim.example/", "color": {"deep": [1.50, null]}, "registered_at": "2020-01-01T00:00:00Z", "public_key": "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=", "private_key": "\u0041AECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="})");
  agent_credentials a = agent("a");
  a.key.reset();
  a.registered_at.clear();
  a.other["mood"] = "good";
  ASSERT_TRUE(store().save_agent(a));
  const auto v = json::parse(slurp(home + "/agents/a.json")).value();
  EXPECT_EQ(v["agent_id"].as_string(), a.agent_id);
  EXPECT_EQ(v["mood"].as_string(), "good");
  EXPECT_EQ(v["color"]["deep"][0].as_number_text(), "1.50");
  EXPECT_EQ(v["registered_at"].as_string(), "2020-01-01T00:00:00Z");
  const auto found = store().find_agent("a", server);
  ASSERT_TRUE(found && *found && (*found)->key) << "a save without a key keeps the key";
  EXPECT_EQ((*found)->key->public_key().to_base64(), aim_vectors::k0_public);
  EXPECT_EQ((*found)->other["color"]["deep"][0].as_number_text(), "1.50");
}

// ---- files of other software

// as the Python SDK writes it
const std::string python_agents = std::string(R"({
  "weather-agent": {
    "agent_id": "11111111-2222-4333-8444-555555555555",
    "public_key": ")") + aim_vectors::k0_public + R"(",
    "private_key": ")" + aim_vectors::k0_private + R"(",
    "aim_url": "http://localhost:8080",
    "status": "verified",
    "trust_score": 0.91,
    "registered_at": "2025-10-24T16:00:00.123456+00:00",
    "extra": 1
  },
  "other": {
    "agent_id": "22222222-2222-4333-8444-555555555555",
    "public_key": ")" + aim_vectors::k1_public + R"(",
    "private_key": ")" + aim_vectors::k1_private + R"(",
    "aim_url": "http://localhost:8080"
  }
})";
const std::string python_sdk = R"({"aim_url": "http://localhost:8080", "refresh_token": "rt-1", "sdk_token_id": "jti", "user_id": "u", "email": "e@example.com", "more": [1]})";

TEST_F(KeyStore, AgentsInCredentialsJsonAreReadWithoutLoss) {
  const auto path = put("credentials.json", python_agents);
  const auto found = store().find_agent("weather-agent", "http://localhost:8080/");
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->key->public_key().to_base64(), aim_vectors::k0_public);
  EXPECT_EQ((*found)->trust_score, 0.91);
  EXPECT_EQ((*found)->other["extra"].as_int64(), 1);
  EXPECT_EQ(store().find_agent("other", "http://localhost:8080").value()->public_key->to_base64(), aim_vectors::k1_public);
  EXPECT_FALSE(*store().find_agent("weather-agent", server));
  EXPECT_FALSE(*store().find_agent("nobody", "http://localhost:8080"));
  EXPECT_FALSE(*store().find_sdk("http://localhost:8080"));
  EXPECT_EQ(store().agents().agents.size(), 2u);
  EXPECT_EQ(*store().stored_url("other").value(), "http://localhost:8080");
  // saving makes a file of ours and leaves theirs alone
  auto mine = **found;
  mine.status = "changed";
  ASSERT_TRUE(store().save_agent(mine));
  EXPECT_EQ(slurp(path), python_agents);
  EXPECT_EQ(store().find_agent("weather-agent", "http://localhost:8080").value()->status, "changed");
  EXPECT_EQ(store().find_agent("weather-agent", "http://localhost:8080").value()->other["extra"].as_int64(), 1);
}

TEST_F(KeyStore, TheSdkObjectInCredentialsJsonIsRead) {
  const auto path = put("credentials.json", python_sdk);
  const auto sdk = store().find_sdk("http://localhost:8080");
  ASSERT_TRUE(sdk && *sdk);
  EXPECT_EQ((*sdk)->refresh_token.reveal(), "rt-1");
  EXPECT_EQ((*sdk)->sdk_token_id, "jti");
  EXPECT_EQ((*sdk)->user_id, "u");
  EXPECT_EQ((*sdk)->email, "e@example.com");
  EXPECT_EQ((*sdk)->other["more"][0].as_int64(), 1);
  EXPECT_FALSE(*store().find_sdk(server));
  EXPECT_TRUE(store().agents().agents.empty());
  sdk_credentials next;
  next.aim_url = "http://localhost:8080";
  next.refresh_token = secret("rt-2 \"quoted\"");
  ASSERT_TRUE(store().save_sdk(std::move(next)));
  EXPECT_EQ(store().find_sdk("http://localhost:8080").value()->refresh_token.reveal(), "rt-2 \"quoted\"");
  EXPECT_EQ(slurp(path), python_sdk);
}

TEST_F(KeyStore, BothShapesInOneFileAreRead) {
  put("credentials.json", python_sdk.substr(0, python_sdk.size() - 1) + "," + python_agents.substr(1));
  EXPECT_TRUE(*store().find_agent("weather-agent", "http://localhost:8080"));
  const auto sdk = store().find_sdk("http://localhost:8080");
  ASSERT_TRUE(sdk && *sdk);
  EXPECT_FALSE((*sdk)->other.contains("weather-agent")) << "another agent's key is no part of the SDK's object";
  EXPECT_TRUE((*sdk)->other.contains("more"));
}

TEST_F(KeyStore, TheSdkTokensOfTwoAuthoritiesDoNotOverwriteOneAnother) {
  for (const char* url : {"https://a.example", "https://b.example"}) {
    sdk_credentials sdk;
    sdk.aim_url = url;
    sdk.refresh_token = secret(url);
    sdk.other["kept"] = url;
    ASSERT_TRUE(store().save_sdk(std::move(sdk)));
  }
  sdk_credentials again;
  again.aim_url = "https://b.example";
  again.refresh_token = secret("new");
  ASSERT_TRUE(store().save_sdk(std::move(again)));
  EXPECT_EQ(store().find_sdk("https://a.example").value()->refresh_token.reveal(), "https://a.example");
  EXPECT_EQ(store().find_sdk("https://b.example").value()->refresh_token.reveal(), "new");
  EXPECT_EQ(store().find_sdk("https://b.example").value()->other["kept"].as_string(), "https://b.example");
}

// an SDK object as a Fernet token; the key is the bytes 00..1f
constexpr const char* fernet_key = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
constexpr const char* fernet_token =
    "gAAAAABo-6KAAAECAwQFBgcICQoLDA0OD0cvVcubVC5cpi-jvA4C29PGudFmP6sPecLAQQ-1w5R6ishLJunDy06cAWef4Aqc-jYgN-7btVgUru"
    "02UeCLgWOETBmyDreBsgGgSA06mSm5Hxt3sjjdZUqu9l8rM8cjVP5HtDa-lO_r-Wg68aOYvc1X1rtPuLFng90waA9FOZdzmqFc6HPYZV8HQFUl"
    "8mPyKsR8waZ-WHW669gZS2cGGhvkw3_pp-NJCU2OTjFiwcwF";

TEST_F(KeyStore, TheEncryptedFileIsReadWithItsKeyOnly) {
  put("credentials.encrypted", fernet_token);
  EXPECT_FALSE(*store().find_sdk("http://localhost:8080")) << "no key, no entry";
  options.open_legacy = fernet_opener(secret(fernet_key));
  const auto sdk = store().find_sdk("http://localhost:8080");
  ASSERT_TRUE(sdk && *sdk) << (sdk ? "nothing" : sdk.error().message);
  EXPECT_EQ((*sdk)->refresh_token.reveal(), "rt-encrypted");
  options.open_legacy = fernet_opener(secret("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="));
  const auto wrong = store().find_sdk("http://localhost:8080");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(failed(wrong), make_error_code(crypto::errc::cannot_open));
  EXPECT_EQ(slurp(home + "/credentials.encrypted"), fernet_token);
}

TEST_F(KeyStore, ThePathOfCredentialsJsonCanBeGiven) {
  std::filesystem::create_directories(folder + "/elsewhere");
  options.variables = environment(std::map<std::string, std::string>{{"HOME", folder}, {"AIM_CREDENTIALS_PATH", folder + "/elsewhere/creds.json"}});
  std::ofstream(folder + "/elsewhere/creds.json") << python_agents;
  ::chmod((folder + "/elsewhere/creds.json").c_str(), 0600);
  EXPECT_TRUE(*store().find_agent("other", "http://localhost:8080"));
  ASSERT_TRUE(store().save_agent(agent("mine")));
  EXPECT_TRUE(std::filesystem::exists(folder + "/elsewhere/agents/mine.json"));
}

// ---- corrupt files

TEST_F(KeyStore, ACorruptFileIsReportedMovedAsideAndNeverOverwritten) {
  std::string logged;
  options.log = aval::log_hooks([&](aval::log_level, std::string_view, std::string_view text) { logged += text; });
  for (const std::string& bad : {std::string("{\"agent_id\": \"x\", \"private_key\": \"AAE"), std::string(), std::string("[1]"), std::string("\0\0\0\0", 4), std::string("{\"a\":1,\"a\":2}")}) {
    const auto path = put("agents/a.json", bad);
    const auto found = store().find_agent("a", server);
    ASSERT_FALSE(found) << bad;
    EXPECT_EQ(failed(found), make_error_code(store_errc::corrupt));
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_EQ(found.error().message.find("AAE"), std::string::npos) << "what the file holds is not repeated";
    EXPECT_NE(found.error().message.find("a.json.corrupt-4000000000"), std::string::npos) << found.error().message;
    EXPECT_FALSE(*store().find_agent("a", server)) << "reported once";
  }
  EXPECT_EQ(slurp(home + "/agents/a.json.corrupt-4000000000"), "{\"agent_id\": \"x\", \"private_key\": \"AAE");
  EXPECT_EQ(listing("/agents").size(), 5u) << "two in one second get two names";
  EXPECT_EQ(slurp(home + "/agents/a.json.corrupt-4000000000-3"), "[1]");
  EXPECT_NE(logged.find("moved to"), std::string::npos);
}

TEST_F(KeyStore, SavingOverACorruptFileKeepsItAside) {
  put("agents/a.json", "{broken");
  put("sdk_credentials.json", "{broken too");
  ASSERT_TRUE(store().save_agent(agent("a")));
  sdk_credentials sdk;
  sdk.aim_url = server;
  sdk.refresh_token = secret("t");
  ASSERT_TRUE(store().save_sdk(std::move(sdk)));
  EXPECT_EQ(slurp(home + "/agents/a.json.corrupt-4000000000"), "{broken");
  EXPECT_EQ(slurp(home + "/sdk_credentials.json.corrupt-4000000000"), "{broken too");
  EXPECT_TRUE(*store().find_agent("a", server));
}

TEST_F(KeyStore, ACorruptFileThatCannotBeMovedAsideIsNotOverwritten) {
  const auto path = put("agents/a.json", "{\"private_key\": \"AAE");
  const std::string aside = path + ".corrupt-4000000000";
  put("agents/a.json.corrupt-4000000000", "taken");  // every name that it could be moved to
  for (int n = 2; n <= 1000; ++n) std::filesystem::create_hard_link(aside, aside + "-" + std::to_string(n));
  const auto saved = store().save_agent(agent("a"));
  ASSERT_FALSE(saved);
  EXPECT_EQ(failed(saved), std::errc::file_exists);
  EXPECT_NE(saved.error().message.find("could not be moved aside"), std::string::npos) << saved.error().message;
  const auto found = store().find_agent("a", server);
  ASSERT_FALSE(found);
  EXPECT_EQ(failed(found), std::errc::file_exists);
  EXPECT_EQ(slurp(path), "{\"private_key\": \"AAE") << "what could be somebody's only key stays";
  std::filesystem::remove(aside + "-7");
  EXPECT_TRUE(store().save_agent(agent("a")));
  EXPECT_EQ(slurp(aside + "-7"), "{\"private_key\": \"AAE");
}

TEST_F(KeyStore, ACorruptCredentialsJsonIsMovedUnlessSomebodyIsWritingIt) {
  put("credentials.json", python_agents.substr(0, 100));
  options.clock = {};  // now
  auto found = store().find_agent("a", server);
  ASSERT_FALSE(found);
  EXPECT_EQ(failed(found), make_error_code(store_errc::corrupt));
  EXPECT_EQ(listing(), std::vector<std::string>{"credentials.json"});
  options.clock.wall = [] { return std::chrono::system_clock::now() + std::chrono::hours(1); };
  found = store().find_agent("a", server);
  ASSERT_FALSE(found);
  EXPECT_FALSE(std::filesystem::exists(home + "/credentials.json"));
  EXPECT_EQ(std::filesystem::exists(home + "/agents"), true);
  ASSERT_EQ(listing().size(), 2u);
  EXPECT_EQ(slurp(home + "/" + listing()[1]), python_agents.substr(0, 100));
}

TEST_F(KeyStore, OneBadFileDoesNotHideTheOthers) {
  ASSERT_TRUE(store().save_agent(agent("good")));
  put("agents/bad.json", "{");
  const auto all = store().agents();
  EXPECT_EQ(all.agents.size(), 1u);
  EXPECT_EQ(all.problems.size(), 1u);
  EXPECT_TRUE(*store().find_agent("good", server));
}

TEST_F(KeyStore, AKeyThatIsNotItsPublicKeyIsRefused) {
  std::string text = python_agents;
  text.replace(text.find(aim_vectors::k0_public), 44, aim_vectors::k1_public);
  put("credentials.json", text);
  const auto found = store().find_agent("weather-agent", "http://localhost:8080");
  ASSERT_FALSE(found);
  EXPECT_EQ(failed(found), make_error_code(store_errc::bad_key));
  EXPECT_NE(found.error().message.find("Public key does not match private key"), std::string::npos);
  put("agents/a.json", R"({"agent_id":"x","aim_url":"https://aim.example","private_key":"AAECAwQ"})");
  EXPECT_EQ(failed(store().find_agent("a", server)), make_error_code(store_errc::bad_key));
}

// ---- attacks

TEST_F(KeyStore, AFileThatOthersMayReadIsRefused) {
  ASSERT_TRUE(store().save_agent(agent("a")));
  for (const mode_t mode : {0640, 0604, 0660, 0666, 0644}) {
    ::chmod((home + "/agents/a.json").c_str(), mode);
    EXPECT_EQ(failed(store().find_agent("a", server)), make_error_code(store_errc::insecure_permissions)) << std::oct << mode;
  }
  put("credentials.json", python_sdk, 0644);
  EXPECT_EQ(failed(store().find_sdk("http://localhost:8080")), make_error_code(store_errc::insecure_permissions));
  options.variables = environment(std::map<std::string, std::string>{{"HOME", folder}, {"AIM_ALLOW_INSECURE_PERMISSIONS", "1"}});
  EXPECT_TRUE(*store().find_agent("a", server));
  EXPECT_TRUE(*store().find_sdk("http://localhost:8080"));
}

TEST_F(KeyStore, AFolderThatEverybodyMayWriteToIsRefused) {
  ASSERT_TRUE(store().save_agent(agent("a")));
  for (const auto& open : {home, home + "/agents"}) {
    ::chmod(open.c_str(), 0777);
    EXPECT_EQ(failed(store().save_agent(agent("b"))), make_error_code(store_errc::insecure_permissions));
    ::chmod(open.c_str(), 0700);
  }
  ::chmod((home + "/agents").c_str(), 0757);
  EXPECT_EQ(failed(store().find_agent("a", server)), make_error_code(store_errc::insecure_permissions));
  for (const mode_t fine : {0755, 0770, 01777}) {
    ::chmod((home + "/agents").c_str(), fine);
    EXPECT_TRUE(*store().find_agent("a", server)) << std::oct << fine;
  }
}

TEST_F(KeyStore, ASymlinkInPlaceOfTheFileIsNotWrittenThrough) {
  ASSERT_TRUE(store().save_agent(agent("first")));
  const std::string victim = folder + "/victim";
  std::ofstream(victim) << R"({"agent_id":"x","aim_url":"https://aim.example","note":"precious"})";
  ::chmod(victim.c_str(), 0600);
  std::filesystem::create_symlink(victim, home + "/agents/a.json");
  std::filesystem::create_symlink(folder + "/not-there", home + "/agents/b.json");
  const std::string before = slurp(victim);
  ASSERT_TRUE(store().save_agent(agent("a")));
  ASSERT_TRUE(store().save_agent(agent("b")));
  EXPECT_EQ(slurp(victim), before);
  EXPECT_FALSE(std::filesystem::exists(folder + "/not-there"));
  EXPECT_FALSE(std::filesystem::is_symlink(home + "/agents/a.json"));
  // a link to a broken file: the link is moved aside, its target stays
  std::ofstream(victim, std::ios::trunc) << "{broken";
  std::filesystem::create_symlink(victim, home + "/agents/c.json");
  EXPECT_EQ(failed(store().find_agent("c", server)), make_error_code(store_errc::corrupt));
  EXPECT_EQ(slurp(victim), "{broken");
  // and a link where the lock should be is not followed
  std::filesystem::remove(home + "/.lock");
  std::filesystem::create_symlink(folder + "/lock-target", home + "/.lock");
  EXPECT_FALSE(store().save_agent(agent("d")));
  EXPECT_FALSE(std::filesystem::exists(folder + "/lock-target"));
}

TEST_F(KeyStore, HugeStrangeAndDeepFilesAreErrorsThatDestroyNothing) {
  const auto path = put("agents/a.json", std::string(2 * 1024 * 1024, ' '));
  EXPECT_EQ(failed(store().find_agent("a", server)), std::errc::file_too_large);
  EXPECT_EQ(failed(store().save_agent(agent("a"))), std::errc::file_too_large);
  EXPECT_EQ(std::filesystem::file_size(path), 2u * 1024 * 1024);
  std::filesystem::remove(path);
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  EXPECT_FALSE(store().find_agent("a", server)) << "and does not wait for a writer";
  EXPECT_FALSE(store().save_agent(agent("a")));
  std::filesystem::remove(path);
  std::filesystem::create_directory(path);
  EXPECT_FALSE(store().find_agent("a", server));
  std::filesystem::remove(path);
  put("agents/a.json", std::string(500'000, '['));
  EXPECT_EQ(failed(store().find_agent("a", server)), make_error_code(store_errc::corrupt));
}

// ---- passphrase

TEST_F(KeyStore, UnderAPassphraseNoSecretStandsInTheFiles) {
  options.passphrase = shared_secret("canary-5f1c horse");
  options.seal = cheap;
  agent_credentials a = agent("a");
  a.next_key = crypto::parse_private_key(aim_vectors::k1_private).value();
  ASSERT_TRUE(store().save_agent(a));
  sdk_credentials sdk;
  sdk.aim_url = server;
  sdk.refresh_token = secret("canary-5f1c-refresh");
  ASSERT_TRUE(store().save_sdk(std::move(sdk)));
  const std::string text = slurp(home + "/agents/a.json") + slurp(home + "/sdk_credentials.json");
  for (const char* hidden : {aim_vectors::k0_private, aim_vectors::k1_private, "canary-5f1c-refresh", "AAECAwQFBgcICQoLDA0ODx"})
    EXPECT_EQ(text.find(hidden), std::string::npos) << hidden;
  EXPECT_EQ(store().find_agent("a", server).value()->key->public_key().to_base64(), aim_vectors::k0_public);
  EXPECT_EQ(store().find_agent("a", server).value()->next_key->public_key().to_base64(), aim_vectors::k1_public);
  EXPECT_EQ(store().find_sdk(server).value()->refresh_token.reveal(), "canary-5f1c-refresh");
  EXPECT_TRUE(store().agents().agents.at(0).sealed);
  EXPECT_TRUE(store().find_agent("a", server).value()->sealed);

  options.passphrase = shared_secret("wrong");
  EXPECT_EQ(failed(store().find_agent("a", server)), make_error_code(store_errc::wrong_passphrase));
  options.passphrase.reset();
  EXPECT_EQ(failed(store().find_agent("a", server)), make_error_code(store_errc::sealed));
  EXPECT_NE(store().find_agent("a", server).error().message.find("AIM_PASSPHRASE"), std::string::npos) << "says what to do";
  EXPECT_EQ(failed(store().find_sdk(server)), make_error_code(store_errc::sealed));
  EXPECT_EQ(failed(store().save_agent(agent("a"))), make_error_code(store_errc::sealed)) << "never weakened in passing";
  agent_credentials status = agent("a");
  status.key.reset();
  status.status = "suspended";
  EXPECT_TRUE(store().save_agent(status)) << "what needs no key needs no passphrase";
  options.passphrase = shared_secret("canary-5f1c horse");
  EXPECT_EQ(store().find_agent("a", server).value()->status, "suspended");
  EXPECT_TRUE(store().find_agent("a", server).value()->key);
  options.passphrase.reset();
  options.variables = aval::environment(std::map<std::string, std::string>{{"HOME", folder}, {"AIM_PASSPHRASE", "canary-5f1c horse"}});
  EXPECT_TRUE(store().find_agent("a", server).value()->key) << "the environment's passphrase";
}

TEST_F(KeyStore, ASealedKeyCannotBeMovedToAnotherEntry) {
  options.passphrase = shared_secret("p");
  options.seal = cheap;
  agent_credentials b = agent("b");
  b.key = crypto::parse_private_key(aim_vectors::k1_private).value();
  ASSERT_TRUE(store().save_agent(agent("a")));
  ASSERT_TRUE(store().save_agent(b));
  auto va = json::parse(slurp(home + "/agents/a.json")).value();
  const auto vb = json::parse(slurp(home + "/agents/b.json")).value();
  va["private_key"] = vb["private_key"];
  put("agents/a.json", json::write_pretty(va));
  const auto found = store().find_agent("a", server);
  ASSERT_FALSE(found);
  EXPECT_EQ(failed(found), make_error_code(store_errc::wrong_passphrase)) << "refused before anything is decrypted";
}

// ---- several processes, crashes, full disks

template <class F>
pid_t in_child(F f) {
  const pid_t pid = ::fork();
  if (pid == 0) ::_exit(f());
  return pid;
}
int wait_for(pid_t pid) {
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

TEST_F(KeyStore, TwentyProcessesSavingAtOnceLoseNothing) {
  constexpr int processes = 20, each = 5;
  int gate[2];
  ASSERT_EQ(::pipe(gate), 0);
  std::vector<pid_t> children;
  for (int p = 0; p < processes; ++p)
    children.push_back(in_child([&] {
      ::close(gate[1]);
      char c = 0;
      if (::read(gate[0], &c, 1) != 0) return 9;  // all start when the parent closes its end
      for (int i = 0; i < each; ++i) {
        if (!store().save_agent(agent("agent-" + std::to_string(p) + "-" + std::to_string(i)))) return 1;
        agent_credentials shared = agent("shared");  // one file, one member from each process
        shared.other["p" + std::to_string(p)] = i;
        if (!store().save_agent(shared)) return 2;
        sdk_credentials sdk;
        sdk.aim_url = server;
        sdk.refresh_token = secret("t" + std::to_string(p));
        sdk.other["p" + std::to_string(p)] = i;
        if (!store().save_sdk(std::move(sdk))) return 3;
        const auto found = store().find_agent("shared", server);
        if (!found || !*found || !(*found)->key) return 4;  // a reader never sees half a file
      }
      return 0;
    }));
  ::close(gate[0]);
  ::close(gate[1]);
  for (const pid_t pid : children) EXPECT_EQ(wait_for(pid), 0);
  for (int p = 0; p < processes; ++p)
    for (int i = 0; i < each; ++i) EXPECT_TRUE(*store().find_agent("agent-" + std::to_string(p) + "-" + std::to_string(i), server));
  const auto shared = store().find_agent("shared", server).value();
  const auto sdk = store().find_sdk(server).value();
  for (int p = 0; p < processes; ++p) {
    EXPECT_TRUE(shared->other.contains("p" + std::to_string(p))) << p;
    EXPECT_TRUE(sdk->other.contains("p" + std::to_string(p))) << p;
  }
  EXPECT_EQ(listing("/agents").size(), static_cast<std::size_t>(processes * each) + 1) << "no temporary file is left";
}

TEST_F(KeyStore, ThreadsOfOneProcessExcludeOneAnotherToo) {
  std::vector<std::thread> threads;
  const key_store one = store();
  std::vector<int> failed(8, 0);
  for (std::size_t t = 0; t < failed.size(); ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 5; ++i) {
        agent_credentials shared = agent("shared");
        shared.other["t" + std::to_string(t)] = i;
        failed[t] += !one.save_agent(shared);
      }
    });
  for (auto& t : threads) t.join();
  for (std::size_t t = 0; t < failed.size(); ++t) {
    EXPECT_EQ(failed[t], 0);
    EXPECT_TRUE(one.find_agent("shared", server).value()->other.contains("t" + std::to_string(t)));
  }
}

TEST_F(KeyStore, AProcessKilledWhileSavingLeavesAReadableFile) {
  for (int round = 0; round < 15; ++round) {
    int progress[2];
    ASSERT_EQ(::pipe(progress), 0);
    const pid_t child = in_child([&] {
      ::close(progress[0]);
      for (int i = 0;; ++i) {
        agent_credentials a = agent("a");
        a.other["filling"] = std::string(20'000 + i % 3, 'x');
        if (!store().save_agent(a)) return 1;
        if (::write(progress[1], "x", 1) != 1) return 2;
      }
    });
    ::close(progress[1]);
    char c = 0;
    for (int i = 0; i <= round; ++i) ASSERT_EQ(::read(progress[0], &c, 1), 1);
    ::kill(child, SIGKILL);
    EXPECT_EQ(wait_for(child), 1000 + SIGKILL);
    ::close(progress[0]);
    const auto found = store().find_agent("a", server);
    ASSERT_TRUE(found && *found) << (found ? "nothing" : found.error().message);
    EXPECT_EQ((*found)->key->public_key().to_base64(), aim_vectors::k0_public);
    EXPECT_GE((*found)->other["filling"].as_string().size(), 20'000u);
  }
  put("agents/a.json.tmp-1-1", "left by the dead");
  ASSERT_TRUE(store().save_agent(agent("b"))) << "the lock died with its holder";
  EXPECT_EQ(listing("/agents"), (std::vector<std::string>{"a.json", "b.json"})) << "what the dead left is removed";
}

TEST_F(KeyStore, AFullDiskLeavesTheOldFile) {
  ASSERT_TRUE(store().save_agent(agent("a")));
  const std::string before = slurp(home + "/agents/a.json");
  for (const rlim_t room : {rlim_t{0}, rlim_t{1}, rlim_t{100}, rlim_t{4096}}) {
    const int status = wait_for(in_child([&] {
      ::signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{room, room};
      ::setrlimit(RLIMIT_FSIZE, &limit);
      agent_credentials a = agent("a");
      a.status = "changed";
      a.other["filling"] = std::string(10'000, 'x');
      const auto saved = store().save_agent(a);
      return saved ? 1 : saved.error().code == std::errc::file_too_large ? 0 : 2;
    }));
    EXPECT_EQ(status, 0) << room;
    EXPECT_EQ(slurp(home + "/agents/a.json"), before);
    EXPECT_EQ(listing("/agents"), std::vector<std::string>{"a.json"});
  }
  EXPECT_TRUE(*store().find_agent("a", server));
}

TEST_F(KeyStore, TheTokenLockIsHeldByOneAtATime) {
  auto lock = store().lock_tokens();
  ASSERT_TRUE(lock);
  EXPECT_EQ(wait_for(in_child([&] { return aval::detail::file_lock::acquire(home + "/.tokens.lock", false) ? 1 : 0; })), 0);
  { const auto released = std::move(*lock); }
  EXPECT_EQ(wait_for(in_child([&] { return aval::detail::file_lock::acquire(home + "/.tokens.lock", false) ? 0 : 1; })), 0);
  EXPECT_TRUE(store().save_agent(agent("a"))) << "saving while it is held does not wait";
}

}  // namespace
