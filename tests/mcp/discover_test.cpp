// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/mcp/discover.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "aval/json/write.hpp"

// What the files of other programs say, and what of it may be told.

namespace {

using namespace aval;
using namespace aval::mcp;

discovery read_text(std::string text, client_program client = client_program::other) {
  discovery found;
  const auto done = read_config(std::move(text), {client, "/c"}, found);
  if (!done) found.problems.push_back({"/c", done.error().message});
  return found;
}

class folder {  // of one test
 public:
  folder() {
    std::string name = (std::filesystem::temp_directory_path() / "aval-mcp-XXXXXX").string();
    path = ::mkdtemp(name.data());
  }
  ~folder() { std::filesystem::remove_all(path); }
  void write(const std::string& file, const std::string& text) const {
    std::filesystem::create_directories(std::filesystem::path(path + "/" + file).parent_path());
    std::ofstream(path + "/" + file) << text;
  }
  std::string path;
};
discover_options at_home(const std::string& home) {
  discover_options o;
  o.variables = environment({{"HOME", home}});
  o.platform = platform::linux_os;
  return o;
}

constexpr const char* guide = R"({"mcpServers": {
  "filesystem": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-filesystem"], "env": {"ALLOWED_DIRECTORY": "~/Documents"}},
  "github": {"command": "npx", "args": ["-y", "@modelcontextprotocol/server-github"], "env": {"GITHUB_TOKEN": "ghp_canary0123456789"}}}})";

TEST(mcp_config, of_claude_desktop_gives_command_arguments_and_environment) {
  const auto found = read_text(guide, client_program::claude_desktop);
  ASSERT_EQ(found.servers.size(), 2u);
  const configured_server& first = found.servers[0];
  EXPECT_EQ(first.name, "filesystem");
  EXPECT_EQ(first.command, "npx");
  EXPECT_EQ(first.args, (std::vector<std::string>{"-y", "@modelcontextprotocol/server-filesystem"}));
  EXPECT_EQ(first.command_line(), "npx -y @modelcontextprotocol/server-filesystem");
  EXPECT_EQ(first.env.at("ALLOWED_DIRECTORY").reveal(), "~/Documents");
  EXPECT_EQ(first.transport, transport_kind::stdio);
  EXPECT_EQ(first.client, client_program::claude_desktop);
  EXPECT_EQ(first.config_path, "/c");
  EXPECT_TRUE(first.enabled);
  EXPECT_TRUE(found.problems.empty());
}

