// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  Agents that hand each other tasks: WSS with mutual TLS 1.3 on the loopback, requests of 350 bytes, the server in a process of its own.
 *
 *      task      a scripted client asks, the server acknowledges and answers: our agent, our bare WebSocket that sends the same bytes back
 *                without reading them, and the guide's Python agent (without the second of sleep by which it simulates work)
 *      asking    our agent asks our agent; our bare WebSocket on both sides carries the same bytes
 *      echo      bare frames: our WebSocket server, and python3-websockets
 *      relay     pairs of scripted agents through our hub, and through the least that a hub on python3-websockets could do
 *
 *  One after the other and in windows of 64, on 1 and 64 connections (or pairs); then resident memory of idle connections. Both sides
 *  check every message; the scripted client is the same for every server.
 *
 *      benchmark_agents [--json] [--smoke] [--rounds N] [--only SUBSTRING]          (task, asking, echo, relay, python ...) */

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <asio/co_spawn.hpp>
#include <asio/detached.hpp>
#include <asio/io_context.hpp>

#include "allocations.hpp"
#include "aval/acp/agent.hpp"
#include "aval/net/http_server.hpp"
#include "aval/net/websocket_client.hpp"
#include "aval/net/websocket_server.hpp"
#include "aval/relay/hub.hpp"
#include "measure.hpp"
#include "raw_tls.hpp"
#include "scripted_agent.hpp"

