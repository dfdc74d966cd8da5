// SPDX-License-Identifier: EUPL-1.2
// `wetbode webhooks`: what it asks a running gateway, and how the answers read. Reports are pure: JSON in, text out.
#pragma once

#include "gateway/text.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wetbode::cli {

struct WebhookOrder {
    std::string act = "list";        ///< list, enable, forget, test, replay
    std::vector<std::string> names;  ///< none, for a list: all
    std::string reason;
    std::optional<std::int64_t> after;
    std::string since;
};

/// What is missing or too much, in the reader's language; empty if the order can be carried out.
[[nodiscard]] std::string mistake_in(WebhookOrder const& order, Language language);

/// `names` empty: all of them.
[[nodiscard]] std::string webhook_list_report(std::string_view json, std::vector<std::string> const& names,
                                              Language language);
[[nodiscard]] std::string webhook_report(std::string_view json, Language language);
/// The answer of a receiver to a test.
struct WebhookTestReport {
    std::string text;
    bool taken = false;
};
[[nodiscard]] WebhookTestReport webhook_test_report(std::string_view json, std::string const& name, Language language);

}  // namespace wetbode::cli
