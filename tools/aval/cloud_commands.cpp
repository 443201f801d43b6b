// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <iostream>
#include <iterator>
#include <memory>

#include "aval/core/detail/file_posix.hpp"
#include "aval/core/environment.hpp"
#include "aval/json/write.hpp"
#include "cloud_access.hpp"

// `aval cloud ...`: the set-up of Agent Identity that is otherwise done by hand in a console.

namespace program {
namespace {

namespace credentials = aval::credentials;
namespace json = aval::json;
using credentials::errc;

const std::vector<column> identity_lines = {{"name", "WorkloadIdentityName"}, {"ARN", "WorkloadIdentityArn"}, {"role", "RoleArn"}, {"identity provider", "IdentityProviderName"},
                                            {"return URLs", "AllowedResourceOAuth2ReturnURLs"}, {"description", "Description"}, {"session binding", "SessionBindingEnabled"},
                                            {"created", "CreateTime"}};
const std::vector<column> provider_lines = {{"name", "IdentityProviderName"}, {"ARN", "IdentityProviderArn"}, {"discovery URL", "DiscoveryURL"}, {"audiences", "AllowedAudience"},
                                            {"description", "Description"}, {"created", "CreateTime"}};
const std::vector<column> oauth2_lines = {{"name", "OAuth2CredentialProviderName"}, {"ARN", "CredentialProviderArn"}, {"vendor", "CredentialProviderVendor"},
                                          {"callback URL", "CallbackURL"}, {"configuration", "OAuth2ProviderConfig"}, {"description", "Description"}, {"created", "CreateTime"}};
const std::vector<column> api_key_lines = {{"name", "APIKeyCredentialProviderName"}, {"ARN", "CredentialProviderArn"}, {"vault", "TokenVaultName"}, {"description", "Description"},
                                           {"created", "CreateTime"}};

/** What the commands of one kind of thing were given. */
struct words {
  cloud_access access = {};
  std::string name = {}, vault = {}, description = {};
  std::string role_arn = {}, identity_provider = {}, return_urls = {}, role_name = {};                                     // identities and roles
  std::string discovery_url = {}, audiences = {};                                                                          // identity providers
  std::string vendor = {}, client_id = {}, authorization_endpoint = {}, token_endpoint = {}, issuer = {}, callback_url = {}, oauth_type = {};
  std::string secret_file = {}, session_uri = {};
  bool session_binding = false, with_role = false, pkce = false;
  const CLI::App* command = nullptr;

  bool given(const char* option) const { return command->count(option) > 0; }
};
using shared_words = std::shared_ptr<words>;

template <class T>
json::value value_of(const T& resource) {
  return json::parse(json::write(resource)).value();
}

template <class T>
aval::awaitable<int> show(const application* program, aval::awaitable<T> operation, const std::vector<column>* lines) {
  const T one = co_await std::move(operation);
  print_object(*program, value_of(one), *lines);
  co_return 0;
}

template <class T>
aval::awaitable<int> show_all(const application* program, aval::awaitable<std::vector<T>> operation, const std::vector<column>* columns) {
  const std::vector<T> all = co_await std::move(operation);
  print_rows(*program, value_of(all), {columns->begin(), columns->begin() + 4});
  co_return 0;
}

int say(const application& program, const char* what, const std::string& name) {
  if (program.output == "json") std::cout << json::write_pretty(json::object({{what, name}})) << '\n';
  else std::cout << what << ": " << aval::printable(name, 200) << '\n';
  return 0;
}

aval::awaitable<int> change(const application* program, shared_words w, aval::awaitable<void> operation, const char* what) {
  if (w->access.dry_run) co_return say(*program, "dry run, nothing is changed", w->name);
  co_await std::move(operation);
  co_return say(*program, what, w->name);
}

aval::awaitable<int> wrong_usage(std::string message) {
  fail(message);
  co_return 2;
}

/** Makes something; with --if-not-exists one that exists is taken when `compare` finds nothing. @param unseen  what nobody can compare. */
template <class T>
aval::awaitable<int> make(const application* program, shared_words w, aval::awaitable<T> operation, aval::awaitable<T> look, void (*compare)(const words&, const T& there, differences&),
                          const std::vector<column>* lines, const char* unseen = nullptr) {
  if (w->access.dry_run) co_return say(*program, "dry run, nothing is made", w->name);
  T out;
  bool there = false;
  try {
    out = co_await std::move(operation);
  } catch (const credentials::openapi_error& e) {
    if (!w->access.if_not_exists || e.code() != errc::already_exists) throw;
    there = true;
  }
  if (there) {
    out = co_await std::move(look);
    differences d;
    compare(*w, out, d);
    d.check(w->name, "delete it first, or choose another name");
    std::cerr << "aval: it exists already" << (unseen != nullptr ? std::string("; nobody can see whether it has the same ") + unseen : "") << '\n';
  }
  print_object(*program, value_of(out), *lines);
  co_return 0;
}

/** The first line of a file, or of standard input for "-". Never an argument: those are seen by everybody on the machine. */
aval::secret read_secret(const std::string& file) {
  std::string text;
  if (file == "-") text.assign(std::istreambuf_iterator<char>(std::cin), {});
  else text = aval::detail::read_file(file, 64 * 1024).value().text;
  return only_line(std::move(text), file == "-" ? "standard input" : file);
}

// ---- the commands -----------------------------------------------------------------------------------------------------------------------

using job = std::function<aval::awaitable<int>(cloud&)>;

class command_maker {
 public:
  explicit command_maker(application& program) : program_(program), group_(cloud_group(program)) {}

