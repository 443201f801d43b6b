// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdlib>
#include <map>
#include <string>

// What every soak counts, in memory or over sockets: each task is asked for once, has exactly one outcome, and is carried out at most once.
// AVAL_SOAK_TASKS asks for more tasks than a short run has.

namespace relay_test {

inline std::size_t soak_tasks(std::size_t usual) {
  const char* const text = std::getenv("AVAL_SOAK_TASKS");
  return text == nullptr ? usual : std::strtoul(text, nullptr, 10);
}

/** A task is known by its parameters, {"n":1}, and its right answer is the same text. */
class soak_ledger {
 public:
  std::string ask() {
    std::string task = "{\"n\":" + std::to_string(++asked_) + "}";
    tasks_[task];
    return task;
  }
  /** The caller was told at once that it cannot be sent. */
  void withdraw(const std::string& task) { asked_ -= tasks_.erase(task); }
  void ran(const std::string& task) {
    if (++tasks_[task].runs > 1) ++twice;
  }
  void answered(const std::string& task, const std::string& answer) {
    if (outcome(task).runs == 1 && answer == task) ++good;
    else ++wrong;
  }
  void failed(const std::string& task, const std::string& why) {
    outcome(task);
    ++errors[why];
  }

  std::size_t asked() const { return asked_; }
  std::size_t failures() const {
    std::size_t n = 0;
    for (const auto& [why, count] : errors) n += count;
    return n;
  }
  /** Tasks whose caller has not heard of them. */
  std::size_t open() const {
    std::size_t n = 0;
    for (const auto& [name, t] : tasks_) n += t.outcomes == 0 ? 1 : 0;
    return n;
  }
  /** Frees what only the test keeps; the counts stay. */
  void forget() { tasks_.clear(); }

  std::map<std::string, std::size_t> errors = {};
  std::size_t good = 0, wrong = 0, twice = 0;  // twice: runs, or outcomes

 private:
  struct task {
    int runs = 0, outcomes = 0;
  };
  task& outcome(const std::string& name) {
    task& t = tasks_[name];
    if (++t.outcomes > 1) ++twice;
    return t;
  }
  std::map<std::string, task> tasks_;
  std::size_t asked_ = 0;
};

}  // namespace relay_test
