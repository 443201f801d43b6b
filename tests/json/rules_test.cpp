// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <variant>
#include <vector>

#include "aval/json.hpp"

namespace demo {

struct paging {
  int limit = 50;
  int offset = 0;
};

struct listing {
  std::string agent_id = {};
  std::string cache = "mine";
  demo::paging paging = {};
  std::optional<std::string> next_page = {};
  std::map<std::string, aval::json::value> others = {};
};

struct celsius {
  double degrees = 0;
  explicit celsius(double d = 0) : degrees(d) {}
};

enum class status { active, pending_approval, revoked };

struct strict {
  std::string id = {};
  std::optional<int> size = {};
  std::string note = "none";
  static constexpr auto json_rules = aval::json::rules(aval::json::all_required(), aval::json::defaulted("note"));
};

struct circle {
  double radius = 0;
  static constexpr auto json_rules = aval::json::rules(aval::json::tag("type", "circle"));
};
struct box {
  double width = 0;
  double height = 0;
  static constexpr auto json_rules = aval::json::rules(aval::json::tag("type", "box"));
};
using shape = std::variant<circle, box>;

struct text_error {
  std::string error = {};
};
struct coded_error {
  std::string error = {};
  int code = 0;
};
using answer_error = std::variant<coded_error, text_error, std::string>;

}  // namespace demo

template <>
struct aval::json::fields<demo::listing> {
  static constexpr auto rules = aval::json::rules(aval::json::rename("agent_id", "agent"), aval::json::skip("cache"), aval::json::flatten("paging"),
                                                  aval::json::flatten("others"), aval::json::camel_case());
};
template <>
struct aval::json::fields<demo::celsius> {
  static double to_json(const demo::celsius& c) { return c.degrees; }
  static std::optional<demo::celsius> from_json(double d) { return d < -273.15 ? std::optional<demo::celsius>() : demo::celsius(d); }
};
template <>
struct aval::json::fields<demo::status> {
  static constexpr auto rules = aval::json::rules(aval::json::rename("pending_approval", "pending-approval"));
};

namespace {

namespace json = aval::json;
using namespace demo;

template <class T>
std::error_code code(std::string_view text) {
  const auto r = json::read<T>(text);
  return r ? std::error_code{} : r.error().code;
}

TEST(Rules, RenameSkipFlattenAndTheRestWorkTogetherInBothDirections) {
  const auto r = json::read<listing>(R"({"agent":"a1","limit":10,"nextPage":"p2","cache":"theirs","offset":20,"extra":[1]})");
  ASSERT_TRUE(r) << r.error().message();
  EXPECT_EQ(r->agent_id, "a1");
  EXPECT_EQ(r->cache, "mine");
  EXPECT_EQ(r->paging.limit, 10);
  EXPECT_EQ(r->paging.offset, 20);
  EXPECT_EQ(r->next_page, "p2");
  ASSERT_EQ(r->others.size(), 2U);
  EXPECT_EQ(json::write(r->others.at("extra")), "[1]");
  EXPECT_EQ(json::write(*r), R"({"agent":"a1","limit":10,"offset":20,"nextPage":"p2","cache":"theirs","extra":[1]})");
}

TEST(Rules, TheRestRefusesADuplicateTooAndStartsEmptyWhenReadAgain) {
  EXPECT_EQ(code<listing>(R"({"x":1,"x":2})"), json::errc::duplicate_member);
  listing l;
  ASSERT_TRUE(json::read_into(l, R"({"x":1})"));
  ASSERT_TRUE(json::read_into(l, R"({"y":1})"));
  EXPECT_EQ(l.others.count("x"), 0U);
}

TEST(Rules, ARequiredMemberThatIsMissingIsNamed) {
  const auto r = json::read<strict>(R"({"size":1})");
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().code, json::errc::missing_member);
  EXPECT_EQ(r.error().path, "/id");
  EXPECT_TRUE(json::read<strict>(R"({"id":"x"})"));
  EXPECT_EQ(json::read<strict>(R"({"id":"x"})")->note, "none");
}

TEST(Rules, ATypeMayHaveATextOrNumberFormOfItsOwn) {
  EXPECT_EQ(json::read<std::vector<celsius>>("[20.5,-1]").value()[0].degrees, 20.5);
  EXPECT_EQ(code<celsius>("-300"), json::errc::unknown_value);
  EXPECT_EQ(json::write(celsius(21)), "21.0");
}

