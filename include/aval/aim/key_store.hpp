// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <unistd.h>

#include "aval/aim/config.hpp"
#include "aval/aim/key_store_entry.hpp"
#include "aval/aim/key_store_folder.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/core/secret.hpp"

/*  The credentials of agents on disk (AIM specification 3.1).
 *
 *    ~/.aim/                               0700
 *      agents/<name>.json                  0600, one agent at one authority; the name with %XX for all but [A-Za-z0-9._-]
 *      agents/<name>@<12 hex>.json         the same name at a further authority (the start of SHA-256 of its URL)
 *      sdk_credentials.json                0600, the refresh token of a downloaded SDK (@<12 hex> for further authorities)
 *      credentials.json                    of other software, only read: agents by name, or the object of an SDK, or both
 *      credentials.encrypted               the same as a Fernet token, read when a key is supplied
 *      .lock, .tokens.lock                 advisory locks
 *
 *  A file is replaced as a whole under the lock, so that neither a crash, a full disk nor another process loses anything. An entry is
 *  used only for the authority it was made for. A file of ours that cannot be parsed is moved aside and reported, never overwritten. */

namespace aval {
inline namespace v0 {
namespace aim {

/** One line of agents(): everything but the secrets. */
struct stored_agent {
  std::string name = {}, agent_id = {}, aim_url = {}, public_key = {}, status = {}, registered_at = {};
  std::string path = {};
  bool sealed = false;  ///< its key is under a passphrase
};
struct stored_agents {
  std::vector<stored_agent> agents = {};
  std::vector<failure> problems = {};  ///< files that could not be read
};

/** The folder above as a cheap shared handle.
 *
 *  All functions block on the disk (and for a sealed key some 0.1 s on Argon2id): call them on a blocking executor.
 *  @par Threads   any, and any number of processes.
 *  @par Errors    of every function: those of the system with the path in the message, and store_errc. */
template <class Lazy = void>  // compiled only where it is used
class basic_key_store {
 public:
  /** Finds the folder; touches nothing. @par Errors  no home folder. */
  static result<basic_key_store> open(key_store_options options = {}) {
    if (options.home.empty()) {
      auto home = aim_home(options.variables);
      if (!home) return home.error();
      options.home = std::move(*home);
    }
    if (options.variables.find_flag("AIM_ALLOW_INSECURE_PERMISSIONS").value_or(false)) options.allow_insecure_permissions = true;
    if (!options.passphrase)
      if (auto given = options.variables.find("AIM_PASSPHRASE")) options.passphrase = shared_secret(secret::take(*given));
    return basic_key_store(std::make_shared<const detail::basic_store_folder<Lazy>>(std::move(options)));
  }

  const std::string& home() const noexcept { return folder_->home(); }

  /** The agent of that name at that authority, with its key: our file first, then credentials.json, then credentials.encrypted.
   *  Nothing when nobody stored it. corrupt: the file was moved aside; the next call will find nothing.  */
  result<std::optional<agent_credentials>> find_agent(const std::string& name, const std::string& aim_url) const {
    using found = std::optional<agent_credentials>;
    const auto url = normalise_url(aim_url);
    if (!url) return url.error();
    const auto paths = agent_paths(name, *url);
    if (!paths) return paths.error();
    for (const auto& path : {paths->first, paths->second}) {
      auto file = read_agent(path);
      if (!file) return file.error();
      if (!*file || !is_for((*file)->raw.agent, name, *url)) continue;
      return open_found(std::move((*file)->raw), (*file)->file, path);
    }
    for (const auto* legacy : {"credentials.json", "credentials.encrypted"}) {
      auto file = folder_->read_legacy(legacy);
      if (!file) return file.error();
      if (!*file) continue;
      json::value* const entry = (*file)->content.value.find(name);
      if (!entry || !is_agent(*entry)) continue;
      detail::raw_agent raw = detail::take_agent(*entry);
      raw.agent.name = name;
      if (!is_for(raw.agent, name, *url)) continue;
      return open_found(std::move(raw), (*file)->file, folder_->legacy_path(legacy));
    }
    return found{};
  }

  /** Writes the agent's file. Members of an existing file that `agent` does not bring, its private key among them when `agent` has none
   *  and means the same public key, are kept.
   *  @par Errors  bad_entry; sealed: the existing key is under a passphrase and this one would not be. After any error the old file is
   *  as it was. */
  result<void> save_agent(agent_credentials agent) const {
    const auto url = normalise_url(agent.aim_url);
    if (!url) return url.error();
    if (agent.agent_id.empty()) return detail::store_failure(store_errc::bad_entry, "an agent without an id cannot be stored");
    const auto paths = agent_paths(agent.name, *url);
    if (!paths) return paths.error();
    const auto lock = folder_->lock_for_writing();
    if (!lock) return lock.error();
    std::string path = paths->first;
    auto file = read_agent(path, true);
    if (!file) return file.error();
    if (*file && !is_for((*file)->raw.agent, agent.name, *url)) {
      path = paths->second;
      file = read_agent(path, true);
      if (!file) return file.error();
    }
    if (agent.key) agent.public_key = agent.key->public_key();
    secret key, next;
    if (*file) {
      auto& old = (*file)->raw;
      if (!folder_->options().passphrase && (crypto::is_sealed(old.private_key.reveal()) || crypto::is_sealed(old.next_private_key.reveal())) &&
          (agent.key || agent.next_key))
        return detail::store_failure(store_errc::sealed, path + " is under a passphrase; it would be replaced by one that is not");
      if (agent.other.is_null()) agent.other = json::value(json::value::object_type{});
      detail::add_others(agent.other, old.agent.other);
      if (!agent.key && (!agent.public_key || agent.public_key->to_base64() == old.public_key_text)) {
        key = detail::escaped(old.private_key);
        if (!agent.public_key && !old.public_key_text.empty()) {
          const auto open = crypto::parse_public_key(old.public_key_text);
          if (open) agent.public_key = *open;
        }
      }
      if (agent.registered_at.empty()) agent.registered_at = old.agent.registered_at;
    }
    if (agent.key) {
      auto text = protect(crypto::private_key_base64(*agent.key), detail::key_purpose(agent.public_key->to_base64()));
      if (!text) return text.error();
      key = std::move(*text);
    }
    if (agent.next_key) {
      auto text = protect(crypto::private_key_base64(*agent.next_key), detail::key_purpose("next"));
      if (!text) return text.error();
      next = std::move(*text);
    }
    json::value object(json::value::object_type{});
    object["name"] = agent.name;
    object["agent_id"] = agent.agent_id;
    object["aim_url"] = *url;
    if (agent.public_key) object["public_key"] = agent.public_key->to_base64();
    if (!agent.status.empty()) object["status"] = agent.status;
    if (agent.trust_score) object["trust_score"] = *agent.trust_score;
    if (!agent.registered_at.empty()) object["registered_at"] = agent.registered_at;
    detail::add_others(object, agent.other);
    return folder_->write(path, detail::print_entry(object, {{"private_key", &key}, {"next_private_key", &next}}));
  }

  /** Removes our file of that agent; true when there was one. Files of other software stay. */
  result<bool> forget_agent(const std::string& name, const std::string& aim_url) const {
    const auto url = normalise_url(aim_url);
    if (!url) return url.error();
    const auto paths = agent_paths(name, *url);
    if (!paths) return paths.error();
    const auto lock = folder_->lock_for_writing();
    if (!lock) return lock.error();
    for (const auto& path : {paths->first, paths->second}) {
      const auto file = read_agent(path, true);
      if (!file) return file.error();
      if (!*file || !is_for((*file)->raw.agent, name, *url)) continue;
      if (::unlink(path.c_str()) != 0) return aval::detail::system_failure("cannot remove", path);
      aval::detail::sync_folder(aval::detail::folder_of(path));
      return true;
    }
    return false;
  }

  /** The authority at which an agent of that name was stored last by us, or stands in credentials.json. */
  result<std::optional<std::string>> stored_url(const std::string& name) const {
    using found = std::optional<std::string>;
    const auto paths = agent_paths(name, "");
    if (!paths) return paths.error();
    const auto file = read_agent(paths->first);
    if (!file) return file.error();
    if (*file && is_named((*file)->raw.agent, name) && !(*file)->raw.agent.aim_url.empty()) return found((*file)->raw.agent.aim_url);
    auto legacy = folder_->read_legacy("credentials.json");
    if (!legacy) return legacy.error();
    if (*legacy)
      if (const auto* url = std::as_const((*legacy)->content.value)[name]["aim_url"].if_string()) return found(*url);
    return found{};
  }

  /** Every agent, without its secrets; a bad file is a line in `problems` and does not hide the others. */
  stored_agents agents() const {
    stored_agents out;
    const auto add = [&](detail::raw_agent raw, const std::string& path) {
      for (const auto& known : out.agents)
        if (known.name == raw.agent.name && same_url(known.aim_url, raw.agent.aim_url)) return;
      out.agents.push_back({raw.agent.name, raw.agent.agent_id, raw.agent.aim_url, raw.public_key_text, raw.agent.status,
                            raw.agent.registered_at, path, crypto::is_sealed(raw.private_key.reveal())});
    };
    for (const auto& name : detail::basic_store_folder<Lazy>::files_in(folder_->home() + "/agents")) {
      if (!name.ends_with(".json")) continue;
      const std::string path = folder_->home() + "/agents/" + name;
      auto file = read_agent(path);
      if (!file) out.problems.push_back(file.error());
      else if (*file) add(std::move((*file)->raw), path);
    }
    for (const auto* legacy : {"credentials.json", "credentials.encrypted"}) {
      auto file = folder_->read_legacy(legacy);
      if (!file) out.problems.push_back(file.error());
      else if (*file)
        for (auto& member : (*file)->content.value.as_object()) {
          if (!is_agent(member.value)) continue;
          detail::raw_agent raw = detail::take_agent(member.value);
          raw.agent.name = member.name;
          add(std::move(raw), folder_->legacy_path(legacy));
        }
    }
    return out;
  }

  /** The SDK's refresh token for that authority: sdk_credentials.json, then the object in credentials.json, then the encrypted one. */
  result<std::optional<sdk_credentials>> find_sdk(const std::string& aim_url) const {
    using found = std::optional<sdk_credentials>;
    const auto url = normalise_url(aim_url);
    if (!url) return url.error();
    for (const std::string& path : {sdk_path(*url, false), sdk_path(*url, true)}) {
      auto file = folder_->read_own(path);
      if (!file) return file.error();
      if (!*file) continue;
      auto sdk = take_sdk((*file)->content.value, *url, (*file)->file, path);
      if (!sdk) return sdk.error();
      if (*sdk) return sdk;
    }
    for (const auto* legacy : {"credentials.json", "credentials.encrypted"}) {
      auto file = folder_->read_legacy(legacy);
      if (!file) return file.error();
      if (!*file || !(*file)->content.value["refresh_token"].is_string()) continue;
      auto sdk = take_sdk((*file)->content.value, *url, (*file)->file, folder_->legacy_path(legacy));
      if (!sdk) return sdk.error();
      if (!*sdk) continue;
      if (const auto* members = (*sdk)->other.if_object()) {  // agents that share the file are no part of the SDK's object
        json::value::object_type own;
        for (const auto& m : *members)
          if (!is_agent(m.value)) own.push_back(m);
        (*sdk)->other = json::value(std::move(own));
      }
      return sdk;
    }
    return found{};
  }

  /** Writes the SDK's object. Members of an existing file that `sdk` does not bring are kept. */
  result<void> save_sdk(sdk_credentials sdk) const {
    const auto url = normalise_url(sdk.aim_url);
    if (!url) return url.error();
    if (sdk.refresh_token.empty()) return detail::store_failure(store_errc::bad_entry, "an empty refresh token cannot be stored");
    const auto lock = folder_->lock_for_writing();
    if (!lock) return lock.error();
    std::string path = sdk_path(*url, false);
    auto file = folder_->read_own(path, true);
    if (!file) return file.error();
    const auto other_url = [&] { return *file && !same_url((*file)->content.value["aim_url"].is_string() ? (*file)->content.value["aim_url"].as_string() : "", *url); };
    if (other_url()) {
      path = sdk_path(*url, true);
      file = folder_->read_own(path, true);
      if (!file) return file.error();
    }
    json::value object(json::value::object_type{});
    object["aim_url"] = *url;
    if (!sdk.sdk_token_id.empty()) object["sdk_token_id"] = sdk.sdk_token_id;
    if (!sdk.user_id.empty()) object["user_id"] = sdk.user_id;
    if (!sdk.email.empty()) object["email"] = sdk.email;
    detail::add_others(object, sdk.other);
    if (*file) {
      auto& old = (*file)->content.value;
      const auto* token = old["refresh_token"].if_string();
      if (token && crypto::is_sealed(*token) && !folder_->options().passphrase)
        return detail::store_failure(store_errc::sealed, path + " is under a passphrase; it would be replaced by one that is not");
      detail::take_secret(old, {"refresh_token"});
      detail::add_others(object, old);
    }
    auto token = protect(std::move(sdk.refresh_token), std::string(detail::token_purpose));
    if (!token) return token.error();
    const secret text = detail::escaped(*token);
    return folder_->write(path, detail::print_entry(object, {{"refresh_token", &text}}));
  }

  /** Held while a refresh token is being exchanged, so that two processes do not spend the same one. Read the token again after it is
   *  acquired. Without `wait` it fails with std::errc::operation_would_block while somebody else has it: another task of this thread,
   *  perhaps, which could not go on if the thread waited. */
  result<aval::detail::file_lock> lock_tokens(bool wait = true) const {
    const auto made = folder_->make_folder();
    if (!made) return made.error();
    return aval::detail::file_lock::acquire(folder_->home() + "/.tokens.lock", wait);
  }

 private:
  struct agent_file {
    aval::detail::file_contents file;
    detail::raw_agent raw;
  };

  explicit basic_key_store(std::shared_ptr<const detail::basic_store_folder<Lazy>> folder) : folder_(std::move(folder)) {}

  const secret* passphrase(std::optional<secret>& room) const {
    if (!folder_->options().passphrase) return nullptr;
    room = folder_->options().passphrase->clone();
    return &*room;
  }

  result<std::pair<std::string, std::string>> agent_paths(const std::string& name, const std::string& url) const {
    if (name.empty() || name.size() > 1000) return detail::store_failure(store_errc::bad_entry, "an agent's name has 1 to 1000 bytes");
    const std::string base = folder_->home() + "/agents/" + detail::basic_store_folder<Lazy>::file_name(name);
    return std::pair(base + ".json", base + detail::basic_store_folder<Lazy>::url_mark(url) + ".json");
  }
  std::string sdk_path(const std::string& url, bool further) const {
    return folder_->home() + "/sdk_credentials" + (further ? detail::basic_store_folder<Lazy>::url_mark(url) : "") + ".json";
  }

  static bool same_url(const std::string& a, const std::string& b) {
    const auto x = normalise_url(a), y = normalise_url(b);
    return x && y && *x == *y;
  }
  // the name inside the file tells apart what a file system that ignores case throws together
  static bool is_named(const agent_credentials& a, const std::string& name) { return a.name.empty() || a.name == name; }
  static bool is_for(const agent_credentials& a, const std::string& name, const std::string& url) {
    return is_named(a, name) && same_url(a.aim_url, url);
  }
  static bool is_agent(const json::value& v) {
    return v.is_object() && (v["agent_id"].is_string() || v["agentId"].is_string());
  }

  result<std::optional<agent_credentials>> open_found(detail::raw_agent raw, const aval::detail::file_contents& file, const std::string& path) const {
    if (raw.has_secret()) {
      const auto good = folder_->check_private(file, path);
      if (!good) return good.error();
    }
    std::optional<secret> room;
    auto opened = detail::open_agent(std::move(raw), passphrase(room), path);
    if (!opened) return opened.error();
    return std::optional<agent_credentials>(std::move(*opened));
  }

  result<std::optional<sdk_credentials>> take_sdk(json::value& object, const std::string& url, const aval::detail::file_contents& file,
                                                  const std::string& path) const {
    using found = std::optional<sdk_credentials>;
    const auto* stored = std::as_const(object)["aim_url"].if_string();
    if (!stored || !same_url(*stored, url)) return found{};
    sdk_credentials out;
    const secret token = detail::take_secret(object, {"refresh_token"});
    if (token.empty()) return found{};
    const auto good = folder_->check_private(file, path);
    if (!good) return good.error();
    std::optional<secret> room;
    auto plain = detail::unseal(token, std::string(detail::token_purpose), passphrase(room), path);
    if (!plain) return plain.error();
    out.refresh_token = std::move(*plain);
    out.aim_url = detail::take_text(object, {"aim_url"});
    out.sdk_token_id = detail::take_text(object, {"sdk_token_id"});
    out.user_id = detail::take_text(object, {"user_id"});
    out.email = detail::take_text(object, {"email"});
    out.other = std::move(object);
    return found(std::move(out));
  }

  result<secret> protect(secret text, const std::string& purpose) const {
    std::optional<secret> room;
    const secret* const pass = passphrase(room);
    if (!pass) return text;
    const auto sealed = crypto::seal(text.reveal(), *pass, purpose, folder_->options().seal);
    if (!sealed) return sealed.error();
    return secret(std::string_view(*sealed));
  }

  result<std::optional<agent_file>> read_agent(const std::string& path, bool locked = false) const {
    using found = std::optional<agent_file>;
    auto file = folder_->read_own(path, locked);
    if (!file) return file.error();
    if (!*file) return found{};
    return found(agent_file{std::move((*file)->file), detail::take_agent((*file)->content.value)});
  }

  std::shared_ptr<const detail::basic_store_folder<Lazy>> folder_;
};
using key_store = basic_key_store<>;

}  // namespace aim
}  // namespace v0
}  // namespace aval
