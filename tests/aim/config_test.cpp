// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/aim/config.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace aval::aim;
using aval::environment;
using namespace std::chrono_literals;

environment vars(std::map<std::string, std::string> variables) { return environment(std::move(variables)); }

resolve_options only(std::map<std::string, std::string> variables) {
  resolve_options o;
  o.variables = environment(std::move(variables));
  return o;
}

TEST(Config, DefaultsAreThoseOfTheGuide) {
  const auto c = resolve_config({}, only({}));
  ASSERT_TRUE(c) << c.error().message;
  EXPECT_EQ(*c->aim_url, "http://localhost:8080");
  EXPECT_EQ(*c->timeout, 30s);
  EXPECT_EQ(*c->retry_attempts, 3);
  EXPECT_FALSE(*c->debug);
  EXPECT_TRUE(*c->verify_ssl);
  EXPECT_EQ(*c->log_level, aval::log_level::info);
  EXPECT_FALSE(c->private_key || c->api_key || c->log_file);
  EXPECT_EQ(c->aim_url.from(), origin::standard);
}

TEST(Config, AllVariablesAreRead) {
  const auto c = resolve_config({}, only({{"AIM_URL", "https://aim.example/"}, {"AIM_PRIVATE_KEY", "@key.pem"}, {"AIM_PUBLIC_KEY", "pub"},
                                          {"AIM_API_KEY", "aim_live_x"}, {"AIM_PASSPHRASE", "correct horse"}, {"AIM_AGENT_NAME", "weather"}, {"AIM_AGENT_ID", "id"},
                                          {"AIM_ORGANIZATION_ID", "org"}, {"AIM_DEBUG", "Yes"}, {"AIM_TIMEOUT", "2.5"},
                                          {"AIM_RETRY_ATTEMPTS", "0"}, {"AIM_LOG_LEVEL", "warning"}, {"AIM_LOG_FILE", "~/x.log"},
                                          {"AIM_VERIFY_SSL", "off"}, {"AIM_AUTO_REGISTER", "0"}, {"AIM_STRICT_MODE", "no"}, {"HOME", "/home/me"}}));
  ASSERT_TRUE(c) << c.error().message;
  EXPECT_EQ(*c->aim_url, "https://aim.example/");
  EXPECT_EQ(c->private_key->reveal(), "@key.pem");
  EXPECT_EQ(*c->public_key, "pub");
  EXPECT_EQ(c->api_key->reveal(), "aim_live_x");
  EXPECT_EQ(c->passphrase->reveal(), "correct horse");
  EXPECT_EQ(*c->agent_name, "weather");
  EXPECT_EQ(*c->agent_id, "id");
  EXPECT_EQ(*c->organization_id, "org");
  EXPECT_TRUE(*c->debug);
  EXPECT_EQ(*c->timeout, 2500ms);
  EXPECT_EQ(*c->retry_attempts, 0);
  EXPECT_EQ(*c->log_level, aval::log_level::warning);
  EXPECT_EQ(*c->log_file, "/home/me/x.log");
  EXPECT_FALSE(*c->verify_ssl);
  EXPECT_FALSE(*c->auto_register);
  EXPECT_FALSE(*c->strict_mode);
  int from_environment = 0;
  config::each(*c, [&](const char*, const auto& s) { from_environment += s.from() == origin::environment && !s.where().empty(); });
  EXPECT_EQ(from_environment, 16);
}

TEST(Config, TheOtherNameOfTheUrlIsWeaker) {
  EXPECT_EQ(*config_from_environment(vars({{"AIM_BASE_URL", "http://b"}}))->aim_url, "http://b");
  EXPECT_EQ(*config_from_environment(vars({{"AIM_BASE_URL", "http://b"}, {"AIM_URL", "http://a"}}))->aim_url, "http://a");
}

TEST(Config, AStrongerOriginWinsWhateverTheOrderOfMerging) {
  const std::vector<origin> all = {origin::argument, origin::environment, origin::file, origin::home_file, origin::stored, origin::standard};
  for (std::size_t strong = 0; strong < all.size(); ++strong)
    for (std::size_t weak = strong + 1; weak < all.size(); ++weak) {
      const setting<int> a(1, all[strong]), b(2, all[weak]);
      setting<int> x = a, y = b;
      x.merge(b);
      y.merge(a);
      EXPECT_EQ(*x, 1);
      EXPECT_EQ(*y, 1);
      setting<int> z = b;
      z.merge({});
      EXPECT_EQ(*z, 2);
    }
}

TEST(Config, ALoadedConfigurationGivenAsArgumentStaysWeakerThanTheEnvironment) {
  config loaded;
  loaded.aim_url = setting<std::string>("http://file", origin::file, "c.yaml:1");
  loaded.timeout = setting<std::chrono::milliseconds>(7s, origin::file, "c.yaml:2");
  loaded.retry_attempts = 9;  // the program's own word after loading
  const auto c = resolve_config(loaded, only({{"AIM_URL", "http://environment"}, {"AIM_RETRY_ATTEMPTS", "1"}}));
  ASSERT_TRUE(c);
  EXPECT_EQ(*c->aim_url, "http://environment");
  EXPECT_EQ(*c->timeout, 7s) << "and stronger than the default";
  EXPECT_EQ(c->timeout.where(), "c.yaml:2");
  EXPECT_EQ(*c->retry_attempts, 9);
}

