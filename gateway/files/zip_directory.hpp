// SPDX-License-Identifier: EUPL-1.2
// What a ZIP file says is in it, read without unpacking anything: central directory and local headers, ZIP64 too.
// libzip does not tell where entries lie; a bomb lies twice in the same place. Milder than the layout that seals ask
// for: word processors leave gaps. Private to this folder; pure but for reading.
#pragma once

#include "gateway/files/budget.hpp"
#include "gateway/files/bytes.hpp"
#include "gateway/files/report.hpp"

#include <vector>

namespace wetbode::files {

struct ZipMember {
    std::string name;
    std::uint64_t packed = 0;
    std::uint64_t bytes = 0;
    std::uint64_t offset = 0;
    bool encrypted = false;
    [[nodiscard]] bool is_folder() const { return name.ends_with('/'); }
};

struct ZipDistrust {
    FileRule rule;
    std::string place;
    Text why;  ///< without a full stop: "er is geen inhoudsopgave"
};

/// In the order of the directory. Throws Outage; Exhausted when the time is up.
[[nodiscard]] tl::expected<std::vector<ZipMember>, ZipDistrust> zip_directory(Bytes const& bytes,
                                                                              FileLimits const& limits,
                                                                              Budget& budget);

/// May this name be a path below a folder of whoever unpacks it?
[[nodiscard]] bool is_harmless_path(std::string_view name);

}  // namespace wetbode::files
