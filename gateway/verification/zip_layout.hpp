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
    std::uint64_t packed = 0;   ///< as it lies in the file
    std::uint64_t offset = 0;   ///< of the local header
    std::uint32_t crc = 0;      ///< CRC-32 of what is unpacked, as declared
    bool stored = false;        ///< else deflated
    bool bare = false;          ///< local header without extra field
    [[nodiscard]] bool is_folder() const { return name.ends_with('/'); }
};

struct ZipLayout {
    std::vector<ZipEntry> entries;  ///< in the order of the central directory
    bool commented = false;         ///< the file or an entry carries a comment, which nothing can cover
};

/// The Text says what is not to be trusted. Limits: 10 000 entries, 8 GiB unpacked, 200 times the packed size (above
/// 1 MiB), comments of 1 KiB, extra fields of 36 octets. No encryption, no ZIP64, no links, devices and hidden files,
/// no octets in a folder, no extra field but times and rights, no name beyond ASCII that does not say that it is UTF-8,
/// no method but stored and deflated, no version, system or attribute that is not in the specification, and no two
/// names that are one on some system (zip_names.hpp). What is left free: when a file was made, by which version of what
/// program, and its rights. Throws Outage("content") if the disk fails.
[[nodiscard]] tl::expected<ZipLayout, Text> zip_layout(int descriptor);

}  // namespace wetbode
