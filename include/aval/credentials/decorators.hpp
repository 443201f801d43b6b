// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <concepts>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

#include "aval/actions/with_credential.hpp"
#include "aval/credentials/workload.hpp"

/*  Decorators that hand a function its credential (Agent Identity specification 4.3). It is the function's first parameter:
 *
 *      awaitable<void> write_document(aval::secret token, document d);
 *
 *      auto write = &write_document | with_access_token(me, {.provider = "dingtalk", .scopes = {"openid"}});
 *      co_await write(who, d);                                    // for whom: an identity_context, in the place of the token
 *
 *      auto mine = &write_document | with_access_token(me, who, options) | track_action(agent, {.action = "write_document"});
 *      co_await mine(d);                                          // for one context: in a request, for tools of a model
 *
 *  A function whose first parameter is an identity_context itself gets it, and the credential as its second; so decorators can be put
 *  around one another. with_credential's rules hold: a credential that can not be had means that the function does not run. */

namespace aval {
inline namespace v0 {
namespace credentials {

namespace detail {

/** The function's parameters without the credential. */
template <class Shape>
struct credential_place;
template <class T, bool Object, class First, class... P>
struct credential_place<actions::detail::shape<T, Object, First, P...>> {
  static constexpr bool context_too = false;
  using credential = First;
  using type = actions::detail::shape<T, false, identity_context, P...>;
};
template <class T, bool Object, class Second, class... P>
struct credential_place<actions::detail::shape<T, Object, identity_context, Second, P...>> {
  static constexpr bool context_too = true;
  using credential = Second;
  using type = actions::detail::shape<T, false, identity_context, P...>;
};
template <class T, bool Object>
struct credential_place<actions::detail::shape<T, Object>> {
  static constexpr bool context_too = false;
  using credential = void;
  using type = actions::detail::shape<T, false, identity_context>;
};

template <class F, class Source, class Place>
struct supplied_for {
  F function;
  Source source;

  template <class T, class Context, class... P>
  static awaitable<T> run(std::shared_ptr<supplied_for> self, Context who, P... arguments) {
    auto given = co_await self->source.credential_for(who);
    const auto go = [&]() -> decltype(auto) {
      using credential = typename Place::credential;
      if constexpr (Place::context_too)
        return actions::detail::call(self->function, std::move(who), static_cast<credential>(std::move(given)), std::move(arguments)...);
      else return actions::detail::call(self->function, static_cast<credential>(std::move(given)), std::move(arguments)...);
    };
    if constexpr (actions::detail::awaits<F>()) co_return co_await go();
    else co_return go();
  }
};

/** The decorator: the context comes with each call. */
template <class Source>
class credential_giver_for : public actions::decorator {
 public:
  explicit credential_giver_for(Source source) : source_(std::move(source)) {}
  template <class F>
  auto operator()(F&& f) const {
    using place = credential_place<actions::detail::shape_of<F>>;
    static_assert(std::constructible_from<typename place::credential, typename Source::gives>,
                  "aval: the credential becomes the function's first parameter (its second behind an identity_context), and that parameter can not be made "
                  "from it: an aval::secret for tokens and API keys, a std::shared_ptr<const cloud_credential> for with_sts.");
    using layer = supplied_for<std::decay_t<F>, Source, place>;
    return actions::wrapped<layer, typename place::type>(std::make_shared<layer>(layer{std::forward<F>(f), source_}));
  }

 private:
  Source source_;
};

/** A source for one context. */
template <class Source>
struct for_context {
  Source source;
  identity_context who;
  auto credential() const { return source.credential_for(who); }
};

template <class Lazy>
struct access_token_source {
  using gives = secret;
  basic_workload<Lazy> from;
  std::shared_ptr<const access_token_options> options;
  std::shared_ptr<shown_consents> shown = std::make_shared<shown_consents>();
  awaitable<secret> credential_for(identity_context who) const { return from.access_token(std::move(who), options, shown); }
};
template <class Lazy>
struct api_key_source {
  using gives = secret;
  basic_workload<Lazy> from;
  std::string provider;
  awaitable<secret> credential_for(identity_context who) const { return from.api_key(std::move(who), provider); }
};
template <class Lazy>
struct role_source {
  using gives = shared_credential;
  basic_workload<Lazy> from;
  role_session session;
  std::string key;
  awaitable<shared_credential> credential_for(const identity_context& who) const { return from.role_credential(who, key, session); }
};
template <class Lazy>
struct workload_token_source {
  using gives = secret;
  basic_workload<Lazy> from;
  awaitable<secret> credential_for(identity_context who) const { return from.workload_token(std::move(who)); }
};

}  // namespace detail

/** Decorator: the function's first parameter is an OAuth2 token of the vault, as aval::secret. When the user has to consent, options.consent says
 *  what happens: by default the hook shows where, and the call waits. The hook is called once for each consent, however many calls of
 *  this decorator wait for it. A call makes one HTTP request while the workload's token and credential are kept.
 *
 *  @par Errors        as workload::access_token (the function does not run), then what the function throws.
 *  @par Cancellation  as workload::access_token and the function. */
template <class Lazy>
auto with_access_token(basic_workload<Lazy> from, access_token_options options) {
  return detail::credential_giver_for(detail::access_token_source<Lazy>{std::move(from), std::make_shared<const access_token_options>(std::move(options))});
}
/** The same for one context. */
template <class Lazy>
auto with_access_token(basic_workload<Lazy> from, identity_context who, access_token_options options) {
  detail::access_token_source<Lazy> source{std::move(from), std::make_shared<const access_token_options>(std::move(options))};
  return actions::with_credential(detail::for_context<decltype(source)>{std::move(source), std::move(who)});
}

/** Decorator: the function's first parameter is an API key of the vault, as aval::secret. @par Errors  as workload::api_key */
template <class Lazy>
auto with_api_key(basic_workload<Lazy> from, std::string provider) {
  return detail::credential_giver_for(detail::api_key_source<Lazy>{std::move(from), std::move(provider)});
}
template <class Lazy>
auto with_api_key(basic_workload<Lazy> from, identity_context who, std::string provider) {
  detail::api_key_source<Lazy> source{std::move(from), std::move(provider)};
  return actions::with_credential(detail::for_context<decltype(source)>{std::move(source), std::move(who)});
}

/** Decorator: the function's first parameter is a credential of the workload's role, as std::shared_ptr<const cloud_credential>. A call
 *  makes no HTTP request while it is kept. @par Errors  as workload::role_credential */
template <class Lazy>
auto with_sts(basic_workload<Lazy> from, role_session session = {}) {
  std::string key = basic_workload<Lazy>::role_key(session);
  return detail::credential_giver_for(detail::role_source<Lazy>{std::move(from), std::move(session), std::move(key)});
}
template <class Lazy>
auto with_sts(basic_workload<Lazy> from, identity_context who, role_session session = {}) {
  std::string key = basic_workload<Lazy>::role_key(session);
  detail::role_source<Lazy> source{std::move(from), std::move(session), std::move(key)};
  return actions::with_credential(detail::for_context<decltype(source)>{std::move(source), std::move(who)});
}

/** Decorator: the function's first parameter is the workload access token, as aval::secret. @par Errors  as workload::workload_token */
template <class Lazy>
auto with_workload_token(basic_workload<Lazy> from) {
  return detail::credential_giver_for(detail::workload_token_source<Lazy>{std::move(from)});
}
template <class Lazy>
auto with_workload_token(basic_workload<Lazy> from, identity_context who) {
  detail::workload_token_source<Lazy> source{std::move(from)};
  return actions::with_credential(detail::for_context<decltype(source)>{std::move(source), std::move(who)});
}

}  // namespace credentials

using credentials::with_access_token;
using credentials::with_api_key;
using credentials::with_sts;
using credentials::with_workload_token;

}  // namespace v0
}  // namespace aval
