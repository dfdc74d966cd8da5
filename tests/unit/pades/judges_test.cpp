// SPDX-License-Identifier: EUPL-1.2
// What others say of our sealed PDFs: poppler, qpdf, OpenSSL, PDFBox, pyHanko. Who is not installed is left out,
// visibly.
#include <catch2/catch.hpp>

#include "tests/unit/pades/house.hpp"

#include <cstdlib>
#include <sstream>

using namespace wetbode;
using namespace wetbode::test;

namespace {

struct Cut {
    std::string contents;
    std::string covered;
};

/// The signatures by their byte ranges, without any of our own code.
std::vector<Cut> cut(std::string const& pdf) {
    std::vector<Cut> cuts;
    std::string_view const word = "/ByteRange [";
    for (auto at = pdf.find(word); at != std::string::npos; at = pdf.find(word, at + 1)) {
        std::istringstream numbers(pdf.substr(at + word.size(), 60));
        std::size_t start = 0, first = 0, second = 0, rest = 0;
        numbers >> start >> first >> second >> rest;
        Cut one{"", pdf.substr(start, first) + pdf.substr(second, rest)};
        for (auto i = first + 1; i + 1 < second; i += 2)
            one.contents += static_cast<char>(std::stoi(pdf.substr(i, 2), nullptr, 16));
        cuts.push_back(std::move(one));
    }
    return cuts;
}

std::size_t count(std::string const& text, std::string_view word) {
    std::size_t found = 0;
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) ++found;
    return found;
}

std::string noon_in_seconds() {
    return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(noon().time_since_epoch()).count() + 60);
}

/// Every build, every level.
std::vector<std::string> all_sealed(House& house) {
    std::vector<std::string> all;
    for (auto const& pdf : {plain_pdf(), packed_pdf(), archival_pdf()})
        for (auto const level : {PdfSealLevel::b, PdfSealLevel::t, PdfSealLevel::lt, PdfSealLevel::lta})
            all.push_back(house.sealed(pdf, level));
    return all;
}

}  // namespace

TEST_CASE("poppler and qpdf find our seals valid and our documents whole", "[pades][judges]") {
    House house;
    bool const poppler = has_tool("command -v pdfsig", "pdfsig (poppler-utils)");
    bool const qpdf = has_tool("command -v qpdf", "qpdf");
    for (auto const& sealed : all_sealed(house)) {
        write(house.folder.path() / "sealed.pdf", sealed);
        if (poppler) {
            auto const said = run(house.folder.path(), "pdfsig -nocert sealed.pdf");
            INFO(said.output);
            CHECK(count(said.output, "Signature is Valid.") >= 1);
            CHECK(count(said.output, "Signature is Invalid") == 0);
            CHECK(count(said.output, "Digest Mismatch") == 0);
        }
        if (qpdf) {
            auto const said = run(house.folder.path(), "qpdf --check sealed.pdf");
            INFO(said.output);
            CHECK(said.status == 0);
        }
    }
}

TEST_CASE("poppler finds a seal invalid when a letter of the page was changed", "[pades][judges]") {
    if (!has_tool("command -v pdfsig", "pdfsig (poppler-utils)")) return;
    House house;
    auto sealed = house.sealed(plain_pdf(), PdfSealLevel::b);
    sealed.replace(sealed.find("(Bijlage)"), 9, "(Bijlaga)");
    write(house.folder.path() / "sealed.pdf", sealed);

    auto const said = run(house.folder.path(), "pdfsig -nocert sealed.pdf");

    INFO(said.output);
    CHECK(count(said.output, "Signature is Valid.") == 0);
}

