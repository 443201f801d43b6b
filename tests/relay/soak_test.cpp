// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <malloc.h>

#include <chrono>
#include <deque>
#include <random>

#include "aval/acp/peer_core.hpp"
#include "aval/relay/router.hpp"
#include "aval/testing/manual_clock.hpp"
#include "relay/soak_ledger.hpp"

// Five hundred agents talk through a hub while connections break at random: the protocol of every agent and the hub's decisions as they
// are, the network a list of texts, the clock moved by hand.
// Over real sockets: socket_soak_test.cpp.

namespace {

using namespace std::chrono_literals;
namespace acp = aval::acp;
namespace relay = aval::relay;
using aval::testing::manual_clock;

struct side final : relay::link {  // the hub's end of a connection
  bool send(std::string_view message) override {
    if (!open) return false;
    out.emplace_back(message);
    return true;
  }
  std::size_t queued_bytes() const override { return 0; }
  std::size_t queued_messages() const override { return out.size(); }
  void close(std::uint16_t, std::string_view) override { open = false; }

  std::deque<std::string> in, out;  // towards the hub, and from it
  bool open = true;                 // as the hub sees it
  bool cut = false;                 // nothing goes through any more; the hub learns of it later
};

struct agent {
  std::unique_ptr<acp::peer_core> core;
  acp::link_id link = 0;          // 0: not connected
  std::shared_ptr<side> line;
  std::vector<acp::task_id> running;
  std::vector<std::string> peers = {};
};

class soak {
 public:
  soak(std::size_t agents, unsigned seed) : random_(seed) {
    manual_clock::reset();
    manual_clock::advance(1h);
    relay::router_options hub;
    hub.id = "hub";
    hub.clock = manual_clock::source();
    hub_ = std::make_unique<relay::router>(std::move(hub));
    agents_.resize(agents);
    for (std::size_t i = 0; i < agents; ++i) {
      acp::options o;
      o.id = "agent" + std::to_string(i);
      o.clock = manual_clock::source();
      o.duplicate_entries = 64;  // memory that is full soon: what is measured is what grows
      agents_[i].core = std::make_unique<acp::peer_core>(std::move(o));
    }
  }
  /** Sends so many tasks; `drops`: one step in so many breaks a connection. */
  void run(std::size_t tasks, unsigned drops) {
    const std::size_t goal = ledger.asked() + tasks;
    for (std::size_t step = 0; ledger.asked() < goal; ++step) {
      const std::size_t i = pick(agents_.size());
      agent& a = agents_[i];
      if (a.link == 0) connect(i);
      else if (drops != 0 && pick(drops) == 0) drop(i);
      else act(i);
      carry(i, 1 + pick(8));
      carry(pick(agents_.size()), 8);
      if (pick(4) == 0) finish_some(a);
      if (step % 64 == 0) pass(std::chrono::milliseconds(pick(3000)));
    }
  }
  /** Until nothing is left to say: every connection up, every task finished, and longer than any timer. */
  void settle() {
    for (int quiet = 0, round = 0; quiet < 40 && round < 10'000; ++round) {  // 20 minutes without a message
      bool moved = false;
      for (std::size_t i = 0; i < agents_.size(); ++i) {
        if (agents_[i].link == 0) connect(i), moved = true;
        while (!agents_[i].running.empty()) finish_some(agents_[i]), moved = true;
        moved = carry(i, 1000) || moved;
      }
      quiet = moved ? 0 : quiet + 1;
      if (!moved) pass(30s);
    }
    for (agent& a : agents_) EXPECT_TRUE(a.running.empty());
  }
  acp::peer_core::totals kept() const {
    acp::peer_core::totals all{};
    for (const agent& a : agents_) {
      const auto t = a.core->size();
      all.links += t.links, all.sessions += t.sessions, all.requests += t.requests, all.tasks += t.tasks, all.unacknowledged += t.unacknowledged, all.held += t.held;
    }
    return all;
  }
  /** Forgets what only the test keeps, and gives the bytes that are in use. */
  std::size_t memory() {
    ledger.forget();
    requests_.clear();
    return ::mallinfo2().uordblks;
  }
  std::uint64_t duplicates() const {
    std::uint64_t n = 0;
    for (const agent& a : agents_) n += a.core->counts().duplicates;
    return n;
  }

