// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#include "aval/credentials/jwt.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "credentials/signing_keys.hpp"

namespace {

using namespace aval;
using namespace aval::credentials;
using credentials::errc;
using namespace std::chrono_literals;
using jwt_test::base64url;
using jwt_test::rsa_key;
using jwt_test::signing_key;

constexpr timestamp now{std::chrono::seconds(1795203158)};

std::string at(std::chrono::seconds offset) { return std::to_string(1795203158 + offset.count()); }
std::string payload(const std::string& rest = {}) {
  return R"({"iss":"https://oauth.example","sub":"user-1","aud":"my-agent","iat":)" + at(-10s) + R"(,"exp":)" + at(1h) + rest + '}';
}
jwt_options options() {
  jwt_options o;
  o.issuer = "https://oauth.example";
  o.audiences = {"other-agent", "my-agent"};
  return o;
}
jwk_set set_of(const std::vector<std::string>& keys) {
  std::string text = R"({"keys":[)";
  for (const auto& key : keys) text += (text.back() == '[' ? "" : ",") + key;
  return parse_jwk_set(text + "]}").value();
}
const jwk_set& rsa_set() {
  static const jwk_set set = set_of({rsa_key().jwk(R"(,"kid":"r1","use":"sig","alg":"RS256")")});
  return set;
}
std::error_code check(std::string_view token, const jwk_set& keys, const jwt_options& o = options()) {
  const auto claims = jwt_checker(o).check(token, keys, now);
  return claims ? std::error_code() : claims.error().code;
}
std::string rs256(std::string_view claims, std::string_view header = R"({"alg":"RS256","kid":"r1","typ":"JWT"})") {
  return rsa_key().token("RS256", header, claims);
}

// ---------------------------------------------------------------- vectors of the RFCs

struct vector_row {
  const char* name;
  const char* key;
  const char* token;
};
const vector_row vectors[] = {
    {"RFC 7515 A.2, RS256",
     R"({"kty":"RSA","n":"ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ","e":"AQAB"})",
     "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
     "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw"},
    {"RFC 7515 A.3, ES256",
     R"({"kty":"EC","crv":"P-256","x":"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU","y":"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"})",
     "eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ."
     "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"},
    {"RFC 7515 A.4, ES512",
     R"({"kty":"EC","crv":"P-521","x":"AekpBQ8ST8a8VcfVOTNl353vSrDCLLJXmPk06wTjxrrjcBpXp5EOnYG_NjFZ6OvLFV1jSfS9tsz4qUxcWceqwQGk","y":"ADSmRA43Z1DSNx_RvcLI87cdL07l6jQyyBXMoxVg_l2Th-x3S1WDhjDly79ajL4Kkd0AZMaZmh9ubmf63e3kyMj2"})",
     "eyJhbGciOiJFUzUxMiJ9.UGF5bG9hZA."
     "AdwMgeerwtHoh-l192l60hp9wAHZFVJbLfD_UxMi70cwnZOYaRI1bKPWROc-mZZqwqT2SI-KGDKB34XO0aw_7XdtAG8GaSwFKdCAPZgoXD2YBJZCPEX3xKpRwcdOO8KpEHwJjyqOgzDO7iKvU8vcnwNrmxYbSW9ERBXukOXolLzeO_Jn"},
    {"RFC 8037 A.4, EdDSA", R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})",
     "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
     "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"}};

TEST(jws_vectors, verify_and_no_changed_bit_does) {
  for (const auto& row : vectors) {
    const auto key = parse_jwk(row.key);
    ASSERT_TRUE(key) << row.name << key.error().message;
    const std::string token = row.token;
    auto parts = read_jws(token);
    ASSERT_TRUE(parts) << row.name << parts.error().message;
    EXPECT_TRUE(parts->verify(*key)) << row.name;
    for (const std::size_t i : {std::size_t{0}, parts->signature.size() / 2, parts->signature.size() - 1}) {
      parts->signature[i] ^= std::byte{1};
      EXPECT_FALSE(parts->verify(*key)) << row.name << " byte " << i;
      parts->signature[i] ^= std::byte{1};
    }
    std::string changed = token;
    changed[token.find('.') + 3] = changed[token.find('.') + 3] == 'A' ? 'B' : 'A';
    const auto other = read_jws(changed);
    EXPECT_TRUE(!other || !other->verify(*key)) << row.name;
  }
}

