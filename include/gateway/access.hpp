// SPDX-License-Identifier: EUPL-1.2
// Access level of a piece (Dutch: toegangsniveau), from most to least closed, as Kaleidos knows it.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace wetbode {

enum class AccessLevel { intern_secretarie, vertrouwelijk, intern_regering, intern_overheid, publiek };

struct AccessLevelName {
    AccessLevel level;
    std::string_view name;  ///< in manifests, settings and feeds
    std::string_view uri;   ///< concept of the Kaleidos code list
};

inline constexpr std::array<AccessLevelName, 5> access_level_names{{
    {AccessLevel::intern_secretarie, "intern-secretarie",
     "http://themis.vlaanderen.be/id/concept/toegangsniveau/66804c35-4652-4ff4-b927-16982a3b6de8"},
    {AccessLevel::vertrouwelijk, "vertrouwelijk",
     "http://themis.vlaanderen.be/id/concept/toegangsniveau/9692ba4f-f59b-422b-9402-fcbd30a46d17"},
    {AccessLevel::intern_regering, "intern-regering",
     "http://themis.vlaanderen.be/id/concept/toegangsniveau/13ae94b0-6188-49df-8ecd-4c4a17511d6d"},
    {AccessLevel::intern_overheid, "intern-overheid",
     "http://themis.vlaanderen.be/id/concept/toegangsniveau/634f438e-0d62-4ae4-923a-b63460f6bc46"},
    {AccessLevel::publiek, "publiek",
     "http://themis.vlaanderen.be/id/concept/toegangsniveau/c3de9c70-391e-4031-a85e-4b03433d6266"},
}};

[[nodiscard]] constexpr std::string_view name_of(AccessLevel level) {
    for (auto const& row : access_level_names)
        if (row.level == level) return row.name;
    return "";
}

/// Accepts the short name and the URI of the Kaleidos concept.
[[nodiscard]] constexpr std::optional<AccessLevel> access_level_from(std::string_view text) {
    for (auto const& row : access_level_names)
        if (row.name == text || row.uri == text) return row.level;
    return std::nullopt;
}

}  // namespace wetbode
