// SPDX-License-Identifier: EUPL-1.2
// Printed receipts asked for again: the same paper, no further time stamp, and a limit on new ones.
#include <catch2/catch.hpp>

#include "gateway/receipt_memory.hpp"

#include <atomic>
#include <thread>
#include <vector>

using namespace wetbode;
using namespace std::chrono_literals;

namespace {

constexpr Instant start{std::chrono::seconds{1'790'000'000}};

struct Counter {
    ReceiptMemory memory;
    int made = 0;
    bool stamped = true;
    bool lower = false;
    std::size_t size = 10;

    explicit Counter(ReceiptMemory::Limits limits = {}) : memory(limits) {}

    api::PrintedReceipt ask(std::string const& key, Instant now = start, std::string const& client = "kaleidos") {
        auto const printed = memory.receipt({key, {client}, true, now}, [&]() -> Result<ReceiptMemory::Made> {
            auto text = key + std::to_string(++made);
            text.resize(size, '.');
            return ReceiptMemory::Made{{std::move(text), "PAdES-B-T", {}}, stamped, lower};
        });
        REQUIRE(printed);
        return *printed;
    }
};

}  // namespace

TEST_CASE("the same receipt asked for again is the same paper, for a day", "[receipt]") {
    Counter counter;
    auto const first = counter.ask("a");

    CHECK(counter.ask("a", start + 23h, "beheer").pdf == first.pdf);
    CHECK(counter.made == 1);
    CHECK(counter.ask("b").pdf != first.pdf);
    CHECK(counter.ask("a", start + 24h).pdf != first.pdf);
    CHECK(counter.made == 3);
}

TEST_CASE("what is remembered has a limit in number and in octets, and what was asked for last stays", "[receipt]") {
    ReceiptMemory::Limits limits;
    limits.receipts = 2;
    Counter few(limits);
    for (auto const* const key : {"a", "b", "a", "c", "a"}) (void)few.ask(key);
    CHECK(few.made == 3);
    (void)few.ask("b");
    CHECK(few.made == 4);

    limits = {};
    limits.bytes = 25;
    Counter small(limits);
    for (auto const* const key : {"a", "b", "c", "b", "c"}) (void)small.ask(key);
    CHECK(small.made == 3);
    (void)small.ask("a");
    CHECK(small.made == 4);
    small.size = 26;
    (void)small.ask("large");
    (void)small.ask("large");
    CHECK(small.made == 6);
}

TEST_CASE("a client that asks for too many new ones is told when to come back; another is not", "[receipt]") {
    ReceiptMemory::Limits limits;
    limits.stamped_per_hour = 4;
    Counter counter(limits);
    for (auto const* const key : {"a", "b", "c", "d"}) CHECK(counter.ask(key).retry_after == 0s);

    auto const refused = counter.ask("e");

    CHECK(refused.retry_after == 15min);
    CHECK(refused.pdf.empty());
    CHECK(counter.made == 4);
    CHECK(counter.ask("a").retry_after == 0s);
    CHECK(counter.ask("e", start, "vrt").retry_after == 0s);
    CHECK(counter.ask("f", start + 14min).retry_after == 1min);
    CHECK(counter.ask("f", start + 15min).retry_after == 0s);
    CHECK(counter.ask("g", start + 15min).retry_after == 15min);
}

TEST_CASE("a receipt without a stamp costs nothing of the limit, nor one that could not be made", "[receipt]") {
    ReceiptMemory::Limits limits;
    limits.stamped_per_hour = 1;
    Counter counter(limits);
    counter.stamped = false;
    counter.lower = true;
    CHECK(counter.ask("a").pdf != counter.ask("a").pdf);
    CHECK_THROWS_AS(counter.memory.receipt({"b", {"kaleidos"}, true, start},
                                           []() -> Result<ReceiptMemory::Made> { throw Outage("keys", "gone"); }),
                    Outage);
    CHECK_FALSE(counter.memory.receipt({"b", {"kaleidos"}, true, start}, []() -> Result<ReceiptMemory::Made> {
        return tl::unexpected(Refusal{.code = "X"});
    }));

    counter.stamped = true;
    auto const lower = counter.ask("a");

    CHECK(lower.retry_after == 0s);
    CHECK(counter.ask("a", start + 59s).pdf == lower.pdf);
    CHECK(counter.ask("a", start + 60s).retry_after > 0s);
}

TEST_CASE("of many that ask for the same at once, one has it made", "[receipt]") {
    ReceiptMemory memory({});
    std::atomic<int> made = 0;
    std::vector<std::thread> crowd;
    for (int i = 0; i < 8; ++i)
        crowd.emplace_back([&] {
            (void)memory.receipt({"a", {"kaleidos"}, true, start}, [&]() -> Result<ReceiptMemory::Made> {
                ++made;
                return ReceiptMemory::Made{{"paper", "PAdES-B-T", {}}, true, false};
            });
        });
    for (auto& one : crowd) one.join();

    CHECK(made == 1);
}
