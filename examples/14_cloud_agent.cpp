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
#include "aval/llm/tool_loop.hpp"
#include "aval/net/http_server.hpp"
#include "common/browser_logins.hpp"
#include "common/built_in_rules.hpp"
#include "common/model_choice.hpp"
#include "common/run.hpp"

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

  aval::awaitable<std::string> operator()(aval::secret token, document d) const { return write(*this, std::move(token), std::move(d)); }
  static aval::awaitable<std::string> write(dingtalk self, aval::secret token, document d) {
    if (d.document_id.find_first_not_of('.') == d.document_id.npos) throw std::runtime_error("not the id of a document");  // it becomes part of a path
    net::http_request r("POST", "/v2.0/doc/me/suites/documents/" + net::percent_encode(d.document_id) + "/overwriteContent",
                        json::write(json::object({{"dataType", "markdown"}, {"content", d.content}})), "application/json");
    r.headers.add("x-acs-dingtalk-access-token", token.reveal());
    const auto answer = co_await self.http.send(self.base, std::move(r));
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

  aval::awaitable<std::string> operator()(credentials::shared_credential role, object o) const { return read(*this, std::move(role), std::move(o)); }
  static aval::awaitable<std::string> read(oss self, credentials::shared_credential role, object o) {
    const bool plain = o.bucket.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == o.bucket.npos;  // a model says it, and it becomes a host
    if (!plain || o.bucket.size() < 3 || o.bucket.size() > 63) throw std::runtime_error("not the name of a bucket");
    if (o.key.empty()) throw std::runtime_error("an object has a name");  // without one it is a list of all objects that is asked for
    const net::url place = self.instead ? *self.instead : net::url("https://" + o.bucket + ".oss-" + self.region + ".aliyuncs.com");
    net::http_request r("GET", "/");
    credentials::oss_resource what{.region = self.region, .bucket = o.bucket, .key = o.key};
    credentials::sign_oss_v4(r, what, *role, std::chrono::system_clock::now());
    const auto answer = co_await self.http.send(place, std::move(r));
    if (!answer.ok()) throw std::runtime_error("OSS answers with status " + std::to_string(answer.status));
    co_return answer.body;
  }
};

// ---- the agent --------------------------------------------------------------------------------------------------------------------------

// what the environment says; docs/cloud_agent.md explains each variable

std::string needed(const aval::environment& v, const char* name) {
  if (auto text = v.find(name)) return *std::move(text);
  throw std::runtime_error(std::string(name) + " is missing");
}
std::optional<net::url> address(const aval::environment& v, const char* name) {
  const auto text = v.find(name);
  return text ? std::optional(net::url(*text)) : std::nullopt;
}
net::client_options web_options(const aval::environment& v) {
  net::client_options o;
  o.variables = v;  // proxies
  return o;
}
credentials::openapi_options call_options(const aval::environment& v) {
  credentials::openapi_options o;
  o.endpoint = address(v, "CLOUD_ENDPOINT");  // an emulator
  o.http = web_options(v);
  o.http.tls.ca_file = v.find("CLOUD_CA_FILE").value_or("");
  return o;
}
credentials::chain_options chain_options(const aval::environment& v) {
  credentials::chain_options o;
  o.variables = v;
  o.openapi = call_options(v);
  return o;
}
credentials::workload_options workload_options(const aval::environment& v, const credentials::openapi_client& calls,
                                              const credentials::credential_provider& caller) {
  auto o = credentials::workload_options_from(v);
  auto control_plane = credentials::agent_identity(credentials::identity_region(v));
  if (const auto place = v.find("AGENT_IDENTITY_ENDPOINT")) control_plane = credentials::at_endpoint(control_plane, *place);
  if (o.identity.empty()) o.find_identity = credentials::find_or_create_identity(credentials::control_client(calls, caller, control_plane), {});
  return o;
}

using user_check = std::function<aval::awaitable<endpoint::caller>(std::string)>;

/** Checks the users' tokens; empty without USER_TOKEN_JWKS_URL. */
user_check token_check(const aval::environment& v, const net::http_client& http) {
  const auto url = v.find("USER_TOKEN_JWKS_URL");
  if (!url) return {};
  credentials::jwt_verifier_options o;
  o.keys_url = *url;
  o.token.issuer = needed(v, "USER_TOKEN_ISSUER");
  o.token.audiences = {needed(v, "USER_TOKEN_AUDIENCE")};
  o.allow_plain_http = url->starts_with("http://127.0.0.1:");
  return endpoint::bearer_tokens(credentials::jwt_verifier(http, o));
}

/** Only reads them: for requests that come through a gateway which has checked them. */
aval::awaitable<endpoint::caller> believe(std::string token) {
  endpoint::caller who;
  const auto parts = credentials::read_jws(token);
  const auto claims = parts ? json::parse(aval::as_text(parts->payload)) : json::parse("{}");
  if (claims && claims->is_object()) who.claims = *claims;
  if (const auto* subject = who.claims["sub"].if_string()) who.subject = *subject;
  co_return who;
}

struct cloud_agent {
  cloud_agent(const aval::any_io_executor& executor, const aval::environment& v)
      : redirect_uri(v.find("APP_REDIRECT_URI").value_or("http://localhost:8090")), http(executor, web_options(v)), calls(executor, call_options(v)),
        caller(credentials::default_credentials(executor, chain_options(v))),
        me(executor, credentials::identity_client(calls, caller, credentials::agent_identity_data(credentials::identity_region(v))),
           workload_options(v, calls, caller)),
        writer{http, net::url(v.find("DINGTALK_ENDPOINT").value_or("https://api.dingtalk.com"))},
        reader{http, v.find("OSS_REGION").value_or(credentials::identity_region(v)), address(v, "OSS_ENDPOINT")},
        provider(v.find("DINGTALK_PROVIDER").value_or("test-provider-for-dingtalk")), model(example::model_of(v, http)),
        platform(v.find_flag("BEHIND_TRUSTED_PLATFORM").value_or(false)), check_user(token_check(v, http)) {
    if (!check_user && !platform)
      throw std::runtime_error(
          "who checks the users' tokens? Set USER_TOKEN_JWKS_URL, USER_TOKEN_ISSUER and USER_TOKEN_AUDIENCE, or BEHIND_TRUSTED_PLATFORM=true where the gateway does");
  }

