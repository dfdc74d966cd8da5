// SPDX-License-Identifier: EUPL-1.2
#include "gateway/dispatch/transfer_state.hpp"

#include <algorithm>

namespace wetbode {
namespace {

using State = TransferState;

struct Step {
    State from;
    State to;
};

constexpr Step steps[] = {
    {State::waiting, State::underway},
    {State::underway, State::handed_over},
    {State::underway, State::acknowledged},
    {State::underway, State::refused},
    {State::underway, State::rerouted},
    {State::underway, State::quarantined},
    {State::underway, State::waiting},          // try later, or the lease of a dead node expired
    {State::handed_over, State::acknowledged},  // the receipt came
    {State::handed_over, State::refused},       // a late answer
    {State::handed_over, State::returned},
    {State::handed_over, State::quarantined},  // no receipt within the term
    {State::handed_over, State::waiting},      // replay by a person of what was taken in part
    {State::acknowledged, State::returned},    // the paper came back weeks later
    {State::refused, State::waiting},          // replay by a person, with a reason
    {State::quarantined, State::waiting},
    {State::returned, State::waiting},
    {State::waiting, State::withdrawn},
    {State::quarantined, State::withdrawn},
};

/// After our own outage nothing is the counterpart's fault: come back soon, but never hammer a broken world.
constexpr Milliseconds outage_wait_min = std::chrono::seconds{1};
constexpr Milliseconds outage_wait_max = std::chrono::minutes{1};

Text sentence_of(Refusal const& why) {
    auto const join = [&](std::string const& title, std::string const& detail) {
        auto text = why.code;
        if (!title.empty()) text += (text.empty() ? "" : ": ") + title;
        if (!detail.empty() && detail != title) text += (text.empty() ? "" : ": ") + detail;
        return text;
    };
    return {join(why.title.nl, why.detail.nl), join(why.title.en, why.detail.en)};
}

Text spent(Text const& last, int tries) {
    auto const number = std::to_string(tries);
    return {"Na " + number + " pogingen opgegeven. Laatste antwoord: " + last.nl,
            "Given up after " + number + " tries. Last answer: " + last.en};
}

template <class... Acts>
struct Overloaded : Acts... {
    using Acts::operator()...;
};

}  // namespace

bool allowed(State from, State to) {
    return std::any_of(std::begin(steps), std::end(steps),
                       [&](Step const& step) { return step.from == from && step.to == to; });
}

bool at_rest(State state) {
    return state != State::waiting && state != State::underway && state != State::handed_over;
}

NextStep next_step(Outcome const& outcome, RetryRound const& round, RetrySchedule const& schedule, double random) {
    auto const handed_over = [](HandedOver const& taken) {
        return NextStep{State::handed_over, std::nullopt, {}, taken.reference, std::nullopt};
    };
    auto const acknowledged = [](Acknowledged const& taken) {
        return NextStep{State::acknowledged, std::nullopt, {}, taken.reference, std::nullopt};
    };
    auto const try_later = [&](TryLater const& later) {
        auto const due = next_retry(round, schedule, later.not_before, random);
        if (!due) return NextStep{State::quarantined, std::nullopt, spent(later.why, round.tries), {}, std::nullopt};
        return NextStep{State::waiting, due, later.why, {}, std::nullopt};
    };
    auto const declined = [](Declined const& no) {
        auto const next = no.instead ? State::rerouted : State::refused;
        return NextStep{next, std::nullopt, sentence_of(no.why), {}, no.instead};
    };
    return std::visit(Overloaded{handed_over, acknowledged, try_later, declined}, outcome);
}

NextStep step_after_outage(Text why, RetryRound const& round, RetrySchedule const& schedule, double random) {
    auto const wait = std::clamp(wait_after(round.tries, schedule), outage_wait_min, outage_wait_max);
    auto const due = round.now + with_jitter(wait, schedule.jitter_percent, random);
    return {State::waiting, due, std::move(why), {}, std::nullopt};
}

std::string_view name_of(Outcome const& outcome) {
    return std::visit(Overloaded{[](HandedOver const&) { return std::string_view{"handed_over"}; },
                                 [](Acknowledged const&) { return std::string_view{"acknowledged"}; },
                                 [](TryLater const&) { return std::string_view{"try_later"}; },
                                 [](Declined const&) { return std::string_view{"declined"}; }},
                      outcome);
}

}  // namespace wetbode
