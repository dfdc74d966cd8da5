// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/files/made_pdf.hpp"
#include "tests/unit/pades/house.hpp"

#include "gateway/crypto/der.hpp"

#include <algorithm>

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::string code_of(std::string const& pdf, House& house, PdfSealOptions options = {}) {
    options.now = noon();
    auto const sealed = seal_pdf(content_of(pdf), options, *house.usual, house.ports(), house.folder.path());
    return sealed ? std::string() : sealed.error().code;
}

std::size_t count(std::string const& text, std::string_view word) {
    std::size_t found = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
    return found;
}

bool told_kind(ReadPdfSignature const& signature, PdfChangeKind kind) {
    return std::ranges::any_of(signature.changes, [&](auto const& change) { return change.kind == kind; });
}

/// Everything that came later is harmless: values, stamps, signatures.
bool only_evidence(ReadPdfSignature const& signature) {
    return std::ranges::all_of(signature.changes, [](auto const& change) {
        return change.kind == PdfChangeKind::security_store || change.kind == PdfChangeKind::time_stamp ||
               change.kind == PdfChangeKind::signature;
    });
}

}  // namespace

TEST_CASE("a sealed PDF begins with the octets of the original", "[pades]") {
    House house;
    for (auto const& pdf : {plain_pdf(), packed_pdf(), archival_pdf()})
        for (auto const level : {PdfSealLevel::b, PdfSealLevel::t, PdfSealLevel::lt, PdfSealLevel::lta}) {
            auto const sealed = house.sealed(pdf, level);

            CHECK(sealed.starts_with(pdf));
            CHECK(sealed.size() > pdf.size());
        }
}

TEST_CASE("the seal of a PDF covers it wholly and holds, with every algorithm", "[pades]") {
    House house;
    struct Case {
        trust::KeyKind kind;
        SignatureAlgorithm algorithm;
    };
    for (auto const& [kind, algorithm] :
         {Case{trust::KeyKind::p256, {SignatureScheme::ecdsa, HashAlgorithm::sha256}},
          Case{trust::KeyKind::p384, {SignatureScheme::ecdsa, HashAlgorithm::sha384}},
          Case{trust::KeyKind::rsa3072, {SignatureScheme::rsa_pss, HashAlgorithm::sha256}},
          Case{trust::KeyKind::rsa3072, {SignatureScheme::rsa_pss, HashAlgorithm::sha512}},
          Case{trust::KeyKind::rsa3072, {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256}}}) {
        auto const signer = house.signer(kind, algorithm);
        PdfSealOptions options;
        options.now = noon();
        auto const sealed = seal_pdf(content_of(plain_pdf()), options, *signer, {}, house.folder.path());
        REQUIRE(sealed);

        auto const pdf = read(octets_of(*sealed));

        INFO(told(pdf));
        REQUIRE(pdf.signatures.size() == 1);
        auto const& seal = pdf.signatures.front();
        CHECK(holds(seal));
        CHECK(seal.whole);
        CHECK(seal.field == "Seal1");
        CHECK(seal.sub_filter == "ETSI.CAdES.detached");
        CHECK(seal.claimed_at == noon());
        REQUIRE(seal.cms);
        CHECK(seal.cms->algorithm == algorithm);
        CHECK(seal.cms->names_certificate);
        CHECK(seal.cms->certificate == signer->chain().front());
        CHECK_FALSE(seal.cms->signing_time);
    }
}

TEST_CASE("each level of a sealed PDF holds what the standard asks for", "[pades]") {
    House house;
    for (auto const& original : {plain_pdf(), packed_pdf()}) {
        auto const timed = read(house.sealed(original, PdfSealLevel::t));
        REQUIRE(timed.signatures.front().cms->time_token);
        CHECK(timed.signatures.front().cms->time_imprint_holds);
        CHECK(timed.signatures.front().cms->time_token->intact);
        CHECK(timed.signatures.front().whole);

        auto const long_term = read(house.sealed(original, PdfSealLevel::lt));
        INFO(told(long_term));
        CHECK(holds(long_term.signatures.front()));
        CHECK(long_term.store.certificates.size() >= 4);  // seal, issuing, root, time authority
        CHECK_FALSE(long_term.store.ocsps.empty());
        CHECK_FALSE(long_term.store.crls.empty());
        CHECK(only_evidence(long_term.signatures.front()));

        auto const archived = read(house.sealed(original, PdfSealLevel::lta));
        INFO(told(archived));
        REQUIRE(archived.signatures.size() == 2);
        CHECK(std::ranges::all_of(archived.signatures, holds));
        auto const& stamp = archived.signatures.back();
        CHECK(stamp.kind == ReadPdfSignature::Kind::time_stamp);
        CHECK(stamp.whole);
        CHECK(stamp.covered_to > archived.store_known_to);
        CHECK(only_evidence(archived.signatures.front()));
        CHECK(told_kind(archived.signatures.front(), PdfChangeKind::time_stamp));
    }
}

