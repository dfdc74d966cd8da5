// SPDX-License-Identifier: EUPL-1.2
#include "gateway/files/policy.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace wetbode {

AllowedFileType const* FilesPolicy::type_of(std::string_view media_type) const {
    auto const found = std::find_if(types.begin(), types.end(),
                                    [&](AllowedFileType const& type) { return type.media_type == media_type; });
    return found == types.end() ? nullptr : &*found;
}

AllowedFileType const* FilesPolicy::type_by_name(std::string_view file_name) const {
    auto const extension = extension_of(file_name);
    AllowedFileType const* best = nullptr;
    for (auto const& type : types) {
        bool const has = std::ranges::find(type.extensions, extension) != type.extensions.end();
        if (has && (best == nullptr || type.extensions.size() < best->extensions.size())) best = &type;
    }
    return best;
}

std::string extension_of(std::string_view file_name) {
    auto const leaf = file_name.substr(file_name.rfind('/') + 1);  // npos + 1 is the beginning
    auto const dot = leaf.rfind('.');
    std::string extension(dot == std::string_view::npos ? std::string_view() : leaf.substr(dot + 1));
    for (auto& c : extension) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return extension;
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
