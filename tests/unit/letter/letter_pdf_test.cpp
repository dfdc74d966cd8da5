// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/letter/letter_pdf.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/uuid.hpp"
#include "gateway/letter/geometry.hpp"

#include <cstdio>
#include <fstream>
#include <memory>

using namespace wetbode;
namespace fs = std::filesystem;

namespace {

class Folder {
public:
    Folder() : path_(fs::temp_directory_path() / ("wetbode-letter-" + random_hex(8))) { fs::create_directories(path_); }
    ~Folder() {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    [[nodiscard]] fs::path const& path() const { return path_; }

private:
    fs::path path_;
};

Letter addressed() {
    Letter letter;
    letter.reference = "VR/2026/0417";
    letter.subject = "Antwoord op uw verzoekschrift";
    letter.sender_name = "Kanselarij van de Proefregering";
    letter.sender_address = {"Proefplein", "1", "", "1000", "Brussel", "BE"};
    letter.recipient.name = "Mevrouw An Voorbeeld";
    letter.recipient.address = {"Teststraat", "12", "3", "9999", "Nergenshuizen", "BE"};
    return letter;
}

std::string document(std::string const& paragraphs) {
    return R"(<?xml version="1.0" encoding="UTF-8"?><letter xmlns="urn:wetbode:citizen-letter:1">)"
           "<reference>VR/2026/0417</reference><subject>Antwoord op uw verzoekschrift</subject><date>2026-11-23</date>"
           "<salutation>Geachte mevrouw Voorbeeld</salutation>" +
           paragraphs +
           "<closing>Met vriendelijke groet</closing>"
           "<signatory><name>De secretaris</name><function>Kanselarij</function></signatory></letter>";
}

std::string paragraphs(int count) {
    std::string all;
    for (int i = 1; i <= count; ++i)
        all += "<paragraph>Alinea " + std::to_string(i) +
               ". Uw verzoek is <emphasis>op 12 november 2026</emphasis> ontvangen en wordt door de bevoegde commissie "
               "onderzocht. Zodra er een beslissing is, krijgt u daarvan bericht op dit adres, samen met de "
               "motivering en de termijn waarbinnen u kunt reageren.</paragraph>";
    return all;
}

fs::path on_disk(Content const& content, Folder const& folder, std::string const& name) {
    auto const path = folder.path() / name;
    std::ofstream(path, std::ios::binary) << read_whole(content, 64U << 20U);
    return path;
}

std::string said_by(std::string const& command) {
    std::unique_ptr<FILE, int (*)(FILE*)> const pipe(::popen(command.c_str(), "r"), &::pclose);
    REQUIRE(pipe);
    std::string text;
    char buffer[4096];
    while (auto const count = std::fread(buffer, 1, sizeof(buffer), pipe.get())) text.append(buffer, count);
    return text;
}

std::string text_of(fs::path const& pdf) { return said_by("pdftotext -layout " + pdf.string() + " -"); }

struct Word {
    letter::Box box;
    std::string text;
    int page = 0;
};

double number_after(std::string const& line, std::string const& key) {
    auto const at = line.find(key + "=\"");
    REQUIRE(at != std::string::npos);
    return std::stod(line.substr(at + key.size() + 2)) * 25.4 / 72.0;
}

/// Every word with the box that an independent reader (poppler) measures, in millimetres.
std::vector<Word> words_of(fs::path const& pdf) {
    std::vector<Word> words;
    int page = 0;
    auto const all = said_by("pdftotext -bbox " + pdf.string() + " -");
    for (std::size_t at = 0; at < all.size();) {
        auto const end = std::min(all.find('\n', at), all.size());
        auto const line = all.substr(at, end - at);
        at = end + 1;
        if (line.find("<page ") != std::string::npos) ++page;
        if (line.find("<word ") == std::string::npos) continue;
        auto const open = line.find('>');
        words.push_back({{number_after(line, "xMin"), number_after(line, "yMin"), number_after(line, "xMax"),
                          number_after(line, "yMax")},
                         line.substr(open + 1, line.find("</word>") - open - 1),
                         page});
    }
    return words;
}

std::string first_page_in(std::vector<Word> const& words, letter::Box const& zone) {
    std::string text;
    for (auto const& word : words)
        if (word.page == 1 && letter::touch(word.box, zone)) text += (text.empty() ? "" : " ") + word.text;
    return text;
}

std::string without_spaces(std::string text) {
    std::erase(text, ' ');
    return text;
}

std::string refusal_of(Result<LetterPages> const& letter) {
    REQUIRE_FALSE(letter.has_value());
    CHECK_FALSE(letter.error().detail.nl.empty());
    CHECK_FALSE(letter.error().detail.en.empty());
    return letter.error().code;
}

}  // namespace

TEST_CASE("a letter says what its document says", "[letter]") {
    Folder const folder;
    auto const letter = letter_from_xml(addressed(), content_of(document(paragraphs(3))), folder.path());
    REQUIRE(letter.has_value());
    auto const text = text_of(on_disk(letter->pdf, folder, "a.pdf"));

    CHECK(letter->pages == 1);
    for (auto const* said :
         {"Mevrouw An Voorbeeld", "Teststraat 12 bus 3", "9999 Nergenshuizen", "VR/2026/0417", "23 november 2026",
          "Antwoord op uw verzoekschrift", "Geachte mevrouw Voorbeeld", "Alinea 3.", "Met vriendelijke groet",
          "De secretaris", "Kanselarij", "Proefplein 1, 1000 Brussel"})
        CHECK_THAT(text, Catch::Matchers::Contains(said));
}

TEST_CASE("nothing that the schema lets an author write is left out of the letter", "[letter]") {
    Folder const folder;
    auto const text = R"(<letter xmlns="urn:wetbode:citizen-letter:1" language="nl">
        <reference>VR/1</reference><yourReference>BRIEF-77</yourReference><date>2026-11-23</date><subject>O</subject>
        <salutation>Geachte</salutation><body><heading>Tussentitel</heading>
        <paragraph>Eerste regel<lineBreak/>tweede regel</paragraph>
        <list><item>eerste <emphasis>punt</emphasis></item><item>tweede punt</item></list></body>
        <closing>Groeten</closing>
        <signatory><function>De secretaris</function><service>Dienst Post</service></signatory>
        <enclosures><enclosure>Afschrift van het besluit</enclosure></enclosures></letter>)";
    auto const letter = letter_from_xml(addressed(), content_of(text), folder.path());
    REQUIRE(letter.has_value());
    auto const said = text_of(on_disk(letter->pdf, folder, "letter.pdf"));
    auto const expected = GENERATE(as<std::string>(), "Uw kenmerk", "BRIEF-77", "Tussentitel", "Eerste regel\n",
                                   "eerste punt", "tweede punt", "Dienst Post", "Bijlagen:", "Afschrift van het");
    CHECK_THAT(said, Catch::Contains(expected));
}

