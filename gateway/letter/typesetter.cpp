// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/typesetter.hpp"

#include "gateway/letter/canvas.hpp"
#include "gateway/letter/carrier.hpp"
#include "gateway/letter/geometry.hpp"
#include "gateway/letter/pages.hpp"
#include "gateway/letter/pango.hpp"
#include "gateway/letter/words.hpp"

#include <array>
#include <optional>

namespace wetbode::letter {

namespace {

constexpr double body_points = 11;
constexpr double small_points = 8;
constexpr double label_width = 32;
constexpr double paragraph_gap = 3;
constexpr double signature_room = 20;  ///< for a signature by hand
/// Type of the address: the largest that fits. Sorting machines read 8 pt and more.
constexpr std::array address_points{10.5, 10.0, 9.5, 9.0, 8.5, 8.0};

constexpr double item_indent = 5;

constexpr Style body_style{Face::serif, body_points, Weight::normal, Align::left};
constexpr Style heading_style{Face::serif, body_points, Weight::bold, Align::left};
constexpr Style small_style{Face::sans, small_points, Weight::normal, Align::left};

Refusal address_too_long() {
    return {"LETTER_ADDRESS_TOO_LONG",
            {"Het adres past niet in het venster", "The address does not fit the window"},
            {"Ook in de kleinste leesbare letter is het adres of de naam van de afzender te lang.",
             "Even in the smallest type that can be read the address, or the sender's name, is too long."},
            {"Kort de naam of de straat in het manifest in.", "Shorten the name or the street in the manifest."},
            {}};
}

Refusal no_glyphs(Text where) {
    return {
        "LETTER_GLYPHS",
        {"De brief bevat tekens die niet gedrukt kunnen worden", "The letter holds characters that cannot be printed"},
        {"Een teken bestaat niet in het lettertype van de brieven: " + where.nl + ".",
         "A character does not exist in the typeface of letters: " + where.en + "."},
        {"Vervang het teken, of lever de brief als PDF aan.", "Replace the character, or offer the letter as PDF."},
        {}};
}

/// Texts set one below another in a box that they may not leave.
struct Stack {
    std::vector<SetText> texts;
    [[nodiscard]] double height() const {
        double sum = 0;
        for (auto const& text : texts) sum += text.height();
        return sum;
    }
    void draw(cairo_t* onto, Box const& box) const {
        auto top = box.top;
        for (auto const& text : texts) {
            text.draw(onto, 0, text.lines(), box.left, top);
            top += text.height();
        }
    }
    [[nodiscard]] bool all_glyphs() const {
        for (auto const& text : texts)
            if (!text.all_glyphs()) return false;
        return true;
    }
};

class Typesetter {
public:
    explicit Typesetter(Sheet const& sheet) : sheet_(sheet), words_(words_in(sheet.language)) {}

    Result<LetterPages> set(std::filesystem::path const& spool) {
        auto const address_block = set_address();
        auto const sender_block = set_sender();
        if (!address_block || !sender_block) return tl::unexpected(address_too_long());
        if (!address_block->all_glyphs()) return tl::unexpected(no_glyphs({"in het adres", "in the address"}));
        if (!sender_block->all_glyphs()) return tl::unexpected(no_glyphs({"bij de afzender", "in the sender"}));
        set_head();
        if (auto refusal = set_body()) return tl::unexpected(std::move(*refusal));
        auto const placed = paginate(blocks_, {first_body.top, next_body.top, first_body.bottom}, pages_max);
        if (!placed) return tl::unexpected(too_long());

        Canvas canvas;
        sender_block->draw(canvas.cairo(), letter::sender);
        address_block->draw(canvas.cairo(), letter::address);
        int const pages = placed->empty() ? 1 : placed->back().page + 1;
        int page = 0;
        for (auto const& piece : *placed) {
            while (page < piece.page) {
                canvas.next_page();
                ++page;
                draw_header(canvas.cairo(), page, pages);
            }
            draw(canvas.cairo(), piece);
        }
        auto const language = sheet_.language.empty() ? "nl" : sheet_.language;
        return LetterPages{with_properties(canvas.finish(), {sheet_.reference, language, sheet_.iso_date}, spool),
                           pages};
    }

private:
    /// One row of the flow: a text, and perhaps a label on its left.
    struct Row {
        SetText text;
        std::optional<SetText> label;
        double indent = 0;
    };

    std::optional<Stack> set_address() const {
        for (auto const points : address_points) {
            Stack stack;
            for (auto const& line : sheet_.address)
                stack.texts.push_back(compositor_.set(line, {Face::sans, points, Weight::normal, Align::left},
                                                      letter::address.width()));
            if (stack.height() <= letter::address.height()) return stack;
        }
        return std::nullopt;
    }

    std::optional<Stack> set_sender() const {
        for (auto const points : {12.0, 10.0, 9.0, 8.0}) {
            Stack stack;
            stack.texts.push_back(compositor_.set(sheet_.sender_name, {Face::sans, points, Weight::bold, Align::left},
                                                  letter::sender.width()));
            stack.texts.push_back(compositor_.set(sheet_.return_address, small_style, letter::sender.width()));
            if (stack.height() <= letter::sender.height()) return stack;
        }
        return std::nullopt;
    }

