// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "aval/net/detail/http_server_core.hpp"
#include "aval/net/stream.hpp"

/*  A connection that has left HTTP (101) still belongs to its server: it counts among max_connections, and the server's end reaches
 *  it. Its place in the server's list is an object of its own, since the connection of HTTP may be gone by then. */

namespace aval {
inline namespace v0 {
namespace net {

/** The place of an upgraded connection among those of its server. The connection counts as long as this lives: until its owner has let
 *  go of it and the handler that took the connection over has completed.
 *
 *  @par Threads  the connection's executor; destruction on any. */
class connection_place final : public detail::tracked_connection {
 public:
  connection_place(std::shared_ptr<detail::http_server_core> core, any_io_executor executor, std::weak_ptr<detail::tracked_connection> before)
      : core_(std::move(core)), executor_(std::move(executor)), before_(std::move(before)) {}
  ~connection_place() override {
    if (core_) core_->remove(*this);
  }
  connection_place(const connection_place&) = delete;
  connection_place& operator=(const connection_place&) = delete;

  /** Called when the server ends: first with false (say goodbye), after the grace time with true (be gone). It must not keep what
   *  owns this place alive. When the server is ending already it is called at once. */
  void on_server_end(std::function<void(bool at_once)> call) {
    call_ = std::move(call);
    if (call_ && core_->stopping.load(std::memory_order_relaxed)) call_(false);
  }
  const log_hooks& log() const noexcept { return core_->options.log; }

  any_io_executor executor() const override { return executor_; }
  std::shared_ptr<tracked_connection> keep() override { return self_.lock(); }
  void on_tick() override {}
  void on_stop(bool at_once) override {
    if (call_) {
      const auto call = call_;  // it may take itself away
      call(at_once);
    }
    if (!at_once) return;
    if (const auto handler = before_.lock()) handler->on_stop(true);  // which may still be running
  }

 private:
  template <class Stream>
  friend class detail::http_connection;
  std::shared_ptr<detail::http_server_core> core_;
  any_io_executor executor_;
  std::weak_ptr<detail::tracked_connection> before_;
  std::weak_ptr<connection_place> self_;
  std::function<void(bool)> call_;
};

/** What a handler gets that has taken a connection over. */
struct upgraded_connection {
  net::stream stream;
  std::string received;                     ///< what had come already behind the head of the request
  std::shared_ptr<connection_place> place;  ///< keep it as long as the connection is open
};

}  // namespace net
}  // namespace v0
}  // namespace aval
