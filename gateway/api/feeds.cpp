// SPDX-License-Identifier: EUPL-1.2
// /feeds: what is for a counterpart, as Atom with archive pages and as JSON events with a cursor.
#include "gateway/api/call.hpp"

#include <charconv>
#include <limits>

namespace wetbode::api {
namespace {

constexpr std::size_t name_bytes_max = 64;

/// A clerk reads one feed, his own; for him there are no others.
bool may_read(Call const& call, CounterpartName const& counterpart) {
    if (counterpart.text.size() > name_bytes_max) return false;
    return call.caller.role == Role::admin || counterpart == call.caller.counterpart;
}

Response page_answer(Call const& call, FeedPage page) {
    Response response;
    response.headers = {
        {"ETag", page.etag},
        {"Cache-Control", page.immutable ? "private, max-age=31536000, immutable" : "private, no-cache"},
        {"Content-Type", page.media_type},
        {"X-Content-Type-Options", "nosniff"}};
    if (is_unchanged(call.request, page.etag))
        response.status = 304;
    else
        response.body = std::move(page.body);
    return response;
}

Response atom_answer(Call const& call, std::optional<std::int64_t> page_number) {
    CounterpartName const counterpart{call.arguments.at(0)};
    if (!may_read(call, counterpart)) return call.refuse("NOT_FOUND");
    auto page = call.parts.feed.atom(counterpart, page_number);
    if (!page) return call.refuse("NOT_FOUND");
    return page_answer(call, std::move(*page));
}

}  // namespace

Response get_feed(Call const& call) {
    return atom_answer(call, std::nullopt);
}

Response get_feed_page(Call const& call) {
    auto const& text = call.arguments.at(1);
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || number < 1) return call.refuse("NOT_FOUND");
    return atom_answer(call, number);
}

Response get_feed_events(Call const& call) {
    CounterpartName const counterpart{call.arguments.at(0)};
    if (!may_read(call, counterpart)) return call.refuse("NOT_FOUND");
    auto const after = number_in(call.request, "after", 0, 0, std::numeric_limits<std::int64_t>::max());
    if (!after) return call.refuse(after.error());
    auto const limit = number_in(call.request, "limit", 100, 1, call.parts.limits.page_events_max);
    if (!limit) return call.refuse(limit.error());
    return page_answer(call, call.parts.feed.events(counterpart, *after, static_cast<int>(*limit)));
}

}  // namespace wetbode::api
