// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/cli/reports.hpp"

using namespace wetbode;
using namespace wetbode::cli;

namespace {

std::string const id = "0197c3a2-1111-7abc-8def-0123456789ab";

std::string list_of(std::string const& state) {
    return R"({"transfers":[{"id":")" + id + R"(","submission":"s-1","dossier":"urn:een:lang:dossier","state":")" +
           state + R"(","counterpart":"parliament","since":"2026-11-25T02:14:09.120Z","attempts":11,)" +
           R"("why":"verbinding geweigerd"}],"next":")" + id + R"("})";
}

}  // namespace

TEST_CASE("the list of transfers has titles, cuts nothing off and says what can be done", "[cli]") {
    auto const nl = transfer_table(list_of("quarantined"), "", Language::nl);
    auto const en = transfer_table(list_of("quarantined"), "", Language::en);

    for (auto const* const text : {"TOESTAND", "TEGENPARTIJ", "quarantined", "urn:een:lang:dossier", "s-1",
                                   "verbinding geweigerd", "wetbode replay ID...", "wetbode withdraw ID..."})
        CHECK_THAT(nl, Catch::Contains(text));
    CHECK_THAT(nl, Catch::Contains(id) && Catch::Contains("--after " + id));
    CHECK_THAT(en, Catch::Contains("COUNTERPART") && Catch::Contains("There are more: --after " + id));
    CHECK_THAT(transfer_table(list_of("acknowledged"), "", Language::en), !Catch::Contains("replay"));
}

TEST_CASE("an empty list says of what it is empty", "[cli]") {
    CHECK(transfer_table(R"({"transfers":[]})", "--state quarantined", Language::nl) ==
          "Geen overdrachten (--state quarantined).\n");
    CHECK(transfer_table(R"({"transfers":[]})", "", Language::en) == "No transfers.\n");
}

TEST_CASE("a receipt with advice shows it in the language of the reader, and how much is not shown", "[cli]") {
    std::string const receipt =
        R"({"submission":"s-1","sequence":4,"advice":{"count":3,"faults":[{"code":"VL.X","severity":"warning",)"
        R"("file":"a.xml","line":7,"column":2,"nearest_id":"art_1","message":{"nl":"Kijk na.","en":"Look."}}]}})";

    auto const nl = receipt_report(receipt, Language::nl);
    auto const en = receipt_report(receipt, Language::en);

    CHECK_THAT(nl, Catch::Contains("a.xml:7:2: waarschuwing: Kijk na. [VL.X] (eId art_1)\n  ... en nog 2\n"));
    CHECK_THAT(en, Catch::Contains("warning: Look. [VL.X] (eId art_1)\n  ... and 2 more\n"));
    CHECK_THAT(submission_report(R"({"id":"s-1","receipt":)" + receipt + "}", Language::nl),
               Catch::Contains("Kijk na. [VL.X]"));
    CHECK_THAT(receipt_report(R"({"submission":"s-1","sequence":4})", Language::nl), !Catch::Contains("opsteller"));
}

TEST_CASE("one transfer names its submission and the next step", "[cli]") {
    auto const text = transfer_report(
        R"({"id":"t-1","submission":"s-1","dossier":"d","state":"refused","counterpart":"ebox",)"
        R"("attempt_list":[{"number":1,"outcome":"declined","answer":{"status":422,"body":"nee"}}]})",
        Language::en);

    CHECK_THAT(text, Catch::Contains("submission s-1") && Catch::Contains("status 422") && Catch::Contains("| nee") &&
                         Catch::Contains("Try again: wetbode replay t-1 --reason"));
}

TEST_CASE("a seal that was given up says why and how to go on", "[cli]") {
    auto const text = submission_report(
        R"({"id":"s-1","state":"admitted","seal":{"state":"quarantined","attempts":3,)"
        R"("why":{"nl":"sleutel weg","en":"key gone"},"since":"2026-11-25T02:14:09.120Z"}})",
        Language::nl);

    CHECK_THAT(text, Catch::Contains("Zegel: opgegeven") && Catch::Contains("sleutel weg") &&
                         Catch::Contains("wetbode replay --seal s-1"));
}

