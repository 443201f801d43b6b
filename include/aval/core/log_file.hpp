// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/clock.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/result.hpp"
#include "aval/core/timestamp.hpp"

namespace aval {
inline namespace v0 {

struct log_file_options {
  log_level lowest = log_level::info;
  clock_source clock = {};
};

/** A ready-made sink that appends one line per message to a file: "2025-10-24T16:00:00.123Z WARNING net: text".
 *
 *  Opt-in by calling it; settings `log_file` and `log_level` of a configuration and AIM_DEBUG end here. The file is made with mode
 *  0600 and opened for appending, so several processes may share it; each line is one write. A write that fails (full disk) is
 *  dropped: a log line is never worth the operation it tells of.
 *  @par Errors   the file cannot be opened: the system's code and the path.
 *  @par Threads  the returned hooks may be used from any thread. */
inline result<log_hooks> log_to_file(const std::string& path, log_file_options options = {}) {
  auto fd = std::make_shared<detail::owned_fd>(
      detail::open_retrying(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW, 0600));
  if (!*fd) return detail::system_failure("cannot open the log file", path);
  const auto lowest = options.lowest;
  return log_hooks(
      [fd = std::move(fd), clock = std::move(options.clock)](log_level level, std::string_view room, std::string_view message) {
        std::string line = format_rfc3339(clock.now(), 3);
        line += ' ';
        line += to_string(level);
        line += ' ';
        line += room;
        line += ": ";
        for (const char c : message) line += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
        line += '\n';
        detail::write_all(fd->get(), line);
      },
      lowest);
}

}  // namespace v0
}  // namespace aval