TEST(mcp_config, of_every_program_is_read_in_its_own_spelling) {
  using enum client_program;
  const struct {
    client_program client;
    const char *text, *name, *target, *project;
    transport_kind transport;
    bool enabled;
  } rows[] = {
      {claude_code, R"({"numStartups":7,"projects":{"/p":{"mcpServers":{"a":{"type":"stdio","command":"x"}}}}})", "a", "x", "/p", transport_kind::stdio, true},
      {claude_code, R"({"mcpServers":{"a":{"type":"sse","url":"https://h/sse"}}})", "a", "https://h/sse", "", transport_kind::sse, true},
      {cursor, R"({"mcpServers":{"a":{"url":"https://h/mcp"}}})", "a", "https://h/mcp", "", transport_kind::http, true},
      {vscode, R"({"inputs":[],"servers":{"a":{"type":"http","url":"https://h","command":"y"}}})", "a", "https://h", "", transport_kind::http, true},
      {vscode, R"({"editor.fontSize":12,"mcp":{"servers":{"a":{"command":"x"}}}})", "a", "x", "", transport_kind::stdio, true},
      {vscode, R"({"mcp.servers":{"a":{"command":"x"}}})", "a", "x", "", transport_kind::stdio, true},
      {windsurf, R"({"mcpServers":{"a":{"serverUrl":"https://h"}}})", "a", "https://h", "", transport_kind::http, true},
      {cline, R"({"mcpServers":{"a":{"command":"x","disabled":true}}})", "a", "x", "", transport_kind::stdio, false},
      {continue_dev, R"({"experimental":{"modelContextProtocolServers":[{"transport":{"type":"stdio","command":"/opt/bin/thing"}}]}})", "thing", "/opt/bin/thing", "",
       transport_kind::stdio, true},
      {continue_dev, R"({"mcpServers":[{"name":"a","command":"x"}]})", "a", "x", "", transport_kind::stdio, true},
      {zed, R"({"context_servers":{"a":{"command":{"path":"x","args":["1"],"env":{}},"enabled":false},"b":{"source":"extension","settings":{}}}})", "a", "x", "",
       transport_kind::stdio, false},
      {gemini, R"({"mcpServers":{"a":{"url":"https://h/sse"}}})", "a", "https://h/sse", "", transport_kind::sse, true},
      {gemini, R"({"mcpServers":{"a":{"httpUrl":"https://h/mcp"}}})", "a", "https://h/mcp", "", transport_kind::http, true},
  };
  for (const auto& row : rows)
    for (const bool known : {true, false}) {  // a file by any other name is read all the same
      if (!known && row.client == gemini) continue;
      const auto found = read_text(row.text, known ? row.client : other);
      ASSERT_EQ(found.servers.size(), 1u) << row.text;
      const configured_server& s = found.servers[0];
      EXPECT_EQ(s.name, row.name) << row.text;
      EXPECT_EQ(s.transport == transport_kind::stdio ? s.command : s.url, row.target) << row.text;
      EXPECT_EQ(s.project, row.project);
      EXPECT_EQ(s.transport, row.transport) << row.text;
      EXPECT_EQ(s.enabled, row.enabled) << row.text;
      EXPECT_TRUE(found.problems.empty()) << row.text;
    }
}

TEST(mcp_config, comments_commas_and_a_byte_order_mark_are_tolerated) {
  const auto found = read_text("\xEF\xBB\xBF// mine\n{/* \"mcpServers\": 1, */ \"mcpServers\": { // the servers\r\n \"a//b\": {\"command\": \"x /* y */\", \"args\": [\"\\\"//\", \"2\", ], },\n},}\n");
  ASSERT_EQ(found.servers.size(), 1u) << found.problems.at(0).what;
  EXPECT_EQ(found.servers[0].name, "a//b");
  EXPECT_EQ(found.servers[0].command, "x /* y */");
  EXPECT_EQ(found.servers[0].args, (std::vector<std::string>{"\"//", "2"}));
}

TEST(mcp_config, what_is_no_json_either_way_is_refused_with_its_place) {
  for (const char* text : {"", "[]", "{\"a\": [1,,]}", "{\"a\": [,]}", "{,}", "{\"a\":,}", "/* open {}", "{} x", "{\"a\" 1}"})
    EXPECT_EQ(read_text(text).problems.size(), 1u) << text;
  EXPECT_NE(read_text("{ // one\n  /* two\n */ \"mcpServers\": {\"a\": nul}}").problems.at(0).what.find("at line 3 column 2"), std::string::npos)
      << "blanked comments keep lines and columns";
  const std::string deep(100, '[');
  EXPECT_EQ(read_text("{\"a\":" + deep + std::string(100, ']') + "}").problems.size(), 1u);
}

TEST(mcp_config, plain_json_stays_as_it_is) {
  for (const std::string text : {R"({"a":[1,{"b":"//,]"},[]],"c":"\\","d":"\",}"})", "[]", "{\"a\" : 1 , \"b\" : [ 2 ] }"}) EXPECT_EQ(mcp::detail::plain_json(text), text);
}

TEST(mcp_config, one_bad_entry_costs_only_itself_and_is_reported_without_its_values) {
  const auto found = read_text(R"({"mcpServers": {"good": {"command": "x", "args": [1, true], "env": {"PORT": 80, "OFF": null}}, "text": "canary",
      "nothing": {"env": {"A": "canary"}}, "args": {"command": "x", "args": {"canary": 1}}, "nested": {"command": "x", "args": [["canary"]]},
      "env": {"command": "x", "env": {"A": ["canary"]}}, "nul": {"command": "x\u0000canary"}, "": {"url": "https://h"}, "url": {"url": 1.5, "command": {}}}})");
  ASSERT_EQ(found.servers.size(), 2u);
  EXPECT_EQ(found.servers[0].args, (std::vector<std::string>{"1", "true"}));
  EXPECT_EQ(found.servers[0].env.size(), 1u);
  EXPECT_EQ(found.servers[1].url, "1.5") << "a number is taken as its text";
  EXPECT_EQ(found.problems.size(), 7u);
  for (const config_problem& p : found.problems) EXPECT_EQ(p.what.find("canary"), std::string::npos) << p.what;
  EXPECT_EQ(found.problems[0].what, "the server \"text\" is no object");
}

TEST(mcp_config, a_file_without_end_is_taken_in_part) {
  std::string text = "{\"mcpServers\":{";
  for (int i = 0; i < 1500; ++i) text += "\"s" + std::to_string(i) + "\":{\"command\":\"x\"},";
  const auto found = read_text(text + "}}");
  EXPECT_EQ(found.servers.size(), 999u);
  EXPECT_EQ(found.problems.size(), 1u);
}

TEST(mcp_masking, keys_on_a_command_line_are_hidden_however_they_stand_there) {
  const struct {
    std::vector<std::string> args, shown;
  } rows[] = {
      {{"-y", "@modelcontextprotocol/server-filesystem", "/home/ana/Documents", "--port=8080"}, {"-y", "@modelcontextprotocol/server-filesystem", "/home/ana/Documents", "--port=8080"}},
      {{"--api-key=canary", "--apiKey", "canary", "x"}, {"--api-key=[redacted]", "--apiKey", "[redacted]", "x"}},
      {{"-e", "GITHUB_PERSONAL_ACCESS_TOKEN=canary", "-e", "PLAIN=1"}, {"-e", "GITHUB_PERSONAL_ACCESS_TOKEN=[redacted]", "-e", "PLAIN=1"}},
      {{"--header", "Authorization: Bearer canary"}, {"--header", "Authorization:[redacted]"}},
      {{"--header=X-Api-Key:canary", "Authorization:", "Bearer", "canary"}, {"--header=X-Api-Key:[redacted]", "Authorization:", "[redacted]", "[redacted]"}},
      {{"postgresql://ana:canary@db.example.org:5432/sales?password=canary&sslmode=canary"}, {"postgresql://[redacted]@db.example.org:5432/sales?password=[redacted]&sslmode=[redacted]"}},
      {{"ana:canary@tcp(db:3306)/sales"}, {"[redacted]@tcp(db:3306)/sales"}},
      {{"sh", "-c", "cd /x && API_KEY='a canary b' npx --token canary run \"a b\""}, {"sh", "-c", "cd /x && API_KEY=[redacted] npx --token [redacted] run \"a b\""}},
      {{"--password=canary and more"}, {"--password=[redacted]"}},
      {{"--config", R"({"apiKey":"canary","deep":[{"password":"canary"},"--token","canary"],"city":"Lima"})"},
       {"--config", R"({"apiKey":"[redacted]","deep":[{"password":"[redacted]"},"--token","[redacted]"],"city":"Lima"})"}},
      {{"{token: canary}"}, {"[redacted]"}},
      {{"a;token=canary"}, {"[redacted]"}},
      {{"ghp_canary0123456789"}, {"[redacted]"}},
      {{"canaryAB12canaryCD34xyz"}, {"[redacted]"}},
      {{"0123456789abcdef0123456789abcdef"}, {"[redacted]"}},
      {{"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}, {"[redacted]"}},
      {{"https://h.example/s/canaryAB12canaryCD34xyz/mcp#access_token=canary"}, {"https://h.example/s/[redacted]/mcp#access_token=[redacted]"}},
  };
  for (const auto& row : rows) {
    configured_server s;
    s.command = "npx";
    s.args = row.args;
    EXPECT_EQ(masked(s).args, row.shown) << row.args.back();
  }
}

TEST(mcp_masking, no_value_of_environment_or_headers_gets_out) {
  const auto found = read_text(R"({"mcpServers": {"a": {"command": "TOKEN=canary npx", "args": ["\u001b[31mred"], "env": {"KEY": "canary", "CITY": "canary"}},
      "b": {"url": "https://canary@h/mcp?k=canary", "headers": {"Authorization": "Bearer canary"}}}})");
  ASSERT_EQ(found.servers.size(), 2u);
  EXPECT_EQ(json::write(masked(found.servers[0])),
            R"({"name":"a","client":"other","config_path":"/c","transport":"stdio","enabled":true,"command":"TOKEN=[redacted]","args":["?[31mred"],)"
            R"("command_line":"'TOKEN=[redacted]' '?[31mred'","env_names":["CITY","KEY"],"url":"","header_names":[]})");
  EXPECT_EQ(json::write(masked(found.servers[1])),
            R"({"name":"b","client":"other","config_path":"/c","transport":"http","enabled":true,"command":"","args":[],"command_line":"",)"
            R"("env_names":[],"url":"https://[redacted]@h/mcp?k=[redacted]","header_names":["Authorization"]})");
}

TEST(mcp_places, are_where_each_system_keeps_them) {
  const auto places = [](platform os, std::map<std::string, std::string> variables, std::string project) {
    discover_options o;
    o.platform = os;
    o.variables = environment(std::move(variables));
    o.project = std::move(project);
    std::string out;
    for (const config_location& at : config_locations(o)) out += at.path + "\n";
    return out;
  };
  EXPECT_EQ(places(platform::linux_os, {{"HOME", "/h"}}, "/p/"),
            "/h/.config/Claude/claude_desktop_config.json\n/h/.claude/claude_desktop_config.json\n/h/.claude.json\n/p/.mcp.json\n/h/.cursor/mcp.json\n/p/.cursor/mcp.json\n"
            "/h/.config/Code/User/mcp.json\n/h/.config/Code/User/settings.json\n/p/.vscode/mcp.json\n/h/.codeium/windsurf/mcp_config.json\n"
            "/h/.config/Code/User/globalStorage/saoudrizwan.claude-dev/settings/cline_mcp_settings.json\n/h/.continue/config.json\n/h/.config/zed/settings.json\n"
            "/h/.gemini/settings.json\n/p/.gemini/settings.json\n");
  EXPECT_TRUE(places(platform::linux_os, {{"HOME", "/h"}, {"XDG_CONFIG_HOME", "/x"}}, "").starts_with("/x/Claude/claude_desktop_config.json\n/h/.claude/"));
  EXPECT_TRUE(places(platform::linux_os, {{"HOME", "/h"}, {"XDG_CONFIG_HOME", "x"}}, "").starts_with("/h/.config/Claude/")) << "a relative one does not count";
  const std::string mac = places(platform::macos, {{"HOME", "/Users/ana"}, {"XDG_CONFIG_HOME", "/x"}}, "");
  EXPECT_TRUE(mac.starts_with("/Users/ana/Library/Application Support/Claude/claude_desktop_config.json\n"));
  EXPECT_NE(mac.find("\n/Users/ana/Library/Application Support/Code/User/mcp.json\n"), std::string::npos);
  EXPECT_NE(mac.find("\n/Users/ana/.config/zed/settings.json\n"), std::string::npos);
  const std::string windows = places(platform::windows, {{"USERPROFILE", R"(C:\Users\ana)"}, {"APPDATA", R"(C:\Users\ana\AppData\Roaming)"}, {"HOME", "/h"}}, "");
  EXPECT_TRUE(windows.starts_with("C:\\Users\\ana\\AppData\\Roaming/Claude/claude_desktop_config.json\nC:\\Users\\ana/.claude/claude_desktop_config.json\n"));
  EXPECT_EQ(windows.find("/h/"), std::string::npos);
  EXPECT_EQ(places(platform::windows, {}, "") + places(platform::macos, {}, "") + places(platform::linux_os, {}, ""), "");
  EXPECT_EQ(places(platform::linux_os, {{"HOME", "/h"}}, "/h").find("/h/.cursor/mcp.json\n/h/.cursor"), std::string::npos) << "no file twice";
}

TEST(auto_detect, reads_what_is_there_and_reports_what_is_bad) {
  const folder home;
  home.write(".config/Claude/claude_desktop_config.json", guide);
  home.write(".cursor/mcp.json", "{\"mcpServers\": {\"filesystem\": {\"command\": \"x\"}, }} // cursor");
  home.write(".codeium/windsurf/mcp_config.json", "{\"mcpServers\": ");
  home.write("project/.mcp.json", R"({"mcpServers": {"of_the_project": {"command": "x"}}})");
  std::filesystem::create_directories(home.path + "/.gemini/settings.json");  // a folder
  std::vector<std::string> lines;
  discover_options o = at_home(home.path);
  o.project = home.path + "/project";
  o.log = log_hooks([&](log_level level, std::string_view room, std::string_view text) { lines.push_back(std::string(to_string(level)) + " " + std::string(room) + " " + std::string(text)); });
  const auto found = discover_mcp_servers(o).value();
  ASSERT_EQ(found.servers.size(), 4u);
  EXPECT_EQ(found.servers[0].name, "filesystem");
  EXPECT_EQ(found.servers[2].name, "of_the_project");
  EXPECT_EQ(found.servers[3].name, "filesystem") << "of two programs: there twice";
  EXPECT_EQ(found.servers[3].client, client_program::cursor);
  EXPECT_EQ(found.files.size(), 4u);
  ASSERT_EQ(found.problems.size(), 2u);
  EXPECT_TRUE(found.problems[0].config_path.ends_with("/windsurf/mcp_config.json"));
  EXPECT_NE(found.problems[0].what.find("at line 1"), std::string::npos) << found.problems[0].what;
  EXPECT_NE(found.problems[1].what.find("is not a regular file"), std::string::npos);
  ASSERT_EQ(lines.size(), 2u);
  EXPECT_TRUE(lines[0].starts_with("WARNING mcp " + home.path));
  for (const std::string& line : lines) EXPECT_EQ(line.find("canary"), std::string::npos);
}

TEST(auto_detect, of_a_named_file_is_strict) {
  const folder home;
  home.write("mine.json", R"({"servers": {"a": {"command": "x"}}})");
  home.write("claude_desktop_config.json", guide);
  home.write("bad.json", "{");
  discover_options o = at_home(home.path);
  o.config_path = "~/mine.json";
  EXPECT_EQ(auto_detect_mcp_servers(o).value().at(0).client, client_program::other);
  EXPECT_EQ(auto_detect_mcp_servers(home.path + "/claude_desktop_config.json").value().at(1).client, client_program::claude_desktop);
  o.config_path = home.path + "/none.json";
  EXPECT_EQ(auto_detect_mcp_servers(o).error().code, std::errc::no_such_file_or_directory);
  o.config_path = home.path + "/bad.json";
  const auto bad = auto_detect_mcp_servers(o);
  EXPECT_EQ(bad.error().code, mcp::errc::bad_configuration);
  EXPECT_EQ(bad.error().code, condition::not_understood);
  EXPECT_TRUE(bad.error().message.starts_with(home.path + "/bad.json: "));
  o.config_path = home.path + "/claude_desktop_config.json";
  o.max_file = 100;
  EXPECT_EQ(auto_detect_mcp_servers(o).error().code, std::errc::file_too_large);
}

TEST(auto_detect, of_an_empty_home_finds_nothing) {
  const folder home;
  const auto found = discover_mcp_servers(at_home(home.path)).value();
  EXPECT_TRUE(found.servers.empty() && found.problems.empty() && found.files.empty());
}

}  // namespace
