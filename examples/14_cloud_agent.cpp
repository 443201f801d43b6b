// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 14. An agent in the cloud: behind the chat API on port 9000, with a tool that writes to DingTalk in the user's name, once he has consented, and
//     one that reads an object of OSS with the role of the agent. docs/cloud_agent.md goes through the set-up.
//
//       14_cloud_agent serve [ADDRESS]    the agent, configured by its environment; ADDRESS: 0.0.0.0:9000
//       14_cloud_agent                    a rehearsal: the agent, an emulator of the cloud and a person, all in this process
//
//     Without MODEL_BASE_URL there is no model: a few built-in rules answer in its place, and say so.

#include <csignal>
#include <iostream>

#include <asio/io_context.hpp>
#include <asio/signal_set.hpp>

#include "aval/core/environment.hpp"
#include "aval/credentials/credential_chain.hpp"
#include "aval/credentials/decorators.hpp"
#include "aval/credentials/jwt_verifier.hpp"
#include "aval/credentials/signer_oss.hpp"
#include "aval/credentials/workload_settings.hpp"
#include "aval/endpoint/callback.hpp"
#include "aval/endpoint/chat_server.hpp"
#include "aval/llm/chat_client.hpp"
#include "aval/llm/tool_loop.hpp"
#include "aval/net/http_server.hpp"
#include "common/browser_logins.hpp"
#include "common/built_in_rules.hpp"

namespace actions = aval::actions;
namespace credentials = aval::credentials;
namespace endpoint = aval::endpoint;
namespace json = aval::json;
namespace llm = aval::llm;
namespace net = aval::net;

// ---- what the tools do, once they have their credential ---------------------------------------------------------------------------------

struct document {
  std::string document_id = {};
  std::string content = {};
  static constexpr auto json_rules = json::rules(json::describe("content", "Markdown; replaces what the document has"));
};

struct dingtalk {  // a function object: its first parameter is the token of the user
  net::http_client http;
  net::url base;

  aval::awaitable<std::string> operator()(aval::secret token, document d) const { return write(http, base, std::move(token), std::move(d)); }
  static aval::awaitable<std::string> write(net::http_client http, net::url base, aval::secret token, document d) {
    net::http_request r("POST", "/v2.0/doc/me/suites/documents/" + net::percent_encode(d.document_id) + "/overwriteContent",
                        json::write(json::object({{"dataType", "markdown"}, {"content", d.content}})), "application/json");
    r.headers.add("x-acs-dingtalk-access-token", token.reveal());
    const auto answer = co_await http.send(base, std::move(r));
    if (!answer.ok()) throw std::runtime_error("DingTalk answers with status " + std::to_string(answer.status));
    co_return "Written to the document " + d.document_id + ".";
  }
};

struct object {
  std::string bucket = {};
  std::string key = {};
};

struct oss {  // its first parameter is a credential of the agent's role
  net::http_client http;
  std::string region;
  std::optional<net::url> instead;  // another address than the bucket's own

  aval::awaitable<std::string> operator()(credentials::shared_credential role, object o) const { return read(http, region, instead, std::move(role), std::move(o)); }
  static aval::awaitable<std::string> read(net::http_client http, std::string region, std::optional<net::url> instead, credentials::shared_credential role, object o) {
    const bool plain = o.bucket.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == o.bucket.npos;  // a model says it, and it becomes a host
    if (!plain || o.bucket.size() < 3 || o.bucket.size() > 63) throw std::runtime_error("not the name of a bucket");
    const net::url place = instead ? *instead : net::url("https://" + o.bucket + ".oss-" + region + ".aliyuncs.com");
    net::http_request r("GET", "/");
    credentials::oss_resource what{.region = region, .bucket = o.bucket, .key = o.key};
    credentials::sign_oss_v4(r, what, *role, std::chrono::system_clock::now());
    const auto answer = co_await http.send(place, std::move(r));
    if (!answer.ok()) throw std::runtime_error("OSS answers with status " + std::to_string(answer.status));
    co_return answer.body;
  }
};

// ---- the agent --------------------------------------------------------------------------------------------------------------------------

