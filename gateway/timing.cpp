// SPDX-License-Identifier: EUPL-1.2
#include "gateway/timing.hpp"

#include "gateway/base/content.hpp"
#include "gateway/sealing/raiser.hpp"
#include "gateway/timestamp/evidence_record.hpp"
#include "gateway/trust_settings.hpp"

#include <algorithm>
#include <array>
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

SealLevel level_of(ops::Settings const& settings) {
    constexpr std::array levels{std::pair{"T", SealLevel::t}, std::pair{"LT", SealLevel::lt},
                                std::pair{"LTA", SealLevel::lta}};
    auto const& chosen = settings.text("time.level");
    for (auto const& [name, level] : levels)
        if (chosen == name) return level;
    throw ops::SettingsError(settings.source().string() + ": [time] level is T, LT or LTA, not \"" + chosen + "\"");
}

TimePolicy policy_of(ops::Settings const& settings) {
    TimePolicy policy;
    policy.workers = static_cast<int>(settings.number("time.workers"));
    policy.acts = static_cast<int>(settings.number("time.acts_max"));
    policy.batch = static_cast<int>(settings.number("time.batch_max"));
    policy.batch_every = settings.span("time.batch_every");
    policy.lease = settings.span("time.lease");
    policy.pause_first = settings.span("time.rest_first");
    policy.pause_max = std::max(settings.span("time.rest_most"), policy.pause_first);
    policy.debt = debt_limits(settings);
    return policy;
}

/// Chains end here: what issued our own certificate, and whom the time authorities must come from.
std::vector<std::string> authorities_of(TimingParts const& parts) {
    auto known = parts.signer.chain();
    known.erase(known.begin());
    for (auto const& place : time_settings(parts.settings).authorities)
        known.insert(known.end(), place.anchors.begin(), place.anchors.end());
    return known;
}

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

DebtLimits debt_limits(ops::Settings const& settings) {
    return {settings.span("time.debt_max_age"), settings.number("time.debt_max_count")};
}

std::unique_ptr<Timing> Timing::from(TimingParts parts) {
    auto const told = [log = parts.log](std::string_view event, char const* key) {
        return [log, event, key](std::string const& whom, std::string const& why) {
            log(event, {{key, whom}, {"error", why}});
        };
    };
    std::unique_ptr<Timing> timing(new Timing);
    timing->authority_ =
        time_authority_from(parts.settings, parts.clock, told("time.authority_failed", "authority"));
    if (!timing->authority_) return nullptr;
    timing->revocation_ =
        revocation_source_from(parts.settings, parts.clock, told("time.revocation_failed", "service"));
    SealPorts ports;
    ports.time = timing->authority_.get();
    ports.revocation = timing->revocation_.get();
    ports.authorities = authorities_of(parts);
    auto raise = raise_port(parts.signer.chain().front(), parts.spool, std::move(ports), level_of(parts.settings));
    timing->worker_ = std::make_unique<TimeWorker>(
        TimePorts{parts.ledger, parts.clock, parts.bell, std::move(raise), evidence_port(*timing->authority_),
                  std::move(parts.log)},
        policy_of(parts.settings));
    return timing;
}

}  // namespace wetbode
