// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "aval/core/error.hpp"
#include "aval/mcp/json_rpc.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

/** An error of JSON-RPC as an exception: what the peer answered (errc::error_answer), or what a handler of ours wants to be answered:
 *
 *      throw mcp::rpc_error(mcp::rpc_code::invalid_params, "no such city");
 */
class rpc_error : public error {
 public:
  /** For handlers. The words go to the peer. */
  rpc_error(int code, std::string words, std::optional<json::value> data = {})
      : error(make_error_code(errc::error_answer), words), failure_{code, std::move(words), std::move(data)} {}
  /** What the peer answered to `method`. */
  rpc_error(const std::string& method, rpc_failure answer)
      : error(make_error_code(errc::error_answer), method, printable(answer.message)), failure_(std::move(answer)) {}

  int code_number() const noexcept { return failure_.code; }
  /** As it came: not printable. */
  const rpc_failure& failure() const noexcept { return failure_; }

 private:
  rpc_failure failure_;
};

}  // namespace mcp
}  // namespace v0
}  // namespace aval
