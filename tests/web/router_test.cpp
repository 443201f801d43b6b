// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/web/router.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "net/http_client_for_tests.hpp"

namespace {

using namespace http_test;

struct item {
  std::string name = {};
  int count = 0;
  std::vector<std::string> tags = {};
};
struct item_path {
  std::string shelf = {};
  int number = 0;
};
enum class order { newest, oldest };
struct page {
  int limit = 50;
  std::optional<std::string> after = {};
  bool deep = false;
  order sorted = order::newest;
  std::vector<int> id = {};
  static constexpr auto json_rules = json::rules(json::rename("after", "starting-after"));
};
struct wanted {
  std::string q = {};
  static constexpr auto json_rules = json::rules(json::required("q"));
};

item plain(item in) { return in; }
awaitable<item> later(item in) {
  in.count += 1;
  co_return in;
}

web::router shop() {
  web::router r;
  r.get("/", [](web::call& c) { c.response().body = "root"; });
  r.post("/items", [](item in) -> awaitable<web::reply<item>> {
    web::reply<item> out(201, in);
    out.headers.set("Location", "/items/" + in.name);
    co_return out;
  });
  r.get("/items", [](web::query<page> p) -> std::map<std::string, std::string> {
    std::string ids;
    for (int i : p->id) ids += std::to_string(i) + ",";
    return {{"limit", std::to_string(p->limit)}, {"after", p->after.value_or("-")}, {"deep", p->deep ? "yes" : "no"},
            {"sorted", p->sorted == order::newest ? "newest" : "oldest"}, {"id", ids}};
  });
  r.get("/shelves/{shelf}/{number}", [](web::path<item_path> p) { return item{p->shelf, p->number, {}}; });
  r.get("/shelves/{shelf}/count", [](web::call& c) { c.response().body = "count of " + c.parameter("shelf"); });
  r.put("/shelves/{shelf}/{number}", [](web::call& c, web::path<item_path> p, web::query<page> q, item in) -> awaitable<item> {
    in.name += p->shelf + std::to_string(q->limit) + std::string(c.method());
    co_return in;
  });
  r.get("/numbers/{n}", [](web::path<int> n) { return *n * 2; });
  r.get("/ids/{id}", [](web::path<uuid> id) { return id->to_string(); });
  r.del("/items/{name}", [](web::call&) { return web::no_content(); });
  r.get("/files/{rest...}", [](web::call& c) { c.response().body = c.parameter("rest"); });
  r.get("/search", [](web::query<wanted> w) { return w->q; });
  r.post("/plain", plain);
  r.post("/later", &later);
  r.post("/loose", [](web::body<item, json::read_options{.spelling = json::spelling::loose, .unknown = json::unknown::refuse}> b) { return *b; });
  r.get("/throw", [](web::call&) -> awaitable<void> { throw std::runtime_error("secret detail"); co_return; });
  r.get("/denied", [](web::call&) -> awaitable<void> {
    throw web::http_error(429, "rate_limited", "Rate limit exceeded").with("Retry-After", "7");
    co_return;
  });
  r.put("/uploads/{shelf}/{number}", [](web::path<item_path> p, web::streamed_body body) -> awaitable<item> {
    item out{p->shelf, 0, {}};
    for (std::string piece(co_await body.read_some()); !piece.empty(); piece = co_await body.read_some()) {
      out.count += static_cast<int>(piece.size());
      if (piece.find_first_not_of('u') != std::string::npos) throw web::http_error(422, "not_u", "Only the letter u");
    }
    co_return out;
  });
  r.get("/stream", [](web::call& c) -> awaitable<void> {
    auto& x = c.exchange();
    co_await x.begin_stream();
    co_await x.write("a");
    co_await x.write("b");
  });
  return r;
}

answer ask(const net::http_handler& handler, const std::string& method, const std::string& target, const std::string& body = "",
           const std::string& headers = "") {
  running_server s(handler);
  raw_client c(s.port);
  std::string wire = method + " " + target + " HTTP/1.1\r\nHost: x\r\n" + headers;
  if (!body.empty()) wire += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  return c.exchange(wire + "\r\n" + body, method);
}

TEST(router, gives_path_query_and_body_as_types) {
  struct row {
    const char *method, *target, *body;
    int status;
    const char* answer;
  };
  running_server s(shop());
  raw_client c(s.port);
  for (const row& r : std::vector<row>{
           {"GET", "/", "", 200, "root"},
           {"POST", "/items", R"({"name":"a","count":2,"tags":["x"]})", 201, R"({"name":"a","count":2,"tags":["x"]})"},
           {"GET", "/items", "", 200, R"({"after":"-","deep":"no","id":"","limit":"50","sorted":"newest"})"},
           {"GET", "/items?limit=7&starting-after=a%20b+c&deep=true&sorted=oldest&id=1&id=2&other=1", "", 200,
            R"({"after":"a b c","deep":"yes","id":"1,2,","limit":"7","sorted":"oldest"})"},
           {"GET", "/shelves/a%2Fb/12", "", 200, R"({"name":"a/b","count":12,"tags":[]})"},
           {"GET", "/shelves/s/count", "", 200, "count of s"},
           {"PUT", "/shelves/s/1?limit=3", R"({"name":"n"})", 200, R"({"name":"ns3PUT","count":0,"tags":[]})"},
           {"GET", "/numbers/21", "", 200, "42"},
           {"GET", "/ids/123E4567-e89b-12d3-a456-426614174000", "", 200, R"("123e4567-e89b-12d3-a456-426614174000")"},
           {"DELETE", "/items/a", "", 204, ""},
           {"GET", "/files/a/b%20c", "", 200, "a/b c"},
           {"GET", "/search?q=", "", 200, "\"\""},
           {"POST", "/plain", R"({"count":1})", 200, R"({"name":"","count":1,"tags":[]})"},
           {"POST", "/later", R"({"count":1})", 200, R"({"name":"","count":2,"tags":[]})"},
           {"POST", "/loose", R"({"NAME":"x","Count":1})", 200, R"({"name":"x","count":1,"tags":[]})"},
           {"GET", "/stream", "", 200, "ab"}}) {
    std::string wire = std::string(r.method) + " " + r.target + " HTTP/1.1\r\nHost: x\r\n";
    if (*r.body != 0) wire += "Content-Type: application/json; charset=utf-8\r\nContent-Length: " + std::to_string(std::strlen(r.body)) + "\r\n";
    const auto a = c.exchange(wire + "\r\n" + r.body);
    EXPECT_EQ(a.status, r.status) << r.target;
    EXPECT_EQ(a.body, r.answer) << r.target;
  }
  EXPECT_EQ(ask(shop(), "POST", "/items", R"({"name":"z"})").headers.find("location").value(), "/items/z");
}

TEST(router, what_does_not_fit_is_answered_with_a_problem_that_says_where) {
  struct row {
    const char *method, *target, *body;
    int status;
    const char *code, *message;
  };
  running_server s(shop());
  for (const row& r : std::vector<row>{
           {"GET", "/nowhere", "", 404, "not_found", "Not found"},
           {"GET", "/items/", "", 404, "not_found", "Not found"},
           {"GET", "//", "", 404, "not_found", "Not found"},
           {"GET", "/Items", "", 404, "not_found", "Not found"},
           {"GET", "/shelves//1", "", 404, "not_found", "Not found"},
           {"GET", "/files/%zz", "", 404, "not_found", "Not found"},
           {"GET", "/files/%00", "", 404, "not_found", "Not found"},
           {"PATCH", "/items", "{}", 405, "method_not_allowed", "Method not allowed"},
           {"POST", "/items", R"({"count":"two"})", 400, "invalid_body", "/count: "},
           {"POST", "/items", R"({"tags":["a",3]})", 400, "invalid_body", "/tags/1: "},
           {"POST", "/items", "{", 400, "invalid_body", "at line 1 column 2"},
           {"POST", "/items", R"({"name":"a","name":"b"})", 400, "invalid_body", "duplicate"},
           {"POST", "/items", "", 400, "invalid_body", ""},
           {"POST", "/loose", R"({"name":"a","else":1})", 400, "invalid_body", "/else"},
           {"GET", "/shelves/s/x", "", 400, "invalid_parameter", "path parameter 'number'"},
           {"GET", "/shelves/s/99999999999", "", 400, "invalid_parameter", "path parameter 'number'"},
           {"GET", "/items?limit=ten", "", 400, "invalid_parameter", "query parameter 'limit'"},
           {"GET", "/items?limit=1%20", "", 400, "invalid_parameter", "query parameter 'limit'"},
           {"GET", "/items?sorted=sideways", "", 400, "invalid_parameter", "query parameter 'sorted'"},
           {"GET", "/items?deep=maybe", "", 400, "invalid_parameter", "query parameter 'deep'"},
           {"GET", "/items?id=1&id=b", "", 400, "invalid_parameter", "query parameter 'id'"},
           {"GET", "/items?limit=%4", "", 400, "invalid_query", "percent"},
           {"GET", "/search", "", 400, "missing_parameter", "'q'"},
           {"GET", "/ids/42", "", 400, "invalid_parameter", "path parameter 'id'"},
           {"GET", "/throw", "", 500, "internal_error", "Internal server error"},
           {"GET", "/denied", "", 429, "rate_limited", "Rate limit exceeded"}}) {
    raw_client c(s.port);
    std::string wire = std::string(r.method) + " " + r.target + " HTTP/1.1\r\nHost: x\r\nX-Request-Id: r-1\r\n";
    if (*r.body != 0) wire += "Content-Length: " + std::to_string(std::strlen(r.body)) + "\r\n";
    const auto a = c.exchange(wire + "\r\n" + r.body);
    EXPECT_EQ(a.status, r.status) << r.target;
    const auto p = json::read<web::problem>(a.body);
    ASSERT_TRUE(p) << a.body;
    EXPECT_EQ(p->code, r.code) << r.target;
    EXPECT_NE(p->message.find(r.message), std::string::npos) << r.target << " " << p->message;
    EXPECT_NE(p->error, "");
    EXPECT_EQ(p->request_id, "r-1");
    EXPECT_EQ(a.headers.find("content-type").value(), "application/json");
    EXPECT_EQ(a.body.find("secret"), std::string::npos);
    EXPECT_TRUE(a.keep_alive) << r.target;
  }
  EXPECT_EQ(ask(shop(), "GET", "/denied").headers.find("retry-after").value(), "7");
}

TEST(router, says_which_methods_a_path_has) {
  EXPECT_EQ(ask(shop(), "DELETE", "/items").headers.find("allow").value(), "POST, GET, HEAD, OPTIONS");
  const auto options = ask(shop(), "OPTIONS", "/items/x");
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(options.headers.find("allow").value(), "DELETE, OPTIONS");
}

TEST(router, serves_head_from_get) {
  const auto a = ask(shop(), "HEAD", "/numbers/4");
  EXPECT_EQ(a.status, 200);
  EXPECT_EQ(a.headers.find("content-length").value(), "1");
  EXPECT_EQ(a.body, "");
  EXPECT_EQ(ask(shop(), "HEAD", "/plain").status, 405);
}

TEST(router, a_body_of_another_type_is_refused) {
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "application/jsonx", "+json"}) {
    EXPECT_EQ(ask(shop(), "POST", "/plain", "{}", std::string("Content-Type: ") + type + "\r\n").status, 415) << type;
  }
  for (const char* type : {"application/json", "Application/JSON;charset=utf-8", "application/problem+json"}) {
    EXPECT_EQ(ask(shop(), "POST", "/plain", "{}", std::string("Content-Type: ") + type + "\r\n").status, 200) << type;
  }
}

