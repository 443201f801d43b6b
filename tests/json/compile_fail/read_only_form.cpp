// expect: json: this type can be written, but not read
#include <string>

#include "aval/json/read.hpp"

class label {};
template <>
struct aval::json::fields<label> {
  static std::string to_json(const label&) { return "label"; }
};
bool f(label& l) { return aval::json::read_into(l, "\"label\"").has_value(); }
