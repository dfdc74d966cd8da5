// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/files/made_zip.hpp"
#include "tests/unit/files/standard_check.hpp"

using namespace wetbode;
using namespace wetbode::made;

namespace {

std::string const word_main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
std::string const sheet_main = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml";

std::string types(std::string const& main, std::string const& more = "") {
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType=")" +
           main + "\"/>" + more + "</Types>";
}

std::string relation(std::string const& type, std::string const& target) {
    return R"(<?xml version="1.0"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1"
TargetMode="External" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/)" +
           type + "\" Target=\"" + target + "\"/></Relationships>";
}

std::vector<ZipPart> word(std::vector<ZipPart> more = {}, std::string const& main = word_main) {
    std::vector<ZipPart> parts{{"[Content_Types].xml", types(main)},
                               {"_rels/.rels", relation("hyperlink", "https://voorbeeld.example/")},
                               {"word/document.xml", "<w:document xmlns:w='urn:w'/>"}};
    parts.insert(parts.end(), more.begin(), more.end());
    return parts;
}

std::string odt(std::vector<ZipPart> const& more, std::string const& manifest = "<m:manifest xmlns:m='urn:m'/>") {
    std::vector<ZipPart> parts{{"mimetype", odt_type},
                               {"content.xml", "<office/>"},
                               {"META-INF/manifest.xml", manifest}};
    parts.insert(parts.end(), more.begin(), more.end());
    return stored_zip(parts);
}

std::string word_stream(unsigned flags = 0) {
    std::string fib;
    put16(fib, 0xA5EC);
    fib.resize(10, '\0');
    put16(fib, flags);
    fib.resize(5000, '\0');
    return fib;
}

}  // namespace

TEST_CASE("office documents without tricks pass", "[files]") {
    CHECK(codes_in(stored_zip(word()), docx_type, "nota.docx").empty());
    CHECK(codes_in(packed_zip(word()), docx_type, "nota.docx").empty());
    auto const sheet = stored_zip({{"[Content_Types].xml", types(sheet_main)}, {"xl/workbook.xml", "<w/>"}});
    CHECK(codes_in(sheet, xlsx_type).empty());
    CHECK(codes_in(odt({}), odt_type, "nota.odt").empty());
    CHECK(codes_in(ole({{"WordDocument", word_stream()}}), "application/msword", "nota.doc").empty());
    CHECK(codes_in(ole({{"Workbook", std::string(5000, 'x')}}), "application/vnd.ms-excel", "nota.xls").empty());
}

TEST_CASE("macros in an office document are refused with their place", "[files]") {
    auto const macro_type =
        R"(<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/>)";
    auto const sheet = stored_zip({{"[Content_Types].xml", types(sheet_main, macro_type)}});
    auto declared = word();
    declared[0].data = types(word_main, macro_type);
    auto const bytes = GENERATE_COPY(
        stored_zip(word({{"word/vbaProject.bin", "x"}})), stored_zip(declared),
        stored_zip(word({{"word/media/image1.png", ole({{"VBA", "", true}, {"_VBA_PROJECT", "x"}})}})),
        stored_zip(word({{"word/embeddings/blad.xlsx", sheet}})));

    auto const found = found_in(bytes, docx_type, "nota.docx");

    CHECK(codes(found) == "FILE.OFFICE.MACROS");
    REQUIRE_FALSE(found.faults.empty());
    CHECK(found.faults[0].path.find('/') != std::string::npos);
}

TEST_CASE("a .docm that is called .docx is no Word document without macros", "[files]") {
    auto const docm = stored_zip(word({}, "application/vnd.ms-word.document.macroEnabled.main+xml"));
    CHECK(codes_in(docm, docx_type, "nota.docx") == "FILE.OFFICE.MACROS FILE.TYPE_MISMATCH");
}

TEST_CASE("macros in older and in open formats are refused", "[files]") {
    CHECK(codes_in(ole({{"WordDocument", word_stream()}, {"Macros", "", true}, {"VBA", "", true}}),
                   "application/msword") == "FILE.OFFICE.MACROS");
    CHECK(codes_in(ole({{"Workbook", "x"}, {"_VBA_PROJECT_CUR", "", true}}), "application/vnd.ms-excel") ==
          "FILE.OFFICE.MACROS");
    CHECK(codes_in(odt({{"Basic/Standard/Module1.xml", "<module/>"}}), odt_type) == "FILE.OFFICE.MACROS");
    CHECK(codes_in(odt({{"Scripts/python/a.py", "x"}}), odt_type) == "FILE.OFFICE.MACROS");
}

