// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

// Reading and writing JSON against nlohmann/json, RapidJSON and simdjson: the same texts, the same structs, everybody checks UTF-8.
// Rounds of all contestants alternate in one run, so that ratios hold on a busy machine; what was read is checked inside the loop.
//
//   benchmark_json [--json] [--smoke] [--rounds N]

#include "aval/json/read.hpp"
#include "aval/json/write.hpp"

#include <nlohmann/json.hpp>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#include <simdjson.h>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "allocations.hpp"
#include "measure.hpp"

namespace {

bench::counter allocated{0};

// ---- what is read and written --------------------------------------------------------------------------------------------------------

struct parameters {
  int a = 0;
  int b = 0;
};
struct content {
  std::string descripcion_tarea = {};
  parameters parametros = {};
};
struct envelope {
  std::string tipo = {};
  std::string id_mensaje = {};
  std::string origen = {};
  std::string destino = {};
  std::string id_conversacion = {};
  std::string marca_tiempo = {};
  int numero_secuencia = 0;
  int prioridad = 0;
  content datos = {};
};

struct details {
  std::string verification_id = {};
  double trust_score = 0;
  bool auto_approved = false;
  std::string note = {};
};
struct record {
  std::string id = {};
  std::string organization_id = {};
  std::string agent_id = {};
  std::string action = {};
  std::string resource_type = {};
  std::string resource = {};
  std::string status = {};
  std::string timestamp = {};
  int sequence = 0;
  double duration_ms = 0;
  details metadata = {};
};
using records = std::vector<record>;

envelope make_envelope() {
  return {.tipo = "SOLICITUD_TAREA", .id_mensaje = "6f0d8a52-3c0b-4c57-9a55-0a8e5f1f2b11", .origen = "agente_cpp", .destino = "agente_py",
          .id_conversacion = "0c7f6c1e-9d3a-4e0f-8a44-27b1c96f5e10", .marca_tiempo = "2026-11-20T19:36:44.038163Z", .numero_secuencia = 1042, .prioridad = 5,
          .datos = {.descripcion_tarea = "sumar dos numeros y contestar", .parametros = {.a = 17, .b = 25}}};
}

records make_records() {
  records out;
  const char* actions[] = {"read_database", "send_email", "get_weather", "delete_user"};
  for (int i = 0; i < 208; ++i) {
    char id[48], other[48];
    std::snprintf(id, sizeof id, "%08x-3c0b-4c57-9a55-0a8e5f1f%04x", 0x6f0d8a52U + static_cast<unsigned>(i) * 2654435761U, i & 0xFFFF);
    std::snprintf(other, sizeof other, "%08x-aaaa-4bbb-8ccc-dddddddd%04x", static_cast<unsigned>(i) * 40503U, i & 0xFFFF);
    record r{.id = id, .organization_id = "11111111-2222-4333-8444-555555555555", .agent_id = "99999999-aaaa-4bbb-8ccc-dddddddddddd",
             .action = actions[i % 4], .resource_type = "agent_action", .resource = "customers/" + std::to_string(1000 + i * 37),
             .status = i % 9 == 0 ? "denied" : "approved", .timestamp = "2026-11-20T19:36:44.038163Z", .sequence = 100000 + i,
             .duration_ms = static_cast<double>(i % 50) * 0.25 + 3.125,
             .metadata = {.verification_id = other, .trust_score = 0.907 - static_cast<double>(i % 100) / 1000, .auto_approved = i % 3 != 0,
                          .note = i % 25 == 0 ? "donn\xC3\xA9" "es \"priv\xC3\xA9" "es\"" : "approved by policy default"}};
    out.push_back(std::move(r));
  }
  return out;
}

// a cheap sum over everything, so that nobody gets away with reading half
std::size_t sum(const envelope& e) {
  return e.tipo.size() + e.id_mensaje.size() * 3 + e.origen.size() * 5 + e.destino.size() * 7 + e.id_conversacion.size() + e.marca_tiempo.size() +
         static_cast<std::size_t>(e.numero_secuencia + e.prioridad + e.datos.parametros.a * 11 + e.datos.parametros.b * 13) + e.datos.descripcion_tarea.size();
}
std::size_t sum(const records& list) {
  std::size_t n = list.size();
  for (const record& r : list)
    n += r.id.size() + r.organization_id.size() * 3 + r.agent_id.size() + r.action.size() * 5 + r.resource_type.size() + r.resource.size() * 7 + r.status.size() +
         r.timestamp.size() + static_cast<std::size_t>(r.sequence) + static_cast<std::size_t>(r.duration_ms * 4) + r.metadata.verification_id.size() +
         static_cast<std::size_t>(r.metadata.trust_score * 1000 + 0.5) + (r.metadata.auto_approved ? 1U : 0U) + r.metadata.note.size() * 17;
  return n;
}

// ---- nlohmann --------------------------------------------------------------------------------------------------------------------------

void read_nlohmann(const std::string& text, envelope& e) {
  const nlohmann::json j = nlohmann::json::parse(text);
  j.at("tipo").get_to(e.tipo), j.at("id_mensaje").get_to(e.id_mensaje), j.at("origen").get_to(e.origen), j.at("destino").get_to(e.destino);
  j.at("id_conversacion").get_to(e.id_conversacion), j.at("marca_tiempo").get_to(e.marca_tiempo);
  j.at("numero_secuencia").get_to(e.numero_secuencia), j.at("prioridad").get_to(e.prioridad);
  const auto& d = j.at("datos");
  d.at("descripcion_tarea").get_to(e.datos.descripcion_tarea);
  d.at("parametros").at("a").get_to(e.datos.parametros.a), d.at("parametros").at("b").get_to(e.datos.parametros.b);
}
void read_nlohmann(const std::string& text, records& list) {
  const nlohmann::json j = nlohmann::json::parse(text);
  list.resize(j.size());
  std::size_t i = 0;
  for (const auto& o : j) {
    record& r = list[i++];
    o.at("id").get_to(r.id), o.at("organization_id").get_to(r.organization_id), o.at("agent_id").get_to(r.agent_id), o.at("action").get_to(r.action);
    o.at("resource_type").get_to(r.resource_type), o.at("resource").get_to(r.resource), o.at("status").get_to(r.status);
    o.at("timestamp").get_to(r.timestamp), o.at("sequence").get_to(r.sequence), o.at("duration_ms").get_to(r.duration_ms);
    const auto& m = o.at("metadata");
    m.at("verification_id").get_to(r.metadata.verification_id), m.at("trust_score").get_to(r.metadata.trust_score);
    m.at("auto_approved").get_to(r.metadata.auto_approved), m.at("note").get_to(r.metadata.note);
  }
}
void write_nlohmann(const envelope& e, std::string& out) {
  out = nlohmann::json{{"tipo", e.tipo}, {"id_mensaje", e.id_mensaje}, {"origen", e.origen}, {"destino", e.destino}, {"id_conversacion", e.id_conversacion},
                       {"marca_tiempo", e.marca_tiempo}, {"numero_secuencia", e.numero_secuencia}, {"prioridad", e.prioridad},
                       {"datos", {{"descripcion_tarea", e.datos.descripcion_tarea}, {"parametros", {{"a", e.datos.parametros.a}, {"b", e.datos.parametros.b}}}}}}
            .dump();
}
void write_nlohmann(const records& list, std::string& out) {
  nlohmann::json j = nlohmann::json::array();
  for (const record& r : list)
    j.push_back({{"id", r.id}, {"organization_id", r.organization_id}, {"agent_id", r.agent_id}, {"action", r.action}, {"resource_type", r.resource_type},
                 {"resource", r.resource}, {"status", r.status}, {"timestamp", r.timestamp}, {"sequence", r.sequence}, {"duration_ms", r.duration_ms},
                 {"metadata", {{"verification_id", r.metadata.verification_id}, {"trust_score", r.metadata.trust_score},
                               {"auto_approved", r.metadata.auto_approved}, {"note", r.metadata.note}}}});
  out = j.dump();
}

// ---- RapidJSON -------------------------------------------------------------------------------------------------------------------------

void take(const rapidjson::Value& o, const char* name, std::string& out) {
  const auto& v = o.FindMember(name)->value;
  out.assign(v.GetString(), v.GetStringLength());
}
void read_rapidjson(const std::string& text, envelope& e) {
  rapidjson::Document d;
  d.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  if (d.HasParseError()) std::abort();
  take(d, "tipo", e.tipo), take(d, "id_mensaje", e.id_mensaje), take(d, "origen", e.origen), take(d, "destino", e.destino);
  take(d, "id_conversacion", e.id_conversacion), take(d, "marca_tiempo", e.marca_tiempo);
  e.numero_secuencia = d["numero_secuencia"].GetInt(), e.prioridad = d["prioridad"].GetInt();
  const auto& c = d["datos"];
  take(c, "descripcion_tarea", e.datos.descripcion_tarea);
  e.datos.parametros.a = c["parametros"]["a"].GetInt(), e.datos.parametros.b = c["parametros"]["b"].GetInt();
}
void read_rapidjson(const std::string& text, records& list) {
  rapidjson::Document d;
  d.Parse<rapidjson::kParseValidateEncodingFlag>(text.data(), text.size());
  if (d.HasParseError()) std::abort();
  list.resize(d.Size());
  std::size_t i = 0;
  for (const auto& o : d.GetArray()) {
    record& r = list[i++];
    take(o, "id", r.id), take(o, "organization_id", r.organization_id), take(o, "agent_id", r.agent_id), take(o, "action", r.action);
    take(o, "resource_type", r.resource_type), take(o, "resource", r.resource), take(o, "status", r.status), take(o, "timestamp", r.timestamp);
    r.sequence = o["sequence"].GetInt(), r.duration_ms = o["duration_ms"].GetDouble();
    const auto& m = o["metadata"];
    take(m, "verification_id", r.metadata.verification_id), take(m, "note", r.metadata.note);
    r.metadata.trust_score = m["trust_score"].GetDouble(), r.metadata.auto_approved = m["auto_approved"].GetBool();
  }
}
using rapid_writer =
    rapidjson::Writer<rapidjson::StringBuffer, rapidjson::UTF8<>, rapidjson::UTF8<>, rapidjson::CrtAllocator, rapidjson::kWriteValidateEncodingFlag>;
void put(rapid_writer& w, const char* name, const std::string& s) {
  w.Key(name, static_cast<rapidjson::SizeType>(std::strlen(name)));
  w.String(s.data(), static_cast<rapidjson::SizeType>(s.size()));
}
void write_rapidjson(const envelope& e, rapidjson::StringBuffer& buffer) {
  rapid_writer w(buffer);
  w.StartObject();
  put(w, "tipo", e.tipo), put(w, "id_mensaje", e.id_mensaje), put(w, "origen", e.origen), put(w, "destino", e.destino);
  put(w, "id_conversacion", e.id_conversacion), put(w, "marca_tiempo", e.marca_tiempo);
  w.Key("numero_secuencia"), w.Int(e.numero_secuencia), w.Key("prioridad"), w.Int(e.prioridad);
  w.Key("datos"), w.StartObject(), put(w, "descripcion_tarea", e.datos.descripcion_tarea), w.Key("parametros"), w.StartObject();
  w.Key("a"), w.Int(e.datos.parametros.a), w.Key("b"), w.Int(e.datos.parametros.b);
  w.EndObject(), w.EndObject(), w.EndObject();
}
void write_rapidjson(const records& list, rapidjson::StringBuffer& buffer) {
  rapid_writer w(buffer);
  w.StartArray();
  for (const record& r : list) {
    w.StartObject();
    put(w, "id", r.id), put(w, "organization_id", r.organization_id), put(w, "agent_id", r.agent_id), put(w, "action", r.action);
    put(w, "resource_type", r.resource_type), put(w, "resource", r.resource), put(w, "status", r.status), put(w, "timestamp", r.timestamp);
    w.Key("sequence"), w.Int(r.sequence), w.Key("duration_ms"), w.Double(r.duration_ms);
    w.Key("metadata"), w.StartObject(), put(w, "verification_id", r.metadata.verification_id), w.Key("trust_score"), w.Double(r.metadata.trust_score);
    w.Key("auto_approved"), w.Bool(r.metadata.auto_approved), put(w, "note", r.metadata.note), w.EndObject();
    w.EndObject();
  }
  w.EndArray();
}

// ---- simdjson, on demand, in document order (its fastest way) ----------------------------------------------------------------------------

namespace od = simdjson::ondemand;
template <class O>
void take(O&& o, std::string_view name, std::string& out) {
  out.assign(std::string_view(o.find_field(name).get_string()));
}
template <class O>
int take_int(O&& o, std::string_view name) {
  return static_cast<int>(std::int64_t(o.find_field(name).get_int64()));
}
void read_simdjson(od::parser& parser, const simdjson::padded_string& text, envelope& e) {
  od::document d = parser.iterate(text);
  od::object o = d.get_object();
  take(o, "tipo", e.tipo), take(o, "id_mensaje", e.id_mensaje), take(o, "origen", e.origen), take(o, "destino", e.destino);
  take(o, "id_conversacion", e.id_conversacion), take(o, "marca_tiempo", e.marca_tiempo);
  e.numero_secuencia = take_int(o, "numero_secuencia"), e.prioridad = take_int(o, "prioridad");
  od::object c = o.find_field("datos").get_object();
  take(c, "descripcion_tarea", e.datos.descripcion_tarea);
  od::object p = c.find_field("parametros").get_object();
  e.datos.parametros.a = take_int(p, "a"), e.datos.parametros.b = take_int(p, "b");
}
void read_simdjson(od::parser& parser, const simdjson::padded_string& text, records& list) {
  od::document d = parser.iterate(text);
  std::size_t i = 0;
  for (auto item : d.get_array()) {
    od::object o = item.get_object();
    if (i == list.size()) list.emplace_back();
    record& r = list[i++];
    take(o, "id", r.id), take(o, "organization_id", r.organization_id), take(o, "agent_id", r.agent_id), take(o, "action", r.action);
    take(o, "resource_type", r.resource_type), take(o, "resource", r.resource), take(o, "status", r.status), take(o, "timestamp", r.timestamp);
    r.sequence = take_int(o, "sequence"), r.duration_ms = double(o.find_field("duration_ms").get_double());
    od::object m = o.find_field("metadata").get_object();
    take(m, "verification_id", r.metadata.verification_id);
    r.metadata.trust_score = double(m.find_field("trust_score").get_double()), r.metadata.auto_approved = bool(m.find_field("auto_approved").get_bool());
    take(m, "note", r.metadata.note);
  }
  list.resize(i);
}

// ---- measuring -------------------------------------------------------------------------------------------------------------------------

double now(clockid_t id) { return bench::microseconds(id) * 1e3; }  // nanoseconds

struct contestant {
  const char* name;
  std::function<std::size_t()> once;  // returns the sum, or the size of what was written
  std::size_t expected = 0;
  double cpu = 0, wall = 0;  // nanoseconds, the median of the rounds
  std::vector<double> cpu_rounds = {}, wall_rounds = {};
};

void measure(std::vector<contestant>& all, int rounds, double budget_ns) {
  std::vector<std::size_t> repeats;
  for (auto& c : all) {
    const double start = now(CLOCK_PROCESS_CPUTIME_ID);
    for (int i = 0; i < 10; ++i)
      if (c.once() != c.expected) std::fprintf(stderr, "%s: wrong result %zu, expected %zu\n", c.name, c.once(), c.expected), std::exit(1);
    repeats.push_back(static_cast<std::size_t>(budget_ns / ((now(CLOCK_PROCESS_CPUTIME_ID) - start) / 10)) + 1);
  }
  for (int round = 0; round < rounds; ++round) {
    for (std::size_t k = 0; k < all.size(); ++k) {
      auto& c = all[k];
      const double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
      for (std::size_t i = 0; i < repeats[k]; ++i)
        if (c.once() != c.expected) std::fprintf(stderr, "%s: wrong result\n", c.name), std::exit(1);
      c.cpu_rounds.push_back((now(CLOCK_PROCESS_CPUTIME_ID) - cpu) / static_cast<double>(repeats[k]));
      c.wall_rounds.push_back((now(CLOCK_MONOTONIC) - wall) / static_cast<double>(repeats[k]));
    }
  }
  for (auto& c : all) {
    c.cpu = bench::median(c.cpu_rounds);
    c.wall = bench::median(c.wall_rounds);
  }
}

struct comparison {
  std::string name;
  double ratio, wall_ratio, goal;
  bool at_most;
};

// the members of each object in another order than they are declared, the same for every record
std::string shuffled(std::string_view text) {
  aval::json::value v = aval::json::parse(text).value();
  const std::function<void(aval::json::value&)> turn = [&](aval::json::value& x) {
    if (x.is_object()) {
      auto& members = x.as_object();
      std::size_t state = 7;
      for (std::size_t i = members.size(); i > 1; --i) state = state * 1103515245 + 12345, std::swap(members[i - 1], members[(state >> 8) % i]);
      for (auto& m : members) turn(m.value);
    } else if (x.is_array()) {
      for (auto& item : x.as_array()) turn(item);
    }
  };
  turn(v);
  return aval::json::write(v);
}

std::vector<comparison> comparisons;
std::vector<std::pair<std::string, contestant>> figures;
bool allocation_free = true;

template <class T>
void run(const char* subject, const T& original, int rounds, double budget, double simd_goal, double rapid_goal, double nlohmann_goal) {
  const std::string text = aval::json::write(original), other_order = shuffled(text);
  const simdjson::padded_string padded(text);
  od::parser parser;
  T ours, fresh_order, theirs1, theirs2, theirs3;
  const std::size_t expected = sum(original);

  std::vector<contestant> readers;
  readers.push_back({"aval", [&] { return aval::json::read_into(ours, text) ? sum(ours) : 0; }, expected});
  readers.push_back({"aval, new object", [&] { return sum(aval::json::read<T>(text).value()); }, expected});
  readers.push_back({"aval, members shuffled", [&] { return aval::json::read_into(fresh_order, other_order) ? sum(fresh_order) : 0; }, expected});
  readers.push_back({"simdjson", [&] { return read_simdjson(parser, padded, theirs1), sum(theirs1); }, expected});
  readers.push_back({"RapidJSON", [&] { return read_rapidjson(text, theirs2), sum(theirs2); }, expected});
  readers.push_back({"nlohmann", [&] { return read_nlohmann(text, theirs3), sum(theirs3); }, expected});
  measure(readers, rounds, budget);
  for (const auto* t : {&ours, &fresh_order, &theirs1, &theirs2, &theirs3})
    if (aval::json::write(*t) != text) std::fprintf(stderr, "%s: a contestant read something else\n", subject), std::exit(1);
  const std::size_t before = allocated;
  if (!aval::json::read_into(ours, text)) std::exit(1);
  if (allocated != before) allocation_free = false;

  const std::string s = std::string(subject) + " read";
  const auto compare = [&](const std::string& what, const contestant& a, const contestant& b, double goal) {
    comparisons.push_back({what, a.cpu / b.cpu, a.wall / b.wall, goal, false});
  };
  compare(s + ": simdjson / aval", readers[3], readers[0], simd_goal);
  compare(s + ": RapidJSON / aval", readers[4], readers[0], rapid_goal);
  compare(s + ": nlohmann / aval", readers[5], readers[0], nlohmann_goal);
  comparisons.push_back({s + ": shuffled / in order", readers[2].cpu / readers[0].cpu, readers[2].wall / readers[0].wall, 2.5, true});
  for (auto& c : readers) figures.emplace_back(s, c);

  std::string out1, out3;
  rapidjson::StringBuffer out2;
  std::vector<contestant> writers;
  writers.push_back({"aval", [&] { return out1.clear(), aval::json::write_to(out1, original), out1.size(); }, text.size()});
  writers.push_back({"aval, new string", [&] { return aval::json::write(original).size(); }, text.size()});
  write_rapidjson(original, out2);
  const std::size_t rapid_size = out2.GetSize();
  writers.push_back({"RapidJSON", [&] { return out2.Clear(), write_rapidjson(original, out2), out2.GetSize(); }, rapid_size});
  write_nlohmann(original, out3);
  const std::size_t nlohmann_size = out3.size();
  writers.push_back({"nlohmann", [&] { return write_nlohmann(original, out3), out3.size(); }, nlohmann_size});
  measure(writers, rounds, budget);
  T back1, back2;
  if (!aval::json::read_into(back1, std::string_view(out2.GetString(), out2.GetSize())) || !aval::json::read_into(back2, out3) ||
      aval::json::write(back1) != text || aval::json::write(back2) != text)
    std::fprintf(stderr, "%s: a contestant wrote something else\n", subject), std::exit(1);
  const std::string w = std::string(subject) + " write";
  compare(w + ": RapidJSON / aval", writers[2], writers[0], 4);
  compare(w + ": nlohmann / aval", writers[3], writers[0], 18);
  for (auto& c : writers) figures.emplace_back(w, c);
  std::fprintf(stderr, "%s: %zu bytes\n", subject, text.size());
}

const char* compiler() {
#if defined(__clang__)
  return "clang " __clang_version__;
#else
  return "g++ " __VERSION__;
#endif
}

}  // namespace

