// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/validation/problems.hpp"

using namespace wetbode::validation;
using Catch::Contains;
using wetbode::Fault;

namespace {

Problem content_problem() {
    return {.code = 7,
            .raw = "element 'num' is not allowed for content model '(num?,heading?,content)'",
            .line = 12,
            .column = 8,
            .path = "/akomaNtoso/bill[1]/body[1]/article[1]/num[1]",
            .nearest_id = "art_1",
            .element = "article",
            .child = "num"};
}

}  // namespace

TEST_CASE("a misplaced element is told with what may stand there", "[validation]") {
    auto problem = content_problem();
    problem.expected = {"content", "paragraph"};
    problem.child_allowed_elsewhere = true;
    problem.may_end = true;

    auto const fault = fault_of(problem);

    CHECK(fault.code == "XSD.CONTENT");
    CHECK(fault.message.nl ==
          "Het element 'num' staat in 'article' op een verkeerde plaats of te vaak. Op deze plaats wordt verwacht: "
          "'content' of 'paragraph', of het einde van 'article'.");
    CHECK_THAT(fault.message.en, Contains("'content' or 'paragraph', or the end of 'article'."));
    CHECK(fault.line == 12);
    CHECK(fault.nearest_id == "art_1");
    CHECK(fault.path == problem.path);
    CHECK(fault.detail == problem.raw);
}

TEST_CASE("an element that may not stand there at all is told so", "[validation]") {
    CHECK_THAT(fault_of(content_problem()).message.nl, Contains("'num' mag niet in 'article' staan"));
}

TEST_CASE("missing content is told by name", "[validation]") {
    Problem const problem{
        .code = 21, .raw = "missing elements in content model '(a)'", .element = "meta", .expected = {"a"}};

    CHECK(fault_of(problem).message.nl == "In het element 'meta' ontbreekt nog: 'a'.");
    CHECK(fault_of(problem).message.en == "The element 'meta' still lacks: 'a'.");
}

TEST_CASE("long lists of names are cut", "[validation]") {
    CHECK(list_of({}).nl.empty());
    CHECK(list_of({"a"}).en == "'a'");
    CHECK(list_of({"a", "b"}).nl == "'a' of 'b'");
    CHECK(list_of({"a", "b", "c", "d", "e", "f", "g", "h", "i"}).en ==
          "'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h' or 1 other element");
    CHECK_THAT(list_of({"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"}).nl, Contains("nog 2 andere elementen"));
}

TEST_CASE("the sentence about an attribute names it and its element", "[validation]") {
    Problem const missing{.code = 6, .raw = "missing required attribute 'date'", .element = "FRBRdate"};
    Problem const strange{
        .code = 17, .raw = "attribute '{urn:x}kleur' is not declared for element 'p'", .element = "p"};

    CHECK(fault_of(missing).code == "XSD.ATTRIBUTE");
    CHECK(fault_of(missing).message.nl == "Bij het element 'FRBRdate' ontbreekt het verplichte attribuut 'date'.");
    CHECK(fault_of(strange).message.en == "The attribute 'kleur' is not allowed on the element 'p'.");
}

TEST_CASE("a wrong value is told with the attribute that has it", "[validation]") {
    Problem const date{.source = Source::value,
                       .code = 231,
                       .raw = "value '2023-02-29' does not match any member types of the union",
                       .element = "FRBRdate",
                       .attributes = {{"name", "x"}, {"date", "2023-02-29"}}};

    auto const fault = fault_of(date);

    CHECK(fault.code == "XSD.TYPE");
    CHECK_THAT(fault.message.nl, Contains("'2023-02-29' van het attribuut 'date'") && Contains("JJJJ-MM-DD"));
}

TEST_CASE("a value with quotes in it is read whole", "[validation]") {
    auto const arguments = arguments_of("value 'it's 'x'' not in enumeration", "value '@' not in enumeration");

    REQUIRE(arguments.size() == 1);
    CHECK(arguments[0] == "it's 'x'");
    CHECK(arguments_of("something else", "value '@' not in enumeration").empty());
    CHECK(arguments_of("a 'b' c 'd' e", "a '@' c '@' e") == std::vector<std::string>{"b", "d"});
}

TEST_CASE("a value that is too long is shortened between characters", "[validation]") {
    std::string value;
    for (int i = 0; i < 500; ++i) value += "é";
    Problem const problem{.source = Source::value, .code = 216, .raw = "value '" + value + "' not in enumeration"};

    auto const text = fault_of(problem).message.nl;

    CHECK(text.size() < 300);
    CHECK_THAT(text, Contains("é…"));
}

TEST_CASE("a message that nobody knows still becomes a sentence", "[validation]") {
    Problem const validity{.code = 999, .raw = "something new", .element = "p"};
    Problem const value{
        .source = Source::value, .code = 301, .raw = "invalid date value 'gisteren'", .element = "date"};
    Problem const reworded{.code = 6, .raw = "required attribute 'date' not there", .element = "p"};

    CHECK(fault_of(validity).code == "XSD.OTHER");
    CHECK_THAT(fault_of(validity).message.en, Contains("something new"));
    CHECK(fault_of(value).code == "XSD.TYPE");
    CHECK_THAT(fault_of(value).message.nl, Contains("JJJJ-MM-DD"));
    CHECK(fault_of(reworded).code == "XSD.OTHER");
}
