// SPDX-License-Identifier: EUPL-1.2
// Is the certificate that a printer showed one that we trust? libcups would trust whatever it meets first. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace wetbode::print {

/// Loads the authorities once as a check; throws std::invalid_argument with a sentence if the file holds none.
void check_authorities(std::filesystem::path const& ca_file);

/// Empty if `chain` (DER, the printer's own certificate first) leads to an authority of `ca_file` (empty = the
/// system's) and names `host`; otherwise why not, in English.
[[nodiscard]] std::string distrust(std::vector<std::string> const& chain, std::string const& host,
                                   std::filesystem::path const& ca_file);

}  // namespace wetbode::print
