// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// A stranger's program: two translation units that include every header, so that a definition which is not inline does not link. It
// calls each library that aval's parts need, which must come along with them.
#include "everything.hpp"

#include <openssl/crypto.h>
#include <sodium.h>
#include <sqlite3.h>
#include <yaml-cpp/yaml.h>
#include <zlib.h>

#include <cstring>

std::error_code from_the_other_file();
const void* category_in_the_other_file();

int main() {
  const bool same_category = category_in_the_other_file() == &aval::core_category();
  const bool same_error = from_the_other_file() == aval::make_error_code(aval::errc::timed_out);
  const bool linked = OpenSSL_version_num() != 0 && sodium_init() >= 0 && sqlite3_libversion_number() != 0 && YAML::Load("1").as<int>() == 1 && zlibVersion() != nullptr;
  return same_category && same_error && linked && std::strlen(AVAL_VERSION_STRING) >= 5 ? 0 : 1;
}
