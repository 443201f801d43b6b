// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

#include <memory>

namespace aval {
inline namespace v0 {
namespace crypto {
namespace detail {

/** Frees an object of OpenSSL with its own function. */
template <auto Free>
struct openssl_free {
  template <class T>
  void operator()(T* p) const noexcept {
    Free(p);
  }
};
/** The owner of one: openssl_handle<BIGNUM, &BN_free>. */
template <class T, auto Free>
using openssl_handle = std::unique_ptr<T, openssl_free<Free>>;

}  // namespace detail
}  // namespace crypto
}  // namespace v0
}  // namespace aval
