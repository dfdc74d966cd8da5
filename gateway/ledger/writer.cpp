// SPDX-License-Identifier: EUPL-1.2
#include "gateway/ledger/writer.hpp"

#include <algorithm>

namespace wetbode::sqlite {

Writer::Writer(std::unique_ptr<Connection> connection, WriterLimits limits, std::function<void()> on_change)
    : connection_(std::move(connection)),
      acts_per_commit_max_(static_cast<std::size_t>(std::max(1, limits.acts_per_commit_max))),
      acts_waiting_max_(static_cast<std::size_t>(std::max(1, limits.acts_waiting_max))),
      on_change_(std::move(on_change)),
      thread_([this] { work(); }) {}

Writer::~Writer() {
    {
        std::scoped_lock const lock(mutex_);
        stopping_ = true;
    }
    came_.notify_all();
    thread_.join();
}

void Writer::submit(Effect effect, std::function<void(Connection&)> act) {
    auto waiting = std::make_unique<Waiting>(Waiting{std::move(act), effect, {}, {}});
    auto done = waiting->done.get_future();
    {
        std::scoped_lock const lock(mutex_);
        if (stopping_) throw Outage("ledger", "it is being closed");
        if (queue_.size() >= acts_waiting_max_) throw Outage("ledger", "too many acts wait for the disk");
        queue_.push_back(std::move(waiting));
        // Within the lock: once it is let go, the writer may do this act and be destroyed.
        came_.notify_one();
    }
    done.get();
}

void Writer::work() {
    while (true) {
        auto batch = take();
        if (batch.empty()) return;
        perform(batch);
    }
}

Writer::Batch Writer::take() {
    std::unique_lock lock(mutex_);
    came_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    Batch batch;
    while (!queue_.empty() && batch.size() < acts_per_commit_max_) {
        batch.push_back(std::move(queue_.front()));
        queue_.pop_front();
    }
    return batch;
}

void Writer::perform(Batch& batch) {
    try {
        connection_->before("begin");
        connection_->execute("begin immediate");
        for (auto const& waiting : batch) perform_one(*waiting);
        connection_->before("commit");
        connection_->execute("commit");
    } catch (std::exception const& reason) {
        auto const failure = std::current_exception();
        roll_back();
        for (auto const& waiting : batch) waiting->done.set_exception(failure);
        ignore(reason, "every caller of the batch got it");
        return;
    }
    bool const wake = std::any_of(batch.begin(), batch.end(), [](auto const& waiting) {
        return !waiting->failure && waiting->effect == Effect::wakes;
    });
    if (wake && on_change_) on_change_();
    for (auto const& waiting : batch) {
        if (waiting->failure) waiting->done.set_exception(waiting->failure);
        else waiting->done.set_value();
    }
}

void Writer::perform_one(Waiting& waiting) {
    connection_->execute("savepoint act");
    try {
        waiting.act(*connection_);
    } catch (Failure const& failure) {
        if (failure.reach() == Failure::Reach::transaction || !connection_->in_transaction()) throw;
        waiting.failure = std::current_exception();
    } catch (std::exception const& failure) {
        waiting.failure = std::current_exception();
        ignore(failure, "its caller gets it");
    }
    if (waiting.failure) connection_->execute("rollback to act");
    connection_->execute("release act");
}

void Writer::roll_back() {
    if (!connection_->in_transaction()) return;  // SQLite rolls back by itself when the disk is full
    try {
        connection_->run_script("rollback");
    } catch (Outage const& failure) {
        ignore(failure, "the next begin fails too, and its callers are told");
    }
}

}  // namespace wetbode::sqlite
