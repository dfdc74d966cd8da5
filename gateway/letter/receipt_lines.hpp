// SPDX-License-Identifier: EUPL-1.2
// What stands on a receipt, line by line, before it is set in type. Private to gateway/letter. Pure; any thread.
#pragma once

#include "gateway/letter/receipt_pdf.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace wetbode::letter {

enum class ReceiptLineKind { title, heading, row, text, item, small };

struct ReceiptLine {
    ReceiptLineKind kind = ReceiptLineKind::text;
    std::string label;  ///< of a row; of an item its number, or a dash
    std::string text;   ///< one line, as it was washed
};

/// Grows from top to bottom. Texts are washed and bounded: what a sender wrote can fill a few lines, never a page.
class ReceiptLines {
public:
    explicit ReceiptLines(Language language) : language_(language) {}

    [[nodiscard]] Language language() const { return language_; }
    [[nodiscard]] std::string say(char const* nl, char const* en) const { return language_ == Language::nl ? nl : en; }
    /// "26 november 2026, 14:03:05 UTC"
    [[nodiscard]] std::string when(Instant at) const;

    void title(std::string_view text) { add(ReceiptLineKind::title, {}, text); }
    void heading(std::string_view text) { add(ReceiptLineKind::heading, {}, text); }
    /// Nothing if there is no text.
    void row(std::string_view label, std::string_view text);
    void text(std::string_view text) { add(ReceiptLineKind::text, {}, text); }
    void item(std::string_view label, std::string_view text) { add(ReceiptLineKind::item, label, text); }
    /// Below an item, and kept with it.
    void small(std::string_view text);

    [[nodiscard]] std::vector<ReceiptLine> take() { return std::move(lines_); }

private:
    void add(ReceiptLineKind kind, std::string_view label, std::string_view text);

    Language language_;
    std::vector<ReceiptLine> lines_;
};

[[nodiscard]] std::vector<ReceiptLine> receipt_lines(ReceiptFacts const& facts, Language language);

// receipt_transfers.cpp
void add_seal(ReceiptLines& lines, SealView const& seal);
/// Each with its state, since when, and who must act next.
void add_transfers(ReceiptLines& lines, std::vector<Transfer> const& transfers);

}  // namespace wetbode::letter
