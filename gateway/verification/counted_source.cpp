// SPDX-License-Identifier: EUPL-1.2
#include "gateway/verification/counted_source.hpp"

#include "gateway/refusal.hpp"

namespace wetbode {

RevocationValues CountedSource::values_for(std::vector<std::string> const& chain, Instant not_before) {
    if (left_ == 0) throw Outage("revocation", "as much was asked about this file as may be");
    if (until_.left() == Milliseconds{0}) throw Outage("revocation", "the time for questions about this file is over");
    --left_;
    return source_.values_for(chain, not_before);
}

}  // namespace wetbode
