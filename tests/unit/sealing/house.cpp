// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/sealing/house.hpp"

#include "gateway/base/base64.hpp"
#include "gateway/base/content.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/handle.hpp"
#include "tests/unit/xml/judge.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

namespace wetbode::test {

namespace {

class EvpSigner final : public Signer {
public:
    EvpSigner(KeyChoice const& choice, std::string const& key_pem, std::vector<std::string> chain, Instant not_after)
        : algorithm_(choice.algorithm), order_octets_(choice.kind == trust::KeyKind::p384 ? 48 : 32),
          chain_(std::move(chain)), not_after_(not_after) {
        Handle<BIO, BIO_free_all> const bio(BIO_new_mem_buf(key_pem.data(), static_cast<int>(key_pem.size())));
        key_.reset(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr));
        REQUIRE(key_ != nullptr);
    }
    [[nodiscard]] SignatureAlgorithm algorithm() const override { return algorithm_; }
    [[nodiscard]] std::string sign(std::string_view digest) const override {
        Handle<EVP_PKEY_CTX, EVP_PKEY_CTX_free> const context(EVP_PKEY_CTX_new(key_.get(), nullptr));
        REQUIRE(EVP_PKEY_sign_init(context.get()) == 1);
        auto const* const hash = EVP_get_digestbyname(openssl_name_of(algorithm_.hash));
        REQUIRE(EVP_PKEY_CTX_set_signature_md(context.get(), hash) == 1);
        if (algorithm_.scheme == SignatureScheme::rsa_pss) {
            REQUIRE(EVP_PKEY_CTX_set_rsa_padding(context.get(), RSA_PKCS1_PSS_PADDING) == 1);
            REQUIRE(EVP_PKEY_CTX_set_rsa_pss_saltlen(context.get(), RSA_PSS_SALTLEN_DIGEST) == 1);
        }
        auto const* const octets = reinterpret_cast<unsigned char const*>(digest.data());
        std::string value(1024, '\0');
        auto length = value.size();
        REQUIRE(EVP_PKEY_sign(context.get(), reinterpret_cast<unsigned char*>(value.data()), &length, octets,
                              digest.size()) == 1);
        value.resize(length);
        return algorithm_.scheme == SignatureScheme::ecdsa ? ecdsa_der_to_raw(value, order_octets_) : value;
    }
    [[nodiscard]] std::vector<std::string> const& chain() const override { return chain_; }
    [[nodiscard]] Instant not_after() const override { return not_after_; }

private:
    SignatureAlgorithm algorithm_;
    std::size_t order_octets_;
    std::vector<std::string> chain_;
    Instant not_after_;
    Handle<EVP_PKEY, EVP_PKEY_free> key_;
};

std::string exclusive(xml::test::Judge const& judge, std::string const& xpath) {
    auto const form = judge.form(xpath, XML_C14N_EXCLUSIVE_1_0, false);
    REQUIRE(form.has_value());
    return *form;
}

constexpr auto verification_time = " --verification-time '2026-11-23 13:00:00' --enabled-key-data x509"
                                   " --id-attr:Id http://uri.etsi.org/01903/v1.3.2#:SignedProperties ";

}  // namespace

House::House(KeyChoice const& key)
    : authority({.from = noon() - std::chrono::days{100}, .kind = trust::KeyKind::p256}),
      time(trust::time_authority_of(authority, clock)),
      revocation(trust::revocation_source_of(authority, clock)) {
    auto const until = noon() + std::chrono::days{700};
    auto const issued = authority.issue({.common_name = "Wetbode test seal", .kind = key.kind,
                                         .from = noon() - std::chrono::days{10}, .until = until});
    auto chain = authority.chain_of(issued.certificate);
    chain.pop_back();  // the anchor is known to whoever checks
    signer = std::make_unique<EvpSigner>(key, issued.key_pem, std::move(chain), until);
    write(folder / "root.pem", authority.root_pem());
    write(folder / "issuing.der", authority.issuing());
}

SealPorts House::ports() const {
    return {time.get(), revocation.get(), {authority.root(), authority.issuing()}, {}};
}