TEST_CASE("OpenSSL verifies our CMS message as CAdES and our document time stamp", "[pades][judges]") {
    if (!has_tool("command -v openssl", "openssl")) return;
    House house;
    struct Case {
        trust::KeyKind kind;
        SignatureAlgorithm algorithm;
    };
    write(house.folder.path() / "root.pem", house.authority.root_pem());
    for (auto const& [kind, algorithm] :
         {Case{trust::KeyKind::p256, {SignatureScheme::ecdsa, HashAlgorithm::sha256}},
          Case{trust::KeyKind::p384, {SignatureScheme::ecdsa, HashAlgorithm::sha384}},
          Case{trust::KeyKind::rsa3072, {SignatureScheme::rsa_pss, HashAlgorithm::sha256}},
          Case{trust::KeyKind::rsa3072, {SignatureScheme::rsa_pkcs1, HashAlgorithm::sha256}}}) {
        house.usual = house.signer(kind, algorithm);
        auto const cuts = cut(house.sealed(packed_pdf(), PdfSealLevel::lta));
        REQUIRE(cuts.size() == 2);
        write(house.folder.path() / "seal.der", cuts[0].contents);
        write(house.folder.path() / "seal.bin", cuts[0].covered);
        write(house.folder.path() / "stamp.der", cuts[1].contents);
        write(house.folder.path() / "stamp.bin", cuts[1].covered);
        auto const at = " -attime " + noon_in_seconds() + " -CAfile root.pem ";

        auto const seal = run(house.folder.path(), "openssl cms -verify -cades -binary -inform DER -in seal.der "
                                                   "-content seal.bin -out /dev/null -purpose any" + at);
        auto const stamp = run(house.folder.path(), "openssl ts -verify -in stamp.der -token_in -data stamp.bin" + at);

        INFO(seal.output << stamp.output);
        CHECK(seal.status == 0);
        CHECK(stamp.status == 0);
    }
}

TEST_CASE("PDF/A-1b stays PDF/A-1b at every level, says PDFBox", "[pades][judges]") {
    std::string jars;
    for (auto const* const jar : {"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io",
                                "javax.activation", "jaxb-api"})
        jars += std::string("/usr/share/java/") + jar + ".jar:";
    auto const java = "java -cp '" + jars + "' org.apache.pdfbox.preflight.Validator_A1b ";
    if (!has_tool("command -v java && cd /usr/share/java && test -e preflight.jar -a -e jaxb-api.jar",
                  "PDFBox preflight (libpdfbox2-java)"))
        return;
    House house;
    write(house.folder.path() / "original.pdf", archival_pdf());
    write(house.folder.path() / "archived.pdf", house.sealed(archival_pdf(), PdfSealLevel::lta));
    write(house.folder.path() / "plain.pdf", plain_pdf());

    auto const original = run(house.folder.path(), java + "original.pdf");
    auto const archived = run(house.folder.path(), java + "archived.pdf");
    auto const plain = run(house.folder.path(), java + "plain.pdf");

    INFO(original.output << archived.output << plain.output);
    CHECK(original.output.find("is a valid PDF/A-1b file") != std::string::npos);
    CHECK(archived.output.find("is a valid PDF/A-1b file") != std::string::npos);
    CHECK(plain.output.find("is a valid PDF/A-1b file") == std::string::npos);  // the judge can say no
}

TEST_CASE("pyHanko finds every seal and time stamp intact, and what came later to be evidence", "[pades][judges]") {
    auto const* const chosen = std::getenv("WETBODE_PYHANKO");
    std::string const python = chosen == nullptr ? "python3" : chosen;
    if (!has_tool(python + " -c 'import pyhanko'", "pyHanko (PyPI; its Python in WETBODE_PYHANKO)")) return;
    House house;
    write(house.folder.path() / "root.pem", house.authority.root_pem());
    auto const judge = python + " '" + WETBODE_SOURCE_DIR "/tests/unit/pades/pyhanko_judge.py' sealed.pdf root.pem ";
    auto all = all_sealed(house);
    all.push_back(house.sealed(all[3], PdfSealLevel::lt));  // a second seal
    all.push_back(house.raised(all[4], PdfSealLevel::lta));
    for (auto const& sealed : all) {
        write(house.folder.path() / "sealed.pdf", sealed);

        auto const said = run(house.folder.path(), judge + "2026-11-23T12:01:00+00:00");

        INFO(said.output);
        CHECK(said.status == 0);
        CHECK(count(said.output, "DOUBT") == 0);
        // Evidence that came later is no more than evidence, whoever certified the document.
        if (cut(sealed).size() == 2 && count(sealed, "(Timestamp1)") == 1)
            CHECK(count(said.output, " LTA_UPDATES ") == 1);
        CHECK(count(said.output, " bottom ") == cut(sealed).size());
    }
}
