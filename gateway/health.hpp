// SPDX-License-Identifier: EUPL-1.2
// What /health says: which dependency is ill, since when, in words. Private to the composition root; any thread.
#pragma once

#include "gateway/api/api.hpp"
#include "gateway/base/guarded.hpp"
#include "gateway/certificate_watch.hpp"
#include "gateway/clock.hpp"
#include "gateway/dispatch/debt_watch.hpp"
#include "gateway/dispatch/silence.hpp"
#include "gateway/ledger.hpp"
#include "gateway/keys/keyring.hpp"
#include "gateway/validation/catalogue.hpp"

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace wetbode {

struct HealthLimits {
    std::uint64_t free_bytes_min = 2ULL << 30U;
    Milliseconds waiting_max{std::chrono::minutes{30}};               ///< of a transfer
    Milliseconds seal_max{std::chrono::minutes{15}};                  ///< an older missing seal is told
    ExpiryTerms certificate = {};                                     ///< of the chain of the seal
    DebtLimits time_debt;                                             ///< beyond one of them, time is told as ill
    Milliseconds evidence_notice{std::chrono::hours{24 * 180}};       ///< a record that ends so soon is due
    Milliseconds evidence_alarm{std::chrono::hours{24 * 60}};         ///< and if it ends so soon, told as ill
    std::vector<std::string> evidence_weak = {};                      ///< digests that no record shall rest on
};

struct HealthInputs {
    Ledger& ledger;
    Clock const& clock;
    Signer const& signer;
    Catalogue const& catalogue;
    std::filesystem::path spool;
    std::vector<CounterpartName> counterparts = {};  ///< told one by one, also when well
    HealthLimits limits = {};
    /// Whether somebody pays the evidence debt: [time] names an authority.
    enum class TimeService { none, given } time = TimeService::given;
    std::map<std::string, Silence> silences = {};  ///< counterparts that could not be asked
};

/// Asks every dependency now. Never throws for an ill one.
[[nodiscard]] api::HealthReport health_of(HealthInputs const& inputs);

/// Remembers when each part was first seen ill, for those whose beginning no record tells.
class IllSince {
public:
    [[nodiscard]] api::HealthReport noted(api::HealthReport report, Instant now);

private:
    Guarded<std::map<std::string, Instant>> first_seen_;
};

}  // namespace wetbode
