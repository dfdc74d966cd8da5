// SPDX-License-Identifier: EUPL-1.2
#include "gateway/sealing/xades.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/refusal.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/sealing/names.hpp"
#include "gateway/sealing/xades_names.hpp"

#include <array>
#include <cstdio>

namespace wetbode {

namespace {

// Ids need only be unique within the document, which holds one signature.
constexpr std::string_view signature_id = "seal";
constexpr std::string_view properties_id = "seal-properties";

std::string_view octets_of(Digest const& digest) {
    return {reinterpret_cast<char const*>(digest.octets.data()), digest.octets.size()};
}

template <class... Parts>
void append(std::string& out, Parts const&... parts) {
    ((out += parts), ...);
}

std::string reference_id(std::size_t index) { return "file-" + std::to_string(index + 1); }

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
std::string signed_properties(std::vector<SignedFile> const& files, std::string_view certificate_xml,
                              Instant signed_at) {
    std::string out;
    out.reserve(1024 + 160 * files.size());
    append(out, "<xades:SignedProperties xmlns:xades=\"", names::xades, "\" Id=\"", properties_id, "\">",
           "<xades:SignedSignatureProperties><xades:SigningTime>", date_time(signed_at), "</xades:SigningTime>",
           certificate_xml, "</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>");
    for (std::size_t i = 0; i < files.size(); ++i)
        append(out, "<xades:DataObjectFormat ObjectReference=\"#", reference_id(i), "\"><xades:MimeType>",
               xml_text(files[i].media_type), "</xades:MimeType></xades:DataObjectFormat>");
    out += "</xades:SignedDataObjectProperties></xades:SignedProperties>";
    return out;
}

void append_digest(std::string& out, Digest const& digest) {
    append(out, "<ds:DigestMethod Algorithm=\"", names::sha256, "\"></ds:DigestMethod><ds:DigestValue>",
           base64(octets_of(digest)), "</ds:DigestValue>");
}

std::string signed_info(std::vector<SignedFile> const& files, Digest const& properties, SignatureAlgorithm algorithm) {
    std::string out;
    out.reserve(1024 + 320 * files.size());
    append(out, "<ds:SignedInfo xmlns:ds=\"", names::ds, "\"><ds:CanonicalizationMethod Algorithm=\"",
           names::exclusive_c14n, "\"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"",
           uri_of(algorithm), "\"></ds:SignatureMethod>");
    for (std::size_t i = 0; i < files.size(); ++i) {
        append(out, "<ds:Reference Id=\"", reference_id(i), "\" URI=\"", uri_of_name(files[i].name), "\">");
        append_digest(out, files[i].digest);
        out += "</ds:Reference>";
    }
    append(out, "<ds:Reference Type=\"", names::signed_properties_type, "\" URI=\"#", properties_id,
           "\"><ds:Transforms><ds:Transform Algorithm=\"", names::exclusive_c14n,
           "\"></ds:Transform></ds:Transforms>");
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
    key_info_xml_ = "<ds:KeyInfo><ds:X509Data>";
    for (auto const& der : signer.chain())
        append(key_info_xml_, "<ds:X509Certificate>", base64(der), "</ds:X509Certificate>");
    key_info_xml_ += "</ds:X509Data></ds:KeyInfo>";
}

std::string XadesWriter::signatures_xml(std::vector<SignedFile> const& files, Instant signed_at) const {
    ensure(!files.empty(), "a seal covers at least one file");
    auto const properties = signed_properties(files, signing_certificate_xml_, signed_at);
    auto const info = signed_info(files, sha256(properties), signer_.algorithm());
    auto const value = signer_.sign(hash_of(signer_.algorithm().hash, info));
    std::string out;
    out.reserve(info.size() + properties.size() + key_info_xml_.size() + 1024);
    append(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<asic:XAdESSignatures xmlns:asic=\"", names::asic,
           "\"><ds:Signature xmlns:ds=\"", names::ds, "\" Id=\"", signature_id, "\">", info, "<ds:SignatureValue>",
           base64(value), "</ds:SignatureValue>", key_info_xml_,
           "<ds:Object><xades:QualifyingProperties xmlns:xades=\"", names::xades, "\" Target=\"#", signature_id,
           "\">", properties, "</xades:QualifyingProperties></ds:Object></ds:Signature></asic:XAdESSignatures>\n");
    return out;
}

}  // namespace wetbode
