// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

// The part that all examples share: main(), and an authority to talk to. An example itself is only
//
//     aval::awaitable<void> co_main(example::place& here) { ... }
//
// With AIM_URL set, the examples talk to that authority; otherwise each starts one of its own, in this process, over HTTPS with a
// certificate made on the spot, which it trusts explicitly. Your own program needs nothing of this.

#include <chrono>
#include <iostream>
#include <memory>
#include <string>

#include "aval/aval.hpp"

namespace example {

/** Where an example happens. */
class place {
 public:
  place();
  ~place();

  aval::secure_options options;  ///< for secure(): finds the authority and trusts its certificate

  /** Plays the human in the dashboard: waits for one question and answers it. With AIM_URL a real one has to. */
  aval::awaitable<void> human(bool yes);

  aval::awaitable<void> open();
  aval::awaitable<void> close();

 private:
  struct own_authority;
  std::unique_ptr<own_authority> authority_;  // empty with AIM_URL
};

}  // namespace example

aval::awaitable<void> co_main(example::place& here);
