// SPDX-License-Identifier: EUPL-1.2
// All webhooks of a gateway: their threads, what is told of them, what an administrator decides. Owned by the
// composition root; start() and stop() once, the rest from any thread.
#pragma once

#include "gateway/webhooks/worker.hpp"

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace wetbode {

/// Each has a thread of its own.
inline constexpr std::size_t webhooks_max = 32;

class Webhooks {
public:
    /// Throws Outage("ledger").
    Webhooks(std::vector<WebhookSpec> specs, WebhookPorts const& ports);

    void start();
    void stop();

    /// In the order of their names. Throws Outage("ledger").
    [[nodiscard]] std::vector<WebhookReport> reports();
    /// Refusals: WEBHOOK_UNKNOWN, and as the ledger refuses.
    [[nodiscard]] Result<WebhookReport> enable(std::string const& name, Decision const& decision);
    [[nodiscard]] Result<WebhookReport> replay(std::string const& name, WebhookReplay const& replay,
                                               Decision const& decision);
    /// What was passed over is told no longer. Refusals: the same.
    [[nodiscard]] Result<WebhookReport> forget(std::string const& name, Decision const& decision);
    /// One test at a time in the whole house: it may last as long as a timeout. Refusals: WEBHOOK_UNKNOWN,
    /// WEBHOOK_BUSY.
    [[nodiscard]] Result<WebhookAnswer> test(std::string const& name);

private:
    [[nodiscard]] WebhookWorker* named(std::string const& name);
    [[nodiscard]] Result<WebhookReport> decided(std::string const& name, Result<WebhookState> const& state,
                                                Decision const& decision, std::string_view event);

    WebhookPorts ports_;
    std::vector<std::unique_ptr<WebhookWorker>> workers_;
    std::mutex testing_;
};

}  // namespace wetbode
