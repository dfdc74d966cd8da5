// SPDX-License-Identifier: EUPL-1.2
// The inbox of one counterpart that sends us dossiers: each item becomes a submission whose client is that counterpart,
// checked, kept, sealed and routed as any other. Thread safe because everything it refers to is.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/counterpart.hpp"
#include "gateway/intake/intake.hpp"
#include "gateway/ledger.hpp"

#include <filesystem>
#include <string>

namespace wetbode {

/// All of it outlives the Arrivals.
struct ArrivalsParts {
    Intake& intake;
    Ledger& ledger;
    Clock const& clock;
    CounterpartName counterpart;
    std::filesystem::path spool;
};

class Arrivals final : public Inbox {
public:
    explicit Arrivals(ArrivalsParts parts) : parts_(std::move(parts)) {}

    TakenIn take(IncomingItem item) override;
    void set_aside(std::string const& key, std::string const& name, Refusal const& why) override;
    [[nodiscard]] std::filesystem::path spool() const override { return parts_.spool; }

    /// The key of the reference that holds a counterpart's name of a dossier.
    static constexpr auto name_key = "pobj";

private:
    [[nodiscard]] DossierId dossier_for(IncomingItem const& item) const;

    ArrivalsParts parts_;
};

}  // namespace wetbode
