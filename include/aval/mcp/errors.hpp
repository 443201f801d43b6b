// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <system_error>

#include "aval/core/condition.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

/** Errors of the room. */
enum class errc {
  bad_configuration = 1,  ///< a file that should list MCP servers can not be understood; the message says where
  bad_message,            ///< the peer sent something that is no JSON-RPC 2.0 message, or an answer without what it must have
  batch_refused,          ///< the peer sent several messages in one array
  message_too_large,      ///< a message exceeds the limit
  error_answer,           ///< the peer answered with an error: an rpc_error, which has its number and words
  closed,                 ///< the connection is over; nothing more can be asked on it
  too_many_requests,      ///< the limit of requests without an answer is reached
  not_offered,            ///< the peer has not announced the capability
  unsupported_revision,   ///< no revision of the protocol that both speak
  not_started,            ///< the server's program could not be started
  unknown_tool,           ///< there is no tool of that name
  tool_failed,            ///< the tool ran and reported a failure
  tool_changed,           ///< the tool's definition is not the one that was accepted; the call has not left
  not_let_in,             ///< over HTTP: the server wants another credential, or none of us (401, 403)
  unexpected_status,      ///< over HTTP: a status that the protocol does not have there; the message has it
  bad_option              ///< an option or argument can not be used; the message names it
};

namespace detail {
class mcp_category final : public std::error_category {
 public:
  const char* name() const noexcept override { return "aval.mcp"; }
  std::string message(int value) const override {
    switch (static_cast<errc>(value)) {
      case errc::bad_configuration: return "the configuration of MCP servers is not understood";
      case errc::bad_message: return "not a JSON-RPC message of MCP";
      case errc::batch_refused: return "batches of messages are not accepted";
      case errc::message_too_large: return "the message is too large";
      case errc::error_answer: return "the peer answered with an error";
      case errc::closed: return "the connection is closed";
      case errc::too_many_requests: return "too many requests are waiting for an answer";
      case errc::not_offered: return "the peer does not offer this";
      case errc::unsupported_revision: return "no common revision of the protocol";
      case errc::not_started: return "the server could not be started";
      case errc::unknown_tool: return "there is no such tool";
      case errc::tool_failed: return "the tool failed";
      case errc::tool_changed: return "the tool is not the one that was accepted";
      case errc::not_let_in: return "the server does not let us in";
      case errc::unexpected_status: return "the server answered with a status that the protocol does not have there";
      case errc::bad_option: return "an option can not be used";
    }
    return "unknown error";
  }
  std::error_condition default_error_condition(int value) const noexcept override {
    switch (static_cast<errc>(value)) {
      case errc::bad_configuration:
      case errc::bad_message:
      case errc::batch_refused:
      case errc::unexpected_status:
      case errc::message_too_large:
      case errc::unsupported_revision: return make_error_condition(condition::not_understood);
      case errc::error_answer:
      case errc::not_offered:
      case errc::unknown_tool:
      case errc::not_let_in: return make_error_condition(condition::refused);
      case errc::closed:
      case errc::not_started: return make_error_condition(condition::unreachable);
      case errc::tool_changed: return make_error_condition(condition::not_trusted);
      case errc::too_many_requests:
      case errc::tool_failed:
      case errc::bad_option: break;
    }
    return {value, *this};
  }
};
}  // namespace detail

inline const std::error_category& category() noexcept {
  static const detail::mcp_category instance;
  return instance;
}
inline std::error_code make_error_code(errc e) noexcept { return {static_cast<int>(e), category()}; }

}  // namespace mcp
}  // namespace v0
}  // namespace aval

template <>
struct std::is_error_code_enum<aval::mcp::errc> : std::true_type {};
