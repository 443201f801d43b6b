// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "aval/emulator/detail/cloud.hpp"

/*  What stands behind an authorization URL: a page on which a person approves or denies, once. It plays the provider's login and consent in
 *  one; the browser then goes to the return URL with session_uri and state. An approval alone releases no token: CompleteResourceTokenAuth
 *  with the right user does. No I/O. */

namespace aval {
inline namespace v0 {
namespace emulator {
namespace detail {

struct page {
  int status = 200;
  std::string body = {};
  std::string location = {};  // where the browser goes; empty: nowhere
};

inline std::string html_escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out += c;
    }
  }
  return out;
}

inline std::string html_document(std::string_view title, std::string_view inside) {
  std::string out = "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>";
  out.append(title).append(
      "</title><style>body{font:16px/1.5 system-ui,sans-serif;background:#f4f5f7;color:#1b1f24;margin:0}main{max-width:32rem;margin:10vh auto;padding:2rem;background:#fff;"
      "border:1px solid #d8dce2;border-radius:8px}h1{font-size:1.3rem;margin-top:0}dt{color:#5a6270}dd{margin:0 0 .6rem;overflow-wrap:anywhere}button{font:inherit;"
      "padding:.5rem 1.4rem;margin-right:.6rem;border-radius:6px;border:1px solid #7a8391;background:#fff}button[value=approve]{background:#1a5fb4;color:#fff;"
      "border-color:#1a5fb4}</style></head><body><main>");
  return out.append(inside).append("</main></body></html>\n");
}

inline page said(int status, std::string_view title, std::string_view text) {
  return {status, html_document(title, "<h1>" + std::string(title) + "</h1><p>" + html_escape(text) + "</p>"), {}};
}

/** Decides for the user. @return where the browser goes. */
inline std::string decide(consent_session& s, const std::string& uri, bool approve) {
  s.is = approve ? consent_session::status::consented : consent_session::status::failed;
  std::string out = s.return_url;
  out += out.find('?') == out.npos ? '?' : '&';
  out += "session_uri=" + net::percent_encode(uri) + "&state=" + net::percent_encode(s.state);
  if (!approve) out += "&error=access_denied";
  return out;
}

inline page consent_question(const std::string& uri, const consent_session& s) {
  std::string in = "<h1>Allow access?</h1><dl>";
  const auto row = [&](std::string_view name, std::string_view text) {
    in.append("<dt>").append(name).append("</dt><dd>").append(html_escape(text)).append("</dd>");
  };
  row("Provider", s.provider);
  row("Workload", s.identity);
  row("On behalf of", s.user.shown());
  std::string scopes;
  for (const std::string& one : s.scopes) scopes.append(scopes.empty() ? "" : ", ").append(one);
  row("May", scopes.empty() ? "(no scope named)" : scopes);
  for (const auto& [name, value] : s.custom) row(html_escape(name), value);
  in.append("</dl><form method=\"post\" action=\"/oauth2/authorize\"><input type=\"hidden\" name=\"request_uri\" value=\"").append(html_escape(uri));
  in += "\"><button id=\"approve\" name=\"decision\" value=\"approve\">Approve</button><button id=\"deny\" name=\"decision\" value=\"deny\">Deny</button></form>";
  return {200, html_document("Allow access?", in), {}};
}

/** GET shows the question, POST with `decision` answers it. */
inline page authorize(cloud& all, std::string_view method, std::string_view parameters_text) {
  const auto parameters = credentials::parse_parameters(parameters_text);
  const std::string* const uri = parameters ? parameters->find("request_uri") : nullptr;
  if (uri == nullptr) return said(400, "Bad request", "There is no request_uri.");
  return all.with([&](cloud_state& state) {
    consent_session* const s = state.session(*uri);
    if (s == nullptr) return said(404, "Unknown request", "There is no such authorization request.");
    if (s->is != consent_session::status::pending)
      return said(400, "This link was used", s->is == consent_session::status::failed ? "The authorization was denied, or its time is over." : "An authorization URL can be used once.");
    if (method == "GET" && state.consent == consent_answer::ask) return consent_question(*uri, *s);
    const std::string* const decision = parameters->find("decision");
    if (method == "POST" && (decision == nullptr || (*decision != "approve" && *decision != "deny"))) return said(400, "Bad request", "Approve or deny.");
    const bool approve = method == "POST" ? *decision == "approve" : state.consent == consent_answer::approve;
    page out = said(302, "Done", "Go on in the application.");
    out.location = decide(*s, *uri, approve);
    return out;
  });
}

}  // namespace detail
}  // namespace emulator
}  // namespace v0
}  // namespace aval
