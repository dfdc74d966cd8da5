// SPDX-License-Identifier: EUPL-1.2
// How records are made.
#include "gateway/timestamp/evidence_record.hpp"

#include "gateway/crypto/der.hpp"
#include "gateway/refusal.hpp"
#include "gateway/timestamp/evidence_hash.hpp"
#include "gateway/timestamp/evidence_parts.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace wetbode {

namespace {

constexpr std::size_t objects_max = 1'000'000;
constexpr std::size_t group_max = 1000;

std::string partial_tree(std::vector<std::string> digests) {
    std::ranges::sort(digests);
    std::string content;
    for (auto const& digest : digests) content += der::octet_string(digest);
    return der::tlv(0x30, content);
}

/// Neighbours become one; one without a neighbour goes up as it is.
std::vector<std::string> level_above(HashAlgorithm algorithm, std::vector<std::string> const& level) {
    std::vector<std::string> above;
    above.reserve((level.size() + 1) / 2);
    for (std::size_t i = 0; i + 1 < level.size(); i += 2)
        above.push_back(node_of(algorithm, {level[i], level[i + 1]}));
    if (level.size() % 2 == 1) above.push_back(level.back());
    return above;
}

}  // namespace

EvidenceTree::EvidenceTree(std::vector<DataObject> const& objects, HashAlgorithm algorithm) : algorithm_(algorithm) {
    ensure(!objects.empty() && objects.size() <= objects_max, "a batch holds 1 to 1 000 000 objects");
    std::map<std::string, std::size_t> places;
    std::vector<std::string> leaves;
    for (auto const& object : objects) {
        ensure(!object.empty() && object.size() <= group_max, "an object holds 1 to 1000 digests");
        auto group = object;
        std::ranges::sort(group);
        group.erase(std::ranges::unique(group).begin(), group.end());
        for (auto const& digest : group)
            ensure(digest.size() == octets_of(algorithm), "a digest is as long as its algorithm says");
        // Two equal leaves side by side could be taken for one by a verifier that adds what is not there yet.
        auto const [place, fresh] = places.try_emplace(node_of(algorithm, group), leaves.size());
        if (fresh) {
            leaves.push_back(place->first);
            groups_.push_back(std::move(group));
        }
        leaf_of_.push_back(place->second);
    }
    levels_.push_back(std::move(leaves));
    while (levels_.back().size() > 1) levels_.push_back(level_above(algorithm, levels_.back()));
}

std::string EvidenceTree::stamp_for(std::size_t object, std::string_view token_der) const {
    ensure(object < leaf_of_.size(), "the object is one of the batch");
    auto at = leaf_of_[object];
    auto const& group = groups_[at];
    std::string lists;
    // A file alone stands in one list with its sibling, a group in a list of its own.
    auto pending = group;
    if (group.size() > 1) lists = partial_tree(std::exchange(pending, {}));
    for (std::size_t level = 0; level + 1 < levels_.size(); ++level, at /= 2) {
        auto const sibling = at ^ 1U;
        if (sibling >= levels_[level].size()) continue;
        pending.push_back(levels_[level][sibling]);
        lists += partial_tree(std::exchange(pending, {}));
    }
    auto const reduced = lists.empty() ? std::string() : der::tlv(0xA2, lists);
    return der::sequence({der::tlv(0xA0, digest_oid(algorithm_)), reduced, token_der});
}

std::string EvidenceTree::record_for(std::size_t object, std::string_view token_der) const {
    return der::sequence({der::integer(1), der::sequence({der::sequence({digest_oid(algorithm_)})}),
                          der::sequence({der::sequence({stamp_for(object, token_der)})})});
}

}  // namespace wetbode
