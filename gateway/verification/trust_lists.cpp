// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/trust_lists.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/refusal.hpp"
#include "gateway/verification/trust_list_names.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <set>
#include <string_view>
#include <utility>

namespace wetbode {

namespace {

/// How often the thread looks whether a list is due: far shorter than any wait of a list.
constexpr std::chrono::seconds between_looks{15};

Text expired_text() { return {"De vertrouwenslijst is verlopen.", "The trust list is past its next update."}; }
Text older_text() {
    return {"De server geeft een oudere lijst dan die er al was.",
            "The server gives an older list than the one that was there."};
}

Text status_text(int status) {
    auto const number = std::to_string(status);
    if (status >= 300 && status < 400)
        return {"De server verwijst door (" + number + "), en dat wordt niet gevolgd: zet de laatste URL.",
                "The server redirects (" + number + "), which is not followed: set the last URL."};
    return {"De server antwoordt met status " + number + ".", "The server answers " + number + "."};
}

}  // namespace

TrustLists::TrustLists(TrustListsSettings settings, Fetch fetch, Clock const& clock, Tell tell)
    : settings_(std::move(settings)), fetch_(std::move(fetch)), clock_(clock), tell_(std::move(tell)) {
    ensure(settings_.places.size() <= trust_lists_max, "whoever reads the settings bounds the lists");
    std::error_code error;
    if (!settings_.folder.empty()) std::filesystem::create_directories(settings_.folder, error);
    ignore(error, "the first list that cannot be written there is told");
    auto const now = clock_.now();
    std::vector<std::string> keys;
    lists_.with([&](Lists& lists) {
        for (auto const& place : settings_.places) {
            auto const [at, fresh] = lists.by_key.try_emplace(key_of(place));
            if (!fresh) continue;
            at->second.place = place;
            at->second.rest = settings_.rest;
            keys.push_back(at->first);
        }
    });
    for (auto const& key : keys) load(key, now);
}

TrustLists::~TrustLists() { stop(); }

void TrustLists::start() {
    thread_ = std::jthread([this](std::stop_token const& stop) {
        std::mutex mutex;
        std::condition_variable_any bell;
        while (!stop.stop_requested()) {
            look(stop);
            std::unique_lock lock(mutex);
            bell.wait_for(lock, stop, between_looks, [] { return false; });
        }
    });
}

void TrustLists::stop() {
    thread_.request_stop();
    if (thread_.joinable()) thread_.join();
}

void TrustLists::look(std::stop_token const& stop) {
    std::scoped_lock const turn(looking_);
    expire(clock_.now());
    // A list of lists may name lists that are due at once; a list that was tried is not due again before its rest.
    std::set<std::string> tried;
    for (auto keys = due_keys(clock_.now()); !keys.empty(); keys = due_keys(clock_.now())) {
        std::erase_if(keys, [&](std::string const& key) { return tried.contains(key); });
        if (keys.empty()) break;
        for (auto const& key : keys) {
            if (stop.stop_requested()) return;
            tried.insert(key);
            renew(key);
        }
    }
    if (!tried.empty()) sweep();
}

/// Lists of lists first: they tell who may sign the others. A clock that was set back makes due.
std::vector<std::string> TrustLists::due_keys(Instant now) {
    return lists_.with([&](Lists const& lists) {
        std::vector<std::string> keys;
        for (bool const first : {true, false})
            for (auto const& [key, held] : lists.by_key)
                if (held.place.is_list_of_lists == first && (held.due <= now || held.due - now > settings_.every))
                    keys.push_back(key);
        return keys;
    });
}

void TrustLists::renew(std::string const& key) {
    auto const known = lists_.with([&](Lists const& lists) -> std::optional<Held> {
        auto const found = lists.by_key.find(key);
        return found == lists.by_key.end() ? std::nullopt : std::optional(found->second);
    });
    if (!known) return;  // the list of lists, renewed just now, no longer names it
    try {
        take(key, *known, ask(known->place.url, &*known));
    } catch (Outage const& outage) {
        if (outage.dependency() == "content")
            tell(TrustListNews::What::unkept, known->place, {outage.what(), outage.what()});
        else fail(key, {outage.what(), outage.what()}, clock_.now());
    }
    if (known->place.is_list_of_lists) follow(key, clock_.now());
}

/// Conditionally, if a list is held that need not be sent again.
FetchAnswer TrustLists::ask(std::string const& url, Held const* known) const {
    FetchRequest request;
    request.url = url;
    request.accept = std::string(trust_list_media_type) + ", application/xml, */*;q=0.1";
    request.time = settings_.time;
    request.answer_bytes_max = trust_list_bytes_max;
    if (known != nullptr && known->list) {
        request.if_none_match = known->etag;
        request.if_modified_since = known->last_modified;
    }
    return fetch_(request);
}

void TrustLists::take(std::string const& key, Held const& known, FetchAnswer const& answer) {
    auto const now = clock_.now();
    bool const asked = known.list && (!known.etag.empty() || !known.last_modified.empty());
    if (answer.status == 304 && asked) {
        if (auto why = ended(*known.list, now)) return fail(key, std::move(*why), now);
        return settle(key, known, now);
    }
    if (answer.status != 200) return fail(key, status_text(answer.status), now);
    auto fresh = known;
    fresh.digest = sha256(answer.body).hex();
    fresh.etag = answer.etag;
    fresh.last_modified = answer.last_modified;
    bool const same = known.list && known.digest == fresh.digest;
    std::map<std::string, std::string> fetched;
    if (!same) {
        auto judged = believed(known.place, answer.body, now, [&](std::string const& url) {
            return pivot_at(known.place, url, fetched);
        });
        if (!judged) return fail(key, judged.error(), now);
        auto const& newest = known.newest;
        if (newest && (*judged->list.issued < newest->issued || judged->list.sequence < newest->sequence))
            return fail(key, older_text(), now);
        fresh.list = std::move(judged->list);
        fresh.pivots = std::move(judged->pivots);
    }
    if (auto why = ended(*fresh.list, now)) return fail(key, std::move(*why), now);
    settle(key, fresh, now);
    std::error_code error;
    if (settings_.folder.empty()) return;
    if (!same || !std::filesystem::exists(file_of(known.place), error)) keep(known.place, answer.body);
    for (auto const& url : fresh.pivots)
        if (fetched.contains(url)) keep({known.place.name, url, {}, false}, fetched.at(url));
}

/// From the network, else as it was kept: pivots never change, and a list of lists that needs them needs all.
std::optional<std::string> TrustLists::pivot_at(TrustListPlace const& place, std::string const& url,
                                                std::map<std::string, std::string>& fetched) const {
    if (thread_.get_stop_token().stop_requested()) return std::nullopt;
    try {
        auto answer = ask(url, nullptr);
        if (answer.status == 200) return fetched[url] = std::move(answer.body);
    } catch (Outage const& outage) {
        ignore(outage, "without it the list of lists is not believed, and that is told");
    }
    return kept({place.name, url, {}, false});
}

/// Signed by whom it must, and of the territory that it should be of; it may have ended. Pivots are asked for only if
/// none of the signers of the settings signed it.
tl::expected<TrustLists::Believed, Text> TrustLists::believed(TrustListPlace const& place, std::string const& octets,
                                                              Instant now, ListOctets const& octets_at) const {
    auto const document = content_of(octets);
    auto list = signed_trust_list(document, place.signers, now);
    std::vector<std::string> pivots;
    if (!list && place.is_list_of_lists) {
        auto const told = read_trust_list(document);
        if (told) pivots = pivots_of(place, *told);
        auto const signers = signers_after(pivots, place, octets_at);
        if (signers != place.signers) list = signed_trust_list(document, signers, now);
    }
    if (!list) return tl::unexpected(list.error());
    if (!place.territory.empty() && list->territory != place.territory)
        return tl::unexpected(Text{"De lijst is die van een ander gebied.", "The list is that of another territory."});
    return Believed{std::move(*list), std::move(pivots)};
}

void TrustLists::settle(std::string const& key, Held fresh, Instant now) {
    auto const told = lists_.with([&](Lists& lists) {
        auto& held = lists.by_key.at(key);
        auto const left = *fresh.list->next_update - now;
        fresh.due = now + (left < settings_.every ? std::max(left / 2, settings_.rest) : settings_.every);
        fresh.rest = settings_.rest;
        fresh.newest = Newest{*fresh.list->issued, fresh.list->sequence};
        bool const news = held.digest != fresh.digest || !held.list || held.ill_since;
        fresh.ill_since.reset();
        fresh.why = {};
        held = std::move(fresh);
        lists.made.reset();
        return news ? std::optional(held.place) : std::nullopt;
    });
    if (told) tell(TrustListNews::What::taken, *told);
}

void TrustLists::fail(std::string const& key, Text why, Instant now) {
    auto const place = lists_.with([&](Lists& lists) {
        auto& held = lists.by_key.at(key);
        held.ill_since = held.ill_since.value_or(now);
        held.why = why;
        held.due = now + held.rest;
        held.rest = std::min(held.rest * 2, settings_.every);
        return held.place;
    });
    tell(TrustListNews::What::failed, place, std::move(why));
}

/// Takes up the lists that this one names, and lets go those that it names no longer. Whose signers changed is judged
/// anew under the new ones.
void TrustLists::follow(std::string const& key, Instant now) {
    std::vector<std::string> fresh;
    std::size_t left_out = 0;
    auto const parent = lists_.with([&](Lists& lists) {
        auto& held = lists.by_key.at(key);
        if (!held.list) return held.place;
        std::map<std::string, TrustListPlace> wanted;
        for (auto& place : named_by(held.place, *held.list)) wanted.emplace(key_of(place), std::move(place));
        std::erase_if(lists.by_key, [&](auto const& one) {
            if (one.second.parent != key) return false;
            auto const found = wanted.find(one.first);
            return found == wanted.end() || !(found->second == one.second.place);
        });
        for (auto& [child, place] : wanted) {
            if (lists.by_key.contains(child)) continue;
            if (lists.by_key.size() >= trust_lists_max) {
                ++left_out;
                continue;
            }
            auto& other = lists.by_key[child];
            other.place = std::move(place);
            other.parent = key;
            other.rest = settings_.rest;
            fresh.push_back(child);
        }
        lists.made.reset();
        return held.place;
    });
    for (auto const& child : fresh) load(child, now);
    if (left_out == 0) return;
    auto const many = std::to_string(left_out);
    Text why{many + " lijsten die zij noemt, zijn er te veel: zij tellen niet.",
             many + " lists that it names are too many: they do not count."};
    lists_.with([&](Lists& lists) {
        auto& held = lists.by_key.at(key);
        held.ill_since = held.ill_since.value_or(now);
        held.why = why;
    });
    tell(TrustListNews::What::failed, parent, std::move(why));
}

void TrustLists::expire(Instant now) {
    std::vector<TrustListPlace> ended;
    lists_.with([&](Lists& lists) {
        for (auto& [key, held] : lists.by_key) {
            if (!held.list || *held.list->next_update >= now) continue;
            held.ill_since = held.ill_since.value_or(*held.list->next_update);
            if (held.why.empty()) held.why = expired_text();
            held.list.reset();
            held.digest.clear();
            lists.made.reset();
            ended.push_back(held.place);
        }
    });
    for (auto const& place : ended)
        tell(TrustListNews::What::expired, place, expired_text());
}

SharedAnchors TrustLists::anchors(Instant now) {
    return lists_.with([&](Lists& lists) {
        if (lists.made && lists.made_at <= now && now <= lists.made_until) return *lists.made;
        auto all = settings_.fixed;
        lists.made_at = now;
        lists.made_until = Instant::max();
        for (auto const& [key, held] : lists.by_key) {
            if (!counts(lists, held, now)) continue;
            lists.made_until = std::min(lists.made_until, *held.list->next_update);
            all.insert(all.end(), held.list->anchors.begin(), held.list->anchors.end());
        }
        lists.made = SharedAnchors(std::move(all));
        return *lists.made;
    });
}

std::vector<TrustListState> TrustLists::states(Instant now) {
    return lists_.with([&](Lists const& lists) {
        std::vector<TrustListState> states;
        for (auto const& [key, held] : lists.by_key) {
            TrustListState state{held.place.name, counts(lists, held, now), std::nullopt, held.ill_since, held.why};
            if (held.list) state.next_update = held.list->next_update;
            // The pass that lets go what has expired may still have to come.
            if (held.list && *state.next_update < now) {
                state.ill_since = held.ill_since.value_or(*state.next_update);
                if (state.why.empty()) state.why = expired_text();
            }
            states.push_back(std::move(state));
        }
        return states;
    });
}

bool TrustLists::counts(Lists const& lists, Held const& held, Instant now) {
    if (!held.list || *held.list->next_update < now) return false;
    if (held.parent.empty()) return true;
    auto const parent = lists.by_key.find(held.parent);
    return parent != lists.by_key.end() && counts(lists, parent->second, now);
}

void TrustLists::tell(TrustListNews::What what, TrustListPlace const& place, Text why) const {
    if (tell_) tell_({what, place.name, place.url, std::move(why)});
}

}  // namespace wetbode
