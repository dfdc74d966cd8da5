// SPDX-License-Identifier: EUPL-1.2
#include "doubles/memory_ledger.hpp"

#include <algorithm>

namespace wetbode {

bool MemoryLedger::name_dossier(CounterpartName const& counterpart, DossierId const& dossier, std::string const& key,
                                std::string const& value, Instant now) {
    if (dossier.empty()) return false;
    auto const bears = [&](KnownName const& name) {
        return name.counterpart == counterpart && name.dossier == dossier && name.key == key;
    };
    bool known = false;
    for (auto& name : names_) {
        if (!bears(name)) continue;
        if (name.current && name.value == value) return false;
        name.current = name.value == value;
        known = known || name.current;
    }
    if (!known) names_.push_back({counterpart, dossier, key, value, now, true});
    return true;
}

std::optional<KnownName> MemoryLedger::bearer_of(CounterpartName const& counterpart, std::string const& value) const {
    if (value.empty()) return std::nullopt;
    for (auto name = names_.rbegin(); name != names_.rend(); ++name)
        if (name->counterpart == counterpart && name->value == value) return *name;
    return std::nullopt;
}

void MemoryLedger::take_status(CounterpartName const& counterpart, NewsItem const& item, Instant now) {
    auto const& status = *item.status;
    auto const bearer = bearer_of(counterpart, status.name);
    auto dossier = bearer ? bearer->dossier : DossierId{};
    if (auto const before = bearer_of(counterpart, status.name_before)) {
        if (dossier.empty()) dossier = before->dossier;
        if (!bearer && before->current) name_dossier(counterpart, dossier, before->key, status.name, now);
    }
    SubmissionId newest;
    for (auto& one : transfers_) {
        auto const& transfer = one.transfer;
        if (transfer.counterpart != counterpart) continue;
        bool const by_reference = !item.reference.empty() && transfer.reference == item.reference;
        auto const named = transfer.id == item.transfer || by_reference;
        if (named && dossier.empty()) dossier = transfer.dossier;
        if (!named && (dossier.empty() || transfer.dossier != dossier)) continue;
        newest = transfer.submission;
        auto const next = transfer_state_from(item.kind);
        if (!next || transfer.state != TransferState::handed_over) continue;
        enter(one, *next, now, "transfer." + item.kind, counterpart.text);
        one.transfer.why = item.why;
    }
    note({0, now, "status.learned", newest, dossier, {}, counterpart, counterpart.text, item.data});
    auto const same = [&](StatusLine const& line) {
        return line.counterpart == counterpart && line.status.name == status.name &&
               line.status.status == status.status && line.status.date == status.date;
    };
    if (std::ranges::none_of(statuses_, same))
        statuses_.push_back({counterpart, dossier, status, now, static_cast<std::int64_t>(events_.size())});
}

void MemoryLedger::note_references(CounterpartName const& counterpart, DossierId const& dossier,
                                   std::map<std::string, std::string> const& references, std::string const& told,
                                   Instant now) {
    std::scoped_lock const lock(mutex_);
    bool fresh = false;
    for (auto const& [key, value] : references) fresh = name_dossier(counterpart, dossier, key, value, now) || fresh;
    if (fresh && !told.empty())
        note({0, now, "dossier.named", {}, dossier, {}, counterpart, "wetbode", R"({"told":")" + told + "\"}"});
}

std::map<std::string, std::string> MemoryLedger::references_of(CounterpartName const& counterpart,
                                                               DossierId const& dossier) {
    std::scoped_lock const lock(mutex_);
    std::map<std::string, std::string> references;
    for (auto const& name : names_)
        if (name.counterpart == counterpart && name.dossier == dossier && name.current)
            references[name.key] = name.value;
    return references;
}

std::vector<KnownName> MemoryLedger::named(CounterpartName const& counterpart, std::string const& value) {
    std::scoped_lock const lock(mutex_);
    std::vector<KnownName> found;
    for (auto name = names_.rbegin(); name != names_.rend() && found.size() < 100; ++name)
        if (name->counterpart == counterpart && name->value == value) found.push_back(*name);
    return found;
}

