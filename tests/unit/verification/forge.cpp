// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/verification/forge.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/keys/local_signer.hpp"
#include "gateway/xml/canonical.hpp"

#include <openssl/bio.h>
#include <openssl/pem.h>
#include <openssl/ts.h>

#include <array>

namespace wetbode::test {

namespace {

using namespace std::chrono_literals;

/// RFC 7468: lines of 64 characters.
std::string in_lines(std::string const& text) {
    std::string lines;
    for (std::size_t at = 0; at < text.size(); at += 64) lines += text.substr(at, 64) + "\n";
    return lines;
}

std::string x509(std::string const& der) { return "<ds:X509Certificate>" + base64(der) + "</ds:X509Certificate>"; }

trust::Authority new_authority() { return trust::Authority({noon() - 24h * 365, "http://trust.invalid"}); }

}  // namespace

std::string canonical(std::string const& document) {
    std::string out;
    xml::Canonicaliser canonicaliser([&out](std::string_view piece) { out.append(piece); });
    std::array<xml::Sink*, 1> const sinks{&canonicaliser};
    REQUIRE(xml::read(content_of(document), {}, sinks));
    canonicaliser.finish();
    return out;
}

std::string digest64(std::string_view octets) { return base64(hash_of(HashAlgorithm::sha256, octets)); }

Forge::Forge()
    : authority(new_authority()),
      seal(authority.issue({"Zegel", trust::KeyKind::p256, noon() - 24h * 30, noon() + 24h * 365})) {
    use(seal);
}

void Forge::use(trust::Issued issued) {
    seal = std::move(issued);
    chain_ = authority.chain_of(seal.certificate);
    std::string pem;
    for (auto const& der : chain_)
        pem += "-----BEGIN CERTIFICATE-----\n" + in_lines(base64(der)) + "-----END CERTIFICATE-----\n";
    write(folder / "seal.key", seal.key_pem);
    write(folder / "seal.pem", pem);
    write(folder / "root.pem", authority.root_pem());
    std::filesystem::permissions(folder / "seal.key",
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    auto const facts = facts_of_certificate(seal.certificate);
    REQUIRE(facts);
    // Not by way of the keyring: it refuses certificates that no seal may have, and a forger has those.
    std::unique_ptr<BIO, int (*)(BIO*)> const pem_key(
        BIO_new_mem_buf(seal.key_pem.data(), static_cast<int>(seal.key_pem.size())), BIO_free);
    PrivateKey key(PEM_read_bio_PrivateKey(pem_key.get(), nullptr, nullptr, nullptr));
    REQUIRE(key != nullptr);
    signer_ = local_signer(std::move(key), {chain_, {SignatureScheme::ecdsa, HashAlgorithm::sha256}, facts->key_bits,
                                            facts->not_after});
}

std::string Forge::signature(Recipe const& recipe) const {
    std::string const ds = "xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"";
    std::string const sha256 = "http://www.w3.org/2001/04/xmlenc#sha256";
    std::string const exclusive = "http://www.w3.org/2001/10/xml-exc-c14n#";
    auto plain = recipe.document;
    if (auto const at = plain.find(signature_place); at != std::string::npos) plain.erase(at, signature_place.size());
    auto const& named = recipe.named_certificate.empty() ? chain_.front() : recipe.named_certificate;
    auto const properties =
        "<xades:SignedProperties xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\" Id=\"" + recipe.id + "-props\">"
        "<xades:SignedSignatureProperties><xades:SigningTime>" + recipe.claimed + "</xades:SigningTime>"
        "<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod " + ds + " Algorithm=\"" + sha256 +
        "\"></ds:DigestMethod><ds:DigestValue " + ds + ">" + digest64(named) +
        "</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>"
        "</xades:SignedSignatureProperties><xades:SignedDataObjectProperties>"
        "<xades:DataObjectFormat ObjectReference=\"" +
        recipe.format_reference + "\"><xades:MimeType>application/xml</xades:MimeType></xades:DataObjectFormat>"
        "</xades:SignedDataObjectProperties></xades:SignedProperties>";
    std::string info = "<ds:SignedInfo " + ds + "><ds:CanonicalizationMethod Algorithm=\"" + exclusive +
                       "\"></ds:CanonicalizationMethod><ds:SignatureMethod Algorithm=\"" + recipe.signature_method +
                       "\"></ds:SignatureMethod>";
    if (recipe.document_reference)
        info += "<ds:Reference Id=\"ref\"" + recipe.uri + "><ds:Transforms>" + recipe.transforms +
                "</ds:Transforms><ds:DigestMethod Algorithm=\"" + recipe.digest_method +
                "\"></ds:DigestMethod><ds:DigestValue>" +
                digest64(recipe.covered ? *recipe.covered : canonical(plain)) + "</ds:DigestValue></ds:Reference>";
    info += recipe.more_references;
    if (recipe.properties_reference)
        info += "<ds:Reference Type=\"http://uri.etsi.org/01903#SignedProperties\" URI=\"#" + recipe.id +
                "-props\"><ds:Transforms><ds:Transform Algorithm=\"" + exclusive +
                "\"></ds:Transform></ds:Transforms><ds:DigestMethod Algorithm=\"" + sha256 +
                "\"></ds:DigestMethod><ds:DigestValue>" + digest64(properties) + "</ds:DigestValue></ds:Reference>";
    info += "</ds:SignedInfo>";
    auto const value = base64(signer_->sign(hash_of(HashAlgorithm::sha256, canonical(info))));
    auto const shown = recipe.shown_certificates.empty()
                           ? x509(chain_.at(0)) + x509(chain_.at(1))
                           : recipe.shown_certificates;
    return "<ds:Signature " + ds + " Id=\"" + recipe.id + "\">" + info + "<ds:SignatureValue>" + value +
           "</ds:SignatureValue><ds:KeyInfo>" + recipe.before_x509 + "<ds:X509Data>" + shown +
           "</ds:X509Data></ds:KeyInfo>" + recipe.before_object +
           "<ds:Object><xades:QualifyingProperties xmlns:xades=\"http://uri.etsi.org/01903/v1.3.2#\" Target=\"" +
           recipe.target + "\">" + properties + recipe.unsigned_properties +
           "</xades:QualifyingProperties></ds:Object></ds:Signature>";
}

std::string Forge::make(Recipe const& recipe) const {
    auto document = recipe.document;
    replace(document, signature_place, signature(recipe));
    return document;
}

VerificationOptions Forge::options() const { return trusting({folder / "root.pem"}); }

VerificationReport Forge::verify(std::string document) const {
    return verify_document(content_of(std::move(document)), "act.xml", options());
}

std::string token_over(trust::Authority& authority, std::string_view octets, Instant at) {
    return token_with_imprint(authority, hash_of(HashAlgorithm::sha256, octets), at);
}

std::string token_with_imprint(trust::Authority& authority, std::string_view digest, Instant at) {
    auto const algorithm = der::sequence({der::oid("2.16.840.1.101.3.4.2.1"), der::null()});
    auto const imprint = der::sequence({algorithm, der::octet_string(digest)});
    // certReq TRUE: the token must carry the certificate of the authority
    auto const request = der::sequence({der::integer(1), imprint, der::tlv(0x01, "\xFF")});
    auto const response = authority.time_stamp(request, at);
    auto const* in = reinterpret_cast<unsigned char const*>(response.data());
    std::unique_ptr<TS_RESP, decltype(&TS_RESP_free)> const read(
        d2i_TS_RESP(nullptr, &in, static_cast<long>(response.size())), &TS_RESP_free);
    REQUIRE(read != nullptr);
    auto* const token = TS_RESP_get_token(read.get());
    REQUIRE(token != nullptr);
    unsigned char* out = nullptr;
    auto const length = i2d_PKCS7(token, &out);
    REQUIRE(length > 0);
    std::string der(reinterpret_cast<char*>(out), static_cast<std::size_t>(length));
    OPENSSL_free(out);
    return der;
}

}  // namespace wetbode::test
