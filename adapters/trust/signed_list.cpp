// SPDX-License-Identifier: EUPL-1.2
// Everything is written in exclusive canonical form at once, so that what is hashed is what stands there.
#include "adapters/trust/signed_list.hpp"

#include "adapters/trust/making.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/crypto/hashing.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/pem.h>

#include <array>

namespace wetbode::trust {

namespace {

constexpr std::string_view ds = "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"";
constexpr std::string_view xades = "xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\"";
constexpr std::string_view exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
constexpr std::string_view enveloped = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::string_view sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
constexpr std::string_view tsl = "http://uri.etsi.org/TrstSvc/";

/// Canonical XML section 2.3: of text.
std::string escaped(std::string_view text) {
    std::string out;
    for (char const c : text) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '\r') out += "&#xD;";
        else out += c;
    }
    return out;
}

std::string element(std::string const& name, std::string const& content, std::string const& attributes = {}) {
    std::string out = "<";
    out += name;
    out += attributes;
    out += '>';
    out += content;
    return out + "</" + name + ">";
}

std::string algorithm(std::string const& name, std::string_view uri, std::string const& before = {}) {
    return element(name, {}, before + " Algorithm=\"" + std::string(uri) + '"');
}

std::string names(std::string const& element_name, std::string const& name) {
    return element(element_name, element("Name", escaped(name), " xml:lang=\"en\""));
}

std::string identity(std::string const& certificate) {
    return element("ServiceDigitalIdentity",
                   element("DigitalId", element("X509Certificate", base64(certificate))));
}

std::string service(ListService const& one) {
    auto const information =
        element("ServiceTypeIdentifier", std::string(tsl) + "Svctype/" + one.type) + names("ServiceName", one.name) +
        identity(one.certificate) +
        element("ServiceStatus", std::string(tsl) + "TrustedList/Svcstatus/" + one.status) +
        element("StatusStartingTime", rfc3339(one.since));
    return element("TSPService", element("ServiceInformation", information));
}

std::string pointer(ListPointer const& one) {
    auto const other = [](std::string const& content) { return element("OtherInformation", content); };
    auto const about = other(element("SchemeTerritory", escaped(one.territory))) +
                       other(element("ns:MimeType", "application/vnd.etsi.tsl+xml",
                                     " xmlns:ns=\"http://uri.etsi.org/02231/v2/additionaltypes#\""));
    return element("OtherTSLPointer", element("ServiceDigitalIdentities", identity(one.signer)) +
                                          element("TSLLocation", escaped(one.url)) +
                                          element("AdditionalInformation", about));
}

/// The root with everything in it but its signature, and where that goes.
std::string list_around(ListWish const& wish, std::string const& signature) {
    std::string pointers;
    for (auto const& one : wish.pointers) pointers += pointer(one);
    std::string services;
    for (auto const& one : wish.services) services += service(one);
    bool const of_lists = !wish.pointers.empty();
    auto scheme = element("TSLVersionIdentifier", "6") +
                  element("TSLSequenceNumber", std::to_string(wish.sequence)) +
                  element("TSLType", std::string(tsl) + "TrustedList/TSLType/" +
                                         (of_lists ? "EUlistofthelists" : "EUgeneric")) +
                  names("SchemeOperatorName", "Wetbode demo") + element("SchemeTerritory", escaped(wish.territory));
    if (of_lists) scheme += element("PointersToOtherTSL", pointers);
    scheme += element("ListIssueDateTime", rfc3339(wish.issued)) +
              element("NextUpdate", element("dateTime", rfc3339(wish.next_update)));
    auto content = element("SchemeInformation", scheme);
    if (!services.empty()) {
        auto const provider = element("TSPInformation", names("TSPName", "Wetbode demo")) +
                              element("TSPServices", services);
        content += element("TrustServiceProviderList", element("TrustServiceProvider", provider));
    }
    return element("TrustServiceStatusList", content + signature,
                   " xmlns=\"http://uri.etsi.org/02231/v2#\" Id=\"list\" TSLTag=\"http://uri.etsi.org/19612/TSLTag\"");
}

Key key_of(std::string const& pem) {
    Handle<BIO, BIO_free_all> const bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
    Key key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
    must(key != nullptr, "no private key in PEM form");
    return key;
}

/// ECDSA with SHA-256 as XML Signature wants it: r and s, 32 octets each (RFC 6931 section 2.3.6).
std::string signature_value(std::string const& text, EVP_PKEY* key) {
    Handle<EVP_MD_CTX, EVP_MD_CTX_free> const context(EVP_MD_CTX_new());
    must(context && EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) == 1, "signing");
    std::array<unsigned char, 128> der{};
    auto length = der.size();
    must(EVP_DigestSign(context.get(), der.data(), &length, octets_of(text), text.size()) == 1, "signing");
    auto const* at = der.data();
    Handle<ECDSA_SIG, ECDSA_SIG_free> const pair(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(length)));
    must(pair != nullptr, "signing");
    std::array<unsigned char, 64> value{};
    must(BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), value.data(), 32) == 32, "signing");
    must(BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), value.data() + 32, 32) == 32, "signing");
    return base64({reinterpret_cast<char const*>(value.data()), value.size()});
}

std::string digest64(std::string_view octets) { return base64(hash_of(HashAlgorithm::sha256, octets)); }

std::string reference(std::string const& attributes, std::string const& transforms, std::string_view octets) {
    return element("ds:Reference", element("ds:Transforms", transforms) + algorithm("ds:DigestMethod", sha256) +
                                       element("ds:DigestValue", digest64(octets)),
                   attributes);
}

}  // namespace

std::string signed_list(ListWish const& wish, Issued const& signer) {
    std::string const in_ds = " " + std::string(ds);
    auto const digest = element("xades:CertDigest", algorithm("ds:DigestMethod", sha256, in_ds) +
                                                        element("ds:DigestValue", digest64(signer.certificate), in_ds));
    auto const about_signature =
        element("xades:SigningTime", rfc3339(wish.issued)) +
        element("xades:SigningCertificateV2", element("xades:Cert", digest));
    auto const about_list = element("xades:DataObjectFormat", element("xades:MimeType", "application/xml"),
                                    " ObjectReference=\"#list-reference\"");
    auto const properties = element("xades:SignedProperties",
                                    element("xades:SignedSignatureProperties", about_signature) +
                                        element("xades:SignedDataObjectProperties", about_list),
                                    " " + std::string(xades) + " Id=\"properties\"");
    auto const transform = algorithm("ds:Transform", exclusive);
    auto const info = element(
        "ds:SignedInfo",
        algorithm("ds:CanonicalizationMethod", exclusive) +
            algorithm("ds:SignatureMethod", "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256") +
            reference(" Id=\"list-reference\" URI=\"#list\"", algorithm("ds:Transform", enveloped) + transform,
                      list_around(wish, {})) +
            reference(" Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"#properties\"", transform,
                      properties),
        in_ds);
    auto const value = signature_value(info, key_of(signer.key_pem).get());
    auto const shown = element("ds:X509Data", element("ds:X509Certificate", base64(signer.certificate)));
    auto const object = element("xades:QualifyingProperties", properties,
                                " " + std::string(xades) + " Target=\"#signature\"");
    return list_around(wish, element("ds:Signature",
                                     info + element("ds:SignatureValue", value) + element("ds:KeyInfo", shown) +
                                         element("ds:Object", object),
                                     in_ds + " Id=\"signature\""));
}

}  // namespace wetbode::trust
