// SPDX-License-Identifier: EUPL-1.2
// The check with the rules that are shipped, and short words for asking it.
#pragma once

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/files/check.hpp"
#include "gateway/ops/policies.hpp"

#include <set>
#include <string>

namespace wetbode::made {

inline constexpr char const* pdf_type = "application/pdf";
inline constexpr char const* docx_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
inline constexpr char const* xlsx_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
inline constexpr char const* odt_type = "application/vnd.oasis.opendocument.text";
inline constexpr char const* zip_type = "application/vnd.etsi.asic-e+zip";

inline FilesPolicy shipped_policy() {
    auto const file = std::filesystem::path(WETBODE_SOURCE_DIR) / "conf/files.toml";
    return ops::files_from(read_file(file, 1 << 20), file);
}

inline FileFindings found_in(std::string const& bytes, char const* type, std::string const& name = "bijlage",
                             FilesPolicy policy = shipped_policy()) {
    return FileCheck(std::move(policy)).check({name, type}, content_of(bytes));
}

/// "FILE.PDF.BROKEN" or "FILE.PDF.DAMAGED (warning)", each once, in order of the alphabet, with a space between.
inline std::string codes(FileFindings const& found) {
    std::set<std::string> all;
    for (auto const& fault : found.faults)
        all.insert(fault.code + (fault.severity == Severity::warning ? " (warning)" : ""));
    std::string text;
    for (auto const& one : all) text += (text.empty() ? "" : " ") + one;
    return text;
}

inline std::string codes_in(std::string const& bytes, char const* type, std::string const& name = "bijlage") {
    return codes(found_in(bytes, type, name));
}

}  // namespace wetbode::made
