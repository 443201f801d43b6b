// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <csignal>
#include <sstream>

#include "actions/fake_authority.hpp"
#include "aval/actions/track_action.hpp"
#include "aval/evidence/spool.hpp"
#include "evidence/temporary_folder.hpp"

// Decorator and spool together, as an agent puts them together: a process is killed inside its functions and around its reports, and the
// authority's journal is read afterwards.

namespace {

enum class die { never, inside_the_function, before_the_outcome_is_sent, after_it_was_sent };

void append_line(const std::string& file, const std::string& line) {
  std::ofstream(file, std::ios::app | std::ios::binary) << line + "\n";
}
std::vector<std::string> lines_of(const std::string& file) {
  std::vector<std::string> out;
  std::istringstream in(text_of_file(file));
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

class spooled_agent {
 public:
  spooled_agent(const std::string& folder, std::size_t max_records = 100, die when = die::never) : journal_(folder + "/journal"), when_(when) {
    aval::evidence::spool_options options;
    options.directory = folder + "/spool";
    options.max_records = max_records;
    spool_ = std::make_shared<aval::evidence::spool>(std::move(aval::evidence::spool::open(options)).value());
    for (const auto& entry : spool_->take_recovered()) {
      append_line(journal_, entry.intent + " " + entry.outcome.value_or("failure: " + std::string(aval::evidence::outcome_unknown)));
      spool_->acknowledge(entry.number).value();
    }
  }
  aval::awaitable<aval::actions::permit> verify(aval::actions::action_request request, aval::deadline) const { return allow(std::move(request)); }
  void intent(aval::actions::permit& allowed) const {
    auto number = spool_->append_intent(allowed.action);
    if (!number) throw aval::error(number.error().code, number.error().message);
    allowed.ticket = *number;
  }
  aval::awaitable<void> report(aval::actions::permit allowed, aval::actions::outcome result, aval::deadline) const {
    return send(*this, std::move(allowed), std::move(result));
  }
  std::size_t open_records() const { return spool_->records(); }
  mutable bool unreachable = false;

 private:
  static aval::awaitable<aval::actions::permit> allow(aval::actions::action_request request) {
    aval::actions::permit allowed("v");
    allowed.action = request.action;
    co_return allowed;
  }
  static aval::awaitable<void> send(spooled_agent self, aval::actions::permit allowed, aval::actions::outcome result) {
    const std::string text = result.success ? "success" : "failure: " + result.error;
    self.spool_->append_outcome(allowed.ticket, text).value();
    if (self.unreachable) co_return;
    if (self.when_ == die::before_the_outcome_is_sent) ::kill(::getpid(), SIGKILL);
    append_line(self.journal_, allowed.action + " " + text);
    if (self.when_ == die::after_it_was_sent) ::kill(::getpid(), SIGKILL);
    self.spool_->acknowledge(allowed.ticket).value();
  }

  std::string journal_;
  die when_;
  std::shared_ptr<aval::evidence::spool> spool_;
};
static_assert(aval::actions::guardian<spooled_agent>);

// the child: two calls in peace, a third in which it is killed
void live_and_die(const std::string& folder, die when) {
  const auto child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    spooled_agent calm(folder);
    const auto work = [folder](int n) {
      append_line(folder + "/effects", "call " + std::to_string(n));
      return n;
    };
    auto peaceful = work | aval::track_action(calm, {.action = "peaceful"});
    run(peaceful(1));
    run(peaceful(2));
    spooled_agent doomed(folder, 100, when);
    const auto last = [folder, when](int n) {
      append_line(folder + "/effects", "call " + std::to_string(n));
      if (when == die::inside_the_function) ::kill(::getpid(), SIGKILL);
    };
    auto fatal = last | aval::track_action(doomed, {.action = "fatal"});
    run(fatal(3));
    ::_exit(1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));
}

TEST(spooled_agent, killed_inside_the_function_the_next_start_reports_outcome_unknown) {
  temporary_folder folder;
  live_and_die(folder.path(), die::inside_the_function);
  EXPECT_EQ(lines_of(folder / "effects").size(), 3u) << "it had run";
  EXPECT_EQ(lines_of(folder / "journal").size(), 2u);
  spooled_agent next(folder.path());
  EXPECT_EQ(lines_of(folder / "journal"), (std::vector<std::string>{"peaceful success", "peaceful success", "fatal failure: outcome unknown"}));
  EXPECT_EQ(next.open_records(), 0u);
}

TEST(spooled_agent, killed_before_the_outcome_is_sent_the_next_start_sends_it) {
  temporary_folder folder;
  live_and_die(folder.path(), die::before_the_outcome_is_sent);
  EXPECT_EQ(lines_of(folder / "journal").size(), 2u);
  spooled_agent next(folder.path());
  EXPECT_EQ(lines_of(folder / "journal").back(), "fatal success");
  spooled_agent after(folder.path());
  EXPECT_EQ(lines_of(folder / "journal").size(), 3u) << "once";
}

TEST(spooled_agent, killed_between_sending_and_acknowledging_the_same_outcome_is_repeated) {
  temporary_folder folder;
  live_and_die(folder.path(), die::after_it_was_sent);
  spooled_agent next(folder.path());
  const auto journal = lines_of(folder / "journal");
  ASSERT_EQ(journal.size(), 4u);
  EXPECT_EQ(journal[2], "fatal success");
  EXPECT_EQ(journal[3], "fatal success");
}

TEST(spooled_agent, a_full_spool_refuses_new_calls_until_reports_get_through) {
  temporary_folder folder;
  spooled_agent agent(folder.path(), 3);
  agent.unreachable = true;
  int ran = 0;
  const auto work = [&ran](int n) { return ++ran, n; };
  auto guarded = work | aval::track_action(agent, {.action = "work"});
  for (int i = 0; i < 3; ++i) run(guarded(i));
  try {
    run(guarded(3));
    FAIL() << "the fourth call ran";
  } catch (const aval::error& e) {
    EXPECT_EQ(e.code(), aval::evidence::errc::full) << e.what();
  }
  EXPECT_EQ(ran, 3);
}

}  // namespace
