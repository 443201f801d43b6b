// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Two protocol cores and everything between them: the input is a list of events (connections, losses, messages that are lost, doubled, changed,
// requests, answers, closes, time). Whatever happens, every request ends exactly once, no task runs twice, nothing is left at the end.
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aval/acp/peer_core.hpp"

namespace acp = aval::acp;
namespace json = aval::json;
using acp::connection_role;
using kind = acp::output::kind;

namespace {

struct input {
  const std::uint8_t* data;
  std::size_t size;
  std::uint8_t next() { return size == 0 ? std::uint8_t{0} : (--size, *data++); }
};


struct side {
  std::unique_ptr<acp::peer_core> core;
  std::map<acp::link_id, int> wires;                  // to the number of the wire
  std::vector<acp::id> sessions;
  std::map<acp::id, int> requests;                    // how often each has ended
  std::vector<acp::task_id> tasks;
  std::map<std::string, int> runs;                    // by the request's parameters
};

struct wire {
  acp::link_id end[2] = {0, 0};
  std::deque<std::pair<acp::time_point, std::string>> flight[2];  // towards side n, and since when
};

struct world {
  acp::time_point now{std::chrono::hours(1)};
  std::uint64_t seed = 7;
  side sides[2];
  std::vector<wire> wires;
  int asked = 0;
  bool changed = false;  // a message was changed on its way: then two may be alike

