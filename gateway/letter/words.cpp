// SPDX-License-Identifier: EUPL-1.2
#include "gateway/letter/words.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>

namespace wetbode::letter {

namespace {

using Months = std::array<std::string_view, 12>;

struct Tongue {
    std::string_view code;
    Words words;
    Months months;
};

constexpr std::array<Tongue, 4> tongues{{
    {"nl",
     {"Ons kenmerk", "Uw kenmerk", "Bijlagen",
      "Datum", "Betreft", "pagina", "van", "bus", "Bij dit adresblad hoort de brief die erop volgt."},
     {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
      "december"}},
    {"fr",
     {"Notre référence", "Votre référence", "Annexes",
      "Date", "Objet", "page", "de", "bte", "Cette page d'adresse accompagne la lettre qui suit."},
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
      "décembre"}},
    {"de",
     {"Unser Zeichen", "Ihr Zeichen", "Anlagen",
      "Datum", "Betreff", "Seite", "von", "Bus", "Zu diesem Adressblatt gehört der folgende Brief."},
     {"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
      "Dezember"}},
    {"en",
     {"Our reference", "Your reference", "Enclosures",
      "Date", "Subject", "page", "of", "box", "This address sheet belongs to the letter that follows."},
     {"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
      "December"}},
}};

Tongue const& tongue_of(std::string_view language) {
    for (auto const& tongue : tongues)
        if (language.substr(0, 2) == tongue.code) return tongue;
    return tongues.front();
}

struct Decoded {
    std::uint32_t character = 0;
    std::size_t bytes = 0;  ///< 0 = not UTF-8
};

Decoded decode(std::string_view text) {
    auto const first = static_cast<unsigned char>(text.front());
    if (first < 0x80) return {first, 1};
    std::size_t const bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : first >= 0xC2 ? 2 : 0;
    if (bytes == 0 || first > 0xF4 || text.size() < bytes) return {};
    std::uint32_t character = first & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        auto const next = static_cast<unsigned char>(text[i]);
        if ((next & 0xC0U) != 0x80U) return {};
        character = (character << 6U) | (next & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    bool const surrogate = character >= 0xD800 && character <= 0xDFFF;
    if (character < least[bytes] || character > 0x10FFFF || surrogate) return {};
    return {character, bytes};
}

bool space(std::uint32_t c) {
    return c == 0x20 || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0x2028 || c == 0x2029;
}

bool vanishing(std::uint32_t c) {
    bool const control = c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0xFEFF || c == 0xFFFE || c == 0xFFFF;
    bool const turning = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0x200E || c == 0x200F;
    bool const object = c == 0xFFFC || (c >= 0xFFF9 && c <= 0xFFFB) || (c >= 0xE0000 && c <= 0xE007F);
    return control || turning || object;
}

Refusal no_address(Text detail) {
    return {
        "LETTER_ADDRESS",
        {"Aan dit adres kan geen brief gestuurd worden", "No letter can be sent to this address"},
        std::move(detail),
        {"Vul het adres van de bestemmeling in het manifest aan.", "Complete the recipient's address in the manifest."},
        {}};
}

std::string street_line(Address const& address, std::string_view language) {
    auto line = washed(address.street);
    if (auto const number = washed(address.number); !number.empty()) line += (line.empty() ? "" : " ") + number;
    if (auto const box = washed(address.box); !box.empty())
        line += " " + std::string(words_in(language).box) + " " + box;
    return line;
}

std::string town_line(Address const& address) {
    auto line = washed(address.postcode);
    if (auto const town = washed(address.municipality); !town.empty()) line += (line.empty() ? "" : " ") + town;
    return line;
}

bool at_home(Address const& address) { return address.country.empty() || address.country == "BE"; }

}  // namespace

Words const& words_in(std::string_view language) { return tongue_of(language).words; }

std::string date_in(std::string_view language, std::string_view iso_date) {
    if (iso_date.size() != 10 || iso_date[4] != '-' || iso_date[7] != '-') return {};
    auto const number = [](std::string_view digits) -> std::optional<int> {
        int value = 0;
        auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (error != std::errc{} || end != digits.data() + digits.size() || value < 0) return std::nullopt;
        return value;
    };
    auto const year = number(iso_date.substr(0, 4));
    auto const month = number(iso_date.substr(5, 2));
    auto const day = number(iso_date.substr(8, 2));
    if (!year || !month || !day || *year < 1000) return {};
    std::chrono::year_month_day const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok()) return {};
    auto const& tongue = tongue_of(language);
    auto const name = std::string(tongue.months[static_cast<std::size_t>(*month) - 1]);
    auto const dot = tongue.code == "de" ? ". " : " ";
    return std::to_string(*day) + dot + name + " " + std::to_string(*year);
}

std::string washed(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    bool gap = false;
    while (!text.empty()) {
        auto const [character, bytes] = decode(text);
        auto const piece = text.substr(0, bytes == 0 ? 1 : bytes);
        text.remove_prefix(piece.size());
        if (bytes != 0 && space(character)) gap = true;
        if (bytes == 0 || space(character) || vanishing(character)) continue;
        if (gap && !clean.empty()) clean += ' ';
        gap = false;
        clean += piece;
    }
    return clean;
}

Result<std::vector<std::string>> address_lines(Recipient const& recipient, std::string_view language) {
    auto const& address = recipient.address;
    auto const name = washed(recipient.name);
    auto const street = street_line(address, language);
    auto const town = town_line(address);
    if (name.empty()) return tl::unexpected(no_address({"De naam ontbreekt.", "The name is missing."}));
    if (washed(address.municipality).empty())
        return tl::unexpected(no_address({"De gemeente ontbreekt.", "The municipality is missing."}));
    std::vector<std::string> lines{name};
    if (!street.empty()) lines.push_back(street);
    lines.push_back(town);
    if (at_home(address)) {
        if (washed(address.postcode).empty())
            return tl::unexpected(no_address({"De postcode ontbreekt.", "The postcode is missing."}));
        return lines;
    }
    auto const country = country_name(address.country);
    if (country.empty())
        return tl::unexpected(no_address({"De landcode is geen code van ISO 3166-1.",
                                          "The country code is not one of ISO 3166-1."}));
    lines.emplace_back(country);
    return lines;
}

std::string return_line(Address const& address, std::string_view language) {
    auto line = street_line(address, language);
    auto const append = [&](std::string const& more) {
        if (!more.empty()) line += (line.empty() ? "" : ", ") + more;
    };
    append(town_line(address));
    if (!at_home(address)) append(std::string(country_name(address.country)));
    return line;
}

}  // namespace wetbode::letter
