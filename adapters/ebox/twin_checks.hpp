// SPDX-License-Identifier: EUPL-1.2
// What the e-Box checks of a message before it publishes it. Pure; any thread.
#pragma once

#include "adapters/rest/twin_multipart.hpp"

#include <string>
#include <vector>

namespace wetbode::ebox {

struct Checked {
    std::string code;       ///< empty = good; else INVALID_INPUT, INVALID_SENDER, DIGEST_DO_NOT_MATCH, NOT_IMPLEMENTED
    std::string message;
    std::string recipient;
    std::string sender;
    std::string application;
    std::string subject;
};

enum class TwinVersion { v2, v3 };

[[nodiscard]] Checked checked(std::vector<twin::ReceivedPart> const& parts, TwinVersion version);

}  // namespace wetbode::ebox
