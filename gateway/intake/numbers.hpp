// SPDX-License-Identifier: EUPL-1.2
// Check digits of Belgian identification numbers and a few other spellings that the rules of intake ask for. Pure.
#pragma once

#include "gateway/piece.hpp"

#include <string_view>

namespace wetbode {

/// National number, or bis number, of a person: 11 digits, the last two are 97 minus the rest modulo 97, where a birth
/// since 2000 puts a 2 before the first nine (royal decree of 25 November 1997). Syntax only: nobody need bear it.
[[nodiscard]] bool is_citizen_number(std::string_view text);

/// Enterprise number of the KBO: 10 digits, the first is 0 or 1, the last two are 97 minus the rest modulo 97.
[[nodiscard]] bool is_enterprise_number(std::string_view text);

/// type/subtype with optional parameters (RFC 6838 section 4.2).
[[nodiscard]] bool is_media_type(std::string_view text);

/// application/xml, text/xml and everything that ends in +xml (RFC 7303).
[[nodiscard]] bool is_xml_media_type(std::string_view text);

/// Is it read as XML: by its media type, or because the manifest names the type of document that it is?
[[nodiscard]] bool is_xml(Rendition const& file);

}  // namespace wetbode
