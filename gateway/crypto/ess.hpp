// SPDX-License-Identifier: EUPL-1.2
// ESS signing-certificate attributes (RFC 2634 section 5.4, RFC 5035): which certificate a signer says is his. Pure.
#pragma once

#include <string_view>

namespace wetbode {

enum class EssVersion {
    v1,  ///< SigningCertificate: SHA-1, which it cannot choose; enough to name, not to sign
    v2   ///< SigningCertificateV2
};

/// Whether the first identifier in the attribute's value (DER) is that of this certificate (DER): digest, and issuer
/// and serial number if they are there.
[[nodiscard]] bool ess_names(std::string_view value, std::string_view certificate, EssVersion version);

}  // namespace wetbode
