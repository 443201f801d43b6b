// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/** Umbrella of the room testing: what a test of asynchronous code needs, without a test framework. */

#include "aval/testing/manual_clock.hpp"
#include "aval/testing/run.hpp"
#include "aval/testing/scripted_stream.hpp"
#include "aval/testing/steps.hpp"
#include "aval/testing/tracker_executor.hpp"
