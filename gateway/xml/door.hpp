// SPDX-License-Identifier: EUPL-1.2
// The only place where XML from outside meets a parser. A hardened libxml2 SAX2 pass: no DOCTYPE of any kind, no
// network, no entity but the five predefined ones and character references, UTF-8 checked, and a limit on everything.
// Whoever needs what is in the document hangs a Sink into the pass. Any thread; one pass at a time per Sink.
#pragma once

#include "gateway/content.hpp"
#include "gateway/refusal.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace wetbode::xml {

struct Limits {
    std::uint64_t bytes_max = 512ULL << 20U;         ///< whole document
    int depth_max = 256;                             ///< open elements (real documents: at most 33)
    int attributes_max = 256;                        ///< per element, namespace declarations included (real: 10)
    int namespaces_max = 512;                        ///< declared by all open elements together (real: 20)
    std::uint64_t elements_max = 5'000'000;          ///< in the document (real: one per 100 bytes)
    std::uint64_t attribute_bytes_max = 1ULL << 20U; ///< value of one attribute
    std::uint64_t name_bytes_max = 1024;             ///< a name
    std::uint64_t references_max = 10'000'000;       ///< character and predefined entity references in the document
    std::uint64_t text_bytes_max = 16ULL << 20U;     ///< one uninterrupted text, comment or processing instruction
};

struct Position {
    std::int64_t line = 1;    ///< from 1
    std::int64_t column = 1;  ///< from 1, in characters as far as the parser tells
};

struct Attribute {
    std::string_view local;
    std::string_view prefix;
    std::string_view uri;
    std::string_view value;  ///< normalised as XML 1.0 section 3.3.3 says, references resolved
};

struct NamespaceDeclaration {
    std::string_view prefix;  ///< empty = default namespace
    std::string_view uri;
};

/// Valid during the call only.
struct Element {
    std::string_view local;
    std::string_view prefix;
    std::string_view uri;
    std::span<NamespaceDeclaration const> namespaces;  ///< declared on this element
    std::span<Attribute const> attributes;
    Position position;
};

/// Where a pass is, in octets of the document as it stands (a byte order mark counts): for whoever puts something into
/// a document without touching the rest. Offsets come from the parser, never from a search for text.
class Whereabouts {
public:
    virtual ~Whereabouts() = default;
    /// During end_element(): the offset behind the end tag (or the empty-element tag) of that element.
    [[nodiscard]] virtual std::uint64_t behind_element() const = 0;
    /// During end_element() of the root: where its end tag begins. Empty if the root is an empty-element tag, or if the
    /// parser and the gate in front of it do not agree on where it ends.
    [[nodiscard]] virtual std::optional<std::uint64_t> root_end_tag() const = 0;
};

/// Hears the events of one pass, in document order. A Sink may throw; the pass ends and the exception goes on.
class Sink {
public:
    virtual ~Sink() = default;
    /// Before the first event. Whoever wants to know where things stand keeps the reference until the pass has ended.
    virtual void begin(Whereabouts const&) {}
    virtual void start_element(Element const&) {}
    virtual void end_element(std::string_view /*local*/, std::string_view /*prefix*/, std::string_view /*uri*/) {}
    virtual void characters(std::string_view) {}
    virtual void processing_instruction(std::string_view /*target*/, std::string_view /*data*/) {}
    virtual void comment(std::string_view) {}
};

/// Reads the whole document once and tells every sink what is in it. The Fault names the first thing that the door
/// does not let in, with line and column: XML.MALFORMED, XML.DOCTYPE, XML.ENCODING, XML.TOO_DEEP,
/// XML.TOO_MANY_ATTRIBUTES, XML.TOO_MANY_NAMESPACES, XML.TOO_MANY_ELEMENTS, XML.TOO_LARGE,
/// XML.VALUE_TOO_LONG, XML.TOO_MANY_REFERENCES, XML.EMPTY.
[[nodiscard]] tl::expected<void, Fault> read(Content const& document, Limits const& limits,
                                             std::span<Sink* const> sinks);
/// The same through a reader of the caller, who thus sees the octets too and answers for them. A document that is too
/// large is read up to the limit.
[[nodiscard]] tl::expected<void, Fault> read(ContentReader& reader, Limits const& limits,
                                             std::span<Sink* const> sinks);

}  // namespace wetbode::xml
