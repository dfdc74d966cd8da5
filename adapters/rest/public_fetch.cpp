// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/public_fetch.hpp"

#include "adapters/rest/public_address.hpp"
#include "adapters/rest/rest_fetch.hpp"
#include "gateway/refusal.hpp"

#include <pplx/pplxtasks.h>

#include <netdb.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string_view>

namespace wetbode::rest {

namespace {

struct FreeList {
    void operator()(addrinfo* list) const { freeaddrinfo(list); }
};

std::vector<FoundAddress> resolved(std::string const& host) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* raw = nullptr;
    std::vector<FoundAddress> found;
    if (getaddrinfo(host.c_str(), nullptr, &hints, &raw) != 0) return found;
    std::unique_ptr<addrinfo, FreeList> const list(raw);
    for (auto const* at = list.get(); at != nullptr; at = at->ai_next)
        if (auto numbers = numbers_of(*at->ai_addr)) found.push_back({std::move(*numbers), is_public(*at->ai_addr)});
    return found;
}

/// Shared with the look-up, which cannot be broken off and may end after whoever waited has gone.
struct Waiting {
    std::mutex mutex;
    std::condition_variable changed;
    bool done = false;
    std::vector<FoundAddress> found;
};

/// The host between scheme and port or path, without the brackets of IPv6. rest_fetch refuses what is no clean URL.
std::string host_in(std::string_view url) {
    auto const begin = url.find("://");
    if (begin == std::string_view::npos) return {};
    url.remove_prefix(begin + 3);
    url = url.substr(0, url.find_first_of("/?"));
    if (url.starts_with('[')) return std::string(url.substr(1, url.find(']') - 1));
    return std::string(url.substr(0, url.find(':')));
}

FetchAnswer fetch(FetchRequest request, Fetch const& inner, LookUp const& look_up) {
    auto const deadline = Deadline::in(request.time);
    auto const host = host_in(request.url);
    auto const addresses = host.empty() ? std::vector<FoundAddress>{} : look_up(host, request.time);
    if (addresses.empty()) throw Outage("fetch", host + ": the name has no address");
    if (!std::ranges::all_of(addresses, &FoundAddress::is_public))
        throw Outage("fetch", host + ": not a public address, so it is not asked");
    request.address = addresses.front().numbers;
    request.time = deadline.left();
    return inner(request);
}

}  // namespace

LookUp system_look_up() {
    return [under_way = std::make_shared<std::atomic<int>>(0)](std::string const& host, Milliseconds time) {
        if (++*under_way > look_ups_at_once) {
            --*under_way;
            throw Outage("fetch", host + ": other names are being looked up, and take long");
        }
        auto const waiting = std::make_shared<Waiting>();
        pplx::create_task([waiting, host, under_way] {
            auto found = resolved(host);
            --*under_way;
            std::scoped_lock const lock(waiting->mutex);
            waiting->found = std::move(found);
            waiting->done = true;
            waiting->changed.notify_all();
        });
        std::unique_lock lock(waiting->mutex);
        waiting->changed.wait_for(lock, time, [&] { return waiting->done; });
        return waiting->found;
    };
}

LookUp patient_look_up() {
    return [](std::string const& host, Milliseconds) { return resolved(host); };
}

Fetch public_fetch(std::filesystem::path const& ca_file, LookUp look_up) {
    return [inner = rest_fetch(ca_file), look_up = std::move(look_up)](FetchRequest const& request) {
        return fetch(request, inner, look_up);
    };
}

}  // namespace wetbode::rest
