// expect: the credential as the function's first parameter
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions.hpp"

#include "actions/fake_authority.hpp"

struct source {
  aval::awaitable<std::string> credential() const;
};
void f(std::vector<int>, int);
void wrong() { (void)(&f | aval::with_credential(source{})); }
