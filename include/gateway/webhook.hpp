// SPDX-License-Identifier: EUPL-1.2
// Port: how far each webhook has come in the events of the ledger, and what people decided about it. Kept beside the
// events themselves, so that a restart or a crash loses nothing: at worst an event is sent twice.
#pragma once

#include "gateway/ledger.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace wetbode {

/// One webhook as the ledger keeps it. Its url, kinds and audience stand in the settings.
struct WebhookState {
    std::string name;
    std::int64_t epoch = 0;   ///< rises when a person moves the cursor or it is disabled: older tries settle nothing
    Instant begun;            ///< when the settings first named it
    std::int64_t cursor = 0;  ///< sequence of the last event that it has passed: taken, or none of its business
    bool enabled = true;
    Instant since;            ///< since when it is enabled, or disabled
    Text why = {};            ///< why it is disabled
    int failures = 0;         ///< tries since the receiver last took something; 0 = all goes well
    std::optional<Instant> failing_since = {};  ///< present exactly if `failures` is not 0
    std::optional<Instant> due = {};            ///< when the event after the cursor is tried again
    std::optional<Instant> last_try = {};
    std::optional<Instant> last_taken = {};
    int last_status = 0;           ///< of the last try; 0 = no answer came
    std::string last_answer = {};  ///< why the last try failed, in words; at most 300 octets
    bool operator==(WebhookState const&) const = default;
};

/// How one try to deliver an event ended.
struct WebhookTry {
    enum class End { taken, failed, disabled };

    std::string name;
    std::int64_t epoch = 0;
    std::int64_t sequence = 0;  ///< of the event
    End end = End::failed;
    Instant now;
    int status = 0;
    std::string answer = {};
    Instant failing_since = {};          ///< unless taken
    std::optional<Instant> due = {};     ///< if failed
    Text why = {};                       ///< if disabled
};

/// From where a webhook is sent everything again: exactly one of the two is present.
struct WebhookReplay {
    std::optional<std::int64_t> after = {};  ///< events with a higher sequence; a later one than the cursor skips
    std::optional<Instant> since = {};       ///< the first event that was written then or later, and all after it
};

/// An event that was passed over: the receiver refused it for long, and took one that came behind it.
struct PassedEvent {
    std::int64_t sequence = 0;
    Instant since;            ///< of its first try
    Instant passed;
    int tries = 0;
    int status = 0;           ///< of the last try; 0 = no answer came
    std::string answer = {};  ///< the head of what was said, or why nothing came
    bool operator==(PassedEvent const&) const = default;
};

struct PassedEvents {
    std::int64_t count = 0;
    std::vector<PassedEvent> oldest = {};  ///< at most passed_told_max, by rising sequence
};
inline constexpr int passed_told_max = 20;
/// Kept of one webhook; the oldest make room. The events themselves stay in the ledger.
inline constexpr int passed_kept_max = 1000;

class WebhookLedger {
public:
    virtual ~WebhookLedger() = default;
    /// 32 hexadecimal digits that tell this ledger from any other; made with it, never changed.
    [[nodiscard]] virtual std::string identity() = 0;
    /// What is known of it. A name that is new begins behind the newest event: it is told no history.
    [[nodiscard]] virtual WebhookState begin_webhook(std::string const& name, Instant now) = 0;
    [[nodiscard]] virtual std::optional<WebhookState> webhook(std::string const& name) = 0;
    /// Taken: the cursor moves to the event, failures are forgotten. Else it moves to just before the event, and the
    /// failure is kept; disabled: event "webhook.disabled". One act. False if the epoch is stale: nothing was changed.
    virtual bool settle_webhook(WebhookTry const& tried) = 0;
    /// Moves the cursor over events that are none of its business; never back. False if the epoch is stale.
    virtual bool pass_webhook(std::string const& name, std::int64_t epoch, std::int64_t up_to) = 0;
    /// The event that failed last is left behind: kept with how its tries ended, failures forgotten, the cursor on it.
    /// Event "webhook.passed_over". One act. False, and nothing was changed, if the epoch is stale or another fails.
    virtual bool pass_over(std::string const& name, std::int64_t epoch, std::int64_t sequence, Instant now) = 0;
    [[nodiscard]] virtual PassedEvents passed_over(std::string const& name) = 0;
    /// What was passed over is kept no longer; it was not sent. Event "webhook.forgotten". Refusals: WEBHOOK_UNKNOWN,
    /// DECISION_INCOMPLETE.
    [[nodiscard]] virtual Result<WebhookState> forget_passed(std::string const& name, Decision const& decision) = 0;
    /// Disabled -> enabled; of one that fails, the next try is now. Event "webhook.enabled". Refusals: WEBHOOK_UNKNOWN,
    /// DECISION_INCOMPLETE.
    [[nodiscard]] virtual Result<WebhookState> enable_webhook(std::string const& name, Decision const& decision) = 0;
    /// Moves the cursor, back or forth, forgets failures, and sends again what was passed over behind it. Event
    /// "webhook.replayed" with from and to. Refusals: WEBHOOK_UNKNOWN, WEBHOOK_POSITION (too new), DECISION_INCOMPLETE.
    [[nodiscard]] virtual Result<WebhookState> replay_webhook(std::string const& name, WebhookReplay const& replay,
                                                              Decision const& decision) = 0;
};

}  // namespace wetbode
