// SPDX-License-Identifier: EUPL-1.2
// The Ledger contract in memory: for tests of what stands on top of it, and as the first of several stores in the
// simulation. One mutex around everything; nothing survives the object.
#pragma once

#include "gateway/ledger.hpp"

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace wetbode {

class MemoryLedger final : public Ledger {
public:
    /// `ring` is called, outside the lock, after each act that made something due.
    explicit MemoryLedger(std::function<void()> ring = {}) : ring_(std::move(ring)) {}

    [[nodiscard]] std::vector<RefusedSubmission> refused() const;
    /// A file that the next sweep finds.
    void leave_orphan(SweptFile file);
    /// What the next act of housekeeping does first; it may throw.
    std::function<void()> before_housekeeping = [] {};

    [[nodiscard]] Content fetch(Digest const& digest) override;
    [[nodiscard]] std::optional<EarlierReceipt> receipt_of(SubmissionKey const& key) override;
    [[nodiscard]] Result<Receipt> admit(Submission submission, Plan const& plan) override;
    void refuse(RefusedSubmission const& refused) override;
    [[nodiscard]] std::vector<ClaimedSeal> claim_seals(ClaimRequest const& request) override;
    bool settle_seal(SealSettlement settlement) override;
    std::vector<bool> settle_seals(std::vector<SealSettlement> settlements) override;
    [[nodiscard]] std::vector<ClaimedTime> claim_times(TimeClaim const& claim) override;
    std::vector<bool> settle_times(std::vector<TimeSettlement> settlements) override;
    [[nodiscard]] std::optional<Instant> next_time_due(TimeMode mode) override;
    [[nodiscard]] TimeDebt time_debt() override;
    [[nodiscard]] std::vector<KeptEvidence> unread_evidence(int most) override;
    void note_evidence(std::vector<EvidenceNote> const& notes) override;
    [[nodiscard]] std::vector<KeptEvidence> ending_evidence(EvidenceSearch const& search) override;
    std::vector<bool> renew_evidence(std::vector<RenewedEvidence> renewed) override;
    [[nodiscard]] EvidenceTerms evidence_terms() override;
    [[nodiscard]] std::vector<ClaimedTransfer> claim_due(ClaimRequest const& request) override;
    bool remember(TransferId const& transfer, LeaseToken lease, std::string const& key,
                  std::string const& value) override;
    bool settle(Settlement const& settlement) override;
    [[nodiscard]] std::optional<Instant> next_due(CounterpartName const& counterpart) override;
    [[nodiscard]] std::optional<Instant> next_seal_due() override;
    [[nodiscard]] std::string news_cursor(CounterpartName const& counterpart) override;
    [[nodiscard]] std::vector<Pending> pending(CounterpartName const& counterpart, int most) override;
    int take_news(CounterpartName const& counterpart, News const& news, Instant now) override;
    int expire_handed_over(CounterpartName const& counterpart, Instant handed_over_before, Instant now) override;
    void note_references(CounterpartName const& counterpart, DossierId const& dossier,
                         std::map<std::string, std::string> const& references, std::string const& told,
                         Instant now) override;
    [[nodiscard]] std::map<std::string, std::string> references_of(CounterpartName const& counterpart,
                                                                   DossierId const& dossier) override;
    [[nodiscard]] std::vector<KnownName> named(CounterpartName const& counterpart, std::string const& value) override;
    [[nodiscard]] std::vector<KnownName> names_of(DossierId const& dossier, int most) override;
    [[nodiscard]] std::vector<Renaming> renamings(CounterpartName const& told_to, CounterpartName const& holder,
                                    std::string const& key, int most) override;
    [[nodiscard]] std::vector<std::string> open_notes(CounterpartName const& counterpart, std::string const& key,
                                        std::string const& closed_by, DossierId const& except) override;
    [[nodiscard]] std::vector<Followed> followed(CounterpartName const& counterpart, std::string const& key,
                                   Instant changed_since, int most) override;
    [[nodiscard]] std::vector<StatusLine> statuses(StatusFilter const& filter) override;
    [[nodiscard]] std::optional<RefusedSubmission> refusal_of(SubmissionKey const& key) override;
    [[nodiscard]] std::vector<SubmissionId> submissions_of(DossierId const& dossier, int most) override;
    bool note_publication(DossierId const& dossier, PublicationNote const& note, Instant now) override;
    [[nodiscard]] std::vector<PublicationLine> publication_of(DossierId const& dossier, int most) override;
    [[nodiscard]] Result<Transfer> replay(TransferId const& transfer, Decision const& decision) override;
    [[nodiscard]] Result<Transfer> withdraw(TransferId const& transfer, Decision const& decision) override;
    [[nodiscard]] Result<SealView> replay_seal(SubmissionId const& submission, Decision const& decision) override;
    [[nodiscard]] Result<SealView> replay_time(SubmissionId const& submission, Decision const& decision) override;
    Forgotten forget_before(Forgetting const& forgetting) override;
    Swept sweep(Sweeping const& sweeping) override;
    [[nodiscard]] std::optional<SubmissionView> submission(SubmissionId const& id) override;
    [[nodiscard]] std::vector<Piece> pieces_towards(CounterpartName const& counterpart, DossierId const& dossier,
                                                    int most) override;
    [[nodiscard]] std::vector<Transfer> transfers(TransferFilter const& filter) override;
    [[nodiscard]] std::optional<Transfer> transfer(TransferId const& id) override;
    [[nodiscard]] std::vector<Attempt> attempts(TransferId const& id, int most) override;
    [[nodiscard]] EventPage events(EventFilter const& filter, std::int64_t after, std::int64_t up_to,
                                   int most) override;
    [[nodiscard]] Census census() override;

private:
    struct Admitted {
        SubmissionId id;
        SubmissionKey key;
        Instant received;
        Manifest manifest;
        Receipt receipt;
        std::vector<EnvelopeFile> files;
        SealView seal;
        LeaseToken seal_lease = 0;
        Instant seal_due;
        Instant seal_lease_until;
        LeaseToken time_lease = 0;
        Instant time_due;
        Instant time_lease_until;
        int time_faults = 0;
        std::optional<EvidenceNote> term;  ///< of the newest evidence record
    };
    struct Kept {
        Transfer transfer;
        std::vector<Attempt> attempts;
        LeaseToken lease = 0;
        Instant lease_until;
        Instant claimed;
        Instant round_began;
    };

    [[nodiscard]] Admitted& admitted(SubmissionId const& id);
    [[nodiscard]] Kept* kept(TransferId const& id);
    [[nodiscard]] Kept const* blocker_of(Kept const& one) const;
    [[nodiscard]] bool due(Kept const& one, Instant now) const;
    void open(Admitted const& of, CounterpartName const& counterpart, Instant now,
              std::optional<TransferId> instead_of);
    void enter(Kept& one, TransferState state, Instant now, std::string kind, std::string const& actor);
    void note(Event event);
    void lose_try(Kept& one, Instant now);
    [[nodiscard]] ClaimedTransfer claimed(Kept const& one);
    [[nodiscard]] bool settle_one_seal(SealSettlement& settlement);
    [[nodiscard]] bool settle_one_time(TimeSettlement& settlement);
    void keep_timed(Admitted& one, Timed& timed);
    [[nodiscard]] TimeDebt debt() const;
    [[nodiscard]] EvidenceTerms terms() const;
    [[nodiscard]] Transfer view(Kept const& one) const;
    [[nodiscard]] Result<Transfer> decide(TransferId const& id, Decision const& decision, TransferState next,
                                          std::string const& kind);
    [[nodiscard]] SubmissionView view(Admitted const& one) const;
    bool name_dossier(CounterpartName const& counterpart, DossierId const& dossier, std::string const& key,
                      std::string const& value, Instant now);
    [[nodiscard]] std::optional<KnownName> bearer_of(CounterpartName const& counterpart,
                                                     std::string const& value) const;
    void take_status(CounterpartName const& counterpart, NewsItem const& item, Instant now);
    bool publish(DossierId const& dossier, PublicationNote const& note, Instant now);
    [[nodiscard]] std::vector<PublicationFact> published(DossierId const& dossier) const;
    static void drop_amiss(Transfer& transfer);
    void note_amiss(Kept& one, Settlement const& settlement);
    [[nodiscard]] bool take_publication(CounterpartName const& counterpart, NewsItem const& item, Instant now);
    void ring() const;

    std::function<void()> ring_;
    mutable std::mutex mutex_;
    std::vector<Admitted> submissions_;  ///< in order of admission
    std::vector<Kept> transfers_;        ///< in order of creation
    std::vector<RefusedSubmission> refused_;
    std::vector<Event> events_;
    std::map<Digest, Content> shelf_;
    std::map<CounterpartName, std::string> cursors_;
    std::map<std::pair<CounterpartName, std::string>, Instant> news_taken_;  ///< when it was last told
    std::vector<KnownName> names_;       ///< in the order in which they were learned
    std::vector<StatusLine> statuses_;
    std::vector<std::pair<DossierId, PublicationLine>> publication_;
    std::vector<SweptFile> orphans_;
    LeaseToken last_lease_ = 0;
    std::int64_t last_transfer_ = 0;
};

}  // namespace wetbode
