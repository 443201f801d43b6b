// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// The reader of spool files: any bytes are read without harm, what is found accounts for every byte, and what was found, written
// again, reads the same.

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/evidence/detail/ledger.hpp"
#include "aval/evidence/segment.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aval::evidence;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const segment_contents first = read_segment(bytes, 64);
  if (!first.recognised) return 0;

  std::uint64_t accounted = segment_head_size;
  std::string again = segment_head(first.origin);
  for (const record_view& r : first.records) {
    accounted += record_head_size + r.payload.size();
    append_record(again, r.kind, r.name, r.payload);
  }
  for (const segment_damage& d : first.damage) {
    if (d.bytes == 0 || d.offset + d.bytes > size) std::abort();
    accounted += d.bytes;
  }
  if (accounted != size) std::abort();

  const segment_contents second = read_segment(again, 64);
  if (!second.damage.empty() || second.records.size() != first.records.size()) std::abort();
  for (std::size_t i = 0; i < first.records.size(); ++i)
    if (second.records[i].kind != first.records[i].kind || second.records[i].name != first.records[i].name ||
        second.records[i].payload != first.records[i].payload)
      std::abort();

  detail::leftovers left;
  left.add(first);
  (void)left.take();
  return 0;
}
