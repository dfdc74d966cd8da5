// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/statuses.hpp"

#include "gateway/base/rfc3339.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace wetbode::parliament {

namespace {

constexpr std::string_view submitted = "ingediend";
constexpr std::string_view not_registered = "niet ingeschreven";

TransferId transfer_of(StatusEntry const& entry, std::vector<Pending> const& pending) {
    for (auto const& one : pending) {
        auto const known = one.references.find(std::string(pobj_key));
        auto const& pobj = known == one.references.end() ? one.reference : known->second;
        if (!pobj.empty() && (pobj == entry.pobj || pobj == entry.pobj_before)) return one.transfer;
    }
    return {};
}

/// An item of its own: the same status may tell more the next time.
std::optional<NewsItem> publication_in(StatusEntry const& entry) {
    auto facts = entry.publication;
    if (facts.empty()) return std::nullopt;
    NewsItem item;
    item.kind = "publication";
    item.reference = entry.pobj;
    item.key = "publication:" + entry.pobj;
    for (auto const& [key, value] : facts) item.key += '\n' + key + '=' + value;
    item.publication = std::move(facts);
    return item;
}

}  // namespace

int submitted_times(std::vector<StatusEntry> const& history) {
    return static_cast<int>(std::ranges::count(history, submitted, &StatusEntry::status));
}

std::vector<NewsItem> news_of(std::vector<StatusEntry> const& entries, std::vector<Pending> const& pending) {
    std::vector<NewsItem> items;
    for (auto const& entry : entries) {
        if (entry.pobj.empty()) continue;
        NewsItem item;
        bool const refused = entry.status == not_registered;
        item.transfer = transfer_of(entry, pending);
        item.kind = refused ? "refused" : "status";
        item.reference = entry.pobj;
        item.key = entry.pobj + ':' + entry.status + ':' + entry.date;
        item.why = refused ? Text{"Het Vlaams Parlement heeft dossier " + entry.pobj + " niet ingeschreven.",
                                  "The Flemish Parliament did not register dossier " + entry.pobj + "."}
                           : Text{"Status bij het Vlaams Parlement: " + entry.status + ".",
                                  "Status at the Flemish Parliament: " + entry.status + "."};
        nlohmann::json data{{"pobj", entry.pobj}, {"status", entry.status}, {"datum", entry.date}};
        if (!entry.pobj_before.empty()) data["pobj_vorig"] = entry.pobj_before;
        item.data = data.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
        item.status = StatusNews{entry.pobj, entry.pobj_before, entry.status, entry.date};
        items.push_back(std::move(item));
        if (auto told = publication_in(entry)) items.push_back(*std::move(told));
    }
    return items;
}

int days_back(std::string const& cursor, Instant now, int days_most) {
    auto const last = from_rfc3339(cursor);
    if (!last || *last > now) return days_most;
    auto const days = std::chrono::duration_cast<std::chrono::days>(now - *last).count() + 2;
    return static_cast<int>(std::clamp<std::int64_t>(days, 1, days_most));
}

}  // namespace wetbode::parliament
