// SPDX-License-Identifier: EUPL-1.2
#include "gateway/dispatch/evidence_keeper.hpp"

#include <algorithm>
#include <condition_variable>
#include <map>
#include <stdexcept>
#include <utility>

namespace wetbode {

EvidenceKeeper::EvidenceKeeper(EvidencePorts ports, EvidencePolicy policy)
    : ports_(std::move(ports)), policy_(std::move(policy)) {
    if (!ports_.term || !ports_.renew) throw std::invalid_argument("evidence: there is nothing that reads or renews");
    if (policy_.page < 1 || policy_.page > 10'000) throw std::invalid_argument("evidence: a page must be 1 to 10000");
    if (policy_.every <= Milliseconds{0} || policy_.retry <= Milliseconds{0} || policy_.fruitless < Milliseconds{0})
        throw std::invalid_argument("evidence: the pauses must be positive");
}

EvidenceKeeper::~EvidenceKeeper() { stop(); }

void EvidenceKeeper::start() {
    thread_ = std::jthread([this](std::stop_token const& stop) { work(stop); });
}

void EvidenceKeeper::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

EvidenceRound EvidenceKeeper::round(std::stop_token const& stop) {
    std::scoped_lock const turn(rounds_);
    EvidenceRound done;
    if (fruitless_ && ports_.clock.now() - fruitless_->asked >= policy_.fruitless) fruitless_.reset();
    try {
        read_all(done, stop);
        // A tree on a weak algorithm first: its new chain has a young time stamp, too.
        if (!policy_.weak.empty()) renew_all(EvidenceRenewalKind::hash_tree, done, stop);
        renew_all(EvidenceRenewalKind::time_stamp, done, stop);
    } catch (Outage const& outage) {
        if (outage.dependency() == "ledger") throw;
        done.away = outage.what();
        log("evidence.away", {{"service", outage.dependency()}, {"error", outage.what()}});
    }
    if (done.renewed + done.failed > 0)
        log("evidence.renewed",
            {{"renewed", std::to_string(done.renewed)}, {"failed", std::to_string(done.failed)}});
    return done;
}

void EvidenceKeeper::read_all(EvidenceRound& done, std::stop_token const& stop) {
    while (!stop.stop_requested()) {
        auto const page = ports_.ledger.unread_evidence(policy_.page);
        if (page.empty()) return;
        std::vector<EvidenceNote> notes;
        for (auto const& kept : page) notes.push_back(ports_.term(kept, ports_.ledger));
        ports_.ledger.note_evidence(notes);
        done.read += std::ssize(page);
    }
}

void EvidenceKeeper::renew_all(EvidenceRenewalKind kind, EvidenceRound& done, std::stop_token const& stop) {
    EvidenceSearch search{.most = policy_.page};
    if (kind == EvidenceRenewalKind::hash_tree) search.weak = policy_.weak;
    while (!stop.stop_requested()) {
        if (kind == EvidenceRenewalKind::time_stamp) search.ends_before = horizon();
        auto const page = ports_.ledger.ending_evidence(search);
        if (page.empty()) return;
        search.after = page.back().number;
        renew_page(page, kind, done);
    }
}

Instant EvidenceKeeper::horizon() const {
    auto const due = ports_.clock.now() + policy_.renew_before;
    return fruitless_ ? std::min(due, fruitless_->ends) : due;
}

void EvidenceKeeper::renew_page(std::vector<KeptEvidence> const& page, EvidenceRenewalKind kind, EvidenceRound& done) {
    auto answers = ports_.renew(page, kind, ports_.ledger, ports_.clock.now());
    ensure(answers.size() == page.size(), "every record gets an answer");
    std::vector<RenewedEvidence> renewed;
    std::map<std::string, std::pair<SubmissionId, int>> reasons;  // a line each: a page has a thousand records
    for (std::size_t i = 0; i < page.size(); ++i) {
        if (answers[i].renewed) {
            renewed.push_back(std::move(*answers[i].renewed));
            continue;
        }
        ++done.failed;
        if (auto const end = answers[i].gains_nothing_after; end && (!fruitless_ || *end < fruitless_->ends))
            fruitless_ = Fruitless{ports_.clock.now(), *end};
        ++reasons.emplace(answers[i].why, std::pair(page[i].submission, 0)).first->second.second;
    }
    for (auto const& [why, which] : reasons)
        log("evidence.not_renewed",
            {{"records", std::to_string(which.second)}, {"for_example", which.first.text}, {"error", why}});
    auto const kept = ports_.ledger.renew_evidence(std::move(renewed));
    done.renewed += std::ranges::count(kept, true);
}

void EvidenceKeeper::work(std::stop_token const& stop) {
    std::mutex mutex;
    std::condition_variable_any bell;
    while (!stop.stop_requested()) {
        auto pause = policy_.every;
        try {
            if (!round(stop).away.empty()) pause = std::min(policy_.retry, policy_.every);
        } catch (std::exception const& fault) {
            log("evidence.outage", {{"error", fault.what()}});
            pause = std::min(policy_.retry, policy_.every);
        }
        std::unique_lock lock(mutex);
        bell.wait_for(lock, stop, pause, [] { return false; });
    }
}

void EvidenceKeeper::log(std::string_view event, LogFields const& fields) const {
    if (ports_.log) ports_.log(event, fields);
}

}  // namespace wetbode
