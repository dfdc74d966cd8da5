// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/trust_lists.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/refusal.hpp"

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
constexpr std::string_view media_type = "application/vnd.etsi.tsl+xml";
constexpr std::string_view ending = ".xml";

Text expired_text() { return {"De vertrouwenslijst is verlopen.", "The trust list is past its next update."}; }

std::string key_of(TrustListPlace const& place) { return place.name + ' ' + place.url; }

/// It stands in logs and in /health: nothing but what a territory is made of (ISO 3166-1 alpha-2, "EU").
std::string territory_of(TrustListPointer const& pointer) {
    std::string territory;
    for (char const c : pointer.territory)
        if (c >= 'A' && c <= 'Z' && territory.size() < 4) territory += c;
    return territory.empty() ? "list" : territory;
}

/// Lists for people (PDF), the list itself, and those whose signer is not told are left out.
std::vector<TrustListPlace> named_by(TrustListPlace const& parent, TrustList const& list) {
    std::vector<TrustListPlace> named;
    for (auto const& pointer : list.pointers) {
        bool const readable = pointer.media_type.empty() || pointer.media_type == media_type;
        if (!readable || pointer.location.empty() || pointer.certificates.empty()) continue;
        if (pointer.location == parent.url) continue;
        named.push_back({parent.name + '.' + territory_of(pointer), pointer.location, pointer.certificates, false});
    }
    return named;
}

bool is_older(TrustList const& fetched, std::optional<Instant> newest) {
    return newest && (!fetched.issued || *fetched.issued < *newest);
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
    auto const& place = known->place;
    try {
        FetchRequest request;
        request.url = place.url;
        request.accept = std::string(media_type) + ", application/xml, */*;q=0.1";
        request.time = settings_.time;
        request.answer_bytes_max = trust_list_bytes_max;
        auto answer = fetch_(request);
        auto const now = clock_.now();
        if (answer.status != 200) {
            auto const status = std::to_string(answer.status);
            return fail(key, {"De server antwoordt met status " + status + ".", "The server answers " + status + "."},
                        now);
        }
        auto const digest = sha256(answer.body).hex();
        bool const same = known->list && known->digest == digest;
        auto list = same ? tl::expected<TrustList, Text>(*known->list)
                         : accepted_trust_list(content_of(answer.body), place.signers, now);
        if (!list) return fail(key, list.error(), now);
        if (is_older(*list, known->newest))
            return fail(key, {"De server geeft een oudere lijst dan die er al was.",
                              "The server gives an older list than the one that was there."}, now);
        settle(key, std::move(*list), digest, now);
        std::error_code error;
        bool const kept = settings_.folder.empty() || (same && std::filesystem::exists(file_of(place), error));
        if (!kept) write_durably(file_of(place), answer.body);
    } catch (Outage const& outage) {
        if (outage.dependency() == "content") tell(TrustListNews::What::unkept, place, {outage.what(), outage.what()});
        else fail(key, {outage.what(), outage.what()}, clock_.now());
    }
    if (place.is_list_of_lists) follow(key, clock_.now());
}

void TrustLists::settle(std::string const& key, TrustList list, std::string digest, Instant now) {
    auto const told = lists_.with([&](Lists& lists) {
        auto& held = lists.by_key.at(key);
        auto const left = *list.next_update - now;
        held.due = now + (left < settings_.every ? std::max(left / 2, settings_.rest) : settings_.every);
        held.rest = settings_.rest;
        bool const news = held.digest != digest || !held.list || held.ill_since;
        held.newest = list.issued;
        held.list = std::move(list);
        held.digest = std::move(digest);
        held.ill_since.reset();
        held.why = {};
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

/// What is in the folder; due at once all the same. It is judged as if it came from the network.
void TrustLists::load(std::string const& key, Instant now) {
    if (settings_.folder.empty()) return;
    auto const place = lists_.with([&](Lists const& lists) { return lists.by_key.at(key).place; });
    std::error_code error;
    if (!std::filesystem::is_regular_file(file_of(place), error)) return;
    try {
        auto const octets = read_file(file_of(place), trust_list_bytes_max);
        auto list = accepted_trust_list(content_of(octets), place.signers, now);
        if (!list) return;  // expired, or of a signer who was taken back: fetched anew
        lists_.with([&](Lists& lists) {
            auto& held = lists.by_key.at(key);
            held.newest = list->issued;
            held.list = std::move(*list);
            held.digest = sha256(octets).hex();
            lists.made.reset();
        });
    } catch (Outage const& outage) {
        ignore(outage, "a list that cannot be read from the disk is fetched");
        return;
    }
    if (place.is_list_of_lists) follow(key, now);
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

/// Files of lists that nobody names any more. Only when every list of lists is there to say what it names.
void TrustLists::sweep() {
    if (settings_.folder.empty()) return;
    std::set<std::string> wanted;
    bool const whole = lists_.with([&](Lists const& lists) {
        for (auto const& [key, held] : lists.by_key) wanted.insert(file_of(held.place).filename().string());
        return std::ranges::all_of(lists.by_key, [](auto const& one) {
            return !one.second.place.is_list_of_lists || one.second.list.has_value();
        });
    });
    if (!whole) return;
    std::error_code error;
    std::vector<std::filesystem::path> strangers;
    for (std::filesystem::directory_iterator at(settings_.folder, error), end; !error && at != end; at.increment(error))
        if (at->path().extension() == ending && Digest::from_hex(at->path().stem().string()) &&
            !wanted.contains(at->path().filename().string()))
            strangers.push_back(at->path());
    for (auto const& path : strangers) std::filesystem::remove(path, error);
    ignore(error, "the next pass tries again");
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

std::filesystem::path TrustLists::file_of(TrustListPlace const& place) const {
    return settings_.folder / (sha256(key_of(place)).hex() + std::string(ending));
}

void TrustLists::tell(TrustListNews::What what, TrustListPlace const& place, Text why) const {
    if (tell_) tell_({what, place.name, place.url, std::move(why)});
}

}  // namespace wetbode
