// SPDX-License-Identifier: EUPL-1.2
#include "gateway/kaleidos/names.hpp"

#include "gateway/base/sha256.hpp"

#include <algorithm>

namespace wetbode::kaleidos {

namespace {

constexpr int names_max = 10'000;
constexpr std::size_t provisional_digits = 16;

}  // namespace

/// Newest first, whoever gave them.
std::vector<KnownName> Names::known(ClientName const& client, std::string const& value) const {
    auto all = ledger_.named({client.text}, value);
    for (auto& name : ledger_.named(parliament_, value)) all.push_back(std::move(name));
    std::ranges::stable_sort(all, [](auto const& a, auto const& b) { return a.since > b.since; });
    return all;
}

std::optional<DossierId> Names::dossier_of(ClientName const& client, std::string const& pobj) const {
    for (auto const& name : known(client, pobj))
        if (name.key == pobj_key && may_know(client, name.dossier)) return name.dossier;
    return std::nullopt;
}

std::string Names::file_of(ClientName const& client, std::string const& pfls) const {
    for (auto const& name : known(client, pfls))
        if (name.key.starts_with(pfls_prefix) && may_know(client, name.dossier))
            return name.key.substr(std::string_view(pfls_prefix).size());
    return {};
}

bool Names::may_know(ClientName const& client, DossierId const& dossier) const {
    auto const names = ledger_.names_of(dossier, names_max);
    auto const is_told = [&](KnownName const& name) { return name.key == pobj_key && name.counterpart != parliament_; };
    auto const is_told_him = [&](KnownName const& name) {
        return is_told(name) && name.counterpart.text == client.text;
    };
    if (std::ranges::any_of(names, is_told_him)) return true;
    return client == owner_ && std::ranges::none_of(names, is_told);
}

std::string Names::pobj_of(DossierId const& dossier) const {
    auto const names = given_by_parliament(dossier);
    auto const pobj = names.find(pobj_key);
    return pobj == names.end() ? std::string() : pobj->second;
}

void Names::learn_from(Document& document, ClientName const& client, Instant now) const {
    auto const& dossier = document.manifest.dossier.id;
    std::map<std::string, std::string> fresh;
    auto const bearers = document.pobj.empty() ? std::vector<KnownName>{} : known(client, document.pobj);
    bool const ours = std::ranges::any_of(bearers, [&](auto const& name) { return name.dossier == dossier; });
    // Nobody becomes the owner of a dossier by naming its number.
    bool const anothers = !ours && std::ranges::any_of(bearers, [&](auto const& name) {
        return name.dossier != dossier && !may_know(client, name.dossier);
    });
    bool const its_own = document.pobj != provisional(pobj_key + dossier.text);
    if (!document.pobj.empty() && !ours && !anothers && its_own) fresh[pobj_key] = document.pobj;
    auto const given = given_by_parliament(dossier);
    for (auto& piece : document.manifest.pieces)
        for (auto& file : piece.files) {
            auto const pfls = document.previous_pfls.find(file.id);
            if (pfls == document.previous_pfls.end()) continue;
            if (file.previous_id.empty()) file.previous_id = file_of(client, pfls->second);
            if (file.previous_id.empty()) file.previous_id = "urn:wetbode:parliament:pfls:" + pfls->second;
            auto const key = pfls_prefix + file.previous_id;
            bool const provisional_one = pfls->second == provisional(key);
            if (!given.contains(key) && !provisional_one && file_of(client, pfls->second).empty())
                fresh[key] = pfls->second;
        }
    if (!fresh.empty()) ledger_.note_references(parliament_, dossier, fresh, client.text, now);
    if (!document.pobj.empty() && !anothers) heard(client, dossier, document.pobj, now);
}

Told Names::tell(Manifest const& manifest, ClientName const& client, Instant now) const {
    auto const& dossier = manifest.dossier.id;
    auto const given = given_by_parliament(dossier);
    auto const before = told_to(client, dossier);
    Told told;
    auto const name_of = [&](std::string const& key, std::string const& what) {
        if (auto const real = given.find(key); real != given.end()) return real->second;
        told.provisional = true;
        if (auto const known_as = before.find(key); known_as != before.end()) return known_as->second;
        return provisional(what);
    };
    std::map<std::string, std::string> noted;
    told.pobj = noted[pobj_key] = name_of(pobj_key, pobj_key + dossier.text);
    for (auto const& piece : manifest.pieces)
        for (auto const& file : piece.files) {
            auto const key = pfls_prefix + file.id;
            told.pfls[file.id] = noted[key] = name_of(key, key);
        }
    ledger_.note_references({client.text}, dossier, noted, {}, now);
    return told;
}

void Names::heard(ClientName const& client, DossierId const& dossier, std::string const& pobj, Instant now) const {
    if (pobj == pobj_of(dossier) || told_to(client, dossier).empty())
        ledger_.note_references({client.text}, dossier, {{pobj_key, pobj}}, {}, now);
}

std::string Names::provisional(std::string const& what) {
    return "W" + sha256(what).hex().substr(0, provisional_digits);
}

}  // namespace wetbode::kaleidos
