// SPDX-License-Identifier: EUPL-1.2
// The ledger's contract on forgetting and sweeping: what is past its time goes, what anybody needs stays, also when an
// admission and a sweep meet over one content.
#include <catch2/catch.hpp>

#include "tests/contract/ledger_fixture.hpp"
#include "tests/doubles/fail_at.hpp"
#include "tests/doubles/memory_ledger.hpp"

#include "gateway/base/files.hpp"
#include "gateway/content/store.hpp"

#include <future>
#include <optional>
#include <string_view>
#include <thread>

using namespace wetbode;

namespace {

struct Memory {
    static std::unique_ptr<Ledger> open(std::filesystem::path const&, Sqlite::Hook const&, std::function<void()> ring) {
        return std::make_unique<MemoryLedger>(std::move(ring));
    }
};

constexpr std::chrono::hours day{24};
std::string const memorandum(3000, 'm');  // longer than the fixture keeps inline

NewsItem news(TransferId const& transfer, std::string const& kind, std::string const& key) {
    return {.transfer = transfer, .kind = kind, .reference = {}, .why = {"nl", "en"}, .data = {}, .key = key};
}

RefusedSubmission refused(std::string const& id, Instant received) {
    return {{id}, {{"kaleidos"}, "key-" + id}, received, {"dossier-1"}, {.code = "SCHEMA_INVALID"}};
}

Submission with_memorandum(std::string const& key) {
    auto submission = made_submission(key, "dossier-" + key, FakeClock::monday);
    add_piece(submission, {"memorie.txt", memorandum});
    return submission;
}

/// Everything that lies in the folder now is older than this.
Sweeping everything(int most = 1000) { return {from_count(std::int64_t{1} << 50), most}; }

std::size_t files_under(std::filesystem::path const& folder) {
    std::size_t count = 0;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(folder))
        count += entry.is_regular_file() ? 1 : 0;
    return count;
}

/// A content that was kept by a process that died before the ledger named it.
void leave_orphan(std::filesystem::path const& folder, std::string const& bytes) {
    ContentStore const store(folder);
    auto const content = content_of(bytes);
    auto const held = store.hold({content.digest});
    ignore(store.keep(held, content), "it is found by its digest");
}

/// Does something the first time that the ledger comes to an operation.
class Interleaved {
public:
    explicit Interleaved(std::string_view at) : at_(at) {}
    [[nodiscard]] Sqlite::Hook hook() {
        return [this](char const* operation) {
            if (act && operation == at_) std::exchange(act, nullptr)();
        };
    }
    std::function<void()> act;

private:
    std::string_view at_;
};

}  // namespace

TEMPLATE_TEST_CASE("a key of news is forgotten when the counterpart has not repeated it", "[ledger]", Sqlite, Memory) {
    House<TestType> house;
    auto const id = house.admit("k1", "dossier-1").transfers.front().id;
    auto const began = house.now;
    house->take_news(parliament, {{news(id, "status", "once"), news(id, "status", "repeated")}, "c"}, began);
    house->take_news(parliament, {{news(id, "status", "repeated")}, "c"}, began + 10 * day);

    auto const forgotten = house->forget_before({.news_seen_before = began + day, .refused_received_before = {}});

    CHECK(forgotten.news_keys == 1);
    CHECK(house->take_news(parliament, {{news(id, "status", "repeated")}, "c"}, began + 10 * day) == 0);
    CHECK(house->take_news(parliament, {{news(id, "status", "once")}, "c"}, began + 10 * day) == 1);
}

TEMPLATE_TEST_CASE("a refusal is forgotten after its time, its event stays", "[ledger]", Sqlite, Memory) {
    House<TestType> house;
    house->refuse(refused("old", house.now));
    house->refuse(refused("young", house.now + day));
    auto const receipt = house.admit("k1", "dossier-1");
    auto const before = house.kinds();

    auto const forgotten = house->forget_before({.news_seen_before = {}, .refused_received_before = house.now + day});

    CHECK(forgotten.refused == 1);
    CHECK_FALSE(house->submission({"old"}).has_value());
    CHECK(house->submission({"young"}).has_value());
    CHECK(house->submission(receipt.submission).has_value());
    CHECK(house.kinds() == before);
}

