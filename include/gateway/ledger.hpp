// SPDX-License-Identifier: EUPL-1.2
// Port: the durable record and its queue. It speaks in whole acts; each is exactly one transaction, on disk (fsync)
// before it returns. Thread safe. Throws Outage("ledger") if the store cannot be written or read.
#pragma once

#include "gateway/content.hpp"
#include "gateway/counterpart.hpp"
#include "gateway/event.hpp"
#include "gateway/evidence.hpp"
#include "gateway/housekeeping.hpp"
#include "gateway/names.hpp"
#include "gateway/publication.hpp"
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
    TimeMode time = TimeMode::none;  ///< of the seal: transfers never wait for it. Only `none` without a seal
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
    Text amiss = {};                                ///< next is handed_over, but not all is as it should be
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

/// A time step: a seal that was made and has no proof of time yet.
struct TimeClaim {
    TimeMode mode = TimeMode::act;  ///< act or batch
    int most = 1;                   ///< at most 10 000: a batch is one act
    Instant now;
    Milliseconds lease;             ///< must exceed the time that one batch may take
    std::string worker;             ///< shown to administrators
};

struct ClaimedTime {
    SubmissionId submission;
    TimeMode mode = TimeMode::act;
    Digest container;  ///< as the seal made it; it stays as it is
    std::uint64_t container_bytes = 0;
    Instant signed_at;
    LeaseToken lease = 0;
    int attempts = 0;  ///< earlier ones, lost ones included
    int faults = 0;    ///< of those: how often our own code failed, since the last replay
};

/// What a time step brought: a raised container (mode act) or an evidence record (mode batch).
struct Timed {
    std::optional<Content> container;  ///< beside the one that the seal made, which is kept
    std::string level = {};            ///< of the raised container
    std::optional<Content> evidence = {};
    Instant at;                        ///< genTime of the token
    std::string authority = {};
};

/// Why a time step is not done yet.
enum class TimeTrouble {
    untried,    ///< given back before it was tried: not counted as an attempt
    away,       ///< a service that it needs is away: it waits, however long
    own_fault,  ///< our own code failed
    given_up    ///< our own code failed too often: an administrator replays
};

struct TimeSettlement {
    SubmissionId submission;
    LeaseToken lease = 0;
    Instant now;
    std::optional<Timed> timed;  ///< present: done
    TimeTrouble trouble = TimeTrouble::away;  ///< absent `timed`
    std::optional<Instant> due;  ///< when it may be tried again, unless given up; empty = at once
    Text why;
};

/// The evidence debt: seals that were made and whose time step is not done.
struct TimeDebt {
    std::int64_t owed = 0;                      ///< the quarantined ones included
    std::int64_t quarantined = 0;
    std::optional<Instant> oldest;              ///< when the oldest of all owed ones was signed
    std::optional<Instant> oldest_quarantined;  ///< since when it is
    std::optional<Instant> failing_since;       ///< first failure of those that are still tried, and not yet done
    Text why;                                   ///< what the one that fails longest was told last
};

/// Who asks for a replay or a withdrawal, and why. Both are required and recorded.
struct Decision {
    std::string who;
    std::string reason;
    Instant now;
};

struct TimeView {
    /// "none", "planned" (there is no seal yet), "waiting", "underway", "done", "quarantined"
    std::string state = "none";
    TimeMode mode = TimeMode::none;
    Instant since;
    int attempts = 0;
    Text why;
    std::optional<Instant> failing_since;  ///< first failure; empty once done
    std::optional<Digest> container;       ///< the raised one
    std::uint64_t container_bytes = 0;
    std::string level;                     ///< that it has reached
    std::optional<Digest> evidence;        ///< the newest evidence record
    int evidence_renewals = 0;             ///< how often it was renewed
    std::uint64_t evidence_bytes = 0;
    std::optional<Instant> at;             ///< genTime of the token
    std::string authority;
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
    TimeView time;
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
    std::vector<PublicationFact> publication = {};  ///< what holds now of its dossier
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
    std::map<std::string, std::int64_t> amiss;                              ///< counterpart -> transfers with a gap
    std::map<std::string, Instant> oldest_amiss;                            ///< counterpart -> since when
    std::int64_t submissions = 0;
    std::int64_t refused = 0;  ///< that are still remembered
    std::int64_t seals_waiting = 0;
    std::int64_t seals_quarantined = 0;
    std::optional<Instant> oldest_seal_waiting;
    std::optional<Instant> oldest_seal_quarantined;
    TimeDebt time;
    EvidenceTerms evidence;
    std::int64_t last_sequence = 0;
};

/// An earlier answer for a key: the receipt, and the digest of what it was given for.
struct EarlierReceipt {
    Receipt receipt;
    std::string client;
};

class Ledger : public ContentShelf, public PublicationShelf {
public:
    // --- at the door
    [[nodiscard]] virtual std::optional<EarlierReceipt> receipt_of(SubmissionKey const& key) = 0;
    /// Record, content, both steps, transfers, events and receipt. Of two racers with one key the second gets the first
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

