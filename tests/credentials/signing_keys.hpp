// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/hmac.hpp"

// An issuer of tokens with keys of its own, that signs whatever a test wants.

namespace jwt_test {

inline std::string base64url(std::string_view text) { return aval::crypto::base64url_encode(aval::as_bytes(text)); }

class signing_key {
 public:
  static signing_key rsa(unsigned bits = 2048) { return signing_key(EVP_RSA_gen(bits), 0); }
  static signing_key p256() { return signing_key(EVP_EC_gen("P-256"), 32); }
  static signing_key p384() { return signing_key(EVP_EC_gen("P-384"), 48); }
  static signing_key p521() { return signing_key(EVP_EC_gen("P-521"), 66); }

  /** The public half as JWK; `rest` are further members, each with a comma in front. */
  std::string jwk(const std::string& rest = {}) const {
    if (size_ == 0) return R"({"kty":"RSA","n":")" + number("n", 0) + R"(","e":")" + number("e", 0) + '"' + rest + '}';
    const char* curve = size_ == 32 ? "P-256" : size_ == 48 ? "P-384" : "P-521";
    return std::string(R"({"kty":"EC","crv":")") + curve + R"(","x":")" + number("qx", size_) + R"(","y":")" + number("qy", size_) + '"' + rest + '}';
  }

  /** A signature as RFC 7518 wants it: `algorithm` is "RS256" and so on. */
  std::string sign(std::string_view algorithm, std::string_view text) const {
    const EVP_MD* digest = algorithm.ends_with("256") ? EVP_sha256() : algorithm.ends_with("384") ? EVP_sha384() : EVP_sha512();
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    EVP_PKEY_CTX* options = nullptr;
    bool good = EVP_DigestSignInit(context.get(), &options, digest, nullptr, key_.get()) == 1;
    if (algorithm.starts_with("PS"))
      good = good && EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) == 1 && EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) == 1;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    std::size_t size = 0;
    good = good && EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) == 1;
    std::string out(size, '\0');
    good = good && EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, bytes, text.size()) == 1;
    if (!good) throw std::runtime_error("signing in a test");
    out.resize(size);
    return size_ == 0 ? out : fixed_length(out);
  }
  /** A whole token; `header` is JSON. */
  std::string token(std::string_view algorithm, std::string_view header, std::string_view payload) const {
    std::string text = base64url(header) + '.' + base64url(payload);
    return text + '.' + base64url(sign(algorithm, text));
  }

  /** The ECDSA signature in DER, as other software has it. */
  std::string to_der(std::string_view fixed) const {
    std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(ECDSA_SIG_new(), &ECDSA_SIG_free);
    const auto* bytes = reinterpret_cast<const unsigned char*>(fixed.data());
    ECDSA_SIG_set0(pair.get(), BN_bin2bn(bytes, static_cast<int>(size_), nullptr), BN_bin2bn(bytes + size_, static_cast<int>(size_), nullptr));
    unsigned char out[256];
    unsigned char* to = out;
    const int size = i2d_ECDSA_SIG(pair.get(), &to);
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(size)};
  }

 private:
  signing_key(EVP_PKEY* key, std::size_t size) : key_(key, &EVP_PKEY_free), size_(size) {
    if (key == nullptr) throw std::runtime_error("making a key in a test");
  }
  std::string number(const char* name, std::size_t size) const {
    BIGNUM* n = nullptr;
    EVP_PKEY_get_bn_param(key_.get(), name, &n);
    std::vector<unsigned char> out(size != 0 ? size : static_cast<std::size_t>(BN_num_bytes(n)));
    BN_bn2binpad(n, out.data(), static_cast<int>(out.size()));
    BN_free(n);
    return base64url({reinterpret_cast<const char*>(out.data()), out.size()});
  }
  std::string fixed_length(const std::string& der) const {
    const auto* from = reinterpret_cast<const unsigned char*>(der.data());
    std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)> pair(d2i_ECDSA_SIG(nullptr, &from, static_cast<long>(der.size())), &ECDSA_SIG_free);
    std::string out(2 * size_, '\0');
    auto* to = reinterpret_cast<unsigned char*>(out.data());
    BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), to, static_cast<int>(size_));
    BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), to + size_, static_cast<int>(size_));
    return out;
  }

  std::shared_ptr<EVP_PKEY> key_;
  std::size_t size_;  // of a coordinate; 0: RSA
};

/** One RSA key for the whole program: making one takes a tenth of a second. */
inline const signing_key& rsa_key() {
  static const signing_key key = signing_key::rsa();
  return key;
}

}  // namespace jwt_test
