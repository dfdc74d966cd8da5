// SPDX-License-Identifier: EUPL-1.2
// Writes META-INF/signatures001.xml: one XAdES baseline B-B signature (ETSI EN 319 132-1) over files that lie beside
// it. What is signed is written in canonical form at once, so the octets that are hashed are the octets in the file.
// Immutable after construction; any thread.
#pragma once

#include "gateway/digest.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/time.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct SignedFile {
    std::string_view name;
    std::string_view media_type;
    Digest digest;
};

class XadesWriter {
public:
    /// What every signature of this key has in common is made here, once.
    explicit XadesWriter(Signer const& signer);

    /// The whole document. Throws Outage("keys").
    [[nodiscard]] std::string signatures_xml(std::vector<SignedFile> const& files, Instant signed_at) const;
    /// SHA-256 of the signing certificate, hexadecimal.
    [[nodiscard]] std::string const& certificate() const { return certificate_; }

private:
    Signer const& signer_;
    std::string certificate_;
    std::string signing_certificate_xml_;
    std::string key_info_xml_;
};

}  // namespace wetbode
