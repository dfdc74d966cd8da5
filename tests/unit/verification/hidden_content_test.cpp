// SPDX-License-Identifier: EUPL-1.2
// An enveloped signature leaves itself out of what it covers. Text that somebody puts into it afterwards was signed by
// nobody, and a reader may show it.
#include <catch2/catch.hpp>

#include "tests/unit/verification/forge.hpp"

using namespace wetbode;
using namespace wetbode::test;
using Catch::Matchers::Contains;

namespace {

struct Hidden {
    char const* name;
    std::string before;  ///< this text of the signed document
    std::string put;     ///< what is put before it, on a line of its own
};

std::string const law = "<p xmlns=\"urn:test\">De toelage bedraagt 1 000 000 euro.</p>";
std::string const words = "De toelage bedraagt 1 000 000 euro.";

std::vector<Hidden> hidden() {
    return {
        {"an element of the act in the signature", "<ds:SignatureValue>", law},
        {"one behind the value", "<ds:KeyInfo>", law},
        {"one behind the properties", "</ds:Signature>", law},
        {"one in KeyInfo", "<ds:X509Data>", law},
        {"one in X509Data", "</ds:X509Data>", law},
        {"one in the properties, beside the signed ones", "</xades:QualifyingProperties>", law},
        {"one as unsigned properties", "</xades:QualifyingProperties>",
         "<xades:UnsignedProperties>" + law + "</xades:UnsignedProperties>"},
        {"one as an unsigned property", "</xades:QualifyingProperties>",
         "<xades:UnsignedProperties><xades:UnsignedSignatureProperties>" + law +
             "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"},
        {"one in an unsigned property", "</xades:QualifyingProperties>",
         "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:CertificateValues>" + law +
             "</xades:CertificateValues></xades:UnsignedSignatureProperties></xades:UnsignedProperties>"},
        {"unsigned properties of the data", "</xades:QualifyingProperties>",
         "<xades:UnsignedProperties><xades:UnsignedDataObjectProperties><xades:UnsignedDataObjectProperty>" + law +
             "</xades:UnsignedDataObjectProperty></xades:UnsignedDataObjectProperties></xades:UnsignedProperties>"},
        {"an unsigned property that nobody knows", "</xades:QualifyingProperties>",
         "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:Any/></xades:UnsignedSignatureProperties>"
         "</xades:UnsignedProperties>"},
        {"an object of its own", "<ds:Object>", "<ds:Object>" + law + "</ds:Object>"},
        {"text in an object of its own", "<ds:Object>", "<ds:Object>" + words + "</ds:Object>"},
        {"text in the signature", "<ds:SignatureValue>", words},
        {"text in KeyInfo", "<ds:X509Data>", words},
        {"text in X509Data", "</ds:X509Data>", words},
        {"text in the place of a certificate", "</ds:X509Data>",
         "<ds:X509Certificate>" + words + "</ds:X509Certificate>"},
        {"text beside the properties", "<xades:QualifyingProperties", words},
        {"text among the properties", "</xades:QualifyingProperties>", words},
        {"text among the unsigned properties", "</xades:QualifyingProperties>",
         "<xades:UnsignedProperties>" + words + "</xades:UnsignedProperties>"},
        {"text in an empty method of a key", "<ds:X509Data>",
         "<ds:KeyValue><ds:RSAKeyValue>" + words + "</ds:RSAKeyValue></ds:KeyValue>"},
        {"words of the management of keys", "<ds:X509Data>", "<ds:MgmtData>" + words + "</ds:MgmtData>"},
        {"a name of a key that is as long as a law", "<ds:X509Data>",
         "<ds:KeyName>" + std::string(2000, 'a') + "</ds:KeyName>"},
        {"an issuer of a list that is as long as a law", "</xades:QualifyingProperties>",
         "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:CompleteRevocationRefs><xades:CRLRefs>"
         "<xades:CRLRef><xades:CRLIdentifier><xades:Issuer>" + std::string(2000, 'a') +
             "</xades:Issuer></xades:CRLIdentifier></xades:CRLRef></xades:CRLRefs></xades:CompleteRevocationRefs>"
             "</xades:UnsignedSignatureProperties></xades:UnsignedProperties>"},
        {"a name of a key that says something", "<ds:X509Data>", "<ds:KeyName>" + words + "</ds:KeyName>"},
        {"a subject that says something", "<ds:X509Data>",
         "<ds:X509Data><ds:X509SubjectName>CN=" + words + "</ds:X509SubjectName></ds:X509Data>"},
        {"a sentence of labels", "<ds:X509Data>",
         "<ds:KeyName>De</ds:KeyName><ds:KeyName>toelage</ds:KeyName><ds:KeyName>wordt</ds:KeyName>"
         "<ds:KeyName>toch</ds:KeyName><ds:KeyName>afgeschaft.</ds:KeyName>"},
        {"octets in the place of a certificate", "</ds:X509Data>", "<ds:X509Certificate>AAAA</ds:X509Certificate>"},
        {"an instruction", "<ds:KeyInfo>", "<?xml-stylesheet href=\"show.xsl\"?>"},
    };
}

}  // namespace

