// SPDX-License-Identifier: EUPL-1.2
// Signs with a private key that OpenSSL holds in memory. For this folder, and for those who sign in demonstrations.
#pragma once

#include "gateway/crypto/handle.hpp"
#include "gateway/keys/seal_chain.hpp"
#include "gateway/keys/signer.hpp"

#include <openssl/evp.h>

#include <memory>

namespace wetbode {

using PrivateKey = Handle<EVP_PKEY, EVP_PKEY_free>;

[[nodiscard]] std::unique_ptr<Signer> local_signer(PrivateKey key, SealChain chain);

}  // namespace wetbode