TEST(Rules, EnumeratorsAreNamesWithOptionalRenaming) {
  EXPECT_EQ(json::read<status>(R"("pending-approval")").value(), status::pending_approval);
  EXPECT_EQ(json::read<status>(R"("rev\u006fked")").value(), status::revoked);
  EXPECT_EQ(code<status>(R"("pending_approval")"), json::errc::unknown_value);
  EXPECT_EQ(code<status>("1"), json::errc::wrong_type);
  EXPECT_EQ(json::write(status::pending_approval), R"("pending-approval")");
  EXPECT_THROW(json::write(static_cast<status>(99)), std::system_error);
}

TEST(Variant, ATagChoosesTheAlternativeWhereverItStands) {
  for (const char* text : {R"({"type":"box","width":2,"height":3})", R"({"width":2,"height":3,"type":"box"})", R"({ "type" : "b\u006fx", "height":3 , "width":2})"}) {
    const auto r = json::read<shape>(text);
    ASSERT_TRUE(r) << text << ": " << r.error().message();
    ASSERT_EQ(r->index(), 1U) << text;
    EXPECT_EQ(std::get<box>(*r).height, 3) << text;
  }
  EXPECT_EQ(json::write(shape(circle{1.5})), R"({"type":"circle","radius":1.5})");
  EXPECT_EQ(code<shape>(R"({"type":"triangle"})"), json::errc::unknown_value);
  EXPECT_EQ(code<shape>(R"({"radius":1})"), json::errc::unknown_value);
  EXPECT_EQ(code<shape>("3"), json::errc::wrong_type);
  EXPECT_EQ(code<circle>(R"({"type":"box","radius":1})"), json::errc::unknown_value);
}

TEST(Variant, TheShapeChoosesAmongTextNumberAndStructs) {
  EXPECT_EQ(json::read<answer_error>(R"("plain")")->index(), 2U);
  EXPECT_EQ(json::read<answer_error>(R"({"error":"e"})")->index(), 1U);
  EXPECT_EQ(json::read<answer_error>(R"({"error":"e","code":4,"request":"r"})")->index(), 0U);
  using number = std::variant<std::monostate, std::int64_t, double, bool>;
  EXPECT_EQ(json::read<number>("null")->index(), 0U);
  EXPECT_EQ(json::read<number>("12")->index(), 1U);
  EXPECT_EQ(json::read<number>("12.5")->index(), 2U);
  EXPECT_EQ(json::read<number>("99999999999999999999")->index(), 2U);
  EXPECT_EQ(json::read<number>("true")->index(), 3U);
  EXPECT_EQ(code<number>("tru"), json::errc::wrong_type);
  EXPECT_EQ(code<answer_error>(R"({"error":)"), json::errc::unexpected_end);
}

struct nested_choice;
using choice = std::variant<std::string, std::unique_ptr<nested_choice>>;
struct nested_choice {
  std::vector<choice> items = {};
};
TEST(Variant, HostileNestingOfAlternativesIsReadOnce) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += R"({"items":[)";
  text += "7";  // fits nothing, at the deepest place
  EXPECT_FALSE(json::read<nested_choice>(text));
}

TEST(Options, DuplicateMembersAreRefusedOrTheLastWins) {
  constexpr json::read_options last{.duplicates = json::duplicates::last_wins};
  EXPECT_EQ(code<paging>(R"({"limit":1,"offset":2,"limit":3})"), json::errc::duplicate_member);
  EXPECT_EQ(code<paging>(R"({"limit":1,"limit":3})"), json::errc::duplicate_member);
  EXPECT_EQ((json::read<paging, last>(R"({"limit":1,"offset":2,"limit":3})"))->limit, 3);
  using map = std::map<std::string, int>;
  EXPECT_EQ(code<map>(R"({"a":1,"b":2,"a":3})"), json::errc::duplicate_member);
  EXPECT_EQ((json::read<map, last>(R"({"a":1,"b":2,"a":3})"))->at("a"), 3);
  const auto v = json::parse<last>(R"({"a":1,"b":2,"a":3})");
  EXPECT_EQ(json::write(*v), R"({"a":3,"b":2})");
  std::string many = "{";
  for (int i = 0; i < 40; ++i) many += "\"k" + std::to_string(i) + "\":" + std::to_string(i) + ",";
  EXPECT_TRUE(json::parse(many + "\"last\":0}"));
  const auto again = json::parse(many + "\"k7\":0}");
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, json::errc::duplicate_member);
  EXPECT_EQ(again.error().path, "/k7");
  EXPECT_EQ(json::parse<last>(many + "\"k7\":0}").value()["k7"].as_int64(), 0);
}

