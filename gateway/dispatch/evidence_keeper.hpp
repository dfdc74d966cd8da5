// SPDX-License-Identifier: EUPL-1.2
// Keeps evidence records in force: reads until when each proves something, and has renewed what ends soon or rests on
// an algorithm that is said to be weak. A service that is away delays that and loses nothing. Owned by the composition
// root; a thread of its own.
#pragma once

#include "gateway/clock.hpp"
#include "gateway/dispatch/log_port.hpp"
#include "gateway/ledger.hpp"

#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

namespace wetbode {

/// Never throws for what the record is: one that cannot be read gets a note that says so. Throws Outage("content").
using EvidenceTermPort = std::function<EvidenceNote(KeptEvidence const& kept, ContentShelf& shelf)>;

/// What became of one record.
struct RenewalAnswer {
    std::optional<RenewedEvidence> renewed;
    std::string why;  ///< if it was not
    /// When it would end, had it been renewed: a token was spent, and gains nothing for records that end later still.
    std::optional<Instant> gains_nothing_after = {};
};
/// Renews these in their order, with as few tokens as can be. Throws Outage("time") or ("content").
using EvidenceRenewPort = std::function<std::vector<RenewalAnswer>(std::vector<KeptEvidence> const& kept,
                                                                     EvidenceRenewalKind kind, ContentShelf& shelf,
                                                                     Instant now)>;

struct EvidencePolicy {
    Milliseconds every{3'600'000};                              ///< between two rounds
    Milliseconds retry{60'000};                                 ///< after a round in which a service was away
    Milliseconds renew_before{std::chrono::hours{24 * 180}};    ///< this long before its end a record is renewed
    /// After a token that gained no time, records that it could not help are left alone for so long.
    Milliseconds fruitless{std::chrono::hours{24}};
    std::vector<std::string> weak;                              ///< algorithms whose hash trees are renewed at once
    int page = 1000;                                            ///< 1 .. 10 000 records share one token and one act
};

struct EvidencePorts {
    Ledger& ledger;
    Clock const& clock;
    EvidenceTermPort term;
    EvidenceRenewPort renew;
    LogPort log;
};

/// What one round did.
struct EvidenceRound {
    std::int64_t read = 0;
    std::int64_t renewed = 0;
    std::int64_t failed = 0;  ///< records that cannot be renewed; tried again in each round
    std::string away;         ///< why the round ended early; empty = it did not
};

class EvidenceKeeper {
public:
    EvidenceKeeper(EvidencePorts ports, EvidencePolicy policy);
    EvidenceKeeper(EvidenceKeeper const&) = delete;
    EvidenceKeeper& operator=(EvidenceKeeper const&) = delete;
    ~EvidenceKeeper();

    void start();
    void stop();

    /// One round in the calling thread: reads every record that was not read, then renews what is due. Rounds wait for
    /// each other. A service that is away ends it, and is told. Throws Outage("ledger").
    EvidenceRound round(std::stop_token const& stop = {});

private:
    void read_all(EvidenceRound& done, std::stop_token const& stop);
    void renew_all(EvidenceRenewalKind kind, EvidenceRound& done, std::stop_token const& stop);
    void renew_page(std::vector<KeptEvidence> const& page, EvidenceRenewalKind kind, EvidenceRound& done);
    void work(std::stop_token const& stop);
    void log(std::string_view event, LogFields const& fields) const;
    /// Records that end at this instant or later need not be looked at now.
    [[nodiscard]] Instant horizon() const;

    /// An authority that gave a token under a certificate that ends no later than what it should replace. Tokens cost
    /// money, and it will do so each round until it has a newer certificate: weeks, perhaps.
    struct Fruitless {
        Instant asked;
        Instant ends;
    };

    EvidencePorts ports_;
    EvidencePolicy policy_;
    std::mutex rounds_;
    std::optional<Fruitless> fruitless_;  ///< forgotten at a restart
    std::jthread thread_;
};

}  // namespace wetbode
