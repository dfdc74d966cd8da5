// SPDX-License-Identifier: EUPL-1.2
#include "gateway/routing/routes.hpp"

#include <algorithm>
#include <stdexcept>

namespace wetbode {
namespace {

void add_once(std::vector<CounterpartName>& names, CounterpartName const& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

bool has_piece_of(Submission const& submission, std::string const& type) {
    auto const& pieces = submission.manifest.pieces;
    return std::any_of(pieces.begin(), pieces.end(), [&](Piece const& piece) { return piece.type == type; });
}

bool fits(Route const& route, Submission const& submission) {
    if (route.kind && *route.kind != submission.manifest.kind) return false;
    if (!route.client.empty() && route.client != submission.key.client.text) return false;
    return route.piece_type.empty() || has_piece_of(submission, route.piece_type);
}

Refusal no_route() {
    return {.code = "NO_ROUTE",
            .title = {"Geen bestemming", "No destination"},
            .detail = {"Geen enkele route past bij deze afzender, deze soort indiening en deze stukken.",
                       "No route fits this sender, this kind of submission and these pieces."},
            .remedy = {"Kijk de types van de stukken na, of vraag de beheerder om een route.",
                       "Check the types of the pieces, or ask the administrator for a route."}};
}

}  // namespace

Routes::Routes(std::vector<Route> routes) : routes_(std::move(routes)) {
    for (auto const& route : routes_) {
        if (route.to.empty()) throw std::invalid_argument("route \"" + route.name + "\" leads to no counterpart");
        for (auto const& name : route.to)
            if (name.empty()) throw std::invalid_argument("route \"" + route.name + "\" has an empty counterpart");
    }
}

Result<Plan> Routes::plan(Submission const& submission) const {
    auto const route = std::find_if(routes_.begin(), routes_.end(),
                                    [&](Route const& candidate) { return fits(candidate, submission); });
    if (route == routes_.end()) return tl::unexpected(no_route());
    Plan plan{{}, route->seal};
    for (auto const& name : route->to) add_once(plan.counterparts, name);
    return plan;
}

std::vector<CounterpartName> Routes::counterparts() const {
    std::vector<CounterpartName> names;
    for (auto const& route : routes_)
        for (auto const& name : route.to) add_once(names, name);
    return names;
}

}  // namespace wetbode
