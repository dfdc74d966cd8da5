// SPDX-License-Identifier: EUPL-1.2
// The command `validate` as a drafter meets it.
#include <catch2/catch.hpp>

#include "unit/cli/desk.hpp"

#include <unistd.h>

using namespace wetbode;
using cli::done;
using cli::misused;
using cli::negative;
using cli::unavailable;

TEST_CASE("a valid document takes two lines: its verdict and the sum", "[cli]") {
    Desk desk;
    CHECK(desk.validate({.files = {desk.write("a.xml", good_memo)}}) == done);
    CHECK(desk.said() == "a.xml: geldig (memo/1)\n1 bestand: 1 geldig\n");
    CHECK(desk.complained().empty());
}

TEST_CASE("a fault is told with place, severity, rule and its line with a caret", "[cli]") {
    Desk desk;
    CHECK(desk.validate({.files = {desk.write("a.xml", bad_memo)}, .language = Language::en}) == negative);
    auto const said = desk.said();
    CHECK_THAT(said, Catch::StartsWith("a.xml: refused (memo/1): 1 error\na.xml:2:"));
    CHECK_THAT(said, Catch::Contains(": error: "));
    CHECK_THAT(said, Catch::Contains(" [XSD.UNKNOWN_ELEMENT]\n    2 |     <lijn>één</lijn>\n      |     ~~~~~~^\n"));
    CHECK_THAT(said, Catch::EndsWith("\n1 file: 1 refused (1 error)\n"));
}

TEST_CASE("a warning is told and refuses nothing, unless the order is strict", "[cli]") {
    Desk desk;
    auto const file = desk.write("a.xml", warned_memo);
    CHECK(desk.validate({.files = {file}}) == done);
    CHECK_THAT(desk.said(), Catch::StartsWith("a.xml: geldig (memo/1): 1 waarschuwing\na.xml:2:"));
    CHECK_THAT(desk.said(), Catch::Contains(": waarschuwing: Hier staat nog "));
    CHECK_THAT(desk.said(), Catch::EndsWith("1 bestand: 1 geldig, waarvan 1 met waarschuwingen (1 waarschuwing)\n"));

    CHECK(desk.validate({.files = {file}, .strict = true}) == negative);
    CHECK_THAT(desk.said(), Catch::StartsWith("a.xml: geweigerd om zijn waarschuwingen (memo/1)"));
    CHECK(desk.validate({.files = {desk.write("b.xml", good_memo)}, .strict = true}) == done);
}

TEST_CASE("documents are told in the order of their names, however many are checked at once", "[cli]") {
    Desk desk;
    std::vector<std::filesystem::path> files;
    for (int i = 0; i < 60; ++i) {
        std::string text = "<memo xmlns=\"urn:test:memo\">";
        for (int line = 0; line < (i % 7 == 0 ? 5000 : 1); ++line) text += "<line>x</line>";
        text += i % 3 == 0 ? "<lijn/>" : "";
        files.push_back(desk.write(std::to_string(59 - i) + ".xml", text + "</memo>"));
    }

    CHECK(desk.validate({.files = files, .jobs = 1}) == negative);
    auto const one_by_one = desk.said();
    CHECK(desk.validate({.files = files, .jobs = 2}) == negative);
    CHECK(desk.said() == one_by_one);
    CHECK(desk.validate({.files = files, .jobs = 8}) == negative);
    CHECK(desk.said() == one_by_one);
    CHECK_THAT(one_by_one, Catch::Contains("60 bestanden: 40 geldig, 20 geweigerd ("));
}

TEST_CASE("a folder stands for every document in it, sorted", "[cli]") {
    Desk desk;
    for (auto const* const name : {"dossier/b.xml", "dossier/a.XML", "dossier/deel/c.xml", "dossier/deel/d.txt"})
        desk.write(name, good_memo);
    CHECK(desk.validate({.files = {desk.folder.path() / "dossier"}}) == done);
    CHECK(desk.said() == "dossier/a.XML: geldig (memo/1)\ndossier/b.xml: geldig (memo/1)\n"
                         "dossier/deel/c.xml: geldig (memo/1)\n3 bestanden: 3 geldig\n");
}

TEST_CASE("a folder that leads back to itself ends", "[cli]") {
    Desk desk;
    desk.write("dossier/a.xml", good_memo);
    std::filesystem::create_directory_symlink(desk.folder.path(), desk.folder.path() / "dossier" / "terug");
    CHECK(desk.validate({.files = {desk.folder.path() / "dossier"}}) == done);
    CHECK_THAT(desk.said(), Catch::EndsWith("1 bestand: 1 geldig\n"));
}

