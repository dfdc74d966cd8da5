// SPDX-License-Identifier: EUPL-1.2
#include <catch2/catch.hpp>

#include "gateway/dispatch/transfer_state.hpp"

#include <set>
#include <utility>

using namespace wetbode;
using namespace std::chrono_literals;
using State = TransferState;

namespace {

constexpr Instant start{Milliseconds{1'000'000}};
RetrySchedule const schedule{{1s, 5s}, 0};

Refusal why() {
    return {.code = "NO_DIGITAL_USER", .title = {"Geen e-Box", "No e-Box"}, .detail = {"bijzonderheid", "detail"}};
}

}  // namespace

TEST_CASE("every pair of states is allowed exactly if the house says so", "[dispatch]") {
    std::set<std::pair<State, State>> const house{
        {State::waiting, State::underway},         {State::waiting, State::withdrawn},
        {State::underway, State::waiting},         {State::underway, State::handed_over},
        {State::underway, State::acknowledged},    {State::underway, State::refused},
        {State::underway, State::rerouted},        {State::underway, State::quarantined},
        {State::handed_over, State::acknowledged}, {State::handed_over, State::refused},
        {State::handed_over, State::returned},     {State::handed_over, State::quarantined},
        {State::handed_over, State::waiting},  // a replay of what was taken in part
        {State::acknowledged, State::returned},    {State::refused, State::waiting},
        {State::quarantined, State::waiting},      {State::quarantined, State::withdrawn},
        {State::returned, State::waiting}};

    for (auto const& [from, from_name] : transfer_state_names)
        for (auto const& [to, to_name] : transfer_state_names) {
            INFO(from_name << " -> " << to_name);
            CHECK(allowed(from, to) == house.contains({from, to}));
        }
}

TEST_CASE("whatever the counterpart answers, an underway transfer goes to an allowed state", "[dispatch]") {
    std::vector<Outcome> const outcomes{HandedOver{"r"},
                                        Acknowledged{"r"},
                                        TryLater{{"druk", "busy"}, {}},
                                        TryLater{{"druk", "busy"}, start + 1h},
                                        Declined{why(), {}},
                                        Declined{why(), CounterpartName{"print"}}};
    for (auto const& outcome : outcomes)
        for (int tries = 1; tries <= 5; ++tries)
            for (auto const elapsed : {0ms, 3000ms, 6000ms, 600'000ms}) {
                auto const step = next_step(outcome, {tries, start, start + elapsed}, schedule, 0.5);
                INFO(name_of(outcome) << " after " << tries << " tries");
                CHECK(allowed(State::underway, step.next));
                CHECK(step.due.has_value() == (step.next == State::waiting));
                CHECK(step.instead.has_value() == (step.next == State::rerouted));
            }
}

TEST_CASE("what was taken needs no reason, what was not taken has one in both languages", "[dispatch]") {
    RetryRound const round{1, start, start};

    auto const taken = next_step(Acknowledged{"VP-7"}, round, schedule, 0);
    CHECK(taken.next == State::acknowledged);
    CHECK(taken.reference == "VP-7");
    CHECK(taken.why.empty());
    CHECK(next_step(HandedOver{"job-1"}, round, schedule, 0).next == State::handed_over);

    auto const refused = next_step(Declined{why(), {}}, round, schedule, 0);
    CHECK(refused.next == State::refused);
    CHECK(refused.why.nl == "NO_DIGITAL_USER: Geen e-Box: bijzonderheid");
    CHECK(refused.why.en == "NO_DIGITAL_USER: No e-Box: detail");

    auto const paper = next_step(Declined{why(), CounterpartName{"print"}}, round, schedule, 0);
    CHECK(paper.next == State::rerouted);
    CHECK(paper.instead == CounterpartName{"print"});
}

TEST_CASE("a transfer whose tries are spent is quarantined and says what the last answer was", "[dispatch]") {
    auto const step = next_step(TryLater{{"druk", "busy"}, {}}, {3, start, start + 6s}, schedule, 0);

    CHECK(step.next == State::quarantined);
    CHECK(step.why.en == "Given up after 3 tries. Last answer: busy");
    CHECK(step.why.nl == "Na 3 pogingen opgegeven. Laatste antwoord: druk");
}

TEST_CASE("our own outage never quarantines a transfer and never hammers", "[dispatch]") {
    for (int tries : {1, 2, 50, 5000}) {
        auto const step = step_after_outage({"stuk", "broken"}, {tries, start, start + 1h}, {{0s, 2h}, 0}, 0);
        CHECK(step.next == State::waiting);
        REQUIRE(step.due);
        CHECK(*step.due >= start + 1h + 1s);
        CHECK(*step.due <= start + 1h + 1min);
    }
}

TEST_CASE("only waiting, underway and handed over are not at rest", "[dispatch]") {
    for (auto const& [state, name] : transfer_state_names) {
        INFO(name);
        CHECK(at_rest(state) !=
              (state == State::waiting || state == State::underway || state == State::handed_over));
    }
}