std::vector<KnownName> MemoryLedger::names_of(DossierId const& dossier, int most) {
    std::scoped_lock const lock(mutex_);
    std::vector<KnownName> found;
    for (auto const& name : names_)
        if (name.dossier == dossier && std::ssize(found) < most) found.push_back(name);
    return found;
}

std::vector<Renaming> MemoryLedger::renamings(CounterpartName const& told_to, CounterpartName const& holder,
                                              std::string const& key, int most) {
    std::scoped_lock const lock(mutex_);
    std::vector<Renaming> found;
    for (auto const& held : names_) {
        if (held.counterpart != holder || held.key != key || !held.current) continue;
        for (auto const& told : names_)
            if (told.counterpart == told_to && told.key == key && told.current && told.dossier == held.dossier &&
                told.value != held.value && std::ssize(found) < most)
                found.push_back({held.dossier, told.value, held.value, held.since});
    }
    return found;
}

std::vector<std::string> MemoryLedger::open_notes(CounterpartName const& counterpart, std::string const& key,
                                                  std::string const& closed_by, DossierId const& except) {
    std::scoped_lock const lock(mutex_);
    auto const closed = [&](DossierId const& dossier) {
        return std::ranges::any_of(names_, [&](auto const& name) {
            return name.counterpart == counterpart && name.dossier == dossier && name.key == closed_by;
        });
    };
    std::vector<std::string> notes;
    for (auto const& name : names_)
        if (name.counterpart == counterpart && name.key == key && name.current && name.dossier != except &&
            !closed(name.dossier))
            notes.push_back(name.value);
    return notes;
}

std::vector<Followed> MemoryLedger::followed(CounterpartName const& counterpart, std::string const& key,
                                             Instant changed_since, int most) {
    std::scoped_lock const lock(mutex_);
    std::vector<Followed> found;
    for (auto const& held : names_) {
        if (held.counterpart != counterpart || held.key != key || !held.current) continue;
        auto changed = held.since;
        for (auto const& line : statuses_)
            if (line.counterpart == counterpart && line.dossier == held.dossier)
                changed = std::max(changed, line.learned);
        if (changed >= changed_since) found.push_back({held.value, changed});
    }
    std::ranges::sort(found, [](auto const& a, auto const& b) {
        return a.changed != b.changed ? a.changed > b.changed : a.name < b.name;
    });
    if (std::ssize(found) > most) found.resize(static_cast<std::size_t>(most));
    return found;
}

std::vector<StatusLine> MemoryLedger::statuses(StatusFilter const& filter) {
    std::scoped_lock const lock(mutex_);
    std::vector<StatusLine> found;
    for (auto const& line : statuses_) {
        bool const fits = line.counterpart == filter.counterpart &&
                          (!filter.dossier || line.dossier == *filter.dossier) &&
                          (filter.name.empty() || line.status.name == filter.name) &&
                          (!filter.since || line.learned >= *filter.since);
        if (fits) found.push_back(line);
    }
    auto const most = std::max(1, filter.most);
    if (std::ssize(found) > most) found.erase(found.begin(), found.end() - most);
    return found;
}

std::optional<RefusedSubmission> MemoryLedger::refusal_of(SubmissionKey const& key) {
    std::scoped_lock const lock(mutex_);
    for (auto one = refused_.rbegin(); one != refused_.rend(); ++one)
        if (one->key == key) return *one;
    return std::nullopt;
}

std::vector<SubmissionId> MemoryLedger::submissions_of(DossierId const& dossier, int most) {
    std::scoped_lock const lock(mutex_);
    std::vector<SubmissionId> found;
    for (auto const& one : submissions_)
        if (!dossier.empty() && one.manifest.dossier.id == dossier && std::ssize(found) < most) found.push_back(one.id);
    return found;
}

std::string MemoryLedger::news_cursor(CounterpartName const& counterpart) {
    std::scoped_lock const lock(mutex_);
    auto const found = cursors_.find(counterpart);
    return found == cursors_.end() ? std::string{} : found->second;
}

}  // namespace wetbode
