// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

// What the examples of talking agents share: a private authority, made on the spot, and options for an agent of it.
// Your own agents have their files from `aval cert ca` and `aval cert issue` (docs/certificates.md) and take acp::agent_from_folder(folder, id).

#include <cstdint>
#include <iostream>
#include <string>

#include "aval/acp.hpp"
#include "aval/crypto/agent_certificate.hpp"
#include "run.hpp"

namespace example {

class private_authority {
 public:
  aval::acp::agent_options agent(const std::string& id) const {
    const auto made = aval::crypto::issue_agent_certificate(root_, {.id = id}).value();
    aval::acp::agent_options o;
    o.tls.ca_pem = root_.certificate_pem;
    o.tls.certificate_pem = made.certificate_pem;
    o.tls.private_key_pem = made.private_key_pem.reveal();
    return o;
  }

 private:
  aval::crypto::certificate_with_key root_ = aval::crypto::make_agent_authority().value();
};

inline std::string local(std::uint16_t port) { return "wss://127.0.0.1:" + std::to_string(port); }

}  // namespace example
