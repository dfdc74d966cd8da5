// SPDX-License-Identifier: EUPL-1.2
// Whom a verification trusts: authorities from a folder of certificates and from trust lists. Values only.
#pragma once

#include "gateway/time.hpp"

#include <memory>
#include <optional>
#include <string>
#include <utility>
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

/// Anchors that many verifications share: a copy costs a pointer. Immutable; thread safe.
class SharedAnchors {
public:
    SharedAnchors() = default;
    // Implicit both ways: it stands wherever anchors do.
    SharedAnchors(TrustAnchors anchors)  // NOLINT(google-explicit-constructor)
        : anchors_(std::make_shared<TrustAnchors const>(std::move(anchors))) {}
    /// `anchors` must not be null.
    explicit SharedAnchors(std::shared_ptr<TrustAnchors const> anchors) : anchors_(std::move(anchors)) {}

    [[nodiscard]] TrustAnchors const& list() const { return *anchors_; }
    operator TrustAnchors const&() const { return *anchors_; }  // NOLINT(google-explicit-constructor)

private:
    std::shared_ptr<TrustAnchors const> anchors_ = std::make_shared<TrustAnchors const>();
};

}  // namespace wetbode
