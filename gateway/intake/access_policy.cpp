// SPDX-License-Identifier: EUPL-1.2
#include "gateway/intake/access_policy.hpp"

namespace wetbode {

AccessPolicy::AccessPolicy(std::map<CounterpartName, std::set<AccessLevel>> allowed) : allowed_(std::move(allowed)) {}

bool AccessPolicy::may_see(CounterpartName const& counterpart, AccessLevel level) const {
    auto const row = allowed_.find(counterpart);
    return row != allowed_.end() && row->second.contains(level);
}

std::optional<Text> AccessPolicy::bar(Manifest const& manifest, CounterpartName const& counterpart) const {
    std::set<AccessLevel> closed;
    for (auto const& piece : manifest.pieces)
        if (!may_see(counterpart, piece.access)) closed.insert(piece.access);
    if (closed.empty()) return std::nullopt;
    std::string levels;
    for (auto const level : closed) levels += (levels.empty() ? "" : ", ") + std::string(name_of(level));
    return Text{"stukken met toegangsniveau " + levels + " mogen daar niet heen (ACCESS_LEVEL).",
                "pieces with access level " + levels + " may not go there (ACCESS_LEVEL)."};
}

Text AccessPolicy::open_to(CounterpartName const& counterpart) const {
    std::string levels;
    for (auto const& row : access_level_names)
        if (may_see(counterpart, row.level)) levels += (levels.empty() ? "" : ", ") + std::string(row.name);
    if (levels.empty())
        return {"Naar deze tegenpartij mag niets vertrekken.", "Nothing may leave for this counterpart."};
    return {"Daarheen mag alleen: " + levels + ".", "Only this may go there: " + levels + "."};
}

std::optional<Refusal> AccessPolicy::leak_in(Submission const& submission, Plan const& plan) const {
    Refusal refusal{.code = "ACCESS_LEVEL",
                    .title = {"Toegangsniveau laat verzending niet toe", "Access level forbids the transmission"},
                    .detail = {"Minstens één stuk mag niet naar een tegenpartij waarvoor deze indiening bestemd is.",
                               "At least one piece may not go to a counterpart that this submission is meant for."},
                    .remedy = {"Pas het toegangsniveau van het stuk aan, of dien in zonder dat stuk.",
                               "Change the access level of the piece, or submit without that piece."}};
    auto const& pieces = submission.manifest.pieces;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        for (auto const& counterpart : plan.counterparts) {
            if (may_see(counterpart, pieces[i].access)) continue;
            auto const level = std::string(name_of(pieces[i].access));
            auto const open = open_to(counterpart);
            refusal.faults.push_back({.code = "ACCESS.LEVEL",
                                      .path = "/pieces/" + std::to_string(i) + "/access",
                                      .message = {"Stuk \"" + pieces[i].id + "\" met toegangsniveau " + level +
                                                      " mag niet naar " + counterpart.text + ". " + open.nl,
                                                  "Piece \"" + pieces[i].id + "\" with access level " + level +
                                                      " may not go to " + counterpart.text + ". " + open.en}});
        }
    }
    if (refusal.faults.empty()) return std::nullopt;
    return refusal;
}

}  // namespace wetbode
