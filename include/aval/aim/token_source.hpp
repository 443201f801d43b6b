// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "aval/aim/client.hpp"
#include "aval/aim/key_store.hpp"
#include "aval/core/compilation.hpp"

/*  Access tokens of a person, from the refresh token that came with a downloaded SDK (AIM specification 1.8).
 *
 *      sdk_credentials.json  --lock-->  POST /api/v1/auth/refresh  -->  rotated token on disk  -->  access token in memory
 *
 *  Many ask, one goes: within the process the first caller refreshes and the others get what it got; between processes a lock file makes
 *  sure that no two spend the same refresh token, which an authority takes for theft. A refresh token that the authority has refused is
 *  not sent again, and nothing here ever asks for a revoked one to be revived: the file stays, and the error says what to do. */

namespace aval {
inline namespace v0 {
namespace aim {

struct token_options {
  std::chrono::seconds renew_before{60};         ///< a token with less life than this is renewed
  std::chrono::milliseconds timeout{10'000};     ///< one exchange
  std::chrono::milliseconds lock_timeout{30'000};  ///< waiting for another process that is renewing
};

template <class Lazy>
class basic_token_source;
using token_source = basic_token_source<void>;

/** A handle on shared state. @par Threads any. */
template <class Lazy>
class basic_token_source {
 public:
  /** Reads nothing yet. `calls` is for this alone: a client of its own on the same transport. Exchanges run on `executor`, files are
   *  read and written on `blocking`. */
  basic_token_source(client calls, key_store store, any_io_executor executor, any_io_executor blocking, token_options options = {});

  /** A token with at least renew_before of life; empty when no refresh token is stored for this authority. `refused`: one that the
   *  authority did not take; it is not given again.
   *
   *  @par Errors        authentication_error: the refresh token was revoked, has expired or was used by somebody else. Those of a call,
   *                     and configuration_error for files that cannot be read or written.
   *  @par Cancellation  the caller leaves; an exchange that has begun is finished, since its result must be stored. */
  awaitable<access_token> get(std::shared_ptr<const secret> refused = {}) const;

 private:
  struct state;
  static awaitable<access_token> run_get(std::shared_ptr<state> s, std::shared_ptr<const secret> refused);
  static awaitable<access_token> exchange_once(std::shared_ptr<state> s);
  static awaitable<aval::detail::file_lock> locked(std::shared_ptr<state> s);

  std::shared_ptr<state> state_;
};

}  // namespace aim
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/aim/impl/token_source.hpp"
#endif
