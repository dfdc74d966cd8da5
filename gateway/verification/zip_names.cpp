// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/zip_names.hpp"

#include "gateway/verification/folded_name.hpp"

#include <algorithm>

namespace wetbode {

namespace {

/// As the most forgetful system keeps it; empty if nothing is left.
std::string kept(std::string_view step) {
    while (step.ends_with('.') || step.ends_with(' ')) step.remove_suffix(1);
    std::string text(step);
    std::ranges::replace_if(text, [](char c) { return std::string_view("<>:\"|?*").find(c) != std::string_view::npos; },
                            '_');
    return folded_name(text);
}

}  // namespace

bool ZipNames::take(std::string_view name) {
    std::size_t parent = 0;
    for (std::size_t steps = 1; !name.empty(); ++steps) {
        auto const slash = name.find('/');
        auto const step = name.substr(0, slash);
        bool const folder = slash != std::string_view::npos;
        auto folded = kept(step);
        if (steps > steps_max || folded.empty()) return false;
        auto const [node, fresh] =
            nodes_.try_emplace({parent, std::move(folded)}, Node{nodes_.size() + 1, std::string(step), folder});
        if (!fresh && (node->second.spelled != step || !node->second.folder || !folder)) return false;
        parent = node->second.number;
        name = folder ? name.substr(slash + 1) : std::string_view{};
    }
    return true;
}

}  // namespace wetbode
