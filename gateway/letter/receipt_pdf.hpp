// SPDX-License-Identifier: EUPL-1.2
// A receipt on paper (Dutch: ontvangstbewijs), or the notice that a submission was refused: A4 pages, PDF/A-2b, with
// a QR code. It tells what holds at one instant, which stands on it. Not sealed yet. Any thread.
#pragma once

#include "gateway/ledger.hpp"
#include "gateway/letter/letter_pdf.hpp"
#include "gateway/text.hpp"

#include <cstddef>
#include <filesystem>
#include <string>

namespace wetbode {

/// Which seal the PDF gets: it says so of itself.
struct ReceiptSeal {
    std::string level;   ///< "B-LT"; empty: none
    std::string wanted;  ///< level that the settings ask for, if a service that it needs is away; else empty
};

struct ReceiptFacts {
    SubmissionView const& submission;
    Instant made;          ///< all of it holds at this instant
    Digest digest;         ///< of the receipt as JSON: the same for ever
    std::string issuer;    ///< who gives it: the subject of the certificate of the seal
    std::string base_url;  ///< public address of the gateway; empty: it is not told
    ReceiptSeal seal;
};

/// More are told as a number; the receipt as JSON, whose digest stands on paper, names them all.
inline constexpr std::size_t receipt_files_max = 1000;
inline constexpr std::size_t receipt_transfers_max = 100;
inline constexpr std::size_t receipt_faults_max = 200;
inline constexpr int receipt_pages_max = 300;

/// What the QR code says: where to ask, which submission, and the digest of its receipt. Nothing personal.
[[nodiscard]] std::string receipt_code(ReceiptFacts const& facts);

/// Throws Outage("letters") if the typefaces are not installed. A character that they lack stands there by its number.
[[nodiscard]] LetterPages receipt_pdf(ReceiptFacts const& facts, Language language, std::filesystem::path const& spool);

}  // namespace wetbode
