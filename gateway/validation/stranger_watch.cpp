// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/stranger_watch.hpp"

#include <xercesc/util/XMLString.hpp>
#include <xercesc/util/XMLUni.hpp>

namespace wetbode::validation {

namespace xc = xercesc;

bool StrangerWatch::begin(xc::XMLElementDecl const& declaration, xc::RefVectorOf<xc::XMLAttr> const& attributes,
                          XMLSize_t attribute_count) {
    if (!declaration.isDeclared()) meet(declaration);
    for (XMLSize_t i = 0; i < attribute_count; ++i) {
        auto const& attribute = *attributes.elementAt(i);
        bool const has_prefix = attribute.getPrefix() != nullptr && *attribute.getPrefix() != 0;
        if (!xc::XMLString::equals(has_prefix ? attribute.getPrefix() : attribute.getName(),
                                   xc::XMLUni::fgXMLNSString))
            continue;
        if (has_prefix) meet(prefixes_, attribute.getName());
        meet(namespaces_, attribute.getValue());
    }
    return count_ <= strangers_max;
}

void StrangerWatch::meet(xc::XMLElementDecl const& unknown) {
    auto const number = static_cast<std::size_t>(unknown.getId());
    if (number >= elements_.size()) elements_.resize(number + 1);
    if (elements_[number]) return;
    elements_[number] = true;
    ++count_;
}

}  // namespace wetbode::validation
