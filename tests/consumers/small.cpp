// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// A stranger's program that uses a little of each part: its headers are found, coroutines are on, and what it needs is linked.
#include <aval/aim/compliance_pdf.hpp>
#include <aval/aim/config_yaml.hpp>
#include <aval/authority/store_sqlite.hpp>
#include <aval/core/asio.hpp>
#include <aval/crypto/certificate.hpp>
#include <aval/crypto/keypair.hpp>
#include <aval/net/http_message.hpp>  // not without a warning of -Wshadow, which a stranger must not see
#include <aval/net/websocket_deflate.hpp>
#include <aval/version.hpp>

#include "libraries.hpp"

#include <asio/co_spawn.hpp>
#include <asio/io_context.hpp>

#include <cstring>
#include <exception>
#include <string>

static aval::awaitable<bool> signature_holds(aval::crypto::keypair keys, std::string text) {
  co_return keys.public_key().verify(text, keys.sign(text));
}

int main() {
  bool good = false;
  asio::io_context context;
  asio::co_spawn(context, signature_holds(aval::crypto::keypair::generate(), "text"), [&](std::exception_ptr problem, bool holds) { good = !problem && holds; });
  context.run();
  const bool read = aval::aim::load_config("/nowhere/aval.yaml").has_value();
  const bool parts = aval::authority::sqlite_options().path.empty() && aval::net::permessage_deflate() != nullptr &&
                     aval::aim::compliance_pdf({}).has_value();
  return good && !read && parts && libraries_are_linked() && std::strlen(AVAL_VERSION_STRING) >= 5 ? 0 : 1;
}
