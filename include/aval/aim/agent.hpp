// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "aval/actions/action.hpp"
#include "aval/actions/concepts.hpp"
#include "aval/aim/audit_pager.hpp"
#include "aval/aim/client.hpp"
#include "aval/aim/compliance_request.hpp"
#include "aval/aim/errors.hpp"
#include "aval/aim/options.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/compilation.hpp"
#include "aval/core/environment.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/evidence/spool.hpp"

/*  The agent: what secure() gives and what decorators are given.
 *
 *      track_action, require_approval                       by hand
 *        verify(action_request, deadline) -> permit           verify_action(...) -> bool, verify(name, ...) -> verification
 *        intent(permit)        spool: intent                  log_action(...)
 *        report(permit, ...)   spool: outcome, send, acknowledge
 *
 *  One agent is shared state behind a handle: copies are the same agent. All of it may be used from any thread; the mutex guards a few
 *  small members and is never held across a wait. A report that cannot be delivered stays in the spool; it is sent again after the
 *  next report that gets through, by flush_reports(), and by the next process that secures the same agent. */

namespace aval {
inline namespace v0 {
namespace aim {

namespace detail {

/** What the spool keeps of an intent. */
struct spooled_intent {
  std::string verification_id = {};
  std::string action = {};
  std::optional<std::string> resource = {};
  std::optional<std::string> risk = {};
  std::string at = {};
};

struct agent_facts {
  std::string name = {};
  std::string status = {};
  std::string created_at = {};
  std::optional<double> trust_score = {};
};

struct agent_settings {
  bool auto_verify = true;
  bool raise_on_denied = false;
  fail_mode when_unreachable = fail_mode::closed;
  std::chrono::milliseconds approval_timeout{300'000};
};

/** Called with the new key before and after a rotation: (next key, false) must make it safe, (next key, true) make it the key. */
using key_keeper = std::function<awaitable<void>(crypto::keypair, bool done)>;

/** Gives the key pair of an MCP server, by its name and its URL; stored before it is given. */
using mcp_key_keeper = std::function<awaitable<crypto::keypair>(std::string, std::string)>;

class agent_state {
 public:
  agent_state(client c, agent_facts f, agent_settings s, std::optional<evidence::spool> sp, any_io_executor ex, key_keeper keep)
      : calls(std::move(c)), name(f.name), created_at(f.created_at), settings(s), spool(std::move(sp)), executor(std::move(ex)),
        keep_key(std::move(keep)), status(std::move(f.status)), trust(f.trust_score) {}

  struct approved_by_hand {
    std::string action, id;
    std::chrono::steady_clock::time_point at;
  };

  const client calls;
  const std::string name, created_at;
  const agent_settings settings;
  std::optional<evidence::spool> spool;  // a handle, thread-safe itself; set once
  const any_io_executor executor;
  const key_keeper keep_key;
  // set before anybody else has the agent
  mcp_key_keeper mcp_key;
  any_io_executor blocking;
  aval::environment variables;

  std::mutex mutex;  // guards what follows
  std::string status;
  std::optional<double> trust;
  std::deque<approved_by_hand> unreported;
  std::unordered_map<std::string, actions::permit> permits;  // fail_mode::cached; key: action, zero, resource
  std::unordered_set<std::uint64_t> sending;                 // spool numbers on their way
  bool flushing = false, rotating = false, backlog = false;
};

}  // namespace detail

template <class Lazy>
class basic_agent;
using agent = basic_agent<void>;

template <class Lazy>
class basic_agent {
 public:
  /** An empty handle, which nothing may be asked of. Assign what secure() gives. */
  basic_agent() = default;
  /** Made by secure(). */
  explicit basic_agent(std::shared_ptr<detail::agent_state> s);

  /** UUID at the authority. */
  std::string id() const;
  const std::string& name() const noexcept;
  /** base64 of the 32 bytes. */
  std::string public_key() const;
  /** Whether the authority's last word about this agent's status was "verified". */
  bool is_verified() const;
  /** "pending", "verified", "suspended", "revoked"; as of registration or the last refresh(). */
  std::string status() const;
  /** RFC 3339, as the authority wrote it. */
  const std::string& created_at() const noexcept;
  /** 0 to 1: what registration or the last get_trust_score() said; 0 before. No request. */
  double trust_score() const;
  /** The calls underneath, for routes of your own. */
  const client& calls() const noexcept;
  any_io_executor get_executor() const noexcept;
  /** Where files are read and written: secure_options::blocking_executor, else get_executor(). */
  any_io_executor blocking_executor() const noexcept;
  /** What secure() was given as environment. */
  const environment& variables() const noexcept;

  // ---- by hand --------------------------------------------------------------------------------------------------------------
  // Parameters and results are sent with their values, except that "[redacted]" stands for what has a name like password or token,
  // at any depth: the decorators' list.

  /** Asks whether an action may run. Does not wait for a human: "pending" is false (see verify()).
   *
   *      const auto parameters = aval::json::object({{"user_id", 12345}});   // named: g++ 12 has no lists inside co_await
   *      if (co_await agent.verify_action("delete_user", parameters, aval::risk::high)) ...
   *
   *  @par Errors        those of part 5: authentication, connection, time-out, rate limit, invalid answers. A denial is false, or
   *                     verification_error with secure_options::raise_on_denied.
   *  @par Cancellation  terminal; asking again is harmless. */
  awaitable<bool> verify_action(std::string action_name, json::value parameters = {}, aval::risk level = aval::risk::low) const;
  awaitable<bool> verify_action(std::string action_name, json::value parameters, awaited<verify_options> options) const;

  /** The same with everything the authority said. With options.wait a pending action is waited for until options.timeout, then
   *  timeout_error (kind approval) is thrown. Denied, expired and (without wait) pending are returned. */
  awaitable<verification> verify(std::string action_name, json::value parameters = {}) const;
  awaitable<verification> verify(std::string action_name, json::value parameters, awaited<verify_options> options) const;

  /** Reports an action that has happened. Belongs to the latest approved and unreported verify_action() of this name within ten
   *  minutes, where there is one. Kept in the spool until the authority has it. Gives whether it has it already.
   *  Throws nothing but cancellation. */
  awaitable<bool> log_action(std::string action_name) const;
  awaitable<bool> log_action(std::string action_name, awaited<action_log> what) const;

  /** Asks for the score, 0 to 1, and keeps it for trust_score(). */
  awaitable<double> get_trust_score() const;
  /** The score with its factors; weights and contributions are computed here where the authority does not give them. */
  awaitable<trust_breakdown> get_trust_breakdown() const;

  /** The audit trail, newest first. Nothing is sent before next(). */
  audit_pager get_audit_logs() const;
  audit_pager get_audit_logs(audit_filter filter) const;

  /** The compliance report of this agent, as JSON, a table (CSV) or a document (PDF), in memory: at most 8 MiB. A larger one:
   *  export_compliance_report_to() of aim/compliance.hpp.
   *
   *      aval::aim::compliance_request month{.report_type = "soc2", .format = "pdf", .start = first, .end = last};
   *      const auto document = co_await agent.export_compliance_report(month);
   *
   *  Authorities that have no such route answer people only: the report, of the organisation then, is put together here, for which a
   *  person's access token is needed (an sdk_credentials.json in the AIM folder). PDF is written here where the authority does not do
   *  it and the program includes aim/compliance_pdf.hpp.
   *  @par Errors        configuration_error: a type, format or range that cannot be, or nobody who can write PDF; authentication_error:
   *                     there is no access token; those of a call. */
  awaitable<compliance_document> export_compliance_report() const;
  awaitable<compliance_document> export_compliance_report(awaited<compliance_request> what) const;

  /** Asks for status and trust score anew. */
  awaitable<void> refresh() const;

  /** Replaces the signing key. The new one is on disk before the authority hears of it; the old one stays valid there for the grace
   *  period. Calls that have begun finish with the old key.
   *  @par Errors  those of part 5; the old key is then still in use. */
  awaitable<void> rotate_key() const;

  /** The key pair of an MCP server that this agent registers: made at the first call and kept beside the agent's own credentials, under
   *  the same passphrase. The server signs the authority's challenge with it.
   *  @par Errors  configuration_error: the key store cannot be read or written. */
  awaitable<crypto::keypair> mcp_server_key(std::string name, std::string url) const;

  /** Sends reports that could not be delivered; gives how many are still waiting afterwards. Stops at the first that still cannot. */
  awaitable<std::size_t> flush_reports(deadline limit = {}) const;
  /** Reports that the authority does not have yet, calls that are running now included. */
  std::size_t undelivered_reports() const;

  // ---- for decorators (actions::verifier, actions::reporter) -------------------------------------------------------------------

  /** Permission for one call, or the reason against it as an exception. Waits for a human until the limit (without one,
   *  secure_options::approval_timeout). */
  awaitable<actions::permit> verify(actions::action_request request, deadline limit) const;
  /** Leaves a trace before the function starts. configuration_error (spool_full) when there is no more room for one. */
  awaitable<void> intent(actions::permit& allowed) const;
  /** Makes the outcome safe, then sends it. */
  awaitable<void> report(actions::permit allowed, actions::outcome result, deadline limit) const;
  std::chrono::system_clock::time_point now() const;

 private:
  using state_ptr = std::shared_ptr<detail::agent_state>;
  static constexpr std::size_t most_remembered = 1000;

  static void say(const detail::agent_state& s, log_level level, const std::string& text);
  static std::string rfc3339_now(const detail::agent_state& s);
  /** At most `most` bytes, cut at a character. */
  static std::string cut(std::string text, std::size_t most);
  static std::exception_ptr not_permitted(const decision& d);
  static json::value context_of(aval::risk level, json::value parameters, bool requires_approval);

  // ---- asking

  static awaitable<verification> run_verify(state_ptr s, std::string action, json::value parameters, verify_options options);

  static awaitable<bool> run_verify_action(state_ptr s, std::string action, json::value parameters, verify_options options);

  static awaitable<actions::permit> run_guard(state_ptr s, actions::action_request r, deadline limit);

  static std::string permit_key(std::string_view action, std::string_view resource);
  static void remember(detail::agent_state& s, const actions::permit& p);
  static std::optional<actions::permit> recall(detail::agent_state& s, const actions::action_request& r);

  // ---- evidence

  static awaitable<void> run_intent(state_ptr s, actions::permit* p);

  static awaitable<void> run_report(state_ptr s, actions::permit p, actions::outcome o, deadline limit);

  /** Outcome into the spool, then to the authority, then out of the spool. `number` 0: there is no intent. */
  static awaitable<bool> keep_and_send(state_ptr s, std::uint64_t number, outcome_report r, deadline limit);

  /** After a report got through, the ones that had to wait are sent without making anybody wait for them. */
  static void flush_in_background(const state_ptr& s);

  static awaitable<std::size_t> run_flush(state_ptr s, deadline limit);

  static result<outcome_report, json::failure> read_entry(detail::agent_state& s, const evidence::spool_entry& entry);

  static awaitable<bool> run_log(state_ptr s, std::string action, action_log what);

  // ---- trust, status, key

  static std::string own_path(const detail::agent_state& s, std::string_view rest = {});
  static double checked_score(double score);
  static void keep_score(detail::agent_state& s, double score);

  static awaitable<double> run_trust(state_ptr s);

  static std::map<std::string, double> in_snake_case(const std::map<std::string, double>& from);

  static awaitable<trust_breakdown> run_breakdown(state_ptr s);

  static awaitable<void> run_refresh(state_ptr s);

  static awaitable<compliance_document> run_export(state_ptr s, compliance_request r);

  static awaitable<crypto::keypair> run_mcp_key(state_ptr s, std::string name, std::string url);

  static awaitable<void> run_rotate(state_ptr s);

  std::shared_ptr<detail::agent_state> state_;
};

static_assert(actions::verifier<agent> && actions::reporter<agent>);

}  // namespace aim
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/aim/impl/agent.hpp"
#  include "aval/aim/impl/compliance.hpp"
#endif
