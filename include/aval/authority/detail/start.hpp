// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/authority/admin_file.hpp"
#include "aval/authority/detail/service.hpp"
#include "aval/core/blocking_executor.hpp"
#include "aval/crypto/certificate.hpp"
#include "aval/crypto/key_formats.hpp"
#include "aval/crypto/password.hpp"
#include "aval/crypto/random.hpp"

/*  What happens before the first request: the store is read; the first start makes an organization, its administrator, the credential
 *  file, the secret of session tokens and, where asked for, a certificate. */

namespace aval {
inline namespace v0 {
namespace authority {
namespace detail {

template <class Lazy>
awaitable<std::string> basic_service<Lazy>::hash_password(std::shared_ptr<secret> password) {
  const crypto::password_options cost{.operations = options_.password_operations, .memory_kib = options_.password_memory_kib};
  const auto work = [password, cost] { return crypto::hash_password(password->reveal(), cost); };
  co_return co_await run_blocking(options_.blocking_executor, work);
}

template <class Lazy>
awaitable<void> basic_service<Lazy>::open() {
  const timestamp at = now();
  auto contents = co_await registry_.store().open(at, at - 2 * options_.signature_window);
  registry_.load(std::move(contents), at);
  started = std::chrono::steady_clock::now();
  std::uint64_t ticket = 0;

  auto all = registry_.organizations();
  home_ = all.empty() ? registry_.create_organization(options_.organization, at, ticket) : all.front().id;

  auto text = registry_.setting("token_secret");
  if (!text) {
    text = crypto::random_token(32);
    registry_.set_setting("token_secret", *text, ticket);
  }
  token_secret_ = secret::take(*text);
  if (!options_.audit_key && !registry_.setting("audit_key"))
    registry_.set_setting("audit_key", std::string(crypto::private_key_seed_base64(crypto::keypair::generate()).reveal()), ticket);

  auto admin = registry_.find_user(std::string_view(options_.admin_email));
  const bool wants_file = !options_.admin_file.empty();
  if (!admin || (wants_file && admin->password_hash.empty())) {
    admin_credential credential;
    std::string hash;
    if (wants_file) {
      std::string made = crypto::random_token(24);
      credential.password = secret::take(made);
      hash = co_await hash_password(std::make_shared<secret>(credential.password.clone()));
    }
    caller self;
    self.is = caller::kind::local;
    self.name = "first start";
    self.organization = home_;
    if (!admin) {
      user_record user;
      user.organization = home_;
      user.email = options_.admin_email;
      user.name = "Administrator";
      user.role = role::admin;
      user.password_hash = hash;
      const auto id = registry_.create_user(std::move(user), self, at, ticket);
      if (!id) throw error(id.error().code, id.error().message);
      credential.user_id = *id;
    } else {
      credential.user_id = admin->id;
      registry_.edit_user(admin->id, "update", self, at, ticket, [&](user_record& u) { u.password_hash = hash; });
    }
    if (wants_file) {
      // the file first: without it nobody could log in, while a file without its user is written anew by the next start
      credential.email = options_.admin_email;
      credential.organization_id = home_;
      const auto saved = save_admin_credential(options_.admin_file, credential);
      if (!saved) throw error(saved.error().code, "credential of the administrator: " + saved.error().message);
      options_.log.log(log_level::info, "authority", "the administrator's credential is in " + options_.admin_file);
    }
  }
  co_await registry_.store().durable(registry_.last_ticket());
}

template <class Lazy>
secret basic_service<Lazy>::admin_token(std::optional<std::chrono::seconds> lifetime) const {
  const auto admin = registry_.find_user(std::string_view(options_.admin_email));
  if (!admin) throw error(make_error_code(errc::not_found), "administrator " + options_.admin_email);
  token_claims c;
  c.user = admin->id;
  c.organization = admin->organization;
  c.email = admin->email;
  c.role = admin->role;
  c.id = ordered_uuid(now(), options_.random);
  c.issued_at = std::chrono::floor<std::chrono::seconds>(now());
  c.expires_at = c.issued_at + lifetime.value_or(options_.access_token_lifetime);
  std::string text = write_token(c, token_secret_);
  return secret::take(text);
}

// kept in the store, so that what clients trust outlives a restart; made anew when it has a month left
template <class Lazy>
awaitable<std::shared_ptr<crypto::certificate_with_key>> basic_service<Lazy>::own_certificate() {
  auto out = std::make_shared<crypto::certificate_with_key>();
  const auto certificate = registry_.setting("tls_certificate"), made_at = registry_.setting("tls_made_at"), host = registry_.setting("tls_host");
  auto key = registry_.setting("tls_private_key");
  std::string name = options_.listen.substr(0, options_.listen.rfind(':'));
  if (name.size() > 2 && name.front() == '[') name = name.substr(1, name.size() - 2);
  const auto at = made_at ? parse_rfc3339(*made_at) : std::nullopt;
  if (certificate && key && at && host == name && now() < *at + std::chrono::hours(24 * 335) && now() > *at - std::chrono::hours(24)) {
    out->certificate_pem = *certificate;
    out->private_key_pem = secret::take(*key);
    co_return out;
  }
  crypto::certificate_options wanted;
  wanted.dns_names = {"localhost"};
  wanted.ip_addresses = {"127.0.0.1", "::1"};
  std::error_code not_an_address;
  const auto ip = asio::ip::make_address(name, not_an_address);
  if (!not_an_address && !ip.is_loopback() && !ip.is_unspecified()) wanted.ip_addresses.push_back(ip.to_string());
  auto made = crypto::self_signed_certificate(wanted);
  if (!made) throw error(made.error().code, made.error().message);
  out->certificate_pem = made->certificate_pem;
  out->private_key_pem = std::move(made->private_key_pem);
  std::uint64_t ticket = 0;
  registry_.set_setting("tls_certificate", out->certificate_pem, ticket);
  registry_.set_setting("tls_private_key", std::string(out->private_key_pem.reveal()), ticket);
  registry_.set_setting("tls_made_at", format_rfc3339(now(), 0), ticket);
  registry_.set_setting("tls_host", name, ticket);
  co_await registry_.store().durable(ticket);
  co_return out;
}

}  // namespace detail
}  // namespace authority
}  // namespace v0
}  // namespace aval
