// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include <asio/buffer.hpp>

#include "aval/core/compilation.hpp"
#include "aval/core/detail/on_strand.hpp"
#include "aval/mcp/stdio.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

AVAL_DECL std::vector<std::string> stdio_environment() {
  std::vector<std::string> out;
  for (const char* name : {"HOME", "LANG", "LC_ALL", "LOGNAME", "PATH", "SHELL", "TERM", "TMPDIR", "TZ", "USER"})
    if (const char* const value = std::getenv(name)) out.push_back(std::string(name) + '=' + value);
  return out;
}

namespace detail {

// ---- lines -------------------------------------------------------------------------------------------------------------------------

template <class Lazy>
basic_line_channel<Lazy>::basic_line_channel(const any_io_executor& strand, int fd, std::size_t most) : to_(strand, fd), moved_(strand), most_(most) {
  moved_.expires_at(std::chrono::steady_clock::time_point::max());
}

template <class Lazy>
void basic_line_channel<Lazy>::fail(std::error_code why) noexcept {
  if (!failed_) failed_ = why;
  std::error_code ignored;
  to_.close(ignored);
  moved_.cancel();
}

template <class Lazy>
void basic_line_channel<Lazy>::close() noexcept {
  fail(make_error_code(errc::closed));
  if (auto told = std::exchange(on_close, nullptr)) told();
}

template <class Lazy>
awaitable<void> basic_line_channel<Lazy>::put(std::shared_ptr<basic_line_channel> self, std::string text) {
  constexpr auto woken = as_tuple(typename lazy_token<Lazy>::type{});
  if (self->failed_) throw error(self->failed_, "mcp");
  if (self->queue_.size() + text.size() >= self->most_) throw error(aval::errc::limit_exceeded, "mcp: the peer does not read what it is sent");
  self->put_ += text.size() + 1;
  const std::size_t mine = self->put_;
  self->queue_ += without_line_breaks(std::move(text));
  self->queue_ += '\n';
  if (!self->writing_) {
    self->writing_ = true;
    asio::co_spawn(self->moved_.get_executor(), write(self), asio::detached);
  }
  while (self->written_ < mine) {
    if (self->failed_) throw error(self->failed_, "mcp");
    co_await self->moved_.async_wait(woken);
  }
}

template <class Lazy>
awaitable<void> basic_line_channel<Lazy>::write(std::shared_ptr<basic_line_channel> self) {
  constexpr auto woken = as_tuple(typename lazy_token<Lazy>::type{});
  std::string batch;
  while (!self->queue_.empty() && !self->failed_) {
    batch.clear();
    batch.swap(self->queue_);
    for (std::size_t at = 0; at < batch.size() && !self->failed_;) {
      const ssize_t n = write_without_signal(self->to_.native_handle(), batch.data() + at, batch.size() - at);
      if (n >= 0) {
        at += static_cast<std::size_t>(n);
        self->written_ += static_cast<std::size_t>(n);
      } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
        co_await self->to_.async_wait(asio::posix::stream_descriptor::wait_write, woken);
      } else if (errno != EINTR) {
        self->fail(std::error_code(errno, std::generic_category()));
      }
    }
    self->moved_.cancel();
  }
  self->writing_ = false;
}

template <class Lazy>
awaitable<std::error_code> read_lines(std::shared_ptr<asio::posix::stream_descriptor> from, std::size_t longest, bool cut, std::function<void(std::string_view)> take) {
  constexpr auto woken = as_tuple(typename lazy_token<Lazy>::type{});
  std::string chunk(64 * 1024, '\0'), line;
  const auto give = [&](std::string_view text) {
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (!text.empty()) take(text);
  };
  for (;;) {
    const std::tuple<std::error_code, std::size_t> got = co_await from->async_read_some(asio::buffer(chunk), woken);
    if (const std::error_code ec = std::get<0>(got)) {
      if (ec == asio::error::eof) give(line);
      co_return ec;
    }
    std::string_view rest(chunk.data(), std::get<1>(got));
    while (!rest.empty()) {
      const auto end = rest.find('\n');
      std::string_view part = rest.substr(0, end);
      if (line.size() + part.size() > longest) {
        if (!cut) co_return make_error_code(errc::message_too_large);
        part = part.substr(0, longest - line.size());
        line += part;
        give(line);
        line.clear();
        rest.remove_prefix(part.size());
        continue;
      }
      if (end == rest.npos) {
        line += part;
        break;
      }
      if (line.empty()) {
        give(part);
      } else {
        line += part;
        give(line);
        line.clear();
      }
      rest.remove_prefix(end + 1);
    }
  }
}

