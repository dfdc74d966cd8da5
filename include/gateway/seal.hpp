// SPDX-License-Identifier: EUPL-1.2
// Seal of a transmission (Dutch: verzegeling): an ASiC-E container (ETSI EN 319 162-1) with a XAdES signature.
#pragma once

#include "gateway/content.hpp"
#include "gateway/submission.hpp"
#include "gateway/time.hpp"

#include <map>
#include <string>
#include <vector>

namespace wetbode {

/// A rendition that the gateway itself made before sealing, e.g. the PDF of a letter.
struct MadeRendition {
    std::string name;
    std::string media_type;
    Content content;
};

struct Seal {
    Content container;
    std::string level;        ///< "XAdES-B-B"
    std::string certificate;  ///< SHA-256 of the signing certificate (DER), hexadecimal
    Instant signed_at;
    std::vector<MadeRendition> made;
};

}  // namespace wetbode
