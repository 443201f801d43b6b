// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// The text of a credentials file in any of its shapes, as the key store reads it; what is read must come back after it was written.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/aim/key_store_entry.hpp"

namespace {

namespace aim = aval::aim;
namespace json = aval::json;

void one(json::value entry) {
  aim::detail::raw_agent raw = aim::detail::take_agent(entry);
  const std::string private_text(raw.private_key.reveal()), id = raw.agent.agent_id;
  json::value object(json::value::object_type{});
  object["agent_id"] = id;
  aim::detail::add_others(object, raw.agent.other);
  const aval::secret key = aim::detail::escaped(raw.private_key);
  auto again = json::parse(aim::detail::print_entry(object, {{"private_key", &key}}));
  if (!again) std::abort();  // what we write is JSON whatever we read
  const auto back = aim::detail::take_agent(*again);
  if (back.private_key.reveal() != private_text || back.agent.agent_id != id) std::abort();
  if (aval::crypto::is_sealed(private_text)) return;  // opening costs what its header says
  const auto opened = aim::detail::open_agent(std::move(raw), nullptr, "file");
  if (opened && opened->key && opened->public_key != opened->key->public_key()) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto parsed = json::parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!parsed || !parsed->is_object()) return 0;
  const aim::detail::wiped_value content(std::move(*parsed));
  one(content.value);
  for (const auto& member : content.value.as_object())
    if (member.value.is_object()) one(member.value);
  return 0;
}