TEST(router, hooks_run_before_and_after_and_may_answer) {
  struct who {
    std::string name;
  };
  std::string log;
  web::router r = shop();
  r.before([&](web::call& c) {
    if (c.header("X-Block")) {
      c.response().status = 418;
      c.finish();
    }
    if (c.bearer() == "bad") throw web::http_error(401, "unauthenticated", "Who are you?");
    c.attach(who{std::string(c.bearer())});
  });
  r.before([](web::call& c) -> awaitable<void> {
    c.response().headers.set("X-Limit", "1");
    co_return;
  });
  r.get("/me", [](web::call& c) { c.response().body = c.attached<who>()->name + (c.attached<int>() != nullptr ? "!" : ""); });
  r.after([&](web::call& c) {
    log += std::string(c.route()) + " " + std::to_string(c.response().status) + ";";
    c.response().headers.set("X-After", "1");
  });
  const auto me = ask(r, "GET", "/me", "", "Authorization: bearer  t0ken \r\n");
  EXPECT_EQ(me.body, "t0ken");
  EXPECT_EQ(me.headers.find("x-after").value(), "1");
  EXPECT_EQ(ask(r, "GET", "/me", "", "X-Block: 1\r\n").status, 418);
  const auto bad = ask(r, "GET", "/me", "", "Authorization: Bearer bad\r\n");
  EXPECT_EQ(bad.status, 401);
  EXPECT_EQ(bad.headers.find("x-after").value(), "1");
  const auto missing = ask(r, "GET", "/none");
  EXPECT_EQ(missing.status, 404);
  EXPECT_EQ(missing.headers.find("x-limit").value(), "1");
  EXPECT_EQ(ask(r, "GET", "/throw").headers.find("x-after").value(), "1");
  EXPECT_EQ(log, "/me 200;/me 418;/me 401; 404;/throw 500;");
}

