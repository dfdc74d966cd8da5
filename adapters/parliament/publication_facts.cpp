// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/publication_facts.hpp"

#include "gateway/base/publication_values.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wetbode::parliament {

namespace {

struct StatusDay {
    std::string_view status;
    std::string_view key;
};

constexpr std::array<StatusDay, 8> status_days{{
    {"aangenomen in plenaire vergadering", "adopted"},
    {"bekrachtigd", "ratified"},
    {"bekrachtigd en afgekondigd", "ratified"},
    {"bekrachtigd en afgekondigd", "promulgated"},
    {"afgekondigd", "promulgated"},
    {"gepubliceerd", "published"},
    {"gepubliceerd in het belgisch staatsblad", "published"},
    {"bekendgemaakt in het belgisch staatsblad", "published"},
}};

void add(std::vector<PublicationFact>& facts, PublicationFact fact) {
    if (std::ranges::find(facts, fact) == facts.end()) facts.push_back(std::move(fact));
}

void add_value(std::vector<PublicationFact>& facts, std::string_view key, std::string_view told) {
    if (auto value = publication_value(key, told)) add(facts, {std::string(key), *std::move(value)});
}

}  // namespace

std::vector<PublicationFact> facts_in(MemberReader const& member) {
    std::vector<PublicationFact> facts;
    add_value(facts, "numac", member("numac"));
    for (auto const* const name : {"eli", "staatsblad", "kruispuntbank-url"})
        if (auto fact = eli_fact(member(name))) add(facts, *std::move(fact));
    if (auto const day = belgian_day(member("staatsblad"))) add_value(facts, "published", *day);
    auto const number = member("nummer");
    auto const session = member("zittingsjaar");
    if (!number.empty() && !session.empty()) {
        auto const piece = member("volgnummer");
        add_value(facts, publication_document, number + " (" + session + ")" + (piece.empty() ? "" : " nr. " + piece));
    }
    bool const numac = std::ranges::any_of(facts, [](auto const& fact) { return fact.key == "numac"; });
    if (!numac)
        for (auto const& fact : std::vector(facts))
            if (fact.key == "eli") add(facts, {"numac", numac_in(fact.value)});
    return facts;
}

std::vector<PublicationFact> facts_of_status(std::string_view status, std::string_view date) {
    std::vector<PublicationFact> facts;
    auto const day = belgian_day(date);
    if (!day) return facts;
    std::string lower(status);
    for (auto& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    for (auto const& [name, key] : status_days)
        if (name == lower) facts.push_back({std::string(key), *day});
    return facts;
}

}  // namespace wetbode::parliament
