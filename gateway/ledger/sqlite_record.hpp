// SPDX-License-Identifier: EUPL-1.2
// The class behind open_sqlite_ledger(). Its acts are spread over admit.cpp, seals.cpp, times.cpp, evidence.cpp,
// transfers.cpp, news.cpp, names.cpp, publication.cpp, people.cpp, housekeeping.cpp, webhooks.cpp, reading.cpp and
// census.cpp. Thread safe: writing goes through one Writer, reading through a pool.
#pragma once

#include "gateway/base/guarded.hpp"
#include "gateway/content/store.hpp"
#include "gateway/ledger.hpp"
#include "gateway/ledger/folder_lock.hpp"
#include "gateway/ledger/readers.hpp"
#include "gateway/ledger/rows.hpp"
#include "gateway/ledger/sqlite_ledger.hpp"
#include "gateway/ledger/writer.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wetbode::sqlite {

class SqliteLedger final : public Ledger, public WebhookLedger {
public:
    SqliteLedger(SqliteLedgerSettings settings, FolderLock lock, std::function<void()> on_change);

    std::optional<EarlierReceipt> receipt_of(SubmissionKey const& key) override;
    Result<Receipt> admit(Submission submission, Plan const& plan) override;
    void refuse(RefusedSubmission const& refused) override;

    std::vector<ClaimedSeal> claim_seals(ClaimRequest const& request) override;
    bool settle_seal(SealSettlement settlement) override;
    std::vector<bool> settle_seals(std::vector<SealSettlement> settlements) override;

    std::vector<ClaimedTime> claim_times(TimeClaim const& claim) override;
    std::vector<bool> settle_times(std::vector<TimeSettlement> settlements) override;
    std::optional<Instant> next_time_due(TimeMode mode) override;
    TimeDebt time_debt() override;

    std::vector<KeptEvidence> unread_evidence(int most) override;
    void note_evidence(std::vector<EvidenceNote> const& notes) override;
    std::vector<KeptEvidence> ending_evidence(EvidenceSearch const& search) override;
    std::vector<bool> renew_evidence(std::vector<RenewedEvidence> renewed) override;
    EvidenceTerms evidence_terms() override;

    std::vector<ClaimedTransfer> claim_due(ClaimRequest const& request) override;
    bool remember(TransferId const& transfer, LeaseToken lease, std::string const& key,
                  std::string const& value) override;
    bool settle(Settlement const& settlement) override;
    std::optional<Instant> next_due(CounterpartName const& counterpart) override;
    std::optional<Instant> next_seal_due() override;

    std::string news_cursor(CounterpartName const& counterpart) override;
    std::vector<Pending> pending(CounterpartName const& counterpart, int most) override;
    int take_news(CounterpartName const& counterpart, News const& news, Instant now) override;
    int expire_handed_over(CounterpartName const& counterpart, Instant handed_over_before, Instant now) override;

    void note_references(CounterpartName const& counterpart, DossierId const& dossier,
                         std::map<std::string, std::string> const& references, std::string const& told,
                         Instant now) override;
    std::map<std::string, std::string> references_of(CounterpartName const& counterpart,
                                                     DossierId const& dossier) override;
    std::vector<KnownName> named(CounterpartName const& counterpart, std::string const& value) override;
    std::vector<KnownName> names_of(DossierId const& dossier, int most) override;
    std::vector<Renaming> renamings(CounterpartName const& told_to, CounterpartName const& holder,
                                    std::string const& key, int most) override;
    std::vector<std::string> open_notes(CounterpartName const& counterpart, std::string const& key,
                                        std::string const& closed_by, DossierId const& except) override;
    std::vector<Followed> followed(CounterpartName const& counterpart, std::string const& key,
                                   Instant changed_since, int most) override;
    std::vector<StatusLine> statuses(StatusFilter const& filter) override;
    std::optional<RefusedSubmission> refusal_of(SubmissionKey const& key) override;
    std::vector<SubmissionId> submissions_of(DossierId const& dossier, int most) override;

    bool note_publication(DossierId const& dossier, PublicationNote const& note, Instant now) override;
    std::vector<PublicationLine> publication_of(DossierId const& dossier, int most) override;

