// SPDX-License-Identifier: EUPL-1.2
// From what the schema validator found to what a drafter reads: a stable code and a sentence in Dutch and English that
// says what is wrong, where, and what may stand there. Knows the message texts of Xerces-C++ 3.2, none of its types.
// Pure; any thread.
#pragma once

#include "gateway/refusal.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wetbode::validation {

/// Which of its message tables the validator took the message from.
enum class Source { validity, value, form };

/// One message of the validator and where it belongs.
struct Problem {
    Source source = Source::validity;
    unsigned code = 0;  ///< number within the table
    std::string raw;    ///< the validator's English text
    std::int64_t line = 0;
    std::int64_t column = 0;
    std::string path;  ///< XPath with positions
    std::string nearest_id;
    std::string element;  ///< local name of the element that the message is about
    std::vector<std::pair<std::string, std::string>> attributes;  ///< of the element, if its start tag is at fault
    std::string child;                     ///< the first child that does not fit, if the content is at fault
    std::vector<std::string> expected;     ///< what may stand in its place; empty = unknown
    bool child_allowed_elsewhere = false;  ///< the child may occur in the element, but not here
    std::string unique_attribute;          ///< the one whose value is not unique, if that is known
    bool may_end = false;                  ///< the element might also have ended there
};

[[nodiscard]] Fault fault_of(Problem const& problem);

/// The arguments of a message: fills of the '@' in `pattern`; empty if it does not match.
[[nodiscard]] std::vector<std::string> arguments_of(std::string_view message, std::string_view pattern);

/// "'a', 'b', 'c' of 'd'" (or "or"), at most eight names, then how many others.
[[nodiscard]] Text list_of(std::vector<std::string> const& names);

}  // namespace wetbode::validation