TEST_CASE("the address stands in the window and nothing else does", "[letter]") {
    struct Row {
        std::string name;
        std::string street;
        std::string country;
    };
    auto const row = GENERATE(values<Row>({
        {"Mevrouw An Voorbeeld", "Teststraat", "BE"},
        {"Vereniging zonder winstoogmerk tot behoud en bevordering van de geschreven proefbrief en haar "
         "geadresseerden, "
         "afdeling Nergenshuizen",
         "Burgemeester Testpersoon van Voorbeeldeghem-Nergenshuizenlaan", "BE"},
        {"An Voorbeeld", "Rue des Essais", "FR"},
    }));
    Folder const folder;
    auto given = addressed();
    given.recipient.name = row.name;
    given.recipient.address.street = row.street;
    given.recipient.address.country = row.country;
    auto const letter = letter_from_xml(given, content_of(document(paragraphs(20))), folder.path());
    REQUIRE(letter.has_value());

    auto const words = words_of(on_disk(letter->pdf, folder, "a.pdf"));

    // Without spaces: a line may break behind a hyphen.
    auto const expected = row.name + row.street + "12bus39999Nergenshuizen" + (row.country == "FR" ? "FRANCE" : "");
    CHECK(without_spaces(first_page_in(words, letter::address_only)) == without_spaces(expected));
    for (auto const& word : words)
        if (word.page == 1 && letter::touch(word.box, letter::address_only))
            CHECK(letter::within(word.box, letter::address));
    CHECK(first_page_in(words, letter::franking).empty());
}

TEST_CASE("an address that fits no window is refused", "[letter]") {
    Folder const folder;
    auto given = addressed();
    given.recipient.name = std::string(900, 'A');

    CHECK(refusal_of(letter_from_xml(given, content_of(document(paragraphs(1))), folder.path())) ==
          "LETTER_ADDRESS_TOO_LONG");
}

TEST_CASE("an address that leads nowhere is refused", "[letter]") {
    Folder const folder;
    auto given = addressed();
    auto const what = GENERATE(0, 1, 2, 3);
    if (what == 0) given.recipient.name = " \t ";
    if (what == 1) given.recipient.address.municipality.clear();
    if (what == 2) given.recipient.address.country = "XX";
    if (what == 3) given.recipient.address.postcode.clear();

    CHECK(refusal_of(letter_from_xml(given, content_of(document(paragraphs(1))), folder.path())) == "LETTER_ADDRESS");
}

