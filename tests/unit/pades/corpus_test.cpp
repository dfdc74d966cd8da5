// SPDX-License-Identifier: EUPL-1.2
// Signed PDFs of others, read where they lie, against the verdicts of an independent validator. Left out, visibly,
// where the corpus is not there: its folder is `signatures` in ../shared/data, or in WETBODE_SIGNATURES.
#include <catch2/catch.hpp>

#include "tests/unit/pades/house.hpp"

#include "gateway/verification/trust_folder.hpp"
#include "gateway/verification/verification.hpp"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <map>
#include <sstream>

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::filesystem::path corpus() {
    if (auto const* const named = std::getenv("WETBODE_SIGNATURES")) return named;
    return std::filesystem::path(WETBODE_SOURCE_DIR) / "../shared/data/signatures";
}

bool is_there() {
    if (std::filesystem::exists(corpus() / "EXPECTED.tsv")) return true;
    WARN("left out: no corpus of signatures in " + corpus().string());
    return false;
}

struct Counts {
    int intact = 0;
    int broken = 0;
    bool operator==(Counts const&) const = default;
};

std::ostream& operator<<(std::ostream& out, Counts const& counts) {
    return out << counts.intact << " intact, " << counts.broken << " broken";
}

/// Where we say otherwise than the other validator, and why.
std::map<std::string, std::pair<Counts, char const*>> const differences{
    {"DSS-1683.pdf", {{0, 1}, "SHA-1"}},
    {"DSS-2155.pdf", {{0, 1}, "octets behind the CMS message that no signature covers"}},
    {"dss-1188/Test.pdf", {{0, 1}, "SHA-1"}},
    {"pkcs7-no-message-digest.pdf", {{0, 1}, "SHA-1, and no signed attributes"}},
    {"sig-no-signed-attrs.pdf", {{0, 1}, "no signed attributes, so no certificate is named"}},
    {"TeleSec_PKS_eIDAS_QES_CA_1-baseline-b.pdf",
     {{0, 1}, "plain ECDSA of the BSI, which ETSI TS 119 312 does not list"}},
    {"ed448-shake256-nolen.pdf", {{0, 1}, "Ed448, which ETSI TS 119 312 does not list"}},
    {"extensions-indirect-not-all-paths.pdf", {{1, 1}, "the second signature is Ed25519"}},
    {"extensions-update-direct.pdf", {{1, 1}, "the second signature is Ed25519"}},
    {"extensions-update-indirect.pdf", {{1, 1}, "the second signature is Ed25519"}},
    {"pdf-double-signer-info.pdf", {{0, 1}, "two signers in one message: whose signature is it?"}},
    {"pades-spoofing-replaced-reason.pdf", {{0, 1}, "its dictionary was replaced by another one behind the signature"}},
    {"hello_signed_INCSAVE_signed_EDITED.pdf", {{0, 2}, "the two signatures overlap, so neither can be told apart"}},
    {"BadEncodedCMS.pdf", {{0, 1}, "a field with a value that is no signature is told, not passed over"}},
    {"pdf-with-empty-sig.pdf", {{0, 1}, "likewise"}},
    {"one-byterange.pdf", {{0, 1}, "likewise"}},
    {"pdf-signed-corrupted.pdf", {{0, 0}, "refused: it cannot be read without repair"}},
};

Counts expected_of(std::string const& path, Counts const& counts) {
    for (auto const& [name, difference] : differences)
        if (path.ends_with(name)) return difference.first;
    return counts;
}

/// Of the PDFs, by path; a file without any signature has none of either.
std::map<std::string, Counts> verdicts() {
    std::map<std::string, Counts> all;
    std::ifstream file(corpus() / "EXPECTED.tsv");
    for (std::string line; std::getline(file, line);) {
        auto const path = line.substr(0, line.find('\t'));
        if (!path.starts_with("pades/")) continue;
        auto& counts = all[path];
        if (line.find("sigIntact=") == std::string::npos) continue;
        bool const broken = line.find("\tTOTAL_FAILED\t") != std::string::npos;
        ++(broken ? counts.broken : counts.intact);
    }
    return all;
}

Counts ours(Result<ReadPdf> const& pdf) {
    Counts counts;
    if (!pdf) return counts;
    for (auto const& one : pdf->signatures)
        if (one.kind == ReadPdfSignature::Kind::signature) ++(holds(one) ? counts.intact : counts.broken);
    return counts;
}

ReadPdf read_file(std::string const& path) {
    auto read = read_pdf_signatures(content_of_file(corpus() / path));
    if (!read) FAIL(path + ": " + read.error().detail.en);
    return std::move(*read);
}

bool changed(ReadPdfSignature const& one, PdfChangeKind kind) {
    return std::ranges::any_of(one.changes, [&](auto const& change) { return change.kind == kind; });
}

}  // namespace

