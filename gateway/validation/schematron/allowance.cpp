// SPDX-License-Identifier: EUPL-1.2
#include "gateway/validation/schematron/allowance.hpp"

#include "gateway/refusal.hpp"

#include <libxml/xmlmemory.h>

#include <malloc.h>
#include <time.h>
#include <cstdlib>
#include <cstring>

namespace wetbode::validation {

namespace {

/// The clock of the thread costs a call into the kernel: asked now and then, and before every large piece.
constexpr std::uint64_t calls_between_looks = 1024;
constexpr std::size_t large_piece = 64 * 1024;

thread_local Allowance* at_work = nullptr;

std::chrono::nanoseconds processor_time() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return std::chrono::seconds(spent.tv_sec) + std::chrono::nanoseconds(spent.tv_nsec);
}

void* counted(void* piece) {
    if (at_work != nullptr && piece != nullptr) at_work->took(malloc_usable_size(piece));
    return piece;
}
void discount(void* piece) {
    if (at_work != nullptr && piece != nullptr) at_work->gave_back(malloc_usable_size(piece));
}

void give_back(void* piece) {
    discount(piece);
    std::free(piece);
}
void* take(std::size_t bytes) {
    return counted(std::malloc(bytes));
}
void* take_again(void* piece, std::size_t bytes) {
    auto const before = piece == nullptr ? 0 : malloc_usable_size(piece);
    auto* const moved = std::realloc(piece, bytes);
    if (moved != nullptr && at_work != nullptr) at_work->gave_back(before);
    return counted(moved);
}
char* take_copy(char const* text) {
    return static_cast<char*>(counted(strdup(text)));
}

/// Once per process. Pieces that libxml2 took before come from the same heap, so it does not matter when.
void count_allocations() {
    static bool const done = xmlMemSetup(&give_back, &take, &take_again, &take_copy) == 0;
    ensure(done, "libxml2 takes our allocator");
}

}  // namespace

Allowance::Allowance(std::chrono::milliseconds time_max, std::uint64_t bytes_max)
    : until_(processor_time() + time_max), bytes_max_(static_cast<std::int64_t>(bytes_max)) {
    count_allocations();
    ensure(at_work == nullptr, "one allowance per thread");
    at_work = this;
}

Allowance::~Allowance() {
    at_work = nullptr;
}

void Allowance::guard(Brake brake, void* evaluation) {
    brake_ = brake;
    evaluation_ = evaluation;
    if (brake_ != nullptr && spent_ != Spent::nothing) brake_(evaluation_);
}

void Allowance::took(std::size_t bytes) {
    bytes_ += static_cast<std::int64_t>(bytes);
    if (spent_ != Spent::nothing) return;
    if (bytes_ > bytes_max_) return spend(Spent::memory);
    if (++calls_ % calls_between_looks != 0 && bytes < large_piece) return;
    if (processor_time() > until_) spend(Spent::time);
}

void Allowance::spend(Spent what) {
    spent_ = what;
    if (brake_ != nullptr) brake_(evaluation_);
}

}  // namespace wetbode::validation
