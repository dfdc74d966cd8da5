// SPDX-License-Identifier: EUPL-1.2
// Seals of every level, made at once or raised, before judges that know nothing of our code: xmlsec1 the signature,
// openssl the tokens, libxml2 the octets that the tokens stamp.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/refusal.hpp"
#include "tests/unit/sealing/house.hpp"
#include "tests/unit/xml/judge.hpp"

using namespace wetbode;
using namespace wetbode::test;
using Names = std::vector<std::string>;
using xml::test::Judge;

namespace {

constexpr auto decree_octets = "<decreet>Artikel 1</decreet>%PDF-1.7 memorie";
constexpr auto stamp_path = "//xades:SignatureTimeStamp/xades:EncapsulatedTimeStamp";
constexpr auto archive_path = "//xades141:ArchiveTimeStamp/xades:EncapsulatedTimeStamp";

std::string signatures_in(House const& house, Content const& container) {
    write(house.folder / "read.asice", octets_in(container));
    auto entries = unpack(house.folder / "read.asice");
    return entry(entries, "META-INF/signatures001.xml");
}

Names unsigned_names(std::string const& xml) {
    Judge const judge(xml);
    Names names;
    for (std::size_t i = 1; i <= judge.texts("//xades:UnsignedSignatureProperties/*").size(); ++i) {
        auto const form = judge.form("//xades:UnsignedSignatureProperties/*[" + std::to_string(i) + "]",
                                     XML_C14N_EXCLUSIVE_1_0, false);
        names.push_back(form->substr(1, form->find(' ') - 1));
    }
    return names;
}

Names expected_names(SealLevel level) {
    Names names;
    if (level >= SealLevel::t) names = {"xades:SignatureTimeStamp"};
    if (level >= SealLevel::lt)
        for (auto const* name : {"xades:CertificateValues", "xades:RevocationValues", "xades141:TimeStampValidationData"})
            names.emplace_back(name);
    if (level == SealLevel::lta) names.emplace_back("xades141:ArchiveTimeStamp");
    return names;
}

void check_tokens(House const& house, std::string const& xml, std::string const& files, SealLevel level) {
    Judge const judge(xml);
    CHECK(unsigned_names(xml) == expected_names(level));
    auto const stamps = judge.texts(stamp_path);
    CHECK(stamps.size() == (level >= SealLevel::t ? 1 : 0));
    for (auto const& stamp : stamps) {
        auto const verdict = openssl_on_token(house, stamp, signature_imprint(xml));
        INFO(verdict.output);
        CHECK(verdict.status == 0);
    }
    auto const archives = judge.texts(archive_path);
    CHECK(archives.size() == (level == SealLevel::lta ? 1 : 0));
    for (auto const& stamp : archives) {
        auto const verdict = openssl_on_token(house, stamp, archive_imprint(xml, files));
        INFO(verdict.output);
        CHECK(verdict.status == 0);
    }
}

constexpr SealLevel every_level[] = {SealLevel::b, SealLevel::t, SealLevel::lt, SealLevel::lta};

}  // namespace

TEST_CASE("a container of every level satisfies xmlsec1, openssl and libxml2", "[levels][xmlsec]") {
    House const house;
    for (auto const level : every_level) {
        bool const raised = GENERATE(false, true);
        auto seal = house.decree(raised ? SealLevel::b : level);
        if (raised) seal = house.raiser().container(seal.container, level).value();
        INFO(name_of(level) << (raised ? " raised" : " made at once"));

        auto const verdict = xmlsec_on_container(house, octets_in(seal.container));

        INFO(verdict.output);
        CHECK(verdict.status == 0);
        CHECK(verdict.output.find("SignedInfo References (ok/all): 3/3") != std::string::npos);
        CHECK(seal.level == name_of(level));
        CHECK(seal.signed_at == noon());
        check_tokens(house, signatures_in(house, seal.container), decree_octets, level);
    }
}

TEST_CASE("a document sealed inside satisfies xmlsec1, openssl and libxml2 at every level", "[levels][xmlsec]") {
    House const house;
    for (auto const level : every_level) {
        bool const raised = GENERATE(false, true);
        auto seal = house.act(raised ? SealLevel::b : level);
        if (raised) seal = house.raiser().document(seal.container, level).value();
        INFO(name_of(level) << (raised ? " raised" : " made at once"));
        auto const xml = octets_in(seal.container);

        auto const verdict = xmlsec_on_document(house, xml);

        INFO(verdict.output);
        CHECK(verdict.status == 0);
        CHECK(verdict.output.find("SignedInfo References (ok/all): 2/2") != std::string::npos);
        CHECK(seal.level == name_of(level));
        check_tokens(house, xml, "", level);
    }
}

TEST_CASE("xmlsec1 and openssl take seals of every kind of key", "[levels][xmlsec]") {
    auto const key = GENERATE(p256, p384, rsa);
    INFO(key.name);
    House const house(key);

    auto const container = xmlsec_on_container(house, octets_in(house.decree(SealLevel::lta).container));
    auto const document = xmlsec_on_document(house, octets_in(house.act(SealLevel::lta).container));

    INFO(container.output << document.output);
    CHECK(container.status == 0);
    CHECK(document.status == 0);
}

