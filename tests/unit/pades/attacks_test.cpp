// SPDX-License-Identifier: EUPL-1.2
// Attacks on signed PDFs, made here: what a reader shows must be what was signed, or the report says that it is not.
#include <catch2/catch.hpp>

#include "tests/unit/pades/revisions.hpp"

#include "gateway/crypto/der.hpp"
#include "gateway/crypto/der_reader.hpp"
#include "gateway/pades/cms.hpp"
#include "gateway/pades/cms_names.hpp"
#include "tests/unit/files/made_pdf.hpp"

#include <algorithm>
#include <functional>
#include <map>

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::string attribute(std::string_view type, std::string const& value) {
    return der::sequence({der::oid(type), der::set_of({value})});
}

/// A message of ours taken apart and put together again.
std::string rebuilt(std::string const& message, std::function<void(std::vector<std::string>& fields)> const& change) {
    auto const outer = der::only(message, 0x30);
    der::Reader info(outer->content);
    auto const type = info.next(0x06);
    auto const content = der::only(info.next(0xA0)->content, 0x30);
    der::Reader reader(content->content);
    std::vector<std::string> fields;
    while (auto const field = reader.next()) fields.emplace_back(field->whole);
    REQUIRE(fields.size() == 5);  // version, digest algorithms, content, certificates, signers
    change(fields);
    std::string all;
    for (auto const& field : fields) all += field;
    return der::sequence({type->whole, der::tlv(0xA0, der::tlv(0x30, all))});
}

}  // namespace

TEST_CASE("a change of what a page shows is told and fails the report", "[pades][attacks]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    auto const page = object(sealed, 3);
    auto const catalogue = object(sealed, 1);
    std::map<std::string, Objects> const attacks{
        {"the content is another", {{4, made::stream("", "BT (Ander besluit) Tj ET")}}},
        {"the content is gone", {{4, ""}}},
        {"the page names more content",
         {{3, with(page, "/Contents 4 0 R", "/Contents [ 4 0 R 50 0 R ]")}, {50, made::stream("", "BT (Meer) Tj ET")}}},
        {"the page is larger", {{3, with(page, "595 842", "999 999")}}},
        {"the document has other pages",
         {{2, "<< /Type /Pages /Kids [51 0 R] /Count 1 >>"},
          {51, "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>"}}},
        {"the document does something when it opens", {{1, with(catalogue, "<<", "<< /OpenAction << /S /Named >>")}}},
        {"a field is added",
         {{1, with(catalogue, "/Fields [ ", "/Fields [ 52 0 R ")}, {52, "<< /FT /Tx /T (Bedrag) /V (1000000) >>"}}},
        {"the seal's field is taken out",
         {{1, with(catalogue, object(sealed, 1).substr(catalogue.find("/Fields"), 15), "/Fields [ ] /X ")}}},
        {"the seal's field is moved", {{6, with(object(sealed, 6), "[0 0 0 0]", "[0 0 9 9]")}}},
    };
    REQUIRE(verified(house, sealed).verdict == SealVerdict::passed);
    for (auto const& [what, objects] : attacks) {
        auto const attacked = with_revision(sealed, objects);
        auto const read = read_pdf_signatures(content_of(attacked));
        auto const report = verified(house, attacked);

        INFO(what << "\n" << (read ? told(*read) : read.error().detail.en));
        CHECK(report.verdict != SealVerdict::passed);
        REQUIRE(read);
        if (read->signatures.empty()) continue;  // told as a document without a seal
        CHECK(changed(*read, PdfChangeKind::other));
        CHECK(report.signatures.front().coverage == Coverage::revision);
        CHECK(has(report, "SIG_CONSTRAINTS_FAILURE"));
    }
}

TEST_CASE("a place that was prepared before the seal and filled in after it is told", "[pades][attacks]") {
    House house;
    made::Pdf prepared;
    prepared.page_more = "/Contents [4 0 R 80 0 R]";
    auto bytes = prepared.bytes();
    bytes = with(bytes, "/Contents 4 0 R", "/X (padding) %%");
    bytes = with(bytes, "%% /Resources", "   /Resources");
    auto const sealed = house.sealed(bytes, PdfSealLevel::b);

    auto const read = test::read(with_revision(sealed, {{80, made::stream("", "BT (Verborgen) Tj ET")}}));

    INFO(told(read));
    CHECK(changed(read, PdfChangeKind::other));
}

