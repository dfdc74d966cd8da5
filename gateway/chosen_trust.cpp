// SPDX-License-Identifier: EUPL-1.2
#include "gateway/chosen_trust.hpp"

#include "gateway/verification/trust_folder.hpp"

namespace wetbode {

VerificationOptions chosen_trust(ops::Settings const& settings) {
    VerificationOptions options;
    auto const folder = settings.text("verification.anchors_folder");
    if (!folder.empty()) options.anchors = anchors_in_folder(folder);
    if (!settings.yes("verification.revocation_needed")) options.policy.revocation = RevocationRule::none;
    options.document_bytes_max = settings.size("validation.document_max");
    return options;
}

}  // namespace wetbode
