// SPDX-License-Identifier: EUPL-1.2
#include "gateway/xml/inclusive.hpp"

#include "gateway/base/content.hpp"

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

#include <array>
#include <memory>
#include <utility>

namespace wetbode::xml {

namespace {

template <auto release>
struct Released {
    template <class T>
    void operator()(T* thing) const { release(thing); }
};
using Tree = std::unique_ptr<xmlDoc, Released<xmlFreeDoc>>;

void close_output(xmlOutputBuffer* buffer) { static_cast<void>(xmlOutputBufferClose(buffer)); }
using Output = std::unique_ptr<xmlOutputBuffer, Released<close_output>>;

/// libxml2 tells what it does not like on the standard error unless somebody else listens; the setting is the thread's.
class Silence {
public:
    Silence() { xmlSetStructuredErrorFunc(nullptr, [](void*, xmlError*) {}); }
    Silence(Silence const&) = delete;
    Silence& operator=(Silence const&) = delete;
    ~Silence() { xmlSetStructuredErrorFunc(context_, listener_); }

private:
    void* context_ = xmlStructuredErrorContext;
    xmlStructuredErrorFunc listener_ = xmlStructuredError;
};

std::string_view view(xmlChar const* text) {
    return text == nullptr ? std::string_view{} : std::string_view{reinterpret_cast<char const*>(text)};
}

bool names_something(Subtree const& subtree) {
    return !subtree.uri.empty() || !subtree.local.empty() || !subtree.id.empty();
}

Fault no_form(std::string nl, std::string en) {
    return {.code = "XML.CANONICAL", .message = {std::move(nl), std::move(en)}};
}

/// The value of the attribute Id (in no namespace) is `id`. Without a DTD a value is one text node.
bool has_id(xmlNode const* element, std::string_view id) {
    for (auto const* attribute = element->properties; attribute != nullptr; attribute = attribute->next)
        if (attribute->ns == nullptr && view(attribute->name) == "Id" && attribute->children != nullptr)
            return view(attribute->children->content) == id;
    return false;
}

bool is_chosen(xmlNode const* node, Subtree const& subtree) {
    if (node->type != XML_ELEMENT_NODE) return false;
    if (!subtree.local.empty() && view(node->name) != subtree.local) return false;
    if (!subtree.uri.empty() && (node->ns == nullptr || view(node->ns->href) != subtree.uri)) return false;
    return subtree.id.empty() || has_id(node, subtree.id);
}

struct Found {
    xmlNode* first = nullptr;
    std::size_t count = 0;
};

/// In document order, without recursion: how deep a document may go is for the door to say.
Found find(xmlDoc* document, Subtree const& subtree) {
    Found found;
    auto* node = xmlDocGetRootElement(document);
    while (node != nullptr) {
        if (is_chosen(node, subtree)) {
            if (found.count++ == 0) found.first = node;
        }
        if (node->type == XML_ELEMENT_NODE && node->children != nullptr) {
            node = node->children;
            continue;
        }
        while (node != nullptr && node->next == nullptr)
            node = node->parent != nullptr && node->parent->type == XML_ELEMENT_NODE ? node->parent : nullptr;
        if (node != nullptr) node = node->next;
    }
    return found;
}

struct Visible {
    xmlNode const* apex = nullptr;     ///< nullptr = the whole document
    xmlNode const* omitted = nullptr;
};

/// libxml2 asks for a namespace declaration with its element as the parent.
int is_visible(void* state, xmlNode* node, xmlNode* parent) {
    auto const& visible = *static_cast<Visible const*>(state);
    bool inside = visible.apex == nullptr;
    xmlNode const* at = node != nullptr && node->type != XML_NAMESPACE_DECL ? node : parent;
    for (; at != nullptr; at = at->parent) {
        if (at == visible.omitted) return 0;
        if (at == visible.apex) inside = true;
        if (inside && visible.omitted == nullptr) return 1;
    }
    return inside ? 1 : 0;
}

tl::expected<xmlNode*, Fault> the_one(xmlDoc* tree, Subtree const& subtree) {
    if (!names_something(subtree)) return nullptr;
    auto const found = find(tree, subtree);
    auto const what = subtree.id.empty() ? subtree.local : subtree.id;
    if (found.count == 0)
        return tl::unexpected(no_form("Het document bevat geen element \"" + what + "\".",
                                      "The document holds no element \"" + what + "\"."));
    if (found.count > 1)
        return tl::unexpected(no_form("\"" + what + "\" komt meer dan eens voor in het document.",
                                      "\"" + what + "\" comes more than once in the document."));
    return found.first;
}

int libxml_mode(CanonicalForm form) {
    switch (form) {
        case CanonicalForm::inclusive_1_0: return XML_C14N_1_0;
        case CanonicalForm::inclusive_1_1: return XML_C14N_1_1;
        case CanonicalForm::exclusive_1_0: return XML_C14N_EXCLUSIVE_1_0;
    }
    return XML_C14N_1_0;
}

tl::expected<std::string, Fault> written(xmlDoc* tree, Visible& visible, Method method) {
    std::vector<xmlChar*> prefixes;
    for (auto& prefix : method.inclusive_prefixes) prefixes.push_back(reinterpret_cast<xmlChar*>(prefix.data()));
    prefixes.push_back(nullptr);
    Output const output(xmlAllocOutputBuffer(nullptr));
    if (output == nullptr) throw std::bad_alloc();
    bool const whole = visible.apex == nullptr && visible.omitted == nullptr;
    auto const bytes = xmlC14NExecute(tree, whole ? nullptr : is_visible, &visible, libxml_mode(method.form),
                                      prefixes.data(), method.comments == Comments::kept ? 1 : 0, output.get());
    if (bytes < 0)
        return tl::unexpected(no_form("Van dit document bestaat geen canonieke vorm.",
                                      "This document has no canonical form."));
    return std::string(reinterpret_cast<char const*>(xmlOutputBufferGetContent(output.get())),
                       xmlOutputBufferGetSize(output.get()));
}

}  // namespace

std::optional<Method> canonical_method_from(std::string_view uri) {
    struct Row {
        std::string_view uri;
        CanonicalForm form;
    };
    constexpr std::array<Row, 3> rows{{
        {"http://www.w3.org/TR/2001/REC-xml-c14n-20010315", CanonicalForm::inclusive_1_0},
        {"http://www.w3.org/2006/12/xml-c14n11", CanonicalForm::inclusive_1_1},
        {"http://www.w3.org/2001/10/xml-exc-c14n#", CanonicalForm::exclusive_1_0},
    }};
    for (auto const& row : rows) {
        if (uri == row.uri) return Method{row.form, Comments::left_out, {}};
        // "...#WithComments"; the exclusive one has its number sign already.
        auto const suffix = row.uri.ends_with('#') ? std::string_view("WithComments") : "#WithComments";
        if (uri.starts_with(row.uri) && uri.substr(row.uri.size()) == suffix)
            return Method{row.form, Comments::kept, {}};
    }
    return std::nullopt;
}

tl::expected<std::string, Fault> canonical_dom(std::string_view document, Subtree const& subtree,
                                               Subtree const& omitted, Method const& method) {
    Limits limits;
    limits.bytes_max = canonical_dom_bytes_max;
    // The door is the judge of what may be read; the tree that is built behind it sees nothing else.
    if (auto const let_in = read(content_of(std::string(document)), limits, {}); !let_in)
        return tl::unexpected(let_in.error());
    Silence const silence;
    Tree const tree(xmlReadMemory(document.data(), static_cast<int>(document.size()), nullptr, "UTF-8",
                                  XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE |
                                      XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
    if (tree == nullptr)
        return tl::unexpected(no_form("Het document kan niet als boom gelezen worden.",
                                      "The document cannot be read as a tree."));
    Visible visible;
    auto const apex = the_one(tree.get(), subtree);
    if (!apex) return tl::unexpected(apex.error());
    visible.apex = *apex;
    auto const without = the_one(tree.get(), omitted);
    if (!without) return tl::unexpected(without.error());
    visible.omitted = *without;
    return written(tree.get(), visible, method);
}

tl::expected<std::string, Fault> canonical_dom(std::string_view document, Subtree const& subtree,
                                               Method const& method) {
    return canonical_dom(document, subtree, {}, method);
}

tl::expected<std::string, Fault> canonical_dom(Content const& document, Subtree const& subtree,
                                               Method const& method) {
    if (document.bytes > canonical_dom_bytes_max) {
        Limits limits;
        limits.bytes_max = canonical_dom_bytes_max;
        auto const refused = read(document, limits, {});
        ensure(!refused, "the door refuses a document above its limit");
        return tl::unexpected(refused.error());
    }
    return canonical_dom(read_whole(document, canonical_dom_bytes_max), subtree, {}, method);
}

}  // namespace wetbode::xml
