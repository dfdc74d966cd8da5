// SPDX-License-Identifier: EUPL-1.2
// Decoders for qpdf that stop. Its own inflate a stream of a few octets into all memory there is, and it decodes
// streams by itself to find objects. Registered for the whole process, so letters are read through them too.
#pragma once

#include "gateway/files/budget.hpp"

namespace wetbode::files {

/// Before the first PDF is read, and before threads start. Again: nothing.
void register_bounded_filters();

/// While it lives, what this thread decodes is paid from `budget`, and no single stream may exceed `stream_max`.
class DecodingBudget {
public:
    DecodingBudget(Budget& budget, std::uint64_t stream_max, std::uint64_t total_max);
    DecodingBudget(DecodingBudget const&) = delete;
    DecodingBudget& operator=(DecodingBudget const&) = delete;
    ~DecodingBudget();

    void pay(std::uint64_t bytes, std::uint64_t stream_bytes);

private:
    Budget& budget_;
    std::uint64_t stream_max_;
    std::uint64_t left_;
};

}  // namespace wetbode::files
