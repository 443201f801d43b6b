// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/mcp/client.hpp"
#include "aval/mcp/server.hpp"
#include "mcp/memory_link.hpp"

// A client and a server of ours in one context, joined in memory.
class client_way : public aval::mcp::client_channel {
 public:
  client_way(asio::io_context& context, const aval::mcp::server& server) : context_(context), back_(std::make_shared<kept_channel>()) {
    session = server.open(context.get_executor(), back_);
  }
  ~client_way() override { session->close(); }
  void attach(std::weak_ptr<aval::mcp::peer> peer) override {
    back_->to = [this, peer](const std::string& text) {
      asio::post(context_, [peer, text] {
        if (const auto alive = peer.lock()) alive->receive_text(text);
      });
    };
  }
  aval::awaitable<void> send(aval::mcp::outgoing m) override { return give(this, std::move(m)); }

  std::shared_ptr<aval::mcp::server_session> session;
  std::vector<std::string> sent;

 private:
  static aval::awaitable<void> give(client_way* self, aval::mcp::outgoing m) {
    self->sent.push_back(m.text);
    asio::post(self->context_, [s = self->session, text = m.text] { s->receive_text(text); });
    co_return;
  }
  asio::io_context& context_;
  std::shared_ptr<kept_channel> back_;
};

inline aval::mcp::client client_of(asio::io_context& context, const std::shared_ptr<client_way>& way, aval::mcp::client_options options = {}) {
  return aval::testing::run(context, aval::mcp::client::over(context.get_executor(), way, options));
}
