// expect: json: a variant can have one alternative that is a JSON array
#include <variant>
#include <vector>

#include "aval/json/read.hpp"

using lists = std::variant<std::vector<int>, std::vector<bool>>;
bool f() { return aval::json::read<lists>("[]").has_value(); }
