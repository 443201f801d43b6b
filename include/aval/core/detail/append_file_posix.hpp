// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <optional>
#include <string>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>
#include <vector>

#include "aval/core/detail/file_posix.hpp"
#include "aval/core/result.hpp"

namespace aval {
inline namespace v0 {
namespace detail {

inline bool try_lock_file(int fd) noexcept {
  int done = 0;
  do done = ::flock(fd, LOCK_EX | LOCK_NB);
  while (done != 0 && errno == EINTR);
  return done == 0;
}

/** A file that only grows, or is cut, and that is locked while its owner lives: the lock goes with the process, however it ends. */
class append_file {
 public:
  append_file() = default;

  /** Makes a file of mode 0600 that nobody can see unlocked or without `head`: written under another name, then renamed. */
  static result<append_file> create(const std::string& path, std::string_view head) {
    const std::string young = path + ".new";
    append_file out;
    out.fd_ = owned_fd(open_retrying(young.c_str(), O_RDWR | O_CREAT | O_EXCL | O_APPEND | O_NOFOLLOW, 0600));
    if (!out.fd_) return system_failure("cannot create", young);
    out.path_ = path;
    if (!try_lock_file(out.fd_.get())) return system_failure("cannot lock", young);
    if (!write_all(out.fd_.get(), head) || ::fchmod(out.fd_.get(), 0600) != 0 || ::rename(young.c_str(), path.c_str()) != 0) {
      const failure f = system_failure("cannot write", young);
      ::unlink(young.c_str());
      return f;
    }
    out.size_ = out.allocated_ = head.size();
    return out;
  }

  /** Opens and locks a file whose owner is gone; nothing when it is alive, or when somebody else has taken the file away already. */
  static std::optional<append_file> open_abandoned(const std::string& path) {
    append_file out;
    out.fd_ = owned_fd(open_retrying(path.c_str(), O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK));
    if (!out.fd_ || !try_lock_file(out.fd_.get())) return std::nullopt;
    struct stat mine {};
    struct stat there {};
    if (::fstat(out.fd_.get(), &mine) != 0 || !S_ISREG(mine.st_mode) || mine.st_nlink == 0) return std::nullopt;
    if (::lstat(path.c_str(), &there) != 0 || there.st_ino != mine.st_ino || there.st_dev != mine.st_dev) return std::nullopt;
    out.path_ = path;
    out.size_ = static_cast<std::uint64_t>(mine.st_size);
    out.owner_ = mine.st_uid;
    return out;
  }

  bool is_open() const noexcept { return static_cast<bool>(fd_); }
  std::uint64_t size() const noexcept { return size_; }
  const std::string& path() const noexcept { return path_; }
  bool owned_by_us() const noexcept { return owner_ == ::geteuid(); }

  /** One write. When it fails or is cut short, the file is brought back to what it was; if even that fails, `torn` says so. */
  std::error_code append(std::string_view text, bool& torn) noexcept {
    ssize_t n = 0;
    do n = ::write(fd_.get(), text.data(), text.size());
    while (n < 0 && errno == EINTR);
    if (n == static_cast<ssize_t>(text.size())) {
      size_ += text.size();
      return {};
    }
    int error = n < 0 ? errno : 0;
    if (n > 0 && write_all(fd_.get(), text.substr(static_cast<std::size_t>(n)))) {
      size_ += text.size();
      return {};
    }
    if (n > 0) error = errno;
    torn = ::ftruncate(fd_.get(), static_cast<off_t>(size_)) != 0;
    return {error == 0 ? EIO : error, std::system_category()};
  }

  /** Makes sure that the file can grow to `bytes` without asking the disk for room again; where the file system can not promise that,
   *  nothing happens. */
  std::error_code reserve(std::uint64_t bytes) noexcept {
    if (bytes <= allocated_) return {};
#if defined(__linux__)
    constexpr std::uint64_t step = 256 * 1024;
    const std::uint64_t wanted = (bytes / step + 1) * step;
    if (::fallocate(fd_.get(), FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(wanted)) != 0) {
      if (errno == ENOSPC || errno == EDQUOT) return {errno, std::system_category()};
      allocated_ = ~std::uint64_t{0};
      return {};
    }
    allocated_ = wanted;
#endif
    return {};
  }

  std::error_code cut(std::uint64_t bytes) noexcept {
    if (::ftruncate(fd_.get(), static_cast<off_t>(bytes)) != 0) return {errno, std::system_category()};
    size_ = bytes;
    if (allocated_ != ~std::uint64_t{0}) allocated_ = bytes;
    return {};
  }

  /** The data is on the disk when this returns without an error. */
  static std::error_code sync(int fd) noexcept {
    int done = 0;
    do done = ::fdatasync(fd);
    while (done != 0 && errno == EINTR);
    return done == 0 ? std::error_code{} : std::error_code{errno, std::system_category()};
  }
  int descriptor() const noexcept { return fd_.get(); }

  result<std::string> contents(std::uint64_t most) const {
    if (size_ > most) return failure{make_error_code(std::errc::file_too_large), path_ + " is larger than " + std::to_string(most) + " bytes"};
    std::string text(static_cast<std::size_t>(size_), '\0');
    std::size_t have = 0;
    while (have < text.size()) {
      const auto n = ::pread(fd_.get(), text.data() + have, text.size() - have, static_cast<off_t>(have));
      if (n < 0 && errno == EINTR) continue;
      if (n < 0) return system_failure("cannot read", path_);
      if (n == 0) break;
      have += static_cast<std::size_t>(n);
    }
    text.resize(have);
    return text;
  }

  void remove() noexcept { ::unlink(path_.c_str()); }
  bool rename(const std::string& to) noexcept {
    if (::rename(path_.c_str(), to.c_str()) != 0) return false;
    path_ = to;
    return true;
  }

 private:
  owned_fd fd_;
  std::string path_;
  std::uint64_t size_ = 0;
  std::uint64_t allocated_ = 0;
  uid_t owner_ = ::geteuid();
};

/** The plain names in a folder that end so; in no order. */
inline result<std::vector<std::string>> names_in_folder(const std::string& folder, std::string_view ending) {
  DIR* const list = ::opendir(folder.c_str());
  if (list == nullptr) return system_failure("cannot list", folder);
  std::vector<std::string> names;
  while (const dirent* const entry = ::readdir(list)) {
    const std::string_view name(entry->d_name);
    if (name.size() > ending.size() && name.substr(name.size() - ending.size()) == ending) names.emplace_back(name);
  }
  ::closedir(list);
  return names;
}

}  // namespace detail
}  // namespace v0
}  // namespace aval
