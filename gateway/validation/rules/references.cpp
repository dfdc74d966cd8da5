// SPDX-License-Identifier: EUPL-1.2
// References: each one inside the document has its target, each one outside has a form that another machine can follow
// (AKN-NC 1.0, clause 4; Akoma Ntoso part 2, clause 3).
#include "gateway/validation/rules/id_table.hpp"
#include "gateway/validation/rules/iri.hpp"
#include "gateway/validation/rules/watch.hpp"

#include <algorithm>
#include <array>
#include <deque>

namespace wetbode::rules {

namespace {

using enum Check;

constexpr std::string_view blanks = " \t\r\n";

/// Attributes that may hold "#id". Others with such a value (a style, a colour) are no references.
constexpr std::array<std::string_view, 17> reference_attributes{
    "href", "source", "refersTo", "as", "by", "for", "from", "upTo", "to", "period", "src", "start", "end",
    "attachedTo", "alternativeTo", "actor", "duration"};

/// References whose target may still come: 32 bytes each. What they say and their paths are kept up to so many bytes;
/// beyond, only line and column.
constexpr std::size_t waiting_words_max = 8U << 20U;
constexpr std::size_t waiting_max = 1'000'000;
/// Distinct targets remembered to tell which entries nobody uses; a document with more gets no such advice.
constexpr std::size_t targets_max = 200'000;
constexpr std::size_t entries_max = 20'000;

bool is_local_file(std::string_view value) {
    bool const drive = value.size() > 2 && value[1] == ':' && (value[2] == '\\' || value[2] == '/') &&
                       ((value[0] >= 'A' && value[0] <= 'Z') || (value[0] >= 'a' && value[0] <= 'z'));
    return drive || value.starts_with("file:") || value.starts_with("\\\\");
}

/// "/akn/...", "#id", or with a scheme: "http://...", "urn:...".
bool has_reference_form(std::string_view value) {
    if (value.find_first_of(" \t\r\n\\<>\"") != std::string_view::npos) return false;
    if (value.front() == '/' || value.front() == '#' || value.front() == '~') return true;
    auto const colon = value.find(':');
    return colon != std::string_view::npos && colon > 1 && value.find_first_of("/#?") > colon;
}

class References final : public Watch {
public:
    explicit References(Scene& scene) : scene_(scene) {}

    void open(Node const& node, xml::Element const& element) override {
        if (!node.id.empty()) ids_.add(std::string_view(node.id));
        if (node.kind() == Kind::tlc && !node.id.empty()) note_entry(node);
        for (auto const& attribute : element.attributes)
            if (attribute.uri.empty() && attribute.local != "eId") look_at(node, attribute);
        if (node.is(Name::rref)) note_range(element);
    }

    void finish() override {
        for (std::size_t i = 0; i < waiting_.size(); ++i) {
            auto const& waiting = waiting_[i];
            auto const& words = i < words_.size() ? words_[i] : no_words(waiting);
            if (!ids_.has(waiting.key)) {
                scene_.report.add(reference_target, words.place, {attribute_of(waiting), words.target});
            } else if (waiting.attribute == as_attribute && !roles_.has(waiting.key)) {
                scene_.report.add(reference_role, words.place, {words.target});
            }
        }
        for (auto const& range : ranges_) {
            auto const from = ids_.order_of(range.from);
            auto const to = ids_.order_of(range.to);
            if (from && to && *to < *from) scene_.report.add(reference_range, range.place, {range.first, range.last});
        }
        for (auto const& entry : entries_)
            if (targets_.size() < targets_max && !targets_.has(entry.key))
                scene_.report.add(reference_unused, entry.place, {entry.id, entry.element});
        // The schema is asked next; it has a table of its own.
        ids_ = {};
        targets_ = {};
        waiting_ = {};
        words_ = {};
    }

private:
    struct Waiting {
        IdTable::Key key;
        std::uint32_t attribute;
        std::uint32_t line;
        std::uint32_t column;
    };
    struct Words {
        std::string target;
        Place place;
    };
    struct Entry {
        IdTable::Key key;
        std::string id;
        std::string_view element;
        Place place;
    };
    struct Range {
        IdTable::Key from;
        IdTable::Key to;
        std::string first;
        std::string last;
        Place place;
    };

