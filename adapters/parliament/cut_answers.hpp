// SPDX-License-Identifier: EUPL-1.2
// Answers of kanselarij that break off. The API cannot be asked for one item, nor for what stands behind one: so it is
// told in which item it happens, once it has happened twice there, and asked again at growing intervals. Thread safe.
#pragma once

#include "adapters/parliament/kanselarij.hpp"
#include "gateway/base/guarded.hpp"
#include "gateway/time.hpp"

#include <optional>
#include <string>

namespace wetbode::parliament {

class CutAnswers {
public:
    static constexpr Milliseconds pause_first{10'000};
    static constexpr Milliseconds pause_most{1'800'000};

    /// Why the answer need not be asked for yet; empty: it may be.
    [[nodiscard]] std::optional<std::string> why_wait(Instant now);
    /// It broke off: within `item`, if one had begun. True if that item is to be set aside, under the key.
    [[nodiscard]] bool broke_off(std::optional<KanselarijItem> const& item, std::string const& why, Instant now);
    /// It came whole.
    void whole();
    /// By which such an item is recognised, whatever came of it.
    [[nodiscard]] static std::string key_of_cut(KanselarijItem const& item);

private:
    struct Cut {
        std::string key;
        std::string why;
        int times = 0;
        Instant again{};
    };

    Guarded<Cut> cut_;
};

}  // namespace wetbode::parliament
