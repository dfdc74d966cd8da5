// SPDX-License-Identifier: EUPL-1.2
// What a Schematron file may not hold: told when the gateway starts, with file, line and a sentence.
#include <catch2/catch.hpp>

#include "unit/validation/schematron/fixture.hpp"

using namespace wetbode;
using namespace wetbode::validation;
using Catch::Contains;
using Catch::StartsWith;

namespace {

std::string rule(std::string const& test, std::string const& context = "a") {
    return "<pattern>\n<rule context=\"" + context + "\">\n<assert id='A' test=\"" + test +
           "\">x</assert></rule></pattern>";
}

std::string const xsl = "xmlns:xsl='http://www.w3.org/1999/XSL/Transform'";

}  // namespace

TEST_CASE("a broken Schematron file is refused with its line and a sentence", "[validation][schematron]") {
    auto const [inside, line, want] = GENERATE(table<std::string, int, std::string>({
        {"<pattern>", 2, "still open"},
        {"<pattren/>", 2, "the element 'pattren' is not known"},
        {"\n<rule context='a'/>", 3, "'rule' cannot stand in 'schema'"},
        {"<pattern>\n<rule><assert test='b'/></rule></pattern>", 3, "'rule' needs the attribute 'context'"},
        {"<pattern><rule context='a'>\n<assert>x</assert></rule></pattern>", 3, "'assert' needs the attribute 'test'"},
        {rule("count("), 4, "'test=count(': a bracket is not closed"},
        {rule("count()"), 4, "the function 'count' cannot have 0 argument(s)"},
        {rule("b]"), 4, "a bracket is closed"},
        {rule("b or"), 4, "'test=b or'"},
        {rule("b", "a["), 3, "'context=a['"},
        {rule("b", "/a | count(b)"), 3, "'context="},
        {rule("matches(., 'x')"), 4, "the function 'matches' is not one of XPath 1.0"},
        {rule("x:b"), 4, "the prefix 'x' is not declared"},
        {rule("$b"), 4, "the variable '$b' is not declared"},
        {rule("string(document('file:///etc/passwd'))"), 4, "the function 'document' is not allowed"},
        {rule("document ('x')"), 4, "the function 'document' is not allowed"},
        {rule("exsl:node-set(.)"), 4, "the function 'exsl:node-set' is an extension"},
        {"<let name='a' value='1'/>\n<let name='a' value='2'/>" + rule("b"), 3, "'$a' is declared twice"},
        {"<let name='a'/>" + rule("b"), 2, "'let' needs the attribute 'value'"},
        {"<ns prefix='xsl' uri='urn:x'/>" + rule("b"), 2, "the namespace of XSLT"},
        {"<include href='file:///etc/passwd'/>" + rule("b"), 2, "'include' is not supported"},
        {"<pattern>\n<rule context='a'><extends rule='r'/></rule></pattern>", 3, "there is no abstract rule 'r'"},
        {"<pattern is-a='p'/>" + rule("b"), 2, "there is no abstract pattern 'p'"},
        {"<pattern><rule context='a'>\n<assert test='b' diagnostics='d'/></rule></pattern>", 3, "no diagnostic 'd'"},
        {"<phase id='p'><active pattern='q'/></phase>" + rule("b"), 2, "there is no pattern 'q'"},
        {"<title>leeg</title>", 1, "holds no 'assert' and no 'report'"},
        {"<xsl:key " + xsl + " name='k' match='a' use='document(1)'/>" + rule("b"), 2, "'document' is not allowed"},
        {"<xsl:key " + xsl + " name='k' match='a[' use='b'/>" + rule("b"), 2, "'match'"},
        {"<xsl:template " + xsl + " name='t'/>" + rule("b"), 2, "of XSLT only 'key' is allowed"},
        {"<pattern><rule context='a'>\n<xsl:variable " + xsl + " name='v'/></rule></pattern>", 3, "of XSLT only 'key'"},
    }));
    CAPTURE(inside);
    SchematronFile const file(inside);

    auto const refusal = file.refusal();

    CHECK_THAT(refusal, StartsWith(file.path().string() + ":" + std::to_string(line) + ": ") && Contains(want));
}

TEST_CASE("another query language is refused with a sentence that says what to write", "[validation][schematron]") {
    for (auto const* const binding : {"xslt2", "xslt3", "xpath2", "exslt", "stx"})
        CHECK_THAT(
            SchematronFile(rule("b"), "queryBinding='" + std::string(binding) + "'").refusal(),
            Contains(std::string(":1: the query binding '") + binding + "' is not supported") && Contains("XPath 1.0"));
    for (auto const* const binding : {"", "queryBinding='xslt'", "queryBinding='xslt1'"})
        CHECK(SchematronFile(rule("b"), binding).refusal().empty());
}

TEST_CASE("a file that is no Schematron, or of the old kind, is refused", "[validation][schematron]") {
    SchematronFile const file("");
    auto const refusal = [&](std::string const& text) {
        std::ofstream(file.path()) << text;
        return file.refusal();
    };

    CHECK_THAT(refusal("<schema xmlns='http://www.ascc.net/xml/schematron'/>"), Contains(":1: is no ISO Schematron"));
    CHECK_THAT(refusal("<schema/>"), Contains(":1: is no ISO Schematron"));
    CHECK_THAT(refusal("<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"), Contains(":1: ") && Contains("DOCTYPE"));
    CHECK_THAT(refusal(""), Contains("site.sch:1: "));
}

TEST_CASE("explanations in other namespaces are left out", "[validation][schematron]") {
    SchematronFile const file("<h:p xmlns:h='urn:html'>uitleg</h:p><p>uitleg</p>" + rule("b"));

    CHECK(file.refusal().empty());
    CHECK(file.check("<a/>").faults.size() == 1);
}

TEST_CASE("patterns that fill in each other do not fill the memory", "[validation][schematron]") {
    std::string bomb =
        "<pattern abstract='true' id='p'><rule context='a'><assert id='A' test=\"$p0\">x</assert></rule>"
        "</pattern><pattern is-a='p'>";
    for (int i = 0; i < 40; ++i) {
        auto const next = "$p" + std::to_string(i + 1);
        bomb += "<param name='p" + std::to_string(i) + "' value='" + next + " or " + next + "'/>";
    }
    SchematronFile const file(bomb + "</pattern>");

    CHECK_THAT(file.refusal(), Contains("site.sch:1: "));
}
