// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/endpoint/copilot_plugin.hpp"

#include <gtest/gtest.h>

#include <asio/read.hpp>
#include <asio/write.hpp>
#include <set>
#include <thread>

#include "actions/fake_authority.hpp"
#include "aval/net/http_client.hpp"
#include "aval/testing/run.hpp"
#include "peers/program.hpp"

// Functions behind an API of their own: what its documents say, what calls get, and what attackers do.

namespace plugin_tests {

namespace actions = aval::actions;
namespace endpoint = aval::endpoint;
namespace json = aval::json;
namespace net = aval::net;
using namespace std::chrono_literals;

enum class unit { days, hours };
struct period {
  int from = 0;
  std::optional<int> to = {};
};
struct employee {
  std::string employee_id = {};
  unit in = unit::days;
  std::optional<period> when = {};
  static constexpr auto json_rules = json::rules(json::describe("employee_id", "the number on the badge"), json::defaulted("in"));
};
struct balance {
  double left = 0;
  unit in = unit::days;
  std::vector<period> planned = {};
  std::map<std::string, int> by_kind = {};
  std::optional<std::string> note = {};
};
struct unit_of_people {
  std::string name = {};
  std::vector<unit_of_people> parts = {};
};
struct nothing_said {};

int runs = 0;
aval::awaitable<balance> check_leave_balance(employee who) {
  ++runs;
  if (who.employee_id == "gone") throw std::runtime_error("secret detail: table staff");
  if (who.employee_id == "denied elsewhere") throw aval::error(make_error_code(std::errc::permission_denied), "secret detail", "secret detail");
  if (who.employee_id == "refused elsewhere") throw aval::error(actions::errc::refused, "secret detail", "secret detail");
  if (who.employee_id == "unknown") throw aval::web::http_error(409, "no_employee", "There is no such employee");
  if (who.employee_id == "slow") {
    asio::steady_timer never(co_await aval::this_coro::executor, std::chrono::steady_clock::time_point::max());
    co_await never.async_wait(aval::use_awaitable);
  }
  balance b;
  b.left = 12.5;
  b.in = who.in;
  b.planned.resize(1);
  b.by_kind["training"] = 2;
  co_return b;
}
unit_of_people organisation(unit_of_people from) { return from; }
std::string greeting() { return "Hello \"you\""; }
void forget(employee) {}

endpoint::copilot_plugin_options open_to_all() {
  endpoint::copilot_plugin_options o;
  o.anonymous = true;
  o.description = "Answers questions about leave.";
  o.plain_http = true;
  return o;
}

class CopilotPlugin : public testing::Test {
 protected:
  asio::io_context context;
  fake_agent agent;
  std::optional<endpoint::copilot_plugin> plugin;

