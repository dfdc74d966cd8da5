// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/xsd.hpp"

#include <fstream>

using namespace wetbode;
using validation::Schema;

namespace {

/// A book of chapters; `type` of the identifiers, `selector` of the constraint and the treatment of foreign content
/// decide whether the gateway or Xerces looks after uniqueness. What they find must be the same.
struct Book {
    explicit Book(std::string const& type = "xs:token", std::string const& selector = ".//*",
                  std::string const& foreign = "lax") {
        auto const unique = [&](char const* name) {
            return std::string("<xs:unique name='") + name + "'><xs:selector xpath='" + selector +
                   "'/><xs:field xpath='@eId'/></xs:unique>";
        };
        std::ofstream(folder.path() / "book.xsd")
            << "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:b='urn:b' targetNamespace='urn:b' "
               "elementFormDefault='qualified'>"
               "<xs:element name='shelf'><xs:complexType><xs:sequence><xs:element ref='b:book' maxOccurs='9'/>"
               "</xs:sequence></xs:complexType></xs:element>"
               "<xs:element name='book' type='b:Part'>"
            << unique("outer") << "</xs:element><xs:element name='part' type='b:Part'>"
            << (selector == ".//*" ? unique("inner") : "")
            << "</xs:element><xs:complexType name='Part'><xs:choice minOccurs='0' maxOccurs='unbounded'>"
               "<xs:element ref='b:part'/><xs:any namespace='##other' processContents='"
            << foreign << "'/></xs:choice><xs:attribute name='eId' type='" << type
            << "'/><xs:anyAttribute namespace='##other' processContents='lax'/></xs:complexType></xs:schema>";
    }

    [[nodiscard]] std::vector<Fault> faults_in(std::string const& inside) const {
        Schema const schema(folder.path() / "book.xsd", folder.path());
        auto const findings =
            schema.check(content_of("<shelf xmlns='urn:b' xmlns:o='urn:o'>" + inside + "</shelf>"), 100);
        for (auto const& fault : findings.faults) CHECK(fault.code == "XSD.UNIQUE");
        return findings.faults;
    }

    TemporaryFolder folder;
};

}  // namespace

TEST_CASE("an identifier that occurs twice is told at its second place", "[validation]") {
    Book const book;

    auto const faults = book.faults_in("<book>\n<part eId='a'/>\n<part eId='b'><part eId='a'/></part></book>");

    REQUIRE(faults.size() == 1);
    CHECK(faults[0].line == 3);
    CHECK(faults[0].path == "/shelf/book[1]/part[2]/part[1]");
    CHECK(faults[0].nearest_id == "a");
    CHECK_THAT(faults[0].message.nl, Catch::Contains("eId 'a'"));
    CHECK_THAT(faults[0].detail, Catch::Contains("'book' declares duplicate identity constraint"));
}

TEST_CASE("uniqueness is asked inside the outermost element that declares it, not around it", "[validation]") {
    Book const book;

    CHECK(book.faults_in("<book><part eId='a'/></book><book><part eId='a'/></book>").empty());
    CHECK(book.faults_in("<book eId='a'><part eId='a'/></book>").empty());
    CHECK(book.faults_in("<book eId='a'/><book eId='a'/>").empty());
    CHECK(book.faults_in("<book><part><part eId='a'/></part><part><part eId='a'/></part></book>").size() == 1);
    CHECK(book.faults_in("<book><part eId='a'><part eId='a'/></part></book>").size() == 1);
}

TEST_CASE("white space, another namespace and foreign elements do not make a duplicate", "[validation]") {
    Book const book;

    CHECK(book.faults_in("<book><part eId='a'/><part o:eId='a'/><part o:eId='a'/></book>").empty());
    CHECK(book.faults_in("<book><o:x eId='a'><part eId='a'/></o:x><o:x eId='a'/><part eId='a'/></book>").empty());
    CHECK(book.faults_in("<book><part eId='a'/><part eId=' a&#32;'/></book>").size() == 1);
    CHECK(book.faults_in("<book><part/><part/><part eId='A'/><part eId='a'/></book>").empty());
}

TEST_CASE("where texts are not values, Xerces itself judges uniqueness", "[validation]") {
    Book const numbers("xs:integer");

    CHECK_FALSE(numbers.faults_in("<book><part eId='1'/><part eId='01'/></book>").empty());
    CHECK(numbers.faults_in("<book><part eId='1'/><part eId='2'/></book>").empty());
}

TEST_CASE("other forms of constraint are judged by Xerces too", "[validation]") {
    Book const children("xs:token", "b:part");

    CHECK(children.faults_in("<book><part eId='a'/><part eId='a'/></book>").size() == 1);
    CHECK(children.faults_in("<book><part eId='a'><part eId='a'/></part></book>").empty());

    Book const skipping("xs:token", ".//*", "skip");

    CHECK(skipping.faults_in("<book><part eId='a'/><o:x><part eId='a'/></o:x></book>").empty());
    CHECK_FALSE(skipping.faults_in("<book><part eId='a'/><part eId='a'/></book>").empty());
}

TEST_CASE("a document with a hundred thousand identifiers is judged", "[validation]") {
    Book const book;
    std::string parts;
    for (int i = 0; i < 100'000; ++i) parts += "<part eId='chp_1__art_" + std::to_string(i) + "'/>\n";

    CHECK(book.faults_in("<book>" + parts + "</book>").empty());
    CHECK(book.faults_in("<book>" + parts + "<part eId='chp_1__art_77'/></book>").size() == 1);
}
