// SPDX-License-Identifier: EUPL-1.2
#include "gateway/time_ports.hpp"

#include "gateway/base/content.hpp"
#include "gateway/sealing/raiser.hpp"
#include "gateway/timestamp/evidence_record.hpp"

#include <optional>
#include <stdexcept>
#include <utility>

namespace wetbode {

namespace {

/// Remembers the first token of one raising: the time stamp of the signature. An archive time stamp comes after it.
class FirstToken final : public TimeAuthority {
public:
    explicit FirstToken(TimeAuthority& authority) : authority_(authority) {}

    TimeToken stamp(HashAlgorithm algorithm, std::string_view digest) override {
        auto token = authority_.stamp(algorithm, digest);
        if (!first) first = token;
        return token;
    }

    std::optional<TimeToken> first;

private:
    TimeAuthority& authority_;
};

std::string octets_of(Digest const& digest) { return {digest.octets.begin(), digest.octets.end()}; }

}  // namespace

RaisePort raise_port(std::string certificate, std::filesystem::path spool, SealPorts ports, SealLevel level) {
    ensure(ports.time != nullptr, "a seal is raised with a time authority");
    return [certificate = std::move(certificate), spool = std::move(spool), ports = std::move(ports),
            level](ClaimedTime const& claimed, ContentShelf& shelf, Instant) {
        FirstToken authority(*ports.time);
        auto own = ports;
        own.time = &authority;
        auto raised = Raiser(certificate, spool, std::move(own)).container(shelf.fetch(claimed.container), level);
        if (!raised) throw std::runtime_error(raised.error().en);
        if (!authority.first) throw std::runtime_error("a seal was raised without a time stamp");
        raised->stamped_at = authority.first->at;
        raised->authority = authority.first->authority;
        return std::move(*raised);
    };
}

EvidencePort evidence_port(TimeAuthority& authority) {
    return [&authority](std::vector<Digest> const& containers, Instant) {
        std::vector<DataObject> objects;
        objects.reserve(containers.size());
        for (auto const& container : containers) objects.push_back({octets_of(container)});
        EvidenceTree const tree(objects);
        auto const token = authority.stamp(HashAlgorithm::sha256, tree.root());
        std::vector<EvidenceRecordContent> records;
        records.reserve(objects.size());
        for (std::size_t i = 0; i < objects.size(); ++i)
            records.push_back({content_of(tree.record_for(i, token.der)), token.at, token.authority});
        return records;
    };
}

}  // namespace wetbode
