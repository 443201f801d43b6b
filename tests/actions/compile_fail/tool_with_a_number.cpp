// expect: the parameter of a tool is a plain struct
// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/actions/tool.hpp"

int twice(int n);
void wrong() { (void)aval::actions::make_tool<&twice>({}); }