TEST_CASE("a hyphen is the standard input, short or long", "[cli]") {
    Desk desk;
    desk.in.str(bad_memo);
    CHECK(desk.validate({.files = {"-"}}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("-:2:"));
    CHECK_THAT(desk.said(), Catch::Contains("<lijn>één</lijn>"));

    std::string text = "<memo xmlns=\"urn:test:memo\">\n";
    for (int i = 0; i < 200'000; ++i) text += "<line>regel</line>\n";
    desk.in.clear();
    desk.in.str(text + "<lijn/></memo>");
    CHECK(desk.validate({.files = {"-"}}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("-:200002:"));
}

TEST_CASE("a stream without end is refused, not read for ever", "[cli]") {
    Desk desk;
    Catalogue const catalogue({.schemas = desk.schemas.path(), .limits = {.bytes_max = 2'000'000}});
    std::string const beginning = "<memo xmlns=\"urn:test:memo\">\n<line>";
    desk.in.str(beginning + std::string(2'500'000, 'a') + "</line></memo>");
    cli::ValidateOrder const order{.files = {"-", "/dev/zero"}, .stream_bytes_max = 2'000'000};
    FileCheck const files(plain_text_policy());
    CHECK(cli::validate({catalogue, files}, order, {.in = desk.in, .out = desk.out, .err = desk.err}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("[XML.TOO_LARGE]"));
    CHECK_THAT(desk.said(), Catch::Contains("2 bestanden: 2 geweigerd"));
}

TEST_CASE("a document that cannot be read is told, and the others go on", "[cli]") {
    Desk desk;
    auto const good = desk.write("a.xml", good_memo);
    auto const bad = desk.write("b.xml", bad_memo);
    auto const closed = desk.write("c.xml", good_memo);
    std::filesystem::permissions(closed, std::filesystem::perms::none);
    CHECK(desk.validate({.files = {desk.folder.path() / "weg.xml", good, bad, closed}}) == unavailable);
    CHECK_THAT(desk.complained(), Catch::StartsWith("weg.xml: dat bestand is er niet\n"));
    CHECK_THAT(desk.said(), Catch::StartsWith("a.xml: geldig"));
    CHECK_THAT(desk.said(), Catch::Contains("1 geweigerd"));
    if (geteuid() == 0) return;  // root may read everything
    CHECK_THAT(desk.complained(), Catch::Contains("c.xml: u mag dit bestand niet lezen\n"));
    CHECK_THAT(desk.said(), Catch::Contains("2 niet gelezen"));
}

TEST_CASE("an order that makes no sense is told, with what would", "[cli]") {
    Desk desk;
    auto const file = desk.write("a.xml", good_memo);
    CHECK(desk.validate({.files = {file}, .type = "nota"}) == misused);
    CHECK(desk.complained() == "nota: dat documenttype bestaat niet. Kies uit: memo.\n");
    CHECK(desk.said().empty());

    std::filesystem::create_directory(desk.folder.path() / "leeg");
    CHECK(desk.validate({.files = {desk.folder.path() / "leeg", file}}) == misused);
    CHECK(desk.complained() == "leeg: in deze map staat geen enkel document\n");
    CHECK_THAT(desk.said(), Catch::StartsWith("a.xml: geldig"));
}

TEST_CASE("a document of no known type says how it begins and which types are known", "[cli]") {
    Desk desk;
    CHECK(desk.validate({.files = {desk.write("a.xml", "<nota xmlns=\"urn:x\"><kop/></nota>")}}) == negative);
    CHECK_THAT(desk.said(), Catch::StartsWith("a.xml: geweigerd: 1 fout\na.xml:1:"));
    CHECK_THAT(desk.said(), Catch::Contains("'nota'/'kop' (urn:x)") && Catch::Contains("'memo'"));
    CHECK(desk.validate({.files = {desk.write("b.xml", "<memo xmlns=\"urn:test:memo\"><line></memo>")}}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("[XML.MALFORMED]"));
    CHECK(desk.validate({.files = {desk.write("c.xml", "<!DOCTYPE memo><memo/>")}}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("[XML.DOCTYPE]"));
}

TEST_CASE("colours come only where they are wanted", "[cli]") {
    Desk desk;
    auto const file = desk.write("a.xml", bad_memo);
    CHECK(desk.validate({.files = {file}}) == negative);
    CHECK(desk.said().find('\033') == std::string::npos);
    desk.colours = true;
    CHECK(desk.validate({.files = {file}}) == negative);
    CHECK_THAT(desk.said(), Catch::Contains("^\033[0m\n"));
}

TEST_CASE("a report that cannot be written is not a success", "[cli]") {
    Desk desk;
    Catalogue const catalogue({.schemas = desk.schemas.path()});
    std::ofstream full("/dev/full");
    cli::ValidateOrder const order{.files = {desk.write("a.xml", good_memo)}};
    FileCheck const files(plain_text_policy());
    CHECK(cli::validate({catalogue, files}, order, {.in = desk.in, .out = full, .err = desk.err}) == unavailable);
}
