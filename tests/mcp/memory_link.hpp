// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "aval/mcp/session.hpp"
#include "aval/testing/run.hpp"

// A channel that keeps what it is given, and hands it on when it is told to whom.
class kept_channel : public aval::mcp::channel {
 public:
  aval::awaitable<void> send(aval::mcp::outgoing m) override { return keep(this, std::move(m)); }
  void done() noexcept override { ++ended; }
  void pause() noexcept override { ++pauses; }
  void close() noexcept override { ++closes; }

  std::vector<std::string> sent;
  std::function<void(const std::string&)> to;
  std::error_code fails;
  int ended = 0, pauses = 0, closes = 0;

  bool has(std::string_view words) const {
    for (const std::string& one : sent)
      if (one.find(words) != one.npos) return true;
    return false;
  }

 private:
  static aval::awaitable<void> keep(kept_channel* self, aval::mcp::outgoing m) {
    if (self->fails) throw aval::error(self->fails, "kept_channel");
    self->sent.push_back(m.text);
    if (self->to) self->to(m.text);
    co_return;
  }
};

// Two peers, each of which hears what the other says, a turn of the context later.
struct memory_link {
  asio::io_context context;
  std::shared_ptr<kept_channel> near_out = std::make_shared<kept_channel>(), far_out = std::make_shared<kept_channel>();

  template <class Near, class Far>
  void join(const std::shared_ptr<Near>& near, const std::shared_ptr<Far>& far) {
    near_out->to = [this, weak = std::weak_ptr(far)](const std::string& text) {
      asio::post(context, [weak, text] {
        if (const auto alive = weak.lock()) alive->receive_text(text);
      });
    };
    far_out->to = [this, weak = std::weak_ptr(near)](const std::string& text) {
      asio::post(context, [weak, text] {
        if (const auto alive = weak.lock()) alive->receive_text(text);
      });
    };
  }
  void settle() {
    if (context.stopped()) context.restart();
    context.poll();
  }
};
