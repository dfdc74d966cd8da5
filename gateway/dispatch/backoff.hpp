// SPDX-License-Identifier: EUPL-1.2
// Growing pauses of a worker whose world is broken. One per thread.
#pragma once

#include "gateway/time.hpp"

#include <algorithm>

namespace wetbode {

class Backoff {
public:
    Backoff(Milliseconds first, Milliseconds most) : first_(first), most_(most), next_(first) {}

    /// The pause to take now; the next one is twice as long.
    [[nodiscard]] Milliseconds pause() {
        auto const now = next_;
        next_ = std::min(next_ * 2, most_);
        return now;
    }
    void recovered() { next_ = first_; }

private:
    Milliseconds first_;
    Milliseconds most_;
    Milliseconds next_;
};

}  // namespace wetbode
