// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// First line: the name of a profile; the rest: config.json or credentials.ini. A profile that is found is whole.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "aval/credentials/profile.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aval::credentials;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view name = text.substr(0, text.find('\n'));
  const std::string_view file = text.substr(std::min(text.size(), name.size() + 1));
  for (const auto& read : {parse_cli_profile, parse_ini_profile}) {
    const auto found = read(file, name);
    if (!found) {
      if (found.error().code != errc::invalid_configuration || found.error().message.empty()) std::abort();
    } else if (*found) {
      const auto& p = **found;
      const bool keyed = p.mode != profile_mode::ecs_role && p.mode != profile_mode::oidc_role;
      if (keyed && (p.access_key_id.empty() || p.access_key_secret.empty())) std::abort();
      if (!name.empty() && p.name != name) std::abort();
    }
  }
  return 0;
}
