// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/answers.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace wetbode::rest {

namespace {

constexpr std::chrono::hours longest_wait{24};

bool worth_another_try(int status) {
    return status >= 500 || status < 200 || (status >= 300 && status < 400) || status == 408 || status == 425 ||
           status == 429;
}

AnswerRow standard_row(int status) {
    auto const number = std::to_string(status);
    AnswerRow row;
    row.status = status;
    if (worth_another_try(status)) {
        row.text = {"De tegenpartij antwoordde met status " + number + "; het wordt later opnieuw geprobeerd.",
                    "The counterpart answered with status " + number + "; it will be tried again later."};
        return row;
    }
    if (status < 300) {
        row.means = Meaning::acknowledged;
        return row;
    }
    row.means = Meaning::declined;
    row.refusal = "COUNTERPART_DECLINED";
    row.text = {"De tegenpartij weigerde met status " + number + ".",
                "The counterpart declined with status " + number + "."};
    row.remedy = {"Lees het bewaarde antwoord bij de poging, verbeter de zending en bied ze opnieuw aan.",
                  "Read the answer kept with the attempt, mend the submission and offer it again."};
    return row;
}

std::optional<Instant> from_http_date(std::string const& text) {
    static constexpr std::array<std::string_view, 12> names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    int day = 0;
    int year = 0;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::array<char, 4> name{};
    // The one form that RFC 9110 lets a server send: "Sun, 06 Nov 1994 08:49:37 GMT".
    if (text.size() != 29) return std::nullopt;
    if (std::sscanf(text.c_str() + 5, "%2d %3s %4d %2d:%2d:%2d GMT", &day, name.data(), &year, &hour, &minute,
                    &second) != 6)
        return std::nullopt;
    for (unsigned month = 0; month < names.size(); ++month) {
        if (names[month] != name.data()) continue;
        std::chrono::year_month_day const date{std::chrono::year{year}, std::chrono::month{month + 1},
                                               std::chrono::day{static_cast<unsigned>(day)}};
        if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
        return Instant{std::chrono::sys_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
               std::chrono::seconds{second};
    }
    return std::nullopt;
}

}  // namespace

AnswersTable::AnswersTable(std::vector<AnswerRow> rows) : rows_(std::move(rows)) {}

AnswerRow AnswersTable::judge(int status, std::string_view code) const {
    AnswerRow const* best = nullptr;
    int best_score = -1;
    for (auto const& row : rows_) {
        if (row.status != 0 && row.status != status) continue;
        if (!row.code.empty() && row.code != code) continue;
        int const score = (row.code.empty() ? 0 : 2) + (row.status == 0 ? 0 : 1);
        if (score <= best_score) continue;
        best = &row;
        best_score = score;
    }
    return best ? *best : standard_row(status);
}

std::optional<Instant> retry_after(Reply const& reply, Instant now) {
    auto const text = reply.header("retry-after");
    if (text.empty()) return std::nullopt;
    std::int64_t seconds = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    std::optional<Instant> at;
    if (end == text.data() + text.size() && error == std::errc{} && seconds >= 0)
        at = now + std::min<std::chrono::seconds>(std::chrono::seconds{std::min<std::int64_t>(seconds, 864'000)},
                                                  longest_wait);
    else
        at = from_http_date(text);
    if (!at || *at <= now) return std::nullopt;
    return std::min(*at, now + longest_wait);
}

Outcome outcome_of(Reply const& reply, AnswerRow const& row, Instant now, std::string const& reference,
                   CounterpartName const& paper) {
    auto const declined = [&](std::optional<CounterpartName> instead) {
        Refusal why;
        why.code = row.refusal.empty() ? "COUNTERPART_DECLINED" : row.refusal;
        why.title = row.text;
        why.detail = row.text;
        why.remedy = row.remedy;
        return Declined{std::move(why), std::move(instead)};
    };
    switch (row.means) {
        case Meaning::retry: return TryLater{row.text, retry_after(reply, now)};
        case Meaning::declined: return declined(std::nullopt);
        case Meaning::paper: return declined(paper);
        case Meaning::handed_over: return HandedOver{reference};
        case Meaning::duplicate:
        case Meaning::acknowledged: return Acknowledged{reference};
    }
    ensure(false, "every meaning of an answer has an outcome");
    return TryLater{};
}

Outcome outcome_of_failure(Reply const& reply) {
    if (reply.failure == Failure::unreachable)
        return TryLater{{"De tegenpartij is niet bereikbaar: " + reply.why + ".",
                         "The counterpart cannot be reached: " + reply.why + "."}, std::nullopt};
    return TryLater{{"De verbinding brak af voor er een antwoord was: " + reply.why + ". Of de zending is aangekomen, "
                     "is onbekend.",
                     "The connection broke before there was an answer: " + reply.why + ". Whether it arrived is "
                     "unknown."}, std::nullopt};
}

}  // namespace wetbode::rest