TEST(Options, UnknownMembersAreIgnoredOrRefused) {
  EXPECT_TRUE(json::read<paging>(R"({"who":{"a":[1]},"limit":1})"));
  const auto r = json::read<paging, json::read_options{.unknown = json::unknown::refuse}>(R"({"limit":1,"who":2})");
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().code, json::errc::unknown_member);
  EXPECT_EQ(r.error().path, "/who");
}

TEST(Options, NullCountsAsMissingWhereAsked) {
  struct list {
    std::vector<int> items = {1};
    int n = 5;
  };
  EXPECT_EQ(code<list>(R"({"items":null})"), json::errc::wrong_type);
  const auto r = json::read<list, json::read_options{.nulls = json::nulls::as_missing}>(R"({"items":null,"n":null})");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->items.size(), 1U);
  EXPECT_EQ(r->n, 5);
}

TEST(Options, MissingMembersCanBeRefused) {
  struct pair {
    int a = 0;
    std::optional<int> b = {};
  };
  EXPECT_FALSE((json::read<pair, json::read_options{.missing = json::missing::refuse}>("{}")));
  EXPECT_TRUE((json::read<pair, json::read_options{.missing = json::missing::refuse}>(R"({"a":1})")));
}

TEST(Options, EmptyOptionalsNotFiniteNumbersAndBadTextAreWrittenAsAsked) {
  struct odd {
    std::optional<int> none = {};
    double nan = 0;
    std::string text = "a\xFFz";
  };
  odd o;
  o.nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THROW(json::write(o), std::system_error);
  constexpr json::write_options lenient{
      .empty_optionals = json::empty_optionals::null, .not_finite = json::not_finite::null, .bad_utf8 = json::bad_utf8::replace};
  EXPECT_EQ(json::write<lenient>(o), "{\"none\":null,\"nan\":null,\"text\":\"a\xEF\xBF\xBDz\"}");
}

TEST(Secrets, AreReadButNotWrittenUnlessAsked) {
  struct login {
    std::string user = {};
    aval::secret token = {};
  };
  auto r = json::read<login>(R"({"user":"u","token":"t\n0k"})");
  ASSERT_TRUE(r);
  EXPECT_EQ(r->token.reveal(), "t\n0k");
  std::string out = "before";
  try {
    json::write_to(out, *r);
    FAIL() << "a secret was written";
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), json::errc::secret_refused);
  }
  EXPECT_EQ(out, "before");
  EXPECT_EQ(json::write<json::write_options{.secrets = json::secrets::redact}>(*r), R"({"user":"u","token":"***"})");
  EXPECT_EQ(json::write<json::write_options{.secrets = json::secrets::write}>(*r), R"({"user":"u","token":"t\n0k"})");
}

TEST(Views, PointIntoTheText) {
  struct view {
    std::string_view name = {};
    std::string_view other = {};
  };
  const std::string text = R"({"name":"Lima","other":"Per)" "\xC3\xBA" R"("})";
  const auto r = json::read<view>(text);
  ASSERT_TRUE(r);
  EXPECT_EQ(r->name.data(), text.data() + 9);
  EXPECT_EQ(r->other, "Per\xC3\xBA");
  EXPECT_EQ(code<view>(R"({"name":"a\nb"})"), json::errc::not_viewable);
}

