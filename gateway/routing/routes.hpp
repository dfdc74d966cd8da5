// SPDX-License-Identifier: EUPL-1.2
// Where a submission goes, decided from data (conf/routes.toml). Pure; read-only after start.
#pragma once

#include "gateway/ledger.hpp"
#include "gateway/refusal.hpp"
#include "gateway/submission.hpp"

#include <optional>
#include <string>
#include <vector>

namespace wetbode {

/// First route whose conditions all hold wins. An empty condition holds always.
struct Route {
    std::string name;
    std::optional<SubmissionKind> kind;
    std::string client;                       ///< name of the sender
    std::string piece_type;                   ///< the submission has a piece of this type
    std::vector<CounterpartName> to;
    bool seal = true;
    /// Of the seal. Left out: a token for each dossier, one for many letters, nothing without a seal.
    std::optional<TimeMode> time = {};
};

class Routes {
public:
    /// Throws std::invalid_argument with a sentence for a route that leads nowhere or times what it does not seal.
    explicit Routes(std::vector<Route> routes);
    /// Refusal NO_ROUTE if nothing fits: what nobody is to get is not taken in silently.
    [[nodiscard]] Result<Plan> plan(Submission const& submission) const;
    [[nodiscard]] std::vector<CounterpartName> counterparts() const;

private:
    std::vector<Route> routes_;
};

}  // namespace wetbode
