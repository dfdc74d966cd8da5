// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/completion.hpp"

#include "gateway/refusal.hpp"

#include <xercesc/util/XMLException.hpp>
#include <xercesc/validators/datatype/DatatypeValidatorFactory.hpp>
#include <xercesc/validators/schema/ComplexTypeInfo.hpp>
#include <xercesc/validators/schema/SchemaElementDecl.hpp>
#include <xercesc/validators/schema/SchemaGrammar.hpp>

namespace wetbode::validation {

namespace {

namespace xc = xercesc;

template <class Declaration>
void complete_content(Declaration& declaration) {
    ignore(declaration.getContentModel(), "it is kept where it was made");
    ignore(declaration.getFormattedContentModel(), "the same");
}

/// A pattern is compiled when the first value is looked at, whatever the verdict.
void complete_patterns(xc::DVHashTable* types) {
    if (types == nullptr) return;
    xc::RefHashTableOfEnumerator<xc::DatatypeValidator> all(types);
    while (all.hasMoreElements()) {
        auto& type = all.nextElement();
        using enum xc::DatatypeValidator::ValidatorType;
        auto const kind = type.getType();
        // These look into the document around the value, and have no patterns of their own.
        if (kind == QName || kind == NOTATION || kind == ENTITY || kind == ID || kind == IDREF) continue;
        try {
            type.validate(u"1");
        } catch (xc::XMLException const&) {
            // Not a value of this type: that was not the question.
        }
    }
}

}  // namespace

void complete(xc::XMLGrammarPool& pool) {
    complete_patterns(xc::DatatypeValidatorFactory::getBuiltInRegistry());
    auto grammars = pool.getGrammarEnumerator();
    while (grammars.hasMoreElements()) {
        auto& grammar = grammars.nextElement();
        if (grammar.getGrammarType() != xc::Grammar::SchemaGrammarType) continue;
        auto& schema = static_cast<xc::SchemaGrammar&>(grammar);
        auto elements = schema.getElemEnumerator();
        while (elements.hasMoreElements()) {
            auto& element = elements.nextElement();
            if (element.getComplexTypeInfo() != nullptr) complete_content(element);
        }
        if (auto* const types = schema.getComplexTypeRegistry()) {
            xc::RefHashTableOfEnumerator<xc::ComplexTypeInfo> all(types);
            while (all.hasMoreElements()) {
                auto& type = all.nextElement();
                complete_content(type);
                ignore(type.getAttDefList(), "the same");
            }
        }
        if (auto* const registry = schema.getDatatypeRegistry()) complete_patterns(registry->getUserDefinedRegistry());
    }
}

}  // namespace wetbode::validation
