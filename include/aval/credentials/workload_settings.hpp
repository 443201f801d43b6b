// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/detail/file_posix.hpp"
#include "aval/core/environment.hpp"
#include "aval/credentials/control_client.hpp"
#include "aval/credentials/workload.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/json/write.hpp"

/*  What a workload is told by its surroundings (Agent Identity specification 4.1): variables, and the file .config.json that remembers an
 *  identity which was made for it.
 *
 *      auto options = credentials::workload_options_from(environment());
 *      if (options.identity.empty()) options.find_identity = credentials::find_or_create_identity(control, {});
 */

namespace aval {
inline namespace v0 {
namespace credentials {

/** AGENT_IDENTITY_REGION_ID, else cn-beijing. */
inline std::string identity_region(const environment& variables = {}) { return variables.find("AGENT_IDENTITY_REGION_ID").value_or("cn-beijing"); }

/** A text of .config.json in this folder; nothing when there is none, or no such file, or it is no JSON object. */
inline std::optional<std::string> read_local_setting(const std::string& folder, std::string_view name) {
  const auto file = aval::detail::read_file(folder + "/.config.json", 1 << 20);
  if (!file) return std::nullopt;
  const auto parsed = json::parse<json::read_options{.duplicates = json::duplicates::last_wins}>(file->text);
  const json::value* found = parsed && parsed->is_object() ? parsed->find(name) : nullptr;
  const std::string* text = found != nullptr ? found->if_string() : nullptr;
  return text != nullptr && !text->empty() ? std::optional(*text) : std::nullopt;
}

/** Puts a text into it, beside what is there; what is no JSON object is replaced. The file changes as a whole.
 *  @par Exceptions  aval::error when it can not be written. */
inline void write_local_setting(const std::string& folder, std::string_view name, std::string_view text) {
  const std::string path = folder + "/.config.json";
  json::value all{json::value::object_type()};
  if (const auto file = aval::detail::read_file(path, 1 << 20)) {
    auto parsed = json::parse<json::read_options{.duplicates = json::duplicates::last_wins}>(file->text);
    if (parsed && parsed->is_object()) all = *std::move(parsed);
  }
  all[name] = json::value(text);
  const auto written = aval::detail::write_file_atomic(path, json::write_pretty(all, 2) + "\n", 0644);
  if (!written) throw error(written.error().code, written.error().message);
}

/** The options of a workload from AGENT_IDENTITY_WORKLOAD_IDENTITY_NAME, else .config.json in this folder;
 *  AGENT_IDENTITY_WORKLOAD_ACCESS_TOKEN; AGENT_IDENTITY_USE_STS (anything but "true" means no). */
inline workload_options workload_options_from(const environment& variables = {}, const std::string& folder = ".") {
  workload_options out;
  out.identity = variables.find("AGENT_IDENTITY_WORKLOAD_IDENTITY_NAME").value_or("");
  if (out.identity.empty()) out.identity = read_local_setting(folder, "workload_identity_name").value_or("");
  if (auto token = variables.find("AGENT_IDENTITY_WORKLOAD_ACCESS_TOKEN")) out.workload_token = secret::take(*token);
  out.sign_as_role = variables.find("AGENT_IDENTITY_USE_STS").value_or("true") == "true";
  return out;
}

namespace detail {
template <class Lazy>
awaitable<std::string> find_or_create(basic_control_client<Lazy> control, workload_identity_settings settings, std::string folder) {
  if (auto known = read_local_setting(folder, "workload_identity_name")) co_return *std::move(known);
  const workload_identity made = co_await control.create_workload_identity(settings);
  write_local_setting(folder, "workload_identity_name", made.workload_identity_name);
  co_return made.workload_identity_name;
}
}  // namespace detail

/** For workload_options::find_identity: the identity that .config.json names, else a new one, which it names from then on.
 *  @par Errors  of the function: those of create_workload_identity, of the file system. */
template <class Lazy>
std::function<awaitable<std::string>()> find_or_create_identity(basic_control_client<Lazy> control, workload_identity_settings settings,
                                                                std::string folder = ".") {
  return [control = std::move(control), settings = std::move(settings), folder = std::move(folder)] {
    return detail::find_or_create<Lazy>(control, settings, folder);
  };
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
