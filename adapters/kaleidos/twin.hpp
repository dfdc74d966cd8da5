// SPDX-License-Identifier: EUPL-1.2
// A stand-in of Kaleidos: pushes one dossier to the gateway, once, as the real one does. Never part of the gateway.
#pragma once

#include "adapters/rest/rest_client.hpp"

#include <filesystem>
#include <string>

namespace wetbode::kaleidos {

struct Push {
    std::string gateway;                  ///< base URL
    std::filesystem::path secret_file;    ///< token of the client; empty = none is sent
    std::filesystem::path ca_file;
    std::filesystem::path dossier;        ///< folder with manifest.json and the files that it names
    std::string key;                      ///< Idempotency-Key; empty = made of the content
    Milliseconds time{300'000};
};

struct Pushed {
    bool taken = false;    ///< 200 or 201
    int status = 0;        ///< 0 = no answer
    std::string text;      ///< the receipt, the problem document, or why there is none
    std::string key;
};

/// One try. Throws Outage if the folder cannot be read, std::invalid_argument if its manifest is not JSON or names a
/// file that is not there.
[[nodiscard]] Pushed push(Push const& wish);

}  // namespace wetbode::kaleidos
