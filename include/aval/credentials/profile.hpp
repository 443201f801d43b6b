// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/result.hpp"
#include "aval/core/secret.hpp"
#include "aval/credentials/error.hpp"
#include "aval/json/read.hpp"

/*  The two files in which people keep access keys (Agent Identity specification 4.7): config.json of the aliyun command line and
 *  credentials.ini. Text in, profile out. */

namespace aval {
inline namespace v0 {
namespace credentials {

enum class profile_mode { access_key, sts_token, assumed_role, ecs_role, oidc_role };

/** One profile of either file. */
struct cloud_profile {
  std::string name = {};
  profile_mode mode = profile_mode::access_key;
  std::string access_key_id = {};
  secret access_key_secret = {}, security_token = {};
  std::string role_arn = {}, role_session_name = {}, policy = {}, external_id = {};
  std::chrono::seconds duration{3600};
  std::string sts_region = {};
  bool vpc = false;
  std::string ecs_role_name = {};
  std::string oidc_provider_arn = {}, oidc_token_file = {};
};

namespace detail {

struct cli_profile {
  std::string name = {}, mode = {}, access_key_id = {};
  secret access_key_secret = {}, sts_token = {};
  std::string ram_role_arn = {}, ram_session_name = {}, policy = {}, external_id = {}, sts_region = {}, ram_role_name = {};
  std::string oidc_provider_arn = {}, oidc_token_file = {}, role_session_name = {};
  std::int64_t expired_seconds = 0;
  bool enable_vpc = false;
};
struct cli_config {
  std::string current = {};
  std::vector<cli_profile> profiles = {};
};

inline failure bad_profile(std::string_view file, std::string what) {
  return {make_error_code(errc::invalid_configuration), std::string(file) + ": " + std::move(what)};
}

inline std::string_view without_blanks(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t' || text.front() == '\r')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) text.remove_suffix(1);
  return text;
}

}  // namespace detail

/** Reads a profile of config.json: `name`, or the file's current one when that is empty. Nothing when the file has no profile of that name
 *  (another file may), when it names none, and when the profile is one of an access key and has none, as a fresh file's.
 *  @par Errors  errc::invalid_configuration: no JSON of this kind, a current profile that is not there, a mode that is not read here (CloudSSO, OAuth, External,
 *               ChainableRamRoleArn). Messages never repeat values. */
inline result<std::optional<cloud_profile>> parse_cli_profile(std::string_view text, std::string_view name) {
  constexpr std::string_view file = "config.json";
  using outcome = result<std::optional<cloud_profile>>;
  constexpr json::read_options options{.nulls = json::nulls::as_missing};
  auto read = json::read<detail::cli_config, options>(text, {.max_size = 1 << 20, .max_depth = 16});
  if (!read) return outcome(detail::bad_profile(file, read.error().message()));
  const std::string wanted(name.empty() ? std::string_view(read->current) : name);
  for (auto& p : read->profiles) {
    if (p.name != wanted) continue;
    cloud_profile out;
    if (p.mode == "AK" || p.mode.empty()) out.mode = profile_mode::access_key;
    else if (p.mode == "StsToken") out.mode = profile_mode::sts_token;
    else if (p.mode == "RamRoleArn") out.mode = profile_mode::assumed_role;
    else if (p.mode == "EcsRamRole") out.mode = profile_mode::ecs_role;
    else if (p.mode == "OIDC") out.mode = profile_mode::oidc_role;
    else return outcome(detail::bad_profile(file, "profile " + printable(p.name, 60) + " has mode " + printable(p.mode, 60) + ", which is not supported"));
    const bool keyed = out.mode != profile_mode::ecs_role && out.mode != profile_mode::oidc_role;
    if (keyed && (p.access_key_id.empty() || p.access_key_secret.empty())) return outcome(std::optional<cloud_profile>());
    out.name = std::move(p.name);
    out.access_key_id = std::move(p.access_key_id);
    out.access_key_secret = std::move(p.access_key_secret);
    if (out.mode != profile_mode::access_key) out.security_token = std::move(p.sts_token);
    out.role_arn = std::move(p.ram_role_arn);
    out.role_session_name = std::move(p.role_session_name.empty() ? p.ram_session_name : p.role_session_name);
    out.policy = std::move(p.policy);
    out.external_id = std::move(p.external_id);
    if (p.expired_seconds > 0) out.duration = std::chrono::seconds(p.expired_seconds);
    out.sts_region = std::move(p.sts_region);
    out.vpc = p.enable_vpc;
    out.ecs_role_name = std::move(p.ram_role_name);
    out.oidc_provider_arn = std::move(p.oidc_provider_arn);
    out.oidc_token_file = std::move(p.oidc_token_file);
    return outcome(std::optional<cloud_profile>(std::move(out)));
  }
  if (!name.empty() || wanted.empty()) return outcome(std::optional<cloud_profile>());
  return outcome(detail::bad_profile(file, "its current profile is \"" + printable(wanted, 60) + "\", which it does not have"));
}

/** Reads a section of credentials.ini: `name`, or "default" when that is empty. Nothing when there is no such section. What stands behind
 *  '#' in a line is a comment, lines that begin with ';' too.
 *  @par Errors  errc::invalid_configuration: a line that is neither section nor "key = value", a key twice, a type that is not access_key,
 *               ram_role_arn, oidc_role_arn or ecs_ram_role, an access key without its parts. */
inline result<std::optional<cloud_profile>> parse_ini_profile(std::string_view text, std::string_view name) {
  constexpr std::string_view file = "credentials.ini";
  using outcome = result<std::optional<cloud_profile>>;
  const std::string_view wanted = name.empty() ? std::string_view("default") : name;
  std::vector<std::pair<std::string_view, std::string_view>> keys;
  bool inside = false, found = false;
  for (std::size_t number = 1; !text.empty(); ++number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    line = detail::without_blanks(line.substr(0, line.find('#')));
    if (line.empty() || line.front() == ';') continue;
    if (line.front() == '[') {
      if (line.back() != ']') return outcome(detail::bad_profile(file, "line " + std::to_string(number) + " is no section"));
      inside = detail::without_blanks(line.substr(1, line.size() - 2)) == wanted;
      if (inside && found) return outcome(detail::bad_profile(file, "has the section twice"));
      found = found || inside;
      continue;
    }
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos) return outcome(detail::bad_profile(file, "line " + std::to_string(number) + " is neither section nor key = value"));
    if (!inside) continue;
    const std::string_view key = detail::without_blanks(line.substr(0, equals));
    for (const auto& [known, _] : keys) {
      if (known == key) return outcome(detail::bad_profile(file, "line " + std::to_string(number) + " has a key for the second time"));
    }
    keys.emplace_back(key, detail::without_blanks(line.substr(equals + 1)));
  }
  if (!found) return outcome(std::optional<cloud_profile>());
  const auto value = [&](std::string_view key) {
    for (const auto& [known, v] : keys) {
      if (known == key) return v;
    }
    return std::string_view();
  };
  cloud_profile out;
  out.name = wanted;
  const std::string_view type = value("type");
  if (type == "access_key" || type.empty()) out.mode = profile_mode::access_key;
  else if (type == "ram_role_arn") out.mode = profile_mode::assumed_role;
  else if (type == "oidc_role_arn") out.mode = profile_mode::oidc_role;
  else if (type == "ecs_ram_role") out.mode = profile_mode::ecs_role;
  else return outcome(detail::bad_profile(file, "type " + printable(type, 60) + " is not supported"));
  out.access_key_id = value("access_key_id");
  out.access_key_secret = secret(value("access_key_secret"));
  if ((out.mode == profile_mode::access_key || out.mode == profile_mode::assumed_role) && (out.access_key_id.empty() || out.access_key_secret.empty()))
    return outcome(detail::bad_profile(file, "access_key_id or access_key_secret is missing"));
  out.role_arn = value("role_arn");
  out.role_session_name = value("role_session_name");
  out.policy = value("policy");
  out.external_id = value("external_id");
  out.oidc_provider_arn = value("oidc_provider_arn");
  out.oidc_token_file = value("oidc_token_file_path");
  out.ecs_role_name = value("role_name");
  return outcome(std::optional<cloud_profile>(std::move(out)));
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
