// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/strange_members.hpp"

#include "gateway/base/plain_ascii.hpp"

namespace wetbode::parliament {

namespace {

constexpr std::size_t names_max = 100;
constexpr std::size_t name_bytes_max = 64;

}  // namespace

void StrangeMembers::note(std::vector<StatusEntry> const& entries, std::string_view call) {
    for (auto const& entry : entries)
        for (auto const& member : entry.strange) {
            bool const fresh = seen_.with([&](auto& seen) {
                return seen.size() < names_max && seen.insert(member.substr(0, name_bytes_max)).second;
            });
            if (fresh && log_)
                log_("counterpart.unknown_member",
                     {{"call", std::string(call)}, {"member", plain_ascii(member.substr(0, name_bytes_max))}});
        }
}

}  // namespace wetbode::parliament
