// SPDX-License-Identifier: EUPL-1.2
// What dossiers and files are called by whom, and what counterparts told of them: as the ledger keeps it. Values.
#pragma once

#include "gateway/counterpart.hpp"
#include "gateway/ids.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace wetbode {

/// A reference that a dossier bears, or once bore, towards a counterpart.
struct KnownName {
    CounterpartName counterpart;
    DossierId dossier;
    std::string key;    ///< "pobj", "pfls:<file URI>"
    std::string value;
    Instant since;
    bool current = false;  ///< it has not been replaced by another one
    bool operator==(KnownName const&) const = default;
};

/// A dossier that one counterpart calls by a name which another one does not give it any more.
struct Renaming {
    DossierId dossier;
    std::string told;  ///< what the one still says
    std::string name;  ///< what holds at the other
    Instant since;     ///< when that was learned
    bool operator==(Renaming const&) const = default;
};

/// One line in the status history of a dossier.
struct StatusLine {
    CounterpartName counterpart;  ///< who told it
    DossierId dossier;            ///< empty: nobody here knows a dossier by that name
    StatusNews status;
    Instant learned;
    std::int64_t sequence = 0;    ///< of the event that told it
    bool operator==(StatusLine const&) const = default;
};

struct StatusFilter {
    CounterpartName counterpart;
    std::optional<DossierId> dossier;
    std::string name;              ///< empty: any. Of a dossier that nobody knows
    std::optional<Instant> since;  ///< learned then or later
    int most = 1000;               ///< 1 .. 10 000; the newest ones, told in the order in which they were learned
};

}  // namespace wetbode
