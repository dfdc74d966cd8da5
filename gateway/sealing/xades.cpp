// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/xades.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/refusal.hpp"
#include "gateway/sealing/names.hpp"
#include "gateway/sealing/writing.hpp"
#include "gateway/sealing/xades_names.hpp"

#include <array>
#include <cstdio>

namespace wetbode {

namespace {

std::string reference_id(SignedObject const& object, std::string_view id, std::size_t index) {
    if (object.covered == Covered::document_around_it) return std::string(id) + "-document";
    return "file-" + std::to_string(index + 1);
}

/// xs:dateTime in UTC; the seconds are all that a claimed time is good for.
std::string date_time(Instant instant) {
    auto const day = std::chrono::floor<std::chrono::days>(instant);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{std::chrono::floor<std::chrono::seconds>(instant - day)};
    std::array<char, 32> text{};
    auto const length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ldZ",
                                      static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                      static_cast<unsigned>(date.day()), static_cast<long>(time.hours().count()),
                                      static_cast<long>(time.minutes().count()),
                                      static_cast<long>(time.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

/// Canonical form: attributes in alphabetical order, no empty-element tags, each namespace where it is first used.
std::string signed_properties(std::vector<SignedObject> const& objects, std::string_view id,
                              std::string_view certificate_xml, Instant signed_at) {
    std::string out;
    out.reserve(1024 + 160 * objects.size());
    append(out, "<xades:SignedProperties xmlns:xades=\"", names::xades, "\" Id=\"", id, "-properties\">",
           "<xades:SignedSignatureProperties><xades:SigningTime>", date_time(signed_at), "</xades:SigningTime>",
           certificate_xml, "</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>");
    for (std::size_t i = 0; i < objects.size(); ++i)
        append(out, "<xades:DataObjectFormat ObjectReference=\"#", reference_id(objects[i], id, i),
               "\"><xades:MimeType>", xml_text(objects[i].media_type), "</xades:MimeType></xades:DataObjectFormat>");
    out += "</xades:SignedDataObjectProperties></xades:SignedProperties>";
    return out;
}

void append_digest(std::string& out, Digest const& digest) {
    append(out, "<ds:DigestMethod Algorithm=\"", names::sha256, "\"></ds:DigestMethod><ds:DigestValue>",
           base64(octets_of(digest)), "</ds:DigestValue>");
}

constexpr std::string_view transform_end = "\"></ds:Transform>";

std::string signed_info(std::vector<SignedObject> const& objects, std::string_view id, Digest const& properties,
                        SignatureAlgorithm algorithm) {
    std::string out;
    out.reserve(1024 + 320 * objects.size());
    append(out, "<ds:SignedInfo xmlns:ds=\"", names::ds, "\"><ds:CanonicalizationMethod Algorithm=\"",
           names::exclusive_c14n, "\"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"",
           uri_of(algorithm), "\"></ds:SignatureMethod>");
    for (std::size_t i = 0; i < objects.size(); ++i) {
        append(out, "<ds:Reference Id=\"", reference_id(objects[i], id, i), "\" URI=\"", uri_of_name(objects[i].name),
               "\">");
        if (objects[i].covered == Covered::document_around_it)
            append(out, "<ds:Transforms><ds:Transform Algorithm=\"", names::enveloped_signature, transform_end,
                   "<ds:Transform Algorithm=\"", names::exclusive_c14n, transform_end, "</ds:Transforms>");
        append_digest(out, objects[i].digest);
        out += "</ds:Reference>";
    }
    append(out, "<ds:Reference Type=\"", names::signed_properties_type, "\" URI=\"#", id,
           "-properties\"><ds:Transforms><ds:Transform Algorithm=\"", names::exclusive_c14n, transform_end,
           "</ds:Transforms>");
    append_digest(out, properties);
    out += "</ds:Reference></ds:SignedInfo>";
    return out;
}

}  // namespace

XadesWriter::XadesWriter(Signer const& signer) : signer_(signer) {
    ensure(!signer.chain().empty(), "a signer has a certificate");
    auto const& certificate = signer.chain().front();
    auto const digest = sha256(certificate);
    certificate_ = digest.hex();
    append(signing_certificate_xml_, "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest>",
           "<ds:DigestMethod xmlns:ds=\"", names::ds, "\" Algorithm=\"", names::sha256,
           "\"></ds:DigestMethod><ds:DigestValue xmlns:ds=\"", names::ds, "\">", base64(octets_of(digest)),
           "</ds:DigestValue></xades:CertDigest><xades:IssuerSerialV2>", base64(issuer_serial_of(certificate)),
           "</xades:IssuerSerialV2></xades:Cert></xades:SigningCertificateV2>");
    append(key_info_xml_, "<ds:KeyInfo xmlns:ds=\"", names::ds, "\"><ds:X509Data>");
    for (auto const& der : signer.chain())
        append(key_info_xml_, "<ds:X509Certificate>", base64(der), "</ds:X509Certificate>");
    key_info_xml_ += "</ds:X509Data></ds:KeyInfo>";
}

SignatureParts XadesWriter::sign(std::vector<SignedObject> const& objects, std::string_view id,
                                 Instant signed_at) const {
    ensure(!objects.empty(), "a seal covers something");
    SignatureParts parts;
    parts.id = id;
    parts.properties = signed_properties(objects, id, signing_certificate_xml_, signed_at);
    auto const algorithm = signer_.algorithm();
    parts.signed_info = signed_info(objects, id, sha256(parts.properties), algorithm);
    auto const value = signer_.sign(hash_of(algorithm.hash, parts.signed_info));
    append(parts.value, "<ds:SignatureValue xmlns:ds=\"", names::ds, "\">", base64(value), "</ds:SignatureValue>");
    parts.key_info = key_info_xml_;
    return parts;
}

namespace {

/// A part as it stands in the signature, which has declared the namespace already.
std::string without_declaration(std::string part) {
    std::string declaration;
    append(declaration, " xmlns:ds=\"", names::ds, "\"");
    part.erase(part.find(declaration), declaration.size());
    return part;
}

}  // namespace

std::string signature_xml(SignatureParts const& parts, std::string_view unsigned_xml) {
    std::string out;
    out.reserve(parts.signed_info.size() + parts.properties.size() + parts.key_info.size() + unsigned_xml.size() +
                1024);
    append(out, "<ds:Signature xmlns:ds=\"", names::ds, "\" Id=\"", parts.id, "\">", parts.signed_info,
           without_declaration(parts.value), without_declaration(parts.key_info));
    append(out, "<ds:Object><xades:QualifyingProperties xmlns:xades=\"", names::xades, "\" Target=\"#", parts.id, "\">",
           parts.properties);
    if (!unsigned_xml.empty()) out += unsigned_properties_xml(unsigned_xml);
    out += "</xades:QualifyingProperties></ds:Object></ds:Signature>";
    return out;
}

std::string unsigned_properties_xml(std::string_view unsigned_xml) {
    std::string out;
    append(out, "<xades:UnsignedProperties xmlns:xades=\"", names::xades, "\"><xades:UnsignedSignatureProperties>",
           unsigned_xml, "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>");
    return out;
}

std::string signatures_document(std::string_view signature) {
    std::string out;
    append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<asic:XAdESSignatures xmlns:asic=\"", names::asic, "\">",
           signature, "</asic:XAdESSignatures>\n");
    return out;
}

}  // namespace wetbode
