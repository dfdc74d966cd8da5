// SPDX-License-Identifier: EUPL-1.2
// How records are read and judged.
#include "gateway/timestamp/evidence_parts.hpp"

#include "gateway/crypto/der.hpp"
#include "gateway/crypto/der_reader.hpp"
#include "gateway/timestamp/evidence_hash.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace wetbode {

namespace {

constexpr std::size_t lists_max = 64;
constexpr std::size_t list_digests_max = 10'000;

using Record = ArchiveRecord;

template <class T>
using Or = tl::expected<T, std::string>;

tl::unexpected<std::string> no(std::string why) { return tl::unexpected<std::string>(std::move(why)); }

/// By the content of AlgorithmIdentifier; empty for what is not allowed.
std::optional<HashAlgorithm> algorithm_in(std::string_view content) {
    constexpr std::array known{HashAlgorithm::sha256, HashAlgorithm::sha384, HashAlgorithm::sha512};
    der::Reader fields(content);
    auto const name = fields.next(0x06);
    auto const parameters = fields.next(0x05);
    if (!name || !fields.done() || (parameters && !parameters->content.empty())) return std::nullopt;
    for (auto const algorithm : known)
        if (name->whole == digest_oid(algorithm)) return algorithm;
    return std::nullopt;
}

bool take_lists(std::string_view content, ArchiveStamp& stamp) {
    der::Reader lists(content);
    while (auto const list = lists.next(0x30)) {
        auto& digests = stamp.lists.emplace_back();
        der::Reader each(list->content);
        while (auto const digest = each.next(0x04)) digests.emplace_back(digest->content);
        if (!each.done() || digests.empty() || digests.size() > list_digests_max) return false;
        if (stamp.lists.size() > lists_max) return false;
    }
    return lists.done() && !stamp.lists.empty();
}

Or<ArchiveStamp> stamp_in(std::string_view content) {
    der::Reader fields(content);
    ArchiveStamp stamp;
    std::optional<HashAlgorithm> named;
    if (auto const method = fields.next(0xA0)) {
        named = algorithm_in(method->content);
        if (!named) return no("a digest algorithm is not allowed");
    }
    (void)fields.next(0xA1);  // attributes: none is known that would change what is proved
    auto const reduced = fields.next(0xA2);
    if (reduced && !take_lists(reduced->content, stamp)) return no("a reduced hash tree is broken or too large");
    auto const token = fields.next(0x30);
    if (!token || !fields.done()) return no("an archive time stamp is broken");
    auto read = read_time_token(token->whole);
    if (!read) return no("a time stamp cannot be read, or rests on a digest that is not allowed");
    if (!read->intact) return no("the signature of a time stamp is broken");
    if (!read->may_stamp) return no("a time stamp was made with a certificate that is not for time stamps");
    // Without a name the digest of the time stamp is meant (RFC 4998 section 4.1); with one it must be the same, for
    // the root of the tree is what is stamped.
    if (named && *named != read->algorithm) return no("a time stamp is over another kind of digest than its tree");
    stamp.algorithm = read->algorithm;
    stamp.token = token->whole;
    stamp.read = std::move(*read);
    return stamp;
}

bool take_algorithms(std::string_view content, Record& record) {
    der::Reader each(content);
    record.algorithms_content = content;
    while (auto const one = each.next(0x30))
        if (auto const algorithm = algorithm_in(one->content)) record.algorithms.insert(*algorithm);
    return each.done();
}

bool holds(std::vector<std::string> const& list, std::string const& digest) {
    return std::ranges::find(list, digest) != list.end();
}

/// Whether the stamp is over these digests (RFC 4998 section 4.3); empty if it is, else why not.
std::string fault_of(ArchiveStamp const& stamp, std::vector<std::string> const& digests, bool whole_group) {
    if (stamp.lists.empty())
        return digests.size() == 1 && stamp.read.imprint == digests.front() ? "" : "the time stamp is over other data";
    auto const& first = stamp.lists.front();
    for (auto const& digest : digests)
        if (!holds(first, digest)) return "the record is about other data";
    if (whole_group && digests.size() > 1 && first.size() != digests.size())
        return "the record is about a group with more files";
    std::string node;
    for (auto list : stamp.lists) {
        for (auto const& digest : list)
            if (digest.size() != octets_of(stamp.algorithm)) return "a digest of the tree has another length";
        if (!node.empty() && !holds(list, node)) list.push_back(node);
        node = node_of(stamp.algorithm, std::move(list));
    }
    return node == stamp.read.imprint ? "" : "the hash tree does not lead to what is stamped";
}

/// What the first stamp of this chain must be over: the files, joined from the second chain on with what came before.
std::vector<std::string> wanted(Record const& record, std::size_t chain, std::vector<DigestOf> const& group) {
    auto const algorithm = record.chains[chain].stamps.front().algorithm;
    auto const before = chain == 0 ? std::string() : hash_of(algorithm, evidence_sequence(record, chain));
    std::vector<std::string> digests;
    for (auto const& digest_of : group) {
        auto digest = digest_of(algorithm);
        digests.push_back(chain == 0 ? std::move(digest) : hash_of(algorithm, digest + before));
    }
    std::ranges::sort(digests);
    digests.erase(std::ranges::unique(digests).begin(), digests.end());
    return digests;
}

Or<EvidenceAnswer> judged(Record const& record, std::vector<DigestOf> const& group, bool whole_group) {
    EvidenceAnswer answer;
    for (std::size_t i = 0; i < record.chains.size(); ++i) {
        auto const& stamps = record.chains[i].stamps;
        for (std::size_t k = 0; k < stamps.size(); ++k) {
            auto const& stamp = stamps[k];
            if (stamp.algorithm != stamps.front().algorithm) return no("a chain of time stamps mixes its algorithms");
            if (!answer.tokens.empty() && stamp.read.at < answer.tokens.back().at)
                return no("the time stamps are not in the order of their times");
            auto const fault = k == 0 ? fault_of(stamp, wanted(record, i, group), whole_group)
                                      : fault_of(stamp, {hash_of(stamp.algorithm, stamps[k - 1].token)}, false);
            if (!fault.empty()) return no(fault);
            answer.tokens.push_back(stamp.read);
        }
    }
    return answer;
}

}  // namespace

