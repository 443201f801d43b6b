// expect: json: this member's type has no JSON form
#include "aval/json/read.hpp"

struct odd {
  int number = 0;
  void* handle = nullptr;
};
bool f() { return aval::json::read<odd>("{}").has_value(); }
