// SPDX-License-Identifier: EUPL-1.2
// A small pool of read-only connections. A reader sees everything that was committed before it asked. Thread safe.
#pragma once

#include "gateway/ledger/connection.hpp"

#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

namespace wetbode::sqlite {

class Readers {
public:
    Readers(std::filesystem::path const& file, int count, Milliseconds busy);

    /// Runs `question` with a connection of its own, in one snapshot; waits while all are in use.
    template <class Question>
    auto ask(Question&& question) {
        Loan const loan(*this);
        Snapshot const snapshot(*loan.connection);
        return question(*loan.connection);
    }

private:
    struct Loan {
        explicit Loan(Readers& from) : readers(from), connection(from.take()) {}
        Loan(Loan const&) = delete;
        Loan& operator=(Loan const&) = delete;
        ~Loan() { readers.give_back(std::move(connection)); }

        Readers& readers;
        std::unique_ptr<Connection> connection;
    };
    [[nodiscard]] std::unique_ptr<Connection> take();
    void give_back(std::unique_ptr<Connection> connection);

    std::mutex mutex_;  ///< guards free_
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Connection>> free_;
};

}  // namespace wetbode::sqlite
