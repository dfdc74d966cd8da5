// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/publication_marks.hpp"

#include "gateway/base/publication_values.hpp"
#include "gateway/xml/door.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace wetbode {

namespace {

constexpr std::string_view akn = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";
constexpr std::size_t facts_max = 50;
constexpr std::size_t name_bytes_max = 64;

/// Names of FRBRdate, in lower case.
constexpr std::array<std::pair<std::string_view, std::string_view>, 9> dates{{
    {"aanneming", "adopted"},
    {"aangenomen", "adopted"},
    {"adoption", "adopted"},
    {"bekrachtiging", "ratified"},
    {"sanction", "ratified"},
    {"afkondiging", "promulgated"},
    {"promulgation", "promulgated"},
    {"bekendmaking", "published"},
    {"publication", "published"},
}};

struct Enough {};

std::string lower(std::string_view text) {
    std::string name(text.substr(0, name_bytes_max));
    for (auto& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return name;
}

std::string_view value_of(xml::Element const& element, std::string_view name) {
    for (auto const& attribute : element.attributes)
        if (attribute.local == name && attribute.uri.empty()) return attribute.value;
    return {};
}

class Marks final : public xml::Sink {
public:
    void start_element(xml::Element const& element) override {
        path_.emplace_back(element.uri == akn ? element.local : std::string_view("?"));
        auto const depth = path_.size();
        if (depth == 1 && path_[0] != "akomaNtoso") throw Enough{};
        if (depth == 2) {
            auto const contains = value_of(element, "contains");
            bool const original = contains.empty() || contains == "originalVersion";
            if (path_[1] != "act" || !original) throw Enough{};
        }
        if (depth == 4 && path_[2] == "meta" && path_[3] == "publication") publication(element);
        if (depth == 6 && path_[3] == "identification" && path_[4] == "FRBRWork") work(element);
    }
    void end_element(std::string_view local, std::string_view /*prefix*/, std::string_view /*uri*/) override {
        path_.pop_back();
        if (path_.size() == 2 && local == "meta") throw Enough{};
    }

    std::vector<PublicationFact> take() { return std::move(facts_); }

private:
    void add(PublicationFact fact) {
        bool const told = std::ranges::any_of(facts_, [&](auto const& one) { return one.key == fact.key; });
        if (!told && facts_.size() < facts_max) facts_.push_back(std::move(fact));
    }
    void add(std::string_view key, std::string_view text) {
        if (auto value = publication_value(key, text)) add({std::string(key), *std::move(value)});
    }
    void publication(xml::Element const& element) {
        auto const name = lower(value_of(element, "name"));
        if (name != "belgisch staatsblad" && name != "staatsblad" && name != "moniteur belge") return;
        add("published", value_of(element, "date"));
        add("numac", value_of(element, "number"));
    }
    void work(xml::Element const& element) {
        auto const value = value_of(element, "value");
        auto const& name = path_.back();
        if (name == "FRBRalias" && lower(value_of(element, "name")) == "numac") add("numac", value);
        if (name == "FRBRalias" || name == "FRBRuri" || name == "FRBRthis")
            if (auto fact = eli_fact(value)) {
                auto numac = numac_in(fact->value);
                add(*std::move(fact));
                if (!numac.empty()) add({"numac", std::move(numac)});
            }
        if (name != "FRBRdate") return;
        auto const act = lower(value_of(element, "name"));
        for (auto const& [told, key] : dates)
            if (told == act) add(key, value_of(element, "date"));
    }

    std::vector<std::string> path_;
    std::vector<PublicationFact> facts_;
};

}  // namespace

std::vector<PublicationFact> publication_marks(Content const& document) {
    Marks marks;
    std::array<xml::Sink*, 1> const sinks{&marks};
    try {
        ignore(xml::read(document, xml::Limits{}, sinks), "what is wrong with it was told by its check");
    } catch (Enough const&) {
        return marks.take();
    }
    return {};
}

}  // namespace wetbode
