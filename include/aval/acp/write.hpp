// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "aval/acp/envelope.hpp"
#include "aval/acp/id.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/json/detail/writer.hpp"
#include "aval/json/write.hpp"

/*  Messages as they leave (ACPaaS specification 2.2): all ten keys, with nulls, in the order of the published agents, without white space;
 *  identifiers in lower case (those of a peer as it spelled them), time in UTC with milliseconds. */

namespace aval {
inline namespace v0 {
namespace acp {

/** Everything of a message but its payload. */
struct header {
  message_type tipo = message_type::error;
  id id_mensaje = {};
  std::string_view origen = {};   ///< valid UTF-8
  std::string_view destino = {};  ///< valid UTF-8
  std::optional<id> respuesta_a = {};
  aval::timestamp timestamp = {};
  std::optional<id> id_sesion = {};
  std::optional<std::uint64_t> numero_secuencia = {};
  bool requiere_ack = false;
};

namespace detail {

/** `2026-01-02T03:04:05.678Z`, 24 characters, for the years 0 to 9999. */
inline char* put_time(char* p, aval::timestamp when) noexcept {
  using namespace std::chrono;
  const auto day = floor<days>(when);
  const year_month_day date{day};
  const auto ms = static_cast<unsigned>(floor<milliseconds>(when - day).count());
  const auto two = [](char* at, unsigned n) { at[0] = static_cast<char>('0' + n / 10), at[1] = static_cast<char>('0' + n % 10); };
  const auto year = static_cast<unsigned>(static_cast<int>(date.year()));
  std::memcpy(p, "0000-00-00T00:00:00.000Z", 24);
  two(p, year / 100 % 100);
  two(p + 2, year % 100);
  two(p + 5, static_cast<unsigned>(date.month()));
  two(p + 8, static_cast<unsigned>(date.day()));
  two(p + 11, ms / 3'600'000);
  two(p + 14, ms / 60'000 % 60);
  two(p + 17, ms / 1'000 % 60);
  p[20] = static_cast<char>('0' + ms / 100 % 10);
  two(p + 21, ms % 100);
  return p + 24;
}

template <std::size_t N>
inline char* put(char* p, const char (&text)[N]) noexcept {
  return json::detail::put_constant(p, text);
}
inline char* put(char* p, const std::optional<id>& value) noexcept {
  if (!value) return put(p, "null");
  *p = '"';
  value->write_to(p + 1);
  p[37] = '"';
  return p + 38;
}
inline char* put(char* p, std::string_view text) noexcept {
  std::uint64_t high = 0;
  *p++ = '"';
  p = json::detail::put_text(p, text.data(), text.data() + text.size(), high);
  return *p++ = '"', p;
}

/** Appends everything up to the payload. */
inline void put_header(std::string& out, const header& h, std::size_t payload) {
  const std::size_t before = out.size(), most = 480 + 6 * (h.origen.size() + h.destino.size());
  if (out.capacity() - before < most + payload) out.reserve(before + most + payload);
  out.resize(before + most);
  char* p = out.data() + before;
  p = put(p, "{\"tipo\":\"");
  const std::string_view type = to_string(h.tipo);
  std::memcpy(p, type.data(), type.size());
  p = put(p + type.size(), "\",\"id_mensaje\":\"");
  h.id_mensaje.write_to(p);
  p = put(put(p + 36, "\",\"origen\":"), h.origen);
  p = put(put(p, ",\"destino\":"), h.destino);
  p = put(put(p, ",\"respuesta_a\":"), h.respuesta_a);
  p = put_time(put(p, ",\"timestamp\":\""), h.timestamp);
  p = put(put(p, "\",\"id_sesion\":"), h.id_sesion);
  p = put(p, ",\"numero_secuencia\":");
  p = h.numero_secuencia ? json::detail::put_unsigned(*h.numero_secuencia, p) : put(p, "null");
  p = h.requiere_ack ? put(p, ",\"requiere_ack\":true,\"datos\":") : put(p, ",\"requiere_ack\":false,\"datos\":");
  out.resize(static_cast<std::size_t>(p - out.data()));
}

}  // namespace detail

/** Appends a message whose payload is JSON text already: an object, or "null". */
inline void write_message(std::string& out, const header& h, std::string_view datos = "null") {
  detail::put_header(out, h, datos.size() + 1);
  out.append(datos);
  out += '}';
}

/** Appends a message with a typed payload (messages.hpp, or a struct of your own). Throws as json::write does. */
template <class T>
  requires(!std::is_convertible_v<const T&, std::string_view>)
void write_message(std::string& out, const header& h, const T& payload) {
  const std::size_t before = out.size();
  detail::put_header(out, h, 160);
  try {
    json::write_to(out, payload);
  } catch (...) {
    out.resize(before);
    throw;
  }
  out += '}';
}

}  // namespace acp
}  // namespace v0
}  // namespace aval