TEST_CASE("nothing that a reader may show hides in a signature", "[verification]") {
    Forge const forge;
    for (auto const& one : hidden()) {
        auto document = forge.make({});
        auto const at = document.find(one.before);
        REQUIRE(at != std::string::npos);
        document.insert(at, "\n\n" + one.put + "\n");

        auto const report = forge.verify(document);

        INFO(one.name << "\n" << told(report));
        CHECK(report.verdict == SealVerdict::failed);
        REQUIRE(has(report, "FORMAT_FAILURE"));
    }
}

TEST_CASE("an attribute that a signature does not have says nothing in it", "[verification]") {
    Forge const forge;
    auto const put = GENERATE(as<std::string>{}, "title=\"1 000 000 euro\"", "xmlns:x=\"urn:x\" x:title=\"euro\"",
                              "xml:base=\"http://elsewhere.invalid/\"",
                              "xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:title=\"1 000 000 euro\"");
    auto document = forge.make({});
    replace(document, "<ds:KeyInfo>", "<ds:KeyInfo " + put + ">");

    auto const report = forge.verify(document);

    CHECK(report.verdict == SealVerdict::failed);
    CHECK(has(report, "FORMAT_FAILURE"));
}

TEST_CASE("what hides in a signature is told with its line", "[verification]") {
    Forge const forge;
    auto document = forge.make({});
    replace(document, "<ds:KeyInfo>", "<ds:KeyInfo>\n\n" + law);

    auto const report = forge.verify(document);

    REQUIRE_FALSE(report.findings.empty());
    CHECK_THAT(report.findings[0].message.en, Contains("line 3") && Contains("element p"));
    CHECK_THAT(report.findings[0].message.nl, Contains("regel 3") && Contains("element p"));
}

TEST_CASE("what the schemas let stand in a signature stands there", "[verification]") {
    Forge const forge;
    auto const put = GENERATE(
        as<std::string>{}, "", "\n  ", "<!-- a comment -->", "<ds:KeyName>Zegel</ds:KeyName>",
        "<ds:KeyName>C=BE, O=Wetbode test, CN=Zegel</ds:KeyName>",
        "<ds:KeyName>2.5.4.97=#0c0f56415442452d30,\\43N=Zegel</ds:KeyName>",
        "<ds:KeyValue>\n<ds:RSAKeyValue><ds:Modulus>\nAQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent>"
        "</ds:RSAKeyValue></ds:KeyValue>",
        "<ds:X509Data><ds:X509SubjectName>CN=Zegel</ds:X509SubjectName><ds:X509IssuerSerial><ds:X509IssuerName>CN=A"
        "</ds:X509IssuerName><ds:X509SerialNumber>1</ds:X509SerialNumber></ds:X509IssuerSerial></ds:X509Data>");
    auto document = forge.make({});
    replace(document, "<ds:KeyInfo>", "<ds:KeyInfo Id=\"key\">" + put);

    auto const report = forge.verify(document);

    INFO(put << "\n" << told(report));
    CHECK(report.verdict == SealVerdict::passed);
}
