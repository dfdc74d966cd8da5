// SPDX-License-Identifier: EUPL-1.2
// Whether the revisions behind a signed one are built so that every reader sees the same objects in them (ISO 32000-1
// sections 7.5.4 to 7.5.8). A reader that stumbles over a cross-reference section builds one of its own, out of all
// objects that it finds; qpdf, which we compare with, may not have stumbled. Private to this folder; one thread.
#pragma once

#include "gateway/pades/names_before.hpp"
#include "gateway/pades/pdf_signatures.hpp"

#include <vector>

namespace wetbode::pades {

/// What is wrong: each is a change of kind `other`. Every cross-reference section behind `before` must be formed to the
/// letter, follow the one before it, and not be hybrid; every object there must be listed where it lies, the last one
/// of its number, and every trailer must belong to a section. `table`: of `now`.
[[nodiscard]] std::vector<PdfChange> flaws_of_sections(files::Bytes const& bytes, OpenPdf& before, OpenPdf& now,
                                                       ObjectTable const& table, files::Budget& budget);

}  // namespace wetbode::pades
