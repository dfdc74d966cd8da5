// SPDX-License-Identifier: EUPL-1.2
// Where the entries of a ZIP file lie, read so strictly that no two programs can disagree about what is in it: local
// headers and central directory say the same, entries touch each other, nothing lies between, before or behind them.
// Without this, a file could be hidden from us that a careless reader unpacks. Pure but for reading.
#pragma once

#include "gateway/text.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace wetbode {

struct ZipEntry {
    std::string name;           ///< safe (names.hpp); a folder keeps its slash at the end
    std::uint64_t bytes = 0;    ///< unpacked, as declared
    std::uint64_t offset = 0;   ///< of the local header
    bool stored = false;
    bool bare = false;          ///< local header without extra field
    [[nodiscard]] bool is_folder() const { return name.ends_with('/'); }
};

/// Entries in the order of the central directory. The Text says what is not to be trusted. Limits: 10 000 entries,
/// 8 GiB unpacked, 200 times the packed size (above 1 MiB), no encryption, no ZIP64, no second name of an entry,
/// no method but stored and deflated. Throws Outage("content") if the disk fails.
[[nodiscard]] tl::expected<std::vector<ZipEntry>, Text> zip_layout(int descriptor);

}  // namespace wetbode