namespace {

namespace relay = aval::relay;
using namespace bench;
using aval::awaitable;
using aval::use_awaitable;

/** How often, and how: `connections` at once, each with a window of messages. */
struct exercise {
  const char* name;
  unsigned connections, window, count;
  unsigned warm_up() const { return (count / 10 / (window * connections) + 1) * window * connections; }
};

/** Runs windows on all connections: `send(talker)` puts one message there, `on_text(talker, text)` returns whether it was the end of one. */
template <class Send, class OnText>
figures play(const server_process& server, const talkers& all, const exercise& x, Send send, OnText on_text, const std::function<talker*(talker*)>& source) {
  const unsigned warm_up = x.warm_up(), total = warm_up + x.count;
  unsigned started = 0, done = 0;
  const auto begin = [&](talker* t) {
    if (started >= total) return;
    started += t->left = x.window;
    for (unsigned i = 0; i < x.window; ++i) send(t);
    t->leave();
  };
  std::vector<raw_connection*> lines;
  for (const auto& t : all) lines.push_back(t->line);
  stopwatch watch(server);
  bool measuring = false;
  for (const auto& t : all)
    if (source(t.get()) == t.get()) begin(t.get());
  raw_play(lines, [&](raw_connection* c) {
    auto* const t = static_cast<talker*>(c->user);
    talker* const from = source(t);
    t->hear([&](std::string_view text) {
      if (!on_text(t, text)) return;
      if (from->left == 0) fail("more answers than questions");
      --from->left, ++done;
    });
    t->leave();
    if (!measuring && done >= warm_up) measuring = true, watch.begin();
    if (done >= total) return watch.end(x.count), true;
    if (from->left == 0) begin(from);
    return false;
  });
  return watch.result;
}
talker* itself(talker* t) { return t; }

talkers sessions_with(std::uint16_t port, const std::string& server, unsigned n) {
  talkers all;
  for (unsigned i = 0; i < n; ++i) {
    all.push_back(std::make_unique<talker>(port, number("asks_", 1000 + i)));
    all.back()->introduce(server);
    all.back()->open_session(server);
    all.back()->wait_for(message_type::session_accept);
  }
  return all;
}
void ask(talker* t) {
  t->say(t->text_of(message_type::solicitud_tarea, "server", task_payload, true));
  t->asked.push_back(t->last);
}
/** Whether it was the answer; anything wrong ends the program. */
bool answered(talker* t, std::string_view text, std::string_view result) {
  acp::envelope e;
  if (!e.read(text)) fail("a message cannot be read: " + std::string(text));
  if (e.tipo == message_type::message_ack) return false;
  if (e.tipo != message_type::respuesta_tarea || t->asked.empty() || e.respuesta_a != t->asked.front() || e.id_sesion != t->session) fail("not the answer: " + std::string(text));
  const auto answer = acp::read_payload<acp::respuesta_tarea>(e);
  if (!answer || answer->estado != "exito" || !answer->resultado || answer->resultado->text() != result) fail("a bad answer: " + std::string(text));
  t->asked.pop_front();
  return true;
}

// ---- servers ------------------------------------------------------------------------------------------------------------------

acp::agent_options agent_options(const std::string& id) {
  acp::agent_options o;
  o.protocol.id = id;
  o.tls = tls_of(id);
  return o;
}
void agent_server(int pipe, bool coroutine) {
  asio::io_context context(1);
  acp::agent agent(context.get_executor(), agent_options("server"));
  if (coroutine) agent.on_task("echo", [](echoed e) -> awaitable<echoed> { co_return e; });
  else agent.on_task("echo", [](echoed e) { return e; });
  tell_port(pipe, agent.listen("127.0.0.1:0"));
  context.run();
}
void plain_agent(int pipe) { agent_server(pipe, false); }
void coroutine_agent(int pipe) { agent_server(pipe, true); }

struct exchange_texts {
  std::string task, ack, answer;
};
exchange_texts recorded;  // what a task and our agent's answer look like

/** Says what our agent would say to a task, or the task itself. */
awaitable<void> bare(net::http_exchange& x, bool echo) {
  const net::websocket_options options;
  auto ws = co_await net::accept_websocket(x, options);
  net::websocket_message m;
  for (;;) {
    std::error_code ec;
    if (!ws.receive_now(m, ec)) co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
    if (ec) co_return;
    if (m.data != recorded.task) fail("bare server: bad message");
    if (echo) ec = ws.send(m.data);
    else if (ec = ws.send(recorded.ack); !ec) ec = ws.send(recorded.answer);
    if (ec) fail("bare server: send");
  }
}
void bare_server(int pipe, bool echo) {
  asio::io_context context(1);
  net::server_options o;
  o.tls = tls_of("server");
  o.strand_per_connection = false;
  net::http_server server(context.get_executor(), [echo](net::http_exchange& x) { return bare(x, echo); }, o);
  tell_port(pipe, server.listen("127.0.0.1:0"));
  server.start();
  context.run();
}
void bare_task_server(int pipe) { bare_server(pipe, false); }
void bare_echo_server(int pipe) { bare_server(pipe, true); }

void hub_server(int pipe) {
  asio::io_context context(1);
  relay::hub_options o;
  o.router.id = "server";
  o.tls = tls_of("server");
  relay::hub hub(context.get_executor(), o);
  tell_port(pipe, hub.listen("127.0.0.1:0"));
  hub.start();
  context.run();
}

std::string folder;  // certificates for Python
/** Debian's package belongs to Debian's python3, which need not be the first in PATH. Empty: there is no python3-websockets. */
const char* python_program() {
  static const char* const found = [] {
    for (const char* p : {"python3", "/usr/bin/python3"})
      if (std::system((std::string(p) + " -c 'import websockets' 2>/dev/null").c_str()) == 0) return p;
    return "";
  }();
  return found;
}
void python_server(int pipe, const char* mode) {
  const auto script = std::filesystem::path(AVAL_BENCHMARKS) / "agents_peer.py";
  const int nowhere = ::open("/dev/null", O_RDWR);
  for (const int fd : {0, 1, 2}) ::dup2(nowhere, fd);
  ::execlp(python_program(), "python3", script.c_str(), mode, folder.c_str(), "server", std::to_string(pipe).c_str(), nullptr);
  std::_Exit(1);
}
void python_echo(int pipe) { python_server(pipe, "echo"); }
void python_relay(int pipe) { python_server(pipe, "relay"); }
void python_agent(int pipe) { python_server(pipe, "agent"); }

/** The certificates in a folder that ends with the program. */
struct certificate_folder {
  certificate_folder() {
    char name[] = "/tmp/aval-benchmark-XXXXXX";
    if (::mkdtemp(name) == nullptr) fail("mkdtemp");
    folder = name;
    const auto o = tls_of("server");
    std::ofstream(folder + "/ca-cert.pem") << o.ca_pem;
    std::ofstream(folder + "/server-cert.pem") << o.certificate_pem;
    std::ofstream(folder + "/server-key.pem") << o.private_key_pem.reveal();
  }
  ~certificate_folder() {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  }
};

// ---- task, echo, relay --------------------------------------------------------------------------------------------------------

using serve_function = void (*)(int);

figures tasks(serve_function serve, const exercise& x, const std::string& result = result_text) {
  const auto server = start_server(serve);
  const auto all = sessions_with(server.port, "server", x.connections);
  const auto f = play(server, all, x, ask, [&](talker* t, std::string_view text) { return answered(t, text, result); }, itself);
  stop_server(server);
  return f;
}
figures bare_tasks(serve_function serve, const exercise& x) {
  const auto server = start_server(serve);
  talkers all;
  for (unsigned i = 0; i < x.connections; ++i) all.push_back(std::make_unique<talker>(server.port, number("asks_", 1000 + i)));
  const auto f = play(
      server, all, x, [](talker* t) { t->say(recorded.task); },
      [](talker*, std::string_view text) {
        if (text == recorded.ack) return false;
        if (text != recorded.answer) fail("a bad answer of the bare server");
        return true;
      },
      itself);
  stop_server(server);
  return f;
}
figures echoes(serve_function serve, const exercise& x) {
  const auto server = start_server(serve);
  talkers all;
  for (unsigned i = 0; i < x.connections; ++i) all.push_back(std::make_unique<talker>(server.port, number("asks_", 1000 + i)));
  const auto f = play(
      server, all, x, [](talker* t) { t->say(recorded.task); }, [](talker*, std::string_view text) { return text == recorded.task || (fail("a bad echo"), false); }, itself);
  stop_server(server);
  return f;
}
/** From every talker with an even number to the next one. */
figures relayed(serve_function serve, const exercise& x) {
  const auto server = start_server(serve);
  talkers all;
  std::map<talker*, talker*> source;
  for (unsigned i = 0; i < x.connections; ++i) {
    auto& from = *all.emplace_back(std::make_unique<talker>(server.port, number("asks_", 1000 + i)));
    auto& to = *all.emplace_back(std::make_unique<talker>(server.port, number("does_", 1000 + i)));
    from.introduce("server");
    to.introduce("server");
    from.open_session(to.id());
    from.leave();
    to.wait_for(message_type::session_init);
    to.session = from.session;
    to.say(to.text_of(message_type::session_accept, from.id()));
    to.leave();
    from.wait_for(message_type::session_accept);
    source[&from] = source[&to] = &from;
  }
  const auto f = play(
      server, all, x,
      [](talker* t) {
        t->passed.push_back(t->text_of(message_type::solicitud_tarea, "does_" + t->id().substr(5), task_payload, true));
        t->say(t->passed.back());
      },
      [&](talker* t, std::string_view text) {
        talker* const from = source[t];
        if (from == t || from->passed.empty() || text != from->passed.front()) fail("the hub has changed a message: " + std::string(text));
        from->passed.pop_front();
        return true;
      },
      [&](talker* t) { return source[t]; });
  stop_server(server);
  return f;
}

// ---- asking: both sides ours --------------------------------------------------------------------------------------------------

struct asking {
  const exercise& x;
  stopwatch& watch;
  std::string url;
  unsigned started = 0, done = 0, ready = 0;
  bool next() { return started < x.warm_up() + x.count && ++started; }
  void one_done() {
    if (++done == x.warm_up()) watch.begin();
    if (done == x.warm_up() + x.count) watch.end(x.count);
  }
};
awaitable<void> ask_in_turn(asking* a, acp::session session) {
  echoed question{.text = words};
  while (a->next()) {
    const echoed answer = co_await session.request<echoed>("echo", question);
    if (answer.text != words) fail("asking: a bad answer");
    a->one_done();
  }
}
void fail_with(std::exception_ptr e) {
  if (e) fail("asking: " + aval::code_of(e).message());
}
awaitable<void> ask_as_agent(asking* a, acp::agent agent) {
  co_await agent.connect(a->url);
  const auto session = co_await agent.open_session("server");
  const auto executor = co_await aval::this_coro::executor;
  for (unsigned i = 0; i < a->x.window; ++i) {
    asio::co_spawn(executor, ask_in_turn(a, session), fail_with);
  }
}
figures asking_agents(serve_function serve, const exercise& x) {
  const auto server = start_server(serve);
  stopwatch watch(server);
  asking a{x, watch, "wss://127.0.0.1:" + std::to_string(server.port)};
  {
    asio::io_context context(1);
    std::vector<acp::agent> agents;
    for (unsigned i = 0; i < x.connections; ++i) agents.emplace_back(context.get_executor(), agent_options(number("asks_", 1000 + i)));
    for (const auto& agent : agents) asio::co_spawn(context, ask_as_agent(&a, agent), fail_with);
    while (a.done != x.warm_up() + x.count && context.run_one() != 0) {
    }
  }
  stop_server(server);
  return watch.result;
}
awaitable<void> ask_barely(asking* a, net::websocket_client_options options) {
  const auto executor = co_await aval::this_coro::executor;
  const net::url where(a->url);
  auto ws = co_await net::connect_websocket(executor, where, options);
  net::websocket_message m;
  unsigned going = 0;
  for (;;) {
    if (going == 0) {
      for (; going != a->x.window && a->next(); ++going) ws.send(recorded.task);
      if (going == 0) co_return;
    }
    for (const std::string* expected : {&recorded.ack, &recorded.answer}) {
      std::error_code ec;
      if (!ws.receive_now(m, ec)) co_await ws.async_receive(m, asio::redirect_error(use_awaitable, ec));
      if (ec || m.data != *expected) fail("asking: the bare server's answer is bad");
    }
    --going;
    a->one_done();
  }
}
figures asking_barely(serve_function serve, const exercise& x) {
  const auto server = start_server(serve);
  stopwatch watch(server);
  asking a{x, watch, "wss://127.0.0.1:" + std::to_string(server.port)};
  {
    asio::io_context context(1);
    for (unsigned i = 0; i < x.connections; ++i) {
      net::websocket_client_options o;
      o.tls = tls_of(number("asks_", 1000 + i));
      o.proxy.from_environment = false;
      asio::co_spawn(context, ask_barely(&a, o), fail_with);
    }
    while (a.done != x.warm_up() + x.count && context.run_one() != 0) {
    }
  }
  stop_server(server);
  return watch.result;
}

// ---- the rest -----------------------------------------------------------------------------------------------------------------

/** One task, to see what our agent sends. */
void record() {
  const auto server = start_server(plain_agent);
  auto t = std::move(sessions_with(server.port, "server", 1).front());
  recorded.task = t->text_of(message_type::solicitud_tarea, "server", task_payload, true);
  if (recorded.task.size() != 350) fail("requests have " + std::to_string(recorded.task.size()) + " bytes");
  t->asked.push_back(t->last);
  t->say(recorded.task);
  t->leave();
  while (recorded.answer.empty()) {
    if (!raw_receive(t->line)) fail("a connection was lost");
    t->hear([&](std::string_view text) { (answered(t.get(), text, result_text) ? recorded.answer : recorded.ack) = text; });
  }
  stop_server(server);
}

/** Resident memory for each connection whose agent has registered, opened a session and had three tasks done, and is idle. */
double idle_memory(serve_function serve, unsigned connections, const std::string& result) {
  const auto server = start_server(serve);
  const auto task = [&](talker* t) {
    ask(t);
    t->leave();
    while (!t->asked.empty()) {
      if (!raw_receive(t->line)) fail("an idle connection was lost");
      t->hear([&](std::string_view text) { answered(t, text, result); });
    }
  };
  talker first(server.port, "first");
  first.introduce("server");
  first.open_session("server");
  first.wait_for(message_type::session_accept);
  for (int i = 0; i < 10; ++i) task(&first);
  const double before = resident_kib(server.pid);
  const auto all = sessions_with(server.port, "server", connections);
  for (int k = 0; k < 3; ++k) {
    for (const auto& t : all) task(t.get());
  }
  ::usleep(3'500'000);
  const double after = resident_kib(server.pid);
  for (const auto& t : all) task(t.get());  // still alive
  stop_server(server);
  return (after - before) / connections;
}

}  // namespace