TEST(Reading, MembersThatArePresentInAnotherOrderWithGapsAndStrangersAreAllFound) {
  struct wide {
    int a = 0;
    std::optional<int> b = {}, c = {}, d = {};
    int e = 0;
    std::string f = {};
    int g = 0;
  };
  const struct {
    const char* text;
    const char* expected;
  } rows[] = {
      {R"({"e":5,"g":7})", R"({"a":0,"e":5,"f":"","g":7})"},
      {R"({"a":1,"e":5})", R"({"a":1,"e":5,"f":"","g":0})"},
      {R"({"g":7})", R"({"a":0,"e":0,"f":"","g":7})"},
      {R"({"x":[{}],"a":1,"y":"y","b":2,"z":0,"g":7,"w":null})", R"({"a":1,"b":2,"e":0,"f":"","g":7})"},
      {R"({"g":7,"f":"6","e":5,"d":4,"c":3,"b":2,"a":1})", R"({"a":1,"b":2,"c":3,"d":4,"e":5,"f":"6","g":7})"},
      {R"({"b":2,"a":1,"d":4,"c":3,"f":"6","e":5})", R"({"a":1,"b":2,"c":3,"d":4,"e":5,"f":"6","g":0})"},
      {R"({"a" :1 , "b": 2 ,"g" : 7 } )", R"({"a":1,"b":2,"e":0,"f":"","g":7})"},
      {"{\n  \"a\": 1,\n  \"f\": \"x\",\n  \"\\u0067\": 7\n}", R"({"a":1,"e":0,"f":"x","g":7})"},
      {R"({})", R"({"a":0,"e":0,"f":"","g":0})"},
      {R"({ })", R"({"a":0,"e":0,"f":"","g":0})"},
      {R"({"z":1})", R"({"a":0,"e":0,"f":"","g":0})"},
      {R"({"g":7,"z":1})", R"({"a":0,"e":0,"f":"","g":7})"},
  };
  wide reused;
  for (const auto& row : rows) {
    const auto r = json::read<wide>(row.text);
    ASSERT_TRUE(r) << row.text << ": " << r.error().message();
    EXPECT_EQ(json::write(*r), row.expected) << row.text;
    ASSERT_TRUE(json::read_into(reused, row.text));
    EXPECT_EQ(json::write(reused), row.expected) << "read again: " << row.text;
  }
  for (const char* bad : {R"({"a":1,})", R"({,"a":1})", R"({"a":1 "b":2})", R"({"a":1,,"b":2})", R"({"a":1)", R"({"a":1,)", R"({"a":1,"b")", R"({"a")", R"({"g":7,})",
                          R"({"g":7]})", R"({"a"1})", R"({"x":1,})", R"({"a":1}})", R"({a:1})", R"(,"a":1})", R"({"a":1;"b":2})", R"({"g":7,"a":1,})", R"({"a":1{"b":2})",
                          R"({{"a":1})", R"({{"g":7})", R"({"x":1{"a":1})"})
    EXPECT_FALSE(json::read<wide>(bad)) << bad;
}

TEST(Reading, IntegersAreTakenExactlyOrRefused) {
  const struct {
    const char* text;
    bool i32, u8, i64, u64;
  } rows[] = {{"0", true, true, true, true},          {"7", true, true, true, true},
              {"-0", true, true, true, true},         {"255", true, true, true, true},
              {"256", true, false, true, true},       {"-1", true, false, true, false},
              {"1234567", true, false, true, true},   {"12345678", true, false, true, true},
              {"2147483647", true, false, true, true}, {"2147483648", false, false, true, true},
              {"-2147483648", true, false, true, false}, {"-2147483649", false, false, true, false},
              {"9223372036854775807", false, false, true, true}, {"9223372036854775808", false, false, false, true},
              {"-9223372036854775808", false, false, true, false}, {"-9223372036854775809", false, false, false, false},
              {"18446744073709551615", false, false, false, true}, {"18446744073709551616", false, false, false, false},
              {"99999999999999999999", false, false, false, false}, {"100000000000000000000000", false, false, false, false},
              {"1.0", false, false, false, false},    {"1e2", false, false, false, false},
              {"01", false, false, false, false},     {"00", false, false, false, false},
              {"1234567.5", false, false, false, false}, {"-", false, false, false, false}};
  for (const auto& row : rows)
    for (const std::string& text : {std::string(row.text), std::string(row.text) + "            "}) {
      EXPECT_EQ(json::read<std::int32_t>(text).has_value(), row.i32) << text;
      EXPECT_EQ(json::read<std::uint8_t>(text).has_value(), row.u8) << text;
      EXPECT_EQ(json::read<std::int64_t>(text).has_value(), row.i64) << text;
      EXPECT_EQ(json::read<std::uint64_t>(text).has_value(), row.u64) << text;
      if (const auto r = json::read<std::int64_t>(text)) {
        EXPECT_EQ(*r, std::strtoll(row.text, nullptr, 10)) << text;
      }
      if (const auto r = json::read<std::uint64_t>(text)) {
        EXPECT_EQ(*r, std::strtoull(row.text, nullptr, 10)) << text;
      }
    }
}

