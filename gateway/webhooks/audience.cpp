// SPDX-License-Identifier: EUPL-1.2
#include "gateway/webhooks/audience.hpp"

#include "gateway/feed/items.hpp"

#include <map>

namespace wetbode {

namespace {

std::vector<Event> in_feed_of(CounterpartName const& counterpart, std::vector<Event> const& events, Ledger& ledger,
                              AccessPolicy const& access) {
    std::vector<Event> heard;
    for (auto& item : feed::items_of(events, counterpart, ledger, access)) heard.push_back(std::move(item.event));
    return heard;
}

std::vector<Event> of_submissions_by(ClientName const& client, std::vector<Event> events, Ledger& ledger) {
    std::map<SubmissionId, bool> own;
    auto const is_own = [&](SubmissionId const& id) {
        auto known = own.find(id);
        if (known == own.end()) {
            auto const view = ledger.submission(id);
            known = own.emplace(id, view && view->key.client == client).first;
        }
        return known->second;
    };
    std::erase_if(events, [&](Event const& event) { return event.submission.empty() || !is_own(event.submission); });
    return events;
}

}  // namespace

std::string text_of(WebhookAudience const& audience) {
    if (auto const* counterpart = std::get_if<CounterpartName>(&audience)) return "counterpart " + counterpart->text;
    if (auto const* client = std::get_if<ClientName>(&audience)) return "client " + client->text;
    return "all";
}

EventFilter filter_for(WebhookAudience const& audience) {
    EventFilter filter;
    if (auto const* counterpart = std::get_if<CounterpartName>(&audience)) filter.audience = *counterpart;
    return filter;
}

std::vector<Event> heard_by(WebhookAudience const& audience, std::vector<Event> events, Ledger& ledger,
                            AccessPolicy const& access) {
    if (auto const* counterpart = std::get_if<CounterpartName>(&audience))
        return in_feed_of(*counterpart, events, ledger, access);
    if (auto const* client = std::get_if<ClientName>(&audience))
        return of_submissions_by(*client, std::move(events), ledger);
    return events;
}

}  // namespace wetbode
