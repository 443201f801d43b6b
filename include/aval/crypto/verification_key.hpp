// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aval/core/bytes.hpp"
#include "aval/crypto/detail/openssl_handle.hpp"
#include "aval/crypto/errors.hpp"

/*  Public RSA and elliptic-curve keys of others, and the signatures that web tokens carry (RFC 7518 section 3): RSA PKCS #1 v1.5 and PSS
 *  with SHA-2, ECDSA on P-256, P-384 and P-521 in its fixed-length form. Only checking. Ed25519 is in keypair.hpp. On OpenSSL. */

namespace aval {
inline namespace v0 {
namespace crypto {

/** How a message was signed. Each goes with one kind of key. */
enum class signature_scheme : std::uint8_t {
  rsa_pkcs1_sha256,
  rsa_pkcs1_sha384,
  rsa_pkcs1_sha512,
  rsa_pss_sha256,  ///< PSS: MGF1 with the same digest, salt as long as the digest
  rsa_pss_sha384,
  rsa_pss_sha512,
  ecdsa_p256_sha256,  ///< ECDSA: r and s, each as long as the curve's order, one behind the other
  ecdsa_p384_sha384,
  ecdsa_p521_sha512
};

enum class curve : std::uint8_t { p256, p384, p521 };

namespace detail {

using key_handle = openssl_handle<EVP_PKEY, &EVP_PKEY_free>;
using key_context_handle = openssl_handle<EVP_PKEY_CTX, &EVP_PKEY_CTX_free>;
using number_handle = openssl_handle<BIGNUM, &BN_free>;
using parameters_handle = openssl_handle<OSSL_PARAM, &OSSL_PARAM_free>;
using parameters_builder_handle = openssl_handle<OSSL_PARAM_BLD, &OSSL_PARAM_BLD_free>;
using ecdsa_handle = openssl_handle<ECDSA_SIG, &ECDSA_SIG_free>;

struct curve_facts {
  const char* name;
  std::size_t size;  ///< bytes of a coordinate and of the group's order
};
inline constexpr std::array<curve_facts, 3> facts_of_curves{curve_facts{"P-256", 32}, {"P-384", 48}, {"P-521", 66}};

/** The digests of the schemes, fetched once: a fetch costs as much as a third of an RSA check. */
inline const EVP_MD* digest_of(signature_scheme scheme) noexcept {
  static EVP_MD* const digests[] = {::EVP_MD_fetch(nullptr, "SHA256", nullptr), ::EVP_MD_fetch(nullptr, "SHA384", nullptr),
                                    ::EVP_MD_fetch(nullptr, "SHA512", nullptr)};
  return digests[static_cast<unsigned>(scheme) % 3];
}

inline const unsigned char* octets(bytes_view b) noexcept { return reinterpret_cast<const unsigned char*>(b.data()); }

inline key_handle key_from(const char* type, OSSL_PARAM* parameters) noexcept {
  key_context_handle context(::EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr));
  EVP_PKEY* made = nullptr;
  if (!context || ::EVP_PKEY_fromdata_init(context.get()) != 1 || ::EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
    made = nullptr;
  return key_handle(made);
}

inline failure refused(const char* what) {
  ::ERR_clear_error();
  return fail(errc::bad_key, std::string(what) + " that can not be used");
}

}  // namespace detail

/** Somebody's public key, RSA or on a curve of NIST.
 *  A cheap handle; copies share the key. The default one verifies nothing. @par Threads  any number may verify with one key at once. */
class verification_key {
 public:
  verification_key() = default;

  /** From modulus and exponent, big-endian. Refused (bad_key): less than 2048 bits, which can be factored (RFC 7518 3.3); more than 8192,
   *  which only cost time; an even modulus; an exponent that is even, below 3 or longer than 64 bits. */
  static result<verification_key> rsa(bytes_view modulus, bytes_view exponent) {
    if (modulus.size() > 2048 || exponent.size() > 64) return detail::fail(errc::bad_key, "an RSA key of more than 8192 bits, or with a huge exponent");
    detail::number_handle n(::BN_bin2bn(detail::octets(modulus), static_cast<int>(modulus.size()), nullptr));
    detail::number_handle e(::BN_bin2bn(detail::octets(exponent), static_cast<int>(exponent.size()), nullptr));
    if (!n || !e) return detail::fail(errc::library_failed, "reading an RSA key");
    const int bits = BN_num_bits(n.get());
    if (bits < 2048) return detail::fail(errc::bad_key, "an RSA key of " + std::to_string(bits) + " bits; 2048 is the least");
    if (bits > 8192) return detail::fail(errc::bad_key, "an RSA key of more than 8192 bits");
    if (!::BN_is_odd(n.get()) || !::BN_is_odd(e.get()) || ::BN_is_one(e.get()) || BN_num_bits(e.get()) > 64)
      return detail::fail(errc::bad_key, "not an RSA key: its modulus or exponent can not be one");
    detail::parameters_builder_handle builder(::OSSL_PARAM_BLD_new());
    if (!builder || ::OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) != 1 ||
        ::OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()) != 1)
      return detail::fail(errc::library_failed, "reading an RSA key");
    const detail::parameters_handle parameters(::OSSL_PARAM_BLD_to_param(builder.get()));
    const detail::key_handle key(parameters ? detail::key_from("RSA", parameters.get()) : nullptr);
    verification_key k;
    k.size_ = (static_cast<std::size_t>(bits) + 7) / 8;
    if (!key || !k.prepare(key.get())) return detail::refused("an RSA key");
    return k;
  }

  /** From the coordinates of a point, big-endian, each exactly as long as the curve's field (RFC 7518 6.2.1.2). Refused (bad_key): any
   *  other length, a point that is not on the curve. */
  static result<verification_key> elliptic(crypto::curve on, bytes_view x, bytes_view y) {
    const detail::curve_facts& facts = detail::facts_of_curves[static_cast<unsigned>(on)];
    if (x.size() != facts.size || y.size() != facts.size)
      return detail::fail(errc::bad_key, std::string("a coordinate on ") + facts.name + " has " + std::to_string(facts.size) + " bytes");
    std::vector<unsigned char> point(1, static_cast<unsigned char>(POINT_CONVERSION_UNCOMPRESSED));
    point.insert(point.end(), detail::octets(x), detail::octets(x) + x.size());
    point.insert(point.end(), detail::octets(y), detail::octets(y) + y.size());
    detail::parameters_builder_handle builder(::OSSL_PARAM_BLD_new());
    if (!builder || ::OSSL_PARAM_BLD_push_utf8_string(builder.get(), OSSL_PKEY_PARAM_GROUP_NAME, facts.name, 0) != 1 ||
        ::OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(), point.size()) != 1)
      return detail::fail(errc::library_failed, "reading a key");
    const detail::parameters_handle parameters(::OSSL_PARAM_BLD_to_param(builder.get()));
    const detail::key_handle key(parameters ? detail::key_from("EC", parameters.get()) : nullptr);
    const detail::key_context_handle check(key ? ::EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr) : nullptr);
    verification_key k;
    k.elliptic_ = true;
    k.curve_ = on;
    k.size_ = facts.size;
    if (!check || ::EVP_PKEY_public_check(check.get()) != 1 || !k.prepare(key.get())) return detail::refused("a key on an elliptic curve");
    return k;
  }

  /** Whether signatures of this scheme can be this key's. */
  bool fits(signature_scheme scheme) const noexcept {
    if (!ready_) return false;
    if (scheme < signature_scheme::ecdsa_p256_sha256) return !elliptic_;
    return elliptic_ && static_cast<unsigned>(scheme) - static_cast<unsigned>(signature_scheme::ecdsa_p256_sha256) == static_cast<unsigned>(curve_);
  }

  /** Whether `signature` is this key's signature of exactly these bytes. false for everything else: a scheme that does not fit, a
   *  signature of another length, a failure of the library. */
  [[nodiscard]] bool verify(signature_scheme scheme, bytes_view message, bytes_view signature) const noexcept {
    if (!fits(scheme) || signature.size() != (elliptic_ ? 2 * size_ : size_)) return false;
    const bool good = check(scheme, message, signature);
    if (!good) ::ERR_clear_error();  // what OpenSSL has to say must not surface in somebody else's call
    return good;
  }
  [[nodiscard]] bool verify(signature_scheme scheme, std::string_view message, bytes_view signature) const noexcept {
    return verify(scheme, as_bytes(message), signature);
  }

 private:
  /* A context for each scheme that fits: what a check needs is looked up once, a check copies it. */
  using contexts = std::array<detail::key_context_handle, 6>;
  static std::size_t index_of(signature_scheme scheme) noexcept {
    return scheme < signature_scheme::ecdsa_p256_sha256 ? static_cast<std::size_t>(scheme) : 0;
  }
  bool prepare(EVP_PKEY* key) {
    auto made = std::make_shared<contexts>();
    for (std::size_t i = 0; i < (elliptic_ ? 1 : made->size()); ++i) {
      detail::key_context_handle context(::EVP_PKEY_CTX_new_from_pkey(nullptr, key, nullptr));
      if (!context || ::EVP_PKEY_verify_init(context.get()) != 1) return false;
      const auto scheme = static_cast<signature_scheme>(i);
      if (!elliptic_ && !set_padding(context.get(), scheme, detail::digest_of(scheme))) return false;
      (*made)[i] = std::move(context);
    }
    ready_ = std::move(made);
    return true;
  }
  static bool set_padding(EVP_PKEY_CTX* context, signature_scheme scheme, const EVP_MD* digest) noexcept {
    const bool pss = scheme >= signature_scheme::rsa_pss_sha256;
    if (digest == nullptr || ::EVP_PKEY_CTX_set_rsa_padding(context, pss ? RSA_PKCS1_PSS_PADDING : RSA_PKCS1_PADDING) != 1 ||
        ::EVP_PKEY_CTX_set_signature_md(context, digest) != 1)
      return false;
    return !pss || (::EVP_PKEY_CTX_set_rsa_pss_saltlen(context, RSA_PSS_SALTLEN_DIGEST) == 1 &&
                    ::EVP_PKEY_CTX_set_rsa_mgf1_md(context, digest) == 1);
  }

  bool check(signature_scheme scheme, bytes_view message, bytes_view signature) const noexcept {
    const EVP_MD* const digest = detail::digest_of(scheme);
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned hash_size = 0;
    if (digest == nullptr || ::EVP_Digest(message.data(), message.size(), hash, &hash_size, digest, nullptr) != 1) return false;
    const detail::key_context_handle context(::EVP_PKEY_CTX_dup((*ready_)[index_of(scheme)].get()));
    if (!context) return false;
    if (elliptic_) {
      // OpenSSL wants the two numbers in DER
      unsigned char der[2 * 66 + 16];
      const std::size_t der_size = to_der(signature, der);
      return der_size != 0 && ::EVP_PKEY_verify(context.get(), der, der_size, hash, hash_size) == 1;
    }
    return ::EVP_PKEY_verify(context.get(), detail::octets(signature), signature.size(), hash, hash_size) == 1;
  }

  /* SEQUENCE { INTEGER r, INTEGER s }; 0 when it can not be. */
  std::size_t to_der(bytes_view signature, unsigned char* out) const noexcept {
    const detail::ecdsa_handle pair(::ECDSA_SIG_new());
    detail::number_handle r(::BN_bin2bn(detail::octets(signature), static_cast<int>(size_), nullptr));
    detail::number_handle s(::BN_bin2bn(detail::octets(signature) + size_, static_cast<int>(size_), nullptr));
    if (!pair || !r || !s || ::ECDSA_SIG_set0(pair.get(), r.get(), s.get()) != 1) return 0;
    r.release();
    s.release();
    const int size = ::i2d_ECDSA_SIG(pair.get(), &out);
    return size > 0 ? static_cast<std::size_t>(size) : 0;
  }

  std::shared_ptr<const contexts> ready_;
  std::size_t size_ = 0;  // of the modulus, or of a coordinate
  crypto::curve curve_ = crypto::curve::p256;
  bool elliptic_ = false;
};

}  // namespace crypto
}  // namespace v0
}  // namespace aval
