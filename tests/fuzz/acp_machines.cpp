// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// The machines of the protocol one by one, each with a list of events: connection, reconnect, session, sequence numbers, request and work,
// delivery, duplicates. The first byte says which. (Together, with flow control, they are driven by acp_core.)
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <deque>
#include <map>
#include <string>

#include "aval/acp/connection_fsm.hpp"
#include "aval/acp/delivery_fsm.hpp"
#include "aval/acp/session_fsm.hpp"
#include "aval/acp/task_fsm.hpp"

namespace {

using namespace aval::acp;
using std::chrono::milliseconds;

void demand(bool what) {
  if (!what) std::abort();
}

struct input {
  const std::uint8_t* data;
  std::size_t size;
  std::uint8_t next() { return size == 0 ? std::uint8_t{0} : (--size, *data++); }
  std::int64_t wide() { return next() << 8 | next(); }
};

/** Time only goes on. */
struct hand_clock {
  time_point now{std::chrono::hours(1)};
  void pass(input& in) { now += milliseconds(in.wide()); }
};

id id_of(unsigned n) {
  std::string text = "00000000-0000-4000-8000-00000000000x";
  text.back() = "0123456789abcdef"[n % 16];
  return *id::parse(text);
}

/** Bounds of the back-off: never below 0.2 s, never above 1.2 times the longest, doubling, from the beginning after a stable connection and
 *  only then. */
void reconnect(input& in) {
  const milliseconds first(in.wide()), longest(in.wide()), stable(in.wide());
  reconnect_fsm f(first, longest, stable);
  hand_clock t;
  std::optional<time_point> ready;
  milliseconds base = std::min(first, longest);
  while (in.size > 0) {
    switch (in.next() % 3) {
      case 0: t.pass(in); break;
      case 1:
        f.on_ready(t.now);
        ready = t.now;
        break;
      default: {
        const double random = in.next() / 256.0;
        const auto delay = f.on_lost(t.now, random);
        if (ready && t.now - *ready >= stable) base = std::min(first, longest);
        ready.reset();
        demand(delay >= milliseconds(200));
        demand(delay <= std::max(milliseconds(200), longest * 12 / 10));
        demand(delay == milliseconds(200) || (delay >= base * 8 / 10 && delay <= base * 12 / 10));
        if (base * 12 / 10 < milliseconds(200)) demand(delay == milliseconds(200));
        base = std::min(base * 2, longest);
      }
    }
  }
}

/** Ready once and by the right message, announced once, expired only in time, closed for good. */
void connection(input& in) {
  const auto role = in.next() % 2 == 0 ? connection_role::dialer : connection_role::listener;
  connection_fsm f(role);
  hand_clock t;
  const time_point end = t.now + milliseconds(1000);
  demand((f.start(t.now, milliseconds(1000)) == connection_fsm::act::send_registro) == (role == connection_role::dialer));
  using state = connection_fsm::state;
  using act = connection_fsm::act;
  int announced = 0;
  while (in.size > 0) {
    const state before = f.where();
    const bool was_ready = f.ready();
    act did = act::none;
    const auto event = in.next() % 6;
    switch (event) {
      case 0: did = f.on_registro(); break;
      case 1: did = f.on_ack(in.next() % 2 == 0); break;
      case 2: did = f.on_refused(); break;
      case 3:
        did = f.on_time(t.now);
        demand((did == act::expire) == (!was_ready && before != state::closed && t.now >= end));
        break;
      case 4: t.pass(in); break;
      default: f.close();
    }
    announced += did == act::announce || did == act::ack_and_announce ? 1 : 0;
    demand(announced <= 1);
    if (before == state::closed) demand(f.where() == state::closed);
    if (f.ready() && !was_ready) demand(role == connection_role::listener ? event == 0 && did == act::ack_and_announce : event == 1 && did == act::announce);
    if (was_ready && event != 5) demand(f.ready());
    if (f.where() == state::unregistered) demand(f.admits(message_type::registro) && !f.admits(message_type::session_init) && !f.admits(message_type::solicitud_tarea));
    else demand(f.admits(message_type::session_init));
  }
}

/** Opened at most once, ended once and for good, given up or idle only in time; after its time was looked at there is none left over. */
void session(input& in) {
  hand_clock t;
  const milliseconds timeout(in.wide()), closing(in.wide()), idle(in.wide());
  auto f = in.next() % 2 == 0 ? session_fsm::initiated(t.now, timeout) : session_fsm::accepted(t.now);
  using state = session_fsm::state;
  using act = session_fsm::act;
  time_point deadline = t.now + timeout, used = t.now;
  int opened = f.active() ? 1 : 0, ended = 0;
  while (in.size > 0) {
    const state before = f.where();
    act did = act::none;
    switch (in.next() % 8) {
      case 0:
        if ((did = f.on_accept(t.now)) == act::opened) used = t.now, ++opened;
        break;
      case 1: did = f.on_reject(); break;
      case 2: did = f.on_close(); break;
      case 3:
        if (f.close(t.now, closing)) {
          demand(before == state::pending || before == state::active);
          deadline = t.now + closing;
        }
        break;
      case 4: did = f.on_close_acknowledged(); break;
      case 5: {
        const bool busy = in.next() % 2 == 0;
        did = f.on_time(t.now, idle, busy);
        if (did == act::give_up) demand(before == state::pending && t.now >= deadline);
        if (did == act::dropped) demand(before == state::closing && t.now >= deadline);
        if (did == act::idle) demand(before == state::active && !busy && idle.count() > 0 && t.now - used >= idle);
        if (before == state::active && busy) used = t.now;
        if (did == act::none)
          if (const auto next = f.wake_at(idle)) demand(*next > t.now);
        break;
      }
      case 6:
        f.use(t.now);
        used = t.now;
        break;
      default: t.pass(in);
    }
    demand(opened <= 1);
    if (did == act::dropped || did == act::give_up) demand(++ended == 1 && f.where() == state::gone);
    if (before == state::gone) demand(f.where() == state::gone && did == act::none);
    if (before == state::closing) demand(!f.active());
  }
}

/** Our numbers count on by one; the peer's: the first is right whatever it is, then the next one, and nothing known to be old. */
void numbers(input& in) {
  sequence_numbers f;
  std::uint64_t sent = 0, greatest = 0;
  bool any = false;
  while (in.size > 0) {
    if (in.next() % 4 == 0) {
      demand(f.next() == ++sent && f.sent() == sent);
      continue;
    }
    const auto number = static_cast<std::uint64_t>(in.wide()) % 16;
    const auto found = f.received(number);
    if (!any || number == greatest + 1) demand(found == sequence_numbers::verdict::in_order);
    else demand(found == (number > greatest ? sequence_numbers::verdict::gap : sequence_numbers::verdict::regression));
    greatest = any ? std::max(greatest, number) : number;
    any = true;
  }
}

/** The caller hears of its request once; a task is started once, answered once, and not after it was cancelled. */
void tasks(input& in) {
  request_fsm request;
  work_fsm work;
  int told = 0, started = 0, over = 0;
  while (in.size > 0) {
    switch (in.next() % 6) {
      case 0: request.on_sent(); break;
      case 1: {
        const auto before = request.where();
        request.on_ack();
        demand((request.where() == request_fsm::state::acknowledged) == (before == request_fsm::state::sent || before == request_fsm::state::acknowledged));
        break;
      }
      case 2:
        demand(request.finish() == (told == 0));
        told = 1;
        break;
      case 3:
        if (work.start()) demand(started++ == 0 && over == 0);
        break;
      case 4:
        if (work.answer()) demand(over++ == 0);
        break;
      default: {
        const bool running = work.where() == work_fsm::state::running;
        demand(work.cancel() == running);
        ++over;
      }
    }
    demand((request.where() == request_fsm::state::done) == (told == 1));
    demand((work.where() == work_fsm::state::over) == (over != 0));
  }
}

/** Only the oldest is repeated, at most so many times, never early and never when it is too old; what has failed waits no more. */
void delivery(input& in) {
  struct waiting {
    unsigned number;
    time_point first, last;
    unsigned repeated;
  };
  const milliseconds first(in.wide() + 1), latest(in.wide());
  const unsigned repetitions = in.next() % 6;
  delivery_fsm f(first, repetitions, latest);
  hand_clock t;
  std::deque<waiting> all;
  const auto find = [&](unsigned n) { return std::find_if(all.begin(), all.end(), [n](const waiting& w) { return w.number == n; }); };
  while (in.size > 0) {
    const std::uint8_t op = in.next();
    const unsigned n = op / 8U % 16;
    switch (op % 8) {
      case 0:
      case 1:
        if (find(n) != all.end()) break;
        f.sent(id_of(n), std::to_string(n), t.now);
        all.push_back({n, t.now, t.now, 0});
        break;
      case 2:
      case 3: {
        const auto at = find(n);
        demand((op % 8 == 2 ? f.acknowledged(id_of(n), t.now) : f.forget(id_of(n))) == (at != all.end()));
        if (at != all.end()) all.erase(at);
        break;
      }
      case 4:
      case 5: {
        const auto due = f.wake_at();
        const auto step = f.on_time(t.now);
        if (!due || t.now < *due) demand(step.repeat == nullptr && step.failed.empty());
        if (due && t.now >= *due && step.failed.empty()) {
          waiting& oldest = all.front();
          demand(++oldest.repeated <= repetitions && t.now - oldest.last >= first);
          oldest.last = t.now;
          demand((step.repeat != nullptr) == (t.now - oldest.first <= latest));
          demand(step.repeat == nullptr || *step.repeat == std::to_string(oldest.number));
        }
        if (!step.failed.empty()) demand(step.failed.front() == id_of(all.front().number) && all.front().repeated == repetitions);
        for (const id& gone : step.failed) {
          const auto at = std::find_if(all.begin(), all.end(), [&](const waiting& w) { return id_of(w.number) == gone; });
          demand(at != all.end() && !f.waits_for(gone));
          all.erase(at);
        }
        break;
      }
      default: t.pass(in);
    }
    demand(f.waiting() == all.size() && f.wake_at().has_value() == !all.empty());
    for (const waiting& w : all) demand(f.waits_for(id_of(w.number)));
  }
}

/** What was processed is known for as long as promised and no longer, in so many entries and bytes and no more. */
void duplicates(input& in) {
  const std::size_t entries = in.next() % 8, bytes = in.next();
  const milliseconds age(in.wide());
  duplicate_memory f(entries, age, bytes, 7);
  hand_clock t;
  std::deque<std::pair<unsigned, time_point>> all;
  while (in.size > 0) {
    const std::uint8_t op = in.next();
    const unsigned n = op / 8U % 16;
    while (!all.empty() && t.now - all.front().second > age) all.pop_front();
    const bool known = std::any_of(all.begin(), all.end(), [n](const auto& e) { return e.first == n; });
    switch (op % 8) {
      case 0:
      case 1:
        demand(f.remember(id_of(n), t.now) == !known);
        if (known || entries == 0) break;
        if (all.size() == entries) all.pop_front();
        all.emplace_back(n, t.now);
        break;
      case 2: demand(f.knows(id_of(n), t.now) == known); break;
      case 3:
      case 4: {
        const std::string text(in.next(), static_cast<char>('a' + n));
        if (!f.knows(id_of(n), t.now)) break;
        f.answered(id_of(n), text);
        if (const std::string* const kept = f.answer(id_of(n)); kept != nullptr && text.size() <= bytes) demand(*kept == text);
        break;
      }
      case 5: demand(f.empty(t.now) == all.empty()); break;
      default: t.pass(in);
    }
    demand(f.size() <= entries && f.stored_bytes() <= bytes);
    std::size_t sum = 0;
    for (unsigned i = 0; i < 16; ++i)
      if (const std::string* const kept = f.answer(id_of(i))) sum += kept->size();
    demand(sum == f.stored_bytes());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::array machines = {reconnect, connection, session, numbers, tasks, delivery, duplicates};
  input in{data, std::min<std::size_t>(size, 4096)};
  if (in.size == 0) return 0;
  machines[in.next() % machines.size()](in);
  return 0;
}
