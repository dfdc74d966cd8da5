// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/publication_values.hpp"

#include "gateway/base/rfc3339.hpp"

#include <algorithm>
#include <array>
#include <chrono>

namespace wetbode {

namespace {

constexpr std::array<std::string_view, 11> act_types{"wet", "decreet", "besluit", "ordonnantie", "grondwet", "verdrag",
                                                     "loi", "decret", "arrete", "ordonnance", "constitution"};
constexpr std::array<std::string_view, 3> editions{"staatsblad", "moniteur", "justel"};
constexpr std::array<std::string_view, 4> day_keys{"adopted", "ratified", "promulgated", "published"};
constexpr int first_year = 1831;
constexpr int last_year = 2999;

bool is_digits(std::string_view text, std::size_t least, std::size_t most) {
    return text.size() >= least && text.size() <= most &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int number_of(std::string_view digits) {
    int value = 0;
    for (char const c : digits) value = value * 10 + (c - '0');
    return value;
}

bool take(std::string_view& text, std::string_view word) {
    if (!text.starts_with(word)) return false;
    text.remove_prefix(word.size());
    return true;
}

std::string_view take_digits(std::string_view& text, std::size_t most) {
    std::size_t size = 0;
    while (size < text.size() && size < most && text[size] >= '0' && text[size] <= '9') ++size;
    auto const digits = text.substr(0, size);
    text.remove_prefix(size);
    return digits;
}

/// Up to the next '/', which is taken too.
std::string_view take_segment(std::string_view& text) {
    auto const end = std::min(text.find('/'), text.size());
    auto const segment = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return segment;
}

bool is_day(std::string_view year, std::string_view month, std::string_view day) {
    using namespace std::chrono;
    if (!is_digits(year, 4, 4) || !is_digits(month, 2, 2) || !is_digits(day, 2, 2)) return false;
    year_month_day const date{std::chrono::year{number_of(year)},
                              std::chrono::month{static_cast<unsigned>(number_of(month))},
                              std::chrono::day{static_cast<unsigned>(number_of(day))}};
    return date.ok() && number_of(year) >= first_year && number_of(year) <= last_year;
}

bool is_day(std::string_view text) {
    return text.size() == 10 && text[4] == '-' && text[7] == '-' &&
           is_day(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2));
}

/// What follows "/eli/": {type}/YYYY/MM/DD/{numac}[/edition]. The numac, or empty.
std::string_view numac_of_path(std::string_view path) {
    if (!path.empty() && path.back() == '/') return {};
    auto const type = take_segment(path);
    if (std::ranges::find(act_types, type) == act_types.end()) return {};
    auto const year = take_segment(path);
    auto const month = take_segment(path);
    auto const day = take_segment(path);
    auto const numac = take_segment(path);
    if (!is_day(year, month, day) || !is_digits(numac, 10, 10)) return {};
    bool const edition = std::ranges::find(editions, path) != editions.end();
    return path.empty() || edition ? numac : std::string_view();
}

bool take_scheme(std::string_view& uri) { return take(uri, "https://") || take(uri, "http://"); }

bool is_codex(std::string_view uri) {
    if (!take_scheme(uri) || !take(uri, "codex.vlaanderen.be/")) return false;
    if (take(uri, "eli/")) return !numac_of_path(uri).empty();
    if (!take(uri, "Zoeken/Document.aspx?DID=")) return false;
    if (take_digits(uri, 12).empty()) return false;
    return uri.empty() || uri == "&param=inhoud" || uri == "&param=informatie";
}

/// "340 (2014-2015) nr. 3", with "Nr." and dashes as the Parliament writes them.
std::optional<std::string> document_citation(std::string_view text) {
    auto const skip = [&] {
        while (take(text, " ") || take(text, "-") || take(text, "\xE2\x80\x93")) continue;
    };
    auto const number = take_digits(text, 6);
    while (take(text, " ")) continue;
    if (number.empty() || number.front() == '0' || !take(text, "(")) return std::nullopt;
    auto const from = take_digits(text, 4);
    if (!take(text, "-")) return std::nullopt;
    auto const to = take_digits(text, 4);
    bool const session = from.size() == 4 && to.size() == 4 && number_of(to) - number_of(from) <= 1 &&
                         number_of(to) >= number_of(from) && number_of(from) >= first_year;
    if (!session || !take(text, ")")) return std::nullopt;
    auto citation = std::string(number) + " (" + std::string(from) + "-" + std::string(to) + ")";
    skip();
    if (text.empty()) return citation;
    if (!take(text, "nr.") && !take(text, "Nr.")) return std::nullopt;
    skip();
    auto const piece = take_digits(text, 4);
    if (piece.empty() || piece.front() == '0' || !text.empty()) return std::nullopt;
    return citation + " nr. " + std::string(piece);
}

/// Directive 2000/84/EC: summer time from the last Sunday of March to that of October, 01:00 UTC.
std::chrono::hours belgian_offset(Instant at) {
    using namespace std::chrono;
    auto const year = year_month_day{floor<days>(at)}.year();
    auto const begins = sys_days{year / March / Sunday[last]} + hours{1};
    auto const ends = sys_days{year / October / Sunday[last]} + hours{1};
    return at >= begins && at < ends ? hours{2} : hours{1};
}

}  // namespace

std::string numac_in(std::string_view eli) {
    if (!take_scheme(eli)) return {};
    take(eli, "www.");
    if (!take(eli, "ejustice.just.fgov.be/eli/")) return {};
    return std::string(numac_of_path(eli));
}

std::optional<std::string> publication_value(std::string_view key, std::string_view value) {
    if (value.size() > publication_value_bytes_max) return std::nullopt;
    auto const if_so = [&](bool right) { return right ? std::optional(std::string(value)) : std::nullopt; };
    if (key == "numac") return if_so(is_digits(value, 10, 10));
    if (key == "eli") return if_so(!numac_in(value).empty());
    if (key == "eli_codex") return if_so(is_codex(value));
    if (key == publication_document) return document_citation(value);
    if (std::ranges::find(day_keys, key) != day_keys.end()) return if_so(is_day(value));
    return std::nullopt;
}

std::optional<PublicationFact> eli_fact(std::string_view uri) {
    for (std::string_view const key : {"eli", "eli_codex"})
        if (auto value = publication_value(key, uri)) return PublicationFact{std::string(key), *std::move(value)};
    return std::nullopt;
}

std::optional<std::string> belgian_day(std::string_view told) {
    if (is_day(told)) return std::string(told);
    auto const at = from_rfc3339(told);
    if (!at) return std::nullopt;
    auto text = rfc3339(*at + belgian_offset(*at)).substr(0, 10);
    return is_day(text) ? std::optional(std::move(text)) : std::nullopt;
}

}  // namespace wetbode
