// SPDX-License-Identifier: EUPL-1.2
// Questions about revocation for one file, counted and timed: a file with many certificates of slow services must not
// hold its reader for ever. One file, one thread.
#pragma once

#include "gateway/revocation/revocation.hpp"
#include "gateway/time.hpp"

#include <string>
#include <vector>

namespace wetbode {

struct AskLimits {
    int questions_max = 24;     ///< about certificates of one file; each at the services that the certificate names
    Milliseconds time{20'000};  ///< after that no further question about this file; one under way is ended by its own
};

class CountedSource final : public RevocationSource {
public:
    /// `source` must outlive this.
    CountedSource(RevocationSource& source, AskLimits limits)
        : source_(source), left_(limits.questions_max), until_(Deadline::in(limits.time)) {}

    /// Throws Outage("revocation") beyond the limits, too.
    [[nodiscard]] RevocationValues values_for(std::vector<std::string> const& chain, Instant not_before) override;

private:
    RevocationSource& source_;
    int left_;
    Deadline until_;
};

}  // namespace wetbode
