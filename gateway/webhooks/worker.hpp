// SPDX-License-Identifier: EUPL-1.2
// One webhook: a thread that reads the ledger from its cursor, sends what its audience may hear, one after the other,
// and writes down how it went. Waits for the bell, or for the next try. Owned by Webhooks; start() and stop() once, the
// rest from any thread.
#pragma once

#include "gateway/base/guarded.hpp"
#include "gateway/clock.hpp"
#include "gateway/dispatch/bell.hpp"
#include "gateway/dispatch/log_port.hpp"
#include "gateway/fetch.hpp"
#include "gateway/webhook.hpp"
#include "gateway/webhooks/audience.hpp"
#include "gateway/webhooks/kinds.hpp"
#include "gateway/webhooks/verdict.hpp"

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace wetbode {

/// One webhook as the settings describe it.
struct WebhookSpec {
    std::string name;
    std::string url;
    std::vector<std::string> keys;  ///< of the signatures, the newest first
    WebhookKinds kinds;
    WebhookAudience audience;
    Milliseconds timeout{15'000};
    WebhookPatience patience;
    Fetch fetch;  ///< thread safe; reaches what this webhook may reach
};

/// What all of them share; it outlives them.
struct WebhookPorts {
    Ledger& ledger;
    WebhookLedger& record;
    AccessPolicy const& access;
    Clock const& clock;
    Bell& bell;
    std::string base_url;  ///< public URL of the gateway, without a slash at the end
    LogPort log;
    std::function<double()> random;  ///< in [0, 1), from any thread
};

/// What an administrator is told of one.
struct WebhookReport {
    WebhookState state;
    std::string url;  ///< without its query: that may hold a secret
    std::string kinds;
    std::string audience;
    std::int64_t behind = 0;        ///< events that it has not passed yet, whether it may hear them or not
    std::optional<Instant> oldest;  ///< when the first of them was written
    std::int64_t taken = 0;         ///< since start
    std::int64_t failed = 0;        ///< tries, since start
    PassedEvents passed = {};       ///< what was left behind, not taken
};

class WebhookWorker {
public:
    /// Begins it in the ledger, and tells so in the log if it is new. Throws Outage("ledger").
    WebhookWorker(WebhookSpec spec, WebhookPorts ports);
    WebhookWorker(WebhookWorker const&) = delete;
    WebhookWorker& operator=(WebhookWorker const&) = delete;
    ~WebhookWorker();

    void start();
    /// Asks only; what is under way may take a timeout.
    void ask_to_stop() { thread_.request_stop(); }
    /// Asks, and waits.
    void stop();

    /// What the thread does between two waits: looks at a page of events and sends those that are to be heard, up to
    /// the first that fails. Of one that fails for long it asks whether those behind it are taken. Returns for how long
    /// there is nothing to do. Throws Outage("ledger").
    Milliseconds step(std::stop_token const& stop = {});

    [[nodiscard]] WebhookReport report();
    /// Sends an event of type "webhook.test" now, whatever its state; changes nothing.
    [[nodiscard]] WebhookAnswer test();
    [[nodiscard]] std::string const& name() const { return spec_.name; }

private:
    /// How far it looked, beyond the cursor of the ledger: events that are none of its business cost no fsync each.
    struct Seen {
        std::int64_t epoch = 0;
        std::int64_t sequence = 0;
    };
    enum class Sent { taken, not_taken, stale };

    [[nodiscard]] std::int64_t position(WebhookState const& state);
    void seen(WebhookState const& state, std::int64_t sequence);
    [[nodiscard]] Sent send(Event const& event, WebhookState const& state);
    /// An event behind the one that fails, which the receiver took.
    struct Proof {
        Event const& event;
        int status = 0;
        bool is_next = false;
    };

    void ask_behind(Event const& failing, std::stop_token const& stop);
    void pass_over(Event const& failing, WebhookState const& state, Proof const& proof);
    [[nodiscard]] std::vector<Event> behind(Event const& failing);
    [[nodiscard]] WebhookAnswer post(std::string const& id, std::string const& body);
    void tell(WebhookTry const& tried, Event const& event, Milliseconds took) const;
    void work(std::stop_token const& stop);
    void log(std::string_view event, LogFields fields) const;

    WebhookSpec spec_;
    WebhookPorts ports_;
    std::string identity_;
    Guarded<Seen> seen_;
    struct Asked {
        std::int64_t failing = 0;
        std::size_t rounds = 0;
    } asked_;  ///< of the thread alone: each round begins with another event behind the one that fails
    std::atomic<std::int64_t> taken_{0};
    std::atomic<std::int64_t> failed_{0};
    std::jthread thread_;
};

}  // namespace wetbode