TEST(Reading, AFixedArrayNeedsItsLength) {
  using pair = std::array<int, 2>;
  EXPECT_TRUE(json::read<pair>("[1,2]"));
  EXPECT_EQ(code<pair>("[1]"), json::errc::out_of_range);
  EXPECT_EQ(code<pair>("[1,2,3]"), json::errc::out_of_range);
  EXPECT_EQ(code<pair>("[]"), json::errc::out_of_range);
}

TEST(Reading, AHostileListOfSmallElementsDoesNotReserveWithoutBound) {
  struct heavy {
    std::string a = {}, b = {}, c = {}, d = {};
  };
  std::string text = "[{\"a\":\"" + std::string(70, 'x') + "\"}";
  for (int i = 0; i < 100; ++i) text += ",{}";
  text += "]";
  const auto r = json::read<std::vector<heavy>>(text);
  ASSERT_TRUE(r);
  EXPECT_LE(r->capacity() * sizeof(heavy), 202 * sizeof(heavy));
}

TEST(Reading, ALongerListReadAgainShrinksToTheShorterOne) {
  std::vector<std::string> v;
  ASSERT_TRUE(json::read_into(v, R"(["one","two","three"])"));
  ASSERT_TRUE(json::read_into(v, R"(["a longer text than before","b"])"));
  EXPECT_EQ(v, (std::vector<std::string>{"a longer text than before", "b"}));
  ASSERT_TRUE(json::read_into(v, "[]"));
  EXPECT_TRUE(v.empty());
}

TEST(Failure, TheTextOfThePeerInThePathIsCutAndHarmless) {
  using map = std::map<std::string, int>;
  const auto r = json::read<map>("{\"\\u001b[31m/" + std::string(200, 'k') + "\":\"x\"}");
  ASSERT_FALSE(r);
  EXPECT_EQ(r.error().path.substr(0, 8), "/?[31m~1");
  EXPECT_LT(r.error().path.size(), 80U);
}

TEST(Value, ReadsMembersWithoutInsertingAndWritesWithInserting) {
  json::value v = json::object({{"a", 1}, {"b", json::array({1, "x", nullptr, true, 2.5})}});
  const json::value& c = v;
  EXPECT_TRUE(c["missing"]["deeper"][3].is_null());
  EXPECT_EQ(v.size(), 2U);
  v["c"]["d"] = "new";
  EXPECT_EQ(json::write(v), R"({"a":1,"b":[1,"x",null,true,2.5],"c":{"d":"new"}})");
  EXPECT_EQ(v.at_path("/b/1")->as_string(), "x");
  EXPECT_EQ(v.at_path("/b/9"), nullptr);
  EXPECT_TRUE(v.erase("a"));
  EXPECT_FALSE(v.contains("a"));
  EXPECT_THROW(v["b"].as_string(), std::system_error);
  EXPECT_THROW(v["b"]["x"] = 1, std::system_error);
  v = json::value(v["c"]);  // a part of itself
  EXPECT_EQ(json::write(v), R"({"d":"new"})");
}

TEST(Value, EqualityIsOfMeaning) {
  EXPECT_EQ(json::parse(R"({"a":1,"b":[1.0,"x"]})").value(), json::parse(R"({"b":[1e0,"x"],"a":1})").value());
  EXPECT_NE(json::parse("[1,2]").value(), json::parse("[2,1]").value());
  EXPECT_NE(json::parse("12345678901234567890").value(), json::parse("12345678901234567891").value());
}

TEST(Writing, LongTextsAndManyMembersLeaveThroughTheSmallBufferUnharmed) {
  for (std::size_t n : {0U, 1U, 7U, 8U, 15U, 16U, 17U, 500U, 511U, 512U, 513U, 680U, 4090U, 4096U, 5000U, 20000U}) {
    std::string text;
    for (std::size_t i = 0; i < n; ++i) text += i % 97 == 13 ? '"' : i % 89 == 7 ? '\n' : static_cast<char>('a' + i % 26);
    for (std::size_t lead : {0U, 3U, 4000U, 4080U, 4095U}) {
      const std::vector<std::string> v{std::string(lead, 'p'), text, "end"};
      const std::string written = json::write(v);
      const auto back = json::read<std::vector<std::string>>(written);
      ASSERT_TRUE(back) << n << ' ' << lead << ": " << back.error().message();
      EXPECT_EQ(*back, v) << n << ' ' << lead;
    }
  }
  std::map<std::string, std::vector<double>> m;
  for (int i = 0; i < 2000; ++i) m["key" + std::to_string(i)] = {i * 0.1, static_cast<double>(i)};
  EXPECT_EQ(json::read<decltype(m)>(json::write(m)).value(), m);
}

