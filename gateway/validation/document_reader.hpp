// SPDX-License-Identifier: EUPL-1.2
// Reads documents against shared grammars with Xerces' scanner, without the SAX2 layer above it: that would make each
// event twice and hides the table of identifiers, see id_watch.hpp. Private to xsd.cpp. One thread at a time.
#pragma once

#include "gateway/content.hpp"
#include "gateway/validation/listener.hpp"
#include "gateway/validation/pool_view.hpp"

#include <xercesc/framework/XMLErrorReporter.hpp>
#include <xercesc/internal/IGXMLScanner.hpp>
#include <xercesc/validators/common/GrammarResolver.hpp>

#include <cstdint>

namespace wetbode::validation {

[[nodiscard]] Source source_of(XMLCh const* domain);

class DocumentReader final : private xercesc::XMLErrorReporter {
public:
    DocumentReader(SharedGrammars const& shared, Listener::Uniqueness uniqueness);

    /// Tells the listener everything. A document with a DOCTYPE, which the XML door refuses, is malformed here too, and
    /// nothing beside the document is ever opened. Whatever the listener throws goes on: do not use the reader again.
    void read(Content const& document, Listener& listener);

    /// A scanner remembers each prefix, namespace and unknown name, and per depth the longest row of children, of all
    /// documents that it has read. Replace it then: making one is cheap beside reading that much, and nobody pays for
    /// the names of another's document.
    [[nodiscard]] bool worn_out() const { return bytes_ >= 1U << 20U || strangers_ >= 1'000; }

private:
    void error(unsigned int code, XMLCh const* domain, ErrTypes type, XMLCh const* text, XMLCh const* system_id,
               XMLCh const* public_id, XMLFileLoc line, XMLFileLoc column) override;
    void resetErrors() override {}

    PoolView pool_;
    xercesc::GrammarResolver resolver_;
    xercesc::IGXMLScanner scanner_;
    Listener* listener_ = nullptr;  ///< during read()
    std::uint64_t bytes_ = 0;    ///< read so far
    std::size_t strangers_ = 0;  ///< names learned from documents so far, at most
};

}  // namespace wetbode::validation
