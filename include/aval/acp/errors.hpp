// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <system_error>

#include "aval/core/condition.hpp"

namespace aval {
inline namespace v0 {
namespace acp {

/** What can go wrong between two agents. The first ten are the codes of ERROR messages (ACPaaS specification 3.2), received or to be
 *  sent; the others are seen by one side only. Compare with aval::condition to know what can be done about it. */
enum class errc {
  invalid_message_format = 1,  ///< INVALID_MESSAGE_FORMAT: not a message, or not a valid one
  session_not_found,           ///< SESSION_NOT_FOUND: no active session of that id with that agent
  task_execution_failed,       ///< TASK_EXECUTION_FAILED: the handler failed and no answer could be formed
  rate_limit_exceeded,         ///< RATE_LIMIT_EXCEEDED: too many, or an account is exhausted
  auth_failed,                 ///< AUTH_FAILED: `origen` is not the name in the certificate
  unknown_message_type,        ///< UNKNOWN_MESSAGE_TYPE
  not_registered,              ///< NOT_REGISTERED: a message before the registration
  agent_not_found,             ///< AGENT_NOT_FOUND: the hub does not know the receiver, or it is not connected
  message_too_large,           ///< MESSAGE_TOO_LARGE
  internal_error,              ///< INTERNAL_ERROR: unexpected failure while handling a valid message

  peer_error = 20,         ///< an ERROR with a code of its own; the peer's text has it
  task_failed,             ///< the answer is "fallo"; acp::task_error has the details
  task_timed_out,          ///< no answer within the task's time
  not_acknowledged,        ///< all repetitions went without a MESSAGE_ACK
  invalid_answer,          ///< the answer's result is not what was asked for
  session_rejected,        ///< SESSION_REJECT; the peer's text has the reason
  session_timed_out,       ///< neither SESSION_ACCEPT nor SESSION_REJECT in time
  session_closed,          ///< the session was closed, by this side or the other
  connection_lost,         ///< the connection ended while the operation was pending: it may or may not have been carried out
  not_connected,           ///< no ready connection to that agent, and no hub
  queue_full,              ///< the peer has paused us and the queue of held requests is full, or its connection cannot take more
  registration_refused,    ///< the peer answered REGISTRO with ERROR
  registration_timed_out,  ///< no REGISTRO, or no ACK_REGISTRO, in time
  bad_identity,            ///< the peer's certificate does not name exactly one valid agent
  wrong_peer,              ///< the peer's certificate names another agent than the one that was to be dialed
  shut_down,               ///< the agent is shutting down
  replaced,                ///< a newer connection of the same agent took this one's place
  cancelled                ///< the caller gave up
};

namespace detail {
class acp_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.acp"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::invalid_message_format: return "invalid message";
      case errc::session_not_found: return "no such session";
      case errc::task_execution_failed: return "the task could not be executed";
      case errc::rate_limit_exceeded: return "rate limit exceeded";
      case errc::auth_failed: return "the sender is not the one in the certificate";
      case errc::unknown_message_type: return "unknown message type";
      case errc::not_registered: return "not registered";
      case errc::agent_not_found: return "no such agent";
      case errc::message_too_large: return "message too large";
      case errc::internal_error: return "internal error";
      case errc::peer_error: return "the peer reports an error";
      case errc::task_failed: return "the task failed";
      case errc::task_timed_out: return "no answer in time";
      case errc::not_acknowledged: return "not acknowledged";
      case errc::invalid_answer: return "the answer is not of the expected type";
      case errc::session_rejected: return "session rejected";
      case errc::session_timed_out: return "no answer to the session request in time";
      case errc::session_closed: return "session closed";
      case errc::connection_lost: return "connection lost";
      case errc::not_connected: return "not connected";
      case errc::queue_full: return "queue full";
      case errc::registration_refused: return "registration refused";
      case errc::registration_timed_out: return "no registration in time";
      case errc::bad_identity: return "the certificate names no valid agent";
      case errc::wrong_peer: return "the certificate names another agent";
      case errc::shut_down: return "shut down";
      case errc::replaced: return "replaced by a newer connection";
      case errc::cancelled: return "cancelled";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::invalid_message_format:
      case errc::unknown_message_type:
      case errc::message_too_large:
      case errc::invalid_answer: return make_error_condition(condition::not_understood);
      case errc::session_not_found:
      case errc::task_execution_failed:
      case errc::rate_limit_exceeded:
      case errc::auth_failed:
      case errc::not_registered:
      case errc::internal_error:
      case errc::peer_error:
      case errc::task_failed:
      case errc::session_rejected:
      case errc::session_closed:
      case errc::registration_refused: return make_error_condition(condition::refused);
      case errc::task_timed_out:
      case errc::not_acknowledged:
      case errc::session_timed_out:
      case errc::registration_timed_out: return make_error_condition(condition::timed_out);
      case errc::agent_not_found:
      case errc::connection_lost:
      case errc::not_connected: return make_error_condition(condition::unreachable);
      case errc::bad_identity:
      case errc::wrong_peer: return make_error_condition(condition::not_trusted);
      case errc::cancelled: return make_error_condition(condition::cancelled);
      default: return {value, *this};
    }
  }
};
}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::acp_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

/** How a code stands in `codigo_error`. Those which are never sent give INTERNAL_ERROR. */
inline std::string_view wire_code(errc e) noexcept {
  switch (e) {
    case errc::invalid_message_format: return "INVALID_MESSAGE_FORMAT";
    case errc::session_not_found: return "SESSION_NOT_FOUND";
    case errc::task_execution_failed: return "TASK_EXECUTION_FAILED";
    case errc::rate_limit_exceeded: return "RATE_LIMIT_EXCEEDED";
    case errc::auth_failed: return "AUTH_FAILED";
    case errc::unknown_message_type: return "UNKNOWN_MESSAGE_TYPE";
    case errc::not_registered: return "NOT_REGISTERED";
    case errc::agent_not_found: return "AGENT_NOT_FOUND";
    case errc::message_too_large: return "MESSAGE_TOO_LARGE";
    default: return "INTERNAL_ERROR";
  }
}

/** The code that a peer's `codigo_error` stands for; peer_error for one that is not known. */
inline errc parse_wire_code(std::string_view text) noexcept {
  for (int i = static_cast<int>(errc::invalid_message_format); i <= static_cast<int>(errc::internal_error); ++i)
    if (wire_code(static_cast<errc>(i)) == text) return static_cast<errc>(i);
  return errc::peer_error;
}

}  // namespace acp
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::acp::errc> : std::true_type {};
