// SPDX-License-Identifier: EUPL-1.2
// Acts of the seal step: claim and settle.
#include "gateway/ledger/sqlite_record.hpp"

#include "gateway/json/json.hpp"
#include "gateway/ledger/texts.hpp"

#include <algorithm>
#include <utility>

namespace wetbode::sqlite {

namespace {

constexpr int seals_per_claim_max = 1000;

struct SealRow {
    std::int64_t submission_number = 0;
    SubmissionId submission;
    DossierId dossier;
    std::string state;
    LeaseToken lease = 0;
};

struct SealClaim {
    std::int64_t submission_number = 0;
    LeaseToken lease = 0;
    int attempts = 0;
};

std::optional<SealRow> find_seal(Connection& connection, SubmissionId const& id) {
    auto found = connection.select(R"(
        select s.number, s.id, s.dossier, l.state, l.lease
        from submissions s join seals l on l.submission = s.number where s.id = ?1)",
                                   id.text);
    if (!found.step()) return std::nullopt;
    return SealRow{found.integer(0), {found.text(1)}, {found.text(2)}, found.text(3), found.integer(4)};
}

void tell(Connection& connection, SealRow const& seal, Instant now, std::string_view kind, std::string data) {
    write_event(connection, {.at = now,
                             .kind = kind,
                             .submission = seal.submission.text,
                             .dossier = seal.dossier.text,
                             .data = std::move(data)});
}

void record_lost_try(Connection& connection, std::int64_t submission_number, Instant now) {
    std::optional<SealRow> seal;
    {
        auto found = connection.select("select id, dossier from submissions where number = ?1", submission_number);
        if (found.step()) seal = SealRow{submission_number, {found.text(0)}, {found.text(1)}, {}, 0};
    }
    ensure(seal.has_value(), "a seal belongs to a submission");
    tell(connection, *seal, now, "seal.delayed", data_of({{"outcome", "lease_expired"}}));
}

std::vector<SealClaim> write_claims(Connection& connection, ClaimRequest const& request) {
    struct Due {
        SealClaim claim;
        bool lost = false;
    };
    std::vector<Due> due;
    {
        auto found = connection.select(R"(
            select submission, lease, attempts, lost from (
                select * from (select submission, lease, attempts, due as at, 0 as lost from seals
                               where state = 'waiting' and due <= ?1 order by due, submission limit ?2)
                union all
                select * from (select submission, lease, attempts, lease_until as at, 1 as lost from seals
                               where state = 'underway' and lease_until <= ?1
                               order by lease_until, submission limit ?2))
            order by at, submission limit ?2)",
                                       request.now, std::clamp(request.most, 0, seals_per_claim_max));
        while (found.step())
            due.push_back({{found.integer(0), found.integer(1) + 1, found.number(2)}, found.integer(3) != 0});
    }
    std::vector<SealClaim> claims;
    for (auto const& [claim, lost] : due) {
        if (lost) record_lost_try(connection, claim.submission_number, request.now);
        connection.execute(R"(
            update seals set state = 'underway', since = ?2, due = null, attempts = attempts + 1, lease = ?3,
                             lease_until = ?4, worker = ?5
            where submission = ?1)",
                           claim.submission_number, request.now, claim.lease, request.now + request.lease,
                           request.worker);
        claims.push_back(claim);
    }
    return claims;
}

ClaimedSeal loaded(Connection& connection, SealClaim const& claim) {
    ClaimedSeal seal;
    {
        auto found = connection.select("select id, manifest, received from submissions where number = ?1",
                                       claim.submission_number);
        ensure(found.step(), "a seal belongs to a submission");
        seal.submission = {found.text(0)};
        seal.manifest = stored_manifest(found.text(1));
        seal.received = found.instant(2);
    }
    seal.files = files_of(connection, claim.submission_number);
    seal.lease = claim.lease;
    seal.attempts = claim.attempts;
    return seal;
}

void write_made(Connection& connection, std::int64_t submission_number, std::vector<MadeRendition> const& made) {
    for (auto const& rendition : made) {
        write_content(connection, rendition.content);
        connection.execute(R"(
            insert into files (submission, position, made, piece_id, rendition_id, name, media_type, document_type,
                               signed_by_people, previous_id, digest)
            values (?1, (select coalesce(max(position), -1) + 1 from files where submission = ?1), 1, '', ?2, ?3, ?4,
                    '', 0, '', ?5))",
                           submission_number, "urn:wetbode:file:" + rendition.content.digest.hex(), rendition.name,
                           rendition.media_type, rendition.content.digest);
    }
}

