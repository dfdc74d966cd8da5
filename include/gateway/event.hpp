// SPDX-License-Identifier: EUPL-1.2
// Append-only line of the ledger (Dutch: gebeurtenis). The feed, the audit and the status pages read these.
#pragma once

#include "gateway/ids.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <string>

namespace wetbode {

/// Kinds: "submission.admitted", "submission.refused", "submission.sealed", "seal.delayed", "seal.quarantined",
/// "seal.replayed", "seal.timed", "seal.time_quarantined", "seal.time_replayed", "transfer.underway",
/// "transfer.waiting", "transfer.handed_over", "transfer.acknowledged", "transfer.returned", "transfer.refused",
/// "transfer.rerouted", "transfer.quarantined", "transfer.withdrawn", "transfer.replayed", "transfer.opened" (paper
/// instead of e-Box), "transfer.amiss" (handed over, but the counterpart's answer misses some of it), "status.learned"
/// (news of a counterpart), "dossier.named" (a name that no delivery brought), "dossier.published" (numac, ELI, dates
/// or document numbers became known or changed; one for each counterpart that has the dossier),
/// "webhook.{disabled,enabled,forgotten,passed_over,replayed}".
struct Event {
    std::int64_t sequence = 0;  ///< from 1, without gap, in commit order
    Instant at;
    std::string kind;
    SubmissionId submission;
    DossierId dossier;
    TransferId transfer;          ///< empty if it concerns the whole submission
    CounterpartName counterpart;  ///< empty likewise
    std::string actor;            ///< client, administrator or "wetbode"
    std::string data;             ///< JSON object with what the kind tells more; never personal data
};

}  // namespace wetbode
