// SPDX-License-Identifier: EUPL-1.2
// One service of the e-Box, and how we prove to it who we are. Owned by the adapter; thread safe.
#pragma once

#include "adapters/rest/token.hpp"
#include "gateway/adapter.hpp"

#include <memory>
#include <string>

namespace wetbode::ebox {

class Caller {
public:
    /// `scope` is what the token is asked for; each service has its own. Throws std::invalid_argument for a bad key.
    Caller(SettingValues const& settings, Clock const& clock, std::string const& base_url, std::string const& scope);
    ~Caller();

    [[nodiscard]] rest::AuthorisedReply send(rest::Call call, Deadline deadline);

private:
    struct TokenService;
    rest::RestClient client_;
    std::unique_ptr<TokenService> service_;  ///< null: a fixed token, or none
    std::string bearer_;
};

/// The outcome where no token came.
[[nodiscard]] TryLater without_token(rest::Reply const& reply, Instant now);

/// Value of a whole number that the settings reader has checked.
[[nodiscard]] std::int64_t number(SettingValues const& settings, std::string_view key);

}  // namespace wetbode::ebox
