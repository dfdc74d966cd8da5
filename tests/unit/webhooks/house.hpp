// SPDX-License-Identifier: EUPL-1.2
// A gateway's ledger and one receiver, for tests of webhooks: the receiver answers what it is told to, and remembers.
#pragma once

#include <catch2/catch.hpp>

#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/webhooks/webhooks.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/made_submission.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <nlohmann/json.hpp>

#include <deque>
#include <functional>
#include <map>
#include <set>

namespace wetbode {

inline CounterpartName const parliament{"parliament"};

/// A receiver that answers what it is told to, and remembers what it heard.
struct Receiver {
    struct Heard {
        std::map<std::string, std::string> headers;
        nlohmann::json body;
        std::string raw;
    };
    std::vector<Heard> heard;
    std::deque<FetchAnswer> answers;  ///< then what `judge` says
    std::function<FetchAnswer(nlohmann::json const& body)> judge = [](auto const&) {
        return FetchAnswer{.status = 204};
    };

    FetchAnswer hear(FetchRequest const& request) {
        Heard one{{}, nlohmann::json::parse(request.body), request.body};
        auto const body = one.body;
        for (auto const& [name, value] : request.headers) one.headers[name] = value;
        heard.push_back(std::move(one));
        auto answer = answers.empty() ? judge(body) : answers.front();
        if (!answers.empty()) answers.pop_front();
        if (answer.status == 0) throw Outage("fetch", "no answer came");
        return answer;
    }
    [[nodiscard]] std::vector<std::string> types() const {
        std::vector<std::string> types;
        for (auto const& one : heard) types.push_back(one.body["type"]);
        return types;
    }
};

struct House {
    TemporaryFolder folder;
    FakeClock clock;
    Bell bell;
    std::unique_ptr<Ledger> ledger =
        open_sqlite_ledger({.folder = folder.path(), .opened = clock.now()}, [this] { bell.ring(); });
    AccessPolicy access{{{parliament, {AccessLevel::publiek}}}};
    Receiver receiver;
    std::vector<std::string> log;

    WebhookPorts ports() {
        return {*ledger,
                webhooks_in(*ledger),
                access,
                clock,
                bell,
                "https://g",
                [this](std::string_view event, LogFields const&) { log.emplace_back(event); },
                [] { return 0.0; }};
    }
    WebhookSpec spec(WebhookAudience audience, std::string const& kinds = "*") {
        return {.name = "kaleidos",
                .url = "https://r.example/hook?token=x",
                .keys = {std::string(32, 'k')},
                .kinds = WebhookKinds::from(kinds).kinds,
                .audience = std::move(audience),
                .patience = {{{std::chrono::seconds{1}, std::chrono::seconds{10}}, 0}, std::chrono::hours{24}},
                .fetch = [this](FetchRequest const& request) { return receiver.hear(request); }};
    }
    std::unique_ptr<WebhookWorker> worker(WebhookAudience audience, std::string const& kinds = "*") {
        return std::make_unique<WebhookWorker>(spec(std::move(audience), kinds), ports());
    }
    SubmissionId admit(std::string const& key, AccessLevel level = AccessLevel::publiek,
                       std::string const& client = "kaleidos") {
        auto submission = made_submission(key, "dossier-" + key, clock.now());
        submission.key.client.text = client;
        submission.manifest.pieces.front().access = level;
        auto const receipt = ledger->admit(std::move(submission), Plan{{parliament}, false});
        REQUIRE(receipt.has_value());
        return receipt->submission;
    }
    void reopen() {
        ledger.reset();
        ledger = open_sqlite_ledger({.folder = folder.path(), .opened = clock.now()}, [this] { bell.ring(); });
    }
};

}  // namespace wetbode
