// SPDX-License-Identifier: EUPL-1.2
// The walls around a transformation, tried with stylesheets that no Schematron file could make: if the reading of the
// file were fooled, these would still hold.
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/schematron/stylesheet.hpp"
#include "unit/validation/schematron/fixture.hpp"

#include <array>
#include <chrono>
#include <ctime>
#include <fstream>

using namespace wetbode;
using namespace wetbode::validation;
using Catch::Contains;
using namespace std::chrono_literals;

namespace {

DocumentPtr tree_of(std::string text) {
    Tree tree(10'000'000);
    std::array<xml::Sink*, 1> const sinks{&tree};
    REQUIRE(xml::read(content_of(std::move(text)), {}, sinks));
    return tree.take();
}

Transformed run(std::string const& inside, TransformLimits const& limits = {}, std::string document = "<a/>") {
    Stylesheet const style(
        tree_of("<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform' "
                "xmlns:exsl='http://exslt.org/common' xmlns:saxon='http://icl.com/saxon' "
                "extension-element-prefixes='exsl saxon'>" +
                inside + "</xsl:stylesheet>"));
    auto const source = tree_of(std::move(document));
    return style.run(source.get(), limits);
}

std::string root(std::string const& content) {
    return "<xsl:template match='/'><out>" + content + "</out></xsl:template>";
}

/// Two hundred thousand elements: more than a megabyte that every `//` walks through.
std::string wide_document() {
    std::string text = "<a>";
    for (int i = 0; i < 200'000; ++i) text += "<b/>t";
    return text + "</a>";
}

}  // namespace

TEST_CASE("a stylesheet reads no file and no page", "[validation][schematron]") {
    TemporaryFolder const folder;
    std::ofstream(folder.path() / "secret.xml") << "<secret>geheim</secret>";
    auto const url = "file://" + (folder.path() / "secret.xml").string();
    for (auto const& target :
         {url, std::string("file:///etc/passwd"), std::string("http://127.0.0.1:1/x.xml"), std::string()}) {
        CAPTURE(target);
        auto const done = run(root("<xsl:copy-of select=\"document('" + target + "')\"/>"));

        CHECK_FALSE(done.result);
        CHECK_FALSE(done.problem.empty());
    }
}

TEST_CASE("a stylesheet writes no file", "[validation][schematron]") {
    TemporaryFolder const folder;
    auto const file = (folder.path() / "out.xml").string();
    auto const element = GENERATE(as<std::string>{}, "xsl:document", "exsl:document", "saxon:output");
    auto const attribute = element == "saxon:output" ? " file='" : " href='";

    ignore(run(root("<" + element + attribute + file + "'><x/></" + element + ">")), "only the file matters");

    CHECK_FALSE(std::filesystem::exists(file));
}

TEST_CASE("a stylesheet includes nothing", "[validation][schematron]") {
    TemporaryFolder const folder;
    auto const file = folder.path() / "more.xsl";
    std::ofstream(file) << "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'/>";
    auto const element = GENERATE(as<std::string>{}, "xsl:include", "xsl:import");

    CHECK_THROWS_AS(run("<" + element + " href='file://" + file.string() + "'/>" + root("")), std::runtime_error);
}

TEST_CASE("templates that call themselves for ever are stopped", "[validation][schematron]") {
    auto const body = GENERATE(as<std::string>{}, "<xsl:call-template name='t'/>",
                               "<xsl:call-template name='t'/><xsl:call-template name='t'/>",
                               "<x><xsl:apply-templates select='/' mode='m'/></x>");
    auto const done =
        run("<xsl:template match='/'><xsl:call-template name='t'/></xsl:template>"
            "<xsl:template match='/' mode='m' name='t'>" +
                body + "</xsl:template>",
            {200ms});

    CHECK_FALSE(done.result);
}

TEST_CASE("a message cannot end the program and makes no result", "[validation][schematron]") {
    auto const done = run(root("<xsl:message terminate='yes'>genoeg</xsl:message>"));

    CHECK_FALSE(done.result);
    CHECK_THAT(done.problem, Contains("genoeg"));
}

TEST_CASE("an expression that would take for ever is stopped in time", "[validation][schematron]") {
    auto const expression = GENERATE(
        as<std::string>{}, "count(//*[count(//*[count(//*) &gt; 1]) &gt; 1])",
        "count(//*[string-length(string(/)) &gt; 1])", "count(//*[contains(concat(/, /, /), 'x')])",
        "sum(//*[count(preceding::*) &lt; 0])", "count(//node()/ancestor-or-self::node()/..//node()/..//node())");
    CAPTURE(expression);
    auto const before = std::clock();  // of the processor: a busy machine must not fail the test

    auto const done = run(root("<xsl:value-of select=\"" + expression + "\"/>"), {300ms}, wide_document());

    CHECK_FALSE(done.result);
    CHECK(done.spent == Spent::time);
    CHECK((std::clock() - before) / CLOCKS_PER_SEC < 30);  // generous: without the limit it takes hours
}

TEST_CASE("output and variables that grow for ever are stopped", "[validation][schematron]") {
    std::string doubling = "<xsl:variable name='v0' select=\"'0123456789'\"/>";
    for (int i = 1; i <= 60; ++i)
        doubling += "<xsl:variable name='v" + std::to_string(i) + "' select='concat($v" + std::to_string(i - 1) +
                    ", $v" + std::to_string(i - 1) + ")'/>";
    for (auto const& content : {doubling + "<xsl:value-of select='$v60'/>",
                                std::string("<xsl:for-each select='//*'><xsl:copy-of select='/'/></xsl:for-each>"),
                                std::string("<xsl:for-each select='//*'><xsl:value-of select='/'/></xsl:for-each>")}) {
        auto const done = run(root(content), {10s, 16ULL << 20U, 10}, wide_document());

        CHECK_FALSE(done.result);
#ifdef WETBODE_SANITIZED
        CHECK(done.spent != Spent::nothing);  // the sanitizers make it so slow that time may end first
#else
        CHECK(done.spent == Spent::memory);
#endif
    }
}

TEST_CASE("too many places end the run", "[validation][schematron]") {
    auto const done =
        run("<xsl:template match='/'><out xmlns:p='urn:wetbode:place'><xsl:for-each select='//*'>"
            "<xsl:value-of select='p:place(., .)'/></xsl:for-each></out></xsl:template>",
            {.places_max = 3}, "<a><b/><b/><b/><b/></a>");

    CHECK_FALSE(done.result);
    CHECK(done.more_places);
    CHECK(done.places.size() == 3);
}

TEST_CASE("what a Schematron file costs too much is told as a fault, as severe as its rules",
          "[validation][schematron]") {
    auto const role = GENERATE(as<std::string>{}, "error", "warning", "hint");
    SchematronFile const file("<pattern><rule context='b'><assert id='A' role='" + role +
                              "' test='string-length(string(/)) &lt; count(//*)'>x</assert></rule></pattern>");

    auto const findings = file.check(wide_document(), {.time_max = 200ms});

    REQUIRE(findings.faults.size() == 1);
    CHECK(findings.faults[0].code == "SCHEMATRON.NOT_CHECKED");
    CHECK(findings.faults[0].severity == (role == "error" ? Severity::error : Severity::warning));
    CHECK_THAT(findings.faults[0].message.nl, Contains("site.sch") && Contains("te lang"));
    CHECK_THAT(findings.faults[0].message.en, Contains("too long"));
}

TEST_CASE("a document that is too large for a tree is not passed over", "[validation][schematron]") {
    SchematronFile const file(
        "<pattern><rule context='b'><report id='A' role='warning' test='@x'>x</report></rule></pattern>");
    auto const [document, code] = GENERATE(table<std::string, std::string>({
        {"<a>" + std::string(900, ' ') + "</a>", ""},
        {"<a>" + std::string(1100, ' ') + "</a>", "SCHEMATRON.TOO_LARGE"},
        {"<a><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>", ""},
        {"<a><b/>1<b/>2<b/>3<b/>4<b/>5<b/>6<b/>7<b/>8<b/>9<b/>0<b/>1<b/>2<b/>3<b/>4<b/>5<b/>6<b/>7<b/>8<b/>9<b/>0<b/"
         ">1<b/>2"
         "<b/>3<b/>4<b/>5<b/>6<b/>7<b/>8<b/>9<b/>0<b/>1<b/>2<b/>3</a>",
         "SCHEMATRON.TOO_LARGE"},
    }));

    auto const findings = file.check(document, {.tree_max = 1024});

    CHECK((findings.faults.empty() ? "" : findings.faults[0].code) == code);
    if (!code.empty()) CHECK(findings.faults[0].severity == Severity::warning);
}
