// SPDX-License-Identifier: EUPL-1.2
// Port of the resources: who puts a receipt on paper. Values; the composition root gives it.
#pragma once

#include "gateway/ids.hpp"
#include "gateway/ledger.hpp"
#include "gateway/refusal.hpp"
#include "gateway/text.hpp"

#include <chrono>
#include <functional>
#include <string>

namespace wetbode::api {

struct PrintedReceipt {
    std::string pdf;
    std::string seal_level;  ///< "PAdES-B-LT"; empty: it has no seal
    /// Above zero: it was not made, for this client had too many that each cost a time stamp.
    std::chrono::seconds retry_after{0};
};

/// A submission with its receipt or its refusal, as it is now, for this client. Takes tenths of a second, and up to the
/// time-outs of the time authorities. Thread safe. Throws Outage.
using ReceiptPrinter = std::function<Result<PrintedReceipt>(SubmissionView const& submission, Language language,
                                                            ClientName const& client)>;

}  // namespace wetbode::api
