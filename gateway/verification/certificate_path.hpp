// SPDX-License-Identifier: EUPL-1.2
// Judges the path of one certificate to an anchor and what is known of revocations on it: for signers and for time
// authorities alike. Not thread safe; one per document.
#pragma once

#include "gateway/verification/judgement.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wetbode {

struct PathQuestion {
    std::string certificate;  ///< DER
    TrustUse use = TrustUse::signatures;
    std::optional<Instant> existed_at;  ///< what the key made is proven to have existed then
    std::optional<Instant> made_at;     ///< when it says that it was made; held against it
    /// Values that were good at `made_at` are enough: a token says its time itself, a signer only claims it.
    bool good_when_made = false;
};

struct PathAnswer {
    Findings findings;
    Findings warnings;
    std::string trusted_by;
};

class PathJudge {
public:
    /// `certificates`: of the whole document; `values`: all of them. References must outlive this.
    PathJudge(std::vector<std::string> certificates, RevocationValues values, TrustAnchors const& anchors,
              JudgementPolicy const& policy, Instant now);

    /// What is known of revocations is proven to be as old as `at`; at first only as old as `now`.
    void revocation_existed_at(Instant at) { material_at_ = at; }

    [[nodiscard]] PathAnswer judge(PathQuestion const& question);

    /// The document itself holds an answer about this certificate.
    [[nodiscard]] bool has_revocation_of(std::string const& certificate, Instant at) const;

private:
    [[nodiscard]] std::vector<TrustAnchor const*> candidates(std::string const& certificate, TrustUse use,
                                                             Instant at) const;
    void judge_revocation(std::vector<std::string> const& chain, TrustAnchor const& anchor,
                          PathQuestion const& question, PathAnswer& answer);
    void fetch_for(std::string const& certificate, std::string const& issuer, PathQuestion const& question,
                   PathAnswer& answer);
    [[nodiscard]] RevocationAnswer asked(std::string const& certificate, std::string const& issuer,
                                         PathQuestion const& question) const;
    void tell_revoked(RevocationAnswer const& revocation, bool is_leaf, PathQuestion const& question,
                      PathAnswer& answer) const;

    [[nodiscard]] TrustAnchor const* lost_status_on(std::vector<std::string> const& chain, TrustUse use,
                                                    Instant at) const;

    std::vector<std::string> certificates_;
    RevocationValues values_;                  ///< of the document
    std::optional<RevocationValues> fetched_;  ///< those and what was asked for, if anything was
    TrustAnchors const& anchors_;
    JudgementPolicy const& policy_;
    Instant now_;
    Instant material_at_;
};

}  // namespace wetbode
