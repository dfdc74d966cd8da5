// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ledger/news_rules.hpp"

namespace wetbode {

namespace {

bool tells_of_an_end(std::string_view kind) {
    return kind == "acknowledged" || kind == "refused" || kind == "returned";
}

}  // namespace

std::optional<TransferState> state_after_news(TransferState state, std::string_view kind) {
    switch (state) {
        case TransferState::handed_over:
            if (kind == "acknowledged") return TransferState::acknowledged;
            if (kind == "refused") return TransferState::refused;
            if (kind == "returned") return TransferState::returned;
            return std::nullopt;
        case TransferState::acknowledged:
            // A letter can come back weeks after it was delivered.
            return kind == "returned" ? std::optional(TransferState::returned) : std::nullopt;
        case TransferState::quarantined:
            // Late evidence always reconciles: what has arrived need not be sent again.
            return kind == "acknowledged" ? std::optional(TransferState::acknowledged) : std::nullopt;
        default: return std::nullopt;
    }
}

bool may_be_early(TransferState state, std::string_view kind) {
    return tells_of_an_end(kind) && (state == TransferState::underway || state == TransferState::waiting);
}

}  // namespace wetbode
