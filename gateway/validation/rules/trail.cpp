// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/rules/trail.hpp"

#include "gateway/refusal.hpp"

#include <algorithm>

namespace wetbode::rules {

namespace {

/// A document that invents names without end shares the last label: its paths then say '*'. Akoma Ntoso has 315 names;
/// siblings are counted per name, so that each name makes each sibling dearer.
constexpr std::size_t labels_max = 500;

bool opens_quotation(Name name) { return name == Name::quotedStructure || name == Name::quotedText; }

}  // namespace

std::uint32_t Trail::label_of(std::string_view local) {
    // The element before often has the same name; a drafter's document has some forty of them.
    if (auto const found = numbers_.find(local); found != numbers_.end()) return found->second;
    if (labels_.size() >= labels_max) local = "*";
    if (auto const found = numbers_.find(local); found != numbers_.end()) return found->second;
    auto const number = static_cast<std::uint32_t>(labels_.size());
    labels_.emplace_back(local);
    numbers_.emplace(std::string(local), number);
    return number;
}

Node& Trail::push(xml::Element const& element) {
    auto const label = label_of(element.local);
    if (nodes_.size() == depth_) nodes_.emplace_back();
    auto* const parent = depth_ == 0 ? nullptr : &nodes_[depth_ - 1];
    auto& node = nodes_[depth_++];
    node.row = &(element.uri == akn_namespace ? row_of(element.local) : row_of(Name::other));
    node.label = label;
    node.index = 1;
    node.position = element.position;
    node.id.clear();
    for (auto const& attribute : element.attributes)
        if (attribute.uri.empty() && attribute.local == "eId") node.id = attribute.value;
    node.has_text = false;
    node.text_from = std::string::npos;
    node.counts.clear();
    node.quoted = parent != nullptr && (parent->quoted || opens_quotation(parent->name()));
    node.in_meta = node.is(Name::meta) || (parent != nullptr && parent->in_meta);
    node.documents = (parent == nullptr ? 0 : parent->documents) + (node.kind() == Kind::document ? 1 : 0);
    if (parent == nullptr) return node;
    auto const count = std::ranges::find(parent->counts, label, &std::pair<std::uint32_t, std::uint32_t>::first);
    if (count == parent->counts.end()) parent->counts.emplace_back(label, 1);
    else node.index = ++count->second;
    return node;
}

void Trail::pop() {
    ensure(depth_ > 0, "an element that ends has begun");
    --depth_;
    if (depth_ > 0 && nodes_[depth_].has_text) nodes_[depth_ - 1].has_text = true;
}

Node const* Trail::nearest(Name name) const {
    for (auto level = depth_ - 1; level-- > 0;)
        if (nodes_[level].is(name)) return &nodes_[level];
    return nullptr;
}

bool Trail::has_child(Node const& open, std::string_view local) const {
    auto const label = numbers_.find(local);
    if (label == numbers_.end()) return false;
    using Count = std::pair<std::uint32_t, std::uint32_t>;
    return std::ranges::find(open.counts, label->second, &Count::first) != open.counts.end();
}

Place Trail::place() const {
    Place place;
    if (depth_ == 0) return place;
    place.position = top().position;
    for (std::size_t level = 0; level < depth_; ++level) {
        auto const& node = nodes_[level];
        place.path += "/" + labels_[node.label];
        if (level > 0) place.path += "[" + std::to_string(node.index) + "]";
        if (!node.id.empty()) place.nearest_id = node.id;
    }
    return place;
}

}  // namespace wetbode::rules
