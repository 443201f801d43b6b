// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <chrono>
#include <map>
#include <memory>

#include "aval/core/detail/file_posix.hpp"
#include "aval/core/error.hpp"
#include "aval/crypto/agent_certificate.hpp"
#include "aval/crypto/key_file.hpp"
#include "command.hpp"

namespace program {
namespace {

namespace crypto = aval::crypto;
using aval::json::value;
using crypto::key_type;

struct certificate_arguments {
  std::string id = {}, out = {}, authority = {}, shape = "b", common_name = "aval agents", file = {};
  std::optional<key_type> key = {};
  std::vector<std::string> names = {};
  int days = 0;
};

const std::map<std::string, key_type> key_types{{"p256", key_type::p256},       {"p384", key_type::p384},       {"ed25519", key_type::ed25519},
                                                {"rsa", key_type::rsa2048},     {"rsa2048", key_type::rsa2048}, {"rsa3072", key_type::rsa3072},
                                                {"rsa4096", key_type::rsa4096}};

value describe(const std::string& pem) {
  const auto c = crypto::describe_certificate(pem).value();
  const auto list = [](const std::vector<std::string>& texts) {
    value out = aval::json::array();
    for (const auto& text : texts) out.push_back(aval::printable(text));
    return out;
  };
  const auto now = std::chrono::system_clock::now();
  return aval::json::object({{"common_names", list(c.common_names)},
                             {"subject", aval::printable(c.subject)},
                             {"issuer", aval::printable(c.issuer)},
                             {"dns_names", list(c.dns_names)},
                             {"ip_addresses", list(c.ip_addresses)},
                             {"not_before", aval::format_rfc3339(c.not_before, 0)},
                             {"not_after", aval::format_rfc3339(c.not_after, 0)},
                             {"valid_now", c.not_before <= now && now <= c.not_after},
                             {"key", c.key},
                             {"version", c.version},
                             {"authority", c.authority},
                             {"serial", c.serial},
                             {"fingerprint", c.fingerprint}});
}

void print(const application& program, value described, const std::string& certificate, const std::string& key) {
  if (!key.empty()) {
    described["certificate_file"] = certificate;
    described["key_file"] = key;
  }
  if (program.output == "text") {  // a list as people write it
    for (const char* const member : {"common_names", "dns_names", "ip_addresses"}) {
      std::string line;
      for (const auto& text : *described[member].if_array()) line += (line.empty() ? "" : ", ") + *text.if_string();
      described[member] = line;
    }
  }
  print_object(program, described,
               {{"certificate", "certificate_file"}, {"private key", "key_file"}, {"common name", "common_names"}, {"subject", "subject"},
                {"issuer", "issuer"}, {"names", "dns_names"}, {"addresses", "ip_addresses"}, {"valid from", "not_before"}, {"valid until", "not_after"},
                {"valid now", "valid_now"}, {"key", "key"}, {"X.509 version", "version"}, {"may issue certificates", "authority"},
                {"fingerprint (SHA-256)", "fingerprint"}});
}

/** Both files or neither, and never over something that is there. */
int write_pair(const application& program, const crypto::certificate_with_key& made, const std::string& folder, const std::string& name) {
  if (const auto there = aval::detail::make_folders(folder); !there) return fail(there.error().message);
  const std::string certificate = folder + "/" + name + "-cert.pem", key = folder + "/" + name + "-key.pem";
  for (const auto& path : {certificate, key}) {
    struct stat info {};
    if (::lstat(path.c_str(), &info) == 0) return fail(aval::printable(path) + " is there already; nothing was written");
  }
  if (const auto done = aval::detail::write_new_file(key, made.private_key_pem.reveal(), 0600); !done) return fail(aval::printable(done.error().message));
  if (const auto done = aval::detail::write_new_file(certificate, made.certificate_pem, 0644); !done) {
    ::unlink(key.c_str());
    return fail(aval::printable(done.error().message));
  }
  print(program, describe(made.certificate_pem), certificate, key);
  return 0;
}

int make_authority(const application& program, const certificate_arguments& a) {
  crypto::agent_authority_options options;
  options.common_name = a.common_name;
  options.key = a.key.value_or(key_type::p256);
  if (a.days != 0) options.days = a.days;
  const auto made = crypto::make_agent_authority(options);
  return made ? write_pair(program, *made, a.out, "ca") : fail(made.error().message);
}

int issue(const application& program, const certificate_arguments& a) {
  if (const auto defect = aval::agent_id_defect(a.id); !defect.empty()) return fail("--id: " + std::string(defect));
  if (a.id.find('/') != a.id.npos || a.id[0] == '.' || a.id == "ca")
    return fail("--id: the id becomes the name of a file, so it has no slash, does not begin with a dot and is not 'ca'");
  const std::string folder = a.authority.empty() ? a.out : a.authority;
  crypto::certificate_with_key authority;
  auto certificate = aval::detail::read_file(folder + "/ca-cert.pem", 64 * 1024);
  if (!certificate) return fail(certificate.error().message + "; make an authority with 'aval cert ca', or name its folder with --ca");
  authority.certificate_pem = std::move(certificate->text);
  auto key = aval::detail::read_file(folder + "/ca-key.pem", 64 * 1024);
  if (!key) return fail(key.error().message);
  if (const auto closed = crypto::detail::check_private(folder + "/ca-key.pem", *key); !closed) return fail(closed.error().message);
  authority.private_key_pem = aval::secret::take(key->text);
  crypto::agent_certificate_options options;
  options.id = a.id;
  options.names = a.names;
  options.shape = a.shape == "a" ? crypto::certificate_shape::plain : crypto::certificate_shape::with_names;
  options.key = a.key.value_or(a.shape == "a" ? key_type::rsa2048 : key_type::p256);
  if (a.shape == "a" && !a.names.empty()) return fail("--san: a certificate of shape a has no names");
  if (a.days != 0) options.days = a.days;
  const auto made = crypto::issue_agent_certificate(authority, options);
  return made ? write_pair(program, *made, a.out, a.id) : fail(made.error().message);
}

int show(const application& program, const certificate_arguments& a) {
  const auto file = aval::detail::read_file(a.file, 1024 * 1024);
  if (!file) return fail(file.error().message);
  if (const auto known = crypto::describe_certificate(file->text); !known) return fail(aval::printable(a.file) + " has no certificate in PEM form");
  print(program, describe(file->text), {}, {});
  return 0;
}

}  // namespace

void add_certificate_commands(application& program) {
  auto* const group = program.app.add_subcommand("cert", "certificates of agents that talk to each other: a private authority and what it signs");
  group->require_subcommand(1);
  auto a = std::make_shared<certificate_arguments>();
  const auto add = [&](const char* name, const char* help, int (*run)(const application&, const certificate_arguments&)) {
    auto* const command = group->add_subcommand(name, help);
    add_output_option(program, *command);
    set_work(program, *command, [&program, a, run] { return run(program, *a); });
    return command;
  };
  const auto add_key = [&](CLI::App& command) {
    command.add_option("--out", a->out, "folder for the two files; never overwrites")->required();
    command.add_option("--key-type", a->key, "p256 (the default), p384, ed25519, rsa2048, rsa3072 or rsa4096")->transform(CLI::CheckedTransformer(key_types).description(""));
    command.add_option("--days", a->days, "how long it is valid")->check(CLI::Range(1, 36500));
  };
  auto* const authority = add("ca", "make an authority: ca-cert.pem, which every agent trusts, and ca-key.pem (mode 0600)", make_authority);
  add_key(*authority);
  authority->add_option("--name", a->common_name, "its common name, for people")->capture_default_str();

  auto* const leaf = add("issue", "make a key and a certificate for an agent: ID-cert.pem and ID-key.pem (mode 0600)", issue);
  leaf->add_option("--id", a->id, "the agent's id, which the certificate binds to its key")->required();
  add_key(*leaf);
  leaf->add_option("--ca", a->authority, "folder with ca-cert.pem and ca-key.pem; without: that of --out");
  leaf->add_option("--san", a->names, "host name or address by which the agent is reached, besides localhost and 127.0.0.1; repeats")
      ->expected(1)
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
  leaf->add_option("--shape", a->shape, "b: with names; a: as the published commands make it, RSA and X.509 version 1")
      ->check(CLI::IsMember({"a", "b"}))
      ->capture_default_str();

  add("show", "what a certificate says", show)->add_option("file", a->file, "PEM file")->required();
}

}  // namespace program
