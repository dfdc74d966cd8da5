// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/twin_store.hpp"

#include "adapters/parliament/twin_lines.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>

namespace wetbode::parliament {

namespace {

using json = nlohmann::json;

constexpr auto adopted = "aangenomen in plenaire vergadering";

std::string entry_of(char const* kind, json line) {
    line["entry"] = kind;
    return line_of(line);
}

}  // namespace

bool Parchment::waits() const {
    return std::ranges::any_of(files, [](auto const& file) { return file.processed_as.empty(); });
}

TwinStore::TwinStore(std::filesystem::path const& folder) : journal_(folder, "parliament.jsonl") {
    for (auto const& line : journal_.lines()) apply_line(line);
}

void TwinStore::apply_line(std::string const& line) {
    auto const entry = json::parse(line, nullptr, false);
    if (!entry.is_object()) throw Outage("twin", "a line of the journal is not JSON: " + line.substr(0, 80));
    auto const kind = entry.value("entry", "");
    if (kind == "delivered") apply(taken_from(entry));
    if (kind == "status")
        apply_status(entry.at("pobj"), {entry.at("status"), entry.at("datum"), entry.value("more", "{}")},
                     entry.value("renumbered", ""));
    if (kind == "duplicate")
        if (auto* earlier = by_key(entry.at("key"))) ++earlier->duplicates;
    if (kind == "parchment") apply(parchment_from(entry));
    if (kind == "processed") apply(processed_from(entry));
    if (kind == "healed") apply_heal(entry.at("pobj"));
}

Taken* TwinStore::by_key(std::string const& key) {
    auto const found = keys_.find(key);
    return key.empty() || found == keys_.end() ? nullptr : found->second;
}

void TwinStore::count_duplicate(Taken& taken) {
    journal_.append(entry_of("duplicate", {{"key", taken.key}}));
    ++taken.duplicates;
}

Dossier const* TwinStore::dossier(std::string const& pobj) const {
    if (pobj.empty()) return dossiers_.empty() ? nullptr : dossiers_.back().get();
    auto const found = numbers_.find(pobj);
    return found == numbers_.end() ? nullptr : found->second;
}

Dossier& TwinStore::dossier_for(std::string const& pobj) {
    auto& place = numbers_[pobj];
    if (place == nullptr) {
        dossiers_.push_back(std::make_unique<Dossier>());
        place = dossiers_.back().get();
        place->pobj = pobj;
        // from the journal the numbers come back, and counting goes on after the highest
        next_pobj_ = std::max<std::int64_t>(next_pobj_, std::stoll(pobj) + 1);
    }
    return *place;
}

bool TwinStore::same(std::string const& one, std::string const& other) const {
    return dossier(one) != nullptr && dossier(one) == dossier(other);
}

Taken const& TwinStore::take(Taken delivery) {
    auto const* known = delivery.pobj.empty() ? nullptr : dossier(delivery.pobj);
    delivery.pobj = known != nullptr ? known->pobj : next_pobj();
    auto pfls = next_pfls_;
    for (auto& file : delivery.files) file.pfls = std::to_string(pfls++);
    journal_.append(entry_of("delivered", json_of(delivery)));
    apply(std::move(delivery));
    return *taken_.back();
}

int TwinStore::copy_of(Taken const& delivery) const {
    auto const parts_of = [](Taken const& one) {
        std::multiset<std::string> parts;
        for (auto const& file : one.files) parts.insert(file.id + '\n' + file.sha256);
        return parts;
    };
    auto const parts = parts_of(delivery);
    for (std::size_t i = 0; i < taken_.size(); ++i)
        if (taken_[i]->flow == delivery.flow && parts_of(*taken_[i]) == parts) return static_cast<int>(i);
    return -1;
}

void TwinStore::apply(Taken delivery) {
    auto& dossier = dossier_for(delivery.pobj);
    dossier.flow = delivery.flow;
    for (auto const& file : delivery.files) next_pfls_ = std::max<std::int64_t>(next_pfls_, std::stoll(file.pfls) + 1);
    dossier.statuses.push_back({"ingediend", delivery.at, "{}"});
    delivery.copy_of = copy_of(delivery);
    taken_.push_back(std::make_unique<Taken>(std::move(delivery)));
    auto& kept = *taken_.back();
    if (!kept.key.empty()) keys_.emplace(kept.key, &kept);
}

bool TwinStore::move(std::string const& pobj, TwinStatus const& status, std::string const& renumbered) {
    if (!knows(pobj) || (!renumbered.empty() && knows(renumbered))) return false;
    journal_.append(entry_of("status", {{"pobj", pobj}, {"status", status.status}, {"datum", status.date},
                                        {"renumbered", renumbered}, {"more", status.more}}));
    apply_status(pobj, status, renumbered);
    return true;
}

void TwinStore::apply_status(std::string const& pobj, TwinStatus status, std::string const& renumbered) {
    auto& dossier = dossier_for(pobj);
    if (!renumbered.empty()) {
        dossier.earlier.push_back(dossier.pobj);
        dossier.pobj = renumbered;
        dossier.renumbered_at = status.date;
        numbers_[renumbered] = &dossier;
        next_pobj_ = std::max<std::int64_t>(next_pobj_, std::stoll(renumbered) + 1);
    }
    if (!status.status.empty()) dossier.statuses.push_back(std::move(status));
}

/// The government's own name of the file that this one takes the place of: the same kind and form in an earlier
/// perkament of the dossier.
std::string TwinStore::known_uri(Parchment const& parchment, ParchmentFile const& file) const {
    std::string uri;
    for (auto const& earlier : parchments_) {
        if (!same(earlier.pobj, parchment.pobj)) continue;
        for (auto const& one : earlier.files)
            if (one.type == file.type && one.name == file.name) uri = one.processed_as;
    }
    return uri;
}

Parchment const& TwinStore::queue(Parchment parchment, std::string const& adopted_at) {
    if (parchment.pobj.empty()) parchment.pobj = next_pobj();
    auto pfls = next_pfls_;
    for (auto& file : parchment.files) {
        file.pfls = std::to_string(pfls++);
        file.kaleidos_id = known_uri(parchment, file);
    }
    journal_.append(entry_of("parchment", json_of(parchment)));
    apply(std::move(parchment));
    auto const pobj = parchments_.back().pobj;
    if (!adopted_at.empty()) move(pobj, {adopted, adopted_at, "{}"}, {});
    return parchments_.back();
}

void TwinStore::apply(Parchment parchment) {
    (void)dossier_for(parchment.pobj);
    for (auto const& file : parchment.files)
        next_pfls_ = std::max<std::int64_t>(next_pfls_, std::stoll(file.pfls) + 1);
    parchments_.push_back(std::move(parchment));
}

std::string TwinStore::process(Processed const& processed) {
    if (!knows(processed.pobj)) return "pobj " + processed.pobj + " is unknown";
    for (auto const& [pfls, uri] : processed.files) {
        auto const holds = [&, number = pfls](Parchment const& one) {
            return same(one.pobj, processed.pobj) &&
                   std::ranges::any_of(one.files, [&](auto const& file) { return file.pfls == number; });
        };
        if (std::ranges::none_of(parchments_, holds))
            return "pfls " + pfls + " was never sent to the government for pobj " + processed.pobj;
        if (uri.empty()) return "pfls " + pfls + " has no @id";
    }
    journal_.append(entry_of("processed", json_of(processed)));
    apply(processed);
    return {};
}

void TwinStore::apply(Processed const& processed) {
    auto& dossier = dossier_for(processed.pobj);
    dossier.flow = processed.flow;
    dossier.case_uri = processed.case_uri;
    for (auto& parchment : parchments_)
        for (auto& file : parchment.files)
            if (auto const found = processed.files.find(file.pfls); found != processed.files.end())
                file.processed_as = found->second;
    processed_.push_back(processed);
}

bool TwinStore::heal(std::string const& pobj) {
    auto const ill = [&](Parchment const& one) { return !one.poison.empty() && same(one.pobj, pobj); };
    if (std::ranges::none_of(parchments_, ill)) return false;
    journal_.append(entry_of("healed", {{"pobj", pobj}}));
    apply_heal(pobj);
    return true;
}

void TwinStore::apply_heal(std::string const& pobj) {
    for (auto& parchment : parchments_)
        if (same(parchment.pobj, pobj)) parchment.poison.clear();
}

}  // namespace wetbode::parliament
