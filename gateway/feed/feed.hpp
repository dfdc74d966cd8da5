// SPDX-License-Identifier: EUPL-1.2
// The feed of one counterpart: Atom (RFC 4287, paged and archived as RFC 5005) and JSON events with a cursor. Pages are
// ranges of the ledger's sequence, so a full page never changes. Any thread.
#pragma once

#include "gateway/ids.hpp"
#include "gateway/intake/access_policy.hpp"
#include "gateway/ledger.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace wetbode {

struct FeedPage {
    std::string body;
    std::string media_type;
    std::string etag;       ///< strong, with quotes
    bool immutable = false; ///< a full page: may be cached for ever
};

struct FeedSettings {
    std::string base_url;          ///< public URL of the gateway, without a slash at the end
    std::int64_t page_events = 500;///< ledger events per archive page
};

class Feed {
public:
    Feed(Ledger& ledger, AccessPolicy const& access, FeedSettings settings);

    /// The subscription document (newest page), or archive page `page` (from 1). Empty = no such page.
    [[nodiscard]] std::optional<FeedPage> atom(CounterpartName const& counterpart, std::optional<std::int64_t> page);
    /// Events after the cursor, at most `most`; {"events":[...],"next":N,"last":N,"last_written":"..."}
    [[nodiscard]] FeedPage events(CounterpartName const& counterpart, std::int64_t after, int most);

private:
    Ledger& ledger_;
    AccessPolicy const& access_;
    FeedSettings settings_;
};

}  // namespace wetbode
