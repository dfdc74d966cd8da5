// SPDX-License-Identifier: EUPL-1.2
// Seal of a transmission (Dutch: verzegeling): an ASiC-E container (ETSI EN 319 162-1) with a XAdES signature, and how
// it gets its proof of time.
#pragma once

#include "gateway/content.hpp"
#include "gateway/submission.hpp"
#include "gateway/time.hpp"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
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
    std::string level;        ///< "XAdES-B-B", once raised "XAdES-B-T", "XAdES-B-LT" or "XAdES-B-LTA"
    std::string certificate;  ///< SHA-256 of the signing certificate (DER), hexadecimal
    Instant signed_at;
    std::vector<MadeRendition> made;
    std::optional<Instant> stamped_at = {};  ///< genTime of the signature's time stamp (RFC 3161); raised seals only
    std::string authority = {};              ///< who gave that stamp: its name in the settings
};

/// How a seal gets its proof of time. A time stamp inside the signature (ETSI EN 319 132-1, levels B-T and above) must
/// cover that one signature, so it costs a token per seal: `act`. One token can stand for many seals only beside them,
/// in an evidence record (RFC 4998) for each: `batch`.
enum class TimeMode { none, act, batch };

inline constexpr std::array<std::pair<TimeMode, std::string_view>, 3> time_mode_names{
    {{TimeMode::none, "none"}, {TimeMode::act, "act"}, {TimeMode::batch, "batch"}}};

[[nodiscard]] constexpr std::string_view name_of(TimeMode mode) {
    return time_mode_names.at(static_cast<std::size_t>(mode)).second;
}
[[nodiscard]] constexpr std::optional<TimeMode> time_mode_from(std::string_view name) {
    for (auto const& [mode, spelling] : time_mode_names)
        if (spelling == name) return mode;
    return std::nullopt;
}

/// Proof that a container existed at `at`: a path of hashes from its digest to one that a time authority stamped.
struct EvidenceRecordContent {
    Content record;         ///< EvidenceRecord of RFC 4998, DER
    Instant at;             ///< genTime of the token inside
    std::string authority;  ///< who gave the token: its name in the settings
};

}  // namespace wetbode
