// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aval/authority/options.hpp"
#include "aval/authority/store.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/compilation.hpp"
#include "aval/core/secret.hpp"

/*  An authority of your own, in your process: an AIM-compatible server over HTTPS.
 *
 *      authority::options options;
 *      options.store = authority::sqlite_store::make(executor, {.path = "authority.db"});    // aval/authority/store_sqlite.hpp
 *      authority::server server(executor, options);
 *      co_await server.start();
 *      ... agents connect to server.url(), trusting server.certificate_pem() ...
 *      co_await server.approve(id, "ann", "checked the invoice");
 *      co_await server.stop(); */

namespace aval {
inline namespace v0 {
namespace authority {

/** A question that waits for a person, and the name of the agent that asks. */
struct waiting_question {
  verification_record verification = {};
  std::string agent_name = {};
};

/** The authority: routes, rules, store and, after start(), a listening HTTP(S) server. A cheap handle; the last one stops the server.
 *  Use it as authority::server.
 *
 *  @par Executor  work runs on the executor given; a thread_pool is fine.
 *  @par Threads   every function may be called from any thread once start() or open() has completed.
 *  @par Errors    of the functions that act in process: aval::error with errc::not_found, conflict, bad_request, forbidden, whose context is
 *                 the sentence an HTTP client would read, and errc::store_... when the store fails.
 *  @par Cancellation  terminal; what was begun in the store is finished. */
template <class Lazy = void>
class basic_server {
 public:
  basic_server(any_io_executor executor, authority::options options);

  /** Opens the store without listening: for tools that work on a data base while no authority runs. start() does it by itself. */
  awaitable<void> open();
  /** Opens the store, makes what a first start makes (organization, administrator, credential file, certificate), and listens. */
  awaitable<void> start();
  /** Ends long polls, answers what has begun, closes the store. */
  awaitable<void> stop(std::chrono::milliseconds grace = std::chrono::seconds(5));

  /** The port; zero before start(). */
  std::uint16_t port() const noexcept;
  /** "https://127.0.0.1:8443"; empty before start(). */
  const std::string& url() const noexcept;
  /** The certificate that clients must trust when options.transport is self_signed; empty otherwise and before start(). */
  const std::string& certificate_pem() const noexcept;
  /** The organization of the first start, in which agents that bring nothing but a key are registered. */
  uuid organization() const noexcept;

  /** What waits for a person, newest first; of the first organization unless another one is named. */
  awaitable<std::vector<waiting_question>> pending();
  awaitable<std::vector<waiting_question>> pending(uuid organization);
  /** Approves in the name of `who`, which stands in approved_by and in the audit trail. @return the verification as it is now. */
  awaitable<verification_record> approve(uuid id, std::string who, std::string reason = {});
  awaitable<verification_record> deny(uuid id, std::string who, std::string reason);

  /** A key for registration, or for one agent; the text is shown this once. 90 days unless told otherwise. */
  awaitable<secret> create_api_key(std::string name);
  awaitable<secret> create_api_key(std::string name, std::optional<uuid> agent, std::optional<timestamp> expires_at = {}, std::optional<uuid> organization = {});
  /** An access token of the first organization's administrator, for scripts. */
  secret issue_admin_token() const;
  secret issue_admin_token(std::optional<std::chrono::seconds> lifetime) const;

  awaitable<uuid> create_organization(std::string name);
  /** A person who logs in with a password. The organization must exist. */
  awaitable<uuid> create_user(uuid organization, std::string email, role rights, secret password);
  /** A refresh token for an SDK, in the name of a person of the first organization: the text of its credentials.json, shown this once. */
  awaitable<secret> create_sdk_token(std::string email, std::string device_name = {});
  awaitable<agent_record> set_agent_status(uuid agent, agent_status status, std::string who);
  /** Lines of the audit trail, newest first. */
  awaitable<audit_page> audit(awaited<audit_query> query);
  /** Null when there is none. */
  agent_ptr find_agent(uuid id) const;
  agent_ptr find_agent(std::string_view name) const;
  std::vector<alert_record> alerts() const;
  /** How many long polls wait at the moment. */
  std::size_t waiting() const;
  /** Every route that is served, for documents, monitors and tests; empty before start(). */
  const std::vector<served_route>& routes() const noexcept;

 private:
  struct state;
  using state_ptr = std::shared_ptr<state>;

  static awaitable<void> open(state_ptr s);
  static awaitable<void> start(state_ptr s);
  static awaitable<void> stop(state_ptr s, std::chrono::milliseconds grace);
  static awaitable<std::vector<waiting_question>> pending(state_ptr s, std::optional<uuid> organization);
  static awaitable<verification_record> settle(state_ptr s, uuid id, bool approve, std::string who, std::string reason);
  static awaitable<secret> create_api_key(state_ptr s, std::string name, std::optional<uuid> agent, std::optional<timestamp> expires_at, std::optional<uuid> organization);
  static awaitable<uuid> create_organization(state_ptr s, std::string name);
  static awaitable<uuid> create_user(state_ptr s, uuid organization, std::string email, role rights, std::shared_ptr<secret> password);
  static awaitable<secret> create_sdk_token(state_ptr s, std::string email, std::string device_name);
  static awaitable<agent_record> set_agent_status(state_ptr s, uuid agent, agent_status status, std::string who);
  static awaitable<audit_page> audit(state_ptr s, std::shared_ptr<audit_query> query);

  state_ptr state_;
};
using server = basic_server<>;

}  // namespace authority
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/authority/impl/server.hpp"
#endif
