// SPDX-License-Identifier: EUPL-1.2
// What a document says about itself: the Work, the Expression, the Manifestation, and whether the three agree
// (AKN-NC 1.0, clause 4).
#include "gateway/validation/rules/iri.hpp"
#include "gateway/validation/rules/watch.hpp"

#include <algorithm>
#include <array>

namespace wetbode::rules {

namespace {

using enum Check;

struct Said {
    std::string value;
    Place place;
    [[nodiscard]] bool there() const { return !value.empty(); }
};

struct Level {
    Said uri, self, country, subtype, number, language;
    std::vector<Said> dates;
};

enum LevelIndex : std::size_t { work, expression, manifestation };

constexpr std::array<std::string_view, 3> level_names{"FRBRWork", "FRBRExpression", "FRBRManifestation"};

bool is_language_code(std::string_view code) {
    return code.size() == 3 && std::ranges::all_of(code, [](char c) { return c >= 'a' && c <= 'z'; });
}

/// "2026" in an IRI agrees with the date 2026-11-20.
bool agrees(std::string_view iri_date, std::vector<Said> const& dates) {
    return dates.empty() || std::ranges::any_of(dates, [&](Said const& date) {
               return std::string_view(date.value).starts_with(iri_date);
           });
}

/// "/akn/be/bill/2026/1/nld@.akn" without what names the file format.
std::string_view without_format(std::string_view iri) {
    auto const slash = iri.rfind('/');
    auto const dot = iri.rfind('.');
    return dot != std::string_view::npos && (slash == std::string_view::npos || dot > slash) ? iri.substr(0, dot) : iri;
}

class Identification final : public Watch {
public:
    explicit Identification(Scene& scene) : scene_(scene) {}

    void open(Node const& node, xml::Element const& element) override {
        switch (node.name()) {
            case Name::identification: levels_ = {}; inside_ = true; return;
            case Name::FRBRWork: level_ = work; return;
            case Name::FRBRExpression: level_ = expression; return;
            case Name::FRBRManifestation: level_ = manifestation; return;
            case Name::FRBRItem: level_ = levels_.size(); return;
            default: break;
        }
        if (inside_ && level_ < levels_.size()) note(node, element);
    }

    void close(Node const& node, std::string_view) override {
        if (!node.is(Name::identification)) return;
        inside_ = false;
        judge_works();
        judge_expression();
        judge_manifestation();
        for (auto level : {work, expression}) judge_self(level, levels_[level].uri.value);
        judge_self(manifestation, without_format(levels_[manifestation].uri.value));
    }

private:
    void note(Node const& node, xml::Element const& element) {
        auto& level = levels_[level_];
        auto const keep = [&](Said& said, std::string_view attribute) {
            if (!said.there()) said = {std::string(value_of(element, attribute)), scene_.trail.place()};
        };
        switch (node.name()) {
            case Name::FRBRuri: keep(level.uri, "value"); return;
            case Name::FRBRthis: keep(level.self, "value"); return;
            case Name::FRBRcountry: keep(level.country, "value"); return;
            case Name::FRBRsubtype: keep(level.subtype, "value"); return;
            case Name::FRBRnumber: keep(level.number, "value"); return;
            case Name::FRBRdate: keep(level.dates.emplace_back(), "date"); return;
            case Name::FRBRlanguage: judge_language(element); keep(level.language, "language"); return;
            case Name::FRBRalias: judge_alias(element); return;
            default: return;
        }
    }

    void judge_language(xml::Element const& element) {
        auto const language = value_of(element, "language");
        if (!is_language_code(language)) scene_.report.add(frbr_language_code, {language});
        else if (auto const wanted = scene_.report.parameter(frbr_language_is); !wanted.empty() && language != wanted)
            scene_.report.add(frbr_language_is, {language});
    }

    void judge_alias(xml::Element const& element) {
        auto const name = value_of(element, "name");
        auto const value = value_of(element, "value");
        if ((name == "eli" || is_eli(value)) && !(is_eli(value) && is_good_eli(value)))
            scene_.report.add(frbr_eli, {value});
        if (name == "numac" && !is_numac(value)) scene_.report.add(frbr_numac, {value});
    }

