// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "serving.hpp"

#include <exception>

#include <asio/co_spawn.hpp>

#include "aval/core/detail/file_posix.hpp"

namespace program {

void run_to_end(asio::io_context& context, aval::awaitable<void> operation) {
  std::exception_ptr failure;
  asio::co_spawn(context, std::move(operation), [&](std::exception_ptr e) {
    failure = std::move(e);
    context.stop();
  });
  context.run();
  if (failure) std::rethrow_exception(failure);
}

void read_certificate(const std::string& certificate, const std::string& key, aval::net::tls_options& into) {
  constexpr std::size_t most = 1024 * 1024;
  into.certificate_pem = aval::detail::read_file(certificate, most).value().text;
  auto file = aval::detail::read_file(key, most).value();
  into.private_key_pem = aval::secret::take(file.text);
}

void add_transport_options(CLI::App& command, transport_words& words, const std::string& self_signed_help, const std::string& http_help) {
  command.add_flag("--self-signed", words.self_signed, self_signed_help);
  command.add_option("--tls-cert", words.certificate, "HTTPS with this certificate chain (PEM)")->check(CLI::ExistingFile);
  command.add_option("--tls-key", words.key, "its private key (PEM)")->check(CLI::ExistingFile);
  command.add_flag("--http", words.http, http_help);
}

bool one_transport(const transport_words& words, bool self_signed_is_standard) {
  const int chosen = (words.http ? 1 : 0) + (words.self_signed ? 1 : 0) + (words.certificate.empty() ? 0 : 1);
  if (words.certificate.empty() == words.key.empty() && (chosen == 1 || (chosen == 0 && self_signed_is_standard))) return true;
  fail(std::string("choose one: --self-signed") + (self_signed_is_standard ? " (the default)" : "") + ", --http, or --tls-cert FILE with --tls-key FILE");
  return false;
}

}  // namespace program
