// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/** What every room stands on. Light: Asio's executors and awaitables, no sockets. */
#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/blocking_executor.hpp"
#include "aval/core/bytes.hpp"
#include "aval/core/clock.hpp"
#include "aval/core/csv.hpp"
#include "aval/core/deadline.hpp"
#include "aval/core/environment.hpp"
#include "aval/core/error.hpp"
#include "aval/core/log_hooks.hpp"
#include "aval/core/printable.hpp"
#include "aval/core/random.hpp"
#include "aval/core/result.hpp"
#include "aval/core/secret.hpp"
#include "aval/core/signature_of.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/core/uuid.hpp"
