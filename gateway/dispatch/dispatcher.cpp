// SPDX-License-Identifier: EUPL-1.2
#include "gateway/dispatch/dispatcher.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <random>
#include <stdexcept>

namespace wetbode {
namespace {

constexpr int workers_max = 64;
constexpr std::size_t answer_headers_max = 32;
constexpr std::size_t answer_body_max = 4096;

/// Another worker owns the transfer by now. Thrown out of a delivery so that it stops writing.
class LeaseLost : public std::runtime_error {
public:
    LeaseLost() : std::runtime_error("the lease of this transfer has passed to another worker") {}
};

class LedgerNotebook final : public Notebook {
public:
    LedgerNotebook(Ledger& ledger, ClaimedTransfer const& claimed) : ledger_(ledger), claimed_(claimed) {}

    void remember(std::string const& key, std::string const& value) override {
        if (!ledger_.remember(claimed_.envelope.transfer, claimed_.lease, key, value)) throw LeaseLost();
    }
    [[nodiscard]] bool knows(std::string const& name) override {
        return !ledger_.named(claimed_.envelope.counterpart, name).empty();
    }
    [[nodiscard]] std::vector<std::string> open_elsewhere(std::string const& key,
                                                          std::string const& closed_by) override {
        auto const& envelope = claimed_.envelope;
        return ledger_.open_notes(envelope.counterpart, key, closed_by, envelope.manifest.dossier.id);
    }

private:
    Ledger& ledger_;
    ClaimedTransfer const& claimed_;
};

void check(ServedCounterpart const& served) {
    auto const& [name, counterpart, policy, inbox] = served;
    auto const fail = [&](std::string const& why) {
        throw std::invalid_argument("counterpart " + name.text + ": " + why);
    };
    if (name.empty()) fail("it has no name");
    if (counterpart == nullptr) fail("there is no adapter for it");
    if (policy.workers < 1 || policy.workers > workers_max) fail("workers must be 1 to 64");
    if (policy.deadline <= Milliseconds{0}) fail("the deadline must be positive");
    if (policy.deadline >= policy.lease) fail("the deadline must be shorter than the lease");
    if (policy.collect_every < Milliseconds{0}) fail("the collect interval cannot be negative");
    if (policy.receipt_term < Milliseconds{0}) fail("the receipt term cannot be negative");
    if (policy.schedule.jitter_percent < 0 || policy.schedule.jitter_percent > 100) fail("jitter must be 0 to 100 %");
    for (auto const wait : policy.schedule.waits)
        if (wait < Milliseconds{0}) fail("a wait of the retry schedule cannot be negative");
}

Answer within_limits(Answer answer) {
    if (answer.headers.size() > answer_headers_max) answer.headers.resize(answer_headers_max);
    if (answer.body_head.size() > answer_body_max) answer.body_head.resize(answer_body_max);
    return answer;
}

Text outage_text(std::string const& what) {
    return {"Storing bij onszelf, niet bij de tegenpartij: " + what,
            "Something on our side failed, not the counterpart: " + what};
}

Settlement settlement_of(ClaimedTransfer const& claimed, NextStep const& next, Attempt attempt) {
    Settlement settlement;
    settlement.transfer = claimed.envelope.transfer;
    settlement.lease = claimed.lease;
    settlement.next = next.next;
    settlement.now = attempt.ended;
    settlement.attempt = std::move(attempt);
    settlement.due = next.due;
    settlement.why = next.why;
    settlement.reference = next.reference;
    settlement.instead = next.instead;
    return settlement;
}

std::string span_of(Attempt const& attempt) { return std::to_string((attempt.ended - attempt.began).count()); }

}  // namespace

Dispatcher::Dispatcher(DispatchPorts ports, std::vector<ServedCounterpart> counterparts) : ports_(std::move(ports)) {
    if (!ports_.random) throw std::invalid_argument("the dispatcher needs a source of random numbers");
    if (!ports_.bar) throw std::invalid_argument("the dispatcher needs to know what may be sent on to whom");
    for (auto& served : counterparts) {
        check(served);
        auto const name = served.name;
        auto const& policy = served.policy;
        auto& pace = paces_.emplace(name, PollTimes{policy.collect_every, policy.collect_slow, policy.collect_night})
                         .first->second;
        pace.delivered(ports_.clock.now());
        if (!served_.emplace(name, std::move(served)).second)
            throw std::invalid_argument("counterpart " + name.text + " is named twice");
    }
}

Dispatcher::~Dispatcher() { stop(); }

ServedCounterpart const& Dispatcher::served(CounterpartName const& name) const {
    auto const found = served_.find(name);
    ensure(found != served_.end(), "the dispatcher serves this counterpart");
    return found->second;
}

bool Dispatcher::step(CounterpartName const& name, Instant now) {
    auto const& to = served(name);
    auto const claimed = claim(to, ports_.node + "/" + name.text, now);
    if (!claimed) return false;
    settle(to, attempt(to, *claimed, now));
    return true;
}

std::optional<ClaimedTransfer> Dispatcher::claim(ServedCounterpart const& to, std::string const& worker, Instant now) {
    auto claimed = ports_.ledger.claim_due({to.name, 1, now, to.policy.lease, worker});
    ensure(claimed.size() <= 1, "a claim gives no more than was asked");
    if (claimed.empty()) return std::nullopt;
    ensure(claimed.front().envelope.counterpart == to.name, "a claim gives transfers of the asked counterpart");
    return std::move(claimed.front());
}

/// One try. What the counterpart says is an Outcome; what our own world or our own code breaks is caught here, so that
/// neither can end a worker. Exceptions that are not std::exception go through: they mean that the process ends.
Settlement Dispatcher::attempt(ServedCounterpart const& to, ClaimedTransfer const& claimed, Instant began) {
    auto const& schedule = to.policy.schedule;
    auto const broke = [&](std::exception const& fault, bool outage) {
        Attempt const tried{0, began, std::max(began, ports_.clock.now()), "outage", outage_text(fault.what()), {}};
        RetryRound const round{claimed.attempts_in_round + 1, claimed.round_began, tried.ended};
        log(outage ? "transfer.outage" : "transfer.adapter_fault",
            {{"transfer", claimed.envelope.transfer.text}, {"counterpart", to.name.text}, {"error", fault.what()}});
        // A fault in an adapter may be in the document itself: it follows the schedule and ends in quarantine.
        auto const next = outage ? step_after_outage(tried.why, round, schedule, ports_.random())
                                 : next_step(TryLater{tried.why, std::nullopt}, round, schedule, ports_.random());
        return settlement_of(claimed, next, tried);
    };
    try {
        LedgerNotebook notebook(ports_.ledger, claimed);
        auto delivery = to.counterpart->deliver(claimed.envelope, ports_.ledger, notebook,
                                                Deadline::in(to.policy.deadline));
        Attempt tried{0, began, std::max(began, ports_.clock.now()), std::string(name_of(delivery.outcome)), {},
                      within_limits(std::move(delivery.answer))};
        RetryRound const round{claimed.attempts_in_round + 1, claimed.round_began, tried.ended};
        auto const next = checked_reroute(next_step(delivery.outcome, round, schedule, ports_.random()),
                                          claimed.envelope.manifest);
        tried.why = next.why;
        auto settlement = settlement_of(claimed, next, std::move(tried));
        settlement.references = std::move(delivery.references);
        if (auto const* const taken = std::get_if<HandedOver>(&delivery.outcome)) settlement.amiss = taken->amiss;
        return settlement;
    } catch (Outage const& outage) {
        return broke(outage, true);
    } catch (std::exception const& fault) {
        return broke(fault, false);
    }
}

/// The door checked the counterparts of the plan; this one it has never seen. Sent on to one that nobody serves, the
/// transfer would wait for ever without anybody seeing it; to one that may not have it, it would leak.
NextStep Dispatcher::checked_reroute(NextStep next, Manifest const& manifest) const {
    if (next.next != TransferState::rerouted) return next;
    auto const& name = next.instead->text;
    Text because{"die tegenpartij is niet ingesteld.", "that counterpart is not configured."};
    if (served_.contains(*next.instead)) {
        auto const bar = ports_.bar(manifest, *next.instead);
        if (!bar) return next;
        because = *bar;
    }
    return {TransferState::quarantined, std::nullopt,
            {"Moet naar " + name + ", maar " + because.nl + " " + next.why.nl,
             "Should go to " + name + ", but " + because.en + " " + next.why.en},
            {}, std::nullopt};
}

void Dispatcher::settle(ServedCounterpart const& to, Settlement const& settlement) {
    ensure(allowed(TransferState::underway, settlement.next), "an attempt ends in an allowed state");
    ensure(settlement.due.has_value() == (settlement.next == TransferState::waiting), "only waiting has a due instant");
    auto const settled = ports_.ledger.settle(settlement);
    bool const taken = settlement.next == TransferState::handed_over || settlement.next == TransferState::acknowledged;
    if (settled && taken) paces_.at(to.name).delivered(ports_.clock.now());
    auto const event = settled ? "transfer." + std::string(name_of(settlement.next)) : "transfer.lease_lost";
    log(event, {{"transfer", settlement.transfer.text},
                {"counterpart", to.name.text},
                {"outcome", settlement.attempt.outcome},
                {"ms", span_of(settlement.attempt)}});
    if (settled && !settlement.amiss.empty())
        log("transfer.amiss", {{"transfer", settlement.transfer.text}, {"counterpart", to.name.text}});
}

void Dispatcher::log(std::string_view event, LogFields const& fields) const {
    if (ports_.log) ports_.log(event, fields);
}

std::function<double()> system_random() {
    struct Source {
        std::mutex mutex;
        std::mt19937_64 engine{std::random_device{}()};
    };
    // Shared, because std::function must be copyable and all copies draw from one engine.
    return [source = std::make_shared<Source>()] {
        std::scoped_lock const lock(source->mutex);
        return std::generate_canonical<double, 53>(source->engine);
    };
}

}  // namespace wetbode
