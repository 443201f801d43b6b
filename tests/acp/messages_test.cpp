// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>

#include "aval/acp/messages.hpp"

namespace acp = aval::acp;
namespace json = aval::json;
using acp::message_type;

namespace {

const std::string id_a = "6f0d8a52-3c0b-4c57-9a55-0a8e5f1f2b11", id_b = "b3c7a1de-84a2-4c4e-8f0e-6c1a2d3e4f50";

// A message of our own form with one member replaced by other text; an empty text leaves it out.
std::string with(std::string_view name, std::string_view value, std::string_view datos = R"({"descripcion_tarea":"sumar","parametros":{"a":1,"b":2}})") {
  std::vector<std::pair<std::string, std::string>> members = {
      {"tipo", R"("SOLICITUD_TAREA")"}, {"id_mensaje", '"' + id_a + '"'}, {"origen", R"("agente_cpp")"}, {"destino", R"("agente_py")"}, {"respuesta_a", "null"},
      {"timestamp", R"("2025-01-02T03:04:05.678Z")"}, {"id_sesion", '"' + id_b + '"'}, {"numero_secuencia", "1"}, {"requiere_ack", "true"}, {"datos", std::string(datos)}};
  std::string out = "{";
  for (auto& [key, text] : members) {
    if (key == name) text = value;
    if (text.empty()) continue;
    if (out.size() > 1) out += ',';
    out += '"' + key + "\":" + text;
  }
  return out + "}";
}

/** An envelope is made of views into the message: this one keeps the message. */
struct kept_envelope : acp::envelope {
  aval::result<void, acp::refusal> read(std::string message, const acp::envelope_limits& most = {}) {
    text = std::move(message);
    return acp::envelope::read(text, most);
  }
  std::string text;
};

acp::refusal refused(std::string_view text) {
  kept_envelope e;
  const auto read = e.read(std::string(text));
  EXPECT_FALSE(read) << text;
  return read ? acp::refusal{} : read.error();
}
bool accepted(std::string_view text) {
  kept_envelope e;
  const auto read = e.read(std::string(text));
  return read.has_value();
}
template <class T>
aval::result<T, acp::refusal> payload(std::string_view type, std::string_view datos) {
  kept_envelope e;
  EXPECT_TRUE(e.read(with("tipo", '"' + std::string(type) + '"', datos)));
  return acp::read_payload<T>(e);
}

}  // namespace

TEST(Envelope, TheExampleOfTheSpecificationIsReadAndWrittenByteForByte) {
  const std::string text =
      R"({"tipo":"SOLICITUD_TAREA","id_mensaje":"6f0d8a52-3c0b-4c57-9a55-0a8e5f1f2b11","origen":"agente_cpp","destino":"agente_py","respuesta_a":null,)"
      R"("timestamp":"2025-01-02T03:04:05.678Z","id_sesion":"b3c7a1de-84a2-4c4e-8f0e-6c1a2d3e4f50","numero_secuencia":1,"requiere_ack":true,)"
      R"("datos":{"descripcion_tarea":"sumar","parametros":{"a":1,"b":2}}})";
  kept_envelope e;
  ASSERT_TRUE(e.read(text));
  EXPECT_EQ(e.tipo, message_type::solicitud_tarea);
  EXPECT_EQ(e.id_mensaje.to_string(), id_a);
  EXPECT_EQ(e.origen, "agente_cpp");
  EXPECT_EQ(e.destino, "agente_py");
  EXPECT_FALSE(e.respuesta_a);
  EXPECT_EQ(e.id_sesion->to_string(), id_b);
  EXPECT_EQ(e.numero_secuencia, 1U);
  EXPECT_TRUE(e.requiere_ack);
  auto task = acp::read_payload<acp::solicitud_tarea>(e);
  ASSERT_TRUE(task);
  EXPECT_EQ(task->descripcion_tarea, "sumar");
  EXPECT_EQ(task->parametros->text(), R"({"a":1,"b":2})");

  const acp::header h{.tipo = e.tipo, .id_mensaje = e.id_mensaje, .origen = e.origen, .destino = e.destino, .timestamp = e.timestamp,
                      .id_sesion = e.id_sesion, .numero_secuencia = 1, .requiere_ack = true};
  std::string typed, raw;
  acp::write_message(typed, h, *task);
  acp::write_message(raw, h, e.datos);
  EXPECT_EQ(typed, text);
  EXPECT_EQ(raw, text);
}

