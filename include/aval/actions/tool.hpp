// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>

#include "aval/actions/action.hpp"
#include "aval/actions/compose.hpp"
#include "aval/json/read.hpp"
#include "aval/json/schema.hpp"
#include "aval/json/write.hpp"

/*  A tool is a function that a model may call: a name, a description, a JSON Schema of its parameters, and a call that takes JSON text
 *  and gives text. The schema is made from the members of the parameter struct; rules of the json room describe them:
 *
 *      struct search {
 *        std::string query;
 *        int most = 10;
 *        static constexpr auto json_rules = json::rules(json::describe("query", "words to look for"), json::defaulted("most"));
 *      };
 *      awaitable<std::vector<hit>> find_documents(search what);
 *
 *      auto plain = actions::make_tool<&find_documents>({.description = "Finds documents."});
 *      auto asked = track_action<&find_documents>(agent) | actions::as_tool({.name = "find_documents", .description = "Finds documents."});
 *
 *  Arguments are read strictly: what the model leaves out is not invented, what the tool does not have is not ignored. Every member must
 *  be there except optional ones and those with the rule `defaulted`. What is wrong is said in words that a model can act on.
 *
 *  Anything guarded stays guarded: a tool made of a wrapped function goes through the wrapper on every call. */

namespace aval {
inline namespace v0 {
namespace actions {

struct tool_options {
  std::string name = {};                    // 1 to 64 letters, digits, '_' and '-'; empty: the function's name, where it is known
  std::string description = {};             // what the tool does and when to use it, for the model
  std::size_t max_arguments = 256 * 1024;   // bytes of JSON text; more is refused as bad arguments
  unsigned max_depth = 32;                  // objects and arrays inside one another, in the arguments
};

/** What a call of a tool gave: text for the model, and a code when the arguments were refused. */
class tool_answer {
 public:
  tool_answer() = default;
  explicit tool_answer(std::string answer) : text(std::move(answer)) {}
  tool_answer(std::error_code why, std::string words) : text(std::move(words)), code(why) {}

  bool ok() const noexcept { return !code; }

  std::string text;      ///< JSON text of the value; a string as it is; "done" of a function without a value. Else what was wrong
  std::error_code code;  ///< errc::bad_arguments: the function has not run
};

namespace detail {

struct no_parameters {};
inline constexpr std::string_view done = "done";  // what a function without a value answers

struct tool_base {
  explicit tool_base(tool_options o) : options(std::move(o)) {}
  virtual ~tool_base() = default;
  virtual awaitable<tool_answer> call(std::shared_ptr<tool_base> self, std::string arguments) = 0;
  virtual tool_answer check(const std::string&) const { return {}; }
  virtual json::value result_schema() const { return {}; }
  virtual bool answers_text() const { return true; }

  tool_options options;
  json::value schema;
};

inline bool is_tool_name(std::string_view name) noexcept {
  if (name.empty() || name.size() > 64) return false;
  for (const char c : name)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-')) return false;
  return true;
}

inline constexpr json::read_options as_arguments{.unknown = json::unknown::refuse, .missing = json::missing::refuse};
inline constexpr json::write_options as_result{.not_finite = json::not_finite::null, .bad_utf8 = json::bad_utf8::replace};

inline json::limits limits_of(const tool_options& o) noexcept { return {o.max_arguments, o.max_depth}; }

/** Many models send nothing at all for a function without parameters. */
inline std::string_view arguments_or_none(std::string_view text) noexcept {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos ? std::string_view("{}") : text;
}

inline tool_answer refuse_arguments(const tool_options& o, const json::failure& why) {
  return tool_answer(errc::bad_arguments, "The arguments of " + o.name + " were not accepted: " + printable(why.message(), 400) +
                                              ". Call it again with one JSON object that fits the schema of its parameters.");
}

template <class T>
tool_answer answer_of(const T& value) {
  if constexpr (std::is_same_v<T, std::string>) return tool_answer(value);
  else return tool_answer(json::write<as_result>(value));
}

template <class P>
consteval bool fits_tool() {
  constexpr auto f = json::detail::form_of<P>;
  return f == json::detail::form::object || f == json::detail::form::map || f == json::detail::form::value;
}

template <class Shape>
struct parameters_of_tool {
  static_assert(std::is_void_v<Shape>, "aval: a tool takes one struct or nothing: its members become the parameters that the model sees. Put "
                                       "several parameters into a struct; wrap a member function in a lambda.");
  using type = no_parameters;
};
template <class T>
struct parameters_of_tool<shape<T, false>> {
  using type = no_parameters;
};
template <class T, class P>
struct parameters_of_tool<shape<T, false, P>> {
  static_assert(fits_tool<P>(), "aval: the parameter of a tool is a plain struct (or a map, or a json::value): a single number or string has no "
                                "name that the model could be told.");
  using type = P;
};

template <class F, class Shape>
struct tool_function;
template <class F, class T, bool Object, class... P>
struct tool_function<F, shape<T, Object, P...>> final : tool_base {
  using parameters = typename parameters_of_tool<shape<T, Object, P...>>::type;

  tool_function(F f, tool_options o) : tool_base(std::move(o)), function(std::move(f)) {
    schema = json::schema<parameters>({.require_all = true, .closed = true, .dialect = false});
    if (!schema.contains("type") && !schema.contains("$ref")) schema = json::object({{"type", "object"}});  // a json::value: any object
  }

  awaitable<tool_answer> call(std::shared_ptr<tool_base> self, std::string arguments) override {
    return run(std::static_pointer_cast<tool_function>(std::move(self)), std::move(arguments));
  }

  tool_answer check(const std::string& arguments) const override { return refusal(read(arguments)); }
  json::value result_schema() const override {
    if constexpr (std::is_void_v<T>) return json::object({{"type", "string"}, {"const", done}});
    else return json::schema<T>({.require_all = true, .closed = false, .dialect = false});
  }
  bool answers_text() const override { return std::is_void_v<T> || std::is_same_v<T, std::string>; }

  result<parameters, json::failure> read(std::string_view text) const {
    return json::read<parameters, as_arguments>(arguments_or_none(text), limits_of(options));
  }
  tool_answer refusal(const result<parameters, json::failure>& arguments) const {
    if (!arguments) return refuse_arguments(options, arguments.error());
    if constexpr (std::is_same_v<parameters, json::value>) {
      if (!arguments->is_object()) return tool_answer(errc::bad_arguments, "The arguments of " + options.name + " must be one JSON object.");
    }
    return {};
  }

  static awaitable<tool_answer> run(std::shared_ptr<tool_function> self, std::string text) {
    auto arguments = self->read(text);
    tool_answer refused = self->refusal(arguments);
    if (!refused.ok()) co_return refused;
    const auto invoke = [](tool_function& f, [[maybe_unused]] parameters& p) -> decltype(auto) {
      if constexpr (sizeof...(P) == 0) return detail::call(f.function);
      else return detail::call(f.function, std::move(p));
    };
    if constexpr (std::is_void_v<T>) {
      if constexpr (awaits<F>()) co_await invoke(*self, *arguments);
      else invoke(*self, *arguments);
      co_return tool_answer(std::string(done));
    } else if constexpr (awaits<F>()) {
      const T value = co_await invoke(*self, *arguments);
      co_return answer_of(value);
    } else {
      const T value = invoke(*self, *arguments);
      co_return answer_of(value);
    }
  }

  F function;
};

}  // namespace detail

/** A function that a model may call. A cheap handle: copies share the function.
 *
 *  @par Threads   as the function: several calls may run at once. */
class tool {
 public:
  explicit tool(std::shared_ptr<detail::tool_base> state) noexcept : state_(std::move(state)) {}

  const std::string& name() const noexcept { return state_->options.name; }
  const std::string& description() const noexcept { return state_->options.description; }
  /** JSON Schema (2020-12) of the arguments: an object, closed, everything required that is neither optional nor `defaulted`. */
  const json::value& parameters() const noexcept { return state_->schema; }

  /** JSON Schema (2020-12) of the function's value: a member is required unless it is optional or `defaulted`. Null: nothing is known of it, which is
   *  so for tools that are no functions. */
  json::value result() const { return state_->result_schema(); }
  /** Whether good answers are text as it is (functions that give a string or nothing), and not JSON. */
  bool answers_text() const noexcept { return state_->answers_text(); }

  /** Reads the arguments, calls the function, writes its value.
   *
   *  @par Errors        arguments that do not fit are an answer with errc::bad_arguments, and the function does not run. What the function
   *                     or its decorators throw comes out unchanged; json::errc for a value that has no JSON form (a secret).
   *  @par Cancellation  as the function has it.
   *  @par Lifetime      the call keeps the function alive. */
  awaitable<tool_answer> call(std::string arguments) const { return state_->call(state_, std::move(arguments)); }

  /** What call() would say to arguments that do not fit; ok() for good ones. Nothing runs. */
  tool_answer check(const std::string& arguments) const { return state_->check(arguments); }

 private:
  std::shared_ptr<detail::tool_base> state_;
};

namespace detail {

/** A tool whose schema is somebody else's. */
struct foreign_tool final : tool_base {
  foreign_tool(tool_options o, json::value parameters, std::function<awaitable<tool_answer>(std::string)> to) : tool_base(std::move(o)), function(std::move(to)) { schema = std::move(parameters); }

  awaitable<tool_answer> call(std::shared_ptr<tool_base> self, std::string arguments) override { return run(std::static_pointer_cast<foreign_tool>(std::move(self)), std::move(arguments)); }
  tool_answer check(const std::string& arguments) const override {
    const auto read = json::parse(arguments_or_none(arguments), limits_of(options));
    if (!read) return refuse_arguments(options, read.error());
    if (!read->is_object()) return tool_answer(errc::bad_arguments, "The arguments of " + options.name + " must be one JSON object.");
    return {};
  }
  static awaitable<tool_answer> run(std::shared_ptr<foreign_tool> self, std::string arguments) {
    tool_answer refused = self->check(arguments);
    if (!refused.ok()) co_return refused;
    co_return co_await self->function(std::string(arguments_or_none(arguments)));
  }

  std::function<awaitable<tool_answer>(std::string)> function;
};

template <class F>
tool tool_from(F&& f, tool_options options, std::string_view name) {
  if (options.name.empty()) options.name = name;
  if (options.name.empty()) throw error(errc::no_action_name, "make_tool: set .name, or give the function as a template argument");
  if (!is_tool_name(options.name)) throw error(errc::bad_option, "make_tool: .name must be 1 to 64 letters, digits, '_' or '-'");
  using function = tool_function<std::decay_t<F>, shape_of<F>>;
  return tool(std::make_shared<function>(std::forward<F>(f), std::move(options)));
}

class tool_maker : public decorator {
 public:
  explicit tool_maker(tool_options options) : options_(std::move(options)) {}
  template <class F>
  tool operator()(F&& f) const {
    return tool_from(std::forward<F>(f), options_, {});
  }

 private:
  tool_options options_;
};

}  // namespace detail

/** Makes a tool of a function: plain or a coroutine, without parameters or with one struct, that may throw.
 *
 *  @par Exceptions  errc::no_action_name; errc::bad_option for a name that model servers do not take. */
template <class F>
tool make_tool(F&& function, tool_options options) {
  return detail::tool_from(std::forward<F>(function), std::move(options), {});
}
/** The same for a function known at compile time, whose name is the tool's unless the options give another. */
template <auto F>
tool make_tool(tool_options options) {
  using type = std::remove_cv_t<decltype(F)>;
  if constexpr (std::is_pointer_v<type>) return detail::tool_from(F, std::move(options), function_name<F>);
  else return detail::tool_from(F, std::move(options), {});
}

/** A tool that is no function of this program: the name and the schema of its arguments are known only when it runs (a tool of an MCP server). The
 *  arguments that `call` gets are one JSON object of the size that the options allow; nobody has compared them with the schema.
 *
 *  @par Exceptions  as the others. */
inline tool make_tool(tool_options options, json::value schema, std::function<awaitable<tool_answer>(std::string)> call) {
  if (!detail::is_tool_name(options.name)) throw error(errc::bad_option, "make_tool: .name must be 1 to 64 letters, digits, '_' or '-'");
  return tool(std::make_shared<detail::foreign_tool>(std::move(options), std::move(schema), std::move(call)));
}

/** The outermost of a row of decorators: `&f | track_action(agent, options) | as_tool({.name = "f", .description = "..."})`. */
inline auto as_tool(tool_options options) { return detail::tool_maker(std::move(options)); }

}  // namespace actions
}  // namespace v0
}  // namespace aval