TEST_CASE("equal letters are equal files", "[letter]") {
    Folder const folder;
    auto const one = letter_from_xml(addressed(), content_of(document(paragraphs(30))), folder.path());
    auto const two = letter_from_xml(addressed(), content_of(document(paragraphs(30))), folder.path());
    REQUIRE(one.has_value());
    REQUIRE(two.has_value());

    CHECK(one->pdf.digest == two->pdf.digest);
    auto const bytes = read_whole(one->pdf, 10U << 20U);
    CHECK(bytes.find("D:20261123000000") != std::string::npos);
    CHECK(bytes.find("Voorbeeld") == std::string::npos);
}

TEST_CASE("a long letter numbers its following pages", "[letter]") {
    Folder const folder;
    auto const letter = letter_from_xml(addressed(), content_of(document(paragraphs(25))), folder.path());
    REQUIRE(letter.has_value());

    auto const words = words_of(on_disk(letter->pdf, folder, "a.pdf"));

    CHECK(letter->pages == words.back().page);
    CHECK(letter->pages >= 2);
    auto const text = text_of(folder.path() / "a.pdf");
    CHECK_THAT(text, Catch::Matchers::Contains("pagina 2 van " + std::to_string(letter->pages)));
    CHECK_THAT(text, !Catch::Matchers::Contains("pagina 1 van"));
    for (auto const& word : words) {
        CHECK(word.box.right <= 190);
        CHECK(word.box.bottom <= 275);
    }
}

TEST_CASE("a letter in another language speaks it throughout", "[letter]") {
    Folder const folder;
    auto given = addressed();
    given.language = "fr";
    auto const letter = letter_from_xml(given, content_of(document(paragraphs(1))), folder.path());
    REQUIRE(letter.has_value());

    auto const text = text_of(on_disk(letter->pdf, folder, "a.pdf"));

    CHECK_THAT(text, Catch::Matchers::Contains("23 novembre 2026"));
    CHECK_THAT(text, Catch::Matchers::Contains("Notre référence"));
    CHECK_THAT(text, Catch::Matchers::Contains("12 bte 3"));
}

TEST_CASE("hostile text is set within the margins or refused", "[letter]") {
    Folder const folder;
    auto const set = [&](std::string const& inner) {
        return letter_from_xml(addressed(), content_of(document("<paragraph>" + inner + "</paragraph>")),
                               folder.path());
    };

    SECTION("a word longer than a line") {
        auto const letter = set(std::string(5000, 'x'));
        REQUIRE(letter.has_value());
        for (auto const& word : words_of(on_disk(letter->pdf, folder, "a.pdf"))) CHECK(word.box.right <= 190);
    }
    SECTION("signs that turn the reading direction vanish") {
        auto const letter = set("betaal \xE2\x80\xAE" "0001\xE2\x80\xAC euro");
        REQUIRE(letter.has_value());
        CHECK_THAT(text_of(on_disk(letter->pdf, folder, "a.pdf")), Catch::Matchers::Contains("betaal 0001 euro"));
    }
    SECTION("text that runs from right to left is set") { CHECK(set("\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D").has_value()); }
    SECTION("a script that the typeface does not have is refused") {
        CHECK(refusal_of(set("\xE4\xB8\xAD\xE6\x96\x87")) == "LETTER_GLYPHS");
    }
    SECTION("control characters do not pass the XML door") { CHECK(refusal_of(set("a\x01")) == "LETTER_TEXT"); }
    SECTION("emphasis within emphasis, and empty emphasis") {
        CHECK(set("a<emphasis/>b <emphasis>c<emphasis>d</emphasis>e</emphasis>").has_value());
    }
}

