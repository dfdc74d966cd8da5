// SPDX-License-Identifier: EUPL-1.2
// Receipts on paper, as an outsider reads them: poppler for the words, zbar for the code, PDFBox for the archive.
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/letter/receipt_lines.hpp"
#include "tests/doubles/made_letter.hpp"
#include "tests/doubles/temporary_folder.hpp"
#include "tests/unit/letter/receipt_world.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <memory>

using namespace wetbode;
using namespace wetbode::test;

namespace {

std::string said_by(std::string const& command) {
    std::unique_ptr<FILE, int (*)(FILE*)> const pipe(::popen((command + " 2>&1").c_str(), "r"), &::pclose);
    REQUIRE(pipe);
    std::string text;
    char buffer[4096];
    while (auto const count = std::fread(buffer, 1, sizeof(buffer), pipe.get())) text.append(buffer, count);
    return text;
}

bool has(std::string const& tool) {
    bool const found = !said_by("command -v " + tool).empty();
    if (!found) WARN(tool + " is not installed: not judged by it");
    return found;
}

struct Printed {
    TemporaryFolder folder;
    int pages = 0;
    std::string octets;

    explicit Printed(ReceiptFacts const& facts, Language language = Language::nl) {
        auto const made = receipt_pdf(facts, language, folder.path());
        pages = made.pages;
        octets = read_whole(made.pdf, 64U << 20U);
        std::ofstream(file(), std::ios::binary) << octets;
    }
    [[nodiscard]] std::string file() const { return (folder.path() / "receipt.pdf").string(); }
    [[nodiscard]] std::string words() const {
        auto text = said_by("pdftotext -layout " + file() + " -");
        std::replace(text.begin(), text.end(), '\n', ' ');
        std::string out;
        for (char const c : text)
            if (c != ' ' || (!out.empty() && out.back() != ' ')) out += c;
        return out;
    }
};

bool tells(std::string const& text, std::string_view words) {
    INFO(text);
    CHECK(text.find(words) != std::string::npos);
    return text.find(words) != std::string::npos;
}

std::string all_of(ReceiptFacts const& facts, Language language) {
    std::string text;
    for (auto const& line : letter::receipt_lines(facts, language)) text += line.label + " " + line.text + "\n";
    return text;
}

}  // namespace

TEST_CASE("a receipt tells who handed over what and when, in both languages", "[letter][receipt]") {
    auto const view = taken_in(2);
    if (!has("pdftotext")) return;

    auto const dutch = Printed(facts_of(view)).words();
    auto const english = Printed(facts_of(view), Language::en).words();

    for (auto const* const words :
         {"Ontvangstbewijs", "Ingediend door kaleidos", "Ontvangen op 26 november 2026, 12:00:00 UTC",
          "Wat dit bewijst", "Wat dit niet bewijst", "Hoe u dit nakijkt", "Bestanden: 2", "ontvangst bevestigd",
          "Zegel van dit bewijs PAdES B-B"})
        tells(dutch, words);
    for (auto const* const words :
         {"Receipt", "Handed over by kaleidos", "Received on 26 November 2026, 12:00:00 UTC", "What this proves",
          "What this does not prove", "How to check this", "Files: 2", "acknowledged", "Seal of this paper PAdES B-B"})
        tells(english, words);
    for (auto const& file : view.receipt->files) {
        tells(dutch, file.name);
        tells(dutch, "SHA-256 " + file.digest.hex());
    }
}

TEST_CASE("the same facts give the same paper, byte for byte", "[letter][receipt]") {
    auto const view = taken_in(3);

    CHECK(Printed(facts_of(view)).octets == Printed(facts_of(view)).octets);
    CHECK(Printed(facts_of(view)).octets != Printed(facts_of(view), Language::en).octets);
}