  std::string redirect_uri;
  net::http_client http;
  credentials::openapi_client calls;
  credentials::credential_provider caller;  // who the agent itself is for the cloud
  credentials::workload me;
  dingtalk writer;
  oss reader;
  std::string provider;
  std::optional<llm::any_model> model;  // nothing: the built-in rules
  bool platform;
  user_check check_user;
  endpoint::consent_states states;
  example::browser_logins logins;
};
using shared_agent = std::shared_ptr<cloud_agent>;

aval::awaitable<std::string> write_document(shared_agent a, endpoint::chat_exchange x, credentials::identity_context who, document d) {
  const endpoint::scoped_state state(a->states, x.user().subject, who.user());
  credentials::access_token_options options;
  options.provider = a->provider;
  options.scopes = {"openid", "corpid"};
  options.return_url = a->redirect_uri + "/callback";
  options.consent.interval = std::chrono::seconds(1);
  options.consent.wait = x.streamed();  // else the user would read the link when the wait is over
  options.consent.on_auth_url = [a, x, state = state.text()](credentials::consent_needed c) {
    a->states.bind(state, c.session_uri);
    return x.say("Please click the link to authorize Write to DingTalk document: " + c.authorization_url + " \n\n");
  };
  auto write = a->writer | aval::with_access_token(a->me, who.with_custom_state(state.text()), options);
  try {
    co_return co_await write(d);
  } catch (const credentials::consent_error& e) {
    if (e.code() != credentials::errc::consent_needed) throw;
  }
  co_return "Nothing is written yet: the user has to follow the link above first, and then to ask again.";
}

aval::awaitable<void> answer(shared_agent a, endpoint::chat_exchange x) {
  a->caller.replace(x.platform_credential());  // the platform's rotates; null, which changes nothing, where there is none
  const credentials::identity_context who(
      {.user_token = x.user_token(), .user_id = {}, .session_id = x.session(), .custom_state = {}, .workload_token = x.workload_token()});
  std::vector<actions::tool> tools;
  tools.push_back(actions::make_tool([a, x, who](document d) { return write_document(a, x, who, std::move(d)); },
                                     {.name = "write_to_dingtalk_document", .description = "Writes to a DingTalk document of the user."}));
  auto read = a->reader | aval::with_sts(a->me, who);
  tools.push_back(actions::make_tool([read](object o) { return read(o); }, {.name = "read_oss_object", .description = "Reads an object of OSS."}));
  llm::tool_loop_options options;
  options.instructions = "You are a helpful assistant. Use the tools for documents and objects.";
  options.heard = x.forward();
  options.max_time = std::chrono::minutes(15);
  llm::tool_loop loop(a->model ? *a->model : llm::any_model(example::built_in_rules()), tools, options);
  co_await loop.run(x.request().messages);
}

aval::web::router routes(shared_agent a) {
  endpoint::chat_server_options chat;
  chat.authenticate = a->check_user ? a->check_user : &believe;
  chat.behind_trusted_platform = a->platform;
  if (!a->model) chat.model = "built-in-rules";  // what clients are told
  aval::web::router r = endpoint::chat_routes([a](endpoint::chat_exchange x) { return answer(a, x); }, chat);
  if (!a->check_user) return r;  // no page for browsers, whose log-in nobody would check: APP_REDIRECT_URI is an application of yours
  endpoint::callback_options back;
  back.application = "your chat";
  back.verify_state = endpoint::verify_with(a->states, [a](endpoint::consent_return c) { return a->logins.subject_of(c.cookie("login")); });
  back.confirm = [a](std::string session_uri, credentials::workload_user user) {
    return a->me.client().confirm_user_auth(std::move(session_uri), std::move(user));
  };
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
  const auto page = a->check_user ? port_of_page(a->redirect_uri) : 0;
  if (page != 0 && page != port) server.listen("127.0.0.1:" + std::to_string(page));
  server.start();
  std::cout << "the agent listens on " << where.substr(0, where.rfind(':')) << ':' << port << '\n';
  std::cout << "model: ";
  if (a->model) std::cout << example::model_name(variables) << " of the service " << variables.find("MODEL_SERVICE_NAME").value_or("(no MODEL_SERVICE_NAME)");
  else std::cout << "built-in-rules (not a model: set MODEL_BASE_URL for one)";
  std::cout << "\nconsents come back to " << a->redirect_uri << "/callback";
  if (a->check_user) std::cout << "; the browser logs in at " << a->redirect_uri << "/login";
  std::cout << '\n' << std::flush;
  asio::signal_set stop(executor, SIGINT, SIGTERM);
  (void)co_await stop.async_wait(aval::as_result);
  co_await server.stop();
  std::cout << "stopped\n";
}

}  // namespace

int main(int argc, char** argv) {
  const bool serves = argc > 1 && std::string_view(argv[1]) == "serve";
  if (argc > 3 || (argc > 1 && !serves)) {
    std::cerr << "usage: " << argv[0] << " [serve [ADDRESS]]\n";
    return 2;
  }
  asio::io_context context(1);
  return example::run(context, serves ? serve(argc > 2 ? argv[2] : "0.0.0.0:9000") : example::rehearsal());
}
