// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/path.hpp"

#include "gateway/crypto/certificate.hpp"

#include <algorithm>

namespace wetbode {

namespace {

constexpr std::size_t path_length_max = 10;

/// A certificate that may be an issuer, read once: reading keys is what takes the time.
struct Candidate {
    std::string const* certificate;
    CertificateFacts facts;
};

std::vector<Candidate> candidates_in(std::vector<std::string> const& pool) {
    std::vector<Candidate> candidates;
    for (auto const& certificate : pool) {
        auto const same = [&](Candidate const& one) { return *one.certificate == certificate; };
        if (std::ranges::any_of(candidates, same)) continue;
        if (auto facts = facts_of_certificate(certificate)) candidates.push_back({&certificate, std::move(*facts)});
    }
    return candidates;
}

/// Names repeat when an authority renews its key: the signature decides.
Candidate const* issuer_of(std::string const& certificate, std::string const& issuer_name,
                           std::vector<Candidate> const& candidates, Instant at) {
    for (auto const& candidate : candidates)
        if (candidate.facts.subject == issuer_name && chain_of(certificate, {}, {*candidate.certificate}, at).trusted)
            return &candidate;
    return nullptr;
}

}  // namespace

std::vector<std::string> path_of(std::string_view certificate, std::vector<std::string> const& pool, Instant at) {
    auto const first = facts_of_certificate(certificate);
    if (!first) return {};
    auto const candidates = candidates_in(pool);
    std::vector<std::string> path{std::string(certificate)};
    auto const* facts = &*first;
    while (path.size() < path_length_max && facts->subject != facts->issuer) {
        auto const* const issuer = issuer_of(path.back(), facts->issuer, candidates, at);
        if (issuer == nullptr) break;
        path.push_back(*issuer->certificate);
        facts = &issuer->facts;
    }
    return path;
}

}  // namespace wetbode
