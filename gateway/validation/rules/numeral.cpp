// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/rules/numeral.hpp"

#include <algorithm>

namespace wetbode::rules {

namespace {

constexpr std::string_view paragraph_sign = "\u00A7";
constexpr std::string_view degree_sign = "\u00B0";
constexpr std::string_view ordinal_sign = "\u00BA";
constexpr std::string_view unbreakable = "\u00A0";

/// Latin words for what was inserted later; the rank counts from bis = 2.
constexpr std::array<std::string_view, 19> latin{
    "bis", "ter", "quater", "quinquies", "sexies", "septies", "octies", "novies", "decies", "undecies",
    "duodecies", "terdecies", "quaterdecies", "quindecies", "sexdecies", "septiesdecies", "duodevicies",
    "undevicies", "vicies"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

int roman_value(char c) {
    switch (c) {
        case 'I': return 1;
        case 'V': return 5;
        case 'X': return 10;
        case 'L': return 50;
        case 'C': return 100;
        default: return 0;
    }
}

std::string roman_of(int number) {
    constexpr std::array<std::pair<int, std::string_view>, 9> steps{
        {{100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}}};
    std::string text;
    for (auto const& [value, letters] : steps)
        for (; number >= value; number -= value) text += letters;
    return text;
}

/// The value of "XIV"; 0 if it is not a Roman number written as one writes it.
int roman_in(std::string_view text) {
    if (text.empty() || text.size() > 12) return 0;
    int sum = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const value = roman_value(text[i]);
        if (value == 0) return 0;
        auto const next = i + 1 < text.size() ? roman_value(text[i + 1]) : 0;
        sum += value < next ? -value : value;
    }
    return sum > 0 && sum < 400 && roman_of(sum) == text ? sum : 0;
}

void drop_front(std::string_view& text, std::string_view what) {
    while (text.starts_with(what)) text.remove_prefix(what.size());
}

void drop_back(std::string_view& text) {
    for (bool dropped = true; dropped;) {
        dropped = false;
        for (auto const what : {std::string_view("."), std::string_view(")"), std::string_view(":"),
                                std::string_view("]"), std::string_view("-"), degree_sign, ordinal_sign})
            if (text.ends_with(what)) {
                text.remove_suffix(what.size());
                dropped = true;
            }
    }
}

int take_digits(std::string_view& text) {
    int number = 0;
    while (!text.empty() && is_digit(text.front())) {
        if (number < 1'000'000) number = number * 10 + (text.front() - '0');
        text.remove_prefix(1);
    }
    return number;
}

/// What follows the first digits: "bis", "/1", ".2", "b". False if it is none of these.
bool take_insertion(std::string_view& text, int& rank) {
    drop_front(text, degree_sign);
    drop_front(text, ordinal_sign);
    if (text.empty()) return true;
    // The longest word that fits: "sexdecies" is not "sexies", "terdecies" not "ter".
    std::size_t longest = 0;
    for (std::size_t i = 0; i < latin.size(); ++i)
        if (text.starts_with(latin[i]) && latin[i].size() > longest) {
            longest = latin[i].size();
            rank = static_cast<int>(i) + 2;
        }
    text.remove_prefix(longest);
    if (longest > 0) return true;
    if (text.size() > 1 && std::string_view("/.-_").find(text.front()) != std::string_view::npos &&
        is_digit(text[1])) {
        text.remove_prefix(1);
        rank = take_digits(text);
        return true;
    }
    auto const letter = static_cast<char>(text.front() | 0x20);
    if (letter < 'a' || letter > 'z' || text.size() > 1) return false;
    rank = letter - 'a' + 1;
    text.remove_prefix(1);
    return true;
}

std::optional<Numeral> digits_in(std::string_view text) {
    Numeral numeral{.base = take_digits(text)};
    for (std::size_t i = 0; !text.empty(); ++i) {
        if (i == numeral.insertions.size() || !take_insertion(text, numeral.insertions[i])) return std::nullopt;
    }
    return numeral;
}

/// "5" and "bis" are one number; "5" and "6" are not.
std::string joined_with_insertions(std::string_view word, std::string_view rest) {
    std::string joined(word);
    while (!rest.empty() && !is_digit(rest.front())) {
        auto const end = std::min(rest.find(' '), rest.size());
        joined += rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    std::string_view number = joined;
    drop_back(number);
    return std::string(number);
}

}  // namespace

std::string tidy(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        bool const wide = text.starts_with(unbreakable);
        if (wide || text.front() == ' ' || text.front() == '\n' || text.front() == '\r' || text.front() == '\t') {
            if (!out.empty() && out.back() != ' ') out += ' ';
            text.remove_prefix(wide ? unbreakable.size() : 1);
        } else {
            out += text.front();
            text.remove_prefix(1);
        }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

std::optional<Numeral> numeral_in(std::string_view text) {
    auto const tidied = tidy(text.substr(0, 200));
    std::string_view rest = tidied;
    std::string_view last;
    while (!rest.empty()) {
        auto const end = std::min(rest.find(' '), rest.size());
        auto word = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 1, rest.size()));
        for (auto const what : {std::string_view("("), std::string_view("["), paragraph_sign}) drop_front(word, what);
        if (!word.empty() && is_digit(word.front())) {
            return digits_in(joined_with_insertions(word, rest));
        }
        last = word;
    }
    if (tidied.starts_with("Enig artikel") || tidied.starts_with("Enig Artikel")) return Numeral{.base = 1};
    drop_back(last);
    if (auto const roman = roman_in(last); roman > 0) return Numeral{.base = roman, .style = Numeral::Style::roman};
    if (last.size() == 1 && last[0] >= 'a' && last[0] <= 'z')
        return Numeral{.base = last[0] - 'a' + 1, .style = Numeral::Style::letter};
    return std::nullopt;
}

bool follows(Numeral const& next, Numeral const& previous) {
    if (next.base == previous.base) return next > previous;
    return next.base == previous.base + 1 && !next.inserted();
}

std::string after(Numeral const& previous) {
    auto const next = previous.base + 1;
    switch (previous.style) {
        case Numeral::Style::roman: return roman_of(next);
        case Numeral::Style::letter: return {static_cast<char>('a' + (next - 1) % 26)};
        case Numeral::Style::digits: break;
    }
    return std::to_string(next);
}

std::string first_of(Numeral::Style style) {
    return style == Numeral::Style::roman ? "I" : style == Numeral::Style::letter ? "a" : "1";
}

}  // namespace wetbode::rules