int main(int argc, char** argv) {
  const auto a = parse_arguments(argc, argv, 5, true);
  std::signal(SIGPIPE, SIG_IGN);
  authority();
  const certificate_folder certificates;
  record();
  const bool python = *python_program() != '\0';

  using runner = std::function<figures(const exercise&)>;
  struct contest {
    std::string name;
    runner run;
    bool slow;  // a tenth of the messages will do
  };
  std::vector<contest> contests{{"task, agent", [](const exercise& x) { return tasks(plain_agent, x); }, false},
                                {"task, agent with a coroutine", [](const exercise& x) { return tasks(coroutine_agent, x); }, false},
                                {"task, bare", [](const exercise& x) { return bare_tasks(bare_task_server, x); }, false},
                                {"asking, agents", [](const exercise& x) { return asking_agents(plain_agent, x); }, false},
                                {"asking, bare", [](const exercise& x) { return asking_barely(bare_task_server, x); }, false},
                                {"echo, bare", [](const exercise& x) { return echoes(bare_echo_server, x); }, false},
                                {"relay, hub", [](const exercise& x) { return relayed(hub_server, x); }, false}};
  if (python) {
    contests.push_back({"task, python agent", [](const exercise& x) { return tasks(python_agent, x, "\"Python task done!\""); }, true});
    contests.push_back({"echo, python", [](const exercise& x) { return echoes(python_echo, x); }, true});
    contests.push_back({"relay, python", [](const exercise& x) { return relayed(python_relay, x); }, true});
  }
  if (!a.only.empty()) std::erase_if(contests, [&](const contest& c) { return c.name.find(a.only) == std::string::npos; });
  std::vector<exercise> exercises{{"one by one, 1 connection", 1, 1, 5'000},
                                  {"one by one, 64 connections", 64, 1, 16'000},
                                  {"window of 64, 1 connection", 1, 64, 32'000},
                                  {"window of 64, 64 connections", 64, 64, 64 * 1024}};
  if (a.smoke) exercises = {{"one by one, 1 connection", 1, 1, 5}, {"window of 64, 64 connections", 2, 4, 8}};

  report r("agents", a);
  if (!a.smoke && a.only.empty()) {  // first: what this program allocates and frees would be lent to its servers
    r.value("KiB resident for an idle agent connection", idle_memory(plain_agent, 500, result_text), at_most(48));
    if (python) r.value("KiB resident for an idle connection of the python agent", idle_memory(python_agent, 500, "\"Python task done!\""));
  }
  for (unsigned round = 0; round < a.rounds; ++round) {
    for (const exercise& x : exercises) {
      for (const contest& c : contests) {
        exercise mine = x;
        if (c.slow && !a.smoke) mine.count /= 10;
        r.add(c.name + ", " + x.name, c.run(mine));
      }
    }
  }
  for (const exercise& x : exercises) {
    const std::string s = std::string(", ") + x.name;
    r.difference("server CPU above the bare WebSocket, us per task" + s, "task, agent" + s, "task, bare" + s, &figures::server_cpu, at_most(4));
    r.difference("the same with a coroutine as handler" + s, "task, agent with a coroutine" + s, "task, bare" + s, &figures::server_cpu);
    r.difference("asking side's CPU above the bare WebSocket, us per task" + s, "asking, agents" + s, "asking, bare" + s, &figures::client_cpu, at_most(4));
    r.ratio("bare frames, server CPU, python/ours" + s, "echo, python" + s, "echo, bare" + s, &figures::server_cpu, x.window == 1 ? at_least(3.5) : goal{});
    r.ratio("task messages, server CPU, python agent/ours" + s, "task, python agent" + s, "task, agent" + s, &figures::server_cpu, at_least(x.window == 1 ? 4 : 10));
    r.ratio("task messages, wall, python agent/ours" + s, "task, python agent" + s, "task, agent" + s, &figures::wall);
    r.ratio("relayed, server CPU, python/ours" + s, "relay, python" + s, "relay, hub" + s, &figures::server_cpu, x.window == 1 ? goal{} : at_least(10));
    if (const double wall = r.middle("relay, hub" + s, &figures::wall); wall > 0) r.value("messages/s relayed by the hub" + s, 1e6 / wall);
  }
  if (!python) r.note("python3-websockets is not installed (Debian: python3-websockets): what is compared with it was left out");
  r.print();
  return 0;
}