TEST_CASE("a letter of too many pages is refused", "[letter]") {
    Folder const folder;
    CHECK(refusal_of(letter_from_xml(addressed(), content_of(document(paragraphs(3000))), folder.path())) ==
          "LETTER_TOO_LONG");
    std::string many;
    for (int i = 0; i < 10'000; ++i) many += "<paragraph>a</paragraph>";
    CHECK(refusal_of(letter_from_xml(addressed(), content_of(document(many)), folder.path())) == "LETTER_TOO_LONG");
    many = "<paragraph>" + std::string(2'000'000, 'a') + "</paragraph>";
    CHECK(refusal_of(letter_from_xml(addressed(), content_of(document(many)), folder.path())) == "LETTER_TOO_LONG");
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a document that is no letter is refused", "[letter]") {
    Folder const folder;
    auto const text = GENERATE(
        as<std::string>(), "", "<a/>", "<letter><paragraph>x</paragraph></letter>",
        R"(<letter xmlns="urn:wetbode:citizen-letter:1"/>)",
        R"(<letter xmlns="urn:wetbode:citizen-letter:1"><date>2026-02-30</date><paragraph>x</paragraph></letter>)");
    CHECK(refusal_of(letter_from_xml(addressed(), content_of(text), folder.path())) == "LETTER_TEXT");
}

TEST_CASE("the sample documents of the schema become letters", "[letter]") {
    Folder const folder;
    int letters = 0;
    for (auto const& entry : fs::directory_iterator(WETBODE_SOURCE_DIR "/schemas/citizen-letter/1/valid")) {
        CAPTURE(entry.path());
        CHECK(letter_from_xml(addressed(), content_of_file(entry.path()), folder.path()).has_value());
        ++letters;
    }
    CHECK(letters > 0);
}

TEST_CASE("a PDF gets a carrier page and keeps its own pages", "[letter]") {
    Folder const folder;
    auto const inner = letter_from_xml(addressed(), content_of(document(paragraphs(25))), folder.path());
    REQUIRE(inner.has_value());
    auto const inner_text = text_of(on_disk(inner->pdf, folder, "inner.pdf"));
    auto given = addressed();
    given.recipient.name = "De heer Jan Proef";

    auto const from_memory = letter_from_pdf(given, inner->pdf, folder.path());
    auto const from_file = letter_from_pdf(given, content_of_file(folder.path() / "inner.pdf"), folder.path());

    REQUIRE(from_memory.has_value());
    REQUIRE(from_file.has_value());
    CHECK(from_memory->pdf.digest == from_file->pdf.digest);
    CHECK(from_memory->pages == inner->pages + 1);
    auto const path = on_disk(from_memory->pdf, folder, "outer.pdf");
    auto const words = words_of(path);
    CHECK(first_page_in(words, letter::address_only) == "De heer Jan Proef Teststraat 12 bus 3 9999 Nergenshuizen");
    auto const outer_text = text_of(path);
    CHECK(outer_text.substr(outer_text.find('\f') + 1) == inner_text);
}

TEST_CASE("a subject that fills pages makes no carrier", "[letter]") {
    Folder const folder;
    auto const inner = letter_from_xml(addressed(), content_of(document(paragraphs(1))), folder.path());
    REQUIRE(inner.has_value());
    auto given = addressed();
    for (int i = 0; i < 3000; ++i) given.subject += " onderwerp";

    CHECK(refusal_of(letter_from_pdf(given, inner->pdf, folder.path())) == "LETTER_TOO_LONG");
    CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a PDF that cannot be used is refused with its reason", "[letter]") {
    Folder const folder;
    auto const inner = letter_from_xml(addressed(), content_of(document(paragraphs(1))), folder.path());
    REQUIRE(inner.has_value());
    auto const whole = read_whole(inner->pdf, 10U << 20U);
    auto const plain = on_disk(inner->pdf, folder, "plain.pdf");

    SECTION("nothing, noise, half of it") {
        auto const bytes = GENERATE_COPY(as<std::string>(), std::string(), std::string("%PDF-1.7\nnoise"),
                                         whole.substr(0, whole.size() / 2), std::string(5000, '\0'));
        CHECK(refusal_of(letter_from_pdf(addressed(), content_of(bytes), folder.path())) == "LETTER_PDF");
    }
    SECTION("every tenth byte in turn spoilt never gets further than a refusal") {
        for (std::size_t at = 0; at < whole.size(); at += whole.size() / 60) {
            auto spoilt = whole;
            spoilt[at] = static_cast<char>(spoilt[at] ^ 0x55);
            auto const letter = letter_from_pdf(addressed(), content_of(spoilt), folder.path());
            if (!letter) CHECK(letter.error().code == "LETTER_PDF");
        }
    }
    SECTION("encrypted") {
        auto const way = GENERATE(as<std::string>(), "secret owner 256 --", "\"\" owner 256 --print=none --");
        auto const locked = folder.path() / "locked.pdf";
        if (std::system("command -v qpdf >/dev/null") != 0) return;
        REQUIRE(std::system(("qpdf --encrypt " + way + " " + plain.string() + " " + locked.string()).c_str()) == 0);
        auto const letter = letter_from_pdf(addressed(), content_of_file(locked), folder.path());
        CHECK(refusal_of(letter) == "LETTER_PDF");
        CHECK_THAT(letter.error().detail.en, Catch::Matchers::Contains("protected"));
    }
}

TEST_CASE("a large letter is spooled to the folder, not held in memory", "[letter]") {
    Folder const folder;
    auto const letter = letter_from_xml(addressed(), content_of(document(paragraphs(900))), folder.path());
    REQUIRE(letter.has_value());

    auto const spooled = letter_from_pdf(addressed(), letter->pdf, folder.path());

    REQUIRE(spooled.has_value());
    CHECK(spooled->pages == letter->pages + 1);
    CHECK_FALSE(spooled->pdf.in_memory());
    CHECK(content_of_file(std::get<fs::path>(spooled->pdf.where)).digest == spooled->pdf.digest);
}
