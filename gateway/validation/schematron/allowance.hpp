// SPDX-License-Identifier: EUPL-1.2
// What one evaluation of XSLT may use of the machine: processor time and memory. libxml2 counts steps, but one step may
// copy a whole document; so its allocator is asked to count as well. When the allowance is spent, a callback of the
// evaluation pulls the brake. Belongs to one thread; there is at most one per thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace wetbode::validation {

enum class Spent { nothing, time, memory };

class Allowance {
public:
    /// Stops whatever the evaluation does next; called once, in the thread of the evaluation.
    using Brake = void (*)(void* evaluation);

    Allowance(std::chrono::milliseconds time_max, std::uint64_t bytes_max);
    Allowance(Allowance const&) = delete;
    Allowance& operator=(Allowance const&) = delete;
    ~Allowance();

    /// From here on the evaluation can be stopped; with nullptr as before.
    void guard(Brake brake, void* evaluation);
    [[nodiscard]] Spent spent() const { return spent_; }

    // For the allocator only.
    void took(std::size_t bytes);
    void gave_back(std::size_t bytes) { bytes_ -= static_cast<std::int64_t>(bytes); }

private:
    void spend(Spent what);

    std::chrono::nanoseconds until_;  ///< of the thread's processor clock
    std::int64_t bytes_max_;
    std::int64_t bytes_ = 0;
    std::uint64_t calls_ = 0;
    Spent spent_ = Spent::nothing;
    Brake brake_ = nullptr;
    void* evaluation_ = nullptr;
};

}  // namespace wetbode::validation
