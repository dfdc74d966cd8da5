// SPDX-License-Identifier: EUPL-1.2
// One simulated house: a store, three nodes that share it, unreliable counterparts and time services, senders that
// resend until they have a receipt, and an administrator. One thread: "at the same time" is a node that works while a
// delivery of another one, or a token for it, lasts. Everything follows from the seed.
#pragma once

#include "doubles/fake_clock.hpp"
#include "gateway/dispatch/dispatcher.hpp"
#include "gateway/dispatch/sealing_worker.hpp"
#include "gateway/dispatch/time_worker.hpp"
#include "simulation/simulated_counterpart.hpp"
#include "simulation/troubled_ledger.hpp"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace wetbode {

class World {
public:
    World(LedgerFactory const& factory, std::uint64_t seed, TroubleRates rates);

    [[nodiscard]] Trouble& trouble() { return trouble_; }

    /// A sender makes a submission. It is sent, and resent, until there is a receipt.
    void new_submission();
    /// One random thing happens; a crash in it is followed by a restart.
    void something_happens();
    /// The whole house died and starts again.
    void crashed();
    /// No more trouble: time passes until nothing moves by itself. False if it never comes to rest.
    [[nodiscard]] bool comes_to_rest();
    /// The administrator replays whatever is quarantined, until all is delivered or refused. False if it never is.
    [[nodiscard]] bool is_cleared();
    /// Every broken promise; empty = none. `cleared`: nothing may be left in quarantine.
    enum class Stage { at_rest, cleared };
    [[nodiscard]] std::vector<std::string> broken_promises(Stage stage);
    [[nodiscard]] std::size_t admitted() const { return receipts_.size(); }

private:
    struct Node {
        std::unique_ptr<Dispatcher> dispatcher;
        std::unique_ptr<SealingWorker> sealing;
        std::unique_ptr<TimeWorker> time;
    };

    void boot(Node& node, std::string const& name);
    void boot_time(Node& node, std::string const& name);
    /// A time authority, and what stands around it: it may fail, and time passes while it answers.
    void time_service();
    void meanwhile();
    void send(Submission const& submission);
    void resend_some();
    void refuse_one();
    void work(Node& node);
    void replay_one();
    [[nodiscard]] std::vector<Transfer> all_transfers();
    [[nodiscard]] bool moves_by_itself();
    void replay_all();
    void check_transfers(Stage stage, std::vector<std::string>& broken);
    void check_contents(std::vector<std::string>& broken);
    void check_order(std::vector<std::string>& broken);
    void check_events(std::vector<std::string>& broken);
    void check_times(Stage stage, std::vector<std::string>& broken);
    void check_receipts(std::vector<std::string>& broken);

    Trouble trouble_;
    FakeClock clock_;
    Bell bell_;
    std::unique_ptr<LedgerStand> stand_;
    TroubledLedger ledger_;
    std::map<CounterpartName, std::unique_ptr<SimulatedCounterpart>> counterparts_;
    Node first_;
    Node second_;
    Node guest_;  ///< works while a delivery of another node lasts
    int depth_ = 0;
    int made_ = 0;
    int refused_ = 0;
    int tokens_ = 0;  ///< bought; after a crash more than were kept
    std::map<std::string, Submission> sent_;      ///< by key: what the senders hold
    std::map<std::string, Receipt> receipts_;     ///< by key: what they were promised
    std::vector<std::string> broken_;             ///< seen on the way
};

}  // namespace wetbode
