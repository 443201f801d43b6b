// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 11. An agent behind the API that chat programs speak. While its tool waits for the user's consent, the link stands in the answer that
//     the user is reading. Any OpenAI client may ask; here it is ours, and the model is a script.

#include <asio/io_context.hpp>
#include <iostream>

#include "aval/endpoint/chat_server.hpp"
#include "aval/llm/chat_client.hpp"
#include "aval/llm/scripted_model.hpp"
#include "aval/llm/tool_loop.hpp"
#include "aval/net/http_server.hpp"
#include "common/run.hpp"

namespace actions = aval::actions;
namespace endpoint = aval::endpoint;
namespace llm = aval::llm;

struct document {
  std::string text = {};
};

// in a real agent the tool waits here for an access token of the user
aval::awaitable<std::string> write_document(endpoint::chat_exchange x, document d) {
  co_await x.say("Please click the link to authorize write_document: https://example/consent \n\n");
  asio::steady_timer consent(co_await aval::this_coro::executor, std::chrono::milliseconds(50));
  co_await consent.async_wait(aval::use_awaitable);
  co_return "written: " + d.text;
}

aval::awaitable<void> assistant(endpoint::chat_exchange x) {
  llm::scripted_model model;
  model.calls("write_document", R"({"text":"minutes of the meeting"})").says("The document is written.");

  std::vector<actions::tool> tools;
  tools.push_back(actions::make_tool([x](document d) { return write_document(x, std::move(d)); }, {.name = "write_document"}));
  llm::tool_loop_options options;
  options.heard = x.forward();  // what the model says, the user reads
  llm::tool_loop loop(model, tools, options);
  co_await loop.run(x.request().messages);
}

aval::awaitable<void> ask(aval::net::http_server* server, std::string base) {
  aval::net::http_client http(co_await aval::this_coro::executor);
  llm::chat_options options;
  options.base_url = base + "/openai/v1";
  options.model = "agentrun";
  llm::chat_client client(http, options);
  llm::chat_request question;
  question.messages = {llm::user_message("Write the minutes.")};
  auto answer = co_await client.stream(question);
  for (;;) {
    const auto piece = co_await answer.next();
    if (!piece) break;
    std::cout << piece->content.value_or("") << std::flush;
  }
  std::cout << '\n';
  co_await server->stop();
}

int main() {
  asio::io_context context;
  endpoint::chat_server_options options;
  options.anonymous = true;  // yours checks tokens: options.authenticate = endpoint::bearer_tokens(jwt_verifier)
  aval::net::http_server server(context.get_executor(), endpoint::chat_routes(&assistant, options));
  const auto port = server.listen("127.0.0.1:0");
  server.start();
  return example::run(context, ask(&server, "http://127.0.0.1:" + std::to_string(port)));
}
