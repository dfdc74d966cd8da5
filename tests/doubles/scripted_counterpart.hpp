// SPDX-License-Identifier: EUPL-1.2
// A counterpart that answers what the test wrote down and remembers what it got. Thread safe.
#pragma once

#include "gateway/base/guarded.hpp"
#include "gateway/counterpart.hpp"

#include <deque>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace wetbode {

class ScriptedCounterpart final : public Counterpart {
public:
    using Act = std::function<Delivery(Envelope const&, ContentShelf&, Notebook&)>;

    /// The next answers, in order; when they are used up every delivery is acknowledged with reference "ok".
    void then(Act act) {
        script_.with([&](Script& script) { script.acts.push_back(std::move(act)); });
    }
    void then(Outcome outcome) {
        then([outcome = std::move(outcome)](Envelope const&, ContentShelf&, Notebook&) {
            return Delivery{outcome, {}, {}};
        });
    }
    void then_news(News news) {
        script_.with([&](Script& script) { script.news.push_back(std::move(news)); });
    }
    void collect_with(std::function<News()> act) {
        script_.with([&](Script& script) { script.collect = std::move(act); });
    }

    [[nodiscard]] std::vector<Envelope> got() {
        return script_.with([](Script& script) { return script.got; });
    }

    [[nodiscard]] Delivery deliver(Envelope const& envelope, ContentShelf& shelf, Notebook& notebook,
                                   Deadline) override {
        auto const act = script_.with([&](Script& script) -> Act {
            script.got.push_back(envelope);
            if (script.acts.empty()) return {};
            auto next = std::move(script.acts.front());
            script.acts.pop_front();
            return next;
        });
        return act ? act(envelope, shelf, notebook) : Delivery{Acknowledged{"ok"}, {}, {}};
    }

    [[nodiscard]] News collect(std::string const& cursor, std::vector<Pending> const&, Deadline) override {
        auto const act = script_.with([](Script& script) { return script.collect; });
        if (act) return act();
        return script_.with([&](Script& script) {
            if (script.news.empty()) return News{{}, cursor};
            auto next = std::move(script.news.front());
            script.news.pop_front();
            return next;
        });
    }

private:
    struct Script {
        std::deque<Act> acts;
        std::deque<News> news;
        std::function<News()> collect;
        std::vector<Envelope> got;
    };
    Guarded<Script> script_;
};

}  // namespace wetbode
