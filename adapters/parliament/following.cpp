// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/following.hpp"

#include "gateway/base/sha256.hpp"

#include <algorithm>
#include <chrono>
#include <set>

namespace wetbode::parliament {

Milliseconds Following::pause(Milliseconds since_change) {
    using namespace std::chrono_literals;
    return std::clamp<Milliseconds>(since_change / 10, 1min, 12h);
}

std::vector<std::string> Following::due(std::vector<Followed> const& followed, Instant now) {
    std::scoped_lock const lock(mutex_);
    std::vector<std::pair<Instant, std::string>> waiting;
    std::set<std::string> named;
    for (auto const& one : followed) {
        named.insert(one.name);
        auto const known = known_.find(one.name);
        bool const never = known == known_.end() || known->second.asked == Instant{};
        auto const next = never ? Instant{} : known->second.asked + pause(now - one.changed);
        if (next <= now) waiting.emplace_back(next, one.name);
    }
    std::erase_if(known_, [&](auto const& entry) { return !named.contains(entry.first); });
    std::ranges::stable_sort(waiting, {}, &std::pair<Instant, std::string>::first);
    std::vector<std::string> names;
    for (auto& [at, name] : waiting)
        if (std::ssize(names) < most_) names.push_back(std::move(name));
    return names;
}

void Following::asked(std::string const& name, Instant now) {
    std::scoped_lock const lock(mutex_);
    known_[name].asked = now;
}

void Following::soon(std::string const& name) {
    std::scoped_lock const lock(mutex_);
    known_[name].asked = {};
}

bool Following::is_new(std::string const& name, std::string const& answer) {
    auto const digest = sha256(answer).hex();
    std::scoped_lock const lock(mutex_);
    return std::exchange(known_[name].answer, digest) != digest;
}

}  // namespace wetbode::parliament
