// SPDX-License-Identifier: EUPL-1.2
// Port: the durable record and its queue. It speaks in whole acts; each is exactly one transaction, on disk (fsync)
// before it returns. Thread safe. Throws Outage("ledger") if the store cannot be written or read.
#pragma once

#include "gateway/content.hpp"
#include "gateway/counterpart.hpp"
#include "gateway/event.hpp"
#include "gateway/housekeeping.hpp"
#include "gateway/receipt.hpp"
#include "gateway/refusal.hpp"
#include "gateway/seal.hpp"
#include "gateway/submission.hpp"
#include "gateway/transfer.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wetbode {

/// What intake and routing decided. One transfer per counterpart.
struct Plan {
    std::vector<CounterpartName> counterparts;
    bool seal = true;  ///< transfers wait until the seal exists
};

/// A refused submission, remembered so that clerk and sender can ask later. Nothing of its content is kept.
struct RefusedSubmission {
    SubmissionId id;
    SubmissionKey key;
    Instant received;
    DossierId dossier;
    Refusal refusal;
};

/// Proof of ownership of a claimed step. A settle with a stale token changes nothing.
using LeaseToken = std::int64_t;

struct ClaimRequest {
    CounterpartName counterpart;  ///< ignored by claim_seals
    int most = 1;
    Instant now;
    Milliseconds lease;           ///< must exceed the deadline of one delivery
    std::string worker;           ///< shown to administrators
};

struct ClaimedTransfer {
    Envelope envelope;
    LeaseToken lease = 0;
    int attempts_in_round = 0;  ///< tries before this one since admission or the last replay
    Instant round_began;        ///< admission or last replay: what the retry schedule counts from
};

struct ClaimedSeal {
    SubmissionId submission;
    Manifest manifest;
    Instant received;
    std::vector<EnvelopeFile> files;
    LeaseToken lease = 0;
    int attempts = 0;
};

/// Result of one try, decided by dispatch (pure) and written in one act.
struct Settlement {
    TransferId transfer;
    LeaseToken lease = 0;
    TransferState next = TransferState::waiting;
    Attempt attempt;                                ///< number is filled in by the ledger
    Instant now;
    std::optional<Instant> due;                     ///< when next is waiting
    Text why;
    std::string reference;                          ///< empty = keep
    std::map<std::string, std::string> references;  ///< added to what is known
    std::optional<CounterpartName> instead;         ///< next is rerouted: open a transfer there in the same act
};

struct SealSettlement {
    SubmissionId submission;
    LeaseToken lease = 0;
    Instant now;
    std::optional<Seal> seal;     ///< present: done; transfers become due in the same act
    bool quarantine = false;      ///< absent seal: give up (an administrator replays) or try again at `due`
    std::optional<Instant> due;
    Text why;
};

/// Who asks for a replay or a withdrawal, and why. Both are required and recorded.
struct Decision {
    std::string who;
    std::string reason;
    Instant now;
};

struct SealView {
    std::string state;  ///< "waiting", "underway", "done", "quarantined", "none"
    Instant since;
    int attempts = 0;
    Text why;
    std::optional<Digest> container;
    std::uint64_t container_bytes = 0;
    std::string level;
    std::string certificate;
    std::optional<Instant> signed_at;
};

/// A submission as people and programs see it.
struct SubmissionView {
    SubmissionId id;
    SubmissionKey key;
    std::string state;  ///< "admitted" or "refused"
    Instant received;
    Manifest manifest;  ///< empty pieces if refused
    std::optional<Receipt> receipt;
    std::optional<Refusal> refusal;
    SealView seal;
    std::vector<EnvelopeFile> files;
    std::vector<Transfer> transfers;
};

struct TransferFilter {
    std::optional<TransferState> state;
    std::optional<CounterpartName> counterpart;
    std::optional<SubmissionId> submission;
    std::optional<ClientName> sender;  ///< only those of this client's submissions
    std::string after;                 ///< id of the last transfer of the previous page
    int most = 100;                    ///< 1 .. 1000
};

struct EventFilter {
    std::optional<CounterpartName> audience;  ///< only events of submissions that go, or went, to this counterpart
    std::optional<SubmissionId> submission;
};

struct EventPage {
    std::vector<Event> events;
    std::int64_t last_sequence = 0;        ///< the newest in the ledger, of whatever submission
    std::optional<Instant> last_written;   ///< when that one was written
};

/// Counts for metrics and health, derived from the record itself, never from counters beside it.
struct Census {
    std::map<std::pair<std::string, std::string>, std::int64_t> transfers;  ///< (counterpart, state) -> number
    std::map<std::string, Instant> oldest_waiting;                          ///< counterpart -> oldest waiting since
    std::map<std::string, Instant> last_success;                            ///< counterpart -> last time it took one
    std::map<std::string, Instant> oldest_quarantined;                      ///< counterpart -> since when
    std::int64_t submissions = 0;
    std::int64_t refused = 0;  ///< that are still remembered
    std::int64_t seals_waiting = 0;
    std::int64_t seals_quarantined = 0;
    std::optional<Instant> oldest_seal_waiting;
    std::optional<Instant> oldest_seal_quarantined;
    std::int64_t last_sequence = 0;
};

