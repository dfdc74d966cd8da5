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
/// As the system resolves names.
[[nodiscard]] std::vector<FoundAddress> looked_up(std::string const& host, Milliseconds time);

/// As rest_fetch, but an Outage("fetch") for a host of which any address is not public. Over http the address that was
/// judged is the one that is asked, so a name that changes its address in between leads nowhere else; over https the
/// server must show a certificate for the name. The message tells no address. Thread safe if `look_up` is.
[[nodiscard]] Fetch public_fetch(std::filesystem::path const& ca_file, LookUp look_up = looked_up);

}  // namespace wetbode::rest
