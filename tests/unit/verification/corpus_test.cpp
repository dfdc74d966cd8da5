// SPDX-License-Identifier: EUPL-1.2
// Compares with an independent validator over public test signatures and over attacks made by others, in their place:
// WETBODE_SIGNATURES names their folder, or they lie beside it. Without them these tests say so, checking nothing.
#include <catch2/catch.hpp>

#include "gateway/base/rfc3339.hpp"
#include "gateway/verification/trust_folder.hpp"
#include "gateway/verification/verification.hpp"
#include "tests/unit/sealing/workshop.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::filesystem::path corpus() {
    auto const* const named = std::getenv("WETBODE_SIGNATURES");
    if (named != nullptr) return named;
    return std::filesystem::path(WETBODE_SOURCE_DIR) / "../shared/data/signatures";
}

bool is_there(std::string const& folder) {
    if (std::filesystem::is_directory(corpus() / folder)) return true;
    WARN("SKIPPED: " << (corpus() / folder).string() << " is not there");
    return false;
}

using Row = std::vector<std::string>;

std::vector<Row> table(std::filesystem::path const& file) {
    std::vector<Row> rows;
    std::ifstream stream(file);
    for (std::string line; std::getline(stream, line);) {
        if (line.empty() || line.starts_with('#') || line.starts_with("file\t")) continue;
        Row row;
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
        row.resize(std::max<std::size_t>(row.size(), 6));
        rows.push_back(std::move(row));
    }
    return rows;
}

/// When the signatures of others were made, by and large.
Instant day_of_the_data() { return *from_rfc3339("2026-11-24T00:00:00Z"); }

VerificationOptions with_root(bool root) {
    VerificationOptions options;
    options.now = day_of_the_data();
    if (root) options.anchors = anchors_in_files({corpus() / "attacks-own/pki/root.crt"});
    return options;
}

struct Difference {
    std::string_view sentence;  ///< within a fatal finding
    std::string_view reason;
};

/// Where another validator calls a signature intact and this one refuses it: always for one of these reasons.
constexpr std::array<Difference, 22> differences{{
    {"not an ASiC-E container (mimetype)", "ETSI EN 319 162-1 annex A.1: mimetype is the first entry, stored, bare"},
    {"in another place than directly below the root", "enveloping or deeper: a reader cannot see what it covers"},
    {"refers to something other than its files", "covers a part by Id: rule 2"},
    {"does not cover the whole document", "another transform than enveloped and exclusive C14N: rule 2"},
    {"is not covered by the s", "files or the document itself lie outside: rule 2"},
    {"uses an unknown or refused part", "XPath, filters, parameters of transforms: rule 2"},
    {"holds too many references", "more transforms than two: rule 2"},
    {"holds a content that it does not cover", "a ds:Object of its own: rule 2"},
    {"holds no signature", "no XAdES in it"},
    {"signature within a signature", "counter signatures are not evaluated here, so they are refused: rule 7"},
    {"An Id comes twice", "rule 6"},
    {"is transformed before it is compared", "rule 2"},
    {"is not accepted", "SHA-1, SHA-224, MD5: rule 5"},
    {"too weak or of an unknown kind", "RSA below 2048 bits, curves outside the list: rule 5"},
    {"does not name exactly one media type", "EN 319 132-1 section 6.3 requirement (k)"},
    {"names a media type for something", "the same"},
    {"belong to another signature (Target)", "rule 3"},
    {"does not refer to its signed properties", "rule 3"},
    {"contradicts the signature about", "manifest.xml lists what is not there, or not what is"},
    {"something that is not a file of the container", "rule 2"},
    {"A part of the signature is missing", "plain XML Signature, no XAdES"},
    {"was made after its certificate had expired", "the claim is held against the signer"},
}};

constexpr std::array<Difference, 10> more_differences{{
    {"is empty, and so not covered", "a folder without files, which no reference names: rule 2"},
    {"is not an ODF manifest", "META-INF/manifest.xml of another kind"},
    {"does not begin with XAdESSignatures", "signatures of OpenDocument, a format of its own"},
    {"canonical form that", "a form with comments or prefixes, or two signatures in one file: the slow path finds one"},
    {"The name", "zip_layout.hpp: a name that is not safe"},
    {"The ZIP", "zip_layout.hpp: two readers may see different files"},
    {"is not a ZIP", "the same"},
    {"comes twice", "a part that the standard wants once"},
    {"is missing", "EN 319 162-1: a signed file that is not there"},
    {"octets", "zip_layout.hpp"},
}};

bool is_explained(SealFinding const& finding) {
    auto const fits = [&](Difference const& difference) {
        return finding.message.en.find(difference.sentence) != std::string::npos;
    };
    return std::any_of(differences.begin(), differences.end(), fits) ||
           std::any_of(more_differences.begin(), more_differences.end(), fits);
}

bool is_fatal(SealFinding const& finding) { return verdict_of({finding}) == SealVerdict::failed; }

/// `alike` of `files`: what gateway/verification/README.md says of them.
struct Told {
    std::size_t alike;
    std::size_t files;
};

