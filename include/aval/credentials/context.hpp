// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "aval/core/bytes.hpp"
#include "aval/credentials/workload_user.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/net/tls_options.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {

/** What a request to an agent brings along, member by member; all may be empty. */
struct identity_values {
  net::shared_secret user_token = {};      // the user's JWT; comes before user_id
  std::string user_id = {};
  std::string session_id = {};
  std::string custom_state = {};           // comes back as `state` to the return URL of a consent
  net::shared_secret workload_token = {};  // a workload access token that the platform has handed over; nothing is fetched then
};

/** For whom an agent acts: an explicit value that is given from function to function, by value, and so goes with its coroutine through every
 *  wait and into every thread (Agent Identity specification 4.6). There is no current context anywhere, so that none can leak into
 *  another request. Empty: the workload acts for itself.
 *
 *      credentials::identity_context who({.user_token = chat.user_token(), .session_id = chat.session()});
 *      co_await write_document(who, text);
 *
 *  Cheap to copy: copies share what never changes. The secrets are wiped with the last copy; nothing of it is ever printed.
 *  @par Threads  any. */
class identity_context {
 public:
  identity_context() : identity_context(identity_values{}) {}
  explicit identity_context(identity_values values) : shared_(std::make_shared<const shared>(std::move(values))) {}

  const net::shared_secret& user_token() const noexcept { return shared_->values.user_token; }
  const std::string& user_id() const noexcept { return shared_->values.user_id; }
  const std::string& session_id() const noexcept { return shared_->values.session_id; }
  const std::string& custom_state() const noexcept { return shared_->values.custom_state; }
  const net::shared_secret& workload_token() const noexcept { return shared_->values.workload_token; }
  const identity_values& values() const noexcept { return shared_->values; }

  /** The same but for one thing: `values` may be taken, changed and given to a new context; this is the usual one. */
  identity_context with_custom_state(std::string state) const {
    identity_values changed = values();
    changed.custom_state = std::move(state);
    return identity_context(std::move(changed));
  }

  /** The user's token, else the user's id, else nobody. */
  workload_user user() const {
    if (!user_token().empty()) return workload_user::of_token(secret(user_token().reveal()));
    if (!user_id().empty()) return workload_user::of_id(user_id());
    return {};
  }
  /** 32 bytes that are the same for the same user and workload token only: what caches go by. Session and state have no part in it. */
  const std::string& key() const noexcept { return shared_->key; }

 private:
  struct shared {
    explicit shared(identity_values v) : values(std::move(v)) {
      crypto::sha256_hasher h;
      const auto feed = [&h](char kind, std::string_view text) {  // each with its length: nothing can look like two others
        const std::string head = kind + std::to_string(text.size()) + ':';
        h.update(as_bytes(head)).update(as_bytes(text));
      };
      if (!values.workload_token.empty()) feed('w', values.workload_token.reveal());
      if (!values.user_token.empty()) feed('t', values.user_token.reveal());
      else if (!values.user_id.empty()) feed('i', values.user_id);
      key = as_text(h.finish());
    }
    identity_values values;
    std::string key;
  };
  std::shared_ptr<const shared> shared_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
