// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <atomic>
#include <deque>
#include <exception>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/authority/detail/outward.hpp"
#include "aval/authority/detail/service.hpp"
#include "aval/authority/webhooks.hpp"

/*  Sends webhooks: each has a queue of its own and one request under way, so one that never answers holds up nobody else and keeps its
 *  order. What waits here is not stored: it is gone with the process. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** What is sent: `data` is an object. */
inline std::string webhook_body(uuid delivery, std::string_view event, uuid organization, timestamp at, std::string_view data) {
  std::string out;
  object_out(out).raw("data", data).text("event", event).id("id", delivery).id("organization_id", organization).time("timestamp", at).end();
  return out;
}
inline std::string webhook_data(const registry::view& v, const event& e) {
  std::string out;
  object_out o(out);
  if (e.agent) {
    o.id("agent_id", *e.agent);
    if (const agent_ptr a = v.agent(e.organization, *e.agent)) o.text("agent_name", a->name);
  }
  if (e.kind == event_kind::verification_pending || e.kind == event_kind::verification_decided) {
    o.id("verification_id", e.subject);
    if (const verification_ptr asked = v.verification(e.organization, e.subject)) {
      o.text("action_type", asked->action).text_or_null("resource", asked->resource).text("risk_level", to_text(asked->risk)).time("expires_at", asked->expires_at);
      o.text("status", to_text(asked->status));
    }
  } else if (e.kind == event_kind::alert_created) {
    o.id("alert_id", e.subject).text("title", e.text);
  } else if (e.kind == event_kind::trust_score_changed) {
    o.raw("trust_score", e.text);
  }
  o.end();
  return out;
}

inline net::http_request webhook_request(const webhook_record& w, std::string_view event, const std::string& body) {
  net::http_request request("POST", "/");
  request.headers.add("Content-Type", "application/json");
  request.headers.add("User-Agent", "aval-authority");
  request.headers.add("X-Webhook-Event", std::string(event));
  request.headers.add("X-Webhook-Signature", webhook_signature(w.secret, body));
  request.body = body;
  return request;
}

/** One attempt. What goes wrong is in the outcome. Cancellation: terminal; it comes out as a problem as well. */
template <class Lazy = void>
awaitable<webhook_outcome> send_webhook(std::shared_ptr<basic_outward_client<Lazy>> client, document_ptr<webhook_record> hook, std::string event, std::string body) {
  webhook_outcome how;
  try {
    const net::http_response answer = co_await client->send(net::url(hook->url), webhook_request(*hook, event, body));
    how.status = answer.status;
    if (!how.delivered()) how.problem = "HTTP status " + std::to_string(answer.status);
  } catch (const error& e) {
    how.problem = e.code().message();
  } catch (const std::exception& e) {
    how.problem = e.what();
  }
  co_return how;
}

template <class Lazy = void>
std::shared_ptr<basic_outward_client<Lazy>> outward_of(basic_service<Lazy>& service) {
  const authority::options& o = service.options();
  return std::make_shared<basic_outward_client<Lazy>>(service.executor(), o.outward ? *o.outward : net::client_options(), o.requests_to_private_addresses);
}

template <class Lazy = void>
class basic_webhook_sender : public std::enable_shared_from_this<basic_webhook_sender<Lazy>> {
 public:
  explicit basic_webhook_sender(std::shared_ptr<basic_service<Lazy>> service) : service_(std::move(service)), strand_(asio::make_strand(service_->executor())), client_(outward_of(*service_)) {}

  void start() {
    told_ = service_->events().subscribe({}, [weak = this->weak_from_this()](const event& e) {
      if (const auto self = weak.lock()) self->take(e);
    });
  }
  /** Nothing begins any more, and what is under way ends. */
  void stop() {
    told_ = {};
    stopping_ = true;
    asio::post(strand_, [self = this->shared_from_this()] {
      for (auto& [id, q] : self->queues_) {
        q.waiting.clear();
        q.end->emit(asio::cancellation_type::terminal);
      }
    });
  }

 private:
  struct delivery {
    std::string event, body;
  };
  struct queue {
    uuid organization = {};
    std::deque<delivery> waiting = {};
    std::shared_ptr<asio::cancellation_signal> end = std::make_shared<asio::cancellation_signal>();
  };

