// expect[g++]: use of deleted function
// expect[clang]: call to deleted constructor
#include "aval/core/secret.hpp"

aval::secret twice(const aval::secret& s) { return s; }