TEST_CASE("signatures of others are intact or broken as an independent validator says", "[pades][corpus]") {
    if (!is_there()) return;
    auto const all = verdicts();
    REQUIRE(all.size() > 100);
    std::size_t seen = 0;
    for (auto const& [path, counts] : all) {
        auto const read = read_pdf_signatures(content_of_file(corpus() / path));
        INFO(path << (read ? "\n" + told(*read) : ": " + read.error().detail.en));
        CHECK(ours(read) == expected_of(path, counts));
        seen += read && !read->signatures.empty() ? 1 : 0;
    }
    CHECK(seen > 60);
}

TEST_CASE("what came behind a signature of others is told by its kind", "[pades][corpus]") {
    if (!is_there()) return;
    std::string const dss = "pades/dss/dss-pades/validation/";
    std::string const pyhanko = "pades/pyhanko/pdf/";

    CHECK(changed(read_file(dss + "pades-spoofing-replaced-reason.pdf").signatures[0], PdfChangeKind::other));
    CHECK(changed(read_file(dss + "dss-1376/DSS1376-rev_n-1.pdf").signatures[0], PdfChangeKind::form_fill_in));
    CHECK(changed(read_file(dss + "Signature-P-HU_POL-3.pdf").signatures[0], PdfChangeKind::time_stamp));
    CHECK(changed(read_file(pyhanko + "form-update-override-appearance-stream-ap-indirect-sneaky.pdf").signatures[0],
                  PdfChangeKind::other));
    for (auto const* const innocent : {"DSS-1983.pdf", "DSS-2199.pdf", "Signature-P-DE_SCI-4.pdf", "pades-ltv.pdf",
                                       "pades-ocsp-sign-cert.pdf", "pades-lt-extended-dss.pdf",
                                       "belgian_pki_multiple_ocsps_lt.pdf", "hello_signed_INCSAVE_signed.pdf"}) {
        auto const pdf = read_file(dss + innocent);
        INFO(innocent << "\n" << told(pdf));
        for (auto const& one : pdf.signatures) CHECK_FALSE(changed(one, PdfChangeKind::other));
    }
}

TEST_CASE("time stamps of others that are too old to prove anything are told with their digest", "[pades][corpus]") {
    if (!is_there()) return;
    std::size_t aged = 0;
    for (auto const& [path, counts] : verdicts()) {
        auto const read = read_pdf_signatures(content_of_file(corpus() / path));
        if (!read) continue;
        for (auto const& one : read->signatures) {
            auto const& token = one.cms ? one.cms->aged_time_token : one.aged_token;
            if (!token) continue;
            INFO(path << ": " << token->algorithm);
            CHECK(token->algorithm == "SHA-1");
            ++aged;
        }
    }
    CHECK(aged >= 3);
}

TEST_CASE("a time stamp that was copied from another signature proves nothing", "[pades][corpus]") {
    if (!is_there()) return;

    auto const pdf = read_file("pades/dss/dss-pades/validation/pades-two-sig-copied-tst.pdf");
    auto const doubled = read_file("pades/dss/dss-pades/validation/pades-t-duplicated-doctst.pdf");

    CHECK(pdf.signatures.at(0).cms->time_imprint_holds);
    CHECK_FALSE(pdf.signatures.at(1).cms->time_imprint_holds);
    CHECK_FALSE(doubled.signatures.at(2).token_imprint_holds);
}

TEST_CASE("PDFs that were sealed at every level elsewhere have that level here", "[pades][corpus]") {
    if (!is_there()) return;
    std::ifstream file(corpus() / "levels-own/EXPECTED.tsv");
    int seen = 0;
    for (std::string line; std::getline(file, line);) {
        auto const tab = line.find('\t');
        auto const name = line.substr(0, tab);
        if (!name.ends_with(".pdf")) continue;
        ++seen;
        VerificationOptions options;
        options.now = noon() + std::chrono::hours{12};  // they were sealed in the afternoon
        auto const untrusted = verify_pdf(content_of_file(corpus() / "levels-own" / name), name, options);
        options.anchors = anchors_in_files({corpus() / "attacks-own/pki/root.crt"});
        auto const report = verify_pdf(content_of_file(corpus() / "levels-own" / name), name, options);
        INFO(name);
        for (auto const& finding : report.findings) UNSCOPED_INFO(finding.code + ": " + finding.message.en);
        REQUIRE(report.signatures.size() == 1);
        auto const level = report.signatures.front().level;  // "PAdES-B-LT" for "PAdES-BASELINE-LT"
        std::istringstream wanted(line.substr(tab + 1));
        std::string word;
        wanted >> word;
        CHECK("PAdES-BASELINE-" + level.substr(8) == word);
        CHECK(untrusted.verdict == SealVerdict::indeterminate);  // nobody is trusted, and no stamp counts
        CHECK(untrusted.signatures.at(0).level == "PAdES-B-B");
    }
    CHECK(seen == 5);
}
