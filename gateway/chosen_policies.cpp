// SPDX-License-Identifier: EUPL-1.2
#include "gateway/chosen_policies.hpp"

#include "gateway/base/files.hpp"

#include <algorithm>
#include <string_view>

namespace wetbode {

namespace embedded {
extern std::string_view const standard_routes;
extern std::string_view const standard_access;
extern std::string_view const standard_completeness;
extern std::string_view const standard_files;
}  // namespace embedded

namespace {

using ops::SettingsError;

constexpr std::uint64_t policy_bytes_max = 1 << 20;

}  // namespace

/// The rules built in name every adapter; only those that are configured count.
std::vector<Route> chosen_routes(ops::Settings const& settings) {
    auto const file = settings.file("routing.routes_file");
    auto const configured = settings.names("counterpart");
    auto const is_configured = [&](CounterpartName const& name) {
        return std::find(configured.begin(), configured.end(), name.text) != configured.end();
    };
    auto routes = file.empty() ? ops::routes_from(embedded::standard_routes, "routes built in")
                               : ops::routes_from(read_file(file, policy_bytes_max), file);
    for (auto const& route : routes)
        for (auto const& name : route.to)
            if (!file.empty() && !is_configured(name))
                throw SettingsError(file.string() + ": route \"" + route.name + "\" leads to " + name.text +
                                    ", but there is no [counterpart." + name.text + "]");
    std::erase_if(routes, [&](Route const& route) {
        return !std::all_of(route.to.begin(), route.to.end(), is_configured);
    });
    // A step that nobody takes is not planned; the start says so.
    if (settings.names("time_authority").empty())
        for (auto& route : routes) route.time = TimeMode::none;
    return routes;
}

ops::AccessMatrix chosen_access(ops::Settings const& settings) {
    auto const file = settings.file("routing.access_file");
    return file.empty() ? ops::access_from(embedded::standard_access, "access levels built in")
                        : ops::access_from(read_file(file, policy_bytes_max), file);
}

std::vector<CompletenessRule> chosen_completeness(ops::Settings const& settings) {
    auto const file = settings.file("routing.completeness_file");
    return file.empty() ? ops::completeness_from(embedded::standard_completeness, "completeness rules built in")
                        : ops::completeness_from(read_file(file, policy_bytes_max), file);
}

FilesPolicy chosen_files(ops::Settings const& settings) {
    auto const file = settings.file("validation.files_file");
    return file.empty() ? ops::files_from(embedded::standard_files, "file rules built in")
                        : ops::files_from(read_file(file, policy_bytes_max), file);
}

}  // namespace wetbode
