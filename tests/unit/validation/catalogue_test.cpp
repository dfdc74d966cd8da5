// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"
#include "gateway/validation/xsd.hpp"

#include <fstream>
#include <thread>

using namespace wetbode;
namespace fs = std::filesystem;

namespace {

/// A folder of document types with one of our own in it, made at run time: no C++ knows it.
struct Schemas {
    Schemas() {
        write("note/1/type.toml",
              "name = \"note\"\nversion = \"1\"\ntitle_nl = \"nota\"\ntitle_en = \"note\"\n"
              "root_uri = \"urn:test:note\"\nroot_local = \"note\"\nxsd = \"note.xsd\"\n");
        write("note/1/note.xsd",
              R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:note"
                   elementFormDefault="qualified"><xs:element name="note"><xs:complexType><xs:sequence>
                   <xs:element name="line" type="xs:int" maxOccurs="unbounded"/></xs:sequence></xs:complexType>
                   </xs:element></xs:schema>)");
    }
    void write(std::string const& name, std::string const& text) const {
        fs::create_directories((folder.path() / name).parent_path());
        std::ofstream(folder.path() / name) << text;
    }
    [[nodiscard]] CatalogueSettings settings() const { return {.schemas = folder.path()}; }

    TemporaryFolder folder;
};

std::string const good = R"(<note xmlns="urn:test:note"><line>1</line></note>)";

Verdict checked(Catalogue const& catalogue, std::string text) {
    return catalogue.check("note", "note.xml", content_of(std::move(text)));
}

std::string first_code(Catalogue const& catalogue, std::string text) {
    auto const verdict = checked(catalogue, std::move(text));
    return verdict.valid() ? "valid" : verdict.faults.front().code;
}

}  // namespace

TEST_CASE("a document type is a folder: a new one needs no C++", "[validation]") {
    Schemas const schemas;
    Catalogue const catalogue(schemas.settings());

    CHECK(catalogue.knows("note"));
    CHECK(catalogue.type_by_root(content_of(good)) == "note");
    CHECK(checked(catalogue, good).valid());
    CHECK(first_code(catalogue, R"(<note xmlns="urn:test:note"><line>x</line></note>)") == "XSD.TYPE");
}

