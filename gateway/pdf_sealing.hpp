// SPDX-License-Identifier: EUPL-1.2
// The seal within PDFs that the gateway makes itself, letters and printed receipts, at the level that the settings ask
// for, or the best that can be had now. Private to the composition root and its tests. Any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/ops/settings.hpp"
#include "gateway/pades/seal_pdf.hpp"
#include "gateway/refusal.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

/// "B-B", "B-T", "B-LT", "B-LTA".
[[nodiscard]] std::string_view name_of(PdfSealLevel level);

/// What `place` ("sealing.letters") asks for; empty: off. Throws SettingsError for another word, and for a level above
/// B-B where no time authority is set.
[[nodiscard]] std::optional<PdfSealLevel> pdf_seal_level(ops::Settings const& settings, std::string const& place);

/// Whom to ask above B-B, when a PDF is sealed.
using PdfPortsSource = std::function<PdfSealPorts()>;

struct SealedPdf {
    Content pdf;
    PdfSealLevel level = PdfSealLevel::b;
    std::string why;  ///< of a lower level than was wanted: the outage; empty: it has that level
};

/// Makes and seals the PDF at this level. Called again with a lower one when a service is away: what the PDF says of
/// itself may then be another.
using SealAtLevel = std::function<Result<Content>(PdfSealLevel level)>;

/// At `wanted`; without revocation data at B-T, without a time authority at B-B. Throws Outage if even that fails.
[[nodiscard]] Result<SealedPdf> sealed_at_best(PdfSealLevel wanted, SealAtLevel const& seal);

/// Removes the file of a content that only its maker needed.
void drop_spooled(Content const& content);

}  // namespace wetbode
