// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "tests/unit/files/made_pdf.hpp"
#include "tests/unit/files/made_zip.hpp"
#include "tests/unit/files/standard_check.hpp"

#include <chrono>

using namespace wetbode;
using namespace wetbode::made;

namespace {

std::string with_object(std::string const& object, std::string const& catalog = "/Extra 5 0 R") {
    Pdf pdf;
    pdf.catalog_more = catalog;
    pdf.others = {object};
    return pdf.bytes();
}

std::string attached(std::string const& name, std::string const& data) {
    Pdf pdf;
    pdf.catalog_more = "/Names << /EmbeddedFiles << /Names [(a) 6 0 R] >> >>";
    pdf.others = {stream("/Type /EmbeddedFile", data),
                  "<< /Type /Filespec /F (" + name + ") /UF (" + name + ") /EF << /F 5 0 R >> >>"};
    return pdf.bytes();
}

}  // namespace

TEST_CASE("a PDF of any build passes", "[files]") {
    Pdf pdf;
    SECTION("of each version") {
        pdf.version = GENERATE("1.4", "1.7", "2.0");
        CHECK(codes_in(pdf.bytes(), pdf_type, "stuk.pdf").empty());
    }
    SECTION("with object streams") {
        CHECK(codes_in(pdf_with_object_stream(pdf), pdf_type).empty());
    }
    SECTION("with packed object streams") {
        CHECK(codes_in(pdf_with_object_stream(pdf, "/FlateDecode", deflated), pdf_type).empty());
        CHECK(codes_in(pdf_with_object_stream(pdf, "/RunLengthDecode", run_length), pdf_type).empty());
    }
    SECTION("with metadata as PDF/A has it, a linearisation dictionary and a note with a link") {
        pdf.catalog_more = "/Metadata 5 0 R /MarkInfo << /Marked true >> /OutputIntents [<< /S /GTS_PDFA1 >>]";
        pdf.page_more = "/Annots [<< /Subtype /Link /Rect [0 0 1 1] /A << /S /URI /URI (https://x.example) >> >>]";
        pdf.others = {stream("/Type /Metadata /Subtype /XML", "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"),
                      "<< /Linearized 1 /L 1 /O 1 /E 1 /N 1 /T 1 /H [1 1] >>"};
        CHECK(codes_in(pdf.bytes(), pdf_type).empty());
    }
    SECTION("with a later version behind the first") {
        auto const newer = updated(pdf.bytes(), 5, "<< /Producer (Proef) >>");
        CHECK(codes_in(newer, pdf_type).empty());
    }
    SECTION("with room for a signature") {
        pdf.catalog_more = "/AcroForm << /Fields [5 0 R] /SigFlags 3 >>";
        pdf.others = {"<< /FT /Sig /T (Handtekening) /Subtype /Widget /Rect [0 0 0 0] /P 3 0 R /V 6 0 R >>",
                      "<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] "
                      "/Contents <" + std::string(2000, '0') + "> >>"};
        CHECK(codes_in(pdf.bytes(), pdf_type).empty());
    }
    SECTION("with an attached XML file") {
        CHECK(codes_in(attached("gegevens.xml", "<?xml version=\"1.0\"?><a/>"), pdf_type).empty());
    }
}

TEST_CASE("a broken PDF is told from a whole one", "[files]") {
    auto const whole = Pdf{}.bytes();
    auto const bytes = GENERATE_COPY(as<std::string>{}, whole.substr(0, whole.size() / 2), "%PDF-1.7\nruis",
                                     whole.substr(0, whole.rfind("startxref")),
                                     updated(whole, 1, "<< /Type /Catalog >>"), updated(whole, 2, "<< /Kids [] >>"));
    CHECK(codes_in(bytes, pdf_type) == "FILE.PDF.BROKEN");
}

TEST_CASE("a PDF that opens but departs from the standard gets a warning", "[files]") {
    auto bytes = Pdf{}.bytes();
    auto const at = bytes.find("endstream");
    bytes.replace(at, 9, "endstrXam");

    auto const found = found_in(bytes, pdf_type);

    CHECK(codes(found) == "FILE.PDF.DAMAGED (warning)");
    CHECK_FALSE(found.faults.front().detail.empty());
}

