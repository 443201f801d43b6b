// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {
namespace detail {

/** Handles by key: at most `most` of them, the least recently used goes first; what nobody has used for `idle` goes too. Values die outside
 *  the lock. @par Threads  any. */
template <class Value>
class bounded_cache {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  bounded_cache(std::size_t most, std::chrono::steady_clock::duration idle) : most_(std::max<std::size_t>(most, 1)), idle_(idle) {}

  /** The value of `key`, made by `make()` when there is none. `make` must not use the cache. */
  template <class Make>
  Value get(const std::string& key, time_point now, Make&& make) {
    std::list<entry> gone;
    const std::lock_guard lock(mutex_);
    if (const auto found = places_.find(key); found != places_.end()) {
      found->second->used = now;
      order_.splice(order_.begin(), order_, found->second);
      return order_.front().value;
    }
    while (!order_.empty() && (order_.size() >= most_ || now - order_.back().used > idle_)) {
      places_.erase(order_.back().key);
      gone.splice(gone.begin(), order_, std::prev(order_.end()));
    }
    order_.push_front({key, now, make()});
    try {
      places_.emplace(key, order_.begin());
    } catch (...) {
      order_.pop_front();
      throw;
    }
    return order_.front().value;
  }
  std::optional<Value> take(const std::string& key) {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(key);
    if (found == places_.end()) return std::nullopt;
    std::optional<Value> out(std::move(found->second->value));
    order_.erase(found->second);
    places_.erase(found);
    return out;
  }
  void clear() {
    std::list<entry> gone;
    const std::lock_guard lock(mutex_);
    places_.clear();
    gone.swap(order_);
  }
  std::size_t size() const {
    const std::lock_guard lock(mutex_);
    return order_.size();
  }

 private:
  struct entry {
    std::string key;
    time_point used;
    Value value;
  };
  const std::size_t most_;
  const std::chrono::steady_clock::duration idle_;
  mutable std::mutex mutex_;
  std::list<entry> order_;  // the most recently used first
  std::unordered_map<std::string, typename std::list<entry>::iterator> places_;
};

}  // namespace detail
}  // namespace credentials
}  // namespace v0
}  // namespace aval
