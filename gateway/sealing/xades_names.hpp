// SPDX-License-Identifier: EUPL-1.2
// Names that XML Signature, XAdES and ASiC gave to things: spelled once for the writer and the verifier.
#pragma once

#include <string_view>

namespace wetbode::names {

inline constexpr std::string_view ds = "http://www.w3.org/2000/09/xmldsig#";
inline constexpr std::string_view xades = "http://uri.etsi.org/01903/v1.3.2#";
inline constexpr std::string_view xades141 = "http://uri.etsi.org/01903/v1.4.1#";
inline constexpr std::string_view asic = "http://uri.etsi.org/02918/v1.2.1#";
inline constexpr std::string_view odf_manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0";

inline constexpr std::string_view enveloped_signature = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
inline constexpr std::string_view exclusive_c14n = "http://www.w3.org/2001/10/xml-exc-c14n#";
inline constexpr std::string_view signed_properties_type = "http://uri.etsi.org/01903#SignedProperties";

inline constexpr std::string_view sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
inline constexpr std::string_view sha384 = "http://www.w3.org/2001/04/xmldsig-more#sha384";
inline constexpr std::string_view sha512 = "http://www.w3.org/2001/04/xmlenc#sha512";

inline constexpr std::string_view container_media_type = "application/vnd.etsi.asic-e+zip";
inline constexpr std::string_view mimetype_entry = "mimetype";
inline constexpr std::string_view manifest_entry = "META-INF/manifest.xml";
inline constexpr std::string_view signatures_entry = "META-INF/signatures001.xml";

}  // namespace wetbode::names