TEST_CASE("hundreds of files fill pages, and every digest stands there whole", "[letter][receipt]") {
    auto const view = taken_in(400);

    Printed const printed(facts_of(view));

    CHECK(printed.pages > 10);
    CHECK(printed.pages < 60);
    if (!has("pdftotext")) return;
    auto const words = printed.words();
    auto const missing = std::count_if(view.receipt->files.begin(), view.receipt->files.end(), [&](auto const& file) {
        return words.find(file.digest.hex()) == std::string::npos;
    });
    CHECK(missing == 0);
    tells(words, "pagina " + std::to_string(printed.pages) + " van " + std::to_string(printed.pages));
}

TEST_CASE("of thousands of files a thousand stand there, and a sentence says where the rest is", "[letter][receipt]") {
    auto const view = taken_in(2'500);

    auto const text = all_of(facts_of(view), Language::en);

    CHECK(tells(text, "Not printed: 1500 more files."));
    CHECK(tells(text, view.receipt->files[999].digest.hex()));
    CHECK(text.find(view.receipt->files[1'000].digest.hex()) == std::string::npos);
    CHECK(Printed(facts_of(view)).pages < receipt_pages_max);
}

TEST_CASE("a telephone reads from the code where to ask, the submission and the digest", "[letter][receipt]") {
    auto const view = taken_in(1);
    auto facts = facts_of(view);
    if (!has("zbarimg") || !has("pdftoppm")) return;
    auto const read = [](ReceiptFacts const& given) {
        Printed const printed(given);
        auto const base = (printed.folder.path() / "page").string();
        return said_by("pdftoppm -r 150 -f 1 -l 1 -png " + printed.file() + " " + base +
                       " && zbarimg -q --nodbus --raw " + base + "*.png");
    };

    CHECK(read(facts) ==
          "https://wetbode.test/v1/submissions/" + view.id.text + "/receipt#sha256=" + facts.digest.hex() + "\n");
    facts.base_url.clear();
    CHECK(read(facts) == "urn:uuid:" + view.id.text + "#sha256=" + facts.digest.hex() + "\n");
}

TEST_CASE("a refused submission gets a notice of why, where and how to mend it", "[letter][receipt]") {
    auto const view = turned_away();

    auto const dutch = all_of(facts_of(view), Language::nl);
    auto const english = all_of(facts_of(view), Language::en);

    for (auto const* const words : {"Bericht van weigering", "Verbeter elke fout.", "besluit.xml, regel 12, kolom 3",
                                    "XSD.CONTENT", "Er werd niets van bewaard"})
        tells(dutch, words);
    for (auto const* const words :
         {"Notice of refusal", "Mend every fault.", "besluit.xml, line 12, column 3", "Nothing of it was kept"})
        tells(english, words);
    CHECK(dutch.find("Ontvangen op") == std::string::npos);
    CHECK(Printed(facts_of(view)).pages == 1);
}

TEST_CASE("who must act next stands with each transfer", "[letter][receipt]") {
    auto view = taken_in(1);
    auto& transfer = view.transfers.front();
    using enum TransferState;
    std::vector<std::pair<TransferState, char const*>> const expected{
        {waiting, "Next: the gateway"}, {underway, "Next: the gateway"},         {handed_over, "Next: the counterpart"},
        {acknowledged, "Next: nobody"}, {returned, "Next: an administrator"},    {refused, "Next: an administrator"},
        {rerouted, "Next: nobody"},     {quarantined, "Next: an administrator"}, {withdrawn, "Next: nobody"}};
    REQUIRE(expected.size() == transfer_state_names.size());
    for (auto const& [state, words] : expected) {
        transfer.state = state;
        tells(all_of(facts_of(view), Language::en), words);
    }
    transfer.state = waiting;
    transfer.sealed = false;
    tells(all_of(facts_of(view), Language::en), "the seal is first");
}

TEST_CASE("a seal lower than the settings ask for is told on the paper itself", "[letter][receipt]") {
    auto const view = taken_in(1);
    auto facts = facts_of(view);
    facts.seal = {"B-B", "B-LT"};

    tells(all_of(facts, Language::nl), "Bedoeld was niveau B-LT");
    tells(all_of(facts, Language::en), "Level B-LT was meant");
    facts.seal = {};
    tells(all_of(facts, Language::en), "only who believes the gateway");
}

TEST_CASE("the time of the seal stands there with the authority that gave it", "[letter][receipt]") {
    auto view = taken_in(1);
    view.seal.time.state = "done";
    view.seal.time.at = that_day();
    view.seal.time.authority = "proef";
    view.seal.time.evidence = sha256("record");

    auto const text = all_of(facts_of(view), Language::en);

    tells(text, "evidence record (RFC 4998), 26 November 2026, 12:00:00 UTC, time authority proef");
    tells(text, sha256("record").hex());
}

TEST_CASE("what the typeface lacks or a sender invents cannot spoil a receipt", "[letter][receipt]") {
    auto view = taken_in(1);
    view.receipt->files.front().name =
        "\xE6\xB1\x89\xF0\x9F\x98\x80\x01\xE2\x80\xAE" + std::string("fdp.exe ") + std::string(100'000, 'w');
    view.manifest.dossier.title = "regel\nregel";

    Printed const printed(facts_of(view));

    CHECK(printed.pages <= 4);
    if (!has("pdftotext")) return;
    auto const words = printed.words();
    tells(words, "[U+6C49][U+1F600]fdp.exe");
    CHECK(words.find("w- w") == std::string::npos);  // a hyphen would make it another name
    tells(words, "regel regel");
}

TEST_CASE("nothing of the reader of a letter stands on its receipt", "[letter][receipt]") {
    auto view = taken_in(1);
    view.manifest.kind = SubmissionKind::letter;
    view.manifest.letter.emplace();
    view.manifest.letter->subject = "Uw ziekte";
    view.manifest.letter->reference = "VR/2026/0417";
    view.manifest.letter->recipient = {RecipientKind::citizen, "90720145638", "Proef Persoon", {}};

    auto const text = all_of(facts_of(view), Language::nl);

    for (auto const* const personal : {"ziekte", "90720145638", "Persoon"})
        CHECK(text.find(personal) == std::string::npos);
    tells(text, "VR/2026/0417");
}

TEST_CASE("receipts and letters are made for the archive, says PDFBox", "[letter][receipt][judges]") {
    std::string jars;
    for (auto const* const jar : {"preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io",
                                  "javax.activation", "jaxb-api"})
        jars += std::string("/usr/share/java/") + jar + ".jar:";
    if (!has("java") || !std::filesystem::exists("/usr/share/java/preflight.jar") ||
        !std::filesystem::exists("/usr/share/java/jaxb-api.jar")) {
        WARN("PDFBox preflight (libpdfbox2-java) is not installed: not judged by it");
        return;
    }
    // It knows part 1 only, which asks for more than the part 2 that we claim: it judges the same file under that
    // claim.
    auto const judged = [&](std::string octets, std::string_view claim) {
        TemporaryFolder const folder;
        auto const at = octets.find("<pdfaid:part>2<");
        REQUIRE(at != std::string::npos);
        octets.replace(at, 15, claim);
        auto const file = folder.path() / "receipt.pdf";
        std::ofstream(file, std::ios::binary) << octets;
        return said_by("java -cp '" + jars + "' org.apache.pdfbox.preflight.Validator_A1b " + file.string());
    };
    TemporaryFolder const folder;
    auto const sample = std::filesystem::path(WETBODE_SOURCE_DIR) / "schemas/citizen-letter/1/valid/toekenning.xml";
    auto const letter =
        letter_from_xml(*made_letter("k", that_day()).manifest.letter, content_of_file(sample), folder.path());
    REQUIRE(letter);
    for (auto const& octets : {Printed(facts_of(taken_in(60))).octets, Printed(facts_of(turned_away())).octets,
                               read_whole(letter->pdf, 1U << 24U)}) {
        auto const said = judged(octets, "<pdfaid:part>1<");
        INFO(said);
        CHECK(said.find("is a valid PDF/A-1b file") != std::string::npos);
        CHECK(judged(octets, "<pdfaid:part>4<").find("is a valid PDF/A-1b file") == std::string::npos);
    }
}