TEST_CASE("openssl takes an RSA-PSS seal, which this xmlsec1 does not know", "[levels]") {
    House const house(pss);
    auto const xml = octets_in(house.raiser().document(house.act(SealLevel::b).container, SealLevel::lta)->container);
    Judge const judge(xml);
    write(house.folder / "info", judge.form("//ds:SignedInfo", XML_C14N_EXCLUSIVE_1_0, false).value());
    write(house.folder / "value", *from_base64(judge.texts("//ds:SignatureValue").at(0), Base64Space::refuse));
    write(house.folder / "seal.der", *from_base64(judge.texts("//ds:X509Certificate").at(0), Base64Space::refuse));

    auto const verdict = run(house.folder.path(),
                             "openssl x509 -inform der -in seal.der -pubkey -noout > key.pem && openssl dgst -sha256 "
                             "-sigopt rsa_padding_mode:pss -sigopt rsa_pss_saltlen:digest -verify key.pem "
                             "-signature value info");

    INFO(verdict.output);
    CHECK(verdict.status == 0);
    CHECK(judge.texts("//ds:SignatureMethod/@Algorithm").at(0) ==
          "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1");
    check_tokens(house, xml, "", SealLevel::lta);
}

TEST_CASE("the judges do refuse what is not right", "[levels][xmlsec]") {
    House const house;
    auto const good = octets_in(house.act(SealLevel::lta).container);
    auto changed = good;
    replace(changed, "nr='7'", "nr='8'");

    CHECK(xmlsec_on_document(house, good).status == 0);
    CHECK(xmlsec_on_document(house, changed).status != 0);
    auto const token = Judge(good).texts(archive_path).at(0);
    CHECK(openssl_on_token(house, token, archive_imprint(good, "")).status == 0);
    CHECK(openssl_on_token(house, token, archive_imprint(changed, "")).status != 0);
}

TEST_CASE("each level holds what the standard asks of it, once", "[levels]") {
    House const house;
    auto const xml = octets_in(house.act(SealLevel::lta).container);
    Judge const judge(xml);
    auto const count = [&](std::string const& path) { return judge.texts(path).size(); };

    CHECK(count("//ds:Signature") == 1);
    CHECK(judge.texts("//xades:QualifyingProperties/@Target").at(0) == "#" + judge.texts("//ds:Signature/@Id").at(0));
    CHECK(count("//ds:SignedInfo/ds:Reference") == 2);
    CHECK(judge.texts("//ds:SignedInfo/ds:Reference[@URI='']/ds:Transforms/ds:Transform/@Algorithm") ==
          Names{"http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/2001/10/xml-exc-c14n#"});
    CHECK(judge.texts("//xades:DataObjectFormat/@ObjectReference").at(0) ==
          "#" + judge.texts("//ds:SignedInfo/ds:Reference[@URI='']/@Id").at(0));
    CHECK(judge.texts("//xades:DataObjectFormat/xades:MimeType") == Names{"application/akn+xml"});
    CHECK(count("//xades:SigningCertificateV2/xades:Cert") == 1);
    CHECK(count("//xades:SigningCertificateV2/xades:Cert/@URI") == 0);
    CHECK(count("//xades:SigningTime") == 1);
    CHECK(count("//xades:SignatureTimeStamp/xades:EncapsulatedTimeStamp") == 1);
    CHECK(judge.texts("//xades:SignatureTimeStamp/ds:CanonicalizationMethod/@Algorithm") ==
          Names{"http://www.w3.org/2001/10/xml-exc-c14n#"});
    CHECK(count("//xades:UnsignedSignatureProperties/xades:CertificateValues") == 1);
    CHECK(count("//xades:UnsignedSignatureProperties/xades:CertificateValues/xades:EncapsulatedX509Certificate") == 3);
    CHECK(count("//xades:UnsignedSignatureProperties/xades:RevocationValues/xades:OCSPValues/*") == 1);
    CHECK(count("//xades:UnsignedSignatureProperties/xades:RevocationValues/xades:CRLValues/*") == 1);
    CHECK(judge.texts("//xades141:TimeStampValidationData/@URI").at(0) ==
          "#" + judge.texts("//xades:SignatureTimeStamp/@Id").at(0));
    CHECK(count("//xades141:TimeStampValidationData/xades:CertificateValues/*") == 3);
    CHECK(count("//*[local-name()='CompleteCertificateRefs' or local-name()='CompleteRevocationRefs']") == 0);
    CHECK(count("//xades:ArchiveTimeStamp") == 0);
    // No Id comes twice.
    auto ids = judge.texts("//@Id");
    std::sort(ids.begin(), ids.end());
    CHECK(std::adjacent_find(ids.begin(), ids.end()) == ids.end());
}
