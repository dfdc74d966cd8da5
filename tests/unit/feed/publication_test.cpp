// SPDX-License-Identifier: EUPL-1.2
// What became of a dossier, as the feed of a counterpart tells it.
#include <catch2/catch.hpp>

#include "doubles/fake_clock.hpp"
#include "doubles/made_submission.hpp"
#include "doubles/memory_ledger.hpp"
#include "gateway/feed/feed.hpp"

#include <nlohmann/json.hpp>

using namespace wetbode;

namespace {

CounterpartName const parliament{"parliament"};
CounterpartName const print{"print"};
std::string const eli = "http://www.ejustice.just.fgov.be/eli/decreet/2026/10/02/2026004711";

struct Published {
    FakeClock clock;
    MemoryLedger ledger;
    AccessPolicy access{{{parliament, {AccessLevel::publiek}}, {print, {AccessLevel::publiek}}}};
    Feed feed{ledger, access, {"https://gateway.example", 100}};

    explicit Published(AccessLevel level = AccessLevel::publiek) {
        auto submission = made_submission("a", "d", clock.now());
        for (auto& piece : submission.manifest.pieces) piece.access = level;
        REQUIRE(ledger.admit(std::move(submission), {{parliament}, false, TimeMode::none}).has_value());
        REQUIRE(ledger.note_publication(
            {"d"}, {{{"numac", "2026004711"}, {"eli", eli}, {"published", "2026-10-02"}},
                    {PublicationSourceKind::client, "staatsblad", {}, {}}}, clock.now()));
    }
    nlohmann::json last(CounterpartName const& name) {
        auto const events = nlohmann::json::parse(feed.events(name, 0, 100).body)["events"];
        return events.empty() ? nlohmann::json() : events.back();
    }
    std::string atom(CounterpartName const& name) { return feed.atom(name, std::nullopt)->body; }
};

}  // namespace

TEST_CASE("a published dossier is an entry that leads to its ELI", "[feed]") {
    Published published;

    auto const text = published.atom(parliament);

    CHECK_THAT(text, Catch::Contains("<link rel=\"describedby\" type=\"text/html\" href=\"" + eli + "\"/>"));
    CHECK_THAT(text, Catch::Contains("<category scheme=\"urn:wetbode:feed:1:numac\" term=\"2026004711\"/>"));
    CHECK_THAT(text, Catch::Contains("published=\"2026-10-02\""));
    CHECK_THAT(text, !Catch::Contains("told_by") && !Catch::Contains("staatsblad\""));
}

TEST_CASE("a published dossier is an event with what holds", "[feed]") {
    Published published;

    auto const event = published.last(parliament);

    CHECK(event["kind"] == "dossier.published");
    CHECK(event["dossier"] == "d");
    CHECK(event["publication"] ==
          nlohmann::json{{"numac", "2026004711"}, {"eli", eli}, {"published", "2026-10-02"}});
    CHECK(event["files"].empty());
}

TEST_CASE("who may not see the dossier does not hear that it was published", "[feed]") {
    Published published(AccessLevel::intern_secretarie);
    Published open;

    CHECK(published.last(parliament).is_null());
    CHECK_THAT(published.atom(parliament), !Catch::Contains("2026004711"));
    CHECK(open.last(print).is_null());
}
