// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

#include "aval/core/secret.hpp"
#include "aval/json/value.hpp"

/*  What the commands of the program share. Each group of commands adds itself to the application and leaves the work of the chosen
 *  one in `chosen`; main runs it after parsing. Exit status: 0 done, 1 failed (one line on standard error says what, where and what to
 *  do), 2 wrong usage. Standard output carries results only, so that `--output json` can be piped. */

namespace program {

struct application {
  CLI::App app{"aval: identity, permission and evidence for AI agents", "aval"};
  std::function<int()> chosen = {};
  std::string output = "text";  ///< --output
};

void add_authority_commands(application&);
/** users and sdk-token, of the group `authority`. */
void add_account_commands(application&, CLI::App& group);
void add_approval_commands(application&);
void add_audit_commands(application&);
void add_key_commands(application&);
void add_certificate_commands(application&);
void add_agent_commands(application&);
void add_hub_commands(application&);
void add_cloud_emulator_command(application&);
void add_mcp_commands(application&);

/** `aval cloud`, to which several files add commands; made by the first that asks. */
CLI::App& cloud_group(application&);
void add_cloud_commands(application&);

/** What the command does when it is the one that was given. @param work  gives the exit status. */
void set_work(application&, CLI::App& command, std::function<int()> work);

/** --output text|json, on the command. */
void add_output_option(application&, CLI::App& command);

struct column {
  std::string title;
  std::string member;
};
/** Prints a list of objects: as JSON, or as aligned columns under a line of titles. Control characters never reach the terminal. */
void print_rows(const application&, const aval::json::value& rows, const std::vector<column>& columns);
/** Prints one object: as JSON, or one `title: value` line for each member. */
void print_object(const application&, const aval::json::value& object, const std::vector<column>& members);

/** One line on standard error: "aval: ...". Returns 1. */
int fail(const std::string& message);

/** The secret that is the only line of a file. `text`, what the file has, is wiped. Throws std::runtime_error when that is no line, or several. */
aval::secret only_line(std::string&& text, const std::string& file);

}  // namespace program
