// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aval/aim/config.hpp"
#include "aval/aim/key_store_entry.hpp"
#include "aval/core/clock.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/core/environment.hpp"
#include "aval/core/error.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/secret.hpp"
#include "aval/crypto/digest.hpp"

/*  The folder under the key store: names of files, who may touch them, reading, replacing as a whole, moving aside what is corrupt. It
 *  knows nothing of what an entry means; that is key_store.hpp. */

namespace aval {
inline namespace v0 {
namespace aim {

struct key_store_options {
  std::string home = {};                            ///< the folder; empty: aim_home(variables)
  environment variables = {};
  bool allow_insecure_permissions = false;          ///< also AIM_ALLOW_INSECURE_PERMISSIONS=1
  std::optional<shared_secret> passphrase = {};     ///< private keys and tokens are written, and read, under it; empty: AIM_PASSPHRASE
  crypto::seal_options seal = {};                   ///< what opening costs
  std::function<result<secret>(std::string_view)> open_legacy = {};  ///< opens credentials.encrypted; see aim/key_store_legacy.hpp
  clock_source clock = {};
  log_hooks log = {};
};

namespace detail {

/*  A template without a meaning of its own: its functions are compiled only where they are called, not in every file that includes
 *  this one. */
template <class Lazy = void>
class basic_store_folder {
 public:
  struct own_file {
    aval::detail::file_contents file;  // without its text
    wiped_value content;
  };
  explicit basic_store_folder(key_store_options options) : options_(std::move(options)) {}
  const key_store_options& options() const noexcept { return options_; }
  const std::string& home() const noexcept { return options_.home; }

  static std::string file_name(const std::string& name) {
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : name) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || (c == '.' && !out.empty());
      if (plain) out += c;
      else (out += '%') += {digits[static_cast<unsigned char>(c) >> 4], digits[static_cast<unsigned char>(c) & 15]};
    }
    if (out.size() > 150) out = out.substr(0, 100) + "%-" + crypto::hex_encode(crypto::sha256(name)).substr(0, 32);
    return out;
  }
  static std::string url_mark(const std::string& url) { return "@" + crypto::hex_encode(crypto::sha256(url)).substr(0, 12); }

  result<void> check_private(const aval::detail::file_contents& file, const std::string& path) const {
    if (options_.allow_insecure_permissions) return {};
    if ((file.mode & 077) != 0)
      return store_failure(store_errc::insecure_permissions,
                           path + " can be used by others than its owner; chmod 600 it (or set AIM_ALLOW_INSECURE_PERMISSIONS=1)");
    if (file.owner != ::geteuid() && file.owner != 0)
      return store_failure(store_errc::insecure_permissions, path + " belongs to another user (or set AIM_ALLOW_INSECURE_PERMISSIONS=1)");
    return {};
  }

  /** A folder that everybody may write to is one where everybody may put credentials. Writable by the group is let pass: with a umask
   *  of 002 the group is the user alone, and a file of another owner is refused anyway; so is one with the sticky bit (/tmp). */
  result<void> check_folder(const std::string& folder) const {
    struct stat info {};
    if (options_.allow_insecure_permissions || ::stat(folder.c_str(), &info) != 0) return {};
    if ((info.st_mode & (002 | S_ISVTX)) == 002 || (info.st_uid != ::geteuid() && info.st_uid != 0))
      return store_failure(store_errc::insecure_permissions,
                           folder + " can be changed by others than you; chmod 700 it (or set AIM_ALLOW_INSECURE_PERMISSIONS=1)");
    return {};
  }

  result<void> make_folder() const {
    const auto made = aval::detail::make_folders(options_.home + "/agents", 0700);
    if (!made) return made.error();
    for (const auto& folder : {options_.home, options_.home + "/agents"}) {
      const auto good = check_folder(folder);
      if (!good) return good.error();
    }
    return {};
  }

  result<aval::detail::file_lock> lock_for_writing() const {
    const auto made = make_folder();
    if (!made) return made.error();
    auto lock = aval::detail::file_lock::acquire(options_.home + "/.lock");
    if (lock) remove_leftovers();
    return lock;
  }

  /** Temporary files of writers that died: whoever holds the lock knows that nobody is writing. */
  void remove_leftovers() const {
    for (const auto& folder : {options_.home, options_.home + "/agents"})
      for (const auto& name : files_in(folder))
        if (name.find(".json.tmp-") != std::string::npos) ::unlink((folder + "/" + name).c_str());
  }

  static std::vector<std::string> files_in(const std::string& folder) {
    std::vector<std::string> out;
    if (DIR* const d = ::opendir(folder.c_str())) {
      while (const dirent* const entry = ::readdir(d)) out.emplace_back(entry->d_name);  // NOLINT(concurrency-mt-unsafe): own stream
      ::closedir(d);
    }
    return out;
  }

  result<void> write(const std::string& path, std::string text) const {
    const crypto::detail::wiped_string wiped(std::move(text));
    return aval::detail::write_file_atomic(path, wiped.text, 0600);
  }

  static constexpr std::size_t largest_file = 1024 * 1024;

  /** A file of ours: nothing when it is absent. One that is no JSON object is moved aside; that is an error, or, while we are about
   *  to write a new one (`locked`), a log line. */
  result<std::optional<own_file>> read_own(const std::string& path, bool locked = false) const {
    auto parsed = parse(path);
    if (parsed) return parsed;
    if (parsed.error().code != store_errc::corrupt) return parsed.error();
    if (locked) {
      const auto moved = move_aside(path, parsed.error().message);
      if (moved.code != store_errc::corrupt) return moved;  // it could not be moved, so it must not be overwritten
      return std::optional<own_file>{};
    }
    const auto lock = lock_for_writing();
    if (!lock) return failure{parsed.error().code, parsed.error().message + " (left in place: " + lock.error().message + ")"};
    auto again = parse(path);  // another process may have put it right
    if (again || again.error().code != store_errc::corrupt) return again;
    return move_aside(path, again.error().message);
  }

  /** Reads and parses one file; store_errc::corrupt when it is no JSON object. */
  result<std::optional<own_file>> parse(const std::string& path) const {
    const auto folder = check_folder(aval::detail::folder_of(path));
    if (!folder) return folder.error();
    auto file = aval::detail::read_file(path, largest_file);
    if (!file) {
      if (file.error().code == std::errc::no_such_file_or_directory || file.error().code == std::errc::not_a_directory) return std::optional<own_file>{};
      return file.error();
    }
    const crypto::detail::wiped_string text(std::move(file->text));
    return parsed(*file, text.text, path);
  }
  static result<std::optional<own_file>> parsed(const aval::detail::file_contents& file, std::string_view text, const std::string& path) {
    auto value = json::parse(text);
    if (!value) return store_failure(store_errc::corrupt, path + " is corrupt: " + value.error().message());
    if (!value->is_object()) return store_failure(store_errc::corrupt, path + " is corrupt: expected an object");
    aval::detail::file_contents about;
    about.mode = file.mode;
    about.owner = file.owner;
    return std::optional<own_file>(own_file{std::move(about), wiped_value(std::move(*value))});
  }

  /** Files of other software, which writes them in place: one that is being written looks corrupt, so only one that has been so for a
   *  while is moved aside. */
  result<std::optional<own_file>> read_legacy(std::string_view name) const {
    const std::string path = legacy_path(name);
    if (name == "credentials.encrypted") return read_encrypted(path);
    auto file = parse(path);
    if (file || file.error().code != store_errc::corrupt) return file;
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0 || options_.clock.now() - std::chrono::system_clock::from_time_t(info.st_mtime) < std::chrono::seconds(10))
      return failure{file.error().code, file.error().message + "; it was changed a moment ago and is left in place"};
    const auto lock = lock_for_writing();
    if (!lock) return failure{file.error().code, file.error().message + " (left in place: " + lock.error().message + ")"};
    return move_aside(path, file.error().message);
  }
  std::string legacy_path(std::string_view name) const {
    if (name == "credentials.json")
      if (auto given = options_.variables.find("AIM_CREDENTIALS_PATH"); given && given->ends_with(".json")) return options_.variables.expand_home(*given);
    return options_.home + "/" + std::string(name);
  }

 private:
  result<std::optional<own_file>> read_encrypted(const std::string& path) const {
    using found = std::optional<own_file>;
    if (!options_.open_legacy) {
      if (::access(path.c_str(), F_OK) == 0) options_.log.log(aval::log_level::info, "aim", path + " is not read: no key was given");
      return found{};
    }
    const auto file = aval::detail::read_file(path, largest_file);
    if (!file) {
      if (file.error().code == std::errc::no_such_file_or_directory) return found{};
      return file.error();
    }
    const auto plain = options_.open_legacy(file->text);
    if (!plain) return failure{plain.error().code, path + ": " + plain.error().message};
    aval::detail::file_contents about;
    about.mode = 0600;  // what protects it is its key
    about.owner = ::geteuid();
    return parsed(about, plain->reveal(), path);
  }

  /** Renames without overwriting. The failure that tells the user; its code is corrupt when the file was moved. */
  failure move_aside(const std::string& path, const std::string& why) const {
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(options_.clock.now().time_since_epoch()).count();
    const std::string base = path + ".corrupt-" + std::to_string(now);
    std::string to = base;
    for (int n = 2; ::link(path.c_str(), to.c_str()) != 0; ++n) {
      if (errno != EEXIST || n > 1000) return aval::detail::system_failure(why + "; it could not be moved aside to", to);
      to = base + "-" + std::to_string(n);
    }
    if (::unlink(path.c_str()) != 0) return aval::detail::system_failure(why + "; it could not be moved away from", path);
    aval::detail::sync_folder(aval::detail::folder_of(path));
    failure f = store_failure(store_errc::corrupt, why + "; it was moved to " + to);
    options_.log.log(aval::log_level::error, "aim", f.message);
    return f;
  }

  key_store_options options_;
};
using store_folder = basic_store_folder<>;

}  // namespace detail
}  // namespace aim
}  // namespace v0
}  // namespace aval
