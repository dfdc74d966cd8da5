// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/xml/gate.hpp"
#include "tests/unit/xml/reading.hpp"

#include <map>

using namespace wetbode::xml;
using wetbode::Fault;
using wetbode::xml::test::code_of;
using wetbode::xml::test::fault_in;
using wetbode::xml::test::repeated;
using namespace std::string_literals;

namespace {

std::string nested(std::size_t levels) { return repeated("<a>", levels) + repeated("</a>", levels); }

std::string with_attributes(std::size_t count) {
    std::string tag = "<a";
    for (std::size_t i = 0; i < count; ++i) tag += " a" + std::to_string(i) + "=''";
    return tag + "/>";
}

}  // namespace

TEST_CASE("the depth limit is exact", "[xml]") {
    Limits const limits{.depth_max = 20};

    CHECK(code_of(nested(20), limits).empty());
    CHECK(code_of(nested(21), limits) == "XML.TOO_DEEP");
    CHECK(code_of(repeated("<a>", 20) + "<b/>" + repeated("</a>", 20), limits) == "XML.TOO_DEEP");
    CHECK(code_of("<r>" + repeated("<a><b/></a>", 1000) + "</r>", limits).empty());
}

TEST_CASE("the standard depth is let in, 5000 levels are not", "[xml]") {
    CHECK(code_of(nested(256)).empty());
    CHECK(code_of(nested(257)) == "XML.TOO_DEEP");
    CHECK(code_of(nested(5000)) == "XML.TOO_DEEP");
    CHECK(fault_in(repeated("<a>", 100'000)).message.nl.find("256") != std::string::npos);
}

TEST_CASE("a depth above the limit of the parser can be allowed by the settings", "[xml]") {
    CHECK(code_of(nested(2000), {.depth_max = 2000}).empty());
}

TEST_CASE("60 000 attributes on one element are refused before the parser sees them", "[xml]") {
    CHECK(code_of(with_attributes(60'000)) == "XML.TOO_MANY_ATTRIBUTES");
    CHECK(code_of(with_attributes(256)).empty());
    CHECK(code_of(with_attributes(257)) == "XML.TOO_MANY_ATTRIBUTES");
}

TEST_CASE("namespace declarations count as attributes", "[xml]") {
    CHECK(code_of("<a xmlns='u' xmlns:b='v' c=''/>", {.attributes_max = 3}).empty());
    CHECK(code_of("<a xmlns='u' xmlns:b='v' c=''/>", {.attributes_max = 2}) == "XML.TOO_MANY_ATTRIBUTES");
}

TEST_CASE("namespaces in force are limited, over all open elements", "[xml]") {
    Limits const limits{.namespaces_max = 3};

    CHECK(code_of("<a xmlns='u' xmlns:b='v'><c xmlns='w'/><c xmlns='w'/><c xmlns='w'></c><d xmlns:e='x'/></a>", limits)
              .empty());
    CHECK(code_of("<a xmlns='u' xmlns:b='v'><c xmlns='w'><d xmlns:e='x'/></c></a>", limits) ==
          "XML.TOO_MANY_NAMESPACES");
    CHECK(code_of("<a xmlnsx='1' xml='2' x='3' xmln='4' xxmlns='5'/>", limits).empty());
    CHECK(code_of("<a><b xmlns = 'u'\n xmlns:c='u' xmlns:d='u'><e xmlns:f='u'/></b></a>", limits) ==
          "XML.TOO_MANY_NAMESPACES");
}

TEST_CASE("elements are counted", "[xml]") {
    CHECK(code_of("<a><b/><b></b></a>", {.elements_max = 3}).empty());
    CHECK(code_of("<a><b/><b></b><c/></a>", {.elements_max = 3}) == "XML.TOO_MANY_ELEMENTS");
}

TEST_CASE("the size of the document is limited", "[xml]") {
    CHECK(code_of("<a>12345</a>", {.bytes_max = 12}).empty());
    CHECK(code_of("<a>123456</a>", {.bytes_max = 12}) == "XML.TOO_LARGE");
}

TEST_CASE("the length of a value is limited", "[xml]") {
    Limits const limits{.attribute_bytes_max = 10};

    CHECK(code_of("<a b='1234567890'/>", limits).empty());
    CHECK(code_of("<a b='12345678901'/>", limits) == "XML.VALUE_TOO_LONG");
    CHECK(code_of("<a b=\"'''''\"/>", limits).empty());
    CHECK(code_of("<a b='1234567890' c='1234567890' d='1234567890' e='1234567890' f='1'/>", limits) ==
          "XML.VALUE_TOO_LONG");
}

TEST_CASE("the length of a name is limited", "[xml]") {
    Limits const limits{.name_bytes_max = 4};

    CHECK(code_of("<abcd efgh=''/>", limits).empty());
    CHECK(code_of("<abcde/>", limits) == "XML.VALUE_TOO_LONG");
    CHECK(code_of("<a bcdef=''/>", limits) == "XML.VALUE_TOO_LONG");
    CHECK(code_of("<a></abcde>", limits) == "XML.VALUE_TOO_LONG");
}

TEST_CASE("a name that is too long is told at its first byte too many, however the pieces fall", "[xml]") {
    Limits const limits{.name_bytes_max = 4};
    std::map<std::string_view, std::int64_t> const columns{
        {"<r>\n<abcdefgh/>", 6}, {"<r>\n<a bcdefghi=''/>", 8}, {"<r>\n</abcdefgh>", 7}};
    for (auto const& [document, column] : columns) {
        for (std::size_t cut = 1; cut <= document.size(); ++cut) {
            Gate gate(limits);
            auto fault = gate.pass(document.substr(0, cut));
            if (!fault) fault = gate.pass(document.substr(cut));

            REQUIRE(fault);
            CHECK(fault->line == 2);
            CHECK(fault->column == column);
        }
    }
}

TEST_CASE("an uninterrupted text, comment or instruction is limited", "[xml]") {
    Limits const limits{.text_bytes_max = 10};

    CHECK(code_of("<a>1234567890<b/>1234567890</a>", limits).empty());
    CHECK(code_of("<a>12345678901</a>", limits) == "XML.VALUE_TOO_LONG");
    CHECK(code_of("<a>12345<![CDATA[678901]]></a>", limits) == "XML.VALUE_TOO_LONG");
    CHECK(code_of("<a><!--" + repeated("-a", 10) + "--></a>", limits) == "XML.VALUE_TOO_LONG");
    CHECK(code_of("<a><!--1234567--></a>", limits).empty());
    CHECK(code_of("<a><?x 12345678901?></a>", limits) == "XML.VALUE_TOO_LONG");
    CHECK(code_of("<a><?x 12345?></a>", limits).empty());
}

TEST_CASE("a comment longer than the parser can hold is refused in our own words", "[xml]") {
    CHECK(code_of("<a><!--" + std::string(11'000'000, 'x') + "--></a>") == "XML.VALUE_TOO_LONG");
    CHECK(code_of("<a>" + std::string(11'000'000, 'x') + "</a>").empty());
}

TEST_CASE("references are counted in text and in values", "[xml]") {
    Limits const limits{.references_max = 3};

    CHECK(code_of("<a b='&amp;'>&#65;&lt;</a>", limits).empty());
    CHECK(code_of("<a b='&amp;'>&#65;&lt;&gt;</a>", limits) == "XML.TOO_MANY_REFERENCES");
    CHECK(code_of("<a><![CDATA[&&&&&]]><!--&&&&&--><?x &&&&&?></a>", limits).empty());
}

TEST_CASE("quotes, dashes and brackets do not lead the gate astray", "[xml]") {
    Limits const limits{.depth_max = 2, .attributes_max = 2};

    CHECK(code_of("<a b='>/><x><y><z>' c=\"<\"/>", limits) == "XML.MALFORMED");
    CHECK(code_of("<a b='/>' c='\">'><d/></a>", limits).empty());
    CHECK(code_of("<a><!-- ' \" - <x><y><z> - --><d/></a>", limits).empty());
    CHECK(code_of("<a><!-----></a>", limits) == "XML.MALFORMED");
    CHECK(code_of("<a><![CDATA[]]]]><![CDATA[><x><y><z>]]><d/></a>", limits).empty());
    CHECK(code_of("<a><?x <y><z> ? > ?\?><d/></a>", limits).empty());
    CHECK(code_of("<a\n\tb = '1'\n/><!-- after -->", limits).empty());
    CHECK(code_of("<?xml-stylesheet encoding='latin1' version='2'?><a/>", limits).empty());
}

TEST_CASE("the gate says where it stopped", "[xml]") {
    Gate gate({.depth_max = 2});

    auto const nothing = gate.pass("<é>\n<b>\n");
    auto const fault = gate.pass(" é<c>");

    CHECK_FALSE(nothing);
    REQUIRE(fault);
    CHECK(fault->line == 3);
    CHECK(fault->column == 4);
}

TEST_CASE("pieces of any length give the same answer", "[xml]") {
    auto const text = "<?xml version='1.0'?><a b='1'><!--x--><![CDATA[y]]><?p q?>&amp;<c><d/></c></a>"s;

    for (std::size_t step = 1; step < 12; ++step) {
        Gate deep({.depth_max = 3});
        Gate shallow({.depth_max = 2});
        bool refused = false;
        for (std::size_t at = 0; at < text.size(); at += step) {
            auto const piece = std::string_view(text).substr(at, step);
            CHECK_FALSE(deep.pass(piece));
            if (!refused) refused = shallow.pass(piece).has_value();
        }
        CHECK(refused);
    }
}