TEST_CASE("the proof of time of a seal is told, and since when it fails", "[cli]") {
    auto const told = [](std::string const& time) {
        return submission_report(
            R"({"id":"s-1","state":"admitted","seal":{"state":"done","level":"XAdES-B-B","attempts":1,"time":)" +
                time + "}}",
            Language::nl);
    };

    CHECK_THAT(told(R"({"state":"done","mode":"act","level":"XAdES-B-LT","at":"2026-11-25T02:14:09.120Z"})"),
               Catch::Contains("Tijd: bewezen, 2026-11-25T02:14:09.120Z, XAdES-B-LT"));
    CHECK_THAT(told(R"({"state":"waiting","mode":"batch","failing_since":"2026-11-25T02:14:09.120Z",)"
                    R"("why":{"nl":"de autoriteit zwijgt","en":"silent"}})"),
               Catch::Contains("Tijd: wacht, mislukt sinds 2026-11-25T02:14:09.120Z") &&
                   Catch::Contains("de autoriteit zwijgt"));
    CHECK_THAT(told(R"({"state":"none","mode":"none"})"), !Catch::Contains("Tijd:"));
}

TEST_CASE("a decision is told in one line", "[cli]") {
    CHECK(decision_report(R"({"id":"t-1","state":"waiting","counterpart":"print","due":"2026-11-25T02:14:09.120Z"})",
                          Language::en) == "t-1  print: waits to be sent\n    next try 2026-11-25T02:14:09.120Z\n");
    CHECK(decision_report(R"({"state":"waiting","attempts":0,"why":""})", Language::nl) == ": wacht\n");
}

TEST_CASE("a proof of time that was given up says how to go on, and its replay is told as such", "[cli]") {
    auto const text = submission_report(
        R"({"id":"s-1","state":"admitted","seal":{"state":"done","time":{"state":"quarantined","mode":"act"}}})",
        Language::en);

    CHECK_THAT(text, Catch::Contains("Time: given up") && Catch::Contains("wetbode replay --time s-1 --reason"));
    CHECK(decision_report(R"({"state":"waiting","mode":"act","attempts":4,"why":""})", Language::en) == ": waits\n");
    CHECK(decision_report(R"({"state":"underway","mode":"act","attempts":4,"why":""})", Language::en) ==
          ": is being asked for\n");
}

TEST_CASE("the status tells what became of the dossier, in the order in which it happened", "[cli]") {
    auto const text = submission_report(
        R"({"id":"s-1","state":"admitted","publication":{"numac":"2026004711","published":"2026-10-02",)"
        R"("adopted":"2026-06-24","documents":["412 (2025-2026) nr. 1"]}})",
        Language::nl);

    CHECK_THAT(text, Catch::Contains("Publicatie:\n  aangenomen 2026-06-24\n  gepubliceerd 2026-10-02\n"
                                     "  numac 2026004711\n  stuk 412 (2025-2026) nr. 1\n"));
    CHECK_THAT(submission_report(R"({"id":"s-1","state":"admitted"})", Language::nl), !Catch::Contains("Publicatie"));
}

TEST_CASE("a transfer that is not whole says so, in the list and by itself", "[cli]") {
    std::string const transfer = R"({"id":"t-1","submission":"s-1","state":"handed_over","counterpart":"parliament",)"
                                 R"("amiss":"b.docx ontbreekt","amiss_since":"2026-11-25T02:14:09.120Z"})";

    CHECK_THAT(transfer_report(transfer, Language::nl),
               Catch::Contains("NIET VOLLEDIG sinds 2026-11-25T02:14:09.120Z: b.docx ontbreekt"));
    CHECK_THAT(transfer_table(R"({"transfers":[)" + transfer + "]}", "", Language::en), Catch::Contains("NOT WHOLE"));
}
