// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/time_budget.hpp"

#include <time.h>

namespace wetbode::validation {

namespace {

/// The clock of the thread costs a call into the kernel.
constexpr std::uint64_t looks_between = 64;

std::chrono::nanoseconds processor_time() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

}  // namespace

TimeBudget::TimeBudget(std::chrono::nanoseconds most) : until_(processor_time() + most) {}

void TimeBudget::look(xml::Position place) {
    if (looks_++ % looks_between != 0) return;
    if (processor_time() > until_) throw OutOfTime{place};
}

}  // namespace wetbode::validation
