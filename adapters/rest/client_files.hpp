// SPDX-License-Identifier: EUPL-1.2
// The TLS side of a client: authorities and client certificate. Used by rest_client.cpp only.
#pragma once

#include "adapters/rest/rest_client.hpp"

#include <openssl/ssl.h>

namespace wetbode::rest {

/// Puts authorities, certificate and key into the context. Only TLS 1.2 and 1.3. Throws std::runtime_error with the
/// name of the file that is wrong; the context then trusts nobody.
void arm(SSL_CTX* context, ClientSettings const& settings);

}  // namespace wetbode::rest
