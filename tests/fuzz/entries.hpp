// SPDX-License-Identifier: EUPL-1.2
// The doors through which bytes from outside come in, each as one function over any bytes. An entry ends the process
// (ensure) if a promise of that door is broken; the sanitizers see the rest. Used by the corpus test (g++) and, built
// with clang and WETBODE_FUZZ, by libFuzzer.
#pragma once

#include <array>
#include <string_view>

namespace wetbode::fuzz {

void xml(std::string_view bytes);
void manifest(std::string_view bytes);
void multipart(std::string_view bytes);
void base64(std::string_view bytes);
void files(std::string_view bytes);
void trust(std::string_view bytes);

struct Entry {
    std::string_view name;  ///< also the folder of its seeds
    void (*run)(std::string_view bytes);
};

inline constexpr std::array<Entry, 6> entries{{
    {"xml", xml},
    {"manifest", manifest},
    {"multipart", multipart},
    {"base64", base64},
    {"files", files},
    {"trust", trust},
}};

}  // namespace wetbode::fuzz
