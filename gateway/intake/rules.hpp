// SPDX-License-Identifier: EUPL-1.2
// Rules that a manifest must meet before anything is read from its files. Pure functions; any thread.
#pragma once

#include "gateway/refusal.hpp"
#include "gateway/submission.hpp"

#include <optional>

namespace wetbode {

inline constexpr std::size_t pieces_max = 1000;
inline constexpr std::size_t files_max = 5000;

/// Numbers, lengths, doubles and file names: refusal MANIFEST_INVALID.
[[nodiscard]] std::optional<Refusal> manifest_fault(Manifest const& manifest);

/// The name under schemas/ that the XML of a letter must satisfy.
inline constexpr std::string_view letter_document_type = "citizen-letter";

/// Recipient, numbers, addresses and the one document of a letter: refusal LETTER_INVALID. A dossier passes.
[[nodiscard]] std::optional<Refusal> letter_fault(Manifest const& manifest);

/// The file that is the letter, XML or PDF; null for a dossier. Only for a manifest that passed letter_fault().
[[nodiscard]] Rendition const* letter_document(Manifest const& manifest);

}  // namespace wetbode
