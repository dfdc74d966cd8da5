// SPDX-License-Identifier: EUPL-1.2
// A family of schemas that is not Akoma Ntoso fits as it comes: a folder with its XSD files and a type.toml.
#include <catch2/catch.hpp>

#include "doubles/schema_family.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"

#include <algorithm>
#include <atomic>
#include <fstream>
#include <sstream>
#include <thread>

using namespace wetbode;
using Catch::Contains;
namespace fs = std::filesystem;

namespace {

/// The types of the gateway and, beside them, the family.
struct Both {
    Both() {
        fs::copy(fs::path(WETBODE_BUILD_DIR) / "share/wetbode/schemas", folder.path(),
                 fs::copy_options::recursive);
    }
    [[nodiscard]] CatalogueSettings settings() const { return {.schemas = folder.path()}; }
    [[nodiscard]] std::string refusal() const {
        try {
            Catalogue const catalogue(settings());
        } catch (std::runtime_error const& error) {
            return error.what();
        }
        return "";
    }
    TemporaryFolder folder;
    SchemaFamily family;
};

std::string replaced(std::string text, std::string const& what, std::string const& with) {
    auto const at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), with);
}

/// Number of the last line, from 1, that holds the text.
std::int64_t line_of(std::string const& document, std::string const& text) {
    auto const at = document.rfind(text);
    REQUIRE(at != std::string::npos);
    return 1 + std::count(document.begin(), document.begin() + static_cast<std::ptrdiff_t>(at), '\n');
}

std::string akoma_ntoso() {
    std::ifstream in(fs::path(WETBODE_SOURCE_DIR) / "schemas/bill/1/valid/veerdiensten.xml");
    std::stringstream text;
    text << in.rdbuf();
    return text.str();
}

}  // namespace

