// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/trust_list_names.hpp"

#include "gateway/base/content.hpp"
#include "gateway/base/rfc3339.hpp"
#include "gateway/verification/signature_reader.hpp"

#include <algorithm>
#include <utility>

namespace wetbode {

namespace {

/// It stands in logs and in /health: nothing but what a territory is made of (ISO 3166-1 alpha-2, "EU").
std::string territory_of(TrustListPointer const& pointer) {
    std::string territory;
    for (char const c : pointer.territory)
        if (c >= 'A' && c <= 'Z' && territory.size() < 4) territory += c;
    return territory.empty() ? "list" : territory;
}

bool is_readable(TrustListPointer const& pointer) {
    bool const xml = pointer.media_type.empty() || pointer.media_type == trust_list_media_type;
    return xml && !pointer.location.empty() && !pointer.certificates.empty();
}

/// Scheme, host and port.
std::string_view server_of(std::string_view url) {
    auto const host = url.find("://");
    return host == std::string_view::npos ? std::string_view{} : url.substr(0, url.find_first_of("/?#\\", host + 3));
}

/// When a list of before was signed: its signer's certificate may have ended since. Most are signed some hours after
/// the date of issue that they bear.
Instant signed_when(Content const& document, Instant issued) {
    auto const reader = open_checked(document);
    auto const signatures = read_enveloped_signatures(*reader, {}, {});
    if (!signatures || signatures->size() != 1) return issued;
    return std::max(issued, from_rfc3339(signatures->front().signing_time).value_or(issued));
}

}  // namespace

std::vector<TrustListPlace> named_by(TrustListPlace const& parent, TrustList const& list) {
    std::vector<TrustListPlace> named;
    for (auto const& pointer : list.pointers)
        if (is_readable(pointer) && pointer.location != parent.url)
            named.push_back({parent.name + '.' + territory_of(pointer), pointer.location, pointer.certificates, false,
                             pointer.territory});
    return named;
}

std::vector<std::string> pivots_of(TrustListPlace const& place, TrustList const& list) {
    std::vector<std::string> pivots;
    for (auto const& url : list.pivots)
        if (url != place.url && !server_of(url).empty() && server_of(url) == server_of(place.url))
            pivots.push_back(url);
    if (pivots.size() > pivots_max) return {};
    std::reverse(pivots.begin(), pivots.end());
    return pivots;
}

std::vector<std::string> signers_after(std::vector<std::string> const& pivots, TrustListPlace const& place,
                                       ListOctets const& octets_at) {
    auto signers = place.signers;
    std::uint64_t sequence = 0;
    for (auto const& url : pivots) {
        auto octets = octets_at(url);
        if (!octets) continue;
        auto const document = content_of(std::move(*octets));
        auto const told = read_trust_list(document);
        if (!told || told->sequence <= sequence) continue;
        auto const pivot = signed_trust_list(document, signers, signed_when(document, *told->issued));
        if (!pivot) continue;
        auto const own = std::ranges::find_if(pivot->pointers, [&](TrustListPointer const& pointer) {
            return is_readable(pointer) && pointer.location == place.url;
        });
        if (own == pivot->pointers.end()) continue;
        signers = own->certificates;
        sequence = pivot->sequence;
    }
    return signers;
}

}  // namespace wetbode
