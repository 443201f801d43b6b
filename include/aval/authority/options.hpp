// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aval/authority/events.hpp"
#include "aval/authority/policy.hpp"
#include "aval/authority/store.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/clock.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/random.hpp"
#include "aval/core/result.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/net/http_server.hpp"

namespace aval {
inline namespace v0 {
namespace aim {
struct compliance_report;
}
namespace net {
struct client_options;
}
namespace authority {

/** How webhooks are sent. */
struct webhook_options {
  unsigned attempts = 5;                                              ///< of one delivery
  std::chrono::milliseconds first_delay = std::chrono::seconds(1);    ///< before the second attempt; five times as long before each further one
  std::chrono::milliseconds longest_delay = std::chrono::minutes(10);
  unsigned most_failures = 5;                                         ///< deliveries in a row that failed: the webhook is disabled, with an alert
  std::size_t longest_queue = 1000;                                   ///< deliveries that wait for one webhook; the oldest gives way
};

/** From when on the authority raises alerts by itself. */
struct watch_options {
  std::chrono::hours key_expiry{24 * 30};          ///< before an agent's key ends: a warning; a week before: high
  std::chrono::hours api_key_expiry{24 * 14};      ///< before an API key ends: a warning; two days before: high
  std::chrono::hours silence{2};                   ///< of an agent that sends heartbeats
  double low_trust = 0.5;                          ///< of a verified agent: a warning; below 0.3: high
};

/** Who may register with nothing but a key (AIM specification 2.3, key-only self registration). */
enum class self_registration : std::uint8_t {
  off,       ///< nobody
  pending,   ///< everybody; the agent waits for a person and may do only low-risk actions until then
  loopback   ///< clients on this machine become verified at once, others are pending
};

/** How the authority shows itself to clients. */
enum class transport : std::uint8_t {
  self_signed,  ///< HTTPS with a certificate of its own, kept in the store; clients trust server::certificate_pem()
  given,        ///< HTTPS with http.tls.certificate_pem / private_key_pem (or their files)
  plain         ///< HTTP: for tests, or behind something that speaks TLS
};

/** A route of a server. Segments in braces stand for a value. */
struct served_route {
  std::string method = {};
  std::string path = {};  ///< "/api/v1/agents/{id}/audit-logs"
};

struct options {
  std::string listen = "127.0.0.1:0";                            // IP address and port; port 0: any free one
  authority::transport transport = authority::transport::self_signed;
  net::server_options http = {};                                 // limits, time-outs, certificate
  std::string public_url = {};                                   // what clients are told in aim_url; empty: url()
  std::shared_ptr<authority::store> store = {};                  // empty: in memory, gone with the process
  std::string admin_file = {};                                   // where the first start writes the administrator's credential (0600); empty: nowhere
  std::string organization = "default";                          // name of the organization that the first start makes
  std::string admin_email = "admin@localhost";                   // its administrator

  authority::self_registration self_registration = authority::self_registration::loopback;
  decision_options decision = {};                                // rules and thresholds
  std::vector<security_policy> policies = default_policies();
  int denied_http_status = 403;                                  // 201: what the oldest clients need to see the reason of a denial
  bool managers_may_approve = false;                             // besides administrators
  bool auto_grant_declared = false;                              // whether what an agent announces after its registration is granted at once
  bool agents_may_register = false;                              // whether an agent may create further agents
  bool accept_oldest_signatures = false;                         // the text form of the first generation's servers (form G1)
  bool check_signed_time = true;                                 // false: body signatures never grow old, as the reference software has it

  std::chrono::seconds signature_window = std::chrono::seconds(300);  // how far a signature's time may be from ours
  std::chrono::seconds approval_holds = std::chrono::hours(24);       // how long an approval may be used
  std::chrono::seconds pending_waits = std::chrono::hours(1);         // how long a person has to decide
  std::chrono::seconds longest_wait = std::chrono::seconds(30);       // of a long poll
  std::chrono::seconds rotation_grace = std::chrono::hours(24);       // how long a replaced key stays valid
  bool dashboard = true;                                              // the page for people at "/"
  std::chrono::seconds session_lifetime = std::chrono::hours(12);     // of a log-in there

  std::chrono::seconds access_token_lifetime = std::chrono::hours(24);
  std::chrono::seconds refresh_token_lifetime = std::chrono::hours(168);
  std::chrono::seconds refresh_grace = std::chrono::seconds(30);      // for asking again after a lost answer

  unsigned requests_per_minute = 600;         // of one agent, user or API key; zero: no limit
  unsigned address_requests_per_minute = 100; // of one address without a valid credential; zero: no limit
  unsigned strict_per_minute = 10;            // log-ins and key-only registrations of one address; zero: no limit
  std::size_t most_pending_per_agent = 1000;  // questions that wait for a person; zero: no limit

  bool requests_to_private_addresses = false; // whether addresses that others name (MCP servers, webhooks) may be on this machine or its network

  std::function<void(const event&)> on_event = {};  // told of what happens, once it is durable: on the server's executor, must not block

  std::optional<crypto::keypair> audit_key = {};  // signs checkpoints of the audit trail; empty: one that the first start makes and the store keeps
  std::function<result<std::string>(const aim::compliance_report&)> render_pdf = {};  // compliance reports as PDF: authority/compliance_pdf.hpp
  std::shared_ptr<const net::client_options> outward = {};  // certificates and look-up for such requests; empty: as net::client_options has them
  webhook_options webhooks = {};              // attempts, pauses, when one is given up
  watch_options watch = {};                   // what is worth an alert although nobody asked
  std::chrono::milliseconds watch_interval = std::chrono::minutes(1);  // how often is looked; zero: never

  any_io_executor blocking_executor = {};     // for password hashes; empty: the server's own, which then stands still meanwhile
  unsigned password_operations = 2;           // Argon2id
  unsigned password_memory_kib = 65536;
  clock_source clock = {};
  random_source random = {};
  log_hooks log = {};
};

}  // namespace authority
}  // namespace v0
}  // namespace aval
