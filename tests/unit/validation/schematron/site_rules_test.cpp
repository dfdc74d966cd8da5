// SPDX-License-Identifier: EUPL-1.2
// Schematron as part of a document type: named in type.toml, spoken of in rule files, run after the schema.
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"

#include <fstream>

using namespace wetbode;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

struct Types {
    explicit Types(std::string const& more = "schematron = [\"site.sch\"]\n") {
        write("type.toml",
              "name = \"note\"\nversion = \"1\"\ntitle_nl = \"nota\"\ntitle_en = \"note\"\n"
              "root_uri = \"urn:n\"\nroot_local = \"note\"\nxsd = \"note.xsd\"\n" +
                  more);
        write("note.xsd", R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:n"
            elementFormDefault="qualified"><xs:element name="note"><xs:complexType><xs:sequence>
            <xs:element name="line" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
            </xs:element></xs:schema>)");
        write("site.sch",
              "<schema xmlns='http://purl.oclc.org/dsdl/schematron'><ns prefix='n' uri='urn:n'/><pattern>"
              "<rule context='n:line'><assert id='EVEN' test='. mod 2 = 0' role='warning'>oneven</assert>"
              "<assert id='SMALL' test='. &lt; 100'>te groot</assert></rule></pattern></schema>");
    }
    void write(std::string const& name, std::string const& text) const {
        auto const path = folder.path() / "note/1" / name;
        fs::create_directories(path.parent_path());
        std::ofstream(path) << text;
    }
    [[nodiscard]] Verdict check(std::string const& inside, std::size_t faults_max = 100) const {
        Catalogue const catalogue({.schemas = folder.path(), .faults_max = faults_max});
        return catalogue.check("note", "n.xml", content_of("<note xmlns='urn:n'>" + inside + "</note>"));
    }
    [[nodiscard]] std::string refusal() const {
        try {
            Catalogue const catalogue({.schemas = folder.path()});
        } catch (std::runtime_error const& error) {
            return error.what();
        }
        return {};
    }
    TemporaryFolder folder;
};

std::string codes(Verdict const& verdict) {
    std::string all;
    for (auto const& fault : verdict.faults) all += fault.code + " ";
    return all;
}

std::string rule(std::string const& lines) {
    return "[[rule]]\nid = \"HOUSE.EVEN\"\nengine = \"schematron\"\nfile = \"site.sch\"\nseverity = \"error\"\n"
           "title_nl = \"even\"\ntitle_en = \"even\"\ntext_nl = \"Geen even getal.\"\ntext_en = \"Not an even "
           "number.\"\n"
           "owner = \"huis\"\nsource_nl = \"huisregel\"\nsource_en = \"house rule\"\n" +
           lines;
}

}  // namespace

TEST_CASE("a type's Schematron file is held against what is valid", "[validation][schematron]") {
    Types const types;

    auto const doubtful = types.check("<line>1</line>");
    CHECK(codes(doubtful) == "EVEN ");
    CHECK(doubtful.valid());
    CHECK(doubtful.faults[0].file == "n.xml");
    auto const refused = types.check("<line>2</line>\n<line>101</line>");
    CHECK(codes(refused) == "EVEN SMALL ");
    CHECK_FALSE(refused.valid());
    CHECK(codes(types.check("<line>2</line>")).empty());
    CHECK(codes(types.check("<line>1</line><line>x</line>")) == "XSD.TYPE ");
}

TEST_CASE("warnings of a site never push out what makes a document invalid", "[validation][schematron]") {
    Types const types;

    auto const verdict = types.check("<line>1</line>\n<line>3</line>\n<line>102</line>", 2);

    CHECK(codes(verdict) == "EVEN SMALL ");
    CHECK(verdict.more_faults);
    CHECK_FALSE(verdict.valid());
}

