// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/policy.hpp"

#include <algorithm>
#include <utility>

namespace wetbode {

AllowedFileType const* FilesPolicy::type_of(std::string_view media_type) const {
    auto const found = std::find_if(types.begin(), types.end(),
                                    [&](AllowedFileType const& type) { return type.media_type == media_type; });
    return found == types.end() ? nullptr : &*found;
}

std::optional<FileRule> file_rule_from(std::string_view key) {
    for (auto const& row : file_rules)
        if (row.key == key) return row.rule;
    return std::nullopt;
}

std::optional<FileForm> file_form_from(std::string_view name) {
    constexpr std::array<std::pair<std::string_view, FileForm>, 7> names{{{"other", FileForm::other},
                                                                          {"text", FileForm::text},
                                                                          {"pdf", FileForm::pdf},
                                                                          {"ooxml", FileForm::ooxml},
                                                                          {"odf", FileForm::odf},
                                                                          {"ole", FileForm::ole},
                                                                          {"zip", FileForm::zip}}};
    for (auto const& [known, form] : names)
        if (known == name) return form;
    return std::nullopt;
}

}  // namespace wetbode