  relay_test::soak_ledger ledger;
  std::size_t dropped = 0;

 private:
  std::size_t pick(std::size_t below) { return std::uniform_int_distribution<std::size_t>(0, below - 1)(random_); }

  void connect(std::size_t i) {
    agent& a = agents_[i];
    a.line = std::make_shared<side>();
    lines_.push_back({a.line, i});
    hub_->connected(*a.line, a.core->settings().id);
    a.link = a.core->opened(acp::connection_role::dialer, "hub", true);
    pump(i);
  }
  void drop(std::size_t i) {
    ++dropped;
    agent& a = agents_[i];
    a.line->cut = true;  // what was on its way is lost, or what arrived is still read by the hub
    if (pick(2) == 0) a.line->in.clear();
    const auto l = std::exchange(a.link, 0);
    a.core->lost(l);
    pump(i);
  }
  /** Something that an application does. */
  void act(std::size_t i) {
    agent& a = agents_[i];
    if (!a.core->ready(a.link)) return;
    std::error_code ec;
    if (a.peers.empty() || pick(3) == 0) {
      const std::size_t other = (i + 1 + pick(2)) % agents_.size();  // few acquaintances: what is kept of each is soon complete
      a.core->open_session("agent" + std::to_string(other), {}, ec);
      return pump(i);
    }
    const auto& [peer, session] = std::tuple(a.peers.back(), sessions_[i].back());
    const std::string task = ledger.ask();
    const acp::id name = a.core->request(peer, session, "echo", aval::json::raw(task), {}, ec);
    if (ec) {  // the caller is told at once
      ledger.withdraw(task);
      a.peers.pop_back(), sessions_[i].pop_back();
    } else {
      requests_[name] = task;
      if (pick(8) == 0) {
        a.core->close_session(peer, session);
        a.peers.pop_back(), sessions_[i].pop_back();
      }
    }
    pump(i);
  }
  void finish_some(agent& a) {
    if (a.running.empty()) return;
    const std::size_t at = pick(a.running.size());
    const acp::task_id number = a.running[at];
    a.running.erase(a.running.begin() + static_cast<std::ptrdiff_t>(at));
    if (acp::incoming_task* const t = a.core->task(number)) a.core->answer(number, true, aval::json::raw(t->parameters));
    pump(static_cast<std::size_t>(&a - agents_.data()));
  }
  /** Carries up to so many messages of an agent's connection, both ways. */
  bool carry(std::size_t i, std::size_t most) {
    bool moved = false;
    agent& a = agents_[i];
    for (std::size_t n = 0; n < most && a.link != 0; ++n) {
      if (!a.line->in.empty()) {
        const std::string text = std::move(a.line->in.front());
        a.line->in.pop_front();
        hub_->received(*a.line, text);
        moved = true;
      }
      if (a.line->out.empty()) continue;
      const std::string text = std::move(a.line->out.front());
      a.line->out.pop_front();
      a.core->received(a.link, text);
      pump(i);
      moved = true;
    }
    sweep(moved);
    return moved;
  }
  /** The hub reads what arrived on connections that were cut, and learns of their end. */
  void sweep(bool& moved) {
    for (std::size_t k = 0; k < lines_.size(); ++k) {
      const auto line = lines_[k].first;
      const std::size_t owner = lines_[k].second;
      if (!line->cut && line->open) continue;
      if (line->cut && pick(4) != 0) {
        if (line->in.empty()) continue;
        hub_->received(*line, line->in.front());
        line->in.pop_front();
        continue;
      }
      moved = true;
      hub_->disconnected(*line);
      line->open = false;
      lines_.erase(lines_.begin() + static_cast<std::ptrdiff_t>(k--));
      agent& a = agents_[owner];
      if (a.link == 0 || a.line != line) continue;
      const auto l = std::exchange(a.link, 0);
      a.core->lost(l);
      pump(owner);
    }
  }
  void pass(std::chrono::milliseconds by) {
    manual_clock::advance(by);
    hub_->tick();
    for (std::size_t i = 0; i < agents_.size(); ++i) {
      const auto next = agents_[i].core->next_wakeup();
      if (!next || *next > agents_[i].core->settings().clock.steady()) continue;
      agents_[i].core->tick();
      pump(i);
    }
  }
  void pump(std::size_t i) {
    agent& a = agents_[i];
    acp::link_id lost = 0;
    a.core->drain([&](acp::output& o) {
      using kind = acp::output::kind;
      switch (o.what) {
        case kind::send:
          if (o.link == a.link && a.line && !a.line->cut) a.line->in.emplace_back(o.text);
          break;
        case kind::close: lost = o.link; break;
        case kind::session_opened:
          if (!o.error) a.peers.push_back(o.peer), sessions_[i].push_back(o.name);
          break;
        case kind::start_task: {
          acp::incoming_task* const t = a.core->task(o.task);
          if (t == nullptr) break;
          ledger.ran(std::string(t->parameters.text()));
          a.running.push_back(o.task);
          break;
        }
        case kind::request_done: {
          const std::string& task = requests_[o.name];
          if (o.error) ledger.failed(task, o.error.message());
          else ledger.answered(task, std::string(o.result.text()));
          break;
        }
        default: break;
      }
    });
    if (lost == 0) return;
    if (lost == a.link) a.link = 0, a.line->cut = true;
    a.core->lost(lost);
    pump(i);
  }

