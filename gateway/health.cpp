// SPDX-License-Identifier: EUPL-1.2
#include "gateway/health.hpp"

#include "gateway/base/files.hpp"
#include "gateway/base/rfc3339.hpp"

#include <system_error>

namespace wetbode {

namespace {

using api::HealthPart;

HealthPart content_part(std::filesystem::path const& spool) {
    constexpr std::uintmax_t free_bytes_min = 512ULL << 20U;
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
        part.why = {"De schijf is bijna vol: nog " + left + ".", "The disk is nearly full: " + left + " left."};
    }
    return part;
}

HealthPart keys_part(Signer const& signer, Instant now) {
    HealthPart part{.name = "keys", .well = true, .vital = false, .why = {}};
    auto const left = std::chrono::floor<std::chrono::days>(signer.not_after() - now).count();
    if (left >= 60) return part;
    auto const until = rfc3339(signer.not_after());
    part.well = false;
    part.why = left < 0 ? Text{"Het zegelcertificaat is verlopen op " + until + ".",
                               "The seal certificate expired on " + until + "."}
                        : Text{"Het zegelcertificaat verloopt over " + std::to_string(left) + " dagen (" + until + ").",
                               "The seal certificate expires in " + std::to_string(left) + " days (" + until + ")."};
    return part;
}

HealthPart seals_part(Census const& census, Instant now, Milliseconds age_max) {
    HealthPart part{.name = "seals", .well = true, .vital = false, .why = {}};
    auto const late = census.oldest_seal_waiting && now - *census.oldest_seal_waiting > age_max;
    if (!late && census.seals_quarantined == 0) return part;
    part.well = false;
    auto const waiting = std::to_string(census.seals_waiting);
    auto const given_up = std::to_string(census.seals_quarantined);
    part.why = {waiting + " indieningen wachten op hun zegel, " + given_up + " staan in quarantaine.",
                waiting + " submissions wait for their seal, " + given_up + " are quarantined."};
    return part;
}

void counterpart_parts(std::vector<HealthPart>& parts, Census const& census) {
    for (auto const& [key, number] : census.transfers) {
        auto const& [counterpart, state] = key;
        if (state != "quarantined" || number == 0) continue;
        auto const many = std::to_string(number);
        parts.push_back({.name = "counterpart." + counterpart,
                         .well = false,
                         .vital = false,
                         .why = {many + " overdrachten in quarantaine: een beheerder is aan zet.",
                                 many + " transfers quarantined: an administrator must act."}});
    }
}

}  // namespace

api::HealthReport health_of(HealthInputs const& inputs) {
    auto const now = inputs.clock.now();
    api::HealthReport report;
    report.parts.push_back(content_part(inputs.spool));
    report.parts.push_back(keys_part(inputs.signer, now));
    report.parts.push_back({.name = "schemas",
                            .well = !inputs.catalogue.types().empty(),
                            .vital = true,
                            .why = inputs.catalogue.types().empty()
                                       ? Text{"Er is geen enkel documenttype geladen.", "No document type is loaded."}
                                       : Text{}});
    try {
        auto const census = inputs.ledger.census();
        report.parts.push_back({.name = "ledger", .well = true, .vital = true, .why = {}});
        report.parts.push_back(seals_part(census, now, inputs.seal_age_max));
        counterpart_parts(report.parts, census);
    } catch (Outage const& outage) {
        report.parts.push_back({.name = "ledger",
                                .well = false,
                                .vital = true,
                                .why = {"Het grootboek kan niet gelezen worden: " + std::string(outage.what()),
                                        "The ledger cannot be read: " + std::string(outage.what())}});
    }
    return report;
}

}  // namespace wetbode
