// SPDX-License-Identifier: EUPL-1.2
// The places within ds:Signature that a verifier knows. A look-alike anywhere else is not a part of a signature. Pure.
#pragma once

#include "gateway/sealing/xades_names.hpp"
#include "gateway/xml/door.hpp"

#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace wetbode::signature_parts {

enum class Part : unsigned {
    signature, signed_info, canonicalization, method, reference, transforms, transform, digest_method, digest_value,
    value, key_info, certificate, object, qualifying, properties, signing_time, signing_certificate, cert,
    cert_digest_method, cert_digest_value, format, format_media_type, unsigned_properties, other
};

struct Place {
    std::string_view path;  ///< below ds:Signature
    Part part;
};

inline constexpr std::array<Place, 16> places_in_signature{{
    {"", Part::signature},
    {"/ds:SignedInfo", Part::signed_info},
    {"/ds:SignedInfo/ds:CanonicalizationMethod", Part::canonicalization},
    {"/ds:SignedInfo/ds:SignatureMethod", Part::method},
    {"/ds:SignedInfo/ds:Reference", Part::reference},
    {"/ds:SignedInfo/ds:Reference/ds:Transforms", Part::transforms},
    {"/ds:SignedInfo/ds:Reference/ds:Transforms/ds:Transform", Part::transform},
    {"/ds:SignedInfo/ds:Reference/ds:DigestMethod", Part::digest_method},
    {"/ds:SignedInfo/ds:Reference/ds:DigestValue", Part::digest_value},
    {"/ds:SignatureValue", Part::value},
    {"/ds:KeyInfo", Part::key_info},
    {"/ds:KeyInfo/ds:X509Data/ds:X509Certificate", Part::certificate},
    {"/ds:Object", Part::object},
    {"/ds:Object/xades:QualifyingProperties", Part::qualifying},
    {"/ds:Object/xades:QualifyingProperties/xades:SignedProperties", Part::properties},
    {"/ds:Object/xades:QualifyingProperties/xades:UnsignedProperties", Part::unsigned_properties},
}};
inline constexpr std::string_view properties_path = places_in_signature[14].path;
inline constexpr std::array<Place, 7> places_in_properties{{
    {"/xades:SignedSignatureProperties/xades:SigningTime", Part::signing_time},
    {"/xades:SignedSignatureProperties/xades:SigningCertificateV2", Part::signing_certificate},
    {"/xades:SignedSignatureProperties/xades:SigningCertificateV2/xades:Cert", Part::cert},
    {"/xades:SignedSignatureProperties/xades:SigningCertificateV2/xades:Cert/xades:CertDigest/ds:DigestMethod",
     Part::cert_digest_method},
    {"/xades:SignedSignatureProperties/xades:SigningCertificateV2/xades:Cert/xades:CertDigest/ds:DigestValue",
     Part::cert_digest_value},
    {"/xades:SignedDataObjectProperties/xades:DataObjectFormat", Part::format},
    {"/xades:SignedDataObjectProperties/xades:DataObjectFormat/xades:MimeType", Part::format_media_type},
}};

/// What the signature does not cover stands in its children.
inline constexpr std::string_view unsigned_path =
    "/ds:Object/xades:QualifyingProperties/xades:UnsignedProperties/xades:UnsignedSignatureProperties";

inline Part part_at(std::string_view path) {
    auto const find = [](auto const& places, std::string_view wanted) {
        for (auto const& place : places)
            if (place.path == wanted) return place.part;
        return Part::other;
    };
    if (path.size() > properties_path.size() && path.starts_with(properties_path))
        return find(places_in_properties, path.substr(properties_path.size()));
    return find(places_in_signature, path);
}

inline constexpr std::array<std::pair<std::string_view, std::string_view>, 5> prefixes{{
    {names::ds, "ds:"}, {names::xades, "xades:"}, {names::xades141, "xades141:"}, {names::asic, "asic:"},
    {names::odf_manifest, "manifest:"},
}};

inline std::string step_of(xml::Element const& element) {
    // The older property names its certificate in the same way; a signature may have one of the two.
    if (element.uri == names::xades && element.local == "SigningCertificate") return "/xades:SigningCertificateV2";
    for (auto const& [uri, prefix] : prefixes)
        if (uri == element.uri) return "/" + std::string(prefix) + std::string(element.local);
    return "/?";
}

inline std::string value_of(xml::Element const& element, std::string_view name) {
    for (auto const& attribute : element.attributes)
        if (attribute.uri.empty() && attribute.local == name) return std::string(attribute.value);
    return {};
}

}  // namespace wetbode::signature_parts
