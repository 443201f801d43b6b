// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <atomic>
#include <exception>
#include <memory>
#include <string>
#include <utility>

#include "aval/authority/detail/background.hpp"
#include "aval/authority/detail/webhook_sender.hpp"
#include "aval/authority/watch.hpp"

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

template <class Lazy = void>
class background_work : public basic_background<Lazy>, public std::enable_shared_from_this<background_work<Lazy>> {
 public:
  explicit background_work(std::shared_ptr<basic_service<Lazy>> service)
      : service_(std::move(service)), strand_(asio::make_strand(service_->executor())), timer_(strand_), webhooks_(std::make_shared<basic_webhook_sender<Lazy>>(service_)) {}

  void begin() {
    webhooks_->start();
    if (service_->options().watch_interval.count() > 0) asio::co_spawn(strand_, run(this->shared_from_this()), asio::detached);
  }
  void stop() override {
    stopped_ = true;
    webhooks_->stop();
    asio::post(strand_, [self = this->shared_from_this()] { self->timer_.cancel(); });
  }

 private:
  static awaitable<void> run(std::shared_ptr<background_work> self) {
    while (!self->stopped_) {
      self->timer_.expires_after(self->service_->options().watch_interval);
      const auto [ec] = co_await self->timer_.async_wait(as_result);
      if (ec || self->stopped_) co_return;
      self->look();
    }
  }
  void look() {
    if (service_->broken()) return;
    auto& registry = service_->registry();
    try {
      for (const organization_record& o : registry.organizations()) {  // one after the other: decisions go on in between
        std::uint64_t later = 0;
        registry.transact(service_->now(), later, [&](registry::transaction& t) { return watch(t, o.id, service_->options().watch); });
      }
    } catch (const std::exception& e) {
      service_->options().log.log(log_level::error, "authority", std::string("the watch failed: ") + e.what());
    }
  }

  std::shared_ptr<basic_service<Lazy>> service_;
  asio::strand<any_io_executor> strand_;
  asio::steady_timer timer_;
  std::shared_ptr<basic_webhook_sender<Lazy>> webhooks_;
  std::atomic<bool> stopped_ = false;
};

template <class Lazy>
std::shared_ptr<basic_background<Lazy>> basic_background<Lazy>::start(std::shared_ptr<basic_service<Lazy>> service) {
  auto made = std::make_shared<background_work<Lazy>>(std::move(service));
  made->begin();
  return made;
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