TEST_CASE("a document that takes longer than its time is refused where the time was spent", "[validation]") {
    Schemas const schemas;
    auto settings = schemas.settings();
    settings.structure_time_max = std::chrono::milliseconds{0};
    settings.structure_time_per_mib = std::chrono::milliseconds{0};
    Catalogue const hasty(settings);
    std::string lines;
    for (int i = 0; i < 10'000; ++i) lines += "<line>1</line>\n";
    auto const long_one = "<note xmlns=\"urn:test:note\">" + lines + "</note>";

    auto const verdict = checked(hasty, long_one);

    REQUIRE(verdict.faults.size() == 1);
    CHECK(verdict.faults[0].code == "XML.TOO_SLOW");
    CHECK(verdict.faults[0].line > 0);
    CHECK(verdict.faults[0].file == "note.xml");
    CHECK_THAT(verdict.faults[0].message.nl, Catch::Contains("validation.structure_time_max"));
    settings.structure_time_per_mib = std::chrono::hours{1};
    CHECK(checked(Catalogue(settings), long_one).valid());
}

TEST_CASE("the schema stops at the same limit as the door before it", "[validation]") {
    Schemas const schemas;
    validation::Schema const schema(schemas.folder.path() / "note/1/note.xsd", schemas.folder.path());
    std::string lines;
    for (int i = 0; i < 10'000; ++i) lines += "<line>1</line>\n";
    auto const document = content_of("<note xmlns=\"urn:test:note\">" + lines + "</note>");
    validation::TimeBudget spent(std::chrono::nanoseconds{0});
    validation::TimeBudget ample(std::chrono::hours{1});

    CHECK_THROWS_AS(schema.check(document, 100, spent), validation::OutOfTime);
    CHECK(schema.check(document, 100, ample).faults.empty());
}

TEST_CASE("an unknown document type is a fault that lists the known ones", "[validation]") {
    Schemas const schemas;
    Catalogue const catalogue(schemas.settings());
    auto const verdict = catalogue.check("nota", "a.xml", content_of(good));
    REQUIRE(verdict.faults.size() == 1);
    CHECK(verdict.faults[0].code == "DOCUMENT_TYPE.UNKNOWN");
    CHECK_THAT(verdict.faults[0].message.nl, Catch::Contains("note"));
}

TEST_CASE("a root without its namespace is told which one to put on it", "[validation]") {
    Schemas const schemas;
    Catalogue const catalogue(schemas.settings());

    auto const verdict = catalogue.check("", "a.xml", content_of("<note><line>1</line></note>"));

    REQUIRE(verdict.faults.size() == 1);
    CHECK(verdict.faults[0].code == "DOCUMENT_TYPE.ROOT");
    CHECK_THAT(verdict.faults[0].message.nl, Catch::Contains("xmlns=\"urn:test:note\""));
    CHECK_THAT(verdict.faults[0].message.en, Catch::Contains("has no namespace"));
}

TEST_CASE("a document whose type nobody tells is told how it begins and what is known", "[validation]") {
    Schemas const schemas;
    Catalogue const catalogue(schemas.settings());
    auto const first = [&](std::string text) {
        auto const document = content_of(std::move(text));
        CHECK(catalogue.type_by_root(document).empty());
        auto const verdict = catalogue.check("", "a.xml", document);
        REQUIRE(verdict.faults.size() == 1);
        return verdict.faults.front();
    };

    auto const other = first("<!-- x -->\n<akte xmlns=\"urn:test:akte\"><deel name=\"kop\"/></akte>");
    CHECK(other.code == "DOCUMENT_TYPE.UNKNOWN");
    CHECK(other.line == 2);
    CHECK_THAT(other.message.nl, Catch::Contains("'akte'/'deel' name=\"kop\" (urn:test:akte)"));
    CHECK_THAT(other.message.en, Catch::Contains("Known are: 'note'."));
    CHECK_THAT(first("<akte/>").message.nl, Catch::Contains("'akte' zonder naamruimte"));
    CHECK(first("<akte").code == "XML.MALFORMED");
    CHECK(first("<!DOCTYPE a><a/>").code == "XML.DOCTYPE");
    CHECK(first("").code == "XML.EMPTY");
}

TEST_CASE("a broken type folder stops the start and names the file", "[validation]") {
    auto const [file, text] = GENERATE(table<std::string, std::string>({
        {"note/1/type.toml", "name = \"note\"\n"},
        {"note/1/type.toml", "nam = \"note\"\n"},
        {"note/1/type.toml", "name = note\n"},
        {"note/1/note.xsd", "<xs:schema"},
        {"note/1/note.xsd",
         R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:element type="x:y"/></xs:schema>)"},
    }));
    Schemas const schemas;
    schemas.write(file, text);
    CHECK_THROWS_WITH(Catalogue(schemas.settings()), Catch::Contains(fs::path(file).filename().string()));
}

TEST_CASE("every fault of a document is told, each at its place, up to the limit", "[validation]") {
    Schemas const schemas;
    auto settings = schemas.settings();
    settings.faults_max = 3;
    Catalogue const catalogue(settings);
    std::string text = "<note xmlns=\"urn:test:note\">\n";
    for (int i = 0; i < 5; ++i) text += "<line>x</line>\n";
    auto const verdict = checked(catalogue, text + "</note>");
    REQUIRE(verdict.faults.size() == 3);
    CHECK(verdict.more_faults);
    for (std::size_t i = 0; i < 3; ++i) CHECK(verdict.faults[i].line == static_cast<std::int64_t>(i) + 2);
    CHECK(verdict.faults[1].path == "/note/line[2]");
}

TEST_CASE("a sentence shows the pattern that a value must have", "[validation]") {
    Schemas const schemas;
    schemas.write("note/1/note.xsd",
                  R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:note">
                  <xs:element name="note"><xs:simpleType><xs:restriction base="xs:token"><xs:pattern value="\d{4}"/>
                  </xs:restriction></xs:simpleType></xs:element></xs:schema>)");
    Catalogue const catalogue(schemas.settings());
    auto const verdict = checked(catalogue, R"(<note xmlns="urn:test:note">x</note>)");
    REQUIRE_FALSE(verdict.valid());
    CHECK_THAT(verdict.faults[0].message.en, Catch::Contains("\\d{4}"));
}

TEST_CASE("what the door does not let in never reaches the schema", "[validation]") {
    Schemas const schemas;
    Catalogue const catalogue(schemas.settings());
    CHECK(first_code(catalogue, "<!DOCTYPE note>" + good) == "XML.DOCTYPE");
    CHECK(first_code(catalogue, good + good) == "XML.MALFORMED");
    CHECK(first_code(catalogue, "") == "XML.EMPTY");
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "<a>";
    CHECK(first_code(catalogue, deep) == "XML.TOO_DEEP");
}

TEST_CASE("a document cannot bring its own schema or change its type", "[validation]") {
    Schemas const schemas;
    schemas.write("evil.xsd", R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:test:note">
        <xs:element name="note" type="xs:anyType"/></xs:schema>)");
    Catalogue const catalogue(schemas.settings());
    auto const evil = (schemas.folder.path() / "evil.xsd").string();
    auto const hinted = R"(<note xmlns="urn:test:note" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" )"
                        "xsi:schemaLocation=\"urn:test:note " + evil + "\"><other/></note>";
    CHECK(first_code(catalogue, hinted) != "valid");
    auto const retyped = R"(<note xmlns="urn:test:note" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
        xmlns:xs="http://www.w3.org/2001/XMLSchema" xsi:type="xs:anyType"><other/></note>)";
    CHECK(first_code(catalogue, retyped) != "valid");
}

TEST_CASE("many threads check at once against one grammar", "[validation]") {
    Schemas const schemas;
    Catalogue const catalogue(schemas.settings());
    std::atomic<int> right = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 8; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                bool const want = (t + i) % 2 == 0;
                auto const text = want ? good : R"(<note xmlns="urn:test:note"><line>x</line></note>)";
                right += checked(catalogue, text).valid() == want ? 1 : 0;
            }
        });
    threads.clear();
    CHECK(right == 400);
}
