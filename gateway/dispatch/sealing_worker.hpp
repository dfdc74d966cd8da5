// SPDX-License-Identifier: EUPL-1.2
// Seals what was admitted, in batches, away from the door: a broken key store delays the evidence and never refuses a
// document. Owned by the composition root; its own threads. Letters get their PDF first, so that the seal covers it.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/dispatch/bell.hpp"
#include "gateway/dispatch/log_port.hpp"
#include "gateway/ledger.hpp"
#include "gateway/seal.hpp"

#include <functional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace wetbode {

/// One file for the container: "manifest.json", "pieces/001/<name>" (number of the piece in the manifest, from 001) or
/// "made/<name>" for what the gateway made itself.
struct SealedFileSpec {
    std::string name;
    std::string media_type;
    Content content;
};

/// Packs and signs. Throws Outage("keys") or Outage("content").
using SealPort = std::function<Seal(std::vector<SealedFileSpec> const& files, Instant now)>;
/// Makes the PDF of a letter. A Refusal means that this letter can never become one.
using LetterMaker = std::function<Result<MadeRendition>(ClaimedSeal const& claimed, ContentShelf& shelf)>;

struct SealingPolicy {
    int workers = 1;                ///< 1 .. 16
    int batch = 32;                 ///< 1 .. 256 submissions per act
    Milliseconds lease{300'000};    ///< of one batch; half of it may be spent on sealing
    Milliseconds wait_first{1000};  ///< after the first failure; doubles from there
    Milliseconds wait_max{300'000};
    int faults_max = 10;            ///< tries of a submission on which our own code fails, before quarantine
};

struct SealingPorts {
    Ledger& ledger;
    Clock const& clock;
    Bell& bell;
    SealPort seal;
    LetterMaker letter;
    LogPort log;
    std::string node = "wetbode";
};

class SealingWorker {
public:
    /// Throws std::invalid_argument with a sentence if the policy cannot work or a port is missing.
    SealingWorker(SealingPorts ports, SealingPolicy policy);
    SealingWorker(SealingWorker const&) = delete;
    SealingWorker& operator=(SealingWorker const&) = delete;
    ~SealingWorker();

    void start();
    void stop();

    /// Seals one batch in the calling thread and settles it in one act. Returns how many were claimed.
    /// Throws Outage if the ledger is out: the lease brings the batch back.
    int step(Instant now);

private:
    [[nodiscard]] SealSettlement seal_one(ClaimedSeal const& claimed, std::string& keys_out);
    [[nodiscard]] SealSettlement later(ClaimedSeal const& claimed, std::string const& why) const;
    [[nodiscard]] Seal sealed(ClaimedSeal const& claimed, std::vector<MadeRendition> made);
    void work(std::stop_token const& stop);
    void wait_for_work(std::stop_token const& stop, std::uint64_t heard);
    void log(std::string_view event, LogFields const& fields) const;

    SealingPorts ports_;
    SealingPolicy policy_;
    std::vector<std::jthread> threads_;
};

/// The files of the container in their fixed order. Pure but for the shelf. Throws Outage("content").
[[nodiscard]] std::vector<SealedFileSpec> container_files(ClaimedSeal const& claimed,
                                                          std::vector<MadeRendition> const& made, ContentShelf& shelf);

}  // namespace wetbode
