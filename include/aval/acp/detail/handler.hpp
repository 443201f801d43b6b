// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

#include "aval/acp/errors.hpp"
#include "aval/core/error.hpp"
#include "aval/core/signature_of.hpp"
#include "aval/json/raw.hpp"
#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

/*  From a user's function to what the agent calls: parameters read into the function's struct, the value written as the result. */

namespace aval {
inline namespace v0 {
namespace acp {
namespace detail {

template <class Context>
struct task_entry {
  std::function<awaitable<json::raw>(Context, json::raw)> run = {};  // a coroutine
  std::function<json::raw(Context, json::raw)> now = {};             // a plain function: called in place
};

template <class T>
json::raw to_result(const T& value) {
  if constexpr (std::is_same_v<T, json::raw>) return value;
  else return json::raw(json::write(value));
}

template <class A, class Context>
A make_argument(Context& c, json::raw& parameters) {
  if constexpr (std::is_same_v<A, Context>) {
    return c;
  } else if constexpr (std::is_same_v<A, json::raw>) {
    return std::move(parameters);
  } else {
    auto read = json::read<A>(parameters.is_null() ? std::string_view("{}") : parameters.text());
    if (!read) throw aval::error(make_error_code(errc::invalid_message_format), "parametros" + read.error().path + ": " + read.error().what);
    return std::move(*read);
  }
}

template <class Context, class F, class... A>
auto call(F& f, Context& c, json::raw& parameters, std::tuple<A...>*) {
  static_assert(((!std::is_lvalue_reference_v<A> || std::is_const_v<std::remove_reference_t<A>>) && ...), "on_task: a handler takes its parameters by value");
  static_assert((!std::is_same_v<std::remove_cvref_t<A>, std::string_view> && ...), "on_task: a handler takes no views");
  if constexpr (states_signature<F>) return f.call_owned(make_argument<std::remove_cvref_t<A>>(c, parameters)...);
  else return f(make_argument<std::remove_cvref_t<A>>(c, parameters)...);
}

template <class Context, class F>
awaitable<json::raw> run_coroutine(std::shared_ptr<F> f, Context c, json::raw parameters) {
  using s = owned_signature_of<F>;
  auto operation = call(*f, c, parameters, static_cast<typename s::arguments*>(nullptr));
  if constexpr (std::is_void_v<typename s::value>) {
    co_await std::move(operation);
    co_return json::raw();
  } else {
    typename s::value value = co_await std::move(operation);
    co_return to_result(value);
  }
}

template <class Context, class F>
task_entry<Context> make_entry(F f) {
  static_assert(has_owned_signature<F>,
                "on_task: the parameters of the handler cannot be deduced. Give a function, a lambda without auto, or what track_action or "
                "require_approval makes of one; a decorator alone has no function yet.");
  using s = owned_signature_of<F>;
  task_entry<Context> entry;
  auto shared = std::make_shared<F>(std::move(f));
  if constexpr (s::awaits) {
    entry.run = [shared](Context c, json::raw p) { return run_coroutine<Context, F>(shared, std::move(c), std::move(p)); };
  } else {
    entry.now = [shared](Context c, json::raw p) {
      if constexpr (std::is_void_v<typename s::value>) {
        call(*shared, c, p, static_cast<typename s::arguments*>(nullptr));
        return json::raw();
      } else {
        return to_result(call(*shared, c, p, static_cast<typename s::arguments*>(nullptr)));
      }
    };
  }
  return entry;
}

}  // namespace detail
}  // namespace acp
}  // namespace v0
}  // namespace aval
