// SPDX-License-Identifier: EUPL-1.2
// What the tests of the ledger's contract share: the stores to try, an opened ledger with its usual acts, and the
// invariants that hold after whatever happened.
#pragma once

#include <catch2/catch.hpp>

#include "gateway/base/content.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "tests/doubles/fake_clock.hpp"
#include "tests/doubles/made_letter.hpp"
#include "tests/doubles/made_submission.hpp"
#include "tests/doubles/temporary_folder.hpp"

#include <atomic>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wetbode {

inline constexpr std::int64_t all_events = std::numeric_limits<std::int64_t>::max();
inline constexpr Milliseconds minute{60'000};
inline CounterpartName const parliament{"parliament"};
inline CounterpartName const ebox{"ebox"};
inline CounterpartName const print_room{"print"};

struct Sqlite {
    using Hook = std::function<void(char const*)>;
    static std::unique_ptr<Ledger> open(std::filesystem::path const& folder, Hook hook, std::function<void()> ring) {
        SqliteLedgerSettings settings;
        settings.folder = folder;
        settings.inline_bytes_max = 1024;
        settings.before_operation = std::move(hook);
        return open_sqlite_ledger(std::move(settings), std::move(ring));
    }
};

/// One ledger in a folder of its own, at a standing moment.
template <class Store>
class House {
public:
    explicit House(Sqlite::Hook hook = {}) : hook_(std::move(hook)) { open(); }

    void open() {
        ledger_.reset();
        ledger_ = Store::open(folder_.path(), hook_, [this] { ++rings; });
    }
    void close() { ledger_.reset(); }
    Ledger* operator->() { return ledger_.get(); }
    Ledger& operator*() { return *ledger_; }
    [[nodiscard]] std::filesystem::path const& folder() const { return folder_.path(); }

    Receipt admit(std::string const& key, std::string const& dossier,
                  std::vector<CounterpartName> const& counterparts = {parliament}, bool seal = false) {
        // Without a dossier it must be a letter.
        auto submission = dossier.empty() ? made_letter(key, now) : made_submission(key, dossier, now);
        auto receipt = ledger_->admit(std::move(submission), Plan{counterparts, seal});
        REQUIRE(receipt.has_value());
        return *receipt;
    }

    std::vector<ClaimedTransfer> claim(CounterpartName const& counterpart = parliament, int most = 100) {
        return ledger_->claim_due({counterpart, most, now, minute, "worker"});
    }
    ClaimedTransfer claim_one(CounterpartName const& counterpart = parliament) {
        auto claimed = claim(counterpart, 1);
        REQUIRE(claimed.size() == 1);
        return claimed.front();
    }
    std::vector<ClaimedSeal> claim_seals(int most = 100) { return ledger_->claim_seals({{}, most, now, minute, "s"}); }

    [[nodiscard]] Settlement settlement(ClaimedTransfer const& claimed, TransferState next,
                                        std::string const& reference = {}) const {
        Settlement settlement;
        settlement.transfer = claimed.envelope.transfer;
        settlement.lease = claimed.lease;
        settlement.next = next;
        settlement.attempt.began = now;
        settlement.attempt.ended = now;
        settlement.attempt.outcome = next == TransferState::handed_over    ? "handed_over"
                                     : next == TransferState::acknowledged ? "acknowledged"
                                     : next == TransferState::waiting      ? "try_later"
                                                                           : "declined";
        settlement.now = now;
        settlement.reference = reference;
        return settlement;
    }
    bool settle(ClaimedTransfer const& claimed, TransferState next, std::string const& reference = {}) {
        return ledger_->settle(settlement(claimed, next, reference));
    }

    [[nodiscard]] Transfer transfer(TransferId const& id) {
        auto found = ledger_->transfer(id);
        REQUIRE(found.has_value());
        return *found;
    }
    [[nodiscard]] TransferState state(TransferId const& id) { return transfer(id).state; }
    [[nodiscard]] std::vector<Event> events(EventFilter const& filter = {}) {
        return ledger_->events(filter, 0, all_events, 5000).events;
    }
    [[nodiscard]] std::vector<std::string> kinds(EventFilter const& filter = {}) {
        std::vector<std::string> kinds;
        for (auto const& event : events(filter)) kinds.push_back(event.kind);
        return kinds;
    }

    Instant now = FakeClock::monday;
    std::atomic<int> rings{0};

private:
    TemporaryFolder folder_;
    Sqlite::Hook hook_;
    std::unique_ptr<Ledger> ledger_;
};

/// What must hold after whatever happened: events without a gap, states as the events tell them, one turn per dossier,
/// and every content that was admitted readable and unchanged.
inline void check_invariants(Ledger& ledger) {
    auto const page = ledger.events({}, 0, all_events, 5000);
    REQUIRE(page.events.size() < 5000);
    std::map<std::string, std::string> told;
    std::int64_t expected = 0;
    for (auto const& event : page.events) {
        REQUIRE(event.sequence == ++expected);
        if (event.kind == "submission.admitted") {
            auto const view = ledger.submission(event.submission);
            REQUIRE(view.has_value());
            REQUIRE(view->receipt.has_value());
            CHECK(view->receipt->sequence == event.sequence);
            for (auto const& transfer : view->receipt->transfers) told[transfer.id.text] = "waiting";
            for (auto const& file : view->files)
                CHECK_NOTHROW(read_whole(ledger.fetch(*file.rendition.digest), 100'000'000));
            auto const& time = view->seal.time;
            if (time.state != "none" && time.state != "planned") CHECK(view->seal.state == "done");
            for (auto const& proof : {view->seal.container, time.container, time.evidence})
                if (proof) CHECK_NOTHROW(read_whole(ledger.fetch(*proof), 100'000'000));
        } else if (event.kind == "transfer.opened" || event.kind == "transfer.replayed") {
            told[event.transfer.text] = "waiting";
        } else if (event.kind.starts_with("transfer.")) {
            told[event.transfer.text] = event.kind.substr(9);
        }
    }
    CHECK(page.last_sequence == expected);
    auto const transfers = ledger.transfers({.most = 1000});
    CHECK(transfers.size() == told.size());
    for (auto const& transfer : transfers) CHECK(told[transfer.id.text] == name_of(transfer.state));
}

}  // namespace wetbode
