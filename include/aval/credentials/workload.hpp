// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "aval/core/awaited.hpp"
#include "aval/credentials/consent.hpp"
#include "aval/credentials/context.hpp"
#include "aval/credentials/credential_provider.hpp"
#include "aval/credentials/detail/bounded_cache.hpp"
#include "aval/credentials/detail/pause.hpp"
#include "aval/credentials/detail/single_flight.hpp"
#include "aval/credentials/identity_client.hpp"
#include "aval/credentials/token_source.hpp"
#include "aval/json/write.hpp"

/*  What an agent hands its tools (Agent Identity specification 4.2 to 4.5): workload access tokens and the role's credentials, kept; OAuth2 tokens
 *  and API keys, asked for each time and consented to where that is needed.
 *
 *      credentials::workload me(executor, identity_client(client, caller), {.identity = "my-agent"});
 *      credentials::identity_context who({.user_token = jwt});
 *      credentials::access_token_options what{.provider = "dingtalk", .scopes = {"openid"}, .return_url = "https://app.example/callback"};
 *      what.consent.on_auth_url = [](credentials::consent_needed c) { show(c.authorization_url); };
 *      aval::secret token = co_await me.access_token(who, what);
 *
 *      workload access token   4 minutes per user       role's credential   until shortly before it expires, per user, duration and policy
 *      OAuth2 token, API key   never kept; those who ask for the same at the same time share one question */