TEST(Envelope, AMessageWithoutPayloadHasAllTenKeysWithNulls) {
  std::string out;
  acp::write_message(out, {.tipo = message_type::heartbeat, .id_mensaje = *acp::id::parse(id_a), .origen = "a\"b", .destino = "\xC3\xB1"});
  EXPECT_EQ(out, R"({"tipo":"HEARTBEAT","id_mensaje":")" + id_a + R"(","origen":"a\"b","destino":")" "\xC3\xB1" R"(","respuesta_a":null,)"
                     R"("timestamp":"1970-01-01T00:00:00.000Z","id_sesion":null,"numero_secuencia":null,"requiere_ack":false,"datos":null})");
  EXPECT_TRUE(accepted(out));
}

TEST(Envelope, FiveKeysAreEnough) {
  kept_envelope e;
  ASSERT_TRUE(e.read(R"({"tipo":"HEARTBEAT","id_mensaje":")" + id_a + R"(","origen":"a","destino":"b","timestamp":"2025-01-02T03:04:05Z"})"));
  EXPECT_FALSE(e.respuesta_a || e.id_sesion || e.numero_secuencia || e.requiere_ack);
  EXPECT_EQ(e.datos, "null");
}

TEST(Envelope, EveryFormMetOnTheWireIsAccepted) {
  for (const char* time : {"2025-01-02T03:04:05.678901+00:00", "2025-01-02T03:04:05+00:00", "2025-01-02T03:04:05.678901Z", "2025-01-02T03:04:05Z", "2025-01-02T03:04:05.678Z",
                           "2025-01-02T03:04:05.123456789z", "2025-01-02T03:04:05-05:30"})
    EXPECT_TRUE(accepted(with("timestamp", '"' + std::string(time) + '"'))) << time;
  EXPECT_TRUE(accepted(with("requiere_ack", "null")));
  EXPECT_TRUE(accepted(with("numero_secuencia", "0")));
  EXPECT_TRUE(accepted(with("datos", "{}")));
  EXPECT_TRUE(accepted(with("datos", R"({"unknown":[1,2,{"x":null}]})")));
  EXPECT_TRUE(accepted(" \n{ \"destino\" : \"peer\" , \"tipo\" : \"ERROR\", \"extra\": [], \"origen\" : \"\\u00f1\", \"id_mensaje\": \"" + id_a +
                       "\", \"timestamp\": \"2025-01-02T03:04:05Z\" } "));
}

TEST(Envelope, ConvertsTimesToUtc) {
  kept_envelope east, west;
  ASSERT_TRUE(east.read(with("timestamp", R"("2025-01-02T05:04:05.5+02:00")")));
  ASSERT_TRUE(west.read(with("timestamp", R"("2025-01-02T03:04:05.500Z")")));
  EXPECT_EQ(east.timestamp, west.timestamp);
}

TEST(Envelope, IdentifiersCompareByValueAndGoBackAsTheyWereSpelled) {
  const std::string loud = "6F0D8A52-3c0b-4C57-9A55-0A8e5f1F2B11";
  kept_envelope e;
  ASSERT_TRUE(e.read(with("id_mensaje", '"' + loud + '"')));
  EXPECT_EQ(e.id_mensaje, *acp::id::parse(id_a));
  EXPECT_EQ(e.id_mensaje.to_string(), loud);
  EXPECT_EQ(std::hash<acp::id>()(e.id_mensaje), std::hash<acp::id>()(*acp::id::parse(id_a)));
}

TEST(Envelope, BothEncodingsOfTextAreDecodedAndALoneSurrogateIsReplaced) {
  kept_envelope e;
  ASSERT_TRUE(e.read(with("origen", R"("\u00f1\ud83d\ude00")")));
  EXPECT_EQ(e.origen, "\xC3\xB1\xF0\x9F\x98\x80");
  ASSERT_TRUE(e.read(with("origen", R"("a\ud83d\u0041\udc00\\ud800")")));
  EXPECT_EQ(e.origen, "a\xEF\xBF\xBD" "A\xEF\xBF\xBD\\ud800");
  ASSERT_TRUE(e.read(with("datos", R"({"x":"\ud800"})")));
  EXPECT_EQ(e.datos, R"({"x":"\ufffd"})");
}