TEST_CASE("a rule file gives an assertion its code, severity and words", "[validation][schematron]") {
    Types const types("rules = [\"rules.toml\"]\n");
    types.write("rules.toml", rule("assert = \"EVEN\"\n"));

    auto const verdict = types.check("<line>1</line>");

    REQUIRE(codes(verdict) == "HOUSE.EVEN ");
    CHECK_FALSE(verdict.valid());
    CHECK(verdict.faults[0].message == Text{"Geen even getal.", "Not an even number."});
    types.write("rules.toml", rule("assert = \"EVEN\"\nenabled = false\n"));
    CHECK(codes(types.check("<line>1</line>")).empty());
}

TEST_CASE("a broken Schematron file stops the start", "[validation][schematron]") {
    Types const types("schematron = [\"site.sch\"]\nrules = [\"rules.toml\"]\n");
    types.write("rules.toml", rule("assert = \"ODD\"\n"));
    CHECK_THAT(types.refusal(), Contains("rules.toml:1: 'site.sch' holds no assertion 'ODD'"));
    types.write("rules.toml", rule("assert = \"EVEN\"\n"));
    CHECK(types.refusal().empty());
    types.write("site.sch", "<schema xmlns='http://purl.oclc.org/dsdl/schematron'>\n<patern/></schema>");
    CHECK_THAT(types.refusal(), Contains("site.sch:2: the element 'patern'"));
    fs::remove(types.folder.path() / "note/1/site.sch");
    CHECK_THAT(types.refusal(), Contains("type.toml:8: the Schematron file 'site.sch' is not there"));
}

TEST_CASE("assertions that no rule file speaks of are rules of the type too", "[validation][schematron]") {
    Types const types("schematron = [\"site.sch\"]\nrules = [\"rules.toml\"]\n");
    types.write("rules.toml", rule("assert = \"EVEN\"\n"));
    types.write("site.sch",
                "<schema xmlns='http://purl.oclc.org/dsdl/schematron' xml:lang='nl'><title>Regels van het huis</title>"
                "<ns prefix='n' uri='urn:n'/><pattern><title>Getallen</title><rule context='n:line'>"
                "<assert id='EVEN' test='. mod 2 = 0'>oneven</assert>"
                "<report id='LARGE' test='. &gt; 99' role='hint' diagnostics='en more'>\n  <emph>Het getal</emph>\n"
                "<value-of select='.'/> in <name/> is groot.</report><assert test='. &gt; 0'>zonder naam</assert>"
                "</rule></pattern><diagnostics><diagnostic id='en' xml:lang='en'>The number <value-of select='.'/> is "
                "large.</diagnostic><diagnostic id='more'>Maak het kleiner.</diagnostic></diagnostics></schema>");
    Catalogue const catalogue({.schemas = types.folder.path()});

    auto const& rules = catalogue.rules("note");

    REQUIRE(rules.size() == 2);  // one without an id has no code to look up
    CHECK(rules[0].id == "HOUSE.EVEN");
    auto const& own = rules[1];
    CHECK(own.id == "LARGE");
    CHECK(own.engine == RuleEngine::schematron);
    CHECK(own.severity == Severity::hint);
    CHECK(own.enabled);
    CHECK(own.text == Text{"Het getal {.} in {name()} is groot. Maak het kleiner.", "The number {.} is large."});
    CHECK(own.title == Text{"Getallen", "The number {.} is large."});
    CHECK(own.owner == "site.sch");
    CHECK(own.source == Text{"Schematronbestand site.sch: Regels van het huis",
                             "Schematron file site.sch: Regels van het huis"});
}

TEST_CASE("an assertion that a rule file switches off does not come back by its own name", "[validation][schematron]") {
    Types const types("schematron = [\"site.sch\"]\nrules = [\"rules.toml\"]\n");
    types.write("rules.toml", rule("assert = \"EVEN\"\nenabled = false\n"));
    Catalogue const catalogue({.schemas = types.folder.path()});

    auto const& rules = catalogue.rules("note");

    REQUIRE(rules.size() == 2);
    CHECK(rules[0].id == "HOUSE.EVEN");
    CHECK_FALSE(rules[0].enabled);
    CHECK(rules[1].id == "SMALL");
}
