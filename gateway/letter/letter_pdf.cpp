// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/letter_pdf.hpp"

#include "gateway/letter/carrier.hpp"
#include "gateway/letter/letter_text.hpp"
#include "gateway/letter/typesetter.hpp"
#include "gateway/letter/words.hpp"

#include <system_error>

namespace wetbode {

namespace {

Result<letter::Sheet> addressed_sheet(Letter const& given, std::string const& language) {
    auto lines = letter::address_lines(given.recipient, language);
    if (!lines) return tl::unexpected(lines.error());
    letter::Sheet sheet;
    sheet.language = language;
    sheet.sender_name = letter::washed(given.sender_name);
    sheet.return_address = letter::return_line(given.sender_address, language);
    sheet.address = std::move(*lines);
    sheet.reference = letter::washed(given.reference);
    sheet.subject = letter::washed(given.subject);
    return sheet;
}

/// Removes a spooled content that only we needed, whatever happens.
class SpooledOnce {
public:
    explicit SpooledOnce(Content const& content) : content_(content) {}
    SpooledOnce(SpooledOnce const&) = delete;
    SpooledOnce& operator=(SpooledOnce const&) = delete;
    ~SpooledOnce() {
        if (content_.in_memory()) return;
        std::error_code left_behind;
        std::filesystem::remove(std::get<std::filesystem::path>(content_.where), left_behind);
    }

private:
    Content const& content_;
};

Refusal no_date() {
    return {"LETTER_TEXT",
            {"Van dit document kan geen brief gemaakt worden", "This document cannot be made into a letter"},
            {"De datum van de brief bestaat niet of is niet als jjjj-mm-dd geschreven.",
             "The date of the letter does not exist or is not written as yyyy-mm-dd."},
            {"Verbeter het element date.", "Mend the element date."},
            {}};
}

}  // namespace

Result<LetterPages> letter_from_xml(Letter const& given, Content const& document, std::filesystem::path const& spool) {
    auto text = letter::letter_text(document);
    if (!text) return tl::unexpected(text.error());
    auto const language = text->language.empty() ? given.language : text->language;
    auto sheet = addressed_sheet(given, language);
    if (!sheet) return tl::unexpected(sheet.error());
    sheet->date = letter::date_in(language, text->date);
    if (sheet->date.empty()) return tl::unexpected(no_date());
    sheet->iso_date = text->date;
    // What stands in the document goes before the manifest: it is what was signed for.
    if (!text->reference.empty()) sheet->reference = std::move(text->reference);
    if (!text->subject.empty()) sheet->subject = std::move(text->subject);
    sheet->salutation = std::move(text->salutation);
    sheet->paragraphs = std::move(text->paragraphs);
    sheet->closing = std::move(text->closing);
    sheet->signatory = std::move(text->signatory);
    sheet->your_reference = std::move(text->your_reference);
    sheet->enclosures = std::move(text->enclosures);
    return letter::set_letter(*sheet, spool);
}

Result<LetterPages> letter_from_pdf(Letter const& given, Content const& pdf, std::filesystem::path const& spool) {
    auto const pages = letter::pages_of(pdf);
    if (!pages) return tl::unexpected(pages.error());
    auto sheet = addressed_sheet(given, given.language);
    if (!sheet) return tl::unexpected(sheet.error());
    sheet->paragraphs.push_back({std::string(letter::words_in(given.language).enclosed), {}});
    auto const carrier = letter::set_letter(*sheet, spool);
    if (!carrier) return tl::unexpected(carrier.error());
    SpooledOnce const once(carrier->pdf);
    if (carrier->pages != 1) return tl::unexpected(letter::too_long());
    return letter::put_before(carrier->pdf, pdf, spool);
}

}  // namespace wetbode
