// SPDX-License-Identifier: EUPL-1.2
// The states of a transfer as a clerk says them: on the command line and on paper. Pure; any thread.
#pragma once

#include "gateway/text.hpp"
#include "gateway/transfer.hpp"

namespace wetbode {

/// "wacht op verzending", "waits to be sent": no capital, no full stop.
[[nodiscard]] Text const& spoken(TransferState state);

}  // namespace wetbode
