// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/base/joined.hpp"
#include "tests/unit/kaleidos/made_door.hpp"

using namespace wetbode;

namespace {

constexpr auto adopted = "aangenomen in plenaire vergadering";

/// What the Parliament's adapter puts into the inbox: its message, and two files of one piece.
IncomingItem perkament(std::string const& pobj = "1673000", std::string const& kaleidos_id = {}) {
    IncomingItem item;
    item.key = "kanselarij:" + pobj;
    item.name = pobj;
    item.manifest.dossier = {.id = {kaleidos_id}, .title = "Perkament. Decreet over de beken", .subcase_title = {},
                             .procedure_step = {}, .policy_fields = {}, .complete = true};
    Tree message{{"pobj", std::stoi(pobj)}, {"type", "Ontwerp van decreet"},
                 {"bestanden", Tree::array({{{"pfls", 1}, {"type", "Perkament decreet"}, {"wetbode-bestand", "p.txt"}},
                                            {{"pfls", "2"}, {"type", "Bijlage"}, {"wetbode-bestand", "b.txt"}},
                                            {{"pfls", 3}, {"type", "Bijlage"}}})}};
    auto const add = [&](std::string const& name, std::string const& octets, AccessLevel level) {
        Piece piece;
        piece.id = "urn:stuk:" + pobj + ":" + name;
        piece.title = name;
        piece.access = level;
        Rendition file;
        file.id = "urn:bestand:" + pobj + ":" + name;
        file.name = name;
        file.media_type = "text/plain";
        piece.files.push_back(file);
        item.manifest.pieces.push_back(piece);
        item.files.emplace(name, content_of(octets));
    };
    add("p.txt", "het perkament", AccessLevel::publiek);
    add("b.txt", "de bijlage", AccessLevel::intern_secretarie);
    add("kanselarij.json", message.dump(), AccessLevel::publiek);
    item.references = {{"pfls:urn:bestand:" + pobj + ":p.txt", "1"}, {"pfls:urn:bestand:" + pobj + ":b.txt", "2"}};
    return item;
}

struct Way : KaleidosHouse {
    Arrivals arrivals{{door_intake, ledger, clock, parliament, spool.path()}};