TEST(jws_vectors, of_rfc_8037_are_signed_to_the_bit_and_its_thumbprint_is_right) {
  const auto key = crypto::keypair::from_seed_bytes(crypto::base64url_decode("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").value()).value();
  EXPECT_EQ(sign_jws("Example of Ed25519 signing", key), vectors[3].token);
  EXPECT_EQ(jwk_text(key.public_key()), R"({"crv":"Ed25519","kty":"OKP","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})");
  EXPECT_EQ(jwk_thumbprint(key.public_key()), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

TEST(jws_algorithms, each_verifies_with_its_key_and_with_no_other_algorithm) {
  const signing_key p256 = signing_key::p256(), p384 = signing_key::p384(), p521 = signing_key::p521();
  const struct { const char* algorithm; const signing_key& key; } rows[] = {
      {"RS256", rsa_key()}, {"RS384", rsa_key()}, {"RS512", rsa_key()}, {"PS256", rsa_key()}, {"PS384", rsa_key()},
      {"PS512", rsa_key()}, {"ES256", p256}, {"ES384", p384}, {"ES512", p521}};
  for (const auto& row : rows) {
    const auto key = parse_jwk(row.key.jwk()).value();
    const std::string text = "header.payload";
    const std::string signature = row.key.sign(row.algorithm, text);
    for (const std::string_view name : jws_algorithm_names) {
      const auto algorithm = parse_jws_algorithm(name).value();
      EXPECT_EQ(key.verify(algorithm, text, as_bytes(signature)), name == row.algorithm) << row.algorithm << " as " << name;
    }
    EXPECT_FALSE(key.verify(parse_jws_algorithm(row.algorithm).value(), "header.paylaod", as_bytes(signature)));
  }
}

TEST(jws_algorithms, one_key_verifies_on_many_threads_at_once) {
  const signing_key p256 = signing_key::p256();
  const auto rsa = parse_jwk(rsa_key().jwk()).value(), elliptic = parse_jwk(p256.jwk()).value();
  const std::string text = "header.payload", pss = rsa_key().sign("PS256", text), pkcs1 = rsa_key().sign("RS512", text), ecdsa = p256.sign("ES256", text);
  std::atomic<int> good = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int n = 0; n < 50; ++n) {
        good += rsa.verify(jws_algorithm::ps256, text, as_bytes(pss)) && rsa.verify(jws_algorithm::rs512, text, as_bytes(pkcs1));
        good += !rsa.verify(jws_algorithm::rs256, text, as_bytes(pkcs1)) && elliptic.verify(jws_algorithm::es256, text, as_bytes(ecdsa));
      }
    });
  for (auto& t : threads) t.join();
  EXPECT_EQ(good, 400);
}

// ---------------------------------------------------------------- good tokens

TEST(jwt_checker, gives_the_claims_of_a_good_token) {
  const auto claims = jwt_checker(options()).check(rs256(payload(R"(,"nbf":1795203100.5,"jti":"id-1","act":{"sub":"agent"})")), rsa_set(), now);
  ASSERT_TRUE(claims) << claims.error().message;
  EXPECT_EQ(claims->issuer, "https://oauth.example");
  EXPECT_EQ(claims->subject, "user-1");
  EXPECT_EQ(claims->audiences, std::vector<std::string>{"my-agent"});
  EXPECT_EQ(claims->id, "id-1");
  EXPECT_EQ(claims->key_id, "r1");
  EXPECT_EQ(claims->expires_at, now + 1h);
  EXPECT_EQ(claims->issued_at, now - 10s);
  EXPECT_EQ(claims->not_before, timestamp(1795203100500ms));
  EXPECT_EQ(claims->all["act"]["sub"].as_string(), "agent");
}

