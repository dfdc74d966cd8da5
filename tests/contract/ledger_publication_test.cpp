// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract on what became of a dossier after its vote, over every store.
#include <catch2/catch.hpp>

#include "tests/contract/ledger_fixture.hpp"

using namespace wetbode;

namespace {

DossierId const dossier{"dossier-1"};

PublicationNote told(std::vector<PublicationFact> facts, std::string const& name = "kaleidos") {
    return {std::move(facts), {PublicationSourceKind::client, name, {}, {}}};
}

template <class Stand>
std::vector<Event> published_events(Stand& house, EventFilter const& filter = {}) {
    auto events = house.events(filter);
    std::erase_if(events, [](Event const& event) { return event.kind != "dossier.published"; });
    return events;
}

NewsItem news(std::string const& pobj, std::vector<PublicationFact> facts) {
    NewsItem item;
    item.kind = "publication";
    item.reference = pobj;
    item.key = "publication:" + pobj + facts.front().key + facts.front().value;
    item.publication = std::move(facts);
    return item;
}

}  // namespace

TEMPLATE_TEST_CASE("what was told of a dossier is kept with who told it and when, over a restart", "[ledger]", Sqlite) {
    House<TestType> house;
    house.admit("k", dossier.text);

    CHECK(house->note_publication(dossier, told({{"numac", "2026004711"}, {"published", "2026-10-02"}}), house.now));

    house.close();
    house.open();
    auto const lines = house->publication_of(dossier, 100);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].fact == PublicationFact{"numac", "2026004711"});
    CHECK(lines[0].source.name == "kaleidos");
    CHECK(lines[0].learned == house.now);
    CHECK(lines[0].current);
    CHECK(lines[1].fact.key == "published");
    CHECK(house->publication_of({"dossier-2"}, 100).empty());
}

TEMPLATE_TEST_CASE("a newer value wins and the older one stays in the history", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const id = house.admit("k", dossier.text).submission;
    house->note_publication(dossier, told({{"numac", "2026004711"}}), house.now);

    CHECK(house->note_publication(dossier, told({{"numac", "2026004712"}}, "staatsblad"), house.now + minute));

    auto const lines = house->publication_of(dossier, 100);
    REQUIRE(lines.size() == 2);
    CHECK_FALSE(lines[0].current);
    CHECK(lines[1].current);
    CHECK(lines[1].source.name == "staatsblad");
    CHECK(lines[1].sequence > lines[0].sequence);
    CHECK(house->submission(id)->publication == std::vector<PublicationFact>{{"numac", "2026004712"}});
}

TEMPLATE_TEST_CASE("telling the same again writes nothing and tells nobody", "[ledger]", Sqlite) {
    House<TestType> house;
    house.admit("k", dossier.text);
    house->note_publication(dossier, told({{"numac", "2026004711"}}), house.now);
    auto const before = house.events().size();

    CHECK_FALSE(house->note_publication(dossier, told({{"numac", "2026004711"}}, "another"), house.now));
    CHECK_FALSE(house->note_publication(dossier, told({{"eli", ""}}), house.now));

    CHECK(house.events().size() == before);
    CHECK(house->publication_of(dossier, 100).size() == 1);
}

TEMPLATE_TEST_CASE("documents stand beside each other until they are taken back", "[ledger]", Sqlite) {
    House<TestType> house;
    auto const id = house.admit("k", dossier.text).submission;
    house->note_publication(dossier, told({{"document", "412 (2025-2026) nr. 1"}}), house.now);
    house->note_publication(dossier, told({{"document", "412 (2025-2026) nr. 2"}}), house.now);
    CHECK(house->submission(id)->publication.size() == 2);

    house->note_publication(dossier, told({{"document", ""}, {"document", "413 (2025-2026) nr. 1"}}), house.now);

    CHECK(house->submission(id)->publication ==
          std::vector<PublicationFact>{{"document", "413 (2025-2026) nr. 1"}});
    CHECK(house->publication_of(dossier, 100).size() == 4);
    CHECK(house->publication_of(dossier, 2).back().fact.value == "413 (2025-2026) nr. 1");
}

TEMPLATE_TEST_CASE("each counterpart that has the dossier hears of its publication once", "[ledger]", Sqlite) {
    House<TestType> house;
    house.admit("k", dossier.text, {parliament});
    auto const second = house.admit("l", dossier.text, {parliament, ebox}).submission;

    house->note_publication(dossier, told({{"numac", "2026004711"}, {"published", "2026-10-02"}}), house.now);

    auto const events = published_events(house);
    REQUIRE(events.size() == 2);
    CHECK(events[0].counterpart == ebox);
    CHECK(events[1].counterpart == parliament);
    CHECK(events[1].submission == second);
    CHECK(events[1].dossier == dossier);
    CHECK(events[1].actor == "kaleidos");
    CHECK(events[1].data.find(R"("numac":"2026004711")") != std::string::npos);
    EventFilter audience;
    audience.audience = print_room;
    CHECK(published_events(house, audience).empty());
}

TEMPLATE_TEST_CASE("a submission brings its publication data in the act that admits it", "[ledger]", Sqlite) {
    House<TestType> house;
    auto submission = made_submission("k", dossier.text, house.now);
    submission.publication.push_back(
        {{{"adopted", "2026-06-24"}}, {PublicationSourceKind::file, "kaleidos", submission.id, "decreet.xml"}});

    auto const receipt = house->admit(submission, Plan{{parliament}, false});
    REQUIRE(house->admit(submission, Plan{{parliament}, false}).has_value());

    auto const lines = house->publication_of(dossier, 100);
    REQUIRE(lines.size() == 1);
    CHECK(lines.front().source ==
          PublicationSource{PublicationSourceKind::file, "kaleidos", receipt->submission, "decreet.xml"});
    CHECK(published_events(house).size() == 1);
}

TEMPLATE_TEST_CASE("a counterpart tells of a dossier by its name, once, and a later correction stays", "[ledger]",
                   Sqlite) {
    House<TestType> house;
    house.admit("k", dossier.text);
    house->note_references(parliament, dossier, {{"pobj", "4711"}}, {}, house.now);
    auto const item = news("4711", {{"numac", "2026004711"}});

    CHECK(house->take_news(parliament, {{item}, "1"}, house.now) == 1);
    house->note_publication(dossier, told({{"numac", "2026004799"}}), house.now);
    CHECK(house->take_news(parliament, {{item}, "2"}, house.now) == 0);

    auto const lines = house->publication_of(dossier, 100);
    REQUIRE(lines.size() == 2);
    CHECK(lines[0].source.kind == PublicationSourceKind::counterpart);
    CHECK(lines[1].current);
}

TEMPLATE_TEST_CASE("what is told of a dossier before it is known is taken when it is told again", "[ledger]", Sqlite) {
    House<TestType> house;
    house.admit("k", dossier.text);
    auto const item = news("4711", {{"numac", "2026004711"}});
    CHECK(house->take_news(parliament, {{item}, "1"}, house.now) == 0);

    house->note_references(parliament, dossier, {{"pobj", "4711"}}, {}, house.now);

    CHECK(house->take_news(parliament, {{item}, "2"}, house.now) == 1);
    CHECK(house->publication_of(dossier, 100).size() == 1);
}
