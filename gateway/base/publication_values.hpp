// SPDX-License-Identifier: EUPL-1.2
// The forms of publication data: numac, ELI, days, and how the Parliament cites its documents. One door for whoever
// tells them. Pure; any thread.
#pragma once

#include "gateway/publication.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace wetbode {

inline constexpr std::size_t publication_value_bytes_max = 500;

/// The value as it is kept; empty if it has not the form of its key, or the key does not exist.
/// numac: 10 digits. eli: http(s)://[www.]ejustice.just.fgov.be/eli/{wet, decreet, besluit ... or in French}/YYYY/MM/
/// DD/{numac}[/staatsblad, /justel or /moniteur]. eli_codex: the same path at codex.vlaanderen.be, or its portal's
/// /Zoeken/Document.aspx?DID={id}. Days are of the calendar, 1831 or later. document: "340 (2014-2015) nr. 3", the
/// number of the piece may be absent.
[[nodiscard]] std::optional<std::string> publication_value(std::string_view key, std::string_view value);

/// "eli" or "eli_codex", whichever form it has.
[[nodiscard]] std::optional<PublicationFact> eli_fact(std::string_view uri);
/// Of an address that is an "eli"; else empty.
[[nodiscard]] std::string numac_in(std::string_view eli);

/// The day in Belgium of "2025-06-25" or of an RFC 3339 instant: midnight there is the day before in UTC.
[[nodiscard]] std::optional<std::string> belgian_day(std::string_view told);

}  // namespace wetbode
