// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "aval/json/detail/read_scalar.hpp"

/*  Structs. Members in the order of their declaration are straight-line code: each key is one comparison with a constant, comma, quotes
 *  and colon included. One member that is not there costs one such comparison; at the second mismatch the key is looked up in the hash
 *  table, and the straight line goes on from that member when it lies ahead. Only a member that lies behind ends the prediction: then
 *  every key is looked up. */

namespace aval {
inline namespace v0 {
namespace json {
namespace detail {

template <std::size_t N>
struct seen_bits {
  static constexpr std::size_t words = (N + 63) / 64;
  std::uint64_t word[words == 0 ? 1 : words] = {};

  void set(std::size_t n) noexcept { word[n / 64] |= std::uint64_t{1} << n % 64; }
  bool test(std::size_t n) const noexcept { return (word[n / 64] >> n % 64 & 1) != 0; }
  bool all() const noexcept {
    for (std::size_t i = 0; i < N / 64; ++i)
      if (word[i] != ~std::uint64_t{0}) return false;
    return N % 64 == 0 || word[N / 64] == (std::uint64_t{1} << N % 64) - 1;
  }
};

enum class verdict : unsigned char {
  value,  // the value of the expected member is next
  skip,   // another member is next
  stop    // no straight line any more: the object is read, reading failed, or the next member lies behind
};

inline constexpr unsigned short no_target = 0xFFFF;

struct prediction {
  unsigned short target = no_target;  // a key that is read already, its value is next
  char before = '{';                  // what stands before the next key: the brace, a comma, or NUL when p is at the key itself
  bool missed = false;                // the last expected key was not there
  bool behind = false;                // target lies behind
  json::detail::verdict verdict = json::detail::verdict::value;
};

/** The value of one member; `present` is false when it was a null that counts as missing. */
template <read_options O, class M>
inline const char* read_field(reader& r, const char* p, M& member, bool& present) {
  if constexpr (O.nulls == nulls::as_missing && !holds_null<M>) {
    if (peek(r, p) == 'n') {
      present = false;
      return read_null(r, p);
    }
  }
  present = true;
  return read_value<O>(r, p, member);
}
// the same out of line, for the ways that are not hot
template <read_options O, class M>
[[gnu::noinline]] const char* read_field_apart(reader& r, const char* p, M& member, bool& present) {
  return read_field<O>(r, p, member, present);
}

/** A tag member: its value must be the one of the type. */
template <class T>
const char* read_tag(reader& r, const char* p) {
  std::string scratch;
  std::string_view text;
  const char* const start = p;
  p = read_view(r, p, text, scratch);
  if (p != nullptr && text != tag_of<T>().name) p = r.fail(errc::unknown_value, start, "unexpected tag");
  return p != nullptr ? p : r.in_member(tag_of<T>().member);
}

template <read_options O, class T>
const char* read_unknown(reader& r, const char* key_at, std::string_view key, const char* p, T& out) {
  if constexpr (has_tag_v<T>) {
    if (key == tag_of<T>().member) return read_tag<T>(r, p);
  }
  if constexpr (rest_member<T> != member_count<T>) {
    return tied<member_count<T>>::apply(out, [&](auto&... m) {
      const char* end = nullptr;
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        const auto one = [&]<std::size_t J>(auto& rest) {
          if constexpr (J == rest_member<T>) end = read_entry<O>(r, key_at, key, p, rest);
        };
        (one.template operator()<I>(m), ...);
      }(std::make_index_sequence<sizeof...(m)>{});
      return end;
    });
  } else if constexpr (O.unknown == unknown::refuse) {
    r.fail(errc::unknown_member, key_at, "unknown member");
    return r.in_member(key);
  } else {
    (void)out;
    const char* const end = skip_value(r, p);
    return end != nullptr ? end : r.in_member(key);
  }
}

struct located {
  const char* at;  // the value, or behind the object, or nullptr
  std::size_t number;
};

/** A key without escapes and a colon right behind it, looked up in one go; else no_field, and nothing is read. */
[[gnu::noinline]] inline located find_known(const reader& r, const char* p, const key_entry* entries, const unsigned char* slots, std::size_t mask,
                                            int shift, std::uint64_t multiplier) noexcept {
  if (peek(r, p) != '"') return {p, no_field};
  std::uint32_t high = 0;
  const char* const stop = scan_string(p + 1, r.end, high);
  if (r.end - stop < 2 || stop[0] != '"' || stop[1] != ':' || high != 0) return {p, no_field};
  const std::string_view key(p + 1, static_cast<std::size_t>(stop - p - 1));
  return {skip_space(stop + 2, r.end), find_key_number(entries, slots, mask, shift, multiplier, key)};
}

/** Reads keys until one belongs to T; unknown ones are dealt with here. Returns its number and the place of the value, or no_field and
 *  the place behind the object (nullptr after an error). Positions go by value here and elsewhere: a variable whose address is taken
 *  does not live in a register. */
template <read_options O, class T>
[[gnu::noinline]] located locate(reader& r, const char* p, T& out) {
  for (;;) {
    if constexpr (O.spelling == spelling::exact && flat_count<T> != 0) {
      constexpr const auto& table = key_table_of<T, false>;
      const located known = find_known(r, p, table.entries.data(), table.slots.data(), table.size - 1, table.shift, table.multiplier);
      if (known.number != no_field) return known;
    }
    const char* const key_at = p;
    std::string scratch;
    std::string_view key;
    p = read_key(r, p, key, scratch);
    if (p == nullptr) return {nullptr, no_field};
    const std::size_t n = find_field<T, O.spelling == spelling::loose>(key);
    if (n != no_field) return {p, n};
    p = read_unknown<O>(r, key_at, key, p, out);
    if (p == nullptr || !read_comma(r, p, '}')) return {p, no_field};
  }
}

template <read_options O, class T, std::size_t Base, class Root, class Seen, std::size_t... I, class... M>
bool predict(reader& r, const char*& p, prediction& next, Root& root, Seen& seen, std::index_sequence<I...>, M&... member);

/** From behind a value (or from the opening brace) to the next key. Returns nullptr after an error; `end` is set at the closing brace,
 *  with the position behind it. */
[[gnu::noinline]] inline const char* find_key(reader& r, const char* p, char before, bool& end) {
  p = skip_space(p, r.end);
  const char c = peek(r, p);
  if (c == before && c != '}') {
    p = skip_space(p + 1, r.end);
    if (before == ',' || peek(r, p) != '}') return p;
  } else if (c != '}') {
    return r.fail_syntax(p, "expected ',' or '}'");
  }
  end = true;
  return p + 1;
}

// what a member without the straight line's luck costs, for all types: white space before the key, a gap, a key that is known already.
// Leaves what to do in next.verdict; when the key is the second in a row that was not expected, `look_up` is set.
[[gnu::noinline]] inline const char* expect(reader& r, const char* p, prediction& next, std::size_t number, const char* key, std::size_t length,
                                            bool& look_up) {
  next.verdict = verdict::value;
  look_up = false;
  if (next.target != no_target) {
    if (next.target != number) next.verdict = verdict::skip;
    else next.target = no_target;
    return p;
  }
  if (next.before != 0) {
    bool end = false;
    p = find_key(r, p, next.before, end);
    if (p == nullptr || end) return next.verdict = verdict::stop, p;
    next.before = 0;
  }
  if (static_cast<std::size_t>(r.end - p) >= length && std::memcmp(p, key, length) == 0) return p + length;
  look_up = next.missed;
  next.missed = true;
  next.verdict = verdict::skip;
  return p;
}

/** The same with the look-up. */
template <read_options O, class T>
[[gnu::noinline]] const char* find_member(reader& r, const char* p, prediction& next, std::size_t number, const char* key, std::size_t length, T& root) {
  bool look_up = false;
  p = expect(r, p, next, number, key, length, look_up);
  if (!look_up) return p;
  const located found = locate<O>(r, p, root);
  next.missed = false;
  next.verdict = verdict::value;
  if (found.number == no_field) {
    next.verdict = verdict::stop;
  } else if (found.number != number) {
    next.target = static_cast<unsigned short>(found.number);
    next.behind = found.number < number;
    next.verdict = next.behind ? verdict::stop : verdict::skip;
  }
  return found.at;
}

/** One step of the straight line. True: p is behind a value, or where next.before says; false: the object is read, or reading failed
 *  (p is nullptr), or the rest has to be looked up (next.behind). */
template <read_options O, class T, std::size_t I, std::size_t Base, class Root, class Seen, class M>
[[gnu::always_inline]] inline bool step(reader& r, const char*& p, prediction& next, Root& root, Seen& seen, M& member) {
  constexpr field_kind kind = fields_of<T>[I].kind;
  constexpr std::size_t number = Base + flat_starts<T>[I];
  if constexpr (kind == field_kind::flat_struct) {
    return tied<member_count<M>>::apply(member, [&](auto&... inner) {
      return predict<O, M, number>(r, p, next, root, seen, std::make_index_sequence<sizeof...(inner)>{}, inner...);
    });
  } else if constexpr (kind == field_kind::plain) {
    constexpr std::size_t length = key_text<T, I>.size();
    if (static_cast<std::size_t>(r.end - p) > length && *p == next.before && starts_with<length>(p + 1, key_text<T, I>.data())) [[likely]] {
      p += length + 1;
    } else {
      if (next.target != no_target && next.target != number) return true;  // passed over on the way to a member that lies ahead
      p = find_member<O>(r, p, next, number, key_text<T, I>.data(), length, root);
      if (next.verdict != verdict::value) return next.verdict == verdict::skip;
    }
    next.before = ',';
    next.missed = false;
    bool present = true;
    const char* const end = read_field<O>(r, skip_space(p, r.end), member, present);
    if (end == nullptr) [[unlikely]] return p = r.in_member(fields_of<T>[I].name), false;
    p = end;
    if (present) seen.set(number);
    return true;
  } else {
    return true;
  }
}

template <read_options O, class T, std::size_t Base, class Root, class Seen, std::size_t... I, class... M>
inline bool predict(reader& r, const char*& p, prediction& next, Root& root, Seen& seen, std::index_sequence<I...>, M&... member) {
  return (step<O, T, I, Base>(r, p, next, root, seen, member) && ...);
}

/** Reads the value of the JSON member with this number. */
template <read_options O, class T, std::size_t Base>
const char* read_number(reader& r, const char* p, T& out, std::size_t number, bool& present) {
  return tied<member_count<T>>::apply(out, [&]<class... M>(M&... member) {
    const char* end = nullptr;
    const auto one = [&]<std::size_t I, class X>(X& m) {
      constexpr field_kind kind = fields_of<T>[I].kind;
      constexpr std::size_t first = Base + flat_starts<T>[I];
      if constexpr (kind == field_kind::plain) {
        if (number != first) return false;
        end = read_field_apart<O>(r, p, m, present);
        return true;
      } else if constexpr (kind == field_kind::flat_struct) {
        if (number < first || number >= first + flat_count<X>) return false;
        end = read_number<O, X, first>(r, p, m, number, present);
        return true;
      } else {
        return false;
      }
    };
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (void)(one.template operator()<I>(member) || ...);
    }(std::make_index_sequence<sizeof...(M)>{});
    return end;
  });
}

template <read_options O, class T, class Seen>
[[gnu::noinline]] const char* read_any_order(reader& r, const char* p, T& out, Seen& seen, std::size_t number) {
  for (;;) {
    if (number == no_field) {
      const located found = locate<O>(r, p, out);
      p = found.at;
      number = found.number;
      if (number == no_field) return p;
    }
    if constexpr (O.duplicates == duplicates::refuse) {
      if (seen.test(number)) {
        r.fail(errc::duplicate_member, p, "duplicate member");
        return r.in_member(flat_fields<T>[number].name);
      }
    }
    bool present = true;
    p = read_number<O, T, 0>(r, p, out, number, present);
    if (p == nullptr) return r.in_member(flat_fields<T>[number].name);
    if (present) seen.set(number);
    number = no_field;
    if (!read_comma(r, p, '}')) return p;
  }
}

template <class M>
[[gnu::noinline]] void reset(M& member, M& fresh) {
  if constexpr (requires { member.clear(); fresh.empty(); }) {
    if (fresh.empty()) return member.clear();
  }
  member = std::move(fresh);
}

template <class T, std::size_t Base, class Seen>
void reset_missing(T& out, T& fresh, const Seen& seen) {
  tied<member_count<T>>::apply(out, [&]<class... M>(M&... member) {
    tied<member_count<T>>::apply(fresh, [&](auto&... other) {
      const auto one = [&]<std::size_t I, class X>(X& m, X& from) {
        constexpr field_kind kind = fields_of<T>[I].kind;
        constexpr std::size_t first = Base + flat_starts<T>[I];
        if constexpr (kind == field_kind::plain) {
          if (!seen.test(first)) reset(m, from);
        } else if constexpr (kind == field_kind::flat_struct) {
          reset_missing<X, first>(m, from, seen);
        }
      };
      [&]<std::size_t... I>(std::index_sequence<I...>) {
        (one.template operator()<I>(member, other), ...);
      }(std::make_index_sequence<sizeof...(M)>{});
    });
  });
}

// false after a member that has to be there and is not
[[gnu::noinline]] inline bool check_missing(reader& r, const char* p, const flat_field* fields, std::size_t count, const std::uint64_t* seen, bool all) {
  for (std::size_t n = 0; n < count; ++n) {
    const flat_field& f = fields[n];
    if ((seen[n / 64] >> n % 64 & 1) == 0 && (f.required || (all && !f.defaulted))) {
      r.fail(errc::missing_member, p - 1, "missing member");
      r.in_member(f.name);
      return false;
    }
  }
  return true;
}

/** Not every member was there: is that an error, and what do the others hold now? */
template <read_options O, class T, class Seen>
[[gnu::noinline]] bool fill_missing(reader& r, const char* p, T& out, Seen seen) {
  if (!check_missing(r, p, flat_fields<T>.data(), flat_count<T>, seen.word, O.missing == missing::refuse)) return false;
  if constexpr (O.missing != missing::keep && O.reused) {
    if (!r.fresh) {
      T fresh{};
      reset_missing<T, 0>(out, fresh, seen);
    }
  }
  return true;
}

template <class T>
void clear_rest(T& out) {
  tied<member_count<T>>::apply(out, [&](auto&... m) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      const auto one = [&]<std::size_t J>(auto& rest) {
        if constexpr (J == rest_member<T>) rest.clear();
      };
      (one.template operator()<I>(m), ...);
    }(std::make_index_sequence<sizeof...(m)>{});
  });
}

