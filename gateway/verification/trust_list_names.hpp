// SPDX-License-Identifier: EUPL-1.2
// What a list of lists says of other lists and of those who may sign it (ETSI TS 119 612 sections 5.3.7 and 5.3.13, and
// the pivots of the European list of lists). Pure but for the port; any thread.
#pragma once

#include "gateway/verification/trust_list.hpp"
#include "gateway/verification/trust_lists.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

inline constexpr std::string_view trust_list_media_type = "application/vnd.etsi.tsl+xml";
/// That a list of lists may name; of more it is not believed that its signers changed.
inline constexpr std::size_t pivots_max = 16;

/// By which one list is told from another.
[[nodiscard]] inline std::string key_of(TrustListPlace const& place) { return place.name + ' ' + place.url; }

/// The lists that `list`, fetched from `parent`, names. Lists for people (PDF), the list itself, and those whose signer
/// is not told are left out.
[[nodiscard]] std::vector<TrustListPlace> named_by(TrustListPlace const& parent, TrustList const& list);

/// The pivots that the list names, those only that stand on the same server as the list itself: nobody is believed yet
/// when they are fetched. The oldest first; none if they are more than pivots_max.
[[nodiscard]] std::vector<std::string> pivots_of(TrustListPlace const& place, TrustList const& list);

/// The octets of the list at a URL; empty if they are not to be had.
using ListOctets = std::function<std::optional<std::string>(std::string const& url)>;

/// Who may sign the list at `place` after its pivots. Each pivot is a list of lists that was signed by one who might
/// sign then, and says in its pointer to `place` who may from then on; one that was not changes nothing. Its signer's
/// certificate is judged at the time of signing that it claims, or its date of issue if that is later, for it lies
/// back. The sequence numbers rise.
[[nodiscard]] std::vector<std::string> signers_after(std::vector<std::string> const& pivots,
                                                     TrustListPlace const& place, ListOctets const& octets_at);

}  // namespace wetbode
