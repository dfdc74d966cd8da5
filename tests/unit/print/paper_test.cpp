// SPDX-License-Identifier: EUPL-1.2
// Against a real IPP printer (ippeveprinter of CUPS).
#include <catch2/catch.hpp>

#include "adapters/print/errand.hpp"
#include "gateway/letter/letter_pdf.hpp"
#include "unit/print/real_printer.hpp"
#include "unit/print/world.hpp"

#include <nlohmann/json.hpp>

#include <cstdlib>
#include <fstream>

using namespace wetbode;
using namespace wetbode::print;

namespace {

constexpr auto letter_xml = R"(<?xml version="1.0" encoding="UTF-8"?>
<letter xmlns="urn:wetbode:citizen-letter:1">
  <reference>VR/2026/0417</reference>
  <subject>Uw vraag over het ontwerp van decreet</subject>
  <date>2026-11-23</date>
  <salutation>Geachte mevrouw</salutation>
  <paragraph>Uw vraag is aan de commissie bezorgd.</paragraph>
  <closing>Met vriendelijke groet</closing>
  <signatory>De griffier</signatory>
</letter>)";

Letter addressed() {
    Letter letter;
    letter.reference = "VR/2026/0417";
    letter.subject = "Uw vraag over het ontwerp van decreet";
    letter.sender_name = "Kanselarij van de Proefregering";
    letter.sender_address = {"Proefplein", "1", "", "1000", "Brussel", "BE"};
    letter.recipient.name = "An Voorbeeld";
    letter.recipient.address = {"Teststraat", "12", "3", "9999", "Nergenshuizen", "BE"};
    return letter;
}

std::string made_letter() {
    auto const spool = std::filesystem::temp_directory_path();
    auto const pages = letter_from_xml(addressed(), content_of(letter_xml), spool);
    REQUIRE(pages.has_value());
    return read_whole(pages->pdf, 10U << 20U);
}

/// Asks until the printer works on the job; false if it does not within ten seconds.
bool on_the_press(Printer const& room, int job) {
    auto const until = Deadline::in(std::chrono::seconds{10});
    while (until.left() > Milliseconds{0}) {
        auto const told = room.job(job, until);
        if (told.ok() && !told.jobs.empty() && told.jobs.front().state == JobState::processing) return true;
    }
    return false;
}

}  // namespace

TEST_CASE("a letter is printed and the printer holds exactly its bytes", "[print][paper]") {
    RealPrinter const printer;
    World world(printer.uri(), made_letter());

    auto const delivery = world.deliver();
    REQUIRE(std::holds_alternative<HandedOver>(delivery.outcome));
    auto const news = world.final_news();

    CHECK(news.kind == "acknowledged");
    CHECK(nlohmann::json::parse(news.data).at("job_state") == "completed");
    REQUIRE(printer.printed().size() == 1);
    CHECK(content_of_file(printer.printed().front()).digest == *world.envelope.files.front().rendition.digest);
    // Asked once more, the printer says that it is done; nothing is printed again.
    CHECK(std::holds_alternative<Acknowledged>(world.deliver().outcome));
    CHECK(printer.printed().size() == 1);
}

TEST_CASE("a gateway that dies between Create-Job and Send-Document does not print twice", "[print][paper]") {
    auto const* const where = GENERATE(key_job, key_sent);
    RealPrinter const printer;
    World world(printer.uri());
    if (std::string_view(where) == key_job) world.notebook.crash_after = where;
    else world.notebook.crash_before = where;
    world.die_in_delivery();

    REQUIRE(std::holds_alternative<HandedOver>(world.deliver().outcome));

    CHECK(world.final_news().kind == "acknowledged");
    CHECK(printer.printed().size() == 1);
}

TEST_CASE("a gateway that dies before it knows the job's number finds it again", "[print][paper]") {
    RealPrinter const printer;
    World world(printer.uri());
    world.notebook.crash_before = key_job;
    world.die_in_delivery();

    REQUIRE(std::holds_alternative<HandedOver>(world.deliver().outcome));

    CHECK(world.notebook.notes.at(key_job) == "1");
    CHECK(world.final_news().kind == "acknowledged");
    CHECK(printer.printed().size() == 1);
}

TEST_CASE("a gateway that dies with the document half on its way prints once", "[print][paper]") {
    RealPrinter const printer;
    World world(printer.uri());
    world.notebook.crash_after = key_sent;
    world.die_in_delivery();

    REQUIRE(std::holds_alternative<HandedOver>(world.deliver().outcome));

    CHECK(world.final_news().kind == "acknowledged");
    CHECK(printer.printed().size() == 1);
}

TEST_CASE("a printer that is away is tried later", "[print][paper]") {
    RealPrinter printer;
    World world(printer.uri());
    printer.stop();

    auto const delivery = world.deliver();
    CHECK(std::holds_alternative<TryLater>(delivery.outcome));
    CHECK(delivery.answer.status == 0);
    CHECK(world.notebook.notes.empty());

    printer.start();
    World again(printer.uri());
    CHECK(std::holds_alternative<HandedOver>(again.deliver().outcome));
}

TEST_CASE("a job that the print room cancels comes back as refused", "[print][paper]") {
    RealPrinter const printer;
    printer.paper_out(true);
    World world(printer.uri());
    REQUIRE(std::holds_alternative<HandedOver>(world.deliver().outcome));

    Printer const room({printer.uri(), {}, "wetbode", "iso_a4_210x297mm", true});
    // ippeveprinter forgets a cancellation that comes while the job still waits for its turn.
    REQUIRE(on_the_press(room, 1));
    REQUIRE(room.cancel_job(1, Deadline::in(std::chrono::seconds{10})).ok());
    printer.paper_out(false);

    auto const news = world.final_news();
    CHECK(news.kind == "refused");
    CHECK(nlohmann::json::parse(news.data).at("job_state") == "canceled");
}

TEST_CASE("a job that jams comes back as refused, and a replay prints it", "[print][paper]") {
    RealPrinter const printer;
    printer.jam();
    World world(printer.uri());
    REQUIRE(std::holds_alternative<HandedOver>(world.deliver().outcome));
    REQUIRE(world.final_news().kind == "refused");

    std::filesystem::remove(printer.folder() / "jam");
    REQUIRE(std::holds_alternative<HandedOver>(world.deliver().outcome));

    CHECK(world.final_news().kind == "acknowledged");
}

TEST_CASE("a printer with TLS is believed only by its certificate", "[print][paper]") {
    RealPrinter const printer;
    // The first conversation makes the printer's own certificate.
    Printer const stranger({printer.secure_uri(), {}, "wetbode", "iso_a4_210x297mm", true});
    auto const refused = stranger.create_job("a", Deadline::in(std::chrono::seconds{10}));
    CHECK(refused.failure == Failure::unreachable);
    CHECK(refused.why.find("not trusted") != std::string::npos);

    auto const ca_file = printer.folder() / "localhost.crt";
    REQUIRE(std::filesystem::exists(ca_file));
    Printer const known({printer.secure_uri(), ca_file, "wetbode", "iso_a4_210x297mm", true});
    auto const made = known.create_job("a", Deadline::in(std::chrono::seconds{10}));
    CHECK(made.why.empty());
    CHECK(made.ok());
}
