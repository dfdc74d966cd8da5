// SPDX-License-Identifier: EUPL-1.2
// Where the pass is: the open elements with their identifiers, and the XPath of a place, made only when somebody asks
// for it. Memory grows with the depth of the document, not with its length. One object per pass.
#pragma once

#include "gateway/validation/rules/names.hpp"
#include "gateway/xml/door.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::rules {

/// An open element.
struct Node {
    NameRow const* row = nullptr;  ///< of `other` for elements that no check knows or of another namespace
    std::uint32_t label = 0;       ///< number of its name within the trail
    std::uint32_t index = 1;       ///< which of the siblings of that name it is, from 1
    xml::Position position;
    std::string id;                ///< eId; empty if it has none
    bool quoted = false;           ///< it stands in text that is quoted from or for another document
    bool in_meta = false;
    bool has_text = false;         ///< something other than white space stands in it, at any depth
    int documents = 0;             ///< how many document types it stands in, itself included: 1 = the main document
    std::size_t text_from = std::string::npos;  ///< where its text begins in the gathered text, if it is gathered
    std::vector<std::pair<std::uint32_t, std::uint32_t>> counts;  ///< children so far, by label

    [[nodiscard]] Name name() const { return row->name; }
    [[nodiscard]] Kind kind() const { return row->kind; }
    [[nodiscard]] bool is(Name name) const { return row->name == name; }
};

/// A place in the document, kept for later.
struct Place {
    xml::Position position;
    std::string path;
    std::string nearest_id;
};

class Trail {
public:
    Node& push(xml::Element const& element);
    void pop();

    [[nodiscard]] std::size_t depth() const { return depth_; }
    [[nodiscard]] Node const& top() const { return nodes_[depth_ - 1]; }
    [[nodiscard]] Node& top() { return nodes_[depth_ - 1]; }
    /// The n-th open element above the top one; nullptr beyond the root.
    [[nodiscard]] Node const* above(std::size_t n = 1) const {
        return depth_ > n ? &nodes_[depth_ - 1 - n] : nullptr;
    }
    [[nodiscard]] Node* above(std::size_t n = 1) { return depth_ > n ? &nodes_[depth_ - 1 - n] : nullptr; }
    /// The nearest element above the top one that has this name; nullptr if none.
    [[nodiscard]] Node const* nearest(Name name) const;
    [[nodiscard]] std::string_view local_name(Node const& node) const { return labels_[node.label]; }
    /// A child of that name has begun in the open element.
    [[nodiscard]] bool has_child(Node const& open, std::string_view local) const;

    [[nodiscard]] Place place() const;

private:
    [[nodiscard]] std::uint32_t label_of(std::string_view local);

    std::vector<Node> nodes_;  ///< grows to the greatest depth and is reused
    std::size_t depth_ = 0;
    std::vector<std::string> labels_;
    std::map<std::string, std::uint32_t, std::less<>> numbers_;
};

}  // namespace wetbode::rules
