// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/path.hpp"

#include "gateway/crypto/certificate.hpp"

namespace wetbode {

namespace {

constexpr std::size_t path_length_max = 10;

/// Names repeat when an authority renews its key: the signature decides.
std::string const* issuer_of(std::string const& certificate, std::string const& issuer_name,
                             std::vector<std::string> const& pool, Instant at) {
    for (auto const& candidate : pool) {
        auto const facts = facts_of_certificate(candidate);
        if (facts && facts->subject == issuer_name && chain_of(certificate, {}, {candidate}, at).trusted)
            return &candidate;
    }
    return nullptr;
}

}  // namespace

std::vector<std::string> path_of(std::string_view certificate, std::vector<std::string> const& pool, Instant at) {
    std::vector<std::string> path{std::string(certificate)};
    while (path.size() < path_length_max) {
        auto const facts = facts_of_certificate(path.back());
        if (!facts) return {};
        if (facts->subject == facts->issuer) break;
        auto const* const issuer = issuer_of(path.back(), facts->issuer, pool, at);
        if (issuer == nullptr) break;
        path.push_back(*issuer);
    }
    return path;
}

}  // namespace wetbode
