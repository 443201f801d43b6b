// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/detail/file_posix.hpp"
#include "aval/core/result.hpp"

/*  Child processes without a shell: descriptors and process numbers only, whoever uses them waits with what he has.
 *
 *  The child leads a process group of its own, so that a signal reaches what it starts in turn (npx and the like), has default signal
 *  handling whatever ours is, and no descriptor but 0, 1 and 2. Its standard input is one end of a socket pair: we write with
 *  MSG_NOSIGNAL, so a child that has gone raises no SIGPIPE. */

namespace aval {
inline namespace v0 {
namespace detail {

struct process_request {
  std::string program = {};                   // a path, or a name that is looked for in PATH
  std::vector<std::string> arguments = {};    // without the program
  std::vector<std::string> environment = {};  // "NAME=value": all that the child gets
  std::string folder = {};                    // where it runs; empty: here
};

struct child_descriptors {
  pid_t pid = -1;
  owned_fd input;   // a socket, non-blocking
  owned_fd output;  // pipes, non-blocking
  owned_fd errors;
  owned_fd ended;   // readable when the child has ended; -1 where the system has no such thing (before Linux 5.3)
};

/** The value of a variable in a list of "NAME=value". */
inline std::optional<std::string> variable_in(const std::vector<std::string>& environment, std::string_view name) {
  for (const std::string& one : environment)
    if (one.size() > name.size() && one.starts_with(name) && one[name.size()] == '=') return one.substr(name.size() + 1);
  return {};
}

/** Where the program is, as the child's own PATH says. */
inline result<std::string> program_path(const process_request& what) {
  if (what.program.find('/') != std::string::npos) return what.program;
  std::string_view folders;
  const auto path = variable_in(what.environment, "PATH");
  folders = path ? std::string_view(*path) : std::string_view("/usr/local/bin:/usr/bin:/bin");
  int why = ENOENT;
  while (!what.program.empty()) {
    const auto end = folders.find(':');
    const std::string found = std::string(end == 0 || folders.empty() ? "." : folders.substr(0, end)) + '/' + what.program;
    if (::access(found.c_str(), X_OK) == 0) return found;
    if (errno == EACCES) why = EACCES;
    if (end == folders.npos) break;
    folders.remove_prefix(end + 1);
  }
  return failure{std::error_code(why, std::generic_category()), "no program called '" + what.program + "' in PATH"};
}

inline bool no_waiting(int fd) noexcept {
  const int flags = ::fcntl(fd, F_GETFL);
  return flags >= 0 && ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) == 0;
}

/** Starts it. @par Errors  those of the system: not found, not permitted, too many processes; the message says what. */
inline result<child_descriptors> start_process(const process_request& what) {
  auto path = program_path(what);
  if (!path) return path.error();
  int in[2] = {-1, -1}, out[2] = {-1, -1}, err[2] = {-1, -1};
  child_descriptors made;
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0) return system_failure("socketpair", what.program);
  made.input = owned_fd(in[0]);
  const owned_fd child_in(in[1]);
  if (::pipe2(out, O_CLOEXEC) != 0) return system_failure("pipe", what.program);
  made.output = owned_fd(out[0]);
  const owned_fd child_out(out[1]);
  if (::pipe2(err, O_CLOEXEC) != 0) return system_failure("pipe", what.program);
  made.errors = owned_fd(err[0]);
  const owned_fd child_err(err[1]);
  for (const int fd : {in[0], out[0], err[0]})
    if (!no_waiting(fd)) return system_failure("fcntl", what.program);

  // Numbers 0 to 2 could be among ours when the program was started without them: dup2 onto itself keeps close-on-exec, so they move up first.
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  int failed = ::posix_spawn_file_actions_init(&actions);
  if (failed != 0) return system_failure("posix_spawn", what.program, failed);
  failed = ::posix_spawnattr_init(&attributes);
  if (failed != 0) {
    ::posix_spawn_file_actions_destroy(&actions);
    return system_failure("posix_spawn", what.program, failed);
  }
  owned_fd moved[3];
  const int ends[3] = {in[1], out[1], err[1]};
  for (int i = 0; i < 3 && failed == 0; ++i) {
    moved[i] = owned_fd(::fcntl(ends[i], F_DUPFD_CLOEXEC, 3));
    failed = moved[i].get() < 0 ? errno : ::posix_spawn_file_actions_adddup2(&actions, moved[i].get(), i);
  }
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
  if (failed == 0) failed = ::posix_spawn_file_actions_addclosefrom_np(&actions, 3);
#endif
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 29)
  if (failed == 0 && !what.folder.empty()) failed = ::posix_spawn_file_actions_addchdir_np(&actions, what.folder.c_str());
#else
  if (failed == 0 && !what.folder.empty()) failed = ENOSYS;
#endif
  sigset_t none, all;
  ::sigemptyset(&none);
  ::sigfillset(&all);
  if (failed == 0) failed = ::posix_spawnattr_setsigmask(&attributes, &none);
  if (failed == 0) failed = ::posix_spawnattr_setsigdefault(&attributes, &all);
  if (failed == 0) failed = ::posix_spawnattr_setpgroup(&attributes, 0);
  if (failed == 0) failed = ::posix_spawnattr_setflags(&attributes, static_cast<short>(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF));
  if (failed == 0) {
    std::vector<char*> words, variables;
    words.push_back(const_cast<char*>(what.program.c_str()));
    for (const std::string& one : what.arguments) words.push_back(const_cast<char*>(one.c_str()));
    for (const std::string& one : what.environment) variables.push_back(const_cast<char*>(one.c_str()));
    words.push_back(nullptr);
    variables.push_back(nullptr);
    failed = ::posix_spawn(&made.pid, path->c_str(), &actions, &attributes, words.data(), variables.data());
  }
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) return system_failure("can not start", *path, failed);
#if defined(SYS_pidfd_open)
  made.ended = owned_fd(static_cast<int>(::syscall(SYS_pidfd_open, made.pid, 0)));