  /** A command that does `work`; its options are added by the caller. */
  CLI::App& add(const char* name, const char* help, shared_words w, job work) {
    auto* const command = group_.add_subcommand(name, help);
    add_cloud_options(program_, *command, w->access);
    set_work(program_, *command, [command, w, work = std::move(work)] {
      w->command = command;
      w->access.control_endpoint = aval::environment().find("AGENT_IDENTITY_ENDPOINT").value_or("");
      return cloud::run(w->access, work);
    });
    return *command;
  }
  static void changes(CLI::App& command, shared_words w) { command.add_flag("--dry-run", w->access.dry_run, "say what would be done, and do nothing"); }
  static void creates(CLI::App& command, shared_words w) {
    changes(command, w);
    command.add_flag("--if-not-exists", w->access.if_not_exists, "what exists as it would be made is taken as it is; secrets and keys can not be compared");
  }
  const application* program() const { return &program_; }

 private:
  application& program_;
  CLI::App& group_;
};

void add_identity_commands(command_maker& make_command) {
  const auto* const p = make_command.program();
  const auto w = std::make_shared<words>();
  const auto name = [&](CLI::App& c) { c.add_option("name,--workload-identity-name", w->name, "name of the identity")->required(); };
  const auto settings = [&](CLI::App& c) {
    c.add_option("--associated-role-arn", w->role_arn, "role of the identity; without: one is made for it");
    c.add_option("--identity-provider-name", w->identity_provider, "who vouches for the users that come with a JWT");
    c.add_option("--allowed-resource-oauth2-return-urls", w->return_urls, "where a browser may go after a consent, separated by commas");
  };
  {
    auto& c = make_command.add("create-role", "make the role of an identity, with its trust and its permissions", w, [w, p](cloud& all) {
      role_wanted r;
      r.role_name = w->role_name;
      r.identity = w->name;
      return create_role(all, *p, std::move(r));
    });
    c.add_option("--role-name", w->role_name, "default: AgentIdentityRole-<identity>, or eight random digits in its place");
    c.add_option("--workload-identity-name", w->name, "the only identity that may take the role; without: every identity of the account");
    command_maker::creates(c, w);
  }
  {
    auto& c = make_command.add("create-workload-identity", "make the identity of an agent, and its role", w, [w, p](cloud& all) {
      identity_wanted i;
      i.name = w->name;
      i.role_arn = w->role_arn;
      i.identity_provider = w->identity_provider;
      i.return_urls = w->return_urls;
      return create_workload_identity(all, *p, std::move(i));
    });
    name(c);
    settings(c);
    command_maker::creates(c, w);
  }
  name(make_command.add("get-workload-identity", "show an identity", w, [w, p](cloud& all) { return show(p, all.control().get_workload_identity(w->name), &identity_lines); }));
  make_command.add("list-workload-identities", "list the identities", w, [p](cloud& all) { return show_all(p, all.control().all_workload_identities(), &identity_lines); })
      .alias("list-workload-identity");
  {
    auto& c = make_command.add("update-workload-identity", "change what is given, and nothing else", w, [w, p](cloud& all) {
      bool something = false;
      for (const char* option : {"--associated-role-arn", "--identity-provider-name", "--allowed-resource-oauth2-return-urls", "--description", "--session-binding-enabled"})
        something = something || w->given(option);
      if (!something) return wrong_usage("nothing to change was given; see --help");
      credentials::workload_identity_settings s;
      s.workload_identity_name = w->name;
      if (w->given("--associated-role-arn")) s.role_arn = w->role_arn;
      if (w->given("--identity-provider-name")) s.identity_provider_name = w->identity_provider;
      if (w->given("--allowed-resource-oauth2-return-urls")) s.allowed_resource_oauth2_return_urls = words_of(w->return_urls);
      if (w->given("--description")) s.description = w->description;
      if (w->given("--session-binding-enabled")) s.session_binding_enabled = w->session_binding;
      return change(p, w, all.control().update_workload_identity(s), "updated");
    });
    name(c);
    settings(c);
    c.add_option("--description", w->description, "for people");
    c.add_option("--session-binding-enabled", w->session_binding, "true or false");
    command_maker::changes(c, w);
  }
  {
    auto& c = make_command.add("delete-workload-identity", "delete an identity", w, [w, p](cloud& all) {
      return change(p, w, w->with_role ? delete_with_role(all, w->name) : all.control().delete_workload_identity(w->name), "deleted");
    });
    name(c);
    c.add_flag("--with-role", w->with_role, "and the role and the policy that were made with it");
    command_maker::changes(c, w);
  }
}

void compare_identity_provider(const words& w, const credentials::identity_provider& there, differences& d) {
  d.compare("discovery URL", there.discovery_url, w.discovery_url);
  d.compare("list of audiences", there.allowed_audience, words_of(w.audiences));
  if (!w.description.empty()) d.compare("description", there.description, w.description);
}

void add_provider_commands(command_maker& make_command) {
  const auto* const p = make_command.program();
  const auto w = std::make_shared<words>();
  const auto name = [&](CLI::App& c) { c.add_option("name,--identity-provider-name", w->name, "name of the identity provider")->required(); };
  {
    auto& c = make_command.add("create-identity-provider", "register who vouches for the users that come with a JWT", w, [w, p](cloud& all) {
      credentials::identity_provider_settings s;
      s.identity_provider_name = w->name;
      s.discovery_url = w->discovery_url;
      s.allowed_audience = words_of(w->audiences);
      if (!w->description.empty()) s.description = w->description;
      return make<credentials::identity_provider>(p, w, all.control().create_identity_provider(s), all.control().get_identity_provider(w->name), compare_identity_provider,
                                                  &provider_lines);
    });
    name(c);
    c.add_option("--discovery-url", w->discovery_url, ".../.well-known/openid-configuration")->required();
    c.add_option("--allowed-audience", w->audiences, "client ids that its tokens may be for, separated by commas")->required();
    c.add_option("--description", w->description, "for people");
    command_maker::creates(c, w);
  }
  name(make_command.add("get-identity-provider", "show an identity provider", w, [w, p](cloud& all) { return show(p, all.control().get_identity_provider(w->name), &provider_lines); }));
  make_command.add("list-identity-providers", "list the identity providers", w, [p](cloud& all) { return show_all(p, all.control().all_identity_providers(), &provider_lines); })
      .alias("list-identity-provider");
  auto& c = make_command.add("delete-identity-provider", "delete an identity provider", w,
                             [w, p](cloud& all) { return change(p, w, all.control().delete_identity_provider(w->name), "deleted"); });
  name(c);
  command_maker::changes(c, w);
}

credentials::oauth2_provider_config config_of(const words& w) {
  credentials::oauth2_provider_config out;
  if (w.discovery_url.empty() && w.issuer.empty()) {
    auto& c = out.included.emplace();
    c.client_id = w.client_id;
    c.client_secret = read_secret(w.secret_file);
    if (!w.authorization_endpoint.empty()) c.authorization_endpoint = w.authorization_endpoint;
    if (!w.token_endpoint.empty()) c.token_endpoint = w.token_endpoint;
    return out;
  }
  auto& c = out.custom.emplace();
  c.client_id = w.client_id;
  c.client_secret = read_secret(w.secret_file);
  if (!w.discovery_url.empty()) {
    c.oauth2_discovery.discovery_url = w.discovery_url;
    return out;
  }
  auto& m = c.oauth2_discovery.authorization_server_metadata.emplace();
  m.issuer = w.issuer;
  m.authorization_request.endpoint = w.authorization_endpoint;
  m.token_request.endpoint = w.token_endpoint;
  m.pkce.emplace().enabled = w.pkce;
  return out;
}

/** What was not given is not compared; that a server is described or not is. */
void compare_oauth2_provider(const words& w, const credentials::oauth2_credential_provider& there, differences& d) {
  std::string client, discovery, issuer, authorization, token;
  bool pkce = false;
  if (const auto& c = there.config.included) {
    client = c->client_id;
    authorization = c->authorization_endpoint.value_or("");
    token = c->token_endpoint.value_or("");
  }
  if (const auto& c = there.config.custom) {
    client = c->client_id;
    discovery = c->oauth2_discovery.discovery_url.value_or("");
    if (const auto& m = c->oauth2_discovery.authorization_server_metadata) {
      issuer = m->issuer;
      authorization = m->authorization_request.endpoint;
      token = m->token_request.endpoint;
      pkce = m->pkce && m->pkce->enabled;
    }
  }
  const auto given = [&d](const char* what, const std::string& is, const std::string& wanted) {
    if (!wanted.empty()) d.compare(what, is, wanted);
  };
  d.compare("vendor", there.credential_provider_vendor, w.vendor);
  d.compare("client id", client, w.client_id);
  if (w.issuer.empty()) d.compare("discovery URL", discovery, w.discovery_url);
  if (w.discovery_url.empty()) d.compare("issuer", issuer, w.issuer);
  given("authorization endpoint", authorization, w.authorization_endpoint);
  given("token endpoint", token, w.token_endpoint);
  if (!w.issuer.empty()) d.compare("use of PKCE", pkce ? "yes" : "no", w.pkce ? "yes" : "no");
  given("callback URL", there.callback_url, w.callback_url);
  given("OAuth type", there.oauth_type, w.oauth_type);
  given("description", there.description, w.description);
}

void compare_api_key_provider(const words& w, const credentials::api_key_credential_provider& there, differences& d) {
  if (!w.description.empty()) d.compare("description", there.description, w.description);
}

void vault_option(CLI::App& c, shared_words w) { c.add_option("--token-vault-name", w->vault, "another vault than the default one"); }

void add_oauth2_commands(command_maker& make_command) {
  const auto* const p = make_command.program();
  const auto w = std::make_shared<words>();
  const auto name = [&](CLI::App& c) {
    c.add_option("name,--oauth2-credential-provider-name", w->name, "name of the provider")->required();
    vault_option(c, w);
  };
  {
    auto& c = make_command.add("create-oauth2-credential-provider", "register a client of an authorization server, where users consent", w, [w, p](cloud& all) {
      credentials::oauth2_provider_settings s;
      s.oauth2_credential_provider_name = w->name;
      const auto text = [](std::optional<std::string>& to, const std::string& from) {
        if (!from.empty()) to = from;
      };
      text(s.credential_provider_vendor, w->vendor);
      text(s.callback_url, w->callback_url);
      text(s.oauth_type, w->oauth_type);
      text(s.description, w->description);
      text(s.token_vault_name, w->vault);
      s.config = config_of(*w);
      return make<credentials::oauth2_credential_provider>(p, w, all.control().create_oauth2_provider(aval::moved(s)), all.control().get_oauth2_provider(w->name, w->vault),
                                                           compare_oauth2_provider, &oauth2_lines, "secret");
    });
    name(c);
    c.add_option("--credential-provider-vendor", w->vendor, "AliyunOAuth2, IDaaS, Custom ...")->required();
    c.add_option("--client-id", w->client_id, "the client's id at the authorization server")->required();
    c.add_option("--client-secret-file", w->secret_file, "file with its secret; - for standard input")->required();
    auto* const discovery = c.add_option("--discovery-url", w->discovery_url, "of a server that the cloud does not know; or --issuer with both endpoints");
    auto* const issuer = c.add_option("--issuer", w->issuer, "of a server without a discovery document");
    auto* const authorization = c.add_option("--authorization-endpoint", w->authorization_endpoint, "where users are sent to");
    auto* const token = c.add_option("--token-endpoint", w->token_endpoint, "where tokens are fetched");
    auto* const pkce = c.add_flag("--pkce", w->pkce, "with --issuer: the server knows proof keys");
    discovery->excludes(issuer)->excludes(authorization)->excludes(token);
    issuer->needs(authorization)->needs(token);
    pkce->needs(issuer);
    c.add_option("--callback-url", w->callback_url, "what is registered at the authorization server");
    c.add_option("--oauth-type", w->oauth_type, "as the service spells it");
    c.add_option("--description", w->description, "for people");
    command_maker::creates(c, w);
  }
  name(make_command.add("get-oauth2-credential-provider", "show a provider, without its secret", w,
                        [w, p](cloud& all) { return show(p, all.control().get_oauth2_provider(w->name, w->vault), &oauth2_lines); }));
  auto& list = make_command.add("list-oauth2-credential-providers", "list the providers of OAuth2 tokens", w,
                                [w, p](cloud& all) { return show_all(p, all.control().all_oauth2_providers(w->vault), &oauth2_lines); });
  list.alias("list-oauth2-credential-provider");
  vault_option(list, w);
  auto& c = make_command.add("delete-oauth2-credential-provider", "delete a provider, and the tokens of its users", w,
                             [w, p](cloud& all) { return change(p, w, all.control().delete_oauth2_provider(w->name, w->vault), "deleted"); });
  name(c);
  command_maker::changes(c, w);
}

void add_api_key_commands(command_maker& make_command) {
  const auto* const p = make_command.program();
  const auto w = std::make_shared<words>();
  const auto name = [&](CLI::App& c) {
    c.add_option("name,--api-key-credential-provider-name", w->name, "name of the provider")->required();
    vault_option(c, w);
  };
  {
    auto& c = make_command.add("create-api-key-credential-provider", "store an API key in the vault", w, [w, p](cloud& all) {
      credentials::api_key_provider_settings s;
      s.api_key_credential_provider_name = w->name;
      s.api_key = read_secret(w->secret_file);
      if (!w->description.empty()) s.description = w->description;
      if (!w->vault.empty()) s.token_vault_name = w->vault;
      return make<credentials::api_key_credential_provider>(p, w, all.control().create_api_key_provider(aval::moved(s)), all.control().get_api_key_provider(w->name, w->vault),
                                                            compare_api_key_provider, &api_key_lines, "key");
    });
    name(c);
    c.add_option("--api-key-file", w->secret_file, "file with the key; - for standard input")->required();
    c.add_option("--description", w->description, "for people");
    command_maker::creates(c, w);
  }
  name(make_command.add("get-api-key-credential-provider", "show a provider, without the key", w,
                        [w, p](cloud& all) { return show(p, all.control().get_api_key_provider(w->name, w->vault), &api_key_lines); }));
  auto& list = make_command.add("list-api-key-credential-providers", "list the providers of API keys", w,
                                [w, p](cloud& all) { return show_all(p, all.control().all_api_key_providers(w->vault), &api_key_lines); });
  list.alias("list-api-key-credential-provider");
  vault_option(list, w);
  auto& c = make_command.add("delete-api-key-credential-provider", "delete a provider and its key", w,
                             [w, p](cloud& all) { return change(p, w, all.control().delete_api_key_provider(w->name, w->vault), "deleted"); });
  name(c);
  command_maker::changes(c, w);
}

aval::awaitable<int> confirm(cloud* all, const application* program, shared_words w) {
  using credentials::workload_user;
  workload_user user = w->secret_file.empty() ? workload_user::of_id(w->name) : workload_user::of_token(read_secret(w->secret_file));
  co_await all->identity().confirm_user_auth(w->session_uri, std::move(user));
  co_return say(*program, "confirmed", w->session_uri);
}

void add_consent_commands(command_maker& make_command) {
  const auto* const p = make_command.program();
  const auto w = std::make_shared<words>();
  auto& c = make_command.add("confirm-user-auth", "complete a consent: say for which user the browser came back", w, [w, p](cloud& all) { return confirm(&all, p, w); });
  c.add_option("--session-uri", w->session_uri, "session_uri of the address that the browser came back to; be sure that it is that user's own browser")->required();
  auto* const who = c.add_option_group("user", "as whom the agent asked");
  who->add_option("--user-token-file", w->secret_file, "file with the JWT of the user; - for standard input");
  who->add_option("--user-id", w->name, "id of the user");
  who->require_option(1);
}

}  // namespace

void add_cloud_commands(application& program) {
  command_maker make_command(program);
  add_identity_commands(make_command);
  add_provider_commands(make_command);
  add_oauth2_commands(make_command);
  add_api_key_commands(make_command);
  add_consent_commands(make_command);
}

}  // namespace program
