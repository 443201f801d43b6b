// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "aval/json/canonical.hpp"
#include "aval/json/detail/read_variant.hpp"

/*  JSON Schema (2020-12) of a C++ type: what json::read accepts for it. Rules are honoured, `describe` gives the descriptions, values
 *  of the declaration become defaults. Types that contain themselves are referred to under "$defs". */

namespace aval {
inline namespace v0 {
namespace json {

struct schema_options {
  bool require_all = false;  ///< every member that is neither optional nor `defaulted` is required, as with missing::refuse
  bool closed = false;       ///< "additionalProperties": false, as with unknown::refuse
  bool dialect = true;       ///< begin with "$schema"
};

namespace detail {

template <class T>
inline constexpr char identity_of = 0;

class schema_maker {
 public:
  explicit schema_maker(schema_options options) : options_(options) {}

  template <class T>
  value make() {
    constexpr form f = form_of<T>;
    static_assert(f != form::none, "json: this type has no JSON form, hence no schema");
    if constexpr (f == form::custom) return custom<T>();
    else if constexpr (f == form::boolean) return typed("boolean");
    else if constexpr (f == form::integer) return integer<T>();
    else if constexpr (f == form::floating) return typed("number");
    else if constexpr (f == form::string || f == form::view || f == form::fixed_string) return typed("string");
    else if constexpr (f == form::secret) return object({{"type", "string"}, {"writeOnly", true}});
    else if constexpr (f == form::value || f == form::raw) return object();
    else if constexpr (f == form::enumeration) return enumeration<T>();
    else if constexpr (f == form::optional) return nullable(make<typename T::value_type>());
    else if constexpr (f == form::pointer) return nullable(make<typename T::element_type>());
    else if constexpr (f == form::variant) return variant(static_cast<T*>(nullptr));
    else if constexpr (f == form::empty) return typed("null");
    else if constexpr (f == form::map) return object({{"type", "object"}, {"additionalProperties", make<typename T::mapped_type>()}});
    else if constexpr (f == form::array) return fixed_array<T>();
    else if constexpr (f == form::set) return object({{"type", "array"}, {"items", make<typename T::value_type>()}, {"uniqueItems", true}});
    else if constexpr (f == form::sequence) return object({{"type", "array"}, {"items", make<typename T::value_type>()}});
    else return structure<T>();
  }

  value definitions = object();

 private:
  struct open_type {
    const void* identity;
    std::string name;
    bool referred;
  };

  static value typed(std::string_view name) { return object({{"type", name}}); }

  // null beside what was there
  static value nullable(value schema) {
    if (value* const type = schema.find("type"); type != nullptr && type->is_string() && !schema.contains("enum") && !schema.contains("const")) {
      *type = array({std::move(*type), "null"});
      return schema;
    }
    if (schema.size() == 0) return schema;
    return object({{"anyOf", array({std::move(schema), typed("null")})}});
  }

  template <class T>
  static value integer() {
    value schema = typed("integer");
    if constexpr (std::is_unsigned_v<T> || sizeof(T) < 8) {
      schema["minimum"] = std::numeric_limits<T>::min();
      if constexpr (sizeof(T) < 8) schema["maximum"] = std::numeric_limits<T>::max();
    }
    return schema;
  }

  template <class T>
  static value enumeration() {
    value names = array();
    for (const auto& e : enumerator_names<T>) names.push_back(std::string_view(e.name));
    return object({{"type", "string"}, {"enum", std::move(names)}});
  }

  template <class T>
  value fixed_array() {
    constexpr std::size_t n = std::tuple_size_v<T>;
    return object({{"type", "array"}, {"items", make<typename T::value_type>()}, {"minItems", n}, {"maxItems", n}});
  }

  template <class T>
  value custom() {
    value schema;
    if constexpr (reads_as<T>) schema = make<typename only_argument<decltype(&fields<T>::from_json)>::type>();
    else schema = make<std::remove_cvref_t<decltype(fields<T>::to_json(std::declval<const T&>()))>>();
    if constexpr (requires { fields<T>::schema_format; }) schema["format"] = std::string_view(fields<T>::schema_format);
    return schema;
  }

  template <class... A>
  value variant(std::variant<A...>*) {
    value choices = array();
    (choices.push_back(make<A>()), ...);
    return object({{"anyOf", std::move(choices)}});
  }

  template <class T>
  value structure() {
    for (open_type& t : open_)
      if (t.identity == &identity_of<T>) {
        t.referred = true;
        return object({{"$ref", "#/$defs/" + t.name}});
      }
    std::string name(type_name<T>());
    for (int n = 2; taken(name); ++n) name = std::string(type_name<T>()) + std::to_string(n);
    open_.push_back({&identity_of<T>, name, false});

    value properties = object(), required = array();
    if constexpr (has_tag_v<T>) {
      properties[tag_of<T>().member] = object({{"const", tag_of<T>().name}});
      required.push_back(tag_of<T>().member);
    }
    bool closed = options_.closed;
    members<T>(properties, required, closed);
    value schema = object({{"title", type_name<T>()}, {"type", "object"}, {"properties", std::move(properties)}});
    if (required.size() != 0) schema["required"] = std::move(required);
    if (closed) schema["additionalProperties"] = false;

    const bool referred = open_.back().referred;
    open_.pop_back();
    if (!referred) return schema;
    definitions[name] = std::move(schema);
    return object({{"$ref", "#/$defs/" + name}});
  }

  bool taken(const std::string& name) const {
    for (const open_type& t : open_)
      if (t.name == name) return true;
    return definitions.contains(name);
  }

  template <class T>
  void members(value& properties, value& required, bool& closed) {
    const value defaults = defaults_of<T>();
    [&]<std::size_t... I, class... M>(std::index_sequence<I...>, type_list<M...>) {
      [[maybe_unused]] const auto one = [&]<std::size_t J, class X>() {  // unused for a struct without members
        constexpr const field_info& f = fields_of<T>[J];
        if constexpr (f.kind == field_kind::flat_struct) {
          members<X>(properties, required, closed);
        } else if constexpr (f.kind == field_kind::rest) {
          closed = false;
        } else if constexpr (f.kind == field_kind::plain) {
          const std::string_view name = f.name;
          const bool by_name = has_rule(rules_of<T>(), rule::kind::required, member_names<T>[J]);
          const bool needed = by_name || (!may_be_empty_v<X> && (f.required || (options_.require_all && !f.defaulted)));
          value schema = make<X>();
          for (const rule& r : rules_of<T>())
            if (r.what == rule::kind::describe && r.member == member_names<T>[J]) schema["description"] = r.name;
          if (needed) required.push_back(name);
          else if (const value* const d = defaults.find(name); d != nullptr && form_of<X> != form::secret && !d->is_object() && !d->is_array() && !d->is_null())
            schema["default"] = *d;
          properties[name] = std::move(schema);
        }
      };
      (one.template operator()<I, M>(), ...);
    }(std::make_index_sequence<member_count<T>>{}, member_types<T>{});
  }

  // what a default-made object looks like; nothing when it cannot be written
  template <class T>
  static value defaults_of() {
    if constexpr (std::is_default_constructible_v<T>) {
      try {
        return to_value<write_options{.secrets = secrets::redact, .not_finite = not_finite::null, .bad_utf8 = bad_utf8::replace}>(T{});
      } catch (const std::system_error&) {
      }
    }
    return {};
  }

  schema_options options_;
  std::vector<open_type> open_ = {};
};

}  // namespace detail

/** The schema of what json::read<T> accepts. */
template <class T>
value schema(schema_options options = {}) {
  detail::schema_maker maker(options);
  value body = maker.make<T>();
  value out = object();
  if (options.dialect) out["$schema"] = "https://json-schema.org/draft/2020-12/schema";
  if (value::object_type* const members = body.is_object() ? &body.as_object() : nullptr)
    for (value::member& m : *members) out.as_object().push_back(std::move(m));
  if (maker.definitions.size() != 0) out["$defs"] = std::move(maker.definitions);
  return out;
}

}  // namespace json
}  // namespace v0
}  // namespace aval
