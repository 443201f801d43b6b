// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

#include "local_authority.hpp"

#include <cstdlib>
#include <exception>
#include <filesystem>

#include <asio/io_context.hpp>

#include "aval/authority/server.hpp"

namespace example {

struct place::own_authority {
  explicit own_authority(const aval::any_io_executor& executor) : server(executor, aval::authority::options()) {}
  aval::authority::server server;
};

place::place() = default;
place::~place() = default;

aval::awaitable<void> place::open() {
  if (std::getenv("AIM_URL") != nullptr) co_return;
  authority_ = std::make_unique<own_authority>(co_await aval::this_coro::executor);
  co_await authority_->server.start();
  options.aim_url = authority_->server.url();
  options.ca_pem = authority_->server.certificate_pem();
}

aval::awaitable<void> place::close() {
  if (authority_) co_await authority_->server.stop(std::chrono::milliseconds(0));
}

aval::awaitable<void> place::human(bool yes) {
  while (authority_) {
    auto questions = co_await authority_->server.pending();
    if (!questions.empty()) {
      const auto id = questions.front().verification.id;
      if (yes) co_await authority_->server.approve(id, "ann", "looked at it");
      else co_await authority_->server.deny(id, "ann", "not on a Friday");
      co_return;
    }
    asio::steady_timer pause(co_await aval::this_coro::executor, std::chrono::milliseconds(20));
    co_await pause.async_wait(aval::use_awaitable);
  }
}

namespace {

aval::awaitable<void> run_example(place* here) {
  co_await here->open();
  std::exception_ptr failure;
  try {
    co_await co_main(*here);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await here->close();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace
}  // namespace example

int main() {
  // credentials of an authority that is gone in a second have no business in the real ~/.aim
  const bool own = std::getenv("AIM_URL") == nullptr;
  const auto home = std::filesystem::temp_directory_path() / ("aval-example-" + aval::uuid::random().to_string());
  if (own) ::setenv("AIM_HOME", home.c_str(), 1);
  int result = 0;
  {
    asio::io_context context;
    example::place here;
    asio::co_spawn(context, example::run_example(&here), [&result](std::exception_ptr e) {
      if (!e) return;
      try {
        std::rethrow_exception(e);
      } catch (const std::exception& problem) {
        std::cerr << "error: " << problem.what() << '\n';
      }
      result = 1;
    });
    context.run();
  }
  if (own) std::filesystem::remove_all(home);
  return result;
}
