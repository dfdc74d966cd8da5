// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/id_watch.hpp"

#include "gateway/validation/listener.hpp"

#include <xercesc/framework/XMLRefInfo.hpp>
#include <xercesc/validators/datatype/InvalidDatatypeValueException.hpp>

namespace wetbode::validation {

namespace xc = xercesc;

std::string IdWatch::take_over(xc::RefHashTableOf<xc::XMLRefInfo>& table,
                               xc::RefVectorOf<xc::XMLAttr> const& attributes, XMLSize_t attribute_count) {
    std::string message;
    for (XMLSize_t i = 0; i < attribute_count; ++i) {
        auto const* const value = attributes.elementAt(i)->getValue();
        auto const* const entry = table.get(value);
        if (entry == nullptr || entry->getUsed() || !entry->getDeclared()) continue;
        table.removeKey(value);
        if (seen_.insert(value) || !message.empty()) continue;
        // In the words of Xerces, whose place we take here.
        xc::InvalidDatatypeValueException const told(__FILE__, __LINE__, xc::XMLExcepts::VALUE_ID_Not_Unique, value,
                                                     nullptr, nullptr, nullptr, xc::XMLPlatformUtils::fgMemoryManager);
        message = to_utf8(told.getMessage());
    }
    if (!table.isEmpty()) throw IdsElsewhere{};
    return message;
}

}  // namespace wetbode::validation
