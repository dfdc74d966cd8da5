// SPDX-License-Identifier: EUPL-1.2
// The command `verify`: checks signed files of this machine, without a running gateway.
#pragma once

#include "gateway/cli/remote.hpp"
#include "gateway/text.hpp"
#include "gateway/verification/report.hpp"

#include <filesystem>
#include <string>
#include <vector>

namespace wetbode::cli {

struct VerifyOrder {
    std::vector<std::filesystem::path> files;
    std::vector<std::filesystem::path> anchors;             ///< trusted by hand: see the README of verification
    std::filesystem::path anchor_folder;                    ///< empty: none
    std::vector<std::filesystem::path> trust_lists;         ///< ETSI TS 119 612, judged as of `at`
    std::vector<std::filesystem::path> trust_list_signers;  ///< one of them signed each list
    std::filesystem::path evidence;                         ///< of the only file; empty: none
    std::vector<std::string> expected;                      ///< who must have signed, every file
    std::string at;                                         ///< RFC 3339; empty: now
    std::string revocation = "needed";                      ///< needed, none
    std::string ask = "public";                             ///< services of revocation: never, public, any address
    Language language = Language::nl;
    Output output = Output::text;
};

/// Checks every file. done only if all of them are passed; misused for a file, a time or an authority that cannot be
/// read. JSON: one object per line and file.
[[nodiscard]] int verify(VerifyOrder const& order);

/// The report as a person reads it: what is proven, by whom, when, and what is not.
[[nodiscard]] std::string told(VerificationReport const& report, std::string const& name, Language language);

}  // namespace wetbode::cli
