// Copyright (c) 2026 the aval authors
// Distributed under the Boost Software License, Version 1.0. See LICENSE.
#pragma once

/*  Keys, signatures, digests and encodings on libsodium. Certificates (OpenSSL) are opt-in: aval/crypto/certificate.hpp; so is the
 *  reader of old encrypted files: aval/crypto/legacy.hpp, and SHA-256 with the processor's help: aval/crypto/digest_openssl.hpp. */

#include "aval/crypto/did_key.hpp"
#include "aval/crypto/digest.hpp"
#include "aval/crypto/encoding.hpp"
#include "aval/crypto/errors.hpp"
#include "aval/crypto/hmac.hpp"
#include "aval/crypto/key_file.hpp"
#include "aval/crypto/key_formats.hpp"
#include "aval/crypto/keypair.hpp"
#include "aval/crypto/password.hpp"
#include "aval/crypto/random.hpp"
#include "aval/crypto/sealed_box.hpp"
