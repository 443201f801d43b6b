// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "authority/server_fixture.hpp"
#include "aval/authority/detail/live_streams.hpp"
#include "aval/net/http_client_stream.hpp"

// The page for people as its server sees it: files and their headers, the session's cookie, requests that somebody else has caused, live
// events. What people see is tests/tools/dashboard_test.py.

namespace {
using namespace authority_test;

const headers_list of_page{{"Sec-Fetch-Site", "same-origin"}};
constexpr const char* password = "canary-5f1c horse";

headers_list with(headers_list list, const headers_list& more) {
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

/** A person on the page. */
struct visitor {
  visitor(running_authority& where, const std::string& email, role rights, std::optional<aval::uuid> organization = {}) : a(where) {
    a.run(a.server->create_user(organization.value_or(a.server->organization()), email, rights, aval::secret(password)));
    in = log_in(email);
    EXPECT_EQ(in.status, 200) << in.text;
    set_cookie = in.headers.find("Set-Cookie").value_or("");
    cookie = {{"Cookie", set_cookie.substr(0, set_cookie.find(';'))}};
    token = in.at("csrf_token");
  }
  reply log_in(const std::string& email, const headers_list& headers = of_page) const {
    return a.send("POST", "/api/v1/auth/session", R"({"email": ")" + email + R"(", "password": ")" + password + "\"}", headers);
  }
  reply get(const std::string& path, const headers_list& headers = of_page) const { return a.send("GET", path, "", with(cookie, headers)); }
  /** A change as the page would ask for it. */
  reply change(const std::string& method, const std::string& path, const std::string& body = "{}") const { return a.send(method, path, body, with(with(cookie, of_page), {{"X-CSRF-Token", token}})); }

  running_authority& a;
  reply in;
  std::string set_cookie, token;
  headers_list cookie;
};

/** Reads live events. */
struct follower {
  follower(const visitor& who) : a(who.a), stream(a.run(open(aval::net::http_client(a.context.get_executor(), a.net_options()), a.base, who.cookie))) {}
  static aval::awaitable<aval::net::http_stream> open(aval::net::http_client client, std::string base, headers_list headers) {
    aval::net::http_request request("GET", "/api/v1/admin/events");
    for (const auto& [name, value] : headers) request.headers.set(name, value);
    co_return co_await aval::net::http_stream::open(client, aval::net::url(base), std::move(request));
  }
  /** Reads on until the text has come, or the stream has ended. */
  bool until(const std::string& wanted) {
    for (int i = 0; i < 100 && text.find(wanted) == text.npos; ++i) {
      const std::string piece = a.run(stream.read());
      if (piece.empty()) return false;
      text += piece;
    }
    return text.find(wanted) != text.npos;
  }
  running_authority& a;
  aval::net::http_stream stream;
  std::string text;
};

aval::net::http_response file(running_authority& a, const std::string& path) {
  const aval::net::http_client client(a.context.get_executor(), a.net_options());
  return a.run(a.exchange(client, a.base, aval::net::http_request("GET", path)));
}

TEST(dashboard, its_files_let_nothing_in_but_themselves) {
  running_authority a;
  for (const auto& [path, type] : headers_list{{"/", "text/html"}, {"/dashboard.css", "text/css"}, {"/dashboard.js", "text/javascript"}}) {
    const auto f = file(a, path);
    ASSERT_EQ(f.status, 200) << path;
    EXPECT_EQ(*f.headers.find("Content-Type"), type + "; charset=utf-8");
    const std::string policy(f.headers.find("Content-Security-Policy").value_or(""));
    for (const char* part : {"default-src 'none'", "script-src 'self';", "style-src 'self';", "connect-src 'self';", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'", "require-trusted-types-for 'script'"})
      EXPECT_NE(policy.find(part), policy.npos) << path << " does not say " << part;
    EXPECT_EQ(policy.find("unsafe"), policy.npos);
    EXPECT_EQ(*f.headers.find("X-Frame-Options"), "DENY");
    EXPECT_EQ(*f.headers.find("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(*f.headers.find("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(*f.headers.find("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(*f.headers.find("Cache-Control"), "no-store");
    // what the policy refuses is not there, and neither is what makes markup of texts
    for (const char* part : {"<style", " style=\"", " onclick=", " onload=", "javascript:", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "https://"})
      EXPECT_EQ(f.body.find(part), f.body.npos) << path << " has " << part;
  }
}

TEST(dashboard, it_can_be_left_out) {
  options o;
  o.dashboard = false;
  running_authority a(o);
  for (const char* path : {"/", "/dashboard.js", "/dashboard.css", "/api/v1/auth/session", "/api/v1/admin/events"}) EXPECT_EQ(a.send("GET", path).status, 404) << path;
}

TEST(session_cookie, is_for_this_host_and_no_script) {
  running_authority a;
  const visitor ann(a, "ann@example.com", role::admin);
  EXPECT_TRUE(ann.set_cookie.starts_with("aim_session=")) << "over plain HTTP no browser takes a cookie with the prefix";
  EXPECT_TRUE(ann.set_cookie.ends_with("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict")) << ann.set_cookie;
  EXPECT_EQ(ann.in.text.find(ann.cookie[0].second.substr(12)), std::string::npos) << "scripts are not told it";
  EXPECT_EQ(*ann.in.headers.find("Cache-Control"), "no-store");

  options behind_a_proxy;
  behind_a_proxy.public_url = "https://aim.example.com";
  running_authority b(behind_a_proxy);
  const visitor bob(b, "bob@example.com", role::admin);
  EXPECT_TRUE(bob.set_cookie.starts_with("__Host-aim_session=")) << bob.set_cookie;
  EXPECT_TRUE(bob.set_cookie.ends_with("; HttpOnly; SameSite=Strict; Secure")) << bob.set_cookie;
  EXPECT_EQ(bob.get("/api/v1/auth/me").at("email"), "bob@example.com");
  EXPECT_EQ(b.send("GET", "/api/v1/auth/me", "", {{"Cookie", bob.cookie[0].second.substr(7)}}).status, 401) << "a neighbour could have set a cookie without the prefix";
  EXPECT_EQ(bob.log_in("bob@example.com", {{"Origin", "https://aim.example.com"}}).status, 200) << "the page's address is the public one";
  EXPECT_EQ(bob.log_in("bob@example.com", {{"Origin", "https://aim.example"}}).status, 403);
}

TEST(session_cookie, is_no_other_token_and_no_other_token_is_it) {
  running_authority a;
  const visitor ann(a, "ann@example.com", role::admin);
  const std::string session = ann.cookie[0].second.substr(12);
  EXPECT_EQ(a.send("GET", "/api/v1/auth/me", "", {{"Authorization", "Bearer " + session}}).status, 401);
  EXPECT_EQ(a.send("POST", "/api/v1/auth/refresh", R"({"refresh_token": ")" + session + "\"}").status, 401);
  const auto in = a.send("POST", "/api/v1/public/login", R"({"email": "ann@example.com", "password": "canary-5f1c horse"})");
  for (const char* other : {"accessToken", "refreshToken"}) EXPECT_EQ(a.send("GET", "/api/v1/auth/me", "", {{"Cookie", "aim_session=" + in.at(other)}}).status, 401) << other;
  EXPECT_EQ(a.send("GET", "/api/v1/auth/me", "", {{"Cookie", "xaim_session=" + session}}).status, 401);
  EXPECT_EQ(a.send("GET", "/api/v1/auth/me", "", {{"Cookie", "a=b; aim_session=" + session + "; c=d"}}).status, 200);
}

TEST(session, ends_with_the_log_out_the_next_log_in_and_its_time) {
  running_authority a;
  const visitor ann(a, "ann@example.com", role::admin);
  EXPECT_EQ(ann.get("/api/v1/auth/session").at("csrf_token"), ann.token) << "the page asks when it is loaded again";
  const auto again = a.send("POST", "/api/v1/auth/session", R"({"email": "ann@example.com", "password": "canary-5f1c horse"})", with(ann.cookie, of_page));
  ASSERT_EQ(again.status, 200);
  EXPECT_EQ(ann.get("/api/v1/auth/me").at("code"), "session_over") << "the log-in has replaced it";

  const visitor bob(a, "bob@example.com", role::admin), eve(a, "eve@example.com", role::admin);
  const auto out = bob.change("DELETE", "/api/v1/auth/session", "");
  EXPECT_EQ(out.status, 204) << out.text;
  EXPECT_NE(out.headers.find("Set-Cookie")->find("aim_session=; Path=/; Max-Age=0"), std::string_view::npos);
  EXPECT_EQ(bob.get("/api/v1/auth/me").status, 401) << "a copy of the cookie is worth nothing";
  const auto nobody = bob.get("/api/v1/auth/session");
  EXPECT_EQ(nobody.status, 200);
  EXPECT_TRUE(nobody.body["user"].is_null());
  EXPECT_EQ(eve.get("/api/v1/auth/me").status, 200);
  a.now += hours(12);
  EXPECT_EQ(eve.get("/api/v1/auth/me").status, 401);
}

TEST(attack, another_site_decides_with_the_cookie_of_a_person) {
  running_authority a;
  auto agent = agent_number(1);
  ASSERT_EQ(agent.enrol(a).status, 201);
  const std::string id = agent.verify(a, "delete_user").at("id"), path = "/api/v1/admin/verifications/" + id + "/approve";
  const visitor ann(a, "ann@example.com", role::admin), bob(a, "bob@example.com", role::admin);
  const std::string origin = a.base;
  const headers_list csrf{{"X-CSRF-Token", ann.token}};
  const std::vector<headers_list> attacks{
      {},                                                                              // a form of an old browser
      of_page,                                                                         // without the token
      csrf,                                                                            // nobody says where it comes from
      {{"Sec-Fetch-Site", "same-origin"}, {"X-CSRF-Token", ""}},
      {{"Sec-Fetch-Site", "same-origin"}, {"X-CSRF-Token", bob.token}},                // the token of somebody else's session
      with(csrf, {{"Sec-Fetch-Site", "cross-site"}}),
      with(csrf, {{"Sec-Fetch-Site", "same-site"}}),                                   // another port of this host: its cookies come along
      with(csrf, {{"Sec-Fetch-Site", "none"}}),
      with(csrf, {{"Sec-Fetch-Site", "cross-site"}, {"Origin", origin}}),
      with(csrf, {{"Origin", "null"}}),
      with(csrf, {{"Origin", "http://evil.example"}}),
      with(csrf, {{"Origin", origin + "0"}}),
      with(csrf, {{"Origin", "https" + origin.substr(4)}})};
  for (std::size_t i = 0; i < attacks.size(); ++i) {
    const auto r = a.send("POST", path, "{}", with(ann.cookie, attacks[i]));
    EXPECT_EQ(r.status, 403) << "attack " << i << ' ' << r.text;
    EXPECT_EQ(r.at("code"), "csrf");
  }
  for (const char* site : {"cross-site", "same-site"}) EXPECT_EQ(ann.get("/api/v1/agents", {{"Sec-Fetch-Site", site}}).status, 403) << site;
  EXPECT_EQ(agent.poll(a, id).at("status"), "pending");
  EXPECT_EQ(a.send("POST", path, "{}", with(ann.cookie, with(csrf, {{"Origin", origin}}))).status, 200) << "the page itself, where browsers send no Sec-Fetch-Site";
  EXPECT_EQ(agent.poll(a, id).at("status"), "approved");
}

TEST(attack, another_site_logs_a_person_in_as_somebody_else) {
  running_authority a;
  const visitor mallory(a, "mallory@example.com", role::admin);
  for (const headers_list& from : {headers_list{}, headers_list{{"Sec-Fetch-Site", "cross-site"}}, headers_list{{"Origin", "http://evil.example"}}}) {
    const auto r = mallory.log_in("mallory@example.com", from);
    EXPECT_EQ(r.status, 403);
    EXPECT_FALSE(r.headers.contains("Set-Cookie"));
  }
}

TEST(attack, a_member_uses_the_page_to_decide) {
  running_authority a;
  auto agent = agent_number(1);
  ASSERT_EQ(agent.enrol(a).status, 201);
  const std::string id = agent.verify(a, "delete_user").at("id");
  const visitor bob(a, "bob@example.com", role::member);
  EXPECT_FALSE(bob.in.body["may_approve"].as_bool());
  EXPECT_EQ(bob.change("POST", "/api/v1/admin/verifications/" + id + "/approve").status, 403);
  EXPECT_EQ(bob.get("/api/v1/admin/verifications/pending").status, 403);
  EXPECT_EQ(agent.poll(a, id).at("status"), "pending");
}

TEST(live_events, tell_people_what_they_may_know_until_their_session_is_over) {
  running_authority a;
  const auto abroad = a.run(a.server->create_organization("abroad"));
  const visitor ann(a, "ann@example.com", role::admin), bob(a, "bob@example.com", role::viewer), eve(a, "eve@example.com", role::admin, abroad);
  follower admin(ann), viewer(bob), foreign(eve);
  ASSERT_EQ(admin.stream.response().status, 200);
  EXPECT_EQ(*admin.stream.response().headers.find("Content-Type"), "text/event-stream");
  for (follower* f : {&admin, &viewer, &foreign}) ASSERT_TRUE(f->until("event: hello")) << f->text;

  auto agent = agent_number(1);
  ASSERT_EQ(agent.enrol(a).status, 201);
  const std::string id = agent.verify(a, "delete_user").at("id");
  ASSERT_EQ(ann.change("POST", "/api/v1/admin/verifications/" + id + "/deny", R"({"reason": "no"})").status, 200);
  EXPECT_TRUE(admin.until("event: verification.decided")) << admin.text;
  EXPECT_NE(admin.text.find("event: verification.pending"), std::string::npos);
  EXPECT_NE(admin.text.find("\"id\": \"" + id + "\""), std::string::npos);
  a.run(a.server->set_agent_status(*aval::parse_uuid(agent.id), agent_status::suspended, "test"));
  EXPECT_TRUE(viewer.until("event: agent.suspended")) << viewer.text;
  EXPECT_NE(viewer.text.find("event: agent.created"), std::string::npos);
  EXPECT_EQ(viewer.text.find("verification."), std::string::npos) << "what waits is for those who may decide";

  for (const visitor* who : {&ann, &bob, &eve}) EXPECT_EQ(who->change("DELETE", "/api/v1/auth/session", "").status, 204);
  for (follower* f : {&admin, &viewer, &foreign}) {
    EXPECT_TRUE(f->until("event: over")) << f->text;
    EXPECT_EQ(a.run(f->stream.read()), "") << "the stream has ended";
  }
  EXPECT_EQ(foreign.text.find("agent."), std::string::npos) << "another organization's";
  EXPECT_EQ(ann.get("/api/v1/admin/events").status, 401);
  EXPECT_EQ(agent.send(a, "GET", "/api/v1/admin/events").status, 403) << "agents do not follow";
}

TEST(live_events, end_when_a_person_has_other_rights_or_none) {
  running_authority a;
  const visitor bob(a, "bob@example.com", role::manager), eve(a, "eve@example.com", role::viewer);
  follower manager(bob), viewer(eve);
  for (follower* f : {&manager, &viewer}) ASSERT_TRUE(f->until("event: hello")) << f->text;
  const auto path = [](const visitor& who) { return "/api/v1/admin/users/" + who.in.body["user"]["id"].as_string(); };
  ASSERT_EQ(a.admin("PUT", path(bob) + "/role", R"({"role": "viewer"})").status, 200);
  ASSERT_EQ(a.admin("POST", path(eve) + "/deactivate", "{}").status, 200);
  auto agent = agent_number(1);
  ASSERT_EQ(agent.enrol(a).status, 201);
  EXPECT_TRUE(manager.until("event: changed")) << manager.text;
  EXPECT_TRUE(viewer.until("event: over")) << viewer.text;
  for (follower* f : {&manager, &viewer}) EXPECT_EQ(f->text.find("agent.created"), std::string::npos) << "looked up before the event is told";
  EXPECT_EQ(bob.get("/api/v1/auth/session").at("role"), "viewer") << "the session goes on with what is left";
  EXPECT_EQ(eve.get("/api/v1/auth/me").status, 401);
}

TEST(live_events, end_when_the_server_stops_and_are_so_many_for_a_person) {
  running_authority a;
  const visitor ann(a, "ann@example.com", role::admin);
  std::vector<follower> pages;
  for (int i = 0; i < 16; ++i) pages.emplace_back(ann);
  EXPECT_EQ(ann.get("/api/v1/admin/events").status, 429);
  pages.pop_back();
  a.run(a.server->stop(minutes(10)));  // the grace is for answers that need it
  for (follower& f : pages) EXPECT_FALSE(f.until("nothing of the kind"));
}

TEST(live_events, that_a_page_takes_too_slowly_become_one_call_to_read_again) {
  asio::io_context context;
  const auto box = std::make_shared<detail::event_box>(aval::uuid::random(), context.get_executor());
  for (std::size_t i = 0; i < detail::event_box::most + 10; ++i) box->put(event{});
  auto came = box->take();
  EXPECT_TRUE(came.lost);
  EXPECT_TRUE(came.events.empty());
  box->put(event{});
  came = box->take();
  EXPECT_FALSE(came.lost);
  EXPECT_EQ(came.events.size(), 1U);
}

}  // namespace
