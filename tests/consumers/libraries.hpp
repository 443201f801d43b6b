// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <hpdf.h>
#include <openssl/crypto.h>
#include <sodium.h>
#include <sqlite3.h>
#include <yaml-cpp/yaml.h>
#include <zlib.h>

// Calls each library that aval's parts need, which must come along with them.
inline bool libraries_are_linked() {
  return OpenSSL_version_num() != 0 && sodium_init() >= 0 && sqlite3_libversion_number() != 0 && YAML::Load("1").as<int>() == 1 && zlibVersion() != nullptr &&
         HPDF_GetVersion() != nullptr;
}
