// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/evidence/spool.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include <asio/io_context.hpp>
#include <asio/thread_pool.hpp>
#include <atomic>
#include <csignal>
#include <thread>

#include "evidence/temporary_folder.hpp"

namespace {

using aval::evidence::spool;
using aval::evidence::spool_options;
namespace errc_of = aval::evidence;

spool_options spool_in(const temporary_folder& folder) {
  spool_options options;
  options.directory = folder / "spool";
  return options;
}
spool opened(const spool_options& options) { return std::move(spool::open(options)).value(); }

// what is left when a process ends without a word: the file, unlocked
void forget(const temporary_folder& folder, const std::function<void(spool&)>& life) {
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    auto s = opened(spool_in(folder));
    life(s);
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
}

TEST(spool, an_acknowledged_call_leaves_nothing_behind) {
  temporary_folder folder;
  {
    auto s = opened(spool_in(folder));
    const auto number = s.append_intent("i").value();
    EXPECT_EQ(s.records(), 1u);
    ASSERT_TRUE(s.append_outcome(number, "o"));
    ASSERT_TRUE(s.acknowledge(number));
    EXPECT_EQ(s.records(), 0u);
    EXPECT_EQ(s.bytes(), 0u);
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder / "spool"));
  auto again = opened(spool_in(folder));
  EXPECT_TRUE(again.take_recovered().empty());
}

TEST(spool, files_are_private_from_the_moment_they_exist) {
  temporary_folder folder;
  ::umask(0);
  auto s = opened(spool_in(folder));
  ::umask(022);
  struct stat info {};
  ASSERT_EQ(::stat((folder / "spool").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0700u);
  for (const auto& entry : std::filesystem::directory_iterator(folder / "spool")) {
    ASSERT_EQ(::stat(entry.path().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u) << entry.path();
  }
}

TEST(spool, an_intent_without_outcome_and_an_outcome_without_acknowledgement_are_found_by_the_next_process) {
  temporary_folder folder;
  forget(folder, [](spool& s) {
    const auto finished = s.append_intent("finished").value();
    (void)s.append_intent("running").value();
    const auto closed = s.append_intent("closed").value();
    s.append_outcome(finished, "success").value();
    s.append_outcome(closed, "success").value();
    s.acknowledge(closed).value();
  });
  auto s = opened(spool_in(folder));
  const auto left = s.take_recovered();
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].intent, "finished");
  EXPECT_EQ(left[0].outcome, "success");
  EXPECT_TRUE(left[0].recovered);
  EXPECT_EQ(left[1].intent, "running");
  EXPECT_FALSE(left[1].outcome);
  EXPECT_TRUE(s.take_recovered().empty()) << "each is given once";
  EXPECT_EQ(s.records(), 2u) << "but stays open";
  ASSERT_TRUE(s.append_outcome(left[1].number, "outcome unknown"));
  ASSERT_TRUE(s.acknowledge(left[0].number));
  ASSERT_TRUE(s.acknowledge(left[1].number));
  EXPECT_EQ(s.records(), 0u);
}

TEST(spool, records_that_were_taken_over_and_not_acknowledged_survive_the_next_kill_too) {
  temporary_folder folder;
  forget(folder, [](spool& s) { (void)s.append_intent("old").value(); });
  forget(folder, [](spool& s) {
    if (s.take_recovered().size() != 1) ::_exit(1);
    (void)s.append_intent("new").value();
  });
  auto s = opened(spool_in(folder));
  const auto left = s.take_recovered();
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].intent == "old" ? left[1].intent : left[0].intent, "new");
}

TEST(spool, a_living_process_keeps_its_records) {
  temporary_folder folder;
  auto mine = opened(spool_in(folder));
  (void)mine.append_intent("mine").value();
  auto other = opened(spool_in(folder));
  EXPECT_TRUE(other.take_recovered().empty());
  EXPECT_EQ(mine.records(), 1u);
}

TEST(spool, records_of_a_process_that_ends_later_are_found_by_recover) {
  temporary_folder folder;
  auto s = opened(spool_in(folder));
  forget(folder, [](spool& other) { (void)other.append_intent("late").value(); });
  EXPECT_TRUE(s.take_recovered().empty());
  ASSERT_TRUE(s.recover());
  const auto left = s.take_recovered();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].intent, "late");
}

