// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/receipt_pdf.hpp"

#include "gateway/base/rfc3339.hpp"
#include "gateway/letter/canvas.hpp"
#include "gateway/letter/carrier.hpp"
#include "gateway/letter/pages.hpp"
#include "gateway/letter/pango.hpp"
#include "gateway/letter/qr_code.hpp"
#include "gateway/letter/receipt_lines.hpp"
#include "gateway/letter/words.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace wetbode {

namespace letter {

namespace {

constexpr Box body{25, 20, 185, 276};
constexpr Box code_box{147, 12, 185, 50};
constexpr double first_top = 52;  ///< below the code
constexpr double title_top = 24;
constexpr double foot_top = 282;
constexpr double label_width = 46;
constexpr double item_indent = 9;

Style style(double points, Weight weight = Weight::normal) {
    return {Face::sans, points, weight, Align::left, false};
}

class ReceiptSetter {
public:
    ReceiptSetter(ReceiptFacts const& facts, Language language)
        : facts_(facts), language_(language), words_(words_in(language == Language::nl ? "nl" : "en")) {}

    LetterPages set(std::filesystem::path const& spool) {
        auto const lines = receipt_lines(facts_, language_);
        for (std::size_t i = 1; i < lines.size(); ++i) add(lines, i);
        auto const placed = paginate(blocks_, {first_top, body.top, body.bottom}, receipt_pages_max);
        if (!placed) throw Outage("letters", "a receipt would have more than 300 pages");
        int const pages = placed->empty() ? 1 : placed->back().page + 1;

        Canvas canvas;
        draw_first(canvas, lines.front().text, pages);
        int page = 0;
        for (auto const& piece : *placed) {
            while (page < piece.page) {
                canvas.next_page();
                draw_foot(canvas, ++page, pages);
            }
            draw(canvas, piece);
        }
        auto const title = lines.front().text + " " + facts_.submission.id.text;
        Properties const properties{title, language_ == Language::nl ? "nl" : "en", rfc3339(facts_.made).substr(0, 19)};
        return {with_properties(canvas.finish(), properties, spool), pages};
    }

private:
    struct Row {
        SetText text;
        std::optional<SetText> label;
        double indent = 0;
        bool ruled = false;
    };

    /// What the typeface lacks stands there as U+ and its number: a strange name must not cost anybody his receipt.
    [[nodiscard]] std::string drawable(std::string const& text) const {
        if (compositor_.set(text, style(9), 1000).all_glyphs()) return text;
        std::string out;
        for (std::size_t at = 0; at < text.size();) {
            auto end = at + 1;
            while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) ++end;
            auto const one = text.substr(at, end - at);
            out += one.size() == 1 || compositor_.set(one, style(9), 1000).all_glyphs() ? one : numbered(one);
            at = end;
        }
        return out;
    }
    static std::string numbered(std::string const& character) {
        constexpr std::string_view digits = "0123456789ABCDEF";
        auto number = static_cast<unsigned char>(character[0]) & (0xFFU >> (character.size() + 1));
        for (std::size_t i = 1; i < character.size(); ++i)
            number = (number << 6U) | (static_cast<unsigned char>(character[i]) & 0x3FU);
        std::string hex;
        for (; number > 0 || hex.size() < 4; number >>= 4U) hex.insert(hex.begin(), digits[number & 15U]);
        return "[U+" + hex + "]";
    }

    void add(std::vector<ReceiptLine> const& lines, std::size_t i) {
        auto const& line = lines[i];
        using enum ReceiptLineKind;
        bool const small_next = i + 1 < lines.size() && lines[i + 1].kind == small;
        switch (line.kind) {
            case title:
            case heading:
                return add({.gap = 5, .together = true, .with_next = true}, line, style(11, Weight::bold), 0);
            case row:
                return add({.gap = 0.8, .together = true}, line, style(9), label_width);
            case text:
                return add({.gap = 1.6}, line, style(9), 0);
            case item:
                return add({.gap = 1.2, .with_next = small_next}, line, style(9), item_indent);
            case small:
                return add({.with_next = small_next}, line, style(8), item_indent);
        }
    }
    void add(Block block, ReceiptLine const& line, Style const& type, double indent) {
        Row row{compositor_.set(drawable(line.text), type, body.width() - indent), std::nullopt, indent,
                line.kind == ReceiptLineKind::heading};
        if (!line.label.empty()) row.label = compositor_.set(line.label, style(type.points), indent - 2);
        // A label may need more lines than its text: what comes next must not run into it.
        block.lines = row.text.lines();
        block.line_height = row.text.line_height();
        if (row.label && row.label->height() > row.text.height()) block.line_height = row.label->height() / block.lines;
        blocks_.push_back(block);
        rows_.push_back(std::move(row));
    }

    void draw(Canvas& canvas, Placed const& piece) const {
        auto const& row = rows_[static_cast<std::size_t>(piece.block)];
        if (row.label && piece.first == 0) row.label->draw(canvas.cairo(), 0, row.label->lines(), body.left, piece.top);
        row.text.draw(canvas.cairo(), piece.first, piece.last, body.left + row.indent, piece.top);
        if (row.ruled) canvas.rule(body.left, body.right, piece.top + row.text.height() + 0.4);
    }
    void draw_first(Canvas& canvas, std::string const& title, int pages) const {
        auto const head = compositor_.set(title, style(20, Weight::bold), code_box.left - body.left);
        head.draw(canvas.cairo(), 0, head.lines(), body.left, title_top);
        if (auto const code = qr_code_of(receipt_code(facts_)))
            letter::draw(canvas, *code, code_box.left, code_box.top, code_box.width());
        draw_foot(canvas, 0, pages);
    }
    void draw_foot(Canvas& canvas, int page, int pages) const {
        auto const left = compositor_.set(facts_.submission.id.text + "  " + rfc3339(facts_.made).substr(0, 19) + "Z",
                                          style(8), body.width() * 0.7);
        left.draw(canvas.cairo(), 0, 1, body.left, foot_top);
        auto const number = std::string(words_.page) + " " + std::to_string(page + 1) + " " + std::string(words_.of) +
                            " " + std::to_string(pages);
        auto const right = compositor_.set(number, {Face::sans, 8, Weight::normal, Align::right}, body.width() * 0.3);
        right.draw(canvas.cairo(), 0, 1, body.right - body.width() * 0.3, foot_top);
    }

    ReceiptFacts const& facts_;
    Language language_;
    Words const& words_;
    Compositor compositor_;
    std::vector<Block> blocks_;
    std::vector<Row> rows_;
};

}  // namespace

}  // namespace letter

std::string receipt_code(ReceiptFacts const& facts) {
    auto const& id = facts.submission.id.text;
    auto const where = facts.base_url.empty() ? std::string("urn:uuid:").append(id)
                                              : facts.base_url + "/v1/submissions/" + id + "/receipt";
    return where + "#sha256=" + facts.digest.hex();
}

LetterPages receipt_pdf(ReceiptFacts const& facts, Language language, std::filesystem::path const& spool) {
    return letter::ReceiptSetter(facts, language).set(spool);
}

}  // namespace wetbode
