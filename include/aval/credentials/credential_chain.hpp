// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "aval/core/environment.hpp"
#include "aval/credentials/credential_sources.hpp"
#include "aval/credentials/profile.hpp"

/*  The caller's credential as the official clients look for it (Agent Identity specification 4.7), first found, first taken:
 *
 *    1  ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET, ALIBABA_CLOUD_SECURITY_TOKEN
 *    2  ALIBABA_CLOUD_ROLE_ARN, ALIBABA_CLOUD_OIDC_PROVIDER_ARN, ALIBABA_CLOUD_OIDC_TOKEN_FILE
 *    3  ~/.aliyun/config.json
 *    4  ~/.alibabacloud/credentials.ini, or ALIBABA_CLOUD_CREDENTIALS_FILE
 *    5  the role of the ECS instance
 *    6  ALIBABA_CLOUD_CREDENTIALS_URI
 *
 *  A place that is set up and does not work ends the search with its error: going on would act under another identity than the one that was
 *  meant. Only an instance metadata service that does not answer is passed over. */

namespace aval {
inline namespace v0 {
namespace credentials {

struct chain_options {
  environment variables = {};            // the process's own, or a map in its place
  openapi_options openapi = {};          // calls to STS
  instance_role_options instance = {};   // role name and version 1 are also taken from the variables
  net::client_options http = {};         // metadata and URI; the metadata service is never asked through a proxy
  refresh_options refresh = {};
};

namespace detail {

template <class Lazy>
class credential_search {
 public:
  credential_search(any_io_executor executor, chain_options o)
      : options_(std::move(o)), sts_(executor, options_.openapi), direct_(executor, without_proxy(options_.http)), http_(std::move(executor), options_.http) {}

  /** What was chosen, fetched anew; the first time the choice. One call at a time. */
  static awaitable<shared_credential> fetch(std::shared_ptr<credential_search> self) {
    if (self->chosen_) co_return co_await self->chosen_();
    shared_credential found = self->from_environment();
    if (found) co_return found;  // after forget() the variables are read again
    credential_fetch choice = self->configured();
    if (choice) {
      found = co_await choice();
    } else {
      std::string looked_at = "looked at the environment, the profile files";
      if (!self->flag("ALIBABA_CLOUD_ECS_METADATA_DISABLED")) {
        looked_at += ", the instance's role";
        choice = from_instance_role<Lazy>(self->direct_, self->instance());
        try {
          found = co_await choice();
        } catch (const std::system_error& e) {
          const auto code = e.code();
          const bool nobody = code.category() != category() && (code == condition::unreachable || code == condition::timed_out);
          if (!nobody && code != errc::no_credential) throw;
        }
      }
      if (!found) {
        const auto uri = self->variable("CREDENTIALS_URI");
        if (uri.empty()) throw error(errc::no_credential, looked_at + " and ALIBABA_CLOUD_CREDENTIALS_URI");
        choice = from_uri<Lazy>(self->http_, net::url(uri));
        found = co_await choice();
      }
    }
    self->chosen_ = std::move(choice);
    co_return found;
  }

 private:
  static net::client_options without_proxy(net::client_options o) {
    o.proxy = {};
    o.proxy.from_environment = false;
    o.retry.when.max_attempts = 1;
    return o;
  }
  std::string variable(const char* name) const { return options_.variables.find("ALIBABA_CLOUD_" + std::string(name)).value_or(""); }
  bool flag(const char* name) const { return options_.variables.find_flag(name).value_or(false); }

  shared_credential from_environment() const {
    std::string id = variable("ACCESS_KEY_ID"), key = variable("ACCESS_KEY_SECRET"), token = variable("SECURITY_TOKEN");
    if (id.empty() || key.empty()) return nullptr;
    auto out = std::make_shared<cloud_credential>(std::move(id), secret::take(key), secret::take(token));
    out->source = "environment";
    return out;
  }
  role_options role_from_environment() const {
    role_options out;
    if (const auto name = variable("ROLE_SESSION_NAME"); !name.empty()) out.session_name = name;
    out.sts_region = variable("STS_REGION");
    if (!out.sts_region.empty() && flag("ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED")) out.network = "vpc";
    return out;
  }
  instance_role_options instance() const {
    instance_role_options out = options_.instance;
    if (out.role_name.empty()) out.role_name = variable("ECS_METADATA");
    out.require_token = out.require_token || flag("ALIBABA_CLOUD_IMDSV1_DISABLED");
    return out;
  }

  /** What the variables of OIDC or a profile file say; nothing when they say nothing. */
  credential_fetch configured() const {
    role_options oidc = role_from_environment();
    oidc.role_arn = variable("ROLE_ARN");
    oidc.oidc_provider_arn = variable("OIDC_PROVIDER_ARN");
    oidc.oidc_token_file = variable("OIDC_TOKEN_FILE");
    if (!oidc.role_arn.empty() && !oidc.oidc_provider_arn.empty() && !oidc.oidc_token_file.empty()) return from_oidc_role<Lazy>(sts_, oidc);
    const std::string name = variable("PROFILE"), named_file = variable("CREDENTIALS_FILE");
    std::optional<cloud_profile> found;
    if (!flag("ALIBABA_CLOUD_CLI_PROFILE_DISABLED")) found = profile("~/.aliyun/config.json", false, name, &parse_cli_profile);
    if (!found) found = profile(named_file.empty() ? "~/.alibabacloud/credentials.ini" : named_file, !named_file.empty(), name, &parse_ini_profile);
    if (!found && !name.empty())  // going on would act under another identity than the one that was asked for
      throw error(errc::invalid_configuration, "ALIBABA_CLOUD_PROFILE is \"" + printable(name, 60) + "\", but no profile file has a credential under that name");
    return found ? of_profile(*std::move(found)) : credential_fetch();
  }

  template <class Parse>
  std::optional<cloud_profile> profile(const std::string& path, bool must_exist, const std::string& name, Parse* parse) const {
    const std::string place = options_.variables.expand_home(path);
    if (place.starts_with("~")) return std::nullopt;  // no home
    auto file = aval::detail::read_file(place, 1 << 20);
    if (!file) {
      if (!must_exist && file.error().code == std::errc::no_such_file_or_directory) return std::nullopt;
      throw error(errc::invalid_configuration, file.error().message);
    }
    auto read = parse(file->text, name);
    wipe(file->text.data(), file->text.size());
    if (!read) throw error(read.error().code, place + ": " + read.error().message);
    return *std::move(read);
  }

  credential_fetch of_profile(cloud_profile p) const {
    role_options role = role_from_environment();
    role.role_arn = p.role_arn;
    if (!p.role_session_name.empty()) role.session_name = p.role_session_name;
    role.duration = p.duration;
    role.policy = p.policy;
    role.external_id = p.external_id;
    if (!p.sts_region.empty()) {
      role.sts_region = p.sts_region;
      role.network = p.vpc ? "vpc" : "";
    }
    role.oidc_provider_arn = p.oidc_provider_arn;
    role.oidc_token_file = options_.variables.expand_home(p.oidc_token_file);
    if (p.mode == profile_mode::oidc_role) return from_oidc_role<Lazy>(sts_, role);
    if (p.mode == profile_mode::ecs_role) {
      instance_role_options of_instance = instance();
      if (!p.ecs_role_name.empty()) of_instance.role_name = p.ecs_role_name;
      return from_instance_role<Lazy>(direct_, of_instance);
    }
    auto key = std::make_shared<cloud_credential>(p.access_key_id, std::move(p.access_key_secret), std::move(p.security_token));
    key->source = "profile " + printable(p.name, 100);
    shared_credential shared = std::move(key);
    if (p.mode == profile_mode::assumed_role) return from_assumed_role<Lazy>(sts_, credential_provider(shared), role);
    return [shared] { return same<Lazy>(shared); };
  }
  template <class L>
  static awaitable<shared_credential> same(shared_credential c) {
    co_return c;
  }

  const chain_options options_;
  const openapi_client sts_;
  const net::http_client direct_, http_;
  credential_fetch chosen_;
};

}  // namespace detail

/** The chain as a provider. Nothing is looked at before the first credential(); what it finds is kept to, and renewed when it expires. Files
 *  are read on the executor.
 *  @par Errors  of credential(): errc::no_credential with the places; errc::invalid_configuration for a file or variable that can not be
 *               used; those of the place that was found. */
template <class Lazy = void>
credential_provider default_credentials(any_io_executor executor, chain_options options) {
  refresh_options refresh = options.refresh;
  auto search = std::make_shared<detail::credential_search<Lazy>>(executor, std::move(options));
  return credential_provider(std::move(executor), [search] { return detail::credential_search<Lazy>::fetch(search); }, std::move(refresh));
}
template <class Lazy = void>
credential_provider default_credentials(any_io_executor executor) {
  return default_credentials<Lazy>(std::move(executor), chain_options{});
}

}  // namespace credentials
}  // namespace v0
}  // namespace aval
