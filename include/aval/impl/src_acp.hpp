// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/* The bodies of the ACPaaS agent, beside those of src.hpp; see aval/core/compilation.hpp. */

#include "aval/impl/src_begin.hpp"
// behind it, the bodies
#include "aval/acp/impl/agent.hpp"
#include "aval/acp/wss_transport.hpp"

namespace aval {
inline namespace v0 {
namespace acp {

template class basic_agent<wss_transport>;
template class basic_session<wss_transport>;

}  // namespace acp
}  // namespace v0
}  // namespace aval