void write_done(Connection& connection, SealRow const& row, SealSettlement const& settlement) {
    auto const& seal = *settlement.seal;
    write_content(connection, seal.container);
    write_made(connection, row.submission_number, seal.made);
    connection.execute(R"(
        update seals set state = 'done', since = ?2, due = null, lease_until = null, worker = '', why = ?3,
                         container = ?4, level = ?5, certificate = ?6, signed_at = ?7
        where submission = ?1)",
                       row.submission_number, settlement.now, json::text_of(settlement.why), seal.container.digest,
                       seal.level, seal.certificate, seal.signed_at);
    connection.execute(R"(
        update transfers set sealed = 1, due = case when state = 'waiting' then ?2 end
        where submission = ?1 and sealed = 0)",
                       row.submission_number, settlement.now);
    connection.execute(R"(
        update time_steps set state = 'waiting', since = ?2, due = ?2, owed = ?3
        where submission = ?1 and state = 'planned')",
                       row.submission_number, settlement.now, seal.signed_at);
    tell(connection, row, settlement.now, "submission.sealed",
         data_of({{"level", seal.level}, {"container", seal.container.digest.hex()}}));
}

bool write_settlement(Connection& connection, SealSettlement const& settlement) {
    auto const row = find_seal(connection, settlement.submission);
    if (!row || row->state != "underway" || row->lease != settlement.lease) return false;
    if (settlement.seal) {
        write_done(connection, *row, settlement);
        return true;
    }
    std::optional<Instant> due;
    if (!settlement.quarantine) due = settlement.due.value_or(settlement.now);
    connection.execute(R"(
        update seals set state = ?2, since = ?3, due = ?4, lease_until = null, worker = '', why = ?5
        where submission = ?1)",
                       row->submission_number, settlement.quarantine ? "quarantined" : "waiting", settlement.now, due,
                       json::text_of(settlement.why));
    tell(connection, *row, settlement.now, settlement.quarantine ? "seal.quarantined" : "seal.delayed", "{}");
    return true;
}

}  // namespace

std::vector<ClaimedSeal> SqliteLedger::claim_seals(ClaimRequest const& request) {
    // An idle worker asks often: no transaction, and no fsync, while there is nothing to claim.
    auto const due = next_seal_due();
    if (!due || *due > request.now || request.most <= 0) return {};
    auto const claims =
        writer_.run(Effect::silent, [&](Connection& connection) { return write_claims(connection, request); });
    return readers_.ask([&](Connection& connection) {
        std::vector<ClaimedSeal> seals;
        for (auto const& claim : claims) seals.push_back(loaded(connection, claim));
        return seals;
    });
}

bool SqliteLedger::settle_seal(SealSettlement settlement) {
    std::vector<SealSettlement> one;
    one.push_back(std::move(settlement));
    return settle_seals(std::move(one)).front();
}

std::vector<bool> SqliteLedger::settle_seals(std::vector<SealSettlement> settlements) {
    if (settlements.empty()) return {};
    auto const held = hold_large(settlements);
    for (auto& settlement : settlements) make_ready(held, settlement);
    return writer_.run(Effect::wakes, [&](Connection& connection) {
        std::vector<bool> answers;
        for (auto const& settlement : settlements) answers.push_back(write_settlement(connection, settlement));
        return answers;
    });
}

Result<SealView> SqliteLedger::replay_seal(SubmissionId const& submission, Decision const& decision) {
    if (auto gap = ledger_texts::gap_in(decision)) return tl::make_unexpected(std::move(*gap));
    return writer_.run(Effect::wakes, [&](Connection& connection) -> Result<SealView> {
        auto const seal = find_seal(connection, submission);
        if (!seal) {
            auto known = connection.select("select 1 from submissions where id = ?1", submission.text);
            return tl::make_unexpected(known.step() ? ledger_texts::seal_state("none")
                                                    : ledger_texts::submission_unknown(submission));
        }
        if (seal->state != "quarantined") return tl::make_unexpected(ledger_texts::seal_state(seal->state));
        connection.execute(R"(
            update seals set state = 'waiting', since = ?2, due = ?2, attempts = 0, why = ?3 where submission = ?1)",
                           seal->submission_number, decision.now, json::text_of(ledger_texts::replayed(decision)));
        write_event(connection, {.at = decision.now,
                                 .kind = "seal.replayed",
                                 .submission = seal->submission.text,
                                 .dossier = seal->dossier.text,
                                 .actor = decision.who,
                                 .data = data_of({{"reason", decision.reason}})});
        return seal_view(connection, seal->submission_number);
    });
}

Holds::Hold SqliteLedger::hold_large(std::vector<SealSettlement> const& settlements) const {
    std::vector<Content const*> contents;
    for (auto const& settlement : settlements) {
        if (!settlement.seal) continue;
        contents.push_back(&settlement.seal->container);
        for (auto const& made : settlement.seal->made) contents.push_back(&made.content);
    }
    return hold_large(contents);
}

void SqliteLedger::make_ready(Holds::Hold const& held, SealSettlement& settlement) const {
    if (!settlement.seal) return;
    settlement.seal->container = made_ready(held, std::move(settlement.seal->container));
    for (auto& made : settlement.seal->made) made.content = made_ready(held, std::move(made.content));
}

}  // namespace wetbode::sqlite