TEMPLATE_TEST_CASE("forgetting goes in helpings and touches nothing that was admitted", "[ledger]", Sqlite, Memory) {
    House<TestType> house;
    auto const receipt = house.admit("k1", "dossier-1");
    auto const id = receipt.transfers.front().id;
    for (int i = 0; i < 5; ++i) {
        house->refuse(refused("r" + std::to_string(i), house.now));
        house->take_news(parliament, {{news(id, "status", "n" + std::to_string(i))}, "c"}, house.now);
    }
    Forgetting const all{house.now + day, house.now + day, 2};
    auto const events = house.events().size();

    std::vector<int> news_keys;
    std::vector<int> refusals;
    for (int i = 0; i < 4; ++i) {
        auto const forgotten = house->forget_before(all);
        news_keys.push_back(forgotten.news_keys);
        refusals.push_back(forgotten.refused);
    }

    CHECK(news_keys == std::vector<int>{2, 2, 1, 0});
    CHECK(refusals == std::vector<int>{2, 2, 1, 0});
    CHECK(house->receipt_of({{"kaleidos"}, "k1"})->receipt == receipt);
    CHECK(house->news_cursor(parliament) == "c");
    CHECK(house.events().size() == events);
    check_invariants(*house);
}

TEST_CASE("an orphan of a crash is swept, what the ledger names stays", "[ledger]") {
    House<Sqlite> house;
    auto const receipt = house->admit(with_memorandum("k1"), Plan{{parliament}, false});
    house.close();
    leave_orphan(house.folder(), std::string(2000, 'o'));
    house.open();

    auto const swept = house->sweep(everything());

    REQUIRE(swept.removed.size() == 1);
    CHECK(swept.removed.front() == SweptFile{"content/" + sha256(std::string(2000, 'o')).hex(), 2000});
    CHECK(swept.all_seen);
    CHECK(house->sweep(everything()).removed.empty());
    check_invariants(*house);
}

TEST_CASE("a young file is left alone, and so is what is not named after a digest", "[ledger]") {
    House<Sqlite> house;
    house.close();
    leave_orphan(house.folder(), std::string(2000, 'o'));
    write_durably(house.folder() / "content" / "notes.txt", "from the administrator");
    house.open();

    auto const young = house->sweep({.untouched_since = from_count(0), .most = 1000});
    auto const old = house->sweep(everything());

    CHECK(young.removed.empty());
    CHECK(old.removed.size() == 1);
    CHECK(std::filesystem::exists(house.folder() / "content" / "notes.txt"));
}

TEST_CASE("a leftover in the spool folder is swept while the gateway runs", "[ledger]") {
    House<Sqlite> house;
    write_durably(spool_folder(house.folder()) / "spool-left", "half a body");

    auto const swept = house->sweep(everything());

    CHECK(swept.removed == std::vector<SweptFile>{{"spool/spool-left", 11}});
    CHECK(std::filesystem::is_empty(spool_folder(house.folder())));
}

TEST_CASE("a sweep of many files goes in bounded rounds and misses none", "[ledger]") {
    auto const most = GENERATE(2, 3, 7, 1000);
    House<Sqlite> house;
    house->admit(with_memorandum("k1"), Plan{{parliament}, false}).value();
    house.close();
    for (int i = 0; i < 25; ++i) leave_orphan(house.folder(), std::string(2000, 'o') + std::to_string(i));
    house.open();

    std::size_t removed = 0;
    int rounds = 0;
    for (bool more = true; more && rounds < 100; ++rounds) {
        auto const swept = house->sweep(everything(most));
        CHECK(swept.removed.size() <= static_cast<std::size_t>(most));
        removed += swept.removed.size();
        more = !swept.all_seen;
    }

    INFO("at most " << most << " a round, " << rounds << " rounds");
    CHECK(removed == 25);
    CHECK(files_under(house.folder() / "content") == 1);
    check_invariants(*house);
}

