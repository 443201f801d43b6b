// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "aval/credentials/control_client.hpp"
#include "aval/credentials/identity_client.hpp"
#include "aval/credentials/ram_client.hpp"
#include "aval/json/value.hpp"
#include "command.hpp"

/*  How the commands about Agent Identity reach the cloud, and what they share. */

namespace program {

struct cloud_access {
  std::string endpoint = {};             ///< --endpoint: one address for every product
  std::string control_endpoint = {};     ///< AGENT_IDENTITY_ENDPOINT: another address of Agent Identity alone
  std::string region = "cn-beijing";     ///< --region, AGENT_IDENTITY_REGION_ID
  std::string ca_file = {};              ///< --ca
  bool dry_run = false;                  ///< --dry-run: nothing is changed
  bool if_not_exists = false;            ///< --if-not-exists
};

/** The clients of one command. */
class cloud {
 public:
  using work = std::function<aval::awaitable<int>(cloud&)>;

  /** Runs the work to its end on a context of its own. What the service refuses is told as `<Code>: <message>`. @return the exit status. */
  static int run(const cloud_access& access, work job);

  const cloud_access& access() const noexcept { return access_; }
  aval::credentials::control_client& control() noexcept { return control_; }
  aval::credentials::ram_client& ram() noexcept { return ram_; }
  aval::credentials::identity_client& identity() noexcept { return identity_; }

 private:
  cloud(const cloud_access& access, const aval::any_io_executor& executor);
  const cloud_access& access_;
  aval::credentials::openapi_client calls_;
  aval::credentials::credential_provider caller_;
  aval::credentials::control_client control_;
  aval::credentials::ram_client ram_;
  aval::credentials::identity_client identity_;
};

/** --endpoint, --region, --ca, --output. */
void add_cloud_options(application&, CLI::App& command, cloud_access&);

/** "a, b,,c" as the words between the commas. */
std::vector<std::string> words_of(const std::string& list);

/** In what a thing that is there differs from the one that would be made. */
class differences {
 public:
  void compare(const char* what, const std::string& there, const std::string& wanted);
  void compare(const char* what, std::vector<std::string> there, std::vector<std::string> wanted);  // in any order
  /** Throws std::runtime_error when there are some. @param advice  what to do about it. */
  void check(const std::string& thing, const char* advice) const;

 private:
  std::string text_ = {};
};

// create-role and create-workload-identity (Agent Identity specification 5)

struct role_wanted {
  std::string role_name = {};  ///< empty: made from the identity's
  std::string identity = {};   ///< empty: every identity of the account may take the role
};
struct identity_wanted {
  std::string name = {}, role_arn = {}, identity_provider = {}, return_urls = {};
};
aval::awaitable<int> create_role(cloud&, const application&, role_wanted);
aval::awaitable<int> create_workload_identity(cloud&, const application&, identity_wanted);
/** Deletes an identity, and with it the role and the policy that create_workload_identity makes. What is not there any more is passed over, so
 *  that a run that was stopped half-way can be repeated; how far it came is told on standard error before the failure is thrown. */
aval::awaitable<void> delete_with_role(cloud&, std::string identity);

}  // namespace program
