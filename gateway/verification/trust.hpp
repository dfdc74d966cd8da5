// SPDX-License-Identifier: EUPL-1.2
// Whom a verification trusts: authorities from a folder of certificates and from trust lists. Values only.
#pragma once

#include "gateway/time.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wetbode {

enum class TrustUse {
    any,         ///< a certificate from the folder
    signatures,  ///< trust list: CA/QC, NationalRootCA-QC
    time         ///< trust list: TSA, TSA/QTST
};

/// One authority. It is trusted by itself, root or not.
struct TrustAnchor {
    std::string certificate;  ///< DER
    std::string name;         ///< file name, or trust list and service: what SignatureReport::trusted_by tells
    TrustUse use = TrustUse::any;
    bool no_revocation = false;  ///< its certificates that name no revocation service need no answer of one
    std::optional<Instant> granted_from;   ///< trust list: trusted for what was signed from then on
    std::optional<Instant> granted_until;  ///< trust list: not for what was signed from then on (withdrawn)
    std::string subject;  ///< RFC 2253; filled in by whoever reads the anchor
};

using TrustAnchors = std::vector<TrustAnchor>;

}  // namespace wetbode
