// SPDX-License-Identifier: EUPL-1.2
// Writes an ASiC-E container (ETSI EN 319 162-1): a ZIP file whose first entry is `mimetype`, everything stored as it
// is. Nothing is compressed, so packing costs no time, the size is known beforehand, and the same input gives the same
// octets. Any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/time.hpp"

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

struct ContainerEntry {
    std::string name;
    Content const* content;  ///< checked against its digest while it is copied
};

/// ODF manifest (META-INF/manifest.xml): names and media types.
struct ManifestLine {
    std::string_view name;
    std::string_view media_type;
};
[[nodiscard]] std::string container_manifest(std::vector<ManifestLine> const& lines);

/// `entries` follow the mimetype in this order and carry `at` (UTC) as their time. Up to 64 KiB the container comes
/// back in memory; a larger one is a file in `spool`, readable by the owner only, fsynced and hashed; whoever calls
/// removes or moves it. Throws Outage("content"), also above 4 GiB: without the ZIP64 extension every reader agrees
/// on where the entries are.
[[nodiscard]] Content write_container(std::vector<ContainerEntry> const& entries, Instant at,
                                      std::filesystem::path const& spool);

}  // namespace wetbode
