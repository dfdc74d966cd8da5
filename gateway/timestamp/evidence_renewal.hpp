// SPDX-License-Identifier: EUPL-1.2
// Renewal of evidence records (RFC 4998 section 5): before the youngest time stamp of a record loses its force, a new
// one is put over it (time-stamp renewal), or over the object and all that was before under a stronger algorithm
// (hash-tree renewal). One token serves many records. Pure.
#pragma once

#include "gateway/timestamp/evidence_record.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// How long a record proves what it proves.
struct EvidenceTerm {
    /// When the first certificate ends of those that the youngest time stamp carries for itself, or its signature
    /// algorithm if that is earlier (algorithm_terms.hpp).
    Instant ends;
    /// Of the youngest trees and of what its time stamp is over.
    HashAlgorithm algorithm = HashAlgorithm::sha256;
    std::size_t stamps = 0;  ///< of all chains; 32 at most, so a record with 32 cannot be renewed any more
};

/// "sha256", "sha384", "sha512".
[[nodiscard]] std::string_view short_name_of(HashAlgorithm algorithm);
[[nodiscard]] std::optional<HashAlgorithm> hash_algorithm_called(std::string_view short_name);

/// Nothing is believed of what the record is about. The text says why there is none.
[[nodiscard]] tl::expected<EvidenceTerm, std::string> term_of_evidence(std::string_view record_der);

/// A record and what it is about.
struct RenewedObject {
    std::string record;             ///< DER; it must hold for the group
    std::vector<DigestOf> group{};  ///< of the files of the object; only for hash trees
};

class EvidenceRenewal {
public:
    /// Time-stamp renewal (section 5.2): each record gets a time stamp over its youngest one, in the same chain. All
    /// must have the same algorithm. The text names the first record that cannot be renewed.
    [[nodiscard]] static tl::expected<EvidenceRenewal, std::string> of_time_stamps(std::vector<RenewedObject> objects);
    /// Hash-tree renewal (section 5.3): each record gets a chain of its own over its object and all former chains.
    [[nodiscard]] static tl::expected<EvidenceRenewal, std::string> of_hash_trees(std::vector<RenewedObject> objects,
                                                                                 HashAlgorithm algorithm);

    [[nodiscard]] HashAlgorithm algorithm() const { return algorithm_; }
    /// What the new time stamp must be over.
    [[nodiscard]] std::string const& root() const { return tree_.root(); }
    /// The whole record, DER, for the object at this place, with the token over root(). What was in it stays as it was.
    [[nodiscard]] std::string record_for(std::size_t object, std::string_view token_der) const;

private:
    enum class Kind { time_stamps, hash_trees };
    EvidenceRenewal(Kind kind, HashAlgorithm algorithm, std::vector<RenewedObject> objects,
                    std::vector<DataObject> const& digests);

    Kind kind_;
    HashAlgorithm algorithm_;
    std::vector<RenewedObject> objects_;
    EvidenceTree tree_;
};

}  // namespace wetbode
