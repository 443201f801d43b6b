// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// A configuration file of MCP servers: JSON with comments keeps its length and its lines, JSON itself is unchanged, whatever is taken can be
// started or connected to, and what may be told of it can be written and masked again without a change.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "aval/json/write.hpp"
#include "aval/mcp/discover.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aval;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string plain = mcp::detail::plain_json(text);
  if (plain.size() != text.size()) std::abort();
  for (std::size_t i = 0; i < size; ++i)
    if (plain[i] != text[i] && (plain[i] != ' ' || text[i] == '\n')) std::abort();
  if (json::parse(text) && plain != text) std::abort();

  mcp::discovery found;
  const auto done = mcp::read_config(text, {}, found);
  if (!done && (done.error().code != mcp::errc::bad_configuration || !found.servers.empty())) std::abort();
  for (const mcp::configured_server& s : found.servers) {
    if (s.name.empty() || (s.transport == mcp::transport_kind::stdio ? s.command : s.url).empty()) std::abort();
    const mcp::masked_server shown = mcp::masked(s);
    if (shown.args.size() != s.args.size() || shown.env_names.size() != s.env.size()) std::abort();
    if (!json::parse(json::write(shown))) std::abort();
  }
  return 0;
}
