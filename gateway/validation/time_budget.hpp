// SPDX-License-Identifier: EUPL-1.2
// How much processor time one document may take to be read and held against its schema. Whatever goes through the
// document asks at each element; so a document on which a parser or a schema loses itself frees its place again. Begins
// at its making and belongs to that thread. What happens within one element cannot be broken off.
#pragma once

#include "gateway/xml/door.hpp"

#include <chrono>
#include <cstdint>

namespace wetbode::validation {

/// Thrown through the parsers once the budget is spent. Both allow that.
struct OutOfTime {
    xml::Position place;  ///< how far they came
};

class TimeBudget {
public:
    explicit TimeBudget(std::chrono::nanoseconds most);

    /// Throws OutOfTime. The clock is asked at the first call and at each 64th.
    void look(xml::Position place);

private:
    std::chrono::nanoseconds until_;  ///< of the processor clock of the thread
    std::uint64_t looks_ = 0;
};

/// Asks at each element of a pass through the XML door.
class TimeWatch final : public xml::Sink {
public:
    explicit TimeWatch(TimeBudget& budget) : budget_(budget) {}
    void start_element(xml::Element const& element) override {
        place_ = element.position;
        budget_.look(place_);
    }
    void end_element(std::string_view, std::string_view, std::string_view) override { budget_.look(place_); }
    void comment(std::string_view) override { budget_.look(place_); }
    void processing_instruction(std::string_view, std::string_view) override { budget_.look(place_); }

private:
    TimeBudget& budget_;
    xml::Position place_;
};

}  // namespace wetbode::validation