TEST_CASE("an object whose entry points elsewhere into the signed octets is told", "[pades][attacks]") {
    House house;
    made::Pdf prepared;
    prepared.others.push_back("(4 0 obj << /Length 3 >> stream\nq Q\nendstream endobj)");
    auto const sealed = house.sealed(prepared.bytes(), PdfSealLevel::b);
    auto const hidden = sealed.find("(4 0 obj") + 1;
    auto const start = sealed.size();

    auto const attacked = sealed + "xref\n4 1\n" + made::number(hidden, 10) +
                          " 00000 n \ntrailer\n<< /Size 90 /Root 1 0 R /Prev " + std::to_string(last_xref(sealed)) +
                          " >>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";

    CHECK(changed(test::read(attacked), PdfChangeKind::other));
}

TEST_CASE("octets behind the end of a sealed PDF are told", "[pades][attacks]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);

    CHECK(changed(test::read(sealed + "1 0 obj << /Evil true >> endobj"), PdfChangeKind::other));
    CHECK(verified(house, sealed + "evil").verdict != SealVerdict::passed);
    CHECK(test::read(sealed + "\r\n").signatures.front().whole);
}

TEST_CASE("comments on a sealed PDF are told as annotations", "[pades][attacks]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    auto const page = object(sealed, 3);
    auto const noted = with_revision(sealed, {{3, with(page, "/Annots [ ", "/Annots [ 60 0 R ")},
                                              {60, "<< /Type /Annot /Subtype /FreeText /Rect [9 9 99 99] >>"}});

    auto const read = test::read(noted);

    INFO(told(read));
    CHECK(changed(read, PdfChangeKind::annotation));
    CHECK(verified(house, noted).verdict != SealVerdict::passed);
    CHECK(verified(house, noted).signatures.at(0).added_to);
    CHECK_FALSE(verified(house, sealed).signatures.at(0).added_to);
}

TEST_CASE("a filled-in field is told as one, unless its look is shown elsewhere", "[pades][attacks]") {
    House house;
    made::Pdf form;
    form.catalog_more = "/AcroForm << /Fields [5 0 R] >>";
    form.others = {"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Naam) /Rect [9 9 99 99] /AP << /N 6 0 R >> >>",
                   made::stream("/Type /XObject /Subtype /Form /BBox [0 0 90 90]", "")};
    auto const look = made::stream("/Type /XObject /Subtype /Form /BBox [0 0 90 90]", "BT (Jan) Tj ET");
    auto const fill = [&](std::string const& pdf) {
        return with_revision(pdf, {{5, with(object(pdf, 5), "/FT", "/V (Jan) /FT")}, {6, look}});
    };

    SECTION("the field alone shows it") {
        auto const filled = fill(house.sealed(form.bytes(), PdfSealLevel::b));
        auto const read = test::read(filled);
        INFO(told(read));
        CHECK(changed(read, PdfChangeKind::form_fill_in));
        CHECK_FALSE(changed(read, PdfChangeKind::other));
        auto const report = verified(house, filled);
        CHECK(report.verdict == SealVerdict::indeterminate);  // nobody certified that fields may be filled in
        CHECK(report.signatures.front().coverage == Coverage::revision);
    }
    SECTION("the page shows it, too") {
        form.page_more = "/More << /XObject << /F 6 0 R >> >>";
        auto const read = test::read(fill(house.sealed(form.bytes(), PdfSealLevel::b)));
        INFO(told(read));
        CHECK(changed(read, PdfChangeKind::other));
    }
}

TEST_CASE("a byte range that is not the whole revision but its own contents is refused", "[pades][attacks]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    auto const at = sealed.find("/ByteRange [");
    auto const range = sealed.substr(at, sealed.find("/Contents", at) - at);
    for (std::string replacement : {"/ByteRange [0 0 0 0]", "/ByteRange [10 100 200 300]", "/ByteRange [0 -1 5 5]",
                                    "/ByteRange [0 100 50 300]", "/ByteRange [0 100 200 99999999]", "/ByteRange null",
                                    "/ByteRange [0 100 200 300 400 500]", "/ByteRange [0 100]"}) {
        replacement.resize(range.size(), ' ');
        auto const read = test::read(with(sealed, range, replacement));
        INFO(replacement << "\n" << told(read));
        REQUIRE(read.signatures.size() == 1);
        CHECK_FALSE(holds(read.signatures.front()));
        CHECK(read.signatures.front().flaws.front().code == "FORMAT_FAILURE");
    }
}

TEST_CASE("a signature dictionary that is replaced behind the signature is refused", "[pades][attacks]") {
    House house;
    PdfSealOptions options;
    options.reason = "Voor ontvangst";
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b, options);
    auto const replaced = with_revision(sealed, {{5, with(object(sealed, 5), "(Voor ontvangst)", "(Goedgekeurd)")}});

    auto const read = test::read(replaced);

    INFO(told(read));
    CHECK_FALSE(holds(read.signatures.front()));
    CHECK(verified(house, replaced).verdict == SealVerdict::failed);
}

