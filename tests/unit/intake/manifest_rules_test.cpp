// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/made_submission.hpp"
#include "gateway/intake/rules.hpp"

#include <algorithm>

using namespace wetbode;

namespace {

bool has(std::optional<Refusal> const& refusal, std::string const& code, std::string const& path) {
    return refusal && std::any_of(refusal->faults.begin(), refusal->faults.end(), [&](Fault const& fault) {
        return fault.code == code && fault.path == path && !fault.message.nl.empty() && !fault.message.en.empty();
    });
}

Manifest good() { return made_submission("a", "d", {}).manifest; }

Rendition& file_of(Manifest& manifest) { return manifest.pieces.front().files.front(); }

}  // namespace

TEST_CASE("a well-formed manifest passes the rules", "[intake]") { CHECK_FALSE(manifest_fault(good())); }

TEST_CASE("a manifest without what it needs is refused", "[intake]") {
    auto manifest = good();
    manifest.dossier.id.text.clear();
    manifest.dossier.title.clear();
    manifest.pieces[0].id.clear();
    manifest.pieces[0].files.clear();

    auto const refusal = manifest_fault(manifest);

    CHECK(refusal->code == "MANIFEST_INVALID");
    CHECK(has(refusal, "MANIFEST.REQUIRED", "/dossier/id"));
    CHECK(has(refusal, "MANIFEST.REQUIRED", "/dossier/title"));
    CHECK(has(refusal, "MANIFEST.REQUIRED", "/pieces/0/id"));
    CHECK(has(refusal, "MANIFEST.NO_FILES", "/pieces/0/files"));
    manifest.pieces.clear();
    CHECK(has(manifest_fault(manifest), "MANIFEST.REQUIRED", "/pieces"));
}

TEST_CASE("a piece or a file name that is in twice is refused", "[intake]") {
    auto manifest = good();
    manifest.pieces.push_back(manifest.pieces.front());

    auto const refusal = manifest_fault(manifest);

    CHECK(has(refusal, "MANIFEST.DUPLICATE_PIECE", "/pieces/1/id"));
    CHECK(has(refusal, "MANIFEST.DUPLICATE_FILE", "/pieces/1/files/0/name"));
}

TEST_CASE("a file name that could leave its folder is refused", "[intake]") {
    auto manifest = good();
    file_of(manifest).name = GENERATE(as<std::string>{}, "", ".", "..", "../x", "a/b", "a\\b", "a\nb", "a\x7F",
                                      std::string(256, 'x'), std::string("a\0b", 3));

    CHECK(has(manifest_fault(manifest), "MANIFEST.FILE_NAME", "/pieces/0/files/0/name"));
}

TEST_CASE("everything in a manifest has a limit", "[intake]") {
    auto manifest = good();
    manifest.pieces[0].title = std::string(2001, 'x');
    manifest.comment = std::string(10'001, 'x');
    manifest.pieces[0].created = "yesterday";
    file_of(manifest).media_type = "text";

    auto const refusal = manifest_fault(manifest);

    CHECK(has(refusal, "MANIFEST.TOO_LONG", "/pieces/0/title"));
    CHECK(has(refusal, "MANIFEST.TOO_LONG", "/comment"));
    CHECK(has(refusal, "MANIFEST.DATE", "/pieces/0/created"));
    CHECK(has(refusal, "MANIFEST.MEDIA_TYPE", "/pieces/0/files/0/media_type"));
}

TEST_CASE("too many pieces or files are refused with one fault", "[intake]") {
    auto manifest = good();
    SECTION("pieces") { manifest.pieces.resize(pieces_max + 1); }
    SECTION("files") { manifest.pieces[0].files.resize(files_max + 1); }

    auto const refusal = manifest_fault(manifest);

    REQUIRE(refusal);
    CHECK(refusal->faults.size() == 1);
    CHECK(has(refusal, "MANIFEST.TOO_MANY", "/pieces"));
}

TEST_CASE("an answer with endless faults is cut and says so", "[intake]") {
    auto manifest = good();
    manifest.pieces.assign(1000, Piece{});

    auto const refusal = manifest_fault(manifest);

    REQUIRE(refusal);
    CHECK(refusal->faults.size() == 1000);
    CHECK(refusal->more_faults);
}

TEST_CASE("exactly a submission of kind letter has a letter", "[intake]") {
    auto manifest = good();
    manifest.letter = Letter{};
    CHECK(has(manifest_fault(manifest), "MANIFEST.KIND", "/kind"));
    manifest.letter = std::nullopt;
    manifest.kind = SubmissionKind::letter;
    CHECK(has(manifest_fault(manifest), "MANIFEST.KIND", "/kind"));
}