TEST(spool, a_full_spool_refuses_a_new_intent_but_takes_the_outcome_of_every_running_one) {
  temporary_folder folder;
  auto options = spool_in(folder);
  options.max_records = 3;
  auto s = opened(options);
  std::vector<std::uint64_t> numbers;
  for (int i = 0; i < 3; ++i) numbers.push_back(s.append_intent("i").value());
  const auto refused = s.append_intent("one more");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc_of::errc::full);
  EXPECT_NE(refused.error().message.find("3 open records"), std::string::npos) << refused.error().message;
  for (const auto number : numbers) ASSERT_TRUE(s.append_outcome(number, std::string(1000, 'o')));
  EXPECT_FALSE(s.append_intent("still one more"));
  ASSERT_TRUE(s.acknowledge(numbers[1]));
  EXPECT_TRUE(s.append_intent("now there is room"));
}

TEST(spool, the_limit_of_bytes_counts_room_for_the_outcomes) {
  temporary_folder folder;
  auto options = spool_in(folder);
  options.max_bytes = 10000;
  auto s = opened(options);
  std::size_t taken = 0;
  std::vector<std::uint64_t> numbers;
  for (;; ++taken) {
    const auto number = s.append_intent(std::string(100, 'i'));
    if (!number) break;
    numbers.push_back(*number);
  }
  EXPECT_EQ(taken, 8u);  // 8 * (40 + 100) + 8 * (40 + 1024) is the last below 10000
  for (const auto number : numbers) ASSERT_TRUE(s.append_outcome(number, std::string(1024, 'o')));
  EXPECT_LE(s.bytes(), options.max_bytes);
}

TEST(spool, recovered_records_are_taken_beyond_the_bounds_and_then_nothing_new_is) {
  temporary_folder folder;
  forget(folder, [](spool& s) {
    for (int i = 0; i < 10; ++i) (void)s.append_intent("x").value();
  });
  auto options = spool_in(folder);
  options.max_records = 4;
  auto s = opened(options);
  const auto left = s.take_recovered();
  EXPECT_EQ(left.size(), 10u);
  EXPECT_FALSE(s.append_intent("new"));
  for (const auto& one : left) ASSERT_TRUE(s.acknowledge(one.number));
  EXPECT_TRUE(s.append_intent("new"));
}

TEST(spool, a_record_beyond_the_limit_is_refused) {
  temporary_folder folder;
  auto options = spool_in(folder);
  options.largest_record = 100;
  auto s = opened(options);
  EXPECT_TRUE(s.append_intent(std::string(100, 'x')));
  const auto refused = s.append_intent(std::string(101, 'x'));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, errc_of::errc::too_large);
}

TEST(spool, unknown_repeated_and_acknowledged_numbers_are_refused) {
  temporary_folder folder;
  auto s = opened(spool_in(folder));
  const auto number = s.append_intent("i").value();
  EXPECT_EQ(s.append_outcome(0, "o").error().code, errc_of::errc::unknown);
  EXPECT_EQ(s.append_outcome(number + 1, "o").error().code, errc_of::errc::unknown);
  ASSERT_TRUE(s.append_outcome(number, "o"));
  EXPECT_EQ(s.append_outcome(number, "another").error().code, errc_of::errc::unknown);
  ASSERT_TRUE(s.acknowledge(number));
  EXPECT_EQ(s.acknowledge(number).error().code, errc_of::errc::unknown);
}

