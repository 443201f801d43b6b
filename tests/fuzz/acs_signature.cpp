// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// First line: an Authorization header; second: a query. What is read of both survives being written and read again, and no request
// with them passes a check without the key.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/credentials/signature_check.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aval;
  using namespace aval::credentials;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view header = text.substr(0, text.find('\n'));
  const std::string_view query = header.size() < text.size() ? text.substr(header.size() + 1) : std::string_view();
  const secret key("testAccessKeySecret");
  const std::chrono::system_clock::time_point now{};
  if (const auto read = parse_v3_authorization(header)) {
    std::string again = "ACS3-HMAC-SHA256 Credential=" + read->access_key_id + ",SignedHeaders=";
    for (const auto& name : read->signed_headers) again += (name == read->signed_headers.front() ? "" : ";") + name;
    if (again + ",Signature=" + read->signature != header) std::abort();
    net::headers fields;
    for (const auto& name : read->signed_headers) fields.add(name, name == "x-acs-date" ? "1970-01-01T00:00:00Z" : "x");
    if (check_v3(*read, "POST", "/?" + std::string(query), fields, "", key, now)) std::abort();
  }
  if (check_v1("GET", query, "", key, now)) std::abort();
  if (const auto read = parse_parameters(query)) {
    const std::string once = read->query();
    const auto back = parse_parameters(once), from_form = parse_parameters(read->form());
    if (!back || back->query() != once || !from_form || from_form->query() != once) std::abort();
  }
  return 0;
}