#endif
  return made;
}

/** A signal for the child and what it has started. */
inline void signal_group(pid_t leader, int signal) noexcept {
  if (leader > 1) ::kill(-leader, signal);
}

/** Has it ended? Then what it left running in its group is killed, it is reaped, and its wait status is given (WIFEXITED ...). Until that the
 *  number of the group can not have been given to another. */
inline std::optional<int> reap(pid_t pid, bool wait = false) noexcept {
  siginfo_t seen{};
  int done;
  while ((done = ::waitid(P_PID, static_cast<id_t>(pid), &seen, WEXITED | WNOWAIT | (wait ? 0 : WNOHANG))) != 0 && errno == EINTR) {
  }
  if (done == 0 && seen.si_pid == 0) return {};
  if (done == 0) signal_group(pid, SIGKILL);
  int status = 0;
  pid_t reaped;
  while ((reaped = ::waitpid(pid, &status, 0)) < 0 && errno == EINTR) {
  }
  return reaped == pid ? status : -1;  // -1: somebody else has waited for all children
}

/** Writes what goes without waiting, to a socket, pipe or terminal, and raises no SIGPIPE. Bytes written, or -1 and errno. */
inline ssize_t write_without_signal(int fd, const char* data, std::size_t size) noexcept {
  ssize_t n = ::send(fd, data, size, MSG_NOSIGNAL);
  if (n >= 0 || errno != ENOTSOCK) return n;
  // A pipe: the signal is blocked in this thread, and taken away when it has come of this write.
  sigset_t pipe_only, before, pending;
  ::sigemptyset(&pipe_only);
  ::sigaddset(&pipe_only, SIGPIPE);
  ::sigpending(&pending);
  const bool was_pending = ::sigismember(&pending, SIGPIPE) == 1;
  if (::pthread_sigmask(SIG_BLOCK, &pipe_only, &before) != 0) return errno = EINVAL, -1;
  n = ::write(fd, data, size);
  const int error = errno;
  if (n < 0 && error == EPIPE && !was_pending) {
    const timespec none{};
    while (::sigtimedwait(&pipe_only, nullptr, &none) < 0 && errno == EINTR) {
    }
  }
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return n;
}

}  // namespace detail
}  // namespace v0
}  // namespace aval
