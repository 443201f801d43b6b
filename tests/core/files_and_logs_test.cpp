// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/core/log_file.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>

#include <sys/resource.h>
#include <sys/wait.h>

#include "aval/core/environment.hpp"

namespace {

namespace fs = std::filesystem;
using aval::detail::read_file;
using aval::detail::write_file_atomic;

class Files : public testing::Test {
 protected:
  Files() {
    char name[] = "/tmp/aval-core-XXXXXX";
    folder = ::mkdtemp(name);
  }
  ~Files() override { fs::remove_all(folder); }
  std::string path(const std::string& name) const { return folder + "/" + name; }
  std::size_t count() const { return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator{})); }
  std::string folder;
};

TEST_F(Files, AreReplacedWholeAndPrivateFromTheStart) {
  ASSERT_TRUE(write_file_atomic(path("a"), "one"));
  ASSERT_TRUE(write_file_atomic(path("a"), "two"));
  const auto read = read_file(path("a"), 100);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text, "two");
  EXPECT_EQ(read->mode, 0600U);
  EXPECT_EQ(count(), 1U) << "a temporary file was left behind";
}

TEST_F(Files, BeyondTheLimitAreNotRead) {
  ASSERT_TRUE(write_file_atomic(path("a"), "12345"));
  EXPECT_TRUE(read_file(path("a"), 5));
  const auto read = read_file(path("a"), 4);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, std::errc::file_too_large);
  EXPECT_NE(read.error().message.find(path("a")), std::string::npos);
}

TEST_F(Files, ThatAreAbsentOrNoFilesAreToldApart) {
  EXPECT_EQ(read_file(path("none"), 10).error().code, std::errc::no_such_file_or_directory);
  EXPECT_EQ(read_file(folder, 10).error().code, std::errc::not_supported);
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_file(path("pipe"), 10).error().code, std::errc::not_supported) << "a named pipe must not hang the reader";
}

TEST_F(Files, FullDiskKeepsTheOldFile) {
  ASSERT_TRUE(write_file_atomic(path("a"), "old"));
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {  // the limit on the size of a file stands for a full disk
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{10, 10};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto done = write_file_atomic(path("a"), std::string(1000, 'x'));
    ::_exit(!done && done.error().code == std::errc::file_too_large ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(read_file(path("a"), 100)->text, "old");
  EXPECT_EQ(count(), 1U) << "a temporary file was left behind";
}

TEST_F(Files, LocksExcludeOneAnother) {
  auto first = aval::detail::file_lock::acquire(path("lock"));
  ASSERT_TRUE(first);
  EXPECT_FALSE(aval::detail::file_lock::acquire(path("lock"), false));
  { const auto gone = std::move(*first); }
  EXPECT_TRUE(aval::detail::file_lock::acquire(path("lock"), false));
}

TEST_F(Files, FoldersAreMadeWithTheirParents) {
  ASSERT_TRUE(aval::detail::make_folders(path("x/y/z")));
  EXPECT_TRUE(fs::is_directory(path("x/y/z")));
  EXPECT_EQ(fs::status(path("x")).permissions(), fs::perms::owner_all);
  ASSERT_TRUE(aval::detail::make_folders(path("x/y/z"))) << "existing folders are fine";
  ASSERT_TRUE(write_file_atomic(path("file"), ""));
  EXPECT_FALSE(aval::detail::make_folders(path("file/below")));
}

TEST_F(Files, LogLinesAreOneLineEachWhateverTheMessage) {
  aval::log_file_options options;
  options.clock.wall = [] { return std::chrono::system_clock::time_point(std::chrono::seconds(1761321600)); };
  const auto log = aval::log_to_file(path("log"), options);
  ASSERT_TRUE(log);
  log->log(aval::log_level::warning, "net", "first\nsecond\x1b[31m");
  log->log(aval::log_level::debug, "net", "below the threshold");
  const auto read = read_file(path("log"), 1000);
  EXPECT_EQ(read->text, "2025-10-24T16:00:00.000Z WARNING net: first second [31m\n");
  EXPECT_EQ(read->mode, 0600U);
}

TEST(LogHooks, AreSilentByDefaultAndSwallowWhatTheSinkThrows) {
  aval::log_hooks{}.log(aval::log_level::error, "core", "nobody listens");
  const aval::log_hooks throwing([](auto, auto, auto) { throw 1; });
  throwing.log(aval::log_level::error, "core", "x");
  EXPECT_TRUE(throwing.enabled(aval::log_level::info));
  EXPECT_FALSE(throwing.enabled(aval::log_level::debug));
}

TEST(Environment, IsAMapWhenGivenOne) {
  const aval::environment e({{"HOME", "/home/ana"}, {"EMPTY", ""}, {"YES", "On"}, {"NO", "0"}});
  EXPECT_EQ(e.find("HOME"), "/home/ana");
  EXPECT_FALSE(e.find("EMPTY")) << "set but empty counts as absent";
  EXPECT_FALSE(e.find("PATH")) << "the real environment must not shine through";
  EXPECT_EQ(e.find_flag("YES"), true);
  EXPECT_EQ(e.find_flag("NO"), false);
  EXPECT_EQ(e.find_flag("NONE"), std::nullopt);
  EXPECT_EQ(e.expand_home("~/.aim/x"), "/home/ana/.aim/x");
  EXPECT_EQ(e.expand_home("~other/x"), "~other/x");
}

}  // namespace
