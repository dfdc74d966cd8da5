// SPDX-License-Identifier: EUPL-1.2
#include "gateway/chosen_trust.hpp"

#include "gateway/verification/trust_folder.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace wetbode {
namespace {

/// A PDF whose structure cannot be followed is not one without a signature: nobody can tell.
bool is_unreadable_pdf(Rendition const& file, VerificationReport const& report) {
    return file.media_type.starts_with("application/pdf") && report.format.empty() && report.files.empty();
}

SignatureFound::State state_of(Rendition const& file, VerificationReport const& report) {
    using enum SignatureFound::State;
    if (report.format.empty() && report.signatures.empty() && !is_unreadable_pdf(file, report)) return none;
    switch (report.verdict) {
        case SealVerdict::passed: return passed;
        case SealVerdict::indeterminate: return indeterminate;
        case SealVerdict::failed: break;
    }
    return failed;
}

/// None of them is over what the file shows now; of several, one made last is enough.
bool is_partial(SignatureReport const& one) { return one.coverage == Coverage::part || one.added_to; }

}  // namespace

VerificationOptions chosen_trust(ops::Settings const& settings) {
    VerificationOptions options;
    auto const folder = settings.text("verification.anchors_folder");
    if (!folder.empty()) options.anchors = anchors_in_folder(folder);
    if (!settings.yes("verification.revocation_needed")) options.policy.revocation = RevocationRule::none;
    options.document_bytes_max = settings.size("validation.document_max");
    return options;
}

SignaturePort signature_port(VerificationOptions options, Clock const& clock, std::filesystem::path spool) {
    options.policy.source = nullptr;  // the door waits for no third party
    return [options = std::move(options), &clock, spool = std::move(spool)](Rendition const& file,
                                                                            Content const& content) {
        auto here = options;
        here.now = clock.now();
        auto report = verify_content(content, file.name, here, spool);
        SignatureFound found;
        found.state = state_of(file, report);
        found.partial = !report.signatures.empty() && std::ranges::all_of(report.signatures, is_partial);
        for (auto& finding : report.findings)
            found.findings.push_back({std::move(finding.code), std::move(finding.message)});
        return found;
    };
}

DoorSignatures chosen_door_signatures(ops::Settings const& settings, SignaturePort verify) {
    auto const& chosen = settings.text("verification.at_door");
    auto const mode = at_door_from(chosen);
    if (!mode)
        throw ops::SettingsError(settings.source().string() + ": verification.at_door = \"" + chosen +
                                 "\" is not off, warn or refuse");
    return {.mode = *mode, .bytes_max = settings.size("verification.at_door_bytes_max"), .verify = std::move(verify)};
}

}  // namespace wetbode
