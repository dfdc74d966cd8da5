// SPDX-License-Identifier: EUPL-1.2
#include "gateway/dispatch/sealing_worker.hpp"

#include "gateway/base/content.hpp"
#include "gateway/dispatch/backoff.hpp"
#include "gateway/json/json.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace wetbode {
namespace {

constexpr Milliseconds idle_max{10'000};
constexpr Milliseconds blocked_wait{250};
constexpr Milliseconds backoff_first{100};
constexpr Milliseconds backoff_most{10'000};

std::string three_digits(std::size_t number) {
    auto text = std::to_string(number);
    return std::string(text.size() < 3 ? 3 - text.size() : 0, '0') + text;
}

void check(SealingPorts const& ports, SealingPolicy const& policy) {
    auto const fail = [](std::string const& why) { throw std::invalid_argument("sealing: " + why); };
    if (!ports.seal) fail("there is nothing that seals");
    if (!ports.letter) fail("there is nothing that makes letters");
    if (policy.workers < 1 || policy.workers > 16) fail("workers must be 1 to 16");
    if (policy.batch < 1 || policy.batch > 256) fail("the batch must be 1 to 256");
    if (policy.lease <= Milliseconds{0}) fail("the lease must be positive");
    if (policy.wait_first <= Milliseconds{0}) fail("the first wait must be positive");
    if (policy.wait_max < policy.wait_first) fail("the longest wait must not be shorter than the first");
    if (policy.faults_max < 1) fail("at least one try is needed");
}

SealSettlement settlement_for(ClaimedSeal const& claimed, Instant now) {
    SealSettlement settlement;
    settlement.submission = claimed.submission;
    settlement.lease = claimed.lease;
    settlement.now = now;
    return settlement;
}

SealSettlement given_up(ClaimedSeal const& claimed, Instant now, Text why) {
    auto settlement = settlement_for(claimed, now);
    settlement.quarantine = true;
    settlement.why = std::move(why);
    return settlement;
}

}  // namespace

std::vector<SealedFileSpec> container_files(ClaimedSeal const& claimed, std::vector<MadeRendition> const& made,
                                            ContentShelf& shelf) {
    std::map<std::string, std::size_t> number_of;
    for (auto const& piece : claimed.manifest.pieces) number_of.emplace(piece.id, number_of.size() + 1);

    std::vector<SealedFileSpec> files;
    files.push_back({"manifest.json", "application/json", content_of(json::text_of(claimed.manifest))});
    for (auto const& file : claimed.files) {
        if (file.piece_id.empty()) continue;  // made by the gateway in an earlier try: made again below
        auto const piece = number_of.find(file.piece_id);
        ensure(piece != number_of.end(), "a file of a submission belongs to a piece of its manifest");
        ensure(file.rendition.digest.has_value(), "a file in the ledger has a digest");
        files.push_back({"pieces/" + three_digits(piece->second) + "/" + file.rendition.name,
                         file.rendition.media_type, shelf.fetch(*file.rendition.digest)});
    }
    for (auto const& rendition : made)
        files.push_back({"made/" + rendition.name, rendition.media_type, rendition.content});
    return files;
}

SealingWorker::SealingWorker(SealingPorts ports, SealingPolicy policy) : ports_(std::move(ports)), policy_(policy) {
    check(ports_, policy_);
}

SealingWorker::~SealingWorker() { stop(); }

void SealingWorker::start() {
    ensure(threads_.empty(), "the sealing worker is started once");
    for (int i = 0; i < policy_.workers; ++i)
        threads_.emplace_back([this](std::stop_token const& stop) { work(stop); });
}

void SealingWorker::stop() {
    for (auto& thread : threads_) thread.request_stop();
    threads_.clear();
}

int SealingWorker::step(Instant now) {
    auto const batch = ports_.ledger.claim_seals({{}, policy_.batch, now, policy_.lease, ports_.node + "/seal"});
    if (batch.empty()) return 0;

    std::vector<SealSettlement> settlements;
    std::string keys_out;  // once the key store is out, the rest of the batch need not ask it again
    for (auto const& claimed : batch) {
        auto const in_time = settlements.empty() || ports_.clock.now() < now + policy_.lease / 2;
        if (!in_time) break;  // half the lease is over; the lease brings the rest back, to us or to another worker
        settlements.push_back(keys_out.empty() ? seal_one(claimed, keys_out) : later(claimed, keys_out));
    }
    auto const settled = ports_.ledger.settle_seals(settlements);
    ensure(settled.size() == settlements.size(), "every settlement gets an answer");
    for (std::size_t i = 0; i < settled.size(); ++i) {
        auto const& one = settlements[i];
        auto const event = !settled[i] ? "seal.lease_lost"
                           : one.seal  ? "seal.made"
                                       : (one.quarantine ? "seal.quarantined" : "seal.delayed");
        LogFields fields{{"submission", one.submission.text}};
        if (!one.why.empty()) fields.emplace_back("error", one.why.en);
        log(event, fields);
    }
    return static_cast<int>(batch.size());
}

SealSettlement SealingWorker::seal_one(ClaimedSeal const& claimed, std::string& keys_out) {
    try {
        std::vector<MadeRendition> made;
        if (claimed.manifest.letter) {
            auto letter = ports_.letter(claimed, ports_.ledger);
            if (!letter) {
                auto const& refusal = letter.error();
                return given_up(claimed, ports_.clock.now(),
                                {refusal.code + ": " + refusal.detail.nl, refusal.code + ": " + refusal.detail.en});
            }
            made.push_back(std::move(*letter));
        }
        auto seal = sealed(claimed, std::move(made));
        auto settlement = settlement_for(claimed, seal.signed_at);
        settlement.now = ports_.clock.now();
        settlement.seal = std::move(seal);
        return settlement;
    } catch (Outage const& outage) {
        if (outage.dependency() == "keys") keys_out = outage.what();
        return later(claimed, outage.what());
    } catch (std::exception const& fault) {
        log("seal.fault", {{"submission", claimed.submission.text}, {"error", fault.what()}});
        if (claimed.attempts + 1 < policy_.faults_max) return later(claimed, fault.what());
        return given_up(claimed, ports_.clock.now(),
                        {std::string("Eigen fout bij het verzegelen: ") + fault.what(),
                         std::string("Our own fault while sealing: ") + fault.what()});
    }
}

Seal SealingWorker::sealed(ClaimedSeal const& claimed, std::vector<MadeRendition> made) {
    auto seal = ports_.seal(container_files(claimed, made, ports_.ledger), ports_.clock.now());
    seal.made = std::move(made);
    return seal;
}

/// However long the key store is out, the work stays: the debt of evidence is visible and never forgiven.
SealSettlement SealingWorker::later(ClaimedSeal const& claimed, std::string const& why) const {
    auto const now = ports_.clock.now();
    auto settlement = settlement_for(claimed, now);
    auto wait = policy_.wait_first;
    for (int i = 0; i < claimed.attempts && wait < policy_.wait_max; ++i) wait *= 2;
    settlement.due = now + std::min(wait, policy_.wait_max);
    settlement.why = {"Verzegelen is uitgesteld: " + why, "Sealing is delayed: " + why};
    return settlement;
}

void SealingWorker::work(std::stop_token const& stop) {
    Backoff backoff(backoff_first, backoff_most);
    while (!stop.stop_requested()) {
        auto const heard = ports_.bell.rings();
        try {
            if (step(ports_.clock.now()) == 0) wait_for_work(stop, heard);
            backoff.recovered();
        } catch (std::exception const& fault) {
            log("sealing.outage", {{"error", fault.what()}});
            ports_.bell.wait(heard, backoff.pause(), stop);
        }
    }
}

void SealingWorker::wait_for_work(std::stop_token const& stop, std::uint64_t heard) {
    auto const until = ports_.clock.now() + idle_max;
    for (bool first = true; !stop.stop_requested(); first = false) {
        auto const due = ports_.ledger.next_seal_due();
        auto const now = ports_.clock.now();
        if (now >= until) return;
        auto span = std::clamp((due ? std::min(*due, until) : until) - now, Milliseconds{1}, idle_max);
        if (due && *due <= now) {
            if (!first) return;
            span = blocked_wait;
        }
        heard = ports_.bell.wait(heard, span, stop);
    }
}

void SealingWorker::log(std::string_view event, LogFields const& fields) const {
    if (ports_.log) ports_.log(event, fields);
}

}  // namespace wetbode
