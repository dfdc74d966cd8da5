// SPDX-License-Identifier: EUPL-1.2
#include "gateway/webhooks/verdict.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace wetbode {

namespace {

constexpr int gone = 410;

/// Whether the receiver may tell when it wants to be asked again.
bool is_throttling(int status) {
    return status == 429 || status == 503;
}

std::optional<int> digits_in(std::string_view text) {
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0) return std::nullopt;
    return value;
}

/// "Sun, 06 Nov 1994 08:49:37 GMT": the form that RFC 9110 5.6.7 has senders use. The obsolete ones are not read.
std::optional<Instant> http_date(std::string_view text) {
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || !text.ends_with(" GMT")) return std::nullopt;
    auto const month = std::ranges::find(months, text.substr(8, 3));
    auto const day = digits_in(text.substr(5, 2));
    auto const year = digits_in(text.substr(12, 4));
    auto const hour = digits_in(text.substr(17, 2));
    auto const minute = digits_in(text.substr(20, 2));
    auto const second = digits_in(text.substr(23, 2));
    if (month == months.end() || !day || !year || !hour || !minute || !second) return std::nullopt;
    std::chrono::year_month_day const date{std::chrono::year{*year},
                                           std::chrono::month{static_cast<unsigned>(month - months.begin()) + 1},
                                           std::chrono::day{static_cast<unsigned>(*day)}};
    if (!date.ok() || *hour > 23 || *minute > 59 || *second > 60) return std::nullopt;
    return std::chrono::sys_days{date} + std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second};
}

Text failing_for(Milliseconds span, WebhookAnswer const& answer) {
    auto const hours = std::to_string(std::chrono::floor<std::chrono::hours>(span).count());
    auto const last = answer.status == 0 ? std::string("-") : std::to_string(answer.status);
    return {"Uitgeschakeld: al " + hours + " uur mislukt elke poging (laatste status: " + last + ").",
            "Disabled: every try has failed for " + hours + " hours (last status: " + last + ")."};
}

/// Since when nothing but failure: not counting the time in which nobody tried.
Instant failing_since(WebhookState const& state, Instant now) {
    bool const was_away = state.last_try && now - *state.last_try > own_absence;
    return state.failing_since && !was_away ? *state.failing_since : now;
}

}  // namespace

std::optional<Milliseconds> retry_after_in(std::string_view value, Instant now) {
    if (auto const seconds = digits_in(value)) return std::chrono::seconds{*seconds};
    auto const date = http_date(value);
    if (!date || *date <= now) return std::nullopt;
    return *date - now;
}

bool is_taken(int status) {
    return status >= 200 && status < 300;
}

bool is_overdue(WebhookState const& state, WebhookPatience const& patience, Instant now) {
    if (patience.pass_over_after <= Milliseconds{0} || !state.enabled || !state.failing_since) return false;
    return state.failures >= pass_over_tries_min && now - *state.failing_since >= patience.pass_over_after;
}

bool may_mean_one_event(int status) {
    constexpr std::array of_all{408, 410, 425, 429, 502, 503, 504};
    return status >= 400 && std::ranges::find(of_all, status) == of_all.end();
}

WebhookTry verdict_on(WebhookAnswer const& answer, WebhookState const& state, std::int64_t sequence,
                      WebhookPatience const& patience, Instant now, double random) {
    WebhookTry tried{.name = state.name,
                     .epoch = state.epoch,
                     .sequence = sequence,
                     .now = now,
                     .status = answer.status,
                     .answer = answer.words};
    if (is_taken(answer.status)) {
        tried.end = WebhookTry::End::taken;
        return tried;
    }
    tried.failing_since = failing_since(state, now);
    if (answer.status == gone) {
        tried.end = WebhookTry::End::disabled;
        tried.why = {"Uitgeschakeld: de ontvanger zegt dat hij niets meer wil (410 Gone).",
                     "Disabled: the receiver says that it wants nothing more (410 Gone)."};
        return tried;
    }
    if (now - tried.failing_since >= patience.disable_after) {
        tried.end = WebhookTry::End::disabled;
        tried.why = failing_for(now - tried.failing_since, answer);
        return tried;
    }
    auto const& schedule = patience.schedule;
    auto pause = with_jitter(wait_after(state.failures + 1, schedule), schedule.jitter_percent, random);
    if (answer.retry_after && is_throttling(answer.status))
        pause = std::max(pause, std::min(*answer.retry_after, retry_after_max));
    tried.due = now + pause;
    return tried;
}

}  // namespace wetbode