TEST_CASE("an encrypted PDF is told from a broken one", "[files]") {
    Pdf pdf;
    pdf.trailer_more = "/ID [<00112233445566778899AABBCCDDEEFF> <00112233445566778899AABBCCDDEEFF>] "
                       "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" +
                       std::string(64, 'A') + "> /U <" + std::string(64, 'B') + "> >>";
    CHECK(codes_in(pdf.bytes(), pdf_type) == "FILE.PDF.ENCRYPTED");
}

TEST_CASE("active content in a PDF is refused with its place", "[files]") {
    auto const [object, what] = GENERATE(table<char const*, char const*>({
        {"<< /S /JavaScript /JS (app.alert\\(1\\)) >>", "JavaScript"},
        {"<< /Type /Action /S /JavaScript /JS 4 0 R >>", "JavaScript"},
        {"<< /S /GoTo /D [3 0 R] /Next [<< /S /Launch /F (calc.exe) >>] >>", "Launch"},
        {"<< /S /Rendition /JS (x) >>", "JavaScript"},
        {"<< /S /Java#53cript /JS (x) >>", "JavaScript"},
        {"<< /O << /S /ImportData /F (x.fdf) >> >>", "ImportData"},
        {"<< /Type /Annot /Subtype /RichMedia /Rect [0 0 9 9] >>", "RichMedia"},
        {"<< /Fields [] /XFA [(template) 4 0 R] >>", "XFA"},
    }));
    auto const found = found_in(with_object(object), pdf_type);

    CHECK(codes(found) == "FILE.PDF.ACTIVE_CONTENT");
    REQUIRE(found.faults.size() == 1);
    CHECK(found.faults[0].path == "object 5 0");
    CHECK_THAT(found.faults[0].message.en, Catch::Contains(what));
    CHECK_THAT(found.faults[0].message.nl, Catch::Contains(what));
}

TEST_CASE("active content is found where it hides", "[files]") {
    SECTION("in the catalogue itself, when the file opens") {
        Pdf pdf;
        pdf.catalog_more = "/OpenAction << /S /JavaScript /JS (x) >>";
        CHECK(codes_in(pdf.bytes(), pdf_type) == "FILE.PDF.ACTIVE_CONTENT");
        CHECK(codes_in(pdf_with_object_stream(pdf, "/FlateDecode", deflated), pdf_type) == "FILE.PDF.ACTIVE_CONTENT");
    }
    SECTION("in an additional action of a page, told with the page") {
        Pdf pdf;
        pdf.page_more = "/AA << /O 5 0 R >>";
        pdf.others = {"<< /S /Launch /F (x) >>"};
        auto const found = found_in(pdf.bytes(), pdf_type);
        REQUIRE(found.faults.size() == 1);
        CHECK(found.faults[0].path == "page 1, object 5 0");
    }
    SECTION("in a version added later") {
        auto const bytes = updated(Pdf{}.bytes(), 1,
                                   "<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (x) >> >>");
        CHECK(codes_in(bytes, pdf_type) == "FILE.PDF.ACTIVE_CONTENT");
    }
    SECTION("in an object that nothing leads to") {
        CHECK(codes_in(with_object("<< /S /JavaScript /JS (x) >>", ""), pdf_type) == "FILE.PDF.ACTIVE_CONTENT");
    }
    SECTION("in an attached program, by its name or by its octets") {
        CHECK(codes_in(attached("spel.EXE", "niets"), pdf_type) == "FILE.PDF.ACTIVE_CONTENT");
        CHECK(codes_in(attached("nota.txt", "#!/bin/sh\nrm -rf x\n"), pdf_type) == "FILE.PDF.ACTIVE_CONTENT");
    }
}

TEST_CASE("a PDF whose index is packed with a predictor is read like any other", "[files]") {
    auto const seed = std::filesystem::path(WETBODE_SOURCE_DIR) / "tests/fuzz/seeds/files/streams.pdf";
    CHECK(codes_in(read_file(seed, 1 << 20), pdf_type) == "FILE.PDF.ACTIVE_CONTENT");
}

