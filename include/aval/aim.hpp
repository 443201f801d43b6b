// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  The AIM client: secure(), agent, and the calls, messages, signatures and machines they are made of. */

#include "aval/aim/agent.hpp"             // IWYU pragma: export
#include "aval/aim/attestation.hpp"       // IWYU pragma: export
#include "aval/aim/audit_pager.hpp"       // IWYU pragma: export
#include "aval/aim/call_fsm.hpp"          // IWYU pragma: export
#include "aval/aim/client.hpp"            // IWYU pragma: export
#include "aval/aim/compliance_report.hpp"  // IWYU pragma: export
#include "aval/aim/config.hpp"            // IWYU pragma: export
#include "aval/aim/errors.hpp"            // IWYU pragma: export
#include "aval/aim/key_store.hpp"         // IWYU pragma: export
#include "aval/aim/messages.hpp"          // IWYU pragma: export
#include "aval/aim/options.hpp"           // IWYU pragma: export
#include "aval/aim/secure.hpp"            // IWYU pragma: export
#include "aval/aim/signing.hpp"           // IWYU pragma: export
#include "aval/aim/verification_fsm.hpp"  // IWYU pragma: export
