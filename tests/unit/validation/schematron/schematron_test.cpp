// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "unit/validation/schematron/fixture.hpp"

#include <atomic>
#include <thread>

using namespace wetbode;
using namespace wetbode::validation;
using Catch::Contains;

TEST_CASE("a rule of a site is told with its code, its place and both languages", "[validation][schematron]") {
    SchematronFile const file(R"xml(
        <ns prefix="n" uri="urn:n"/>
        <pattern><rule context="n:line">
          <assert id="SITE.SHORT" test="string-length(.) &lt; 5" diagnostics="en" xml:lang="nl">Regel <value-of
            select="@nr"/> in '<name path=".."/>' is te lang: <value-of select="string-length(.)"/> tekens.</assert>
        </rule></pattern>
        <diagnostics><diagnostic id="en" xml:lang="en">Line <value-of select="@nr"/> is too long.</diagnostic>
        </diagnostics>)xml");

    auto const findings =
        file.check("<note xmlns='urn:n' id='a'>\n<line nr='1'>kort</line>\n  <line nr='2'>te lang</line></note>");

    REQUIRE(findings.faults.size() == 1);
    auto const& fault = findings.faults[0];
    CHECK(fault.code == "SITE.SHORT");
    CHECK(fault.severity == Severity::error);
    CHECK(fault.line == 3);
    CHECK(fault.column > 2);
    CHECK(fault.path == "/note/line[2]");
    CHECK(fault.nearest_id == "a");
    CHECK(fault.message.nl == "Regel 2 in 'note' is te lang: 7 tekens.");
    CHECK(fault.message.en == "Line 2 is too long.");
    CHECK_THAT(fault.detail, Contains("site.sch: assert string-length(.) < 5"));
}

TEST_CASE("role and flag tell how severe a finding is", "[validation][schematron]") {
    auto const [attributes, rule_attributes, want] = GENERATE(table<std::string, std::string, Severity>({
        {"", "", Severity::error},
        {"role='warning'", "", Severity::warning},
        {"role='INFO'", "", Severity::hint},
        {"flag='hint'", "", Severity::hint},
        {"role='caption' flag='warn'", "", Severity::warning},
        {"", "role='warning'", Severity::warning},
        {"role='fatal'", "role='warning'", Severity::error},
        {"role='caption'", "", Severity::error},
    }));
    SchematronFile const file("<pattern><rule context='a' " + rule_attributes + "><assert id='A' test='b' " +
                              attributes + ">x</assert></rule></pattern>");

    auto const findings = file.check("<a/>");

    REQUIRE(findings.faults.size() == 1);
    CHECK(findings.faults[0].severity == want);
}

TEST_CASE("a rule file goes before the words and the severity of the Schematron file", "[validation][schematron]") {
    SchematronFile const file(
        "<pattern><rule context='a'><assert id='A' test='b'>eigen</assert>"
        "<report id='B' test='true()'>altijd</report></rule></pattern>");
    RuleBook const book{{"A", {"HOUSE.A", Severity::hint, {"Nederlands", ""}}}, {"B", {.enabled = false}}};

    auto const findings = file.check("<a/>", {}, book);

    REQUIRE(findings.faults.size() == 1);
    CHECK(findings.faults[0].code == "HOUSE.A");
    CHECK(findings.faults[0].severity == Severity::hint);
    CHECK(findings.faults[0].message == Text{"Nederlands", "eigen"});
}

TEST_CASE("findings come in document order and stop at the limit", "[validation][schematron]") {
    SchematronFile const file(
        "<pattern><rule context='b'><report id='B' test='true()'>b</report></rule></pattern>"
        "<pattern><rule context='a'><report id='A' test='true()'>a</report></rule></pattern>");

    auto const findings = file.check("<x><a/><b/><a/><b/></x>");
    auto const first = file.check("<x><a/><b/><a/><b/></x>", {}, {}, 3);

    std::string order;
    for (auto const& fault : findings.faults) order += fault.code;
    CHECK(order == "ABAB");
    CHECK_FALSE(findings.more_faults);
    CHECK(first.faults.size() == 3);
    CHECK(first.more_faults);
}

TEST_CASE("a rule may be about an attribute, a text, a comment, the document or a subject elsewhere",
          "[validation][schematron]") {
    auto const [context, subject, path] = GENERATE(table<std::string, std::string, std::string>({
        {"@k", "", "/a/b[1]/@k"},
        {"b/text()", "", "/a/b[1]/text()[1]"},
        {"comment()", "", "/a/comment()[1]"},
        {"/", "", "/"},
        {"a", "c", "/a/c[2]"},
        {"a", "nothing", "/a"},
    }));
    SchematronFile const file("<pattern><rule context='" + context + "'><report id='A' test='true()'" +
                              (subject.empty() ? "" : " subject='" + subject + "[last()]'") +
                              ">x</report></rule></pattern>");

    auto const findings = file.check("<a><b k='1'>t</b><!-- s --><c/><c/></a>");

    REQUIRE_FALSE(findings.faults.empty());
    CHECK(findings.faults[0].path == path);
    CHECK(findings.faults[0].line == 1);
}

