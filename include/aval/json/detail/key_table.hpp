// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "aval/json/fields.hpp"
#include "aval/json/detail/scan.hpp"

/*  From the name of a member to its number when the order is foreign: a hash over the first eight bytes, the last eight and the
 *  length, with a multiplier looked for at compile time so that (nearly) every name has a slot of its own. */

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

inline constexpr std::size_t no_field = static_cast<std::size_t>(-1);

struct key_words {
  std::uint64_t first, last;
};

// the same at compile time and at run time; together with the length they determine names of up to 16 bytes
constexpr std::uint64_t gather(const char* p, std::size_t n) {
  if (std::is_constant_evaluated()) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const auto c = static_cast<std::uint64_t>(static_cast<unsigned char>(p[i]));
      word |= std::endian::native == std::endian::little ? c << 8 * i : c << 8 * (n - 1 - i);
    }
    return word;
  }
  if (n == 8) return load8(p);
  return load4(p);
}
constexpr key_words words_of(const char* p, std::size_t n) {
  if (n >= 8) return {gather(p, 8), gather(p + n - 8, 8)};
  if (n >= 4) return {gather(p, 4), gather(p + n - 4, 4)};
  if (n == 0) return {0, 0};
  const auto at = [&](std::size_t i) { return static_cast<std::uint64_t>(static_cast<unsigned char>(p[i])); };
  return {at(0) | at(n / 2) << 8 | at(n - 1) << 16, 0};
}

constexpr std::uint64_t mix(key_words w, std::size_t n, std::uint64_t multiplier) {
  return (w.first ^ std::rotl(w.last, 23) ^ (n * 0x9E3779B97F4A7C15ULL)) * multiplier;
}

struct key_entry {
  std::uint64_t first = 0, last = 0;
  const char* text = nullptr;
  std::size_t size = 0;
};

inline std::size_t find_key_number(const key_entry* entries, const unsigned char* slots, std::size_t mask, int shift,
                                                     std::uint64_t multiplier, std::string_view name) noexcept {
  const key_words w = words_of(name.data(), name.size());
  for (auto slot = static_cast<std::size_t>(mix(w, name.size(), multiplier) >> shift);; slot = (slot + 1) & mask) {
    const std::size_t number = slots[slot];
    if (number == 0) return no_field;
    const key_entry& e = entries[number - 1];
    if (e.first == w.first && e.last == w.last && e.size == name.size() &&
        (e.size <= 16 || std::memcmp(e.text + 8, name.data() + 8, e.size - 16) == 0))
      return number - 1;
  }
}

template <std::size_t N>
struct key_table {
  using entry = key_entry;
  static constexpr std::size_t size = std::bit_ceil(N * 4 + 1);
  static constexpr int shift = 64 - std::countr_zero(size);

  std::array<entry, N> entries{};
  std::array<unsigned char, size> slots{};  // number + 1, 0 is free
  std::uint64_t multiplier = 0;

  constexpr explicit key_table(const std::array<std::string_view, N>& names) {
    static_assert(N < 255);
    for (std::size_t i = 0; i < N; ++i) {
      const key_words w = words_of(names[i].data(), names[i].size());
      entries[i] = {w.first, w.last, names[i].data(), names[i].size()};
    }
    std::uint64_t candidate = 0x9E3779B97F4A7C15ULL, best = candidate;
    std::size_t fewest = N + 1;
    for (int attempt = 0; attempt < 40 && fewest != 0; ++attempt) {
      const std::size_t collisions = fill(candidate);
      if (collisions < fewest) fewest = collisions, best = candidate;
      candidate = (candidate * 6364136223846793005ULL + 1442695040888963407ULL) | 1U;
    }
    multiplier = best;
    fill(best);
  }

  std::size_t find(std::string_view name) const noexcept {
    return find_key_number(entries.data(), slots.data(), size - 1, shift, multiplier, name);
  }

 private:
  constexpr std::size_t fill(std::uint64_t m) {
    slots = {};
    std::size_t collisions = 0;
    for (std::size_t i = 0; i < N; ++i) {
      auto slot = static_cast<std::size_t>(mix({entries[i].first, entries[i].last}, entries[i].size, m) >> shift);
      while (slots[slot] != 0) slot = (slot + 1) & (size - 1), ++collisions;
      slots[slot] = static_cast<unsigned char>(i + 1);
    }
    return collisions;
  }
};

template <>
struct key_table<0> {
  constexpr explicit key_table(const std::array<std::string_view, 0>&) {}
  std::size_t find(std::string_view) const noexcept { return no_field; }
};

// ---- loose spelling ----------------------------------------------------------------------------------------------------------------

/** Lower case, no underscores. Writes at most `room` bytes; returns the size, or room + 1 when it does not fit. */
constexpr std::size_t loosen(std::string_view name, char* out, std::size_t room) {
  std::size_t n = 0;
  for (char c : name) {
    if (c == '_') continue;
    if (n == room) return room + 1;
    out[n++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return n;
}

template <std::size_t N>
constexpr auto loosen_all(const std::array<flat_field, N>& list) {
  std::array<name_text, N> out{};
  for (std::size_t i = 0; i < N; ++i) out[i].size = loosen(list[i].name, out[i].text, longest_name);
  return out;
}

template <class T>
inline constexpr auto loose_names = loosen_all(flat_fields<T>);

template <class T>
constexpr bool loose_names_differ() {
  for (std::size_t i = 0; i < loose_names<T>.size(); ++i)
    for (std::size_t k = 0; k < i; ++k)
      if (std::string_view(loose_names<T>[i]) == std::string_view(loose_names<T>[k])) return false;
  return true;
}

template <class T, bool Loose>
inline constexpr auto key_table_of = [] {
  static_assert(names_differ<T>(), "json: two members have the same JSON name");
  if constexpr (Loose) static_assert(loose_names_differ<T>(), "json: two members have the same name in loose spelling");
  std::array<std::string_view, flat_count<T>> names{};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if constexpr (Loose) names[i] = loose_names<T>[i];
    else names[i] = flat_fields<T>[i].name;
  }
  return key_table<flat_count<T>>(names);
}();

/** The number of the JSON member called `name`, or no_field. */
template <class T, bool Loose>
std::size_t find_field(std::string_view name) noexcept {
  if constexpr (Loose) {
    char text[longest_name];
    const std::size_t n = loosen(name, text, longest_name);
    return n > longest_name ? no_field : key_table_of<T, true>.find({text, n});
  } else {
    return key_table_of<T, false>.find(name);
  }
}

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