struct cloud_agent {
  cloud_agent(const aval::any_io_executor& executor, const aval::environment& variables)
      : redirect_uri(variables.find("APP_REDIRECT_URI").value_or("http://localhost:8090")), http(executor, web_options(variables)), calls(executor, call_options(variables)),
        caller(credentials::default_credentials(executor, chain(variables))),
        me(executor, credentials::identity_client(calls, caller, credentials::agent_identity_data(region(variables))), workload(variables, calls, caller)),
        writer{http, net::url(variables.find("DINGTALK_ENDPOINT").value_or("https://api.dingtalk.com"))},
        reader{http, variables.find("OSS_REGION").value_or(region(variables)), address(variables, "OSS_ENDPOINT")},
        provider(variables.find("DINGTALK_PROVIDER").value_or("test-provider-for-dingtalk")) {
    if (const auto url = variables.find("MODEL_BASE_URL")) {
      llm::chat_options o;
      o.base_url = *url;
      o.model = variables.find("MODEL_NAME").value_or("qwen-plus");
      o.key = net::shared_secret(variables.find("MODEL_API_KEY").value_or(""));
      model_name = o.model;
      model = llm::any_model(llm::chat_client(http, o));
    } else {
      model_name = "built-in-rules";
      model = llm::any_model(example::built_in_rules());
    }
    platform = variables.find_flag("BEHIND_TRUSTED_PLATFORM").value_or(false);
    if (const auto url = variables.find("USER_TOKEN_JWKS_URL")) {
      credentials::jwt_verifier_options o;
      o.keys_url = *url;
      o.token.issuer = variables.find("USER_TOKEN_ISSUER").value_or("");
      o.token.audiences = {variables.find("USER_TOKEN_AUDIENCE").value_or("")};
      o.allow_plain_http = url->starts_with("http://127.0.0.1:");
      check_user = endpoint::bearer_tokens(credentials::jwt_verifier(http, o));
    } else if (platform) {
      check_user = &believe;  // the gateway in front has checked it
    } else {
      throw std::runtime_error("who checks the users' tokens? Set USER_TOKEN_JWKS_URL, USER_TOKEN_ISSUER and USER_TOKEN_AUDIENCE, or BEHIND_TRUSTED_PLATFORM=true where the gateway does");
    }
  }

  std::string redirect_uri;
  net::http_client http;
  credentials::openapi_client calls;
  credentials::credential_provider caller;
  credentials::workload me;
  dingtalk writer;
  oss reader;
  std::string provider, model_name;
  llm::any_model model;
  bool platform = false;
  std::function<aval::awaitable<endpoint::caller>(std::string)> check_user;
  endpoint::consent_states states;
  example::browser_logins logins;

 private:
  static std::string region(const aval::environment& v) { return credentials::identity_region(v); }
  static std::optional<net::url> address(const aval::environment& v, const char* name) {
    const auto text = v.find(name);
    return text ? std::optional(net::url(*text)) : std::nullopt;
  }
  static net::client_options web_options(const aval::environment& v) {
    net::client_options o;
    o.variables = v;
    return o;
  }
  static credentials::openapi_options call_options(const aval::environment& v) {
    credentials::openapi_options o;
    o.endpoint = address(v, "CLOUD_ENDPOINT");  // an emulator
    o.http = web_options(v);
    o.http.tls.ca_file = v.find("CLOUD_CA_FILE").value_or("");
    return o;
  }
  static credentials::chain_options chain(const aval::environment& v) {
    credentials::chain_options o;
    o.variables = v;
    o.openapi = call_options(v);
    return o;
  }
  static credentials::workload_options workload(const aval::environment& v, const credentials::openapi_client& calls, const credentials::credential_provider& caller) {
    auto o = credentials::workload_options_from(v);
    auto product = credentials::agent_identity(region(v));
    if (const auto place = v.find("AGENT_IDENTITY_ENDPOINT")) product = credentials::at_endpoint(product, *place);
    if (o.identity.empty()) o.find_identity = credentials::find_or_create_identity(credentials::control_client(calls, caller, product), {});
    return o;
  }
  static aval::awaitable<endpoint::caller> believe(std::string token) {
    endpoint::caller who;
    const auto parts = credentials::read_jws(token);
    const auto claims = parts ? json::parse(aval::as_text(parts->payload)) : json::parse("{}");
    if (claims && claims->is_object()) who.claims = *claims;
    if (const auto* subject = who.claims["sub"].if_string()) who.subject = *subject;
    co_return who;
  }
};
using shared_agent = std::shared_ptr<cloud_agent>;

aval::awaitable<std::string> write_document(shared_agent a, endpoint::chat_exchange x, credentials::identity_context who, document d) {
  const std::string state = a->states.issue(x.user().subject, who.user());
  credentials::access_token_options options;
  options.provider = a->provider;
  options.scopes = {"openid", "corpid"};
  options.return_url = a->redirect_uri + "/callback";
  options.consent.interval = std::chrono::seconds(1);
  options.consent.on_auth_url = [a, x, state](credentials::consent_needed c) {
    a->states.bind(state, c.session_uri);
    return x.say("Please click the link to authorize Write to DingTalk document: " + c.authorization_url + " \n\n");
  };
  auto write = a->writer | aval::with_access_token(a->me, who.with_custom_state(state), options);
  co_return co_await write(d);
}

