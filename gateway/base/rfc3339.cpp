// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/rfc3339.hpp"

#include <array>
#include <cstdio>

namespace wetbode {

namespace {

/// Walks over a text of fixed layout; every step fails for good once one has failed.
class Walker {
public:
    explicit Walker(std::string_view text) : text_(text) {}

    int number(std::size_t digits) {
        int value = 0;
        for (std::size_t i = 0; i < digits; ++i) {
            auto const c = take();
            if (c < '0' || c > '9') failed_ = true;
            value = value * 10 + (c - '0');
        }
        return failed_ ? 0 : value;
    }
    void expect(std::string_view one_of) {
        if (one_of.find(take()) == std::string_view::npos) failed_ = true;
    }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    char take() {
        if (at_ >= text_.size()) failed_ = true;
        return failed_ ? '\0' : text_[at_++];
    }
    [[nodiscard]] bool good_and_at_end() const { return !failed_ && at_ == text_.size(); }

private:
    std::string_view text_;
    std::size_t at_ = 0;
    bool failed_ = false;
};

Milliseconds fraction(Walker& walker) {
    walker.take();
    int millis = 0;
    int digits = 0;
    for (; walker.peek() >= '0' && walker.peek() <= '9' && digits < 9; ++digits) {
        auto const digit = walker.number(1);
        if (digits < 3) millis = millis * 10 + digit;
    }
    if (digits == 0) walker.expect("");
    for (int i = digits; i < 3; ++i) millis *= 10;
    return Milliseconds{millis};
}

std::chrono::minutes offset(Walker& walker) {
    auto const sign = walker.take();
    if (sign == 'Z' || sign == 'z') return std::chrono::minutes{0};
    if (sign != '+' && sign != '-') walker.expect("");
    auto const hours = walker.number(2);
    walker.expect(":");
    auto const minutes = walker.number(2);
    if (hours > 23 || minutes > 59) walker.expect("");
    auto const span = std::chrono::minutes{hours * 60 + minutes};
    return sign == '-' ? -span : span;
}

}  // namespace

std::string rfc3339(Instant instant) {
    auto const day = std::chrono::floor<std::chrono::days>(instant);
    std::chrono::year_month_day const date{day};
    std::chrono::hh_mm_ss const time{instant - day};
    std::array<char, 40> text{};
    auto const length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02ld:%02ld:%02ld.%03ldZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<long>(time.hours().count()),
        static_cast<long>(time.minutes().count()), static_cast<long>(time.seconds().count()),
        static_cast<long>(time.subseconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::optional<Instant> from_rfc3339(std::string_view text) {
    Walker walker(text);
    auto const year = walker.number(4);
    walker.expect("-");
    auto const month = walker.number(2);
    walker.expect("-");
    auto const day = walker.number(2);
    walker.expect("Tt ");
    auto const hour = walker.number(2);
    walker.expect(":");
    auto const minute = walker.number(2);
    walker.expect(":");
    auto const second = walker.number(2);
    auto const millis = walker.peek() == '.' ? fraction(walker) : Milliseconds{0};
    auto const shift = offset(walker);
    if (!walker.good_and_at_end() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year{year}, std::chrono::month{static_cast<unsigned>(month)},
                                           std::chrono::day{static_cast<unsigned>(day)}};
    if (!date.ok()) return std::nullopt;
    return Instant{std::chrono::sys_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           std::chrono::seconds{second} + millis - shift;
}

}  // namespace wetbode
