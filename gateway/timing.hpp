// SPDX-License-Identifier: EUPL-1.2
// Who pays the evidence debt: time authority, revocation source, the raising of seals and the worker that calls them,
// as the settings describe them. Private to the composition root.
#pragma once

#include "gateway/dispatch/evidence_keeper.hpp"
#include "gateway/dispatch/time_worker.hpp"
#include "gateway/keys/signer.hpp"
#include "gateway/ops/settings.hpp"
#include "gateway/pades/seal_pdf.hpp"
#include "gateway/revocation/revocation.hpp"
#include "gateway/timestamp/time_authority.hpp"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace wetbode {

/// Beyond one of these the debt is an illness: time.debt_max_age and time.debt_max_count.
[[nodiscard]] DebtLimits debt_limits(ops::Settings const& settings);

/// How evidence records are kept in force: time.evidence_*. Throws ops::SettingsError.
[[nodiscard]] EvidencePolicy evidence_policy(ops::Settings const& settings);

/// Ledger, clock and authority outlive it. Throws ops::SettingsError.
[[nodiscard]] std::unique_ptr<EvidenceKeeper> evidence_keeper(ops::Settings const& settings, Ledger& ledger,
                                                             Clock const& clock, TimeAuthority& authority,
                                                             LogPort log);

/// All of this outlives the result.
struct TimingParts {
    ops::Settings const& settings;
    Ledger& ledger;
    Clock const& clock;
    Bell& bell;
    Signer const& signer;
    std::filesystem::path spool;
    LogPort log;
};

class Timing {
public:
    /// Empty if there is no [time_authority.*]. Throws ops::SettingsError naming file and table.
    [[nodiscard]] static std::unique_ptr<Timing> from(TimingParts parts);

    /// Whom the seals in PDFs ask above B-B.
    [[nodiscard]] PdfSealPorts pdf_ports() const {
        return {.time = authority_.get(), .revocation = revocation_.get(), .authorities = authorities_};
    }

    void start() {
        worker_->start();
        keeper_->start();
    }
    void stop() {
        keeper_->stop();
        worker_->stop();
    }

private:
    Timing() = default;

    std::unique_ptr<TimeAuthority> authority_;
    std::unique_ptr<RevocationSource> revocation_;
    std::vector<std::string> authorities_;
    std::unique_ptr<TimeWorker> worker_;
    std::unique_ptr<EvidenceKeeper> keeper_;
};

}  // namespace wetbode
