// SPDX-License-Identifier: EUPL-1.2
// Answers of the gateway as text for a person. Pure: JSON text in, text out.
#pragma once

#include "gateway/text.hpp"

#include <string>
#include <string_view>

namespace wetbode::cli {

/// A submission: where each part is, since when, and who is next.
[[nodiscard]] std::string submission_report(std::string_view json, Language language);
[[nodiscard]] std::string transfer_report(std::string_view json, Language language);
/// A list. `asked` says what the list is of, in the words of the options: an empty list repeats it.
[[nodiscard]] std::string transfer_table(std::string_view json, std::string const& asked, Language language);
/// What a replay or a withdrawal did to one transfer, in one line.
[[nodiscard]] std::string decision_report(std::string_view json, Language language);
[[nodiscard]] std::string receipt_report(std::string_view json, Language language);
/// An RFC 9457 problem document; anything else is shown as it came.
[[nodiscard]] std::string problem_report(int status, std::string_view body, Language language);
/// An answer of POST /v1/validations.
struct ValidationReport {
    std::string text;
    bool valid = false;
};
[[nodiscard]] ValidationReport validation_report(std::string_view json, Language language);

}  // namespace wetbode::cli
