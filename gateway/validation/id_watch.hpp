// SPDX-License-Identifier: EUPL-1.2
// Uniqueness of `xs:ID` in little memory. Xerces keeps a record of some 150 bytes for each identifier; here they move,
// as soon as Xerces has judged its form, from its table into a KeySet, which finds the same duplicates. Only attributes
// can be followed that way: a document whose table holds anything else (references, or an identifier as content of an
// element, which takes an `xsi:type`) must be judged again by Xerces alone. Private to listener.cpp. One object per
// pass.
#pragma once

#include "gateway/validation/key_set.hpp"

#include <xercesc/framework/ValidationContext.hpp>
#include <xercesc/framework/XMLAttr.hpp>

#include <string>

namespace wetbode::validation {

/// Thrown through the parser, which allows that.
struct IdsElsewhere {};

class IdWatch {
public:
    /// The table of a pass that begins; it outlives the pass.
    void watch(xercesc::ValidationContext* context) { context_ = context; }

    /// Hears of an element whose attributes were judged; Xerces' message about an identifier that was there already, or
    /// nothing. Throws IdsElsewhere.
    [[nodiscard]] std::string begin(xercesc::RefVectorOf<xercesc::XMLAttr> const& attributes,
                                    XMLSize_t attribute_count) {
        if (context_ == nullptr || context_->getIdRefList()->isEmpty()) return {};
        return take_over(*context_->getIdRefList(), attributes, attribute_count);
    }
    /// Hears of an element whose content was judged. Throws IdsElsewhere.
    void end() const {
        if (context_ != nullptr && !context_->getIdRefList()->isEmpty()) throw IdsElsewhere{};
    }

private:
    [[nodiscard]] std::string take_over(xercesc::RefHashTableOf<xercesc::XMLRefInfo>& table,
                                        xercesc::RefVectorOf<xercesc::XMLAttr> const& attributes,
                                        XMLSize_t attribute_count);

    xercesc::ValidationContext* context_ = nullptr;  ///< empty: Xerces judges
    KeySet seen_;
};

}  // namespace wetbode::validation
