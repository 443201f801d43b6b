// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <errno.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <map>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <vector>

// What the benchmarks share: the command line, clocks, servers in processes of their own, and the report.

namespace bench {

[[noreturn]] inline void fail(const std::string& why) {
  std::fprintf(stderr, "%s: %s\n", program_invocation_short_name, why.c_str());
  std::_Exit(1);
}

// ---- command line

struct arguments {
  unsigned rounds = 9;
  bool json = false, smoke = false;  // smoke: one short round, to see that it runs
  std::string only = {};
};
struct number_option {
  const char* name;
  std::size_t* value;
};

/** `only`: whether --only SUBSTRING is known. Ends the program when a word is not. */
inline arguments parse_arguments(int argc, char** argv, unsigned rounds, bool only = false, std::initializer_list<number_option> more = {}) {
  arguments a;
  a.rounds = rounds;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const auto number = [&] { return static_cast<std::size_t>(std::max(1L, std::atol(argv[++i]))); };
    const auto* const found = std::find_if(more.begin(), more.end(), [&](const number_option& o) { return word == o.name; });
    if (word == "--json") a.json = true;
    else if (word == "--smoke") a.smoke = true, a.rounds = 1;
    else if (word == "--rounds" && i + 1 < argc) a.rounds = static_cast<unsigned>(number());
    else if (only && word == "--only" && i + 1 < argc) a.only = argv[++i];
    else if (found != more.end() && i + 1 < argc) *found->value = number();
    else {
      std::fprintf(stderr, "usage: %s [--json] [--smoke] [--rounds N]%s", argv[0], only ? " [--only SUBSTRING]" : "");
      for (const auto& o : more) std::fprintf(stderr, " [%s N]", o.name);
      std::fputs("\n", stderr);
      std::exit(2);
    }
  }
  return a;
}

// ---- figures

inline double microseconds(clockid_t id) {
  timespec t{};
  ::clock_gettime(id, &t);
  return static_cast<double>(t.tv_sec) * 1e6 + static_cast<double>(t.tv_nsec) / 1e3;
}
inline double quantile(std::vector<double> v, double q) {
  std::sort(v.begin(), v.end());
  return v.empty() ? 0 : v[std::min(v.size() - 1, static_cast<std::size_t>(q * static_cast<double>(v.size())))];
}
inline double median(std::vector<double> v) { return quantile(std::move(v), .5); }
inline double resident_kib(pid_t pid) {
  std::ifstream in("/proc/" + std::to_string(pid) + "/statm");
  double total = 0, resident = 0;
  in >> total >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE)) / 1024;
}

