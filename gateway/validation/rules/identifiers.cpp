// SPDX-License-Identifier: EUPL-1.2
// The identifiers of elements: their syntax and whether they say the same as the element they stand on (AKN-NC 1.0,
// clause 5). That they are unique is the schema's affair (XSD.UNIQUE).
#include "gateway/validation/rules/numeral.hpp"
#include "gateway/validation/rules/watch.hpp"

#include <algorithm>

namespace wetbode::rules {

namespace {

using enum Check;

bool is_word_character(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' ||
           c == '.' || (static_cast<unsigned char>(c) & 0x80U) != 0;
}

bool is_good_id(std::string_view id) { return std::ranges::all_of(id, is_word_character); }

bool same_word(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return x == y || ((x ^ y) == 0x20 && (x | 0x20) >= 'a'); });
}

/// "chp_2__art_3" -> "art_3"
std::string_view last_part(std::string_view id) {
    auto const at = id.rfind("__");
    return at == std::string_view::npos ? id : id.substr(at + 2);
}

bool is_named_by_convention(Node const& node) {
    return node.kind() == Kind::hierarchy || node.kind() == Kind::division || node.kind() == Kind::named;
}

class Identifiers final : public Watch {
public:
    explicit Identifiers(Scene& scene) : scene_(scene) {}

    void open(Node const& node, xml::Element const& element) override {
        if (!node.id.empty() && !is_good_id(node.id)) scene_.report.add(eid_syntax, {"eId", node.id});
        if (auto const wid = value_of(element, "wId"); !wid.empty() && !is_good_id(wid))
            scene_.report.add(eid_syntax, {"wId", wid});
        if (node.is(Name::num)) scene_.gather();
        if (node.in_meta || node.quoted || !is_named_by_convention(node)) return;
        if (node.id.empty()) {
            if (node.is(Name::article) || node.kind() == Kind::division)
                scene_.report.add(eid_missing, {node.row->local});
            return;
        }
        judge_name(node);
        judge_parent(node);
    }

    void close(Node const& node, std::string_view text) override {
        if (!node.is(Name::num) || node.quoted || node.index > 1) return;  // a second one has a rule of its own
        auto const* const owner = scene_.trail.above();
        if (owner == nullptr || owner->id.empty()) return;
        if (owner->kind() != Kind::hierarchy && owner->kind() != Kind::division) return;
        auto const part = last_part(owner->id);
        auto const underscore = part.find('_');
        // "oc_1" on a <subsection> counts by another custom: another rule tells that.
        if (underscore == std::string_view::npos) return;
        if (!same_word(part.substr(0, underscore), abbreviation_of(*owner->row))) return;
        auto const said = numeral_in(part.substr(underscore + 1));
        auto const number = numeral_in(text);
        if (said && number && *said != *number) scene_.report.add(eid_number, {owner->id, tidy(text)});
    }

private:
    void judge_name(Node const& node) {
        auto const part = last_part(node.id);
        auto const wanted = abbreviation_of(*node.row);
        if (!same_word(part.substr(0, part.find('_')), wanted))
            scene_.report.add(eid_abbreviation, {node.id, node.row->local, wanted});
    }

    /// Articles (elsewhere sections) are numbered through the whole document and may do without the chapter in front.
    void judge_parent(Node const& node) {
        bool const numbered_through = node.is(Name::article) || node.is(Name::section);
        if (numbered_through && node.id.find("__") == std::string::npos) return;
        for (std::size_t n = 1;; ++n) {
            auto const* const parent = scene_.trail.above(n);
            if (parent == nullptr || parent->kind() == Kind::document) return;
            if (parent->id.empty() || !is_named_by_convention(*parent)) continue;
            bool const extends = node.id.starts_with(parent->id) && node.id.size() > parent->id.size() + 2 &&
                                 node.id.compare(parent->id.size(), 2, "__") == 0;
            if (!extends) scene_.report.add(eid_parent, {node.id, parent->id});
            return;
        }
    }

    Scene& scene_;
};

}  // namespace

std::unique_ptr<Watch> watch_identifiers(Scene& scene) { return std::make_unique<Identifiers>(scene); }

}  // namespace wetbode::rules
