// SPDX-License-Identifier: EUPL-1.2
// libxml2 as an independent judge of canonical forms: its own parser, its own tree, its own node sets by XPath. Only the
// canonical form that comes out is compared; nothing here goes through our code.
#pragma once

#include <libxml/c14n.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::xml::test {

class Judge {
public:
    explicit Judge(std::string_view document)
        : tree_((xmlSetStructuredErrorFunc(nullptr, [](void*, xmlError*) {}), xmlReadMemory(document.data(), static_cast<int>(document.size()), nullptr, nullptr,
                              XML_PARSE_NONET | XML_PARSE_NOENT | XML_PARSE_HUGE | XML_PARSE_NOERROR |
                                  XML_PARSE_NOWARNING)),
                &xmlFreeDoc) {}

    [[nodiscard]] bool parsed() const { return tree_ != nullptr; }

    /// Empty if libxml2 knows no form (a relative namespace name). `xpath`: the apex of the subtree, "" = everything;
    /// `mode`: XML_C14N_1_0 and so on. Every node of the subtree is put into a real node set, so that namespace and
    /// attribute nodes are those of the XPath data model.
    [[nodiscard]] std::optional<std::string> form(std::string const& xpath, int mode, bool comments,
                                                  std::string const& without = "") const {
        auto const set = nodes(xpath, without);
        if (!xpath.empty() && (set == nullptr || set->nodesetval == nullptr || set->nodesetval->nodeNr == 0))
            return std::nullopt;
        xmlChar* octets = nullptr;
        auto const length = xmlC14NDocDumpMemory(tree_.get(), set == nullptr ? nullptr : set->nodesetval, mode, nullptr,
                                                 comments ? 1 : 0, &octets);
        if (length < 0) return std::nullopt;
        std::string const form(reinterpret_cast<char const*>(octets), static_cast<std::size_t>(length));
        xmlFree(octets);
        return form;
    }

    /// String values of the nodes, in document order.
    [[nodiscard]] std::vector<std::string> texts(std::string const& xpath) const {
        auto const found = evaluated(xpath);
        std::vector<std::string> texts;
        if (found == nullptr || found->nodesetval == nullptr) return texts;
        for (int i = 0; i < found->nodesetval->nodeNr; ++i) {
            std::unique_ptr<xmlChar, void (*)(xmlChar*)> const text(xmlNodeGetContent(found->nodesetval->nodeTab[i]),
                                                                    [](xmlChar* octets) { xmlFree(octets); });
            texts.emplace_back(text == nullptr ? "" : reinterpret_cast<char const*>(text.get()));
        }
        return texts;
    }

private:
    using Object = std::unique_ptr<xmlXPathObject, decltype(&xmlXPathFreeObject)>;

    [[nodiscard]] Object nodes(std::string const& xpath, std::string const& without) const {
        if (xpath.empty() && without.empty()) return {nullptr, &xmlXPathFreeObject};
        auto const apex = xpath.empty() ? std::string("/") : "(" + xpath + ")[1]";
        auto const filter = without.empty() ? "" : "[not(ancestor-or-self::" + without + ")]";
        return evaluated("(" + apex + "//. | " + apex + "//@* | " + apex + "//namespace::*)" + filter);
    }

    [[nodiscard]] Object evaluated(std::string const& xpath) const {
        std::unique_ptr<xmlXPathContext, decltype(&xmlXPathFreeContext)> const context(
            xmlXPathNewContext(tree_.get()), &xmlXPathFreeContext);
        xmlXPathRegisterNs(context.get(), reinterpret_cast<xmlChar const*>("ds"),
                           reinterpret_cast<xmlChar const*>("http://www.w3.org/2000/09/xmldsig#"));
        xmlXPathRegisterNs(context.get(), reinterpret_cast<xmlChar const*>("xades"),
                           reinterpret_cast<xmlChar const*>("http://uri.etsi.org/01903/v1.3.2#"));
        xmlXPathRegisterNs(context.get(), reinterpret_cast<xmlChar const*>("xades141"),
                           reinterpret_cast<xmlChar const*>("http://uri.etsi.org/01903/v1.4.1#"));
        return {xmlXPathEvalExpression(reinterpret_cast<xmlChar const*>(xpath.c_str()), context.get()),
                &xmlXPathFreeObject};
    }

    std::unique_ptr<xmlDoc, decltype(&xmlFreeDoc)> tree_;
};

}  // namespace wetbode::xml::test
