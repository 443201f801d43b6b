// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <optional>
#include <string>

#include "aval/core/environment.hpp"
#include "aval/llm/chat_client.hpp"
#include "aval/llm/model.hpp"

namespace example {

inline std::string model_name(const aval::environment& variables) { return variables.find("MODEL_NAME").value_or("qwen-plus"); }

/** The model of MODEL_NAME behind MODEL_BASE_URL, which is any OpenAI-compatible server, with the key MODEL_API_KEY; nothing without the
 *  address. */
inline std::optional<aval::llm::any_model> model_of(const aval::environment& variables, aval::net::http_client http) {
  const auto url = variables.find("MODEL_BASE_URL");
  if (!url) return std::nullopt;
  aval::llm::chat_options o;
  o.base_url = *url;
  o.model = model_name(variables);
  o.key = aval::net::shared_secret(variables.find("MODEL_API_KEY").value_or(""));
  return aval::llm::any_model(aval::llm::chat_client(http, o));
}

}  // namespace example
