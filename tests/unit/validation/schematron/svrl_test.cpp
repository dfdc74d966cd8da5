// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/validation/schematron/svrl.hpp"
#include "gateway/validation/schematron/tree.hpp"
#include "unit/validation/schematron/fixture.hpp"

#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <array>

using namespace wetbode;
using namespace wetbode::validation;

namespace {

DocumentPtr tree_of(std::string text) {
    Tree tree(100'000);
    std::array<xml::Sink*, 1> const sinks{&tree};
    REQUIRE(xml::read(content_of(std::move(text)), {}, sinks));
    return tree.take();
}

std::string value(xmlDoc* document, std::string const& expression) {
    std::unique_ptr<xmlXPathContext, void (*)(xmlXPathContext*)> const context(xmlXPathNewContext(document),
                                                                               &xmlXPathFreeContext);
    xmlXPathRegisterNs(context.get(), reinterpret_cast<xmlChar const*>("s"),
                       reinterpret_cast<xmlChar const*>("http://purl.oclc.org/dsdl/svrl"));
    auto* const found = xmlXPathEvalExpression(reinterpret_cast<xmlChar const*>(expression.c_str()), context.get());
    REQUIRE(found != nullptr);
    auto* const text = xmlXPathCastToString(found);
    std::string value(reinterpret_cast<char const*>(text));
    xmlFree(text);
    xmlXPathFreeObject(found);
    return value;
}

}  // namespace

TEST_CASE("a verdict of every engine becomes one report in the order of the standard", "[validation][schematron]") {
    std::vector<Fault> const faults{
        {.code = "HOUSE.A",
         .severity = Severity::warning,
         .line = 2,
         .column = 3,
         .path = "/a/b[1]/@k",
         .nearest_id = "x",
         .message = {"neder & <lands>", "english"},
         .detail = "site.sch: report @k = 1"},
        {.code = "XSD.TYPE", .line = 4, .column = 1, .path = "/a/b[2]", .message = {"fout", "wrong"}, .detail = "raw"},
        {.code = "AKN.EID.SYNTAX", .severity = Severity::hint, .path = "/a", .message = {"eId", "eId"}},
    };
    std::vector<Rule> const rules{{.id = "AKN.EID.SYNTAX", .title = {"titel", "an eId follows the convention"}}};

    auto const report = tree_of(svrl_of(faults, {"bill/1", "b.xml", Language::nl}, rules));
    auto const told = [&](std::string const& expression) { return value(report.get(), expression); };

    CHECK(told("count(/s:schematron-output/s:active-pattern)") == "3");
    CHECK(told("count(//s:failed-assert[preceding-sibling::s:fired-rule])") == "2");
    CHECK(told("//s:failed-assert[@id='XSD.TYPE']/@test") == "raw");
    CHECK(told("//s:failed-assert[@id='XSD.TYPE']/preceding-sibling::s:active-pattern[1]/@id") == "schema");
    CHECK(told("//s:failed-assert[@id='AKN.EID.SYNTAX']/@test") == "an eId follows the convention");
    CHECK(told("//s:failed-assert[@id='AKN.EID.SYNTAX']/@role") == "information");
    CHECK(told("//s:successful-report/@test") == "@k = 1");
    CHECK(told("//s:successful-report/s:text") == "neder & <lands>");
    CHECK(told("//s:successful-report/s:diagnostic-reference[@diagnostic='translation']") == "english");
    CHECK(told("//s:successful-report/s:diagnostic-reference[@diagnostic='place']") == "regel 2, kolom 3, eId x");
}

TEST_CASE("a location in a report finds the node, whatever its namespace", "[validation][schematron]") {
    std::string const text = "<a xmlns='urn:a'><b k='1'>een</b><c/><b k='2'>twee<!--n--></b></a>";
    auto const document = tree_of(text);
    for (auto const* const path :
         {"/a/b[2]", "/a/b[2]/@k", "/a/b[2]/text()[1]", "/a/b[2]/comment()[1]", "/a/*[3]", "/a"}) {
        auto const report = tree_of(svrl_of(std::vector<Fault>{{.code = "A.B", .path = path}}, {}, {}));
        auto const location = value(report.get(), "//s:failed-assert/@location");
        CAPTURE(path, location);
        CHECK(value(document.get(), "count(" + location + ")") == "1");
    }
    auto const report = tree_of(svrl_of(std::vector<Fault>{{.code = "A.B", .path = "/a/b[2]/@k"}}, {}, {}));
    CHECK(value(document.get(), value(report.get(), "//s:failed-assert/@location")) == "2");
}

TEST_CASE("a valid document has a report without findings", "[validation][schematron]") {
    auto const report = tree_of(svrl_of({}, {"bill/1", "b.xml", Language::en}));

    CHECK(value(report.get(), "count(//s:fired-rule)") == "3");
    CHECK(value(report.get(), "count(//s:failed-assert | //s:successful-report)") == "0");
}
