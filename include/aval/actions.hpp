// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/actions/action.hpp"
#include "aval/actions/compose.hpp"
#include "aval/actions/concepts.hpp"
#include "aval/actions/describe.hpp"
#include "aval/actions/guarded_tool.hpp"
#include "aval/actions/require_approval.hpp"
#include "aval/actions/tool.hpp"
#include "aval/actions/track_action.hpp"
#include "aval/actions/with_credential.hpp"
#include "aval/actions/with_timeout.hpp"
