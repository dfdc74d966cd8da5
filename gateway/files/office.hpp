// SPDX-License-Identifier: EUPL-1.2
// What the parts of an archive say about an office document: OOXML (ECMA-376 part 2) and ODF. The few parts that must
// be read are XML and go through the door in gateway/xml. Private to this folder; one thread.
#pragma once

#include "gateway/files/report.hpp"

#include <map>

namespace wetbode::files {

inline constexpr std::uint64_t office_part_max = 4ULL << 20U;

struct OfficeParts {
    std::vector<std::string> names;           ///< every entry of the archive
    std::map<std::string, std::string> read;  ///< the octets of those for which is_office_part()
};

[[nodiscard]] bool is_office_part(std::string_view name);

/// `expected`: the type that the file was declared as; null for an archive within an archive.
void check_office(OfficeParts const& parts, AllowedFileType const* expected, std::string_view place, Report& report);

}  // namespace wetbode::files
