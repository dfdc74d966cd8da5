// SPDX-License-Identifier: EUPL-1.2
// Documents that the twin makes itself: a PDF of any exact size and a small Word document. Real files that open, made
// of nothing but their title. Pure; any thread.
#pragma once

#include "adapters/rest/twin_stream.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace wetbode::parliament {

constexpr std::string_view pdf_type = "application/pdf";
constexpr std::string_view word_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// A PDF of one page (ISO 32000-1) that shows `title` (what is not printable ASCII becomes a '?'). `bytes` is its exact
/// length, made while it is read; a smaller number than it needs gives the smallest. A wish gives always the same.
[[nodiscard]] Octets made_pdf(std::string const& title, std::uint64_t bytes);
/// A Word document (ECMA-376) of one paragraph.
[[nodiscard]] Octets made_docx(std::string const& title);

}  // namespace wetbode::parliament
