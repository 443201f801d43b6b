// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "aval/credentials/control_resources.hpp"
#include "aval/credentials/credential_provider.hpp"
#include "aval/credentials/openapi_client.hpp"

/*  What the clients of the cloud's products share: a call signed by the caller, and the forms of answers. */

namespace aval {
inline namespace v0 {
namespace credentials {
namespace detail {

/** Who calls what. */
struct service_access {
  openapi_client client;
  credential_provider caller;
  openapi_product product;
};

/** {"WorkloadIdentity": {...}} */
template <class T>
struct one_answer {
  T item = {};
  static constexpr auto json_rules = json::rules(json::rename("item", T::wire_name), json::required("item"));
};
/** {"WorkloadIdentities": [...], "NextToken": ...} */
template <class T>
struct list_answer {
  std::vector<T> items = {};
  std::string next_token = {};
  std::int64_t total_count = 0;
  static constexpr auto json_rules = json::rules(json::rename("items", T::wire_names));
};

template <class T>
void drop_secrets(T&) noexcept {}
inline void drop_secrets(oauth2_credential_provider& p) noexcept {
  if (p.config.included) p.config.included->client_secret.reset();
  if (p.config.custom) p.config.custom->client_secret.reset();
}

/** Calls of one product. Static coroutines, so that a call outlives the client it was made with. */
template <class Lazy>
struct signed_calls {
  using access = std::shared_ptr<const service_access>;

  /** `signer` null: the caller's own credential. `expected`: the member without which a 200 with a Code is an error. */
  static awaitable<openapi_answer> call(access s, std::string action, parameters p, shared_credential signer = nullptr, std::string expected = {}) {
    return call(std::move(s), std::move(action), std::move(p), std::move(signer), std::vector<std::string>(expected.empty() ? 0 : 1, expected), deadline());
  }
  /** The same with several such members, and an end. */
  static awaitable<openapi_answer> call(access s, std::string action, parameters p, shared_credential signer, std::vector<std::string> expected, deadline until) {
    if (!signer) signer = co_await s->caller.credential();
    openapi_request request(s->product, std::move(action), std::move(p), std::move(signer));
    request.expects = std::move(expected);
    co_return co_await s->client.call(std::move(request), until);
  }

  static awaitable<void> tell(access s, std::string action, parameters p) { co_await call(std::move(s), std::move(action), std::move(p)); }

  template <class T>
  static awaitable<T> read(access s, std::string action, parameters p) {
    const openapi_answer answer = co_await call(std::move(s), std::move(action), std::move(p));
    co_return answer.template read<T>();
  }

  template <class T>
  static awaitable<T> one(access s, std::string action, parameters p) {
    const openapi_answer answer = co_await call(std::move(s), std::move(action), std::move(p), nullptr, std::string(T::wire_name));
    auto out = answer.template read<one_answer<T>>();
    drop_secrets(out.item);
    co_return std::move(out.item);
  }

  /** Makes something. When it exists already, and an attempt of this call was lost, that may be our own doing: `same` says whether what
   *  the service has is what was asked for. */
  template <class T, class Same>
  static awaitable<T> make(access s, std::string noun, parameters p, parameters name, Same same) {
    std::exception_ptr refused;
    try {
      co_return co_await one<T>(s, "Create" + noun, std::move(p));
    } catch (const openapi_error& e) {
      if (e.code() != errc::already_exists || !e.earlier_attempt_uncertain()) throw;
      refused = std::current_exception();
    }
    T there = co_await one<T>(s, "Get" + noun, std::move(name));
    if (!same(there)) std::rethrow_exception(refused);
    co_return there;
  }

  template <class T>
  static awaitable<resource_page<T>> page(access s, std::string action, parameters p, std::string next_token, unsigned max_results) {
    if (max_results > 0) p.add("MaxResults", max_results);
    if (!next_token.empty()) p.add("NextToken", next_token);
    const openapi_answer answer = co_await call(std::move(s), std::move(action), std::move(p), nullptr, std::string(T::wire_names));
    auto read = answer.template read<list_answer<T>>();
    resource_page<T> out;
    for (T& item : read.items) drop_secrets(item);
    out.items = std::move(read.items);
    out.next_token = std::move(read.next_token);
    out.total_count = read.total_count;
    co_return out;
  }

  /** All pages: until the service gives no further token, at most 1000. */
  template <class T>
  static awaitable<std::vector<T>> all(access s, std::string action, parameters p) {
    std::vector<T> out;
    std::string next;
    for (int pages = 0; pages < 1000; ++pages) {
      resource_page<T> more = co_await page<T>(s, action, p, next, 0);
      for (T& item : more.items) out.push_back(std::move(item));
      if (more.next_token.empty()) co_return out;
      if (more.next_token == next) break;
      next = std::move(more.next_token);
    }
    throw error(errc::answer_not_understood, action + ": a list without an end");
  }
};

}  // namespace detail
}  // namespace credentials
}  // namespace v0
}  // namespace aval