// Counted only in programs that include allocations.hpp.
using counter = std::atomic<unsigned long>;
inline thread_local counter* allocations = nullptr;  // where this thread counts; null: nowhere
inline counter& server_allocations() {  // in memory that servers share with the program that starts them
  static counter* const shared = new (::mmap(nullptr, sizeof(counter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) counter{};
  return *shared;
}

// ---- servers

struct server_process {
  pid_t pid = 0;
  std::uint16_t port = 0;
  clockid_t cpu_clock{};
};

/** What a server does when it listens. */
inline void tell_port(int pipe, std::uint16_t port) {
  if (::write(pipe, &port, sizeof port) != sizeof port) fail("pipe");
}
/** A child that serves until it is killed; `serve` tells its port to the pipe it is given. */
inline server_process start_server(const std::function<void(int)>& serve) {
  int ends[2];
  if (::pipe(ends) != 0) fail("pipe");
  server_process s;
  counter* const counted = &server_allocations();
  s.pid = ::fork();
  if (s.pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::close(ends[0]);
    allocations = counted;
    serve(ends[1]);
    std::_Exit(0);
  }
  ::close(ends[1]);
  if (::read(ends[0], &s.port, sizeof s.port) != sizeof s.port) fail("a server did not start");
  ::close(ends[0]);
  if (::clock_getcpuclockid(s.pid, &s.cpu_clock) != 0) fail("clock_getcpuclockid");
  return s;
}
inline void stop_server(const server_process& s) {
  ::kill(s.pid, SIGKILL);
  ::waitpid(s.pid, nullptr, 0);
}

/** What one message, request, handshake costs: microseconds and allocations. */
struct figures {
  double client_cpu = 0, server_cpu = 0, wall = 0, client_allocations = 0, server_allocations = 0;
};

/** Between begin() and end(), which a client calls after its warm-up and when all is done. */
class stopwatch {
 public:
  explicit stopwatch(const server_process& s) : server_(s) { allocations = &own_; }
  ~stopwatch() { allocations = nullptr; }
  stopwatch(const stopwatch&) = delete;
  stopwatch& operator=(const stopwatch&) = delete;
  void begin() { before_ = now(); }
  void end(double n) {
    const figures a = now(), &b = before_;
    result = {(a.client_cpu - b.client_cpu) / n, (a.server_cpu - b.server_cpu) / n, (a.wall - b.wall) / n, (a.client_allocations - b.client_allocations) / n,
              (a.server_allocations - b.server_allocations) / n};
  }
  figures result;

 private:
  figures now() const {
    return {microseconds(CLOCK_PROCESS_CPUTIME_ID), microseconds(server_.cpu_clock), microseconds(CLOCK_MONOTONIC), static_cast<double>(own_.load()),
            static_cast<double>(server_allocations().load())};
  }
  const server_process server_;
  figures before_;
  counter own_{0};
};

// ---- report

enum class goal_kind { none, at_most, at_least };
struct goal {
  goal_kind kind = goal_kind::none;
  double value = 0;
};
inline goal at_most(double v) { return {goal_kind::at_most, v}; }
inline goal at_least(double v) { return {goal_kind::at_least, v}; }

/** Figures of several rounds by subject, their medians, and what they say to each other. Rounds of all subjects take turns, and ratios are
 *  made round by round before their median is taken, so that a noisy minute hits everybody. */
class report {
 public:
  report(std::string name, arguments a) : name_(std::move(name)), arguments_(std::move(a)) {}

  void add(const std::string& subject, const figures& f) {
    if (rounds_.find(subject) == rounds_.end()) order_.push_back(subject);
    rounds_[subject].push_back(f);
  }
  double middle(const std::string& subject, double figures::*what) const {
    std::vector<double> v;
    if (const auto found = rounds_.find(subject); found != rounds_.end())
      for (const auto& f : found->second) v.push_back(f.*what);
    return median(std::move(v));
  }

  /** a to b; nothing when one of them was not measured. */
  void ratio(std::string what, const std::string& a, const std::string& b, double figures::*m, goal g = {}) {
    pairwise(std::move(what), a, b, g, [m](const figures& x, const figures& y) { return y.*m > 0 ? std::optional(x.*m / (y.*m)) : std::nullopt; });
  }
  /** a minus b. */
  void difference(std::string what, const std::string& a, const std::string& b, double figures::*m, goal g = {}) {
    pairwise(std::move(what), a, b, g, [m](const figures& x, const figures& y) { return std::optional(x.*m - y.*m); });
  }
  void value(std::string what, double v, goal g = {}) { statements_.push_back({std::move(what), v, g}); }
  void note(std::string text) { notes_.push_back(std::move(text)); }

  void print() const {
    if (arguments_.json) return print_json();
    std::printf("%-60s %10s %10s %10s %10s %10s\n", "microseconds each, medians", "client CPU", "server CPU", "wall", "allocs(c)", "allocs(s)");
    for (const auto& s : order_) {
      std::printf("%-60s %10.2f %10.2f %10.2f %10.3f %10.3f\n", s.c_str(), middle(s, &figures::client_cpu), middle(s, &figures::server_cpu), middle(s, &figures::wall),
                  middle(s, &figures::client_allocations), middle(s, &figures::server_allocations));
    }
    for (const auto& s : statements_) {
      std::printf("%-80s %9.3f", s.what.c_str(), s.value);
      if (s.is.kind != goal_kind::none) std::printf("   goal %s %g: %s", s.is.kind == goal_kind::at_most ? "<=" : ">=", s.is.value, met(s) ? "met" : "missed");
      std::printf("\n");
    }
    for (const auto& n : notes_) std::printf("%s\n", n.c_str());
  }

 private:
  struct statement {
    std::string what;
    double value;
    goal is;
  };
  static bool met(const statement& s) { return s.is.kind == goal_kind::at_most ? s.value <= s.is.value : s.value >= s.is.value; }

  template <class F>
  void pairwise(std::string what, const std::string& a, const std::string& b, goal g, F f) {
    const auto first = rounds_.find(a), second = rounds_.find(b);
    if (first == rounds_.end() || second == rounds_.end()) return;
    std::vector<double> v;
    for (std::size_t r = 0; r < std::min(first->second.size(), second->second.size()); ++r) {
      if (const auto one = f(first->second[r], second->second[r])) v.push_back(*one);
    }
    if (!v.empty()) value(std::move(what), median(std::move(v)), g);
  }
  void print_json() const {
    std::printf("{\"benchmark\":\"%s\",\"compiler\":\"%s\",\"rounds\":%u,\"figures\":{", name_.c_str(), __VERSION__, arguments_.rounds);
    const char* comma = "";
    for (const auto& s : order_) {
      std::printf("%s\"%s\":{\"client_cpu_us\":%.3f,\"server_cpu_us\":%.3f,\"wall_us\":%.3f,\"client_allocations\":%.4f,\"server_allocations\":%.4f}", comma, s.c_str(),
                  middle(s, &figures::client_cpu), middle(s, &figures::server_cpu), middle(s, &figures::wall), middle(s, &figures::client_allocations),
                  middle(s, &figures::server_allocations));
      comma = ",";
    }
    std::printf("},\"results\":{");
    comma = "";
    for (const auto& s : statements_) {
      std::printf("%s\"%s\":{\"value\":%.4f", comma, s.what.c_str(), s.value);
      if (s.is.kind != goal_kind::none) std::printf(",\"%s\":%g,\"met\":%s", s.is.kind == goal_kind::at_most ? "at_most" : "at_least", s.is.value, met(s) ? "true" : "false");
      std::printf("}");
      comma = ",";
    }
    std::printf("}}\n");
  }

  std::string name_;
  arguments arguments_;
  std::vector<std::string> order_, notes_;
  std::map<std::string, std::vector<figures>> rounds_;
  std::vector<statement> statements_;
};

}  // namespace bench