TEST(router, an_unexpected_exception_goes_to_the_log_with_the_id_that_the_client_got) {
  std::string log;
  net::server_options options;
  options.log = log_hooks([&](log_level, std::string_view, std::string_view m) { log += m; });
  running_server s(shop(), options);
  raw_client c(s.port);
  const auto a = c.exchange("GET /throw HTTP/1.1\r\nHost: x\r\nX-Request-Id: " + std::string(65, 'x') + "\r\n\r\n");
  const auto p = json::read<web::problem>(a.body);
  ASSERT_TRUE(p);
  EXPECT_EQ(p->request_id.size(), 36u) << "an id that is too long is not taken over";
  EXPECT_EQ(log, "GET /throw (" + p->request_id + "): secret detail");
}

TEST(router, a_pattern_that_cannot_work_is_refused_when_it_is_added) {
  web::router r;
  const auto f = [](web::call&) {};
  for (const char* bad : {"", "a", "/a b", "/{}", "/a{b}", "/{a}b", "/{a}/{a}", "/{a...}/b", "/{a", "/a}", "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}"}) {
    EXPECT_THROW(r.get(bad, f), std::invalid_argument) << bad;
  }
  r.get("/x/{a}", f);
  EXPECT_THROW(r.get("/x/{a}", f), std::invalid_argument) << "twice";
  EXPECT_THROW(r.post("/x/{b}", f), std::invalid_argument) << "another name for the same place";
  EXPECT_THROW(r.add("G T", "/y", f), std::invalid_argument);
}

