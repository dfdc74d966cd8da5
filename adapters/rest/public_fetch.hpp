// SPDX-License-Identifier: EUPL-1.2
// The port Fetch for URLs that strangers wrote: it reaches the public Internet and nothing behind our own walls,
// and a name that does not resolve holds up no call to a counterpart.
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
/// All addresses of a host, which may be numbers already. Bounded by the time given; empty: it has none. Throws
/// Outage("fetch") if that was not known in time.
using LookUp = std::function<std::vector<FoundAddress>(std::string const& host, Milliseconds time)>;
/// The same without a bound: it returns when the system gives up, and cannot be broken off.
using Resolver = std::function<std::vector<FoundAddress>(std::string const& host)>;
[[nodiscard]] Resolver system_resolver();

/// Names are looked up in at most `at_once` threads of its own, which end with it: a name that never resolves holds up
/// others of the same LookUp and nobody else. Whoever finds all of them taken waits within his time. Thread safe; its
/// end waits for what is under way.
[[nodiscard]] LookUp bounded_look_up(int at_once, Resolver resolver);

inline constexpr int look_ups_at_once = 4;
/// As the system resolves names, with threads of its own.
[[nodiscard]] LookUp system_look_up(int at_once = look_ups_at_once);

/// As rest_fetch, but an Outage("fetch") for a host of which any address is not public. The address that was judged is
/// the one that is asked, so a name that changes its address in between leads nowhere else; over https the server must
/// show a certificate for the name. The message tells no address. Thread safe if `look_up` is.
[[nodiscard]] Fetch public_fetch(std::filesystem::path const& ca_file, LookUp look_up = system_look_up());

/// The same for strangers who may be behind our own walls. rest_fetch would look their names up in the one thread that
/// the library has for the names of all, also of counterparts.
[[nodiscard]] Fetch stranger_fetch(std::filesystem::path const& ca_file, LookUp look_up = system_look_up());

}  // namespace wetbode::rest