TEST_CASE("what the reasons and names of a seal say is read again", "[pades]") {
    House house;
    PdfSealOptions options;
    options.reason = "Bekrachtigd (artikel 35) \xE2\x82\xAC";
    options.location = "Brussel";
    options.field = "Vlaamse Regering";

    auto const pdf = read(house.sealed(plain_pdf(), PdfSealLevel::b, options));

    CHECK(pdf.signatures.front().reason == options.reason);
    CHECK(pdf.signatures.front().location == "Brussel");
    CHECK(pdf.signatures.front().field == "Vlaamse Regering");
}

TEST_CASE("a second seal leaves the first one valid", "[pades]") {
    House house;
    for (auto const& original : {plain_pdf(), packed_pdf()}) {
        auto const once = house.sealed(original, PdfSealLevel::b);
        auto const twice = house.sealed(once, PdfSealLevel::lta);

        CHECK(twice.starts_with(once));
        auto const pdf = read(twice);
        INFO(told(pdf));
        REQUIRE(pdf.signatures.size() == 3);
        CHECK(std::ranges::all_of(pdf.signatures, holds));
        CHECK(pdf.signatures[0].field == "Seal1");
        CHECK(pdf.signatures[1].field == "Seal2");
        CHECK(only_evidence(pdf.signatures[0]));
    }
}

TEST_CASE("a seal can get its time and its evidence later", "[pades]") {
    House house;
    for (auto const& original : {plain_pdf(), packed_pdf()}) {
        auto const sealed = house.sealed(original, PdfSealLevel::b);

        auto const timed = house.raised(sealed, PdfSealLevel::t);
        CHECK(timed.starts_with(sealed));
        CHECK(read(timed).signatures.size() == 2);
        CHECK(house.raised(timed, PdfSealLevel::t) == timed);  // it has the level already

        auto const long_term = house.raised(timed, PdfSealLevel::lt);
        CHECK(long_term.starts_with(timed));
        CHECK(house.raised(long_term, PdfSealLevel::lt) == long_term);
        auto const archived = house.raised(long_term, PdfSealLevel::lta);
        house.clock.move(std::chrono::hours{1});
        auto const renewed = house.raised(archived, PdfSealLevel::lta);

        auto const pdf = read(renewed);
        INFO(told(pdf));
        REQUIRE(pdf.signatures.size() == 4);
        CHECK(std::ranges::all_of(pdf.signatures, holds));
        CHECK(std::ranges::all_of(pdf.signatures, only_evidence));
        CHECK(pdf.signatures.back().covered_to > pdf.store_known_to);
    }
}

TEST_CASE("values that the store has are not stored twice", "[pades]") {
    House house;
    auto const archived = house.sealed(plain_pdf(), PdfSealLevel::lta);

    auto const renewed = read(house.raised(archived, PdfSealLevel::lta));

    auto certificates = renewed.store.certificates;
    std::ranges::sort(certificates);
    CHECK(std::ranges::adjacent_find(certificates) == certificates.end());
}

TEST_CASE("the first part of the document's identifier stays, the second tells revisions apart", "[pades]") {
    House house;

    auto const sealed = house.sealed(archival_pdf(), PdfSealLevel::lta);

    CHECK(count(sealed, "[<00112233445566778899aabbccddeeff> <") == 4);
    CHECK(count(sealed, "[<00112233445566778899aabbccddeeff> <00112233445566778899aabbccddeeff>]") == 1);
}

