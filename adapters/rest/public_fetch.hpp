// SPDX-License-Identifier: EUPL-1.2
// The port Fetch for URLs that strangers wrote: it reaches the public Internet and nothing behind our own walls.
#pragma once

#include "gateway/fetch.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace wetbode::rest {

struct FoundAddress {
    std::string numbers;  ///< as numbers_of() writes it
    bool is_public = false;
};
/// All addresses of a host, which may be numbers already. Bounded by the time given; empty: none was found in it.
using LookUp = std::function<std::vector<FoundAddress>(std::string const& host, Milliseconds time)>;
/// They hold threads of the pool (initialize_pool) until the system gives up: names that resolve slowly must not take
/// those of the calls to counterparts.
inline constexpr int look_ups_at_once = 2;
/// As the system resolves names. Thread safe; an Outage("fetch") while so many others are still under way.
[[nodiscard]] LookUp system_look_up();

/// The same in the calling thread, for one that may wait: it takes as long as the system takes, and holds no thread of
/// the pool. The time given is not looked at.
[[nodiscard]] LookUp patient_look_up();

/// As rest_fetch, but an Outage("fetch") for a host of which any address is not public. Over http the address that was
/// judged is the one that is asked, so a name that changes its address in between leads nowhere else; over https the
/// server must show a certificate for the name. The message tells no address. Thread safe if `look_up` is.
[[nodiscard]] Fetch public_fetch(std::filesystem::path const& ca_file, LookUp look_up = system_look_up());

}  // namespace wetbode::rest
