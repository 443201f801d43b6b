// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/mcp/detail/uri_template.hpp"
#include "aval/mcp/json_rpc.hpp"

// Whatever a peer sends is one message, or none with a printable reason; a message survives being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace mcp = aval::mcp;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto m = mcp::read_message(text);
  if (!m) {
    for (const char c : m.error().what)
      if (static_cast<unsigned char>(c) < 0x20) std::abort();
    if (m.error().what.empty() || !m.error().code) std::abort();
  } else {
    std::string again;
    switch (m->kind) {
      case mcp::message_kind::request: again = mcp::write_request(*m->id, m->method, m->params); break;
      case mcp::message_kind::notification: again = mcp::write_notification(m->method, m->params); break;
      case mcp::message_kind::answer: again = mcp::write_answer(*m->id, m->result); break;
      case mcp::message_kind::error: again = mcp::write_error(m->id, m->failure->code, m->failure->message, m->failure->data); break;
    }
    const auto twice = mcp::read_message(again);
    if (!twice || twice->kind != m->kind || twice->id != m->id || twice->method != m->method || !(twice->params == m->params) || !(twice->result == m->result)) std::abort();
  }
  const auto cut = text.find('\n');
  if (cut != text.npos)
    if (const auto form = mcp::detail::uri_template::parse(text.substr(0, cut))) (void)form->match(text.substr(cut + 1));
  return 0;
}
