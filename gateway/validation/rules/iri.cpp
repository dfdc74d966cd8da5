// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/rules/iri.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace wetbode::rules {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_letter(char c) { return is_lower(c) || (c >= 'A' && c <= 'Z'); }

bool all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

int number_in(std::string_view digits) {
    int number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

/// Takes the next segment of a path; `rest` then begins behind its '/'.
std::string_view take(std::string_view& rest) {
    auto const end = std::min(rest.find('/'), rest.size());
    auto const segment = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return segment;
}

bool looks_like_date(std::string_view text) {
    if (text.size() == 4) return all_digits(text);
    if (text.size() == 7) return all_digits(text.substr(0, 4)) && text[4] == '-' && all_digits(text.substr(5));
    return looks_like_day(text);
}

/// "be", or with a subdivision "it-45"; international bodies have theirs too: "un", "eu".
bool is_country(std::string_view text) {
    if (text.size() < 2 || !is_letter(text[0]) || !is_letter(text[1])) return false;
    return text.size() == 2 || (text[2] == '-' && text.size() > 3);
}

constexpr std::string_view belgian_host = "://www.ejustice.just.fgov.be/eli/";

bool is_good_belgian_eli(std::string_view rest) {
    auto const type = take(rest);
    auto const year = take(rest);
    auto const month = take(rest);
    auto const day = take(rest);
    auto const numac = take(rest);
    if (type.empty() || !std::ranges::all_of(type, [](char c) { return is_lower(c) || c == '_' || c == '-'; }))
        return false;
    std::array<char, 10> date{};
    if (year.size() != 4 || month.size() != 2 || day.size() != 2) return false;
    auto* at = std::ranges::copy(year, date.data()).out;
    *at++ = '-';
    at = std::ranges::copy(month, at).out;
    *at++ = '-';
    std::ranges::copy(day, at);
    return is_day({date.data(), date.size()}) && is_numac(numac);
}

}  // namespace

std::optional<WorkIri> work_iri_in(std::string_view iri) {
    constexpr std::string_view root = "/akn/";
    if (!iri.starts_with(root)) return std::nullopt;
    auto rest = iri.substr(root.size());
    WorkIri work;
    work.country = take(rest);
    work.type = take(rest);
    if (!is_country(work.country) || work.type.empty() || looks_like_date(work.type)) return std::nullopt;
    auto const* const between = rest.data();
    while (!rest.empty()) {
        auto const segment = take(rest);
        if (segment.empty()) return std::nullopt;
        if (!looks_like_date(segment)) continue;
        work.date = segment;
        if (auto const length = static_cast<std::size_t>(segment.data() - between); length > 0)
            work.between = {between, length - 1};
        work.number = rest;
        bool const another_level = rest.find_first_of("@!~ ") != std::string_view::npos || rest.ends_with('/');
        return another_level ? std::nullopt : std::optional(work);
    }
    return std::nullopt;
}

std::optional<ExpressionIri> expression_iri_in(std::string_view iri, std::string_view work) {
    if (!iri.starts_with(work) || iri.size() <= work.size() || iri[work.size()] != '/') return std::nullopt;
    auto const rest = iri.substr(work.size() + 1);
    if (rest.find('/') != std::string_view::npos) return std::nullopt;
    auto const at = rest.find('@');
    ExpressionIri expression{rest.substr(0, at),
                             at == std::string_view::npos ? std::string_view{} : rest.substr(at + 1)};
    bool const language = expression.language.size() == 3 && std::ranges::all_of(expression.language, is_lower);
    return language ? std::optional(expression) : std::nullopt;
}

bool looks_like_day(std::string_view text) {
    return text.size() == 10 && text[4] == '-' && text[7] == '-' && all_digits(text.substr(0, 4)) &&
           all_digits(text.substr(5, 2)) && all_digits(text.substr(8));
}

bool is_day(std::string_view text) {
    if (!looks_like_day(text)) return false;
    using namespace std::chrono;
    return year_month_day(year(number_in(text.substr(0, 4))),
                          month(static_cast<unsigned>(number_in(text.substr(5, 2)))),
                          day(static_cast<unsigned>(number_in(text.substr(8)))))
        .ok();
}

std::string_view day_in(std::string_view date) { return date.substr(0, 10); }

bool is_eli(std::string_view iri) {
    return iri.starts_with("eli/") || iri.starts_with("/eli/") || iri.find("/eli/") != std::string_view::npos;
}

bool is_good_eli(std::string_view iri) {
    if (iri.find_first_of(" \t\r\n\\") != std::string_view::npos) return false;
    if (iri.starts_with("http") && iri.find(belgian_host) != std::string_view::npos)
        return is_good_belgian_eli(iri.substr(iri.find(belgian_host) + belgian_host.size()));
    auto rest = iri.substr(iri.find("eli/") + 4);
    auto const type = take(rest);
    auto const next = take(rest);
    return !type.empty() && !next.empty();
}

bool is_numac(std::string_view text) {
    if (text.size() != 10 || !all_digits(text)) return false;
    auto const year = number_in(text.substr(0, 4));
    return year >= 1780 && year <= 2199;
}

std::string_view impossible_day_in(std::string_view iri) {
    while (!iri.empty()) {
        auto const segment = take(iri);
        auto const version = segment.substr(segment.find('@') + 1);  // the whole segment if there is no '@'
        auto const day = day_in(version);
        if (looks_like_day(day) && !is_day(day) && (version.size() == 10 || !is_digit(version[10]))) return day;
    }
    return {};
}

}  // namespace wetbode::rules