TEST(spool, a_torn_end_is_tolerated_and_reported) {
  temporary_folder folder;
  forget(folder, [](spool& s) {
    (void)s.append_intent("whole").value();
    (void)s.append_intent("torn").value();
  });
  const std::string file = std::filesystem::directory_iterator(folder / "spool")->path().string();
  std::filesystem::resize_file(file, std::filesystem::file_size(file) - 2);
  auto s = opened(spool_in(folder));
  const auto left = s.take_recovered();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].intent, "whole");
  const auto damage = s.damage();
  ASSERT_EQ(damage.size(), 1u);
  EXPECT_TRUE(damage[0].torn_end);
  EXPECT_EQ(damage[0].file, file);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST(spool, damage_in_the_middle_costs_one_record_and_the_file_is_kept_for_people) {
  temporary_folder folder;
  forget(folder, [](spool& s) {
    for (const char* text : {"one", "two", "three"}) (void)s.append_intent(text).value();
  });
  const std::string file = std::filesystem::directory_iterator(folder / "spool")->path().string();
  std::string text = text_of_file(file);
  text[text.find("two")] = 'T';
  write_text(file, text);
  auto s = opened(spool_in(folder));
  const auto left = s.take_recovered();
  ASSERT_EQ(left.size(), 2u);
  EXPECT_EQ(left[0].intent, "one");
  EXPECT_EQ(left[1].intent, "three");
  ASSERT_EQ(s.damage().size(), 1u);
  EXPECT_FALSE(s.damage()[0].torn_end);
  EXPECT_EQ(s.damage()[0].bytes, 43u);
  EXPECT_EQ(text_of_file(file + ".damaged"), text);
  auto later = opened(spool_in(folder));
  EXPECT_TRUE(later.damage().empty()) << "reported once";
}

TEST(spool, an_empty_or_foreign_file_in_the_folder_does_no_harm) {
  temporary_folder folder;
  std::filesystem::create_directories(folder / "spool");
  write_text(folder / "spool/empty.spool", "");
  write_text(folder / "spool/foreign.spool", std::string(5000, 'x'));
  write_text(folder / "spool/young.spool.new", "avals");
  std::filesystem::create_symlink("/etc/passwd", folder / "spool/link.spool");
  auto s = opened(spool_in(folder));
  EXPECT_TRUE(s.take_recovered().empty());
  ASSERT_EQ(s.damage().size(), 1u);
  EXPECT_EQ(s.damage()[0].bytes, 5000u);
  EXPECT_FALSE(std::filesystem::exists(folder / "spool/young.spool.new"));
  EXPECT_TRUE(std::filesystem::is_symlink(folder / "spool/link.spool"));
  EXPECT_TRUE(s.append_intent("x"));
}

TEST(spool, a_folder_that_can_not_be_made_is_a_clear_error) {
  temporary_folder folder;
  write_text(folder / "file", "");
  spool_options options;
  options.directory = folder / "file/spool";
  const auto failed = spool::open(options);
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().message.find(folder / "file"), std::string::npos) << failed.error().message;
  EXPECT_EQ(spool::open(spool_options{}).error().code, aval::errc::invalid_argument);
}

// a file size limit stands for a full disk: the write fails half-way in the same manner
TEST(spool, a_disk_without_room_refuses_the_intent_and_keeps_what_was_promised) {
  temporary_folder folder;
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{4096, 4096};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    auto s = opened(spool_in(folder));
    int taken = 0;
    for (;; ++taken) {
      const auto number = s.append_intent(std::string(150, static_cast<char>('a' + taken)));
      if (number) continue;
      if (number.error().code != std::errc::file_too_large || number.error().message.find("cannot write to") == std::string::npos) ::_exit(100);
      break;
    }
    if (s.append_intent(std::string(150, 'z'))) ::_exit(101);  // refused again, not broken
    if (s.records() != static_cast<std::size_t>(taken)) ::_exit(102);
    ::_exit(taken);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  ASSERT_EQ(WEXITSTATUS(status), (4096 - 32) / 190);
  auto s = opened(spool_in(folder));
  EXPECT_TRUE(s.damage().empty()) << "the half-written record was taken back";
  EXPECT_EQ(s.take_recovered().size(), static_cast<std::size_t>((4096 - 32) / 190));
}

TEST(spool, a_forked_child_may_not_write_with_the_handle_of_its_parent) {
  temporary_folder folder;
  auto s = opened(spool_in(folder));
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    const auto refused = s.append_intent("x");
    ::_exit(!refused && refused.error().code == errc_of::errc::other_process ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 0);
  EXPECT_TRUE(s.append_intent("x"));
}