TEST_CASE("a second family of schemas loads as a plain folder beside Akoma Ntoso", "[schemas]") {
    Both const both;
    std::size_t const before = Catalogue(both.settings()).grammar_count();
    both.family.write(both.folder.path());
    std::size_t files = 0;
    std::uintmax_t bytes = 0;
    for (auto const& entry : fs::recursive_directory_iterator(both.folder.path() / "regelwerk"))
        if (entry.path().extension() == ".xsd") ++files, bytes += entry.file_size();
    CHECK(files >= 25);
    CHECK(bytes > 280'000);

    Catalogue const catalogue(both.settings());

    CHECK(catalogue.grammar_count() == before + 1);  // "regelwerk" and "vorblatt" share theirs
    CHECK(catalogue.type_by_root(content_of(both.family.rule_book(1))) == "regelwerk");
    CHECK(catalogue.type_by_root(content_of(both.family.cover_sheet())) == "vorblatt");
    for (auto const& fault : catalogue.check("regelwerk", "r.xml", content_of(both.family.rule_book(200))).faults)
        FAIL_CHECK(fault.line << ": " << fault.message.en);
    CHECK(catalogue.check("vorblatt", "v.xml", content_of(both.family.cover_sheet())).valid());
    CHECK(catalogue.check("bill", "b.xml", content_of(akoma_ntoso())).valid());
    CHECK(catalogue.check("bill", "b.xml", content_of(both.family.rule_book(1))).faults.at(0).code ==
          "DOCUMENT_TYPE.ROOT");
    CHECK(catalogue.check("vorblatt", "v.xml", content_of(both.family.rule_book(1))).faults.at(0).code ==
          "DOCUMENT_TYPE.ROOT");
}

TEST_CASE("faults in documents of another family have line, column and the identifier of that family", "[schemas]") {
    // What is changed, into what; the code; what the sentence names; the identifier that leads there.
    auto const [what, with, code, says, id] =
        GENERATE(table<std::string, std::string, std::string, std::string, std::string>({
            {"<m:herkunft>l01-0007", "<m:herkunft>l01-9999", "XSD.TYPE", "'l01-9999'", "00000002-000e-001a"},
            {"kennung=\"00000005-0023-0041\"", "kennung=\"5\"", "XSD.TYPE", "'kennung'", "5"},
            {"kennung=\"00000005-0023-0041\"", "kennung=\"00000004-001c-0034\"", "XSD.UNIQUE", "kennung",
             "00000004-001c-0034"},
            {"stelle=\"buch-1_norm-2\"", "stelle=\"buch-1_norm-1\"", "XSD.UNIQUE", "stelle", "00000006-002a-004e"},
            {" l:l03=\"l03-0001\"", " l:l03=\"l04-0001\"", "XSD.TYPE", "'l04-0001'", "00000004-001c-0034"},
            {" l:l03=\"l03-0001\"", " l:l99=\"l03-0001\"", "XSD.ATTRIBUTE", "'l99'", "00000004-001c-0034"},
            {"<m:fassung>2026-11-20/1</m:fassung>", "<m:stand>2026</m:stand>", "XSD.UNKNOWN_ELEMENT", "'m:stand'",
             "00000002-000e-001a"},
            {"<r:zaehlung>§ 1</r:zaehlung>", "<r:ueberschrift>§ 1</r:ueberschrift>", "XSD.CONTENT", "'zaehlung'",
             "00000004-001c-0034"},
            {"<r:ueberschrift>Allgemeines</r:ueberschrift>", "<r:begriff0101>Allgemeines</r:begriff0101>",
             "XSD.CONTENT", "'begriff0101'", "00000003-0015-0027"},
        }));
    static Both const both;
    static bool const written = (both.family.write(both.folder.path()), true);
    REQUIRE(written);
    static Catalogue const catalogue(both.settings());
    auto const document = replaced(both.family.rule_book(3), what, with);
    CAPTURE(with);

    auto const verdict = catalogue.check("regelwerk", "r.xml", content_of(document));

    REQUIRE_FALSE(verdict.valid());
    auto const& fault = verdict.faults.front();
    CAPTURE(fault.message.en, fault.detail);
    CHECK(fault.code == code);
    CHECK(fault.line == line_of(document, with));
    CHECK(fault.column > 0);
    CHECK_THAT(fault.message.nl, Contains(says));
    CHECK(fault.nearest_id == id);
}

TEST_CASE("several threads use both families at once", "[schemas]") {
    Both const both;
    both.family.write(both.folder.path());
    Catalogue const catalogue(both.settings());
    auto const rules = both.family.rule_book(20);
    auto const wrong_rules = replaced(rules, "l01-0007", "l01-0000");
    auto const bill = akoma_ntoso();
    auto const wrong_bill = replaced(bill, "<FRBRcountry value=\"be\"/>", "");
    std::atomic<int> right = 0;
    std::vector<std::jthread> threads;
    for (int t = 0; t < 6; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 20; ++i) {
                bool const is_bill = (t + i) % 2 == 0;
                bool const good = (t + i) % 3 != 0;
                auto const verdict = catalogue.check(is_bill ? "bill" : "regelwerk", "x.xml",
                                                     content_of(is_bill ? (good ? bill : wrong_bill)
                                                                        : (good ? rules : wrong_rules)));
                bool const as_it_should =
                    good ? verdict.valid()
                         : verdict.faults.size() == 1 &&
                               verdict.faults.front().code == (is_bill ? "XSD.CONTENT" : "XSD.TYPE");
                right += as_it_should ? 1 : 0;
            }
        });
    threads.clear();
    CHECK(right == 120);
}

TEST_CASE("a hole or a fault anywhere in a family stops the start and names the file", "[schemas]") {
    Both const both;
    both.family.write(both.folder.path());
    auto const folder = both.folder.path() / "regelwerk/4";

    fs::remove(folder / "listen/liste-07.xsd");
    CHECK_THAT(both.refusal(), Contains("regelwerk/4/type.toml:8: its schema") &&
                                   Contains("listen.xsd:9: imports 'liste-07.xsd'"));
    both.family.write(both.folder.path());
    std::ofstream(folder / "teile/teil-03.xsd", std::ios::app) << "<more/>";
    CHECK_THAT(both.refusal(), Contains("teil-03.xsd:"));
    both.family.write(both.folder.path());
    CHECK(both.refusal().empty());
}

TEST_CASE("two versions of a family live side by side, each with a grammar of its own", "[schemas]") {
    Both const both;
    SchemaFamily const next{.version = "5"};
    both.family.write(both.folder.path());
    auto const before = Catalogue(both.settings()).grammar_count();
    next.write(both.folder.path());
    Catalogue const catalogue(both.settings());

    CHECK(catalogue.grammar_count() == before + 1);
    CHECK(catalogue.check("regelwerk", "r.xml", content_of(both.family.rule_book(2))).version == "4");
    auto const verdict = catalogue.check("regelwerk", "r.xml", content_of(next.rule_book(2)));
    CHECK(verdict.version == "5");
    CHECK(verdict.valid());
}
