// SPDX-License-Identifier: EUPL-1.2
#include "gateway/health.hpp"

#include "gateway/base/files.hpp"
#include "gateway/base/rfc3339.hpp"

#include <algorithm>
#include <set>
#include <system_error>

namespace wetbode {

namespace {

using api::HealthPart;

std::string minutes(Milliseconds span) {
    return std::to_string(std::chrono::floor<std::chrono::minutes>(span).count());
}

HealthPart content_part(std::filesystem::path const& spool, std::uint64_t free_bytes_min) {
    HealthPart part{.name = "content", .well = true, .vital = true, .why = {}};
    try {
        SpoolFile probe(spool);
        probe.write("x");
    } catch (Outage const& outage) {
        part.well = false;
        part.why = {"Er kan niet geschreven worden: " + std::string(outage.what()),
                    "Nothing can be written: " + std::string(outage.what())};
        return part;
    }
    std::error_code error;
    auto const space = std::filesystem::space(spool, error);
    if (!error && space.available < free_bytes_min) {
        auto const left = std::to_string(space.available >> 20U) + " MiB";
        part.well = false;
        part.vital = false;
        auto const least = std::to_string(free_bytes_min >> 20U) + " MiB";
        part.why = {"De schijf is bijna vol: nog " + left + ", minder dan health.free_min (" + least + ").",
                    "The disk is nearly full: " + left + " left, less than health.free_min (" + least + ")."};
    }
    return part;
}

void add(Text& text, std::string const& nl, std::string const& en) {
    text.nl += (text.nl.empty() ? "" : " ") + nl;
    text.en += (text.en.empty() ? "" : " ") + en;
}

/// Ill when it does not sign, or will soon not be allowed to; before that the end is told, since it takes weeks to get
/// another certificate and an alarm of weeks is heard by nobody.
HealthPart keys_part(Signer const& signer, Instant now, ExpiryTerms const& terms) {
    HealthPart part{.name = "keys", .well = true, .vital = false, .why = {}};
    auto const end = first_end(signer);
    auto const until = rfc3339(end);
    auto const stage = stage_of(end, now, terms);
    auto const left = std::to_string(std::chrono::floor<std::chrono::days>(end - now).count());
    if (stage == ExpiryStage::ended)
        part.why = {"Een certificaat van het zegel is verlopen op " + until + ".",
                    "A certificate of the seal expired on " + until + "."};
    else if (stage != ExpiryStage::far)
        part.why = {"Een certificaat van het zegel verloopt over " + left + " dagen (" + until + ").",
                    "A certificate of the seal expires in " + left + " days (" + until + ")."};
    if (stage == ExpiryStage::alarm || stage == ExpiryStage::ended) {
        part.well = false;
        part.since = stage == ExpiryStage::ended ? end : end - terms.alarm;
    }
    if (auto const trouble = signer.trouble()) {
        part.well = false;
        part.since = std::nullopt;  // noted when it is first seen
        add(part.why, "De sleutel tekent niet: " + *trouble, "The key does not sign: " + *trouble);
    }
    part.warns = part.well && !part.why.empty();
    return part;
}

HealthPart seals_part(Census const& census, Instant now, Milliseconds age_max) {
    HealthPart part{.name = "seals", .well = true, .vital = false, .why = {}};
    auto const late = census.oldest_seal_waiting && now - *census.oldest_seal_waiting > age_max;
    if (!late && census.seals_quarantined == 0) return part;
    part.well = false;
    part.since = late ? census.oldest_seal_waiting : census.oldest_seal_quarantined;
    if (census.oldest_seal_quarantined) part.since = std::min(*part.since, *census.oldest_seal_quarantined);
    auto const waiting = std::to_string(census.seals_waiting);
    auto const given_up = std::to_string(census.seals_quarantined);
    part.why = {waiting + " indieningen wachten op hun zegel, " + given_up + " staan in quarantaine.",
                waiting + " submissions wait for their seal, " + given_up + " are quarantined."};
    return part;
}

/// A seal without its time is a delay as long as it is tried, and an illness beyond the limits or when it was given up.
HealthPart time_part(HealthInputs const& inputs, TimeDebt const& debt, Instant now) {
    HealthPart part{.name = "time", .well = true, .vital = false, .why = {}};
    auto const too_large = is_too_large(debt, inputs.limits.time_debt, now);
    auto const unpaid = debt.owed > 0 && inputs.time == HealthInputs::TimeService::none;
    part.well = !too_large && debt.quarantined == 0;
    part.warns = part.well && (debt.failing_since || unpaid);
    if (part.well && !part.warns) return part;
    part.since = debt.failing_since ? debt.failing_since : debt.oldest;
    if (debt.oldest_quarantined) part.since = std::min(*part.since, *debt.oldest_quarantined);
    auto const owed = std::to_string(debt.owed);
    auto const given_up = std::to_string(debt.quarantined);
    auto const age = minutes(now - debt.oldest.value_or(now));
    part.why = {owed + " zegels hebben nog geen tijdsbewijs, het oudste al " + age + " minuten; " + given_up +
                    " staan in quarantaine.",
                owed + " seals have no proof of time yet, the oldest for " + age + " minutes; " + given_up +
                    " are quarantined."};
    if (unpaid) add(part.why, "Er is geen tijdsautoriteit ingesteld ([time]).", "No time authority is set ([time]).");
    if (!debt.why.empty()) add(part.why, debt.why.nl, debt.why.en);
    return part;
}

/// Records that end must be renewed while they still hold: afterwards nobody can.
HealthPart evidence_part(HealthInputs const& inputs, EvidenceTerms const& terms, Instant now) {
    HealthPart part{.name = "evidence", .well = true, .vital = false, .why = {}};
    auto const& limits = inputs.limits;
    if (terms.first_end && *terms.first_end - now < limits.evidence_notice) {
        auto const end = rfc3339(*terms.first_end);
        add(part.why, "Een bewijsrecord bewijst niets meer na " + end + " en is nog niet hernieuwd.",
            "An evidence record proves nothing after " + end + " and is not renewed yet.");
        part.well = *terms.first_end - now >= limits.evidence_alarm;
        part.since = *terms.first_end - (part.well ? limits.evidence_notice : limits.evidence_alarm);
    }
    for (auto const& weak : limits.evidence_weak) {
        auto const found = terms.by_algorithm.find(weak);
        if (found == terms.by_algorithm.end()) continue;
        auto const many = std::to_string(found->second);
        add(part.why, many + " bewijsrecords steunen nog op " + weak + ".",
            many + " evidence records still rest on " + weak + ".");
    }
    part.warns = part.well && !part.why.empty();
    return part;
}

std::optional<Instant> at(std::map<std::string, Instant> const& instants, std::string const& name) {
    auto const found = instants.find(name);
    return found == instants.end() ? std::nullopt : std::optional(found->second);
}

/// Ill is a counterpart for which a person must act, whose oldest transfer waits too long, or that cannot be asked.
HealthPart counterpart_part(HealthInputs const& inputs, Census const& census, std::string const& name, Instant now) {
    auto const waiting_max = inputs.limits.waiting_max;
    HealthPart part{.name = "counterpart." + name, .well = true, .vital = false, .why = {}};
    auto const given_up = census.transfers.find({name, "quarantined"});
    if (given_up != census.transfers.end() && given_up->second > 0) {
        auto const many = std::to_string(given_up->second);
        part.since = at(census.oldest_quarantined, name);
        add(part.why, many + " overdrachten in quarantaine: een beheerder is aan zet.",
            many + " transfers quarantined: an administrator must act.");
    }
    if (auto const oldest = at(census.oldest_waiting, name); oldest && now - *oldest > waiting_max) {
        auto const taken = at(census.last_success, name);
        auto const last = taken ? rfc3339(*taken) : std::string("-");
        part.since = part.since ? std::min(*part.since, *oldest) : *oldest;
        auto const age = minutes(now - *oldest);
        add(part.why, "De oudste overdracht wacht al " + age + " minuten; laatst aangenomen: " + last + ".",
            "The oldest transfer has waited for " + age + " minutes; last taken: " + last + ".");
    }
    // Once may be chance, and by night the next time is far.
    auto const silent = inputs.silences.find(name);
    if (silent != inputs.silences.end() && silent->second.times > 1 && now - silent->second.since > waiting_max) {
        auto const& [since, times, why] = silent->second;
        part.since = part.since ? std::min(*part.since, since) : since;
        add(part.why, "Sinds " + rfc3339(since) + " is er niets op te halen: " + why + ".",
            "Nothing could be fetched since " + rfc3339(since) + ": " + why + ".");
    }
    part.well = part.why.empty();
    // Taken, but not whole: not yet ill, since it may be mended within the term of its receipt.
    if (auto const found = census.amiss.find(name); found != census.amiss.end() && found->second > 0) {
        auto const many = std::to_string(found->second);
        if (part.well) part.since = at(census.oldest_amiss, name);
        add(part.why, many + " overdrachten aangenomen, maar niet volledig: vraag het na bij de tegenpartij.",
            many + " transfers taken, but not whole: ask the counterpart.");
        part.warns = part.well;
    }
    return part;
}

/// Those that are served, and those that are no longer but still have transfers.
std::set<std::string> counterparts_in(HealthInputs const& inputs, Census const& census) {
    std::set<std::string> names;
    for (auto const& name : inputs.counterparts) names.insert(name.text);
    for (auto const& [key, number] : census.transfers) names.insert(key.first);
    return names;
}

}  // namespace

api::HealthReport health_of(HealthInputs const& inputs) {
    auto const now = inputs.clock.now();
    api::HealthReport report;
    report.parts.push_back(content_part(inputs.spool, inputs.limits.free_bytes_min));
    report.parts.push_back(keys_part(inputs.signer, now, inputs.limits.certificate));
    report.parts.push_back({.name = "schemas",
                            .well = !inputs.catalogue.types().empty(),
                            .vital = true,
                            .why = inputs.catalogue.types().empty()
                                       ? Text{"Er is geen enkel documenttype geladen.", "No document type is loaded."}
                                       : Text{}});
    try {
        auto const census = inputs.ledger.census();
        report.parts.push_back({.name = "ledger", .well = true, .vital = true, .why = {}});
        report.parts.push_back(seals_part(census, now, inputs.limits.seal_max));
        report.parts.push_back(time_part(inputs, census.time, now));
        if (census.evidence.records > 0) report.parts.push_back(evidence_part(inputs, census.evidence, now));
        for (auto const& name : counterparts_in(inputs, census))
            report.parts.push_back(counterpart_part(inputs, census, name, now));
    } catch (Outage const& outage) {
        report.parts.push_back({.name = "ledger",
                                .well = false,
                                .vital = true,
                                .why = {"Het grootboek kan niet gelezen worden: " + std::string(outage.what()),
                                        "The ledger cannot be read: " + std::string(outage.what())}});
    }
    return report;
}

api::HealthReport IllSince::noted(api::HealthReport report, Instant now) {
    first_seen_.with([&](auto& first_seen) {
        for (auto& part : report.parts) {
            if (part.well && !part.warns) first_seen.erase(part.name);
            else if (!part.since) part.since = first_seen.emplace(part.name, now).first->second;
        }
    });
    return report;
}

}  // namespace wetbode