aval::awaitable<void> answer(shared_agent a, endpoint::chat_exchange x) {
  const credentials::identity_context who({.user_token = x.user_token(), .user_id = {}, .session_id = x.session(), .custom_state = {}, .workload_token = x.workload_token()});
  std::vector<actions::tool> tools;
  tools.push_back(actions::make_tool([a, x, who](document d) { return write_document(a, x, who, std::move(d)); },
                                     {.name = "write_to_dingtalk_document", .description = "Writes to a DingTalk document of the user."}));
  auto read = a->reader | aval::with_sts(a->me, who);
  tools.push_back(actions::make_tool([read](object o) { return read(o); }, {.name = "read_oss_object", .description = "Reads an object of OSS."}));
  llm::tool_loop_options options;
  options.instructions = "You are a helpful assistant. Use the tools for documents and objects.";
  options.heard = x.forward();
  options.max_time = std::chrono::minutes(15);
  llm::tool_loop loop(a->model, tools, options);
  co_await loop.run(x.request().messages);
}

aval::web::router routes(shared_agent a) {
  endpoint::chat_server_options chat;
  chat.authenticate = a->check_user;
  chat.behind_trusted_platform = a->platform;
  if (a->model_name == "built-in-rules") chat.model = a->model_name;  // what clients are told
  aval::web::router r = endpoint::chat_routes([a](endpoint::chat_exchange x) { return answer(a, x); }, chat);
  endpoint::callback_options back;
  back.application = "your chat";
  back.verify_state = endpoint::verify_with(a->states, [a](endpoint::consent_return c) { return a->logins.subject_of(c.cookie("login")); });
  back.confirm = [a](std::string session_uri, credentials::workload_user user) { return a->me.client().confirm_user_auth(std::move(session_uri), std::move(user)); };
  endpoint::add_callback(r, back);
  a->logins.add_routes(r, a->check_user);
  return r;
}

// ---- main -------------------------------------------------------------------------------------------------------------------------------

#include "common/cloud_rehearsal.hpp"

namespace {

/** The port of APP_REDIRECT_URI on this machine; 0: the page is somewhere else. */
std::uint16_t port_of_page(const std::string& redirect_uri) {
  const net::url u(redirect_uri);
  return u.scheme() == "http" && (u.host() == "localhost" || u.host() == "127.0.0.1") ? u.port() : 0;
}

aval::awaitable<void> serve(std::string where) {
  const auto executor = co_await aval::this_coro::executor;
  const aval::environment variables;
  const auto a = std::make_shared<cloud_agent>(executor, variables);
  net::server_options options;
  options.strand_per_connection = false;
  options.log = aval::log_hooks([](aval::log_level, std::string_view, std::string_view text) { std::cerr << aval::printable(text, 1000) << '\n'; }, aval::log_level::warning);
  net::http_server server(executor, routes(a), options);
  const auto port = server.listen(where);
  const auto page = port_of_page(a->redirect_uri);
  if (page != 0 && page != port) server.listen("127.0.0.1:" + std::to_string(page));
  server.start();
  std::cout << "the agent listens on " << where.substr(0, where.rfind(':')) << ':' << port << '\n';
  std::cout << "model: " << a->model_name;
  if (a->model_name == "built-in-rules") std::cout << " (not a model: set MODEL_BASE_URL for one)";
  else std::cout << " of the service " << variables.find("MODEL_SERVICE_NAME").value_or("(no MODEL_SERVICE_NAME)");
  std::cout << "\nconsents come back to " << a->redirect_uri << "/callback; the browser logs in at " << a->redirect_uri << "/login\n" << std::flush;
  asio::signal_set stop(executor, SIGINT, SIGTERM);
  (void)co_await stop.async_wait(aval::as_result);
  co_await server.stop();
  std::cout << "stopped\n";
}

}  // namespace

int main(int argc, char** argv) {
  asio::io_context context(1);
  int status = 0;
  const bool serves = argc > 1 && std::string_view(argv[1]) == "serve";
  if (argc > 1 && !serves) {
    std::cerr << "usage: " << argv[0] << " [serve [ADDRESS]]\n";
    return 2;
  }
  auto job = serves ? serve(argc > 2 ? argv[2] : "0.0.0.0:9000") : example::rehearsal();
  asio::co_spawn(context, std::move(job), [&](std::exception_ptr e) {
    if (e) {
      status = 1;
      try {
        std::rethrow_exception(e);
      } catch (const std::exception& why) {
        std::cerr << aval::printable(why.what(), 2000) << '\n';
      }
    }
    context.stop();
  });
  context.run();
  return status;
}
