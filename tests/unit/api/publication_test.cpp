// SPDX-License-Identifier: EUPL-1.2
// What is told of a dossier after its vote, at the door.
#include <catch2/catch.hpp>

#include "house.hpp"

#include <nlohmann/json.hpp>

using namespace wetbode;

namespace {

std::string const path = "/v1/dossiers/publication?id=urn:d:1";
std::string const eli = "http://www.ejustice.just.fgov.be/eli/decreet/2026/10/02/2026004711";

struct Desk : House {
    Desk() : House(people) { REQUIRE(submit("k1", form({{"a.txt", "a"}}), "kaleidos").status == 201); }

    Response tell(std::string const& body, std::string const& who = "desk") {
        return ask("POST", path, who, body, {{"content-type", "application/json"}});
    }
    nlohmann::json shown(std::string const& who = "chief") {
        return nlohmann::json::parse(text_of(ask("GET", "/v1/dossiers?id=urn:d:1", who)))["publication"];
    }
    /// Code and place of the only fault.
    std::string fault(std::string const& body) {
        auto const answer = tell(body);
        CHECK(answer.status == 422);
        auto const value = nlohmann::json::parse(text_of(answer));
        CHECK(value["code"] == "PUBLICATION_INVALID");
        REQUIRE(value["faults"].size() == 1);
        return value["faults"][0]["code"].get<std::string>() + " " + value["faults"][0].value("path", "");
    }
};

}  // namespace

TEST_CASE("the desk of the Staatsblad tells numac and day, and everybody who knows the dossier sees them", "[api]") {
    Desk desk;

    auto const answer =
        desk.tell(R"j({"numac":"2026004711","published":"2026-10-02","documents":["412 (2025-2026)"]})j");

    CHECK(answer.status == 200);
    CHECK(says(answer, R"j("changed":true)j"));
    for (auto const* const who : {"chief", "kaleidos", "clerk"}) {
        INFO(who);
        auto const shown = desk.shown(who);
        CHECK(shown["numac"] == "2026004711");
        CHECK(shown["documents"] == nlohmann::json{"412 (2025-2026)"});
        CHECK(shown["history"].size() == 3);
        CHECK(shown["history"][0]["told_by"]["name"] == "desk");
    }
    auto const submission = desk.ledger.submissions_of({"urn:d:1"}, 1).front().text;
    CHECK(says(desk.ask("GET", "/v1/submissions/" + submission, "kaleidos"),
               R"j("publication":{"documents":["412 (2025-2026)"],"numac":"2026004711","published":"2026-10-02"})j"));
}

TEST_CASE("telling the same again changes nothing", "[api]") {
    Desk desk;
    std::string const told = R"j({"numac":"2026004711","documents":["412 (2025-2026)"]})j";
    REQUIRE(desk.tell(told).status == 200);

    auto const again = desk.tell(told);

    CHECK(again.status == 200);
    CHECK(says(again, R"j("changed":false)j"));
    CHECK(desk.shown()["history"].size() == 2);
}

TEST_CASE("a correction and what is taken back stay in the history", "[api]") {
    Desk desk;
    REQUIRE(desk.tell(R"j({"numac":"2026004711","documents":["1 (2025-2026)","2 (2025-2026)"]})j").status == 200);

    REQUIRE(desk.tell(R"j({"numac":null,"documents":["2 (2025-2026)"]})j").status == 200);

    auto const shown = desk.shown();
    CHECK_FALSE(shown.contains("numac"));
    CHECK(shown["documents"] == nlohmann::json{"2 (2025-2026)"});
    CHECK(shown["history"][0]["value"] == "2026004711");
    CHECK(shown["history"][3]["key"] == "numac");
    CHECK(shown["history"][3]["value"].is_null());
}

TEST_CASE("an ELI tells its numac", "[api]") {
    Desk desk;

    REQUIRE(desk.tell(R"j({"eli":")j" + eli + "\"}").status == 200);

    CHECK(desk.shown()["numac"] == "2026004711");
}