    void judge_country(std::string_view iri_country) {
        auto const& country = levels_[work].country;
        if (!country.there()) return;
        bool const code = country.value.size() >= 2 && std::ranges::all_of(country.value.substr(0, 2), [](char c) {
            return c >= 'a' && c <= 'z';
        }) && (country.value.size() == 2 || country.value[2] == '-');
        if (!code) scene_.report.add(frbr_country_code, country.place, {country.value});
        else if (auto const wanted = scene_.report.parameter(frbr_country_is);
                 !wanted.empty() && country.value != wanted)
            scene_.report.add(frbr_country_is, country.place, {country.value});
        if (!iri_country.empty() && iri_country != country.value)
            scene_.report.add(frbr_country, country.place, {iri_country, country.value});
    }

    void judge_works() {
        auto const& said = levels_[work];
        if (!said.uri.there()) return;
        auto const iri = work_iri_in(said.uri.value);
        judge_country(iri ? iri->country : std::string_view{});
        if (!iri) {
            scene_.report.add(frbr_work_iri, said.uri.place, {said.uri.value});
            return;
        }
        auto const element = document_name();
        if (iri->type != element && !element.empty())
            scene_.report.add(frbr_document_type, said.uri.place, {iri->type, element});
        if (said.subtype.there() && ("/" + std::string(iri->between) + "/").find("/" + said.subtype.value + "/") ==
                                        std::string::npos)
            scene_.report.add(frbr_subtype, said.subtype.place, {said.subtype.value, said.uri.value});
        if (!agrees(iri->date, said.dates))
            scene_.report.add(frbr_work_date, said.dates.front().place, {iri->date, said.dates.front().value});
        if (said.number.there() && !iri->number.empty() && iri->number != said.number.value)
            scene_.report.add(frbr_number, said.number.place, {iri->number, said.number.value});
    }

    void judge_expression() {
        auto const& said = levels_[expression];
        if (!said.uri.there()) return;
        auto const iri = expression_iri_in(said.uri.value, levels_[work].uri.value);
        if (!iri) {
            scene_.report.add(frbr_expression_iri, said.uri.place, {said.uri.value, levels_[work].uri.value});
            return;
        }
        if (said.language.there() && is_language_code(said.language.value) && said.language.value != iri->language &&
            iri->language != "mul")
            scene_.report.add(frbr_language, said.language.place, {iri->language, said.language.value});
        if (looks_like_day(iri->version) && !agrees(iri->version, said.dates))
            scene_.report.add(frbr_expression_date, said.dates.front().place,
                              {iri->version, said.dates.front().value});
    }

    void judge_manifestation() {
        auto const& said = levels_[manifestation];
        auto const& of = levels_[expression].uri.value;
        if (!said.uri.there() || of.empty()) return;
        std::string_view const iri = said.uri.value;
        bool const extends = iri.starts_with(of) && (iri.size() == of.size() || iri[of.size()] == '.' ||
                                                     iri[of.size()] == '/' || of.ends_with('@'));
        if (!extends) scene_.report.add(frbr_manifestation_iri, said.uri.place, {iri, of});
    }

    void judge_self(std::size_t index, std::string_view iri) {
        auto const& said = levels_[index];
        if (!said.self.there() || iri.empty()) return;
        std::string_view const self = said.self.value;
        bool const extends = self.starts_with(iri) && (self.size() == iri.size() || self[iri.size()] == '/' ||
                                                       self[iri.size()] == '!' || self[iri.size()] == '.');
        if (!extends) scene_.report.add(frbr_this, said.self.place, {level_names[index], self, said.uri.value});
    }

    /// The document type that this identification belongs to: identification < meta < document.
    [[nodiscard]] std::string_view document_name() const {
        auto const* const document = scene_.trail.above(2);
        return document == nullptr || document->kind() != Kind::document ? std::string_view{} : document->row->local;
    }

    Scene& scene_;
    std::array<Level, 3> levels_;
    std::size_t level_ = 3;
    bool inside_ = false;
};

}  // namespace

std::unique_ptr<Watch> watch_identification(Scene& scene) { return std::make_unique<Identification>(scene); }

}  // namespace wetbode::rules
