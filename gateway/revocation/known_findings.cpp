// SPDX-License-Identifier: EUPL-1.2
#include "gateway/revocation/known_findings.hpp"

#include "gateway/base/remembered.hpp"
#include "gateway/crypto/hashing.hpp"

namespace wetbode::revocation {

namespace {

constexpr std::size_t findings_max = 1024;
/// A responder's certificate is part of the finding; one that is larger than any honest one is not worth the memory.
constexpr std::size_t responder_bytes_max = 8U << 10U;

std::string key_of(Pair const& pair, std::string_view answer_der, std::vector<std::string> const& others) {
    Hasher hasher(HashAlgorithm::sha256);
    // Each part behind its length, so that no two lists of parts read alike.
    auto const take = [&hasher](std::string_view part) {
        auto const length = static_cast<std::uint64_t>(part.size());
        hasher.update({reinterpret_cast<char const*>(&length), sizeof length});
        hasher.update(part);
    };
    take(pair.fingerprint);
    take(answer_der);
    for (auto const& other : others) take(other);
    return hasher.finish();
}

}  // namespace

Finding known_finding(Pair const& pair, std::string_view answer_der, std::vector<std::string> const& others,
                      std::function<Finding()> const& work_out) {
    static Remembered<Finding> findings(findings_max);
    auto const key = key_of(pair, answer_der, others);
    if (auto known = findings.find(key)) return std::move(*known);
    auto finding = work_out();
    if (finding.responder.size() <= responder_bytes_max) findings.keep(key, finding);
    return finding;
}

}  // namespace wetbode::revocation
