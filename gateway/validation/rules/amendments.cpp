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
        if (is_amendment(node)) {
            if (!node.id.empty()) mods_.add(std::string_view(node.id));
            if (!node.quoted) open_.push_back({.external = tells_range(element) || is_told(node.id)});
        }
        if (node.quoted) return;
        if (node.is(Name::article)) article_names_target_ = false;
        if (is_quotation(node) && !open_.empty() && tells_range(element)) open_.back().external = true;
        if (node.is(Name::ref) || node.is(Name::rref) || node.is(Name::mref)) open_reference(node, element);
    }

    void close(Node const& node, std::string_view) override {
        if (is_quotation(node) && !node.has_text) scene_.report.add(amendment_quoted_empty, {node.row->local});
        if (node.quoted || !is_amendment(node) || open_.empty()) return;
        auto const mod = open_.back();
        open_.pop_back();
        // "In artikel 4 van het decreet van ... worden de volgende wijzigingen aangebracht:" names it for all of them.
        if (mod.external || article_names_target_) return;
        if (mod.local.empty()) scene_.report.add(amendment_no_target, {});
        else scene_.report.add(amendment_itself, {mod.local});
    }

    void finish() override {
        for (auto const& source : sources_)
            if (!mods_.has(source.key)) scene_.report.add(amendment_source, source.place, {source.target});
    }

private:
    struct Mod {
        bool external = false;  ///< it names a target outside this document
        std::string local;      ///< a target in this document
    };
    struct Source {
        IdTable::Key key;
        std::string target;
        Place place;
    };

    static bool is_amendment(Node const& node) { return node.is(Name::mod) || node.is(Name::rmod); }
    static bool tells_range(xml::Element const& element) { return !value_of(element, "for").empty(); }
    [[nodiscard]] bool is_told(std::string const& id) const { return !id.empty() && told_.has(IdTable::key_of(id)); }

    void open_reference(Node const& node, xml::Element const& element) {
        auto const target = value_of(element, node.is(Name::rref) ? "from" : "href");
        if (!target.starts_with('#')) article_names_target_ = true;
        if (open_.empty()) return;
        if (target.starts_with('#')) open_.back().local = target;
        else open_.back().external = true;
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
        auto const key = IdTable::key_of(target.substr(1));
        told_.add(key);
        sources_.push_back({key, std::string(target.substr(1)), scene_.trail.place()});
    }

    Scene& scene_;
    std::vector<Mod> open_;
    bool article_names_target_ = false;
    IdTable mods_;
    IdTable told_;  ///< amendments whose destination the metadata tell
    std::vector<Source> sources_;
};

}  // namespace

std::unique_ptr<Watch> watch_amendments(Scene& scene) { return std::make_unique<Amendments>(scene); }

}  // namespace wetbode::rules
