// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/aim/client.hpp"
#include "aval/aim/config.hpp"
#include "aval/aim/errors.hpp"
#include "aval/aim/impl/agent.hpp"
#include "aval/aim/impl/detection.hpp"
#include "aval/aim/impl/token_source.hpp"
#include "aval/aim/key_store.hpp"
#include "aval/aim/messages.hpp"
#include "aval/aim/options.hpp"
#include "aval/aim/secure.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/blocking_executor.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/crypto/key_file.hpp"
#include "aval/evidence/spool.hpp"
#include "aval/mcp/discover.hpp"
#include "aval/net/proxy.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

namespace detail {

/** Everything that the steps of secure() share. */
struct securing {
  std::string name = {};
  secure_options options = {};
  config settings = {};
  std::string server = {};  // normalised
  std::optional<key_store> store = {};
  access_tokens tokens = {};  // null without a store
  std::vector<mcp::masked_server> around = {};  // MCP servers that were found before a registration
  any_io_executor blocking = {};
  log_hooks log = {};
};

inline void throw_settings(const failure& f) { throw configuration_error(errc::invalid_configuration, f.message); }

/** What the key store said, under its own code. Only a key that cannot be one is a matter of authentication. */
inline void throw_store(const failure& f) {
  if (f.code == store_errc::bad_key) throw authentication_error(errc::invalid_key, f.message);
  if (f.code == store_errc::corrupt)
    throw configuration_error(f.code, f.message + ". Repair it and put it back; otherwise the agent is registered anew, with another key");
  throw configuration_error(f.code, f.message);
}

struct agent_envelope {
  agent_object agent = {};
};

/** The key that the caller or the environment names, if any. */
inline std::optional<crypto::keypair> given_key(const securing& s) {
  if (!s.settings.private_key) return {};
  crypto::load_key_options how;
  how.variables = s.options.environment;
  how.allow_insecure_permissions = s.options.environment.find_flag("AIM_ALLOW_INSECURE_PERMISSIONS").value_or(false);
  auto key = crypto::load_private_key(s.settings.private_key->reveal(), how);
  if (!key) throw authentication_error(errc::invalid_key, key.error().message);
  if (s.settings.public_key) {
    const auto open = crypto::parse_public_key(*s.settings.public_key);
    if (!open || !(*open == key->public_key())) throw authentication_error(errc::invalid_key, "Public key does not match private key");
  }
  return *key;
}

inline registration_request registration_of(const securing& s, const crypto::keypair& key) {
  const auto optional_text = [](const std::string& t) { return t.empty() ? std::nullopt : std::optional(t); };
  const auto optional_list = [](const std::vector<std::string>& l) { return l.empty() ? std::nullopt : std::optional(l); };
  const secure_options& o = s.options;
  registration_request m;
  m.name = s.name;
  m.display_name = o.display_name.empty() ? s.name : o.display_name;
  m.description = o.description.empty() ? "Agent " + s.name + " registered via AIM SDK" : o.description;
  m.agent_type = o.agent_type.empty() ? "ai_agent" : o.agent_type;
  m.public_key = key.public_key().to_base64();
  m.version = optional_text(o.version);
  if (s.settings.organization_id) m.organization_id = *s.settings.organization_id;
  m.repository_url = optional_text(o.repository_url);
  m.documentation_url = optional_text(o.documentation_url);
  m.organization_domain = optional_text(o.organization_domain);
  std::vector<std::string> talks_to = o.talks_to;
  for (const auto& server : s.around)
    if (server.enabled && talks_to.size() < 200 && std::find(talks_to.begin(), talks_to.end(), server.name) == talks_to.end()) talks_to.push_back(server.name);
  m.talks_to = optional_list(talks_to);
  m.capabilities = optional_list(o.capabilities);
  return m;
}

/** One registration call; an authority that does not know multi_agent_team gets ai_agent in a second one. */
template <class Lazy = void>
awaitable<registration_answer> register_by(client calls, registration_request m, call_request prototype) {
  for (;;) {
    call_request r(prototype.method, prototype.path, write_both(m));
    r.credential = prototype.credential;
    r.credential_text = prototype.credential_text.clone();
    r.sdk_token = prototype.sdk_token;
    r.kind = call_kind::registration;
    r.secret_answer = true;  // it may hold a private key
    r.repeatable = prototype.repeatable;
    std::exception_ptr failed;
    try {
      co_return co_await calls.call_for<registration_answer>(std::move(r));
    } catch (const server_error& e) {
      if (e.http_status() != 400 || m.agent_type == "ai_agent" || m.agent_type == "mcp_server" || e.peer_text().find("agent_type") == std::string::npos) throw;
    }
    m.agent_type = "ai_agent";
  }
}

/** Registers with the first credential that there is. */
template <class Lazy = void>
awaitable<registration_answer> registered(const securing* s, client calls, crypto::keypair key) {
  registration_request m = registration_of(*s, key);
  call_request r("POST", "/api/v1/public/agents/register");
  r.repeatable = false;  // an authority of 2025 makes a second agent, or an error, of a repeat
  r.sdk_token = s->options.sdk_token_id;
  if (s->settings.api_key) {
    r.credential = credential_kind::registration_key;
    r.credential_text = s->settings.api_key->clone();
    bool elsewhere = false;
    try {
      co_return co_await register_by(calls, m, std::move(r));
    } catch (const authentication_error& e) {  // the newest servers want API keys on the other route
      if (e.http_status() != 401) throw;
      elsewhere = true;
    }
    if (elsewhere) {
      call_request other("POST", "/api/v1/agents");
      other.repeatable = false;
      other.credential = credential_kind::api_key;
      other.credential_text = s->settings.api_key->clone();
      co_return co_await register_by(calls, std::move(m), std::move(other));
    }
  }
  access_token token;
  if (s->tokens) token = co_await s->tokens(nullptr);
  if (token.text) {
    call_request other("POST", "/api/v1/agents");
    other.repeatable = false;
    other.credential = credential_kind::bearer;
    other.credential_text = token.text->clone();
    other.sdk_token = token.sdk_token_id;
    co_return co_await register_by(calls, std::move(m), std::move(other));
  }
  r.credential = credential_kind::self;
  r.repeatable = true;  // same name and same key: the authority answers with the agent it made
  error_origin origin;
  std::string said;
  try {
    co_return co_await register_by(calls, std::move(m), std::move(r));
  } catch (const authentication_error& e) {
    if (e.http_status() != 401) throw;
    origin = e.origin();
    said = e.peer_text();
  }
  throw authentication_error(errc::not_authenticated,
                             calls.base() + " does not let agents register themselves. Set an API key (AIM_API_KEY or options.api_key), put the "
                                            "sdk_credentials.json of its dashboard into the AIM folder, or have an administrator register this key",
                             std::move(said), std::move(origin));
}

inline net::client_options transport_of(const securing& s) {
  net::client_options o;
  o.timeout = std::chrono::milliseconds(0);  // every call carries its deadline
  o.retry.when.max_attempts = 1;             // repeats are signed, so they are made by the machines of this room
  o.tls.verify = s.settings.verify_ssl.value_or(true);
  o.tls.ca_file = s.options.ca_file;
  o.tls.ca_pem = s.options.ca_pem;
  o.tls.certificate_pem = s.options.client_certificate_pem;
  if (!s.options.client_private_key_pem.empty()) o.tls.private_key_pem = net::shared_secret(s.options.client_private_key_pem);
  o.variables = s.options.environment;
  o.log = s.log;
  return o;
}

/** Whether the authority accepts this identity; nothing when it cannot be asked. */
template <class Lazy = void>
awaitable<std::optional<bool>> accepts(client calls, identity who) {
  calls.identify(std::move(who));
  const auto asked = calls.who();
  try {
    (void)co_await calls.call(call_request("GET", "/api/v1/agents/" + asked->agent_id));
    co_return true;
  } catch (const authentication_error&) {
    co_return false;
  } catch (const aim::error&) {
    co_return std::nullopt;
  }
}

template <class Lazy = void>
awaitable<void> save(key_store store, any_io_executor blocking, agent_credentials entry) {
  const auto kept = std::make_shared<agent_credentials>(std::move(entry));
  const auto save_it = [store, kept] { return store.save_agent(std::move(*kept)); };
  const auto saved = co_await run_blocking(blocking, save_it);
  if (!saved) throw configuration_error(saved.error().code, saved.error().message);
}

template <class Lazy = void>
awaitable<void> keep_rotation(key_store store, any_io_executor blocking, std::string name, std::string server, crypto::keypair next, bool done) {
  const auto find = [store, name, server] { return store.find_agent(name, server); };
  auto entry = co_await run_blocking(blocking, find);
  if (!entry) throw configuration_error(entry.error().code, entry.error().message);
  if (!*entry) throw configuration_error(aval::errc::invalid_state, "the stored credentials of \"" + printable(name, 100) + "\" are gone");
  agent_credentials e = std::move(**entry);
  if (done) {
    e.key = next;
    e.next_key.reset();
    e.public_key = next.public_key();
  } else {
    e.next_key = next;
  }
  co_await save(store, blocking, std::move(e));
}

/** Which MCP servers the programs of this machine are configured to use. Whatever is wrong with their files is their affair. */
template <class Lazy = void>
awaitable<void> look_around(securing* s) {
  if (!s->options.auto_detect) co_return;
  const auto find = [variables = s->options.environment, log = s->log] {
    std::vector<mcp::masked_server> out;
    mcp::discover_options o;
    o.variables = variables;
    o.log = log;
    if (const auto found = mcp::discover_mcp_servers(o))
      for (const auto& one : found->servers) out.push_back(mcp::masked(one));
    return out;
  };
  s->around = co_await run_blocking(s->blocking, find);
}

/** Tells the authority what was found. The agent is registered: nothing that fails here is anybody's loss. */
template <class Lazy = void>
awaitable<void> tell_what_is_around(const securing* s, client calls) {
  std::vector<mcp_detection> found;
  for (const auto& one : s->around) found.push_back(detection_of(one, seconds_now(calls)));
  std::exception_ptr cancelled;
  try {
    const mcp_detection_answer a = co_await send_detections(calls, std::move(found));
    s->log.log(log_level::info, "aim", std::to_string(s->around.size()) + " MCP servers of this machine were reported, " + std::to_string(a.new_mcps.size()) + " of them new");
  } catch (const std::exception& e) {
    if (code_of(std::current_exception()) == condition::cancelled) cancelled = std::current_exception();
    else s->log.log(log_level::warning, "aim", std::string("the report of MCP servers was not taken: ") + e.what());
  }
  if (cancelled) std::rethrow_exception(cancelled);
}

/** Finds or makes the key pair of an MCP server. It stands in the key store as an entry of its own. */
template <class Lazy = void>
awaitable<crypto::keypair> keep_mcp_key(key_store store, any_io_executor blocking, std::string agent_id, std::string aim_url, std::string name, std::string url) {
  const auto take = [store, agent_id, aim_url, name, url]() -> result<crypto::keypair> {
    agent_credentials entry;
    entry.name = "mcp " + printable(name, 60) + " " + crypto::hex_encode(crypto::sha256(agent_id + " " + url)).substr(0, 12);
    entry.aim_url = aim_url;
    auto known = store.find_agent(entry.name, aim_url);
    if (!known) return known.error();
    if (*known && (*known)->key) return *(*known)->key;
    entry.agent_id = agent_id;
    entry.status = "mcp_server";
    entry.key = crypto::keypair::generate();
    entry.other = json::object({{"mcp_name", name}, {"mcp_url", url}});
    const crypto::keypair made = *entry.key;
    const auto saved = store.save_agent(std::move(entry));
    if (!saved) return saved.error();
    return made;
  };
  auto key = co_await run_blocking(blocking, take);
  if (!key) throw configuration_error(key.error().code, key.error().message);
  co_return std::move(*key);
}

/** For an agent whose key is elsewhere: what is shown in place of a signature. */
template <class Lazy = void>
awaitable<void> speak_without_key(const securing* s, client calls, std::string id) {
  bool token = false;
  if (!s->settings.api_key && s->tokens) {
    const access_token found = co_await s->tokens(nullptr);
    token = found.text != nullptr;
  }
  if (!s->settings.api_key && !token)
    throw configuration_error(errc::no_credential, "agent_id (AIM_AGENT_ID) names an agent, and there is no credential for it: set AIM_PRIVATE_KEY (options.private_key), "
                                                   "or AIM_API_KEY (options.api_key) for an agent that only reports and reads");
  if (s->settings.api_key) calls.use_api_key(std::make_shared<const secret>(s->settings.api_key->clone()));
  calls.identify(identity(std::move(id)));
  s->log.log(log_level::info, "aim", std::string("the agent has no private key: its calls carry ") + (s->settings.api_key ? "the API key" : "an access token") + ", and it cannot ask for permission");
}

/** The agent as the authority knows it. Authorities of 2025 take API keys on a route of its own only. */
template <class Lazy = void>
awaitable<agent_object> look_at(client calls, std::string id, bool without_key) {
  std::exception_ptr refused;
  try {
    co_return co_await calls.call_for<agent_object>(call_request("GET", "/api/v1/agents/" + id));
  } catch (const authentication_error&) {
    if (!without_key) throw;
    refused = std::current_exception();
  }
  try {
    agent_envelope found = co_await calls.call_for<agent_envelope>(call_request("GET", "/api/v1/sdk-api/agents/" + id));
    co_return std::move(found.agent);
  } catch (const aim::error&) {  // the first answer says more
  }
  std::rethrow_exception(refused);
}

/** Finds or makes who we are at this authority. */
template <class Lazy = void>
awaitable<agent_facts> settle_identity(securing* s, client calls) {
  const std::optional<crypto::keypair> given = given_key(*s);
  std::optional<agent_credentials> stored;
  bool occupied = false;  // there is an entry that is not ours to use; it stays until the authority has taken the new key
  if (s->store) {
    const key_store store = *s->store;
    const auto find = [store, name = s->name, server = s->server] { return store.find_agent(name, server); };
    auto found = co_await run_blocking(s->blocking, find);
    if (!found && !s->options.force_new) throw_store(found.error());
    if (found) stored = std::move(*found);
    occupied = !found;
  }
  std::optional<std::string> known_id;
  if (s->settings.agent_id) {
    const auto id = parse_uuid(*s->settings.agent_id);
    if (!id) throw configuration_error(errc::invalid_configuration, "agent_id (AIM_AGENT_ID): expected a UUID");
    known_id = id->to_string();
    if (stored && stored->agent_id != *known_id) {
      stored.reset();
      occupied = true;
    }
  }
  if (stored && (s->options.force_new || (given && stored->key && !(stored->key->public_key() == given->public_key())))) {
    stored.reset();
    occupied = true;
  }

  const std::string nobody = uuid().to_string();  // stands for the id while the authority has not given one yet
  if (stored && stored->key && stored->agent_id != nobody) {
    if (stored->next_key) {  // a rotation was cut off; which key did the authority see last?
      const auto next = co_await accepts(calls, identity(stored->agent_id, *stored->next_key));
      if (next) {
        if (*next) stored->key = stored->next_key;
        stored->next_key.reset();
        stored->public_key = stored->key->public_key();
        co_await save(*s->store, s->blocking, *stored);
        stored->sealed = true;
      }
    }
    if (s->settings.passphrase && !stored->sealed) {
      co_await save(*s->store, s->blocking, *stored);
      s->log.log(log_level::info, "aim", "the stored key of agent \"" + printable(s->name, 100) + "\" is under the passphrase now");
    }
    calls.identify(identity(stored->agent_id, *stored->key));
    agent_facts f;
    f.name = s->name;
    f.status = stored->status;
    f.trust_score = stored->trust_score;
    const json::value* made = stored->other.find("created_at");
    f.created_at = made && made->is_string() ? made->as_string() : stored->registered_at;
    co_return f;
  }

  if (known_id) {  // registered by somebody else, who handed out id and key, or id and API key
    if (given) calls.identify(identity(*known_id, *given));
    else co_await speak_without_key(s, calls, *known_id);
    const agent_object theirs = co_await look_at(calls, *known_id, !given);
    agent_facts f;
    f.name = s->name;
    f.status = printable(theirs.status, 60);
    f.created_at = printable(theirs.created_at.value_or(""), 60);
    if (theirs.trust_score && *theirs.trust_score >= 0.0 && *theirs.trust_score <= 1.0) f.trust_score = theirs.trust_score;
    if (s->store && given) {
      agent_credentials entry;
      entry.name = s->name;
      entry.agent_id = *known_id;
      entry.aim_url = s->server;
      entry.status = f.status;
      entry.key = *given;
      entry.trust_score = f.trust_score;
      if (!f.created_at.empty()) entry.other = json::object({{"created_at", f.created_at}});
      co_await save(*s->store, s->blocking, std::move(entry));
    }
    co_return f;
  }
  if (!s->settings.auto_register.value_or(true))
    throw configuration_error(errc::no_credential, "no stored credentials for agent \"" + printable(s->name, 100) + "\" at " + s->server +
                                                       ", and AIM_AUTO_REGISTER is off");
  crypto::keypair key = given ? *given : stored && stored->key ? *stored->key : crypto::keypair::generate();
  agent_credentials entry;
  entry.name = s->name;
  entry.agent_id = nobody;
  entry.aim_url = s->server;
  entry.status = "registering";
  entry.key = key;
  entry.public_key = key.public_key();
  entry.registered_at = format_rfc3339(std::chrono::time_point_cast<std::chrono::nanoseconds>(s->options.clock.now()), 0);
  if (s->store && !occupied) co_await save(*s->store, s->blocking, entry);  // killed between registration and storing, we would lose the name
  calls.identify(identity({}, key));
  co_await look_around(s);
  registration_answer a;
  std::exception_ptr failed;
  bool nobody_knows_us = false;  // surely: an answer 4xx, or there was no connection
  try {
    a = co_await registered(s, calls, key);
  } catch (const aim::error& e) {
    failed = std::current_exception();
    nobody_knows_us = e.http_status() >= 400 && e.http_status() < 500 && e.http_status() != 408;
    nobody_knows_us = nobody_knows_us || e.code() == asio::error::connection_refused || e.code() == net::errc::not_resolved ||
                      e.code() == net::errc::no_route || e.code() == condition::not_trusted;
  }
  if (failed) {
    if (nobody_knows_us && s->store && !stored && !occupied) {  // a mistyped address must not stay behind as this agent's home
      const auto forget = [store = *s->store, name = s->name, server = s->server] { return store.forget_agent(name, server); };
      (void)co_await run_blocking(s->blocking, forget);
    }
    std::rethrow_exception(failed);
  }

  const std::string id = a.agent_id && !a.agent_id->empty() ? *a.agent_id : a.id.value_or("");
  if (!parse_uuid(id)) throw server_error(errc::invalid_answer, calls.base() + ": the registration's answer has no agent id");
  if (a.private_key && !a.private_key->empty()) {
    auto theirs = crypto::parse_private_key(*a.private_key);
    wipe(a.private_key->data(), a.private_key->size());
    if (!theirs) throw server_error(errc::invalid_answer, calls.base() + ": the registration's answer has an unusable private key");
    if (!(theirs->public_key() == key.public_key())) {
      if (given) throw authentication_error(errc::invalid_key, calls.base() + " registered a key of its own in place of the one given");
      s->log.log(log_level::warning, "aim", "the authority made the agent's key itself; it knows the private half");
      key = *theirs;
    }
  } else if (a.public_key && !a.public_key->empty()) {
    const auto theirs = crypto::parse_public_key(*a.public_key);
    if (!theirs || !(*theirs == key.public_key()))
      throw authentication_error(errc::invalid_key, calls.base() + ": the key does not match the registered agent");
  }
  agent_facts f;
  f.name = s->name;
  f.status = printable(a.status.value_or("pending"), 60);
  f.created_at = printable(a.created_at.value_or(entry.registered_at), 60);
  if (a.trust_score && *a.trust_score >= 0.0 && *a.trust_score <= 100.0) f.trust_score = *a.trust_score > 1.0 ? *a.trust_score / 100.0 : *a.trust_score;
  calls.identify(identity(id, key));
  if (s->store) {
    entry.agent_id = id;
    entry.key = key;
    entry.public_key = key.public_key();
    entry.status = f.status;
    entry.trust_score = f.trust_score;
    entry.other = json::object({{"created_at", f.created_at}});
    co_await save(*s->store, s->blocking, std::move(entry));
  }
  s->log.log(log_level::info, "aim", "agent \"" + printable(s->name, 100) + "\" is registered at " + calls.base() + " as " + id);
  co_return f;
}

template <class Lazy = void>
awaitable<agent> run_secure(std::string name, secure_options options) {
  const any_io_executor executor = co_await this_coro::executor;
  securing s;
  s.name = std::move(name);
  s.options = std::move(options);
  s.blocking = s.options.blocking_executor ? s.options.blocking_executor : executor;
  secure_options& o = s.options;

  // settings
  s.settings = std::move(o.config);
  if (!o.aim_url.empty()) s.settings.aim_url = o.aim_url;
  if (!o.private_key.empty()) s.settings.private_key = shared_secret(secret::take(o.private_key));
  if (!o.api_key.empty()) s.settings.api_key = shared_secret(secret::take(o.api_key));
  if (o.passphrase) s.settings.passphrase = *o.passphrase;
  if (o.timeout) s.settings.timeout = *o.timeout;
  if (o.retry_attempts) s.settings.retry_attempts = *o.retry_attempts;
  if (o.verify_ssl) s.settings.verify_ssl = *o.verify_ssl;
  s.log = o.log;
  resolve_options how;
  how.variables = o.environment;  // its warnings wait for the log that it may name
  auto resolved = resolve_config(s.settings, how);
  if (!resolved) throw_settings(resolved.error());
  s.settings = std::move(*resolved);
  if (!s.log.enabled(log_level::error)) {
    auto file = open_log(s.settings, o.environment);
    if (!file) throw_settings(file.error());
    s.log = std::move(*file);
  }
  for (const auto& warning : s.settings.warnings) s.log.log(log_level::warning, "aim", warning);
  if (s.name.empty()) s.name = s.settings.agent_name.value_or("");
  if (s.name.empty()) throw configuration_error(errc::invalid_configuration, "an agent needs a name");
  if (o.store_credentials) {
    key_store_options where;
    where.variables = o.environment;
    where.log = s.log;
    if (s.settings.passphrase) where.passphrase = *s.settings.passphrase;
    auto store = key_store::open(std::move(where));
    if (!store) throw_settings(store.error());
    s.store = std::move(*store);
    if (s.settings.aim_url.from() == origin::standard) {  // nobody named an authority: the one where this agent is known
      const key_store ks = *s.store;
      const auto find = [ks, n = s.name] { return ks.stored_url(n); };
      const auto known = co_await run_blocking(s.blocking, find);
      if (!known) throw_store(known.error());
      if (*known) s.settings.aim_url.merge(setting<std::string>(**known, origin::stored));
    }
  }
  auto normal = normalise_url(*s.settings.aim_url);
  if (!normal) throw_settings(normal.error());
  s.server = std::move(*normal);
  net::url url(s.server);
  if (!s.settings.verify_ssl.value_or(true)) s.log.log(log_level::warning, "aim", "verify_ssl is off: anybody on the way can be the authority");
  if (!url.secure() && !net::is_loopback(url.host())) s.log.log(log_level::warning, "aim", s.server + " is not encrypted: decisions can be forged on the way");

  // transport and identity
  client_settings cs;
  cs.timeout = s.settings.timeout.value_or(std::chrono::seconds(30));
  cs.retry.attempts = s.settings.retry_attempts.value_or(3);
  cs.clock = o.clock;
  cs.random = o.random;
  cs.log = s.log;
  cs.pad_short_bodies = o.pad_short_bodies;
  cs.unique_requests = o.unique_requests;
  const net::http_client transport(executor, transport_of(s));
  if (s.store) {  // with a client of its own: the agent's client holds the tokens' source
    const token_source tokens(client(transport, url, cs), *s.store, executor, s.blocking);
    s.tokens = [tokens](std::shared_ptr<const secret> refused) { return tokens.get(std::move(refused)); };
  }
  client calls(transport, std::move(url), std::move(cs));
  calls.use_tokens(s.tokens);
  agent_facts facts = co_await settle_identity(&s, calls);

  // evidence
  std::string folder = o.spool_directory;
  if (folder.empty()) {
    auto home = aim_home(o.environment);
    if (!home) throw_settings(home.error());
    folder = *home + "/spool";
  }
  folder += "/" + calls.who()->agent_id;
  evidence::spool_options so;
  so.directory = std::move(folder);
  so.max_bytes = o.spool_bytes;
  so.durable = o.durable;
  so.blocking_executor = o.blocking_executor;
  const auto open = [so] { return evidence::spool::open(so); };
  auto spool = co_await run_blocking(s.blocking, open);
  if (!spool) throw configuration_error(spool.error().code, spool.error().message);
  for (const auto& d : spool->damage())
    s.log.log(d.torn_end ? log_level::info : log_level::error, "aim", "spool: " + d.file + " has " + std::to_string(d.bytes) + " unreadable bytes at " + std::to_string(d.offset));

  agent_settings as;
  as.auto_verify = o.auto_verify;
  as.raise_on_denied = o.raise_on_denied;
  const bool strict = s.settings.strict_mode && s.settings.strict_mode.from() != origin::standard && *s.settings.strict_mode;
  as.when_unreachable = strict ? fail_mode::closed : o.when_unreachable;
  as.approval_timeout = o.approval_timeout;
  key_keeper keep;
  if (s.store)
    keep = [store = *s.store, blocking = s.blocking, name = s.name, server = s.server](crypto::keypair next, bool done) {
      return keep_rotation(store, blocking, name, server, std::move(next), done);
    };
  const auto state = std::make_shared<agent_state>(calls, std::move(facts), as, std::move(*spool), executor, std::move(keep));
  state->blocking = s.blocking;
  state->variables = o.environment;
  if (s.store)
    state->mcp_key = [store = *s.store, blocking = s.blocking, id = calls.who()->agent_id, server = s.server](std::string mcp_name, std::string mcp_url) {
      return keep_mcp_key(store, blocking, id, server, std::move(mcp_name), std::move(mcp_url));
    };
  agent made(state);
  if (!s.around.empty()) co_await tell_what_is_around(&s, calls);
  if (made.undelivered_reports() != 0) {
    s.log.log(log_level::warning, "aim", std::to_string(made.undelivered_reports()) + " reports of an earlier process are sent now");
    co_await made.flush_reports(deadline::after(std::chrono::seconds(10)));
  }
  co_return made;
}

}  // namespace detail

template <class Lazy>
awaitable<agent> secure(std::string name) { return detail::run_secure<Lazy>(std::move(name), secure_options()); }
template <class Lazy>
awaitable<agent> secure(std::string name, awaited<secure_options> options) {
  return detail::run_secure<Lazy>(std::move(name), taken(std::move(options)));
}
template <class Lazy>
awaitable<agent> secure(std::string name, awaited<config> settings) {
  secure_options options;
  options.config = taken(std::move(settings));
  return detail::run_secure<Lazy>(std::move(name), std::move(options));
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
