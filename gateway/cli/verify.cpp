// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/verify.hpp"

#include "adapters/rest/public_fetch.hpp"
#include "adapters/rest/rest_fetch.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/clock.hpp"
#include "gateway/refusal.hpp"
#include "gateway/revocation/revocation_source.hpp"
#include "gateway/verification/expected_signers.hpp"
#include "gateway/verification/report_json.hpp"
#include "gateway/verification/trust_folder.hpp"
#include "gateway/verification/verification.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <iostream>
#include <iterator>
#include <memory>
#include <optional>

namespace wetbode::cli {

namespace {

std::string said(Language language, std::string_view nl, std::string_view en) {
    return std::string(language == Language::nl ? nl : en);
}

/// Whoever names an authority by hand vouches for it: if its certificates name no revocation service, none is asked.
VerificationOptions options_of(VerifyOrder const& order, Instant now, RevocationSource* source) {
    VerificationOptions options;
    options.now = now;
    auto anchors = anchors_in_files(order.anchors);
    for (auto& anchor : anchors) anchor.no_revocation = true;
    auto const add = [&](TrustAnchors more) { std::move(more.begin(), more.end(), std::back_inserter(anchors)); };
    if (!order.anchor_folder.empty()) add(anchors_in_folder(order.anchor_folder));
    add(anchors_in_lists(order.trust_lists, order.trust_list_signers, now));
    options.anchors = std::move(anchors);
    options.policy.source = source;
    if (order.revocation == "none") options.policy.revocation = RevocationRule::none;
    return options;
}

/// Answers are kept while the command runs; null if nobody is to be asked.
std::unique_ptr<RevocationSource> source_of(VerifyOrder const& order, Clock const& clock) {
    if (order.ask == "never") return nullptr;
    RevocationSettings settings;
    settings.time = Milliseconds{5'000};
    settings.response_age = settings.list_age = std::chrono::minutes{10};
    auto fetch = order.ask == "any" ? rest::rest_fetch({}) : rest::public_fetch({});
    return http_revocation_source(std::move(settings), std::move(fetch), clock, {});
}

void print(VerificationReport const& report, std::filesystem::path const& file, VerifyOrder const& order) {
    if (order.output == Output::text) {
        std::cout << told(report, file.string(), order.language);
        return;
    }
    auto value = nlohmann::json::parse(json_of(report));
    value["file"] = file.string();
    std::cout << value.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) << "\n";
}

int verify_all(VerifyOrder const& order, VerificationOptions const& options) {
    int status = done;
    for (auto const& file : order.files) {
        if (!std::filesystem::is_regular_file(file)) {
            std::cerr << file.string()
                      << said(order.language, ": dat bestand is er niet\n", ": there is no such file\n");
            status = misused;
            continue;
        }
        auto report = order.evidence.empty()
                          ? verify_file(file, options)
                          : verify_with_evidence(file, read_file(order.evidence, evidence_bytes_max), options);
        add_expected(report, order.expected);
        print(report, file, order);
        if (report.verdict != SealVerdict::passed && status == done) status = negative;
    }
    return status;
}

/// What is wrong with the order, beside its files; empty if nothing is.
std::string fault_in(VerifyOrder const& order) {
    auto const told = [&](std::string_view nl, std::string_view en) { return said(order.language, nl, en); };
    if (!order.evidence.empty() && order.files.size() != 1)
        return told("--evidence hoort bij één bestand", "--evidence goes with one file");
    if (order.trust_lists.empty() != order.trust_list_signers.empty())
        return told("--trust-list en --trust-list-signer horen bij elkaar",
                    "--trust-list and --trust-list-signer go together");
    if (order.expected.size() > expected_signers_max)
        return told("--expect mag hoogstens zestien keer", "--expect may be given at most sixteen times");
    for (auto const& one : order.expected)
        if (auto const fault = fault_in_expected(one)) return "--expect: " + fault->in(order.language);
    return {};
}

}  // namespace

int verify(VerifyOrder const& order) {
    auto const now = order.at.empty() ? std::optional(SystemClock{}.now()) : from_rfc3339(order.at);
    if (!now) {
        std::cerr << order.at << said(order.language, ": dat is geen tijdstip, zoals 2026-11-23T12:00:00Z\n",
                                      ": that is not a time, such as 2026-11-23T12:00:00Z\n");
        return misused;
    }
    if (auto const fault = fault_in(order); !fault.empty()) {
        std::cerr << fault << "\n";
        return misused;
    }
    try {
        SystemClock const clock;
        auto const source = source_of(order, clock);
        return verify_all(order, options_of(order, *now, source.get()));
    } catch (Outage const& outage) {
        std::cerr << outage.what() << "\n";
        return misused;
    }
}

}  // namespace wetbode::cli
