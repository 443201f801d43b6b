// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include <asio/posix/stream_descriptor.hpp>

#include "aval/core/asio.hpp"
#include "aval/core/detail/process_posix.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/result.hpp"
#include "aval/mcp/server.hpp"
#include "aval/mcp/session.hpp"

/*  The stdio transport (2025-11-25, "Transports"): a message is a line. A client starts the server as its child and speaks through the
 *  child's standard input and output; the child's standard error goes to the log. A server speaks through its own.
 *
 *  A child is always reaped: at the end its input is closed, after 2 s it gets SIGTERM, after 2 s more SIGKILL, and so does what it has left
 *  running in its process group. It gets no descriptor of ours, and of our environment only what stdio_environment() gives. */

namespace aval {
inline namespace v0 {
namespace mcp {

namespace detail {

using aval::detail::child_descriptors;
using aval::detail::no_waiting;
using aval::detail::open_retrying;
using aval::detail::owned_fd;
using aval::detail::process_request;
using aval::detail::reap;
using aval::detail::signal_group;
using aval::detail::start_process;
using aval::detail::write_without_signal;

/** Writes lines to a descriptor, in order, whole, however its users are cancelled. */
template <class Lazy = void>
class basic_line_channel : public channel, public std::enable_shared_from_this<basic_line_channel<Lazy>> {
 public:
  basic_line_channel(const any_io_executor& strand, int fd, std::size_t most);
  awaitable<void> send(outgoing m) override { return put(this->shared_from_this(), std::move(m.text)); }
  void close() noexcept override;
  /** Called once when the channel is closed. */
  std::function<void()> on_close;

 private:
  static awaitable<void> put(std::shared_ptr<basic_line_channel> self, std::string text);
  static awaitable<void> write(std::shared_ptr<basic_line_channel> self);
  void fail(std::error_code why) noexcept;

  asio::posix::stream_descriptor to_;
  asio::steady_timer moved_;
  std::string queue_;
  std::size_t most_;
  std::size_t put_ = 0, written_ = 0;  // bytes since the beginning
  std::error_code failed_;
  bool writing_ = false;
};

/** Gives the lines of a descriptor to `take`, without their ends, until it is over; the reason: asio::error::eof, message_too_large for a longer
 *  line, or the system's. With `cut` a longer line comes in pieces. */
template <class Lazy = void>
awaitable<std::error_code> read_lines(std::shared_ptr<asio::posix::stream_descriptor> from, std::size_t longest, bool cut, std::function<void(std::string_view)> take);

struct child_options {
  std::string name = {};  // in the log
  std::size_t longest_line = 4 * 1024 * 1024;
  std::size_t most_queued = 16 * 1024 * 1024;
  std::chrono::milliseconds patience = std::chrono::seconds(2);  // after its input is closed, and again after SIGTERM
  log_hooks log = {};
};

/** A child process that speaks in lines. */
template <class Lazy = void>
class basic_child : public std::enable_shared_from_this<basic_child<Lazy>> {
 public:
  basic_child(any_io_executor strand, child_descriptors made, child_options options);
  ~basic_child();
  basic_child(const basic_child&) = delete;
  basic_child& operator=(const basic_child&) = delete;

  /** On the strand. `on_end`: the child has closed its output or ended; once. */
  void begin(std::function<void(std::string_view)> on_line, std::function<void(std::error_code)> on_end);
  const std::shared_ptr<basic_line_channel<Lazy>>& out() const noexcept { return out_; }
  /** The orderly end begins. It goes on by itself. */
  void stop();
  /** Completes when the child has been reaped. */
  awaitable<void> reaped() { return wait_reaped(this->shared_from_this(), deadline()); }
  /** Its wait status, once it has been reaped. */
  std::optional<int> status() const noexcept { return status_; }
  pid_t pid() const noexcept { return pid_; }

 private:
  static awaitable<void> read(std::shared_ptr<basic_child> self);
  static awaitable<void> read_errors(std::shared_ptr<basic_child> self);
  static awaitable<void> watch(std::shared_ptr<basic_child> self);
  static awaitable<void> end(std::shared_ptr<basic_child> self);
  static awaitable<void> wait_reaped(std::shared_ptr<basic_child> self, deadline limit);
  static awaitable<void> pause(std::shared_ptr<basic_child> self, deadline limit);
  void changed();
  void over(std::error_code why);

  any_io_executor strand_;
  child_options options_;
  pid_t pid_;
  std::shared_ptr<basic_line_channel<Lazy>> out_;
  std::shared_ptr<asio::posix::stream_descriptor> in_, errors_;
  asio::posix::stream_descriptor ended_;
  std::vector<asio::steady_timer*> waiting_;  // for changed()
  std::function<void(std::string_view)> on_line_;
  std::function<void(std::error_code)> on_end_;
  std::optional<int> status_;
  bool stopping_ = false, reading_ = false;
};

}  // namespace detail

/** What a server that is started gets of our environment: HOME, LANG, LC_ALL, LOGNAME, PATH, SHELL, TERM, TMPDIR, TZ, USER, as far as they are set. A
 *  key in a variable of ours is nobody else's. */
std::vector<std::string> stdio_environment();

struct stdio_server_options {
  std::chrono::milliseconds patience = std::chrono::seconds(5);  // for handlers that still run when the client has closed our input
  bool take_over = true;  // while the server runs, what the program itself prints goes to standard error, and it reads nothing
};

/** Serves one client on this process's standard input and output, until the client closes our input.
 *
 *  @par Errors        errc::message_too_large: a line beyond the limit ends it; those of the system: standard input that can not be waited for.
 *  @par Cancellation  terminal: the session is closed.
 *  @par Threads       once in a process at a time. */
template <class Lazy = void>
awaitable<void> serve_stdio(basic_server<Lazy> server, stdio_server_options options);
template <class Lazy = void>
awaitable<void> serve_stdio(basic_server<Lazy> server) {
  return serve_stdio<Lazy>(std::move(server), stdio_server_options{});
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/mcp/impl/stdio.hpp"
#endif
