// SPDX-License-Identifier: EUPL-1.2
#include "adapters/rest/rest_fetch.hpp"

#include "adapters/rest/rest_client.hpp"
#include "gateway/refusal.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

namespace wetbode::rest {

namespace {

constexpr std::size_t url_bytes_max = 2048;

struct Place {
    std::string base;  ///< scheme and host, with a slash at the end
    std::string path;
    std::string host;  ///< with its port, if the base has an address in its place
};

/// The same place, asked at an address that somebody has looked up already. Over https the library takes the name that
/// the certificate must show from the field Host: there the port, which belongs into that field, is left out.
Place at_address(Place place, std::string const& address) {
    if (address.empty()) return place;
    auto const scheme = place.base.substr(0, place.base.find("://") + 3);
    auto const authority = place.base.substr(scheme.size(), place.base.size() - scheme.size() - 1);
    auto const port_at = authority.find(':', authority.starts_with('[') ? authority.find(']') : 0);
    auto const name = authority.substr(0, port_at);
    auto const port = port_at == std::string::npos ? std::string{} : authority.substr(port_at);
    auto const numbers = address.find(':') == std::string::npos ? address : '[' + address + ']';
    if (name == numbers) return place;
    place.host = scheme == "https://" ? name : authority;
    place.base = scheme + numbers + port + '/';
    return place;
}

/// URLs of trust services stand in certificates that others made: nothing is guessed.
Place place_of(std::string_view url) {
    bool const plain = url.starts_with("http://");
    if (!plain && !url.starts_with("https://")) throw Outage("fetch", "neither http nor https: " + std::string(url));
    bool const clean = url.size() <= url_bytes_max &&
                       std::ranges::all_of(url, [](char c) { return c > ' ' && c < 0x7F && c != '#' && c != '\\'; });
    if (!clean) throw Outage("fetch", "the URL holds characters that it may not, or is too long");
    auto const host_at = std::string_view(plain ? "http://" : "https://").size();
    auto const host_end = std::min(url.find_first_of("/?", host_at), url.size());
    if (url.substr(host_at, host_end - host_at).find('@') != std::string_view::npos)
        throw Outage("fetch", "the URL names a user");
    auto path = url.substr(host_end);
    if (path.starts_with('/')) path.remove_prefix(1);
    return {std::string(url.substr(0, host_end)) + '/', std::string(path), {}};
}

Call call_of(FetchRequest const& request, Place const& place) {
    Call call{request.method, place.path, {}, {}, request.answer_bytes_max, {}};
    if (!place.host.empty()) call.headers.emplace_back("Host", place.host);
    if (!request.content_type.empty()) call.headers.emplace_back("Content-Type", request.content_type);
    if (!request.accept.empty()) call.headers.emplace_back("Accept", request.accept);
    if (!request.authorization.empty()) call.headers.emplace_back("Authorization", request.authorization);
    if (!request.if_none_match.empty()) call.headers.emplace_back("If-None-Match", request.if_none_match);
    if (!request.if_modified_since.empty()) call.headers.emplace_back("If-Modified-Since", request.if_modified_since);
    for (auto const& header : request.headers) call.headers.push_back(header);
    if (!request.body.empty()) call.body.emplace_back(request.body);
    return call;
}

FetchAnswer fetch(FetchRequest const& request, std::filesystem::path const& ca_file) {
    auto const place = at_address(place_of(request.url), request.address);
    Reply reply;
    try {
        RestClient const client({place.base, ca_file, {}, {}});
        reply = client.call(call_of(request, place), Deadline::in(request.time));
    } catch (std::invalid_argument const& error) {
        throw Outage("fetch", error.what());
    }
    if (reply.failure != Failure::none) throw Outage("fetch", place.base + ": " + reply.why);
    if (reply.truncated && !request.answer_may_be_cut)
        throw Outage("fetch",
                     place.base + ": the answer is longer than " + std::to_string(request.answer_bytes_max) + " bytes");
    return {reply.status,         reply.header("content-type"),  std::move(reply.body),
            reply.header("etag"), reply.header("last-modified"), reply.header("retry-after")};
}

}  // namespace

Fetch rest_fetch(std::filesystem::path const& ca_file) {
    return [ca_file](FetchRequest const& request) { return fetch(request, ca_file); };
}

}  // namespace wetbode::rest
