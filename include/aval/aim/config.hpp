// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <unistd.h>

#include "aval/aim/config_base.hpp"
#include "aval/core/environment.hpp"
#include "aval/core/error.hpp"
#include "aval/core/log_file.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/result.hpp"
#include "aval/core/secret.hpp"

/*  The settings of an agent and where each of them comes from (AIM specification 3.2).
 *
 *    argument > environment > loaded file > ~/.aim/config.yaml > stored credentials > default
 *
 *  Every value remembers its origin, and merging keeps the stronger one. Therefore a configuration that load_config() read may simply be
 *  given to secure() as an argument: its values still count as those of a file, so the environment goes before them, and a member that
 *  the program sets itself (`config.timeout = 5s`) counts as the program's own word.
 *
 *  Files are read by the opt-in header aim/config_yaml.hpp. */

namespace aval {
inline namespace v0 {
namespace aim {

/** Where a value comes from, strongest first. */
enum class origin : unsigned char { argument, environment, file, home_file, stored, standard };

inline std::string_view to_string(origin o) noexcept {
  switch (o) {
    case origin::argument: return "argument";
    case origin::environment: return "environment";
    case origin::file: return "file";
    case origin::home_file: return "home file";
    case origin::stored: return "stored credentials";
    case origin::standard: return "default";
  }
  return "?";
}

/** A value that may be absent, with its origin. Assigning a plain value makes it an argument. */
template <class T>
class setting {
 public:
  setting() = default;
  template <class U>
    requires(std::is_convertible_v<U &&, T> && !std::is_same_v<std::remove_cvref_t<U>, setting>)
  setting(U&& value) : value_(std::forward<U>(value)) {}  // NOLINT: implicit on purpose
  setting(T value, aim::origin from, std::string where = {}) : value_(std::move(value)), from_(from), where_(std::move(where)) {}

  bool has_value() const noexcept { return value_.has_value(); }
  explicit operator bool() const noexcept { return has_value(); }
  /** Precondition of both: there is a value. */
  const T& operator*() const noexcept { return *value_; }
  const T* operator->() const noexcept { return &*value_; }
  T value_or(T other) const { return value_.value_or(std::move(other)); }

  aim::origin from() const noexcept { return from_; }
  /** For people: "AIM_TIMEOUT", "/home/me/.aim/config.yaml:3"; empty for arguments and defaults. */
  const std::string& where() const noexcept { return where_; }

  /** Takes the other one if this is empty or the other's origin is stronger. */
  void merge(const setting& other) {
    if (other.has_value() && (!has_value() || other.from_ < from_)) *this = other;
  }

 private:
  std::optional<T> value_ = {};
  aim::origin from_ = aim::origin::argument;
  std::string where_ = {};
};

/** A secret that a configuration can hold and copy: copies share one wiped piece of memory. */
class shared_secret {
 public:
  shared_secret(secret s) : text_(std::make_shared<const secret>(std::move(s))) {}       // NOLINT: implicit on purpose
  shared_secret(std::string_view text) : text_(std::make_shared<const secret>(text)) {}  // NOLINT
  shared_secret(const std::string& text) : shared_secret(std::string_view(text)) {}      // NOLINT
  shared_secret(const char* text) : shared_secret(std::string_view(text)) {}             // NOLINT
  std::string_view reveal() const noexcept { return text_->reveal(); }
  secret clone() const { return text_->clone(); }

 private:
  std::shared_ptr<const secret> text_;
};

/** All settings. An empty one leaves everything to the environment, the files and the defaults. */
struct config {
  setting<std::string> aim_url = {};                      ///< the authority; default http://localhost:8080
  setting<std::string> agent_name = {};                   ///< AIM_AGENT_NAME
  setting<std::string> agent_id = {};                     ///< AIM_AGENT_ID
  setting<std::string> organization_id = {};              ///< AIM_ORGANIZATION_ID
  setting<shared_secret> private_key = {};                ///< any form that crypto::load_private_key takes, also @path
  setting<std::string> public_key = {};                   ///< AIM_PUBLIC_KEY: must belong to private_key when both are set
  setting<shared_secret> api_key = {};                    ///< AIM_API_KEY
  setting<shared_secret> passphrase = {};                 ///< AIM_PASSPHRASE: stored private keys and tokens are under it; never empty
  setting<std::chrono::milliseconds> timeout = {};        ///< of one request; default 30 s
  setting<int> retry_attempts = {};                       ///< further tries after the first; default 3; 0: none
  setting<bool> debug = {};                               ///< log everything; default false
  setting<aval::log_level> log_level = {};                ///< default INFO
  setting<std::string> log_file = {};                     ///< default: none
  setting<bool> verify_ssl = {};                          ///< default true
  setting<bool> auto_register = {};                       ///< register an agent that is not known yet; default true
  setting<bool> strict_mode = {};                         ///< AIM_STRICT_MODE: an agent that cannot be verified fails; default true
  std::vector<std::string> warnings = {};                 ///< what reading brought up: unknown keys, values that were taken with a doubt

  /** Takes each value of `other` that this one lacks or that has a stronger origin, and its warnings. */
  void merge(const config& other);

  /** Every value with its name, in the order above: f("aim_url", aim_url). */
  template <class Self, class F>
  static void each(Self& self, F f) {
    f("aim_url", self.aim_url);
    f("agent_name", self.agent_name);
    f("agent_id", self.agent_id);
    f("organization_id", self.organization_id);
    f("private_key", self.private_key);
    f("public_key", self.public_key);
    f("api_key", self.api_key);
    f("passphrase", self.passphrase);
    f("timeout", self.timeout);
    f("retry_attempts", self.retry_attempts);
    f("debug", self.debug);
    f("log_level", self.log_level);
    f("log_file", self.log_file);
    f("verify_ssl", self.verify_ssl);
    f("auto_register", self.auto_register);
    f("strict_mode", self.strict_mode);
  }
};

inline void config::merge(const config& other) {
  aim_url.merge(other.aim_url);
  agent_name.merge(other.agent_name);
  agent_id.merge(other.agent_id);
  organization_id.merge(other.organization_id);
  private_key.merge(other.private_key);
  public_key.merge(other.public_key);
  api_key.merge(other.api_key);
  passphrase.merge(other.passphrase);
  timeout.merge(other.timeout);
  retry_attempts.merge(other.retry_attempts);
  debug.merge(other.debug);
  log_level.merge(other.log_level);
  log_file.merge(other.log_file);
  verify_ssl.merge(other.verify_ssl);
  auto_register.merge(other.auto_register);
  strict_mode.merge(other.strict_mode);
  warnings.insert(warnings.end(), other.warnings.begin(), other.warnings.end());
}

namespace detail {

inline failure bad_setting(const std::string& where, std::string_view what) {
  return {make_error_code(aval::errc::invalid_argument), where + ": " + std::string(what)};
}

inline constexpr std::string_view timeout_rule = "expected seconds, more than 0 and at most 86400";
inline constexpr std::string_view retry_rule = "expected a number from 0 to 100";
inline constexpr std::string_view level_rule = "expected DEBUG, INFO, WARNING or ERROR";
inline constexpr std::string_view passphrase_rule = "an empty passphrase protects nothing";
inline constexpr std::string_view flag_rule = "expected true or false";

/** Seconds with up to three decimals, "30", "2.5"; no signs, exponents or blanks. */
inline std::optional<std::chrono::milliseconds> parse_seconds(std::string_view text) noexcept {
  const auto dot = text.find('.');
  const std::string_view whole = text.substr(0, dot), part = dot == text.npos ? std::string_view{} : text.substr(dot + 1);
  std::int64_t seconds = 0, rest = 0;
  const auto digits = [](std::string_view s, std::int64_t& n) {
    if (s.empty() || s.size() > 9) return false;
    for (const char c : s) {
      if (c < '0' || c > '9') return false;
      n = n * 10 + (c - '0');
    }
    return true;
  };
  if (!digits(whole, seconds) || (dot != text.npos && (part.size() > 3 || !digits(part, rest)))) return {};
  for (std::size_t i = part.size(); i < 3; ++i) rest *= 10;
  const std::int64_t all = seconds * 1000 + rest;
  if (all <= 0 || all > 86'400'000) return {};
  return std::chrono::milliseconds(all);
}

inline std::optional<int> parse_attempts(std::string_view text) noexcept {
  int n = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), n);
  if (text.empty() || end.ec != std::errc{} || end.ptr != text.data() + text.size() || n < 0 || n > 100) return {};
  return n;
}

/** The loader that aim/config_yaml.hpp puts here when a program includes it. */
using config_loader = result<config> (*)(const std::string& path, const environment& variables, origin from);
inline std::atomic<config_loader> home_config_loader{nullptr};

}  // namespace detail

/** What the environment says: AIM_URL (or AIM_BASE_URL), AIM_PRIVATE_KEY, AIM_PUBLIC_KEY, AIM_API_KEY, AIM_PASSPHRASE, AIM_AGENT_NAME,
 *  AIM_AGENT_ID, AIM_ORGANIZATION_ID, AIM_DEBUG, AIM_TIMEOUT (seconds), AIM_RETRY_ATTEMPTS, AIM_LOG_LEVEL, AIM_LOG_FILE, AIM_VERIFY_SSL,
 *  AIM_AUTO_REGISTER, AIM_STRICT_MODE. Set but empty counts as absent.
 *  @par Errors   aval::errc::invalid_argument; the message begins with the variable's name. */
inline result<config> config_from_environment(const environment& variables = {}) {
  config out;
  failure bad;
  const auto text = [&](setting<std::string>& to, const char* name) {
    if (auto v = variables.find(name)) to = setting<std::string>(*v, origin::environment, name);
  };
  const auto hidden = [&](setting<shared_secret>& to, const char* name) {
    if (auto v = variables.find(name)) to = setting<shared_secret>(secret::take(*v), origin::environment, name);
  };
  const auto parsed = [&]<class T, class Parse>(setting<T>& to, const char* name, std::string_view rule, Parse parse) {
    const auto v = variables.find(name);
    if (!v) return;
    if (const auto value = parse(*v)) to = setting<T>(*value, origin::environment, name);
    else if (!bad.code) bad = detail::bad_setting(name, rule);
  };
  const auto flag = [&](setting<bool>& to, const char* name) {
    parsed(to, name, detail::flag_rule, [](std::string v) -> std::optional<bool> {
      for (char& c : v) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      if (v == "true" || v == "1" || v == "yes" || v == "on") return true;
      if (v == "false" || v == "0" || v == "no" || v == "off") return false;
      return {};
    });
  };
  text(out.aim_url, "AIM_URL");
  if (!out.aim_url) text(out.aim_url, "AIM_BASE_URL");
  if (out.aim_url)
    if (const auto good = normalise_url(*out.aim_url); !good) return detail::bad_setting(out.aim_url.where(), good.error().message);
  text(out.agent_name, "AIM_AGENT_NAME");
  text(out.agent_id, "AIM_AGENT_ID");
  text(out.organization_id, "AIM_ORGANIZATION_ID");
  hidden(out.private_key, "AIM_PRIVATE_KEY");
  text(out.public_key, "AIM_PUBLIC_KEY");
  hidden(out.api_key, "AIM_API_KEY");
  hidden(out.passphrase, "AIM_PASSPHRASE");
  parsed(out.timeout, "AIM_TIMEOUT", detail::timeout_rule, detail::parse_seconds);
  parsed(out.retry_attempts, "AIM_RETRY_ATTEMPTS", detail::retry_rule, detail::parse_attempts);
  flag(out.debug, "AIM_DEBUG");
  parsed(out.log_level, "AIM_LOG_LEVEL", detail::level_rule, [](const std::string& v) { return parse_log_level(v); });
  text(out.log_file, "AIM_LOG_FILE");
  if (out.log_file) out.log_file = setting<std::string>(variables.expand_home(*out.log_file), origin::environment, "AIM_LOG_FILE");
  flag(out.verify_ssl, "AIM_VERIFY_SSL");
  flag(out.auto_register, "AIM_AUTO_REGISTER");
  flag(out.strict_mode, "AIM_STRICT_MODE");
  if (bad.code) return bad;
  return out;
}

/** The values that stand when nobody says anything. */
inline config default_config() {
  config out;
  out.aim_url = setting<std::string>("http://localhost:8080", origin::standard);
  out.timeout = setting<std::chrono::milliseconds>(std::chrono::seconds(30), origin::standard);
  out.retry_attempts = setting<int>(3, origin::standard);
  out.debug = setting<bool>(false, origin::standard);
  out.log_level = setting<aval::log_level>(aval::log_level::info, origin::standard);
  out.verify_ssl = setting<bool>(true, origin::standard);
  out.auto_register = setting<bool>(true, origin::standard);
  out.strict_mode = setting<bool>(true, origin::standard);
  return out;
}

struct resolve_options {
  environment variables = {};
  bool home_file = true;  ///< look at config.yaml in the folder aim_home()
  log_hooks log = {};     ///< gets the warnings
};

/** Puts everything together: `given` (what the program says, with whatever it loaded merged in), the environment, config.yaml of the
 *  AIM folder, the defaults. Reads at most one small file and blocks for that long. A config.yaml that nobody can read, because the
 *  program does not include aim/config_yaml.hpp, is logged as ignored.
 *
 *  The stored credentials' URL is weaker than any of these but the default; add it afterwards:
 *  `resolved.aim_url.merge({url, origin::stored})`.
 *  @par Errors   aval::errc::invalid_argument; the message names the variable, the file and line, or the argument. */
inline result<config> resolve_config(const config& given, const resolve_options& options = {}) {
  config out = given;
  if (out.aim_url && out.aim_url.from() == origin::argument)
    if (const auto good = normalise_url(*out.aim_url); !good) return detail::bad_setting("aim_url", good.error().message);
  if (out.timeout && (*out.timeout <= std::chrono::milliseconds(0) || *out.timeout > std::chrono::hours(24)))
    return detail::bad_setting("timeout", detail::timeout_rule);
  if (out.retry_attempts && (*out.retry_attempts < 0 || *out.retry_attempts > 100)) return detail::bad_setting("retry_attempts", detail::retry_rule);
  if (out.passphrase && out.passphrase->reveal().empty()) return detail::bad_setting("passphrase", detail::passphrase_rule);
  const auto from_environment = config_from_environment(options.variables);
  if (!from_environment) return from_environment.error();
  out.merge(*from_environment);
  if (const auto home = options.home_file ? aim_home(options.variables) : result<std::string>(failure{})) {
    const std::string path = *home + "/config.yaml";
    if (::access(path.c_str(), F_OK) == 0) {
      if (const auto load = detail::home_config_loader.load()) {
        const auto loaded = load(path, options.variables, origin::home_file);
        if (!loaded) return loaded.error();
        out.merge(*loaded);
      } else {
        out.warnings.push_back(path + " is ignored: this program was built without aval/aim/config_yaml.hpp");
      }
    }
  }
  out.merge(default_config());
  for (const auto& warning : out.warnings) options.log.log(aval::log_level::warning, "aim", warning);
  return out;
}

/** The log that a configuration asks for: the file `log_file` at `log_level` (everything with `debug`); silent without a file.
 *  @par Errors   the file cannot be opened. */
inline result<log_hooks> open_log(const config& settings, const environment& variables = {}) {
  if (!settings.log_file) return log_hooks();
  log_file_options options;
  options.lowest = settings.debug.value_or(false) ? aval::log_level::debug : settings.log_level.value_or(aval::log_level::info);
  return log_to_file(variables.expand_home(*settings.log_file), std::move(options));
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
