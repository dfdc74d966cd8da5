// SPDX-License-Identifier: EUPL-1.2
// Trust lists (ETSI TS 119 612): which services a Member State vouches for, since when and until when, as anchors. The
// list must be signed by somebody who is pinned, and not be past its next update. Pure but for reading; any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/text.hpp"
#include "gateway/time.hpp"
#include "gateway/verification/trust.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

inline constexpr std::uint64_t trust_list_bytes_max = 32ULL << 20U;  ///< the largest today: 5 MiB

/// Another list that this one names: so does the European list of lists with those of the Member States.
struct TrustListPointer {
    std::string location;                   ///< URL
    std::string territory;                  ///< "BE"
    std::string media_type;                 ///< "application/vnd.etsi.tsl+xml"
    std::vector<std::string> certificates;  ///< DER: whoever signs that list has one of these
};

struct TrustList {
    std::string territory;
    std::string sequence;
    std::optional<Instant> issued;
    std::optional<Instant> next_update;  ///< empty: the list is closed
    /// CA/QC and NationalRootCA-QC for signatures, TSA and TSA/QTST for time. A service that was granted, withdrawn and
    /// granted again gives an anchor for each time that it was granted. Other services are left out.
    TrustAnchors anchors;
    std::vector<TrustListPointer> pointers;
};

/// What the list says; nothing is believed yet. The Text names what is wrong with its form: no trust list, more than
/// 20 000 services or 200 pointers.
[[nodiscard]] tl::expected<TrustList, Text> read_trust_list(Content const& document);

/// The same of a list that is believed: its signature covers it whole, its signer is one of `signers` (DER), and it is
/// not past its next update. A closed list is not believed.
[[nodiscard]] tl::expected<TrustList, Text> accepted_trust_list(Content const& document,
                                                                std::vector<std::string> const& signers, Instant now);

}  // namespace wetbode
