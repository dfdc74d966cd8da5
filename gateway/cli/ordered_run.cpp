// SPDX-License-Identifier: EUPL-1.2
#include "gateway/cli/ordered_run.hpp"

#include "gateway/cli/validate_report.hpp"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace wetbode::cli {

namespace {

/// Results that may lie ready per worker, while an earlier document is still being checked.
constexpr std::size_t ahead_per_worker = 16;

class Run {
public:
    explicit Run(OrderedRun const& order)
        : order_(order), ahead_(ahead_per_worker * std::max(1U, order.workers)) {
        auto const workers = std::min<std::size_t>(std::max(1U, order.workers), order.count);
        for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this] { work(); });
    }
    Run(Run const&) = delete;
    Run& operator=(Run const&) = delete;
    ~Run() {
        {
            std::scoped_lock const lock(mutex_);
            stopped_ = true;
        }
        room_.notify_all();
    }

    void take_all() {
        while (taken_ < order_.count) {
            std::unique_lock lock(mutex_);
            made_one_.wait_for(lock, order_.pulse, [this] { return failure_ != nullptr || ready_.contains(taken_); });
            if (failure_ != nullptr) std::rethrow_exception(failure_);
            auto const made = made_;
            auto node = ready_.extract(taken_);
            if (!node.empty()) ++taken_;
            lock.unlock();
            if (node.empty()) {
                order_.while_waiting(made);
                continue;
            }
            room_.notify_all();
            order_.take(std::move(node.mapped()));
            order_.while_waiting(made);
        }
    }

private:
    void work() {
        while (true) {
            std::size_t mine = 0;
            {
                std::unique_lock lock(mutex_);
                room_.wait(lock, [this] { return stopped_ || next_ >= order_.count || next_ < taken_ + ahead_; });
                if (stopped_ || next_ >= order_.count) return;
                mine = next_++;
            }
            if (!make(mine)) return;
        }
    }

    bool make(std::size_t mine) {
        std::exception_ptr failure;
        try {
            auto result = order_.make(mine);
            std::scoped_lock const lock(mutex_);
            ready_.emplace(mine, std::move(result));
            ++made_;
        } catch (std::exception const&) {
            failure = std::current_exception();
        }
        if (failure != nullptr) {
            std::scoped_lock const lock(mutex_);
            failure_ = failure;
        }
        made_one_.notify_one();
        return failure == nullptr;
    }

    OrderedRun const& order_;
    std::size_t const ahead_;
    std::mutex mutex_;
    std::condition_variable made_one_;
    std::condition_variable room_;
    std::map<std::size_t, Judged> ready_;
    std::size_t next_ = 0;
    std::size_t made_ = 0;
    std::size_t taken_ = 0;
    bool stopped_ = false;
    std::exception_ptr failure_;
    std::vector<std::jthread> threads_;  // last: they end before what they use
};

}  // namespace

void run_in_order(OrderedRun const& run) {
    if (run.count > 0) Run(run).take_all();
}

}  // namespace wetbode::cli
