// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// An export of an audit trail, with the checkpoints in its first line: the lines are the same however they come, the check is the same twice,
// and a trail that is found good is not good any more when one of its bytes is another.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "aval/authority/audit_verify.hpp"

namespace {

using namespace aval::authority;

struct judged {
  std::vector<std::string> lines;
  bool complete = true, good = false;
  std::uint64_t records = 0, faults = 0;
};

judged judge(std::string_view text, std::size_t size) {
  judged out;
  audit_export_reader reader;
  for (std::size_t at = 0; at < text.size() && out.complete; at += size)
    out.complete = reader.feed(text.substr(at, size), [&](std::string_view line) { out.lines.emplace_back(line); }).has_value();
  out.complete = out.complete && reader.finish().has_value();
  audit_verify_options o;
  if (!out.lines.empty()) {
    if (const auto list = aval::json::parse(out.lines[0]); list && list->is_array()) {
      for (const auto& one : list->as_array()) {
        auto c = read_checkpoint(one);
        if (!c) continue;
        if (const auto key = aval::crypto::base64_decode_public<32>(c->key)) o.trusted.push_back(aval::crypto::public_key::trusted(*key));
        o.checkpoints.push_back(std::move(*c));
      }
    }
  }
  audit_verifier check(std::move(o));
  for (std::size_t i = 1; i < out.lines.size(); ++i) check.next_line(out.lines[i]);
  check.finish();
  out.records = check.records();
  out.faults = check.faults();
  out.good = check.good() && out.complete;
  if (check.findings().size() > audit_verifier::most_findings || (check.good() && !check.findings().empty())) std::abort();
  if (check.vouched() > check.newest()) std::abort();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string text(reinterpret_cast<const char*>(data), size);
  const judged whole = judge(text, text.size() + 1);
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
    const judged again = judge(text, piece);
    if (again.lines != whole.lines || again.complete != whole.complete || again.records != whole.records || again.faults != whole.faults) std::abort();
  }
  if (!whole.good || whole.lines.size() < 2) return 0;
  const std::size_t at = text.find("\"hash\": \"", text.find('\n'));
  if (at == text.npos || at + 9 >= text.size()) return 0;
  char& c = text[at + 9];
  c = c == '0' ? '1' : '0';
  if (judge(text, text.size()).good) std::abort();
  return 0;
}
