// SPDX-License-Identifier: EUPL-1.2
// Which kinds of events a webhook asks for: "*", "transfer.*", "submission.sealed". Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace wetbode {

/// Every kind that the ledger writes (include/gateway/event.hpp), in alphabetical order.
[[nodiscard]] std::vector<std::string_view> const& event_kinds();

class WebhookKinds {
public:
    /// Understands a list with commas between; `error` is a sentence if a word fits no kind.
    struct Parsed;
    [[nodiscard]] static Parsed from(std::string_view text);

    [[nodiscard]] bool fit(std::string_view kind) const;
    /// As it was given: "transfer.*, submission.sealed".
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::string> patterns_;
};

struct WebhookKinds::Parsed {
    WebhookKinds kinds;
    std::string error;  ///< empty = understood
};

}  // namespace wetbode
