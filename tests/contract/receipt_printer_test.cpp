// SPDX-License-Identifier: EUPL-1.2
// The seals of letters and printed receipts at every level of the settings, and when what they need is away.
#include <catch2/catch.hpp>

#include "gateway/gateway.hpp"
#include "gateway/json/json.hpp"
#include "gateway/letter_maker.hpp"
#include "gateway/receipt_printer.hpp"
#include "gateway/verification/verification.hpp"
#include "tests/doubles/made_letter.hpp"
#include "tests/unit/letter/receipt_world.hpp"
#include "tests/unit/pades/house.hpp"

#include <fstream>

using namespace wetbode;
using namespace wetbode::test;
using Catch::Contains;

namespace {

struct AwayTime final : TimeAuthority {
    TimeToken stamp(HashAlgorithm, std::string_view) override { throw Outage("time", "nobody answers"); }
};
struct AwayRevocation final : RevocationSource {
    RevocationValues values_for(std::vector<std::string> const&, Instant) override {
        throw Outage("revocation", "nobody answers");
    }
};

/// One letter and the shelf that its text lies on.
struct OneLetter final : ContentShelf {
    Content text;
    explicit OneLetter(std::filesystem::path const& sample) : text(content_of_file(sample)) {}
    Content fetch(Digest const&) override { return text; }
    [[nodiscard]] ClaimedSeal claimed() const {
        auto manifest = made_letter("k", noon()).manifest;
        EnvelopeFile file;
        file.rendition = {{}, "brief.xml", "application/xml", {}, false, {}, text.digest, text.bytes};
        return {.submission = {"submission-k"}, .manifest = manifest, .received = noon(), .files = {file}};
    }
};

/// A gateway's printer with the settings of one test.
struct Office {
    House house;
    AwayTime away;
    AwayRevocation unknown;
    PdfSealPorts ports = house.ports();
    std::vector<std::string> told;
    ops::Settings chosen;

    explicit Office(std::string const& sealing, bool authority = true) : chosen(settings(sealing, authority)) {}

    ops::Settings settings(std::string const& sealing, bool authority) const {
        auto const path = house.folder.path() / "gateway.toml";
        std::ofstream(path) << "[server]\nbase_url = \"https://wetbode.test\"\n[sealing]\n"
                            << sealing << "\n"
                            << (authority ? "[time_authority.proef]\nurl = \"http://localhost/tsa\"\n" : "");
        return ops::Settings::load(path, adapters());
    }
    LogPort log() {
        return [this](std::string_view event, LogFields const& fields) {
            auto line = std::string(event);
            for (auto const& [name, value] : fields) line.append(" ").append(name).append("=").append(value);
            told.push_back(line);
        };
    }
    api::ReceiptPrinter printer() {
        return receipt_printer(
            {chosen, *house.usual, house.clock, house.folder.path(), [this] { return ports; }, log()});
    }
    api::PrintedReceipt print(SubmissionView const& view = taken_in(3)) {
        auto printed = printer()(view, Language::en, {"kaleidos"});
        REQUIRE(printed);
        return std::move(*printed);
    }
    VerificationReport judged(std::string const& pdf) {
        VerificationOptions options;
        options.anchors = house.anchors();
        options.now = house.clock.now();
        write(house.folder.path() / "receipt.pdf", pdf);
        return verify_file(house.folder.path() / "receipt.pdf", options);
    }
    std::string words(std::string const& pdf) {
        write(house.folder.path() / "receipt.pdf", pdf);
        return run(house.folder.path(), "pdftotext -layout receipt.pdf -").output;
    }
    std::size_t files() const {
        auto const all = std::filesystem::directory_iterator(house.folder.path());
        return static_cast<std::size_t>(std::distance(begin(all), end(all)));
    }
};

/// Levels of the settings, and what the verifier says of them without further revocation data.
struct Level {
    char const* name;
    SealVerdict verdict;
};
constexpr std::array levels{Level{"B-B", SealVerdict::indeterminate}, Level{"B-T", SealVerdict::indeterminate},
                            Level{"B-LT", SealVerdict::passed}, Level{"B-LTA", SealVerdict::passed}};

}  // namespace

TEST_CASE("a receipt has the level that the settings ask for, and says so", "[receipt][sealing]") {
    for (auto const& [name, verdict] : levels) {
        Office office(std::string("receipts = \"") + name + "\"");

        auto const printed = office.print();

        auto const report = office.judged(printed.pdf);
        INFO(name);
        CHECK(printed.seal_level == std::string("PAdES-") + name);
        CHECK(report.signatures.at(0).level == printed.seal_level);
        CHECK(report.verdict == verdict);
        CHECK_FALSE(report.signatures.at(0).added_to);
        CHECK(office.told.empty());
        if (has_tool("command -v pdftotext", "poppler-utils"))
            CHECK_THAT(office.words(printed.pdf), Contains(std::string("PAdES ") + name) && !Contains("was meant"));
        if (has_tool("command -v qpdf", "qpdf"))
            CHECK(run(office.house.folder.path(), "qpdf --check receipt.pdf").status == 0);
        if (has_tool("command -v pdfsig", "poppler-utils"))
            CHECK_THAT(run(office.house.folder.path(), "pdfsig -nocert receipt.pdf").output,
                       Contains("Signature is Valid.") && !Contains("Invalid"));
    }
}

