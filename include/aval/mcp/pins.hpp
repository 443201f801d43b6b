// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/actions/concepts.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/result.hpp"
#include "aval/mcp/client.hpp"
#include "aval/mcp/protocol.hpp"

/*  Pins: what a tool was when it was accepted. A server that changes the description or the schema of a tool later (a "rug pull") changes what the
 *  model is told, or what it sends. A client with pins notices, keeps the tool from the model and from being called, and reports it.
 *
 *      auto store = mcp::pin_store::open(home + "/.aval/mcp_pins.json").value();
 *      auto client = mcp::pinned(co_await mcp::client::start(aval::moved(server)), store, agent);
 *      for (auto& one : co_await client.tools()) ...       // those that are what they were
 *      for (auto& one : mcp::drifted(client)) ...          // the others, for a human: store.accept(client.name(), one.now)
 *
 *  A definition is the name, title, description, schemas and annotations; its hash is the SHA-256 of their canonical JSON (RFC 8785). What a tool does can
 *  not be pinned. */

namespace aval {
inline namespace v0 {
namespace mcp {

/** SHA-256, in hex, of {"annotations", "description", "inputSchema", "name", "outputSchema", "title"} as far as they are there. */
std::string tool_hash(const tool_description& tool);

struct tool_pin {
  std::string server = {};
  std::string tool = {};
  std::string hash = {};
};

enum class pin_verdict {
  unknown,  ///< never accepted
  same,     ///< what was accepted
  changed   ///< something else
};

namespace detail {
struct pin_state {
  std::string path;
  mutable std::mutex mutex;
  std::map<std::pair<std::string, std::string>, std::string> pins;
};
}  // namespace detail

/** The accepted tools, in a file of mode 0600 that is replaced as a whole under a lock, so that several programs may share it. A cheap handle.
 *
 *  @par Threads  any. accept() and forget() wait for the disk. */
class pin_store {
 public:
  /** In memory, for this program alone. */
  pin_store();
  /** The file; one that is absent is an empty one. Its folder is made.
   *  @par Errors  errc::bad_configuration: not a file of pins, or one that others may write to; those of the system. */
  static result<pin_store> open(std::string path);

  pin_verdict check(const std::string& server, const tool_description& tool) const;
  /** From now on this is what the tool is. @par Errors  as open(): nothing is accepted then. */
  result<void> accept(const std::string& server, const tool_description& tool) { return accept_all(server, {tool}); }
  result<void> accept_all(const std::string& server, const std::vector<tool_description>& tools);
  result<void> forget(const std::string& server, const std::string& tool);
  std::vector<tool_pin> pins() const;
  /** Empty when it was never accepted. */
  std::string hash_of(const std::string& server, const std::string& tool) const;

 private:
  explicit pin_store(std::shared_ptr<detail::pin_state> state) : state_(std::move(state)) {}
  template <class F>
  result<void> change(F f);
  std::shared_ptr<detail::pin_state> state_;
};

/** A tool that is not what was accepted. */
struct tool_drift {
  std::string server = {};
  tool_description now = {};
  std::string accepted_hash = {};  // empty: never accepted, and pin_options does not accept by itself
  std::string hash = {};
};

struct pin_options {
  bool accept_new = true;        // a tool that is seen for the first time is accepted; false: a human does it with pin_store::accept()
  bool check_every_call = false; // the list is read again before each call, for servers that change without telling: one more round trip
  std::chrono::milliseconds report_limit = std::chrono::seconds(10);
  any_io_executor blocking_executor = {};  // where the file is written; empty: on the caller's executor
  std::function<void(const tool_drift&)> on_drift = {};  // with the report; must not throw
  log_hooks log = {};
};

namespace detail {

/** The decisions, without an agent. */
class pin_watch_base : public tool_watch {
 public:
  pin_watch_base(std::string server, pin_store store, pin_options options) : server_(std::move(server)), store_(std::move(store)), options_(std::move(options)) {}
  void check(const std::string& tool) const override;
  bool stale() const override;
  void outdated() override;
  std::vector<tool_drift> drifted() const;

 protected:
  /** Sorts a list: what may be shown stays; gives what is to be accepted, and what is to be reported for the first time. */
  void sort(std::vector<tool_description>& tools, std::vector<tool_description>& fresh, std::vector<tool_drift>& news);
  actions::permit permit_of(const tool_drift& one) const;
  actions::outcome outcome_of(const tool_drift& one) const;
  void reported(const tool_drift& one);

  const std::string server_;
  pin_store store_;
  const pin_options options_;

 private:
  mutable std::mutex mutex_;
  bool stale_ = true;
  std::set<std::string> good_;
  std::vector<tool_drift> drifted_;
  std::set<std::string> told_;
};

/** accept_all() where it may wait; throws its failure. */
template <class Lazy = void>
awaitable<void> accept_apart(any_io_executor where, pin_store store, std::string server, std::vector<tool_description> tools);

template <class Agent>
class pin_watch final : public pin_watch_base, public std::enable_shared_from_this<pin_watch<Agent>> {
 public:
  pin_watch(std::string server, pin_store store, pin_options options, Agent agent) : pin_watch_base(std::move(server), std::move(store), std::move(options)), agent_(std::move(agent)) {}
  awaitable<void> listed(std::vector<tool_description>* tools) override { return run(this->shared_from_this(), tools); }

 private:
  static awaitable<void> run(std::shared_ptr<pin_watch> self, std::vector<tool_description>* tools) {
    std::vector<tool_description> fresh;
    std::vector<tool_drift> news;
    self->sort(*tools, fresh, news);
    if (!fresh.empty()) co_await accept_apart<>(self->options_.blocking_executor, self->store_, self->server_, std::move(fresh));
    for (const tool_drift& one : news) co_await report(self, one);
  }

  static awaitable<void> report(std::shared_ptr<pin_watch> self, tool_drift one) {
    try {
      actions::permit allowed = self->permit_of(one);
      if constexpr (std::is_void_v<decltype(self->agent_.intent(allowed))>) self->agent_.intent(allowed);
      else co_await self->agent_.intent(allowed);
      co_await self->agent_.report(std::move(allowed), self->outcome_of(one), deadline::after(self->options_.report_limit));
      self->reported(one);
    } catch (const std::exception& e) {  // the tool stays out all the same; it is reported with the next list
      self->options_.log.log(log_level::error, "mcp", "a changed tool could not be reported: " + printable(e.what(), 300));
    }
  }

  Agent agent_;
};

}  // namespace detail

/** The client, with pins: what drifts is not listed and not called (errc::tool_changed; the call does not leave), and is reported once for each new
 *  definition: action "mcp_drift:<server>/<tool>", a failure. To be done before the client is used. The name of the server in the store is the
 *  client's: two servers must not share one. */
template <actions::reporter Agent, class Lazy>
basic_client<Lazy> pinned(basic_client<Lazy> client, pin_store store, Agent agent, pin_options options) {
  client.watch_tools(std::make_shared<detail::pin_watch<Agent>>(client.name(), std::move(store), std::move(options), std::move(agent)));
  return client;
}
template <actions::reporter Agent, class Lazy>
basic_client<Lazy> pinned(basic_client<Lazy> client, pin_store store, Agent agent) {
  return pinned(std::move(client), std::move(store), std::move(agent), pin_options{});
}

/** What the last list of a pinned client has kept back. */
std::vector<tool_drift> drifted(const client& of);

}  // namespace mcp
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/mcp/impl/pins.hpp"
#endif