  void SetUp() override { runs = 0; }
  void start(endpoint::copilot_plugin_options o = open_to_all()) {
    plugin.emplace("HR Assistant", "1.0.0", agent, o);
    plugin->add<&check_leave_balance>({.description = "Days of leave that an employee has left."});
    plugin->add<&organisation>({});
    plugin->add<&greeting>({.description = "Greets."});
    actions::guarded_tool_options careful;
    careful.requires_approval = true;
    careful.patience = 300ms;
    plugin->add<&forget>({.description = "Forgets an employee."}, careful);
    plugin->add_for_caller([](aval::web::caller who) { return actions::make_tool([who](nothing_said) { return who.subject; }, {.name = "who_am_i"}); });
    aval::testing::run(context, plugin->start("127.0.0.1", 0));
  }
  net::http_response send(net::http_request request, std::string ca = {}) {
    net::client_options o;
    o.proxy.from_environment = false;
    o.retry.when.max_attempts = 1;
    o.tls.ca_pem = ca;
    net::http_client client(context.get_executor(), o);
    return aval::testing::run(context, client.send(net::url(plugin->url()), std::move(request)));
  }
  net::http_response get(const std::string& path) { return send(net::http_request("GET", path)); }
  net::http_response call(const std::string& action, const std::string& body, const std::string& type = "application/json") {
    return send(net::http_request("POST", "/actions/" + action, body, type));
  }
  json::value document(const std::string& path) {
    const auto r = get(path);
    EXPECT_EQ(r.status, 200) << path;
    EXPECT_EQ(r.headers.find("Content-Type"), "application/json");
    return json::parse(r.body).value();
  }
  static std::string message_of(const net::http_response& r) { return json::parse(r.body).value()["message"].as_string(); }
};

void follow_references(const json::value& root, const json::value& at, int& count) {
  if (at.is_array())
    for (const auto& one : at.as_array()) follow_references(root, one, count);
  if (!at.is_object()) return;
  if (const auto* to = at["$ref"].if_string()) {
    ++count;
    EXPECT_EQ(to->substr(0, 2), "#/");
    EXPECT_NE(root.at_path(to->substr(1)), nullptr) << *to << " leads nowhere";
  }
  for (const auto& m : at.as_object()) follow_references(root, m.value, count);
}

TEST_F(CopilotPlugin, TheDocumentHasWhatOpenApi31AsksFor) {
  start();
  const auto d = document("/openapi.json");
  EXPECT_EQ(d["openapi"], json::value("3.1.0"));
  EXPECT_EQ(json::write(d["info"]), R"({"title":"HR Assistant","version":"1.0.0","description":"Answers questions about leave."})");
  int references = 0;
  follow_references(d, d, references);
  EXPECT_GT(references, 40);
  std::set<std::string> operations;
  for (const auto& path : d["paths"].as_object()) {
    EXPECT_TRUE(path.name.starts_with("/actions/"));
    const auto& post = path.value["post"];
    operations.insert(post["operationId"].as_string());
    EXPECT_TRUE(post["requestBody"]["content"]["application/json"].contains("schema")) << path.name;
    for (const char* status : {"200", "400", "403", "404", "413", "415", "500", "503", "504"}) {
      const json::value* r = &post["responses"][status];
      if (const auto* to = (*r)["$ref"].if_string()) r = d.at_path(to->substr(1));
      ASSERT_NE(r, nullptr);
      EXPECT_TRUE((*r)["description"].is_string()) << path.name << status;
      EXPECT_TRUE((*r)["content"]["application/json"].contains("schema")) << path.name << status;
    }
    EXPECT_FALSE(post["responses"].contains("401")) << "nobody is asked for a token";
  }
  EXPECT_EQ(operations, (std::set<std::string>{"check_leave_balance", "organisation", "greeting", "forget", "who_am_i"}));
  EXPECT_FALSE(d.contains("security"));
  EXPECT_EQ(json::write(d["servers"]), R"([{"url":"/"}])");
  EXPECT_EQ(d["paths"]["/actions/forget"]["post"]["x-openai-isConsequential"], json::value(true));
  EXPECT_EQ(d["paths"]["/actions/forget"]["post"]["x-aim-action"], json::value("copilot_action:forget"));
  EXPECT_EQ(d["paths"]["/actions/greeting"]["post"]["requestBody"]["required"], json::value(false));
}

TEST_F(CopilotPlugin, SchemasAreThoseOfTheTypes) {
  start();
  const auto schemas = document("/openapi.json")["components"]["schemas"];
  EXPECT_EQ(json::write(schemas["check_leave_balance.request"]),
            R"({"title":"employee","type":"object","properties":{"employee_id":{"type":"string","description":"the number on the badge"},"in":{"type":"string","enum":["days","hours"],"default":"days"},)"
            R"("when":{"title":"period","type":["object","null"],"properties":{"from":{"type":"integer","minimum":-2147483648,"maximum":2147483647},"to":{"type":["integer","null"],"minimum":-2147483648,"maximum":2147483647}},)"
            R"("required":["from"],"additionalProperties":false}},"required":["employee_id"],"additionalProperties":false})");
  EXPECT_EQ(json::write(schemas["check_leave_balance.response"]),
            R"({"title":"balance","type":"object","properties":{"left":{"type":"number"},"in":{"type":"string","enum":["days","hours"]},)"
            R"("planned":{"type":"array","items":{"title":"period","type":"object","properties":{"from":{"type":"integer","minimum":-2147483648,"maximum":2147483647},"to":{"type":["integer","null"],"minimum":-2147483648,"maximum":2147483647}},"required":["from"]}},)"
            R"("by_kind":{"type":"object","additionalProperties":{"type":"integer","minimum":-2147483648,"maximum":2147483647}},"note":{"type":["string","null"]}},"required":["left","in","planned","by_kind"]})");
  EXPECT_EQ(json::write(schemas["greeting.response"]), R"({"type":"string"})");
  EXPECT_EQ(json::write(schemas["forget.response"]), R"({"type":"string","const":"done"})");
  EXPECT_EQ(json::write(schemas["organisation.request"]), R"({"$ref":"#/components/schemas/organisation.request.unit_of_people"})") << "a type that contains itself";
  EXPECT_EQ(json::write(schemas["organisation.request.unit_of_people"]["properties"]["parts"]), R"({"type":"array","items":{"$ref":"#/components/schemas/organisation.request.unit_of_people"}})");
}

TEST(PluginDocuments, DefinitionsBecomeComponentsAndDataThatLooksLikeAReferenceStays) {
  json::value schemas = json::object();
  endpoint::detail::add_component(schemas, "n", json::parse(R"({"$id":"https://elsewhere","$schema":"x","$ref":"#","properties":{"$ref":{"$ref":"#/$defs/a"},"default":{"$ref":"#/$defs/a~1b/items"}},)"
                                                            R"("default":{"$ref":"#/$defs/a"},"enum":[{"$ref":"#/x"}],"anyOf":[{"$ref":"#/properties/$ref"},{"$ref":"other.json"}],)"
                                                            R"("$defs":{"a":{"$ref":"#/$defs/a"},"a/b":{"items":{}}}})").value());
  EXPECT_EQ(json::write(schemas),
            R"({"n.a":{"$ref":"#/components/schemas/n.a"},"n.a_2fb":{"items":{}},)"
            R"("n":{"$ref":"#/components/schemas/n","properties":{"$ref":{"$ref":"#/components/schemas/n.a"},"default":{"$ref":"#/components/schemas/n.a_2fb/items"}},)"
            R"("default":{"$ref":"#/$defs/a"},"enum":[{"$ref":"#/x"}],"anyOf":[{"$ref":"#/components/schemas/n/properties/$ref"},{"$ref":"other.json"}]}})");
  EXPECT_EQ(endpoint::detail::plugin_identifier("HR Assistant!"), "hr_assistant");
  EXPECT_EQ(endpoint::detail::plugin_identifier("\xe4\xba\xba"), "plugin");
}

TEST_F(CopilotPlugin, ManifestsNameTheFunctionsAndWhereTheDocumentIs) {
  start();
  const auto m = document("/manifest.json");
  EXPECT_EQ(m["schema_version"], json::value("v2.2"));
  EXPECT_EQ(m["namespace"], json::value("hr_assistant"));
  EXPECT_EQ(json::write(m["functions"][0]), R"({"name":"check_leave_balance","description":"Days of leave that an employee has left."})");
  EXPECT_EQ(m["functions"][3]["capabilities"]["confirmation"]["type"], json::value("AdaptiveCard")) << "what a human has to approve is confirmed first";
  EXPECT_EQ(json::write(m["runtimes"]), R"([{"type":"OpenApi","auth":{"type":"None"},"spec":{"url":"openapi.json"},"run_for_functions":["check_leave_balance","organisation","greeting","forget","who_am_i"]}])");
  auto o = open_to_all();
  o.anonymous = false;
  o.authenticate = aval::web::one_bearer_token("canary-5f1c", "copilot");
  o.public_url = "https://hr.example.com/";
  o.auth_reference = "vault-7";
  o.contact_email = "hr@example.com";
  start(o);
  EXPECT_EQ(json::write(document("/manifest.json")["runtimes"][0]["auth"]), R"({"type":"ApiKeyPluginVault","reference_id":"vault-7"})");
  const auto a = document("/.well-known/ai-plugin.json");
  EXPECT_EQ(json::write(a["api"]), R"({"type":"openapi","url":"https://hr.example.com/openapi.json"})");
  EXPECT_EQ(json::write(a["auth"]), R"({"type":"user_http","authorization_type":"bearer"})");
  EXPECT_EQ(a["contact_email"], json::value("hr@example.com"));
  const auto d = document("/openapi.json");
  EXPECT_EQ(json::write(d["servers"]), R"([{"url":"https://hr.example.com"}])");
  EXPECT_EQ(json::write(d["security"]), R"([{"bearer":[]}])");
  EXPECT_EQ(json::write(d["components"]["securitySchemes"]["bearer"]), R"({"type":"http","scheme":"bearer"})");
  EXPECT_EQ(get("/health").body, R"({"status":"ok"})");
}

TEST_F(CopilotPlugin, EveryCallIsVerifiedRunAndReported) {
  start();
  const auto r = call("check_leave_balance", R"({"employee_id":"42","in":"hours"})");
  EXPECT_EQ(r.status, 200);
  EXPECT_EQ(r.headers.find("Content-Type"), "application/json");
  EXPECT_EQ(r.body, R"({"left":12.5,"in":"hours","planned":[{"from":0}],"by_kind":{"training":2}})");
  EXPECT_EQ(agent->journal, (std::vector<std::string>{"verify copilot_action:check_leave_balance", "intent", "report success", "reported"}));
  EXPECT_EQ(json::write(agent->requests.at(0).parameters), R"({"employee_id":"42","in":"hours"})");
  EXPECT_EQ(call("greeting", "").body, R"("Hello \"you\"")") << "text is JSON, too";
  EXPECT_EQ(call("greeting", "{}").status, 200);
  EXPECT_EQ(call("forget", R"({"employee_id":"42"})").body, R"("done")");
  EXPECT_TRUE(agent->requests.back().requires_approval);
  EXPECT_EQ(call("who_am_i", "{}").body, R"("")");
}

TEST_F(CopilotPlugin, WhatIsRefusedDoesNotRunAndTheReasonIsTold) {
  start();
  const struct {
    fake_agent::answer answer;
    int status;
    const char *code, *message;
  } rows[] = {{fake_agent::answer::denied, 403, "refused", "the action was refused: no capability"},
              {fake_agent::answer::pending_then_denied, 403, "refused", "the action was refused"},
              {fake_agent::answer::unreachable, 503, "unavailable", "The action can not be verified at the moment; it has not run."},
              {fake_agent::answer::not_understood, 503, "unavailable", "The action can not be verified at the moment; it has not run."},
              {fake_agent::answer::not_authenticated, 503, "unavailable", "The action can not be verified at the moment; it has not run."}};
  for (const auto& row : rows) {
    agent->answer = row.answer;
    const auto r = call("check_leave_balance", R"({"employee_id":"42"})");
    EXPECT_EQ(r.status, row.status);
    const auto v = json::parse(r.body).value();
    EXPECT_EQ(v["code"], json::value(row.code));
    EXPECT_EQ(v["message"], json::value(row.message));
    EXPECT_FALSE(v["request_id"].as_string().empty());
  }
  agent->answer = fake_agent::answer::pending_for_ever;
  const auto r = call("forget", R"({"employee_id":"42"})");
  EXPECT_EQ(r.status, 504);
  EXPECT_EQ(message_of(r), "Nobody has decided in time; the action has not run.");
  EXPECT_EQ(runs, 0);
  agent->answer = fake_agent::answer::approved;
  agent->intent_fails = true;
  EXPECT_EQ(call("check_leave_balance", R"({"employee_id":"42"})").status, 503) << "no trace, no call";
  EXPECT_EQ(runs, 0);
}

TEST_F(CopilotPlugin, AFunctionThatFailsSaysNoMoreThanItWantsTo) {
  auto o = open_to_all();
  o.time_limit = 300ms;
  start(o);
  for (const char* who : {"gone", "denied elsewhere", "refused elsewhere"}) {
    const auto r = call("check_leave_balance", std::string(R"({"employee_id":")") + who + "\"}");
    EXPECT_EQ(r.status, 500) << who << ": a refusal that is not the authority's is the function's own affair";
    EXPECT_EQ(r.body.find("secret"), std::string::npos) << r.body;
    EXPECT_EQ(agent->journal.back(), "reported");
    EXPECT_FALSE(agent->reports.back().second.success);
  }
  const auto told = call("check_leave_balance", R"({"employee_id":"unknown"})");
  EXPECT_EQ(told.status, 409);
  EXPECT_EQ(json::parse(told.body).value()["code"], json::value("no_employee"));
  const auto late = call("check_leave_balance", R"({"employee_id":"slow"})");
  EXPECT_EQ(late.status, 504);
  EXPECT_EQ(message_of(late), "The action has begun, and has not ended in time.");
  EXPECT_FALSE(agent->reports.back().second.success) << "and is reported as failed";
}

TEST_F(CopilotPlugin, ArgumentsThatDoNotFitAreSaidWithTheirPlaceAndNobodyIsAsked) {
  start();
  const struct {
    const char *body, *place;
  } rows[] = {{R"({})", "employee_id"},
              {R"({"employee_id":7})", "/employee_id"},
              {R"({"employee_id":"42","when":{"from":"monday"}})", "/when/from"},
              {R"({"employee_id":"42","in":"years"})", "/in"},
              {R"({"employee_id":"42","salary":true})", "salary"},
              {R"({"employee_id":"42")", "check_leave_balance"},
              {R"([])", "check_leave_balance"},
              {R"("42")", "check_leave_balance"}};
  for (const auto& row : rows) {
    const auto r = call("check_leave_balance", row.body);
    EXPECT_EQ(r.status, 400) << row.body;
    EXPECT_NE(message_of(r).find(row.place), std::string::npos) << r.body;
  }
  EXPECT_TRUE(agent->journal.empty());
  EXPECT_EQ(get("/actions/greeting").status, 405);
  EXPECT_EQ(get("/actions/greeting").headers.find("Allow"), "POST, OPTIONS");
}

// ---- attacks ------------------------------------------------------------------------------------------------------------------------------

TEST_F(CopilotPlugin, AFormThatAnotherSitePostsRunsNothing) {
  start();
  for (const char* type : {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""}) {
    EXPECT_EQ(call("check_leave_balance", R"({"employee_id":"42"})", type).status, 415) << type;
  }
  EXPECT_EQ(runs, 0);
  EXPECT_TRUE(agent->journal.empty());
}

TEST_F(CopilotPlugin, PathsThatClimbOrHideLeadToNoAction) {
  start();
  for (const char* name : {"nobody", "Greeting", "greeting%00", "..%2fmanifest.json", "%2e%2e", "greeting/", "greeting%20", "copilot_action:greeting"})
    EXPECT_EQ(call(name, "{}").status, 404) << name;
  EXPECT_TRUE(agent->journal.empty());
}

TEST_F(CopilotPlugin, ABodyThatIsTooLargeOrTooDeepCostsTheAuthorityNothing) {
  auto o = open_to_all();
  o.max_arguments = 2000;
  o.http.max_body = 4000;
  start(o);
  EXPECT_EQ(call("check_leave_balance", R"({"employee_id":")" + std::string(2000, 'x') + "\"}").status, 413);
  EXPECT_EQ(call("check_leave_balance", std::string(5000, ' ')).status, 413);
  std::string deep = R"({"employee_id":)";
  for (int i = 0; i < 300; ++i) deep += "[";
  EXPECT_EQ(call("check_leave_balance", deep).status, 400);
  EXPECT_TRUE(agent->journal.empty());
}

TEST_F(CopilotPlugin, AMemberThatIsThereTwiceIsNotAskedAboutOnceAndRunWithTheOther) {
  start();
  EXPECT_EQ(call("check_leave_balance", R"({"employee_id":"1","employee_id":"2"})").status, 400);
  EXPECT_TRUE(agent->journal.empty());
}

TEST_F(CopilotPlugin, AHostThatAClientNamesDoesNotGetIntoTheDocuments) {
  start();
  const auto exchange = [](std::uint16_t port, std::string request) -> aval::awaitable<std::string> {
    asio::ip::tcp::socket socket(co_await aval::this_coro::executor);
    co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, aval::use_awaitable);
    co_await asio::async_write(socket, asio::buffer(request), aval::use_awaitable);
    std::string all;
    std::error_code end;
    co_await asio::async_read(socket, asio::dynamic_buffer(all), asio::redirect_error(aval::use_awaitable, end));
    co_return all;
  };
  for (const char* path : {"/openapi.json", "/manifest.json", "/.well-known/ai-plugin.json"}) {
    const std::string answer = aval::testing::run(context, exchange(plugin->port(), std::string("GET ") + path + " HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n"));
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200")) << answer;
    EXPECT_EQ(answer.find("evil"), std::string::npos) << path;
  }
}

TEST_F(CopilotPlugin, WithoutAGoodTokenNobodyIsAsked) {
  auto o = open_to_all();
  o.anonymous = false;
  EXPECT_THROW((endpoint::copilot_plugin("HR", "1", agent, o)), aval::error) << "closed unless said otherwise by name";
  o.authenticate = aval::web::one_bearer_token("canary-5f1c-token", "copilot");
  start(o);
  const struct {
    const char *header, *challenge;
  } rows[] = {{"", "Bearer"}, {"Basic Z29vZA==", "Bearer"}, {"Bearer canary-5f1c-toke", "Bearer error=\"invalid_token\""}, {"Bearer canary-5f1c-token2", "Bearer error=\"invalid_token\""}};
  for (const auto& row : rows) {
    for (const char* action : {"who_am_i", "there_is_none"}) {
      net::http_request r("POST", std::string("/actions/") + action, "{}", "application/json");
      if (*row.header != '\0') r.headers.set("Authorization", row.header);
      const auto answer = send(std::move(r));
      EXPECT_EQ(answer.status, 401) << "who is not let in does not learn which actions there are either";
      EXPECT_EQ(answer.headers.find("WWW-Authenticate"), row.challenge);
    }
  }
  EXPECT_TRUE(agent->journal.empty());
  net::http_request r("POST", "/actions/who_am_i", "{}", "application/json");
  r.headers.set("Authorization", "Bearer canary-5f1c-token");
  EXPECT_EQ(send(std::move(r)).body, R"("copilot")") << "the function knows who asks";
}

// ---- the server ---------------------------------------------------------------------------------------------------------------------------

TEST_F(CopilotPlugin, ServesHttpsWithACertificateOfItsOwnUntilItIsStopped) {
  auto o = open_to_all();
  o.plain_http = false;
  start(o);
  EXPECT_TRUE(plugin->url().starts_with("https://127.0.0.1:"));
  EXPECT_EQ(send(net::http_request("GET", "/health"), plugin->certificate_pem()).status, 200);
  EXPECT_THROW(get("/health"), std::system_error) << "who does not trust it does not talk to it";
  EXPECT_THROW(aval::testing::run(context, plugin->start("127.0.0.1", 0)), aval::error);
  EXPECT_THROW(plugin->add<&forget>({.name = "later"}), aval::error);
  aval::testing::run(context, plugin->stop());
  EXPECT_EQ(plugin->url(), "");
  plugin->add<&forget>({.name = "later"});
  aval::testing::run(context, plugin->start("127.0.0.1", 0));
  EXPECT_NE(send(net::http_request("GET", "/openapi.json"), plugin->certificate_pem()).body.find("/actions/later"), std::string::npos);
}

TEST_F(CopilotPlugin, NamesThatTheManifestCanNotHaveAreRefused) {
  endpoint::copilot_plugin p("HR", "1", agent, open_to_all());
  EXPECT_THROW(p.add<&forget>({.name = "forget-me"}), aval::error);
  p.add<&forget>({});
  EXPECT_THROW(p.add<&forget>({}), aval::error) << "twice";
  actions::guarded_tool_options bad;
  bad.patience = -1s;
  EXPECT_THROW(p.add<&greeting>({}, bad), aval::error);
  EXPECT_THROW((endpoint::copilot_plugin("", "1", agent, open_to_all())), aval::error);
}

TEST_F(CopilotPlugin, AValidatorOfOthersFindsNoFaultAndAnswersFitTheirSchemas) {
  auto o = open_to_all();
  o.anonymous = false;
  o.authenticate = aval::web::one_bearer_token("canary-5f1c-token", "copilot");
  o.contact_email = "hr@example.com";
  o.legal_info_url = "https://hr.example.com/legal";
  start(o);
  std::thread serving([this] { context.run_for(100s); });
  {
    peers::program node({"node", AVAL_SOURCE_DIR "/tests/peers/plugin_node.mjs", plugin->url(), "canary-5f1c-token"});
    EXPECT_EQ(node.line(), R"({"valid":true,"version":"3.1"})") << "npm ci in tests/peers, or scripts/test, installs what it needs";
    EXPECT_EQ(node.line(), R"({"action":"check_leave_balance","status":200,"request":true,"response":true})");
    EXPECT_EQ(node.line(), R"({"action":"organisation","status":200,"request":true,"response":true})");
    EXPECT_EQ(node.line(), R"({"action":"greeting","status":200,"request":true,"response":true})");
    EXPECT_EQ(node.line(), R"({"action":"forget","status":200,"request":true,"response":true})");
    EXPECT_EQ(node.line(), R"({"action":"check_leave_balance","status":400,"request":false,"response":true})");
    EXPECT_EQ(node.line(), R"({"action":"organisation","status":400,"request":false,"response":true})");
  }
  context.stop();
  serving.join();
}

}  // namespace plugin_tests
