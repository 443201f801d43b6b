// expect: destroys a temporary aggregate inside co_await twice
// compilers: g++
#include <string>

#include "aval/core/asio.hpp"
#include "aval/core/awaited.hpp"

struct city {
  std::string name;
};
aval::awaitable<void> ask(aval::awaited<city> where);
aval::awaitable<void> user() { co_await ask(city{"Lima"}); }
