// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The room credentials: keys of the cloud and where they come from, the signatures made with them, and calls that are signed so;
 *  web tokens of users, checked; tokens of OAuth 2.0. The login with a browser brings an HTTP server and is opt-in:
 *  aval/credentials/oauth2_login.hpp. */

#include "aval/credentials/cloud_credential.hpp"
#include "aval/credentials/consent.hpp"
#include "aval/credentials/context.hpp"
#include "aval/credentials/control_client.hpp"
#include "aval/credentials/control_resources.hpp"
#include "aval/credentials/credential_chain.hpp"
#include "aval/credentials/credential_provider.hpp"
#include "aval/credentials/credential_sources.hpp"
#include "aval/credentials/decorators.hpp"
#include "aval/credentials/error.hpp"
#include "aval/credentials/identity_client.hpp"
#include "aval/credentials/jwk.hpp"
#include "aval/credentials/jwt.hpp"
#include "aval/credentials/jwt_verifier.hpp"
#include "aval/credentials/oauth2.hpp"
#include "aval/credentials/oauth2_client.hpp"
#include "aval/credentials/openapi_client.hpp"
#include "aval/credentials/openapi_request.hpp"
#include "aval/credentials/parameters.hpp"
#include "aval/credentials/platform_headers.hpp"
#include "aval/credentials/profile.hpp"
#include "aval/credentials/ram_client.hpp"
#include "aval/credentials/service_answer.hpp"
#include "aval/credentials/signature_check.hpp"
#include "aval/credentials/signer_oss.hpp"
#include "aval/credentials/signer_v1.hpp"
#include "aval/credentials/signer_v3.hpp"
#include "aval/credentials/token_source.hpp"
#include "aval/credentials/workload.hpp"
#include "aval/credentials/workload_settings.hpp"
#include "aval/credentials/workload_user.hpp"
#include "aval/credentials/workload_user.hpp"