TEST_CASE("what is wrong is refused with its place, and nothing is kept", "[api]") {
    Desk desk;

    CHECK(desk.fault(R"j({"numac":"12"})j") == "PUBLICATION.VALUE /numac");
    CHECK(desk.fault(R"j({"published":"2026-02-30"})j") == "PUBLICATION.VALUE /published");
    CHECK(desk.fault(R"j({"eli":"http://example.org/eli/decreet/2026/10/02/2026004711"})j") ==
          "PUBLICATION.VALUE /eli");
    CHECK(desk.fault(R"j({"documents":["412 (2025-2026)","stuk 3"]})j") == "PUBLICATION.VALUE /documents/1");
    CHECK(desk.fault(R"j({"documents":"412"})j") == "PUBLICATION.VALUE /documents");
    CHECK(desk.fault(R"j({"nummer":"2026004711"})j") == "PUBLICATION.KEY_UNKNOWN /nummer");
    CHECK(desk.fault(R"j({"numac":"2026004712","eli":")j" + eli + "\"}") == "PUBLICATION.MISMATCH /eli");
    CHECK(desk.fault(R"j({"adopted":"2026-10-02","published":"2026-10-01"})j") == "PUBLICATION.ORDER /published");
    CHECK(desk.fault(R"j({"numac":"2026004711","numac":"2026004712"})j") == "PUBLICATION.MALFORMED /numac");
    CHECK(desk.fault("{}") == "PUBLICATION.VALUE ");
    CHECK(desk.fault(R"j(["numac"])j") == "PUBLICATION.MALFORMED ");
    CHECK(desk.shown()["history"].empty());
}

TEST_CASE("JSON that breaks off is refused with line and column", "[api]") {
    Desk desk;

    auto const answer = desk.tell("{\n  \"numac\": 12x\n}");

    CHECK(says(answer, R"j("line":2)j"));
    CHECK(says(answer, "PUBLICATION.MALFORMED"));
}

TEST_CASE("whoever may not know of a dossier cannot tell of it, and the desk can do nothing else", "[api]") {
    Desk desk;
    std::string const told = R"j({"numac":"2026004711"})j";

    CHECK(desk.tell(told, "kaleidos").status == 200);
    CHECK(desk.tell(told, "other").status == 404);
    CHECK(desk.tell(told, "clerk").status == 403);
    CHECK(desk.tell(told, "nobody").status == 401);
    CHECK(desk.ask("POST", "/v1/dossiers/publication?id=urn:d:2", "desk", told,
                   {{"content-type", "application/json"}}).status == 404);
    CHECK(desk.ask("POST", "/v1/dossiers/publication", "desk", told, {{"content-type", "application/json"}}).status ==
          400);
    CHECK(desk.ask("GET", "/v1/dossiers?id=urn:d:1", "desk").status == 403);
    CHECK(desk.ask("GET", "/v1/transfers", "desk").status == 403);
}

TEST_CASE("a transfer that was taken in part says what it misses", "[api]") {
    Desk desk;
    auto const unsealed = desk.ledger.claim_seals({{}, 1, desk.clock.now(), Milliseconds{1000}, "s"});
    REQUIRE(unsealed.size() == 1);
    SealSettlement made{.submission = unsealed[0].submission, .lease = unsealed[0].lease, .now = desk.clock.now()};
    made.seal = Seal{content_of("asice"), "XAdES-B-B", "ab", desk.clock.now(), {}};
    REQUIRE(desk.ledger.settle_seal(made));
    auto const claimed = desk.ledger.claim_due({{"parliament"}, 1, desk.clock.now(), Milliseconds{1000}, "w"});
    REQUIRE(claimed.size() == 1);
    Settlement settlement{.transfer = claimed[0].envelope.transfer, .lease = claimed[0].lease};
    settlement.next = TransferState::handed_over;
    settlement.now = desk.clock.now();
    settlement.amiss = {"een ontbreekt", "one is missing"};
    REQUIRE(desk.ledger.settle(settlement));

    auto const answer = desk.ask("GET", "/v1/transfers/" + settlement.transfer.text, "kaleidos");

    CHECK(says(answer, R"j("amiss":"one is missing")j"));
    CHECK(says(desk.ask("GET", "/v1/transfers", "clerk"), R"j("amiss":"one is missing")j"));
}