int main(int argc, char** argv) {
  const auto a = bench::parse_arguments(argc, argv, 31);
  const int rounds = static_cast<int>(a.rounds);
  bench::allocations = &allocated;
  const double budget = a.smoke ? 1e6 : 1e7;
  run("envelope", make_envelope(), rounds, budget, 1.6, 6, 18);
  run("array", make_records(), rounds, budget, 1.1, 3, 9);

  if (a.json) {
    aval::json::value out = aval::json::object({{"benchmark", "json"}, {"compiler", compiler()}, {"rounds", rounds}});
    for (const auto& [subject, c] : figures)
      out["nanoseconds"].push_back(aval::json::object({{"subject", subject}, {"who", c.name}, {"cpu", c.cpu}, {"wall", c.wall}}));
    for (const auto& c : comparisons)
      out["ratios"].push_back(aval::json::object({{"name", c.name}, {"cpu", c.ratio}, {"wall", c.wall_ratio}, {c.at_most ? "at_most" : "at_least", c.goal},
                                                  {"met", c.at_most ? c.ratio <= c.goal : c.ratio >= c.goal}}));
    out["no_allocation_on_rereading"] = allocation_free;
    std::puts(aval::json::write_pretty(out).c_str());
  } else {
    std::printf("%s, median of %d rounds\n", compiler(), rounds);
    for (const auto& [subject, c] : figures) std::printf("%-16s %-24s %12.1f ns cpu %12.1f ns wall\n", subject.c_str(), c.name, c.cpu, c.wall);
    for (const auto& c : comparisons)
      std::printf("%-36s %6.2f cpu %6.2f wall   goal %s %.2f  %s\n", c.name.c_str(), c.ratio, c.wall_ratio, c.at_most ? "<=" : ">=", c.goal,
                  (c.at_most ? c.ratio <= c.goal : c.ratio >= c.goal) ? "met" : "missed");
    std::printf("reading again into the same object allocates: %s\n", allocation_free ? "nothing" : "something");
  }
  return 0;
}
