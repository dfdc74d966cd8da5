// SPDX-License-Identifier: EUPL-1.2
// `validate` on files that are not XML: the same findings, codes and exit status as at the door.
#include <catch2/catch.hpp>

#include "unit/cli/desk.hpp"

#include <nlohmann/json.hpp>

using namespace wetbode;
using namespace wetbode::cli;

namespace {

/// A desk at which text, PDF and Word files are known.
struct FilesDesk : Desk {
    FilesDesk() {
        files_policy.types = {
            {.media_type = "text/plain", .name = {"tekst", "text"}, .form = FileForm::text, .found = {"text/plain"},
             .extensions = {"txt", "csv"}},
            {.media_type = "text/csv", .name = {"tabel", "table"}, .form = FileForm::text,
             .found = {"text/plain", "text/csv"}, .extensions = {"csv"}},
            {.media_type = "application/pdf", .name = {"PDF", "PDF"}, .form = FileForm::pdf,
             .found = {"application/pdf"}, .extensions = {"pdf"}},
        };
    }
};

std::string const broken_pdf = "%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\n";

}  // namespace

TEST_CASE("a file that is not XML is judged by the type that its extension stands for", "[cli]") {
    FilesDesk desk;
    auto const good = desk.write("nota.TXT", "Een regel tekst die lang genoeg is om voor tekst door te gaan.\n");
    auto const table = desk.write("bijlage.csv", "naam;aantal\nsloot;3\n");
    auto const bad = desk.write("bijlage.pdf", broken_pdf);

    CHECK(desk.validate({.files = {good, table}}) == done);
    CHECK(desk.said() == "nota.TXT: geldig (text/plain)\nbijlage.csv: geldig (text/csv)\n2 bestanden: 2 geldig\n");
    CHECK(desk.validate({.files = {good, bad}}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("bijlage.pdf: geweigerd (application/pdf)"));
    CHECK_THAT(desk.said(), Catch::Contains("[FILE.PDF.BROKEN]"));
}

TEST_CASE("a folder stands for its XML and for the files that the door knows, and for no others", "[cli]") {
    FilesDesk desk;
    desk.write("dossier/a.xml", good_memo);
    desk.write("dossier/b.pdf", broken_pdf);
    desk.write("dossier/c.bin", "niets");

    CHECK(desk.validate({.files = {desk.folder.path() / "dossier"}}) == negative);
    CHECK_THAT(desk.said(), Catch::EndsWith("2 bestanden: 1 geldig, 1 geweigerd (1 fout)\n"));
    CHECK(desk.validate({.files = {desk.folder.path() / "dossier"}, .type = "memo"}) == done);
    CHECK_THAT(desk.said(), Catch::EndsWith("1 bestand: 1 geldig\n"));
}

TEST_CASE("a file without a known extension is judged by what it is, and text is taken for XML", "[cli]") {
    FilesDesk desk;
    auto const pdf = desk.write("bijlage", broken_pdf);
    auto const program = desk.write("bijlage.exe", std::string("\177ELF\2\1\1\0\0\0\0\0\0\0\0\0\2\0\76\0\1\0\0\0", 24));
    auto const draft = desk.write("ontwerp", "Dit is nog geen XML.\n");

    CHECK(desk.validate({.files = {pdf}}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("[FILE.PDF.BROKEN]"));
    CHECK(desk.validate({.files = {program}}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("[FILE.TYPE_NOT_ALLOWED]"));
    CHECK(desk.validate({.files = {draft}}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("[XML.MALFORMED]"));
    desk.in.str(broken_pdf);
    CHECK(desk.validate({.files = {"-"}}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("-: geweigerd (application/pdf)"));
}

TEST_CASE("every form of the report tells of a file that is not XML", "[cli]") {
    FilesDesk desk;
    auto const pdf = desk.write("bijlage.pdf", broken_pdf);

    CHECK(desk.validate({.files = {pdf}, .format = "json"}) == negative);
    auto const told = nlohmann::json::parse(desk.out.str()).at(0);
    CHECK(told.at("media_type") == "application/pdf");
    CHECK(told.at("faults").at(0).at("code") == "FILE.PDF.BROKEN");
    CHECK(desk.validate({.files = {pdf}, .format = "sarif"}) == negative);
    auto const run = nlohmann::json::parse(desk.out.str()).at("runs").at(0);
    CHECK(run.at("artifacts").at(0).at("mimeType") == "application/pdf");
    CHECK(run.at("results").at(0).at("ruleId") == "FILE.PDF.BROKEN");
    CHECK(run.at("tool").at("driver").at("rules").at(0).contains("shortDescription"));
    CHECK(desk.validate({.files = {pdf}, .format = "svrl"}) == negative);
    CHECK_THAT(desk.out.str(), Catch::Contains("FILE.PDF.BROKEN"));
}
