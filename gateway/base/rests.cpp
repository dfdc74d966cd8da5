// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/rests.hpp"

#include "gateway/base/rfc3339.hpp"

#include <algorithm>

namespace wetbode {

namespace {

/// Services are named in settings and certificates: more than this are not real, and forgetting costs one call each.
constexpr std::size_t services_max = 1000;

}  // namespace

std::string Rests::at_rest(std::string const& service, Instant now, Milliseconds trial) {
    return rests_.with([&](auto& rests) -> std::string {
        auto const found = rests.find(service);
        if (found == rests.end()) return {};
        auto& rest = found->second;
        if (now < rest.until) return "left alone until " + rfc3339(rest.until) + " after: " + rest.why;
        rest.until = now + trial;
        return {};
    });
}

void Rests::failed(std::string const& service, Instant began, Instant now, std::string const& why) {
    rests_.with([&](auto& rests) {
        auto const found = rests.find(service);
        if (found != rests.end() && began <= found->second.since) return;
        if (rests.size() >= services_max) rests.clear();
        auto& rest = rests[service];
        rest.length = rest.why.empty() ? first_ : std::min(rest.length * 2, most_);
        rest.since = now;
        rest.until = now + rest.length;
        rest.why = why;
    });
}

void Rests::succeeded(std::string const& service) {
    rests_.with([&](auto& rests) { rests.erase(service); });
}

}  // namespace wetbode
