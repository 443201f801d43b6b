// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <iostream>
#include <memory>

#include "aval/core/detail/file_posix.hpp"
#include "aval/aim/key_store.hpp"
#include "aval/crypto/did_key.hpp"
#include "aval/crypto/key_file.hpp"
#include "aval/crypto/key_formats.hpp"
#include "aval/crypto/keypair.hpp"
#include "command.hpp"

namespace program {
namespace {

aval::json::value describe(const aval::crypto::public_key& key) {
  return aval::json::object({{"public_key", key.to_base64()}, {"did", aval::crypto::did_key(key)}, {"algorithm", "Ed25519"}});
}

// The keys of agents on this machine. What cannot be read is told on standard error and makes the status 1.
int list_stored(const application& program) {
  const auto stored = aval::aim::key_store::open().value().agents();
  aval::json::value rows(aval::json::value::array_type{});
  for (const auto& a : stored.agents)
    rows.as_array().push_back(aval::json::object({{"name", a.name}, {"agent_id", a.agent_id}, {"aim_url", a.aim_url}, {"public_key", a.public_key},
                                                  {"status", a.status}, {"sealed", a.sealed}, {"file", a.path}}));
  print_rows(program, rows, {{"name", "name"}, {"agent", "agent_id"}, {"authority", "aim_url"}, {"status", "status"}, {"under a passphrase", "sealed"}});
  int status = 0;
  for (const auto& problem : stored.problems) status = fail(aval::printable(problem.message, 2000));
  return status;
}

int seal_stored(const std::string& passphrase_file) {
  aval::aim::key_store_options options;
  if (!passphrase_file.empty()) {
    auto file = aval::detail::read_file(passphrase_file, 4096).value();
    options.passphrase = aval::aim::shared_secret(only_line(std::move(file.text), passphrase_file));
  } else if (!options.variables.find("AIM_PASSPHRASE")) {
    return fail("under which passphrase? Set AIM_PASSPHRASE, or pass --passphrase-file FILE");
  }
  const auto store = aval::aim::key_store::open(std::move(options)).value();
  const auto stored = store.agents();
  int status = 0;
  for (const auto& problem : stored.problems) status = fail(aval::printable(problem.message, 2000));
  for (const auto& a : stored.agents) {
    const std::string name = aval::printable(a.name, 100) + " at " + aval::printable(a.aim_url, 200);
    if (!a.path.starts_with(store.home() + "/agents/")) {
      status = fail(a.path + " belongs to other software; the key of " + name + " stays there in plain text");
      continue;
    }
    auto entry = store.find_agent(a.name, a.aim_url);  // with the passphrase: one that is sealed under another is an error
    if (!entry) {
      status = fail(aval::printable(entry.error().message, 2000));
      continue;
    }
    if (!*entry || !(*entry)->key || (*entry)->sealed) continue;
    const auto saved = store.save_agent(std::move(**entry));
    if (!saved) status = fail(aval::printable(saved.error().message, 2000));
    else std::cout << "under the passphrase now: " << name << '\n';
  }
  return status;
}

}  // namespace

void add_key_commands(application& program) {
  auto* const group = program.app.add_subcommand("key", "Ed25519 keys of agents");
  group->require_subcommand(1);
  auto path = std::make_shared<std::string>();

  auto* const make = group->add_subcommand("new", "make a key pair; the private key goes to a new file (PEM, mode 0600)");
  make->add_option("--out", *path, "file to write; must not exist")->required();
  add_output_option(program, *make);
  set_work(program, *make, [&program, path] {
    const auto key = aval::crypto::keypair::generate();
    const auto written = aval::detail::write_new_file(*path, aval::crypto::private_key_pem(key).reveal());
    if (!written) return fail(written.error().message);
    print_object(program, describe(key.public_key()), {{"public key", "public_key"}, {"did", "did"}});
    return 0;
  });

  auto* const list = group->add_subcommand("list", "the agents whose keys are stored on this machine (~/.aim)");
  add_output_option(program, *list);
  set_work(program, *list, [&program] { return list_stored(program); });

  auto* const seal = group->add_subcommand("seal", "put the stored keys under a passphrase (AIM_PASSPHRASE, or --passphrase-file)");
  seal->add_option("--passphrase-file", *path, "file whose only line is the passphrase")->check(CLI::ExistingFile);
  set_work(program, *seal, [path] { return seal_stored(*path); });

  auto* const show = group->add_subcommand("show", "the public half of a private key in a file, in any of the usual forms");
  show->add_option("file", *path, "file with the private key")->required()->check(CLI::ExistingFile);
  add_output_option(program, *show);
  set_work(program, *show, [&program, path] {
    const auto key = aval::crypto::load_private_key("@" + *path);
    if (!key) return fail(key.error().message);
    print_object(program, describe(key->public_key()), {{"public key", "public_key"}, {"did", "did"}});
    return 0;
  });
}

}  // namespace program
