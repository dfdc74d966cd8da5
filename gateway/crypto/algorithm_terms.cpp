// SPDX-License-Identifier: EUPL-1.2
#include "gateway/crypto/algorithm_terms.hpp"

namespace wetbode {

std::optional<std::chrono::sys_days> end_of(SignatureAlgorithm algorithm, int key_bits) {
    AlgorithmTerm const* best = nullptr;
    for (auto const& term : algorithm_terms) {
        if (term.scheme != algorithm.scheme || key_bits < term.key_bits_min) continue;
        if (best == nullptr || term.key_bits_min > best->key_bits_min) best = &term;
    }
    return best == nullptr ? never_acceptable : best->end;
}

}  // namespace wetbode
