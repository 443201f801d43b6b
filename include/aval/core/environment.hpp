// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdlib>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "aval/version.hpp"

namespace aval {
inline namespace v0 {

/** The process's environment variables, or a map in their place (for tests and for programs that must not look). A variable that is
 *  set but empty counts as absent. Reading the real environment is safe from several threads as long as nobody calls setenv. */
class environment {
 public:
  environment() = default;  ///< the real one
  explicit environment(std::map<std::string, std::string> variables) : variables_(std::move(variables)) {}

  std::optional<std::string> find(const std::string& name) const {
    if (variables_) {
      const auto it = variables_->find(name);
      if (it == variables_->end() || it->second.empty()) return {};
      return it->second;
    }
    const char* value = std::getenv(name.c_str());  // NOLINT(concurrency-mt-unsafe): see above
    if (value == nullptr || *value == '\0') return {};
    return std::string(value);
  }
  /** true for 1, true, yes, on in any case; false for anything else that is set. */
  std::optional<bool> find_flag(const std::string& name) const {
    auto value = find(name);
    if (!value) return {};
    for (char& c : *value) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return *value == "1" || *value == "true" || *value == "yes" || *value == "on";
  }
  /** "~" and "~/..." become the home folder; other paths stay. Without HOME the path stays too. */
  std::string expand_home(std::string path) const {
    if (path.empty() || path[0] != '~' || (path.size() > 1 && path[1] != '/')) return path;
    const auto home = find("HOME");
    return home ? *home + path.substr(1) : path;
  }

 private:
  std::optional<std::map<std::string, std::string>> variables_;
};

}  // namespace v0
}  // namespace aval
