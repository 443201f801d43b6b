// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/credentials/oauth2.hpp"

// What an authorization server, or somebody in its place, may send: a token answer is a token or a code and never both; metadata has
// HTTPS endpoints only; a callback without our state gives no code; a device code can be waited for.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aval;
  namespace cr = aval::credentials;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const timestamp now{std::chrono::seconds(1795203158)};
  for (const int status : {200, 400, 503}) {
    const auto answer = cr::read_token_answer(status, text, now);
    if ((answer.token != nullptr) != !answer.code) std::abort();
    if (answer.token && (status != 200 || answer.token->access_token.empty() || (answer.token->expires_at && *answer.token->expires_at < now))) std::abort();
    for (const char c : answer.error + answer.description)
      if (static_cast<unsigned char>(c) < 0x20) std::abort();
  }
  const auto server = cr::read_server_metadata(text, "https://a.example");
  if (server)
    for (const auto* url : {&server->authorization_endpoint, &server->token_endpoint, &server->device_authorization_endpoint, &server->jwks_uri})
      if (!url->empty() && !net::url(*url).secure()) std::abort();
  cr::oauth2_server ours;
  ours.issuer = "https://a.example";
  if (cr::read_callback(text, "an-unguessable-state", ours) && text.find("an-unguessable-state") == text.npos && text.find('%') == text.npos) std::abort();
  const auto code = cr::read_callback("state=s&" + std::string(text), "s", ours);
  if (code && code->empty()) std::abort();
  const auto device = cr::read_device_code(text);
  if (device && (device->code.empty() || device->user_code.empty() || device->lifetime.count() <= 0 || device->interval.count() < 0)) std::abort();
  return 0;
}
