// SPDX-License-Identifier: EUPL-1.2
// Services that failed are left alone for a while, longer each time, so that callers do not wait for them one by one.
// Thread safe.
#pragma once

#include "gateway/base/guarded.hpp"
#include "gateway/time.hpp"

#include <map>
#include <string>

namespace wetbode {

class Rests {
public:
    /// `first` after the first failure in a row, doubled up to `most`.
    Rests(Milliseconds first, Milliseconds most) : first_(first), most_(most) {}

    /// Why the service is not asked now; empty if it is. Whoever is let through after a rest is alone for `trial`, or
    /// until he tells how it went.
    [[nodiscard]] std::string at_rest(std::string const& service, Instant now, Milliseconds trial);
    /// A call that began then has failed. Calls that were under way together fail together: that is one failure.
    void failed(std::string const& service, Instant began, Instant now, std::string const& why);
    void succeeded(std::string const& service);

private:
    struct Rest {
        Instant since{};  ///< when the last failure was told
        Instant until{};
        Milliseconds length{0};
        std::string why;
    };

    Milliseconds first_;
    Milliseconds most_;
    Guarded<std::map<std::string, Rest>> rests_;
};

}  // namespace wetbode
