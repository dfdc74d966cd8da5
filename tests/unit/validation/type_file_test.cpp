// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"
#include "gateway/validation/type_file.hpp"

#include <fstream>

using namespace wetbode;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

class FixedClock final : public Clock {
public:
    explicit FixedClock(std::chrono::sys_days day) : now_(day) {}
    [[nodiscard]] Instant now() const override { return now_; }

private:
    Instant now_;
};

struct Folder {
    /// Writes note/<version>/type.toml with `lines` behind the usual keys, and a schema for an element `root`.
    fs::path write(std::string const& version, std::string const& lines, std::string const& root = "note") const {
        auto const folder = path.path() / "note" / version;
        fs::create_directories(folder);
        std::ofstream(folder / "note.xsd")
            << "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:n:" << version
            << "'><xs:element name='" << root << "' type='xs:string'/></xs:schema>";
        std::ofstream(folder / "type.toml")
            << "name = \"note\"\nversion = \"" << version
            << "\"\ntitle_nl = \"nota\"\ntitle_en = \"note\"\nroot_uri = \"urn:n:" << version
            << "\"\nroot_local = \"note\"\nxsd = \"note.xsd\"\n"
            << lines;
        return folder / "type.toml";
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

}  // namespace

TEST_CASE("a wrong key or value in type.toml stops the start with file and line", "[validation]") {
    auto const [lines, want] = GENERATE(table<std::string, std::string>({
        {"colour = \"red\"\n", ":8: the key 'colour' is unknown"},
        {"valid_from = \"2026-01-01\"\n", ":8: 'valid_from' must be a date"},
        {"valid_from = 2026-02-01\nvalid_until = 2026-01-01\n", ":9: 'valid_until' lies before"},
        {"document = 3\n", ":8: 'document' must be a text"},
        {"document_name = \"x\"\n", ":8: 'document_name' needs 'document'"},
        {"draft_namespaces = \"urn:x\"\n", ":8: 'draft_namespaces' must be a list"},
        {"= 3\n", ":8: "},
        {"name = \"again\"\n", ":8: "},
    }));
    Folder const folder;
    auto const file = folder.write("1", lines);

    CHECK_THAT(folder.refusal(), Catch::StartsWith(file.string()) && Contains(want));
}

TEST_CASE("a folder whose name is not the type's stops the start", "[validation]") {
    Folder const folder;
    auto const file = folder.write("1", "");
    fs::rename(folder.path.path() / "note", folder.path.path() / "memo");

    CHECK_THAT(folder.refusal(), Contains("memo/1/type.toml:1: 'name' must be the name of the folder"));
}

TEST_CASE("a schema that is missing, broken or outside the folder stops the start", "[validation]") {
    Folder const folder;
    auto const file = folder.write("1", "");
    auto const xsd = folder.path.path() / "note/1/note.xsd";

    fs::remove(xsd);
    CHECK_THAT(folder.refusal(), Contains(":7: the schema 'note.xsd' is not there"));
    std::ofstream(xsd) << "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\n<xs:elephant/></xs:schema>";
    CHECK_THAT(folder.refusal(),
               Contains("note/1/type.toml:7: its schema cannot be used: ") && Contains("note.xsd:2:"));
    fs::remove(xsd);
    fs::create_symlink("/etc/hostname", xsd);
    CHECK_THAT(folder.refusal(), Contains("lies outside the schemas"));
    fs::remove(xsd);
    std::ofstream(xsd) << "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:import namespace='urn:o' "
                          "schemaLocation='http://127.0.0.1:1/o.xsd'/></xs:schema>";
    CHECK_THAT(folder.refusal(), Contains("note.xsd:1: imports 'http://127.0.0.1:1/o.xsd', which is not a file below"));
}

TEST_CASE("an empty or missing folder of types stops the start", "[validation]") {
    Folder const folder;
    CHECK_THAT(folder.refusal(), Contains("holds no document type"));
    fs::create_directories(folder.path.path() / "note/1");
    CHECK_THAT(folder.refusal(), Contains("type.toml:1: this file is missing"));
    CHECK_THROWS_WITH(Catalogue({.schemas = folder.path.path() / "nowhere"}), Contains("is not there"));
}

TEST_CASE("the version that fits the document and the day is used", "[validation]") {
    using namespace std::chrono_literals;
    Folder const folder;
    folder.write("2", "valid_until = 2026-06-30\n");
    folder.write("10", "valid_from = 2026-03-01\n");
    FixedClock const winter(2026y / 1 / 15);
    FixedClock const spring(2026y / 4 / 15);
    FixedClock const autumn(2026y / 10 / 15);
    auto const version_for = [&](Clock const& clock, std::string const& uri) {
        Catalogue const catalogue({.schemas = folder.path.path(), .clock = &clock});
        auto const verdict = catalogue.check("note", "n.xml", content_of("<note xmlns='" + uri + "'/>"));
        return (verdict.valid() ? "" : "not ") + verdict.version;
    };

    CHECK(version_for(winter, "urn:n:2") == "2");
    CHECK(version_for(winter, "urn:n:10") == "not 10");
    CHECK(version_for(spring, "urn:n:2") == "2");
    CHECK(version_for(spring, "urn:n:10") == "10");
    CHECK(version_for(autumn, "urn:n:2") == "not 2");
}

TEST_CASE("versions are compared as numbers", "[validation]") {
    using validation::older_version;
    CHECK(older_version("2", "10"));
    CHECK_FALSE(older_version("10", "2"));
    CHECK(older_version("1.9", "1.10"));
    CHECK(older_version("1", "1.1"));
    CHECK_FALSE(older_version("1", "1"));
}

TEST_CASE("a document of another kind or of a draft standard gets one fault of its own", "[validation]") {
    Folder const folder;
    folder.write("1", "document = \"bill\"\ndraft_namespaces = [\"urn:n:1/\"]\n");
    Catalogue const catalogue({.schemas = folder.path.path()});
    auto const codes = [&](std::string text) {
        std::string all;
        for (auto const& fault : catalogue.check("note", "n.xml", content_of(std::move(text))).faults)
            all += fault.code + " ";
        return all;
    };

    CHECK(codes("<note xmlns='urn:n:1/WD17'><x/><y/></note>") == "AKN.DRAFT_NAMESPACE ");
    CHECK(codes("<note xmlns='urn:n:1'><act/></note>") == "DOCUMENT_TYPE.ROOT ");
    CHECK(codes("<note><bill/></note>") == "DOCUMENT_TYPE.ROOT ");
    CHECK(codes("<other xmlns='urn:n:1'/>") == "DOCUMENT_TYPE.ROOT ");
    CHECK(catalogue.type_by_root(content_of("<note xmlns='urn:n:1'><bill>")) == "note");
    CHECK(catalogue.type_by_root(content_of("<note xmlns='urn:n:1'><act/></note>")).empty());
    CHECK(catalogue.type_by_root(content_of("no xml")).empty());
}
