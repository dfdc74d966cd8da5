// SPDX-License-Identifier: EUPL-1.2
// Which events of the ledger one counterpart gets to see, and with which files. Everything that an item shows was fixed
// when its event was written, so the same range of the ledger always gives the same items.
#pragma once

#include "gateway/event.hpp"
#include "gateway/intake/access_policy.hpp"
#include "gateway/ledger.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wetbode::feed {

struct ItemFile {
    std::string piece_id;
    std::string piece_title;
    std::string access;
    Rendition rendition;
};

struct Item {
    Event event;
    std::string title;            ///< of the dossier; empty for a letter, whose subject concerns a person
    bool document = false;        ///< the documents became available with this event
    bool sealed = false;          ///< and there is a sealed container, or a better one since its time is proved
    bool evidence = false;        ///< and there is an evidence record beside that container
    std::vector<ItemFile> files;  ///< present exactly if document
    std::map<std::string, std::string> publication;  ///< of "dossier.published": what held then, by key
};

/// In the order of the sequence. Throws Outage("ledger").
[[nodiscard]] std::vector<Item> items_of(std::vector<Event> const& events, CounterpartName const& counterpart,
                                         Ledger& ledger, AccessPolicy const& access);

}  // namespace wetbode::feed
