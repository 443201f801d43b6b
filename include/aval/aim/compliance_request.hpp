// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <atomic>
#include <optional>
#include <string>

#include "aval/aim/compliance_report.hpp"
#include "aval/core/result.hpp"
#include "aval/core/timestamp.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

/** What export_compliance_report() asks for. The defaults are the guide's. */
struct compliance_request {
  std::string report_type = "soc2";          ///< soc2, hipaa, gdpr, iso27001, or all
  std::string format = "json";               ///< json, csv, pdf
  std::optional<timestamp> start = {};       ///< not before; empty: what the authority takes
  std::optional<timestamp> end = {};         ///< before (exclusive); empty: now. At most 366 days behind the start
};

/** What it gives. */
struct compliance_document {
  std::string format = {};
  std::string content_type = {};             ///< application/json, text/csv, application/pdf
  std::string bytes = {};                    ///< the file
  std::optional<compliance_report> report = {};  ///< the same as a struct: of JSON, and of what was put together here
};

namespace detail {
/** Renders PDF in the programs that include aim/compliance_pdf.hpp in any of their files; null in others. */
using pdf_renderer_function = result<std::string> (*)(const compliance_report&);
inline std::atomic<pdf_renderer_function> pdf_renderer = nullptr;
}  // namespace detail

}  // namespace aim
}  // namespace v0
}  // namespace aval