TEST(Envelope, AliasesOfTypesAreReadAsWhatTheyMean) {
  kept_envelope e;
  ASSERT_TRUE(e.read(with("tipo", R"("INIT")")));
  EXPECT_EQ(e.tipo, message_type::session_init);
  ASSERT_TRUE(e.read(with("tipo", R"("ACK")")));
  EXPECT_EQ(e.tipo, message_type::message_ack);
}

TEST(Refusals, WhatIsNoJsonObjectIsAnsweredWithoutAnId) {
  std::string deep = with("datos", std::string(64, '[') + std::string(64, ']'));
  for (const std::string& text : {std::string(), std::string("{"), std::string("[]"), std::string("42"), with("datos", "{}") + "x", with("datos", R"({"a":NaN})"),
                                  with("datos", R"({"a":1e999})"), with("datos", R"({"a":"\x"})"), with("datos", "{\"a\":\"\x01\"}"), with("origen", "\"\xFF\""), deep,
                                  with("datos", R"({"a":1)"), std::string("\xEF\xBB\xBF") + with("", "")}) {
    const acp::refusal no = refused(text);
    EXPECT_EQ(no.code, acp::errc::invalid_message_format) << text;
    EXPECT_FALSE(no.respuesta_a) << text;
    EXPECT_TRUE(no.answer);
  }
  EXPECT_TRUE(accepted(with("datos", R"({"a":)" + std::string(62, '[') + std::string(62, ']') + "}")));
}

TEST(Refusals, ADefectOfOneMemberNamesTheMemberAndTheMessage) {
  const std::pair<const char*, const char*> rows[] = {
      {"tipo", ""}, {"tipo", "null"}, {"tipo", "\"\""}, {"tipo", "5"}, {"origen", ""}, {"origen", "null"}, {"origen", "\"\""}, {"origen", "[]"}, {"destino", ""},
      {"destino", "{}"}, {"timestamp", ""}, {"timestamp", "\"yesterday\""}, {"timestamp", "1735787045"}, {"timestamp", "\"2025-01-02T03:04:05\""},
      {"respuesta_a", "\"1234\""}, {"respuesta_a", "7"}, {"id_sesion", "\"\""}, {"id_sesion", "\"6f0d8a523c0b4c579a550a8e5f1f2b11\""}, {"numero_secuencia", "-1"},
      {"numero_secuencia", "1.0"}, {"numero_secuencia", "\"1\""}, {"numero_secuencia", "1e3"}, {"numero_secuencia", "99999999999999999999"}, {"requiere_ack", "\"true\""},
      {"requiere_ack", "1"}, {"datos", "[]"}, {"datos", "\"x\""}, {"datos", "0"}};
  for (const auto& [name, value] : rows) {
    const acp::refusal no = refused(with(name, value));
    EXPECT_EQ(no.code, acp::errc::invalid_message_format) << name << " " << value;
    ASSERT_TRUE(no.respuesta_a) << name << " " << value;
    EXPECT_EQ(no.respuesta_a->to_string(), id_a);
    EXPECT_TRUE(no.what.starts_with(std::string(name) + ": ")) << no.what;
  }
}

TEST(Refusals, AnUnreadableIdGivesNoAnswerAddress) {
  for (const char* value : {"", "null", "\"1234\"", "\"some_uuid\"", "12", "\"6f0d8a52-3c0b-4c57-9a55-0a8e5f1f2b1g\""}) {
    const acp::refusal no = refused(with("id_mensaje", value));
    EXPECT_EQ(no.code, acp::errc::invalid_message_format) << value;
    EXPECT_FALSE(no.respuesta_a) << value;
  }
}

TEST(Refusals, AnUnknownTypeHasItsOwnCode) {
  const acp::refusal no = refused(with("tipo", "\"INVENTADO\""));
  EXPECT_EQ(no.code, acp::errc::unknown_message_type);
  EXPECT_EQ(no.respuesta_a->to_string(), id_a);
  EXPECT_EQ(acp::wire_code(no.code), "UNKNOWN_MESSAGE_TYPE");
}

TEST(Refusals, AnErrorIsNeverAnsweredWithAnError) {
  for (const char* type : {"\"ERROR\"", "\"MESSAGE_ACK\"", "\"ACK\""}) {
    std::string text = with("tipo", type);
    text.replace(text.find("\"requiere_ack\":true"), 19, "\"requiere_ack\":7");
    EXPECT_FALSE(refused(text).answer) << type;
  }
}

