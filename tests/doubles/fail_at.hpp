// SPDX-License-Identifier: EUPL-1.2
// Fails the n-th operation: a test repeats n = 0, 1, 2 ... until nothing failed any more, and checks its invariants
// each time, so that every place where a disk can fail has failed once. Any thread.
#pragma once

#include "gateway/refusal.hpp"

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace wetbode {

class FailAt {
public:
    /// What happens at the failing operation; by default an Outage is thrown.
    using Failing = std::function<void(char const* operation)>;

    explicit FailAt(int n, Failing failing = {}) : state_(std::make_shared<State>()) {
        state_->left = n;
        state_->failing = failing ? std::move(failing) : [](char const* operation) {
            throw Outage("ledger", std::string("made to fail at: ") + operation);
        };
    }

    /// To be called before each operation. Keeps its own share of the state, so it may outlive this object.
    [[nodiscard]] std::function<void(char const*)> hook() const {
        return [state = state_](char const* operation) {
            if (!state->armed.load() || state->left.fetch_sub(1) != 0) return;
            state->failed = true;
            state->failing(operation);
        };
    }

    /// Operations are counted only while it is armed.
    void arm() { state_->armed = true; }
    void disarm() { state_->armed = false; }
    [[nodiscard]] bool failed() const { return state_->failed; }

private:
    /// Shared with the hooks that others keep.
    struct State {
        std::atomic<int> left{0};
        std::atomic<bool> armed{false};
        std::atomic<bool> failed{false};
        Failing failing;
    };
    std::shared_ptr<State> state_;
};

}  // namespace wetbode
