// SPDX-License-Identifier: EUPL-1.2
#include "gateway/timing.hpp"

#include "gateway/crypto/certificate.hpp"
#include "gateway/time_ports.hpp"
#include "gateway/timestamp/evidence_renewal.hpp"
#include "gateway/trust_settings.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace wetbode {

namespace {

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

HashAlgorithm algorithm_of(ops::Settings const& settings, std::string_view name, char const* key) {
    auto const algorithm = hash_algorithm_called(name);
    if (!algorithm)
        throw ops::SettingsError(settings.source().string() + ": [time] " + key +
                                 " knows sha256, sha384 and sha512, not \"" + std::string(name) + "\"");
    return *algorithm;
}

HashAlgorithm stronger_algorithm(ops::Settings const& settings) {
    return algorithm_of(settings, settings.text("time.evidence_algorithm"), "evidence_algorithm");
}

std::vector<std::string> weak_algorithms(ops::Settings const& settings) {
    std::vector<std::string> weak;
    for (auto const& name : listed(settings.text("time.evidence_weak"))) {
        if (algorithm_of(settings, name, "evidence_weak") == stronger_algorithm(settings))
            throw ops::SettingsError(settings.source().string() + ": [time] evidence_algorithm is in evidence_weak");
        if (std::find(weak.begin(), weak.end(), name) == weak.end()) weak.push_back(name);
    }
    return weak;
}

/// Chains end here: what issued our own certificate, and whom the time authorities must come from.
std::vector<std::string> authorities_of(TimingParts const& parts) {
    auto known = parts.signer.chain();
    known.erase(known.begin());
    for (auto const& place : time_settings(parts.settings).authorities)
        known.insert(known.end(), place.anchors.begin(), place.anchors.end());
    return known;
}

/// A new key does not make the debts of the old one bad: its seals get their time as ever.
std::vector<std::string> earlier_certificates(ops::Settings const& settings) {
    auto const file = settings.file("sealing.earlier_certificates_file");
    return file.empty() ? std::vector<std::string>{} : anchors_from({file});
}

}  // namespace

DebtLimits debt_limits(ops::Settings const& settings) {
    return {settings.span("time.debt_max_age"), settings.number("time.debt_max_count")};
}

EvidencePolicy evidence_policy(ops::Settings const& settings) {
    EvidencePolicy policy;
    policy.every = settings.span("time.evidence_every");
    policy.renew_before = settings.span("time.evidence_renew_before");
    policy.weak = weak_algorithms(settings);
    return policy;
}

std::unique_ptr<EvidenceKeeper> evidence_keeper(ops::Settings const& settings, Ledger& ledger, Clock const& clock,
                                               TimeAuthority& authority, LogPort log) {
    return std::make_unique<EvidenceKeeper>(
        EvidencePorts{ledger, clock, evidence_term_port(),
                      evidence_renew_port(authority, stronger_algorithm(settings)), std::move(log)},
        evidence_policy(settings));
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
    ports.authorities = timing->authorities_ = authorities_of(parts);
    ports.earlier = earlier_certificates(parts.settings);
    auto raise = raise_port(parts.signer.chain().front(), parts.spool, std::move(ports), level_of(parts.settings));
    timing->keeper_ =
        evidence_keeper(parts.settings, parts.ledger, parts.clock, *timing->authority_, parts.log);
    timing->worker_ = std::make_unique<TimeWorker>(
        TimePorts{parts.ledger, parts.clock, parts.bell, std::move(raise), evidence_port(*timing->authority_),
                  std::move(parts.log)},
        policy_of(parts.settings));
    return timing;
}

}  // namespace wetbode
