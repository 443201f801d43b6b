// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <iostream>
#include <memory>

#include "aval/core/detail/file_posix.hpp"
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

}  // namespace

void add_key_commands(application& program) {
  auto* const group = program.app.add_subcommand("key", "Ed25519 keys of agents");
  group->require_subcommand(1);
  auto path = std::make_shared<std::string>();

  auto* const make = group->add_subcommand("new", "make a key pair; the private key goes to a new file (PEM, mode 0600)");
  make->add_option("--out", *path, "file to write; must not exist")->required();
  add_output_option(program, *make);
  make->callback([&program, path] {
    program.chosen = [&program, path] {
      const auto key = aval::crypto::keypair::generate();
      const auto written = aval::detail::write_new_file(*path, aval::crypto::private_key_pem(key).reveal());
      if (!written) return fail(written.error().message);
      print_object(program, describe(key.public_key()), {{"public key", "public_key"}, {"did", "did"}});
      return 0;
    };
  });

  auto* const show = group->add_subcommand("show", "the public half of a private key in a file, in any of the usual forms");
  show->add_option("file", *path, "file with the private key")->required()->check(CLI::ExistingFile);
  add_output_option(program, *show);
  show->callback([&program, path] {
    program.chosen = [&program, path] {
      const auto key = aval::crypto::load_private_key("@" + *path);
      if (!key) return fail(key.error().message);
      print_object(program, describe(key->public_key()), {{"public key", "public_key"}, {"did", "did"}});
      return 0;
    };
  });
}

}  // namespace program
