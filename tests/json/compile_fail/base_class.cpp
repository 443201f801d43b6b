// expect: json: this aggregate has a base class
#include "aval/json/read.hpp"

struct base {
  int a = 0;
};
struct derived : base {
  int b = 0;
};
bool f() { return aval::json::read<derived>("{}").has_value(); }
