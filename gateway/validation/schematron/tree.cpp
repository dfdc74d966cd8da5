// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/tree.hpp"

#include <algorithm>
#include <new>

namespace wetbode::validation {

namespace {

xmlChar const* chars(std::string const& text) {
    return reinterpret_cast<xmlChar const*>(text.c_str());
}

std::string_view view(xmlChar const* text) {
    return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<char const*>(text)};
}

xmlNode const* element_of(xmlNode const* node) {
    while (node != nullptr && node->type != XML_ELEMENT_NODE) {
        if (node->type == XML_DOCUMENT_NODE) return xmlDocGetRootElement(reinterpret_cast<xmlDoc const*>(node));
        node = node->parent;
    }
    return node;
}

/// "name" or, for what has none, the test of XPath that finds it.
std::string step_name(xmlNode const* node) {
    switch (node->type) {
        case XML_ELEMENT_NODE:
            return std::string(local_name(node));
        case XML_COMMENT_NODE:
            return "comment()";
        case XML_PI_NODE:
            return "processing-instruction()";
        default:
            return "text()";
    }
}

std::string step_of(xmlNode const* node) {
    auto const name = step_name(node);
    int position = 1;
    for (auto const* before = node->prev; before != nullptr; before = before->prev)
        if (before->type == node->type && step_name(before) == name) ++position;
    return name + "[" + std::to_string(position) + "]";
}

template <class T>
T* there(T* made) {
    if (made == nullptr) throw std::bad_alloc();
    return made;
}

}  // namespace

Tree::Tree(std::uint64_t nodes_max, xmlDict* names)
    : document_(there(xmlNewDoc(reinterpret_cast<xmlChar const*>("1.0")))), nodes_left_(nodes_max) {
    if (names != nullptr) xmlDictReference(names);
    document_->dict = names != nullptr ? names : there(xmlDictCreate());
    document_->encoding = xmlStrdup(reinterpret_cast<xmlChar const*>("UTF-8"));
    open_ = reinterpret_cast<xmlNode*>(document_.get());
}

void Tree::count_node() {
    if (nodes_left_ == 0) throw TreeTooLarge{};
    --nodes_left_;
}

xmlChar* Tree::name_of(std::string_view text) const {
    auto const* const kept =
        xmlDictLookup(document_->dict, reinterpret_cast<xmlChar const*>(text.data()), static_cast<int>(text.size()));
    return const_cast<xmlChar*>(there(kept));  // libxml2 knows that names of the dictionary are not its to change
}

void Tree::add(xmlNode* node) {
    struct Free {
        void operator()(xmlNode* one) const { xmlFreeNode(one); }
    };
    std::unique_ptr<xmlNode, Free> held(there(node));
    count_node();
    there(xmlAddChild(open_, held.get()));
    held.release();  // the tree's, or merged into a text before it
}

void Tree::settle_text() {
    if (text_.empty()) return;
    // Outside the root element there is only white space, which belongs to no tree.
    if (open_->type == XML_ELEMENT_NODE)
        add(xmlNewDocTextLen(document_.get(), chars(text_), static_cast<int>(text_.size())));
    text_.clear();
}

xmlNs* Tree::binding_of(std::string_view prefix, std::string_view uri) const {
    if (uri.empty()) return nullptr;
    for (auto binding = bindings_.rbegin(); binding != bindings_.rend(); ++binding)
        if (view((*binding)->prefix) == prefix && view((*binding)->href) == uri) return *binding;
    // Only "xml" is bound without a declaration.
    return there(xmlSearchNs(document_.get(), open_, chars(std::string(prefix))));
}

void Tree::start_element(xml::Element const& element) {
    settle_text();
    auto* const node = xmlNewDocNodeEatName(document_.get(), nullptr, name_of(element.local), nullptr);
    add(node);
    open_ = node;
    positions_.push_back(element.position);
    node->_private = reinterpret_cast<void*>(positions_.size());
    node->line = static_cast<unsigned short>(std::min<std::int64_t>(element.position.line, 65535));
    marks_.push_back(bindings_.size());
    for (auto const& declared : element.namespaces) {
        auto const prefix = std::string(declared.prefix);
        auto* const binding =
            xmlNewNs(node, chars(std::string(declared.uri)), prefix.empty() ? nullptr : chars(prefix));
        if (binding != nullptr) bindings_.push_back(binding);  // "xml" may be declared again; libxml2 has it already
    }
    node->ns = binding_of(element.prefix, element.uri);
    for (auto const& attribute : element.attributes) {
        count_node();
        count_node();  // its value is a node of its own
        there(xmlNewNsPropEatName(node, binding_of(attribute.prefix, attribute.uri), name_of(attribute.local),
                                  chars(std::string(attribute.value))));
    }
}

void Tree::end_element(std::string_view, std::string_view, std::string_view) {
    settle_text();
    bindings_.resize(marks_.back());
    marks_.pop_back();
    open_ = open_->parent;
}

void Tree::processing_instruction(std::string_view target, std::string_view data) {
    settle_text();
    add(xmlNewDocPI(document_.get(), chars(std::string(target)), chars(std::string(data))));
}

void Tree::comment(std::string_view text) {
    settle_text();
    add(xmlNewDocComment(document_.get(), chars(std::string(text))));
}

std::size_t Tree::ordinal_of(xmlNode const* node) const {
    auto const* const element = element_of(node);
    return element == nullptr ? 0 : reinterpret_cast<std::size_t>(element->_private);
}

xml::Position Tree::position_of(xmlNode const* node) const {
    auto const ordinal = ordinal_of(node);
    return ordinal == 0 || ordinal > positions_.size() ? xml::Position{} : positions_[ordinal - 1];
}

std::string path_of(xmlNode const* node) {
    if (node->type == XML_ATTRIBUTE_NODE) return path_of(node->parent) + "/@" + std::string(local_name(node));
    if (node->type == XML_DOCUMENT_NODE) return "/";
    std::string path;
    for (; node != nullptr && node->type != XML_DOCUMENT_NODE; node = node->parent) {
        bool const root = node->type == XML_ELEMENT_NODE && node->parent->type == XML_DOCUMENT_NODE;
        path.insert(0, "/" + (root ? std::string(local_name(node)) : step_of(node)));
    }
    return path;
}

std::string nearest_id_of(xmlNode const* node) {
    for (auto const* element = element_of(node); element != nullptr && element->type == XML_ELEMENT_NODE;
         element = element->parent) {
        auto id = attribute_of(element, "eId");
        if (id.empty()) id = attribute_of(element, "id");
        if (!id.empty()) return id;
    }
    return {};
}

std::string attribute_of(xmlNode const* element, char const* local) {
    auto* const value = xmlGetNoNsProp(element, reinterpret_cast<xmlChar const*>(local));
    if (value == nullptr) return {};
    std::string text(reinterpret_cast<char const*>(value));
    xmlFree(value);
    return text;
}

std::string_view local_name(xmlNode const* node) {
    return view(node->name);
}

bool is_element(xmlNode const* node, std::string_view local, std::string_view uri) {
    return node->type == XML_ELEMENT_NODE && node->ns != nullptr && local_name(node) == local &&
           view(node->ns->href) == uri;
}

std::string text_of(xmlNode const* node) {
    auto* const content = xmlNodeGetContent(node);
    if (content == nullptr) return {};
    std::string text(reinterpret_cast<char const*>(content));
    xmlFree(content);
    return text;
}

}  // namespace wetbode::validation
