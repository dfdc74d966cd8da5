// SPDX-License-Identifier: EUPL-1.2
// Reads XAdES signatures: what each one claims, and the canonical octets of what it signs, in one pass through the XML
// door. Nothing is believed here; only the form is checked. Any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/text.hpp"
#include "gateway/xml/door.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace wetbode {

inline constexpr std::size_t signatures_max = 16;  ///< in a container or a document

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

/// A child of UnsignedSignatureProperties: not signed, so it proves only what can be proven from it.
struct ReadProperty {
    std::string name;                 ///< "xades:SignatureTimeStamp", "xades141:ArchiveTimeStamp", ...
    std::string octets;               ///< the element, exclusive canonical form
    std::string canonicalization;     ///< of a time stamp: how what it is over was written; empty if it does not say
    std::vector<std::string> tokens;  ///< base 64
};

/// One ds:Signature. Fields that the standard wants once are there once; else it was not read.
struct ReadSignature {
    std::string id;
    std::string canonicalization;
    std::string algorithm;
    std::string signed_info;  ///< exclusive canonical form
    std::vector<ReadReference> references;
    std::string value;          ///< base 64
    std::string value_element;  ///< ds:SignatureValue, exclusive canonical form: what a SignatureTimeStamp is over
    std::string key_info;       ///< ds:KeyInfo, the same; empty if there is none
    std::vector<std::string> certificates;  ///< base 64, KeyInfo/X509Data only: no other key is ever looked at
    std::vector<std::string> key_names;     ///< ds:KeyName, ds:X509SubjectName and the like in KeyInfo: not signed
    std::string target;
    std::string properties_id;
    std::string properties;  ///< SignedProperties, exclusive canonical form
    std::string signing_time;
    std::vector<ReadCertificateDigest> signing_certificates;  ///< the first is the signer's
    std::vector<ReadFormat> formats;
    std::vector<ReadProperty> unsigned_properties;  ///< in document order
    std::vector<std::string> value_certificates;    ///< base 64, anywhere in the unsigned properties
    std::vector<std::string> crls;                  ///< the same
    std::vector<std::string> ocsps;                 ///< the same
};

/// The signatures of one META-INF/*signatures*.xml, or what is wrong with its form: XML that the door refuses, an Id
/// that comes twice, a signature in a place where it does not belong, a part that is missing or comes twice, a part of
/// SignedInfo that this verifier does not know, a ds:Object beside that of the properties.
[[nodiscard]] tl::expected<std::vector<ReadSignature>, Text> read_signatures(std::string document);

/// The signatures that stand directly below the root of an XML document, empty if there is none; or what is wrong,
/// as above. `reader` has opened the document, of at most `limits.bytes_max` octets; `listeners` hear the same pass.
[[nodiscard]] tl::expected<std::vector<ReadSignature>, Text> read_enveloped_signatures(
    ContentReader& reader, xml::Limits const& limits, std::span<xml::Sink* const> listeners);

struct ListedFile {
    std::string name;  ///< "/": the container itself
    std::string media_type;
};

/// What an ODF manifest (META-INF/manifest.xml) lists. Refused: anything in it but files.
[[nodiscard]] tl::expected<std::vector<ListedFile>, Text> read_container_manifest(std::string document);

}  // namespace wetbode
