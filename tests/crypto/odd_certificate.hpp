// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <vector>

#include "aval/crypto/agent_certificate.hpp"

// Certificates that an authority should not have issued, and that verify all the same.

namespace crypto_test {

/** A certificate of the authority whose subject is these common names, as somebody else's software might make it. */
inline aval::crypto::certificate_with_key with_common_names(const aval::crypto::certificate_with_key& authority, const std::vector<std::string>& names) {
  namespace detail = aval::crypto::detail;
  aval::crypto::agent_certificate_options o;
  o.id = "usual";
  const auto usual = aval::crypto::issue_agent_certificate(authority, o).value();
  const auto c = detail::read_certificate(usual.certificate_pem);
  X509_NAME* const subject = X509_NAME_new();
  for (const auto& name : names)  // an ASN.1 type that does not look at the bytes
    X509_NAME_add_entry_by_NID(subject, NID_commonName, V_ASN1_UTF8STRING, reinterpret_cast<const unsigned char*>(name.data()), static_cast<int>(name.size()), -1, 0);
  X509_set_subject_name(c.get(), subject);
  X509_NAME_free(subject);
  X509_sign(c.get(), detail::read_private_key(authority.private_key_pem.reveal()).get(), EVP_sha256());
  return detail::to_pem(c.get(), detail::read_private_key(usual.private_key_pem.reveal()).get()).value();
}

}  // namespace crypto_test