TEST_CASE("octets behind the message in the place of a signature are refused", "[pades][attacks]") {
    House house;
    auto sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    auto const end = sealed.find("> >>", sealed.find("/Contents <"));
    sealed.replace(end - 2, 2, "41");

    CHECK_FALSE(holds(test::read(sealed).signatures.front()));
}

TEST_CASE("a message that is not of the form of PAdES is refused", "[pades][attacks]") {
    House house;
    auto const type = attribute(pades::oid::content_type, der::oid(pades::oid::data));
    auto const whole = [&](std::string const& digest) {
        return pades::signed_attributes(digest, house.usual->chain().front());
    };
    auto const flaw_of = [&](std::function<std::string(std::string const&)> make) {
        auto const read = test::read(with_message(house, std::move(make)));
        auto const& flaws = read.signatures.front().flaws;
        return flaws.empty() ? std::string("none") : flaws.front().code;
    };

    CHECK(flaw_of([&](auto const& digest) { return signed_with(house, whole(digest)); }) == "none");
    CHECK(flaw_of([&](auto const&) { return signed_with(house, whole(std::string(32, 'x'))); }) == "HASH_FAILURE");
    CHECK(flaw_of([&](auto const& digest) {
              auto const told = attribute(pades::oid::message_digest, der::octet_string(digest));
              return signed_with(house, der::set_of({type, told}));
          }) == "FORMAT_FAILURE");
    CHECK(flaw_of([&](auto const& digest) {
              return signed_with(house, pades::signed_attributes(digest, house.authority.issuing()));
          }) == "SIG_CRYPTO_FAILURE");
    CHECK(flaw_of([&](auto const& digest) {
              auto const attributes = whole(digest);
              auto value = pades::cms_signature(*house.usual, attributes);
              value.back() = static_cast<char>(value.back() ^ 1);
              return pades::signed_data({house.usual->algorithm(), house.usual->chain(), attributes, value, {}});
          }) == "SIG_CRYPTO_FAILURE");
    CHECK(flaw_of([&](auto const& digest) {
              auto const attributes = whole(digest);
              std::vector<std::string> const others{house.authority.issuing()};
              return pades::signed_data(
                  {house.usual->algorithm(), others, attributes, pades::cms_signature(*house.usual, attributes), {}});
          }) == "SIG_CRYPTO_FAILURE");
    CHECK(flaw_of([](auto const&) { return std::string("no message"); }) == "FORMAT_FAILURE");
    CHECK(flaw_of([&](auto const& digest) {  // two signers
              return rebuilt(signed_with(house, whole(digest)), [](auto& fields) {
                  auto const signer = std::string(der::only(fields[4], 0x31)->content);
                  fields[4] = der::set_of({signer, signer});
              });
          }) == "FORMAT_FAILURE");
    CHECK(flaw_of([&](auto const& digest) {  // a content of its own
              return rebuilt(signed_with(house, whole(digest)), [](auto& fields) {
                  fields[2] = der::sequence({der::oid(pades::oid::data), der::tlv(0xA0, der::octet_string("own"))});
              });
          }) == "FORMAT_FAILURE");
}

TEST_CASE("who must sign is looked for among those whose signature passes", "[pades][verification]") {
    House house;
    auto const sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    auto const digest = hex_of(hash_of(HashAlgorithm::sha256, house.usual->chain().front()));

    CHECK(verified(house, sealed, {"Wetbode test seal"}).verdict == SealVerdict::passed);
    CHECK(verified(house, sealed, {digest, "cn=wetbode test seal"}).verdict == SealVerdict::passed);
    CHECK(verified(house, sealed, {"CN=Wetbode test"}).verdict == SealVerdict::indeterminate);  // part of a name
    CHECK(verified(house, sealed, {"Vlaams Parlement"}).verdict == SealVerdict::indeterminate);
    CHECK(verified(house, sealed, {std::string(64, '0')}).verdict == SealVerdict::indeterminate);
    auto const replaced = with(sealed, "(Bijlage)", "(Bijlaga)");
    CHECK(verified(house, replaced, {digest}).verdict == SealVerdict::failed);
}

TEST_CASE("a certification that allows no change lets evidence follow, and nothing else", "[pades][verification]") {
    House house;
    auto const certified = test::certified(house, plain_pdf(), permits(1));

    auto const raised = house.raised(certified, PdfSealLevel::lta);
    auto const sealed = house.sealed(certified, PdfSealLevel::b);

    REQUIRE(test::read(certified).signatures.front().permits == 1);
    CHECK(verified(house, certified).verdict == SealVerdict::passed);
    CHECK(verified(house, raised).verdict == SealVerdict::passed);
    CHECK(verified(house, sealed).verdict == SealVerdict::failed);
}
