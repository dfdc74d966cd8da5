// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/file_name.hpp"

namespace wetbode {

namespace {

constexpr std::size_t bytes_max = 200;  ///< of the 255 that a name may have: room for a number
constexpr std::size_t extension_max = 16;

}  // namespace

std::string plain_file_name(std::string_view wanted) {
    std::string name;
    for (auto const c : wanted) {
        bool const bad = static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '/' || c == '\\' || c == ':';
        name += bad ? '_' : c;
    }
    if (name.size() > bytes_max) {
        auto const dot = name.rfind('.');
        bool const short_end = dot != std::string::npos && name.size() - dot <= extension_max;
        auto const extension = short_end ? name.substr(dot) : std::string();
        auto cut = bytes_max - extension.size();
        while (cut > 0 && (static_cast<unsigned char>(name[cut]) & 0xC0U) == 0x80U) --cut;
        name = name.substr(0, cut) + extension;
    }
    return name == "." || name == ".." ? std::string() : name;
}

std::string unique_file_name(std::string_view wanted, std::function<bool(std::string const&)> const& taken) {
    auto name = plain_file_name(wanted);
    if (name.empty()) name = "bestand";
    auto const dot = name.rfind('.') == std::string::npos ? name.size() : name.rfind('.');
    auto candidate = name;
    for (int n = 2; taken(candidate); ++n)
        candidate = name.substr(0, dot) + " (" + std::to_string(n) + ")" + name.substr(dot);
    return candidate;
}

}  // namespace wetbode
