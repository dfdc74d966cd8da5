// SPDX-License-Identifier: EUPL-1.2
// Our sealed PDFs, judged with trust in the test authorities.
#include <catch2/catch.hpp>

#include "tests/unit/pades/house.hpp"

#include "gateway/verification/verification.hpp"

#include <algorithm>
#include <sstream>

using namespace wetbode;
using namespace wetbode::test;

namespace {

VerificationReport verified(House const& house, std::string const& pdf, Instant now) {
    VerificationOptions options;
    options.anchors = house.anchors();
    options.now = now;
    write(house.folder.path() / "besluit.pdf", pdf);
    return verify_file(house.folder.path() / "besluit.pdf", options);
}

std::string words_of(VerificationReport const& report) {
    std::ostringstream text;
    for (auto const& one : report.findings) text << one.code << ": " << one.message.en << "\n";
    for (auto const& one : report.warnings) text << "(" << one.code << ": " << one.message.en << ")\n";
    return text.str();
}

}  // namespace

TEST_CASE("a PDF sealed at each level is judged to have it", "[pades][verification]") {
    House house;
    for (auto const& pdf : {plain_pdf(), packed_pdf()}) {
        auto const basic = verified(house, house.sealed(pdf, PdfSealLevel::b), house.clock.now());
        INFO(words_of(basic));
        CHECK(basic.signatures.at(0).level == "PAdES-B-B");
        CHECK(basic.verdict == SealVerdict::indeterminate);  // nobody said whether the certificate was revoked
        CHECK(basic.signatures.at(0).coverage == Coverage::whole);

        auto const timed = verified(house, house.sealed(pdf, PdfSealLevel::t), house.clock.now());
        CHECK(timed.signatures.at(0).level == "PAdES-B-T");
        CHECK(timed.signatures.at(0).time_stamps.size() == 1);

        auto const lasting = verified(house, house.sealed(pdf, PdfSealLevel::lt), house.clock.now());
        INFO(words_of(lasting));
        CHECK(lasting.signatures.at(0).level == "PAdES-B-LT");
        CHECK(lasting.verdict == SealVerdict::passed);
        CHECK(lasting.signatures.at(0).trusted_by == "root.pem");

        auto const archived = verified(house, house.sealed(pdf, PdfSealLevel::lta), house.clock.now());
        INFO(words_of(archived));
        CHECK(archived.signatures.at(0).level == "PAdES-B-LTA");
        CHECK(archived.signatures.at(0).time_stamps.size() == 2);
        CHECK(archived.format == "PAdES");
        CHECK(archived.files.at(0).covered == false);  // a time stamp came behind, and is told
        CHECK_FALSE(archived.signatures.at(0).added_to);  // evidence adds nothing to what the document says
        CHECK(archived.files.at(0).intact);
    }
}

TEST_CASE("a seal that got its time later is judged by that time", "[pades][verification]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    house.clock.move(std::chrono::hours{2});

    auto const report = verified(house, house.raised(sealed, PdfSealLevel::lt), house.clock.now());

    INFO(words_of(report));
    CHECK(report.verdict == SealVerdict::passed);
    CHECK(report.signatures.at(0).proven_at == noon() + std::chrono::hours{2});
}

TEST_CASE("a seal of a certificate that was revoked before fails", "[pades][verification]") {
    House house;
    house.authority.revoke(house.usual->chain().front(), noon() - std::chrono::hours{1}, trust::Reason::key_compromise);

    auto const report = verified(house, house.sealed(plain_pdf(), PdfSealLevel::lt), house.clock.now());

    INFO(words_of(report));
    CHECK(report.verdict != SealVerdict::passed);
}

TEST_CASE("what is asked about a stamped PDF lets it pass, and raises no level", "[pades][verification]") {
    House house;
    auto const path = house.folder.path() / "besluit.pdf";
    write(path, house.sealed(plain_pdf(), PdfSealLevel::t));
    VerificationOptions options;
    options.anchors = house.anchors();
    options.now = house.clock.now();
    options.policy.source = house.revocation.get();

    auto const report = verify_file(path, options);

    INFO(words_of(report));
    CHECK(report.verdict == SealVerdict::passed);
    CHECK(report.signatures.at(0).level == "PAdES-B-T");
}