    void laid_ready() {
        for (auto const& seal : ledger.claim_seals({{}, 10, clock.now(), Milliseconds{60'000}, "test"}))
            ledger.settle_seal({.submission = seal.submission, .lease = seal.lease, .now = clock.now(),
                                .seal = Seal{.container = content_of("seal"), .level = "B-B", .certificate = "c",
                                             .signed_at = clock.now()},
                                .quarantine = false, .due = {}, .why = {}});
        for (auto const& claimed :
             ledger.claim_due({CounterpartName{"kaleidos"}, 10, clock.now(), Milliseconds{60'000}, "test"})) {
            Settlement settlement;
            settlement.transfer = claimed.envelope.transfer;
            settlement.lease = claimed.lease;
            settlement.next = TransferState::handed_over;
            settlement.now = clock.now();
            REQUIRE(ledger.settle(settlement));
        }
    }
    Tree offered() { return body(call("GET", "v1/kanselarij")).at("documenten"); }
    Response processed(std::string const& pobj, std::vector<std::string> const& pfls, std::string const& to = flow) {
        auto pieces = Tree::array();
        for (auto const& one : pfls)
            pieces.push_back({{"@id", "urn:kaleidos:stuk:" + one},
                              {"Stuk.isVoorgesteldDoor",
                               Tree::array({{{"pfls", one}, {"@id", "urn:kaleidos:bestand:" + one}}})}});
        Tree message{{"pobj", pobj}, {"@id", to}};
        message["@reverse"]["Dossier.isNeerslagVan"] = {{"@id", "urn:case:1"},
                                                        {"Dossier.bestaatUit", std::move(pieces)}};
        return call("POST", "v1/verwerkt", message.dump());
    }
    std::optional<Acknowledgement> word_for_parliament() {
        auto const claimed = ledger.claim_due({parliament, 1, clock.now(), Milliseconds{60'000}, "test"});
        if (claimed.empty()) return std::nullopt;
        return claimed.front().envelope.manifest.acknowledgement;
    }
};

}  // namespace

TEST_CASE("what the Parliament sends is offered as it sent it, numbers as texts, with its files", "[kaleidos]") {
    Way way;
    CHECK(way.arrivals.take(perkament()).how == TakenIn::How::taken);
    way.laid_ready();
    CHECK(way.offered().empty());  // its client would end at a dossier that is not known as adopted
    way.parliament_tells({"1673000", "", adopted, "2026-11-20"});

    auto const documents = way.offered();
    REQUIRE(documents.size() == 1);
    CHECK(documents[0].at("pobj") == "1673000");
    CHECK(documents[0].at("type") == "Ontwerp van decreet");
    CHECK_FALSE(documents[0].contains("kaleidos-id"));
    auto const& files = documents[0].at("bestanden");
    REQUIRE(files.size() == 3);
    CHECK(files[0].at("base64") == base64("het perkament"));
    CHECK(files[0].at("pfls") == "1");
    CHECK(files[1].at("base64") == base64("de bijlage"));
    CHECK_FALSE(files[1].contains("wetbode-bestand"));
    CHECK_FALSE(files[2].contains("base64"));
    CHECK(KaleidosHouse::body(way.call("GET", "v1/status/1673000")).at("statussen").size() == 1);
}

TEST_CASE("an item that was taken in is taken in once", "[kaleidos]") {
    Way way;
    auto const first = way.arrivals.take(perkament());
    auto const again = way.arrivals.take(perkament());
    CHECK(again.how == TakenIn::How::before);
    CHECK(again.submission == first.submission);
}

TEST_CASE("what cannot be taken in is written down once, however often it comes", "[kaleidos]") {
    Way way;
    auto bad = perkament();
    bad.files.erase("p.txt");
    for (int i = 0; i < 3; ++i) CHECK(way.arrivals.take(bad).how == TakenIn::How::refused);
    CHECK(way.ledger.refused().size() == 1);
    Refusal why{.code = "X", .title = {}, .detail = {}, .remedy = {}, .faults = {{.code = "F", .message = {"a", "a"}}}};
    for (int i = 0; i < 3; ++i) {
        why.faults[0].path = "/documenten/" + std::to_string(i);  // others left the list
        why.faults[0].column = 100 * i;
        way.arrivals.set_aside("k", "5", why);
    }
    CHECK(way.ledger.refused().size() == 2);
    why.faults[0].message = {"b", "b"};
    way.arrivals.set_aside("k", "5", why);
    CHECK(way.ledger.refused().size() == 3);
    CHECK(way.arrivals.take(perkament()).how == TakenIn::How::taken);  // mended
}

TEST_CASE("it is offered until all of its files are processed, and the Parliament hears of each time", "[kaleidos]") {
    Way way;
    REQUIRE(way.arrivals.take(perkament()).how == TakenIn::How::taken);
    way.laid_ready();
    way.parliament_tells({"1673000", "", adopted, "2026-11-20"});

    CHECK(way.processed("1673000", {"1"}).status == 200);
    CHECK(way.offered().size() == 1);
    auto const word = way.word_for_parliament();
    REQUIRE(word.has_value());
    CHECK(word->name == "1673000");
    CHECK(word->case_id == "urn:case:1");
    CHECK(word->files == std::vector<AcknowledgedFile>{{"1", "urn:kaleidos:bestand:1", "urn:kaleidos:stuk:1"}});
    CHECK(way.processed("1673000", {"2"}).status == 200);
    CHECK(way.offered().empty());
}

TEST_CASE("the same word is passed on once", "[kaleidos]") {
    Way way;
    REQUIRE(way.arrivals.take(perkament()).how == TakenIn::How::taken);
    CHECK(way.processed("1673000", {"1", "2"}).status == 200);
    CHECK(way.processed("1673000", {"1", "2"}).status == 200);
    CHECK(way.ledger.transfers({.state = {}, .counterpart = parliament, .submission = {}, .sender = {}, .after = {},
                                .most = 10}).size() == 1);
}

TEST_CASE("from the first word on the dossier of a stranger belongs to the matter that was named", "[kaleidos]") {
    Way way;
    REQUIRE(way.arrivals.take(perkament()).how == TakenIn::How::taken);
    REQUIRE(way.processed("1673000", {}, "urn:flow:new").status == 200);
    CHECK(way.ledger.named(parliament, "1673000").front().dossier.text == "urn:flow:new");
    auto second = perkament();
    second.key = "kanselarij:later";
    auto const taken = way.arrivals.take(second);
    CHECK(way.ledger.submission(taken.submission)->manifest.dossier.id.text == "urn:flow:new");
}

TEST_CASE("it is offered under the number that Kaleidos knows", "[kaleidos]") {
    Way way;
    auto const told = way.deliver(KaleidosHouse::message(Tree::array({KaleidosHouse::file("urn:bestand:1")})));
    way.parliament_answers(TransferState::handed_over, {{"pobj", "1673000"}, {"pfls:urn:bestand:1", "1800"}});
    REQUIRE(way.arrivals.take(perkament()).how == TakenIn::How::taken);
    way.laid_ready();
    way.parliament_tells({"1673000", "", adopted, "2026-11-20"});

    auto const documents = way.offered();
    REQUIRE(documents.size() == 1);
    CHECK(documents[0].at("pobj") == told.at("pobj"));
    CHECK(documents[0].at("kaleidos-id") == flow);
    CHECK(way.call("GET", "v1/status/" + told.at("pobj").get<std::string>()).status == 200);
    REQUIRE(way.processed(told.at("pobj"), {"1", "2"}).status == 200);
    CHECK(way.word_for_parliament()->name == "1673000");
    CHECK(way.offered().empty());
}

TEST_CASE("another sender is offered nothing and may not speak for others", "[kaleidos]") {
    Way way;
    REQUIRE(way.arrivals.take(perkament()).how == TakenIn::How::taken);
    way.laid_ready();
    way.parliament_tells({"1673000", "", adopted, "2026-11-20"});
    way.come_in("other");
    CHECK(way.offered().empty());
    CHECK(way.processed("1673000", {"1", "2"}).status == 403);
}

TEST_CASE("texts and contents are read one behind another", "[kaleidos]") {
    std::vector<JoinedPart> const parts{std::string("a"), Base64File{content_of(std::string(200'001, 'x'))},
                                        std::string(), Base64File{content_of("")}, std::string("b")};
    std::string text;
    JoinedReader reader(parts);
    std::array<char, 777> buffer{};
    while (auto const count = reader.read(buffer)) text.append(buffer.data(), count);
    CHECK(text == "a" + base64(std::string(200'001, 'x')) + "b");
    CHECK(length_of(parts) == text.size());
}
