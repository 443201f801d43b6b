// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include "aval/aim/key_store.hpp"
#include "aval/crypto/legacy.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

/** What key_store_options::open_legacy takes to read credentials.encrypted of the Python SDK. `key` is the Fernet key that the SDK keeps
 *  in the system's key ring (service "aim-sdk", user "encryption-key"): 44 characters of base64url. */
inline std::function<result<secret>(std::string_view)> fernet_opener(secret key) {
  return [key = std::make_shared<const secret>(std::move(key))](std::string_view token) { return crypto::open_fernet(token, *key); };
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
