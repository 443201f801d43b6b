// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <iostream>
#include <memory>
#include <stdexcept>

#include <unistd.h>

#include "administrator.hpp"
#include "aval/core/detail/file_posix.hpp"
#include "aval/core/printable.hpp"
#include "aval/json/write.hpp"
#include "command.hpp"

namespace program {
namespace {

using aval::json::value;

struct account_arguments {
  server_access access = {};
  std::string email = {}, name = {}, role = "member", password_file = {}, status = "all", device = "command line", out = {};
};
using arguments_ptr = std::shared_ptr<account_arguments>;

aval::awaitable<void> list_users(administrator& authority, arguments_ptr a, application* program) {
  value all = aval::json::array();
  for (std::int64_t total = 1; static_cast<std::int64_t>(all.size()) < total;) {
    const value answer = co_await authority.get("/api/v1/admin/users?limit=1000&status=" + a->status + "&offset=" + std::to_string(all.size()));
    const auto* items = answer["users"].if_array();
    if (items == nullptr || items->empty()) break;
    for (const auto& item : *items) all.push_back(item);
    total = answer["total"].if_int64().value_or(0);
  }
  print_rows(*program, all, {{"ID", "id"}, {"EMAIL", "email"}, {"ROLE", "role"}, {"STATUS", "status"}, {"LAST LOGIN", "last_login_at"}});
}

aval::awaitable<void> add_user(administrator& authority, arguments_ptr a, application* program) {
  value body = aval::json::object();
  body["email"] = a->email;
  body["role"] = a->role;
  if (!a->name.empty()) body["name"] = a->name;
  if (!a->password_file.empty()) body["password"] = only_line(aval::detail::read_file(a->password_file, 64 * 1024).value().text, a->password_file).reveal();
  const value answer = co_await authority.post("/api/v1/admin/users", std::move(body));
  value shown = answer["user"];
  if (answer["password"].if_string()) shown["password"] = answer["password"];  // made by the authority, told this once
  print_object(*program, shown, {{"id", "id"}, {"email", "email"}, {"role", "role"}, {"status", "status"}, {"password", "password"}});
}

aval::awaitable<void> set_role(administrator& authority, arguments_ptr a, application* program) {
  const value answer = co_await authority.get("/api/v1/admin/users?limit=1000");
  const auto* items = answer["users"].if_array();
  std::string id;
  if (items != nullptr)
    for (const auto& item : *items)
      if (item["email"] == value(a->email) || item["id"] == value(a->email)) id = item["id"].as_string();
  if (id.empty()) throw std::runtime_error("there is no user " + aval::printable(a->email) + "; `aval authority users list` names them all");
  value body = aval::json::object();
  body["role"] = a->role;
  const value changed = co_await authority.put("/api/v1/admin/users/" + id + "/role", std::move(body));
  print_object(*program, changed["user"], {{"id", "id"}, {"email", "email"}, {"role", "role"}, {"status", "status"}});
}

aval::awaitable<void> create_token(administrator& authority, arguments_ptr a, application* program) {
  if (!a->out.empty() && ::access(a->out.c_str(), F_OK) == 0) throw std::runtime_error(a->out + " is there already; name another file, or remove it");
  value body = aval::json::object();
  body["device_name"] = a->device;
  const value answer = co_await authority.post("/api/v1/users/me/sdk-tokens", std::move(body));
  if (a->out.empty()) {
    std::cout << aval::json::write(answer["credentials"]) << '\n';
    co_return;
  }
  aval::detail::write_file_atomic(a->out, aval::json::write(answer["credentials"]) + '\n', 0600).value();
  value shown = answer["token"];
  shown["file"] = a->out;
  shown["expires_at"] = answer["expires_at"];
  print_object(*program, shown, {{"file", "file"}, {"id", "id"}, {"expires", "expires_at"}});
}

}  // namespace

void add_account_commands(application& program, CLI::App& group) {
  using job = aval::awaitable<void> (*)(administrator&, arguments_ptr, application*);
  auto a = std::make_shared<account_arguments>();
  const auto add = [&](CLI::App& to, const char* name, const char* help, job work) {
    auto* const command = to.add_subcommand(name, help);
    add_server_options(*command, a->access);
    add_output_option(program, *command);
    set_work(program, *command, [&program, a, work] {
      administrator::run(a->access, [&program, a, work](administrator& who) { return work(who, a, &program); });
      return 0;
    });
    return command;
  };
  const auto roles = CLI::IsMember({"admin", "manager", "member", "viewer"});

  auto* const users = group.add_subcommand("users", "people and their rights");
  users->require_subcommand(1);
  add(*users, "list", "everybody in the organization", &list_users)->add_option("--status", a->status, "only these")->check(CLI::IsMember({"all", "active", "pending", "deactivated"}))->capture_default_str();
  auto* const made = add(*users, "add", "add somebody; without a password one is made and shown this once", &add_user);
  made->add_option("--email", a->email, "what they log in with")->required();
  made->add_option("--name", a->name, "what people call them");
  made->add_option("--role", a->role, "their rights")->check(roles)->capture_default_str();
  made->add_option("--password-file", a->password_file, "file whose only line is the password, 12 characters or more")->check(CLI::ExistingFile);
  auto* const role = add(*users, "role", "give somebody other rights", &set_role);
  role->add_option("user", a->email, "email or id")->required();
  role->add_option("role", a->role, "admin, manager, member or viewer")->required()->check(roles);

  auto* const tokens = group.add_subcommand("sdk-token", "refresh tokens, with which SDKs register agents in your name");
  tokens->require_subcommand(1);
  auto* const token = add(*tokens, "create", "make one; its credentials.json is shown this once", &create_token);
  token->add_option("--device", a->device, "what the list of tokens calls it")->capture_default_str();
  token->add_option("--out", a->out, "write it to this file (mode 0600), for example ~/.aim/sdk_credentials.json; without: to standard output");
}

}  // namespace program
