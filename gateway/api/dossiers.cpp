// SPDX-License-Identifier: EUPL-1.2
// GET /v1/dossiers: what is known of one matter, whoever delivered it by whichever door: its submissions, its names
// at the counterparts, every status that they told, and what became of it (publication.cpp).
#include "gateway/api/publication.hpp"
#include "gateway/base/rfc3339.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <set>

namespace wetbode::api {
namespace {

using Tree = nlohmann::ordered_json;

constexpr int submissions_max = 200;
constexpr int names_max = 1000;
constexpr int statuses_max = 1000;
constexpr std::size_t id_bytes_max = 500;

std::string asked_for(Call const& call, std::string_view name) {
    auto const found = call.request.query.find(name);
    return found == call.request.query.end() ? std::string() : found->second;
}

/// By its id, or by a name that a counterpart gave it.
DossierId dossier_of(Call const& call) {
    if (auto id = asked_for(call, "id"); !id.empty()) return {std::move(id)};
    for (auto const& known : call.parts.ledger.named({asked_for(call, "counterpart")}, asked_for(call, "name")))
        return known.dossier;
    return {};
}

/// Notes of adapters about deliveries under way are nobody's names.
bool is_a_name(KnownName const& name) {
    return name.key.starts_with("pfls:") || name.key.find(':') == std::string::npos;
}

bool may_hear(Call const& call, CounterpartName const& counterpart) {
    return call.caller.role != Role::clerk || call.caller.counterpart == counterpart;
}

Tree submission_line(SubmissionView const& view, std::string const& base) {
    auto transfers = Tree::array();
    for (auto const& transfer : view.transfers)
        transfers.push_back({{"id", transfer.id.text},
                             {"counterpart", transfer.counterpart.text},
                             {"state", name_of(transfer.state)},
                             {"since", rfc3339(transfer.since)}});
    return {{"id", view.id.text},
            {"kind", name_of(view.manifest.kind)},
            {"received", rfc3339(view.received)},
            {"href", base + "/v1/submissions/" + view.id.text},
            {"transfers", std::move(transfers)}};
}

Tree status_line(StatusLine const& line) {
    Tree told{{"counterpart", line.counterpart.text}, {"status", line.status.status}, {"date", line.status.date},
              {"name", line.status.name}, {"learned", rfc3339(line.learned)}, {"sequence", line.sequence}};
    if (!line.status.name_before.empty()) told["name_before"] = line.status.name_before;
    return told;
}

}  // namespace

Result<DossierId> asked_dossier(Call const& call) {
    auto const by_id = !asked_for(call, "id").empty();
    bool const by_name = !asked_for(call, "name").empty() && !asked_for(call, "counterpart").empty();
    if (by_id == by_name || asked_for(call, "id").size() > id_bytes_max)
        return tl::unexpected(door_refusal("QUERY_INVALID", {"vraag naar id, of naar counterpart en name",
                                                             "ask for id, or for counterpart and name"}));
    return dossier_of(call);
}

Response get_dossier(Call const& call) {
    auto const asked = asked_dossier(call);
    if (!asked) return call.refuse(asked.error());
    auto const& dossier = *asked;
    auto& ledger = call.parts.ledger;
    std::vector<SubmissionView> views;
    for (auto const& id : ledger.submissions_of(dossier, submissions_max))
        if (auto view = visible_submission(call, id)) views.push_back(std::move(*view));
    if (views.empty()) return call.refuse("DOSSIER_UNKNOWN");

    std::set<CounterpartName> tellers;
    auto submissions = Tree::array();
    for (auto const& view : views) {
        submissions.push_back(submission_line(view, call.parts.base_url));
        for (auto const& transfer : view.transfers) tellers.insert(transfer.counterpart);
    }
    auto names = Tree::array();
    for (auto const& name : ledger.names_of(dossier, names_max)) {
        if (!is_a_name(name) || !may_hear(call, name.counterpart)) continue;
        tellers.insert(name.counterpart);
        names.push_back({{"counterpart", name.counterpart.text}, {"key", name.key}, {"value", name.value},
                         {"since", rfc3339(name.since)}, {"current", name.current}});
    }
    std::vector<StatusLine> lines;
    for (auto const& teller : tellers)
        if (may_hear(call, teller))
            for (auto& line : ledger.statuses({.counterpart = teller, .dossier = dossier, .name = {}, .since = {},
                                               .most = statuses_max}))
                lines.push_back(std::move(line));
    std::ranges::sort(lines, {}, &StatusLine::sequence);
    auto statuses = Tree::array();
    for (auto const& line : lines) statuses.push_back(status_line(line));
    Tree const answer{{"id", dossier.text}, {"title", views.back().manifest.dossier.title},
                      {"submissions", std::move(submissions)}, {"names", std::move(names)},
                      {"statuses", std::move(statuses)}, {"publication", publication_tree(call, dossier)}};
    return json_answer(200, answer.dump(-1, ' ', false, Tree::error_handler_t::replace));
}

}  // namespace wetbode::api
