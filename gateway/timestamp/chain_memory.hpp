// SPDX-License-Identifier: EUPL-1.2
// Chains that were found good, kept because a chain on P-384 costs more than all else of a token. Thread safe.
#pragma once

#include "gateway/base/guarded.hpp"
#include "gateway/crypto/certificate.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

class ChainMemory {
public:
    explicit ChainMemory(std::vector<std::string> anchors) : anchors_(std::move(anchors)) {}

    /// As wetbode::chain_of. A good answer is used again until the next instant at which any certificate that could be
    /// part of the chain ends; a bad one never.
    [[nodiscard]] ChainAnswer chain_of(std::string_view certificate, std::vector<std::string> const& others,
                                       Instant at);

    /// How often a chain was really built, for tests and metrics.
    [[nodiscard]] std::uint64_t built() { return known_.with([](auto const& known) { return known.built; }); }

private:
    struct Span {
        Instant from;
        Instant until;
    };
    struct Known {
        std::map<std::string, Span> spans;  ///< by the digest of the certificate and the others
        std::uint64_t built = 0;
    };

    std::vector<std::string> anchors_;
    Guarded<Known> known_;
};

}  // namespace wetbode
