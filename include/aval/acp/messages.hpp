// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "aval/acp/envelope.hpp"
#include "aval/acp/write.hpp"
#include "aval/json/raw.hpp"
#include "aval/json/read.hpp"

/*  The payloads (`datos`) of ACPaaS messages, with their wire names as members (specification 3.1). Those of types that are not here are null
 *  or free. Parts whose type is known to the application only are json::raw: text that is read where its type is known.
 *
 *      auto task = acp::read_payload<acp::solicitud_tarea>(e);      // e: envelope that was read
 *      if (!task) answer_with(task.error());                        // refusal
 *
 *  Names of members that an older draft had (action, code, message, original_message_id, version, capabilities) are read, never written. */

namespace aval {
inline namespace v0 {
namespace acp {

inline constexpr std::string_view protocol_version = "1.1";

struct registro {
  std::string uri = {};  ///< opaque: where the sender says it can be reached
  static constexpr auto json_rules = json::rules(json::required("uri"));
};
struct capability_announce {
  std::string version_protocolo{protocol_version};
  std::vector<std::string> capacidades = {};
  std::optional<std::int64_t> max_sesiones_concurrentes = {};
  std::optional<std::vector<std::string>> formatos_payload = {};
};
struct session_requirements {
  std::optional<std::int64_t> timeout_min = {};         ///< idle minutes after which the session may be closed
  std::optional<std::string> required_capability = {};  ///< what the acceptor must have announced
};
struct session_init {
  std::optional<std::string> proposito = {};
  std::optional<session_requirements> requisitos = {};
};
struct session_reject {
  std::string motivo = {};
  std::optional<std::int64_t> codigo_error = {};  ///< an integer here: 403, 409, 429, 501, 503
  static constexpr auto json_rules = json::rules(json::required("motivo"));
};
struct session_close {
  std::optional<std::string> motivo = {};
};
struct solicitud_tarea {
  std::string descripcion_tarea = {};
  std::optional<json::raw> parametros = {};  ///< an object
  std::optional<std::int64_t> timeout_sugerido_seg = {};
  static constexpr auto json_rules = json::rules(json::required("descripcion_tarea"));
};
struct respuesta_tarea {
  std::string estado = {};  ///< "exito"; everything else is a failure
  std::optional<json::raw> resultado = {};
  std::optional<json::raw> error_detalle = {};
  static constexpr auto json_rules = json::rules(json::required("estado"));
};
struct flow_control {
  std::string accion = {};  ///< "PAUSE" or "RESUME"
  std::optional<json::raw> valor = {};
};
struct error_report {
  std::string codigo_error = {};  ///< a string here
  std::string mensaje_error = {};
  std::optional<json::raw> detalles_adicionales = {};
  std::optional<id> original = {};  ///< as older drafts name the message in question: where `respuesta_a` is null; never written
  static constexpr auto json_rules = json::rules(json::skip("original"));
};

namespace detail {

// as they may arrive: every name by which a member is known
struct any_announce {
  std::optional<std::string> version_protocolo = {}, version = {};
  std::optional<std::vector<std::string>> capacidades = {}, capabilities = {};
  std::optional<std::int64_t> max_sesiones_concurrentes = {};
  std::optional<std::vector<std::string>> formatos_payload = {};
};
struct any_flow {
  std::optional<std::string> accion = {}, action = {};
  std::optional<json::raw> valor = {};
};
struct any_error {
  std::optional<std::string> codigo_error = {}, code = {}, mensaje_error = {}, message = {};
  std::optional<json::raw> original_message_id = {}, detalles_adicionales = {};
};
// Q17: header values that one guide puts into the payload
struct misplaced {
  std::optional<std::string> respuesta_a = {}, id_sesion = {};
  std::optional<std::uint64_t> num_secuencia = {};
  std::optional<bool> requiere_ack = {};
  std::optional<json::raw> payload = {};
};

[[gnu::cold, gnu::noinline]] inline refusal bad_payload(const envelope& e, std::string what) {
  refusal no;
  no.what = "datos" + std::move(what);
  no.respuesta_a = e.id_mensaje;
  no.id_sesion = e.id_sesion;
  no.answer = e.tipo != message_type::error && e.tipo != message_type::message_ack;
  return no;
}

template <class T>
result<T, refusal> read_datos(const envelope& e) {
  const std::string_view text = e.datos == "null" ? std::string_view("{}") : e.datos;
  result<T, refusal> out{std::in_place};
  const auto read = json::detail::read_whole<json::read_options{}>(*out, text, json::limits{}, true);
  if (!read) out.fail(bad_payload(e, read.error().path + ": " + read.error().what));
  return out;
}

}  // namespace detail

/** The payload of a message whose envelope was read. The refusal of one that violates part 3 is INVALID_MESSAGE_FORMAT. */
template <class T>
result<T, refusal> read_payload(const envelope& e) {
  if constexpr (std::is_same_v<T, capability_announce>) {
    auto any = detail::read_datos<detail::any_announce>(e);
    if (!any) return any.error();
    if (!any->version_protocolo) any->version_protocolo = std::move(any->version);
    if (!any->capacidades) any->capacidades = std::move(any->capabilities);
    if (!any->version_protocolo) return detail::bad_payload(e, "/version_protocolo: missing");
    if (!any->capacidades) return detail::bad_payload(e, "/capacidades: missing");
    capability_announce out;
    out.version_protocolo = std::move(*any->version_protocolo);
    out.capacidades = std::move(*any->capacidades);
    out.max_sesiones_concurrentes = any->max_sesiones_concurrentes;
    out.formatos_payload = std::move(any->formatos_payload);
    return out;
  } else if constexpr (std::is_same_v<T, flow_control>) {
    auto any = detail::read_datos<detail::any_flow>(e);
    if (!any) return any.error();
    if (!any->accion) any->accion = std::move(any->action);
    if (!any->accion || (*any->accion != "PAUSE" && *any->accion != "RESUME")) return detail::bad_payload(e, "/accion: expected PAUSE or RESUME");
    flow_control out;
    out.accion = std::move(*any->accion);
    out.valor = std::move(any->valor);
    return out;
  } else if constexpr (std::is_same_v<T, error_report>) {
    auto any = detail::read_datos<detail::any_error>(e);
    if (!any) return any.error();
    if (!any->codigo_error) any->codigo_error = std::move(any->code);
    if (!any->mensaje_error) any->mensaje_error = std::move(any->message);
    if (!any->codigo_error) return detail::bad_payload(e, "/codigo_error: missing");
    error_report out;
    out.codigo_error = std::move(*any->codigo_error);
    out.mensaje_error = std::move(any->mensaje_error).value_or(std::string());
    out.detalles_adicionales = std::move(any->detalles_adicionales);
    if (any->original_message_id) {
      if (const auto named = json::read<std::string>(any->original_message_id->text())) out.original = id::parse(*named);
    }
    return out;
  } else {
    auto out = detail::read_datos<T>(e);
    if constexpr (std::is_same_v<T, registro>) {
      if (out && out->uri.empty()) out.fail(detail::bad_payload(e, "/uri: empty"));
      else if (out && out->uri.size() > 2048) out.fail(detail::bad_payload(e, "/uri: longer than 2048 bytes"));
    } else if constexpr (std::is_same_v<T, solicitud_tarea>) {
      if (out && out->parametros && !out->parametros->is_object()) out.fail(detail::bad_payload(e, "/parametros: expected an object or null"));
    }
    return out;
  }
}

/** For peers built after a guide whose agents put header values into `datos` (Q17 of the specification; off unless it is called): where the
 *  header has nothing, `respuesta_a`, `id_sesion`, `num_secuencia` and `requiere_ack` are taken from the payload, and an object under
 *  `payload` becomes the payload. `storage` keeps the new payload's text. */
template <class Lazy = void>
void lift_misplaced(envelope& e, std::string& storage) {
  if (e.datos == "null" || e.datos == "{}") return;
  auto read = json::read<detail::misplaced>(e.datos);
  if (!read) return;
  detail::misplaced& found = *read;
  if (!e.respuesta_a && found.respuesta_a) e.respuesta_a = id::parse(*found.respuesta_a);
  if (!e.id_sesion && found.id_sesion) e.id_sesion = id::parse(*found.id_sesion);
  if (!e.numero_secuencia) e.numero_secuencia = found.num_secuencia;
  if (found.requiere_ack.value_or(false)) e.requiere_ack = true;
  if (found.payload && (found.payload->is_object() || found.payload->is_null())) {
    storage = std::move(*found.payload).take();
    e.datos = storage;
  }
}

}  // namespace acp
}  // namespace v0
}  // namespace aval
