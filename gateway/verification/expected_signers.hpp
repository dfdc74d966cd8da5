// SPDX-License-Identifier: EUPL-1.2
// Did everybody sign who had to? Held against what a verification found, whatever the format of the file. Pure.
#pragma once

#include "gateway/text.hpp"
#include "gateway/verification/report.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// Who must have signed; each must be met by a signature that passes. The forms (README, "Expected signers"):
/// a name; `CN=`, `O=`, `serialNumber=` or `organizationIdentifier=` and the value of that attribute; `sha256:` and the
/// digest of the certificate, or its 64 digits alone; `serial:` and the certificate's serial number, hexadecimal.
using ExpectedSigners = std::vector<std::string>;

inline constexpr std::size_t expected_signers_max = 16;
inline constexpr std::size_t expected_signer_bytes_max = 256;

/// Why nobody can be meant by this; empty if it can be looked for.
[[nodiscard]] std::optional<Text> fault_in_expected(std::string_view expected);

/// One answer for each, in their order. Of several signatures by the same one, the one that passes counts.
[[nodiscard]] std::vector<ExpectedSigner> look_for(ExpectedSigners const& expected,
                                                   std::vector<SignatureReport> const& signatures);

/// Adds them to the report; one who is missing, or whose signature does not pass, is a finding
/// (SIG_CONSTRAINTS_FAILURE), and the verdict follows.
void add_expected(VerificationReport& report, ExpectedSigners const& expected);

/// For people: digits that may be a number of the national register are hidden.
[[nodiscard]] std::string shown(std::string const& expected);

}  // namespace wetbode