TEST_CASE("variables, keys, abstract rules and abstract patterns work", "[validation][schematron]") {
    SchematronFile const file(R"xml(
        <xsl:key xmlns:xsl="http://www.w3.org/1999/XSL/Transform" name="by-id" match="*[@id]" use="@id"/>
        <let name="most" value="2"/>
        <pattern><let name="root" value="/*"/>
          <rule abstract="true" id="counted"><report id="A" test="count(b) &gt; $most">meer dan <value-of
            select="$most"/></report></rule>
          <rule context="a"><let name="all" value="count($root/b)"/><extends rule="counted"/>
            <report id="B" test="$all = 3">drie</report></rule></pattern>
        <pattern abstract="true" id="points"><rule context="$from"><assert id="C" test="key('by-id', @to)">naar
          <value-of select="$from/@to"/></assert></rule></pattern>
        <pattern is-a="points"><param name="from" value="b"/></pattern>)xml");

    auto const findings = file.check("<a><b id='1'/><b to='1'/><b to='2'/></a>");

    std::string codes;
    for (auto const& fault : findings.faults) codes += fault.code + " ";
    CHECK(codes == "A B C C ");
    CHECK(findings.faults[0].message.nl == "meer dan 2");
}

TEST_CASE("only the phase that a file asks for is active", "[validation][schematron]") {
    std::string const rules =
        "<phase id='p'><active pattern='one'/></phase>"
        "<pattern id='one'><rule context='a'><report id='A' test='true()'>a</report></rule></pattern>"
        "<pattern id='two'><rule context='a'><report id='B' test='true()'>b</report></rule></pattern>";

    CHECK(SchematronFile(rules).check("<a/>").faults.size() == 2);
    CHECK(SchematronFile(rules, "defaultPhase='p'").check("<a/>").faults.size() == 1);
}

TEST_CASE("what looks like a template in a file stays text", "[validation][schematron]") {
    SchematronFile const file(
        "<pattern id='{1}'><rule context=\"a[. != '{2}']\"><assert id='A' role='{3}' "
        "test=\"contains(., '{4}')\">Dit is {5} &amp; &lt;b&gt;.</assert></rule></pattern>");

    auto const findings = file.check("<a/>");

    REQUIRE(findings.faults.size() == 1);
    CHECK(findings.faults[0].message.nl == "Dit is {5} & <b>.");
}

TEST_CASE("lines beyond 65535 are told as they are", "[validation][schematron]") {
    SchematronFile const file("<pattern><rule context='b'><report id='A' test='true()'>x</report></rule></pattern>");

    auto const findings = file.check("<a>" + std::string(100'000, '\n') + " <b/></a>");

    REQUIRE(findings.faults.size() == 1);
    CHECK(findings.faults[0].line == 100'001);
    CHECK(findings.faults[0].column > 1);
}

TEST_CASE("a value between two others keeps its blanks, before a full stop there is none", "[validation][schematron]") {
    SchematronFile const file(
        "<pattern><rule context='a'><report id='A' test='true()'>Van <value-of select='1'/> <value-of "
        "select='2'/>, <emph>let op</emph>.</report></rule></pattern>");

    CHECK(file.check("<a/>").faults.at(0).message.nl == "Van 1 2, let op.");
}

TEST_CASE("an assertion without id has a code all the same", "[validation][schematron]") {
    SchematronFile const file("<pattern><rule context='a'><report test='true()'>x</report></rule></pattern>");

    CHECK(file.check("<a/>").faults.at(0).code == "SCHEMATRON.UNNAMED");
}

TEST_CASE("many threads hold one Schematron against their documents", "[validation][schematron]") {
    SchematronFile const file(
        "<ns prefix='n' uri='urn:n'/><pattern><let name='all' value='count(//n:b)'/><rule context='n:b'>"
        "<assert id='A' test='. = $all'>is <value-of select='$all'/></assert></rule></pattern>");
    auto const schematron = file.compiled();
    std::atomic<int> right = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 1; i <= 40; ++i) {
                std::string inside;
                for (int n = 0; n < i; ++n) inside += "<b>" + std::to_string(t) + "</b>";
                auto const findings = schematron->check(content_of("<a xmlns='urn:n'>" + inside + "</a>"), {}, 100);
                auto const want = i == t ? 0U : static_cast<unsigned>(i);
                right += findings.faults.size() == want ? 1 : 0;
            }
        });
    threads.clear();
    CHECK(right == 8 * 40);
}
