// SPDX-License-Identifier: EUPL-1.2
#include "doubles/memory_ledger.hpp"

#include "gateway/json/json.hpp"

#include <algorithm>

namespace wetbode {

bool MemoryLedger::publish(DossierId const& dossier, PublicationNote const& note_of, Instant now) {
    bool fresh = false;
    auto const sequence = static_cast<std::int64_t>(events_.size()) + 1;
    for (auto const& fact : note_of.facts) {
        auto const is_current = [&](auto const& one) {
            return one.first == dossier && one.second.current && one.second.fact.key == fact.key;
        };
        bool const known = std::ranges::any_of(publication_, [&](auto const& one) {
            return is_current(one) && (fact.value.empty() || one.second.fact.value == fact.value);
        });
        if (known != fact.value.empty()) continue;
        if (fact.key != publication_document || fact.value.empty())
            for (auto& one : publication_)
                if (is_current(one)) one.second.current = false;
        publication_.push_back({dossier, {fact, note_of.source, now, sequence, !fact.value.empty()}});
        fresh = true;
    }
    if (!fresh) return false;
    std::map<std::string, std::string> data{{"told_by", note_of.source.name}};
    for (auto const& [key, value] : published(dossier)) data[key] += (data[key].empty() ? "" : "; ") + value;
    std::map<std::string, SubmissionId> audience;
    for (auto const& one : transfers_)
        if (one.transfer.dossier == dossier && !admitted(one.transfer.submission).files.empty())
            audience[one.transfer.counterpart.text] = one.transfer.submission;
    if (audience.empty()) {
        auto& alone = audience[""];
        for (auto const& one : submissions_)
            if (one.receipt.dossier == dossier) alone = one.id;
    }
    for (auto const& [counterpart, submission] : audience)
        note({0, now, "dossier.published", submission, dossier, {}, {counterpart}, note_of.source.name,
              json::text_of(data)});
    return true;
}

std::vector<PublicationFact> MemoryLedger::published(DossierId const& dossier) const {
    std::vector<PublicationFact> facts;
    for (auto const& [of, line] : publication_)
        if (of == dossier && line.current) facts.push_back(line.fact);
    return facts;
}

bool MemoryLedger::note_publication(DossierId const& dossier, PublicationNote const& told, Instant now) {
    std::scoped_lock const lock(mutex_);
    return publish(dossier, told, now);
}

std::vector<PublicationLine> MemoryLedger::publication_of(DossierId const& dossier, int most) {
    std::scoped_lock const lock(mutex_);
    std::vector<PublicationLine> lines;
    for (auto const& [of, line] : publication_)
        if (of == dossier) lines.push_back(line);
    if (std::ssize(lines) > most) lines.erase(lines.begin(), lines.end() - most);
    return lines;
}

bool MemoryLedger::take_publication(CounterpartName const& counterpart, NewsItem const& item, Instant now) {
    auto const bearer = bearer_of(counterpart, item.reference);
    if (!bearer || !news_taken_.insert_or_assign({counterpart, item.key}, now).second) return false;
    return publish(bearer->dossier,
                   {item.publication, {PublicationSourceKind::counterpart, counterpart.text, {}, {}}}, now);
}

void MemoryLedger::drop_amiss(Transfer& transfer) {
    transfer.amiss = {};
    transfer.amiss_since.reset();
}

void MemoryLedger::note_amiss(Kept& one, Settlement const& settlement) {
    if (settlement.next != TransferState::handed_over) return;
    auto& transfer = one.transfer;
    transfer.amiss = settlement.amiss;
    if (settlement.amiss.empty()) return drop_amiss(transfer);
    if (!transfer.amiss_since) transfer.amiss_since = settlement.now;
    note({0, settlement.now, "transfer.amiss", transfer.submission, transfer.dossier, transfer.id,
          transfer.counterpart, {}, {}});
}

int MemoryLedger::expire_handed_over(CounterpartName const& counterpart, Instant handed_over_before, Instant now) {
    std::scoped_lock const lock(mutex_);
    int expired = 0;
    for (auto& one : transfers_) {
        auto& transfer = one.transfer;
        if (transfer.counterpart != counterpart || transfer.state != TransferState::handed_over) continue;
        if (transfer.since >= handed_over_before) continue;
        enter(one, TransferState::quarantined, now, "transfer.quarantined", {});
        transfer.why = {"Geen ontvangstbewijs binnen de termijn.", "No receipt within the term."};
        ++expired;
    }
    return expired;
}

}  // namespace wetbode
