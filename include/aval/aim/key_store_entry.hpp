// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "aval/core/result.hpp"
#include "aval/core/secret.hpp"
#include "aval/crypto/key_formats.hpp"
#include "aval/crypto/sealed_box.hpp"
#include "aval/json/read.hpp"
#include "aval/json/value.hpp"
#include "aval/json/write.hpp"

/*  What one file of the key store says, and its text (AIM specification 3.1). Members that are not known are carried along, so a file
 *  that newer or other software wrote loses nothing when it is saved. */

namespace aval {
inline namespace v0 {
namespace aim {

/** Errors of the key store; those of the system come as they are. */
enum class store_errc {
  corrupt = 1,           ///< a file is not what it should be; the message says where it was moved to
  insecure_permissions,  ///< a file with secrets, or its folder, is open to others than its owner
  sealed,                ///< the secret is under a passphrase and none was given
  wrong_passphrase,      ///< the passphrase does not open it
  bad_key,               ///< the private key cannot be read or is not that of the public key beside it
  bad_entry              ///< a name, id or URL cannot be used; the message names it
};

namespace detail {
class store_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.aim.store"; }
  std::string message(int value) const override {
    switch (static_cast<store_errc>(value)) {
      case store_errc::corrupt: return "credentials file is corrupt";
      case store_errc::insecure_permissions: return "credentials are open to others than their owner";
      case store_errc::sealed: return "credentials are under a passphrase";
      case store_errc::wrong_passphrase: return "wrong passphrase";
      case store_errc::bad_key: return "Invalid private key";
      case store_errc::bad_entry: return "credentials cannot be used";
    }
    return "unknown error";
  }
};
}  // namespace detail

inline const std::error_category& store_category() noexcept {
  static const detail::store_category instance;
  return instance;
}
inline std::error_code make_error_code(store_errc e) noexcept { return {static_cast<int>(e), store_category()}; }

/** An agent as it is kept: who it is, at which authority, and its key. */
struct agent_credentials {
  std::string name = {};
  std::string agent_id = {};
  std::string aim_url = {};
  std::optional<crypto::keypair> key = {};
  std::optional<crypto::public_key> public_key = {};  ///< filled from `key` when there is one
  std::optional<crypto::keypair> next_key = {};       ///< a rotation that was begun: kept before the authority hears of it
  std::string status = {};
  std::optional<double> trust_score = {};
  std::string registered_at = {};                     ///< RFC 3339
  json::value other = {};                             ///< members that we do not know, as an object
  bool sealed = false;                                ///< of an entry that was read: all its keys are under a passphrase
};

/** What a downloaded SDK brings along: the right to register agents. */
struct sdk_credentials {
  std::string aim_url = {};
  secret refresh_token = {};
  std::string sdk_token_id = {};
  std::string user_id = {};
  std::string email = {};
  json::value other = {};
};

namespace detail {

inline failure store_failure(store_errc code, std::string message) { return {make_error_code(code), std::move(message)}; }

inline void wipe_text(std::string& text) noexcept {
  wipe(text.data(), text.size());
  text.clear();
}

/** Wipes the strings of a value that may hold secrets when the scope ends, however it ends. */
class wiped_value {
 public:
  explicit wiped_value(json::value v) noexcept : value(std::move(v)) {}
  wiped_value(wiped_value&& other) noexcept : value(std::move(other.value)) {}
  wiped_value& operator=(wiped_value&& other) noexcept {
    std::swap(value, other.value);  // the other one wipes what was here
    return *this;
  }
  wiped_value(const wiped_value&) = delete;
  wiped_value& operator=(const wiped_value&) = delete;
  ~wiped_value() { wipe_all(value); }
  json::value value;

 private:
  static void wipe_all(json::value& v) noexcept {
    if (v.is_string()) wipe_text(v.as_string());
    else if (v.is_array())
      for (auto& item : v.as_array()) wipe_all(item);
    else if (v.is_object())
      for (auto& member : v.as_object()) wipe_all(member.value);
  }
};

/** Takes a text member out of an object; empty when it is absent, null or no text (then it stays). */
inline std::string take_text(json::value& object, std::initializer_list<std::string_view> names) {
  for (const auto name : names) {
    json::value* const found = object.find(name);
    if (!found || !(found->is_string() || found->is_null())) continue;
    std::string text;
    if (found->is_string()) text = std::move(found->as_string());
    object.erase(name);
    if (!text.empty()) return text;
  }
  return {};
}
inline secret take_secret(json::value& object, std::initializer_list<std::string_view> names) {
  std::string text = take_text(object, names);
  return secret::take(text);
}

/** An entry before its key is opened: opening a sealed one takes a tenth of a second. */
struct raw_agent {
  agent_credentials agent = {};  // key and next_key are empty
  std::string public_key_text = {};
  secret private_key = {}, next_private_key = {};  // as they stand in the file
  bool has_secret() const noexcept { return !private_key.empty() || !next_private_key.empty(); }
};

inline raw_agent take_agent(json::value& object) {
  raw_agent out;
  out.private_key = take_secret(object, {"private_key", "privateKey"});
  out.next_private_key = take_secret(object, {"next_private_key"});
  auto& a = out.agent;
  a.name = take_text(object, {"name", "agent_name", "agentName"});
  a.agent_id = take_text(object, {"agent_id", "agentId", "id"});
  a.aim_url = take_text(object, {"aim_url", "aimUrl"});
  out.public_key_text = take_text(object, {"public_key", "publicKey"});
  a.status = take_text(object, {"status"});
  a.registered_at = take_text(object, {"registered_at", "registeredAt"});
  for (const char* name : {"trust_score", "trustScore"}) {
    const json::value* const score = object.find(name);
    if (!score || !score->if_double()) continue;
    a.trust_score = score->if_double();
    object.erase(name);
  }
  a.other = std::move(object);
  return out;
}

/** The purpose binds a sealed key to its public half, so that it cannot be moved to another entry unseen. */
inline std::string key_purpose(const std::string& public_key) { return "aim private key " + public_key; }
inline constexpr std::string_view token_purpose = "aim refresh token";

inline result<secret> unseal(const secret& text, const std::string& purpose, const secret* passphrase, const std::string& where) {
  if (!crypto::is_sealed(text.reveal())) return text.clone();
  if (!passphrase || passphrase->empty()) return store_failure(store_errc::sealed, where + " is under a passphrase, and none was given: set AIM_PASSPHRASE or options.passphrase");
  auto plain = crypto::open_sealed(text.reveal(), *passphrase, purpose);
  if (plain) return plain;
  const bool wrong = plain.error().code == crypto::errc::cannot_open;
  return failure{wrong ? make_error_code(store_errc::wrong_passphrase) : plain.error().code, where + ": " + plain.error().message + (wrong ? "; check AIM_PASSPHRASE or options.passphrase" : "")};
}

/** Opens the key of an entry and checks that all its halves belong together. */
inline result<agent_credentials> open_agent(raw_agent raw, const secret* passphrase, const std::string& where) {
  agent_credentials out = std::move(raw.agent);
  out.sealed = raw.has_secret() && (raw.private_key.empty() || crypto::is_sealed(raw.private_key.reveal())) &&
               (raw.next_private_key.empty() || crypto::is_sealed(raw.next_private_key.reveal()));
  if (!raw.public_key_text.empty()) {
    auto open = crypto::parse_public_key(raw.public_key_text);
    if (!open) return store_failure(store_errc::bad_key, where + ": " + open.error().message);
    out.public_key = *open;
  }
  const auto load = [&](const secret& text, const std::string& purpose) -> result<crypto::keypair> {
    const auto plain = unseal(text, purpose, passphrase, where);
    if (!plain) return plain.error();
    auto key = crypto::parse_private_key(plain->reveal());
    if (!key) return store_failure(store_errc::bad_key, where + ": " + key.error().message);
    return key;
  };
  if (!raw.private_key.empty()) {
    auto key = load(raw.private_key, key_purpose(out.public_key ? out.public_key->to_base64() : ""));
    if (!key) return key.error();
    if (out.public_key && key->public_key() != *out.public_key)
      return store_failure(store_errc::bad_key, where + ": Public key does not match private key");
    out.public_key = key->public_key();
    out.key = std::move(*key);
  }
  if (!raw.next_private_key.empty()) {
    auto key = load(raw.next_private_key, key_purpose("next"));
    if (!key) return key.error();
    out.next_key = std::move(*key);
  }
  return out;
}

/** Text of a JSON object plus members whose text is secret; those never go through a json::value. */
inline std::string print_entry(const json::value& object, std::initializer_list<std::pair<std::string_view, const secret*>> secrets) {
  std::string out;
  const std::string open = json::write_pretty(object);
  std::size_t room = open.size() + 16;
  for (const auto& [name, text] : secrets) room += name.size() + text->size() + 16;
  out.reserve(room);  // no second copy of a secret through growing
  out.append(open, 0, open.rfind('}'));
  while (!out.empty() && (out.back() == '\n' || out.back() == ' ')) out.pop_back();
  bool first = out.back() == '{';
  for (const auto& [name, text] : secrets) {
    if (text->empty()) continue;
    out.append(first ? "\n  \"" : ",\n  \"").append(name).append("\": \"").append(text->reveal()).append("\"");
    first = false;
  }
  return out.append("\n}\n");
}

inline void add_others(json::value& object, const json::value& other) {
  if (const auto* members = other.if_object())
    for (const auto& member : *members)
      if (!object.contains(member.name)) object[member.name] = member.value;
}

/** Base64 and sealed boxes need no escapes in JSON; whatever else a token may hold does, and JSON's writer knows how. */
inline secret escaped(const secret& text) {
  std::string quoted = json::write(json::value(text.reveal()));
  secret out(std::string_view(quoted).substr(1, quoted.size() - 2));
  wipe_text(quoted);
  return out;
}

}  // namespace detail
}  // namespace aim
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::aim::store_errc> : std::true_type {};
