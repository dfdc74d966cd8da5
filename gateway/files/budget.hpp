// SPDX-License-Identifier: EUPL-1.2
// What one file may cost. Whoever reads or unpacks for it pays here; when it is spent, Exhausted is thrown, again and
// again, also when a library swallowed it the first time. One thread.
#pragma once

#include "gateway/files/policy.hpp"

#include <chrono>
#include <exception>
#include <stdexcept>

namespace wetbode::files {

struct Exhausted : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Budget {
public:
    explicit Budget(FileLimits const& limits)
        : until_(std::chrono::steady_clock::now() + limits.time), unpacked_left_(limits.unpacked_max) {}

    /// Called wherever time may pass.
    void pay_time() {
        if (spent_ || std::chrono::steady_clock::now() > until_) spend("time");
    }
    void pay_unpacked(std::uint64_t bytes) {
        pay_time();
        if (bytes > unpacked_left_) spend("unpacked bytes");
        unpacked_left_ -= bytes;
    }
    [[noreturn]] void spend(char const* what) {
        spent_ = true;
        throw Exhausted(std::string("limit reached: ") + what);
    }
    [[nodiscard]] bool spent() const { return spent_; }
    /// A library takes every exception for a fault of the file; a disk that fails is none. Called where it is caught.
    void note_outage() { outage_ = std::current_exception(); }
    void rethrow_outage() const {
        if (outage_) std::rethrow_exception(outage_);
    }
    [[nodiscard]] std::uint64_t unpacked_left() const { return unpacked_left_; }

private:
    std::chrono::steady_clock::time_point until_;
    std::uint64_t unpacked_left_;
    bool spent_ = false;
    std::exception_ptr outage_;
};

}  // namespace wetbode::files
