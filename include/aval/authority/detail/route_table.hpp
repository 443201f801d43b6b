// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "aval/authority/detail/service.hpp"
#include "aval/web/router.hpp"

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

/** The routes of the authority while they are added to a router: one line each, in the function at the end of every routes_ header.
 *
 *      template <class Lazy>
 *      void add_note_routes(route_table<Lazy>& t) {
 *        t.plain("POST", "/api/v1/agents/{id}/notes", route_guard::once, &post_note<Lazy>);
 *        t.waits("GET", "/api/v1/agents/{id}/notes", route_guard::signed_, &get_notes<Lazy>);
 *      } */
template <class Lazy>
class route_table {
 public:
  using service = basic_service<Lazy>;

  route_table(std::shared_ptr<service> self, web::router router) : self_(std::move(self)), router_(std::move(router)) {}

  /** A handler that needs nothing but the registry. */
  void plain(const char* method, const char* path, route_guard g, typename service::handler h) {
    routes_.push_back({method, path});
    if (self_->durable_at_once()) {
      router_.add(method, path, [self = self_, g, h](web::call& c) {
        request r(c);
        r.id = c.parameter("id");
        r.second = c.parameter("second");
        self->answer_at_once(r, g, h);
      });
      return;
    }
    router_.add(method, path, [self = self_, g, h](web::call& c) -> awaitable<void> { return run(self, g, h, &c); });
  }
  /** One that reads the store, or waits for something else. */
  void waits(const char* method, const char* path, route_guard g, typename service::waiting_handler h) {
    routes_.push_back({method, path});
    router_.add(method, path, [self = self_, g, h](web::call& c) -> awaitable<void> { return run(self, g, h, &c); });
  }

  const authority::options& options() const noexcept { return self_->options(); }
  const std::vector<served_route>& routes() const noexcept { return routes_; }

 private:
  template <class Handler>
  static awaitable<void> run(std::shared_ptr<service> self, route_guard g, Handler h, web::call* c) {
    request r(*c);
    r.id = c->parameter("id");
    r.second = c->parameter("second");
    co_await self->answer(r, g, h);
  }

  std::shared_ptr<service> self_;
  web::router router_;
  std::vector<served_route> routes_;
};

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
