// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cerrno>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "aval/core/bytes.hpp"
#include "aval/core/random.hpp"
#include "aval/core/result.hpp"

/*  Files that must not be lost or seen: read whole with a limit, written to a temporary name with their final mode from the first
 *  moment, synchronised and renamed, under an advisory lock. All errors come back as values with the path in the message. */

namespace aval {
inline namespace v0 {
namespace detail {

inline failure system_failure(std::string what, const std::string& path, int error = errno) {
  const std::error_code code(error, std::system_category());
  return {code, std::move(what) + " " + path + ": " + code.message()};
}

/** A file descriptor that is closed once. */
class owned_fd {
 public:
  owned_fd() = default;
  explicit owned_fd(int fd) noexcept : fd_(fd) {}
  owned_fd(owned_fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  owned_fd& operator=(owned_fd&& other) noexcept {
    if (this != &other) {
      reset();
      fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
  }
  ~owned_fd() { reset(); }
  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }
  /** Somebody else closes it from now on. */
  int release() noexcept { return std::exchange(fd_, -1); }
  void reset() noexcept {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

inline int open_retrying(const char* path, int flags, mode_t mode = 0) noexcept {
  int fd = 0;
  do fd = ::open(path, flags | O_CLOEXEC, mode);
  while (fd < 0 && errno == EINTR);
  return fd;
}

/** Writes everything, however many calls it takes; false with errno set otherwise. */
inline bool write_all(int fd, std::string_view text) noexcept {
  while (!text.empty()) {
    const auto n = ::write(fd, text.data(), text.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

struct file_contents {
  std::string text = {};
  mode_t mode = 0;  ///< permission bits
  uid_t owner = 0;
};

/** Reads a regular file of at most `most` bytes. no_such_file_or_directory when it is absent, file_too_large beyond the limit. */
inline result<file_contents> read_file(const std::string& path, std::size_t most) {
  const owned_fd fd(open_retrying(path.c_str(), O_RDONLY | O_NONBLOCK));
  if (!fd) return system_failure("cannot open", path);
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0) return system_failure("cannot examine", path);
  if (!S_ISREG(info.st_mode)) return failure{make_error_code(std::errc::not_supported), path + " is not a regular file"};
  const failure too_large{make_error_code(std::errc::file_too_large), path + " is larger than " + std::to_string(most) + " bytes"};
  if (static_cast<std::size_t>(info.st_size) > most) return too_large;
  file_contents out;
  out.mode = info.st_mode & 07777;
  out.owner = info.st_uid;
  out.text.resize(static_cast<std::size_t>(info.st_size) + 1);
  std::size_t have = 0;
  for (;;) {
    if (have == out.text.size()) {
      if (have > most) break;
      out.text.resize(have * 2 < most + 1 ? have * 2 : most + 1);
    }
    const auto n = ::read(fd.get(), out.text.data() + have, out.text.size() - have);
    if (n < 0) {
      if (errno == EINTR) continue;
      const failure f = system_failure("cannot read", path);
      wipe(out.text.data(), out.text.size());
      return f;
    }
    if (n == 0) break;
    have += static_cast<std::size_t>(n);
  }
  if (have > most) {
    wipe(out.text.data(), out.text.size());
    return too_large;
  }
  out.text.resize(have);
  return out;
}

/** Makes a folder and its parents with `mode`; existing ones are left as they are. */
inline result<void> make_folders(const std::string& path, mode_t mode = 0700) {
  for (std::size_t at = 1; at <= path.size(); ++at) {
    if (at != path.size() && path[at] != '/') continue;
    const std::string part = path.substr(0, at);
    if (::mkdir(part.c_str(), mode) != 0 && errno != EEXIST) {
      struct stat info {};
      const int error = errno;
      if (::stat(part.c_str(), &info) != 0 || !S_ISDIR(info.st_mode)) return system_failure("cannot make the folder", part, error);
    }
  }
  return {};
}

inline std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

/** Makes a rename or a new file in this folder survive a power loss. */
inline bool sync_folder(const std::string& folder) noexcept {
  const owned_fd fd(open_retrying(folder.c_str(), O_RDONLY | O_DIRECTORY));
  return fd && ::fsync(fd.get()) == 0;
}

/** Replaces a file as a whole: after a crash at any moment there is the old text or the new one, never a part. The temporary file has
 *  `mode` from its creation. On failure (a full disk) the old file is untouched and the temporary one is removed. */
inline result<void> write_file_atomic(const std::string& path, std::string_view text, mode_t mode = 0600) {
  const std::string temporary = path + ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(random_source{}.number());
  owned_fd fd(open_retrying(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode));
  if (!fd) return system_failure("cannot create", temporary);
  if (::fchmod(fd.get(), mode) != 0 || !write_all(fd.get(), text) || ::fsync(fd.get()) != 0) {
    const failure f = system_failure("cannot write", temporary);
    ::unlink(temporary.c_str());
    return f;
  }
  fd.reset();
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const failure f = system_failure("cannot replace", path);
    ::unlink(temporary.c_str());
    return f;
  }
  sync_folder(folder_of(path));
  return {};
}

/** Writes a file that must not exist yet: it appears under its name with all of its text or not at all, and what stands there already
 *  is never touched (std::errc::file_exists). It has `mode` from its creation. */
inline result<void> write_new_file(const std::string& path, std::string_view text, mode_t mode = 0600) {
  const std::string temporary = path + ".tmp-" + std::to_string(::getpid()) + "-" + std::to_string(random_source{}.number());
  owned_fd fd(open_retrying(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode));
  if (!fd) return system_failure("cannot create", path);
  result<void> done;
  if (::fchmod(fd.get(), mode) != 0 || !write_all(fd.get(), text) || ::fsync(fd.get()) != 0) done = system_failure("cannot write", path);
  else if (::link(temporary.c_str(), path.c_str()) != 0) done = system_failure("cannot create", path);  // unlike rename, link never replaces
  ::unlink(temporary.c_str());
  if (done) sync_folder(folder_of(path));
  return done;
}

/** An advisory lock on a file of its own, held until the object dies. Blocks until it is free (tries once with `wait` false). */
class file_lock {
 public:
  static result<file_lock> acquire(const std::string& path, bool wait = true) {
    owned_fd fd(open_retrying(path.c_str(), O_RDWR | O_CREAT | O_NOFOLLOW, 0600));
    if (!fd) return system_failure("cannot open the lock file", path);
    int done = 0;
    do done = ::flock(fd.get(), LOCK_EX | (wait ? 0 : LOCK_NB));
    while (done != 0 && errno == EINTR);
    if (done != 0) return system_failure("cannot lock", path);
    return file_lock(std::move(fd));
  }

 private:
  explicit file_lock(owned_fd fd) noexcept : fd_(std::move(fd)) {}
  owned_fd fd_;
};

}  // namespace detail
}  // namespace v0
}  // namespace aval
