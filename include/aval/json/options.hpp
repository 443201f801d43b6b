// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {
namespace json {

enum class spelling {
  exact,  ///< member names as declared (or renamed)
  loose   ///< without regard to letter case and underscores: displayName fills display_name
};
enum class duplicates {
  refuse,    ///< a member named twice is an error
  last_wins  ///< the later one counts
};
enum class unknown {
  ignore,  ///< members that the type does not have are checked for syntax and dropped
  refuse   ///< they are an error
};
enum class missing {
  defaults,  ///< a member that is not in the text has the value of a default-made object, unless a rule requires it
  keep,      ///< it keeps what it had (read_into as a patch)
  refuse     ///< every member must be there, except optional ones and those with the rule `defaulted`
};
enum class nulls {
  refuse,    ///< null only where the type can hold it
  as_missing ///< null for any other member is as if the member were missing (Go writes null for empty lists)
};

/** How text is read; a template argument, so that what is not asked for costs nothing: `read<T, {.spelling = spelling::loose}>(text)`.
 *  Duplicates are refused in objects, maps and json::value; among members that the type does not have they are not looked for. */
struct read_options {
  json::spelling spelling = json::spelling::exact;
  json::duplicates duplicates = json::duplicates::refuse;
  json::unknown unknown = json::unknown::ignore;
  json::missing missing = json::missing::defaults;
  json::nulls nulls = json::nulls::refuse;
  bool reused = false;  ///< set by read_into, which gives members that are not in the text their default again; leave it alone
};

enum class secrets {
  refuse,  ///< writing an aval::secret is an error
  write,   ///< it is written like a string; wipe the text when you are done
  redact   ///< "***" stands in its place
};
enum class empty_optionals {
  omit,  ///< empty optional members are left out
  null   ///< they are written as null
};
enum class not_finite {
  refuse,  ///< NaN and infinity are an error
  null     ///< they are written as null
};
enum class bad_utf8 {
  refuse,  ///< a string that is not UTF-8 is an error
  replace  ///< each offending byte becomes U+FFFD
};

/** How values are written; a template argument as well: `write<{.secrets = secrets::write}>(v)`. */
struct write_options {
  json::secrets secrets = json::secrets::refuse;
  json::empty_optionals empty_optionals = json::empty_optionals::omit;
  json::not_finite not_finite = json::not_finite::refuse;
  json::bad_utf8 bad_utf8 = json::bad_utf8::refuse;
};

}  // namespace json
}  // namespace v0
}  // namespace aval