// ---- the child ---------------------------------------------------------------------------------------------------------------------

template <class Lazy>
basic_child<Lazy>::basic_child(any_io_executor strand, child_descriptors made, child_options options)
    : strand_(std::move(strand)),
      options_(std::move(options)),
      pid_(made.pid),
      out_(std::make_shared<basic_line_channel<Lazy>>(strand_, made.input.release(), options_.most_queued)),
      in_(std::make_shared<asio::posix::stream_descriptor>(strand_, made.output.release())),
      errors_(std::make_shared<asio::posix::stream_descriptor>(strand_, made.errors.release())),
      ended_(strand_) {
  if (made.ended) ended_.assign(made.ended.release());
}

template <class Lazy>
basic_child<Lazy>::~basic_child() {
  if (status_) return;  // else the context is gone, and with it everybody who could wait
  signal_group(pid_, SIGKILL);
  reap(pid_, true);
}

template <class Lazy>
void basic_child<Lazy>::begin(std::function<void(std::string_view)> on_line, std::function<void(std::error_code)> on_end) {
  on_line_ = std::move(on_line);
  on_end_ = std::move(on_end);
  reading_ = true;
  const auto self = this->shared_from_this();
  asio::co_spawn(strand_, read(self), asio::detached);
  asio::co_spawn(strand_, read_errors(self), asio::detached);
  asio::co_spawn(strand_, watch(self), asio::detached);
}

template <class Lazy>
void basic_child<Lazy>::stop() {
  if (std::exchange(stopping_, true)) return;
  asio::co_spawn(strand_, end(this->shared_from_this()), asio::detached);
}

template <class Lazy>
void basic_child<Lazy>::over(std::error_code why) {
  if (auto told = std::exchange(on_end_, nullptr)) told(why);
}

template <class Lazy>
void basic_child<Lazy>::changed() {
  for (asio::steady_timer* const one : waiting_) one->cancel();
}

template <class Lazy>
awaitable<void> basic_child<Lazy>::pause(std::shared_ptr<basic_child> self, deadline limit) {
  constexpr auto woken = as_tuple(typename lazy_token<Lazy>::type{});
  asio::steady_timer timer(self->strand_, limit.at());
  struct entry {
    std::vector<asio::steady_timer*>& list;
    asio::steady_timer* mine;
    ~entry() { std::erase(list, mine); }
  };
  self->waiting_.push_back(&timer);
  const entry remove_at_end{self->waiting_, &timer};
  co_await timer.async_wait(woken);
}

template <class Lazy>
awaitable<void> basic_child<Lazy>::wait_reaped(std::shared_ptr<basic_child> self, deadline limit) {
  while (!self->status_ && !limit.expired()) co_await pause(self, limit);
}

template <class Lazy>
awaitable<void> basic_child<Lazy>::read(std::shared_ptr<basic_child> self) {
  const auto take = [self](std::string_view line) {
    if (self->on_line_) self->on_line_(line);
  };
  const std::error_code why = co_await read_lines<Lazy>(self->in_, self->options_.longest_line, false, take);
  self->reading_ = false;
  self->changed();
  self->over(why == asio::error::eof ? make_error_code(errc::closed) : why);
}

template <class Lazy>
awaitable<void> basic_child<Lazy>::read_errors(std::shared_ptr<basic_child> self) {
  const auto take = [self](std::string_view line) {
    if (self->options_.log.enabled(log_level::info)) self->options_.log.log(log_level::info, "mcp", printable(self->options_.name, 80) + ": " + printable(line, 1000));
  };
  (void)co_await read_lines<Lazy>(self->errors_, 8 * 1024, true, take);
}