TEST(router, text_wins_over_a_parameter_and_falls_back) {
  web::router r;
  const auto say = [](const char* what) { return [what](web::call& c) { c.response().body = what; }; };
  r.get("/a/b/c", say("abc"));
  r.get("/a/{x}/d", say("axd"));
  r.get("/{x}/b/e", say("xbe"));
  r.get("/{rest...}", say("rest"));
  for (const auto& [path, expected] : std::map<std::string, std::string>{{"/a/b/c", "abc"}, {"/a/b/d", "axd"}, {"/a/b/e", "xbe"}, {"/a/b/f", "rest"}, {"/", "rest"}}) {
    EXPECT_EQ(ask(r, "GET", path).body, expected) << path;
  }
}

TEST(router, a_route_reads_its_body_piece_by_piece_behind_the_hooks) {
  net::server_options options;
  options.max_body = 100;
  options.max_streamed_body = 4'000'000;
  web::router r = shop();
  std::atomic<int> asked = 0;
  r.before([&](web::call& c) {
    ++asked;
    if (c.bearer() != "token") throw web::http_error(401, "unauthorized", "Who are you?");
  });
  running_server s(r, options);
  const auto head = [](const std::string& method, const std::string& path, std::size_t size, const std::string& token = "token") {
    return method + " " + path + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + token + "\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
  };
  {
    raw_client c(s.port);
    const auto a = c.exchange(head("PUT", "/uploads/s/1", 3'000'000) + std::string(3'000'000, 'u'));
    EXPECT_EQ(a.body, R"({"name":"s","count":3000000,"tags":[]})");
    EXPECT_TRUE(a.keep_alive);
    const auto whole = c.exchange(head("POST", "/plain", 11) + R"({"count":3})");
    EXPECT_EQ(whole.status, 200) << "other routes have their bodies whole";
    EXPECT_EQ(c.exchange(head("POST", "/plain", 101)).status, 413);
  }
  struct row {
    const char* name;
    std::string wire;
    int status;
    const char* code;
  };
  for (const row& wrong : std::vector<row>{
           {"refused by a hook, body unread", head("PUT", "/uploads/s/1", 3'999'999, "wrong"), 401, "unauthorized"},
           {"refused in the middle", head("PUT", "/uploads/s/1", 3'999'999) + std::string(70'000, 'v'), 422, "not_u"},
           {"too large", head("PUT", "/uploads/s/1", 4'000'001), 413, "body_too_large"},
           {"a chunk too large", "PUT /uploads/s/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token\r\nTransfer-Encoding: chunked\r\n\r\n3d0901\r\n", 413,
            "body_too_large"},
           {"a broken chunk", "PUT /uploads/s/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer token\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 400,
            "bad_request"}}) {
    raw_client c(s.port);
    const auto a = c.exchange(wrong.wire);
    EXPECT_EQ(a.status, wrong.status) << wrong.name;
    EXPECT_NE(a.body.find(std::string("\"code\":\"") + wrong.code + "\""), std::string::npos) << wrong.name << a.body;
    EXPECT_FALSE(a.keep_alive) << wrong.name;
  }
  EXPECT_EQ(asked, 6) << "an announced length is refused by the head alone";
}

}  // namespace
