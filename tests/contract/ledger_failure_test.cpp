// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract when its world breaks: operations that fail, a full disk, a process that dies in an act.
#include <catch2/catch.hpp>

#include "tests/contract/ledger_fixture.hpp"
#include "tests/doubles/fail_at.hpp"
#include "tests/doubles/folders_in_memory.hpp"

#include "gateway/base/files.hpp"
#include "gateway/content/store.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>
#include <set>
#include <thread>

using namespace wetbode;

namespace {

/// Answers of acts that may have failed; nullopt = an Outage came.
template <class Act>
auto tried(Act&& act) -> std::optional<decltype(act())> {
    try {
        return act();
    } catch (Outage const&) {
        return std::nullopt;
    }
}

Submission large_submission(std::string const& key) {
    auto submission = made_submission(key, "dossier-1", FakeClock::monday);
    add_piece(submission, {"memorie-" + key + ".txt", std::string(3000, 'm') + key});
    return submission;
}

/// Every kind of act once; each may fail, then the next goes on with what is there.
template <class Store>
void live_a_day(House<Store>& house) {
    tried([&] { return house->admit(large_submission("k1"), Plan{{parliament, ebox}, true, TimeMode::act}); });
    tried([&] { return house->admit(large_submission("k2"), Plan{{ebox}, false}); });
    if (auto const seals = tried([&] { return house->claim_seals({{}, 1, house.now, minute, "s"}); }))
        for (auto const& seal : *seals)
            tried([&] {
                return house->settle_seal({.submission = seal.submission,
                                           .lease = seal.lease,
                                           .now = house.now,
                                           .seal = Seal{content_of(std::string(2000, 'z')), "B", "c", house.now, {}}});
            });
    if (auto const times = tried([&] { return house->claim_times({TimeMode::act, 9, house.now, minute, "t"}); }))
        for (auto const& time : *times) {
            Timed const timed{content_of(std::string(2100, 'y')), "XAdES-B-T", {}, house.now, "twin"};
            TimeSettlement settlement{.submission = time.submission, .lease = time.lease, .now = house.now};
            settlement.timed = timed;
            tried([&] { return house->settle_times({settlement}); });
        }
    if (auto const claimed = tried([&] { return house->claim_due({ebox, 9, house.now, minute, "w"}); }))
        for (auto const& one : *claimed) {
            auto settlement = house.settlement(one, TransferState::rerouted);
            settlement.instead = print_room;
            settlement.references = {{"a", "b"}};
            tried([&] { return house->settle(settlement); });
        }
    if (auto const claimed = tried([&] { return house->claim_due({parliament, 9, house.now, minute, "w"}); }))
        for (auto const& one : *claimed) {
            tried([&] { return house->settle(house.settlement(one, TransferState::handed_over, "ref")); });
            NewsItem const news{one.envelope.transfer, "refused", "ref", {}, {}, "n1"};
            tried([&] { return house->take_news(parliament, {{news}, "c"}, house.now); });
            tried([&] { return house->replay(one.envelope.transfer, {"admin", "why", house.now}).has_value(); });
        }
}

struct Ended {
    bool normally = false;
    int status = 0;
};

/// Runs `act` in a process of its own, so that it may die.
template <class Act>
Ended in_child(Act act) {
    auto const child = ::fork();
    REQUIRE(child >= 0);
    if (child == 0) {
        int status = 99;
        try {
            status = act();
        } catch (std::exception const&) {
            status = 98;
        }
        ::_exit(status);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    return {WIFEXITED(status), WEXITSTATUS(status)};
}

/// Keys whose receipts the child got before it died.
std::vector<std::string> lines_from(int descriptor) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t count = 0; (count = ::read(descriptor, buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(count));
    std::vector<std::string> lines;
    for (std::size_t at = 0, end = 0; (end = text.find('\n', at)) != std::string::npos; at = end + 1)
        lines.push_back(text.substr(at, end - at));
    return lines;
}

/// Admits from four threads and tells of each receipt, until the hook ends the process.
template <class Store>
int admit_until_death(std::filesystem::path const& folder, int n, int told) {
    FailAt death(n, [](char const*) { ::_exit(7); });
    auto const ledger = Store::open(folder, death.hook(), [] {});
    death.arm();
    std::vector<std::jthread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&, t] {
            for (int i = 0; i < 50; ++i) {
                auto const key = std::to_string(n) + "-" + std::to_string(t) + "-" + std::to_string(i);
                if (!ledger->admit(large_submission(key), Plan{{parliament}, i % 2 == 0})) continue;
                auto const line = key + "\n";
                if (::write(told, line.data(), line.size()) < 0) return;
            }
        });
    return 0;
}

