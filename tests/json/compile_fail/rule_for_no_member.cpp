// expect: json: a rule names a member that the type does not have
#include "aval/json/read.hpp"

struct row {
  int size = 0;
  static constexpr auto json_rules = aval::json::rules(aval::json::rename("siz", "length"));
};
bool f() { return aval::json::read<row>("{}").has_value(); }
