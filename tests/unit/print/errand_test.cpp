// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/print/errand.hpp"
#include "unit/print/canned_printer.hpp"
#include "unit/print/world.hpp"

#include <set>

using namespace wetbode;
using namespace wetbode::print;

namespace {

using Names = std::vector<std::string>;

/// A well-behaved printer with one job 7; tests change what they need.
Canned obedient(Asked const& asked) {
    Canned canned;
    if (asked.operation == "Get-Jobs") return canned;
    canned.jobs = {{7, transfer_name, asked.operation == "Send-Document" ? 3 : 4,
                    asked.operation == "Send-Document" ? "none" : "job-data-insufficient"}};
    return canned;
}

std::string code_of(Delivery const& delivery) { return std::get<Declined>(delivery.outcome).why.code; }

}  // namespace

TEST_CASE("a letter becomes one job with its document, two-sided on A4", "[print]") {
    CannedPrinter printer(obedient);
    World world(printer.uri());

    auto const delivery = world.deliver();

    REQUIRE(std::get<HandedOver>(delivery.outcome).reference == "ipp://canned/jobs/7");
    REQUIRE(printer.operations() == Names{"Create-Job", "Send-Document"});
    auto const asked = printer.asked();
    CHECK(asked[0].job_name == transfer_name);
    CHECK(asked[0].sides == "two-sided-long-edge");
    CHECK(asked[0].media == "iso_a4_210x297mm");
    CHECK(asked[1].job == 7);
    CHECK(asked[1].document == "%PDF-1.4\n% a letter\n");
    CHECK(world.notebook.notes.at(key_job) == "7");
    CHECK(delivery.answer.status == 200);
    CHECK(delivery.answer.body_head.find("job-id = 7") != std::string::npos);
}

