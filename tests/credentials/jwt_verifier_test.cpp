// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/credentials/jwt_verifier.hpp"

#include <asio/thread_pool.hpp>
#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <vector>

#include "credentials/local_server.hpp"

namespace {

using namespace aval;
using namespace aval::credentials;
using credentials::errc;
using namespace std::chrono_literals;
using credentials_test::local_server;

std::string seed(char letter) { return std::string(32, letter); }
crypto::keypair key(char letter) { return crypto::keypair::from_seed_bytes(as_bytes(seed(letter))).value(); }
std::string token(char letter, const std::string& rest = R"(,"exp":1895203158)") {
  return sign_jws(R"({"iss":"https://oauth.example","sub":"user-1","aud":"my-agent")" + rest + '}', key(letter), std::string(1, letter));
}
std::string key_set(const std::string& letters) {
  std::string out = R"({"keys":[)";
  for (const char letter : letters) out += (out.back() == '[' ? "" : ",") + jwk_text(key(letter).public_key(), std::string(1, letter));
  return out + "]}";
}

struct issuer {
  std::string body = key_set("a");
  int status = 200, requests = 0;
  bool redirect = false;
  std::function<void()> meanwhile;
  local_server server{[this](net::http_exchange& x) { return answer(this, &x); }};

  static awaitable<void> answer(issuer* self, net::http_exchange* x) {
    ++self->requests;
    if (self->meanwhile) {
      asio::steady_timer pause(x->get_executor(), 1ms);  // lets the others come; how long it takes does not matter
      self->meanwhile();
      co_await pause.async_wait(use_awaitable);
    }
    if (self->redirect) x->response().headers.add("Location", self->server.at("/elsewhere"));
    x->response().status = self->redirect ? 302 : self->status;
    x->response().body = self->body;
  }
  jwt_verifier_options options() {
    jwt_verifier_options o;
    o.keys_url = server.at("/keys");
    o.allow_plain_http = true;
    o.token.issuer = "https://oauth.example";
    o.token.audiences = {"my-agent"};
    o.clock = server.clock();
    return o;
  }
  jwt_verifier verifier() { return jwt_verifier(server.client, options()); }
};

TEST(jwt_verifier, fetches_the_keys_with_the_first_token_and_keeps_them) {
  issuer i;
  const auto v = i.verifier();
  EXPECT_EQ(i.requests, 0);
  EXPECT_EQ(i.server.run(v.verify(token('a'))).subject, "user-1");
  EXPECT_EQ(i.server.run(v.verify(token('a'))).subject, "user-1");
  i.server.elapsed = 299s;
  i.server.run(v.verify(token('a')));
  EXPECT_EQ(i.requests, 1);
  i.server.elapsed = 300s;
  i.server.run(v.verify(token('a')));
  EXPECT_EQ(i.requests, 2);
}

TEST(jwt_verifier, asks_nobody_about_what_is_no_good_token) {
  issuer i;
  const auto v = i.verifier();
  EXPECT_EQ(i.server.code(v.verify("")), errc::malformed_token);
  EXPECT_EQ(i.server.code(v.verify("eyJhbGciOiJub25lIn0.e30.")), errc::untrusted_token);
  EXPECT_EQ(i.requests, 0);
  EXPECT_EQ(i.server.code(v.verify(token('a', R"(,"exp":1)"))), errc::expired_token);
  EXPECT_EQ(i.server.code(v.verify(token('a', R"(,"exp":"x")"))), errc::incomplete_token);
}

TEST(jwt_verifier, learns_a_new_key_but_not_more_often_than_the_cool_down_allows) {
  issuer i;
  const auto v = i.verifier();
  EXPECT_EQ(i.server.code(v.verify(token('b'))), errc::unknown_key);  // the first fetch is the fetch
  EXPECT_EQ(i.requests, 1);
  i.body = key_set("ab");
  for (int n = 0; n < 20; ++n) EXPECT_EQ(i.server.code(v.verify(token('b'))), errc::unknown_key);
  i.server.elapsed = 29s;
  EXPECT_EQ(i.server.code(v.verify(token('b'))), errc::unknown_key);
  EXPECT_EQ(i.requests, 1);
  i.server.elapsed = 30s;
  EXPECT_EQ(i.server.code(v.verify(token('b'))), std::error_code());
  EXPECT_EQ(i.server.code(v.verify(token('a'))), std::error_code());
  for (int n = 0; n < 20; ++n) EXPECT_EQ(i.server.code(v.verify(token('c'))), errc::unknown_key);
  EXPECT_EQ(i.requests, 2);
}

TEST(jwt_verifier, trusts_a_key_no_longer_when_the_issuer_has_taken_it_away) {
  issuer i;
  const auto v = i.verifier();
  i.server.run(v.verify(token('a')));
  i.body = key_set("b");
  i.server.elapsed = 301s;
  EXPECT_EQ(i.server.code(v.verify(token('a'))), errc::unknown_key);
  EXPECT_EQ(i.server.code(v.verify(token('b'))), std::error_code());
  i.body = R"({"keys":[]})";
  i.server.elapsed = 602s;
  EXPECT_EQ(i.server.code(v.verify(token('b'))), errc::unknown_key);
}

TEST(jwt_verifier, is_closed_without_keys_and_asks_again_after_the_cool_down) {
  issuer i;
  i.status = 503;
  const auto v = i.verifier();
  for (int n = 0; n < 5; ++n) EXPECT_EQ(i.server.code(v.verify(token('a'))), errc::keys_unavailable);
  EXPECT_EQ(std::error_code(errc::keys_unavailable), condition::unreachable);
  EXPECT_EQ(i.requests, 1);
  i.status = 200;
  i.server.elapsed = 30s;
  EXPECT_EQ(i.server.code(v.verify(token('a'))), std::error_code());
  EXPECT_EQ(i.requests, 2);
}

TEST(jwt_verifier, uses_old_keys_for_a_bounded_time_while_the_issuer_is_away) {
  issuer i;
  const auto v = i.verifier();
  i.server.run(v.verify(token('a')));
  i.status = 500;
  i.server.elapsed = 310s;
  for (int n = 0; n < 5; ++n) EXPECT_EQ(i.server.code(v.verify(token('a'))), std::error_code());
  EXPECT_EQ(i.requests, 2);  // one try, then the cool-down
  EXPECT_EQ(i.server.code(v.verify(token('b'))), errc::unknown_key);
  i.server.elapsed = 3899s;
  EXPECT_EQ(i.server.code(v.verify(token('a'))), std::error_code());
  i.server.elapsed = 3900s;
  EXPECT_EQ(i.server.code(v.verify(token('a'))), errc::keys_unavailable);
  i.server.elapsed = 3930s;
  i.status = 200;
  EXPECT_EQ(i.server.code(v.verify(token('a'))), std::error_code());
}

TEST(jwt_verifier, takes_no_answer_that_is_no_key_set) {
  for (const std::string& body : {std::string("<html>"), std::string(), std::string(R"({"keys":[],"keys":[]})"), key_set("a") + std::string(256 * 1024, ' ')}) {
    issuer i;
    i.body = body;
    EXPECT_EQ(i.server.code(i.verifier().verify(token('a'))), errc::keys_unavailable) << body.size();
  }
  issuer moved;
  moved.redirect = true;
  EXPECT_EQ(moved.server.code(moved.verifier().verify(token('a'))), errc::keys_unavailable);
  EXPECT_EQ(moved.requests, 1);
}

TEST(jwt_verifier, tells_the_log_what_was_left_out_and_what_failed) {
  issuer i;
  std::vector<std::string> lines;
  auto o = i.options();
  o.log = log_hooks([&](log_level, std::string_view room, std::string_view line) { lines.push_back(std::string(room) + ": " + std::string(line)); });
  i.body = R"({"keys":[{"kty":"oct","k":"AA"}]})";
  const jwt_verifier v(i.server.client, o);
  EXPECT_EQ(i.server.code(v.verify(token('a'))), errc::unknown_key);
  ASSERT_EQ(lines.size(), 1u);
  EXPECT_NE(lines[0].find("left out key 0: a secret key"), std::string::npos) << lines[0];
  i.status = 404;
  i.server.elapsed = 400s;
  (void)i.server.code(v.verify(token('a')));
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_NE(lines[1].find("status 404"), std::string::npos) << lines[1];
}

TEST(jwt_verifier, can_not_be_made_so_that_it_lets_everybody_in) {
  issuer i;
  for (const auto& [change, code] : std::vector<std::pair<void (*)(jwt_verifier_options&), std::error_code>>{
           {[](jwt_verifier_options& o) { o.token.issuer.clear(); }, aval::errc::invalid_argument},
           {[](jwt_verifier_options& o) { o.token.audiences.clear(); }, aval::errc::invalid_argument},
           {[](jwt_verifier_options& o) { o.cool_down = 0s; }, aval::errc::invalid_argument},
           {[](jwt_verifier_options& o) { o.fresh = 0s; }, aval::errc::invalid_argument},
           {[](jwt_verifier_options& o) { o.keys_url.clear(); }, net::errc::invalid_url},
           {[](jwt_verifier_options& o) { o.allow_plain_http = false; }, errc::unsafe_endpoint}}) {
    auto o = i.options();
    change(o);
    try {
      const jwt_verifier v(i.server.client, o);
      ADD_FAILURE() << code.message();
    } catch (const std::system_error& e) {
      EXPECT_EQ(e.code(), code);
    }
  }
}

TEST(jwt_verifier, shares_one_fetch_among_concurrent_calls_and_who_cancels_leaves_alone) {
  issuer i;
  const auto v = i.verifier();
  int good = 0, cancelled = 0;
  asio::cancellation_signal impatient;
  i.meanwhile = [&] { impatient.emit(asio::cancellation_type::terminal); };
  const auto count = [&](std::exception_ptr e, jwt_claims) {
    if (!e) ++good;
    else if (code_of(e) == condition::cancelled) ++cancelled;
  };
  asio::co_spawn(i.server.context, v.verify(token('a')), asio::bind_cancellation_slot(impatient.slot(), count));  // it starts the fetch
  for (int n = 0; n < 99; ++n) asio::co_spawn(i.server.context, v.verify(token('a')), count);
  while (good + cancelled < 100 && i.server.context.run_one_for(10s) != 0) {
  }
  EXPECT_EQ(good, 99);
  EXPECT_EQ(cancelled, 1);
  EXPECT_EQ(i.requests, 1);
}

TEST(jwt_verifier, serves_many_threads_at_once) {
  issuer i;
  const auto v = i.verifier();
  std::atomic<int> good = 0, done = 0;
  asio::thread_pool pool(4);
  for (int n = 0; n < 200; ++n) {
    asio::co_spawn(pool, v.verify(token('a')), [&](std::exception_ptr e, jwt_claims) {
      good += e ? 0 : 1;
      ++done;
    });
  }
  while (done < 200 && i.server.context.run_one_for(10s) != 0) {
  }
  pool.join();
  EXPECT_EQ(good, 200);
  EXPECT_EQ(i.requests, 1);
}

}  // namespace
