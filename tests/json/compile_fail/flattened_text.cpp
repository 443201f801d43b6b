// expect: json: only a plain struct or a map can be flattened
#include <string>

#include "aval/json/read.hpp"

struct row {
  std::string text = {};
  static constexpr auto json_rules = aval::json::rules(aval::json::flatten("text"));
};
bool f() { return aval::json::read<row>("{}").has_value(); }
