// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/key_names.hpp"

#include <algorithm>
#include <array>

namespace wetbode {

namespace {

constexpr std::size_t label_octets_max = 64;

/// As directories and OpenSSL write the types of attributes, in small letters.
constexpr std::array<std::string_view, 22> types{"c",
                                                 "st",
                                                 "s",
                                                 "l",
                                                 "o",
                                                 "ou",
                                                 "cn",
                                                 "sn",
                                                 "gn",
                                                 "g",
                                                 "t",
                                                 "dc",
                                                 "e",
                                                 "id",
                                                 "oid",
                                                 "uid",
                                                 "serialnumber",
                                                 "emailaddress",
                                                 "givenname",
                                                 "surname",
                                                 "title",
                                                 "organizationidentifier"};

int hex_value(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return -1;
}

bool is_letter(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           static_cast<unsigned char>(c) >= 0x80;
}

/// RFC 4514: "\2C" is an octet, "\," a character.
std::string unescaped(std::string_view name) {
    std::string text;
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] != '\\') {
            text += name[i];
            continue;
        }
        bool const octet = i + 2 < name.size() && hex_value(name[i + 1]) >= 0 && hex_value(name[i + 2]) >= 0;
        if (!octet) continue;
        text += static_cast<char>(hex_value(name[i + 1]) * 16 + hex_value(name[i + 2]));
        i += 2;
    }
    return text;
}

/// Letters in small, as far as ASCII goes.
template <class Take>
void each_word(std::string const& text, Take const& take) {
    for (std::size_t i = 0; i < text.size();) {
        auto end = i;
        while (end < text.size() && is_letter(text[end])) ++end;
        if (end == i) {
            ++i;
            continue;
        }
        auto word = text.substr(i, end - i);
        std::ranges::transform(word, word.begin(),
                               [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        take(word, i > 0 && text[i - 1] == '#');
        i = end;
    }
}

bool is_number(std::string_view word) {
    return std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

KeyNames::KeyNames(std::vector<std::string> const& names) {
    for (auto const& name : names)
        each_word(unescaped(name), [this](std::string const& word, bool) { words_.insert(word); });
}

bool KeyNames::says_nothing_new(std::string_view text) {
    bool known = true;
    each_word(unescaped(text), [&](std::string const& word, bool in_hexadecimal) {
        bool const octets = in_hexadecimal && std::ranges::all_of(word, [](char c) { return hex_value(c) >= 0; });
        known = known &&
                (octets || is_number(word) || words_.contains(word) || std::ranges::find(types, word) != types.end());
    });
    if (known) return true;
    bool const label = text.size() <= label_octets_max && text.find_first_of(" \t\r\n") == std::string_view::npos;
    return label && ++labels_ <= labels_max;
}

}  // namespace wetbode
