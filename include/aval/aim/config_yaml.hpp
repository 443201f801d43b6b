// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <yaml-cpp/yaml.h>

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "aval/aim/config.hpp"
#include "aval/core/detail/file_posix.hpp"

/*  Reads config.yaml of the guide with yaml-cpp. Opt-in: link aval::yaml. A program that includes this header in any of its files reads
 *  ~/.aim/config.yaml too: a variable below hands the loader to resolve_config(). */

namespace aval {
inline namespace v0 {
namespace aim {

namespace detail {

class yaml_config_reader {
 public:
  yaml_config_reader(std::string path, const environment& variables, origin from)
      : path_(std::move(path)), variables_(variables), from_(from) {}

  result<config> read(const std::string& text) {
    YAML::Node root;
    try {
      root = YAML::Load(text);
    } catch (const YAML::Exception& e) {
      return bad_setting(place(e.mark), e.msg);
    }
    if (root.IsNull()) return out_;
    if (!root.IsMap()) return bad_setting(place(root.Mark()), "expected a list of settings, `name: value`");
    std::set<std::string> seen;
    for (const auto& entry : root) {
      if (!entry.first.IsScalar()) return bad_setting(place(entry.first.Mark()), "the name of a setting is a plain word");
      const std::string& name = entry.first.Scalar();
      where_ = place(entry.first.Mark());
      if (!seen.insert(name).second) return bad_setting(where_, printable(name, 80) + " is set twice");
      if (!take(name, entry.second))
        return bad_setting(place(entry.second.IsNull() ? entry.first.Mark() : entry.second.Mark()), name + ": " + std::string(rule_));
    }
    return std::move(out_);
  }

 private:
  std::string place(const YAML::Mark& mark) const { return mark.is_null() ? path_ : path_ + ":" + std::to_string(mark.line + 1); }

  template <class T>
  bool set(setting<T>& to, std::optional<T> value, std::string_view rule) {
    rule_ = rule;
    if (!value) return false;
    to = setting<T>(std::move(*value), from_, where_);
    return true;
  }
  // the tag "?" is a plain scalar, "!" a quoted one
  static bool plain(const YAML::Node& n) { return n.IsScalar() && n.Tag() == "?"; }
  static std::optional<std::string> text(const YAML::Node& n) {
    if (!n.IsScalar() || n.Scalar().empty()) return {};
    return n.Scalar();
  }
  static std::optional<bool> flag(const YAML::Node& n) {
    bool b = false;
    if (!plain(n) || !YAML::convert<bool>::decode(n, b)) return {};
    return b;
  }
  std::optional<std::string> path(const YAML::Node& n) const {
    auto t = text(n);
    if (t) t = variables_.expand_home(*t);
    return t;
  }
  std::optional<std::string> url(const YAML::Node& n) {
    auto t = text(n);
    const auto good = t ? normalise_url(*t) : result<std::string>(failure{{}, "expected a URL"});
    if (good) return t;
    url_problem_ = good.error().message;
    return {};
  }
  static std::optional<shared_secret> hidden(const YAML::Node& n) {
    const auto t = text(n);
    if (!t) return {};
    return shared_secret(*t);
  }

  bool take(const std::string& name, const YAML::Node& n) {
    constexpr std::string_view words = "expected text";
    if (name == "aim_url") {
      auto value = url(n);
      return set(out_.aim_url, std::move(value), url_problem_);
    }
    if (name == "timeout") return set(out_.timeout, plain(n) ? parse_seconds(n.Scalar()) : std::nullopt, timeout_rule);
    if (name == "retry_attempts") return set(out_.retry_attempts, plain(n) ? parse_attempts(n.Scalar()) : std::nullopt, retry_rule);
    if (name == "debug") return set(out_.debug, flag(n), flag_rule);
    if (name == "log_level") return set(out_.log_level, n.IsScalar() ? parse_log_level(n.Scalar()) : std::nullopt, level_rule);
    if (name == "log_file") return set(out_.log_file, path(n), "expected a path");
    if (name == "verify_ssl") return set(out_.verify_ssl, flag(n), flag_rule);
    if (name == "auto_register") return set(out_.auto_register, flag(n), flag_rule);
    if (name == "strict_mode") return set(out_.strict_mode, flag(n), flag_rule);
    if (name == "agent_name") return set(out_.agent_name, text(n), words);
    if (name == "agent_id") return set(out_.agent_id, text(n), words);
    if (name == "organization_id") return set(out_.organization_id, text(n), words);
    if (name == "public_key") return set(out_.public_key, text(n), words);
    if (name == "private_key") return set(out_.private_key, hidden(n), words);
    if (name == "api_key") return set(out_.api_key, hidden(n), words);
    if (name == "passphrase") return set(out_.passphrase, hidden(n), words);
    out_.warnings.push_back(where_ + ": unknown setting \"" + printable(name, 80) + "\" is ignored");
    return true;
  }

  std::string path_;
  const environment& variables_;
  origin from_;
  config out_ = {};
  std::string where_ = {}, url_problem_ = {};
  std::string_view rule_ = {};
};

inline result<config> load_yaml(const std::string& path, const environment& variables, origin from) {
  const std::string where = variables.expand_home(path);
  auto file = aval::detail::read_file(where, 64 * 1024);
  if (!file) return file.error();
  auto out = yaml_config_reader(where, variables, from).read(file->text);
  wipe(file->text.data(), file->text.size());
  if (out && (out->private_key || out->api_key || out->passphrase) && (file->mode & 077) != 0 && !variables.find_flag("AIM_ALLOW_INSECURE_PERMISSIONS").value_or(false))
    return bad_setting(where, "holds a key, an API key or a passphrase and can be used by others than its owner; chmod 600 it (or set AIM_ALLOW_INSECURE_PERMISSIONS=1)");
  return out;
}

// runs when the program starts; the loader is a pointer that is constant-initialised, so the order does not matter
inline const bool yaml_is_linked = (home_config_loader.store(&load_yaml), true);

}  // namespace detail

/** Reads a configuration file of at most 64 KiB: the guide's keys (aim_url, timeout, retry_attempts, debug, log_level, log_file,
 *  verify_ssl) and agent_name, agent_id, organization_id, public_key, private_key, api_key, passphrase, auto_register, strict_mode. `~` is expanded
 *  in the path and in log_file. Unknown keys become warnings. Give the result to secure(), or merge it with other settings.
 *  @par Errors   those of the system; aval::errc::invalid_argument: not YAML, a value of the wrong type (the message begins with
 *                "path:line: key"), a key set twice, or a file with keys that others may read. */
inline result<config> load_config(const std::string& path, const environment& variables = {}) {
  return detail::load_yaml(path, variables, origin::file);
}

}  // namespace aim

using aim::load_config;

}  // namespace v0
}  // namespace aval
