// SPDX-License-Identifier: EUPL-1.2
// Printed receipts that were made, so that the same one asked for again is the same paper and costs no further time
// stamp; and how many new ones a client may have that do cost one. In this process only. Private to the composition
// root and its tests. Thread safe.
#pragma once

#include "gateway/api/receipt_port.hpp"
#include "gateway/base/guarded.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>

namespace wetbode {

class ReceiptMemory {
public:
    struct Limits {
        std::size_t receipts = 256;
        std::uint64_t bytes = 64ULL << 20U;
        std::chrono::seconds kept = std::chrono::hours{24};
        /// Of one that lacks the level that was wanted, for a service was away.
        std::chrono::seconds lower_kept = std::chrono::minutes{1};
        /// New ones with a time stamp, per client. That many at once, then evenly over the hour.
        int stamped_per_hour = 60;
    };
    /// A receipt as it was made now.
    struct Made {
        api::PrintedReceipt receipt;
        bool stamped = false;  ///< it cost a token
        bool lower = false;    ///< than what was wanted
    };
    struct Question {
        std::string key;  ///< what the paper says, apart from when it was made
        ClientName client;
        bool may_stamp = false;  ///< to make it may cost a token
        Instant now;
    };

    explicit ReceiptMemory(Limits limits) : limits_(limits) {}

    /// The one that is remembered, else what `make` makes; with the same key it is made once at a time. A client that
    /// had too many gets `retry_after` alone.
    [[nodiscard]] Result<api::PrintedReceipt> receipt(Question const& question,
                                                      std::function<Result<Made>()> const& make);

private:
    struct Kept {
        std::string key;
        api::PrintedReceipt receipt;
        Instant until;
    };
    struct Allowance {
        double left = 0;
        Instant at;
    };
    struct State {
        std::list<Kept> kept;  ///< the one asked for last in front
        std::map<std::string, std::list<Kept>::iterator> places;
        std::uint64_t bytes = 0;
        std::map<std::string, Allowance> allowances;  ///< by client: the settings name them all
    };

    [[nodiscard]] std::optional<api::PrintedReceipt> known(Question const& question);
    [[nodiscard]] std::chrono::seconds take_allowance(Question const& question);
    void give_back(Question const& question);
    void keep(Question const& question, Made const& made);
    static void drop(State& state, std::list<Kept>::iterator which);

    Limits limits_;
    Guarded<State> state_;
    std::array<std::mutex, 16> making_;  ///< by key. Held while a receipt is made: of two that ask, one waits
};

}  // namespace wetbode