TEST(Config, TheStoredUrlIsStrongerThanTheDefaultOnly) {
  auto c = resolve_config({}, only({})).value();
  c.aim_url.merge({"http://stored", origin::stored});
  EXPECT_EQ(*c.aim_url, "http://stored");
  auto d = resolve_config({}, only({{"AIM_URL", "http://environment"}})).value();
  d.aim_url.merge({"http://stored", origin::stored});
  EXPECT_EQ(*d.aim_url, "http://environment");
}

TEST(Config, DesignatedInitialisersAndPlainValuesAreArguments) {
  const config c{.aim_url = "http://here", .private_key = "text", .timeout = 5s, .debug = true};
  EXPECT_EQ(c.aim_url.from(), origin::argument);
  EXPECT_EQ(*c.timeout, 5000ms);
  const config copy = c;
  EXPECT_EQ(copy.private_key->reveal(), "text");
}

TEST(Config, ValuesThatCannotBeUsedAreErrorsThatNameTheVariable) {
  for (const auto& [name, value] : std::vector<std::pair<std::string, std::string>>{
           {"AIM_TIMEOUT", "abc"}, {"AIM_TIMEOUT", "0"}, {"AIM_TIMEOUT", "-1"}, {"AIM_TIMEOUT", "1e3"}, {"AIM_TIMEOUT", "86401"}, {"AIM_TIMEOUT", "."},
           {"AIM_TIMEOUT", "1."}, {"AIM_TIMEOUT", "99999999999"}, {"AIM_TIMEOUT", "30s"}, {"AIM_RETRY_ATTEMPTS", "-1"}, {"AIM_RETRY_ATTEMPTS", "101"},
           {"AIM_RETRY_ATTEMPTS", "3.0"}, {"AIM_RETRY_ATTEMPTS", " 3"}, {"AIM_DEBUG", "maybe"}, {"AIM_LOG_LEVEL", "LOUD"}, {"AIM_URL", "ftp://x"},
           {"AIM_URL", "not a url"}, {"AIM_URL", "http://user:pass@host"}, {"AIM_URL", "http://host/?q"}, {"AIM_URL", "ws://host"}, {"AIM_VERIFY_SSL", "2"}}) {
    const auto c = resolve_config({}, only({{name, value}}));
    ASSERT_FALSE(c) << name << "=" << value;
    EXPECT_EQ(c.error().code, make_error_code(aval::errc::invalid_argument));
    EXPECT_TRUE(c.error().message.starts_with(name + ": ")) << c.error().message;
    EXPECT_EQ(c.error().message.find("pass@"), std::string::npos);
  }
  EXPECT_TRUE(resolve_config({}, only({{"AIM_TIMEOUT", ""}})));
  EXPECT_FALSE(resolve_config(config{.timeout = 0ms}, only({})));
  EXPECT_FALSE(resolve_config(config{.retry_attempts = -1}, only({})));
  EXPECT_FALSE(resolve_config(config{.aim_url = "nonsense"}, only({})));
  EXPECT_FALSE(resolve_config(config{.passphrase = ""}, only({})));
}

TEST(Config, UrlsOfOneAuthorityHaveOneSpelling) {
  for (const char* same : {"https://aim.example", "https://aim.example/", "HTTPS://AIM.Example:443", "https://aim.example:443///", "https://aim.example#x"})
    EXPECT_EQ(normalise_url(same).value(), "https://aim.example") << same;
  EXPECT_EQ(normalise_url("http://localhost:8080/").value(), "http://localhost:8080");
  EXPECT_EQ(normalise_url("http://[::1]:80/base/").value(), "http://[::1]/base");
  EXPECT_NE(normalise_url("http://aim.example").value(), normalise_url("https://aim.example").value());
  EXPECT_NE(normalise_url("https://aim.example:8443").value(), normalise_url("https://aim.example").value());
}

TEST(Config, TheFolderOfAim) {
  EXPECT_EQ(aim_home(vars({{"HOME", "/home/me"}})).value(), "/home/me/.aim");
  EXPECT_EQ(aim_home(vars({{"HOME", "/home/me"}, {"AIM_HOME", "~/other/"}})).value(), "/home/me/other");
  EXPECT_EQ(aim_home(vars({{"HOME", "/home/me"}, {"AIM_CREDENTIALS_PATH", "/etc/aim/credentials.json"}})).value(), "/etc/aim");
  EXPECT_EQ(aim_home(vars({{"AIM_CREDENTIALS_PATH", "/etc/aim"}})).value(), "/etc/aim");
  EXPECT_EQ(aim_home(vars({{"AIM_CREDENTIALS_PATH", "credentials.json"}})).value(), ".");
  EXPECT_FALSE(aim_home(vars({})));
}

TEST(Config, TheLogFileGetsWhatTheLevelLetsThrough) {
  const auto folder = std::filesystem::temp_directory_path() / ("aval-config-log-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "a.log").string();
  const auto log = open_log(config{.log_level = aval::log_level::warning, .log_file = path});
  ASSERT_TRUE(log);
  log->log(aval::log_level::info, "aim", "not this");
  log->log(aval::log_level::warning, "aim", "this");
  const auto everything = open_log(config{.debug = true, .log_level = aval::log_level::error, .log_file = path});
  everything->log(aval::log_level::debug, "aim", "and that");
  std::ifstream in(path);
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  EXPECT_EQ(text.find("not this"), std::string::npos);
  EXPECT_NE(text.find("WARNING aim: this"), std::string::npos);
  EXPECT_NE(text.find("DEBUG aim: and that"), std::string::npos);
  EXPECT_FALSE(open_log(config{})->enabled(aval::log_level::error));
  EXPECT_FALSE(open_log(config{.log_file = (folder / "none/a.log").string()}));
  std::filesystem::remove_all(folder);
}

}  // namespace
