// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/config_yaml.hpp"
#include "core/failed.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <sys/stat.h>

namespace {

using namespace aval::aim;
using aval::environment;
using namespace std::chrono_literals;

environment variables_of(std::map<std::string, std::string> variables) { return environment(std::move(variables)); }

class ConfigYaml : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (std::filesystem::temp_directory_path() / "aval-yaml-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder = pattern;
    std::filesystem::create_directory(folder + "/.aim");
  }
  void TearDown() override { std::filesystem::remove_all(folder); }
  std::string put(const std::string& text, const std::string& name = "config.yaml", mode_t mode = 0644) {
    const std::string path = folder + "/" + name;
    std::ofstream(path, std::ios::trunc) << text;
    ::chmod(path.c_str(), mode);
    return path;
  }
  std::string message(const std::string& text) {
    const auto c = load_config(put(text));
    if (c) return "read";
    EXPECT_EQ(failed(c), make_error_code(aval::errc::invalid_argument)) << c.error().message;
    const std::string head = folder + "/config.yaml";
    EXPECT_TRUE(c.error().message.starts_with(head)) << c.error().message;
    return c.error().message.substr(head.size());
  }
  std::string folder;
};

constexpr const char* guide = R"(# AIM SDK Configuration
aim_url: "http://localhost:8081"
timeout: 31
retry_attempts: 4
debug: false

# Logging
log_level: "INFO"
log_file: "~/.aim/aim-sdk.log"

# Security
verify_ssl: true
)";

TEST_F(ConfigYaml, TheFileOfTheGuideIsRead) {
  const environment home = variables_of({{"HOME", folder}});
  put(guide);
  const auto c = load_config("~/config.yaml", home);
  ASSERT_TRUE(c) << c.error().message;
  EXPECT_EQ(*c->aim_url, "http://localhost:8081");
  EXPECT_EQ(*c->timeout, 31s);
  EXPECT_EQ(*c->retry_attempts, 4);
  EXPECT_FALSE(*c->debug);
  EXPECT_EQ(*c->log_level, aval::log_level::info);
  EXPECT_EQ(*c->log_file, folder + "/.aim/aim-sdk.log");
  EXPECT_TRUE(*c->verify_ssl);
  EXPECT_TRUE(c->warnings.empty());
  EXPECT_EQ(c->timeout.from(), origin::file);
  EXPECT_EQ(c->timeout.where(), folder + "/config.yaml:3");
  EXPECT_FALSE(c->private_key);
}

TEST_F(ConfigYaml, EnvironmentGoesBeforeTheLoadedFileAndThatBeforeTheHomeFile) {
  const std::string loaded_path = put("aim_url: http://loaded\ntimeout: 2\n", "loaded.yaml");
  put("aim_url: http://home\ntimeout: 3\nretry_attempts: 5\n", ".aim/config.yaml");
  resolve_options o;
  o.variables = variables_of({{"HOME", folder}, {"AIM_URL", "http://environment"}});
  auto given = load_config(loaded_path, o.variables).value();
  const auto c = resolve_config(given, o);
  ASSERT_TRUE(c) << c.error().message;
  EXPECT_EQ(*c->aim_url, "http://environment");
  EXPECT_EQ(*c->timeout, 2s);
  EXPECT_EQ(*c->retry_attempts, 5);
  EXPECT_EQ(c->retry_attempts.from(), origin::home_file);
  given.aim_url = "http://argument";
  EXPECT_EQ(*resolve_config(given, o)->aim_url, "http://argument");
  o.home_file = false;
  EXPECT_EQ(*resolve_config(given, o)->retry_attempts, 3);
}

TEST_F(ConfigYaml, UnknownKeysAreWarningsThatNameThem) {
  const auto c = load_config(put("aim_url: http://a\naim_ulr: http://b\nnested:\n  a: [1, 2]\n"));
  ASSERT_TRUE(c) << c.error().message;
  ASSERT_EQ(c->warnings.size(), 2u);
  EXPECT_EQ(c->warnings[0], folder + "/config.yaml:2: unknown setting \"aim_ulr\" is ignored");
  EXPECT_NE(c->warnings[1].find("\"nested\""), std::string::npos);
  std::string logged;
  resolve_options o;
  o.variables = variables_of({});
  o.log = aval::log_hooks([&](aval::log_level, std::string_view, std::string_view text) { logged += text; });
  ASSERT_TRUE(resolve_config(*c, o));
  EXPECT_NE(logged.find("aim_ulr"), std::string::npos);
}

