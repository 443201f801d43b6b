// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <utility>

#include "aval/authority/errors.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/core/result.hpp"
#include "aval/core/secret.hpp"
#include "aval/core/uuid.hpp"
#include "aval/json/core_types.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

namespace aval {
inline namespace v0 {
namespace authority {

/** The administrator's credential that the first start leaves in a file: with it one logs in at POST /api/v1/auth/login/local. */
struct admin_credential {
  std::string email = {};
  secret password = {};
  uuid organization_id = {};
  uuid user_id = {};
};

/** Reads the file; refused when others than its owner may read it. */
inline result<admin_credential> load_admin_credential(const std::string& path) {
  auto file = aval::detail::read_file(path, 64 * 1024);
  if (!file) return file.error();
  if ((file->mode & 077) != 0) {
    wipe(file->text.data(), file->text.size());
    return failure{make_error_code(errc::forbidden), path + " can be read by others than its owner; chmod 600 it"};
  }
  auto read = json::read<admin_credential>(file->text);
  wipe(file->text.data(), file->text.size());
  if (!read) return failure{make_error_code(errc::bad_request), path + " is not a credential file: " + read.error().message()};
  return std::move(*read);
}

/** Writes it with mode 0600 from the first moment, as a whole or not at all. */
inline result<void> save_admin_credential(const std::string& path, const admin_credential& credential) {
  std::string text = json::write<json::write_options{.secrets = json::secrets::write}>(credential);
  text += '\n';
  auto written = aval::detail::write_file_atomic(path, text, 0600);
  wipe(text.data(), text.size());
  return written;
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
