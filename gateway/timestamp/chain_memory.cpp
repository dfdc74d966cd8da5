// SPDX-License-Identifier: EUPL-1.2
#include "gateway/timestamp/chain_memory.hpp"

#include "gateway/crypto/hashing.hpp"

#include <algorithm>

namespace wetbode {

namespace {

/// Authorities change their certificates once in a year or so: more entries than this are somebody's play.
constexpr std::size_t chains_max = 64;

std::string key_of(std::string_view certificate, std::vector<std::string> const& others) {
    Hasher hasher(HashAlgorithm::sha256);
    hasher.update(hash_of(HashAlgorithm::sha256, certificate));
    for (auto const& other : others) hasher.update(hash_of(HashAlgorithm::sha256, other));
    return hasher.finish();
}

/// The first end after `at` of any of these. A chain that is good now stays so until then, whichever of them it uses.
Instant next_end(Instant at, std::string_view certificate, std::vector<std::string> const& others,
                 std::vector<std::string> const& anchors) {
    auto end = Instant::max();
    auto const look = [&](std::string_view der) {
        auto const facts = facts_of_certificate(der);
        if (facts && facts->not_after >= at) end = std::min(end, facts->not_after);
    };
    look(certificate);
    for (auto const* all : {&others, &anchors})
        for (auto const& der : *all) look(der);
    return end;
}

}  // namespace

ChainAnswer ChainMemory::chain_of(std::string_view certificate, std::vector<std::string> const& others, Instant at) {
    auto const key = key_of(certificate, others);
    bool const known = known_.with([&](Known const& memory) {
        auto const found = memory.spans.find(key);
        return found != memory.spans.end() && at >= found->second.from && at <= found->second.until;
    });
    if (known) return {true, {}, {}};
    auto const answer = wetbode::chain_of(certificate, others, anchors_, at);
    auto const until = next_end(at, certificate, others, anchors_);
    known_.with([&](Known& memory) {
        ++memory.built;
        if (!answer.trusted) return;
        if (memory.spans.size() >= chains_max) memory.spans.clear();
        memory.spans[key] = {at, until};
    });
    return answer;
}

}  // namespace wetbode
