// SPDX-License-Identifier: EUPL-1.2
// What a document must be to carry its seal inside it, and where the seal goes: one pass through the XML door that also
// makes the canonical octets. Pure but for reading; any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/refusal.hpp"
#include "gateway/xml/canonical.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace wetbode {

/// Where the end tag of the root begins in the document, which `reader` has opened. `around` hears the exclusive
/// canonical octets of the whole document. The Fault is one of the door (XML.ENCODING also says that a container takes
/// any encoding), or
/// SEAL.SIGNED: there is a ds:Signature in it already, which an enveloped one beside it would break or hide;
/// SEAL.ID: an Id in it begins with `id`, which is to be that of the seal;
/// SEAL.NAMESPACE: a namespace name is relative, which has no canonical form (Canonical XML 1.0 section 1.3), or holds
/// characters whose canonical form programs do not agree on; or only a value uses its prefix, so that the digest would
/// not cover what the value means (unwritten_prefixes.hpp);
/// SEAL.ROOT: the root is an empty-element tag.
[[nodiscard]] tl::expected<std::uint64_t, Fault> place_of_seal(ContentReader& reader, std::string_view id,
                                                               xml::CanonicalWriter::Out around);

}  // namespace wetbode
