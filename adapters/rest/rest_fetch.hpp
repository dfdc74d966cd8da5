// SPDX-License-Identifier: EUPL-1.2
// The port Fetch, made of the REST client: services of trust over http and https.
#pragma once

#include "gateway/fetch.hpp"

#include <filesystem>

namespace wetbode::rest {

/// Over https the server must show a certificate that chains to `ca_file` (PEM), or to the system's authorities if that
/// is empty. URLs with a user, with a fragment or of another scheme are an Outage("fetch"). Thread safe.
[[nodiscard]] Fetch rest_fetch(std::filesystem::path const& ca_file);

}  // namespace wetbode::rest