TEST(Refusals, AKeyThatStandsTwiceIsRefusedSoThatNoTwoReadersDisagree) {
  std::string text = with("", "");
  text.insert(text.size() - 1, R"(,"origen":"someone_else")");
  EXPECT_EQ(refused(text).code, acp::errc::invalid_message_format);
}

TEST(Refusals, AMessageOverTheLimitIsTooLargeAndHalfAMegabyteIsNot) {
  EXPECT_TRUE(accepted(with("datos", R"({"x":")" + std::string(512 * 1024, 'x') + "\"}")));
  EXPECT_EQ(refused(with("datos", R"({"x":")" + std::string(1024 * 1024, 'x') + "\"}")).code, acp::errc::message_too_large);
}

TEST(Payloads, RequiredMembersAreRequired) {
  EXPECT_TRUE(payload<acp::registro>("REGISTRO", R"({"uri":"wss://<HOST>:8765"})"));
  for (const char* bad : {"null", "{}", R"({"uri":""})", R"({"uri":7})", R"({"uri":null})"}) {
    const auto no = payload<acp::registro>("REGISTRO", bad);
    ASSERT_FALSE(no) << bad;
    EXPECT_EQ(no.error().code, acp::errc::invalid_message_format);
    EXPECT_EQ(no.error().respuesta_a->to_string(), id_a);
  }
  EXPECT_FALSE(payload<acp::registro>("REGISTRO", R"({"uri":")" + std::string(2049, 'x') + "\"}"));
  EXPECT_FALSE(payload<acp::solicitud_tarea>("SOLICITUD_TAREA", "null"));
  EXPECT_FALSE(payload<acp::solicitud_tarea>("SOLICITUD_TAREA", R"({"descripcion_tarea":"x","parametros":[1]})"));
  EXPECT_FALSE(payload<acp::solicitud_tarea>("SOLICITUD_TAREA", R"({"descripcion_tarea":"x","timeout_sugerido_seg":"5"})"));
  EXPECT_TRUE(payload<acp::solicitud_tarea>("SOLICITUD_TAREA", R"({"descripcion_tarea":"x","parametros":null,"timeout_sugerido_seg":null,"more":1})"));
  EXPECT_FALSE(payload<acp::respuesta_tarea>("RESPUESTA_TAREA", "{}"));
  EXPECT_FALSE(payload<acp::session_reject>("SESSION_REJECT", R"({"codigo_error":503})"));
  EXPECT_FALSE(payload<acp::session_reject>("SESSION_REJECT", R"({"motivo":"x","codigo_error":"503"})"));
  EXPECT_FALSE(payload<acp::flow_control>("FLOW_CONTROL", R"({"accion":"STOP"})"));
  EXPECT_FALSE(payload<acp::capability_announce>("CAPABILITY_ANNOUNCE", R"({"payload":{}})"));
  EXPECT_FALSE(payload<acp::error_report>("ERROR", R"({"codigo_error":404})").error().answer);
}

TEST(Payloads, EmptyAndNullAreTheSame) {
  for (const char* datos : {"null", "{}"}) {
    EXPECT_TRUE(payload<acp::session_init>("SESSION_INIT", datos));
    EXPECT_TRUE(payload<acp::session_close>("SESSION_CLOSE", datos));
  }
  const auto init = payload<acp::session_init>("SESSION_INIT", R"({"proposito":null,"requisitos":{"timeout_min":5,"required_capability":"x","more":[]}})");
  EXPECT_EQ(init->requisitos->timeout_min, 5);
  EXPECT_EQ(init->requisitos->required_capability, "x");
}

TEST(Payloads, AnyResultIsKeptAsItsText) {
  for (const char* value : {R"({"total":3})", "\"Python task done!\"", "[1,2]", "7", "true"}) {
    const auto answer = payload<acp::respuesta_tarea>("RESPUESTA_TAREA", R"({"estado":"exito","resultado":)" + std::string(value) + "}");
    ASSERT_TRUE(answer) << value;
    EXPECT_EQ(answer->resultado->text(), value);
  }
}

TEST(Payloads, NamesOfAnOlderDraftAreRead) {
  EXPECT_EQ(payload<acp::flow_control>("FLOW_CONTROL", R"({"action":"RESUME"})")->accion, "RESUME");
  const std::string name = "6f0d8a52-3c0b-4c57-9a55-0a8e5f1f2b11";
  auto error = payload<acp::error_report>("ERROR", R"({"code":"X","message":"why","original_message_id":")" + name + "\"}");
  EXPECT_EQ(error->codigo_error + error->mensaje_error, "Xwhy");
  EXPECT_EQ(error->original, acp::id::parse(name));
  EXPECT_EQ(json::write(*error), R"({"codigo_error":"X","mensaje_error":"why"})") << "never written";
  for (const char* odd : {"\"1\"", "7", "{\"a\":[]}", "null"}) {
    error = payload<acp::error_report>("ERROR", R"({"code":"X","original_message_id":)" + std::string(odd) + "}");
    ASSERT_TRUE(error) << odd;
    EXPECT_FALSE(error->original) << odd;
  }
  const auto able = payload<acp::capability_announce>("CAPABILITY_ANNOUNCE", R"({"version":"1.1","capabilities":["a","b"]})");
  EXPECT_EQ(able->capacidades.size(), 2U);
}