    // --- time. A step that is planned with the admission becomes due in the act that settles its seal as done. Both
    //     containers, or the container and its evidence record, stay: nothing is overwritten.
    /// Due steps of one mode, those of the oldest seals first. A step whose lease has expired counts as due: its lost
    /// try is counted. A crash between the token and its settlement may so buy a second token; only one is ever kept.
    [[nodiscard]] virtual std::vector<ClaimedTime> claim_times(TimeClaim const& claim) = 0;
    /// Several settlements in one act: one fsync. False where the lease is stale: nothing was changed there.
    virtual std::vector<bool> settle_times(std::vector<TimeSettlement> settlements) = 0;
    [[nodiscard]] virtual std::optional<Instant> next_time_due(TimeMode mode) = 0;
    [[nodiscard]] virtual TimeDebt time_debt() = 0;

    // --- evidence records that end. Whoever renews one keeps the old one: it is part of the new one, and stays.
    /// Newest records of which nobody has noted the term, in the order of their numbers.
    [[nodiscard]] virtual std::vector<KeptEvidence> unread_evidence(int most) = 0;
    virtual void note_evidence(std::vector<EvidenceNote> const& notes) = 0;
    [[nodiscard]] virtual std::vector<KeptEvidence> ending_evidence(EvidenceSearch const& search) = 0;
    /// Several renewals in one act. False where the record is no longer the newest: nothing was changed there.
    virtual std::vector<bool> renew_evidence(std::vector<RenewedEvidence> renewed) = 0;
    [[nodiscard]] virtual EvidenceTerms evidence_terms() = 0;

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

    // --- names and statuses
    /// References that no delivery brought, newest wins; those from before stay findable. One act; a single event
    /// "dossier.named" if `told` is not empty. Nothing is written if all is known already.
    virtual void note_references(CounterpartName const& counterpart, DossierId const& dossier,
                                 std::map<std::string, std::string> const& references, std::string const& told,
                                 Instant now) = 0;
    /// What holds now.
    [[nodiscard]] virtual std::map<std::string, std::string> references_of(CounterpartName const& counterpart,
                                                                           DossierId const& dossier) = 0;
    /// Who bears or bore this name towards the counterpart: newest first, at most 100.
    [[nodiscard]] virtual std::vector<KnownName> named(CounterpartName const& counterpart,
                                                       std::string const& value) = 0;
    /// Every name that the dossier ever bore, oldest first, at most `most` (1 .. 10 000).
    [[nodiscard]] virtual std::vector<KnownName> names_of(DossierId const& dossier, int most) = 0;
    /// Dossiers whose present reference `key` differs between the two: oldest first, at most `most` (1 .. 10 000).
    [[nodiscard]] virtual std::vector<Renaming> renamings(CounterpartName const& told_to, CounterpartName const& holder,
                                                          std::string const& key, int most) = 0;
    /// Present values of `key` at dossiers other than this one that bear no reference `closed_by`: at most 1000.
    [[nodiscard]] virtual std::vector<std::string> open_notes(CounterpartName const& counterpart,
                                                              std::string const& key, std::string const& closed_by,
                                                              DossierId const& except) = 0;
    /// Dossiers that bear a name of this key towards the counterpart, with the instant at which a status or the name
    /// itself was last learned; only those since `changed_since`, the latest first, at most `most` (1 .. 10 000).
    [[nodiscard]] virtual std::vector<Followed> followed(CounterpartName const& counterpart, std::string const& key,
                                                         Instant changed_since, int most) = 0;
    [[nodiscard]] virtual std::vector<StatusLine> statuses(StatusFilter const& filter) = 0;
    /// The newest refusal that was written down for a key; empty if there is none, or it is forgotten.
    [[nodiscard]] virtual std::optional<RefusedSubmission> refusal_of(SubmissionKey const& key) = 0;
    /// Submissions of a dossier, oldest first, at most `most` (1 .. 1000).
    [[nodiscard]] virtual std::vector<SubmissionId> submissions_of(DossierId const& dossier, int most) = 0;

    // --- people
    /// refused, quarantined or returned -> waiting, with the same id and a fresh round of the retry schedule.
    /// Refusals: TRANSFER_UNKNOWN, TRANSFER_STATE.
    [[nodiscard]] virtual Result<Transfer> replay(TransferId const& transfer, Decision const& decision) = 0;
    /// waiting or quarantined -> withdrawn. Refusals: TRANSFER_UNKNOWN, TRANSFER_STATE.
    [[nodiscard]] virtual Result<Transfer> withdraw(TransferId const& transfer, Decision const& decision) = 0;
    /// A quarantined seal step is tried again. Refusals: SUBMISSION_UNKNOWN, SEAL_STATE.
    [[nodiscard]] virtual Result<SealView> replay_seal(SubmissionId const& submission, Decision const& decision) = 0;
    /// A quarantined time step is tried again. Refusals: SUBMISSION_UNKNOWN, TIME_STATE.
    [[nodiscard]] virtual Result<SealView> replay_time(SubmissionId const& submission, Decision const& decision) = 0;

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
