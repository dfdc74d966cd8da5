// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/public_fetch.hpp"

#include "adapters/rest/public_address.hpp"
#include "adapters/rest/rest_fetch.hpp"
#include "gateway/refusal.hpp"

#include <netdb.h>

#include <algorithm>
#include <memory>
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

/// The host between scheme and port or path, without the brackets of IPv6. rest_fetch refuses what is no clean URL.
std::string host_in(std::string_view url) {
    auto const begin = url.find("://");
    if (begin == std::string_view::npos) return {};
    url.remove_prefix(begin + 3);
    url = url.substr(0, url.find_first_of("/?"));
    if (url.starts_with('[')) return std::string(url.substr(1, url.find(']') - 1));
    return std::string(url.substr(0, url.find(':')));
}

enum class Reach { anywhere, public_only };

FetchAnswer fetch(FetchRequest request, Fetch const& inner, LookUp const& look_up, Reach reach) {
    auto const deadline = Deadline::in(request.time);
    auto const host = host_in(request.url);
    auto const addresses = host.empty() ? std::vector<FoundAddress>{} : look_up(host, request.time);
    if (addresses.empty()) throw Outage("fetch", host + ": the name has no address");
    if (reach == Reach::public_only && !std::ranges::all_of(addresses, &FoundAddress::is_public))
        throw Outage("fetch", host + ": not a public address, so it is not asked");
    request.address = addresses.front().numbers;
    request.time = deadline.left();
    return inner(request);
}

Fetch fetch_by(std::filesystem::path const& ca_file, LookUp look_up, Reach reach) {
    return [inner = rest_fetch(ca_file), look_up = std::move(look_up), reach](FetchRequest const& request) {
        return fetch(request, inner, look_up, reach);
    };
}

}  // namespace

Resolver system_resolver() {
    return resolved;
}

LookUp system_look_up(int at_once) {
    return bounded_look_up(at_once, system_resolver());
}

Fetch public_fetch(std::filesystem::path const& ca_file, LookUp look_up) {
    return fetch_by(ca_file, std::move(look_up), Reach::public_only);
}

Fetch stranger_fetch(std::filesystem::path const& ca_file, LookUp look_up) {
    return fetch_by(ca_file, std::move(look_up), Reach::anywhere);
}

}  // namespace wetbode::rest