TEST_CASE("while the time authority is away a receipt is given at B-B, and paper and log tell", "[receipt][sealing]") {
    for (auto const* const wanted : {"B-T", "B-LT", "B-LTA"}) {
        Office office(std::string("receipts = \"") + wanted + "\"");
        office.ports.time = &office.away;

        auto const printed = office.print();

        CHECK(printed.seal_level == "PAdES-B-B");
        CHECK(office.judged(printed.pdf).signatures.at(0).level == "PAdES-B-B");
        CHECK_THAT(office.told.at(0), Contains("receipt.sealed_lower") && Contains("level=B-B") &&
                                          Contains(std::string("wanted=") + wanted) && Contains("nobody answers"));
        if (has_tool("command -v pdftotext", "poppler-utils"))
            CHECK_THAT(office.words(printed.pdf), Contains(std::string("Level ") + wanted + " was meant"));
    }
}

TEST_CASE("the same receipt later is the same paper; in another state, language or house it is not", "[receipt]") {
    Office office("receipts = \"B-T\"");
    auto const printer = office.printer();
    auto const asked = [&](SubmissionView const& view, Language language) {
        auto const printed = printer(view, language, {"kaleidos"});
        REQUIRE(printed);
        return printed->pdf;
    };
    auto view = taken_in(3);
    auto const first = asked(view, Language::nl);
    office.house.clock.move(std::chrono::hours{2});

    CHECK(asked(view, Language::nl) == first);
    CHECK(asked(view, Language::en) != first);
    view.seal.state = "quarantined";
    CHECK(asked(view, Language::nl) != first);
}

TEST_CASE("a client cannot drain the time authority by asking for receipts", "[receipt][sealing]") {
    Office office("receipts = \"B-T\"\nreceipts_per_hour = 2");
    auto const printer = office.printer();
    auto const wait = [&](int files, char const* client) {
        auto const printed = printer(taken_in(files), Language::nl, {client});
        REQUIRE(printed);
        return printed->retry_after;
    };

    CHECK(wait(1, "kaleidos").count() == 0);
    CHECK(wait(2, "kaleidos").count() == 0);
    CHECK(wait(3, "kaleidos") == std::chrono::minutes{30});
    CHECK(wait(1, "kaleidos").count() == 0);
    CHECK(wait(3, "beheer").count() == 0);
}

TEST_CASE("while nobody tells of revocation a receipt still gets its time", "[receipt][sealing]") {
    Office office("receipts = \"B-LTA\"");
    office.ports.revocation = &office.unknown;

    auto const printed = office.print();

    CHECK(printed.seal_level == "PAdES-B-T");
    CHECK(office.judged(printed.pdf).signatures.at(0).time_stamps.size() == 1);
    CHECK(office.told.size() == 1);
}

TEST_CASE("the paper names the digest of the receipt as JSON, and the code leads to it", "[receipt]") {
    Office office("receipts = \"off\"");
    auto const view = taken_in(1);

    auto const printed = office.print(view);

    CHECK(printed.seal_level.empty());
    CHECK(read(printed.pdf).signatures.empty());
    if (!has_tool("command -v pdftotext", "poppler-utils")) return;
    auto const digest = sha256(json::text_of(*view.receipt)).hex();
    CHECK_THAT(office.words(printed.pdf),
               Contains(digest) && Contains("https://wetbode.test/v1/submissions/" + view.id.text));
    CHECK_THAT(office.words(printed.pdf), Contains("Wetbode test seal"));
}

TEST_CASE("a notice of refusal is sealed like a receipt", "[receipt][sealing]") {
    Office office("receipts = \"B-LT\"");

    auto const printed = office.print(turned_away());

    CHECK(office.judged(printed.pdf).verdict == SealVerdict::passed);
}

TEST_CASE("printing leaves nothing in the spool folder, however long the receipt is", "[receipt]") {
    Office office("receipts = \"B-T\"");
    auto const before = office.files();

    auto const printed = office.print(taken_in(900));

    CHECK(printed.pdf.size() > 65'536);  // longer than what stays in memory on the way
    CHECK(office.files() == before);
    office.ports.time = &office.away;
    CHECK(office.print(taken_in(900)).seal_level == "PAdES-B-B");
    CHECK(office.files() == before);
}

TEST_CASE("a level that cannot be stops the start, with the place and the way out", "[receipt][settings]") {
    for (auto const* const key : {"receipts", "letters"}) {
        auto const asked = [&](std::string const& level, bool authority) {
            Office office(std::string(key) + " = \"" + level + "\"", authority);
            ignore(pdf_seal_level(office.chosen, std::string("sealing.") + key), "it throws, or it does not");
        };
        CHECK_NOTHROW(asked("B-B", false));
        CHECK_NOTHROW(asked("off", false));
        CHECK_NOTHROW(asked("B-LTA", true));
        CHECK_THROWS_WITH(asked("B-T", false), Contains(key) && Contains("time_authority"));
        CHECK_THROWS_WITH(asked("pades", true), Contains(key) && Contains("B-LTA"));
    }
}

TEST_CASE("a letter reaches the level of the settings too, or the best that can be had", "[receipt][letter]") {
    for (bool const away : {false, true}) {
        Office office("letters = \"B-LT\"");
        if (away) office.ports.time = &office.away;
        auto const make = letter_maker(
            office.chosen, *office.house.usual, office.house.clock, office.house.folder.path(),
            [&] { return office.ports; }, office.log());
        auto const samples = std::filesystem::path(WETBODE_SOURCE_DIR) / "schemas/citizen-letter/1/valid";
        OneLetter shelf(std::filesystem::directory_iterator(samples)->path());

        auto const made = make(shelf.claimed(), shelf);

        REQUIRE(made);
        auto const report = office.judged(octets_of(made->content));
        CHECK(report.signatures.at(0).level == (away ? "PAdES-B-B" : "PAdES-B-LT"));
        CHECK(office.told.size() == (away ? 1U : 0U));
        if (away) CHECK_THAT(office.told.at(0), Contains("letter.sealed_lower"));
    }
}
