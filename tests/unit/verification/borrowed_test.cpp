// SPDX-License-Identifier: EUPL-1.2
// A signature that holds the SignedInfo of another one.
#include <catch2/catch.hpp>

#include "tests/unit/verification/forge.hpp"

using namespace wetbode;
using namespace wetbode::test;

namespace {

/// The SignedInfo of an honest signature, within the signature of another text, before the one that tells of that text.
/// That one asks for the inclusive form, which is made from the document: the first SignedInfo would be taken.
std::string borrowed(Forge const& forge, bool in_properties) {
    auto const honest = forge.make({});
    Recipe fake;
    fake.document = "<act xmlns=\"urn:test\"><p>De toelage bedraagt 1 000 000 euro.</p>%SIGNATURE%</act>";
    fake.format_reference = "#own";
    auto forged = forge.make(fake);
    auto const info = between(honest, "<ds:SignedInfo", "</ds:SignedInfo>");
    replace(forged, between(forged, "<ds:SignatureValue>", "</ds:SignatureValue>"),
            between(honest, "<ds:SignatureValue>", "</ds:SignatureValue>"));
    replace(forged, "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\">",
            "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\">");
    std::string const step = in_properties ? "ds:Object" : "ds:KeyInfo";
    auto moved = between(forged, "<" + step + ">", "</" + step + ">");
    replace(forged, moved, "");
    if (in_properties)
        replace(moved, "</xades:QualifyingProperties>",
                "<xades:UnsignedProperties><xades:UnsignedSignatureProperties><xades:Any>" + info +
                    "</xades:Any></xades:UnsignedSignatureProperties></xades:UnsignedProperties>"
                    "</xades:QualifyingProperties>");
    else
        replace(moved, "<ds:KeyInfo>", "<ds:KeyInfo xmlns=\"\">" + info);
    auto const own = forged.find("<ds:SignedInfo");
    REQUIRE(own != std::string::npos);
    auto const own_end = forged.find("</ds:SignedInfo>");
    auto mine = forged.substr(own, own_end - own);
    replace(mine, "Id=\"ref\"", "Id=\"own\"");  // no Id may come twice
    forged.replace(own, own_end - own, moved + mine);
    return forged;
}

}  // namespace

TEST_CASE("the SignedInfo of an honest signature signs no other text", "[verification]") {
    Forge const forge;
    bool const in_properties = GENERATE(false, true);

    auto const report = forge.verify(borrowed(forge, in_properties));

    INFO(told(report));
    CHECK(report.verdict != SealVerdict::passed);
    CHECK(has(report, "FORMAT_FAILURE"));
}
