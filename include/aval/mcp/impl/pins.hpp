// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <sys/stat.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "aval/core/blocking_executor.hpp"
#include "aval/core/compilation.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/json/canonical.hpp"
#include "aval/mcp/impl/client.hpp"
#include "aval/mcp/pins.hpp"

namespace aval {
inline namespace v0 {
namespace mcp {

AVAL_DECL std::string tool_hash(const tool_description& tool) {
  json::value out = json::object({{"name", tool.name}, {"inputSchema", tool.input_schema}});
  if (tool.title) out["title"] = *tool.title;
  if (tool.description) out["description"] = *tool.description;
  if (tool.output_schema) out["outputSchema"] = *tool.output_schema;
  if (tool.annotations) out["annotations"] = *tool.annotations;
  return crypto::hex_encode(crypto::sha256(json::canonical_rfc8785(out)));
}

namespace detail {

struct pin_file {
  int version = 0;
  std::vector<tool_pin> pins = {};
  static constexpr auto json_rules = json::rules(json::required("version"), json::required("pins"));
};

using pin_map = std::map<std::pair<std::string, std::string>, std::string>;

AVAL_DECL result<pin_map> read_pins(const std::string& path) {
  const auto refuse = [&](const std::string& why) { return failure{make_error_code(errc::bad_configuration), path + ": " + why}; };
  auto file = aval::detail::read_file(path, 16 * 1024 * 1024);
  if (!file) {
    if (file.error().code == std::errc::no_such_file_or_directory) return pin_map();
    return file.error();
  }
  if ((file->mode & 022) != 0) return refuse("others than its owner may write to it; chmod 600 it");
  auto read = json::read<pin_file>(file->text);
  if (!read) return refuse(read.error().message());
  if (read->version != 1) return refuse("a version of the file that is not known here");
  pin_map out;
  for (tool_pin& one : read->pins) {
    if (one.hash.size() != 64) return refuse("a pin without its hash");
    if (!out.emplace(std::pair(std::move(one.server), std::move(one.tool)), std::move(one.hash)).second) return refuse("a tool stands in it twice");
  }
  return out;
}

AVAL_DECL result<void> write_pins(const std::string& path, const pin_map& pins) {
  pin_file file;
  file.version = 1;
  for (const auto& one : pins) {
    tool_pin p;
    p.server = one.first.first;
    p.tool = one.first.second;
    p.hash = one.second;
    file.pins.push_back(std::move(p));
  }
  return aval::detail::write_file_atomic(path, json::write(file) + '\n', 0600);
}

}  // namespace detail

AVAL_DECL pin_store::pin_store() : state_(std::make_shared<detail::pin_state>()) {}

AVAL_DECL result<pin_store> pin_store::open(std::string path) {
  auto state = std::make_shared<detail::pin_state>();
  if (auto made = aval::detail::make_folders(aval::detail::folder_of(path)); !made) return made.error();
  auto pins = detail::read_pins(path);
  if (!pins) return pins.error();
  state->path = std::move(path);
  state->pins = std::move(*pins);
  return pin_store(std::move(state));
}

AVAL_DECL std::string pin_store::hash_of(const std::string& server, const std::string& tool) const {
  const std::lock_guard lock(state_->mutex);
  const auto found = state_->pins.find({server, tool});
  return found == state_->pins.end() ? std::string() : found->second;
}

AVAL_DECL pin_verdict pin_store::check(const std::string& server, const tool_description& tool) const {
  const std::string accepted = hash_of(server, tool.name);
  return accepted.empty() ? pin_verdict::unknown : accepted == tool_hash(tool) ? pin_verdict::same : pin_verdict::changed;
}

/** What others have written meanwhile is kept. */
template <class F>
result<void> pin_store::change(F f) {
  const std::lock_guard lock(state_->mutex);
  detail::pin_map pins = state_->pins;
  if (state_->path.empty()) {
    f(pins);
  } else {
    auto held = aval::detail::file_lock::acquire(state_->path + ".lock");
    if (!held) return held.error();
    auto now = detail::read_pins(state_->path);
    if (!now) return now.error();
    pins = std::move(*now);
    f(pins);
    if (auto written = detail::write_pins(state_->path, pins); !written) return written;
  }
  state_->pins = std::move(pins);
  return {};
}

AVAL_DECL result<void> pin_store::accept_all(const std::string& server, const std::vector<tool_description>& tools) {
  return change([&](detail::pin_map& pins) {
    for (const tool_description& one : tools) pins[{server, one.name}] = tool_hash(one);
  });
}
AVAL_DECL result<void> pin_store::forget(const std::string& server, const std::string& tool) {
  return change([&](detail::pin_map& pins) { pins.erase({server, tool}); });
}
AVAL_DECL std::vector<tool_pin> pin_store::pins() const {
  const std::lock_guard lock(state_->mutex);
  std::vector<tool_pin> out;
  for (const auto& one : state_->pins) {
    tool_pin p;
    p.server = one.first.first;
    p.tool = one.first.second;
    p.hash = one.second;
    out.push_back(std::move(p));
  }
  return out;
}

namespace detail {

template <class Lazy>
awaitable<void> accept_apart(any_io_executor where, pin_store store, std::string server, std::vector<tool_description> tools) {
  const any_io_executor here = co_await this_coro::executor;
  const auto write = [store, server, tools]() mutable { return store.accept_all(server, tools); };
  const result<void> done = co_await run_blocking(where ? where : here, write);
  if (!done) throw error(done.error().code, done.error().message);
}

AVAL_DECL void pin_watch_base::sort(std::vector<tool_description>& tools, std::vector<tool_description>& fresh, std::vector<tool_drift>& news) {
  const std::lock_guard lock(mutex_);
  stale_ = false;
  good_.clear();
  drifted_.clear();
  std::map<std::string, int> times;
  for (const tool_description& one : tools) ++times[one.name];
  std::vector<tool_description> kept;
  for (tool_description& one : tools) {
    pin_verdict verdict = store_.check(server_, one);
    if (times[one.name] > 1) verdict = pin_verdict::changed;  // which of them would be called?
    if (verdict == pin_verdict::unknown && options_.accept_new) fresh.push_back(one);
    if (verdict == pin_verdict::same || (verdict == pin_verdict::unknown && options_.accept_new)) {
      good_.insert(one.name);
      kept.push_back(std::move(one));
      continue;
    }
    tool_drift d;
    d.server = server_;
    d.hash = tool_hash(one);
    d.accepted_hash = store_.hash_of(server_, one.name);
    d.now = std::move(one);
    if (verdict == pin_verdict::changed && !told_.contains(d.now.name + '/' + d.hash)) news.push_back(d);
    drifted_.push_back(std::move(d));
  }
  tools = std::move(kept);
}

AVAL_DECL void pin_watch_base::check(const std::string& tool) const {
  const std::lock_guard lock(mutex_);
  if (good_.contains(tool)) return;
  for (const tool_drift& one : drifted_)
    if (one.now.name == tool) throw error(errc::tool_changed, printable(server_, 80) + "/" + printable(tool, 80));
  throw error(errc::unknown_tool, printable(server_, 80) + "/" + printable(tool, 80));
}
AVAL_DECL bool pin_watch_base::stale() const {
  const std::lock_guard lock(mutex_);
  return stale_ || options_.check_every_call;
}
AVAL_DECL void pin_watch_base::outdated() {
  const std::lock_guard lock(mutex_);
  stale_ = true;
}
AVAL_DECL std::vector<tool_drift> pin_watch_base::drifted() const {
  const std::lock_guard lock(mutex_);
  return drifted_;
}
AVAL_DECL void pin_watch_base::reported(const tool_drift& one) {
  const std::lock_guard lock(mutex_);
  told_.insert(one.now.name + '/' + one.hash);
  if (options_.on_drift) options_.on_drift(one);
}

AVAL_DECL actions::permit pin_watch_base::permit_of(const tool_drift& one) const {
  actions::permit out;
  out.action = "mcp_drift:" + printable(server_, 100) + '/' + printable(one.now.name, 128);
  out.resource = printable(server_, 100) + '/' + printable(one.now.name, 128);
  out.risk = actions::risk::high;
  out.unverified = true;  // nobody was asked: this only tells
  out.reason = "the definition of a tool is not the one that was accepted";
  return out;
}
AVAL_DECL actions::outcome pin_watch_base::outcome_of(const tool_drift& one) const {
  actions::outcome out;
  out.error = "the tool is not the one that was accepted: sha256 " + (one.accepted_hash.empty() ? std::string("(none)") : one.accepted_hash) + " -> " + one.hash;
  return out;
}

}  // namespace detail

AVAL_DECL std::vector<tool_drift> drifted(const client& of) {
  const auto watch = of.state() ? std::dynamic_pointer_cast<detail::pin_watch_base>(of.state()->watch) : nullptr;
  return watch ? watch->drifted() : std::vector<tool_drift>();
}

}  // namespace mcp
}  // namespace v0
}  // namespace aval
