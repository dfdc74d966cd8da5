// SPDX-License-Identifier: EUPL-1.2
// A limit on names that the schema does not know: elements in foreign content, prefixes, namespaces. Xerces keeps each
// of them for as long as its scanner lives, and looks unknown elements up in 29 rows, whatever their number: without a
// limit, 30 000 of them take more than a second and 100 000 (3 MB of document) more than a minute. Private to
// listener.cpp. One object per pass.
#pragma once

#include "gateway/validation/key_set.hpp"

#include <xercesc/framework/XMLAttr.hpp>
#include <xercesc/framework/XMLElementDecl.hpp>

#include <cstddef>
#include <vector>

namespace wetbode::validation {

class StrangerWatch {
public:
    /// Different ones in a document (real documents: at most 40).
    static constexpr std::size_t strangers_max = 10'000;

    /// Hears of an element that begins; false if the document goes beyond the limit with it.
    [[nodiscard]] bool begin(xercesc::XMLElementDecl const& declaration,
                             xercesc::RefVectorOf<xercesc::XMLAttr> const& attributes, XMLSize_t attribute_count);
    [[nodiscard]] std::size_t count() const { return count_; }

private:
    void meet(xercesc::XMLElementDecl const& unknown);
    void meet(KeySet& met, XMLCh const* text) { count_ += met.insert(text) ? 1U : 0U; }

    std::vector<bool> elements_;  ///< by the number that the scanner gave them
    KeySet prefixes_;
    KeySet namespaces_;
    std::size_t count_ = 0;
};

}  // namespace wetbode::validation
