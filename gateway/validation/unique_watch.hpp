// SPDX-License-Identifier: EUPL-1.2
// Uniqueness of identifiers in one pass and little memory. Xerces keeps a matcher per open element and a record per
// value for every `xs:unique`: half of its time and hundreds of megabytes on a large document. Where a schema uses only
// the simple form (selector ".//*", one attribute of a text type), a KeySet per document gives the same verdict: inside
// the outermost element that declares it, everything is unique, so inner ones need no set of their own. Private to
// listener.cpp and xsd.cpp. One object per pass.
#pragma once

#include "gateway/validation/key_set.hpp"

#include <xercesc/framework/XMLAttr.hpp>
#include <xercesc/framework/XMLElementDecl.hpp>
#include <xercesc/framework/XMLGrammarPool.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::validation {

/// True if the schema's identity constraints are all of the simple form, so that UniqueWatch may judge in Xerces'
/// place.
[[nodiscard]] bool only_simple_constraints(xercesc::XMLGrammarPool const& pool);

class UniqueWatch {
public:
    struct Duplicate {
        std::string attribute;
        std::string scope;  ///< the element that demands uniqueness
    };

    /// Hears of an element that begins; tells of the first attribute whose value is not unique.
    [[nodiscard]] std::optional<Duplicate> begin(xercesc::XMLElementDecl const& declaration,
                                                 xercesc::RefVectorOf<xercesc::XMLAttr> const& attributes,
                                                 XMLSize_t attribute_count);
    void end();
    /// The schema demands that values of this attribute differ here: they name elements.
    [[nodiscard]] bool watches(std::u16string_view attribute) const;

private:
    struct Scope {
        std::u16string attribute;
        xercesc::XMLElementDecl const* owner;
        std::size_t depth;
        KeySet seen;
    };

    void open_scopes(xercesc::XMLElementDecl const& declaration);

    std::vector<Scope> scopes_;
    std::size_t depth_ = 0;
    std::size_t blind_from_ = 0;  ///< depth of the undeclared element that we are in; 0 = none
};

}  // namespace wetbode::validation
