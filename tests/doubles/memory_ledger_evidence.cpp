// SPDX-License-Identifier: EUPL-1.2
// Evidence records that end, in the ledger in memory.
#include "doubles/memory_ledger.hpp"

#include "gateway/base/content.hpp"

#include <algorithm>

namespace wetbode {
namespace {

constexpr std::uint64_t content_max = 1ULL << 30U;

}  // namespace

std::vector<KeptEvidence> MemoryLedger::unread_evidence(int most) {
    std::scoped_lock const lock(mutex_);
    std::vector<KeptEvidence> found;
    for (std::size_t i = 0; i < submissions_.size() && std::ssize(found) < most; ++i) {
        auto const& one = submissions_[i];
        if (one.seal.time.evidence && !one.term)
            found.push_back(
                {static_cast<std::int64_t>(i) + 1, one.id, *one.seal.container, *one.seal.time.evidence, {}});
    }
    return found;
}

void MemoryLedger::note_evidence(std::vector<EvidenceNote> const& notes) {
    std::scoped_lock const lock(mutex_);
    for (auto const& note : notes)
        for (auto& one : submissions_)
            if (one.id == note.submission && one.seal.time.evidence == note.record) one.term = note;
}

std::vector<KeptEvidence> MemoryLedger::ending_evidence(EvidenceSearch const& search) {
    std::scoped_lock const lock(mutex_);
    std::vector<KeptEvidence> found;
    for (std::size_t i = 0; i < submissions_.size() && std::ssize(found) < search.most; ++i) {
        auto const& one = submissions_[i];
        auto const number = static_cast<std::int64_t>(i) + 1;
        if (number <= search.after || !one.term) continue;
        bool const weak = std::ranges::find(search.weak, one.term->algorithm) != search.weak.end();
        if (one.term->ends < search.ends_before || weak)
            found.push_back({number, one.id, *one.seal.container, one.term->record, one.term->algorithm});
    }
    return found;
}

std::vector<bool> MemoryLedger::renew_evidence(std::vector<RenewedEvidence> renewed) {
    std::scoped_lock const lock(mutex_);
    std::vector<bool> answers;
    for (auto& next : renewed) {
        auto const one = std::find_if(submissions_.begin(), submissions_.end(), [&](Admitted const& candidate) {
            return candidate.id == next.submission && candidate.seal.time.evidence == next.before;
        });
        answers.push_back(one != submissions_.end());
        if (!answers.back()) continue;
        auto& time = one->seal.time;
        time.evidence = next.record.digest;
        time.evidence_bytes = next.record.bytes;
        ++time.evidence_renewals;
        shelf_[next.record.digest] = content_of(read_whole(next.record, content_max));
        one->term = EvidenceNote{next.submission, next.record.digest, next.ends, next.algorithm};
        note({0, next.now, "seal.evidence_renewed", one->id, one->receipt.dossier, {}, {}, {}, {}});
    }
    return answers;
}

EvidenceTerms MemoryLedger::evidence_terms() {
    std::scoped_lock const lock(mutex_);
    return terms();
}

EvidenceTerms MemoryLedger::terms() const {
    EvidenceTerms terms;
    for (auto const& one : submissions_) {
        if (!one.seal.time.evidence) continue;
        ++terms.records;
        if (!one.term) {
            ++terms.unread;
            continue;
        }
        ++terms.by_algorithm[one.term->algorithm];
        terms.first_end = std::min(terms.first_end.value_or(one.term->ends), one.term->ends);
    }
    return terms;
}

}  // namespace wetbode
