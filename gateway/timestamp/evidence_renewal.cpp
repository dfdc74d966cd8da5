// SPDX-License-Identifier: EUPL-1.2
#include "gateway/timestamp/evidence_renewal.hpp"

#include "gateway/crypto/algorithm_terms.hpp"
#include "gateway/crypto/certificate.hpp"
#include "gateway/crypto/der.hpp"
#include "gateway/refusal.hpp"
#include "gateway/timestamp/evidence_parts.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace wetbode {

namespace {

constexpr std::array algorithms{HashAlgorithm::sha256, HashAlgorithm::sha384, HashAlgorithm::sha512};

tl::unexpected<std::string> no(std::string why) { return tl::unexpected<std::string>(std::move(why)); }

std::size_t stamps_in(ArchiveRecord const& record) {
    std::size_t stamps = 0;
    for (auto const& chain : record.chains) stamps += chain.stamps.size();
    return stamps;
}

ArchiveStamp const& youngest_of(ArchiveRecord const& record) { return record.chains.back().stamps.back(); }

/// Of the authority and of the issuers that the token brings with it: without them nobody may know who they were.
Instant first_end(ReadTimeToken const& token) {
    auto const own = facts_of_certificate(token.certificate);
    auto first = own ? own->not_after : Instant{};
    auto const algorithm_ends =
        own && token.scheme ? end_of({*token.scheme, token.algorithm}, own->key_bits) : std::nullopt;
    if (algorithm_ends) first = std::min(first, Instant{*algorithm_ends});
    for (auto const& der : token.certificates)
        if (auto const facts = facts_of_certificate(der)) first = std::min(first, facts->not_after);
    return first;
}

tl::expected<ArchiveRecord, std::string> renewable(std::string_view record_der) {
    auto record = evidence_parts(record_der);
    if (record && stamps_in(*record) >= evidence_stamps_max) return no("the record is full: it holds 32 time stamps");
    return record;
}

}  // namespace

std::string_view short_name_of(HashAlgorithm algorithm) {
    switch (algorithm) {
        case HashAlgorithm::sha256: return "sha256";
        case HashAlgorithm::sha384: return "sha384";
        case HashAlgorithm::sha512: return "sha512";
    }
    return "sha256";
}

std::optional<HashAlgorithm> hash_algorithm_called(std::string_view short_name) {
    for (auto const algorithm : algorithms)
        if (short_name == short_name_of(algorithm)) return algorithm;
    return std::nullopt;
}

tl::expected<EvidenceTerm, std::string> term_of_evidence(std::string_view record_der) {
    auto const record = evidence_parts(record_der);
    if (!record) return no(record.error());
    auto const& youngest = youngest_of(*record);
    return EvidenceTerm{first_end(youngest.read), youngest.algorithm, stamps_in(*record)};
}

EvidenceRenewal::EvidenceRenewal(Kind kind, HashAlgorithm algorithm, std::vector<RenewedObject> objects,
                                 std::vector<DataObject> const& digests)
    : kind_(kind), algorithm_(algorithm), objects_(std::move(objects)), tree_(digests, algorithm) {}

tl::expected<EvidenceRenewal, std::string> EvidenceRenewal::of_time_stamps(std::vector<RenewedObject> objects) {
    if (objects.empty()) return no("there is no record to renew");
    std::optional<HashAlgorithm> algorithm;
    std::vector<DataObject> digests;
    for (auto const& object : objects) {
        auto const record = renewable(object.record);
        if (!record) return no(record.error());
        auto const& youngest = youngest_of(*record);
        if (algorithm.value_or(youngest.algorithm) != youngest.algorithm)
            return no("the records are of different algorithms");
        algorithm = youngest.algorithm;
        digests.push_back({hash_of(*algorithm, youngest.token)});
    }
    return EvidenceRenewal(Kind::time_stamps, *algorithm, std::move(objects), digests);
}

tl::expected<EvidenceRenewal, std::string> EvidenceRenewal::of_hash_trees(std::vector<RenewedObject> objects,
                                                                         HashAlgorithm algorithm) {
    if (objects.empty()) return no("there is no record to renew");
    std::vector<DataObject> digests;
    for (auto const& object : objects) {
        auto const record = renewable(object.record);
        if (!record) return no(record.error());
        if (object.group.empty()) return no("there is no file to hash anew");
        auto const before = hash_of(algorithm, evidence_sequence(*record, record->chains.size()));
        auto& group = digests.emplace_back();
        for (auto const& digest_of : object.group)
            group.push_back(hash_of(algorithm, digest_of(algorithm) + before));
    }
    return EvidenceRenewal(Kind::hash_trees, algorithm, std::move(objects), digests);
}

std::string EvidenceRenewal::record_for(std::size_t object, std::string_view token_der) const {
    ensure(object < objects_.size(), "the object is one of those that are renewed");
    auto const record = evidence_parts(objects_[object].record);
    ensure(record.has_value(), "the record was read before");
    auto const stamp = tree_.stamp_for(object, token_der);
    std::string chains;
    for (std::size_t i = 0; i + 1 < record->chains.size(); ++i) chains += record->chains[i].whole;
    auto const& last = record->chains.back();
    if (kind_ == Kind::time_stamps) chains += der::sequence({last.content, stamp});
    else chains += std::string(last.whole) + der::sequence({stamp});
    auto listed = std::string(record->algorithms_content);
    if (!record->algorithms.contains(algorithm_)) listed += der::sequence({digest_oid(algorithm_)});
    return der::sequence({der::integer(1), der::tlv(0x30, listed), record->crypto_infos, der::tlv(0x30, chains)});
}

}  // namespace wetbode