template <read_options O, class T>
[[gnu::noinline]] const char* read_struct(reader& r, const char* p, T& out) {
  static_assert(flat_count<T> < 250, "json: more than 249 members with the flattened ones");
  if (peek(r, p) != '{') return r.fail_expected(p, "expected object");
  if (r.depth == 0) return r.fail(errc::limit_exceeded, p, "too deep");
  --r.depth;
  if constexpr (rest_member<T> != member_count<T> && O.missing != missing::keep) {
    if (!r.fresh) clear_rest(out);
  }
  seen_bits<flat_count<T>> seen;
  prediction next;
  bool more = true;
  if constexpr (has_tag_v<T>) {
    const char* const key = skip_space(p + 1, r.end);
    constexpr auto name = tag_of<T>().member;
    if (static_cast<std::size_t>(r.end - key) > name.size() + 2 && *key == '"' && std::string_view(key + 1, name.size()) == name &&
        key[name.size() + 1] == '"') {
      p = read_colon(r, key + name.size() + 2);
      if (p == nullptr || (p = read_tag<T>(r, p)) == nullptr) return nullptr;
      next.before = ',';
    }
  }
  more = tied<member_count<T>>::apply(out, [&](auto&... member) {
    return predict<O, T, 0>(r, p, next, out, seen, std::make_index_sequence<sizeof...(member)>{}, member...);
  });
  if (more) {
    // every declared member has been passed: usually the closing brace
    bool end = false;
    if (next.before == ',' && peek(r, p) == '}') [[likely]] ++p, end = true;
    else if (next.before != 0 && next.target == no_target) p = find_key(r, p, next.before, end);
    if (p == nullptr) return nullptr;
    more = !end;
  }
  if (more || next.behind) {
    auto all_seen = seen;  // the address of a copy, see locate
    p = read_any_order<O>(r, p, out, all_seen, next.target == no_target ? no_field : next.target);
    seen = all_seen;
  }
  if (p == nullptr) return nullptr;
  if (!seen.all()) {
    if (!fill_missing<O>(r, p, out, seen)) return nullptr;
  }
  ++r.depth;
  return p;
}

}  // namespace detail
}  // namespace json
}  // namespace v0
}  // namespace aval