TEST_CASE("a sweep between the content and the act that names it removes nothing", "[ledger]") {
    // Also when the file is an old orphan that the admission merely found.
    bool const orphan = GENERATE(false, true);
    Interleaved meeting("begin");
    House<Sqlite> house(meeting.hook());
    house.close();
    if (orphan) leave_orphan(house.folder(), memorandum);
    house.open();
    std::optional<Swept> swept;
    meeting.act = [&] { swept = house->sweep(everything()); };

    auto const receipt = house->admit(with_memorandum("k1"), Plan{{parliament}, false});

    REQUIRE(receipt.has_value());
    REQUIRE(swept.has_value());
    CHECK(swept->removed.empty());
    check_invariants(*house);
}

TEST_CASE("a sweep between a container and the act that names it removes nothing", "[ledger]") {
    Interleaved meeting("begin");
    House<Sqlite> house(meeting.hook());
    house.admit("k1", "dossier-1", {parliament}, true);
    auto const seal = house.claim_seals().front();
    std::optional<Swept> swept;
    meeting.act = [&] { swept = house->sweep(everything()); };
    auto const container = content_of(std::string(2000, 'z'));

    CHECK(house->settle_seal({.submission = seal.submission,
                              .lease = seal.lease,
                              .now = house.now,
                              .seal = Seal{container, "B", "c", house.now, {}}}));

    REQUIRE(swept.has_value());
    CHECK(swept->removed.empty());
    CHECK(read_whole(house->fetch(container.digest), 3000) == std::string(2000, 'z'));
}

TEST_CASE("a container whose lease was lost is an orphan, and is swept", "[ledger]") {
    House<Sqlite> house;
    house.admit("k1", "dossier-1", {parliament}, true);
    auto const seal = house.claim_seals().front();
    CHECK_FALSE(house->settle_seal({.submission = seal.submission,
                                    .lease = seal.lease + 1,
                                    .now = house.now,
                                    .seal = Seal{content_of(std::string(2000, 'z')), "B", "c", house.now, {}}}));

    CHECK(house->sweep(everything()).removed.size() == 1);
    CHECK(files_under(house.folder() / "content") == 0);
}

TEST_CASE("an admission that meets a sweep at the same content waits for it and keeps its own", "[ledger]") {
    std::promise<void> waits;
    std::optional<Result<Receipt>> receipt;
    std::jthread door;
    Interleaved meeting("remove orphan");
    auto const meets = meeting.hook();
    std::atomic<bool> told{false};
    House<Sqlite> house([&](char const* operation) {
        if (std::string_view(operation) == "wait for the sweep" && !told.exchange(true)) waits.set_value();
        meets(operation);
    });
    house.close();
    leave_orphan(house.folder(), memorandum);
    house.open();
    meeting.act = [&] {
        // The sweep has decided and is about to remove. If the door does not wait for it, it finds the file, gets its
        // receipt, and then loses what it has a receipt for.
        door = std::jthread([&] {
            receipt = house->admit(with_memorandum("k1"), Plan{{parliament}, false});
            if (!told.exchange(true)) waits.set_value();
        });
        waits.get_future().wait();
    };

    auto const swept = house->sweep(everything());
    door.join();

    CHECK(swept.removed.size() == 1);
    REQUIRE(receipt.has_value());
    REQUIRE(receipt->has_value());
    check_invariants(*house);
    CHECK(house->sweep(everything()).removed.empty());
}

TEST_CASE("wherever an admission or a sweep fails, a later sweep leaves exactly what is named", "[ledger]") {
    int n = 0;
    for (bool failed = true; failed; ++n) {
        INFO("operation " << n << " fails");
        FailAt failure(n);
        House<Sqlite> house(failure.hook());
        house.close();
        leave_orphan(house.folder(), std::string(2000, 'o'));
        house.open();
        failure.arm();
        std::size_t receipts = 0;
        try {
            receipts += house->admit(with_memorandum("k1"), Plan{{parliament}, false}) ? 1U : 0U;
            ignore(house->sweep(everything()), "it is swept again below");
        } catch (Outage const& outage) {
            ignore(outage, "it was made to fail");
        }
        failure.disarm();
        failed = failure.failed();

        house.open();
        ignore(house->sweep(everything()), "the files are counted");

        CHECK(files_under(house.folder() / "content") == static_cast<std::size_t>(house->census().submissions));
        CHECK(static_cast<std::size_t>(house->census().submissions) >= receipts);
        check_invariants(*house);
    }
    CHECK(n > 15);
}