TEST(jwt_checker, takes_a_token_without_key_id_only_if_one_key_fits) {
  const std::string token = rs256(payload(), R"({"alg":"RS256"})");
  EXPECT_EQ(check(token, set_of({rsa_key().jwk(R"(,"kid":"r1")"), signing_key::p256().jwk(R"(,"kid":"e1")")})), std::error_code());
  EXPECT_EQ(check(token, set_of({rsa_key().jwk(R"(,"kid":"r1")"), rsa_key().jwk(R"(,"kid":"r2")")})), errc::unknown_key);
  EXPECT_EQ(check(token, jwk_set()), errc::unknown_key);
}

TEST(jwt_checker, takes_a_list_of_audiences_with_ours_in_it) {
  const std::string rest = R"(,"iat":1795203158,"exp":1795203999})";
  EXPECT_EQ(check(rs256(R"({"iss":"https://oauth.example","sub":"u","aud":["x","my-agent"])" + rest), rsa_set()), std::error_code());
}

TEST(jwt_checker, compares_the_type_as_media_types_are_compared) {
  auto o = options();
  o.type = "at+jwt";
  EXPECT_EQ(check(rs256(payload(), R"({"alg":"RS256","kid":"r1","typ":"application/AT+JWT"})"), rsa_set(), o), std::error_code());
  EXPECT_EQ(check(rs256(payload()), rsa_set(), o), errc::untrusted_token);
  EXPECT_EQ(check(rs256(payload(), R"({"alg":"RS256","kid":"r1"})"), rsa_set(), o), errc::untrusted_token);
}

TEST(jwt_checker, cannot_be_made_so_that_it_lets_everybody_in) {
  for (const auto change : {+[](jwt_options& o) { o.issuer.clear(); }, +[](jwt_options& o) { o.audiences.clear(); },
                            +[](jwt_options& o) { o.audiences.push_back(""); }, +[](jwt_options& o) { o.algorithms.clear(); },
                            +[](jwt_options& o) { o.leeway = 11min; }, +[](jwt_options& o) { o.leeway = -1s; }}) {
    auto o = options();
    change(o);
    EXPECT_THROW(jwt_checker{o}, aval::error);
  }
}

// ---------------------------------------------------------------- attacks

TEST(jwt_attacks, alg_none_in_every_spelling_is_refused) {
  for (const char* name : {"none", "None", "NONE", "nOnE", ""}) {
    const std::string head = base64url(std::string(R"({"alg":")") + name + R"(","kid":"r1"})") + '.' + base64url(payload()) + '.';
    EXPECT_EQ(check(head, rsa_set()), errc::untrusted_token) << name;
    EXPECT_EQ(check(head + "AAAA", rsa_set()), errc::untrusted_token) << name;
  }
}

TEST(jwt_attacks, hmac_with_the_public_key_as_secret_is_refused) {
  for (const std::string name : {"HS256", "HS384", "HS512"}) {
    const std::string text = base64url(R"({"alg":")" + name + R"(","kid":"r1"})") + '.' + base64url(payload());
    const auto mac = crypto::hmac_sha256(as_bytes(rsa_key().jwk()), as_bytes(text));
    EXPECT_EQ(check(text + '.' + crypto::base64url_encode(mac), rsa_set()), errc::untrusted_token);
  }
}

TEST(jwt_attacks, a_key_that_the_token_brings_along_is_not_used) {
  const signing_key attacker = signing_key::rsa();
  const std::string own = attacker.jwk(R"(,"kid":"r1")");
  for (const std::string& extra : {R"(,"jwk":)" + own, std::string(R"(,"jku":"https://evil.example/keys")"), std::string(R"(,"x5u":"https://evil.example/c")"),
                                   std::string(R"(,"x5c":["AAAA"])")})
    EXPECT_EQ(check(attacker.token("RS256", R"({"alg":"RS256","kid":"r1")" + extra + '}', payload()), rsa_set()), errc::untrusted_token) << extra;
  // ... and in a good token they change nothing
  EXPECT_EQ(check(rs256(payload(), R"({"alg":"RS256","kid":"r1","jku":"https://evil.example/keys"})"), rsa_set()), std::error_code());
}

TEST(jwt_attacks, a_critical_extension_is_refused) {
  for (const char* extra : {R"("crit":["exp"])", R"("crit":[])", R"("crit":null)", R"("b64":false,"crit":["b64"])", R"("b64":false)"})
    EXPECT_EQ(check(rs256(payload(), std::string(R"({"alg":"RS256","kid":"r1",)") + extra + '}'), rsa_set()), errc::untrusted_token) << extra;
}

TEST(jwt_attacks, an_algorithm_that_is_not_allowed_or_not_the_keys_is_refused) {
  auto o = options();
  o.algorithms = {jws_algorithm::es256};
  EXPECT_EQ(check(rs256(payload()), rsa_set(), o), errc::untrusted_token);
  // the key says RS256
  EXPECT_EQ(check(rsa_key().token("PS256", R"({"alg":"PS256","kid":"r1"})", payload()), rsa_set()), errc::untrusted_token);
  // RSA key, elliptic token
  EXPECT_EQ(check(signing_key::p256().token("ES256", R"({"alg":"ES256","kid":"r1"})", payload()), rsa_set()), errc::untrusted_token);
  EXPECT_EQ(check(rs256(payload(), R"({"alg":"rs256","kid":"r1"})"), rsa_set()), errc::untrusted_token);
}

TEST(jwt_attacks, a_short_rsa_key_is_refused) {
  for (const unsigned bits : {1024u, 2047u, 2048u}) {
    const signing_key own = signing_key::rsa(bits);
    const jwk_set beside = parse_jwk_set(R"({"keys":[)" + own.jwk(R"(,"kid":"own","use":"sig")") + "," + rsa_key().jwk(R"(,"kid":"r1")") + "]}").value();
    const jwk_set alone = parse_jwk_set(R"({"keys":[)" + own.jwk() + "]}").value();
    for (const char* algorithm : {"RS256", "PS256"}) {  // the signature is right, the key is in the set
      const std::string named = own.token(algorithm, R"({"alg":")" + std::string(algorithm) + R"(","kid":"own"})", payload());
      const std::string unnamed = own.token(algorithm, R"({"alg":")" + std::string(algorithm) + R"("})", payload());
      const std::error_code expected = bits < 2048 ? make_error_code(errc::unknown_key) : std::error_code();
      EXPECT_EQ(check(named, beside), expected) << bits << " " << algorithm;
      EXPECT_EQ(check(unnamed, alone), expected) << bits << " " << algorithm;
    }
  }
}

TEST(jwt_attacks, the_wrong_curve_is_refused) {
  const signing_key p384 = signing_key::p384();
  const auto keys = set_of({p384.jwk(R"(,"kid":"e1")")});
  EXPECT_EQ(check(p384.token("ES384", R"({"alg":"ES384","kid":"e1"})", payload()), keys), std::error_code());
  EXPECT_EQ(check(p384.token("ES256", R"({"alg":"ES256","kid":"e1"})", payload()), keys), errc::untrusted_token);
}

TEST(jwt_attacks, other_forms_of_an_ecdsa_signature_are_refused) {
  const signing_key key = signing_key::p256();
  const auto keys = set_of({key.jwk(R"(,"kid":"e1")")});
  const std::string text = base64url(R"({"alg":"ES256","kid":"e1"})") + '.' + base64url(payload());
  const std::string good = key.sign("ES256", text);
  EXPECT_EQ(check(text + '.' + base64url(good), keys), std::error_code());
  const std::string zero(1, '\0');
  for (const std::string& other : {key.to_der(good), good + zero, zero + good, good.substr(0, 63), zero + good.substr(0, 32) + zero + good.substr(32),
                                   std::string(64, '\0'), std::string(64, '\xff'), std::string(32, '\0') + good.substr(32), good.substr(0, 32) + std::string(32, '\0')})
    EXPECT_EQ(check(text + '.' + base64url(other), keys), errc::untrusted_token) << other.size();
}

TEST(jwt_attacks, other_forms_of_an_rsa_or_ed25519_signature_are_refused) {
  const std::string token = rs256(payload());
  const std::string text = token.substr(0, token.rfind('.'));
  const std::string good = rsa_key().sign("RS256", text);
  const std::string zero(1, '\0');
  for (const std::string& other : {zero + good, good + zero, good.substr(0, 255), std::string(256, '\0'), std::string(255, '\0') + '\1'})
    EXPECT_EQ(check(text + '.' + base64url(other), rsa_set()), errc::untrusted_token);

  // S + group order: the same signature to who does not look (RFC 8032 8.4)
  const auto ed = crypto::keypair::from_seed_bytes(as_bytes("0123456789abcdef0123456789abcdef")).value();
  const auto keys = set_of({jwk_text(ed.public_key(), "d1")});
  const std::string signed_token = sign_jws(payload(), ed, "d1");
  EXPECT_EQ(check(signed_token, keys), std::error_code());
  auto parts = read_jws(signed_token).value();
  static constexpr unsigned char order[32] = {0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
                                              0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10};
  unsigned carry = 0;
  for (std::size_t i = 0; i < 32; ++i) {
    carry += std::to_integer<unsigned>(parts.signature[32 + i]) + order[i];
    parts.signature[32 + i] = static_cast<std::byte>(carry & 255);
    carry >>= 8;
  }
  EXPECT_FALSE(parts.verify(keys.keys()[0]));
  parts.signature.pop_back();
  EXPECT_FALSE(parts.verify(keys.keys()[0]));
}

TEST(jwt_attacks, padding_and_other_letters_of_base64_are_refused) {
  const std::string token = rs256(payload());
  for (const std::string& other : {token + "=", token + "\n", " " + token, token + "A", "=" + token})
    EXPECT_TRUE(check(other, rsa_set()) == errc::malformed_token || check(other, rsa_set()) == errc::untrusted_token);
  std::string letters = token;
  letters[letters.size() - 5] = '+';
  EXPECT_EQ(check(letters, rsa_set()), errc::malformed_token);
}

TEST(jwt_attacks, another_number_of_parts_is_refused) {
  const std::string token = rs256(payload());
  const std::string without = token.substr(0, token.rfind('.'));
  for (const std::string& other : {std::string(), std::string("."), std::string(".."), std::string("..."), without, without + ".", token + ".", token + ".AAAA",
                                   "." + token, token.substr(token.find('.')), std::string("{\"signatures\":[]}")})
    EXPECT_EQ(check(other, rsa_set()), errc::malformed_token) << other.substr(0, 20);
}

TEST(jwt_attacks, a_member_that_stands_twice_is_refused) {
  EXPECT_EQ(check(rs256(payload(), R"({"alg":"RS256","alg":"none","kid":"r1"})"), rsa_set()), errc::malformed_token);
  EXPECT_EQ(check(rs256(payload(R"(,"sub":"admin")")), rsa_set()), errc::malformed_token);
  EXPECT_EQ(check(rs256(payload(R"(,"act":{"sub":"a","sub":"b"})")), rsa_set()), errc::malformed_token);
}

TEST(jwt_attacks, an_oversized_or_deep_token_is_refused_before_any_work) {
  EXPECT_EQ(check(rs256(payload(R"(,"x":")" + std::string(20000, 'x') + '"')), rsa_set()), errc::malformed_token);
  EXPECT_EQ(check(rs256(payload(R"(,"x":)" + std::string(40, '[') + std::string(40, ']'))), rsa_set()), errc::malformed_token);
  auto o = options();
  const std::string token = rs256(payload());
  o.max_token = token.size();
  EXPECT_EQ(check(token, rsa_set(), o), std::error_code());
  o.max_token = token.size() - 1;
  EXPECT_EQ(check(token, rsa_set(), o), errc::malformed_token);
}

TEST(jwt_attacks, a_header_that_is_no_object_or_has_members_of_another_type_is_refused) {
  for (const char* header : {"", "null", "[]", "\"RS256\"", "{}", R"({"alg":1})", R"({"alg":["RS256"]})", R"({"alg":"RS256","kid":7})",
                             R"({"alg":"RS256","kid":"r1","typ":{}})", R"({"alg":"RS256","kid":"r1"}x)", "\xff"})
    EXPECT_EQ(check(rs256(payload(), header), rsa_set()), errc::malformed_token) << header;
}

TEST(jwt_attacks, a_token_for_others_or_of_others_is_refused) {
  const auto with = [](const char* iss, const char* aud) {
    return rs256(std::string(R"({"iss":)") + iss + R"(,"sub":"u","aud":)" + aud + R"(,"exp":1795209999})");
  };
  EXPECT_EQ(check(with(R"("https://oauth.example")", R"("my-agent")"), rsa_set()), std::error_code());
  for (const char* iss : {R"("https://oauth.example/")", R"("https://evil.example")", R"("HTTPS://OAUTH.EXAMPLE")"})
    EXPECT_EQ(check(with(iss, R"("my-agent")"), rsa_set()), errc::foreign_token) << iss;
  for (const char* aud : {R"("my-agent2")", R"("my")", R"(["x"])", R"("MY-AGENT")"})
    EXPECT_EQ(check(with(R"("https://oauth.example")", aud), rsa_set()), errc::foreign_token) << aud;
}

TEST(jwt_attacks, missing_or_strange_claims_are_refused) {
  for (const char* claims : {
           R"({"iss":"https://oauth.example","sub":"u","aud":"my-agent"})",                                      // no exp
           R"({"iss":"https://oauth.example","sub":"u","aud":"my-agent","exp":"1795209999"})",                   // text
           R"({"iss":"https://oauth.example","sub":"u","aud":"my-agent","exp":null})",
           R"({"iss":"https://oauth.example","sub":"u","aud":"my-agent","exp":-1})",
           R"({"iss":"https://oauth.example","sub":"u","aud":"my-agent","exp":1e300})",                          // no time of ours
           R"({"iss":"https://oauth.example","sub":"u","aud":"my-agent","exp":1795209999,"nbf":"x"})",
           R"({"iss":"https://oauth.example","sub":"u","aud":"my-agent","exp":1795209999,"iat":{}})",
           R"({"sub":"u","aud":"my-agent","exp":1795209999})",
           R"({"iss":["https://oauth.example"],"sub":"u","aud":"my-agent","exp":1795209999})",
           R"({"iss":"https://oauth.example","aud":"my-agent","exp":1795209999})",
           R"({"iss":"https://oauth.example","sub":"","aud":"my-agent","exp":1795209999})",
           R"({"iss":"https://oauth.example","sub":"u","exp":1795209999})",
           R"({"iss":"https://oauth.example","sub":"u","aud":[],"exp":1795209999})",
           R"({"iss":"https://oauth.example","sub":"u","aud":["my-agent",1],"exp":1795209999})",
           R"({"iss":"https://oauth.example","sub":"u","aud":{"my-agent":1},"exp":1795209999})"})
    EXPECT_EQ(check(rs256(claims), rsa_set()), errc::incomplete_token) << claims;
  for (const char* claims : {"", "[]", "null", "{", "plain text"}) EXPECT_EQ(check(rs256(claims), rsa_set()), errc::malformed_token) << claims;
}

TEST(jwt_times, have_edges_to_the_second) {
  const auto with = [](const std::string& exp, const std::string& rest = {}) {
    return rs256(R"({"iss":"https://oauth.example","sub":"u","aud":"my-agent","exp":)" + exp + rest + '}');
  };
  EXPECT_EQ(check(with(at(-59s)), rsa_set()), std::error_code());
  EXPECT_EQ(check(with(at(-60s)), rsa_set()), errc::expired_token);
  EXPECT_EQ(check(with(at(1h), R"(,"nbf":)" + at(60s)), rsa_set()), std::error_code());
  EXPECT_EQ(check(with(at(1h), R"(,"nbf":)" + at(61s)), rsa_set()), errc::early_token);
  EXPECT_EQ(check(with(at(1h), R"(,"iat":)" + at(60s)), rsa_set()), std::error_code());
  EXPECT_EQ(check(with(at(1h), R"(,"iat":)" + at(61s)), rsa_set()), errc::early_token);
  auto strict = options();
  strict.leeway = 0s;
  EXPECT_EQ(check(with(at(1s)), rsa_set(), strict), std::error_code());
  EXPECT_EQ(check(with(at(0s)), rsa_set(), strict), errc::expired_token);
  EXPECT_EQ(check(with("0"), rsa_set()), errc::expired_token);
  EXPECT_EQ(check(with("9199999999"), rsa_set()), std::error_code());  // the last that our clocks can hold
}

// ---------------------------------------------------------------- keys

TEST(jwk_set, leaves_out_what_may_not_verify) {
  const std::string ed = jwk_text(crypto::keypair::generate().public_key(), "d1");
  const signing_key p256 = signing_key::p256();
  const std::string good = p256.jwk();
  const std::string x = good.substr(good.find("\"x\""), 50);
  const std::vector<std::pair<const char*, std::string>> rows = {
      {"short RSA", signing_key::rsa(1024).jwk()},
      {"RSA of 2047 bits", signing_key::rsa(2047).jwk()},
      {"for encryption", rsa_key().jwk(R"(,"use":"enc")")},
      {"use of another type", rsa_key().jwk(R"(,"use":["sig"])")},
      {"operations without verify", rsa_key().jwk(R"(,"key_ops":["encrypt"])")},
      {"operations of another type", rsa_key().jwk(R"(,"key_ops":"verify")")},
      {"private", rsa_key().jwk(R"(,"d":"AQAB")")},
      {"symmetric", R"({"kty":"oct","k":"c2VjcmV0","alg":"HS256"})"},
      {"alg HS256 on RSA", rsa_key().jwk(R"(,"alg":"HS256")")},
      {"alg ES256 on RSA", rsa_key().jwk(R"(,"alg":"ES256")")},
      {"alg RS256 on EC", p256.jwk(R"(,"alg":"RS256")")},
      {"alg ES384 on P-256", p256.jwk(R"(,"alg":"ES384")")},
      {"even modulus", R"({"kty":"RSA","n":")" + base64url(std::string(256, '\xfe')) + R"(","e":"AQAB"})"},
      {"exponent 1", R"({"kty":"RSA","n":")" + base64url(std::string(256, '\xff')) + R"(","e":"AQ"})"},
      {"exponent 2", R"({"kty":"RSA","n":")" + base64url(std::string(256, '\xff')) + R"(","e":"Ag"})"},
      {"huge modulus", R"({"kty":"RSA","n":")" + base64url(std::string(1025, '\xff')) + R"(","e":"AQAB"})"},
      {"no modulus", R"({"kty":"RSA","e":"AQAB"})"},
      {"not on the curve", R"({"kty":"EC","crv":"P-256",)" + x.substr(0, 49) + R"(,"y":")" + base64url(std::string(32, '\1')) + R"("})"},
      {"short coordinate", R"({"kty":"EC","crv":"P-256","x":"AQ","y":"AQ"})"},
      {"secp256k1", R"({"kty":"EC","crv":"secp256k1","x":"AQ","y":"AQ"})"},
      {"no curve", R"({"kty":"EC","x":"AQ","y":"AQ"})"},
      {"X25519", R"({"kty":"OKP","crv":"X25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"})"},
      {"small order", R"({"kty":"OKP","crv":"Ed25519","x":"AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})"},
      {"padded", R"({"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo="})"},
      {"no kind", "{}"},
      {"no object", "7"}};
  for (const auto& [name, key] : rows) {
    const auto set = parse_jwk_set(R"({"keys":[)" + key + "," + ed + "]}");
    ASSERT_TRUE(set) << name;
    EXPECT_EQ(set->keys().size(), 1u) << name;
    ASSERT_EQ(set->skipped().size(), 1u) << name;
    EXPECT_EQ(set->skipped()[0].rfind("key 0: ", 0), 0u);
    EXPECT_FALSE(parse_jwk(key)) << name;
  }
  EXPECT_TRUE(parse_jwk(R"({"kty":"RSA","n":")" + base64url(std::string(256, '\xff')) + R"(","e":"AQAB","x5c":["?"],"unknown":1,"key_ops":["verify"]})"));
}

TEST(jwk_set, that_is_none_is_refused) {
  std::string many = R"({"keys":[{})";
  for (int i = 0; i < 100; ++i) many += ",{}";
  for (const std::string& text : {std::string(), std::string("[]"), std::string("{}"), std::string(R"({"keys":{}})"), std::string(R"({"keys":[],"keys":[]})"),
                                  std::string(R"({"keys":[{"kty":"RSA","kty":"EC"}]})"), std::string("<html>"), many + "]}",
                                  R"({"keys":[],"x":")" + std::string(256 * 1024, 'x') + "\"}"})
    EXPECT_EQ(parse_jwk_set(text).error().code, errc::bad_key_set) << text.substr(0, 30);
  EXPECT_TRUE(parse_jwk_set(R"({"keys":[]})")->empty());
}

TEST(jwk_set, two_keys_of_one_name_are_told_apart_by_algorithm_or_not_at_all) {
  const signing_key p256 = signing_key::p256();
  const auto both = set_of({rsa_key().jwk(R"(,"kid":"k")"), p256.jwk(R"(,"kid":"k")")});
  EXPECT_EQ(check(p256.token("ES256", R"({"alg":"ES256","kid":"k"})", payload()), both), std::error_code());
  const auto same = set_of({rsa_key().jwk(R"(,"kid":"k")"), rsa_key().jwk(R"(,"kid":"k")")});
  EXPECT_EQ(check(rs256(payload(), R"({"alg":"RS256","kid":"k"})"), same), errc::untrusted_token);
}

// ---------------------------------------------------------------- own tokens

TEST(client_assertion, is_what_rfc_7523_asks_for_and_never_the_same_twice) {
  const auto key = crypto::keypair::generate();
  client_assertion_options o;
  o.client_id = "client-1";
  o.audience = "https://oauth.example/token";
  const std::string token = client_assertion(o, key, now);
  jwt_options who;
  who.issuer = "client-1";
  who.audiences = {"https://oauth.example/token"};
  who.type = "jwt";
  const auto keys = set_of({jwk_text(key.public_key(), jwk_thumbprint(key.public_key()))});
  const auto claims = jwt_checker(who).check(token, keys, now);
  ASSERT_TRUE(claims) << claims.error().message;
  EXPECT_EQ(claims->subject, "client-1");
  EXPECT_EQ(claims->expires_at, now + 60s);
  EXPECT_GE(claims->id.size(), 20u);
  EXPECT_NE(client_assertion(o, key, now), token);
}

TEST(bearer_challenge, says_whether_there_was_a_token) {
  EXPECT_EQ(bearer_challenge(), "Bearer");
  EXPECT_EQ(bearer_challenge(errc::expired_token), "Bearer error=\"invalid_token\", error_description=\"token expired\"");
}

TEST(credentials_errors, have_words_and_a_condition) {
  for (int i = static_cast<int>(errc::malformed_token); i <= static_cast<int>(errc::login_expired); ++i) {
    const std::error_code code(i, credentials::category());
    EXPECT_NE(code.message(), "unknown error") << i;
    EXPECT_EQ(&code.default_error_condition().category(), &condition_category()) << i;
  }
  EXPECT_EQ(std::error_code(errc::untrusted_token), condition::not_trusted);
}

}  // namespace
