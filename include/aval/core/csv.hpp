// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

/*  Rows of comma-separated values (RFC 4180) that are safe to open in a spreadsheet.
 *
 *  A cell that begins with = + - @ or a tab or a line break is taken for a formula by spreadsheets: text from strangers in a report
 *  could run commands or send the sheet away. Such a cell gets an apostrophe in front, which spreadsheets take for "this is text". */

namespace aval {
inline namespace v0 {

/** Appends one cell: quoted where it has a quotation mark, a comma or a line break, and never a formula. */
inline void append_csv_cell(std::string& out, std::string_view cell) {
  const bool formula = !cell.empty() && std::string_view("=+-@\t\r\n").find(cell.front()) != std::string_view::npos;
  if (cell.find_first_of("\",\r\n") == std::string_view::npos) {
    if (formula) out += '\'';
    out += cell;
    return;
  }
  out += '"';
  if (formula) out += '\'';
  for (const char c : cell) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

/** Appends a row with its CRLF. */
inline void append_csv_row(std::string& out, std::initializer_list<std::string_view> cells) {
  bool first = true;
  for (const std::string_view cell : cells) {
    if (!first) out += ',';
    first = false;
    append_csv_cell(out, cell);
  }
  out += "\r\n";
}

}  // namespace v0
}  // namespace aval
