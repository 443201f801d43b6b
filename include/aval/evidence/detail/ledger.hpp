// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/evidence/segment.hpp"

/*  What a spool knows about its open records: pure bookkeeping, no I/O, no lock.
 *
 *  A number handed to the user is (count << 20 | slot): found without a search, never given twice, never zero. Slots and their
 *  strings are reused, so that in a steady state nothing is allocated.
 *
 *  The classes are templates of nothing, so that only programs that open a spool compile their members. */

namespace aval {
inline namespace v0 {
namespace evidence {
namespace detail {

struct open_record {
  std::uint64_t number = 0;  // zero: the slot is free
  record_name name{};
  std::string intent{};
  std::string outcome{};
  bool has_outcome = false;
  bool recovered = false;
  bool handed_out = false;
};

template <class>
class basic_ledger {
 public:
  static constexpr std::size_t most_slots = std::size_t{1} << 20;

  std::size_t size() const noexcept { return used_; }
  std::size_t bytes() const noexcept { return bytes_; }
  std::size_t running() const noexcept { return without_outcome_; }

  /** The number that the next add() gives. */
  std::uint64_t next_number() const noexcept { return (count_ + 1) << 20 | (free_.empty() ? slots_.size() : free_.back()); }

  open_record& add(const record_name& name, std::string_view intent) {
    const std::uint64_t number = next_number();
    if (free_.empty()) slots_.emplace_back();
    else free_.pop_back();
    ++count_;
    open_record& r = slots_[number & (most_slots - 1)];
    r.number = number;
    r.name = name;
    r.intent.assign(intent);
    r.outcome.clear();
    r.has_outcome = r.recovered = r.handed_out = false;
    ++used_;
    ++without_outcome_;
    bytes_ += record_head_size + intent.size();
    return r;
  }

  open_record* find(std::uint64_t number) noexcept {
    const std::size_t slot = number & (most_slots - 1);
    return number != 0 && slot < slots_.size() && slots_[slot].number == number ? &slots_[slot] : nullptr;
  }

  void set_outcome(open_record& r, std::string_view outcome) {
    r.outcome.assign(outcome);
    r.has_outcome = true;
    --without_outcome_;
    bytes_ += record_head_size + outcome.size();
  }

  void remove(open_record& r) {
    bytes_ -= record_head_size + r.intent.size() + (r.has_outcome ? record_head_size + r.outcome.size() : 0);
    if (!r.has_outcome) --without_outcome_;
    --used_;
    const auto slot = static_cast<std::size_t>(r.number & (most_slots - 1));
    r.number = 0;
    free_.push_back(slot);
  }

  template <class F>
  void for_each(F&& f) {
    for (open_record& r : slots_)
      if (r.number != 0) f(r);
  }

 private:
  std::vector<open_record> slots_;
  std::vector<std::size_t> free_;
  std::uint64_t count_ = 0;
  std::size_t used_ = 0, without_outcome_ = 0, bytes_ = 0;
};

using ledger = basic_ledger<void>;

/** Puts together what the files of dead processes say: the same record may stand in two of them, when a process died while it was
 *  taking records over. */
template <class>
class basic_leftovers {
 public:
  struct one {
    std::string intent{};
    std::optional<std::string> outcome{};
  };

  void add(const segment_contents& contents) {
    for (const record_view& r : contents.records) {
      switch (r.kind) {
        case record_kind::intent: records_.try_emplace(r.name).first->second.intent = r.payload; break;
        case record_kind::outcome: {
          // the intent may have been lost to damage: what is known of the outcome is kept all the same
          auto& known = records_.try_emplace(r.name).first->second;
          if (!known.outcome) known.outcome = std::string(r.payload);
          break;
        }
        case record_kind::acknowledgement: done_.insert(r.name); break;
      }
    }
  }
  /** Those that nobody has acknowledged. */
  std::map<record_name, one> take() {
    for (const record_name& name : done_) records_.erase(name);
    done_.clear();
    return std::exchange(records_, {});
  }

 private:
  std::map<record_name, one> records_;
  std::set<record_name> done_;
};
using leftovers = basic_leftovers<void>;

}  // namespace detail
}  // namespace evidence
}  // namespace v0
}  // namespace aval
