// expect: json: two members have the same JSON name
#include "aval/json/read.hpp"

struct row {
  int size = 0;
  int length = 0;
  static constexpr auto json_rules = aval::json::rules(aval::json::rename("size", "length"));
};
bool f() { return aval::json::read<row>("{}").has_value(); }
