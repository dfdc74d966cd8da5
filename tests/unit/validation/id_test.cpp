// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/xsd.hpp"

#include <algorithm>
#include <fstream>

using namespace wetbode;
using validation::Schema;

namespace {

/// A list of items with identifiers of type xs:ID, references to them, and notes of any simple type.
struct List {
    List() {
        std::ofstream(folder.path() / "list.xsd")
            << "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:l='urn:l' targetNamespace='urn:l' "
               "elementFormDefault='qualified'><xs:element name='list'><xs:complexType>"
               "<xs:choice minOccurs='0' maxOccurs='unbounded'><xs:element name='item'><xs:complexType>"
               "<xs:attribute name='key' type='xs:ID'/><xs:attribute name='of' type='xs:IDREF'/></xs:complexType>"
               "</xs:element><xs:element name='note' type='xs:anySimpleType'/>"
               "<xs:any namespace='##other' processContents='lax'/></xs:choice></xs:complexType></xs:element>"
               "<xs:attribute name='key' type='xs:ID'/></xs:schema>";
    }

    [[nodiscard]] std::vector<Fault> faults_in(std::string const& inside) const {
        Schema const schema(folder.path() / "list.xsd", folder.path());
        auto const start = "<list xmlns='urn:l' xmlns:l='urn:l' xmlns:o='urn:o' xmlns:xs='http://www.w3.org/2001/"
                           "XMLSchema' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>";
        return schema.check(content_of(start + inside + "</list>"), 100).faults;
    }

    TemporaryFolder folder;
};

}  // namespace

TEST_CASE("an identifier of type ID that occurs twice is told at its second place", "[validation]") {
    List const list;

    auto const faults = list.faults_in("\n<item key='a'/>\n<item key='b'/>\n<item key='a'/>");

    REQUIRE(faults.size() == 1);
    CHECK(faults[0].line == 4);
    CHECK(faults[0].path == "/list/item[3]");
    CHECK_THAT(faults[0].detail, Catch::Contains("'a'"));
}

TEST_CASE("an identifier of type ID is judged alike whether Xerces keeps it or the gateway", "[validation]") {
    List const list;
    // A document with a reference is left to Xerces alone; the reference itself is right.
    std::string const reference = "<item key='z'/><item of='z'/>";
    auto const* const inside =
        GENERATE("<item key='a'/><item key='a'/>", "<item key='a'/><item key=' a&#32;'/>",
                 "<item key='a'/><item key='A'/>", "<item key='1'/><item key='1'/>", "<item key=''/>",
                 "<item key='a b'/><item key='a b'/>", "<item key='a'/><o:x l:key='a'/>",
                 "<o:x l:key='a'/><o:x><o:y l:key='a'/></o:x>", "<item key='a'/><item key='a'/><item key='a'/>",
                 "<o:x key='a'/><item key='a'/>", "<item key='a' nokey='1'/><item nokey='1' key='a'/>");
    CAPTURE(inside);

    auto ours = list.faults_in(inside);
    auto theirs = list.faults_in(inside + reference);

    auto const by_words = [](Fault const& a, Fault const& b) { return a.message.nl < b.message.nl; };
    std::ranges::stable_sort(ours, by_words);
    std::ranges::stable_sort(theirs, by_words);
    CHECK(ours == theirs);
}

TEST_CASE("an identifier that is the content of an element counts too", "[validation]") {
    List const list;

    CHECK(list.faults_in("<item key='a'/><note xsi:type='xs:ID'>b</note>").empty());
    CHECK(list.faults_in("<item key='a'/><note xsi:type='xs:ID'>a</note>").size() == 1);
    CHECK(list.faults_in("<note xsi:type='xs:ID'>a</note><item key='a'/>").size() == 1);
}

TEST_CASE("a reference to an identifier is looked up, before and after", "[validation]") {
    List const list;

    CHECK(list.faults_in("<item key='a'/><item of='a'/>").empty());
    CHECK(list.faults_in("<item of='a'/><item key='a'/>").empty());
    CHECK(list.faults_in("<item key='a'/><item of='b'/>").size() == 1);
    CHECK(list.faults_in("<item key='a'/><note xsi:type='xs:IDREF'>a</note>").empty());
    CHECK(list.faults_in("<item key='a'/><note xsi:type='xs:IDREF'>b</note>").size() == 1);
}
