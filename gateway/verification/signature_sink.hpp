// SPDX-License-Identifier: EUPL-1.2
// Hears one pass through the door and picks up the signatures that stand directly below the root element. One
// document per object, one thread.
#pragma once

#include "gateway/verification/signature_parts.hpp"
#include "gateway/verification/signature_reader.hpp"
#include "gateway/verification/signature_schema.hpp"
#include "gateway/xml/canonical.hpp"
#include "gateway/xml/door.hpp"

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

class SignatureSink final : public xml::Sink {
public:
    enum class Place {
        container,  ///< asic:XAdESSignatures holds signatures and nothing else
        document    ///< beside other children of the root
    };

    explicit SignatureSink(Place place) : place_(place) {}

    void start_element(xml::Element const& element) override;
    void end_element(std::string_view local, std::string_view prefix, std::string_view uri) override;
    void characters(std::string_view text) override;
    void processing_instruction(std::string_view target, std::string_view data) override;

    /// Throws Malformed if an Id of the document comes twice.
    [[nodiscard]] std::vector<ReadSignature> take();

private:
    using Part = signature_parts::Part;

    void note_ids(xml::Element const& element);
    void look_outside(xml::Element const& element);
    void check_beside(std::string_view text) const;
    [[noreturn]] static void alien_beside();
    void begin(xml::Element const& element);
    void check_other(xml::Element const& element) const;
    bool begin_unsigned(xml::Element const& element);
    void begin_value(xml::Element const& element, ReadProperty& property);
    void count(Part part);
    void forget(std::initializer_list<Part> parts);
    void take(Part part, xml::Element const& element, ReadSignature& signature);
    void write_to(std::string& octets);
    void check_complete() const;

    Place place_;
    std::size_t depth_ = 0;      ///< open elements
    bool inside_ = false;        ///< a signature
    SchemaWatch schema_;         ///< of the signature at hand
    std::string path_;           ///< below the signature at hand
    std::vector<std::size_t> lengths_;
    std::vector<std::uint64_t> ids_;        ///< their hashes: a document may hold millions
    std::set<std::uint64_t> own_ids_;       ///< of them, those within signatures
    std::vector<std::uint64_t> other_ids_;  ///< what only some readers take for an Id
    std::set<Part> seen_;
    std::vector<ReadSignature> signatures_;
    std::optional<xml::CanonicalWriter> writer_;
    std::string* text_ = nullptr;  ///< where the text of the element at hand goes
    std::uint64_t kept_ = 0;       ///< octets kept of the document's signatures
};

}  // namespace wetbode
