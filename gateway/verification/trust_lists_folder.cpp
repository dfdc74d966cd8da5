// SPDX-License-Identifier: EUPL-1.2
// What trust lists do with their folder: nothing in it is believed unless it would be if it came from the network.
#include "gateway/base/content.hpp"
#include "gateway/base/files.hpp"
#include "gateway/base/sha256.hpp"
#include "gateway/refusal.hpp"
#include "gateway/verification/trust_list_names.hpp"
#include "gateway/verification/trust_lists.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>

namespace wetbode {

namespace {

constexpr std::string_view ending = ".xml";

}  // namespace

/// What is in the folder; due at once all the same. It is judged as if it came from the network. One that has ended
/// still says which may not come after it.
void TrustLists::load(std::string const& key, Instant now) {
    if (settings_.folder.empty()) return;
    auto const place = lists_.with([&](Lists const& lists) { return lists.by_key.at(key).place; });
    auto const octets = kept(place);
    if (!octets) return;
    auto judged = believed(place, *octets, now,
                           [&](std::string const& url) { return kept({place.name, url, {}, false}); });
    if (!judged) return;  // of a signer who was taken back: fetched anew
    lists_.with([&](Lists& lists) {
        auto& held = lists.by_key.at(key);
        held.newest = Newest{*judged->list.issued, judged->list.sequence};
        held.pivots = std::move(judged->pivots);
        if (ended(judged->list, now)) return;
        held.list = std::move(judged->list);
        held.digest = sha256(*octets).hex();
        lists.made.reset();
    });
    if (place.is_list_of_lists) follow(key, now);
}

void TrustLists::keep(TrustListPlace const& place, std::string const& octets) const {
    write_durably(file_of(place), octets);
}

std::optional<std::string> TrustLists::kept(TrustListPlace const& place) const {
    std::error_code error;
    if (settings_.folder.empty() || !std::filesystem::is_regular_file(file_of(place), error)) return std::nullopt;
    try {
        return read_file(file_of(place), trust_list_bytes_max);
    } catch (Outage const& outage) {
        ignore(outage, "a list that cannot be read from the disk is fetched");
        return std::nullopt;
    }
}

/// Files of lists that nobody names any more. Only when every list of lists is there to say what it names.
void TrustLists::sweep() {
    if (settings_.folder.empty()) return;
    std::set<std::string> wanted;
    bool const whole = lists_.with([&](Lists const& lists) {
        for (auto const& [key, held] : lists.by_key) {
            wanted.insert(file_of(held.place).filename().string());
            for (auto const& url : held.pivots)
                wanted.insert(file_of({held.place.name, url, {}, false}).filename().string());
        }
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

std::filesystem::path TrustLists::file_of(TrustListPlace const& place) const {
    return settings_.folder / (sha256(key_of(place)).hex() + std::string(ending));
}

}  // namespace wetbode
