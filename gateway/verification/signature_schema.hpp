// SPDX-License-Identifier: EUPL-1.2
// What may stand within ds:Signature, as the schemas of XML Signature and XAdES have it. The signature leaves itself
// out of what it covers, so whatever else stands in it was signed by nobody, though a reader may show it. One document
// per object, one thread.
#pragma once

#include "gateway/text.hpp"
#include "gateway/xml/door.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode {

/// Ends the pass: the form is wrong.
struct Malformed {
    Text why;
};

struct SchemaRow;

/// Hears what is within one ds:Signature after another, and throws Malformed, with the line, at the first thing that
/// the schemas do not have at its place: an element, an attribute, text, an instruction. What they leave open to others
/// is let through only where it is signed. The order and the number of elements are for others to check.
class SchemaWatch {
public:
    /// A ds:Signature begins.
    void begin(xml::Element const& signature);
    void start(xml::Element const& element);
    /// Text outside of a signature is not for here.
    void text(std::string_view piece);
    [[noreturn]] void instruction(std::string_view target) const;
    void end();
    /// What the names in ds:KeyInfo say, of the signature that has ended.
    [[nodiscard]] std::vector<std::string> take_key_names() { return std::move(key_names_); }
    /// Throws Malformed for an attribute that neither a signature nor a file of signatures has.
    static void check_attributes(xml::Element const& element);

private:
    void enter(xml::Element const& element, SchemaRow const& row);

    struct Open {
        SchemaRow const* row;
        std::int64_t line;
        std::uint64_t octets;  ///< of text, so far
    };
    std::vector<Open> open_;  ///< the signature and what is open in it
    std::vector<std::string> key_names_;
};

}  // namespace wetbode
