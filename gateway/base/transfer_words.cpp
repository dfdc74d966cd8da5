// SPDX-License-Identifier: EUPL-1.2
#include "gateway/base/transfer_words.hpp"

#include <array>

namespace wetbode {

Text const& spoken(TransferState state) {
    static std::array<Text, transfer_state_names.size()> const words{{
        {"wacht op verzending", "waits to be sent"},
        {"onderweg", "underway"},
        {"afgeleverd, ontvangstbewijs volgt", "handed over, receipt to follow"},
        {"ontvangst bevestigd", "acknowledged"},
        {"teruggekeerd", "returned"},
        {"geweigerd", "refused"},
        {"langs een ander kanaal", "sent by another channel"},
        {"in quarantaine: een beheerder is aan zet", "quarantined: an administrator must act"},
        {"ingetrokken", "withdrawn"},
    }};
    return words.at(static_cast<std::size_t>(state));
}

}  // namespace wetbode
