// SPDX-License-Identifier: EUPL-1.2
#include "simulation/world.hpp"

#include "doubles/made_submission.hpp"
#include "doubles/no_bar.hpp"
#include "gateway/base/content.hpp"
#include "gateway/json/json.hpp"

#include <algorithm>
#include <stdexcept>

namespace wetbode {
namespace {

using namespace std::chrono_literals;

CounterpartName const parliament{"parliament"};
CounterpartName const ebox{"ebox"};
CounterpartName const print{"print"};
constexpr int dossiers = 4;
constexpr int rounds_max = 3000;

/// By key, so that a resend says the same.
TimeMode mode_of(std::string const& key) { return static_cast<TimeMode>(key.back() % 3); }

CounterpartPolicy policy() {
    CounterpartPolicy made;
    made.deadline = 30s;
    made.lease = 60s;
    made.schedule = {{1s, 5s, 30s}, 50};
    made.collect_every = 1min;
    made.receipt_term = 10min;
    return made;
}

}  // namespace

World::World(LedgerFactory const& factory, std::uint64_t seed, TroubleRates rates)
    : trouble_(seed, rates), stand_(factory()), ledger_(*stand_, trouble_) {
    for (auto const& name : {parliament, ebox, print})
        counterparts_[name] = std::make_unique<SimulatedCounterpart>(trouble_, [this] { meanwhile(); });
    counterparts_.at(parliament)->decline("no", std::nullopt);
    counterparts_.at(ebox)->decline("no", std::nullopt);
    counterparts_.at(ebox)->decline("paper", print);
    boot(first_, "first");
    boot(second_, "second");
    boot(guest_, "guest");
}

void World::boot(Node& node, std::string const& name) {
    auto const random = [this] { return trouble_.chance(); };
    std::vector<ServedCounterpart> served;
    for (auto const& [counterpart, simulated] : counterparts_)
        served.push_back({counterpart, simulated.get(), policy()});
    node.dispatcher = std::make_unique<Dispatcher>(
        DispatchPorts{ledger_, clock_, bell_, {}, random, no_bar, name}, served);

    auto const seal = [this](std::vector<SealedFileSpec> const& files, Instant now) {
        if (trouble_.other()) throw Outage("keys", "simulated");
        if (trouble_.other()) throw std::runtime_error("the sealer has a bug");
        std::string container;
        for (auto const& file : files) container += file.name + "=" + file.content.digest.hex() + ";";
        return Seal{content_of(container), "XAdES-B-B", "00", now, {}};
    };
    auto const no_letters = [](ClaimedSeal const&, ContentShelf&) -> Result<MadeRendition> {
        throw std::logic_error("there are no letters in this simulation");
    };
    SealingPolicy sealing;
    sealing.batch = 4;
    sealing.lease = 60s;
    sealing.wait_max = 30s;
    sealing.faults_max = 4;
    node.sealing = std::make_unique<SealingWorker>(
        SealingPorts{ledger_, clock_, bell_, seal, no_letters, {}, name}, sealing);
    boot_time(node, name);
}

void World::boot_time(Node& node, std::string const& name) {
    auto const raise = [this](ClaimedTime const& claimed, ContentShelf& shelf, Instant now) {
        auto const original = read_whole(shelf.fetch(claimed.container), 1 << 20);
        time_service();
        return Seal{content_of("timed(" + original + ")" + std::to_string(++tokens_)), "XAdES-B-T", "00",
                    claimed.signed_at, {}, now, "simulated"};
    };
    auto const evidence = [this](std::vector<Digest> const& containers, Instant now) {
        time_service();
        ++tokens_;
        std::vector<EvidenceRecordContent> records;
        for (auto const& one : containers)
            records.push_back({content_of("ers(" + one.hex() + ")" + std::to_string(tokens_)), now, "simulated"});
        return records;
    };
    TimePolicy time;
    time.acts = 3;
    time.batch = 4;
    time.batch_every = 10s;
    time.lease = 60s;
    time.pause_first = 1s;
    time.pause_max = 30s;
    time.wait_max = 30s;
    time.faults_max = 4;
    node.time = std::make_unique<TimeWorker>(TimePorts{ledger_, clock_, bell_, raise, evidence, {}, name}, time);
}

void World::time_service() {
    if (trouble_.other()) throw Outage("time", "simulated");
    if (trouble_.other()) throw Outage("revocation", "simulated");
    if (trouble_.other()) throw std::runtime_error("the code that times has a bug");
    trouble_.strike("time");
    meanwhile();
    trouble_.strike("time");  // the token is bought, and nobody heard
}

void World::crashed() {
    depth_ = 0;
    stand_->restart(clock_.now());
    ledger_.restarted();
    boot(first_, "first");
    boot(second_, "second");
    boot(guest_, "guest");
    clock_.move(Milliseconds{trouble_.below(30'000)});
}

/// While a delivery lasts time passes, sometimes past its lease, and a node that is not the delivering one works.
void World::meanwhile() {
    if (depth_ > 0) return;
    clock_.move(Milliseconds{trouble_.below(500)});
    if (trouble_.other()) clock_.move(Milliseconds{trouble_.below(120'000)});
    if (!trouble_.happens(0.3)) return;
    ++depth_;
    try {
        work(guest_);
    } catch (Crash const&) {
        boot(guest_, "guest");  // only this node dies
    } catch (Outage const&) {
        clock_.move(1ms);
    }
    --depth_;
}

void World::new_submission() {
    auto const key = "key-" + std::to_string(++made_);
    auto submission = made_submission(key, "dossier-" + std::to_string(trouble_.below(dossiers)), clock_.now());
    auto const fate = trouble_.below(10);
    submission.manifest.comment = fate == 0 ? "no" : fate <= 2 ? "paper" : "";
    if (trouble_.happens(0.3)) add_piece(submission, {"memorie-" + key + ".txt", "memorie bij " + key});
    sent_[key] = submission;
    try {
        send(submission);
    } catch (Outage const&) {
        clock_.move(1ms);  // the sender got no receipt: it is on its list and comes again
    }
}

/// The paragraph of the door, without its checks.
void World::send(Submission const& submission) {
    auto const key = submission.key.key;
    auto receipt = [&] {
        if (auto const earlier = ledger_.receipt_of(submission.key)) return earlier->receipt;
        auto copy = submission;
        copy.received = clock_.now();
        auto const answer = ledger_.admit(std::move(copy), {{parliament, ebox}, true, mode_of(key)});
        if (!answer) throw std::logic_error("a resend was refused");
        return *answer;
    }();
    auto const [known, fresh] = receipts_.emplace(key, receipt);
    if (!fresh && json::text_of(known->second) != json::text_of(receipt))
        broken_.push_back("key " + key + " has two receipts");
}

void World::resend_some() {
    for (auto const& [key, submission] : sent_)
        if (!receipts_.contains(key) || trouble_.happens(0.05)) send(submission);
}

void World::refuse_one() {
    RefusedSubmission refused;
    refused.id.text = "refused-" + std::to_string(++refused_);
    refused.key = {{"kaleidos"}, refused.id.text};
    refused.received = clock_.now();
    refused.refusal.code = "DOCUMENT_INVALID";
    ledger_.refuse(refused);
}

void World::work(Node& node) {
    auto which = trouble_.below(7);
    if (which == 0) {
        node.sealing->step(clock_.now());
        return;
    }
    if (which == 6) {
        node.time->step(clock_.now());
        return;
    }
    auto name = std::next(counterparts_.begin(), trouble_.below(static_cast<int>(counterparts_.size())))->first;
    if (which == 1) node.dispatcher->collect(name, clock_.now());
    else node.dispatcher->step(name, clock_.now());
}

void World::replay_one() {
    TransferFilter quarantined;
    quarantined.state = TransferState::quarantined;
    quarantined.most = 1;
    for (auto const& transfer : ledger_.transfers(quarantined))
        (void)ledger_.replay(transfer.id, {"admin", "simulated", clock_.now()});
}

void World::something_happens() {
    try {
        auto const what = trouble_.below(100);
        if (what < 10) new_submission();
        else if (what < 15) resend_some();
        else if (what < 17) refuse_one();
        else if (what < 50) work(first_);
        else if (what < 80) work(second_);
        else if (what < 82) replay_one();
        else clock_.move(Milliseconds{trouble_.below(20'000)});
    } catch (Outage const&) {
        clock_.move(10ms);  // the worker's loop backs off
    } catch (Crash const&) {
        crashed();
    }
}

std::vector<Transfer> World::all_transfers() {
    std::vector<Transfer> all;
    TransferFilter filter;
    for (;;) {
        auto const page = stand_->ledger().transfers(filter);
        all.insert(all.end(), page.begin(), page.end());
        if (static_cast<int>(page.size()) < filter.most) return all;
        filter.after = page.back().id.text;
    }
}

bool World::moves_by_itself() {
    if (receipts_.size() < sent_.size() || stand_->ledger().next_seal_due()) return true;
    for (auto const mode : {TimeMode::act, TimeMode::batch})
        if (stand_->ledger().next_time_due(mode)) return true;
    auto const transfers = all_transfers();
    return std::any_of(transfers.begin(), transfers.end(), [](Transfer const& transfer) {
        if (transfer.state == TransferState::waiting) return transfer.sealed && !transfer.blocked_by;
        return transfer.state == TransferState::underway || transfer.state == TransferState::handed_over;
    });
}

bool World::comes_to_rest() {
    trouble_.calm();
    for (int round = 0; round < rounds_max; ++round) {
        try {
            resend_some();
            while (first_.sealing->step(clock_.now()) > 0) clock_.move(1ms);
            while (first_.time->step(clock_.now()) > 0) clock_.move(1ms);
            for (auto const& [name, counterpart] : counterparts_) {
                while (first_.dispatcher->step(name, clock_.now())) clock_.move(1ms);
                first_.dispatcher->collect(name, clock_.now());
            }
        } catch (Outage const&) {
            clock_.move(10ms);
        } catch (Crash const&) {
            crashed();
        }
        if (!moves_by_itself()) return true;
        clock_.move(20s);
    }
    return false;
}

void World::replay_all() {
    for (auto const& transfer : all_transfers())
        if (transfer.state == TransferState::quarantined)
            (void)ledger_.replay(transfer.id, {"admin", "simulated", clock_.now()});
    for (auto const& [key, receipt] : receipts_) {
        auto const view = stand_->ledger().submission(receipt.submission);
        if (view && view->seal.state == "quarantined")
            (void)ledger_.replay_seal(receipt.submission, {"admin", "simulated", clock_.now()});
        if (view && view->seal.time.state == "quarantined")
            (void)ledger_.replay_time(receipt.submission, {"admin", "simulated", clock_.now()});
    }
}

bool World::is_cleared() {
    for (int round = 0; round < 20; ++round) {
        try {
            replay_all();
        } catch (Outage const&) {
            clock_.move(10ms);  // the administrator tries again
        } catch (Crash const&) {
            crashed();
        }
        if (!comes_to_rest()) return false;
        auto const census = stand_->ledger().census();
        auto const quarantined = std::any_of(census.transfers.begin(), census.transfers.end(), [](auto const& row) {
            return row.first.second == name_of(TransferState::quarantined) && row.second > 0;
        });
        if (!quarantined && census.seals_quarantined == 0 && census.time.quarantined == 0) return true;
    }
    return false;
}

}  // namespace wetbode
