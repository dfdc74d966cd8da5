// SPDX-License-Identifier: EUPL-1.2
// What a counterpart tells and sends by itself: one round of asking for it.
#include "gateway/dispatch/dispatcher.hpp"

namespace wetbode {
namespace {

constexpr int pending_most = 1000;
constexpr int followed_most = 2000;

}  // namespace

int Dispatcher::collect(CounterpartName const& name, Instant now) {
    auto const& to = served(name);
    auto& ledger = ports_.ledger;
    auto const cursor = ledger.news_cursor(name);
    auto const waiting = ledger.pending(name, pending_most);
    int fresh = 0;
    try {
        auto const news = to.counterpart->collect(cursor, waiting, Deadline::in(to.policy.deadline));
        if (!news.items.empty() || news.cursor != cursor) fresh = ledger.take_news(name, news, now);
        fresh += followed(to, now);
        paces_.at(name).polled(now);
        silences_.answered(name, Round::news);
    } catch (Outage const& outage) {
        if (outage.dependency() == "ledger") throw;
        silences_.failed(name, Round::news, now, outage.what());
        log("collect.outage", {{"counterpart", name.text}, {"error", outage.what()}});
        return 0;  // the receipts may be there, we could not look: nobody is quarantined for that
    } catch (std::exception const& fault) {
        silences_.failed(name, Round::news, now, fault.what());
        log("collect.adapter_fault", {{"counterpart", name.text}, {"error", fault.what()}});
        return 0;
    }
    if (fresh > 0) log("collect.news", {{"counterpart", name.text}, {"items", std::to_string(fresh)}});
    if (to.policy.receipt_term > Milliseconds{0}) {
        auto const expired = ledger.expire_handed_over(name, now - to.policy.receipt_term, now);
        if (expired > 0)
            log("transfer.receipt_overdue", {{"counterpart", name.text}, {"transfers", std::to_string(expired)}});
    }
    return fresh;
}

int Dispatcher::followed(ServedCounterpart const& to, Instant now) {
    if (!to.counterpart->follows()) return 0;
    auto& ledger = ports_.ledger;
    auto const list = ledger.followed(to.name, "pobj", now - to.policy.follow_for, followed_most);
    if (list.empty()) return 0;
    auto news = to.counterpart->follow(list, Deadline::in(to.policy.deadline));
    if (news.items.empty()) return 0;
    news.cursor = ledger.news_cursor(to.name);
    return ledger.take_news(to.name, news, now);
}

void Dispatcher::receive(CounterpartName const& name) {
    auto const& to = served(name);
    if (to.inbox == nullptr || !to.counterpart->sends()) return;
    try {
        to.counterpart->receive(*to.inbox, Deadline::in(to.policy.deadline));
        silences_.answered(name, Round::arrivals);
    } catch (Outage const& outage) {
        if (outage.dependency() == "ledger") throw;
        silences_.failed(name, Round::arrivals, ports_.clock.now(), outage.what());
        log("receive.outage", {{"counterpart", name.text}, {"error", outage.what()}});
    } catch (std::exception const& fault) {
        silences_.failed(name, Round::arrivals, ports_.clock.now(), fault.what());
        log("receive.adapter_fault", {{"counterpart", name.text}, {"error", fault.what()}});
    }
}

std::map<std::string, Instant> Dispatcher::last_polled() const {
    std::map<std::string, Instant> all;
    for (auto const& [name, pace] : paces_)
        if (auto const at = pace.last_polled()) all[name.text] = *at;
    return all;
}

}  // namespace wetbode
