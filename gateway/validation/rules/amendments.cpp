// SPDX-License-Identifier: EUPL-1.2
// Amending provisions: each names what it amends, quotes something, and is told in the metadata as it stands.
#include "gateway/validation/rules/id_table.hpp"
#include "gateway/validation/rules/watch.hpp"

#include <algorithm>

namespace wetbode::rules {

namespace {

using enum Check;

constexpr std::size_t sources_max = 100'000;

bool is_quotation(Node const& node) { return node.is(Name::quotedStructure) || node.is(Name::quotedText); }

class Amendments final : public Watch {
public:
    explicit Amendments(Scene& scene) : scene_(scene) {}

    void open(Node const& node, xml::Element const& element) override {
        if (node.in_meta) {
            open_metadata(node, element);
            return;
        }
        if (node.is(Name::mod) || node.is(Name::rmod)) {
            if (!node.id.empty()) mods_.add(std::string_view(node.id));
            if (!node.quoted) open_.push_back(has_range(element));
        }
        if (is_quotation(node) && !node.quoted) open_quotation(node, element);
        if (open_.empty() || node.quoted) return;
        if (node.is(Name::ref) || node.is(Name::rref) || node.is(Name::mref)) open_reference(node, element);
    }

    void close(Node const& node, std::string_view) override {
        if (is_quotation(node) && !node.has_text) scene_.report.add(amendment_quoted_empty, {node.row->local});
        if (node.quoted || !(node.is(Name::mod) || node.is(Name::rmod)) || open_.empty()) return;
        if (!open_.back()) scene_.report.add(amendment_no_target, {});
        open_.pop_back();
    }

    void finish() override {
        for (auto const& source : sources_)
            if (!mods_.has(source.key)) scene_.report.add(amendment_source, source.place, {source.target});
    }

private:
    struct Source {
        IdTable::Key key;
        std::string target;
        Place place;
    };

    static bool has_range(xml::Element const& element) { return !value_of(element, "for").empty(); }

    void open_quotation(Node const& node, xml::Element const& element) {
        if (open_.empty()) scene_.report.add(amendment_quoted_outside, {node.row->local});
        else if (has_range(element)) open_.back() = true;
    }

    void open_reference(Node const& node, xml::Element const& element) {
        auto const target = value_of(element, node.is(Name::ref) ? "href" : "from");
        if (target.starts_with('#')) scene_.report.add(amendment_itself, {target});
        open_.back() = true;
    }

    /// <textualMod> and its like hold <source> (here) and <destination> (there).
    void open_metadata(Node const& node, xml::Element const& element) {
        if (!node.is(Name::source) && !node.is(Name::destination)) return;
        if (scene_.trail.nearest(Name::activeModifications) == nullptr) return;
        auto const target = value_of(element, "href");
        if (node.is(Name::destination)) {
            if (target.starts_with('#')) scene_.report.add(amendment_destination, {target});
            return;
        }
        if (target.size() < 2 || !target.starts_with('#') || sources_.size() >= sources_max) return;
        sources_.push_back({IdTable::key_of(target.substr(1)), std::string(target.substr(1)), scene_.trail.place()});
    }

    Scene& scene_;
    std::vector<bool> open_;  ///< per open mod: it names its target
    IdTable mods_;
    std::vector<Source> sources_;
};

}  // namespace

std::unique_ptr<Watch> watch_amendments(Scene& scene) { return std::make_unique<Amendments>(scene); }

}  // namespace wetbode::rules
