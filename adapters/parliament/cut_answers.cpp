// SPDX-License-Identifier: EUPL-1.2
#include "adapters/parliament/cut_answers.hpp"

#include "adapters/parliament/incoming.hpp"
#include "gateway/base/rfc3339.hpp"

#include <algorithm>

namespace wetbode::parliament {

std::optional<std::string> CutAnswers::why_wait(Instant now) {
    return cut_.with([&](Cut& cut) -> std::optional<std::string> {
        // A clock that was set back must not make it wait for long.
        if (cut.times < 2 || now >= cut.again || cut.again - now > pause_most) return std::nullopt;
        return cut.why + "; it is asked for again at " + rfc3339(cut.again);
    });
}

bool CutAnswers::broke_off(std::optional<KanselarijItem> const& item, std::string const& why, Instant now) {
    return cut_.with([&](Cut& cut) {
        auto const key = item ? key_of_cut(*item) : std::string();
        // Further than the last time: it comes in by and by.
        if (cut.times > 0 && cut.key != key) cut = {};
        cut.key = key;
        cut.why = why;
        ++cut.times;
        auto pause = pause_first;
        for (int i = 2; i < cut.times && pause < pause_most; ++i) pause *= 2;
        cut.again = now + std::min(pause, pause_most);
        return cut.times > 1 && item.has_value();
    });
}

void CutAnswers::whole() {
    cut_.with([](Cut& cut) { cut = {}; });
}

std::string CutAnswers::key_of_cut(KanselarijItem const& item) {
    auto const name = name_of(item);
    return "kanselarij:cut:" + (name.empty() ? "item-" + std::to_string(item.number) : name);
}

}  // namespace wetbode::parliament
