// SPDX-License-Identifier: EUPL-1.2
// Evidence records (RFC 4998): one time stamp over the root of a hash tree, and for each object the few digests that
// lead from it to that root. What a batch of seals or log entries hands out as proof of its time. Pure.
#pragma once

#include "gateway/timestamp/time_token.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// Digests of the files of one object. Most objects are one file; those of several are stamped together
/// (data object group, RFC 4998 section 4.2.1), and the record proves each of them and that they belong together.
using DataObject = std::vector<std::string>;

/// The hash tree over a batch. Binary, siblings in binary ascending order before they are hashed; objects with the same
/// digests share one leaf. One thread while it is made, any thread after.
class EvidenceTree {
public:
    /// 1 to 1 000 000 objects, each of 1 to 1000 digests of this algorithm; anything else is a broken belief.
    explicit EvidenceTree(std::vector<DataObject> const& objects, HashAlgorithm algorithm = HashAlgorithm::sha256);

    /// What the time stamp must be over: with one object of one file its digest itself.
    [[nodiscard]] std::string const& root() const { return levels_.back().front(); }
    /// DER of EvidenceRecord for the object at this place of the batch, with the token over root().
    [[nodiscard]] std::string record_for(std::size_t object, std::string_view token_der) const;
    /// DER of ArchiveTimeStamp alone: what a renewal adds to a record.
    [[nodiscard]] std::string stamp_for(std::size_t object, std::string_view token_der) const;

private:
    HashAlgorithm algorithm_;
    std::vector<DataObject> groups_;               ///< sorted, as the leaves stand
    std::vector<std::size_t> leaf_of_;             ///< by the place in the batch
    std::vector<std::vector<std::string>> levels_; ///< leaves first, the root alone in the last
};

/// The digest of a file by the algorithm asked for; records that were renewed ask for more than one.
using DigestOf = std::function<std::string(HashAlgorithm)>;

struct EvidenceAnswer {
    /// The first is over the objects, each later one over what was before it (RFC 4998 section 5.2). All are whole and
    /// in order of time; whether their authorities were trusted at those times is for the caller to judge.
    std::vector<ReadTimeToken> tokens;
};

/// What the record proves of one file, or why it proves nothing. Renewed time stamps and renewed hash trees are
/// followed. At most 1 MiB, 32 time stamps, 64 levels. Encrypted objects (encryptionInfo) are not read.
[[nodiscard]] tl::expected<EvidenceAnswer, std::string> verify_evidence(std::string_view record_der,
                                                                       DigestOf const& digest_of);
/// The same of a whole group: no file of it may be missing, none too many (RFC 4998 section 4.3 step 2).
[[nodiscard]] tl::expected<EvidenceAnswer, std::string> verify_evidence(std::string_view record_der,
                                                                       std::vector<DigestOf> const& group);

}  // namespace wetbode
