// SPDX-License-Identifier: EUPL-1.2
// The door of Kaleidos over a ledger in memory, with the words of its client.
#pragma once

#include "doubles/temporary_folder.hpp"
#include "gateway/base/base64.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/intake/arrivals.hpp"
#include "gateway/kaleidos/door.hpp"
#include "tests/unit/api/house.hpp"

#include <nlohmann/json.hpp>

namespace wetbode {

using Tree = nlohmann::ordered_json;

inline CounterpartName const parliament{"parliament"};
inline std::string const flow = "urn:flow:1";

class KaleidosHouse : public House {
public:
    explicit KaleidosHouse(std::vector<Route> ways = standard_ways()) : House(people), routes_(std::move(ways)) {
        kaleidos::DoorSettings settings;
        settings.answer_within = Milliseconds{0};
        door = std::make_unique<kaleidos::Door>(kaleidos::DoorParts{
            door_intake, door_completeness, ledger, clock, bell, people, spool.path(), std::string(32, 'k'), {},
            settings,
            [this](std::string_view event, api::LogFields const&) { events.emplace_back(event); }});
        come_in();
    }

    void come_in(std::string const& who = "kaleidos") {
        token = body(call("POST", "oauth/token", "grant_type=client_credentials", "Basic " + base64(who + ":" + who)))
                    .at("access_token");
    }

    static std::vector<Route> standard_ways() {
        return {{"back", SubmissionKind::dossier, "parliament", "", {{"kaleidos"}}, true},
                {"word", SubmissionKind::acknowledgement, "", "", {parliament}, false},
                {"there", SubmissionKind::dossier, "", "", {parliament}, false}};
    }

    Response call(std::string const& method, std::string const& path, std::string const& sent = {},
                  std::string const& proof = {}) {
        Request request;
        request.method = method;
        request.path = "/api/kaleidos/" + path.substr(0, path.find('?'));
        if (auto const at = path.find("?dagen="); at != std::string::npos) request.query["dagen"] = path.substr(at + 7);
        request.headers = {{"host", "localhost:8460"}, {"content-type", "text/plain;charset=UTF-8"}};
        request.headers["authorization"] = proof.empty() ? "Bearer " + token : proof;
        auto const exchange = door->open(request);
        if (auto early = exchange->receive(sent)) return *early;
        return exchange->finish();
    }

    static Tree body(Response const& response) {
        if (!response.maker) return Tree::parse(text_of(response));
        std::string text;
        auto const reader = response.maker();
        std::array<char, 1000> buffer{};
        while (auto const count = reader->read(buffer)) text.append(buffer.data(), count);
        if (text.size() != std::get<Content>(response.body).bytes)
            throw std::runtime_error("another length than announced");
        return Tree::parse(text);
    }

    static Tree file(std::string const& id, std::string const& octets = "tekst") {
        return {{"@id", id}, {"format", "text/plain"}, {"filename", id.substr(id.rfind(':') + 1) + ".txt"},
                {"signed", false}, {"content", base64(octets)}};
    }

    static Tree message(Tree files, std::string const& pobj = {}, std::string const& dossier = flow) {
        Tree tree{{"@id", dossier}, {"Besluitvormingsaangelegenheid.naam", "Decreet over de beken"}};
        if (!pobj.empty()) tree["pobj"] = pobj;
        Tree piece{{"@id", "urn:stuk:" + dossier}, {"Stuk.naam", "Nota"}, {"Stuk.isVoorgesteldDoor", std::move(files)}};
        tree["@reverse"]["Dossier.isNeerslagVan"] = {{"@id", "urn:case:1"},
                                                     {"Dossier.bestaatUit", Tree::array({std::move(piece)})}};
        return tree;
    }

    Tree deliver(Tree const& tree) {
        auto const answer = call("POST", "v1/document", tree.dump());
        INFO(text_of(answer));
        REQUIRE(answer.status == 200);
        return body(answer);
    }

    /// The Parliament takes, or refuses, what waits for it.
    void parliament_answers(TransferState state, std::map<std::string, std::string> references, Text why = {}) {
        clock.move(Milliseconds{1000});
        auto const claimed = ledger.claim_due({parliament, 1, clock.now(), Milliseconds{60'000}, "test"});
        REQUIRE(claimed.size() == 1);
        Settlement settlement;
        settlement.transfer = claimed.front().envelope.transfer;
        settlement.lease = claimed.front().lease;
        settlement.next = state;
        settlement.now = clock.now();
        settlement.why = std::move(why);
        settlement.references = std::move(references);
        REQUIRE(ledger.settle(settlement));
    }

    void parliament_tells(StatusNews const& news) {
        NewsItem item{.transfer = {}, .kind = "status", .reference = news.name, .why = {}, .data = {},
                      .key = news.name + news.status + news.date};
        item.status = news;
        REQUIRE(ledger.take_news(parliament, {{item}, ""}, clock.now()) == 1);
    }

private:
    Routes routes_;

public:
    Intake door_intake{ledger, {catalogue, files, routes_, door_access, completeness}};
    AccessPolicy door_access{{{parliament, {AccessLevel::publiek, AccessLevel::intern_overheid}},
                              {{"kaleidos"}, {AccessLevel::publiek, AccessLevel::intern_secretarie}}}};
    Completeness door_completeness{{{"decreet", {"definitieve-goedkeuring"}, {}, {parliament},
                                     {{"Decreet", {"urn:type:decreet"}, {PieceForm::word, PieceForm::signed_pdf}}},
                                     ""}}};
    Bell bell;
    std::string token;
    std::unique_ptr<kaleidos::Door> door;
};

}  // namespace wetbode