TEST_F(ConfigYaml, WrongTypesAreErrorsThatNameKeyAndLine) {
  EXPECT_EQ(message("debug: true\ntimeout: soon\n"), ":2: timeout: expected seconds, more than 0 and at most 86400");
  EXPECT_EQ(message("timeout: \"30\"\n"), ":1: timeout: expected seconds, more than 0 and at most 86400");
  EXPECT_EQ(message("timeout: [30]\n").substr(0, 11), ":1: timeout");
  EXPECT_EQ(message("timeout: -5\n").substr(0, 11), ":1: timeout");
  EXPECT_EQ(message("\n\nretry_attempts: 1.5\n"), ":3: retry_attempts: expected a number from 0 to 100");
  EXPECT_EQ(message("debug: 1\n"), ":1: debug: expected true or false");
  EXPECT_EQ(message("debug: \"true\"\n"), ":1: debug: expected true or false");
  EXPECT_EQ(message("verify_ssl:\n"), ":1: verify_ssl: expected true or false");
  EXPECT_EQ(message("log_level: VERBOSE\n"), ":1: log_level: expected DEBUG, INFO, WARNING or ERROR");
  EXPECT_EQ(message("log_file: {a: b}\n"), ":1: log_file: expected a path");
  EXPECT_EQ(message("aim_url: [a]\n"), ":1: aim_url: expected a URL");
  EXPECT_EQ(message("a: b\naim_url: localhost:8080\n").substr(0, 11), ":2: aim_url");
  EXPECT_EQ(message("timeout: 1\ntimeout: 2\n"), ":2: timeout is set twice");
  EXPECT_EQ(message("- a\n- b\n").substr(0, 3), ":1:");
  EXPECT_EQ(message("just words\n").substr(0, 3), ":1:");
  EXPECT_EQ(message("? [a, b]\n: c\n").substr(0, 3), ":1:");
}

TEST_F(ConfigYaml, BrokenHugeAndHostileFilesAreErrors) {
  EXPECT_NE(message("aim_url: \"unfinished\n"), "read");
  EXPECT_NE(message("a: b: c: d\n\t- x"), "read");
  EXPECT_NE(message(std::string(30'000, '[')), "read") << "nesting does not exhaust the stack";
  EXPECT_NE(message("a: *nothing\n"), "read");
  EXPECT_EQ(failed(load_config(put(std::string(70'000, '#')))), std::errc::file_too_large);
  EXPECT_EQ(failed(load_config(folder + "/none.yaml")), std::errc::no_such_file_or_directory);
  EXPECT_FALSE(load_config(folder));
  EXPECT_EQ(message(""), "read");
  EXPECT_EQ(message("# nothing\n"), "read");
  EXPECT_EQ(message("\xEF\xBB\xBF" "debug: true\r\ntimeout: 3\r\n"), "read");
}

TEST_F(ConfigYaml, AFileWithKeysIsForItsOwnerOnly) {
  EXPECT_FALSE(load_config(put("private_key: abc\n", "k.yaml", 0644)));
  EXPECT_FALSE(load_config(put("api_key: abc\n", "k.yaml", 0640)));
  const auto c = load_config(put("private_key: abc\napi_key: def\nagent_name: n\n", "k.yaml", 0600));
  ASSERT_TRUE(c) << c.error().message;
  EXPECT_EQ(c->private_key->reveal(), "abc");
  EXPECT_EQ(c->api_key->reveal(), "def");
  EXPECT_TRUE(load_config(put("api_key: abc\n", "k.yaml", 0644), variables_of({{"AIM_ALLOW_INSECURE_PERMISSIONS", "1"}})));
}

TEST_F(ConfigYaml, WithoutTheReaderAPresentFileIsLoggedAsIgnored) {
  put("aim_url: http://home\n", ".aim/config.yaml");
  const auto loader = aval::aim::detail::home_config_loader.exchange(nullptr);
  std::string logged;
  resolve_options o;
  o.variables = variables_of({{"HOME", folder}});
  o.log = aval::log_hooks([&](aval::log_level level, std::string_view, std::string_view text) { logged += std::string(to_string(level)) + std::string(text); });
  const auto c = resolve_config({}, o);
  aval::aim::detail::home_config_loader.store(loader);
  ASSERT_TRUE(c);
  EXPECT_EQ(*c->aim_url, "http://localhost:8080");
  EXPECT_EQ(logged, "WARNING" + folder + "/.aim/config.yaml is ignored: this program was built without aval/aim/config_yaml.hpp");
}

TEST_F(ConfigYaml, AHomeFileThatCannotBeReadIsAnErrorNotSilence) {
  put("timeout: soon\n", ".aim/config.yaml");
  resolve_options o;
  o.variables = variables_of({{"HOME", folder}});
  const auto c = resolve_config({}, o);
  ASSERT_FALSE(c);
  EXPECT_NE(c.error().message.find(".aim/config.yaml:1: timeout"), std::string::npos);
}

}  // namespace
