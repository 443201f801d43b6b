// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "aval/acp/errors.hpp"
#include "aval/acp/id.hpp"
#include "aval/core/agent_id.hpp"
#include "aval/core/result.hpp"
#include "aval/core/timestamp.hpp"
#include "aval/json/detail/reader.hpp"

/*  The envelope of a message, read in place: one pass over the text, nothing allocated, `datos` checked and kept as text for whoever knows
 *  its type (ACPaaS specification, part 2). A hub reads no more than this and passes the bytes on; an agent reads the payload from
 *  envelope::datos (messages.hpp).
 *
 *      acp::envelope e;                                   // reused from message to message
 *      if (auto read = e.read(text); !read) ...           // refusal: which ERROR to answer with, and whether to answer at all
 *      switch (e.tipo) ...
 *
 *  Lenient where peers differ (2.3), strict where not (2.4). A key that stands twice is refused, so that no two readers of one message can
 *  disagree. A lone surrogate, written as an escape, is read as U+FFFD. */

namespace aval {
inline namespace v0 {
namespace acp {

enum class message_type : unsigned char {
  registro,
  ack_registro,
  capability_announce,
  capability_ack,
  session_init,
  session_accept,
  session_reject,
  session_close,
  solicitud_tarea,
  respuesta_tarea,
  flow_control,
  message_ack,
  error,
  heartbeat,
  heartbeat_ack
};

namespace detail {
inline constexpr std::array<std::string_view, 15> type_names = {
    "REGISTRO",        "ACK_REGISTRO",    "CAPABILITY_ANNOUNCE", "CAPABILITY_ACK", "SESSION_INIT", "SESSION_ACCEPT", "SESSION_REJECT", "SESSION_CLOSE",
    "SOLICITUD_TAREA", "RESPUESTA_TAREA", "FLOW_CONTROL",        "MESSAGE_ACK",    "ERROR",        "HEARTBEAT",      "HEARTBEAT_ACK"};
}

/** The name on the wire. */
inline std::string_view to_string(message_type t) noexcept { return detail::type_names[static_cast<std::size_t>(t)]; }

/** From the name on the wire; INIT and ACK, which only tests of the original use, are SESSION_INIT and MESSAGE_ACK. */
inline std::optional<message_type> parse_message_type(std::string_view text) noexcept {
  for (std::size_t i = 0; i < detail::type_names.size(); ++i)
    if (detail::type_names[i] == text) return static_cast<message_type>(i);
  if (text == "INIT") return message_type::session_init;
  if (text == "ACK") return message_type::message_ack;
  return {};
}

/** The `destino` that means everybody. */
inline constexpr std::string_view broadcast = "BROADCAST";

/** Why a message was refused, and what to say about it. */
struct refusal {
  errc code = errc::invalid_message_format;
  std::string what = {};                ///< our words: "id_mensaje: expected a UUID". Nothing of the peer's text but names of members
  std::optional<id> respuesta_a = {};   ///< the refused message's id, if it could be read
  std::optional<id> id_sesion = {};
  bool answer = true;                   ///< false: log only, an ERROR or MESSAGE_ACK is never answered with an ERROR
};

/** What a reader of envelopes accepts. */
struct envelope_limits {
  std::size_t max_message = 1024 * 1024;  ///< bytes
  unsigned max_depth = 64;                ///< objects and arrays inside one another, the envelope included
};

/** One message's header, as views into its text (or into this object, where the text has escapes). Valid as long as the text, and until
 *  the next read(). */
class envelope {
 public:
  message_type tipo = message_type::error;
  id id_mensaje;
  std::string_view origen, destino;
  std::optional<id> respuesta_a, id_sesion;
  aval::timestamp timestamp{};
  std::optional<std::uint64_t> numero_secuencia;
  bool requiere_ack = false;
  std::string_view datos;  ///< the payload's text: an object, or "null"

  envelope() = default;
  envelope(const envelope&) = delete;
  envelope& operator=(const envelope&) = delete;

  bool has_payload() const noexcept { return datos.size() > 4 || (datos.size() == 2); }

  /** Reads a message. After a refusal nothing of the members may be relied on. */
  result<void, refusal> read(std::string_view text, const envelope_limits& most = {}) {
    if (text.size() > most.max_message) return refused(errc::message_too_large, "the message is larger than " + std::to_string(most.max_message) + " bytes");
    defect_ = {};
    json::detail::reader r(text, {.max_size = most.max_message, .max_depth = most.max_depth});
    const char* p = read_object(r);
    if (p == nullptr && r.code == json::errc::invalid_utf8 && *r.where == '\\') {
      repair(text, repaired_);
      defect_ = {};
      json::detail::reader again(repaired_, {.max_size = most.max_message, .max_depth = most.max_depth});
      p = read_object(again);
      return p == nullptr ? malformed(again) : judge();
    }
    return p == nullptr ? malformed(r) : judge();
  }

 private:
  enum field : unsigned { f_tipo, f_id, f_origen, f_destino, f_respuesta, f_timestamp, f_sesion, f_numero, f_ack, f_datos, f_none };
  static constexpr std::array<std::string_view, 10> names = {"tipo",      "id_mensaje", "origen",           "destino",      "respuesta_a",
                                                             "timestamp", "id_sesion",  "numero_secuencia", "requiere_ack", "datos"};
  struct defect {
    field where = f_none;
    const char* what = nullptr;
  };

  static field find(std::string_view key) noexcept {
    field f = f_none;
    switch (key.size()) {
      case 4: f = f_tipo; break;
      case 5: f = f_datos; break;
      case 6: f = f_origen; break;
      case 7: f = f_destino; break;
      case 9: f = key[0] == 't' ? f_timestamp : f_sesion; break;
      case 10: f = f_id; break;
      case 11: f = f_respuesta; break;
      case 12: f = f_ack; break;
      case 16: f = f_numero; break;
      default: return f_none;
    }
    return key == names[f] ? f : f_none;
  }

  void note(field f, const char* what) noexcept {
    if (defect_.what == nullptr) defect_ = {f, what};
  }
  static refusal refused(errc code, std::string what) {
    refusal no;
    no.code = code;
    no.what = std::move(what);
    return no;
  }
  [[gnu::cold, gnu::noinline]] static refusal malformed(const json::detail::reader& r) {
    return refused(errc::invalid_message_format, "not a JSON object: " + r.finish().message());
  }

  const char* read_object(json::detail::reader& r) {
    namespace jd = json::detail;
    seen_ = 0;
    has_id_ = type_known_ = false;
    respuesta_a.reset();
    id_sesion.reset();
    numero_secuencia.reset();
    requiere_ack = false;
    datos = "null";
    const char* p = jd::skip_space(r.begin, r.end);
    if (jd::peek(r, p) != '{') return r.fail_expected(p, "expected object");
    if (r.depth == 0) return r.fail(json::errc::limit_exceeded, p, "too deep");
    --r.depth;
    p = jd::skip_space(p + 1, r.end);
    if (jd::peek(r, p) == '}') {
      ++p;
    } else {
      do {
        const char* const start = p;
        std::string_view key;
        p = jd::read_key(r, p, key, key_scratch_);
        if (p == nullptr) return nullptr;
        const field f = find(key);
        if (f == f_none) {
          p = skip(r, p);
        } else if ((seen_ >> f & 1) != 0) {
          return r.fail(json::errc::duplicate_member, start, "duplicate member");
        } else {
          seen_ |= 1U << f;
          p = read_field(r, p, f);
        }
        if (p == nullptr) return nullptr;
      } while (jd::read_comma(r, p, '}'));
      if (p == nullptr) return nullptr;
    }
    p = jd::skip_space(p, r.end);
    return p == r.end ? p : r.fail(json::errc::trailing_text, p, "text after the message");
  }

  const char* read_field(json::detail::reader& r, const char* p, field f) {
    namespace jd = json::detail;
    const char c = jd::peek(r, p);
    if (c == 'n') {
      seen_ &= f <= f_destino || f == f_timestamp ? ~(1U << f) : ~0U;  // null for a required key is as if it were missing
      return jd::read_null(r, p);
    }
    if (f == f_datos) {
      if (c != '{') note(f, "expected an object or null");
      const char* const start = p;
      p = skip(r, p);
      if (p != nullptr) datos = {start, static_cast<std::size_t>(p - start)};
      return p;
    }
    if (f == f_ack) {
      if (c == 't' || c == 'f') return jd::read_bool(r, p, requiere_ack);
      note(f, "expected true or false");
      return skip(r, p);
    }
    if (f == f_numero) return read_number(r, p);
    if (c != '"') {
      note(f, "expected a string");
      return skip(r, p);
    }
    std::string& scratch = f == f_tipo ? scratch_[0] : f == f_origen ? scratch_[1] : f == f_destino ? scratch_[2] : scratch_[3];
    std::string_view text;
    p = jd::read_view(r, p, text, scratch);
    if (p != nullptr) take(f, text);
    return p;
  }

  void take(field f, std::string_view text) noexcept {
    switch (f) {
      case f_tipo:
        if (text.empty()) return note(f, "empty");
        if (const auto t = parse_message_type(text)) tipo = *t, type_known_ = true;
        return;
      case f_origen:
        origen = text;
        if (text.empty()) note(f, "empty");
        return;
      case f_destino:
        destino = text;
        if (text.empty()) note(f, "empty");
        return;
      case f_timestamp:
        if (const auto when = parse_rfc3339(text)) timestamp = *when;
        else note(f, "expected a time in ISO 8601 with its offset");
        return;
      default: break;
    }
    const auto value = id::parse(text);
    if (!value) return note(f, "expected a UUID");
    if (f == f_id) id_mensaje = *value, has_id_ = true;
    else if (f == f_respuesta) respuesta_a = value;
    else id_sesion = value;
  }

  const char* read_number(json::detail::reader& r, const char* p) {
    const char* const end = skip(r, p);
    if (end == nullptr) return nullptr;
    std::uint64_t n = 0;
    bool good = end - p <= 19;  // up to 10^19 - 1
    for (const char* q = p; good && q != end; ++q) {
      good = json::detail::is_digit(*q);
      n = n * 10 + static_cast<unsigned>(*q - '0');
    }
    if (good) numero_secuencia = n;
    else note(f_numero, "expected an integer from 0");
    return end;
  }

  /** Checks a value as strictly as if it were read, numbers for their range as well, and drops it. */
  static const char* skip(json::detail::reader& r, const char* p) {
    namespace jd = json::detail;
    const char c = jd::peek(r, p);
    if (c == '{' || c == '[') {
      if (r.depth == 0) return r.fail(json::errc::limit_exceeded, p, "too deep");
      --r.depth;
      const char close = c == '{' ? '}' : ']';
      p = jd::skip_space(p + 1, r.end);
      if (jd::peek(r, p) == close) {
        ++p;
      } else {
        do {
          if (c == '{') {
            if (jd::peek(r, p) != '"') return r.fail_syntax(p, "expected a member name");
            p = jd::skip_value(r, p);
            if (p == nullptr || (p = jd::read_colon(r, p)) == nullptr) return nullptr;
          }
          p = skip(r, p);
          if (p == nullptr) return nullptr;
        } while (jd::read_comma(r, p, close));
        if (p == nullptr) return nullptr;
      }
      ++r.depth;
      return p;
    }
    const char* const end = jd::skip_value(r, p);
    if (end != nullptr && (c == '-' || jd::is_digit(c)) && end - p > 2) {
      double d = 0;
      const char* bad = nullptr;
      jd::parse_double(p, end, d, bad);
      if (std::isinf(d)) return r.fail(json::errc::out_of_range, p, "the number does not fit");
    }
    return end;
  }

  result<void, refusal> judge() const {
    constexpr unsigned required = 1U << f_tipo | 1U << f_id | 1U << f_origen | 1U << f_destino | 1U << f_timestamp;
    if (defect_.what == nullptr && (seen_ & required) == required && type_known_) [[likely]] return {};
    return verdict();
  }
  [[gnu::cold, gnu::noinline]] refusal verdict() const {
    refusal no;
    if (has_id_) no.respuesta_a = id_mensaje;
    no.id_sesion = id_sesion;
    no.answer = !type_known_ || (tipo != message_type::error && tipo != message_type::message_ack);
    if (defect_.what != nullptr) {
      no.what = std::string(names[defect_.where]) + ": " + defect_.what;
      return no;
    }
    for (const field f : {f_tipo, f_id, f_origen, f_destino, f_timestamp})
      if ((seen_ >> f & 1) == 0) return no.what = std::string(names[f]) + ": missing", no;
    no.code = errc::unknown_message_type;
    no.what = "tipo: unknown";
    return no;
  }

  /** A copy in which every escape that is half of a surrogate pair is the escape of U+FFFD, which is as long. */
  [[gnu::cold, gnu::noinline]] static void repair(std::string_view text, std::string& out) {
    out.assign(text);
    const auto unit = [&](std::size_t at, std::uint32_t& c) {
      return at + 6 <= out.size() && out[at] == '\\' && out[at + 1] == 'u' && json::detail::hex4(out.data() + at + 2, c);
    };
    for (std::size_t i = 0; i < out.size();) {
      std::uint32_t c = 0, low = 0;
      if (out[i] != '\\') {
        ++i;
      } else if (!unit(i, c)) {
        i += 2;
      } else if (c < 0xD800 || c > 0xDFFF) {
        i += 6;
      } else if (c < 0xDC00 && unit(i + 6, low) && low >= 0xDC00 && low <= 0xDFFF) {
        i += 12;
      } else {
        out.replace(i, 6, "\\ufffd");
        i += 6;
      }
    }
  }

  unsigned seen_ = 0;
  bool has_id_ = false, type_known_ = false;
  defect defect_;
  std::string scratch_[4], key_scratch_, repaired_;
};

}  // namespace acp
}  // namespace v0
}  // namespace aval
