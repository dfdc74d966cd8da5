// SPDX-License-Identifier: EUPL-1.2
// What the sender gets once everything is durable and planned (Dutch: ontvangstbewijs).
#pragma once

#include "gateway/digest.hpp"
#include "gateway/ids.hpp"
#include "gateway/refusal.hpp"
#include "gateway/time.hpp"

#include <cstddef>
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

/// What the checks advised about a submission that they let pass: its author may mend it next time.
struct Advice {
    static constexpr std::size_t faults_max = 50;

    std::vector<Fault> faults;  ///< warnings and hints, in the order of the files: the first faults_max
    std::int64_t count = 0;     ///< how many there were; the checks of one document stop at the limit of the settings
    [[nodiscard]] bool empty() const { return count == 0; }
    bool operator==(Advice const&) const = default;
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
    Advice advice = {};  ///< receipts from before there was any have none
    bool operator==(Receipt const&) const = default;
};

}  // namespace wetbode
