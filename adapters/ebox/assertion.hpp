// SPDX-License-Identifier: EUPL-1.2
// Client authentication with a signed assertion (RFC 7523): a JWT signed RS256. Thread safe after construction.
#pragma once

#include "gateway/time.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace wetbode::ebox {

struct AssertionSettings {
    std::filesystem::path key_file;  ///< PEM, RSA of at least 2048 bits
    std::string key_id;              ///< "kid" of the header; empty = none
    std::string client_id;           ///< issuer and subject
    std::string audience;
};

class AssertionSigner {
public:
    /// Throws std::invalid_argument if the key cannot be used.
    explicit AssertionSigner(AssertionSettings settings);
    ~AssertionSigner();
    /// A fresh assertion, good for five minutes, with an id of its own. Throws Outage("keys") if signing fails.
    [[nodiscard]] std::string sign(Instant now) const;

private:
    struct Key;
    AssertionSettings settings_;
    std::unique_ptr<Key> key_;
};

}  // namespace wetbode::ebox
