// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aval/authority/audit.hpp"
#include "aval/authority/detail/clock_text.hpp"
#include "aval/authority/errors.hpp"
#include "aval/authority/events.hpp"
#include "aval/authority/policy.hpp"
#include "aval/authority/records.hpp"
#include "aval/authority/records_documents.hpp"
#include "aval/authority/store.hpp"
#include "aval/authority/trust_score.hpp"
#include "aval/core/random.hpp"
#include "aval/core/result.hpp"
#include "aval/crypto/keypair.hpp"

/*  The authority's picture of its organizations, agents and open questions, and every rule about how it may change. No I/O: each
 *  function takes the time as an argument, changes the picture under one lock, and hands the same change to the store in the same
 *  order; what it returns may be told to anybody only after the ticket is durable. HTTP, signatures and waiting are the server's.
 *
 *  Definitions: registry_load.hpp, registry_agents.hpp (agents, keys, trust, alerts), registry_decisions.hpp (verifications, reports,
 *  approvals), registry_accounts.hpp (people, API keys), registry_tokens.hpp (refresh tokens),
 *  registry_transaction.hpp, policy_book.hpp (policies), trust_evidence.hpp. What is added to the authority
 *  works through transact() and look() with functions of its own; this class need not know of it. */

namespace aval {
inline namespace v0 {
namespace authority {

/** Why something is not done, in the words that go to the caller (AIM specification, part 2). */
struct refusal {
  int status = 400;
  std::string_view name = "bad_request";  ///< a literal, the member "code" of the error body
  std::string message = {};
  std::error_code code = make_error_code(errc::bad_request);  ///< for callers in the same process
};
template <class T>
using answer = result<T, refusal>;

/** Who is asking. An agent is a principal of its own kind: it has no user and no role. */
struct caller {
  enum class kind : std::uint8_t { nobody, agent, user, api_key, local };
  kind is = kind::nobody;
  uuid organization = {};
  std::optional<uuid> agent = {};       ///< the agent itself, or the one an API key is bound to
  std::optional<uuid> user = {};        ///< for an API key: the person who made it
  std::optional<uuid> api_key = {};
  authority::role role = authority::role::viewer;
  std::string name = {};                ///< for people: what stands in approved_by
  std::string address = {};
  std::string user_agent = {};
};

struct registry_options {
  decision_options decision = {};
  std::vector<security_policy> policies = default_policies();
  std::chrono::seconds approval_holds = std::chrono::hours(24);
  std::chrono::seconds pending_waits = std::chrono::hours(1);
  std::chrono::seconds replay_window = std::chrono::seconds(300);
  std::chrono::seconds rotation_grace = std::chrono::hours(24);
  std::chrono::seconds longest_rotation_grace = std::chrono::hours(24 * 7);
  std::size_t most_pending_per_agent = 1000;  ///< questions that wait for a person; zero: no limit
  random_source random = {};
};

/** What an agent is asked to be. Texts are checked by the registry. */
struct registration {
  std::string name = {};
  std::string display_name = {};
  std::string description = {};
  std::string type = "ai_agent";
  std::string version = {};
  std::string repository_url = {};
  std::string documentation_url = {};
  std::string certificate_url = {};
  std::vector<std::string> capabilities = {};
  std::vector<std::string> talks_to = {};
  std::optional<crypto::public_key> key = {};
};

/** The keys that may sign for an agent now. */
struct signing_keys {
  uuid organization = {};
  agent_status status = agent_status::pending;
  std::optional<crypto::public_key> current = {};
  std::optional<crypto::public_key> previous = {};  ///< during the grace of a rotation
};

/** A question, checked for form and signature, ready for a decision. The context is canonical JSON without secrets. */
struct question {
  uuid agent = {};
  std::string action = {};
  std::optional<std::string> resource = {};
  std::string context = "{}";
  std::optional<risk_level> request_risk = {};
  std::optional<risk_level> context_risk = {};
  bool requires_approval = false;
  signature_bytes signature = {};
  unsigned verifications_last_minute = 0;
};

struct execution_report {
  authority::execution result = execution::success;
  std::string detail = "{}";  ///< canonical JSON of the report, without its time: what a repeat is compared with
  std::string error = {};
  std::optional<std::int64_t> duration_ms = {};
};

/** Whether an agent's key was changed and nobody has verified the agent since. */
inline bool rotation_unapproved(const agent_record& a) noexcept { return a.rotations > 0 && (!a.verified_at || (a.key_created_at && *a.verified_at < *a.key_created_at)); }

/** One agent with what is counted about it. */
struct agent_entry {
  agent_ptr record;
  signing_keys keys;
  std::deque<activity_record> days;  // of the last 30 days, oldest first
  activity_record total;             // their sum
  std::array<unsigned, 4> open_alerts = {};
  std::array<unsigned, 4> open_drift = {};    // alerts about its configuration, by severity
  std::shared_ptr<const trust_evidence_record> evidence = {};
  activity_window recent = {};
  std::size_t pending = 0;
  trust_score score = {};
  timestamp scored_at = {};
  std::optional<timestamp> last_active;
};

struct trust_view {
  std::string agent_name = {};
  trust_score score = {};
  double effective = 0;
  timestamp calculated_at = {};
};

class registry {
 public:
  registry(std::shared_ptr<authority::store> store, registry_options options) : store_(std::move(store)), options_(std::move(options)) {}
  registry(const registry&) = delete;
  registry& operator=(const registry&) = delete;

  /** Forgets everything and starts from what the store has. */
  void load(store_contents&& contents, timestamp now);
  authority::store& store() const noexcept { return *store_; }
  const std::shared_ptr<authority::store>& shared_store() const noexcept { return store_; }
  const registry_options& options() const noexcept { return options_; }

  /** The ticket of the newest change: for answers about something that another request may just have changed. */
  std::uint64_t last_ticket() const {
    const lock hold(mutex_);
    return last_ticket_;
  }

  // ---- organizations, settings
  uuid create_organization(const std::string& name, timestamp now, std::uint64_t& ticket);
  std::vector<organization_record> organizations() const;
  std::optional<std::string> setting(const std::string& name) const;
  void set_setting(const std::string& name, const std::string& value, std::uint64_t& ticket);

  // ---- agents (registry_agents.hpp)
  struct registered {
    agent_ptr agent = {};
    bool existed = false;
  };
  /** Registers, or finds the agent of the same name and key again. `status` is what a new agent becomes. */
  answer<registered> register_agent(const registration& wanted, uuid organization, agent_status status, const caller& who, timestamp now, std::uint64_t& ticket);
  agent_ptr find_agent(uuid id) const;
  agent_ptr find_agent(uuid organization, std::string_view name) const;
  std::optional<signing_keys> keys_of(uuid agent, timestamp now) const;
  std::vector<agent_ptr> agents(uuid organization, std::size_t limit, std::size_t offset, std::size_t& total) const;
  std::optional<timestamp> last_active(uuid agent) const;
  /** Applies `edit` to a copy of the record, checks it, and keeps it. */
  answer<agent_ptr> edit_agent(uuid id, const std::string& what, const caller& who, timestamp now, std::uint64_t& ticket,
                               const std::function<std::optional<refusal>(agent_record&)>& edit);
  answer<agent_ptr> set_status(uuid id, agent_status status, const caller& who, timestamp now, std::uint64_t& ticket);
  answer<agent_ptr> rotate_key(uuid id, const crypto::public_key& next, std::optional<std::chrono::seconds> grace, const caller& who, timestamp now, std::uint64_t& ticket);
  answer<trust_view> trust(uuid agent, timestamp now, std::uint64_t& ticket, bool record = false, std::string reason = "recalculated", std::optional<uuid> by = {});
  answer<trust_view> fix_trust(uuid agent, double score, std::string reason, const caller& who, timestamp now, std::uint64_t& ticket);

  // ---- verifications (registry_decisions.hpp)
  struct decided {
    verification_ptr verification = {};
    bool repeated = false;  ///< the same signed question was answered before
  };
  answer<decided> decide(question&& asked, const caller& who, timestamp now, std::uint64_t& ticket);
  /** The record if it is in memory; pending ones that are over come out as expired. */
  verification_ptr live(uuid id, timestamp now, std::uint64_t& ticket);
  /** Puts a record that came from the store in memory, unless a newer state of it is there already. */
  verification_ptr adopt(verification_ptr v);
  answer<verification_ptr> settle(uuid id, bool approve, std::string reason, const caller& who, timestamp now, std::uint64_t& ticket);
  answer<verification_ptr> report(const verification_ptr& v, const execution_report& what, const caller& who, timestamp now, std::uint64_t& ticket);
  std::vector<verification_ptr> pending(uuid organization, timestamp now, std::uint64_t& ticket);
  /** Writes a record to the audit trail: what users do, and actions that were logged directly. */
  uuid record(audit_entry entry, timestamp now, std::uint64_t& ticket);
  /** What an agent did outside of a verification counts for its success rate. */
  void count_execution(uuid agent, bool success, timestamp now, std::uint64_t& ticket);
  /** Called with the id of each verification that stops being pending; under the registry's lock, so it must only take a note. */
  std::function<void(const uuid&)> on_settled;
  /** Called with each event and the ticket under which what it tells becomes durable; under the lock as well. */
  std::function<void(event&&, std::uint64_t ticket)> on_event;

  /** Remembers a signed request that must not run twice. Null: it is new and now reserved; otherwise what is known about it. */
  std::optional<replay_record> reserve(uuid agent, const signature_bytes& signature, timestamp now);
  void remember(uuid agent, const signature_bytes& signature, int status, std::string body, timestamp now, std::uint64_t& ticket);
  void forget(uuid agent, const signature_bytes& signature);

  // ---- people, keys, tokens (registry_accounts.hpp)
  answer<uuid> create_user(user_record user, const caller& who, timestamp now, std::uint64_t& ticket);
  std::optional<user_record> find_user(uuid id) const;
  std::optional<user_record> find_user(std::string_view email) const;
  std::size_t user_count() const;
  void edit_user(uuid id, const std::string& what, const caller& who, timestamp now, std::uint64_t& ticket, const std::function<void(user_record&)>& edit);
  struct new_api_key {
    api_key_record record = {};
    std::string text = {};  ///< shown once
  };
  answer<new_api_key> create_api_key(uuid organization, std::optional<uuid> agent, std::string name, std::optional<timestamp> expires_at, const caller& who, timestamp now, std::uint64_t& ticket);
  /** Notes the use as well, at most once a minute. */
  answer<api_key_record> check_api_key(std::string_view text, timestamp now);
  std::vector<api_key_record> api_keys(uuid organization) const;
  answer<api_key_record> disable_api_key(uuid id, bool remove, const caller& who, timestamp now, std::uint64_t& ticket);

  // ---- refresh tokens (registry_tokens.hpp)
  void add_refresh(refresh_record r, std::uint64_t& ticket);
  struct rotation {
    refresh_record presented = {};
    refresh_record next = {};
    uuid access = {};
    timestamp issued_at = {};
  };
  /** Exchanges a refresh token for its successor; a repeat within the grace gives the same one, a later one revokes the family. */
  answer<rotation> rotate_refresh(uuid id, std::chrono::seconds grace, std::chrono::seconds lifetime, timestamp now, std::uint64_t& ticket, std::string_view address = {});
  /** Whether such a token, or the session of a page, is known, not revoked and not over. */
  bool refresh_lives(uuid id, timestamp now) const;
  /** Revokes the token and all its relatives. Unknown: nothing happens. */
  void revoke_refresh(uuid id, timestamp now, std::uint64_t& ticket);
  /** A request named the SDK token with this jti. It is no credential: who asks is known already, and only a token of the same
   *  organization, and of the same person if it is one, is counted. Written at most once a minute. */
  void count_sdk_use(uuid token, const caller& who, timestamp now);

  // ---- alerts (registry_agents.hpp)
  /** The open ones, newest first. */
  std::vector<alert_record> alerts(uuid organization) const;
  /** Of those in memory: open ones, and what was raised since the start. */
  std::optional<alert_record> find_alert(uuid id) const;
  /** Somebody has looked at an alert: it is open no longer, and its agent's score recovers. With a resolution it is resolved as well.
   *  `seen` is the alert as find_alert() or the store gave it. The same again changes nothing. */
  answer<alert_record> close_alert(const alert_record& seen, std::optional<std::string> resolution, const caller& who, timestamp now, std::uint64_t& ticket);

  // ---- further records (registry_transaction.hpp)
  class view;
  class transaction;
  /** Calls f(transaction&) under the lock and returns what it returns. All that f does becomes durable as one batch, also before a
   *  refusal or an exception: check first, then change. */
  template <class F>
  auto transact(timestamp now, std::uint64_t& ticket, F f);
  /** Calls f(const view&) under the lock. */
  template <class F>
  auto look(timestamp now, F f) const;

  /** Figures over all organizations. */
  struct figures {
    std::array<std::uint64_t, 4> agents = {};       ///< by agent_status
    std::array<std::uint64_t, 4> open_alerts = {};  ///< by severity
    std::uint64_t pending = 0;                      ///< verifications that wait for a person
    activity_record recent = {};                    ///< of the last 30 days
  };
  figures count_all() const;

 private:
  struct replay_key {
    uuid agent;
    key_bytes mark;
    friend bool operator==(const replay_key&, const replay_key&) = default;
  };
  struct replay_hash {
    std::size_t operator()(const replay_key& k) const noexcept {
      std::size_t h = 0;
      std::memcpy(&h, k.mark.data(), sizeof h);  // half of an Ed25519 signature: as good as random
      return h;
    }
  };
  struct name_hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const noexcept { return std::hash<std::string_view>()(s); }
  };
  using lock = std::lock_guard<std::mutex>;

  struct document_key {
    document_kind kind;
    uuid organization, id;
    friend auto operator<=>(const document_key&, const document_key&) = default;
  };
  struct kept_document {
    std::string text = {};                     // as it was stored, until somebody wants to see it
    std::shared_ptr<const void> value = {};    // then this, of the kind's type
  };
  static constexpr std::size_t most_alerts_in_memory = 10'000;

  static replay_key key_of(uuid agent, const signature_bytes& s) {
    replay_key k{agent, {}};
    std::copy_n(s.begin(), 32, k.mark.begin());
    return k;
  }
  static std::string scoped_name(uuid organization, std::string_view name) { return organization.to_string().append(1, '/').append(name); }
  // identifiers are no secrets: their random bytes are fetched a block at a time
  uuid new_id(timestamp now) {
    if (id_bytes_left_ < 16) {
      options_.random.fill(id_bytes_);
      id_bytes_left_ = id_bytes_.size();
    }
    const std::span<const std::byte> block(id_bytes_.data() + id_bytes_.size() - id_bytes_left_, 16);
    id_bytes_left_ -= 16;
    return detail::ordered_uuid(now, block);
  }

  // all below: with the lock held
  agent_entry* entry(uuid id);
  const agent_entry* entry(uuid id) const;
  static void derive_keys(agent_entry& e);
  void put_agent(agent_entry& e, std::shared_ptr<agent_record> next, change_batch& batch);
  static void forget_old_days(agent_entry& e, std::int64_t day);
  void count(agent_entry& e, const verification_record* decided, std::optional<bool> executed, timestamp now, change_batch& batch);
  void rescore(agent_entry& e, const std::string& reason, std::optional<uuid> by, timestamp now, change_batch& batch, bool record);
  void raise(uuid organization, std::optional<uuid> agent, std::string type, severity s, std::string title, std::string description, bool counts, timestamp now, change_batch& batch);
  void forget_old_alerts();
  void count_alert(const alert_record& a, int by);
  static bool moves_trust(const alert_record& a) { return a.agent && (a.counts_for_trust || a.type == "configuration_drift"); }
  // trust_evidence.hpp
  void use_evidence(std::shared_ptr<const trust_evidence_record> e);
  void read_evidence();
  void weigh_evidence(const agent_entry& e, timestamp now, trust_inputs& in) const;
  void heard_of(agent_entry& e, timestamp now, change_batch& batch);
  // policy_book.hpp
  void read_policy_books();
  const std::vector<security_policy>& policies(uuid organization) const {
    const auto own = policies_.find(organization);
    return own == policies_.end() ? options_.policies : *own->second;
  }
  void tell(event_kind kind, uuid organization, std::optional<uuid> agent, uuid subject, std::string_view text, timestamp now) {
    if (on_event) told_.push_back(event{kind, organization, agent, subject, now, std::string(text)});
  }
  void audit(audit_entry& e, timestamp now, change_batch& batch);
  void audit_user_action(std::string_view action, std::string_view type, std::string_view id, std::optional<uuid> agent, uuid organization, const caller& who, std::string_view status,
                         std::string_view metadata, timestamp now, change_batch& batch);
  void put_verification(std::shared_ptr<verification_record> next, bool was_pending, change_batch& batch);
  void expire(const verification_ptr& v, timestamp now, change_batch& batch);
  void sweep(timestamp now);
  void submit(change_batch& batch, std::uint64_t& ticket) {
    std::vector<event> told;
    told.swap(told_);
    if (!batch.empty()) {
      const std::uint64_t mine = store_->submit(std::move(batch));
      last_ticket_ = std::max(last_ticket_, mine);
      ticket = std::max(ticket, mine);
      for (event& e : told) on_event(std::move(e), mine);
    }
    batch.clear();
  }

  std::shared_ptr<authority::store> store_;
  registry_options options_;
  mutable std::mutex mutex_;
  std::uint64_t last_ticket_ = 0;
  std::array<std::byte, 1024> id_bytes_ = {};
  std::size_t id_bytes_left_ = 0;
  std::unordered_map<uuid, organization_record> organizations_;
  std::unordered_map<uuid, std::unique_ptr<agent_entry>> agents_;
  std::unordered_map<std::string, uuid, name_hash, std::equal_to<>> agent_names_;
  std::unordered_map<uuid, std::shared_ptr<const std::vector<security_policy>>> policies_;  // of organizations that have policies of their own: replaced as a whole
  std::unordered_map<uuid, user_record> users_;
  std::unordered_map<std::string, uuid, name_hash, std::equal_to<>> user_emails_;
  std::unordered_map<uuid, api_key_record> api_keys_;
  std::unordered_map<std::string, uuid, name_hash, std::equal_to<>> api_key_hashes_;
  std::unordered_map<uuid, refresh_record> refresh_;
  std::map<std::string, std::string> settings_;
  std::unordered_map<uuid, audit_chain> chains_;
  std::map<uuid, alert_record> alerts_;  // by age
  std::unordered_map<std::string, uuid, name_hash, std::equal_to<>> alert_topics_;
  std::unordered_map<uuid, verification_ptr> verifications_;
  mutable std::map<document_key, kept_document> documents_;
  std::vector<event> told_;  // of the batch that is being made
  std::map<uuid, verification_ptr> pending_;  // by age, as the ids sort by time
  std::deque<std::pair<timestamp, uuid>> settled_;
  std::unordered_map<replay_key, uuid, replay_hash> questions_;  // signed questions that have an answer
  std::deque<std::pair<timestamp, replay_key>> question_order_;
  std::unordered_map<replay_key, replay_record, replay_hash> replays_;
  std::deque<std::pair<timestamp, replay_key>> replay_order_;
};

inline agent_entry* registry::entry(uuid id) {
  const auto at = agents_.find(id);
  return at == agents_.end() || at->second->record->removed ? nullptr : at->second.get();
}
inline const agent_entry* registry::entry(uuid id) const {
  const auto at = agents_.find(id);
  return at == agents_.end() || at->second->record->removed ? nullptr : at->second.get();
}

inline uuid registry::create_organization(const std::string& name, timestamp now, std::uint64_t& ticket) {
  const lock hold(mutex_);
  organization_record o{new_id(now), name, now};
  change_batch batch;
  batch.emplace_back(o);
  submit(batch, ticket);
  organizations_.emplace(o.id, o);
  return o.id;
}
inline std::vector<organization_record> registry::organizations() const {
  const lock hold(mutex_);
  std::vector<organization_record> all;
  for (const auto& [id, o] : organizations_) all.push_back(o);
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.created_at < b.created_at; });
  return all;
}
inline std::optional<std::string> registry::setting(const std::string& name) const {
  const lock hold(mutex_);
  const auto at = settings_.find(name);
  if (at == settings_.end()) return std::nullopt;
  return at->second;
}
namespace detail {
inline refusal bad(std::string text) { return {400, "bad_request", std::move(text), make_error_code(errc::bad_request)}; }
inline refusal missing_agent() { return {404, "not_found", "Agent not found", make_error_code(errc::not_found)}; }
inline std::string metadata(std::initializer_list<std::pair<std::string_view, std::string_view>> sorted) {
  std::string text;
  object_out out(text);
  for (const auto& [key, value] : sorted)
    if (!value.empty()) out.text(key, value);
  out.end();
  return text;
}
}  // namespace detail

inline void registry::set_setting(const std::string& name, const std::string& value, std::uint64_t& ticket) {
  const lock hold(mutex_);
  change_batch batch;
  batch.emplace_back(setting_record{name, value});
  submit(batch, ticket);
  settings_.insert_or_assign(name, value);
}

}  // namespace authority
}  // namespace v0
}  // namespace aval

#include "aval/authority/registry_accounts.hpp"
#include "aval/authority/registry_agents.hpp"
#include "aval/authority/registry_decisions.hpp"
#include "aval/authority/registry_load.hpp"
#include "aval/authority/registry_transaction.hpp"
// behind the transaction
#include "aval/authority/policy_book.hpp"
#include "aval/authority/registry_tokens.hpp"
#include "aval/authority/trust_evidence.hpp"
