// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/findings.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace wetbode {

namespace {

constexpr std::size_t findings_max = 200;

}  // namespace

void Findings::add(std::string code, std::string nl, std::string en) {
    SealFinding finding{std::move(code), {std::move(nl), std::move(en)}};
    bool const full = list.size() >= findings_max;
    // A full list still takes a new code, so that the verdict stays right.
    bool const known = std::any_of(list.begin(), list.end(), [&](SealFinding const& other) {
        return other.code == finding.code && (full || other.message == finding.message);
    });
    if (!known) list.push_back(std::move(finding));
}

void Findings::add(std::vector<SealFinding> const& others) {
    for (auto const& other : others) add(other.code, other.message.nl, other.message.en);
}

SealVerdict verdict_of(std::vector<SealFinding> const& findings) {
    constexpr std::array<std::string_view, 7> fatal{"FORMAT_FAILURE", "HASH_FAILURE", "SIG_CRYPTO_FAILURE",
                                                    "CRYPTO_CONSTRAINTS_FAILURE", "REVOKED", "EXPIRED",
                                                    "NOT_YET_VALID"};
    if (findings.empty()) return SealVerdict::passed;
    bool const failed = std::any_of(findings.begin(), findings.end(), [&](SealFinding const& finding) {
        return std::find(fatal.begin(), fatal.end(), finding.code) != fatal.end();
    });
    return failed ? SealVerdict::failed : SealVerdict::indeterminate;
}

char const* name_of(SealVerdict verdict) {
    switch (verdict) {
        case SealVerdict::passed: return "passed";
        case SealVerdict::indeterminate: return "indeterminate";
        case SealVerdict::failed: return "failed";
    }
    return "failed";
}

}  // namespace wetbode
