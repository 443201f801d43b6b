// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <unistd.h>

#include "aval/core/detail/file_posix.hpp"
#include "aval/core/environment.hpp"
#include "aval/crypto/key_formats.hpp"

namespace aval {
inline namespace v0 {
namespace crypto {

struct load_key_options {
  bool allow_insecure_permissions = false;  ///< read the file even if its group or others may, or if a stranger owns it
  environment variables = {};               ///< where HOME comes from, for paths that begin with ~
};

namespace detail {

/** Refuses a file that others than its owner may touch, or whose owner is neither this user nor root. */
inline result<void> check_private(const std::string& path, const aval::detail::file_contents& file) {
  if ((file.mode & 077) != 0)
    return fail(errc::insecure_permissions, path + " can be used by others than its owner; chmod 600 it (or set AIM_ALLOW_INSECURE_PERMISSIONS=1)");
  if (file.owner != ::geteuid() && file.owner != 0)
    return fail(errc::insecure_permissions, path + " belongs to another user (or set AIM_ALLOW_INSECURE_PERMISSIONS=1)");
  return {};
}

}  // namespace detail

/** Reads a private key from a file in any of the forms of parse_private_key(), at most 64 KiB.
 *  @par Errors   those of the system, insecure_permissions, those of parse_private_key(); the message begins with the path. */
inline result<keypair> read_private_key_file(const std::string& path, const load_key_options& options = {}) {
  const std::string where = options.variables.expand_home(path);
  auto file = aval::detail::read_file(where, 64 * 1024);
  if (!file) return file.error();
  const detail::wiped_string text(std::move(file->text));
  if (!options.allow_insecure_permissions) {
    const auto good = detail::check_private(where, *file);
    if (!good) return good.error();
  }
  auto key = parse_private_key(text.text);
  if (!key) return failure{key.error().code, where + ": " + key.error().message};
  return key;
}

/** A private key as users give it (AIM_PRIVATE_KEY): the key itself in any form, `@path`, or the path of a file. What is not a key and
 *  not the name of a file is reported without being repeated. */
inline result<keypair> load_private_key(std::string_view text, const load_key_options& options = {}) {
  text = detail::trim(text);
  if (!text.empty() && text[0] == '@') return read_private_key_file(std::string(text.substr(1)), options);
  auto key = parse_private_key(text);
  if (key || text.empty() || text.size() > 4096 || text.find_first_of(std::string_view("\n\0", 2)) != text.npos) return key;
  const std::string path = options.variables.expand_home(std::string(text));
  if (::access(path.c_str(), F_OK) != 0) return key;
  return read_private_key_file(path, options);
}

/** Writes PKCS#8 PEM, mode 0600 from the first moment, atomically. */
inline result<void> write_private_key_file(const std::string& path, const keypair& key) {
  const secret pem = private_key_pem(key);
  return aval::detail::write_file_atomic(path, pem.reveal(), 0600);
}

}  // namespace crypto
}  // namespace v0
}  // namespace aval