TEST_CASE("what a document fetches on opening is refused or told, by where it lies", "[files]") {
    auto const [type, target, code] = GENERATE(table<char const*, char const*, char const*>({
        {"attachedTemplate", "https://kwaad.example/t.dotm", "FILE.OFFICE.EXTERNAL"},
        {"oleObject", "mhtml:http://kwaad.example/x!x", "FILE.OFFICE.EXTERNAL"},
        {"attachedTemplate", "\\\\huis\\sjablonen\\t.dotx", "FILE.OFFICE.LINKED (warning)"},
        {"attachedTemplate", "file:///\\\\huis\\sjablonen\\t.dotx", "FILE.OFFICE.LINKED (warning)"},
        {"attachedTemplate", "file://huis/sjablonen/t.dotx", "FILE.OFFICE.LINKED (warning)"},
        {"attachedTemplate", "file:///C:\\Sjablonen\\t.dotx", ""},
        {"attachedTemplate", "Normal.dotm", ""},
        {"hyperlink", "https://voorbeeld.example/", ""},
    }));
    auto const bytes = stored_zip(word({{"word/_rels/settings.xml.rels", relation(type, target)}}));
    CHECK(codes_in(bytes, docx_type, "nota.docx") == code);
}

TEST_CASE("an encrypted office document is told as such", "[files]") {
    auto const encrypted = ole({{"EncryptionInfo", "x"}, {"EncryptedPackage", std::string(5000, 'x')}});
    CHECK(codes_in(encrypted, docx_type, "nota.docx") == "FILE.OFFICE.ENCRYPTED");
    CHECK(codes_in(ole({{"WordDocument", word_stream(0x0100)}}), "application/msword") == "FILE.OFFICE.ENCRYPTED");
    CHECK(codes_in(odt({}, "<m:manifest xmlns:m='urn:m'><m:encryption-data/></m:manifest>"), odt_type) ==
          "FILE.OFFICE.ENCRYPTED");
}

TEST_CASE("a file that sits in a document as an object is told", "[files]") {
    auto const object = ole({{"\x01Ole10Native", "MZ"}});
    CHECK(codes_in(stored_zip(word({{"word/embeddings/oleObject1.bin", object}})), docx_type) ==
          "FILE.OFFICE.PACKAGED (warning)");
}

TEST_CASE("an office document of another kind than declared is refused", "[files]") {
    CHECK(codes_in(stored_zip({{"[Content_Types].xml", types(sheet_main)}, {"xl/workbook.xml", "<w/>"}}), docx_type) ==
          "FILE.TYPE_MISMATCH");
    CHECK(codes_in(stored_zip({{"a.txt", "x"}}), docx_type) == "FILE.TYPE_MISMATCH");
    CHECK(codes_in(odt({}), docx_type) == "FILE.TYPE_MISMATCH");
    CHECK(codes_in(ole({{"Workbook", "x"}}), "application/msword") == "FILE.TYPE_MISMATCH");
    CHECK(codes_in(ole({{"WordDocument", word_stream()}}), docx_type) == "FILE.TYPE_MISMATCH");
}

TEST_CASE("XML in an office document comes through the same door as all XML", "[files]") {
    auto bad = word();
    bad[0].data = GENERATE("<!DOCTYPE x [<!ENTITY a 'b'>]><Types/>", "<Types>", "");
    CHECK(codes_in(stored_zip(bad), docx_type, "nota.docx") == "FILE.OFFICE.BROKEN");
}

TEST_CASE("a hostile OLE file ends", "[files]") {
    auto const whole = ole({{"WordDocument", word_stream()}});
    SECTION("cut off") {
        CHECK(codes_in(whole.substr(0, 600), "application/msword") == "FILE.OFFICE.BROKEN");
    }
    SECTION("a directory that leads to itself") {
        auto circle = whole;
        circle.replace(512 + 4, 4, std::string("\x01\x00\x00\x00", 4));
        CHECK(codes_in(circle, "application/msword") == "FILE.OFFICE.BROKEN");
    }
    SECTION("every octet of its head in turn spoilt") {
        FileCheck const check(shipped_policy());
        for (std::size_t at = 0; at < 1600; ++at) {
            auto spoilt = whole;
            spoilt[at] = static_cast<char>(spoilt[at] ^ 0xFF);
            for (auto const& fault : check.check({"a.doc", "application/msword"}, content_of(spoilt)).faults)
                CHECK(fault.code.starts_with("FILE."));
        }
    }
}
