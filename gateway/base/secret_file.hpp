// SPDX-License-Identifier: EUPL-1.2
// Whether a file with a secret is one: who else could read it, or put another in its place. Pure but for one look at
// the file; any thread.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace wetbode {

struct Exposure {
    std::string what;  ///< "everybody can read it (mode 0644)"
    std::string mend;  ///< the command, fit for a shell: "chmod g-w,o-rwx /etc/wetbode/seal.key"
};

/// Exposed is what everybody can read or write, and what a group can write; that a group reads it is a way to give it
/// to a service (root:wetbode, 0640). Links are followed. Empty: not exposed, or there is no such file, which is told
/// by whoever reads it.
[[nodiscard]] std::optional<Exposure> exposure_of(std::filesystem::path const& file);

}  // namespace wetbode
