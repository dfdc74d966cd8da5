// SPDX-License-Identifier: EUPL-1.2
// Access level x counterpart (conf/access.toml): what may leave the house towards whom. Pure; read-only after start.
#pragma once

#include "gateway/access.hpp"
#include "gateway/ids.hpp"
#include "gateway/ledger.hpp"
#include "gateway/refusal.hpp"
#include "gateway/submission.hpp"
#include "gateway/text.hpp"

#include <map>
#include <optional>
#include <set>

namespace wetbode {

class AccessPolicy {
public:
    /// A counterpart that is not in the matrix gets nothing.
    explicit AccessPolicy(std::map<CounterpartName, std::set<AccessLevel>> allowed);

    /// Refusal ACCESS_LEVEL if a piece may not go to one of the planned counterparts; names each piece.
    [[nodiscard]] std::optional<Refusal> leak_in(Submission const& submission, Plan const& plan) const;
    /// Why a submission may not be sent on to this counterpart; names levels, not pieces, since more people read it
    /// than the sender. Nothing if it may.
    [[nodiscard]] std::optional<Text> bar(Manifest const& manifest, CounterpartName const& counterpart) const;
    [[nodiscard]] bool may_see(CounterpartName const& counterpart, AccessLevel level) const;

private:
    /// What may go there, for a sender who is told what may not.
    [[nodiscard]] Text open_to(CounterpartName const& counterpart) const;

    std::map<CounterpartName, std::set<AccessLevel>> allowed_;
};

}  // namespace wetbode