void compare_with_others(std::string const& folder, Told told_there) {
    std::map<std::string, bool> intact;  // every signature of the file
    for (auto const& row : table(corpus() / "EXPECTED.tsv")) {
        if (!row[0].starts_with(folder + "/")) continue;
        bool const whole = row[3] == "INDETERMINATE" &&
                           (row[4] == "NO_CERTIFICATE_CHAIN_FOUND" || row[4] == "SIGNATURE_POLICY_NOT_AVAILABLE") &&
                           row[5].find("sigIntact=false") == std::string::npos &&
                           row[5].find(":broken") == std::string::npos;
        auto const [known, first] = intact.emplace(row[0], whole);
        if (!first) known->second = known->second && whole;
    }
    REQUIRE(intact.size() > 50);
    std::size_t agreed = 0;
    for (auto const& [name, whole] : intact) {
        auto const report = verify_file(corpus() / name, with_root(false));
        INFO(name << "\n" << told(report));
        CHECK(report.verdict != SealVerdict::passed);  // nobody is trusted
        if (!whole) CHECK(report.verdict == SealVerdict::failed);
        if (whole == (report.verdict != SealVerdict::failed)) ++agreed;
        if (!whole) continue;
        for (auto const& finding : report.findings)
            if (is_fatal(finding)) CHECK(is_explained(finding));
    }
    // Another choice of files is another number.
    if (intact.size() == told_there.files) CHECK(agreed == told_there.alike);
    else WARN(folder << ": " << agreed << " of " << intact.size() << " files judged alike");
}

}  // namespace

TEST_CASE("attacks made by others get the verdict that they deserve", "[verification][corpus]") {
    if (!is_there("attacks-own")) return;
    auto const rows = table(corpus() / "attacks-own/EXPECTED.tsv");
    REQUIRE(rows.size() >= 20);
    for (auto const& row : rows) {
        bool const accept = row[1] == "ACCEPT";
        auto options = with_root(true);
        auto const asked = verify_file(corpus() / "attacks-own" / row[0], options);
        options.policy.revocation = RevocationRule::none;
        auto const not_asked = verify_file(corpus() / "attacks-own" / row[0], options);

        INFO(row[0] << ": " << row[1] << ", " << row[2] << "\n" << told(asked));
        CHECK((not_asked.verdict == SealVerdict::passed) == accept);
        if (!accept) CHECK(asked.verdict != SealVerdict::passed);
        if (accept) CHECK(asked.verdict == SealVerdict::indeterminate);
        if (accept) CHECK(asked.findings.at(0).code == "TRY_LATER");
    }
}

TEST_CASE("seals of every level made by another program are read rightly", "[verification][corpus]") {
    if (!is_there("levels-own")) return;
    struct Sample {
        char const* file;
        SealVerdict verdict;
        char const* level;
        char const* code;
    };
    // hsm-ec-blta calls itself B-LTA, but nothing in it speaks of its signer's certificate: the list of its issuer was
    // made a quarter of an hour before that certificate began, and the OCSP response is about another one. So B-T.
    constexpr std::array<Sample, 16> samples{{
        {"ec-bb.xml", SealVerdict::indeterminate, "XAdES-B-B", "TRY_LATER"},
        {"ec-bt.xml", SealVerdict::indeterminate, "XAdES-B-T", "TRY_LATER"},
        {"ec-blt.xml", SealVerdict::passed, "XAdES-B-LT", ""},
        {"ec-blta.xml", SealVerdict::passed, "XAdES-B-LTA", ""},
        {"rsa-blta.xml", SealVerdict::passed, "XAdES-B-LTA", ""},
        {"hsm-ec-blta.xml", SealVerdict::indeterminate, "XAdES-B-T", "TRY_LATER"},
        {"neg-content.xml", SealVerdict::failed, "XAdES-B-LT", "HASH_FAILURE"},
        {"neg-sigtime.xml", SealVerdict::failed, "XAdES-B-LT", "HASH_FAILURE"},
        {"neg-unsigned.xml", SealVerdict::failed, "XAdES-B-T", "HASH_FAILURE"},
        {"c-bb.asice", SealVerdict::indeterminate, "XAdES-B-B", "TRY_LATER"},
        {"c-blta.asice", SealVerdict::passed, "XAdES-B-LTA", ""},
        {"a1-bb.pdf", SealVerdict::indeterminate, "PAdES-B-B", "TRY_LATER"},
        {"a1-bt.pdf", SealVerdict::indeterminate, "PAdES-B-T", "TRY_LATER"},
        {"a1-blt.pdf", SealVerdict::passed, "PAdES-B-LT", ""},
        {"a1-blta.pdf", SealVerdict::passed, "PAdES-B-LTA", ""},
        {"x-blta.pdf", SealVerdict::passed, "PAdES-B-LTA", ""},
    }};
    for (auto const& sample : samples) {
        auto const report = verify_file(corpus() / "levels-own" / sample.file, with_root(true));

        INFO(sample.file << "\n" << told(report));
        CHECK(report.verdict == sample.verdict);
        CHECK(report.signatures.at(0).level == sample.level);
        if (*sample.code != '\0') CHECK(has(report, sample.code));
        if (std::string_view(sample.file) == "hsm-ec-blta.xml")
            CHECK(report.findings.at(0).message.en.find("the list was made before the certificate began") !=
                  std::string::npos);
    }
}

TEST_CASE("XML signatures of others are judged as an independent validator does, or for a reason",
          "[verification][corpus]") {
    if (is_there("xades")) compare_with_others("xades", {50, 102});
}

TEST_CASE("containers of others are judged as an independent validator does, or for a reason",
          "[verification][corpus]") {
    if (is_there("asic")) compare_with_others("asic", {82, 149});
}
