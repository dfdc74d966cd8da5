// SPDX-License-Identifier: EUPL-1.2
// An archive (ZIP): unpacked once from front to end, nothing kept but what must be looked into. Office documents are
// archives too. Private to this folder; one thread.
#pragma once

#include "gateway/files/budget.hpp"
#include "gateway/files/bytes.hpp"
#include "gateway/files/report.hpp"

namespace wetbode::files {

inline constexpr std::string_view zip_magic = "PK\x03\x04";

/// `expected`: the type that the file was declared as.
void check_archive(Bytes const& bytes, AllowedFileType const* expected, Budget& budget, Report& report);

}  // namespace wetbode::files
