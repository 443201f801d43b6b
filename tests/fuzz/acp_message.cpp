// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
// Envelopes and payloads: what is read must be valid JSON, must be written again as a message that reads the same, and what is refused must
// say why without a byte of the peer's text.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "aval/acp/messages.hpp"
#include "aval/json/value.hpp"

namespace acp = aval::acp;
namespace json = aval::json;

namespace {
template <class T>
void payload(const acp::envelope& e) {
  const auto read = acp::read_payload<T>(e);
  if (!read) {
    if (read.error().code != acp::errc::invalid_message_format || read.error().respuesta_a != e.id_mensaje) std::abort();
    return;
  }
  const std::string once = json::write(*read);
  const auto back = json::read<T>(once);
  if (!back || json::write(*back) != once) std::abort();
}
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static acp::envelope e, again;
  const auto read = e.read(text);
  if (!read) {
    for (const char c : read.error().what)
      if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) std::abort();
    return 0;
  }
  const acp::header h{.tipo = e.tipo, .id_mensaje = e.id_mensaje, .origen = e.origen, .destino = e.destino, .respuesta_a = e.respuesta_a, .timestamp = e.timestamp,
                      .id_sesion = e.id_sesion, .numero_secuencia = e.numero_secuencia, .requiere_ack = e.requiere_ack};
  std::string out;
  acp::write_message(out, h, e.datos);
  if (!json::parse<json::read_options{.duplicates = json::duplicates::last_wins}>(out)) std::abort();
  const auto second = again.read(out, {.max_message = out.size()});
  if (!second || again.tipo != e.tipo || again.origen != e.origen || again.destino != e.destino || again.id_mensaje != e.id_mensaje || again.datos != e.datos ||
      again.numero_secuencia != e.numero_secuencia || again.requiere_ack != e.requiere_ack)
    std::abort();
  payload<acp::registro>(e);
  payload<acp::capability_announce>(e);
  payload<acp::session_init>(e);
  payload<acp::solicitud_tarea>(e);
  payload<acp::respuesta_tarea>(e);
  payload<acp::flow_control>(e);
  payload<acp::error_report>(e);
  std::string storage;
  acp::lift_misplaced(e, storage);
  return 0;
}