bool set_file_size_limit(rlim_t bytes) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0) return false;
    limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
    return ::setrlimit(RLIMIT_FSIZE, &limit) == 0;
}

/// 0 = the ledger said Outage when the disk was full and worked again when it was not.
template <class Store>
int fill_the_disk(std::filesystem::path const& folder) {
    std::signal(SIGXFSZ, SIG_IGN);
    auto const ledger = Store::open(folder, {}, [] {});
    if (!ledger->admit(large_submission("before"), Plan{{parliament}, false})) return 1;
    if (!set_file_size_limit(300'000)) return 2;
    std::set<std::string> admitted{"before"};
    std::string failed;
    for (int i = 0; i < 500 && failed.empty(); ++i) {
        auto const key = "full-" + std::to_string(i);
        if (tried([&] { return ledger->admit(large_submission(key), Plan{{parliament}, false}); }))
            admitted.insert(key);
        else
            failed = key;
    }
    if (failed.empty()) return 3;
    if (tried([&] { return ledger->admit(large_submission("still"), Plan{{parliament}, false}); })) return 4;
    if (ledger->receipt_of({{"kaleidos"}, failed})) return 5;
    if (!set_file_size_limit(RLIM_INFINITY)) return 6;
    if (!tried([&] { return ledger->admit(large_submission(failed), Plan{{parliament}, false}); })) return 7;
    for (auto const& key : admitted)
        if (!ledger->receipt_of({{"kaleidos"}, key})) return 8;
    return ledger->census().submissions == static_cast<std::int64_t>(admitted.size()) + 1 ? 0 : 9;
}

}  // namespace

TEMPLATE_TEST_CASE("whichever operation fails, the record stays whole and the next act works", "[ledger]", Sqlite) {
    FoldersInMemory const in_memory;
    int n = 0;
    for (bool failed = true; failed; ++n) {
        INFO("operation " << n << " fails");
        FailAt failure(n);
        House<TestType> house(failure.hook());
        failure.arm();
        live_a_day(house);
        failure.disarm();
        failed = failure.failed();

        check_invariants(*house);
        house.open();
        check_invariants(*house);
        auto const receipt = house->admit(large_submission("k1"), Plan{{parliament, ebox}, true, TimeMode::act});
        REQUIRE(receipt.has_value());
        CHECK(house->transfers({.counterpart = parliament, .submission = receipt->submission}).size() == 1);
    }
    CHECK(n > 50);
}

TEMPLATE_TEST_CASE("a process that dies in an act loses nothing that it had given a receipt for", "[ledger]", Sqlite) {
    TemporaryFolder folder;
    std::size_t receipts = 0;
    for (int const n : {0, 3, 11, 40, 111, 342, 777, 1200}) {
        std::array<int, 2> pipe{};
        REQUIRE(::pipe(pipe.data()) == 0);
        auto const ended = in_child([&] { return admit_until_death<TestType>(folder.path(), n, pipe[1]); });
        ::close(pipe[1]);
        auto const keys = lines_from(pipe[0]);
        ::close(pipe[0]);
        CHECK(ended.normally);
        CHECK(ended.status == 7);

        auto const ledger = TestType::open(folder.path(), {}, [] {});
        receipts += keys.size();
        for (auto const& key : keys) CHECK(ledger->receipt_of({{"kaleidos"}, key}).has_value());
        CHECK(std::filesystem::is_empty(spool_folder(folder.path())));
        CHECK(ledger->census().submissions >= static_cast<std::int64_t>(receipts));
        check_invariants(*ledger);
    }
    CHECK(receipts > 20);
}

TEMPLATE_TEST_CASE("a full disk is an outage, and the ledger works again when there is space", "[ledger]", Sqlite) {
    TemporaryFolder folder;

    auto const ended = in_child([&] { return fill_the_disk<TestType>(folder.path()); });

    CHECK(ended.normally);
    CHECK(ended.status == 0);
    check_invariants(*TestType::open(folder.path(), {}, [] {}));
}

TEMPLATE_TEST_CASE("two processes never share a folder", "[ledger]", Sqlite) {
    House<TestType> house;

    CHECK_THROWS_WITH(TestType::open(house.folder(), {}, [] {}), Catch::Contains("another wetbode process"));
}

TEST_CASE("a ledger of a newer program is refused with a clear sentence, a missing one is made", "[ledger]") {
    TemporaryFolder folder;
    CHECK_THAT(migrate_sqlite(folder.path()), Catch::Contains("version 0 -> "));
    CHECK_THAT(migrate_sqlite(folder.path()), Catch::Contains("nothing to do"));
    std::filesystem::remove(folder.path() / "ledger.sqlite");

    write_durably(folder.path() / "ledger.sqlite", std::string(5000, 'x'));

    CHECK_THROWS(Sqlite::open(folder.path(), {}, [] {}));
}
