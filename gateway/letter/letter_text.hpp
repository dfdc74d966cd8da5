// SPDX-License-Identifier: EUPL-1.2
// What a citizen-letter document says (schemas/citizen-letter/1), read through the XML door. Any thread.
#pragma once

#include "gateway/content.hpp"
#include "gateway/refusal.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace wetbode::letter {

struct Emphasis {
    std::size_t begin = 0;  ///< in bytes of the text
    std::size_t end = 0;
};

enum class ParagraphKind { text, heading, item };

struct Paragraph {
    std::string text;  ///< a line feed is a line break that the author wants
    std::vector<Emphasis> emphasis;
    ParagraphKind kind = ParagraphKind::text;
};

struct LetterText {
    std::string language;  ///< as the document says it; empty = it does not
    std::string reference;
    std::string your_reference;
    std::string subject;
    std::string date;      ///< "2026-11-23", without a time zone
    std::string salutation;
    std::vector<Paragraph> paragraphs;
    std::string closing;
    std::vector<std::string> signatory;  ///< name, then function, then service
    std::vector<std::string> enclosures;
};

/// More text than this fills more pages than a letter may have, whatever its shape.
inline constexpr std::size_t text_bytes_max = 1'000'000;
inline constexpr std::size_t paragraphs_max = 10'000;

[[nodiscard]] Refusal too_long();

/// Refusal LETTER_TEXT if it is no letter (the schema has the last word on details; this reads what a valid document
/// holds), LETTER_TOO_LONG beyond the limits above.
[[nodiscard]] Result<LetterText> letter_text(Content const& document);

}  // namespace wetbode::letter