  std::mt19937 random_;
  std::unique_ptr<relay::router> hub_;
  std::vector<agent> agents_;
  std::vector<std::pair<std::shared_ptr<side>, std::size_t>> lines_;  // connections of which the hub does not know the end
  std::map<std::size_t, std::vector<acp::id>> sessions_;
  std::unordered_map<acp::id, std::string> requests_;  // the tasks
};

TEST(Soak, FiveHundredAgentsThroughAHubWithRandomDropsLoseNoTaskSilentlyAndRunNoneTwice) {
  soak s(500, 7);
  const std::size_t tasks = relay_test::soak_tasks(4000);
  const auto& ledger = s.ledger;
  s.run(tasks, 40);
  s.settle();
  const auto first = s.kept();
  EXPECT_GT(s.dropped, tasks / 100);
  EXPECT_GT(ledger.good, tasks / 4);
  EXPECT_EQ(ledger.open(), 0u) << "a caller that never heard of its task";
  EXPECT_EQ(ledger.twice, 0u) << "a task run twice, or two outcomes for one request";
  EXPECT_EQ(ledger.wrong, 0u) << "the answer to another request";
  EXPECT_EQ(first.requests + first.tasks + first.held, 0u);
  EXPECT_EQ(first.links, 500u);
  EXPECT_GT(ledger.failures(), 0u) << "no drop has hit a task: nothing was tested";
  EXPECT_EQ(ledger.good + ledger.failures(), tasks);
  EXPECT_EQ(ledger.errors.count("no answer in time"), 0u) << "the hub tells who waits for an agent that is gone";
  EXPECT_GT(s.duplicates(), 0u) << "nothing was repeated: nothing was tested";

  const std::size_t before = s.memory();
  s.run(tasks, 40);
  s.settle();
  EXPECT_EQ(ledger.open(), 0u);
  EXPECT_EQ(ledger.twice, 0u);
  EXPECT_EQ(ledger.wrong, 0u);
  EXPECT_LE(s.memory(), before + before / 4) << "as much again costs no more memory";
}

}  // namespace