    void add(Block block, Row row) {
        block.lines = row.text.lines();
        block.line_height = row.text.line_height();
        blocks_.push_back(block);
        rows_.push_back(std::move(row));
    }

    void add_labelled(std::string_view label, std::string const& value, Weight weight) {
        if (value.empty()) return;
        Style const style{Face::sans, 10, weight, Align::left};
        add({.gap = 0.6, .together = true, .with_next = true},
            {compositor_.set(value, style, first_body.width() - label_width),
             compositor_.set(std::string(label), {Face::sans, 10, Weight::normal, Align::left}, label_width),
             label_width});
    }

    void set_head() {
        add_labelled(words_.our_reference, sheet_.reference, Weight::normal);
        add_labelled(words_.your_reference, sheet_.your_reference, Weight::normal);
        add_labelled(words_.date, sheet_.date, Weight::normal);
        add_labelled(words_.subject, sheet_.subject, Weight::bold);
    }

    /// Text without a label. `points` may differ from the body's.
    void add_text(Paragraph const& text, Block block, Style const& style) {
        if (text.text.empty()) return;
        add(block, {compositor_.set(text, style, first_body.width()), std::nullopt, 0});
    }

    /// A dash before an item of a list; a heading stays with what follows it.
    void add_paragraph(Paragraph const& text, Block block) {
        if (text.kind == ParagraphKind::heading) {
            block.gap += paragraph_gap / 2;
            block.together = true;
            block.with_next = true;
            add_text(text, block, heading_style);
        } else if (text.kind == ParagraphKind::item) {
            add(block, {compositor_.set(text, body_style, first_body.width() - item_indent),
                        compositor_.set("–", body_style, item_indent), item_indent});
        } else {
            add_text(text, block, body_style);
        }
    }

    void set_enclosures() {
        if (sheet_.enclosures.empty()) return;
        add_text({std::string(words_.enclosures) + ":", {}},
                 {.gap = 3 * paragraph_gap, .together = true, .with_next = true}, body_style);
        for (auto const& enclosure : sheet_.enclosures)
            add_paragraph({enclosure, {}, ParagraphKind::item}, {.together = true});
    }

    std::optional<Refusal> set_body() {
        add_text({sheet_.salutation, {}}, {.gap = 9, .together = true, .with_next = true}, body_style);
        double height = 0;
        auto const capacity = (next_body.height()) * pages_max;
        for (std::size_t i = 0; i < sheet_.paragraphs.size(); ++i) {
            bool const last = i + 1 == sheet_.paragraphs.size();
            auto const gap = blocks_.empty() ? 0 : i == 0 ? paragraph_gap + 1.5 : paragraph_gap;
            add_paragraph(sheet_.paragraphs[i], {.gap = gap, .with_next = last});
            height += blocks_.back().lines * blocks_.back().line_height + gap;
            if (height > capacity) return too_long();  // no need to set the rest
        }
        add_text({sheet_.closing, {}}, {.gap = 2 * paragraph_gap, .together = true, .with_next = true}, body_style);
        for (std::size_t i = 0; i < sheet_.signatory.size(); ++i)
            add_text(
                {sheet_.signatory[i], {}},
                {.gap = i == 0 ? signature_room : 0, .together = true, .with_next = i + 1 < sheet_.signatory.size()},
                body_style);
        set_enclosures();
        for (auto const& row : rows_)
            if (!row.text.all_glyphs()) {
                auto const begin = excerpt(row);
                return no_glyphs({"in regel of alinea " + begin, "in line or paragraph " + begin});
            }
        return std::nullopt;
    }

    /// Which row, counted from the first line under the address.
    [[nodiscard]] std::string excerpt(Row const& row) const {
        return std::to_string(&row - rows_.data() + 1);
    }

    void draw(cairo_t* onto, Placed const& piece) const {
        auto const& row = rows_[static_cast<std::size_t>(piece.block)];
        if (row.label && piece.first == 0)
            row.label->draw(onto, 0, row.label->lines(), first_body.left, piece.top);
        row.text.draw(onto, piece.first, piece.last, first_body.left + row.indent, piece.top);
    }

    void draw_header(cairo_t* onto, int page, int pages) const {
        auto const number = std::string(words_.page) + " " + std::to_string(page + 1) + " " + std::string(words_.of) +
                            " " + std::to_string(pages);
        auto const right = compositor_.set(number, {Face::sans, small_points, Weight::normal, Align::right},
                                           next_header.width() / 3);
        right.draw(onto, 0, 1, next_header.right - next_header.width() / 3, next_header.top);
        if (sheet_.reference.empty()) return;
        auto const left = compositor_.set(sheet_.reference, small_style, next_header.width() / 2);
        left.draw(onto, 0, 1, next_header.left, next_header.top);
    }

    Sheet const& sheet_;
    Words const& words_;
    Compositor compositor_;
    std::vector<Block> blocks_;
    std::vector<Row> rows_;
};

}  // namespace

Result<LetterPages> set_letter(Sheet const& sheet, std::filesystem::path const& spool) {
    return Typesetter(sheet).set(spool);
}

}  // namespace wetbode::letter
