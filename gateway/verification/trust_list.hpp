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
    int version = 0;  ///< TSLVersionIdentifier: 5 (TS 119 612 V2.1.1) or 6 (V2.3.1)
    std::string territory;
    std::uint64_t sequence = 0;  ///< TSLSequenceNumber: rises with every issue, never begins anew
    std::optional<Instant> issued;
    std::optional<Instant> next_update;  ///< empty: the list is closed
    std::size_t services = 0;            ///< of every type
    /// CA/QC and NationalRootCA-QC for signatures, TSA and TSA/QTST for time. A service that was granted, withdrawn and
    /// granted again gives an anchor for each time that it was granted; so does one that was of another type before.
    /// Left out: other services; services that are told by a name or a key identifier alone, without a certificate;
    /// authorities for web sites only (TS 119 612 section 5.5.9.4); whoever has a critical extension that is unknown.
    TrustAnchors anchors;
    std::vector<TrustListPointer> pointers;
    /// URLs of XML files in SchemeInformationURI, as they stand: in the European list of lists the lists by which its
    /// signers changed, the last one first.
    std::vector<std::string> pivots;
};

/// What the list says; nothing is believed yet. The Text names what is wrong with its form: no trust list, another
/// version than 5 and 6, no sequence number or date of issue, more than 20 000 services or 200 pointers.
[[nodiscard]] tl::expected<TrustList, Text> read_trust_list(Content const& document);

/// The same of a list whose signature covers it whole and whose signer is one of `signers` (DER), at `now`. It may be
/// closed or past its next update.
[[nodiscard]] tl::expected<TrustList, Text> signed_trust_list(Content const& document,
                                                              std::vector<std::string> const& signers, Instant now);

/// Why a list does not count at `now`: it is closed, or past its next update. Empty if it does.
[[nodiscard]] std::optional<Text> ended(TrustList const& list, Instant now);

/// A signed list that has not ended.
[[nodiscard]] tl::expected<TrustList, Text> accepted_trust_list(Content const& document,
                                                                std::vector<std::string> const& signers, Instant now);

}  // namespace wetbode