    Result<Transfer> replay(TransferId const& transfer, Decision const& decision) override;
    Result<Transfer> withdraw(TransferId const& transfer, Decision const& decision) override;
    Result<SealView> replay_seal(SubmissionId const& submission, Decision const& decision) override;
    Result<SealView> replay_time(SubmissionId const& submission, Decision const& decision) override;

    Forgotten forget_before(Forgetting const& forgetting) override;
    Swept sweep(Sweeping const& sweeping) override;

    std::optional<SubmissionView> submission(SubmissionId const& id) override;
    std::vector<Piece> pieces_towards(CounterpartName const& counterpart, DossierId const& dossier, int most) override;
    std::vector<Transfer> transfers(TransferFilter const& filter) override;
    std::optional<Transfer> transfer(TransferId const& id) override;
    std::vector<Attempt> attempts(TransferId const& id, int most) override;
    EventPage events(EventFilter const& filter, std::int64_t after, std::int64_t up_to, int most) override;
    Census census() override;

    Content fetch(Digest const& digest) override;

    std::string identity() override;
    WebhookState begin_webhook(std::string const& name, Instant now) override;
    std::optional<WebhookState> webhook(std::string const& name) override;
    bool settle_webhook(WebhookTry const& tried) override;
    bool pass_webhook(std::string const& name, std::int64_t epoch, std::int64_t up_to) override;
    bool pass_over(std::string const& name, std::int64_t epoch, std::int64_t sequence, Instant now) override;
    PassedEvents passed_over(std::string const& name) override;
    Result<WebhookState> forget_passed(std::string const& name, Decision const& decision) override;
    Result<WebhookState> enable_webhook(std::string const& name, Decision const& decision) override;
    Result<WebhookState> replay_webhook(std::string const& name, WebhookReplay const& replay,
                                        Decision const& decision) override;

private:
    /// Small contents come into memory, large ones into the store; the digest is checked where the bytes are at hand.
    [[nodiscard]] Content made_ready(Holds::Hold const& held, Content content) const;
    void make_ready(Holds::Hold const& held, SealSettlement& settlement) const;
    /// Keeps the sweep from the large ones of these until the act that names them has ended.
    [[nodiscard]] Holds::Hold hold_large(std::vector<Content const*> const& contents) const;
    [[nodiscard]] Holds::Hold hold_large(std::vector<SealSettlement> const& settlements) const;

    SqliteLedgerSettings settings_;
    FolderLock lock_;
    ContentStore store_;
    Writer writer_;
    Readers readers_;
    /// Where the last page of pending() ended, so that many old ones do not hide the others.
    Guarded<std::map<std::string, std::int64_t>> pending_after_;
};

/// Records a content that was made ready: its bytes, or that the store has it. Twice the same is once.
void write_content(Connection& connection, Content const& content);

/// The files of a submission in manifest order, then what the gateway made.
[[nodiscard]] std::vector<EnvelopeFile> files_of(Connection& connection, std::int64_t submission_number);

[[nodiscard]] SealView seal_view(Connection& connection, std::int64_t submission_number);
[[nodiscard]] TimeView time_view(Connection& connection, std::int64_t submission_number);
[[nodiscard]] TimeDebt debt_in(Connection& connection);
[[nodiscard]] EvidenceTerms evidence_in(Connection& connection);
[[nodiscard]] std::optional<Transfer> transfer_view(Connection& connection, TransferId const& id);

/// See PublicationShelf. On the writer's thread, inside its transaction.
bool write_publication(Connection& connection, DossierId const& dossier, PublicationNote const& note, Instant now);
/// What holds now. Also for readers.
[[nodiscard]] std::vector<PublicationFact> current_publication(Connection& connection, DossierId const& dossier);

/// After a try has ended in row.state: news that came while it was underway is taken into account.
void apply_early_news(Connection& connection, TransferRow& row, Instant try_began, Instant now);

/// The manifest as it was admitted. Throws Outage if the record is damaged.
[[nodiscard]] Manifest stored_manifest(std::string const& text);

}  // namespace wetbode::sqlite
