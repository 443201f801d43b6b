// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.

/*  What the check of a user's web token costs above the check of its signature: base64url, header, key, claims and times, against the
 *  library's own check of the same bytes (OpenSSL for RSA and ECDSA, libsodium for Ed25519). Each result is looked at.
 *
 *      benchmark_web_tokens [--json] [--smoke] [--rounds N] */

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <sodium.h>

#include <string>
#include <vector>

#include "aval/credentials/jwt.hpp"
#include "measure.hpp"

namespace {

namespace cr = aval::credentials;

using bench::fail;

std::string url64(const std::string& bytes) { return aval::crypto::base64url_encode(aval::as_bytes(bytes)); }
std::string number(EVP_PKEY* key, const char* name, int size) {
  BIGNUM* n = nullptr;
  if (EVP_PKEY_get_bn_param(key, name, &n) != 1) fail("no number in a key");
  std::string out(static_cast<std::size_t>(size != 0 ? size : BN_num_bytes(n)), '\0');
  BN_bn2binpad(n, reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(out.size()));
  BN_free(n);
  return url64(out);
}

const std::string payload =
    R"({"iss":"https://oauth.example","sub":"1234567890123456","aud":"my-agent","exp":1795206758,"iat":1795203158,"nbf":1795203158,)"
    R"("jti":"7b2f8f6a-6a0e-4f0f-9f0c-0d8a5d1f6c11","name":"A User","email":"user@example.com","scope":"openid profile email"})";
const aval::timestamp now{std::chrono::seconds(1795203200)};

struct subject {
  const char* name;
  std::string token, key, text, signature;  // signature as the bare library wants it
  EVP_PKEY* bare = nullptr;                 // null: Ed25519
  std::string ed25519 = {};
};

subject with_openssl(const char* name, EVP_PKEY* key, bool rsa) {
  subject s{name, {}, {}, {}, {}};
  s.bare = key;
  s.key = rsa ? R"({"kty":"RSA","n":")" + number(key, "n", 0) + R"(","e":")" + number(key, "e", 0)
              : R"({"kty":"EC","crv":"P-256","x":")" + number(key, "qx", 32) + R"(","y":")" + number(key, "qy", 32);
  s.key += R"(","kid":"k1","use":"sig"})";
  s.text = url64(std::string(R"({"alg":")") + name + R"(","kid":"k1","typ":"JWT"})") + '.' + url64(payload);
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  std::size_t size = 512;
  s.signature.resize(size);
  auto* const out = reinterpret_cast<unsigned char*>(s.signature.data());
  if (EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context, out, &size, reinterpret_cast<const unsigned char*>(s.text.data()), s.text.size()) != 1)
    fail("signing");
  EVP_MD_CTX_free(context);
  s.signature.resize(size);
  std::string wire = s.signature;
  if (!rsa) {
    const auto* from = reinterpret_cast<const unsigned char*>(s.signature.data());
    ECDSA_SIG* const pair = d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(size));
    wire.assign(64, '\0');
    BN_bn2binpad(ECDSA_SIG_get0_r(pair), reinterpret_cast<unsigned char*>(wire.data()), 32);
    BN_bn2binpad(ECDSA_SIG_get0_s(pair), reinterpret_cast<unsigned char*>(wire.data()) + 32, 32);
    ECDSA_SIG_free(pair);
  }
  s.token = s.text + '.' + url64(wire);
  return s;
}

subject with_sodium() {
  const auto key = aval::crypto::keypair::generate();
  subject s{"EdDSA", cr::sign_jws(payload, key, "k1", "JWT"), cr::jwk_text(key.public_key(), "k1"), {}, {}};
  s.text = s.token.substr(0, s.token.rfind('.'));
  const auto signature = key.sign(s.text);
  s.signature.assign(aval::as_text(signature.bytes()));
  s.ed25519.assign(aval::as_text(key.public_key().bytes()));
  return s;
}

bool bare_check(const subject& s) {
  const auto* const text = reinterpret_cast<const unsigned char*>(s.text.data());
  const auto* const signature = reinterpret_cast<const unsigned char*>(s.signature.data());
  if (s.bare == nullptr)
    return ::crypto_sign_ed25519_verify_detached(signature, text, s.text.size(), reinterpret_cast<const unsigned char*>(s.ed25519.data())) == 0;
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  const bool good = EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, s.bare) == 1 &&
                    EVP_DigestVerify(context, signature, s.signature.size(), text, s.text.size()) == 1;
  EVP_MD_CTX_free(context);
  return good;
}

}  // namespace

int main(int argc, char** argv) {
  const auto a = bench::parse_arguments(argc, argv, 15);
  cr::jwt_options options;
  options.issuer = "https://oauth.example";
  options.audiences = {"my-agent"};
  const cr::jwt_checker checker(options);
  const std::vector<subject> subjects{with_openssl("RS256", EVP_RSA_gen(2048), true), with_openssl("ES256", EVP_EC_gen("P-256"), false), with_sodium()};
  const std::size_t count = a.smoke ? 100 : 3'000;
  const auto each = [count](auto&& check) {  // CPU time of one
    bench::figures out;
    const double from = bench::microseconds(CLOCK_PROCESS_CPUTIME_ID);
    for (std::size_t i = 0; i < count; ++i) check();
    out.client_cpu = (bench::microseconds(CLOCK_PROCESS_CPUTIME_ID) - from) / static_cast<double>(count);
    return out;
  };
  bench::report r("web_tokens", a);
  for (const subject& s : subjects) {
    const auto keys = cr::parse_jwk_set(R"({"keys":[)" + s.key + "]}").value();
    if (!checker.check(s.token, keys, now) || !bare_check(s)) fail("a good token does not verify");
    std::string forged = s.token;
    forged[forged.size() - 20] = forged[forged.size() - 20] == 'A' ? 'B' : 'A';
    if (checker.check(forged, keys, now)) fail("a forged token verifies");
    const std::string token = std::string(s.name) + " token", bare = std::string(s.name) + " bare signature";
    for (unsigned round = 0; round < a.rounds; ++round) {
      r.add(token, each([&] {
              if (!checker.check(s.token, keys, now)) fail("a token does not verify");
            }));
      r.add(bare, each([&] {
              if (!bare_check(s)) fail("a signature does not verify");
            }));
    }
    r.ratio(std::string(s.name) + ", token to bare signature", token, bare, &bench::figures::client_cpu, bench::at_most(1.2));
  }
  r.print();
  for (const subject& s : subjects) EVP_PKEY_free(s.bare);
  return 0;
}
