// SPDX-License-Identifier: EUPL-1.2
// A sentence that a person reads: always in Dutch and in English.
#pragma once

#include <string>

namespace wetbode {

enum class Language { nl, en };

struct Text {
    std::string nl;
    std::string en;

    [[nodiscard]] std::string const& in(Language language) const { return language == Language::nl ? nl : en; }
    [[nodiscard]] bool empty() const { return nl.empty() && en.empty(); }
    bool operator==(Text const&) const = default;
};

}  // namespace wetbode
