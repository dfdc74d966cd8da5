// SPDX-License-Identifier: EUPL-1.2
// Judges the signatures of a PDF (ETSI EN 319 142-1, EN 319 102-1): what gateway/pades read, against trust. Any thread;
// memory does not grow with the pages.
#pragma once

#include "gateway/content.hpp"
#include "gateway/verification/report.hpp"
#include "gateway/verification/verification.hpp"

#include <string>
#include <vector>

namespace wetbode {

/// Who must have signed: SHA-256 of a certificate (DER; 64 hexadecimal digits), or a part of a subject as the report
/// spells it (RFC 2253): "CN=Vlaams Parlement". Each must be met by a signature that passes.
using ExpectedSigners = std::vector<std::string>;

/// A signature covers the whole document only if nothing lies behind it. What was added later is told: as a warning if
/// it is evidence, a further signature, document information, or allowed by the signature's own certification (DocMDP);
/// else as a finding, because what a reader sees is not what was signed: SIG_CONSTRAINTS_FAILURE, or FORMAT_FAILURE if
/// the certification forbids it. A document time stamp is told with every signature that it covers. Never throws for
/// what is in the file. Throws Outage("content").
[[nodiscard]] VerificationReport verify_pdf(Content const& pdf, std::string const& name,
                                            VerificationOptions const& options, ExpectedSigners const& expected);

}  // namespace wetbode