TEST_CASE("a name that only looks like an action is none", "[files]") {
    CHECK(codes_in(with_object("<< /Type /StructElem /S /Sound /P 1 0 R >>"), pdf_type).empty());
    CHECK(codes_in(with_object("<< /S /Transparency /Note (JavaScript Launch) >>"), pdf_type).empty());
}

TEST_CASE("a hostile PDF costs no more than the limits", "[files]") {
    auto const began = std::chrono::steady_clock::now();
    SECTION("an object stream that unpacks to 16 MiB") {
        Pdf pdf;
        pdf.others = {"(" + std::string(16U << 20U, 'x') + ")"};
        CHECK(codes_in(pdf_with_object_stream(pdf, "/FlateDecode", deflated), pdf_type) == "FILE.TOO_INTRICATE");
        CHECK(codes_in(pdf_with_object_stream(pdf, "/RunLengthDecode", run_length), pdf_type) == "FILE.TOO_INTRICATE");
    }
    SECTION("one object of many megabytes") {
        std::string numbers;
        for (int i = 0; i < 2'000'000; ++i) numbers += "0 ";
        CHECK(codes_in(with_object("[" + numbers + "]"), pdf_type) == "FILE.TOO_INTRICATE");
    }
    SECTION("a page tree that leads to itself") {
        auto const bytes = updated(Pdf{}.bytes(), 2, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 9 >>");
        CHECK(codes_in(bytes, pdf_type) == "FILE.PDF.BROKEN");
    }
    SECTION("a page tree of ten thousand levels") {
        Pdf pdf;
        for (int i = 0; i < 10'000; ++i)
            pdf.others.push_back("<< /Type /Pages /Kids [" + std::to_string(i == 9'999 ? 3 : i + 6) + " 0 R] >>");
        auto const bytes = pdf.bytes();
        CHECK(codes_in(updated(bytes, 2, "<< /Type /Pages /Kids [5 0 R] /Count 1 >>"), pdf_type).empty());
    }
    SECTION("a cross-reference table that leads to itself") {
        Pdf pdf;
        pdf.trailer_more = "/Prev 00000";
        auto bytes = pdf.bytes();
        auto const start = bytes.rfind("xref\n0 ");
        bytes.replace(bytes.find("/Prev 00000"), 11, "/Prev " + number(start, 5));
        CHECK(codes_in(bytes, pdf_type) == "FILE.PDF.BROKEN");
    }
    SECTION("arrays in arrays in arrays") {
        auto const deep = std::string(100'000, '[') + std::string(100'000, ']');
        CHECK_FALSE(codes_in(with_object(deep), pdf_type).empty());
    }
    SECTION("more objects than may be") {
        auto policy = shipped_policy();
        policy.limits.objects_max = 3;
        CHECK(codes(found_in(Pdf{}.bytes(), pdf_type, "a.pdf", policy)) == "FILE.TOO_INTRICATE");
    }
    SECTION("no time") {
        auto policy = shipped_policy();
        policy.limits.time = Milliseconds{-1};
        CHECK(codes(found_in(Pdf{}.bytes(), pdf_type, "a.pdf", policy)) == "FILE.TOO_INTRICATE");
    }
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{60});
}

TEST_CASE("every octet of a PDF in turn spoilt never gets further than a fault", "[files]") {
    FileCheck const check(shipped_policy());
    Pdf pdf;
    auto const whole =
        GENERATE_COPY(as<std::string>{}, pdf.bytes(), pdf_with_object_stream(pdf, "/FlateDecode", deflated));
    for (std::size_t at = 0; at < whole.size(); at += 3) {
        auto spoilt = whole;
        spoilt[at] = static_cast<char>(spoilt[at] ^ 0x55);
        for (auto const& fault : check.check({"a.pdf", pdf_type}, content_of(spoilt)).faults) {
            CHECK(fault.code.starts_with("FILE."));
            CHECK_FALSE(fault.message.en.empty());
        }
    }
}
