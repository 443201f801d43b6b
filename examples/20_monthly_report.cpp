// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// 20. The report of the month: what an agent has done and how far it keeps the controls of SOC 2, as a table in a file, with progress, and
//     as a document for people. Run it on the first of each month.

#include <filesystem>
#include <fstream>

#include "aval/aim/compliance.hpp"
#if defined(AVAL_HAS_PDF)
#  include "aval/aim/compliance_pdf.hpp"  // writes the document here where the authority does not: needs libharu
#endif
#include "common/local_authority.hpp"

namespace aim = aval::aim;

aval::awaitable<void> append(std::ofstream* file, std::string piece) {
  file->write(piece.data(), static_cast<std::streamsize>(piece.size()));
  if (!*file) throw std::runtime_error("the disk is full");
  co_return;
}

aval::awaitable<void> co_main(example::place& here) {
  auto agent = co_await aval::secure("accounting-agent", here.options);
  if (co_await agent.verify_action("read_ledger")) co_await agent.log_action("read_ledger");

  using namespace std::chrono;
  const year_month_day today(floor<days>(system_clock::now()));
  aim::compliance_request month{.report_type = "soc2"};
  month.start = sys_days(today.year() / today.month() / 1);  // until now; for the month before, set .end too

  const auto report = co_await agent.export_compliance_report(month);  // JSON, and the same as a struct
  std::cout << report.report->report_type << ": " << report.report->compliance_level << '\n';
  for (const auto& check : report.report->checks) std::cout << "  " << check.name << ": " << to_string(check.status) << '\n';

  const auto folder = std::filesystem::temp_directory_path();
  const auto table = folder / ("aval-report-" + agent.id() + ".csv");
  month.format = "csv";
  std::ofstream file(table, std::ios::binary);
  const aim::compliance_sink to_file = [&file](std::string piece) { return append(&file, std::move(piece)); };
  const aim::compliance_watcher progress = [](const aim::compliance_progress& p) { std::cout << "  " << p.bytes << " bytes\n"; };
  const auto bytes = co_await aim::export_compliance_report_to(agent, month, to_file, progress);
  file.close();
  if (std::filesystem::file_size(table) != bytes) throw std::runtime_error("the table is not complete");
  std::filesystem::remove(table);

#if defined(AVAL_HAS_PDF)
  month.format = "pdf";
  const auto document = co_await agent.export_compliance_report(month);
  std::cout << document.content_type << ", begins with " << document.bytes.substr(0, 8) << '\n';
#endif
}
