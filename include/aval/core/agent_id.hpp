// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string_view>

#include "aval/core/error.hpp"

namespace aval {
inline namespace v0 {

/** What keeps a text from being the id of an agent that talks (ACPaaS specification 1.4), in words that do not repeat the text; empty: it
 *  can be one. 1 to 64 bytes of UTF-8 without control characters, NUL among them, and neither BROADCAST nor peer, which mean something
 *  else as a destination. The one rule for certificates, `origen` and options. */
inline std::string_view agent_id_defect(std::string_view id) {
  if (id.empty() || id.size() > 64) return "the id of an agent has 1 to 64 bytes";
  if (id == "BROADCAST" || id == "peer") return "BROADCAST and peer cannot be the id of an agent";
  for (const char c : id) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte == 0x7F) return "the id of an agent has a control character";
    if (byte >= 0x80 && printable(id, id.size()) != id) return "the id of an agent is not UTF-8 or has a control character";
  }
  return {};
}

inline bool valid_agent_id(std::string_view id) { return agent_id_defect(id).empty(); }

}  // namespace v0
}  // namespace aval