std::string digest_oid(HashAlgorithm algorithm) {
    if (algorithm == HashAlgorithm::sha384) return der::oid("2.16.840.1.101.3.4.2.2");
    if (algorithm == HashAlgorithm::sha512) return der::oid("2.16.840.1.101.3.4.2.3");
    return der::oid("2.16.840.1.101.3.4.2.1");
}

tl::expected<ArchiveRecord, std::string> evidence_parts(std::string_view record_der) {
    auto const whole = record_der.size() <= evidence_bytes_most ? der::only(record_der, 0x30) : std::nullopt;
    der::Reader fields(whole ? whole->content : std::string_view{});
    Record record;
    auto const version = fields.next(0x02);
    auto const algorithms = fields.next(0x30);
    if (!version || version->content != "\x01" || !algorithms || !take_algorithms(algorithms->content, record))
        return no("this is no evidence record of version 1");
    // Help for judging trust, not part of the proof.
    if (auto const infos = fields.next(0xA0)) record.crypto_infos = infos->whole;
    if (fields.next(0xA1)) return no("records of encrypted objects are not read");
    auto const sequence = fields.next(0x30);
    if (!sequence || !fields.done()) return no("this is no evidence record of version 1");
    std::size_t stamps = 0;
    der::Reader chains(sequence->content);
    while (auto const chain = chains.next(0x30)) {
        auto& kept = record.chains.emplace_back();
        kept.whole = chain->whole;
        kept.content = chain->content;
        der::Reader each(chain->content);
        while (auto const one = each.next(0x30)) {
            if (++stamps > evidence_stamps_max) return no("the record holds more than 32 time stamps");
            auto stamp = stamp_in(one->content);
            if (!stamp) return no(stamp.error());
            if (!record.algorithms.contains(stamp->algorithm)) return no("the record does not list its algorithms");
            kept.stamps.push_back(std::move(*stamp));
        }
        if (!each.done() || kept.stamps.empty()) return no("a chain of time stamps is broken");
    }
    if (!chains.done() || record.chains.empty()) return no("the record holds no time stamp");
    return record;
}

std::string evidence_sequence(ArchiveRecord const& record, std::size_t chains) {
    std::string content;
    for (std::size_t i = 0; i < chains; ++i) content += record.chains[i].whole;
    return der::tlv(0x30, content);
}

tl::expected<EvidenceAnswer, std::string> verify_evidence(std::string_view record_der, DigestOf const& digest_of) {
    auto const record = evidence_parts(record_der);
    return record ? judged(*record, {digest_of}, false) : no(record.error());
}

tl::expected<EvidenceAnswer, std::string> verify_evidence(std::string_view record_der,
                                                          std::vector<DigestOf> const& group) {
    if (group.empty()) return no("no file was given");
    auto const record = evidence_parts(record_der);
    return record ? judged(*record, group, true) : no(record.error());
}

}  // namespace wetbode
