// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "adapters/print/errand.hpp"
#include "adapters/print/news.hpp"
#include "unit/print/canned_printer.hpp"
#include "unit/print/world.hpp"

#include <nlohmann/json.hpp>

using namespace wetbode;
using namespace wetbode::print;

namespace {

Pending pending_job(int job) {
    return {{"transfer-" + std::to_string(job)}, "", {{key_job, std::to_string(job)}}};
}

PrinterSettings settings_for(CannedPrinter const& printer) {
    return {printer.uri(), {}, "wetbode", "iso_a4_210x297mm", true};
}

}  // namespace

TEST_CASE("a job's state becomes news of its letter", "[print]") {
    struct Row {
        int state;
        std::string kind;  // empty = no news
    };
    auto const row = GENERATE(values<Row>({{3, ""}, {4, "status"}, {5, ""}, {6, "status"}, {7, "refused"},
                                           {8, "refused"}, {9, "acknowledged"}}));
    CannedPrinter printer([&](Asked const& asked) {
        return Canned{200, 0, {{asked.job, "transfer-7", row.state, "some-reason", true}}, {}, {}};
    });

    auto const news = collect_news(Printer(settings_for(printer)), "", {pending_job(7)},
                                   Deadline::in(std::chrono::seconds{20}));

    REQUIRE(news.items.size() == (row.kind.empty() ? 0U : 1U));
    CHECK(news.cursor.empty());
    if (row.kind.empty()) return;
    auto const& item = news.items.front();
    CHECK(item.kind == row.kind);
    CHECK(item.transfer.text == "transfer-7");
    CHECK(item.reference == "ipp://canned/jobs/7");
    CHECK(item.key == "transfer-7/7/" + std::string(name_of(static_cast<JobState>(row.state))));
    auto const data = nlohmann::json::parse(item.data);
    CHECK(data.at("job_state_reasons").at(0) == "some-reason");
    CHECK(data.at("impressions") == 3);
    CHECK(data.at("completed") == "2026-11-23T23:10:00.000Z");
    CHECK(item.why.en.find(row.kind == "acknowledged" ? "Printed" : "some-reason") != std::string::npos);
}

TEST_CASE("a job that the printer has forgotten is told once, as a status", "[print]") {
    CannedPrinter printer([](Asked const&) { return Canned{200, 0x0406, {}, {}, {}}; });
    Printer const room(settings_for(printer));

    auto const first = collect_news(room, "", {pending_job(7)}, Deadline::in(std::chrono::seconds{20}));
    auto const second = collect_news(room, "", {pending_job(7)}, Deadline::in(std::chrono::seconds{20}));

    REQUIRE(first.items.size() == 1);
    CHECK(first.items.front().kind == "status");
    CHECK(first.items.front().key == second.items.front().key);
}

TEST_CASE("another letter's job under the same number is not taken for ours", "[print]") {
    CannedPrinter printer([](Asked const& asked) { return Canned{200, 0, {{asked.job, "a stranger", 9}}, {}, {}}; });

    auto const news = collect_news(Printer(settings_for(printer)), "", {pending_job(7)},
                                   Deadline::in(std::chrono::seconds{20}));

    REQUIRE(news.items.size() == 1);
    CHECK(news.items.front().kind == "status");
}

TEST_CASE("news of a long list goes on behind the last one that was asked", "[print]") {
    int answers = 0;
    CannedPrinter printer([&](Asked const& asked) {
        Canned canned{200, 0, {{asked.job, "transfer-" + std::to_string(asked.job), 9}}, {}, {}};
        if (++answers == 3) canned.end = Canned::End::silence;
        return canned;
    });
    std::vector<Pending> const list{pending_job(1), pending_job(2), pending_job(3)};
    Printer const room(settings_for(printer));

    auto const news = collect_news(room, "transfer-1", list, Deadline::in(Milliseconds{700}));

    REQUIRE(news.items.size() == 2);
    CHECK(news.items[0].transfer.text == "transfer-2");
    CHECK(news.items[1].transfer.text == "transfer-3");
    CHECK(news.cursor == "transfer-3");
}
