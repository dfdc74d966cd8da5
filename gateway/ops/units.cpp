// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ops/units.hpp"

#include <array>
#include <charconv>
#include <utility>

namespace wetbode::ops {

namespace {

struct Amount {
    std::uint64_t number;
    std::string_view unit;
};

std::optional<Amount> amount_from(std::string_view text) {
    Amount amount{0, {}};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), amount.number);
    if (error != std::errc{} || amount.number > 1'000'000'000'000ULL) return std::nullopt;
    amount.unit = text.substr(static_cast<std::size_t>(end - text.data()));
    return amount;
}

}  // namespace

std::optional<Milliseconds> span_from(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::uint64_t>, 5> units{
        {{"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};
    // Evidence and what is remembered of refusals may have to last as long as the longest terms of archives.
    constexpr std::uint64_t thirty_years = 10'958ULL * 86'400'000ULL;
    auto const amount = amount_from(text);
    if (!amount) return std::nullopt;
    for (auto const& [unit, milliseconds] : units)
        if (unit == amount->unit && amount->number <= thirty_years / milliseconds)
            return Milliseconds{static_cast<std::int64_t>(amount->number * milliseconds)};
    return std::nullopt;
}

std::optional<std::uint64_t> size_from(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::uint64_t>, 7> units{{{"B", 1},
                                                                               {"KB", 1000},
                                                                               {"MB", 1'000'000},
                                                                               {"GB", 1'000'000'000},
                                                                               {"KiB", 1ULL << 10U},
                                                                               {"MiB", 1ULL << 20U},
                                                                               {"GiB", 1ULL << 30U}}};
    auto const amount = amount_from(text);
    if (!amount) return std::nullopt;
    for (auto const& [unit, bytes] : units)
        if (unit == amount->unit && amount->number <= (1ULL << 62U) / bytes) return amount->number * bytes;
    return std::nullopt;
}

}  // namespace wetbode::ops