TEST(spool, a_long_life_does_not_make_a_long_file) {
  temporary_folder folder;
  auto s = opened(spool_in(folder));
  const auto stays = s.append_intent("stays").value();
  const std::string payload(10000, 'p');
  for (int i = 0; i < 1500; ++i) {
    const auto number = s.append_intent(payload).value();
    ASSERT_TRUE(s.append_outcome(number, "o"));
    ASSERT_TRUE(s.acknowledge(number));
  }
  std::uintmax_t bytes = 0;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "spool")) {
    bytes += entry.file_size();
    ++files;
  }
  EXPECT_EQ(files, 1u);
  EXPECT_LT(bytes, 5u * 1024 * 1024) << "15 MB went through it";
  EXPECT_EQ(s.records(), 1u);
  ASSERT_TRUE(s.append_outcome(stays, "o"));
  ASSERT_TRUE(s.acknowledge(stays));
  for (int i = 0; i < 100; ++i) {
    const auto number = s.append_intent(payload).value();
    ASSERT_TRUE(s.append_outcome(number, "o"));
    ASSERT_TRUE(s.acknowledge(number));
  }
  EXPECT_LT(std::filesystem::directory_iterator(folder / "spool")->file_size(), 300u * 1024) << "emptied when nothing is open";
}

TEST(spool, open_records_move_to_the_new_file_when_a_long_one_is_made_short) {
  temporary_folder folder;
  forget(folder, [](spool& s) {
    const auto stays = s.append_intent("stays").value();
    s.append_outcome(stays, "kept").value();
    const std::string payload(16000, 'p');
    for (int i = 0; i < 600; ++i) {
      const auto number = s.append_intent(payload).value();
      s.append_outcome(number, "o").value();
      s.acknowledge(number).value();
    }
  });
  auto s = opened(spool_in(folder));
  const auto left = s.take_recovered();
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].intent, "stays");
  EXPECT_EQ(left[0].outcome, "kept");
}

TEST(spool_threads, calls_from_several_threads_keep_their_records_apart) {
  temporary_folder folder;
  auto s = opened(spool_in(folder));
  std::vector<std::thread> threads;
  std::atomic<int> failures = 0;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&, t] {
      for (int i = 0; i < 300; ++i) {
        const auto number = s.append_intent("t" + std::to_string(t));
        if (!number || !s.append_outcome(*number, "o") || (i % 3 != 0 && !s.acknowledge(*number))) ++failures;
      }
    });
  for (auto& t : threads) t.join();
  EXPECT_EQ(failures, 0);
  EXPECT_EQ(s.records(), 400u);
}

TEST(spool, commit_completes_at_once_when_not_durable) {
  temporary_folder folder;
  auto s = opened(spool_in(folder));
  asio::io_context context;
  bool done = false;
  asio::co_spawn(context, s.commit(), [&](std::exception_ptr e) { done = !e; });
  context.run();
  EXPECT_TRUE(done);
}

TEST(spool_threads, durable_commits_complete_on_the_callers_executor_and_share_synchronisations) {
  temporary_folder folder;
  asio::thread_pool pool(1);
  auto options = spool_in(folder);
  options.durable = true;
  options.blocking_executor = pool.get_executor();
  auto s = opened(options);
  asio::io_context context;
  int done = 0;
  for (int i = 0; i < 50; ++i) {
    (void)s.append_intent("i").value();
    asio::co_spawn(context, s.commit(), [&](std::exception_ptr e) {
      EXPECT_FALSE(e);
      EXPECT_TRUE(context.get_executor().running_in_this_thread());
      ++done;
    });
  }
  context.run();
  EXPECT_EQ(done, 50);
  pool.join();
}

TEST(spool, durable_without_a_blocking_executor_synchronises_in_place) {
  temporary_folder folder;
  auto options = spool_in(folder);
  options.durable = true;
  auto s = opened(options);
  (void)s.append_intent("i").value();
  asio::io_context context;
  bool done = false;
  asio::co_spawn(context, s.commit(), [&](std::exception_ptr e) { done = !e; });
  context.run();
  EXPECT_TRUE(done);
}

}  // namespace
