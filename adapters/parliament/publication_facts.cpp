// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/publication_facts.hpp"

#include "gateway/base/publication_values.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace wetbode::parliament {

namespace {

constexpr std::array<std::string_view, 4> days{"adopted", "ratified", "promulgated", "published"};
constexpr std::array<std::string_view, 5> others{"numac", "eli", "document", "session", "piece"};
constexpr std::size_t names_max = 100;

bool is_one_of(auto const& keys, std::string_view key) { return std::ranges::find(keys, key) != keys.end(); }

std::string lower(std::string_view text) {
    std::string lower(text);
    for (auto& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

/// Letters of more than one octet count as they are.
std::string folded(std::string_view name) {
    auto text = lower(name);
    std::erase_if(text, [](char c) {
        return static_cast<unsigned char>(c) < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9');
    });
    return text;
}

std::string_view trimmed(std::string_view text) {
    auto const begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r\n") - begin + 1);
}

/// The parts between `mark`, without those that are empty.
std::vector<std::string_view> parts_of(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        auto const end = std::min(text.find(mark), text.size());
        if (auto const part = trimmed(text.substr(0, end)); !part.empty()) parts.push_back(part);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return parts;
}

void add(std::vector<PublicationFact>& facts, PublicationFact fact) {
    if (std::ranges::find(facts, fact) == facts.end()) facts.push_back(std::move(fact));
}

void add_value(std::vector<PublicationFact>& facts, std::string_view key, std::string_view told) {
    if (auto value = publication_value(key, told)) add(facts, {std::string(key), *std::move(value)});
}

void add_day(std::vector<PublicationFact>& facts, std::string_view key, std::string_view told) {
    if (auto const day = belgian_day(told)) add_value(facts, key, *day);
}

template <class Known, class Fold>
std::map<std::string, std::vector<std::string>, std::less<>> names_in(std::string_view setting, std::string_view text,
                                                                      Known const& known, Fold const& fold) {
    std::map<std::string, std::vector<std::string>, std::less<>> all;
    for (auto const group : parts_of(text, ';')) {
        auto const colon = group.find(':');
        auto const key = trimmed(group.substr(0, std::min(colon, group.size())));
        auto const wrong = [&](std::string const& why) {
            throw std::invalid_argument(std::string(setting) + ": \"" + std::string(group) + "\": " + why);
        };
        if (colon == std::string_view::npos) wrong("write a key, a colon and names");
        if (!known(key)) wrong("there is no key \"" + std::string(key) + "\"");
        for (auto const name : parts_of(group.substr(colon + 1), ',')) {
            auto one = fold(name);
            if (one.empty()) wrong("\"" + std::string(name) + "\" is no name");
            all[std::string(key)].push_back(std::move(one));
        }
        if (all[std::string(key)].size() > names_max) wrong("these are too many names");
    }
    return all;
}

}  // namespace

PublicationWords::PublicationWords(std::string_view members, std::string_view statuses)
    : members_(names_in("publication_members", members,
                        [](auto key) { return is_one_of(days, key) || is_one_of(others, key); }, &folded)),
      statuses_(names_in("publication_statuses", statuses, [](auto key) { return is_one_of(days, key); }, &lower)) {}

std::vector<std::string> PublicationWords::values_of(std::string_view key, Members const& members) const {
    auto const names = members_.find(key);
    std::vector<std::string> values;
    if (names == members_.end()) return values;
    for (auto const& name : names->second)
        for (auto const& [member, value] : members)
            if (!value.empty() && folded(member) == name) values.push_back(value);
    return values;
}

std::vector<PublicationFact> PublicationWords::facts_in(Members const& members) const {
    std::vector<PublicationFact> facts;
    for (auto const& value : values_of("numac", members)) add_value(facts, "numac", value);
    for (auto const& value : values_of("eli", members))
        if (auto fact = eli_fact(value)) add(facts, *std::move(fact));
    for (auto const key : days)
        for (auto const& value : values_of(key, members)) add_day(facts, key, value);
    auto const numbers = values_of("document", members);
    auto const sessions = values_of("session", members);
    auto const pieces = values_of("piece", members);
    if (!numbers.empty() && !sessions.empty())
        add_value(facts, publication_document, numbers.front() + " (" + sessions.front() + ")" +
                                                   (pieces.empty() ? "" : " nr. " + pieces.front()));
    bool const numac = std::ranges::any_of(facts, [](auto const& fact) { return fact.key == "numac"; });
    if (!numac)
        for (auto const& fact : std::vector(facts))
            if (fact.key == "eli") add(facts, {"numac", numac_in(fact.value)});
    return facts;
}

std::vector<PublicationFact> PublicationWords::facts_of_status(std::string_view status, std::string_view date) const {
    std::vector<PublicationFact> facts;
    auto const day = belgian_day(date);
    if (!day) return facts;
    auto const told = lower(trimmed(status));
    for (auto const key : days)
        if (auto const names = statuses_.find(key); names != statuses_.end() && is_one_of(names->second, told))
            facts.push_back({std::string(key), *day});
    return facts;
}

bool PublicationWords::reads(std::string_view member) const {
    auto const name = folded(member);
    return std::ranges::any_of(members_, [&](auto const& names) { return is_one_of(names.second, name); });
}

}  // namespace wetbode::parliament
