// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>

#include <asio/io_context.hpp>

#include "aval/core/asio.hpp"
#include "aval/net/tls_options.hpp"
#include "command.hpp"

/*  What the commands share that run a context of their own: servers until they are interrupted, and what asks one. */

namespace program {

/** Runs the operation to its end. What still waits on the context then is left where it is. Throws what the operation throws. */
void run_to_end(asio::io_context& context, aval::awaitable<void> operation);

/** Certificate and private key (PEM files), read. The text of the key is wiped behind it. */
void read_certificate(const std::string& certificate, const std::string& key, aval::net::tls_options& into);

/** How a server shows itself: --self-signed, --tls-cert with --tls-key, or --http. */
struct transport_words {
  std::string certificate = {}, key = {};
  bool self_signed = false, http = false;
};
void add_transport_options(CLI::App& command, transport_words& words, const std::string& self_signed_help, const std::string& http_help);
/** Whether one of them was chosen, or, with `self_signed_is_standard`, none; says so otherwise. */
bool one_transport(const transport_words& words, bool self_signed_is_standard);

}  // namespace program
