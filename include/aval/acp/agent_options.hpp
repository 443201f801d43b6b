// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "aval/acp/options.hpp"
#include "aval/core/asio.hpp"
#include "aval/core/error.hpp"
#include "aval/net/tls_context.hpp"
#include "aval/net/websocket_options.hpp"

namespace aval {
inline namespace v0 {
namespace acp {

/** An agent that talks: who it is, whom it trusts, how it behaves. */
struct agent_options {
  acp::options protocol = {};          ///< protocol.id empty: the CN of the certificate
  net::tls_options tls = {};           ///< ca_file, certificate_file, private_key_file, or the same as PEM; all three are needed
  net::websocket_options websocket = {};  ///< pings every 20 s, gone after 20 s without pong
  bool verify_host = false;            ///< demand that a listener's certificate also names the host that was dialed
  std::size_t max_connections = 10'000;  ///< incoming
  std::size_t max_head = 16 * 1024;      ///< bytes of the head of an upgrade, or of the answer to ours
  std::size_t max_queued_messages = 4'096;  ///< unsent, on one connection: beyond it requests end with queue_full, as beyond half of websocket.max_queued_bytes
  std::chrono::milliseconds opening_timeout{10'000};  ///< incoming: from TCP accept to the end of the upgrade
  std::size_t read_pause = 1024 * 1024;  ///< a connection with so many unsent bytes is not read from until they have gone
  std::chrono::milliseconds stop_timeout{5'000};
  std::optional<any_io_executor> handlers = {};  ///< where task handlers run, each on a strand of its own; empty: the agent's executor,
                                                 ///< and one that blocks holds up all connections

  /** Hooks, called on the agent's executor; they must not throw. */
  std::function<void(std::string_view peer, bool up)> on_connection = {};                   ///< registered, or lost
  std::function<void(std::string_view peer, const id& session, bool open)> on_session = {}; ///< of either side
};

/** How an address is dialed. */
struct connect_terms {
  std::string peer = {};  ///< who must answer; empty: whoever the certificate names
  bool hub = false;       ///< the peer is a hub: it may pass on messages of others
  bool keep = true;       ///< dial again when the connection is lost
};

/** The options of an agent whose three files stand in one folder under their usual names: ca-cert.pem, ID-cert.pem, ID-key.pem. */
inline agent_options agent_from_folder(const std::string& folder, const std::string& id) {
  agent_options o;
  o.protocol.id = id;
  o.tls.ca_file = folder + "/ca-cert.pem";
  o.tls.certificate_file = folder + "/" + id + "-cert.pem";
  o.tls.private_key_file = folder + "/" + id + "-key.pem";
  return o;
}

/** What a failed operation throws when the peer said more than a code: an answer with "fallo" (errc::task_failed), an ERROR, a rejection. */
class task_error : public aval::error {
 public:
  task_error(std::error_code code, std::string context, std::string peer_text, json::raw detail)
      : aval::error(code, std::move(context), std::move(peer_text)), detail_(std::move(detail)) {}
  /** error_detalle as it came: an object, a string or null. Never trust it. */
  const json::raw& detail() const noexcept { return detail_; }

 private:
  json::raw detail_;
};

}  // namespace acp
}  // namespace v0
}  // namespace aval
