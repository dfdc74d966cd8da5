// SPDX-License-Identifier: EUPL-1.2
// Strong names for the things that the ledger tells apart. Values; free to copy between threads.
#pragma once

#include <compare>
#include <functional>
#include <string>

namespace wetbode {

/// A name of one kind of thing. Two kinds never mix: a TransferId is not a SubmissionId.
template <class Tag>
struct Id {
    std::string text;

    [[nodiscard]] bool empty() const { return text.empty(); }
    auto operator<=>(Id const&) const = default;
};

/// One message from one sender (Dutch: indiening). A UUID of version 7 (RFC 9562) made at the door.
using SubmissionId = Id<struct SubmissionTag>;
/// One submission on its way to one counterpart (Dutch: overdracht). Also the idempotency key towards it.
using TransferId = Id<struct TransferTag>;
/// The matter that a submission belongs to (Dutch: dossier). Named by the sender, usually a URI.
using DossierId = Id<struct DossierTag>;
/// Name of a counterpart (Dutch: tegenpartij) as the settings spell it: "parliament", "ebox", "print".
using CounterpartName = Id<struct CounterpartTag>;
/// Name of a client in the settings: "kaleidos", "clerk-1". The anonymous loopback caller is "local".
using ClientName = Id<struct ClientTag>;

/// What makes a resend recognisable: who sends, and the Idempotency-Key that he chose (at most 255 characters).
struct SubmissionKey {
    ClientName client;
    std::string key;
    auto operator<=>(SubmissionKey const&) const = default;
};

}  // namespace wetbode

template <class Tag>
struct std::hash<wetbode::Id<Tag>> {
    std::size_t operator()(wetbode::Id<Tag> const& id) const noexcept {
        return std::hash<std::string>{}(id.text);
    }
};
