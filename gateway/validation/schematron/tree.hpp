// SPDX-License-Identifier: EUPL-1.2
// A document as a tree, for those who must look in all directions. It is built from what the door tells, so every rule
// of the door holds, and every element keeps its true line and column (libxml2's own end at 65 535 and have no column).
// Private to this folder. One object per document; one thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/xml/door.hpp"

#include <libxml/tree.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace wetbode::validation {

struct FreeDocument {
    void operator()(xmlDoc* document) const { xmlFreeDoc(document); }
};
using DocumentPtr = std::unique_ptr<xmlDoc, FreeDocument>;

/// Thrown through the door when the tree would become too large.
struct TreeTooLarge {};

class Tree final : public xml::Sink {
public:
    /// At most that many elements, attributes, texts, comments and instructions. Names go into `names`, or into a
    /// dictionary of its own: libxslt wants all parts of one stylesheet to share theirs.
    explicit Tree(std::uint64_t nodes_max, xmlDict* names = nullptr);

    void start_element(xml::Element const& element) override;
    void end_element(std::string_view local, std::string_view prefix, std::string_view uri) override;
    void characters(std::string_view text) override { text_.append(text); }
    void processing_instruction(std::string_view target, std::string_view data) override;
    void comment(std::string_view text) override;

    [[nodiscard]] xmlDoc* document() const { return document_.get(); }
    /// The tree without the positions.
    [[nodiscard]] DocumentPtr take() { return std::move(document_); }
    /// Of the element that the node is or belongs to; the root element for the document itself.
    [[nodiscard]] xml::Position position_of(xmlNode const* node) const;
    /// 1 for the root element, counting on in document order.
    [[nodiscard]] std::size_t ordinal_of(xmlNode const* node) const;

private:
    void count_node();
    void settle_text();
    void add(xmlNode* node);
    [[nodiscard]] xmlNs* binding_of(std::string_view prefix, std::string_view uri) const;
    [[nodiscard]] xmlChar* name_of(std::string_view text) const;

    DocumentPtr document_;
    std::vector<xml::Position> positions_;  ///< of the elements, in document order
    std::vector<xmlNs*> bindings_;          ///< in scope, outermost first
    std::vector<std::size_t> marks_;        ///< length of bindings_ before each open element
    xmlNode* open_ = nullptr;
    std::string text_;  ///< told in pieces; a tree has one node for it
    std::uint64_t nodes_left_;
};

/// "/akomaNtoso/bill[1]/body[1]": local names, counted among siblings of the same name; "/@name" for an attribute.
[[nodiscard]] std::string path_of(xmlNode const* node);
/// eId (or id) of the element that the node belongs to or of its nearest ancestor that has one.
[[nodiscard]] std::string nearest_id_of(xmlNode const* node);
[[nodiscard]] std::string attribute_of(xmlNode const* element, char const* local);
[[nodiscard]] std::string_view local_name(xmlNode const* node);
[[nodiscard]] bool is_element(xmlNode const* node, std::string_view local, std::string_view uri);
[[nodiscard]] std::string text_of(xmlNode const* node);

}  // namespace wetbode::validation
