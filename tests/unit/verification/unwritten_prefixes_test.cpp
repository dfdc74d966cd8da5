// SPDX-License-Identifier: EUPL-1.2
// The exclusive canonical form leaves out the namespaces that only values use. Who binds such a prefix anew changes
// what the document says, and no digest.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/xml/unwritten_prefixes.hpp"
#include "tests/unit/verification/forge.hpp"

#include <array>

using namespace wetbode;
using namespace wetbode::test;
using Catch::Matchers::Contains;

namespace {

std::string const of_schema = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

/// The prefix that is found, "-" if there is none, "default" for the default namespace.
std::string found_in(std::string const& document) {
    xml::UnwrittenPrefixes prefixes;
    std::array<xml::Sink*, 1> const sinks{&prefixes};
    REQUIRE(xml::read(content_of(document), {}, sinks));
    if (!prefixes.first()) return "-";
    return prefixes.first()->prefix.empty() ? "default" : prefixes.first()->prefix;
}

}  // namespace

TEST_CASE("a prefix that only a value uses is found", "[verification]") {
    auto const document = GENERATE_COPY(
        "<act xmlns:x=\"urn:x\"" + of_schema + "><p xsi:type=\"x:Grant\"/></act>",
        std::string("<act xmlns:x=\"urn:x\"><p ref=\"x:Grant\"/><x:n/></act>"),
        std::string("<act xmlns:x=\"urn:x\"><p select=\"//x:p[1]\"/></act>"),
        std::string("<act xmlns:x=\"urn:x\"><p>x:Grant</p></act>"),
        std::string("<act xmlns:x=\"urn:x\"><p>x<!-- -->:Grant</p></act>"),
        std::string("<x:act xmlns:x=\"urn:y\"><p xmlns:x=\"urn:x\" ref=\"x:Grant\"/></x:act>"),
        "<act" + of_schema + "><p xsi:type=\"x:Grant\"/></act>");

    INFO(document);
    CHECK(found_in(document) == "x");
}

TEST_CASE("a type without a prefix is one of the default namespace", "[verification]") {
    auto const document = [](std::string const& element) {
        return "<a:act xmlns:a=\"urn:a\" xmlns=\"urn:x\"" + of_schema + "><" + element +
               " xsi:type=\"Grant\"/></a:act>";
    };

    CHECK(found_in(document("a:p")) == "default");
    CHECK(found_in(document("p")) == "-");
}

TEST_CASE("a prefix that is written around its value, or says nothing, is none", "[verification]") {
    auto const document = GENERATE_COPY(
        std::string("<x:act xmlns:x=\"urn:x\"><p ref=\"x:Grant\">x:Grant</p></x:act>"),
        std::string("<act xmlns:x=\"urn:x\" x:a=\"\"><p ref=\"x:Grant\"/></act>"),
        std::string("<act xmlns:x=\"urn:x\"><p ref=\"http://x.invalid/\">Artikel 1: zie x : y, 12:30.</p></act>"),
        std::string("<act xmlns:x=\"urn:x\"><p>hax:Grant x:1</p></act>"),
        "<act xmlns:x=\"urn:x\"" + of_schema + "><x:p xsi:type=\"x:Grant\"/></act>");

    INFO(document);
    CHECK(found_in(document) == "-");
}

TEST_CASE("a document in which a value uses such a prefix is not covered whole", "[verification]") {
    Forge const forge;
    Recipe recipe;
    recipe.document = "<act xmlns=\"urn:test\" xmlns:x=\"urn:honest\"" + of_schema +
                      ">\n<p xsi:type=\"x:Grant\">100 euro</p>%SIGNATURE%</act>";
    auto document = forge.make(recipe);
    auto const as_signed = forge.verify(document);
    replace(document, "urn:honest", "urn:evil");

    auto const report = forge.verify(document);

    INFO(told(report));
    CHECK(report.verdict == SealVerdict::indeterminate);
    REQUIRE(has(report, "SIG_CONSTRAINTS_FAILURE"));
    CHECK(report.signatures.at(0).coverage == Coverage::part);
    CHECK_THAT(report.findings.at(0).message.en, Contains("line 2") && Contains("xmlns:x"));
    CHECK(as_signed.verdict == SealVerdict::indeterminate);
}

TEST_CASE("comments in a signed document are told", "[verification]") {
    Forge const forge;
    auto document = forge.make({});
    auto const plain = forge.verify(document);
    replace(document, "<title>", "<!-- De toelage bedraagt 1 000 000 euro. --><title>");

    auto const report = forge.verify(document);

    CHECK(plain.warnings.empty());
    CHECK(report.verdict == SealVerdict::passed);
    REQUIRE(report.warnings.size() == 1);
    CHECK(report.warnings[0].code == "XML_COMMENT");
}

TEST_CASE("an Id of the signature comes nowhere else, in whatever spelling", "[verification]") {
    Forge const forge;
    auto const [attribute, verdict] = GENERATE(table<char const*, SealVerdict>({
        {"xmlns:wsu=\"urn:wsu\" wsu:Id=\"sig-props\"", SealVerdict::failed},
        {"iD=\"sig\"", SealVerdict::failed},
        {"xmlns:r=\"urn:r\" r:id=\"rId1\"", SealVerdict::passed},
    }));
    Recipe recipe;
    replace(recipe.document, "<title>", "<title " + std::string(attribute) + ">");

    auto const report = forge.verify(forge.make(recipe));

    INFO(attribute << "\n" << told(report));
    CHECK(report.verdict == verdict);
}
