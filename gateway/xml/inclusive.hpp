// SPDX-License-Identifier: EUPL-1.2
// Canonical XML through libxml2's tree: the forms that signatures of others use and that our streaming writer
// (canonical.hpp) does not make. The slow path of a verifier: the whole document is held as a tree, so it has a limit
// of its own. Pure but for reading; any thread.
#pragma once

#include "gateway/xml/canonical.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::xml {

enum class CanonicalForm {
    inclusive_1_0,  ///< Canonical XML 1.0 (http://www.w3.org/TR/2001/REC-xml-c14n-20010315)
    inclusive_1_1,  ///< Canonical XML 1.1 (http://www.w3.org/2006/12/xml-c14n11)
    exclusive_1_0   ///< Exclusive XML Canonicalization 1.0 (http://www.w3.org/2001/10/xml-exc-c14n#)
};
enum class Comments { left_out, kept };

struct Method {
    CanonicalForm form = CanonicalForm::inclusive_1_0;
    Comments comments = Comments::left_out;
    std::vector<std::string> inclusive_prefixes;  ///< exclusive only: InclusiveNamespaces/@PrefixList; "#default"
};

/// The method that a URI of XML Signature names, without prefixes; empty for any other URI.
[[nodiscard]] std::optional<Method> canonical_method_from(std::string_view uri);

/// Longest document that is held as a tree; a tree takes some ten times as much memory.
inline constexpr std::uint64_t canonical_dom_bytes_max = 16ULL << 20U;

/// The canonical octets of one element of the document (the only one that matches), or of all of it if no field
/// of `subtree` is filled in; `omitted`, if one of its fields is filled in, is an element that is left out with all
/// that is in it (the enveloped signature). The document comes through the door first. A Fault is one of the door
/// (door.hpp; XML.TOO_LARGE above canonical_dom_bytes_max), or XML.CANONICAL: the element is not there, or comes more
/// than once (which one was meant is for nobody to guess), or libxml2 knows no canonical form (a relative namespace
/// name).
[[nodiscard]] tl::expected<std::string, Fault> canonical_dom(std::string_view document, Subtree const& subtree,
                                                             Method const& method);
[[nodiscard]] tl::expected<std::string, Fault> canonical_dom(Content const& document, Subtree const& subtree,
                                                             Method const& method);
[[nodiscard]] tl::expected<std::string, Fault> canonical_dom(std::string_view document, Subtree const& subtree,
                                                             Subtree const& omitted, Method const& method);

}  // namespace wetbode::xml
