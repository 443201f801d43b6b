// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cmath>
#include <cstddef>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "aval/actions/detail/hidden_names.hpp"
#include "aval/core/error.hpp"
#include "aval/core/secret.hpp"
#include "aval/json/detail/kinds.hpp"
#include "aval/json/value.hpp"

/*  What an authority and the humans behind it get to see of a call's parameters.
 *
 *  By default the names, the types and the sizes, never a value: {"name":{"type":"string","size":4}}. Values go out for names that the
 *  decorator's options allow (`.values`), or for types whose author says that they may (`send_values<city>`), and even then
 *
 *      - what a name from the redaction list stands for is "[redacted]", whatever is allowed: password, secret, token, api_key, ...,
 *        without regard to case, underscores and hyphens, anywhere in the name (max_tokens is redacted too: better one too many);
 *      - an aval::secret is "[redacted]" under any name, a pointer is never followed, bytes are never shown;
 *      - text is made printable and cut, lists are cut, the whole has a limit.
 *
 *  Names come from the members of an aggregate parameter, or from the options. A parameter without a name is arg1, arg2, ... and its
 *  value is never sent, since no rule could be written for it. */

namespace aval {
inline namespace v0 {
namespace actions {

/** Specialise to true for a type of yours whose values may be sent: `template <> inline constexpr bool
 *  aval::actions::send_values<city> = true;`. The redaction list holds all the same. */
template <class T>
inline constexpr bool send_values = false;

namespace detail {

/** For JSON whose values are sent on purpose: "[redacted]" instead of what stands under a name of the list, at any depth. */
template <class Lazy = void>
void hide_by_name(json::value& tree) {
  if (tree.is_array()) {
    for (json::value& item : tree.as_array()) hide_by_name<Lazy>(item);
  } else if (tree.is_object()) {
    for (auto& member : tree.as_object()) {
      if (hidden_by_default(member.name)) member.value = json::value(redacted);
      else hide_by_name<Lazy>(member.value);
    }
  }
}

template <class T, std::size_t I>
inline constexpr bool hidden_member = hidden_by_default(json::detail::fields_of<T>[I].name);

/** The rules of one decorator, made ready once. */
class describe_rules {
 public:
  describe_rules() = default;
  describe_rules(std::vector<std::string> names, std::vector<std::string> values, const std::vector<std::string>& redact)
      : names_(std::move(names)), values_(std::move(values)) {
    for (const std::string& name : values_) all_ = all_ || name == "*";
    for (const std::string& word : redact) {
      std::string plain = plain_name(word);
      if (!plain.empty()) words_.push_back(std::move(plain));
    }
  }
  /** Of a parameter by its position; empty: none was given. */
  std::string_view name_of(std::size_t position) const noexcept { return position < names_.size() ? std::string_view(names_[position]) : std::string_view{}; }
  bool reveals(std::string_view name) const noexcept {
    if (all_) return true;
    for (const std::string& one : values_)
      if (one == name) return true;
    return false;
  }
  /** By the words of the options. */
  bool hides_too(std::string_view name) const noexcept {
    for (const std::string& word : words_)
      if (name_contains(name, word)) return true;
    return false;
  }
  bool hides(std::string_view name) const noexcept { return hidden_by_default(name) || hides_too(name); }

 private:
  std::vector<std::string> names_, values_, words_;
  bool all_ = false;
};

class describer {
 public:
  explicit describer(const describe_rules& rules) : rules_(rules) {}

  /** One parameter of the call, at `position` of the function's own. */
  template <class T>
  void parameter(json::value::object_type& out, std::size_t position, const T& value) {
    const std::string_view name = rules_.name_of(position);
    if (!name.empty()) {
      add(out, name, rules_.hides(name) ? hidden() : any(value, rules_.reveals(name)));
    } else if constexpr (json::detail::form_of<T> == json::detail::form::object) {
      members(out, value, false);
    } else {
      add(out, "arg" + std::to_string(position + 1), any(value, false));
    }
  }

  /** A value, shown or only described. */
  template <class T>
  json::value any(const T& value, bool show) {
    using json::detail::form;
    constexpr form f = json::detail::form_of<T>;
    if constexpr (f != form::secret) show = (show || send_values<T>)&&left_ > 0;
    --left_;
    if constexpr (f == form::custom) {
      if constexpr (json::detail::writes_as<T>) return any(json::fields<T>::to_json(value), show);
      else return typed("value");
    } else if constexpr (f == form::secret) {
      return hidden();
    } else if constexpr (f == form::empty) {
      return {};
    } else if constexpr (f == form::boolean) {
      return show ? json::value(value) : typed("boolean");
    } else if constexpr (f == form::integer) {
      return show ? json::value(value) : typed("integer");
    } else if constexpr (f == form::floating) {
      return show && std::isfinite(value) ? json::value(static_cast<double>(value)) : typed("number");
    } else if constexpr (f == form::string || f == form::view) {
      return text(std::string_view(value), show);
    } else if constexpr (f == form::fixed_string) {
      return text(value.view(), show);
    } else if constexpr (f == form::enumeration) {
      return enumeration(value, show);
    } else if constexpr (f == form::value) {
      return show ? tree(value, 0) : typed("value");
    } else if constexpr (f == form::optional) {
      return value.has_value() ? any(*value, show) : json::value{};
    } else if constexpr (f == form::pointer || std::is_pointer_v<T>) {
      return typed("pointer");
    } else if constexpr (f == form::variant) {
      return std::visit([&](const auto& held) { return any(held, show); }, value);
    } else if constexpr (f == form::map) {
      return map(value, show);
    } else if constexpr (f == form::array || f == form::set || f == form::sequence) {
      return list(value, show);
    } else if constexpr (f == form::object) {
      json::value::object_type out;
      if (depth_ < deepest) {
        ++depth_;
        members(out, value, show);
        --depth_;
      }
      return json::value(std::move(out));
    } else {
      return typed("value");
    }
  }

  /** Free-form JSON by its names, each with the type and the size of its value. */
  json::value names_of(const json::value::object_type& members) const {
    json::value::object_type out;
    for (const auto& one : members) {
      if (out.size() == longest_list) break;
      out.push_back({printable(one.name, 200), rules_.hides(one.name) ? hidden() : type_of(one.value)});
    }
    return json::value(std::move(out));
  }

 private:
  static constexpr int most_values = 1000;        // in one description
  static constexpr std::size_t longest_text = 1000, longest_list = 100;
  static constexpr int deepest = 16;

  static json::value hidden() { return json::value(redacted); }
  static json::value typed(std::string_view type) {
    json::value::object_type out;
    out.push_back({"type", json::value(type)});
    return json::value(std::move(out));
  }
  static json::value typed(std::string_view type, std::size_t size) {
    json::value::object_type out;
    out.reserve(2);
    out.push_back({"type", json::value(type)});
    out.push_back({"size", json::value(static_cast<std::uint64_t>(size))});
    return json::value(std::move(out));
  }
  static json::value type_of(const json::value& value) {
    switch (value.kind()) {
      case json::kind::null: break;
      case json::kind::boolean: return typed("boolean");
      case json::kind::number: return typed(value.is_integer() ? "integer" : "number");
      case json::kind::string: return typed("string", value.as_string().size());
      case json::kind::array: return typed("array", value.size());
      case json::kind::object: return typed("object", value.size());
    }
    return {};
  }
  static json::value text(std::string_view value, bool show) {
    return show ? json::value(printable(value, longest_text)) : typed("string", value.size());
  }
  template <class E>
  static json::value enumeration(E value, bool show) {
    if (!show) return typed("enumeration");
    for (const auto& one : json::detail::enumerator_names<E>)
      if (one.value == static_cast<std::int64_t>(value)) return json::value(std::string_view(one.name));
    return json::value(static_cast<std::int64_t>(value));
  }

  template <class M>
  json::value map(const M& value, bool show) {
    if (!show) return typed("object", value.size());
    json::value::object_type out;
    for (const auto& [key, item] : value) {
      if (out.size() == longest_list) break;
      out.push_back({printable(key, 200), rules_.hides(key) ? hidden() : any(item, true)});
    }
    return json::value(std::move(out));
  }

  template <class L>
  json::value list(const L& value, bool show) {
    using item_type = typename L::value_type;
    if constexpr (sizeof(item_type) == 1 && !std::is_same_v<item_type, bool>) return typed("bytes", value.size());
    else {
      if (!show) return typed("array", value.size());
      json::value::array_type out;
      for (const auto& item : value) {
        if (out.size() == longest_list) break;
        out.push_back(any(static_cast<const item_type&>(item), true));
      }
      return json::value(std::move(out));
    }
  }

  template <class T>
  void members(json::value::object_type& out, const T& value, bool show) {
    show = show || send_values<T>;
    constexpr std::size_t n = json::detail::member_count<T>;
    json::detail::tied<n>::apply(value, [&]<class... M>(const M&... items) {
      [&]<std::size_t... I>(std::index_sequence<I...>) { (member<T, I>(out, items, show), ...); }(std::index_sequence_for<M...>{});
    });
  }

  template <class T, std::size_t I, class M>
  void member(json::value::object_type& out, const M& item, bool show) {
    constexpr auto& info = json::detail::fields_of<T>[I];
    constexpr auto what = info.kind;
    if constexpr (what == json::detail::field_kind::skipped) {
      return;
    } else if constexpr (what == json::detail::field_kind::flat_struct) {
      members(out, item, show);
    } else if constexpr (hidden_member<T, I>) {
      add(out, info.name, hidden());
    } else {
      const std::string_view name = info.name;
      add(out, name, rules_.hides_too(name) ? hidden() : any(item, show || rules_.reveals(name)));
    }
  }

  // free-form JSON that may be shown: its own names are subject to the list
  json::value tree(const json::value& value, int depth) {
    --left_;
    if (left_ <= 0 || depth >= deepest) return typed("value");
    switch (value.kind()) {
      case json::kind::string: return json::value(printable(value.as_string(), longest_text));
      case json::kind::array: {
        json::value::array_type out;
        for (const json::value& item : value.as_array()) {
          if (out.size() == longest_list) break;
          out.push_back(tree(item, depth + 1));
        }
        return json::value(std::move(out));
      }
      case json::kind::object: {
        json::value::object_type out;
        for (const auto& item : value.as_object()) {
          if (out.size() == longest_list) break;
          out.push_back({printable(item.name, 200), rules_.hides(item.name) ? hidden() : tree(item.value, depth + 1)});
        }
        return json::value(std::move(out));
      }
      default: return value;
    }
  }

  // two parameters may have members of the same name
  static void add(json::value::object_type& out, std::string_view name, json::value item) {
    const auto taken = [&](std::string_view wanted) {
      for (const auto& one : out)
        if (one.name == wanted) return true;
      return false;
    };
    std::string free_name(name);
    for (int n = 2; taken(free_name); ++n) free_name = std::string(name) + "_" + std::to_string(n);
    out.push_back({std::move(free_name), std::move(item)});
  }

  const describe_rules& rules_;
  int left_ = most_values;
  int depth_ = 0;
};

/** All parameters of a call; null when there are none. */
template <bool ObjectFirst, class... P>
json::value describe_call(const describe_rules& rules, const P&... arguments) {
  constexpr std::size_t first = ObjectFirst ? 1 : 0;
  if constexpr (sizeof...(P) <= first) {
    return {};
  } else {
    json::value::object_type out;
    describer d(rules);
    std::size_t position = 0;
    const auto one = [&](const auto& argument) {
      if (position++ >= first) d.parameter(out, position - 1 - first, argument);
    };
    (one(arguments), ...);
    return json::value(std::move(out));
  }
}

}  // namespace detail
}  // namespace actions
}  // namespace v0
}  // namespace aval
