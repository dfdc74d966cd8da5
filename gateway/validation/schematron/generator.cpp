// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/generator.hpp"

#include "gateway/base/content.hpp"
#include "gateway/validation/schematron/stylesheet.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace wetbode::embedded {
extern std::string_view const schematron_expand;
extern std::string_view const schematron_svrl;
extern std::string_view const schematron_skeleton;
}  // namespace wetbode::embedded

namespace wetbode::validation {

namespace {

namespace fs = std::filesystem;

constexpr char const* svrl_namespace = "http://purl.oclc.org/dsdl/svrl";
constexpr char const* place_prefix = "wetbode-place";

xmlChar const* chars(std::string const& text) {
    return reinterpret_cast<xmlChar const*>(text.c_str());
}

DocumentPtr parsed(std::string_view text, xmlDict* names = nullptr) {
    Tree tree(1'000'000, names);
    std::array<xml::Sink*, 1> const sinks{&tree};
    ensure(xml::read(content_of(std::string(text)), {}, sinks).has_value(), "the skeleton is well-formed");
    return tree.take();
}

DocumentPtr imported(std::string_view name, xmlDict* names) {
    return name == "iso_schematron_skeleton_for_xslt1.xsl" ? parsed(embedded::schematron_skeleton, names) : nullptr;
}

/// A file can make the skeleton work very hard (patterns that fill in each other): the same bounds as for a document.
DocumentPtr transformed(fs::path const& file, Stylesheet const& style, xmlDoc* document,
                        Stylesheet::Parameters const& parameters) {
    auto done = style.run(document, {}, parameters);
    if (done.spent != Spent::nothing)
        throw std::runtime_error(file.string() + ":1: takes too much " +
                                 (done.spent == Spent::time ? "time" : "memory") + " to make a stylesheet of");
    if (!done.result) throw std::runtime_error(file.string() + ":1: " + done.problem);
    return std::move(done.result);
}

void remove(xmlNode* node) {
    xmlUnlinkNode(node);
    xmlFreeNode(node);
}

template <class Visit>
void for_each_element(xmlNode* element, Visit const& visit) {
    visit(element);
    for (auto* child = element->children; child != nullptr;) {
        auto* const next = child->next;
        if (child->type == XML_ELEMENT_NODE) for_each_element(child, visit);
        child = next;
    }
}

bool in_svrl(xmlNode const* node) {
    return node->ns != nullptr && std::string_view(reinterpret_cast<char const*>(node->ns->href)) == svrl_namespace;
}
bool is_xslt(xmlNode const* node, std::string_view local) {
    return is_element(node, local, xslt_namespace);
}

bool is_blank(std::string const& text) {
    return std::ranges::all_of(text, [](char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; });
}

/// What the skeleton copies from the file into attributes would be evaluated where it holds braces; nothing of it is
/// needed, the gateway knows its assertions by number.
void drop_attributes(xmlNode* element) {
    for (auto* attribute = element->properties; attribute != nullptr;) {
        auto* const next = attribute->next;
        if (local_name(reinterpret_cast<xmlNode*>(attribute)) != "diagnostic") xmlRemoveProp(attribute);
        attribute = next;
    }
    for (auto* child = element->children; child != nullptr;) {
        auto* const next = child->next;
        auto const name = is_xslt(child, "attribute") ? attribute_of(child, "name") : std::string();
        if (is_xslt(child, "comment") || (!name.empty() && name != "id" && name != "location")) remove(child);
        child = next;
    }
}

xmlNode* new_xslt(xmlNode* beside, char const* local) {
    auto* const binding = xmlSearchNsByHref(beside->doc, beside, reinterpret_cast<xmlChar const*>(xslt_namespace));
    ensure(binding != nullptr, "a stylesheet declares its namespace");
    return xmlNewDocNode(beside->doc, binding, reinterpret_cast<xmlChar const*>(local), nullptr);
}

/// The skeleton sets a blank on both sides of whatever it puts into a sentence, also before a full stop. And XSLT
/// leaves out blank texts of a stylesheet, although between two values they belong to the sentence.
void mend_spaces(xmlNode* sentence) {
    for (auto* child = sentence->children; child != nullptr;) {
        auto* const next = child->next;
        if (is_xslt(child, "text") && is_blank(text_of(child))) {
            remove(child);
        } else if (child->type == XML_TEXT_NODE && is_blank(text_of(child))) {
            auto* const kept = new_xslt(sentence, "text");
            xmlNodeSetContent(kept, reinterpret_cast<xmlChar const*>(" "));
            xmlReplaceNode(child, kept);
            xmlFreeNode(child);
        }
        child = next;
    }
}

xmlNode* attribute_named(xmlNode* finding, std::string_view name) {
    for (auto* child = finding->children; child != nullptr; child = child->next)
        if (is_xslt(child, "attribute") && attribute_of(child, "name") == name) return child;
    return nullptr;
}

/// The skeleton's own way to a location counts siblings for every finding and knows no subject; ours notes the node.
void set_location(xmlNode* finding, Source const& source) {
    auto* const id = attribute_named(finding, "id");
    auto* const location = attribute_named(finding, "location");
    ensure(id != nullptr, "every assertion got a number");
    ensure(location != nullptr, "the skeleton was asked for locations");
    auto const& subject = source.assertions.at(std::stoul(text_of(id))).subject;
    while (location->children != nullptr) remove(location->children);
    auto* const value = xmlAddChild(location, new_xslt(location, "value-of"));
    auto const call = std::string(place_prefix) + ":place(" + (subject.empty() ? "." : subject) + ", .)";
    xmlSetProp(value, reinterpret_cast<xmlChar const*>("select"), chars(call));
}

void cut_down(xmlNode* root, Source const& source) {
    for_each_element(root, [&](xmlNode* element) {
        if (!in_svrl(element)) return;
        auto const name = local_name(element);
        drop_attributes(element);
        if (name == "failed-assert" || name == "successful-report") set_location(element, source);
        if (name == "text" || name == "diagnostic-reference") mend_spaces(element);
    });
    auto const declare = [&](std::string const& prefix, std::string const& uri) {
        if (xmlSearchNs(root->doc, root, chars(prefix)) == nullptr) xmlNewNs(root, chars(uri), chars(prefix));
    };
    declare(place_prefix, place_namespace);
    for (auto const& [prefix, uri] : source.namespaces) declare(prefix, uri);
}

}  // namespace

DocumentPtr expand(fs::path const& file, Source const& source) {
    if (!source.has_abstract_patterns) return DocumentPtr(xmlCopyDoc(source.document.get(), 1));
    return transformed(file, Stylesheet(parsed(embedded::schematron_expand)), source.document.get(), {});
}

DocumentPtr generate(fs::path const& file, Source const& source, xmlDoc* expanded) {
    auto skeleton = parsed(embedded::schematron_svrl);
    skeleton->URL = xmlStrdup(reinterpret_cast<xmlChar const*>("iso_svrl_for_xslt1.xsl"));
    auto const reach = reach_in(expanded);
    auto const yes = [](bool is) { return is ? "true" : "false"; };
    auto made = transformed(file, Stylesheet(std::move(skeleton), &imported), expanded,
                            {{"phase", source.phase},
                             {"generate-fired-rule", "false"},
                             {"attributes", yes(reach.attributes)},
                             {"visit-text", yes(reach.texts)},
                             {"only-child-elements", yes(!reach.texts && !reach.others)}});
    cut_down(xmlDocGetRootElement(made.get()), source);
    return made;
}

}  // namespace wetbode::validation
