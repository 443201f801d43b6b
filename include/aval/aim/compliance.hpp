// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "aval/aim/agent.hpp"
#include "aval/aim/compliance_request.hpp"
#include "aval/core/awaited.hpp"
#include "aval/core/compilation.hpp"

/*  Reports that are larger than memory should hold: piece by piece, with progress. Small ones: agent.export_compliance_report(). */

namespace aval {
inline namespace v0 {
namespace aim {

/** How far an export is. */
struct compliance_progress {
  std::uint64_t bytes = 0;                      ///< handed to the sink
  std::optional<std::uint64_t> total = {};      ///< where the authority has told
};

/** Takes the next piece of the file; the one behind it is not asked for before this is complete. */
using compliance_sink = std::function<awaitable<void>(std::string)>;
using compliance_watcher = std::function<void(const compliance_progress&)>;

/** Exports a report of any size into a sink; memory does not grow with it. Where the authority does not write the report itself, it is
 *  put together here first, as agent.export_compliance_report() does it.
 *
 *      std::ofstream file("soc2.csv", std::ios::binary);
 *      aval::aim::compliance_sink to_file = [&file](std::string piece) -> aval::awaitable<void> { return write_piece(&file, std::move(piece)); };
 *      co_await aval::aim::export_compliance_report_to(agent, request, to_file);
 *
 *  Gives the number of bytes. on_progress is called behind every piece, on the caller's executor.
 *  @par Errors        as export_compliance_report; what the sink throws ends the export. The sink has then seen a part of the file.
 *  @par Cancellation  terminal: the connection is closed. */
template <class Lazy = void>
awaitable<std::uint64_t> export_compliance_report_to(agent from, awaited<compliance_request> what, compliance_sink sink, compliance_watcher on_progress = {});

}  // namespace aim
}  // namespace v0
}  // namespace aval

#if !defined(AVAL_SEPARATE_COMPILATION)
#  include "aval/aim/impl/compliance_stream.hpp"
#endif