Seal House::decree(SealLevel level) const {
    return sealer().seal({{"ontwerp van decreet.xml", "application/akn+xml", content_of("<decreet>Artikel 1</decreet>")},
                          {"memorie.pdf", "application/pdf", content_of("%PDF-1.7 memorie")}},
                         level, clock.now());
}

std::string House::act_text() {
    std::string text = "\xEF\xBB\xBF<?xml version='1.0' encoding='UTF-8'?>\r\n<?xml-stylesheet href='a.xsl'?>\r\n<!-- c -->"
                       "<akn:akomaNtoso xmlns:akn='http://docs.oasis-open.org/legaldocml/ns/akn/3.0' xmlns='urn:x'"
                       " xmlns:unused='urn:unused' xml:lang='nl'>\r\n";
    for (int i = 1; i < 40; ++i)
        text += "  <artikel  nr='" + std::to_string(i) + "' b=\"&amp;&#10;\">Besluit \xE2\x82\xAC &lt;<!-- c -->" +
                "<akn:p xmlns:akn='urn:y' akn:a='1'/><?p i?><![CDATA[<niet>\r\n]]></artikel>\r\n";
    return text + "</akn:akomaNtoso  >\r\n<?na p?><!-- c -->\r\n";
}

Seal House::act(SealLevel level) const {
    auto seal = sealer().seal_enveloped(content_of(act_text()), "application/akn+xml", level, clock.now());
    REQUIRE(seal.has_value());
    return std::move(*seal);
}

std::string octets_in(Content const& content) { return read_whole(content, 1ULL << 30U); }

Ran xmlsec_on_container(House const& house, std::string const& container) {
    write(house.folder / "judged.asice", container);
    auto const target = house.folder / "judged";
    for (auto const& [name, octets] : unpack(house.folder / "judged.asice")) write(target / name, octets);
    return run(target, "TZ=UTC xmlsec1 --verify --trusted-pem ../root.pem" + std::string(verification_time) +
                           "--enabled-reference-uris same-doc,local,remote META-INF/signatures001.xml");
}

Ran xmlsec_on_document(House const& house, std::string const& document) {
    write(house.folder / "judged.xml", document);
    return run(house.folder.path(),
               "TZ=UTC xmlsec1 --verify --trusted-pem root.pem" + std::string(verification_time) + "judged.xml");
}

Ran openssl_on_token(House const& house, std::string const& token_base64, std::string const& digest_hex) {
    auto const token = from_base64(token_base64, Base64Space::refuse);
    REQUIRE(token.has_value());
    write(house.folder / "token.der", *token);
    auto const at = std::chrono::floor<std::chrono::seconds>(house.clock.now().time_since_epoch()).count();
    return run(house.folder.path(), "openssl x509 -inform der -in issuing.der -out issuing.pem && openssl ts -verify -in "
                                    "token.der -token_in -CAfile root.pem -untrusted issuing.pem -attime " +
                                        std::to_string(at) + " -digest " + digest_hex);
}

std::string signature_imprint(std::string const& xml) {
    return content_of(exclusive(xml::test::Judge(xml), "//ds:SignatureValue")).digest.hex();
}

std::string archive_imprint(std::string const& xml, std::string const& files, std::size_t which) {
    xml::test::Judge const judge(xml);
    std::string octets;
    for (auto const& uri : judge.texts("//ds:SignedInfo/ds:Reference/@URI")) {
        if (uri.starts_with('#')) octets += exclusive(judge, "//*[@Id='" + uri.substr(1) + "']");
        else if (uri.empty()) octets += judge.form("", XML_C14N_EXCLUSIVE_1_0, false, "ds:Signature").value();
        else if (octets.empty()) octets += files;
    }
    for (auto const* part : {"//ds:SignedInfo", "//ds:SignatureValue", "//ds:KeyInfo"}) octets += exclusive(judge, part);
    auto const nth = "//xades141:ArchiveTimeStamp[" + std::to_string(which) + "]";
    auto const before = judge.texts(nth + "/preceding-sibling::*").size();
    for (std::size_t i = 1; i <= before; ++i)
        octets += exclusive(judge, "//xades:UnsignedSignatureProperties/*[" + std::to_string(i) + "]");
    return content_of(octets).digest.hex();
}

}  // namespace wetbode::test