/// An earlier answer for a key: the receipt, and the digest of what it was given for.
struct EarlierReceipt {
    Receipt receipt;
    std::string client;
};

class Ledger : public ContentShelf {
public:
    // --- at the door
    [[nodiscard]] virtual std::optional<EarlierReceipt> receipt_of(SubmissionKey const& key) = 0;
    /// Record, content, seal step, transfers, events and receipt. Of two racers with one key the second gets the first
    /// one's receipt if the digest is equal, else the refusal KEY_REUSED. Large files are already in the content folder
    /// or are moved there; small ones are written inside the transaction.
    [[nodiscard]] virtual Result<Receipt> admit(Submission submission, Plan const& plan) = 0;
    virtual void refuse(RefusedSubmission const& refused) = 0;

    // --- sealing
    [[nodiscard]] virtual std::vector<ClaimedSeal> claim_seals(ClaimRequest const& request) = 0;
    /// False if the lease is stale: nothing was changed.
    virtual bool settle_seal(SealSettlement settlement) = 0;
    /// Several settlements in one act: one fsync. Answers in order.
    virtual std::vector<bool> settle_seals(std::vector<SealSettlement> settlements) = 0;

    // --- dispatch
    /// Due transfers, oldest first, at most one per dossier; none whose dossier has an older unfinished transfer
    /// (waiting, underway or quarantined) to the same counterpart; none whose seal is missing. A transfer whose lease
    /// has expired counts as due: its lost try is recorded as "lease_expired".
    [[nodiscard]] virtual std::vector<ClaimedTransfer> claim_due(ClaimRequest const& request) = 0;
    /// Remembers a reference in the middle of a delivery. False if the lease is stale.
    virtual bool remember(TransferId const& transfer, LeaseToken lease, std::string const& key,
                          std::string const& value) = 0;
    /// False if the lease is stale: nothing was changed.
    virtual bool settle(Settlement const& settlement) = 0;
    /// When this counterpart has something to do next; empty = nothing is waiting.
    [[nodiscard]] virtual std::optional<Instant> next_due(CounterpartName const& counterpart) = 0;
    [[nodiscard]] virtual std::optional<Instant> next_seal_due() = 0;

    // --- news of a counterpart
    [[nodiscard]] virtual std::string news_cursor(CounterpartName const& counterpart) = 0;
    [[nodiscard]] virtual std::vector<Pending> pending(CounterpartName const& counterpart, int most) = 0;
    /// Applies each item once (by its key, until forget_before() forgets that), writes the cursor, in one act.
    /// Impossible transitions become a "status.learned" event and change no state. Returns how many items were new.
    virtual int take_news(CounterpartName const& counterpart, News const& news, Instant now) = 0;
    /// handed_over -> quarantined for every transfer handed over before the given instant: no receipt within the term.
    /// Returns how many.
    virtual int expire_handed_over(CounterpartName const& counterpart, Instant handed_over_before, Instant now) = 0;

    // --- people
    /// refused, quarantined or returned -> waiting, with the same id and a fresh round of the retry schedule.
    /// Refusals: TRANSFER_UNKNOWN, TRANSFER_STATE.
    [[nodiscard]] virtual Result<Transfer> replay(TransferId const& transfer, Decision const& decision) = 0;
    /// waiting or quarantined -> withdrawn. Refusals: TRANSFER_UNKNOWN, TRANSFER_STATE.
    [[nodiscard]] virtual Result<Transfer> withdraw(TransferId const& transfer, Decision const& decision) = 0;
    /// A quarantined seal step is tried again. Refusals: SUBMISSION_UNKNOWN, SEAL_STATE.
    [[nodiscard]] virtual Result<SealView> replay_seal(SubmissionId const& submission, Decision const& decision) = 0;

    // --- housekeeping
    /// Forgets keys of news and refused submissions that are past their time. Events, receipts and whatever was
    /// admitted stay. A key that the counterpart repeats begins its time again.
    virtual Forgotten forget_before(Forgetting const& forgetting) = 0;
    /// Removes old files that a crash left between the content and the act that names it. Safe beside acts that are
    /// about to name the same content. One call at a time.
    virtual Swept sweep(Sweeping const& sweeping) = 0;

    // --- reading
    [[nodiscard]] virtual std::optional<SubmissionView> submission(SubmissionId const& id) = 0;
    /// Pieces of a dossier that this counterpart has or will get: of every transfer that was not refused, withdrawn or
    /// rerouted, oldest first, at most `most`.
    [[nodiscard]] virtual std::vector<Piece> pieces_towards(CounterpartName const& counterpart,
                                                            DossierId const& dossier, int most) = 0;
    [[nodiscard]] virtual std::vector<Transfer> transfers(TransferFilter const& filter) = 0;
    [[nodiscard]] virtual std::optional<Transfer> transfer(TransferId const& id) = 0;
    [[nodiscard]] virtual std::vector<Attempt> attempts(TransferId const& id, int most) = 0;
    /// Events with after < sequence <= up_to, at most `most` (1 .. 5000).
    [[nodiscard]] virtual EventPage events(EventFilter const& filter, std::int64_t after, std::int64_t up_to,
                                           int most) = 0;
    [[nodiscard]] virtual Census census() = 0;
};

}  // namespace wetbode
