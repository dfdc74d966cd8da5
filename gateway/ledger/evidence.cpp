// SPDX-License-Identifier: EUPL-1.2
// Acts about evidence records that end: read, noted, found, renewed.
#include "gateway/ledger/sqlite_record.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace wetbode::sqlite {

namespace {

constexpr int page_max = 10'000;
constexpr std::size_t weak_max = 3;

std::string_view name_of(EvidenceRenewalKind kind) {
    return kind == EvidenceRenewalKind::time_stamp ? "time_stamp" : "hash_tree";
}

std::vector<KeptEvidence> taken(Statement& found) {
    std::vector<KeptEvidence> kept;
    while (found.step())
        kept.push_back({found.integer(0), {found.text(1)}, found.digest(2), found.digest(3), found.text(4)});
    return kept;
}

struct NewestRecord {
    std::int64_t submission_number = 0;
    DossierId dossier;
    Digest record;
};

std::optional<NewestRecord> newest_of(Connection& connection, SubmissionId const& id) {
    auto found = connection.select(R"(
        select s.number, s.dossier, coalesce(n.record, t.evidence)
        from submissions s
        join time_steps t on t.submission = s.number
        left join evidence_terms n on n.submission = s.number
        where s.id = ?1 and t.evidence is not null)",
                                   id.text);
    if (!found.step()) return std::nullopt;
    return NewestRecord{found.integer(0), {found.text(1)}, found.digest(2)};
}

void write_term(Connection& connection, std::int64_t number, Digest const& record, Instant ends,
                std::string const& algorithm) {
    connection.execute(R"(
        insert into evidence_terms (submission, record, ends, algorithm) values (?1, ?2, ?3, ?4)
        on conflict (submission) do update set record = excluded.record, ends = excluded.ends,
                                               algorithm = excluded.algorithm)",
                       number, record, ends, algorithm);
}

bool write_renewal(Connection& connection, RenewedEvidence const& renewed) {
    auto const newest = newest_of(connection, renewed.submission);
    if (!newest || newest->record != renewed.before) return false;
    write_content(connection, renewed.record);
    connection.execute(R"(
        insert into evidence_renewals (submission, number, kind, renewed, record, stamped, authority)
        select ?1, coalesce(max(number), 0) + 1, ?2, ?3, ?4, ?5, ?6 from evidence_renewals where submission = ?1)",
                       newest->submission_number, name_of(renewed.kind), renewed.now, renewed.record.digest,
                       renewed.at, renewed.authority);
    write_term(connection, newest->submission_number, renewed.record.digest, renewed.ends, renewed.algorithm);
    write_event(connection, {.at = renewed.now,
                             .kind = "seal.evidence_renewed",
                             .submission = renewed.submission.text,
                             .dossier = newest->dossier.text,
                             .data = data_of({{"kind", std::string(name_of(renewed.kind))},
                                              {"before", renewed.before.hex()},
                                              {"evidence", renewed.record.digest.hex()}})});
    return true;
}

}  // namespace

std::vector<KeptEvidence> SqliteLedger::unread_evidence(int most) {
    return readers_.ask([&](Connection& connection) {
        auto found = connection.select(R"(
            select s.number, s.id, l.container, t.evidence, ''
            from time_steps t
            join submissions s on s.number = t.submission
            join seals l on l.submission = t.submission
            where t.evidence is not null
              and not exists (select 1 from evidence_terms n where n.submission = t.submission)
            order by t.submission limit ?1)",
                                       std::clamp(most, 1, page_max));
        return taken(found);
    });
}

void SqliteLedger::note_evidence(std::vector<EvidenceNote> const& notes) {
    if (notes.empty()) return;
    writer_.run(Effect::silent, [&](Connection& connection) {
        for (auto const& note : notes) {
            auto const newest = newest_of(connection, note.submission);
            if (newest && newest->record == note.record)
                write_term(connection, newest->submission_number, note.record, note.ends, note.algorithm);
        }
        return true;
    });
}

std::vector<KeptEvidence> SqliteLedger::ending_evidence(EvidenceSearch const& search) {
    ensure(search.weak.size() <= weak_max, "few algorithms are weak at once");
    auto weak = search.weak;
    weak.resize(weak_max, "none");
    return readers_.ask([&](Connection& connection) {
        auto found = connection.select(R"(
            select s.number, s.id, l.container, n.record, n.algorithm
            from evidence_terms n
            join submissions s on s.number = n.submission
            join seals l on l.submission = n.submission
            where n.submission > ?1
              and (n.ends < ?2 or n.algorithm in (?3, ?4, ?5))
            order by n.submission limit ?6)",
                                       search.after, search.ends_before, weak[0], weak[1], weak[2],
                                       std::clamp(search.most, 1, page_max));
        return taken(found);
    });
}

std::vector<bool> SqliteLedger::renew_evidence(std::vector<RenewedEvidence> renewed) {
    if (renewed.empty()) return {};
    std::vector<Content const*> contents;
    for (auto const& one : renewed) contents.push_back(&one.record);
    auto const held = hold_large(contents);
    for (auto& one : renewed) one.record = made_ready(held, std::move(one.record));
    return writer_.run(Effect::silent, [&](Connection& connection) {
        std::vector<bool> answers;
        for (auto const& one : renewed) answers.push_back(write_renewal(connection, one));
        return answers;
    });
}

EvidenceTerms SqliteLedger::evidence_terms() {
    return readers_.ask([](Connection& connection) { return evidence_in(connection); });
}

EvidenceTerms evidence_in(Connection& connection) {
    EvidenceTerms terms;
    std::int64_t read = 0;
    {
        auto found = connection.select("select count(*) from time_steps where evidence is not null");
        if (found.step()) terms.records = found.integer(0);
    }
    {
        auto found = connection.select("select algorithm, count(*) from evidence_terms group by algorithm");
        while (found.step()) read += terms.by_algorithm[found.text(0)] = found.integer(1);
    }
    terms.unread = terms.records - read;
    auto found = connection.select("select min(ends) from evidence_terms");
    if (found.step()) terms.first_end = found.maybe_instant(0);
    return terms;
}

}  // namespace wetbode::sqlite