    static constexpr std::size_t as_attribute = 3;
    static_assert(reference_attributes[as_attribute] == "as");

    static std::string_view attribute_of(Waiting const& waiting) { return reference_attributes[waiting.attribute]; }

    [[nodiscard]] static Words no_words(Waiting const& waiting) {
        Words words{.target = "…", .place = {}};
        words.place.position = {waiting.line, waiting.column};
        return words;
    }

    void look_at(Node const& node, xml::Attribute const& attribute) {
        bool const address = attribute.local == "href" || attribute.local == "src";
        if (!address && attribute.value.find('#') == std::string_view::npos) return;
        auto const known = std::ranges::find(reference_attributes, attribute.local);
        if (known == reference_attributes.end()) return;
        auto const index = static_cast<std::size_t>(known - reference_attributes.begin());
        if (address) look_at_address(node, attribute);
        auto rest = attribute.value;
        for (auto at = rest.find_first_not_of(blanks); at != std::string_view::npos;
             at = rest.find_first_not_of(blanks)) {
            rest.remove_prefix(at);
            auto const word = rest.substr(0, rest.find_first_of(blanks));
            rest.remove_prefix(word.size());
            if (word.size() > 1 && word.front() == '#') follow(index, word.substr(1));
        }
    }

    void look_at_address(Node const& node, xml::Attribute const& attribute) {
        auto const value = attribute.value;
        if (value.find_first_not_of(blanks) == std::string_view::npos || value == "#")
            scene_.report.add(reference_empty, {attribute.local, scene_.trail.local_name(node)});
        else if (is_local_file(value)) scene_.report.add(reference_local_file, {attribute.local, value});
        else if (is_eli(value) && !is_good_eli(value)) scene_.report.add(reference_eli, {value});
        else if (attribute.local == "href" && !node.is(Name::a) && !has_reference_form(value))
            scene_.report.add(reference_form, {attribute.local, value});
    }

    void follow(std::size_t attribute, std::string_view target) {
        auto const key = IdTable::key_of(target);
        if (targets_.size() < targets_max) targets_.add(key);
        bool const settled = ids_.has(key) && (attribute != as_attribute || roles_.has(key));
        if (settled || waiting_.size() >= waiting_max) return;
        auto const at = scene_.trail.top().position;
        waiting_.push_back({key, static_cast<std::uint32_t>(attribute), static_cast<std::uint32_t>(at.line),
                            static_cast<std::uint32_t>(at.column)});
        if (kept_ >= waiting_words_max || words_.size() + 1 != waiting_.size()) return;
        words_.push_back({std::string(target), scene_.trail.place()});
        auto const& words = words_.back();
        kept_ += sizeof(Words) + words.place.path.size() + words.place.nearest_id.size() + target.size();
    }

    void note_entry(Node const& node) {
        if (node.is(Name::TLCRole)) roles_.add(std::string_view(node.id));
        // A concept may stand there for itself, as a keyword; a person, an organisation or a role does something.
        bool const acts = node.is(Name::TLCPerson) || node.is(Name::TLCOrganization) || node.is(Name::TLCRole);
        if (acts && entries_.size() < entries_max)
            entries_.push_back({IdTable::key_of(node.id), node.id, node.row->local, scene_.trail.place()});
    }

    void note_range(xml::Element const& element) {
        auto const from = value_of(element, "from");
        auto const to = value_of(element, "upTo");
        if (!from.starts_with('#') || !to.starts_with('#') || ranges_.size() >= entries_max) return;
        ranges_.push_back({IdTable::key_of(from.substr(1)), IdTable::key_of(to.substr(1)), std::string(from),
                           std::string(to), scene_.trail.place()});
    }

    Scene& scene_;
    IdTable ids_;
    IdTable roles_;
    IdTable targets_;
    std::deque<Waiting> waiting_;  ///< a vector would need twice the memory while it grows
    std::deque<Words> words_;      ///< of the first of those
    std::vector<Entry> entries_;
    std::vector<Range> ranges_;
    std::size_t kept_ = 0;
};

}  // namespace

std::unique_ptr<Watch> watch_references(Scene& scene) { return std::make_unique<References>(scene); }

}  // namespace wetbode::rules
