// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/webhooks/kinds.hpp"
#include "gateway/webhooks/payload.hpp"
#include "tests/doubles/fake_clock.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

using namespace wetbode;
using nlohmann::json;

namespace {

Event event(std::string const& kind) {
    return {.sequence = 12,
            .at = FakeClock::monday,
            .kind = kind,
            .submission = {"s-1"},
            .dossier = {"urn:d:1"},
            .transfer = {"t-1"},
            .counterpart = {"parliament"},
            .actor = "chief",
            .data = R"({"reason":"Jan heeft gebeld"})"};
}

json data_of(std::string const& kind) {
    return json::parse(webhook_body(event(kind), "https://g"))["data"];
}

}  // namespace

TEST_CASE("a message says what happened to what, since when, who is next, and where to ask", "[webhooks]") {
    auto const body = json::parse(webhook_body(event("transfer.handed_over"), "https://gateway.example"));

    CHECK(body == json::parse(R"({
        "type": "transfer.handed_over", "timestamp": "2026-01-05T08:00:00.000Z",
        "data": {"sequence": 12, "submission": "s-1", "dossier": "urn:d:1", "transfer": "t-1",
                 "counterpart": "parliament", "state": "handed_over", "since": "2026-01-05T08:00:00.000Z",
                 "next": "counterpart",
                 "links": {"submission": "https://gateway.example/v1/submissions/s-1",
                           "transfer": "https://gateway.example/v1/transfers/t-1"}}})"));
}

TEST_CASE("nothing that a person wrote is sent", "[webhooks]") {
    for (auto const kind : event_kinds()) {
        auto const body = webhook_body(event(std::string(kind)), "https://g");
        CAPTURE(body);
        CHECK(body.find("Jan") == std::string::npos);
        CHECK(body.find("chief") == std::string::npos);
    }
}

TEST_CASE("who must act follows from what happened", "[webhooks]") {
    CHECK(data_of("submission.admitted")["next"] == "wetbode");
    CHECK(data_of("submission.refused")["next"] == "sender");
    CHECK(data_of("transfer.quarantined")["next"] == "administrator");
    CHECK(data_of("transfer.acknowledged")["next"].is_null());
    CHECK(data_of("transfer.replayed")["state"] == "waiting");
}

TEST_CASE("a body stays below 20 kB, whatever the sender calls his dossier", "[webhooks]") {
    auto hostile = event("transfer.refused");
    hostile.dossier.text = std::string(2048, '\x01');
    CHECK(webhook_body(hostile, "https://g").size() <= webhook_body_octets_max);
    hostile.dossier.text = std::string(1'000'000, '"');
    auto const body = json::parse(webhook_body(hostile, "https://g"));
    CHECK(body["data"]["dossier"].is_null());
    CHECK(body["data"]["submission"] == "s-1");
}

TEST_CASE("the id of an event is always the same, and that of another event or ledger another", "[webhooks]") {
    auto const id = webhook_id("ledger-a", event("transfer.refused"));
    auto later = event("transfer.refused");
    later.at += Milliseconds{1};
    auto next = event("transfer.refused");
    ++next.sequence;

    CHECK(id == webhook_id("ledger-a", event("transfer.refused")));
    CHECK(id.starts_with("msg_"));
    CHECK(id.size() == 36);
    CHECK(id.find('.') == std::string::npos);
    CHECK(id != webhook_id("ledger-b", event("transfer.refused")));
    CHECK(id != webhook_id("ledger-a", event("transfer.withdrawn")));
    CHECK(id != webhook_id("ledger-a", later));
    CHECK(id != webhook_id("ledger-a", next));
}

TEST_CASE("a test says that it is one, under an id of its own", "[webhooks]") {
    auto const body = json::parse(webhook_test_body("kaleidos", FakeClock::monday));
    CHECK(body["type"] == "webhook.test");
    CHECK(body["data"]["webhook"] == "kaleidos");
    CHECK(webhook_test_id() != webhook_test_id());
}
