// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <openssl/err.h>
#include <openssl/x509.h>

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "aval/core/agent_id.hpp"
#include "aval/core/result.hpp"
#include "aval/crypto/errors.hpp"

/*  To whom a certificate belongs where names are identities and not hosts: the subject's CN. Narrow, for those who only read; certificates
 *  are made by agent_certificate.hpp. On OpenSSL. */

namespace aval {
inline namespace v0 {
namespace crypto {

/** Every CN of the subject, as UTF-8, in order; may hold any character, NUL too. One that is not valid in its own encoding stands as the
 *  byte FF, which no text is equal to. */
inline std::vector<std::string> common_names_of(const X509* certificate) {
  std::vector<std::string> out;
  const X509_NAME* const subject = ::X509_get_subject_name(certificate);
  for (int at = -1; (at = ::X509_NAME_get_index_by_NID(subject, NID_commonName, at)) >= 0;) {
    unsigned char* utf8 = nullptr;
    const int size = ::ASN1_STRING_to_UTF8(&utf8, ::X509_NAME_ENTRY_get_data(::X509_NAME_get_entry(subject, at)));
    if (size < 0) {
      ::ERR_clear_error();
      out.emplace_back("\xFF");
      continue;
    }
    out.emplace_back(reinterpret_cast<const char*>(utf8), static_cast<std::size_t>(size));
    OPENSSL_free(utf8);
  }
  return out;
}

/** The id of the agent to whom a certificate belongs, which TLS has verified: its one and only CN, if that can be an id.
 *  @par Errors  bad_certificate: no certificate, no CN, several, or one that cannot be an id; the message says which. */
inline result<std::string> agent_id_of(const X509* certificate) {
  const auto bad = [](std::string why) { return failure{make_error_code(errc::bad_certificate), std::move(why)}; };
  if (certificate == nullptr) return bad("there is no certificate");
  auto names = common_names_of(certificate);
  if (names.size() != 1) return bad("the certificate has " + std::to_string(names.size()) + " common names instead of one");
  if (const auto defect = agent_id_defect(names[0]); !defect.empty()) return bad("the certificate's CN: " + std::string(defect));
  return std::move(names[0]);
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
