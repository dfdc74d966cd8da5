// SPDX-License-Identifier: EUPL-1.2
// The simulations over the embedded ledger, on real files. A power cut leaves what SQLite had fsynced, and of the rest
// nothing, something or all.
#include <catch2/catch.hpp>

#include "doubles/folders_in_memory.hpp"
#include "doubles/temporary_folder.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "simulation/lost_nothing.hpp"
#include "simulation/power_cut_disk.hpp"

#include <sqlite3.h>

#include <string_view>

using namespace wetbode;

namespace {

using Loss = PowerCutDisk::Loss;

struct Cut {
    std::uint64_t seed = 1;
    Loss loss = Loss::some;
    std::int64_t at_fsync = 0;  ///< 0 = only where the simulation strikes
    bool* came = nullptr;       ///< whether that fsync was reached
};

class SqliteStand final : public LedgerStand {
public:
    explicit SqliteStand(Cut cut) : cut_(cut), disk_(cut.seed) {
        disk_.go_at_fsync(cut_.at_fsync);
        open(FakeClock::monday);
    }
    ~SqliteStand() override { ledger_.reset(); }

    [[nodiscard]] Ledger& ledger() override { return *ledger_; }
    [[nodiscard]] bool is_down() const override { return disk_.is_off(); }

    void restart(Instant now) override {
        disk_.power_goes();
        open(now);
    }

    /// In a long life the log is folded back into the file now and then; here every few acts.
    void act_begins() override {
        if (++acts_ % 7 == 0 && !disk_.is_off()) fold();
    }

private:
    void open(Instant now) {
        for (;;) {
            ledger_.reset();  // closes its files; with the power off that writes nothing
            if (disk_.is_off()) {
                if (cut_.came != nullptr) *cut_.came = true;
                disk_.power_returns(cut_.loss);
            }
            try {
                ledger_ = open_sqlite_ledger({.folder = folder_.path() / "data",
                                              .inline_bytes_max = 40,  // some contents are files, some are rows
                                              .readers = 1,
                                              .opened = now,
                                              .before_operation = [this](char const* operation) { step(operation); }},
                                             [] {});
                return;
            } catch (Outage const&) {
                if (!disk_.is_off()) throw;
            }
        }
    }

    /// The power may also go between the steps of the content store.
    void step(std::string_view operation) {
        if (operation.find("content") != std::string_view::npos && !disk_.other_step())
            throw Outage("content", "the power went");
    }

    void fold() {
        sqlite3* handle = nullptr;
        auto const file = folder_.path() / "data" / "ledger.sqlite";
        if (sqlite3_open(file.c_str(), &handle) == SQLITE_OK)
            sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
        sqlite3_close(handle);
    }

    Cut cut_;
    FoldersInMemory in_memory_;  // only the simulated disk loses anything
    TemporaryFolder folder_;
    PowerCutDisk disk_;
    std::unique_ptr<Ledger> ledger_;
    int acts_ = 0;
};

LedgerFactory sqlite(Cut cut) {
    return [cut] { return std::make_unique<SqliteStand>(cut); };
}

}  // namespace

TEST_CASE("on SQLite too nothing admitted is lost, doubled or out of order", "[simulation]") {
    for (std::uint64_t seed = 1; seed <= 12; ++seed) CHECK(troubled_day(sqlite({.seed = seed}), seed, 300) == "");
}

TEST_CASE("on SQLite too a power cut at any single step loses nothing", "[simulation]") {
    int steps = 0;
    CHECK(strike_at_every_step(sqlite({.loss = Loss::all}), Trouble::Kind::crash, steps) == "");
    CHECK(steps > 50);
}

TEST_CASE("on SQLite too an outage at any single step loses nothing", "[simulation]") {
    int steps = 0;
    CHECK(strike_at_every_step(sqlite({}), Trouble::Kind::outage, steps) == "");
    CHECK(steps > 50);
}

TEST_CASE("on SQLite a power cut before any single fsync loses nothing", "[simulation]") {
    auto const loss = GENERATE(Loss::none, Loss::all, Loss::some);
    int fsyncs = 0;
    CHECK(cut_at_every_fsync([&](std::int64_t n, bool& came) {
              return sqlite({.seed = static_cast<std::uint64_t>(n), .loss = loss, .at_fsync = n, .came = &came});
          }, fsyncs) == "");
    CHECK(fsyncs > 25);
}
