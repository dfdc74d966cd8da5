// SPDX-License-Identifier: EUPL-1.2
#include "gateway/feed/items.hpp"

#include "gateway/json/json.hpp"

#include <algorithm>
#include <array>
#include <map>

namespace wetbode::feed {
namespace {

/// Of the transfers only what its receiver can use; each single try is the operator's business.
constexpr std::array<std::string_view, 12> transfer_kinds{
    "transfer.opened",   "transfer.handed_over",   "transfer.amiss",     "transfer.acknowledged",
    "transfer.returned", "transfer.refused",       "transfer.rerouted",  "transfer.quarantined",
    "transfer.withdrawn", "transfer.replayed",     "status.learned",     "dossier.published"};

bool is_transfer_kind(std::string const& kind) {
    return std::find(transfer_kinds.begin(), transfer_kinds.end(), kind) != transfer_kinds.end();
}

/// The first transfer of a submission to a counterpart: since when the counterpart may know of it.
Transfer const* first_transfer(SubmissionView const& view, CounterpartName const& counterpart) {
    Transfer const* first = nullptr;
    for (auto const& transfer : view.transfers)
        if (transfer.counterpart == counterpart && (first == nullptr || transfer.created < first->created))
            first = &transfer;
    return first;
}

/// Do the documents become available with this event? With the seal if there is one, else at admission; for a
/// counterpart that was called in later (paper instead of e-Box) when its transfer was opened.
bool makes_available(Event const& event, SubmissionView const& view, Transfer const& transfer) {
    if (transfer.instead_of) return event.kind == "transfer.opened" && event.transfer == transfer.id;
    return event.kind == (view.seal.state == "none" ? "submission.admitted" : "submission.sealed");
}

std::vector<ItemFile> visible_files(SubmissionView const& view, CounterpartName const& counterpart,
                                    AccessPolicy const& access, bool& all) {
    std::vector<ItemFile> files;
    all = true;
    for (auto const& piece : view.manifest.pieces) {
        if (!access.may_see(counterpart, piece.access)) {
            all = false;
            continue;
        }
        for (auto const& file : view.files)
            if (file.piece_id == piece.id)
                files.push_back({piece.id, piece.title, std::string(name_of(piece.access)), file.rendition});
    }
    // What the gateway made stems from the whole submission: only who may see all of that may see it.
    if (all)
        for (auto const& file : view.files)
            if (file.piece_id.empty()) files.push_back({{}, {}, {}, file.rendition});
    return files;
}

std::optional<Item> item_of(Event const& event, SubmissionView const& view, CounterpartName const& counterpart,
                            AccessPolicy const& access) {
    auto const* const transfer = first_transfer(view, counterpart);
    if (transfer == nullptr || transfer->created > event.at) return std::nullopt;
    auto const document = makes_available(event, view, *transfer);
    auto const own_transfer = event.counterpart == counterpart && is_transfer_kind(event.kind);
    auto const timed = event.kind == "seal.timed";
    if (!document && !own_transfer && !timed) return std::nullopt;

    bool all = false;
    auto files = visible_files(view, counterpart, access, all);
    if (files.empty()) return std::nullopt;
    if (timed && !all) return std::nullopt;  // he has no container that could have become better
    Item item;
    item.event = event;
    if (!view.manifest.letter) item.title = view.manifest.dossier.title;
    item.document = document;
    if (event.kind == "dossier.published") {
        item.publication = json::references_from(event.data);
        item.publication.erase("told_by");  // a client of the gateway is nobody's business
    }
    if (timed) {
        item.sealed = true;
        item.evidence = view.seal.time.mode == TimeMode::batch;
    }
    if (document) {
        item.sealed = all && view.seal.state != "none";
        item.files = std::move(files);
    }
    return item;
}

}  // namespace

std::vector<Item> items_of(std::vector<Event> const& events, CounterpartName const& counterpart, Ledger& ledger,
                           AccessPolicy const& access) {
    std::map<SubmissionId, std::optional<SubmissionView>> views;
    std::vector<Item> items;
    for (auto const& event : events) {
        if (event.submission.empty()) continue;
        auto known = views.find(event.submission);
        if (known == views.end())
            known = views.emplace(event.submission, ledger.submission(event.submission)).first;
        if (!known->second) continue;
        if (auto item = item_of(event, *known->second, counterpart, access)) items.push_back(std::move(*item));
    }
    return items;
}

}  // namespace wetbode::feed