namespace aval {
inline namespace v0 {
namespace credentials {

struct workload_options {
  std::string identity = {};                              // name of the workload identity; empty: find_identity says it when it is first needed
  std::function<awaitable<std::string>()> find_identity = {};  // asked once; see find_or_create_identity
  net::shared_secret workload_token = {};                 // used where the context has none; nothing is fetched then (AGENT_IDENTITY_WORKLOAD_ACCESS_TOKEN)
  bool sign_as_role = true;                               // OAuth2 tokens and API keys are asked for as the workload's role, else as the caller
  std::chrono::seconds role_duration{3600};               // of the role's credentials
  std::chrono::seconds token_life{240};                   // how long a workload access token is used; it lives for about 5 minutes
  std::size_t most_kept = 100;                            // users whose tokens are kept, and credentials; the least recently used go first
  std::chrono::minutes idle{60};                          // what nobody has used for so long goes when room is made
  refresh_options refresh = {};                           // of the role's credentials; its clock is the clock of all this
};

/** Which credential of the workload's role. */
struct role_session {
  std::chrono::seconds duration{0};  // 900 up to what the role allows; zero: workload_options::role_duration
  std::string policy = {};           // JSON that narrows the role; empty: all it may
};

struct access_token_options {
  std::string provider = {};                     // name of the OAuth2 credential provider
  std::vector<std::string> scopes = {};
  std::string flow = "USER_FEDERATION";
  std::string return_url = {};                   // where the browser goes after the consent; on the identity's list of allowed ones
  bool force_authentication = false;             // the user consents anew, whatever the vault has
  std::map<std::string, std::string> custom_parameters = {};  // for the authorization server
  std::string audience = {};                     // "ON_BEHALF_OF" only
  consent_options consent = {};
};

/** A token, or where the user has to consent. Copies share the token. */
class token_or_consent {
 public:
  token_or_consent() : token_or_consent(std::make_shared<const oauth2_token_answer>()) {}
  explicit token_or_consent(std::shared_ptr<const oauth2_token_answer> answer) : answer_(std::move(answer)) {}
  bool ready() const noexcept { return answer_->ready(); }
  const secret& token() const noexcept { return answer_->access_token; }  ///< empty when it is not ready
  consent_needed consent() const { return {answer_->authorization_url, answer_->session_uri, answer_->session_status}; }

 private:
  std::shared_ptr<const oauth2_token_answer> answer_;
};

template <class Lazy>
class basic_workload;
using workload = basic_workload<void>;

namespace detail {

/** Consents that have been shown: each once, the last 256. */
class shown_consents {
 public:
  bool first_time(const consent_needed& c) {
    const std::string& name = c.session_uri.empty() ? c.authorization_url : c.session_uri;
    const std::lock_guard lock(mutex_);
    if (!known_.insert(name).second) return false;
    order_.push_back(name);
    if (order_.size() > 256) {
      known_.erase(order_.front());
      order_.erase(order_.begin());
    }
    return true;
  }

 private:
  std::mutex mutex_;
  std::set<std::string> known_;
  std::vector<std::string> order_;
};

/** One question under way for each key, and its last answer. */
template <class T>
class shared_questions {
 public:
  using flight = single_flight<T>;
  struct question {
    explicit question(any_io_executor executor) : under_way(std::make_shared<flight>(std::move(executor))) {}
    void keep(T answer, deadline::clock::time_point now) {
      const std::lock_guard lock(mutex);
      last = std::move(answer), at = now;
    }
    std::optional<T> answer_since(deadline::clock::time_point when) {
      const std::lock_guard lock(mutex);
      return last && at >= when ? last : std::nullopt;
    }
    const std::shared_ptr<flight> under_way;
    std::mutex mutex;
    std::optional<T> last;
    deadline::clock::time_point at;
  };

  std::shared_ptr<question> of(const std::string& key, const any_io_executor& executor) {
    const std::lock_guard lock(mutex_);
    if (open_.size() >= look_at_) {
      std::erase_if(open_, [](const auto& one) { return one.second.expired(); });
      look_at_ = 2 * open_.size() + 16;
    }
    std::weak_ptr<question>& place = open_[key];
    std::shared_ptr<question> out = place.lock();
    if (!out) place = out = std::make_shared<question>(executor);
    return out;
  }

 private:
  std::mutex mutex_;
  std::unordered_map<std::string, std::weak_ptr<question>> open_;
  std::size_t look_at_ = 16;
};

}  // namespace detail

/** An agent's workload, for all its users. A cheap handle; copies share what is kept. Secrets are wiped when they are dropped.
 *
 *  A workload access token that the service refuses (InvalidParameter.WorkloadAccessToken) is dropped, and what needed it is done once more
 *  with a new one; so is a role's credential that is refused. A token that came with the context or the options can not be renewed.
 *
 *  @par Errors        openapi_error and the others of identity_client; those of find_identity; errc::invalid_configuration without an identity.
 *  @par Cancellation  terminal, at any point: aval::errc::cancelled. What is fetched for several goes on for the others.
 *  @par Lifetime      calls under way keep what they need.
 *  @par Threads       any. Callers complete on their own executors. */
template <class Lazy>
class basic_workload {
 public:
  /** Fetches run on `executor`. */
  basic_workload(any_io_executor executor, identity_client client, workload_options options)
      : state_(std::make_shared<state>(std::move(executor), std::move(client), std::move(options))) {}

  /** The workload access token for this user: of the context, else of the options, else a kept one, else a new one. */
  awaitable<secret> workload_token(identity_context who) const { return text(holder(*state_, who)); }

  /** A credential of the workload's role that is good for a while yet: kept, and renewed before it expires. */
  awaitable<shared_credential> role_credential(identity_context who, awaited<role_session> session) const {
    const role_session s = taken(std::move(session));
    return role(state_, who, role_key(s), s).credential();
  }
  awaitable<shared_credential> role_credential(identity_context who) const {
    const role_session s;
    return role(state_, who, role_key(s), s).credential();
  }

  /** One question to the vault: a token, or where the user has to consent. Calls no hook and waits for nobody. */
  awaitable<token_or_consent> ask_access_token(identity_context who, awaited<access_token_options> what) const {
    return first_answer(state_, std::move(who), std::make_shared<const access_token_options>(taken(std::move(what))));
  }

  /** A token: at once if the vault has one, else the hook is called and the user's consent waited for.
   *  @par Errors  besides: consent_error with errc::consent_needed (consent_options::wait is false), consent_failed, login_expired. While it waits,
   *               only what another try may mend is asked again; everything else ends it at once. */
  awaitable<secret> access_token(identity_context who, awaited<access_token_options> what) const {
    return obtain(state_, std::move(who), std::make_shared<const access_token_options>(taken(std::move(what))), nullptr);
  }

  /** Waits for a consent that ask_access_token has asked for with the same options. @par Errors  as access_token */
  awaitable<secret> wait_for_consent(identity_context who, awaited<access_token_options> what, consent_needed consent) const {
    auto shared = std::make_shared<const access_token_options>(taken(std::move(what)));
    const deadline until = patience(*shared);
    return wait(state_, std::move(who), std::move(shared), std::move(consent), until);
  }

  awaitable<secret> api_key(identity_context who, std::string provider) const { return key(state_, std::move(who), std::move(provider)); }

  const identity_client& client() const noexcept { return state_->core->client; }

  // for the decorators: options that are shared and not copied for each call
  awaitable<secret> access_token(identity_context who, std::shared_ptr<const access_token_options> what, std::shared_ptr<detail::shown_consents> shown) const {
    return obtain(state_, std::move(who), std::move(what), std::move(shown));
  }
  awaitable<shared_credential> role_credential(const identity_context& who, const std::string& prepared_key, const role_session& session) const {
    return role(state_, who, prepared_key, session).credential();
  }
  static std::string role_key(const role_session& s) { return '|' + std::to_string(s.duration.count()) + '|' + s.policy; }

 private:
  using answer_ptr = std::shared_ptr<const oauth2_token_answer>;
  using options_ptr = std::shared_ptr<const access_token_options>;
  using key_ptr = std::shared_ptr<const secret>;

  /* What fetches need; the caches hold it, so it holds none of them. */
  struct core_state {
    core_state(any_io_executor e, identity_client c, workload_options o)
        : executor(e), client(std::move(c)), options(std::move(o)), naming(std::make_shared<detail::single_flight<std::string>>(std::move(e))), name(options.identity) {
      if (!options.workload_token.empty()) given_key = identity_context({.workload_token = options.workload_token}).key();
    }
    const any_io_executor executor;
    const identity_client client;
    const workload_options options;
    const std::shared_ptr<detail::single_flight<std::string>> naming;
    std::string given_key;  // of the token of the options
    std::mutex mutex;
    std::string name;
  };
  struct state {
    state(any_io_executor e, identity_client c, workload_options o)
        : core(std::make_shared<core_state>(std::move(e), std::move(c), std::move(o))), users(core->options.most_kept, core->options.idle),
          roles(core->options.most_kept, core->options.idle) {}
    deadline::clock::time_point now() const { return core->options.refresh.clock.steady(); }
    const std::shared_ptr<core_state> core;
    detail::bounded_cache<token_source> users;
    detail::bounded_cache<credential_provider> roles;
    detail::shared_questions<answer_ptr> tokens;
    detail::shared_questions<key_ptr> keys;
  };
  /* Where a call's workload access token comes from. */
  struct token_holder {
    oauth2_token_ptr fixed = {};                // of the context or the options
    std::optional<token_source> source = {};    // else
    /* Whether another one can be had. */
    bool drop(const oauth2_token_ptr& refused) const {
      if (source) source->invalidate(refused);
      return source.has_value();
    }
  };

  // ---- workload access tokens

  static token_holder holder(state& s, const identity_context& who) {
    token_holder out;
    const net::shared_secret& given = who.workload_token().empty() ? s.core->options.workload_token : who.workload_token();
    if (!given.empty()) {
      auto fixed = std::make_shared<oauth2_token>();
      fixed->access_token = secret(given.reveal());
      out.fixed = std::move(fixed);
      return out;
    }
    out.source = s.users.get(who.key(), s.now(), [&] {
      token_source_options o;
      o.early = o.cool_down = std::chrono::seconds(0);
      o.life_if_unknown = s.core->options.token_life;
      o.clock = s.core->options.refresh.clock;
      return token_source(s.core->executor, [core = s.core, who](oauth2_token_ptr) { return fetch_token(core, who); }, std::move(o));
    });
    return out;
  }
  static const std::string& key_of(const state& s, const identity_context& who) {
    return who.workload_token().empty() && !s.core->given_key.empty() ? s.core->given_key : who.key();
  }

  static awaitable<oauth2_token_ptr> fetch_token(std::shared_ptr<core_state> c, identity_context who) {
    std::string name = co_await identity_name(c);
    auto out = std::make_shared<oauth2_token>();
    out->access_token = co_await c->client.workload_access_token(std::move(name), who.user());
    co_return out;
  }
  static awaitable<std::string> identity_name(std::shared_ptr<core_state> c) {
    {
      const std::lock_guard lock(c->mutex);
      if (!c->name.empty()) co_return c->name;
    }
    if (!c->options.find_identity) throw error(errc::invalid_configuration, "the workload has no identity: set AGENT_IDENTITY_WORKLOAD_IDENTITY_NAME");
    typename detail::single_flight<std::string>::operation start = [c] { return c->options.find_identity(); };
    std::string found = co_await detail::single_flight<std::string>::join(c->naming, std::move(start));
    if (found.empty()) throw error(errc::invalid_configuration, "the workload has no identity");
    const std::lock_guard lock(c->mutex);
    c->name = found;
    co_return found;
  }
  static awaitable<secret> text(token_holder h) {
    oauth2_token_ptr token = h.fixed;
    if (!token) token = co_await h.source->credential();
    co_return token->access_token.clone();
  }

  /* What needs a workload access token, perhaps signed as the role; with a new one when the service refuses the kept one. */
  template <class T>
  static awaitable<T> attempt(token_holder h, std::optional<credential_provider> signer, std::function<awaitable<T>(secret, shared_credential)> ask) {
    for (bool again = false;; again = true) {
      oauth2_token_ptr token = h.fixed;
      if (!token) token = co_await h.source->credential();
      shared_credential key;
      if (signer) key = co_await signer->credential();
      try {
        co_return co_await ask(token->access_token.clone(), key);
      } catch (const openapi_error& e) {
        if (again) throw;
        if (e.service_code() == "InvalidParameter.WorkloadAccessToken") {
          if (!h.drop(token)) throw;
        } else if (signer && e.code() == errc::credential_refused) {
          signer->forget();
        } else {
          throw;
        }
      }
    }
  }

  // ---- the role's credentials

  static credential_provider role(const std::shared_ptr<state>& s, const identity_context& who, const std::string& key, const role_session& session) {
    return s->roles.get(key_of(*s, who) + key, s->now(), [&] {
      const auto duration = session.duration.count() > 0 ? session.duration : s->core->options.role_duration;
      credential_fetch fetch = [core = s->core, h = holder(*s, who), duration, policy = session.policy] { return assume(core, h, duration, policy); };
      return credential_provider(s->core->executor, std::move(fetch), s->core->options.refresh);
    });
  }
  static awaitable<shared_credential> assume(std::shared_ptr<core_state> c, token_holder h, std::chrono::seconds duration, std::string policy) {
    std::function<awaitable<workload_role_credential>(secret, shared_credential)> ask = [c, duration, policy](secret token, shared_credential) {
      return c->client.assume_workload_role(std::move(token), duration, policy);
    };
    workload_role_credential got = co_await attempt<workload_role_credential>(std::move(h), std::nullopt, std::move(ask));
    co_return std::move(got.credential);
  }
  static std::optional<credential_provider> signer_of(const std::shared_ptr<state>& s, const identity_context& who) {
    const role_session session;
    return s->core->options.sign_as_role ? std::optional(role(s, who, role_key(session), session)) : std::nullopt;
  }

  // ---- OAuth2 tokens

  static deadline patience(const access_token_options& o) { return o.consent.patience.count() > 0 ? deadline::after(o.consent.patience) : deadline(); }

  static std::shared_ptr<const oauth2_token_request> question(const identity_context& who, const access_token_options& o, std::string session_uri) {
    oauth2_token_request q;
    q.provider = o.provider;
    q.scopes = o.scopes;
    q.flow = o.flow;
    q.return_url = o.return_url;
    q.force_authentication = o.force_authentication && session_uri.empty();
    q.custom_state = who.custom_state();
    q.custom_parameters = o.custom_parameters;
    q.session_uri = std::move(session_uri);
    q.audience = o.audience;
    return std::make_shared<const oauth2_token_request>(std::move(q));
  }

  using answers = detail::shared_questions<answer_ptr>;
  static awaitable<answer_ptr> ask(std::shared_ptr<core_state> c, token_holder h, std::optional<credential_provider> signer,
                                   std::shared_ptr<const oauth2_token_request> q, std::shared_ptr<typename answers::question> shared, deadline until) {
    std::function<awaitable<oauth2_token_answer>(secret, shared_credential)> once = [c, q, until](secret token, shared_credential key) {
      return c->client.oauth2_token(std::move(token), *q, std::move(key), until);
    };
    oauth2_token_answer got = co_await attempt<oauth2_token_answer>(std::move(h), std::move(signer), std::move(once));
    auto out = std::make_shared<const oauth2_token_answer>(std::move(got));
    shared->keep(out, c->options.refresh.clock.steady());
    co_return out;
  }
  static awaitable<answer_ptr> joined(std::shared_ptr<state> s, identity_context who, std::shared_ptr<const oauth2_token_request> q, token_holder h,
                                      std::shared_ptr<typename answers::question> shared, deadline until) {
    typename answers::flight::operation start = [c = s->core, h = std::move(h), signer = signer_of(s, who), q = std::move(q), shared, until] {
      return ask(c, h, signer, q, shared, until);
    };
    co_return co_await answers::flight::join(shared->under_way, std::move(start));
  }
  static awaitable<token_or_consent> first_answer(std::shared_ptr<state> s, identity_context who, options_ptr o) {
    const auto q = question(who, *o, {});
    auto shared = s->tokens.of(key_of(*s, who) + json::write(*q), s->core->executor);
    auto got = co_await joined(s, who, q, holder(*s, who), std::move(shared), deadline());
    if (!got->ready() && !got->failed() && got->authorization_url.empty())
      throw error(errc::answer_not_understood, "GetResourceOAuth2Token: neither a token nor where to consent");
    co_return token_or_consent(std::move(got));
  }

  static awaitable<secret> obtain(std::shared_ptr<state> s, identity_context who, options_ptr o, std::shared_ptr<detail::shown_consents> shown) {
    const deadline until = patience(*o);
    const token_or_consent first = co_await first_answer(s, who, o);
    if (first.ready()) co_return first.token().clone();
    consent_needed consent = first.consent();
    if (consent.session_status == "FAILED") throw consent_error(errc::consent_failed, o->provider, std::move(consent));
    const consent_hook& hook = o->consent.on_auth_url;
    if (hook && (!shown || shown->first_time(consent))) {
      if (hook.at_once) hook.at_once(consent);
      else co_await hook.later(consent);
    }
    if (!o->consent.wait) throw consent_error(errc::consent_needed, o->provider, std::move(consent));
    co_return co_await wait(std::move(s), std::move(who), std::move(o), std::move(consent), until);
  }

  static awaitable<secret> wait(std::shared_ptr<state> s, identity_context who, options_ptr o, consent_needed consent, deadline until) {
    using act = detail::consent_fsm::act;
    auto q = question(who, *o, consent.session_uri);
    if (q->force_authentication) {  // the service named no session: the consent is on its way, and not to be asked for once more
      auto plain = *q;
      plain.force_authentication = false;
      q = std::make_shared<const oauth2_token_request>(std::move(plain));
    }
    const auto shared = s->tokens.of(key_of(*s, who) + json::write(*q), s->core->executor);
    token_holder h = holder(*s, who);
    if (h.source && !o->consent.renew_workload_token) {
      h.fixed = co_await h.source->credential();
      h.source.reset();
    }
    detail::consent_fsm machine(o->consent, until);
    auto step = machine.answered(false, false, deadline::clock::now());
    std::exception_ptr last;
    answer_ptr got;
    while (step.what == act::pause) {
      co_await detail::wait_for<Lazy>(step.pause, "waiting for a consent");
      last = nullptr;
      // another that waits for the same consent may just have asked
      const auto recent = shared->answer_since(s->now() - step.pause / 2);
      if (recent) got = *recent;
      if (!recent) {
        // the question at the end of patience has a little time of its own
        const deadline limit = until.set() && until.remaining() < std::chrono::seconds(5) ? deadline::after(std::chrono::seconds(5)) : until;
        try {
          got = co_await joined(s, who, q, h, shared, limit);
        } catch (...) {
          last = std::current_exception();
        }
      }
      if (last) step = machine.unanswered(code_of(last), deadline::clock::now());
      else step = machine.answered(got->ready(), got->failed(), deadline::clock::now());
    }
    if (step.what == act::done) co_return got->access_token.clone();
    if (step.what == act::failed) std::rethrow_exception(last);
    if (got && !got->session_status.empty()) consent.session_status = got->session_status;
    if (step.what == act::refused) throw consent_error(errc::consent_failed, o->provider, std::move(consent));
    throw consent_error(errc::login_expired, last ? o->provider + ", the last question: " + code_of(last).message() : o->provider, std::move(consent));
  }

  // ---- API keys

  static awaitable<secret> key(std::shared_ptr<state> s, identity_context who, std::string provider) {
    using keys = detail::shared_questions<key_ptr>;
    const auto shared = s->keys.of(key_of(*s, who) + provider, s->core->executor);
    typename keys::flight::operation start = [c = s->core, h = holder(*s, who), signer = signer_of(s, who), provider] { return ask_key(c, h, signer, provider); };
    const key_ptr got = co_await keys::flight::join(shared->under_way, std::move(start));
    co_return got->clone();
  }
  static awaitable<key_ptr> ask_key(std::shared_ptr<core_state> c, token_holder h, std::optional<credential_provider> signer, std::string provider) {
    std::function<awaitable<secret>(secret, shared_credential)> once = [c, provider](secret token, shared_credential k) {
      return c->client.api_key(std::move(token), provider, std::move(k));
    };
    secret got = co_await attempt<secret>(std::move(h), std::move(signer), std::move(once));
    co_return std::make_shared<const secret>(std::move(got));
  }

  std::shared_ptr<state> state_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
