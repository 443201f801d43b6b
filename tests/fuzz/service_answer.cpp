// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// First line: header values; the rest: the body of a failed call. What is read is printable and bounded, and without the secret.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/credentials/service_answer.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aval;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::string_view first = text.substr(0, text.find('\n'));
  net::http_response r(size % 2 ? 400 : 503, std::string(text.substr(std::min(text.size(), first.size() + 1))));
  for (const char* name : {"x-acs-retry-after", "x-ratelimit-user", "Retry-After"}) {
    if (net::detail::all(net::detail::trimmed(first), net::detail::char_value)) r.headers.add(name, first);
  }
  auto f = credentials::read_service_failure(r, {});
  for (std::string* t : {&f.code, &f.message, &f.request_id, &f.recommend}) {
    if (*t != printable(*t, 520) || t->size() > 510) std::abort();
    net::detail::strike_out(*t, "s3cr+t/");
    if (t->find("s3cr+t/") != std::string::npos || t->find("s3cr%2Bt%2F") != std::string::npos) std::abort();
  }
  if (f.wait.count() < 0) std::abort();
  static_cast<void>(credentials::worth_repeating(f));
  static_cast<void>(credentials::failed_with_success(r.body, {"Role"}));
  return 0;
}