TEST(Writing, DoublesReadBackAsTheyWere) {
  std::uint64_t state = 88172645463325252ULL;
  for (int i = 0; i < 20000; ++i) {
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    double d = 0;
    if (i % 3 == 0) d = static_cast<double>(static_cast<std::int64_t>(state % 2000000) - 1000000) / 10000;  // up to four decimals
    else if (i % 3 == 1) d = static_cast<double>(state % 100000000) / 1e7;
    else std::memcpy(&d, &state, 8);
    if (!std::isfinite(d)) continue;
    const std::string text = json::write(d);
    EXPECT_EQ(json::read<double>(text).value(), d) << text;
    char shortest[40];
    const auto end = std::to_chars(shortest, shortest + 40, d, std::chars_format::scientific).ptr;
    EXPECT_EQ(json::read<double>(std::string_view(shortest, static_cast<std::size_t>(end - shortest))).value(), d);
    // never more digits than the shortest form
    const auto digits = [](std::string_view s) {
      std::string only;
      for (char c : s.substr(0, s.find('e')))
        if (c >= '0' && c <= '9') only += c;
      while (!only.empty() && only[0] == '0') only.erase(0, 1);
      while (!only.empty() && only.back() == '0') only.pop_back();
      return only;
    };
    EXPECT_EQ(digits(text), digits(std::string_view(shortest, static_cast<std::size_t>(end - shortest)))) << text;
  }
}

TEST(Time, PointsAreRfc3339WithAsManyDigitsAsNeeded) {
  using namespace std::chrono;
  EXPECT_EQ(json::write(sys_time<seconds>(1761321600s)), R"("2025-10-24T16:00:00Z")");
  EXPECT_EQ(json::write(sys_time<milliseconds>(1761321600120ms)), R"("2025-10-24T16:00:00.120Z")");
  EXPECT_EQ(json::write(aval::timestamp(1761321600123456us)), R"("2025-10-24T16:00:00.123456Z")");
  EXPECT_EQ(json::read<sys_time<milliseconds>>(R"("2025-10-24T18:00:00.5+02:00")").value(), sys_time<milliseconds>(1761321600500ms));
  EXPECT_EQ(code<aval::timestamp>(R"("yesterday")"), json::errc::unknown_value);
  EXPECT_EQ(code<aval::uuid>(R"("1234")"), json::errc::unknown_value);
}

}  // namespace

struct carrier {
  std::string name = {};
  json::raw any = {};
  std::optional<json::raw> maybe = {};
};

TEST(Raw, IsCheckedLikeAnyValueAndKeepsItsBytes) {
  const auto c = json::read<carrier>(R"({"name":"n","any": {"a" : [1, 2.50], "b":"\u00e9"} ,"maybe":null})");
  ASSERT_TRUE(c);
  EXPECT_EQ(c->any.text(), R"({"a" : [1, 2.50], "b":"\u00e9"})");
  EXPECT_TRUE(c->any.is_object());
  EXPECT_FALSE(c->maybe.has_value());
  EXPECT_EQ(json::write(*c), R"({"name":"n","any":{"a" : [1, 2.50], "b":"\u00e9"}})");
  EXPECT_FALSE(json::read<carrier>(R"({"any":{"a":01}})"));
  EXPECT_FALSE(json::read<carrier>(R"({"any":[1,]})"));
}

TEST(Raw, IsNullUntilItIsGivenATextAndLongTextsLeaveWhole) {
  EXPECT_EQ(json::write(carrier{}), R"({"name":"","any":null})");
  const std::string text = json::write(std::string(10'000, 'x'));
  EXPECT_EQ(json::write(carrier{.any = json::raw(text)}), R"({"name":"","any":)" + text + "}");
}