TEST(Payloads, AreWrittenWithTheirWireNames) {
  acp::capability_announce able;
  able.capacidades = {"sumar"};
  EXPECT_EQ(json::write(able), R"({"version_protocolo":"1.1","capacidades":["sumar"]})");
  EXPECT_EQ(json::write(acp::error_report{.codigo_error = "X", .mensaje_error = "why"}), R"({"codigo_error":"X","mensaje_error":"why"})");
  EXPECT_EQ(json::write(acp::session_reject{.motivo = "full", .codigo_error = 503}), R"({"motivo":"full","codigo_error":503})");
}

TEST(Quirks, Q17HeaderValuesInThePayloadAreLiftedWhenAskedTo) {
  kept_envelope e;
  std::string storage;
  ASSERT_TRUE(e.read(R"({"tipo":"ACK_REGISTRO","id_mensaje":")" + id_a + R"(","origen":"agente_ruby","destino":"x","timestamp":"2025-01-02T03:04:05Z","respuesta_a":null,"datos":{"respuesta_a":")" + id_b + "\"}}"));
  acp::lift_misplaced(e, storage);
  ASSERT_TRUE(e.respuesta_a);
  EXPECT_EQ(e.respuesta_a->to_string(), id_b);
  ASSERT_TRUE(e.read(R"({"tipo":"REGISTRO","id_mensaje":")" + id_a + R"(","origen":"agente_ruby","destino":"x","timestamp":"2025-01-02T03:04:05Z","datos":{"payload":{"uri":"wss://h"},"num_secuencia":4,"requiere_ack":true}})"));
  EXPECT_FALSE(acp::read_payload<acp::registro>(e));
  acp::lift_misplaced(e, storage);
  EXPECT_EQ(acp::read_payload<acp::registro>(e)->uri, "wss://h");
  EXPECT_EQ(e.numero_secuencia, 4U);
  EXPECT_TRUE(e.requiere_ack);
}

TEST(Quirks, Q18AnEmptyObjectIsNoPayloadButIdsStayUuids) {
  EXPECT_TRUE(payload<acp::session_init>("SESSION_INIT", "{}"));
  EXPECT_FALSE(refused(with("id_mensaje", "\"1234\"")).respuesta_a);
}

TEST(Ids, AreRandomVersionFourAndLowerCase) {
  acp::id_source ids;
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string text = ids.next().to_string();
    EXPECT_EQ(text[14], '4');
    EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos);
    EXPECT_EQ(text.find_first_of("ABCDEF"), std::string::npos);
    EXPECT_TRUE(seen.insert(text).second);
  }
}

TEST(Errors, WireCodesGoBothWaysAndUnknownOnesAreGeneric) {
  for (const auto e : {acp::errc::invalid_message_format, acp::errc::session_not_found, acp::errc::task_execution_failed, acp::errc::rate_limit_exceeded, acp::errc::auth_failed,
                       acp::errc::unknown_message_type, acp::errc::not_registered, acp::errc::agent_not_found, acp::errc::message_too_large, acp::errc::internal_error})
    EXPECT_EQ(acp::parse_wire_code(acp::wire_code(e)), e);
  EXPECT_EQ(acp::parse_wire_code("SOMETHING_ELSE"), acp::errc::peer_error);
  EXPECT_EQ(std::error_code(acp::errc::connection_lost), aval::condition::unreachable);
}
