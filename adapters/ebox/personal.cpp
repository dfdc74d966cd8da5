// SPDX-License-Identifier: EUPL-1.2
#include "adapters/ebox/personal.hpp"

namespace wetbode::ebox {

namespace {

constexpr std::size_t insz_digits = 11;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_separator(char c) { return c == '.' || c == '-' || c == ' ' || c == '/'; }

/// Length of the run of digits at `at`, with single separators between digits; counts the digits.
std::size_t run_at(std::string_view text, std::size_t at, std::size_t& digits) {
    digits = 0;
    std::size_t end = at;
    for (std::size_t i = at; i < text.size(); ++i) {
        if (is_digit(text[i])) {
            ++digits;
            end = i + 1;
        } else if (!is_separator(text[i]) || i == at || !is_digit(text[i - 1])) {
            break;
        }
    }
    return end - at;
}

}  // namespace

std::string without_numbers(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size();) {
        if (!is_digit(text[i])) {
            result += text[i++];
            continue;
        }
        std::size_t plain = 0;
        while (i + plain < text.size() && is_digit(text[i + plain])) ++plain;
        std::size_t digits = 0;
        auto const run = run_at(text, i, digits);
        if (plain == insz_digits || digits == insz_digits) {
            result += "[number]";
            i += plain == insz_digits ? plain : run;
            continue;
        }
        result += text.substr(i, plain);
        i += plain;
    }
    return result;
}

Answer without_numbers(Answer answer) {
    answer.body_head = without_numbers(std::string_view(answer.body_head));
    for (auto& [name, value] : answer.headers) value = without_numbers(std::string_view(value));
    return answer;
}

}  // namespace wetbode::ebox
