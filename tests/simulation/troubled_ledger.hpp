// SPDX-License-Identifier: EUPL-1.2
// Any ledger, with trouble before and after each act, and an eye on who owns which transfer and which time step. One
// thread.
#pragma once

#include "gateway/ledger.hpp"
#include "simulation/ledger_stand.hpp"
#include "simulation/trouble.hpp"

#include <map>
#include <string>
#include <vector>

namespace wetbode {

class TroubledLedger final : public Ledger {
public:
    TroubledLedger(LedgerStand& stand, Trouble& trouble) : stand_(stand), trouble_(trouble) {}

    /// What must never happen and did.
    [[nodiscard]] std::vector<std::string> const& violations() const { return violations_; }
    /// All nodes died: their leases are nobody's.
    void restarted() {
        owned_.clear();
        times_owned_.clear();
    }

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
    std::vector<KeptEvidence> unread_evidence(int most) override;
    void note_evidence(std::vector<EvidenceNote> const& notes) override;
    std::vector<KeptEvidence> ending_evidence(EvidenceSearch const& search) override;
    std::vector<bool> renew_evidence(std::vector<RenewedEvidence> renewed) override;
    EvidenceTerms evidence_terms() override;
    [[nodiscard]] std::vector<Followed> followed(CounterpartName const& counterpart, std::string const& key,
                                   Instant changed_since, int most) override;
    [[nodiscard]] std::vector<StatusLine> statuses(StatusFilter const& filter) override;
    [[nodiscard]] std::optional<RefusedSubmission> refusal_of(SubmissionKey const& key) override;
    [[nodiscard]] std::vector<SubmissionId> submissions_of(DossierId const& dossier, int most) override;
    bool note_publication(DossierId const& dossier, PublicationNote const& note, Instant now) override;
    std::vector<PublicationLine> publication_of(DossierId const& dossier, int most) override;
    Result<Transfer> replay(TransferId const& transfer, Decision const& decision) override;
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
    /// An act of the ledger inside: it may fail before (nothing happened) or after (all happened, nobody heard).
    template <class Act>
    auto troubled(Act&& act) {
        trouble_.strike("ledger");
        auto answer = powered([&] { return act(stand_.ledger()); });
        trouble_.strike("ledger");
        return answer;
    }

    /// Whatever an act answers while the power goes, its process is not there to hear it.
    template <class Act>
    auto powered(Act&& act) {
        try {
            stand_.act_begins();
            auto answer = act();
            if (stand_.is_down()) throw Crash{};
            return answer;
        } catch (Outage const&) {
            if (stand_.is_down()) throw Crash{};
            throw;
        }
    }

    struct Owned {
        LeaseToken lease;
        Instant until;
    };

    LedgerStand& stand_;
    Trouble& trouble_;
    std::map<TransferId, Owned> owned_;
    std::map<SubmissionId, Owned> times_owned_;
    std::vector<std::string> violations_;
};

}  // namespace wetbode
