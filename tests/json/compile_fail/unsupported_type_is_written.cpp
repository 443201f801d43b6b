// expect: json: this member's type has no JSON form
#include "aval/json/write.hpp"

class closed {
 public:
  explicit closed(int n) : n_(n) {}

 private:
  int n_;
};
struct odd {
  closed inside = closed(1);
};
std::string f(const odd& o) { return aval::json::write(o); }
