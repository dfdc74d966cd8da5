// SPDX-License-Identifier: EUPL-1.2
// Group commit: the one thread that writes. It takes every act that waits, does each in its own savepoint, and commits
// them with one fsync; only then do the callers get their answers. Any thread may call run(), and waits in it.
#pragma once

#include "gateway/ledger/connection.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace wetbode::sqlite {

/// Whether an act may have made something due, so that workers are woken after its commit.
enum class Effect { wakes, silent };

struct WriterLimits {
    int acts_per_commit_max = 512;
    /// More would only hide that the disk cannot follow: the door answers 503 and the sender comes back.
    int acts_waiting_max = 4096;
};

class Writer {
public:
    /// `on_change` runs on the writer's thread after such a commit, before the callers get their answers: it must be
    /// quick and must not throw.
    Writer(std::unique_ptr<Connection> connection, WriterLimits limits, std::function<void()> on_change);
    Writer(Writer const&) = delete;
    Writer& operator=(Writer const&) = delete;
    /// Finishes what waits.
    ~Writer();

    /// Does `act(connection)` in a transaction and returns its answer once that is on disk. Throws what the act threw
    /// (then nothing of it remains), or Outage if the commit failed or too many acts wait.
    template <class Act>
    auto run(Effect effect, Act&& act) {
        using Answer = std::invoke_result_t<Act, Connection&>;
        if constexpr (std::is_void_v<Answer>) {
            submit(effect, [&act](Connection& connection) { act(connection); });
        } else {
            std::optional<Answer> answer;
            submit(effect, [&](Connection& connection) { answer.emplace(act(connection)); });
            return std::move(*answer);
        }
    }

private:
    struct Waiting {
        std::function<void(Connection&)> act;
        Effect effect;
        std::promise<void> done;
        std::exception_ptr failure;  ///< the act's own; the others of its batch are not touched
    };
    using Batch = std::vector<std::unique_ptr<Waiting>>;

    void submit(Effect effect, std::function<void(Connection&)> act);
    void work();
    [[nodiscard]] Batch take();
    void perform(Batch& batch);
    void perform_one(Waiting& waiting);
    void roll_back();

    std::unique_ptr<Connection> connection_;
    std::size_t acts_per_commit_max_;
    std::size_t acts_waiting_max_;
    std::function<void()> on_change_;
    std::mutex mutex_;  ///< guards queue_ and stopping_
    std::condition_variable came_;
    std::deque<std::unique_ptr<Waiting>> queue_;
    bool stopping_ = false;
    std::thread thread_;
};

}  // namespace wetbode::sqlite