template <class Lazy>
awaitable<void> basic_child<Lazy>::watch(std::shared_ptr<basic_child> self) {
  constexpr auto woken = as_tuple(typename lazy_token<Lazy>::type{});
  while (!(self->status_ = reap(self->pid_))) {
    if (self->ended_.is_open()) {
      const std::tuple<std::error_code> seen = co_await self->ended_.async_wait(asio::posix::stream_descriptor::wait_read, woken);
      if (!std::get<0>(seen)) continue;
      std::error_code ignored;
      self->ended_.close(ignored);  // it can not be waited for: the clock does it
    }
    asio::steady_timer again(self->strand_, std::chrono::milliseconds(20));
    co_await again.async_wait(woken);
  }
  const int status = *self->status_;
  self->options_.log.log(log_level::info, "mcp",
                         printable(self->options_.name, 80) + (WIFSIGNALED(status) ? " was ended by signal " + std::to_string(WTERMSIG(status)) : " ended with status " + std::to_string(WEXITSTATUS(status))));
  self->out_->close();
  self->changed();
  // What it wrote is read to the end. Somebody outside of its group may hold the pipe for ever.
  const deadline enough = deadline::after(std::chrono::milliseconds(500));
  while (self->reading_ && !enough.expired()) co_await pause(self, enough);
  std::error_code ignored;
  self->in_->close(ignored);
  self->errors_->close(ignored);
  self->ended_.close(ignored);
}

template <class Lazy>
awaitable<void> basic_child<Lazy>::end(std::shared_ptr<basic_child> self) {
  self->out_->close();
  for (const int signal : {SIGTERM, SIGKILL}) {
    co_await wait_reaped(self, deadline::after(self->options_.patience));
    if (self->status_) co_return;
    signal_group(self->pid_, signal);
  }
}

// ---- our own standard input and output ---------------------------------------------------------------------------------------------

/** Copies of 0 and 1; their flags, and what they are, is as before when it dies. */
class own_streams {
 public:
  explicit own_streams(bool take_over) : taken_(take_over) {
    for (int i = 0; i < 2; ++i) {
      flags_[i] = ::fcntl(i, F_GETFL);
      saved_[i] = owned_fd(::fcntl(i, F_DUPFD_CLOEXEC, 3));
      copy_[i] = owned_fd(::fcntl(i, F_DUPFD_CLOEXEC, 3));
      if (!saved_[i] || !copy_[i] || !no_waiting(copy_[i].get())) throw error(std::error_code(errno, std::system_category()), "mcp: standard input or output");
    }
    if (!taken_) return;
    const owned_fd nothing(open_retrying("/dev/null", O_RDONLY));
    if (nothing) ::dup2(nothing.get(), 0);
    ::dup2(2, 1);
  }
  own_streams(const own_streams&) = delete;
  own_streams& operator=(const own_streams&) = delete;
  ~own_streams() {
    for (int i = 0; i < 2; ++i) {
      if (flags_[i] >= 0) ::fcntl(saved_[i].get(), F_SETFL, flags_[i]);
      if (taken_) ::dup2(saved_[i].get(), i);
    }
  }
  int take(int i) noexcept { return copy_[i].release(); }

 private:
  bool taken_;
  int flags_[2] = {-1, -1};
  owned_fd saved_[2], copy_[2];
};

template <class Lazy>
awaitable<void> serve_here(basic_server<Lazy> server, any_io_executor strand, stdio_server_options options) {
  own_streams streams(options.take_over);
  const message_limits& limits = server.options().peer.limits;
  const auto out = std::make_shared<basic_line_channel<Lazy>>(strand, streams.take(1), 4 * limits.max_size);
  const auto in = std::make_shared<asio::posix::stream_descriptor>(strand, streams.take(0));
  const auto session = server.open(strand, out);
  struct closer {
    const std::shared_ptr<basic_server_session<Lazy>>& session;
    ~closer() { session->close(); }
  };
  const closer at_end{session};
  const auto take = [session](std::string_view line) { session->receive_text(line); };
  const std::error_code why = co_await read_lines<Lazy>(in, limits.max_size, false, take);
  if (why != asio::error::eof) throw error(why, "mcp: standard input");
  co_await session->peer()->drained(deadline::after(options.patience));
}

}  // namespace detail

template <class Lazy>
awaitable<void> serve_stdio(basic_server<Lazy> server, stdio_server_options options) {
  const any_io_executor here = co_await this_coro::executor;
  const any_io_executor strand = asio::make_strand(here);
  auto served = detail::serve_here<Lazy>(std::move(server), strand, options);
  co_await aval::detail::on_strand<void>(strand, std::move(served));
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
