// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/secret_file.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <string_view>

namespace wetbode {

namespace {

std::string octal(mode_t mode) {
    std::string text = "0000";
    for (auto at = text.rbegin(); at != text.rend(); ++at, mode >>= 3U) *at = static_cast<char>('0' + (mode & 7U));
    return text;
}

/// As one word of a shell.
std::string quoted(std::string const& text) {
    bool const plain = std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("/._-+,@%").find(c) != std::string_view::npos;
    });
    if (plain) return text;
    std::string word = "'";
    for (auto const c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return word + '\'';
}

}  // namespace

std::optional<Exposure> exposure_of(std::filesystem::path const& file) {
    struct stat facts {};
    if (::stat(file.c_str(), &facts) != 0 || S_ISCHR(facts.st_mode)) return std::nullopt;
    auto const mode = facts.st_mode & 07777U;
    char const* who = nullptr;
    if ((mode & S_IWGRP) != 0) who = "its group can change it";
    if ((mode & S_IROTH) != 0) who = "everybody can read it";
    if ((mode & S_IWOTH) != 0) who = "everybody can change it";
    if (who == nullptr) return std::nullopt;
    return Exposure{std::string(who) + " (mode " + octal(mode) + ")", "chmod g-w,o-rwx " + quoted(file.string())};
}

}  // namespace wetbode
