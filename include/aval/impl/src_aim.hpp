// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of the AIM agent, beside those of src_net.hpp; see aval/core/compilation.hpp. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/aim/impl/agent.hpp"
#include "aval/aim/impl/audit_pager.hpp"
#include "aval/aim/impl/client.hpp"
#include "aval/aim/impl/secure.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

template class basic_client<void>;
template class basic_audit_pager<void>;
template class basic_agent<void>;
template awaitable<agent> secure<void>(std::string);
template awaitable<agent> secure<void>(std::string, awaited<secure_options>);
template awaitable<agent> secure<void>(std::string, awaited<config>);

}  // namespace aim
}  // namespace v0
}  // namespace aval
