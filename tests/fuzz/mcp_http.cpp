// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// The first two lines are a Host and an Origin: no request of a stranger's page gets in. The rest are steps of connections and channels on
// the streams of one session: order, memory and places hold whatever happens.
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

#include "aval/mcp/detail/event_streams.hpp"
#include "aval/mcp/detail/request_headers.hpp"

namespace {
namespace mcp = aval::mcp;
using mcp::detail::event_place;

void check(bool good) {
  if (!good) std::abort();
}
std::string_view line(std::string_view& rest) {
  const auto end = rest.find('\n');
  const auto out = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return out;
}
bool ends_like_this_machine(std::string_view name) {
  return name.find("localhost") != name.npos || name.find("127.0.0.1") != name.npos || name.find("[::1]") != name.npos;
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  const std::string_view host = line(rest), origin = line(rest);
  const std::string hosts[] = {"tools.example.com"};
  const mcp::detail::known_places known{hosts, {}, false};
  if (mcp::detail::from_known_place(known, host, std::nullopt)) {
    const std::string name = mcp::detail::lower_case(host);
    check(name.starts_with("tools.example.com") || ends_like_this_machine(name.substr(0, 9)));
    check(name.find_first_of("@/ ") == name.npos);
  }
  if (mcp::detail::from_known_place(known, host, origin)) {
    check(mcp::detail::from_known_place(known, host, std::nullopt));
    const std::string page = mcp::detail::lower_case(origin);
    check(page.starts_with("http://") || page.starts_with("https://"));
    check(page.find("evil") == page.npos);
  }
  mcp::detail::accepts(host, "text/event-stream");

  constexpr std::size_t most = 2000;
  mcp::detail::event_streams s(most, 8);
  struct connection {
    std::uint64_t stream, reader, last;
  };
  std::map<int, connection> readers;
  std::uint64_t opened = 0;
  while (!rest.empty()) {
    const auto step = line(rest);
    if (step.empty()) continue;
    const std::uint64_t stream = step.size() > 1 ? static_cast<unsigned char>(step[1]) % (opened + 2) : 0;
    const int who = step.size() > 2 ? step[2] % 4 : 0;
    switch (step[0]) {
      case 'o': opened = s.open(mcp::request_id(static_cast<std::int64_t>(opened))); break;
      case 'p': s.push(stream, mcp::message_kind::notification, std::string(step.size() % 50 * 20, 'x')); break;
      case 'a': s.push(stream, mcp::message_kind::answer, std::string(step.substr(0, 1000))); break;
      case 'f': s.finish(stream); break;
      case 'u': s.pause(stream); break;
      case 'n': s.number(stream); break;
      case 'q': s.set_primes(who != 0); break;
      case 'r': {
        if (const auto old = readers.find(who); old != readers.end()) s.detach(old->second.stream, old->second.reader);
        readers.erase(who);
        const auto place = event_place::of(step.size() > 3 ? step.substr(3) : std::string_view());
        if (place) check(event_place::of(place->text())->number == place->number && place->text() == step.substr(3));
        const auto reader = s.attach(place ? place->stream : stream, place ? std::optional(place->number) : std::nullopt, [] {});
        if (reader != 0) readers[who] = {place ? place->stream : stream, reader, place ? place->number : 0};
        break;
      }
      case 't': {
        const auto found = readers.find(who);
        if (found == readers.end()) break;
        const auto b = s.take(found->second.stream, found->second.reader);
        for (const auto& e : b.events) {
          check(e.number > found->second.last);
          found->second.last = e.number;
        }
        break;
      }
      default: break;
    }
    check(s.streams() <= opened);
    check(s.kept_bytes() <= most + (readers.size() + 1) * (most + 1200) + opened * 1100);
  }
  for (const auto& one : readers) s.detach(one.second.stream, one.second.reader);
  return 0;
}
