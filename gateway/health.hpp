// SPDX-License-Identifier: EUPL-1.2
// What /health says: which dependency is ill, in words. Private to the composition root.
#pragma once

#include "gateway/api/api.hpp"
#include "gateway/clock.hpp"
#include "gateway/ledger.hpp"
#include "gateway/sealing/keyring.hpp"
#include "gateway/validation/catalogue.hpp"

#include <filesystem>

namespace wetbode {

struct HealthInputs {
    Ledger& ledger;
    Clock const& clock;
    Signer const& signer;
    Catalogue const& catalogue;
    std::filesystem::path spool;
    Milliseconds seal_age_max{std::chrono::minutes{15}};  ///< an older missing seal is told
};

/// Asks every dependency now. Never throws for an ill one.
[[nodiscard]] api::HealthReport health_of(HealthInputs const& inputs);

}  // namespace wetbode
