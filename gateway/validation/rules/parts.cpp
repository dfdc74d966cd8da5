// SPDX-License-Identifier: EUPL-1.2
// The parts that a document must have: title, enacting formula, articles, signatures, and what each of them must say.
#include "gateway/validation/rules/checks.hpp"
#include "gateway/validation/rules/numeral.hpp"
#include "gateway/validation/rules/watch.hpp"

#include <algorithm>
#include <array>

namespace wetbode::rules {

namespace {

using enum Check;

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
    return std::ranges::any_of(words, [&](auto const& word) { return text.find(word) != std::string_view::npos; });
}

/// "Dit decreet regelt een gewestaangelegenheid." and its like.
bool states_competence(std::string_view text) {
    return contains_any(text, {"regelt", "regelen"}) &&
           contains_any(text, {"gewestaangelegenheid", "gemeenschapsaangelegenheid", "gewest- en gemeenschaps",
                               "gemeenschaps- en gewest"});
}

class Parts final : public Watch {
public:
    explicit Parts(Scene& scene)
        : scene_(scene),
          seek_entry_(scene.report.wants(part_entry_into_force)),
          seek_explanation_(scene.report.wants(part_article_explanation)) {}

    void open(Node const& node, xml::Element const& element) override {
        if (node.kind() == Kind::document && node.documents == 1) open_document(element);
        if (node.is(Name::img)) scene_.trail.top().has_text = true;  // a picture is content too
        if (node.documents != 1 || node.quoted) return;
        if (node.is(Name::article)) {
            article_has_content_ = false;
            ++articles_;
            if (articles_ == 1 || (seek_entry_ && !entry_)) scene_.gather();
        }
        if (node.is(Name::heading) && seek_explanation_ && !explanation_) scene_.gather();
        if (node.kind() == Kind::division) headed_.push_back(false);
    }

    void close(Node const& node, std::string_view text) override {
        if (node.documents != 1 || node.quoted || node.in_meta) return;
        if (node.has_text) note_content(node);
        switch (node.name()) {
            case Name::docTitle:
            case Name::longTitle: title_ = title_ || node.has_text; break;
            case Name::docType: type_ = type_ || node.has_text; break;
            case Name::formula: formula_ = formula_ || node.has_text; break;
            case Name::conclusions: signature_ = signature_ || node.has_text; break;
            case Name::heading: close_heading(node, text); break;
            case Name::article: close_article(text); break;
            default: break;
        }
        if (node.kind() == Kind::division) close_division(node);
        if (node.kind() == Kind::document) place_ = scene_.trail.place();
    }

    void finish() override {
        if (!begun_) return;
        auto const missing = [&](bool there, Check check) {
            if (!there) scene_.report.add(check, place_, {});
        };
        missing(title_, part_title);
        missing(type_, part_document_type);
        missing(formula_ || consolidated_ || applies_to_name(part_formula), part_formula);
        missing(articles_ > 0, part_articles);
        missing(signature_ || consolidated_, part_signature);
        missing(entry_ || articles_ == 0, part_entry_into_force);
        missing(explanation_, part_article_explanation);
    }

private:
    void open_document(xml::Element const& element) {
        begun_ = true;
        name_ = value_of(element, "name");
        auto const contains = value_of(element, "contains");
        consolidated_ = element.local == "act" && (contains == "singleVersion" || contains == "multipleVersions");
        if (scene_.report.parameter(part_name).empty() || applies_to_name(part_name)) return;
        scene_.report.add(part_name, {name_});
    }

    /// The name of the document stands in the parameter of the rule.
    [[nodiscard]] bool applies_to_name(Check check) const {
        return place_in(scene_.report.parameter(check), name_).has_value();
    }

    /// Directly in an article, other than its number and heading.
    void note_content(Node const& node) {
        auto const* const parent = scene_.trail.above();
        if (parent == nullptr || !parent->is(Name::article)) return;
        if (!node.is(Name::num) && !node.is(Name::heading)) article_has_content_ = true;
    }

    void close_heading(Node const& node, std::string_view text) {
        if (!node.has_text) scene_.report.add(part_heading_empty, {node.row->local});
        auto const* const parent = scene_.trail.above();
        if (parent != nullptr && parent->kind() == Kind::division && !headed_.empty()) headed_.back() = true;
        if (contains_any(text, {"artikel", "Artikel", "ARTIKEL"})) explanation_ = true;
    }

    void close_division(Node const& node) {
        if (!headed_.back()) scene_.report.add(part_division_heading, {node.row->local});
        headed_.pop_back();
    }

    void close_article(std::string_view text) {
        if (!article_has_content_) scene_.report.add(part_article_empty, {});
        if (articles_ == 1 && applies_to_name(part_competence) && !states_competence(text))
            scene_.report.add(part_competence, {tidy(text)});
        if (seek_entry_ && !entry_)
            entry_ = contains_any(text, {"in werking", "inwerkingtreding", "heeft uitwerking", "hebben uitwerking"});
    }

    Scene& scene_;
    bool seek_entry_;
    bool seek_explanation_;
    bool begun_ = false;
    std::string name_;
    bool consolidated_ = false;  ///< an act as it reads after its amendments: formula and signatures are left out
    Place place_;
    bool title_ = false;
    bool type_ = false;
    bool formula_ = false;
    bool signature_ = false;
    bool entry_ = false;
    bool explanation_ = false;
    bool article_has_content_ = false;
    std::size_t articles_ = 0;
    std::vector<bool> headed_;  ///< per open division: it has a heading
};

}  // namespace

std::unique_ptr<Watch> watch_parts(Scene& scene) { return std::make_unique<Parts>(scene); }

}  // namespace wetbode::rules
