// SPDX-License-Identifier: EUPL-1.2
// Numbering: articles in sequence through the whole document, chapters, paragraphs and points in theirs. Text that is
// quoted for another document keeps that document's numbers and is left alone; so are attachments.
#include "gateway/validation/rules/numeral.hpp"
#include "gateway/validation/rules/watch.hpp"

#include <map>

namespace wetbode::rules {

namespace {

using enum Check;

bool counts(Node const& node) { return !node.quoted && !node.in_meta && node.documents == 1; }

/// "Artikel 3." or "Art. 3."
bool is_article_form(std::string_view text) {
    bool const begins = text.starts_with("Artikel ") || text.starts_with("Art. ") || text.starts_with("Enig artikel");
    return begins && text.ends_with('.');
}

class Numbers final : public Watch {
public:
    explicit Numbers(Scene& scene) : scene_(scene) {}

    void open(Node const& node, xml::Element const& element) override {
        if (node.kind() == Kind::document && node.documents == 1) {
            auto const contains = value_of(element, "contains");
            // A consolidated text keeps the numbers of the articles that are left.
            original_ = contains.empty() || contains == "originalVersion";
        }
        if (!counts(node)) return;
        if (node.is(Name::num)) scene_.gather();
        if (node.is(Name::article)) article_ = {};
        if (node.is(Name::list)) lists_.emplace_back();
        if (node.kind() == Kind::division) divisions_.push_back({});
    }

    void close(Node const& node, std::string_view text) override {
        if (!counts(node)) return;
        if (node.is(Name::num)) close_number(node, tidy(text));
        if (node.is(Name::article)) close_article();
        if (node.is(Name::paragraph)) close_paragraph();
        if (node.is(Name::list)) lists_.pop_back();
        if (node.kind() == Kind::division) close_division(node);
    }

private:
    struct Article {
        bool numbered = false;
        bool paragraph_numbered = false;  ///< the one that is open
        int numbered_paragraphs = 0;
        int bare_paragraphs = 0;
        std::optional<Numeral> paragraph;
        std::string paragraph_text;
        Place paragraph_place;
    };
    struct Division {
        bool numbered = false;
    };

    void close_number(Node const& node, std::string const& text) {
        auto const* const owner = scene_.trail.above();
        if (owner == nullptr) return;
        auto const element = scene_.trail.local_name(*owner);
        if (node.index > 1) {
            // The first one counts: what the second would say about the sequence is a consequence.
            scene_.report.add(number_twice, {element, text});
            return;
        }
        if (scene_.trail.has_child(*owner, "heading") || scene_.trail.has_child(*owner, "subheading"))
            scene_.report.add(number_after_heading, {element, text});
        if (text.empty()) scene_.report.add(number_empty, {element});
        if (owner->is(Name::article)) number_article(text);
        else if (owner->is(Name::paragraph)) number_paragraph(text);
        else if (owner->is(Name::point)) number_point(text);
        else if (owner->kind() == Kind::division) number_division(*owner, text);
    }

    void number_article(std::string const& text) {
        article_.numbered = true;
        if (text.empty()) return;
        auto const number = numeral_in(text);
        if (!seen_article_ && text != "Artikel 1." && text != "Enig artikel.")
            scene_.report.add(number_first_article, {text});
        else if (!is_article_form(text))
            scene_.report.add(number_article_form, {text});
        seen_article_ = true;
        if (!number) return;
        if (last_ && *number <= *last_) {
            scene_.report.add(number_article_order, {text, last_text_});
        } else if (original_ && last_ && !follows(*number, *last_)) {
            scene_.report.add(number_article_gap, {text, last_text_, after(*last_)});
        }
        last_ = number;
        last_text_ = text;
    }

    void close_article() {
        if (!article_.numbered) scene_.report.add(number_article_missing, {last_ ? after(*last_) : std::string("1")});
        if (article_.numbered_paragraphs == 1 && article_.bare_paragraphs == 0)
            scene_.report.add(number_paragraph_alone, article_.paragraph_place, {article_.paragraph_text});
        if (article_.numbered_paragraphs > 0 && article_.bare_paragraphs > 0)
            scene_.report.add(number_paragraph_mixed, {});
    }

    void number_paragraph(std::string const& text) {
        auto const* const parent = scene_.trail.above(2);
        if (parent == nullptr || !parent->is(Name::article) || text.empty()) return;
        article_.paragraph_numbered = true;
        article_.paragraph_text = text;
        article_.paragraph_place = scene_.trail.place();
        if (!text.starts_with("\u00A7 ") || !text.ends_with('.')) scene_.report.add(number_paragraph_form, {text});
        auto const number = numeral_in(text);
        if (!number) return;
        bool const fits = article_.paragraph ? follows(*number, *article_.paragraph) : number->base == 1;
        if (!fits && original_)
            scene_.report.add(number_paragraph_order,
                              {text, article_.paragraph ? after(*article_.paragraph) : std::string("1")});
        article_.paragraph = number;
    }

    void close_paragraph() {
        auto const* const parent = scene_.trail.above();
        if (parent == nullptr || !parent->is(Name::article)) return;
        ++(article_.paragraph_numbered ? article_.numbered_paragraphs : article_.bare_paragraphs);
        article_.paragraph_numbered = false;
    }

    void number_point(std::string const& text) {
        auto const* const parent = scene_.trail.above(2);
        if (parent == nullptr || !parent->is(Name::list) || lists_.empty()) return;
        auto const number = numeral_in(text);
        if (!number) return;
        auto& last = lists_.back();
        bool const same_style = !last || last->style == number->style;
        bool const fits = last ? follows(*number, *last) : number->base == 1;
        if (same_style && !fits && original_)
            scene_.report.add(number_point_order, {text, last ? after(*last) : first_of(number->style)});
        last = number;
    }

    /// A chapter follows the one before it in the same title, or the last one of the document: both customs exist.
    void number_division(Node const& owner, std::string const& text) {
        if (!divisions_.empty()) divisions_.back().numbered = true;
        auto const number = numeral_in(text);
        if (!number) return;
        auto const level = std::pair(scene_.trail.depth() - 1, owner.name());
        auto const sibling = siblings_.find(level);
        auto const before = last_divisions_.find(owner.name());
        bool fits = sibling == siblings_.end() ? number->base == 1 : follows(*number, sibling->second);
        if (!fits && sibling == siblings_.end() && before != last_divisions_.end())
            fits = follows(*number, before->second);
        if (!fits && original_)
            scene_.report.add(number_division_order,
                              {text, sibling == siblings_.end() ? first_of(number->style) : after(sibling->second)});
        siblings_[level] = *number;
        last_divisions_[owner.name()] = *number;
    }

    void close_division(Node const& node) {
        if (!divisions_.back().numbered) scene_.report.add(number_division_missing, {node.row->local});
        divisions_.pop_back();
        siblings_.erase(siblings_.lower_bound({scene_.trail.depth() + 1, Name{}}), siblings_.end());
    }

    Scene& scene_;
    bool original_ = true;
    bool seen_article_ = false;
    Article article_;
    std::optional<Numeral> last_;  ///< article
    std::string last_text_;
    std::vector<std::optional<Numeral>> lists_;
    std::vector<Division> divisions_;
    std::map<std::pair<std::size_t, Name>, Numeral> siblings_;  ///< by depth
    std::map<Name, Numeral> last_divisions_;
};

}  // namespace

std::unique_ptr<Watch> watch_numbers(Scene& scene) { return std::make_unique<Numbers>(scene); }

}  // namespace wetbode::rules
