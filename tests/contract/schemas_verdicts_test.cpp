// SPDX-License-Identifier: EUPL-1.2
// Real documents of the field, and ones made wrong on purpose, get the verdict that plain Xerces-C++ gives them. The
// documents are not part of the tree; where they lie beside it, every one that the table lists is compared.
#include <catch2/catch.hpp>

#include "doubles/temporary_folder.hpp"
#include "gateway/base/content.hpp"
#include "gateway/validation/catalogue.hpp"

#include <algorithm>
#include <cstdlib>
#include <array>
#include <fstream>
#include <memory>
#include <sstream>
#include <vector>

using namespace wetbode;
namespace fs = std::filesystem;

namespace {

/// What stock Xerces-C++ says of one document.
struct Reference {
    std::string file;
    std::string verdict;  ///< "valid", "invalid" or "malformed"
    std::int64_t line = 0;
    std::string message;  ///< the first one
};

/// Where a document gets another answer than from Xerces alone, and why that is on purpose.
struct OnPurpose {
    std::string_view file;
    std::string_view code;
    std::string_view because;
};
/// Wrong for us only.
constexpr std::array<OnPurpose, 1> stricter{{
    {"mutants/enc_utf16le_bom.xml", "XML.ENCODING", "only UTF-8 comes in, so that what was sealed is what was read"},
}};
/// Wrong for both, but the first complaint stands in another line.
constexpr std::array<OnPurpose, 4> elsewhere{{
    {"mutants/enc_latin1_declared_utf8.xml", "XML.ENCODING", "Xerces decodes a block at a time and names its begin"},
    {"real/032_statement_S_PRST_2001_13-0135950E.xml", "XML.MALFORMED", "the door stops before the schema is asked"},
    {"real/033_statement_S_PRST_2002_1-0221614E.xml", "XML.MALFORMED", "the door stops before the schema is asked"},
    {"real/034_statement_S_PRST_2002_22-0249153E.xml", "XML.MALFORMED", "the door stops before the schema is asked"},
}};
/// One sentence of our own in the place of "no declaration found" and what follows from it.
constexpr std::array<std::string_view, 4> own_sentences{"XML.MALFORMED", "XML.ENCODING", "AKN.DRAFT_NAMESPACE",
                                                        "DOCUMENT_TYPE.ROOT"};

bool is_listed(auto const& list, std::string const& file, std::string const& code) {
    return std::ranges::any_of(list, [&](OnPurpose const& entry) { return entry.file == file && entry.code == code; });
}

std::vector<Reference> references(fs::path const& table) {
    std::vector<Reference> all;
    std::ifstream in(table);
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with('#')) continue;
        std::array<std::string, 6> field;  // file, verdict, count, two verdicts of another validator, first message
        std::istringstream fields(line);
        for (auto& text : field) std::getline(fields, text, '\t');
        Reference reference{.file = field[0], .verdict = field[1]};
        std::istringstream message(field[5]);  // "error 12:20 element 'FRBRdate' is not allowed ..."
        std::string kind;
        char colon = 0;
        std::int64_t column = 0;
        if (message >> kind >> reference.line >> colon >> column) std::getline(message >> std::ws, reference.message);
        all.push_back(std::move(reference));
    }
    return all;
}

/// All kinds of Akoma Ntoso documents at once, as a type that is made here and now.
class EveryKind {
public:
    EveryKind() {
        fs::copy(fs::path(WETBODE_BUILD_DIR) / "share/wetbode/schemas/common", folder_.path() / "common",
                 fs::copy_options::recursive);
        fs::create_directories(folder_.path() / "akoma-ntoso/1");
        std::ofstream(folder_.path() / "akoma-ntoso/1/type.toml")
            << "name = \"akoma-ntoso\"\nversion = \"1\"\ntitle_nl = \"om het even wat\"\ntitle_en = \"anything\"\n"
               "root_uri = \"http://docs.oasis-open.org/legaldocml/ns/akn/3.0\"\nroot_local = \"akomaNtoso\"\n"
               "xsd = \"../../common/akn/akomantoso30.xsd\"\n"
               "draft_namespaces = [\"http://docs.oasis-open.org/legaldocml/ns/akn/3.0/\"]\n";
        catalogue_ = std::make_unique<Catalogue>(CatalogueSettings{.schemas = folder_.path(), .faults_max = 10'000});
    }
    [[nodiscard]] Verdict check(fs::path const& file) const {
        return catalogue_->check("akoma-ntoso", file.filename().string(), content_of_file(file));
    }

private:
    TemporaryFolder folder_;
    std::unique_ptr<Catalogue> catalogue_;
};

/// The table cuts long messages off.
bool same_message(std::string const& ours, std::string const& theirs) {
    constexpr std::size_t surely_enough = 250;
    return ours == theirs || (theirs.size() >= surely_enough && ours.starts_with(theirs));
}

/// Why our answer is not that of the table; empty if it is.
std::string difference(Verdict const& ours, Reference const& theirs) {
    auto const should_pass = theirs.verdict == "valid";
    if (ours.valid()) return should_pass ? "" : "passes, but should not: " + theirs.message;
    auto const& first = ours.faults.front();
    if (should_pass) return is_listed(stricter, theirs.file, first.code) ? "" : "refused: " + first.message.en;
    if (is_listed(elsewhere, theirs.file, first.code)) return first.line == theirs.line ? "is no longer elsewhere" : "";
    if (std::ranges::find(own_sentences, std::string_view(first.code)) != own_sentences.end())
        return first.line == theirs.line ? "" : first.code + " in line " + std::to_string(first.line);
    auto const same = std::ranges::find_if(
        ours.faults, [&](Fault const& fault) { return same_message(fault.detail, theirs.message); });
    if (same == ours.faults.end()) return "another message: " + first.detail;
    // Xerces complains of content where the parent ends; we point at the child that does not fit, which is earlier.
    bool const right = same->code == "XSD.CONTENT" ? same->line > 0 && same->line <= theirs.line
                                                   : same->line == theirs.line;
    return right ? "" : "another line: " + std::to_string(same->line);
}

/// Documents that are not ours to publish: whoever has some names their folder, with a VERDICTS.tsv in it.
fs::path corpus() {
    auto const* const named = std::getenv("WETBODE_CORPUS");
    return named == nullptr ? fs::path() : fs::path(named);
}

}  // namespace

TEST_CASE("every document of the table gets the verdict, the message and the line of Xerces-C++", "[schemas]") {
    auto const folder = corpus();
    if (folder.empty()) {
        WARN("no corpus is named; nothing was compared");
        return;
    }
    auto const table = references(folder / "VERDICTS.tsv");
    REQUIRE_FALSE(table.empty());
    EveryKind const kinds;
    for (auto const& reference : table) {
        CAPTURE(reference.file, reference.line, reference.message);
        REQUIRE(fs::exists(folder / reference.file));
        CHECK(difference(kinds.check(folder / reference.file), reference).empty());
    }
}

TEST_CASE("no attack on the validator passes", "[schemas]") {
    auto const folder = corpus() / "attacks";
    if (!fs::exists(folder)) {
        WARN("no corpus with hostile documents is named; nothing was tried");
        return;
    }
    EveryKind const kinds;
    for (auto const& attack : fs::directory_iterator(folder)) {
        CAPTURE(attack.path());
        CHECK_FALSE(kinds.check(attack.path()).valid());
    }
}
