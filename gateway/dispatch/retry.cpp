// SPDX-License-Identifier: EUPL-1.2
#include "gateway/dispatch/retry.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>
#include <utility>

namespace wetbode {
namespace {

constexpr std::size_t waits_max = 1000;
constexpr Milliseconds wait_max = std::chrono::hours{24 * 30};

constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> units{
    {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

std::string_view trimmed(std::string_view text) {
    auto const first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::optional<Milliseconds> wait_from(std::string_view text) {
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number < 0) return std::nullopt;
    auto const unit = text.substr(static_cast<std::size_t>(end - text.data()));
    for (auto const& [name, factor] : units)
        if (name == unit && number <= wait_max.count() / factor) return Milliseconds{number * factor};
    return std::nullopt;
}

/// How often a wait is meant: "1h*336". 1 without a star; 0 if it cannot be read.
std::size_t times_in(std::string_view& part) {
    auto const star = part.find('*');
    if (star == std::string_view::npos) return 1;
    auto const number = part.substr(star + 1);
    part = part.substr(0, star);
    std::size_t times = 0;
    auto const [end, error] = std::from_chars(number.data(), number.data() + number.size(), times);
    bool const whole = error == std::errc{} && end == number.data() + number.size();
    return whole && times <= waits_max ? times : 0;
}

}  // namespace

Milliseconds wait_after(int tries, RetrySchedule const& schedule) {
    if (schedule.waits.empty()) return Milliseconds{0};
    auto const index = static_cast<std::size_t>(std::max(tries, 1) - 1);
    return schedule.waits[std::min(index, schedule.waits.size() - 1)];
}

Milliseconds with_jitter(Milliseconds wait, int percent, double random) {
    auto const share = static_cast<double>(std::clamp(percent, 0, 100)) / 100.0 * std::clamp(random, 0.0, 1.0);
    return wait + Milliseconds{static_cast<std::int64_t>(std::floor(static_cast<double>(wait.count()) * share))};
}

std::optional<Instant> next_retry(RetryRound const& round, RetrySchedule const& schedule,
                                  std::optional<Instant> not_before, double random) {
    auto const span = std::accumulate(schedule.waits.begin(), schedule.waits.end(), Milliseconds{0});
    auto const tried_enough = round.tries > static_cast<int>(schedule.waits.size());
    if (tried_enough && round.now >= round.began + span) return std::nullopt;

    auto const due = round.now + with_jitter(wait_after(round.tries, schedule), schedule.jitter_percent, random);
    if (!not_before) return due;
    return std::max(due, std::min(*not_before, round.now + not_before_max));
}

ParsedSchedule waits_from(std::string_view text) {
    ParsedSchedule parsed;
    if (trimmed(text).empty()) return {{}, "a retry schedule needs at least one wait, e.g. \"1s, 5s, 2m, 1h\""};
    for (std::size_t start = 0; start <= text.size();) {
        auto const comma = std::min(text.find(',', start), text.size());
        auto const part = trimmed(text.substr(start, comma - start));
        auto once = part;
        auto const times = times_in(once);
        auto const wait = wait_from(once);
        if (!wait || times == 0)
            return {{}, "\"" + std::string(part) +
                            "\" is not a wait: write a number and ms, s, m, h or d, up to 30d; 1h*24 is 24 such waits"};
        if (parsed.waits.size() + times > waits_max) return {{}, "a retry schedule has at most 1000 waits"};
        parsed.waits.insert(parsed.waits.end(), times, *wait);
        start = comma + 1;
    }
    return parsed;
}

}  // namespace wetbode
