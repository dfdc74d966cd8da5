// SPDX-License-Identifier: EUPL-1.2
// GET v1/status/{pobj} and v1/status/ingediend: what the Parliament told, under whatever number the client asks.
#include "gateway/api/problem.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/kaleidos/visit.hpp"

#include <algorithm>
#include <charconv>
#include <set>

namespace wetbode::kaleidos {

namespace {

using api::Response;

constexpr auto submitted = "ingediend";
constexpr auto not_registered = "niet ingeschreven";
constexpr int lines_max = 10'000;
constexpr int refused_pages_max = 20;
constexpr int page_max = 1000;
constexpr std::int64_t days_standard = 30;
constexpr std::int64_t days_most = 3650;

/// The newest transfer of the dossier to the Parliament, if that came to nothing there.
std::optional<Transfer> refused_delivery(Visit const& visit, DossierId const& dossier) {
    std::optional<Transfer> newest;
    for (auto const& id : visit.parts.ledger.submissions_of(dossier, page_max))
        for (auto& transfer : visit.parts.ledger.transfers({.counterpart = visit.names.parliament(), .submission = id}))
            newest = std::move(transfer);
    if (newest && newest->state == TransferState::refused) return newest;
    return std::nullopt;
}

std::vector<StatusLine> history_of(Visit const& visit, DossierId const& dossier) {
    return visit.parts.ledger.statuses(
        {.counterpart = visit.names.parliament(), .dossier = dossier, .name = {}, .since = {}, .most = lines_max});
}

Tree line_of(StatusNews const& news) { return {{"status", news.status}, {"datum", news.date}}; }

std::int64_t days_of(api::Request const& request) {
    auto const found = request.query.find("dagen");
    if (found == request.query.end()) return days_standard;
    std::int64_t days = 0;
    auto const& text = found->second;
    auto const [last, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    bool const whole = error == std::errc{} && last == text.data() + text.size();
    return whole ? std::clamp<std::int64_t>(days, 1, days_most) : days_standard;
}

class SubmittedList {
public:
    explicit SubmittedList(Visit const& visit)
        : visit_(visit), since_(visit.now() - Milliseconds{days_of(visit.request) * 24 * 3600 * 1000}) {}

    Tree made() {
        renamed();
        told();
        refused();
        return {{"documenten", std::move(documents_)}};
    }

private:
    /// Under a new number until the client uses it, however long that takes: else it would go on asking for ours.
    void renamed() {
        auto const& names = visit_.names;
        for (auto const& one :
             visit_.parts.ledger.renamings({visit_.client.text}, names.parliament(), Names::pobj_key, page_max)) {
            auto const history = history_of(visit_, one.dossier);
            Tree entry{{"pobj", one.name}, {"pobj_vorig", one.told}};
            entry.update({{"status", submitted}, {"datum", rfc3339(one.since)}});
            if (!history.empty()) {
                entry["status"] = history.back().status.status;
                entry["datum"] = history.back().status.date;
            }
            documents_.push_back(std::move(entry));
            done_.insert(one.dossier);
        }
    }

    void told() {
        auto lines = visit_.parts.ledger.statuses(
            {.counterpart = visit_.names.parliament(), .dossier = {}, .name = {}, .since = since_, .most = lines_max});
        std::ranges::reverse(lines);  // of each dossier the newest
        std::set<std::string> strangers;
        std::vector<Tree> found;
        for (auto const& [counterpart, dossier, news, learned, sequence] : lines) {
            if (news.status != submitted && news.status != not_registered) continue;
            bool const stranger = dossier.empty();
            if (stranger ? visit_.client != visit_.names.owner() || !strangers.insert(news.name).second
                         : !done_.insert(dossier).second || !visit_.names.may_know(visit_.client, dossier))
                continue;
            auto const present = stranger ? std::string() : visit_.names.pobj_of(dossier);
            Tree entry{{"pobj", present.empty() ? news.name : present}};
            if (!news.name_before.empty() && news.name_before != present) entry["pobj_vorig"] = news.name_before;
            entry.update(line_of(news));
            found.push_back(std::move(entry));
        }
        for (auto entry = found.rbegin(); entry != found.rend(); ++entry) documents_.push_back(std::move(*entry));
    }

    /// What the Parliament did not take at all has no number of its own: it is told under ours.
    void refused() {
        TransferFilter filter{.state = TransferState::refused, .counterpart = visit_.names.parliament(),
                              .submission = {}, .sender = visit_.client, .after = {}, .most = page_max};
        if (visit_.parts.clients.empty()) filter.sender.reset();
        for (int page = 0; page < refused_pages_max; ++page) {
            auto const transfers = visit_.parts.ledger.transfers(filter);
            for (auto const& transfer : transfers) {
                if (transfer.since < since_ || done_.contains(transfer.dossier)) continue;
                if (!visit_.names.pobj_of(transfer.dossier).empty()) continue;
                if (!refused_delivery(visit_, transfer.dossier)) continue;  // a later one went well, or is on its way
                auto const names = visit_.names.told_to(visit_.client, transfer.dossier);
                auto const told = names.find(Names::pobj_key);
                if (told == names.end() || !done_.insert(transfer.dossier).second) continue;
                documents_.push_back({{"pobj", told->second}, {"status", not_registered},
                                      {"datum", rfc3339(transfer.since)}});
            }
            if (std::ssize(transfers) < page_max) return;
            filter.after = transfers.back().id.text;
        }
    }

    Visit const& visit_;
    Instant since_;
    Tree documents_ = Tree::array();
    std::set<DossierId> done_;
};

Refusal unknown_number(std::string const& pobj) {
    return api::door_refusal("PARLIAMENT_NUMBER_UNKNOWN", {"hier is geen dossier bekend onder het nummer " + pobj,
                                                           "no dossier is known here by the number " + pobj});
}

}  // namespace

Response get_status(Visit const& visit) {
    auto const& pobj = visit.argument;
    auto const dossier = visit.names.dossier_of(visit.client, pobj);
    auto lines = Tree::array();
    std::set<std::pair<std::string, std::string>> told;
    auto const add = [&](StatusNews const& news) {
        if (told.emplace(news.status, news.date).second) lines.push_back(line_of(news));
    };
    if (!dossier) {
        if (visit.client != visit.names.owner()) return visit.refuse(unknown_number(pobj));
        // From before we stood in between, or never delivered by us: the Parliament told of it all the same.
        auto const history = visit.parts.ledger.statuses(
            {.counterpart = visit.names.parliament(), .dossier = DossierId{}, .name = pobj, .since = {},
             .most = lines_max});
        if (history.empty()) return visit.refuse(unknown_number(pobj));
        for (auto const& line : history) add(line.status);
        return json_answer({{"statussen", std::move(lines)}});
    }
    visit.names.heard(visit.client, *dossier, pobj, visit.now());
    for (auto const& line : history_of(visit, *dossier)) add(line.status);
    if (lines.empty())
        if (auto const refused = refused_delivery(visit, *dossier))
            lines.push_back({{"status", not_registered}, {"datum", rfc3339(refused->since)}});
    return json_answer({{"statussen", std::move(lines)}});
}

Response get_submitted(Visit const& visit) { return json_answer(SubmittedList(visit).made()); }

}  // namespace wetbode::kaleidos
