// SPDX-License-Identifier: EUPL-1.2
// A document type is data: whoever copies a folder and changes a few words in it has a new one. No C++ knows it.
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"

#include <fstream>
#include <sstream>

using namespace wetbode;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

std::string read(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

/// A copy of the installed schemas in which a test may do what an administrator may.
struct Installed {
    Installed() {
        fs::copy(fs::path(WETBODE_BUILD_DIR) / "share/wetbode/schemas", path.path(), fs::copy_options::recursive);
    }
    /// Puts `with` in the place of every `what` in all files of a type.
    void change(std::string const& type, std::string const& what, std::string const& with) const {
        for (auto const& entry : fs::recursive_directory_iterator(path.path() / type)) {
            if (!entry.is_regular_file()) continue;
            auto text = read(entry.path());
            for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
                text.replace(at, what.size(), with);
            std::ofstream(entry.path(), std::ios::binary) << text;
        }
    }
    void copy(std::string const& from, std::string const& to) const {
        fs::copy(path.path() / from, path.path() / to, fs::copy_options::recursive);
    }
    [[nodiscard]] std::string refusal() const {
        try {
            Catalogue const catalogue({.schemas = path.path()});
        } catch (std::runtime_error const& error) {
            return error.what();
        }
        return "";
    }
    TemporaryFolder path;
};

std::string sample(std::string const& name) { return read(fs::path(WETBODE_SOURCE_DIR) / "schemas" / name); }

std::string replaced(std::string text, std::string const& what, std::string const& with) {
    auto const at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("a new type is a folder with a type.toml and an XSD", "[schemas]") {
    Installed const schemas;
    auto const folder = schemas.path.path() / "hearing-report/1";
    fs::create_directories(folder);
    std::ofstream(folder / "type.toml") << "name = \"hearing-report\"\nversion = \"1\"\ntitle_nl = \"verslag\"\n"
                                           "title_en = \"report\"\nroot_uri = \"urn:x:hearing\"\n"
                                           "root_local = \"report\"\nxsd = \"report.xsd\"\n";
    std::ofstream(folder / "report.xsd")
        << R"(<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:x:hearing"
             targetNamespace="urn:x:hearing" elementFormDefault="qualified">
             <xs:include schemaLocation="../../common/exchange/basic.xsd"/>
             <xs:element name="report"><xs:complexType><xs:sequence>
             <xs:element name="heldOn" type="PlainDate"/></xs:sequence></xs:complexType></xs:element></xs:schema>)";
    Catalogue const catalogue({.schemas = schemas.path.path()});
    std::string const good = "<report xmlns='urn:x:hearing'><heldOn>2026-11-20</heldOn></report>";

    CHECK(catalogue.type_by_root(content_of(good)) == "hearing-report");
    CHECK(catalogue.check("hearing-report", "r.xml", content_of(good)).valid());
    auto const wrong = replaced(good, "2026-11-20", "20/11/2026");
    CHECK(catalogue.check("hearing-report", "r.xml", content_of(wrong)).faults.at(0).code == "XSD.TYPE");
}

TEST_CASE("a folder of Akoma Ntoso is copied, renamed and told apart by the name of its documents", "[schemas]") {
    Installed const schemas;
    schemas.copy("parchment", "ordinance");
    CHECK_THAT(schemas.refusal(), Contains("ordinance/1/type.toml:4: 'name' must be the name of the folder"));
    schemas.change("ordinance", "name = \"parchment\"", "name = \"ordinance\"");
    CHECK_THAT(schemas.refusal(), Contains("both apply always") && Contains("ordinance/1/type.toml") &&
                                      Contains("parchment/1/type.toml") && Contains("'document_name'"));
    schemas.change("ordinance", "document_name = \"perkament\"", "document_name = \"ordonnantie\"");
    Catalogue const catalogue({.schemas = schemas.path.path()});
    auto const parchment = sample("parchment/1/valid/decreet-hemelwater.xml");
    auto const ordinance = replaced(parchment, "name=\"perkament\"", "name=\"ordonnantie\"");

    CHECK(catalogue.type_by_root(content_of(parchment)) == "parchment");
    CHECK(catalogue.type_by_root(content_of(ordinance)) == "ordinance");
    CHECK(catalogue.type_by_root(content_of(sample("act/1/valid/veerdiensten.xml"))) == "act");
    CHECK(catalogue.check("ordinance", "o.xml", content_of(ordinance)).valid());
    CHECK(catalogue.check("ordinance", "o.xml", content_of(parchment)).faults.at(0).code == "DOCUMENT_TYPE.ROOT");
}

TEST_CASE("a folder with a schema of its own is copied and given another namespace", "[schemas]") {
    Installed const schemas;
    auto const before = Catalogue({.schemas = schemas.path.path()}).grammar_count();
    schemas.copy("finance-advice", "audit-advice");
    schemas.change("audit-advice", "name = \"finance-advice\"", "name = \"audit-advice\"");
    schemas.change("audit-advice", "urn:wetbode:finance-advice:1", "urn:wetbode:audit-advice:1");
    Catalogue const catalogue({.schemas = schemas.path.path()});
    auto const old_text = sample("finance-advice/1/valid/gunstig.xml");
    auto const text = replaced(old_text, "urn:wetbode:finance-advice:1", "urn:wetbode:audit-advice:1");

    CHECK(catalogue.grammar_count() == before + 1);
    CHECK(catalogue.check("audit-advice", "a.xml", content_of(text)).valid());
    CHECK(catalogue.check("finance-advice", "a.xml", content_of(old_text)).valid());
    CHECK(catalogue.type_by_root(content_of(text)) == "audit-advice");
}

TEST_CASE("a second version is the first one copied, with a namespace and a period", "[schemas]") {
    Installed const schemas;
    schemas.copy("decision-sheet/1", "decision-sheet/2");
    CHECK_THAT(schemas.refusal(), Contains("decision-sheet/2/type.toml:4: 'version' must be the name of the folder"));
    schemas.change("decision-sheet/2", "version = \"1\"", "version = \"2\"");
    CHECK_THAT(schemas.refusal(), Contains("both apply always") && Contains("'valid_until'"));
    schemas.change("decision-sheet/2", "urn:wetbode:decision-sheet:1", "urn:wetbode:decision-sheet:2");
    Catalogue const catalogue({.schemas = schemas.path.path()});
    auto const first = sample("decision-sheet/1/valid/uitgesteld.xml");
    auto const second = replaced(first, "urn:wetbode:decision-sheet:1", "urn:wetbode:decision-sheet:2");

    CHECK(catalogue.check("decision-sheet", "d.xml", content_of(first)).version == "1");
    CHECK(catalogue.check("decision-sheet", "d.xml", content_of(first)).valid());
    CHECK(catalogue.check("decision-sheet", "d.xml", content_of(second)).version == "2");
    CHECK(catalogue.check("decision-sheet", "d.xml", content_of(second)).valid());
}

TEST_CASE("all types of Akoma Ntoso share one grammar", "[schemas]") {
    Installed const schemas;
    Catalogue const catalogue({.schemas = schemas.path.path()});
    std::size_t of_akoma_ntoso = 0;
    for (auto const& type : catalogue.types())
        if (type.root_local == "akomaNtoso") ++of_akoma_ntoso;

    CHECK(of_akoma_ntoso == 6);
    CHECK(catalogue.grammar_count() == catalogue.types().size() - of_akoma_ntoso + 1);
}