  world() {
    for (int i = 0; i < 2; ++i) {
      acp::options o;
      o.id = i == 0 ? "ana" : "bob";
      o.capabilities = {"x"};
      o.announced_sessions = 4;
      o.max_running_tasks = 3;
      o.pause_above = 4;
      o.resume_at = 1;
      o.max_tasks_per_connection = 8;
      o.max_held = 5;
      o.duplicate_bytes = 2'000;
      o.clock.monotonic = [this] { return now; };
      o.clock.wall = [] { return std::chrono::system_clock::time_point(std::chrono::hours(24 * 365 * 56)); };
      o.random.function = [this](std::span<std::byte> out) {
        for (auto& b : out) b = static_cast<std::byte>((seed = seed * 6364136223846793005ULL + 1442695040888963407ULL) >> 56);
      };
      sides[i].core = std::make_unique<acp::peer_core>(o);
    }
  }
  void pump() {
    for (int i = 0; i < 2; ++i)
      sides[i].core->drain([&](acp::output& o) { on(i, o); });
  }
  void on(int i, acp::output& o) {
    side& s = sides[i];
    switch (o.what) {
      case kind::send: {
        acp::envelope e;
        if (!e.read(o.text) || e.origen != s.core->settings().id) std::abort();
        const auto at = s.wires.find(o.link);
        if (at != s.wires.end()) wires[static_cast<std::size_t>(at->second)].flight[1 - i].emplace_back(now, std::string(o.text));
        break;
      }
      case kind::close:
        if (const auto at = s.wires.find(o.link); at != s.wires.end()) cut(at->second);  // else both ends closed it
        break;
      case kind::start_task: {
        const acp::incoming_task* const t = s.core->task(o.task);
        if (t == nullptr) break;  // ended in the same turn
        if (++s.runs[std::string(t->parameters.text())] > 1 && !changed) std::abort();
        s.tasks.push_back(o.task);
        break;
      }
      case kind::cancel_task: std::erase(s.tasks, o.task); break;
      case kind::request_done:
        if (++s.requests.at(o.name) > 1) std::abort();
        break;
      case kind::session_opened:
        if (!o.error) s.sessions.push_back(o.name);
        break;
      case kind::session_offered: s.sessions.push_back(o.name); break;
      default: break;
    }
  }
  void cut(int n) {
    wire& w = wires[static_cast<std::size_t>(n)];
    for (int i = 0; i < 2; ++i) {
      if (w.end[i] == 0) continue;
      const auto l = w.end[i];
      w.end[i] = 0;
      sides[i].wires.erase(l);
      w.flight[i].clear();
      sides[i].core->lost(l, "cut");
    }
  }
  void connect(int dialer) {
    if (wires.size() > 200) return;
    const int n = static_cast<int>(wires.size());
    wires.emplace_back();
    for (int i = 0; i < 2; ++i) {
      const auto l = sides[i].core->opened(i == dialer ? connection_role::dialer : connection_role::listener, sides[1 - i].core->settings().id);
      if (l == 0) continue;
      wires.back().end[i] = l;
      sides[i].wires[l] = n;
    }
    pump();
  }
  void deliver(int to, std::size_t n, std::uint8_t how, input& in) {
    wire& w = wires[n];
    if (w.flight[to].empty() || w.end[to] == 0) return;
    auto [since, text] = std::move(w.flight[to].front());
    w.flight[to].pop_front();
    if (now - since > std::chrono::minutes(9)) return;                                 // nothing is under way for longer than a duplicate is known
    if (how == 1) w.flight[to].emplace_back(since, text);                                        // doubled, and late
    if (how == 2) return;                                                              // lost
    if (how == 3) changed = true, text[in.next() * text.size() / 256] = static_cast<char>(in.next());  // changed
    sides[to].core->received(w.end[to], text);
    pump();
  }
  void pass(std::chrono::milliseconds by) {
    now += by;
    for (auto& s : sides) s.core->tick();
    pump();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in{data, size};
  world w;
  w.connect(0);
  for (int step = 0; step < 2000 && in.size > 0; ++step) {
    const std::uint8_t op = in.next();
    const int i = op >> 7;
    side& s = w.sides[i];
    std::error_code ec;
    const auto pick = [&](const auto& list) { return list[in.next() % list.size()]; };
    switch (op % 16) {
      case 0: w.connect(i); break;
      case 1: w.cut(static_cast<int>(in.next() % w.wires.size())); break;
      case 2: s.core->open_session(w.sides[1 - i].core->settings().id, {}, ec); break;
      case 3:
      case 4:
        if (!s.sessions.empty()) {
          const auto r = s.core->request(w.sides[1 - i].core->settings().id, pick(s.sessions), "t", json::raw("{\"n\":" + std::to_string(++w.asked) + "}"),
                                         {.timeout = std::chrono::seconds(op % 2 == 0 ? 0 : 20)}, ec);
          if (!ec) s.requests[r] = 0;
        }
        break;
      case 5:
        if (!s.tasks.empty()) {
          const auto t = pick(s.tasks);
          std::erase(s.tasks, t);
          s.core->answer(t, in.next() % 2 == 0, json::raw("1"));
        }
        break;
      case 6:
        if (!s.sessions.empty()) s.core->close_session(w.sides[1 - i].core->settings().id, pick(s.sessions));
        break;
      case 7: s.core->pause(w.sides[1 - i].core->settings().id, {}, in.next() % 2 == 0); break;
      case 8: w.pass(std::chrono::milliseconds(in.next() * 100)); break;
      case 9: w.pass(std::chrono::seconds(in.next() * 10)); break;
      case 10: {
        const auto how = static_cast<std::uint8_t>(in.next() % 4);
        w.deliver(i, in.next() % w.wires.size(), how, in);
        break;
      }
      case 11: s.core->heartbeat(w.sides[1 - i].core->settings().id); break;
      default:
        for (std::size_t n = 0; n < w.wires.size(); ++n)
          for (int to = 0; to < 2; ++to) w.deliver(to, n, 0, in);
    }
    w.pump();
  }
  // a day later at the latest everything is over
  for (int i = 0; i < 3000; ++i) w.pass(std::chrono::seconds(30));
  for (auto& s : w.sides) {
    for (const auto& r : s.requests)
      if (r.second != 1) std::abort();
    if (s.core->size().requests != 0 || s.core->size().unacknowledged != 0) std::abort();
  }
  for (std::size_t n = 0; n < w.wires.size(); ++n) w.cut(static_cast<int>(n));
  w.pump();
  for (auto& s : w.sides) {
    const auto left = s.core->size();
    if (left.links + left.sessions + left.requests + left.tasks + left.unacknowledged + left.held != 0) std::abort();
  }
  return 0;
}
