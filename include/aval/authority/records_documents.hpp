// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <optional>
#include <string>

#include "aval/authority/records.hpp"
#include "aval/json/core_types.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

/*  The kinds of documents, as plain structs. Each has `kind`, `id` and `organization`; further members may be added at any time: they
 *  have their default in what was written before. Members are never renamed and keep their meaning. */

namespace aval {
inline namespace v0 {
namespace authority {

enum class request_status : std::uint8_t { pending, approved, rejected };

/** An agent's wish to be granted a capability, and what became of it (AIM specification 2.9). */
struct capability_request_record {
  static constexpr document_kind kind = document_kind::capability_request;

  uuid id = {};
  uuid organization = {};
  uuid agent = {};
  std::string capability = {};
  std::string reason = {};
  request_status status = request_status::pending;
  std::string requested_by = {};             ///< who brought it: a person's name, or empty for the agent itself
  timestamp requested_at = {};
  std::string decided_by = {};
  std::optional<timestamp> decided_at = {};
  std::string answer = {};                   ///< what the person said
};

}  // namespace authority
}  // namespace v0
}  // namespace aval
