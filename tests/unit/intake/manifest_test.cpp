// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "doubles/made_submission.hpp"
#include "gateway/intake/intake.hpp"

using namespace wetbode;

namespace {

Submission two_files() {
    auto submission = made_submission("a", "d", {});
    add_piece(submission, {"memorie.txt", "memorie van toelichting"});
    return submission;
}

Rendition& rendition(Submission& submission, std::size_t piece) {
    return submission.manifest.pieces[piece].files.front();
}

Digest digest_of(Submission const& submission) { return wetbode::digest_of(submission.manifest, submission.files); }

}  // namespace

TEST_CASE("a complete submission has no gap and its renditions get digest and length", "[intake]") {
    auto submission = two_files();
    rendition(submission, 1).digest = std::nullopt;
    rendition(submission, 1).bytes = std::nullopt;

    CHECK_FALSE(manifest_gap(submission));

    CHECK(rendition(submission, 1).digest == submission.files.at("memorie.txt").digest);
    CHECK(rendition(submission, 1).bytes == 23);
}

TEST_CASE("a decree without its memorandum is refused", "[intake]") {
    auto submission = two_files();
    submission.files.erase("memorie.txt");

    auto const gap = manifest_gap(submission);

    REQUIRE(gap);
    CHECK(gap->code == "MANIFEST_GAP");
    REQUIRE(gap->faults.size() == 1);
    CHECK(gap->faults[0].code == "MANIFEST.MISSING_FILE");
    CHECK(gap->faults[0].file == "memorie.txt");
    CHECK(gap->faults[0].path == "/pieces/1/files/0");
    CHECK_FALSE(gap->faults[0].message.nl.empty());
}

TEST_CASE("a file that the manifest does not name is refused", "[intake]") {
    auto submission = two_files();
    submission.files["extra.txt"] = content_of("extra");

    auto const gap = manifest_gap(submission);

    REQUIRE(gap);
    CHECK(gap->faults.at(0).code == "MANIFEST.UNANNOUNCED_FILE");
    CHECK(gap->faults.at(0).file == "extra.txt");
}

TEST_CASE("a file with another digest or length than declared is refused with both values", "[intake]") {
    auto submission = two_files();
    rendition(submission, 0).digest = Digest{};
    rendition(submission, 0).bytes = 1;

    auto const gap = manifest_gap(submission);

    REQUIRE(gap);
    REQUIRE(gap->faults.size() == 2);
    CHECK(gap->faults[0].code == "MANIFEST.LENGTH");
    CHECK(gap->faults[1].code == "MANIFEST.DIGEST");
    CHECK(gap->faults[1].message.en.find(Digest{}.hex()) != std::string::npos);
    CHECK(gap->faults[1].message.en.find(submission.files.begin()->second.digest.hex()) != std::string::npos);
}

TEST_CASE("all gaps are told at once", "[intake]") {
    auto submission = two_files();
    submission.files.erase("memorie.txt");
    submission.files["extra.txt"] = content_of("extra");
    rendition(submission, 0).bytes = 1;

    CHECK(manifest_gap(submission)->faults.size() == 3);
}

TEST_CASE("the same content has the same digest, with or without declared digests", "[intake]") {
    auto const full = two_files();
    auto bare = full;
    rendition(bare, 0).digest = std::nullopt;
    rendition(bare, 0).bytes = std::nullopt;

    CHECK(digest_of(full) == digest_of(bare));
    auto filled = bare;
    CHECK_FALSE(manifest_gap(filled));
    CHECK(digest_of(filled) == digest_of(bare));
}

TEST_CASE("any other content has another digest", "[intake]") {
    auto const submission = two_files();

    auto other = submission;
    SECTION("another title") { other.manifest.dossier.title += "!"; }
    SECTION("another byte in a file") {
        other.files["memorie.txt"] = content_of("Memorie van toelichting");
        rendition(other, 1).digest = std::nullopt;
    }
    SECTION("a wrong declared digest") { rendition(other, 0).digest = Digest{}; }
    SECTION("a file less") { other.files.erase("memorie.txt"); }
    SECTION("a file more") { other.files["x"] = content_of(""); }
    SECTION("another access level") { other.manifest.pieces[0].access = AccessLevel::vertrouwelijk; }

    CHECK(digest_of(other) != digest_of(submission));
}
