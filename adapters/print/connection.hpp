// SPDX-License-Identifier: EUPL-1.2
// One HTTP POST to a printer and its answer, ended before the deadline. Private to adapters/print. Any thread.
#pragma once

#include "adapters/print/ipp.hpp"

#include <cstdint>
#include <filesystem>
#include <string>

namespace wetbode::print {

struct Target {
    std::string host;
    int port = 631;
    std::string resource;  ///< "/ipp/print"
    bool tls = false;
    std::filesystem::path ca_file;
};

struct Posted {
    Failure failure = Failure::none;
    std::string why;
    int http_status = 0;
    std::string body;  ///< of an answer with status 200, at most 4 MiB
};

/// Sends `head` (an IPP request), then `document` if there is one. Throws what the document's reader throws.
[[nodiscard]] Posted post(Target const& target, std::string const& head, Content const* document, Deadline deadline);

}  // namespace wetbode::print
