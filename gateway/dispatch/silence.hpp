// SPDX-License-Identifier: EUPL-1.2
// Counterparts that could not be asked: since when, how often, and why. Filled in by the collectors, read by /health.
// Thread safe.
#pragma once

#include "gateway/base/guarded.hpp"
#include "gateway/ids.hpp"
#include "gateway/time.hpp"

#include <map>
#include <string>
#include <utility>

namespace wetbode {

struct Silence {
    Instant since;     ///< first failure since the last success
    int times = 0;     ///< failures since then
    std::string why;   ///< the last one; English, from our own code
};

/// What a round asks for: receipts and statuses, or what the counterpart sends by itself. Each fails on its own.
enum class Round { news, arrivals };

class Silences {
public:
    void failed(CounterpartName const& name, Round round, Instant now, std::string why) {
        silent_.with([&](auto& silent) {
            auto& one = silent.try_emplace({name.text, round}, Silence{now, 0, {}}).first->second;
            ++one.times;
            one.why = std::move(why);
        });
    }
    void answered(CounterpartName const& name, Round round) {
        silent_.with([&](auto& silent) { silent.erase({name.text, round}); });
    }
    /// By counterpart; of two rounds the one that fails longest.
    [[nodiscard]] std::map<std::string, Silence> longest() {
        return silent_.with([](auto& silent) {
            std::map<std::string, Silence> longest;
            for (auto const& [key, one] : silent) {
                auto const [known, first] = longest.try_emplace(key.first, one);
                if (!first && one.since < known->second.since) known->second = one;
            }
            return longest;
        });
    }

private:
    Guarded<std::map<std::pair<std::string, Round>, Silence>> silent_;
};

}  // namespace wetbode