TEST_CASE("equal input gives an equal sealed PDF when the key signs alike", "[pades]") {
    House house;
    auto const signer =
        house.signer(trust::KeyKind::rsa3072, {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256});
    PdfSealOptions options;
    options.now = noon();

    auto const one = seal_pdf(content_of(plain_pdf()), options, *signer, {}, house.folder.path());
    auto const other = seal_pdf(content_of(plain_pdf()), options, *signer, {}, house.folder.path());

    CHECK(octets_of(one.value()) == octets_of(other.value()));
}

TEST_CASE("a token longer than the place kept for it is asked for once more", "[pades]") {
    House house;
    struct Talkative final : TimeAuthority {
        TimeToken stamp(HashAlgorithm, std::string_view) override {
            ++asked;
            return {der::octet_string(std::string(20'000, 'x')), noon(), "talkative"};
        }
        int asked = 0;
    } talkative;
    PdfSealOptions options;
    options.now = noon();
    options.level = PdfSealLevel::t;

    auto const sealed = seal_pdf(content_of(plain_pdf()), options, *house.usual, {&talkative, nullptr, {}},
                                 house.folder.path());

    REQUIRE(sealed);
    auto const pdf = read(octets_of(*sealed));
    CHECK(talkative.asked == 2);
    CHECK(holds(pdf.signatures.front()));
    CHECK(pdf.signatures.front().cms->has_time_token);
}

TEST_CASE("a PDF that cannot be sealed is refused with a reason", "[pades]") {
    House house;
    CHECK(code_of("not a PDF at all", house) == "PDF_BROKEN");
    CHECK(code_of("", house) == "PDF_BROKEN");
    CHECK(code_of(plain_pdf().substr(0, 400), house) == "PDF_BROKEN");
    CHECK(code_of("mail header\n" + plain_pdf(), house) == "PDF_BROKEN");
    auto shifted = plain_pdf();
    shifted.insert(20, "          ");
    CHECK(code_of(shifted, house) == "PDF_BROKEN");
    made::Pdf encrypted;
    encrypted.others.push_back("<< /Filter /Standard /V 2 /R 3 /Length 128 /P -1 /O <" + std::string(64, '0') +
                               "> /U <" + std::string(64, '0') + "> >>");
    encrypted.trailer_more = "/Encrypt 5 0 R /ID [<00> <00>]";
    CHECK(code_of(encrypted.bytes(), house) == "PDF_ENCRYPTED");
    PdfSealOptions options;
    options.field = "Seal1";
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    CHECK(code_of(sealed, house, options) == "PDF_FIELD_TAKEN");
    made::Pdf certified;
    certified.catalog_more = "/Perms << /DocMDP 5 0 R >>";
    certified.others.push_back(
        "<< /Type /Sig /Reference [<< /TransformMethod /DocMDP /TransformParams << /P 1 >> >>] >>");
    CHECK(code_of(certified.bytes(), house) == "PDF_LOCKED");
    made::Pdf endless;
    endless.catalog_more = "/AcroForm << /Fields 7 >>";
    CHECK(code_of(endless.bytes(), house) == "PDF_BROKEN");
    auto const raised = raise_pdf(content_of(plain_pdf()), PdfSealLevel::t, house.ports(), house.folder.path());
    CHECK(raised.error().code == "PDF_UNSIGNED");
}

TEST_CASE("an outage of a third party is one, and leaves nothing behind", "[pades]") {
    House house;
    PdfSealOptions options;
    options.now = noon();
    options.level = PdfSealLevel::lt;
    made::Pdf made;
    made.others.push_back(made::stream("", std::string(200'000, 'x')));  // beyond what stays in memory
    auto const large = made.bytes();
    auto ports = house.ports();

    SECTION("no time authority") { ports.time = nullptr; }
    SECTION("no revocation values") { ports.revocation = nullptr; }
    SECTION("no issuer") {
        ports.authorities.clear();
        auto const until = noon() + std::chrono::days{9};
        auto const issued = house.authority.issue({"Alone", trust::KeyKind::p256, noon(), until});
        house.usual = test_signer(issued, {issued.certificate}, {}, until);
    }
    SECTION("the time authority is ill") { house.authority.fail(trust::TimeFault::rejected); }

    CHECK_THROWS_AS(seal_pdf(content_of(large), options, *house.usual, ports, house.folder.path()), Outage);
    CHECK(std::filesystem::is_empty(house.folder.path()));
}

TEST_CASE("a certificate that has ended seals nothing", "[pades]") {
    House house;
    PdfSealOptions options;
    options.now = noon() + std::chrono::days{400};

    CHECK_THROWS_AS(seal_pdf(content_of(plain_pdf()), options, *house.usual, {}, house.folder.path()), Outage);
}

TEST_CASE("a large PDF is sealed in a file, and an ill digest is noticed", "[pades]") {
    House house;
    made::Pdf made;
    made.others.push_back(made::stream("", std::string(3'000'000, 'x')));
    auto const original = made.bytes();
    write(house.folder.path() / "large.pdf", original);
    auto const content = content_of_file(house.folder.path() / "large.pdf");
    PdfSealOptions options;
    options.now = noon();

    auto const sealed = seal_pdf(content, options, *house.usual, {}, house.folder.path());

    REQUIRE(sealed);
    CHECK_FALSE(sealed->in_memory());
    auto const octets = octets_of(*sealed);
    CHECK(octets.starts_with(original));
    CHECK(holds(read(octets).signatures.front()));
    auto other = content;
    other.digest = content_of("something else").digest;
    CHECK_THROWS_AS(seal_pdf(other, options, *house.usual, {}, house.folder.path()), Outage);
}

TEST_CASE("annotations, fields and extensions that are there stay in a sealed PDF", "[pades]") {
    House house;
    made::Pdf made;
    made.catalog_more = "/AcroForm 5 0 R /Extensions 8 0 R /Lang (nl)";
    made.page_more = "/Annots 7 0 R";
    made.others = {"<< /Fields 6 0 R /SigFlags 0 >>", "[9 0 R]", "[9 0 R]",
                   "<< /ADBE << /BaseVersion /1.7 /ExtensionLevel 8 >> >>",
                   "<< /Type /Annot /Subtype /Widget /FT /Tx /T (Naam) /Rect [10 10 90 30] /V (x) >>"};

    auto const sealed = house.sealed(made.bytes(), PdfSealLevel::lt);

    write(house.folder.path() / "s.pdf", sealed);
    auto const shown = run(house.folder.path(), "qpdf --show-object=1 s.pdf; qpdf --show-object=5 s.pdf; "
                                                "qpdf --show-object=6 s.pdf; qpdf --show-object=7 s.pdf; "
                                                "qpdf --show-object=8 s.pdf");
    INFO(shown.output);
    CHECK(shown.output.find("/Lang (nl)") != std::string::npos);
    CHECK(shown.output.find("/SigFlags 3") != std::string::npos);
    CHECK(count(shown.output, "[ 9 0 R ") == 2);
    CHECK(shown.output.find("/ADBE") != std::string::npos);
    CHECK(shown.output.find("/ESIC") != std::string::npos);
    CHECK(read(sealed).signatures.size() == 1);
}

TEST_CASE("a hybrid file, with a table for old readers and a stream for new ones, is sealed", "[pades]") {
    House house;
    made::Pdf made;
    made.catalog_more = "/More 6 0 R";  // lies in the object stream, which only the cross-reference stream tells
    made.others = {made::stream("/Type /ObjStm /N 1 /First 4", "6 0 (hidden)")};
    auto pdf = made.bytes();
    auto const table = pdf.rfind("xref\n0 6");
    auto const row = std::string("\x02\0\0\0\x05\0", 6);
    auto const place = std::to_string(table);
    pdf.insert(table, "7 0 obj\n" + made::stream("/Type /XRef /W [1 4 1] /Index [6 1] /Size 8", row) + "\nendobj\n");
    auto const moved = pdf.rfind("xref\n0 6");
    pdf.replace(pdf.rfind("/Size 6"), 7, "/Size 8 /XRefStm " + place);
    pdf.replace(pdf.rfind("startxref\n") + 10, place.size(), std::to_string(moved));

    auto const sealed = house.sealed(pdf, PdfSealLevel::lta);

    auto const signatures = read(sealed);
    INFO(told(signatures));
    CHECK(std::ranges::all_of(signatures.signatures, holds));
    write(house.folder.path() / "hybrid.pdf", sealed);
    auto const shown = run(house.folder.path(), "qpdf --check hybrid.pdf; qpdf --show-object=6 hybrid.pdf");
    INFO(shown.output);
    CHECK(shown.output.find("No syntax or stream encoding errors") != std::string::npos);
    CHECK(shown.output.find("(hidden)") != std::string::npos);
}
