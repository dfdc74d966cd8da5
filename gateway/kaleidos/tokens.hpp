// SPDX-License-Identifier: EUPL-1.2
// Access tokens of the door (RFC 6749 section 4.4): given for a client's id and secret, good for a while. Nothing is
// kept of them: a token says whose it is and how long, under a key that only this gateway has, so it outlives a
// restart. Thread safe.
#pragma once

#include "gateway/api/api.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::kaleidos {

struct TokenTerms {
    /// as the client is told. The client of Kaleidos stops using one 600 s before its end
    Milliseconds life{3'600'000};
    Milliseconds grace{900'000};    ///< and so much longer it is honoured: a clock that is behind loses no delivery
};

class Tokens {
public:
    /// `key`: at least 32 random octets. Without clients anybody gets a token, in the name of `local`.
    Tokens(std::string key, TokenTerms terms, std::vector<api::Client> clients, ClientName local);

    /// Whose id and secret stand in an Authorization header of the scheme Basic (RFC 7617), if he may send.
    [[nodiscard]] std::optional<ClientName> client_in(std::string_view authorization) const;
    [[nodiscard]] std::string issue(ClientName const& client, Instant now) const;
    /// Whose token stands in an Authorization header of the scheme Bearer (RFC 6750); empty if it is not ours, has
    /// ended, or its client has another secret by now.
    [[nodiscard]] std::optional<ClientName> bearer_in(std::string_view authorization, Instant now) const;
    [[nodiscard]] TokenTerms const& terms() const { return terms_; }

private:
    [[nodiscard]] std::string mark_of(std::string_view client, std::string_view until) const;
    [[nodiscard]] api::Client const* client_named(std::string_view name) const;

    std::string key_;
    TokenTerms terms_;
    std::vector<api::Client> clients_;
    ClientName local_;
};

/// The key in `folder`, made there once, readable by its owner only. Throws Outage("keys").
[[nodiscard]] std::string token_key(std::filesystem::path const& folder);

}  // namespace wetbode::kaleidos