  // on the hub's executor
  void take(const event& e) {
    const std::string_view name = to_text(e.kind);
    std::vector<uuid> hooks;
    std::string data;
    const timestamp now = service_->now();
    service_->registry().look(now, [&](const registry::view& v) {
      v.each<webhook_record>(e.organization, [&](const document_ptr<webhook_record>& w) {
        if (wants(*w, name)) hooks.push_back(w->id);
      });
      if (!hooks.empty()) data = webhook_data(v, e);
      return true;
    });
    for (const uuid& hook : hooks) {
      delivery d{std::string(name), webhook_body(ordered_uuid(now, service_->options().random), name, e.organization, e.at, data)};
      asio::post(strand_, [self = this->shared_from_this(), hook, organization = e.organization, d = std::move(d)]() mutable { self->add(hook, organization, std::move(d)); });
    }
  }

  // all below: on the strand
  void add(uuid hook, uuid organization, delivery d) {
    if (stopping_) return;
    const auto [at, fresh] = queues_.try_emplace(hook);
    queue& q = at->second;
    q.organization = organization;
    q.waiting.push_back(std::move(d));
    if (q.waiting.size() > service_->options().webhooks.longest_queue) {
      q.waiting.pop_front();
      service_->options().log.log(log_level::warning, "authority", "webhook " + hook.to_string() + ": too much waits, the oldest event is dropped");
    }
    if (!fresh) return;  // its worker runs
    const auto end = q.end;
    asio::co_spawn(strand_, work(this->shared_from_this(), hook), asio::bind_cancellation_slot(end->slot(), [end, self = this->shared_from_this()](std::exception_ptr) {}));
  }

  static awaitable<void> work(std::shared_ptr<basic_webhook_sender> self, uuid hook) {
    const uuid organization = self->queues_.at(hook).organization;
    try {
      for (;;) {
        auto& waiting = self->queues_.at(hook).waiting;
        if (self->stopping_ || waiting.empty()) break;
        const auto next = std::make_shared<delivery>(std::move(waiting.front()));
        waiting.pop_front();
        co_await deliver(self, organization, hook, next);
      }
    } catch (const std::exception& e) {
      if (!self->stopping_) self->service_->options().log.log(log_level::error, "authority", "webhook " + hook.to_string() + ": " + e.what());
    }
    self->queues_.erase(hook);
  }

  static awaitable<void> deliver(std::shared_ptr<basic_webhook_sender> self, uuid organization, uuid hook, std::shared_ptr<delivery> d) {
    const webhook_options& o = self->service_->options().webhooks;
    auto& registry = self->service_->registry();
    asio::steady_timer pause(self->strand_);
    webhook_outcome how;
    for (unsigned attempt = 1;; ++attempt) {
      const auto w = registry.look(self->service_->now(), [&](const registry::view& v) { return v.find<webhook_record>(organization, hook); });
      if (!w || !w->is_active) co_return;  // removed or switched off meanwhile
      how = co_await send_webhook<Lazy>(self->client_, w, d->event, d->body);
      if (self->stopping_) co_return;
      if (how.delivered() || how.status == 410 || attempt >= o.attempts) break;
      pause.expires_after(webhook_delay(o, attempt));
      const auto [ec] = co_await pause.async_wait(as_result);
      if (ec) co_return;
    }
    if (!how.delivered()) self->service_->options().log.log(log_level::warning, "authority", "webhook " + hook.to_string() + " was not delivered: " + how.problem);
    std::uint64_t later = 0;  // nobody waits for it
    registry.transact(self->service_->now(), later, [&](registry::transaction& t) { return note_delivery(t, organization, hook, how, o.most_failures), true; });
  }

  std::shared_ptr<basic_service<Lazy>> service_;
  asio::strand<any_io_executor> strand_;
  std::shared_ptr<basic_outward_client<Lazy>> client_;
  event_hub::subscription told_;
  std::map<uuid, queue> queues_;  // of webhooks that have a worker
  std::atomic<bool> stopping_ = false;
};
using webhook_sender = basic_webhook_sender<>;

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
