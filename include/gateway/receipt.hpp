// SPDX-License-Identifier: EUPL-1.2
// What the sender gets once everything is durable and planned (Dutch: ontvangstbewijs).
#pragma once

#include "gateway/digest.hpp"
#include "gateway/ids.hpp"
#include "gateway/time.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace wetbode {

struct ReceiptFile {
    std::string name;
    Digest digest;
    std::uint64_t bytes = 0;
    bool operator==(ReceiptFile const&) const = default;
};

struct ReceiptTransfer {
    TransferId id;
    CounterpartName counterpart;
    bool operator==(ReceiptTransfer const&) const = default;
};

/// The same key and the same content always give the same receipt, byte for byte.
struct Receipt {
    SubmissionId submission;
    std::string key;
    DossierId dossier;
    Instant received;
    Digest digest;              ///< over manifest and files
    std::int64_t sequence = 0;  ///< number of the admission in the ledger
    std::vector<ReceiptFile> files;
    std::vector<ReceiptTransfer> transfers;
    bool operator==(Receipt const&) const = default;
};

}  // namespace wetbode
