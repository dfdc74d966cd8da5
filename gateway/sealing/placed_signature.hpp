// SPDX-License-Identifier: EUPL-1.2
// Reads a seal of this house again, with the places in it: one pass through the XML door over a document (or the
// signatures of a container) gives the canonical octets of the parts, the canonical octets of the document around it,
// and the offset where further unsigned properties belong. Strict: an element that our writer never writes makes the
// signature `odd`. Checking seals of others is the work of gateway/verification. One document per object, one thread.
#pragma once

#include "gateway/sealing/evidence.hpp"
#include "gateway/sealing/xades.hpp"
#include "gateway/text.hpp"
#include "gateway/xml/canonical.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct PlacedReference {
    std::string uri;
    std::string type;
    std::vector<std::string> transforms;
    std::string digest_method;
    std::string digest;  ///< base 64
};

struct PlacedSignature {
    SignatureParts parts;
    std::vector<UnsignedProperty> properties;
    std::vector<PlacedReference> references;
    std::string canonicalization;
    std::string algorithm;
    std::string value;                      ///< base 64
    std::vector<std::string> certificates;  ///< base 64
    std::string target;
    std::string properties_id;
    std::string signing_time;
    std::string certificate_method;
    std::string certificate_digest;  ///< base 64
    std::uint64_t further_at = 0;    ///< where a further unsigned property belongs
    bool has_unsigned = false;       ///< else what is put there brings xades:UnsignedProperties with it
    int count = 0;                   ///< ds:Signature elements in the document
    bool odd = false;                ///< not of the form that our writer gives
};

enum class Holder {
    container,  ///< asic:XAdESSignatures around the signature
    document    ///< the signature is a child of the root
};

class SealReader final : public xml::Sink {
public:
    /// `around`: hears the canonical octets of the document without the signature. Parts above 32 MiB make it odd.
    SealReader(Holder holder, xml::CanonicalWriter::Out around);

    void begin(xml::Whereabouts const& whereabouts) override { where_ = &whereabouts; }
    void start_element(xml::Element const& element) override;
    void end_element(std::string_view local, std::string_view prefix, std::string_view uri) override;
    void characters(std::string_view text) override;
    void processing_instruction(std::string_view target, std::string_view data) override;
    void comment(std::string_view text) override;
    /// Call it once after the pass.
    void finish() { around_.finish(); }

    [[nodiscard]] PlacedSignature const& signature() const { return signature_; }

private:
    void start_inside(xml::Element const& element);
    void note_attributes(xml::Element const& element);
    void begin_part();
    void end_part();
    void end_leaf();
    void once(std::string& field);
    [[nodiscard]] bool inside() const { return !path_.empty(); }

    Holder holder_;
    xml::CanonicalWriter around_;
    xml::Whereabouts const* where_ = nullptr;
    PlacedSignature signature_;
    std::string path_;                ///< "ds:Signature/ds:SignedInfo" while inside the signature
    std::vector<std::size_t> steps_;  ///< length of path_ before each open element of the signature
    std::size_t depth_ = 0;           ///< open elements outside of it
    int holders_ = 0;                 ///< elements whose only use is to hold the unsigned properties
    std::string text_;
    std::optional<xml::CanonicalWriter> part_;
    std::string* part_octets_ = nullptr;
    std::uint64_t part_bytes_ = 0;
};

/// What is wrong with a seal that should be ours and hold; nothing if it is and does. `own`: DER of the certificates that
/// count as ours. What the references say of files is for the caller. Pure.
[[nodiscard]] std::optional<Text> fault_in(PlacedSignature const& signature, std::vector<std::string> const& own);

}  // namespace wetbode
