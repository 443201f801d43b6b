// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <utility>

#include "aval/core/secret.hpp"

namespace aval {
inline namespace v0 {
namespace credentials {

/** For whom a workload acts. A class with constructors, so it may stand as a temporary in an awaited call. */
class workload_user {
 public:
  enum class kind { nobody, by_token, by_id };
  workload_user() = default;  ///< for itself
  static workload_user of_token(secret jwt) { return {kind::by_token, std::move(jwt)}; }
  static workload_user of_id(std::string id) { return {kind::by_id, secret::take(id)}; }

  kind how() const noexcept { return how_; }
  const secret& value() const noexcept { return value_; }

 private:
  workload_user(kind how, secret value) : how_(how), value_(std::move(value)) {}
  kind how_ = kind::nobody;
  secret value_;
};

}  // namespace credentials
}  // namespace v0
}  // namespace aval
