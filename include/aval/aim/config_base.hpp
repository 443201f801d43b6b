// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "aval/core/environment.hpp"
#include "aval/core/error.hpp"
#include "aval/core/result.hpp"
#include "aval/net/url.hpp"

namespace aval {
inline namespace v0 {
namespace aim {

/** The folder of AIM's own files: AIM_HOME, or the folder that AIM_CREDENTIALS_PATH names (or that holds the file it names), or
 *  ~/.aim. Nothing is made or looked at.
 *  @par Errors   aval::errc::invalid_argument when there is no home folder at all. */
inline result<std::string> aim_home(const environment& variables = {}) {
  const auto without_slashes = [](std::string path) {
    while (path.size() > 1 && path.back() == '/') path.pop_back();
    return path;
  };
  if (const auto home = variables.find("AIM_HOME")) return without_slashes(variables.expand_home(*home));
  if (const auto given = variables.find("AIM_CREDENTIALS_PATH")) {
    const std::string path = variables.expand_home(*given);
    if (path.back() == '/') return without_slashes(path);
    const auto slash = path.rfind('/');
    const std::string_view name = slash == path.npos ? std::string_view(path) : std::string_view(path).substr(slash + 1);
    if (!name.ends_with(".json")) return path;
    return slash == path.npos ? std::string(".") : slash == 0 ? std::string("/") : path.substr(0, slash);
  }
  if (const auto home = variables.find("HOME")) return without_slashes(*home) + "/.aim";
  return failure{make_error_code(aval::errc::invalid_argument), "no folder for AIM's files: set HOME or AIM_HOME"};
}

/** The one spelling of an authority's address under which credentials are kept and compared: scheme and host in lower case, no port
 *  that the scheme has anyway, no slash at the end ("HTTPS://Aim.Example:443/" is "https://aim.example").
 *  @par Errors   that of net::parse_url; aval::errc::invalid_argument for other schemes than http and https, or with a query. */
inline result<std::string> normalise_url(std::string_view text) {
  const auto url = net::parse_url(text);
  if (!url) return url.error();
  if (url->scheme() != "http" && url->scheme() != "https")
    return failure{make_error_code(aval::errc::invalid_argument), "an authority's URL begins with http:// or https://"};
  if (!url->query().empty()) return failure{make_error_code(aval::errc::invalid_argument), "an authority's URL has no query"};
  std::string out = url->origin() + url->path();
  while (out.back() == '/') out.pop_back();
  return out;
}

}  // namespace aim
}  // namespace v0
}  // namespace aval
