// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/unique_watch.hpp"

#include "gateway/validation/listener.hpp"

#include <xercesc/util/XMLString.hpp>
#include <xercesc/validators/common/ContentSpecNode.hpp>
#include <xercesc/validators/datatype/DatatypeValidator.hpp>
#include <xercesc/validators/schema/SchemaAttDef.hpp>
#include <xercesc/validators/schema/SchemaElementDecl.hpp>
#include <xercesc/validators/schema/SchemaGrammar.hpp>
#include <xercesc/validators/schema/identity/IC_Field.hpp>
#include <xercesc/validators/schema/identity/IC_Selector.hpp>
#include <xercesc/validators/schema/identity/IdentityConstraint.hpp>
#include <xercesc/validators/schema/identity/XercesXPath.hpp>

#include <algorithm>
#include <set>
#include <string_view>

namespace wetbode::validation {

namespace {

namespace xc = xercesc;

constexpr std::u16string_view every_descendant = u".//*";

/// The attribute that a constraint of the simple form is about; empty if the form is another one.
std::u16string_view simple_attribute(xc::IdentityConstraint const& constraint) {
    if (constraint.getType() != xc::IdentityConstraint::ICType_UNIQUE || constraint.getFieldCount() != 1) return {};
    std::u16string_view const selector = constraint.getSelector()->getXPath()->getExpression();
    std::u16string_view const field = constraint.getFieldAt(0)->getXPath()->getExpression();
    if (selector != every_descendant || field.size() < 2 || field.front() != u'@') return {};
    auto const name = field.substr(1);
    // A name and nothing else: no prefix, path, union or white space.
    return name.find_first_of(u":/|@*. \t\r\n") == std::u16string_view::npos ? name : std::u16string_view{};
}

bool has_prefix(xc::XMLAttr const& attribute) {
    return attribute.getPrefix() != nullptr && *attribute.getPrefix() != 0;
}

/// Values are compared as texts, so the attribute must have a text type wherever it is declared.
bool is_text_everywhere(xc::SchemaElementDecl const& element, std::set<std::u16string, std::less<>> const& names) {
    if (!element.hasAttDefs()) return true;
    auto const& list = element.getAttDefList();
    for (XMLSize_t i = 0; i < list.getAttDefCount(); ++i) {
        auto const& definition = static_cast<xc::SchemaAttDef const&>(list.getAttDef(i));
        if (!names.contains(std::u16string_view(definition.getAttName()->getLocalPart()))) continue;
        auto const* const type = definition.getDatatypeValidator();
        if (type == nullptr || type->getType() != xc::DatatypeValidator::String) return false;
    }
    return true;
}

/// Content that is skipped holds declared elements that are not validated; they could not be told from the others.
bool skips_nothing(xc::ContentSpecNode const* node) {
    if (node == nullptr) return true;
    auto const type = node->getType();
    if (type == xc::ContentSpecNode::Any_Skip || type == xc::ContentSpecNode::Any_Other_Skip ||
        type == xc::ContentSpecNode::Any_NS_Skip)
        return false;
    return skips_nothing(node->getFirst()) && skips_nothing(node->getSecond());
}

template <class Visit>
bool all_elements(xc::XMLGrammarPool const& pool, Visit const& visit) {
    auto grammars = pool.getGrammarEnumerator();
    while (grammars.hasMoreElements()) {
        auto const& grammar = grammars.nextElement();
        if (grammar.getGrammarType() != xc::Grammar::SchemaGrammarType) continue;
        auto elements = static_cast<xc::SchemaGrammar const&>(grammar).getElemEnumerator();
        while (elements.hasMoreElements())
            if (!visit(elements.nextElement())) return false;
    }
    return true;
}

}  // namespace

bool only_simple_constraints(xc::XMLGrammarPool const& pool) {
    std::set<std::u16string, std::less<>> names;
    auto const simple = all_elements(pool, [&](xc::SchemaElementDecl const& element) {
        if (!skips_nothing(element.getContentSpec())) return false;
        for (XMLSize_t i = 0; i < element.getIdentityConstraintCount(); ++i) {
            auto const name = simple_attribute(*element.getIdentityConstraintAt(i));
            if (name.empty()) return false;
            names.emplace(name);
        }
        return true;
    });
    return simple && all_elements(pool, [&](auto const& element) { return is_text_everywhere(element, names); });
}

std::optional<UniqueWatch::Duplicate> UniqueWatch::begin(xc::XMLElementDecl const& declaration,
                                                         xc::RefVectorOf<xc::XMLAttr> const& attributes,
                                                         XMLSize_t attribute_count) {
    ++depth_;
    // An undeclared element in a lax wildcard, with all that is in it, is not validated: nor is its uniqueness.
    if (blind_from_ == 0 && !declaration.isDeclared()) blind_from_ = depth_;
    if (blind_from_ != 0) return std::nullopt;
    std::optional<Duplicate> duplicate;
    for (auto& scope : scopes_)
        for (XMLSize_t i = 0; i < attribute_count; ++i) {
            auto const& attribute = *attributes.elementAt(i);
            if (std::u16string_view(attribute.getName()) != scope.attribute || has_prefix(attribute)) continue;
            if (!scope.seen.insert(attribute.getValue()) && !duplicate)
                duplicate = {to_utf8(attribute.getName()), to_utf8(scope.owner->getBaseName())};
        }
    open_scopes(declaration);
    return duplicate;
}

void UniqueWatch::end() {
    std::erase_if(scopes_, [&](Scope const& scope) { return scope.depth == depth_; });
    if (blind_from_ == depth_) blind_from_ = 0;
    --depth_;
}

bool UniqueWatch::watches(std::u16string_view attribute) const {
    return std::any_of(scopes_.begin(), scopes_.end(), [&](Scope const& s) { return s.attribute == attribute; });
}

void UniqueWatch::open_scopes(xc::XMLElementDecl const& declaration) {
    if (declaration.getObjectType() != xc::XMLElementDecl::Schema) return;
    auto const& element = static_cast<xc::SchemaElementDecl const&>(declaration);
    for (XMLSize_t i = 0; i < element.getIdentityConstraintCount(); ++i) {
        auto const name = simple_attribute(*element.getIdentityConstraintAt(i));
        if (!watches(name)) scopes_.push_back({std::u16string(name), &declaration, depth_, {}});
    }
}

}  // namespace wetbode::validation
