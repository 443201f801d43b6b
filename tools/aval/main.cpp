// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "command.hpp"

#include <algorithm>
#include <iostream>

#include "aval/core/error.hpp"
#include "aval/json/write.hpp"

namespace program {
namespace {

using aval::json::value;

std::string text_of(const value& v) {
  if (v.is_null()) return "-";
  if (const auto* s = v.if_string()) return s->empty() ? "-" : aval::printable(*s);
  if (v.is_bool()) return v.as_bool() ? "yes" : "no";
  return aval::printable(aval::json::write(v));
}

std::size_t width_of(std::string_view text) {  // characters, not bytes
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

void set_work(application& program, CLI::App& command, std::function<int()> work) {
  command.callback([&program, work = std::move(work)] { program.chosen = work; });
}

void add_output_option(application& program, CLI::App& command) {
  command.add_option("--output", program.output, "text or json")->check(CLI::IsMember({"text", "json"}))->capture_default_str();
}

void print_rows(const application& program, const value& rows, const std::vector<column>& columns) {
  if (program.output == "json") {
    std::cout << aval::json::write_pretty(rows) << '\n';
    return;
  }
  std::vector<std::vector<std::string>> lines(1);
  for (const auto& c : columns) lines[0].push_back(c.title);
  if (const auto* items = rows.if_array()) {
    for (const auto& row : *items) {
      auto& line = lines.emplace_back();
      for (const auto& c : columns) line.push_back(text_of(row[c.member]));
    }
  }
  std::vector<std::size_t> widths(columns.size());
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], width_of(line[i]));
  }
  for (const auto& line : lines) {
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
      out += line[i];
      if (i + 1 < line.size()) out.append(widths[i] - width_of(line[i]) + 2, ' ');
    }
    std::cout << out << '\n';
  }
}

void print_object(const application& program, const value& object, const std::vector<column>& members) {
  if (program.output == "json") {
    std::cout << aval::json::write_pretty(object) << '\n';
    return;
  }
  for (const auto& m : members) {
    if (object.contains(m.member)) std::cout << m.title << ": " << text_of(object[m.member]) << '\n';
  }
}

int fail(const std::string& message) {
  std::cerr << "aval: " << message << '\n';
  return 1;
}

aval::secret only_line(std::string&& text, const std::string& file) {
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
  const bool good = !text.empty() && text.find('\n') == text.npos;
  auto line = aval::secret::take(text);
  if (!good) throw std::runtime_error(aval::printable(file) + ": one line with the secret is expected");
  return line;
}

}  // namespace program

int main(int argc, char** argv) {
  program::application program;
  program.app.set_version_flag("--version", AVAL_VERSION_STRING);
  program.app.require_subcommand(1);
  program::add_authority_commands(program);
  program::add_approval_commands(program);
  program::add_audit_commands(program);
  program::add_key_commands(program);
  program::add_certificate_commands(program);
  program::add_agent_commands(program);
  program::add_hub_commands(program);
  program::add_cloud_emulator_command(program);
  program::add_cloud_commands(program);
  program::add_mcp_commands(program);
  std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
  const std::string called = argc > 0 ? argv[0] : "";
  if (called.substr(called.rfind('/') + 1) == "agent-identity-cli") {  // the group under the name of the cloud's own tool
    if (words.empty()) {
      std::cout << program::cloud_group(program).help("agent-identity-cli");
      return 1;
    }
    if (words[0] != "--version") words.insert(words.begin(), "cloud");
  }
  std::reverse(words.begin(), words.end());  // how the parser wants them
  try {
    program.app.parse(std::move(words));
  } catch (const CLI::ParseError& e) {
    return program.app.exit(e) == 0 ? 0 : 2;
  }
  try {
    return program.chosen ? program.chosen() : 2;
  } catch (const std::exception& e) {
    return program::fail(aval::printable(e.what(), 2000));
  }
}
