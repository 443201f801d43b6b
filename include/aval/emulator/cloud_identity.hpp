// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "aval/core/asio.hpp"
#include "aval/core/compilation.hpp"
#include "aval/core/secret.hpp"
#include "aval/emulator/options.hpp"

/*  Agent Identity in your own process: a server that stands in for Alibaba Cloud's in tests and on a developer's machine.
 *
 *      emulator::cloud_identity cloud(executor);
 *      co_await cloud.start();
 *      cloud.add_workload_identity({.name = "my-agent", .return_urls = {"http://localhost:8090/callback"}});
 *      cloud.add_oauth2_provider({.name = "dingtalk"});
 *      ... clients with openapi_options::endpoint = cloud.url(), trusting cloud.certificate_pem() ...
 *      cloud.inject({.kind = emulator::fault_kind::throttle, .action = "GetResourceAPIKey"});
 *      co_await cloud.stop();
 *
 *  It is strict: every signature, date and nonce is checked, as are versions, parameters and where they stand, trust policies of roles,
 *  permissions of their sessions, expiry, and who completes whose consent (Agent Identity specification, section 7). */

namespace aval {
inline namespace v0 {
namespace emulator {

namespace detail {
template <class Lazy>
struct basic_cloud_state;
}

/** The data plane, the control plane, RAM, STS and a little of IMS on one address, everything in memory. A cheap handle; the last one stops
 *  the server.
 *
 *  Under the same address, besides the API: /oauth2/authorize, where a person approves or denies, and /_emulator/..., the control interface
 *  (cloud_options::control_interface; docs/cloud_emulator.md).
 *
 *  @par Executor    the connections run on the executor given; a thread_pool is fine.
 *  @par Threads     every function may be called from any thread once start() has completed; faults and seeds take effect with the next call.
 *  @par Exceptions  the add_ functions: aval::error(aval::errc::invalid_argument) whose context is the service's code and sentence, for
 *                   example when a name is taken. Their `account` members: empty for cloud_options::account. */
template <class Lazy = void>
class basic_cloud_identity {
 public:
  explicit basic_cloud_identity(any_io_executor executor) : basic_cloud_identity(std::move(executor), cloud_options{}) {}
  basic_cloud_identity(any_io_executor executor, cloud_options options);

  /** Listens. @par Errors  those of net::http_server: an address that is taken, a certificate that cannot be read. */
  awaitable<void> start();
  /** Answers what has begun, at most for `grace`. What it remembers stays until the last handle is gone. */
  awaitable<void> stop(std::chrono::milliseconds grace = std::chrono::seconds(2));

  /** The port; zero before start(). */
  std::uint16_t port() const noexcept;
  /** "https://127.0.0.1:40123"; empty before start(). */
  const std::string& url() const noexcept;
  /** What clients must trust when the transport is self_signed; empty otherwise and before start(). */
  const std::string& certificate_pem() const noexcept;

  void add_access_key(access_key_seed key);
  /** @return the ARN, as the next ones. */
  std::string add_workload_identity(workload_identity_seed identity);
  std::string add_identity_provider(identity_provider_seed provider);
  /** The keys of a provider that was made by a call of the API. */
  void set_identity_provider_keys(std::string name, std::string jwk_set, std::string account = {});
  std::string add_oauth2_provider(oauth2_provider_seed provider);
  std::string add_api_key(api_key_seed key);
  /** The user has consented some time ago: the vault has a token for him. */
  void add_consent(consent_seed consent);

  void inject(fault what);
  void clear_faults();
  /** Ends what was issued, as if its time were over. */
  void expire(expiry what);
  /** Who decides from now on behind authorization URLs. */
  void set_consent(consent_answer who);
  /** Decides as a person on the page would. @return where the browser is sent.
   *  @par Exceptions  aval::error(aval::errc::invalid_argument): no such session, or decided before. */
  std::string decide(std::string session_uri, bool approve);

  /** How many calls of an action had a good signature, those that met a fault among them. */
  std::size_t calls(std::string_view action) const;
  /** Back to the beginning: one key, nothing else. */
  void reset();

 private:
  using state_ptr = std::shared_ptr<detail::basic_cloud_state<Lazy>>;
  static awaitable<void> start(state_ptr s);
  static awaitable<void> stop(state_ptr s, std::chrono::milliseconds grace);

  state_ptr state_;
};
using cloud_identity = basic_cloud_identity<>;

}  // namespace emulator
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/emulator/impl/cloud_identity.hpp"
#endif
