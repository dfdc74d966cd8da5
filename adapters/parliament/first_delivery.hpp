// SPDX-License-Identifier: EUPL-1.2
// The first delivery of a dossier, and how it is not made twice. The API has no key for that, so a try whose outcome is
// not known is looked for among the dossiers that were submitted since. Thread safe.
#pragma once

#include "adapters/parliament/api.hpp"
#include "adapters/parliament/document.hpp"

#include <mutex>
#include <optional>
#include <set>
#include <string>

namespace wetbode::parliament {

struct FirstSettings {
    Milliseconds doubt_term{300'000};  ///< so long the Parliament may need to list what it took
    bool resend = true;                ///< then it is sent again; false: a person decides
};

/// Written down before the body is sent: which dossiers were there before. Of another transfer, or absent: no try is in
/// doubt.
struct FirstMark {
    Instant at;
    std::set<std::string> before;

    [[nodiscard]] static std::optional<FirstMark> read(std::string const& text, TransferId const& transfer);
    /// Of whatever transfer.
    [[nodiscard]] static std::optional<FirstMark> read(std::string const& text);
    [[nodiscard]] std::string text(TransferId const& transfer) const;
    [[nodiscard]] static std::string none(TransferId const& transfer);
};

/// What came of a try. Unknown: it may have arrived.
[[nodiscard]] bool outcome_unknown(rest::Reply const& reply, bool body_sent, bool understood);

class FirstDelivery {
public:
    FirstDelivery(Api& api, Clock const& clock, FirstSettings settings)
        : api_(api), clock_(clock), settings_(settings) {}

    static constexpr auto mark_key = "parliament:first";

    /// What is to be done before the body is sent: nothing (empty), or the delivery ends so. One first delivery at a
    /// time, so that of two dossiers that appear it is known whose is whose: `lock` is held while it lasts.
    [[nodiscard]] std::optional<Delivery> before(Envelope const& envelope, Notebook& notebook,
                                                 std::unique_lock<std::timed_mutex>& lock, Deadline deadline);
    /// It is known that nothing arrived; `lock` of before() is still held.
    static void nothing_arrived(Envelope const& envelope, Notebook& notebook);
    /// The Parliament took it and gave these names. Written down before anything else begins: a crash between its
    /// answer and the ledger's settlement would leave a second one in doubt.
    static void taken(Envelope const& envelope, Delivery const& delivery, Notebook& notebook);
    [[nodiscard]] std::timed_mutex& mutex() { return mutex_; }

private:
    [[nodiscard]] std::optional<Delivery> resolved(Envelope const& envelope, FirstMark const& mark,
                                                   std::vector<StatusEntry> const& entries, Notebook& notebook,
                                                   Answer const& answer) const;

    Api& api_;
    Clock const& clock_;
    FirstSettings settings_;
    std::timed_mutex mutex_;
};

}  // namespace wetbode::parliament
