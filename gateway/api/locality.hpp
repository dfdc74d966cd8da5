// SPDX-License-Identifier: EUPL-1.2
// Where a request comes from, for a gateway without clients. Pure; any thread.
#pragma once

#include "gateway/api/message.hpp"

namespace wetbode::api {

/// The request came under a loopback name and not from a page of another site.
[[nodiscard]] bool is_local(Request const& request);

}  // namespace wetbode::api
