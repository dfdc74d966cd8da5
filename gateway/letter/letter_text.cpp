// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/letter_text.hpp"

#include "gateway/letter/words.hpp"
#include "gateway/xml/door.hpp"

#include <array>
#include <span>
#include <string_view>

namespace wetbode::letter {

namespace {

constexpr std::string_view name_space = "urn:wetbode:citizen-letter:1";
constexpr std::size_t enclosures_max = 100;
constexpr std::size_t signatory_lines_max = 8;

/// Ends the pass early; never leaves this file.
struct TooLong {};

Refusal no_letter(Text detail, std::vector<Fault> faults = {}) {
    return {"LETTER_TEXT",
            {"Van dit document kan geen brief gemaakt worden", "This document cannot be made into a letter"},
            std::move(detail),
            {"Gebruik het type citizen-letter en dien de brief opnieuw in.",
             "Use the type citizen-letter and submit the letter again."},
            std::move(faults)};
}

class Reader final : public xml::Sink {
public:
    void start_element(xml::Element const& element) override {
        auto const name = element.uri == name_space ? element.local : std::string_view{};
        if (name == "signatory") in_signatory_ = true;
        if (name == "letter")
            for (auto const& attribute : element.attributes)
                if (attribute.uri.empty() && attribute.local == "language") letter_.language = attribute.value;
        if (name == "lineBreak" && open_) {
            flush();
            paragraph_.text += '\n';
            gap_ = false;
            return;
        }
        if (name == "emphasis" && open_) {
            flush();
            emphasis_from_ = paragraph_.text.size();
            emphasised_ = true;
            return;
        }
        if (holds_text(name) || in_signatory_) {
            end_signatory_line();
            begin();
        }
    }

    void end_element(std::string_view local, std::string_view, std::string_view uri) override {
        auto const name = uri == name_space ? local : std::string_view{};
        if (name == "emphasis" && emphasised_) {
            flush();
            emphasised_ = false;
            if (paragraph_.text.size() > emphasis_from_)
                paragraph_.emphasis.push_back({emphasis_from_, paragraph_.text.size()});
            return;
        }
        if (name == "lineBreak") return;
        if (in_signatory_) {
            end_signatory_line();
            if (name == "signatory") in_signatory_ = false;
            return;
        }
        if (open_ && holds_text(name)) store(name);
    }

    void characters(std::string_view text) override {
        if (!open_) return;
        bytes_ += text.size();
        if (bytes_ > text_bytes_max) throw TooLong();
        raw_ += text;
    }

    [[nodiscard]] LetterText take() { return std::move(letter_); }

private:
    static bool holds_text(std::string_view name) {
        // Every element of the schema that holds text: what is not named here would not be printed.
        constexpr std::array<std::string_view, 11> names{"reference", "yourReference", "subject", "date",
                                                         "salutation", "heading", "paragraph", "item",
                                                         "closing", "signatory", "enclosure"};
        for (auto const known : names)
            if (known == name) return true;
        return false;
    }

    void begin() {
        open_ = true;
        emphasised_ = false;
        raw_.clear();
        paragraph_ = {};
    }

    /// White space at the border of emphasis belongs to the text before it, or to none.
    void flush() {
        constexpr std::string_view blank = " \t\r\n";
        bool const leads = !raw_.empty() && blank.find(raw_.front()) != std::string_view::npos;
        bool const trails = !raw_.empty() && blank.find(raw_.back()) != std::string_view::npos;
        auto const words = washed(raw_);
        raw_.clear();
        bool const at_line_start = paragraph_.text.empty() || paragraph_.text.back() == '\n';
        gap_ = !at_line_start && (gap_ || leads);
        if (words.empty()) return;
        if (gap_) {
            paragraph_.text += ' ';
            if (emphasised_ && emphasis_from_ + 1 == paragraph_.text.size()) ++emphasis_from_;
        }
        paragraph_.text += words;
        gap_ = trails;
    }

    void store(std::string_view name) {
        flush();
        gap_ = false;
        open_ = false;
        auto& text = paragraph_.text;
        if (name == "reference") letter_.reference = std::move(text);
        else if (name == "yourReference") letter_.your_reference = std::move(text);
        else if (name == "subject") letter_.subject = std::move(text);
        else if (name == "date") letter_.date = text.substr(0, 10);  // xs:date may carry a time zone
        else if (name == "salutation") letter_.salutation = std::move(text);
        else if (name == "closing") letter_.closing = std::move(text);
        else if (name == "enclosure" && !text.empty()) {
            if (letter_.enclosures.size() == enclosures_max) throw TooLong();
            letter_.enclosures.push_back(std::move(text));
        } else if (!text.empty()) {
            if (letter_.paragraphs.size() == paragraphs_max) throw TooLong();
            paragraph_.kind = name == "heading" ? ParagraphKind::heading
                              : name == "item"  ? ParagraphKind::item
                                                : ParagraphKind::text;
            letter_.paragraphs.push_back(std::move(paragraph_));
        }
    }

    void end_signatory_line() {
        if (!in_signatory_ || !open_) return;
        flush();
        gap_ = false;
        if (paragraph_.text.empty()) return;
        if (letter_.signatory.size() == signatory_lines_max) throw TooLong();
        letter_.signatory.push_back(std::move(paragraph_.text));
        paragraph_ = {};
    }

    LetterText letter_;
    Paragraph paragraph_;
    std::string raw_;
    std::size_t bytes_ = 0;
    std::size_t emphasis_from_ = 0;
    bool open_ = false;
    bool emphasised_ = false;
    bool in_signatory_ = false;
    bool gap_ = false;
};

}  // namespace

Refusal too_long() {
    return {"LETTER_TOO_LONG",
            {"De brief is te lang", "The letter is too long"},
            {"Een brief heeft hoogstens 100 bladzijden.", "A letter has at most 100 pages."},
            {"Kort de brief in of splits hem.", "Shorten the letter or split it."},
            {}};
}

Result<LetterText> letter_text(Content const& document) {
    Reader reader;
    std::array<xml::Sink*, 1> const sinks{&reader};
    xml::Limits limits;
    limits.bytes_max = 16ULL * text_bytes_max;
    limits.depth_max = 32;
    try {
        auto const read = xml::read(document, limits, sinks);
        if (!read && read.error().code == "XML.TOO_LARGE") return tl::unexpected(too_long());
        if (!read) return tl::unexpected(no_letter(read.error().message, {read.error()}));
    } catch (TooLong const&) {
        return tl::unexpected(too_long());
    }
    auto letter = reader.take();
    if (letter.paragraphs.empty())
        return tl::unexpected(no_letter({"Het document bevat geen enkele alinea van een brief.",
                                         "The document holds no paragraph of a letter."}));
    return letter;
}

}  // namespace wetbode::letter