TEST_CASE("a document of many pieces arrives whole", "[print]") {
    CannedPrinter printer(obedient);
    std::string pdf = "%PDF-1.4\n";
    for (int i = 0; i < 400'000; ++i) pdf += static_cast<char>('a' + i % 23);
    World world(printer.uri(), pdf);

    REQUIRE(std::holds_alternative<HandedOver>(world.deliver().outcome));

    CHECK(printer.asked().back().document == pdf);
}

TEST_CASE("the job's number is written down before the document leaves", "[print]") {
    CannedPrinter printer(obedient);
    World world(printer.uri());
    world.notebook.crash_after = key_job;

    world.die_in_delivery();

    CHECK(printer.operations() == Names{"Create-Job"});
    CHECK(world.envelope.references.at(key_job) == "7");
}

TEST_CASE("after a crash between Create-Job and Send-Document the same job gets the document", "[print]") {
    CannedPrinter printer(obedient);
    World world(printer.uri());
    world.notebook.crash_after = key_job;
    world.die_in_delivery();

    auto const delivery = world.deliver();

    CHECK(std::holds_alternative<HandedOver>(delivery.outcome));
    CHECK(printer.operations() == Names{"Create-Job", "Get-Job-Attributes", "Send-Document"});
}

TEST_CASE("after a crash between Create-Job and the notebook the job is found by its name", "[print]") {
    CannedPrinter printer([](Asked const& asked) {
        auto canned = obedient(asked);
        if (asked.operation == "Get-Jobs")
            canned.jobs = {{5, "another", 9}, {7, transfer_name, 4, "job-incoming"}, {6, transfer_name, 7}};
        return canned;
    });
    World world(printer.uri());
    world.notebook.crash_before = key_job;
    world.die_in_delivery();

    auto const delivery = world.deliver();

    CHECK(std::holds_alternative<HandedOver>(delivery.outcome));
    CHECK(printer.operations() == Names{"Create-Job", "Get-Jobs", "Send-Document"});
    CHECK(printer.asked().back().job == 7);
}

TEST_CASE("a printer that does not know which-jobs all is asked for the jobs not done", "[print]") {
    CannedPrinter printer([](Asked const& asked) {
        auto canned = obedient(asked);
        if (asked.which_jobs == "all") canned.status = 0x040B;
        return canned;
    });
    World world(printer.uri());
    world.envelope.attempt = 2;

    CHECK(std::holds_alternative<HandedOver>(world.deliver().outcome));
    CHECK(printer.asked()[1].which_jobs == "not-completed");
}

TEST_CASE("a try that broke off is asked about before anything is printed again", "[print]") {
    struct Row {
        CannedJob job;
        std::string outcome;
        Names operations;  // of the second try
    };
    auto const row = GENERATE(values<Row>({
        {{7, transfer_name, 9, "job-completed-successfully"}, "acknowledged", {"Get-Job-Attributes"}},
        {{7, transfer_name, 3, "none"}, "handed_over", {"Get-Job-Attributes"}},
        {{7, transfer_name, 5, "job-printing"}, "handed_over", {"Get-Job-Attributes"}},
        {{7, transfer_name, 6, "printer-stopped"}, "handed_over", {"Get-Job-Attributes"}},
        {{7, transfer_name, 8, "aborted-by-system"}, "handed_over",
         {"Get-Job-Attributes", "Create-Job", "Send-Document"}},
        {{7, transfer_name, 7, "job-canceled-by-operator"}, "handed_over",
         {"Get-Job-Attributes", "Create-Job", "Send-Document"}},
        {{7, transfer_name, 4, "job-incoming"}, "handed_over",
         {"Get-Job-Attributes", "Cancel-Job", "Create-Job", "Send-Document"}},
        {{7, "somebody else's", 9, "none"}, "declined", {"Get-Job-Attributes"}},
    }));
    int sent = 0;
    CannedPrinter printer([&](Asked const& asked) {
        auto canned = obedient(asked);
        if (asked.operation == "Send-Document" && sent++ == 0) canned.end = Canned::End::hang_up;
        if (asked.operation == "Get-Job-Attributes") canned.jobs = {row.job};
        return canned;
    });
    World world(printer.uri());
    REQUIRE(std::holds_alternative<TryLater>(world.deliver().outcome));
    auto const before = printer.operations().size();

    auto const delivery = world.deliver();

    auto const all = printer.operations();
    CHECK(Names(all.begin() + static_cast<std::ptrdiff_t>(before), all.end()) == row.operations);
    CHECK(std::holds_alternative<Acknowledged>(delivery.outcome) == (row.outcome == "acknowledged"));
    CHECK(std::holds_alternative<HandedOver>(delivery.outcome) == (row.outcome == "handed_over"));
    CHECK(std::holds_alternative<Declined>(delivery.outcome) == (row.outcome == "declined"));
}

TEST_CASE("a job that vanished while its document was being sent is for a person to judge", "[print]") {
    int sent = 0;
    CannedPrinter printer([&](Asked const& asked) {
        auto canned = obedient(asked);
        if (asked.operation == "Send-Document" && sent++ == 0) canned.end = Canned::End::hang_up;
        if (asked.operation == "Get-Job-Attributes") canned.status = 0x0406;
        return canned;
    });
    World world(printer.uri());
    REQUIRE(std::holds_alternative<TryLater>(world.deliver().outcome));

    CHECK(code_of(world.deliver()) == "PRINT_OUTCOME_UNKNOWN");
    CHECK(sent == 1);
    // Replayed by that person: now it is printed.
    CHECK(std::holds_alternative<HandedOver>(world.deliver().outcome));
    CHECK(sent == 2);
}

TEST_CASE("a letter that was accepted long ago and is replayed is printed anew", "[print]") {
    CannedPrinter printer([](Asked const& asked) {
        auto canned = obedient(asked);
        if (asked.operation == "Get-Job-Attributes") canned.status = 0x0406;
        return canned;
    });
    World world(printer.uri());
    REQUIRE(std::holds_alternative<HandedOver>(world.deliver().outcome));

    CHECK(std::holds_alternative<HandedOver>(world.deliver().outcome));
    CHECK(printer.operations() ==
          Names{"Create-Job", "Send-Document", "Get-Job-Attributes", "Create-Job", "Send-Document"});
}

TEST_CASE("what the gateway made goes before what the sender gave", "[print]") {
    Envelope envelope;
    auto const add = [&](std::string piece, std::string type) {
        EnvelopeFile file;
        file.piece_id = std::move(piece);
        file.rendition.media_type = std::move(type);
        envelope.files.push_back(std::move(file));
    };
    CHECK(document_in(envelope) == nullptr);
    add("piece-1", "application/xml");
    CHECK(document_in(envelope) == nullptr);
    add("piece-2", "application/pdf");
    CHECK(document_in(envelope) == &envelope.files[1]);
    add("", "application/pdf");
    CHECK(document_in(envelope) == &envelope.files[2]);
}

TEST_CASE("bytes that are not what was taken in never become a letter", "[print]") {
    CannedPrinter printer(obedient);
    World world(printer.uri());
    auto& content = world.shelf.contents.begin()->second;
    std::get<std::string>(content.where)[5] = 'X';

    CHECK_THROWS_AS(world.deliver(), Outage);
    CHECK(printer.operations() == Names{"Create-Job"});
}

TEST_CASE("a silent printer is left when the time is over", "[print]") {
    CannedPrinter printer([](Asked const&) { return Canned{200, 0, {}, {}, Canned::End::silence}; });
    World world(printer.uri());
    auto const began = std::chrono::steady_clock::now();

    auto const delivery = world.deliver(Milliseconds{300});

    CHECK(std::holds_alternative<TryLater>(delivery.outcome));
    CHECK(delivery.answer.status == 0);
    CHECK(std::chrono::steady_clock::now() - began < std::chrono::seconds{5});
}

TEST_CASE("an answer that is no IPP is tried again", "[print]") {
    auto const raw = GENERATE(values<std::string>(
        {"", "<html>", std::string("\x01\x01\x00\x00", 4),
         std::string("\x01\x01\x00\x00\x00\x00\x00\x01\x02\x21\x00\x06job", 15), std::string(300'000, '\xFF')}));
    CannedPrinter printer([&](Asked const&) { return Canned{200, 0, {}, raw, {}}; });
    World world(printer.uri());

    CHECK(std::holds_alternative<TryLater>(world.deliver().outcome));
    CHECK(printer.operations() == Names{"Create-Job"});
}

TEST_CASE("a printer address that cannot work stops the start", "[print]") {
    auto const uri = GENERATE("", "http://host/ipp/print", "ipp:///ipp/print", "ipp://me:secret@host/ipp/print", "host",
                              "ipp://host:99999999/");
    CAPTURE(uri);
    CHECK_THROWS_AS(World(uri), std::invalid_argument);
}
