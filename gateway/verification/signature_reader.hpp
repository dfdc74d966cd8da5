// SPDX-License-Identifier: EUPL-1.2
// Reads META-INF/*signatures*.xml: what each XAdES signature claims, and the canonical octets of what it signs, in one
// pass through the XML door. Nothing is believed here; only the form is checked. Any thread.
#pragma once

#include "gateway/text.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace wetbode {

inline constexpr std::size_t signatures_max = 16;  ///< in a container

struct ReadReference {
    std::string id;
    std::string uri;
    std::string type;
    std::vector<std::string> transforms;  ///< algorithms, in their order
    std::string digest_algorithm;
    std::string digest;  ///< base 64
};

struct ReadCertificateDigest {
    std::string algorithm;
    std::string digest;  ///< base 64
};

struct ReadFormat {
    std::string reference;  ///< "#" and the Id of a reference
    std::string media_type;
};

/// One ds:Signature. Fields that the standard wants once are there once; else it was not read.
struct ReadSignature {
    std::string id;
    std::string canonicalization;
    std::string algorithm;
    std::string signed_info;  ///< exclusive canonical form
    std::vector<ReadReference> references;
    std::string value;  ///< base 64
    std::vector<std::string> certificates;  ///< base 64, KeyInfo/X509Data only: no other key is ever looked at
    std::string target;
    std::string properties_id;
    std::string properties;  ///< SignedProperties, exclusive canonical form
    std::string signing_time;
    std::vector<ReadCertificateDigest> signing_certificates;  ///< the first is the signer's
    std::vector<ReadFormat> formats;
};

/// The signatures of one entry, or what is wrong with its form: XML that the door refuses, an Id that comes twice, a
/// signature in a place where it does not belong, a part that is missing or comes twice, a part of SignedInfo that
/// this verifier does not know.
[[nodiscard]] tl::expected<std::vector<ReadSignature>, Text> read_signatures(std::string document);

/// Names in an ODF manifest (META-INF/manifest.xml), the container itself ("/") left out.
[[nodiscard]] tl::expected<std::vector<std::string>, Text> read_container_manifest(std::string document);

}  // namespace wetbode
