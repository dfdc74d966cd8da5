// SPDX-License-Identifier: EUPL-1.2
// What makes a PDF of cairo a PDF/A-2b (ISO 19005-2): metadata that say so, and what its colours mean. Pure; any
// thread.
#pragma once

#include <string>

namespace wetbode::letter {

/// Document information in both its forms, equal as the standard wants: `info` of the trailer and this packet.
struct DocumentFacts {
    std::string title;
    std::string creator;
    std::string producer;
    std::string created;  ///< "2026-11-23T12:00:00Z"; empty: not told
};

/// XMP packet (ISO 16684-1) with the identification of PDF/A-2b.
[[nodiscard]] std::string xmp_packet(DocumentFacts const& facts);

/// ICC profile (version 2.1) with the primaries of sRGB and gamma 2.2: the output intent. cairo writes even black as
/// red, green and blue.
[[nodiscard]] std::string colour_profile();

}  // namespace wetbode::letter
