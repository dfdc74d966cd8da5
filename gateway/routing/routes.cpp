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
    // An acknowledgement is for the one who waits for it: it goes only where a route names it.
    if (!route.kind && submission.manifest.kind == SubmissionKind::acknowledgement) return false;
    if (!route.client.empty() && route.client != submission.key.client.text) return false;
    return route.piece_type.empty() || has_piece_of(submission, route.piece_type);
}

TimeMode time_of(Route const& route, SubmissionKind kind) {
    if (!route.seal) return TimeMode::none;
    return route.time.value_or(kind == SubmissionKind::dossier ? TimeMode::act : TimeMode::batch);
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
        if (!route.seal && route.time.value_or(TimeMode::none) != TimeMode::none)
            throw std::invalid_argument("route \"" + route.name + "\" has time = \"" +
                                        std::string(name_of(*route.time)) +
                                        "\" and seal = false: without a seal there is nothing to time");
    }
}

Result<Plan> Routes::plan(Submission const& submission) const {
    auto const route = std::find_if(routes_.begin(), routes_.end(),
                                    [&](Route const& candidate) { return fits(candidate, submission); });
    if (route == routes_.end()) return tl::unexpected(no_route());
    Plan plan{{}, route->seal, time_of(*route, submission.manifest.kind)};
    if (submission.manifest.pieces.empty()) {  // nothing to seal
        plan.seal = false;
        plan.time = TimeMode::none;
    }
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
