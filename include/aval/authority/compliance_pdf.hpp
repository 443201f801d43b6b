// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <functional>
#include <string>

#include "aval/aim/compliance_pdf.hpp"
#include "aval/core/result.hpp"

namespace aval {
inline namespace v0 {
namespace authority {

/** What options.render_pdf takes, so that an authority gives compliance reports as PDF. Opt-in: link aval::pdf.
 *
 *      options.render_pdf = authority::pdf_renderer(); */
inline std::function<result<std::string>(const aim::compliance_report&)> pdf_renderer() {
  return [](const aim::compliance_report& report) { return aim::compliance_pdf(report); };
}

}  // namespace authority
}  // namespace v0
}  // namespace aval
