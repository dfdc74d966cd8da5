// SPDX-License-Identifier: EUPL-1.2
// Dates that can be true: in order, not in the future where something is done, the same in the text and behind it.
// Dates are compared as texts: YYYY-MM-DD sorts as the calendar does.
#include "gateway/validation/rules/iri.hpp"
#include "gateway/validation/rules/numeral.hpp"
#include "gateway/validation/rules/watch.hpp"

#include <array>
#include <map>

namespace wetbode::rules {

namespace {

using enum Check;

constexpr std::size_t events_max = 20'000;

constexpr std::array<std::string_view, 12> months{
    "januari", "februari", "maart",     "april",   "mei",      "juni",
    "juli",    "augustus", "september", "oktober", "november", "december"};

/// "20 maart 2026" as "2026-03-20"; empty if the text is not such a date.
std::string day_in_words(std::string_view text) {
    auto const words = tidy(text);
    auto const first = words.find(' ');
    auto const second = first == std::string::npos ? first : words.find(' ', first + 1);
    if (second == std::string::npos || first > 2 || words.size() != second + 5) return {};
    auto const month = words.substr(first + 1, second - first - 1);
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (month != months[i]) continue;
        auto const number = std::to_string(i + 1);
        return words.substr(second + 1) + (i < 9 ? "-0" : "-") + number + (first == 1 ? "-0" : "-") +
               words.substr(0, first);
    }
    return {};
}

class Dates final : public Watch {
public:
    explicit Dates(Scene& scene)
        : scene_(scene), oldest_(scene.report.parameter(date_range)),
          latest_year_(scene.today ? std::stoi(*scene.today) + 100 : 2200) {}

    void open(Node const& node, xml::Element const& element) override {
        auto const date = day_in(value_of(element, "date"));
        if (looks_like_day(date)) open_dated(node, date);
        for (auto const& attribute : element.attributes) {
            bool const iri = attribute.value.starts_with("/akn/") || is_eli(attribute.value);
            if (!iri || !attribute.uri.empty()) continue;
            if (auto const day = impossible_day_in(attribute.value); !day.empty())
                scene_.report.add(date_iri, {day, attribute.value});
        }
        if (node.is(Name::timeInterval)) open_interval(element);
        if (node.is(Name::identification)) work_.clear();  // an attachment has dates of its own
        if (node.is(Name::FRBRWork)) level_ = &work_;
        if (node.is(Name::FRBRExpression)) level_ = &expression_;
        if (node.is(Name::FRBRManifestation)) level_ = &manifestation_;
    }

    void close(Node const& node, std::string_view text) override {
        if (node.is(Name::identification)) close_identification();
        if (!node.is(Name::date) || date_.empty()) return;
        auto const said = day_in_words(text);
        if (!said.empty() && said != date_) scene_.report.add(date_text, {tidy(text), date_});
        date_.clear();
    }

    void finish() override {
        for (auto const& interval : intervals_) {
            auto const start = events_.find(interval.start);
            auto const end = events_.find(interval.end);
            if (start == events_.end() || end == events_.end() || start->second <= end->second) continue;
            scene_.report.add(date_period, interval.place, {start->second, end->second});
        }
    }

private:
    struct Interval {
        std::string start;
        std::string end;
        Place place;
    };

    void open_dated(Node const& node, std::string_view date) {
        auto const year = std::stoi(std::string(date.substr(0, 4)));
        if (!oldest_.empty() && (date.substr(0, 4) < oldest_ || year > latest_year_))
            scene_.report.add(date_range, {date});
        switch (node.name()) {
            case Name::date:
                date_ = date;
                scene_.gather();
                return;
            case Name::eventRef:
                if (!node.id.empty() && events_.size() < events_max) events_.emplace(node.id, date);
                return;
            case Name::publication:
                if (!work_.empty() && date < work_) scene_.report.add(date_published, {date, work_});
                return;
            case Name::FRBRdate: open_level_date(date); return;
            default: return;
        }
    }

    /// Of several dates of a level the first one counts.
    void open_level_date(std::string_view date) {
        if (level_ == &work_ && scene_.today && date > *scene_.today) scene_.report.add(date_future, {date});
        if (level_ == nullptr || !level_->empty()) return;
        *level_ = date;
        if (level_ == &expression_ && !work_.empty() && expression_ < work_)
            scene_.report.add(date_order, {expression_, work_});
        if (level_ == &manifestation_ && !expression_.empty() && manifestation_ < expression_)
            scene_.report.add(date_order, {manifestation_, expression_});
    }

    void open_interval(xml::Element const& element) {
        auto const start = value_of(element, "start");
        auto const end = value_of(element, "end");
        if (!start.starts_with('#') || !end.starts_with('#') || intervals_.size() >= events_max) return;
        intervals_.push_back({std::string(start.substr(1)), std::string(end.substr(1)), scene_.trail.place()});
    }

    /// The date of the work stays: <publication>, which follows, is compared with it.
    void close_identification() {
        level_ = nullptr;
        expression_.clear();
        manifestation_.clear();
    }

    Scene& scene_;
    std::string_view oldest_;
    int latest_year_;
    std::string work_;
    std::string expression_;
    std::string manifestation_;
    std::string* level_ = nullptr;
    std::string date_;  ///< of the <date> that is open
    std::map<std::string, std::string, std::less<>> events_;
    std::vector<Interval> intervals_;
};

}  // namespace

std::unique_ptr<Watch> watch_dates(Scene& scene) { return std::make_unique<Dates>(scene); }

}  // namespace wetbode::rules
