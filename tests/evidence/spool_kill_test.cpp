// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <cstdint>
#include <set>

#include "aval/evidence/spool.hpp"
#include "evidence/temporary_folder.hpp"

// A process is killed at every point of its life, and the next one says what it finds. The child tells the parent through a pipe what it
// is about to do ('b'), that it had permission to run the function ('r', after the intent), that the outcome is safe ('o') and that the
// call is acknowledged ('a').

namespace {

using aval::evidence::spool;
using aval::evidence::spool_options;

struct told {
  char what;
  std::uint32_t call;
};

spool_options in(const temporary_folder& folder) {
  spool_options options;
  options.directory = folder.path();
  return options;
}

[[noreturn]] void live(const spool_options& options, int out, int die_after, bool leave_open) {
  int steps = 0;
  const auto tell = [&](char what, std::uint32_t call) {
    const told message{what, call};
    if (::write(out, &message, sizeof message) != sizeof message) ::_exit(2);
    if (++steps == die_after) ::kill(::getpid(), SIGKILL);
  };
  auto s = std::move(spool::open(options)).value();
  tell('O', 0);
  for (std::uint32_t call = 0;; ++call) {
    tell('b', call);
    const auto number = s.append_intent("call " + std::to_string(call)).value();
    tell('r', call);
    s.append_outcome(number, "outcome " + std::to_string(call)).value();
    tell('o', call);
    if (leave_open && call % 3 == 0) continue;
    s.acknowledge(number).value();
    tell('a', call);
  }
}

struct history {
  std::set<std::uint32_t> begun, ran, finished, acknowledged;
};

history read_all(int in_pipe, const std::function<void(const history&)>& seen = {}) {
  history h;
  told message{};
  while (::read(in_pipe, &message, sizeof message) == sizeof message) {
    switch (message.what) {
      case 'b': h.begun.insert(message.call); break;
      case 'r': h.ran.insert(message.call); break;
      case 'o': h.finished.insert(message.call); break;
      case 'a': h.acknowledged.insert(message.call); break;
    }
    if (seen) seen(h);
  }
  return h;
}

void nothing_is_lost(const history& h, const spool_options& options, const std::string& when) {
  auto next = std::move(spool::open(options)).value();
  for (const auto& d : next.damage()) EXPECT_TRUE(d.torn_end) << when;
  std::set<std::uint32_t> found;
  for (const auto& entry : next.take_recovered()) {
    ASSERT_EQ(entry.intent.substr(0, 5), "call ") << when;
    const auto call = static_cast<std::uint32_t>(std::stoul(entry.intent.substr(5)));
    EXPECT_TRUE(found.insert(call).second) << when << ": call " << call << " came twice";
    EXPECT_TRUE(h.begun.count(call)) << when << ": call " << call << " was never begun";
    EXPECT_FALSE(h.acknowledged.count(call)) << when << ": call " << call << " was acknowledged";
    if (h.finished.count(call)) {
      EXPECT_EQ(entry.outcome, "outcome " + std::to_string(call)) << when;
    }
    ASSERT_TRUE(next.acknowledge(entry.number));
  }
  for (const auto call : h.ran) {
    // the acknowledgement may have been written, and the child killed before it could tell
    const bool closing = h.finished.count(call) && !h.acknowledged.count(call) && call == *h.ran.rbegin();
    EXPECT_TRUE(found.count(call) || h.acknowledged.count(call) || closing) << when << ": call " << call << " ran and left no trace";
  }
}

TEST(spool_kill, killed_after_any_step_no_trace_of_a_call_that_ran_is_lost) {
  for (const bool leave_open : {false, true}) {
    for (int step = 1; step <= 40; ++step) {
      temporary_folder folder;
      int ends[2];
      ASSERT_EQ(::pipe(ends), 0);
      const auto child = ::fork();
      ASSERT_GE(child, 0);
      if (child == 0) live(in(folder), ends[1], step, leave_open);
      ::close(ends[1]);
      const history h = read_all(ends[0]);
      ::close(ends[0]);
      int status = 0;
      ::waitpid(child, &status, 0);
      ASSERT_TRUE(WIFSIGNALED(status));
      nothing_is_lost(h, in(folder), "killed after step " + std::to_string(step));
    }
  }
}

TEST(spool_kill, killed_from_outside_between_any_two_instructions_no_trace_of_a_call_that_ran_is_lost) {
  for (std::uint32_t round = 0; round < 60; ++round) {
    temporary_folder folder;
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) live(in(folder), ends[1], -1, round % 2 == 0);
    ::close(ends[1]);
    bool killed = false;
    const history h = read_all(ends[0], [&](const history& so_far) {
      if (!killed && so_far.begun.size() > round * 7 % 50) {
        killed = true;
        ::kill(child, SIGKILL);
      }
    });
    ::close(ends[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    nothing_is_lost(h, in(folder), "round " + std::to_string(round));
  }
}

TEST(spool_kill, killed_while_taking_over_the_records_of_another_nothing_is_lost_or_doubled) {
  for (int cut = 0; cut < 12; ++cut) {
    temporary_folder folder;
    {  // what such a kill leaves: the old file, and a new one with a part of its records
      std::string old_file = aval::evidence::segment_head({1});
      for (std::uint64_t i = 1; i <= 4; ++i)
        aval::evidence::append_record(old_file, aval::evidence::record_kind::intent, {{1}, i}, "call " + std::to_string(i));
      write_text(folder / "old.spool", old_file);
      std::string new_file = aval::evidence::segment_head({2});
      std::string records = old_file.substr(aval::evidence::segment_head_size);
      new_file += records.substr(0, records.size() * static_cast<std::size_t>(cut) / 11);
      write_text(folder / "new.spool", new_file);
    }
    auto s = std::move(spool::open(in(folder))).value();
    const auto left = s.take_recovered();
    ASSERT_EQ(left.size(), 4u) << "cut " << cut;
    for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(left[i].intent, "call " + std::to_string(i + 1));
  }
}

TEST(spool_kill, many_processes_share_a_folder_and_each_record_is_found_exactly_once) {
  temporary_folder folder;
  std::vector<pid_t> children;
  for (int c = 0; c < 12; ++c) {
    const auto child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      auto s = std::move(spool::open(in(folder))).value();
      for (int i = 0; i < 20; ++i) {
        const auto number = s.append_intent("c" + std::to_string(c) + "." + std::to_string(i)).value();
        if (i % 4 == 0) continue;
        s.append_outcome(number, "o").value();
        s.acknowledge(number).value();
      }
      ::kill(::getpid(), SIGKILL);
    }
    children.push_back(child);
  }
  for (const auto child : children) {
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFSIGNALED(status)) << "a child failed";
  }
  std::multiset<std::string> found;
  auto s = std::move(spool::open(in(folder))).value();
  for (const auto& entry : s.take_recovered()) found.insert(entry.intent);
  EXPECT_EQ(found.size(), 12u * 5u);
  for (int c = 0; c < 12; ++c)
    for (int i = 0; i < 20; i += 4) EXPECT_EQ(found.count("c" + std::to_string(c) + "." + std::to_string(i)), 1u);
}

}  // namespace
