// SPDX-License-Identifier: EUPL-1.2
// Writes the CMS SignedData (RFC 5652) of a PAdES signature by hand: OpenSSL would add a signing time, which ETSI
// EN 319 142-1 clause 6.3 forbids in a PDF, and could not sign with a key that it does not hold. Pure but for the key.
#pragma once

#include "gateway/crypto/algorithm.hpp"
#include "gateway/keys/signer.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wetbode::pades {

/// SignedAttributes as they are hashed (SET OF): content-type id-data, message-digest, signing-certificate-v2.
[[nodiscard]] std::string signed_attributes(std::string_view content_digest, std::string_view certificate);

/// The value as CMS carries it, over signed attributes. Throws Outage("keys").
[[nodiscard]] std::string cms_signature(Signer const& signer, std::string_view attributes);

struct SignedParts {
    SignatureAlgorithm algorithm;
    std::vector<std::string> const& certificates;  ///< DER, the signer's first
    std::string_view attributes;  ///< as signed_attributes() gave them
    std::string_view signature;
    std::string_view time_token;  ///< over the signature, becomes id-aa-signatureTimeStampToken; empty: none
};

/// ContentInfo with detached SignedData, one SignerInfo; DER.
[[nodiscard]] std::string signed_data(SignedParts const& parts);

}  // namespace wetbode::pades
